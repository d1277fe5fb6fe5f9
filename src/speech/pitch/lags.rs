//! Normalised cross-correlation of both branches on a grid of lags that is even in log frequency.

use super::super::simd::{self, dot};
use super::front::{HOP_4K, sinc};

/// Highest pitch looked for, Hz.
pub(super) const MAX_HZ: f32 = 500.0;
/// Step of the grid: 2 %, a third of a semitone.
pub(super) const STEP: f32 = 0.02;
/// Points of the grid: 500 Hz down to 60 Hz.
pub(super) const STATES: usize = 108;

/// Correlation window: 30 ms at 4 kHz.
const WINDOW: usize = 120;
const FIRST_LAG: usize = 6;
const LAST_LAG: usize = 69;
const LAGS: usize = LAST_LAG - FIRST_LAG + 1;
/// Half-width of the interpolation, samples at 4 kHz.
const HALF: usize = 5;
/// Taps of the interpolation, filled up to a multiple of eight.
const TAPS: usize = (2 * HALF).next_multiple_of(8);
/// Length of the stretch that one frame looks at.
pub(super) const SPAN: usize = WINDOW + LAST_LAG;
/// Share of the running power that keeps the quotient small in near-silence.
const BALLAST: f32 = 0.02;

/// One branch: its last [`SPAN`] samples and its running power.
#[derive(Debug)]
pub(super) struct Branch {
    samples: [f32; SPAN],
    power: f32,
}

impl Branch {
    pub(super) fn new() -> Self {
        Self { samples: [0.0; SPAN], power: 0.0 }
    }

    /// Takes 10 ms; `weight` is the weight of the new hop in the running power.
    #[inline(always)]
    pub(super) fn push(&mut self, hop: &[f32; HOP_4K], weight: f32) {
        self.samples.copy_within(HOP_4K.., 0);
        self.samples[SPAN - HOP_4K..].copy_from_slice(hop);
        let power = dot(hop, hop) / HOP_4K as f32;
        self.power += (power - self.power) * weight;
    }

    /// Adds half of this branch's correlation at each whole lag; returns the mean square of the middle window.
    #[inline(always)]
    fn correlate(&self, sums: &mut [f32; LAGS + TAPS]) -> f32 {
        let mean = simd::sum(&self.samples) / SPAN as f32;
        let mut x = [0.0; SPAN];
        for (x, sample) in x.iter_mut().zip(&self.samples) {
            *x = sample - mean;
        }
        let squares = running_squares(&x);
        let ballast = (self.power * WINDOW as f32 * BALLAST).powi(2) + 1e-20;
        let (mut products, mut powers) = ([0.0; LAGS], [0.0; LAGS]);
        for (j, (product, power)) in products.iter_mut().zip(&mut powers).enumerate() {
            let lag = FIRST_LAG + j;
            let a = (LAST_LAG - lag) / 2;
            let b = a + lag;
            *product = dot(&x[a..a + WINDOW], &x[b..b + WINDOW]);
            *power = (squares[a + WINDOW] - squares[a]) * (squares[b + WINDOW] - squares[b]);
        }
        for ((sum, product), power) in sums.iter_mut().zip(products).zip(powers) {
            *sum += 0.5 * product / (power + ballast).sqrt();
        }
        let middle = LAST_LAG / 2;
        (squares[middle + WINDOW] - squares[middle]) / WINDOW as f32
    }
}

/// The sum of the squares before each sample, and of all.
#[inline(always)]
fn running_squares(x: &[f32; SPAN]) -> [f32; SPAN + 1] {
    let mut squares = [0.0; SPAN + 1];
    let mut sum = 0.0;
    for (slot, x) in squares[1..].iter_mut().zip(x) {
        sum += x * x;
        *slot = sum;
    }
    squares
}

/// The interpolation from whole lags to the grid: ten taps a point.
#[derive(Debug)]
pub(super) struct Grid {
    start: [usize; STATES],
    /// Ten taps, then zeros up to whole vector registers.
    taps: [[f32; TAPS]; STATES],
    /// The lag of each point, s.
    pub(super) lag_s: [f32; STATES],
}

impl Grid {
    pub(super) fn new() -> Self {
        let mut grid =
            Self { start: [0; STATES], taps: [[0.0; TAPS]; STATES], lag_s: [0.0; STATES] };
        for i in 0..STATES {
            let lag_s = (1.0 + STEP).powi(i as i32) / MAX_HZ;
            let lag = lag_s * 4_000.0;
            let first = ((lag - HALF as f32).ceil() as i32 - FIRST_LAG as i32).max(0) as usize;
            grid.lag_s[i] = lag_s;
            grid.start[i] = first;
            for k in 0..2 * HALF {
                let offset = lag - (FIRST_LAG + first + k) as f32;
                let inside = offset.abs() < HALF as f32 && first + k < LAGS;
                let hann = 0.5 + 0.5 * (std::f32::consts::PI * offset / HALF as f32).cos();
                grid.taps[i][k] = if inside { sinc(offset) * hann } else { 0.0 };
            }
        }
        grid
    }

    /// Fills the correlation at every point of the grid; returns the mean square of the low branch.
    #[inline(always)]
    pub(super) fn correlate(&self, low: &Branch, white: &Branch, out: &mut [f32; STATES]) -> f32 {
        let mut sums = [0.0; LAGS + TAPS];
        let energy = low.correlate(&mut sums);
        white.correlate(&mut sums);
        for (out, (start, taps)) in out.iter_mut().zip(self.start.iter().zip(&self.taps)) {
            *out = dot(taps, &sums[*start..start + TAPS]);
        }
        energy
    }
}
