//! How busy a shard is: calls, lag behind its deadlines, and the share of time in which it works.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

/// Weight of a new step in the running means: a second's worth of 5 ms steps.
const WEIGHT: f32 = 1.0 / 200.0;
/// A shard is busy when it works so much of the time, or lags so much, and is so until it works much less.
const BUSY_SHARE: f32 = 0.85;
const CALM_SHARE: f32 = 0.70;
const BUSY_LAG_MS: f32 = 20.0;
const CALM_LAG_MS: f32 = 8.0;

/// The load of one shard; written by its thread, read by all.
#[derive(Debug, Default)]
pub struct Load {
    calls: AtomicUsize,
    /// Bits of an `f32`: a rounded mean would stop short of where it goes.
    share: AtomicU32,
    lag_ms: AtomicU32,
    busy: AtomicBool,
}

impl Load {
    /// A call is on its way to the shard.
    pub fn arrived(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// A call has left it.
    pub fn left(&self) {
        self.calls.fetch_sub(1, Ordering::Relaxed);
    }

    /// Calls that the shard carries.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    /// Mean lag behind the deadlines, ms.
    #[must_use]
    pub fn lag_ms(&self) -> f32 {
        f32::from_bits(self.lag_ms.load(Ordering::Relaxed))
    }

    /// Share of time in which the shard works, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        f32::from_bits(self.share.load(Ordering::Relaxed))
    }

    /// Whether it has too little time for more.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed)
    }

    /// After a step: how late it began, how long it took, and how long the shard slept before it. Whether it is busy.
    pub fn note(&self, behind: Duration, took: Duration, slept: Duration) -> bool {
        let whole = (took + slept).as_secs_f32().max(1e-6);
        let share = mean(self.share(), took.as_secs_f32() / whole);
        let lag = mean(self.lag_ms(), behind.as_secs_f32() * 1_000.0);
        self.share.store(share.to_bits(), Ordering::Relaxed);
        self.lag_ms.store(lag.to_bits(), Ordering::Relaxed);
        let busy = if self.busy() {
            share > CALM_SHARE || lag > CALM_LAG_MS
        } else {
            share > BUSY_SHARE || lag > BUSY_LAG_MS
        };
        self.busy.store(busy, Ordering::Relaxed);
        busy
    }

    /// There is nothing to do.
    pub fn idle(&self) {
        self.share.store(0, Ordering::Relaxed);
        self.lag_ms.store(0, Ordering::Relaxed);
        self.busy.store(false, Ordering::Relaxed);
    }
}

fn mean(before: f32, now: f32) -> f32 {
    before + (now - before) * WEIGHT
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_shard_is_busy_when_it_works_all_the_time_and_calm_again_only_well_below() {
        let load = Load::default();
        let steps = |n: u32, took: u32, slept: u32| {
            (0..n).fold(false, |_, _| load.note(Duration::ZERO, MS * took, MS * slept))
        };
        assert!(!steps(2_000, 3, 2), "60 %");
        assert!(steps(2_000, 5, 0), "100 %");
        assert!(steps(2_000, 39, 11), "78 % is not calm yet");
        assert!(!steps(2_000, 3, 2), "60 % again");
    }

    #[test]
    fn a_shard_that_lags_is_busy_however_little_it_does() {
        let load = Load::default();
        assert!((0..2_000).fold(false, |_, _| load.note(MS * 30, MS, MS * 4)));
    }
}
