//! Mixes recorded noise into speech at a given ratio, and sends the sum through mu-law.

use std::path::Path;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::speech::g711::{self, Law};
use crate::speech::wav;

/// Recorded noises by name.
#[derive(Debug, Default)]
pub struct Noises(Vec<(String, Vec<i16>)>);

/// Which part of each recording: what is trained with is not tested with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first three quarters.
    Train,
    /// The last quarter.
    Test,
}

impl Part {
    fn of(self, noise: &[i16]) -> &[i16] {
        let split = noise.len() * 3 / 4;
        match self {
            Self::Train => &noise[..split],
            Self::Test => &noise[split..],
        }
    }
}

impl Noises {
    /// Leaves out every noise whose name begins as one of `names`.
    pub fn leave_out(&mut self, names: &[String]) {
        self.0.retain(|(name, _)| !names.iter().any(|n| name.starts_with(n.as_str())));
    }

    /// Reads every WAV of a folder, in the order of the names.
    ///
    /// # Errors
    /// When the folder or a file cannot be read.
    pub fn open(folder: &Path) -> Result<Self, wav::WavError> {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "wav"));
        paths.sort();
        let mut noises = Vec::new();
        for path in paths {
            let name = path.file_stem().map(|s| s.to_string_lossy().into_owned());
            noises.push((name.unwrap_or_default(), wav::read_8k(&path)?));
        }
        Ok(Self(noises))
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// A random stretch of `length` samples (fewer if there are not so many) of the noise `name`; empty if there is none.
    #[must_use]
    pub fn cut(&self, name: &str, part: Part, length: usize, rng: &mut ChaCha8Rng) -> &[i16] {
        let Some((_, noise)) = self.0.iter().find(|(n, _)| n == name) else {
            return &[];
        };
        let noise = part.of(noise);
        let start = rng.random_range(0..noise.len().saturating_sub(length).max(1));
        &noise[start..(start + length).min(noise.len())]
    }

    /// `speech` with a random stretch of noise `snr_db` under its active level, through mu-law.
    /// `name` picks the noise; any if `None`.
    #[must_use]
    pub fn mix(
        &self,
        speech: &[i16],
        name: Option<&str>,
        part: Part,
        snr_db: f32,
        rng: &mut ChaCha8Rng,
    ) -> Vec<i16> {
        let fitting: Vec<_> =
            self.0.iter().filter(|(n, _)| name.is_none_or(|name| name == n)).collect();
        if fitting.is_empty() {
            return speech.to_vec();
        }
        let (_, noise) = fitting[rng.random_range(0..fitting.len())];
        let noise = part.of(noise);
        let start = rng.random_range(0..noise.len().saturating_sub(speech.len()).max(1));
        let noise = &noise[start..(start + speech.len()).min(noise.len())];
        let power =
            noise.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / noise.len().max(1) as f64;
        let wanted = active_power(speech) / 10.0_f64.powf(f64::from(snr_db) / 10.0);
        let gain = (wanted / power.max(1.0)).sqrt();
        let mixed = |(i, s): (usize, &i16)| {
            let added = noise.get(i).map_or(0.0, |n| f64::from(*n) * gain);
            through_mu_law((f64::from(*s) + added) as i16)
        };
        speech.iter().enumerate().map(mixed).collect()
    }
}

fn through_mu_law(sample: i16) -> i16 {
    g711::decode(Law::Mu, g711::encode(Law::Mu, sample))
}

/// Mean power of the 20 ms frames within 20 dB of the loudest.
#[must_use]
pub fn active_power(speech: &[i16]) -> f64 {
    let frames: Vec<f64> = speech
        .chunks_exact(160)
        .map(|f| f.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / 160.0)
        .collect();
    let top = frames.iter().copied().fold(0.0, f64::max);
    let active: Vec<f64> = frames.into_iter().filter(|p| *p > 0.01 * top).collect();
    active.iter().sum::<f64>() / active.len().max(1) as f64
}
