//! Who speaks over a prompt: the caller, or a cough, an "mm", the line's echo of the prompt itself.
//!
//! Looks only at frames louder than any echo can be. One that is periodic and open (a vowel: energy above the murmur of a
//! nasal) counts fully; one that is periodic and hummed counts a little; a hiss, a click or a cough does not count. Enough
//! of them within two thirds of a second are the caller.

use crate::speech::units::FRAME_SAMPLES;

/// What a frame of open voice counts, a frame that is only hummed, and how much is needed: 120 ms of open voice, or 480 ms
/// of anything voiced.
const OPEN: u32 = 4;
const HUMMED: u32 = 1;
const ENOUGH: u32 = 24;
/// Frames that are remembered.
const WINDOW: usize = 32;
/// Share of the energy above 700 Hz from which a voiced frame is open.
const OPEN_SHARE: f32 = 0.22;
/// Correlation from which a frame is periodic.
const PERIODIC: f32 = 0.6;
/// Pole of the high-pass at 700 Hz, 8 kHz.
const POLE: f32 = 0.645;
/// Samples of a frame at 4 kHz, and lags there: 70 to 450 Hz.
const HALF: usize = FRAME_SAMPLES / 2;
const LAGS: std::ops::RangeInclusive<usize> = 9..=57;

/// The judge of one call. Allocates nothing.
#[derive(Debug)]
pub struct Barge {
    counts: [u8; WINDOW],
    at: usize,
    sum: u32,
    /// The frame before, at 4 kHz.
    before: [f32; HALF],
}

impl Default for Barge {
    fn default() -> Self {
        Self { counts: [0; WINDOW], at: 0, sum: 0, before: [0.0; HALF] }
    }
}

impl Barge {
    /// Forgets what it heard.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Takes a frame; `own`: it is louder than the echo of what we say can be. True once it is the caller who speaks.
    pub fn push(&mut self, samples: &[i16; FRAME_SAMPLES], own: bool) -> bool {
        let half = halve(samples);
        let count = match own.then(|| judge(samples, &self.before, &half)) {
            Some((true, true)) => OPEN,
            Some((true, false)) => HUMMED,
            _ => 0,
        };
        self.before = half;
        self.sum = self.sum + count - u32::from(self.counts[self.at]);
        self.counts[self.at] = count as u8;
        self.at = (self.at + 1) % WINDOW;
        self.sum >= ENOUGH
    }
}

fn halve(samples: &[i16; FRAME_SAMPLES]) -> [f32; HALF] {
    std::array::from_fn(|i| 0.5 * (f32::from(samples[2 * i]) + f32::from(samples[2 * i + 1])))
}

/// Whether a frame is periodic, and whether it is open.
fn judge(samples: &[i16; FRAME_SAMPLES], before: &[f32; HALF], half: &[f32; HALF]) -> (bool, bool) {
    let mut both = [0.0; 2 * HALF];
    both[..HALF].copy_from_slice(before);
    both[HALF..].copy_from_slice(half);
    let energy: f32 = half.iter().map(|s| s * s).sum();
    let correlation = |lag: usize| {
        let earlier = &both[HALF - lag..2 * HALF - lag];
        let product: f32 = half.iter().zip(earlier).map(|(a, b)| a * b).sum();
        let other: f32 = earlier.iter().map(|s| s * s).sum();
        product / (energy * other + 1.0e4).sqrt()
    };
    let periodic = LAGS.map(correlation).any(|r| r > PERIODIC);
    (periodic, high_share(samples) > OPEN_SHARE)
}

/// The share of the energy that a gentle high-pass at 700 Hz lets through.
fn high_share(samples: &[i16; FRAME_SAMPLES]) -> f32 {
    let (mut all, mut high, mut last, mut out) = (1.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
    for sample in samples {
        let x = f32::from(*sample);
        out = POLE * (out + x - last);
        last = x;
        all += x * x;
        high += out * out;
    }
    high / all
}
