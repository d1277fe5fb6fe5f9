//! Rate limits by key: messages of a learner, bad signatures of an address.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::error::EdgeError;

/// After so many checks, keys that are back at rest are forgotten.
const SWEEP_EVERY: u32 = 4096;

/// How often something may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// In the long run, per minute.
    pub per_minute: NonZeroU32,
    /// At once.
    pub burst: NonZeroU32,
}

impl Rate {
    /// A rate fixed in the code.
    ///
    /// # Panics
    /// If either is 0.
    #[must_use]
    pub const fn new(per_minute: u32, burst: u32) -> Self {
        let per_minute = NonZeroU32::new(per_minute).expect("a rate above 0");
        let burst = NonZeroU32::new(burst).expect("a burst above 0");
        Self { per_minute, burst }
    }
}

/// What a learner may send: a quick talker, but no machine.
pub const LEARNER_MESSAGES: Rate = Rate::new(30, 15);

/// How many bad signatures of one address are answered and logged one by one.
pub const BAD_SIGNATURES: Rate = Rate::new(10, 20);

/// Counts by key.
#[derive(Debug)]
pub struct Limiter<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    inner: RateLimiter<K, DefaultKeyedStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    /// Counts by the machine's clock.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        Self::with_clock(rate, DefaultClock::default())
    }
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Limiter<K, C> {
    /// Counts by another clock.
    #[must_use]
    pub fn with_clock(rate: Rate, clock: C) -> Self {
        let quota = Quota::per_minute(rate.per_minute).allow_burst(rate.burst);
        let state = DefaultKeyedStateStore::default();
        Self {
            inner: RateLimiter::new(quota, state, clock.clone()),
            clock,
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one more for `key`.
    ///
    /// # Errors
    /// How long to wait, if it is one too many.
    pub fn check(&self, key: &K) -> Result<(), Duration> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.inner.retain_recent();
        }
        self.inner.check_key(key).map_err(|early| early.wait_time_from(self.clock.now()))
    }

    /// How many keys are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether no key is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }
}

/// The error for a wait: whole seconds, at least one.
impl From<Duration> for EdgeError {
    fn from(wait: Duration) -> Self {
        EdgeError::TooMany { after_s: wait.as_secs_f64().ceil().max(1.0) as u64 }
    }
}

/// What an address counts as: an IPv6 host owns a whole /64, so that is one key.
#[must_use]
pub fn address_key(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (!0 << 64))),
        },
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn a_burst_passes_then_the_rate_holds() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::with_clock(Rate::new(60, 3), clock.clone());
        let passed = (0..5).filter(|_| limiter.check(&"a").is_ok()).count();
        assert_eq!(passed, 3);
        assert_eq!(limiter.check(&"a"), Err(Duration::from_secs(1)));
        clock.advance(Duration::from_secs(1));
        assert_eq!(limiter.check(&"a"), Ok(()));
        assert!(limiter.check(&"a").is_err());
    }

    #[test]
    fn one_key_does_not_use_up_another() {
        let limiter = Limiter::with_clock(Rate::new(1, 1), FakeRelativeClock::default());
        assert_eq!(limiter.check(&1), Ok(()));
        assert_eq!(limiter.check(&2), Ok(()));
        assert!(limiter.check(&1).is_err());
    }

    #[test]
    fn keys_at_rest_are_forgotten() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::with_clock(Rate::new(60, 1), clock.clone());
        for key in 0..SWEEP_EVERY - 1 {
            assert_eq!(limiter.check(&key), Ok(()));
        }
        assert!(limiter.len() > 4000);
        clock.advance(Duration::from_secs(3600));
        assert_eq!(limiter.check(&u32::MAX), Ok(()));
        assert!(limiter.len() <= 1, "{} left", limiter.len());
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one_key() {
        let key = |text: &str| address_key(text.parse().expect("an address"));
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:0:2"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }
}
