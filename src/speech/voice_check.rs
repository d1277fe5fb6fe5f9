//! The endpointer's own quick look at a frame: its power in the speech band and how periodic it is.

use super::simd;
use super::units::FRAME_SAMPLES;

/// Samples of a frame after halving the rate to 4 kHz.
const HALF: usize = FRAME_SAMPLES / 2;
/// Shortest lag at 4 kHz: 500 Hz.
const MIN_LAG: usize = 8;
/// Longest lag at 4 kHz: 62.5 Hz.
const MAX_LAG: usize = 64;

/// The rest of a sound that is none any more, 16-bit units.
const STILL: f32 = 1e-9;

/// Keeps the last 40 ms at 4 kHz.
#[derive(Debug)]
pub(super) struct VoiceCheck {
    history: [f32; 2 * HALF],
    previous: f32,
    hum: f32,
}

impl VoiceCheck {
    pub(super) fn new() -> Self {
        Self { history: [0.0; 2 * HALF], previous: 0.0, hum: 0.0 }
    }

    /// Takes a frame; the mean square of its samples without hum, in squared 16-bit units.
    pub(super) fn push(&mut self, frame: &[i16; FRAME_SAMPLES]) -> f32 {
        self.history.copy_within(HALF.., 0);
        // Digital silence would leave numbers too small for the processor to be quick with.
        if self.hum.abs() < STILL {
            self.hum = 0.0;
        }
        let mut power = 0.0;
        for (pair, slot) in frame.chunks_exact(2).zip(&mut self.history[HALF..]) {
            let mut sum = 0.0;
            for sample in pair {
                // A one-pole high-pass at 100 Hz takes hum and DC away.
                let input = f32::from(*sample);
                self.hum = 0.925 * (self.hum + input - self.previous);
                self.previous = input;
                power += self.hum * self.hum;
                sum += self.hum;
            }
            *slot = 0.5 * sum;
        }
        power / FRAME_SAMPLES as f32
    }

    /// The largest normalised autocorrelation of the last 40 ms for lags of 62 to 500 Hz, 0 to 1. Some 5 000
    /// multiplications: asked for only where it decides.
    pub(super) fn periodicity(&self) -> f32 {
        simd::widest(Periodicity(&self.history))
    }
}

struct Periodicity<'a>(&'a [f32; 2 * HALF]);

impl simd::Work for Periodicity<'_> {
    type Output = f32;

    #[inline(always)]
    fn run(self) -> f32 {
        let history = self.0;
        let mut squares = [0.0_f32; 2 * HALF + 1];
        for (i, sample) in history.iter().enumerate() {
            squares[i + 1] = squares[i] + sample * sample;
        }
        let mut best = 0.0_f32;
        for lag in MIN_LAG..=MAX_LAG {
            // The pair of windows is centred, so that all lags look at the same moment.
            let start = (2 * HALF - HALF - lag) / 2;
            let (a, b) = (&history[start..start + HALF], &history[start + lag..]);
            let product: f32 = simd::dot(a, &b[..HALF]);
            let energy_a = squares[start + HALF] - squares[start];
            let energy_b = squares[start + lag + HALF] - squares[start + lag];
            best = best.max(product / (energy_a * energy_b + 1.0e4).sqrt());
        }
        best.clamp(0.0, 1.0)
    }
}
