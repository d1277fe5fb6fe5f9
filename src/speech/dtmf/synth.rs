//! Keys as sound, for tests and measurements: any level, twist, offset and length, with or without noise.

use std::f64::consts::TAU;

use super::{COLUMNS_HZ, KEYS, ROWS_HZ};
use crate::speech::g711::{self, Law};
use crate::speech::units::{FULL_SCALE, SAMPLE_RATE_HZ};

/// Root mean square of 0 dBm0 in dBFS: a mu-law sine of full scale is +3.17 dBm0 (ITU-T G.711).
const DBM0_DBFS: f64 = -3.01 - 3.17;

/// How a key sounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sound {
    /// Level of the stronger tone, dBm0.
    pub level_dbm0: f64,
    /// The high tone over the low one, dB; below 0 the low one is the stronger.
    pub twist_db: f64,
    /// Both frequencies off their nominal value, as a share of it.
    pub offset: f64,
    /// Length of the tone, ms.
    pub tone_ms: f64,
    /// White noise under the power of both tones by this much, dB; none if `None`.
    pub snr_db: Option<f64>,
}

impl Default for Sound {
    fn default() -> Self {
        Self { level_dbm0: -12.0, twist_db: 0.0, offset: 0.0, tone_ms: 40.0, snr_db: None }
    }
}

/// Row and column of a key; `None` if there is no such key.
#[must_use]
pub fn place(key: char) -> Option<(usize, usize)> {
    KEYS.iter()
        .enumerate()
        .find_map(|(row, keys)| keys.iter().position(|k| *k == key).map(|column| (row, column)))
}

/// Appends `gap_ms` of silence (or of the sound's noise), then the key, through mu-law; `seed` picks the noise and the
/// phases. An unknown key is silence.
pub fn append(out: &mut Vec<i16>, key: char, sound: &Sound, gap_ms: f64, seed: u32) {
    let samples = |ms: f64| (ms * f64::from(SAMPLE_RATE_HZ) / 1_000.0).round() as usize;
    let peak = |dbm0: f64| {
        let rms = 10.0_f64.powf((dbm0 + DBM0_DBFS) / 20.0) * f64::from(FULL_SCALE);
        rms * std::f64::consts::SQRT_2
    };
    let low = peak(sound.level_dbm0 - sound.twist_db.max(0.0));
    let high = peak(sound.level_dbm0 + sound.twist_db.min(0.0));
    let power = 0.5 * (low * low + high * high);
    let noise = sound.snr_db.map_or(0.0, |snr| (power / 10.0_f64.powf(snr / 10.0)).sqrt());
    let mut rng = Noise(seed);
    let phases = [rng.uniform() * TAU, rng.uniform() * TAU];
    let tones = place(key).map(|(row, column)| {
        let shift = 1.0 + sound.offset;
        [f64::from(ROWS_HZ[row]) * shift, f64::from(COLUMNS_HZ[column]) * shift]
    });
    let (gap, length) = (samples(gap_ms), samples(sound.tone_ms));
    for n in 0..gap + length {
        let mut value = noise * rng.normal();
        if let (true, Some([row, column])) = (n >= gap, tones) {
            let t = (n - gap) as f64 / f64::from(SAMPLE_RATE_HZ);
            value += low * (TAU * row * t + phases[0]).sin();
            value += high * (TAU * column * t + phases[1]).sin();
        }
        out.push(g711::decode(Law::Mu, g711::encode(Law::Mu, value as i16)));
    }
}

/// A small generator of noise that is the same everywhere.
#[derive(Debug, Clone)]
struct Noise(u32);

impl Noise {
    /// 0 to 1.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0 >> 8) / f64::from(1_u32 << 24)
    }

    /// Variance 1: twelve uniform values, centred.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
