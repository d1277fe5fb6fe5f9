//! The cheapest path through the lags, read off a bounded time behind the newest frame.

use super::super::simd;
use super::lags::STATES;

/// A path may move this many points of the grid in 10 ms: 12.6 %, over half an octave in 30 ms.
const BAND: usize = 6;
/// How far behind the newest frame the path is read, frames of 10 ms.
pub(super) const LAG: usize = 20;

/// Dynamic programming over [`STATES`] with back pointers (where from, counted from [`BAND`] states below) for the last [`LAG`] frames.
#[derive(Debug)]
pub(super) struct Path {
    cost: [f32; STATES],
    back: Box<[[u8; STATES]; LAG + 1]>,
    penalty: [f32; BAND + 1],
    frames: usize,
}

impl Path {
    pub(super) fn new() -> Self {
        let step = (1.0 + super::lags::STEP).ln();
        let mut penalty = [0.0; BAND + 1];
        for (d, slot) in penalty.iter_mut().enumerate() {
            *slot = step * step * (d * d) as f32;
        }
        Self { cost: [0.0; STATES], back: Box::new([[0; STATES]; LAG + 1]), penalty, frames: 0 }
    }

    pub(super) fn reset(&mut self) {
        self.cost = [0.0; STATES];
        self.frames = 0;
    }

    /// Takes the local costs of the next frame.
    #[inline(always)]
    pub(super) fn push(&mut self, local: &[f32; STATES]) {
        // Padding on both sides keeps the inner loops free of bounds.
        let mut padded = [f32::MAX; STATES + 2 * BAND];
        padded[BAND..BAND + STATES].copy_from_slice(&self.cost);
        let mut best = [f32::MAX; STATES];
        let mut from = [0_i32; STATES];
        for shift in 0..=2 * BAND {
            let penalty = self.penalty[shift.abs_diff(BAND)];
            let offset = shift as i32;
            let shifted = &padded[shift..shift + STATES];
            for ((best, from), cost) in best.iter_mut().zip(&mut from).zip(shifted) {
                let candidate = cost + penalty;
                let better = candidate < *best;
                *from = if better { offset } else { *from };
                *best = if better { candidate } else { *best };
            }
        }
        let back = &mut self.back[self.frames % (LAG + 1)];
        for (back, from) in back.iter_mut().zip(from) {
            *back = from as u8;
        }
        for (cost, (best, local)) in self.cost.iter_mut().zip(best.iter().zip(local)) {
            *cost = best + local;
        }
        let lowest = simd::least(&self.cost);
        self.cost.iter_mut().for_each(|cost| *cost -= lowest);
        self.frames += 1;
    }

    /// The state that the best path had `behind` frames before the newest; `behind` is at most [`LAG`].
    #[inline(always)]
    pub(super) fn state(&self, behind: usize) -> usize {
        let mut state = 0;
        for i in 1..STATES {
            if self.cost[i] < self.cost[state] {
                state = i;
            }
        }
        for step in 0..behind.min(LAG).min(self.frames.saturating_sub(1)) {
            let frame = self.frames - 1 - step;
            state = state + usize::from(self.back[frame % (LAG + 1)][state]) - BAND;
        }
        state
    }
}
