//! How long to wait before trying again.

use std::time::Duration;

use rand::Rng as _;

/// Doubles from one span up to another, with half of it left to chance so that instances spread.
#[derive(Debug, Clone)]
pub(super) struct Backoff {
    from: Duration,
    up_to: Duration,
    failures: u32,
}

impl Backoff {
    pub(super) fn new(from: Duration, up_to: Duration) -> Self {
        Self { from, up_to, failures: 0 }
    }

    /// The wait after one more failure.
    pub(super) fn next(&mut self) -> Duration {
        let factor = 2u32.saturating_pow(self.failures);
        self.failures = self.failures.saturating_add(1);
        let longest = self.from.saturating_mul(factor).min(self.up_to);
        longest.mul_f64(rand::rng().random_range(0.5..=1.0))
    }

    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_within_their_bounds_and_start_over_after_success() {
        let (from, up_to) = (Duration::from_millis(100), Duration::from_secs(2));
        let mut backoff = Backoff::new(from, up_to);
        for failure in 0..100 {
            let longest = up_to.min(from.saturating_mul(1 << failure.min(10)));
            let wait = backoff.next();
            assert!(wait <= longest && wait >= longest / 2, "{failure}: {wait:?}");
        }
        backoff.reset();
        assert!(backoff.next() <= from);
    }
}
