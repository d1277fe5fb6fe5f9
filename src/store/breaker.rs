//! A breaker: after a failure the next tries fail at once for a while, so that what is dead costs little.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Open until a moment, else closed.
#[derive(Debug, Default)]
pub(in crate::store) struct Breaker {
    until: Mutex<Option<Instant>>,
}

/// A try under way. Dropped without an end, because its caller gave up, it counts as a failure if it was slow.
#[derive(Debug)]
pub(in crate::store) struct Attempt<'a> {
    breaker: &'a Breaker,
    begun: Instant,
    slow: Duration,
    rest: Duration,
    ended: bool,
}

impl Breaker {
    /// Begins a try, unless it is too early; `slow` is how long a try may take that is given up without blame, and `rest`
    /// how long to rest after a failure.
    pub(in crate::store) fn attempt(&self, slow: Duration, rest: Duration) -> Option<Attempt<'_>> {
        let begun = Instant::now();
        let open = self.lock().is_some_and(|until| begun < until);
        (!open).then_some(Attempt { breaker: self, begun, slow, rest, ended: false })
    }

    /// Something worked.
    pub(in crate::store) fn reset(&self) {
        *self.lock() = None;
    }

    fn trip(&self, rest: Duration) {
        *self.lock() = Some(Instant::now() + rest);
    }

    /// One word of data is whole whatever happened elsewhere.
    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Attempt<'_> {
    /// It came to an end, good or bad.
    pub(in crate::store) fn ended(mut self, well: bool) {
        self.ended = true;
        if well {
            self.breaker.reset();
        } else {
            self.breaker.trip(self.rest);
        }
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.ended && self.begun.elapsed() >= self.slow {
            self.breaker.trip(self.rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn it_rests_after_a_failure_and_no_longer_than_told() {
        let breaker = Breaker::default();
        breaker.attempt(LONG, LONG).expect("closed").ended(false);
        assert!(breaker.attempt(LONG, LONG).is_none());
        breaker.reset();
        breaker.attempt(LONG, Duration::ZERO).expect("closed").ended(false);
        breaker.attempt(LONG, LONG).expect("closed again").ended(true);
        assert!(breaker.attempt(LONG, LONG).is_some());
    }

    #[test]
    fn a_try_that_was_given_up_counts_only_if_it_was_slow() {
        let breaker = Breaker::default();
        drop(breaker.attempt(LONG, LONG));
        assert!(breaker.attempt(LONG, LONG).is_some());
        drop(breaker.attempt(Duration::ZERO, LONG));
        assert!(breaker.attempt(LONG, LONG).is_none());
    }
}
