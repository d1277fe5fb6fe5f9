//! From 8 kHz samples to the two 4 kHz branches that the correlation looks at.
//!
//! One branch is the voice below 1 kHz. The other is whitened by linear prediction and keeps what is
//! below 1.8 kHz: there the weak upper harmonics weigh as much as a strong first formant, which tells
//! a period from half of it when a vowel like /i/ leaves only one strong harmonic in the band.

use super::super::simd::dot;
use super::super::units::{FULL_SCALE, HOP_SAMPLES};

/// Samples that a hop brings to each 4 kHz branch.
pub(super) const HOP_4K: usize = HOP_SAMPLES / 2;
/// Taps of both low-pass filters; their delay is 20 samples at 8 kHz.
const TAPS: usize = 41;
/// Window of the linear prediction: 30 ms.
const LPC_WINDOW: usize = 240;
/// Order of the linear prediction.
const ORDER: usize = 10;
/// State of the front end of one tracker.
#[derive(Debug)]
pub(super) struct Front {
    high_pass: HighPass,
    /// The last 250 samples: a window and the history that its first residual needs.
    input: [f32; LPC_WINDOW + ORDER],
    window: [f32; LPC_WINDOW],
    /// Overlap-add of whitened frames; the first hop of it is complete.
    overlap: [f32; LPC_WINDOW],
    low: Decimator,
    white: Decimator,
}

impl Front {
    pub(super) fn new() -> Self {
        let mut window = [0.0; LPC_WINDOW];
        for (i, w) in window.iter_mut().enumerate() {
            *w = hann(i, LPC_WINDOW);
        }
        Self {
            high_pass: HighPass::new(),
            input: [0.0; LPC_WINDOW + ORDER],
            window,
            overlap: [0.0; LPC_WINDOW],
            low: Decimator::new(1_000.0),
            white: Decimator::new(1_800.0),
        }
    }

    /// Takes 10 ms and fills 10 ms of both branches, 22.5 ms late: whitening takes two hops, the filter 20 samples.
    #[inline(always)]
    pub(super) fn push(
        &mut self,
        hop: &[i16; HOP_SAMPLES],
        low: &mut [f32; HOP_4K],
        white: &mut [f32; HOP_4K],
    ) {
        self.input.copy_within(HOP_SAMPLES.., 0);
        let newest = self.input.len() - HOP_SAMPLES;
        for (slot, sample) in self.input[newest..].iter_mut().zip(hop) {
            *slot = self.high_pass.step(f32::from(*sample) / FULL_SCALE);
        }
        self.whiten();
        self.white.push(&self.overlap[..HOP_SAMPLES], white);
        // The low branch waits for the whitened one: take the hop that is two hops old.
        let old = newest - 2 * HOP_SAMPLES;
        self.low.push(&self.input[old..old + HOP_SAMPLES], low);
    }

    #[inline(always)]
    fn whiten(&mut self) {
        self.overlap.copy_within(HOP_SAMPLES.., 0);
        self.overlap[LPC_WINDOW - HOP_SAMPLES..].fill(0.0);
        let mut frame = [0.0; LPC_WINDOW];
        for (i, slot) in frame.iter_mut().enumerate() {
            *slot = self.input[ORDER + i] * self.window[i];
        }
        let (coefficients, error) = predict(&frame);
        // Half of an automatic gain: quiet frames are lifted, not levelled. The sum of the windows is 1.5.
        let gain = 1.0 / (1.5 * ((error / LPC_WINDOW as f32).sqrt().sqrt() + 1e-3));
        let mut residual = [0.0; LPC_WINDOW];
        for (j, a) in coefficients.iter().enumerate() {
            let delayed = &self.input[ORDER - j..ORDER - j + LPC_WINDOW];
            residual.iter_mut().zip(delayed).for_each(|(r, x)| *r += a * x);
        }
        for ((sum, r), w) in self.overlap.iter_mut().zip(residual).zip(self.window) {
            *sum += r * gain * w;
        }
    }
}

/// Linear prediction by autocorrelation and Levinson's recursion: coefficients (the first is 1) and error power.
#[inline(always)]
fn predict(frame: &[f32; LPC_WINDOW]) -> ([f32; ORDER + 1], f32) {
    let mut r = [0.0; ORDER + 1];
    for (lag, slot) in r.iter_mut().enumerate() {
        *slot = dot(&frame[lag..], &frame[..LPC_WINDOW - lag]);
    }
    r[0] = r[0] * 1.001 + 1e-9;
    let mut a = [0.0; ORDER + 1];
    a[0] = 1.0;
    let mut error = r[0];
    for i in 1..=ORDER {
        let mut sum = r[i];
        for j in 1..i {
            sum += a[j] * r[i - j];
        }
        let k = -sum / error;
        let before = a;
        for j in 1..i {
            a[j] = before[j] + k * before[i - j];
        }
        a[i] = k;
        error *= 1.0 - k * k;
    }
    (a, error.max(1e-12))
}

/// Low-pass filter that keeps every second sample. The even and the odd samples are kept apart, so that eight
/// results are worked out side by side.
#[derive(Debug)]
struct Decimator {
    taps: [f32; TAPS],
    even: [f32; TAPS / 2 + HOP_4K],
    odd: [f32; TAPS / 2 + HOP_4K],
}

impl Decimator {
    fn new(cutoff_hz: f32) -> Self {
        let mut taps = [0.0; TAPS];
        let centre = (TAPS / 2) as f32;
        let ratio = 2.0 * cutoff_hz / super::super::units::SAMPLE_RATE_HZ as f32;
        for (i, tap) in taps.iter_mut().enumerate() {
            let hamming = 0.54 + 0.46 * (std::f32::consts::PI * (i as f32 - centre) / centre).cos();
            *tap = hamming * ratio * sinc(ratio * (i as f32 - centre));
        }
        let sum: f32 = taps.iter().sum();
        taps.iter_mut().for_each(|tap| *tap /= sum);
        let history = [0.0; TAPS / 2 + HOP_4K];
        Self { taps, even: history, odd: history }
    }

    #[inline(always)]
    fn push(&mut self, hop: &[f32], out: &mut [f32; HOP_4K]) {
        self.even.copy_within(HOP_4K.., 0);
        self.odd.copy_within(HOP_4K.., 0);
        let (pairs, _) = hop.as_chunks::<2>();
        let new = self.even[TAPS / 2..].iter_mut().zip(&mut self.odd[TAPS / 2..]);
        for ((even, odd), pair) in new.zip(pairs) {
            [*even, *odd] = *pair;
        }
        *out = [0.0; HOP_4K];
        for (k, tap) in self.taps.iter().enumerate() {
            let phase = if k % 2 == 0 { &self.even } else { &self.odd };
            for (out, x) in out.iter_mut().zip(&phase[k / 2..k / 2 + HOP_4K]) {
                *out += tap * x;
            }
        }
    }
}

/// Under this a sample counts as none; the least of a mu-law line is 1 200 times as much. The squares of what is left,
/// and the products of those, are still normal numbers.
const SILENCE: f32 = 1e-7;

/// Second-order high-pass at 60 Hz (Butterworth): hum and DC go, the lowest voices stay.
#[derive(Debug)]
struct HighPass {
    state: [f32; 2],
}

impl HighPass {
    fn new() -> Self {
        Self { state: [0.0; 2] }
    }

    #[inline(always)]
    fn step(&mut self, x: f32) -> f32 {
        const B0: f32 = 0.967_228_7;
        const A1: f32 = -1.933_381_4;
        const A2: f32 = 0.935_533_4;
        let y = B0 * x + self.state[0];
        // In digital silence the filter would ring on for ever, in numbers too small for the processor's fast path.
        let y = if y.abs() < SILENCE { 0.0 } else { y };
        self.state[0] = -2.0 * B0 * x - A1 * y + self.state[1];
        self.state[1] = B0 * x - A2 * y;
        y
    }
}

/// Symmetric Hann window, 0 at both ends.
fn hann(i: usize, length: usize) -> f32 {
    0.5 - 0.5 * (std::f32::consts::TAU * i as f32 / (length - 1) as f32).cos()
}

/// sin(pi x)/(pi x).
pub(super) fn sinc(x: f32) -> f32 {
    if x.abs() < 1e-6 { 1.0 } else { (std::f32::consts::PI * x).sin() / (std::f32::consts::PI * x) }
}
