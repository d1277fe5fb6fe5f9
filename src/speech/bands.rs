//! Energy in eighteen bands of the telephone's range, every 10 ms.

use std::sync::{Arc, LazyLock};

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::units::{FRAME_SAMPLES, FULL_SCALE, HOP_SAMPLES, SAMPLE_RATE_HZ};

/// Bands, even on the mel scale from 200 to 3 600 Hz.
pub const BANDS: usize = 18;
/// Samples of one look: 32 ms.
const WINDOW: usize = 256;
const BINS: usize = WINDOW / 2 + 1;
const LOW_HZ: f32 = 200.0;
const HIGH_HZ: f32 = 3_600.0;
/// Below this a band holds nothing, dBFS.
const FLOOR_DB: f32 = -100.0;

/// Hops that a look comes out late.
pub(super) const DELAY_HOPS: usize = 1;

/// Levels of one look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandLevels {
    /// Level of each band, dBFS.
    pub bands_db: [f32; BANDS],
    /// Level of all of them together, dBFS.
    pub total_db: f32,
}

/// What all analysers share.
struct Plan {
    fft: Arc<dyn RealToComplex<f32>>,
    window: [f32; WINDOW],
    /// Upper band and share of the lower one, by bin.
    weights: Vec<(usize, f32)>,
}

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let fft = RealFftPlanner::<f32>::new().plan_fft_forward(WINDOW);
    assert!(fft.get_scratch_len() <= WINDOW, "the stack has room for the transform");
    let window = std::array::from_fn(|i| {
        0.5 - 0.5 * (std::f32::consts::TAU * (i as f32 + 0.5) / WINDOW as f32).cos()
    });
    Plan { fft, window, weights: triangle_weights() }
});

/// Spectrum analyser of one stream, of 1 kB; nothing is allocated after [`BandMeter::new`].
pub struct BandMeter {
    plan: &'static Plan,
    samples: [f32; WINDOW],
}

impl std::fmt::Debug for BandMeter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BandMeter").finish_non_exhaustive()
    }
}

impl Default for BandMeter {
    fn default() -> Self {
        Self::new()
    }
}

impl BandMeter {
    /// Takes the stream's memory; the transform is planned once for all.
    #[must_use]
    pub fn new() -> Self {
        Self { plan: &PLAN, samples: [0.0; WINDOW] }
    }

    /// Forgets the stream.
    pub fn reset(&mut self) {
        self.samples = [0.0; WINDOW];
    }

    /// Takes 10 ms and looks at the 32 ms that end with it. Real-time safe.
    pub fn push(&mut self, hop: &[i16; HOP_SAMPLES]) -> BandLevels {
        self.shift(hop);
        self.look()
    }

    /// Takes 20 ms and looks once, at the 32 ms that end with it. Real-time safe.
    pub fn push_frame(&mut self, frame: &[i16; FRAME_SAMPLES]) -> BandLevels {
        self.shift(frame);
        self.look()
    }

    fn shift(&mut self, fresh: &[i16]) {
        self.samples.copy_within(fresh.len().., 0);
        for (slot, sample) in self.samples[WINDOW - fresh.len()..].iter_mut().zip(fresh) {
            *slot = f32::from(*sample) / FULL_SCALE;
        }
    }

    fn look(&self) -> BandLevels {
        let mut input: [f32; WINDOW] =
            std::array::from_fn(|i| self.samples[i] * self.plan.window[i]);
        let mut spectrum = [Complex::default(); BINS];
        let mut scratch = [Complex::default(); WINDOW];
        self.plan
            .fft
            .process_with_scratch(&mut input, &mut spectrum, &mut scratch)
            .expect("the buffers are as long as the plan wants them");
        let mut power = [0.0_f32; BANDS + 2];
        for (bin, (upper, share)) in spectrum.iter().zip(&self.plan.weights) {
            let energy = bin.norm_sqr();
            power[*upper] += energy * (1.0 - share);
            power[upper.saturating_sub(1)] += energy * share;
        }
        levels(&power)
    }
}

/// The inner bands of `power` as levels; the window's power gain makes a full-scale square wave 0 dB.
fn levels(power: &[f32; BANDS + 2]) -> BandLevels {
    let scale = 2.0 / (WINDOW as f32 * WINDOW as f32 * 0.375);
    let db = |p: f32| (10.0 * (p * scale + 1e-12).log10()).max(FLOOR_DB);
    let inner = &power[1..=BANDS];
    BandLevels { bands_db: std::array::from_fn(|i| db(inner[i])), total_db: db(inner.iter().sum()) }
}

/// For each bin the band above it and the weight of the band below; bands are numbered from 1.
fn triangle_weights() -> Vec<(usize, f32)> {
    let mel = |hz: f32| 1_127.0 * (1.0 + hz / 700.0).ln();
    let step = (mel(HIGH_HZ) - mel(LOW_HZ)) / (BANDS + 1) as f32;
    (0..BINS)
        .map(|bin| {
            let hz = bin as f32 * SAMPLE_RATE_HZ as f32 / WINDOW as f32;
            let place = (mel(hz) - mel(LOW_HZ)) / step;
            if place < 0.0 || place >= (BANDS + 1) as f32 {
                return (0, 0.0);
            }
            let upper = place.floor() + 1.0;
            (upper as usize, upper - place)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(hz: f32, amplitude: f32) -> BandLevels {
        let mut meter = BandMeter::new();
        let mut last = None;
        for hop in 0..6 {
            let samples = std::array::from_fn(|i| {
                let t = (hop * HOP_SAMPLES + i) as f32 / SAMPLE_RATE_HZ as f32;
                (amplitude * (std::f32::consts::TAU * hz * t).sin()) as i16
            });
            last = Some(meter.push(&samples));
        }
        last.expect("six looks")
    }

    #[test]
    fn a_tone_shows_in_its_band_with_its_level() {
        let look = tone(1_000.0, 10_000.0);
        let truth = 20.0 * (10_000.0 / FULL_SCALE).log10() - 3.01;
        assert!((look.total_db - truth).abs() < 0.5, "{} {truth}", look.total_db);
        let best = (0..BANDS).max_by(|a, b| look.bands_db[*a].total_cmp(&look.bands_db[*b]));
        assert!(matches!(best, Some(6..=8)), "{best:?}");
        assert!(look.bands_db[0] < truth - 40.0);
    }

    #[test]
    fn hum_outside_the_range_is_not_counted() {
        assert!(tone(50.0, 10_000.0).total_db < -50.0);
        assert!((tone(50.0, 0.0).total_db - FLOOR_DB).abs() < 1.0);
    }
}
