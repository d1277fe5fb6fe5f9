//! Voiced or not: a logistic judgement of each frame by itself and its neighbours.

mod weights;

/// Frames looked at on each side.
pub(super) const REACH: usize = 4;
/// Values that the judgement looks at, the constant not counted.
pub(super) const FEATURES: usize = 3 * (2 * REACH + 1) + 3;

/// What is known of one frame before its pitch is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    /// Highest correlation at any lag.
    pub(super) peak: f32,
    /// Level over the running floor, in units of 20 dB.
    pub(super) over: f32,
    /// Level under the running top, in units of 20 dB, 0 or less.
    pub(super) under: f32,
}

/// Follows the floor and the top of the energy.
#[derive(Debug)]
pub(super) struct Levels {
    floor_db: f32,
    top_db: f32,
}

impl Levels {
    pub(super) fn new() -> Self {
        Self { floor_db: -60.0, top_db: -50.0 }
    }

    /// Evidence of the next frame, from its highest correlation and its mean square below 1 kHz.
    #[inline(always)]
    pub(super) fn push(&mut self, peak: f32, energy: f32) -> Evidence {
        let db = 10.0 * (energy + 1e-9).log10();
        self.floor_db += (db - self.floor_db) * if db < self.floor_db { 0.2 } else { 0.003 };
        self.top_db += (db - self.top_db) * if db > self.top_db { 0.5 } else { 0.003 };
        Evidence {
            peak,
            over: ((db - self.floor_db) / 20.0).clamp(0.0, 2.5),
            under: ((db - self.top_db) / 20.0).clamp(-2.5, 0.0),
        }
    }
}

/// The values of one frame: its periodicity on the path, and the evidence around it, oldest first.
#[inline(always)]
pub(super) fn features(periodicity: f32, around: impl Fn(isize) -> Evidence) -> [f32; FEATURES] {
    let mut values = [0.0; FEATURES];
    let own = around(0);
    values[..3].copy_from_slice(&[periodicity, periodicity * periodicity, periodicity * own.over]);
    let reach = REACH as isize;
    for (slot, offset) in values[3..].chunks_exact_mut(3).zip(-reach..=reach) {
        let evidence = around(offset);
        slot.copy_from_slice(&[evidence.peak, evidence.over, evidence.under]);
    }
    values
}

/// The probability that the frame is voiced.
#[inline(always)]
pub(super) fn probability(features: &[f32; FEATURES]) -> f32 {
    let sum: f32 = features.iter().zip(&weights::WEIGHTS).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + (-(sum + weights::BIAS)).exp())
}
