//! A breaker: after a failure the next tries fail at once for a while, so that what is dead costs little.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Open until a moment, else closed.
#[derive(Debug, Default)]
pub(in crate::store) struct Breaker {
    until: Mutex<Option<Instant>>,
}

impl Breaker {
    /// Whether it is too early to try again.
    pub(in crate::store) fn is_open(&self) -> bool {
        self.lock().is_some_and(|until| Instant::now() < until)
    }

    /// Something failed: rest for so long.
    pub(in crate::store) fn trip(&self, rest: Duration) {
        *self.lock() = Some(Instant::now() + rest);
    }

    /// Something worked.
    pub(in crate::store) fn reset(&self) {
        *self.lock() = None;
    }

    /// One word of data is whole whatever happened elsewhere.
    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rests_after_a_failure_and_no_longer_than_told() {
        let breaker = Breaker::default();
        assert!(!breaker.is_open());
        breaker.trip(Duration::from_secs(60));
        assert!(breaker.is_open());
        breaker.reset();
        assert!(!breaker.is_open());
        breaker.trip(Duration::ZERO);
        assert!(!breaker.is_open());
    }
}
