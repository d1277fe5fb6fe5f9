//! Measures of the flow: pauses, rate, rhythm, melody, level. None of them grows with the length of the text.

use super::goodness::PhoneMeasure;
use super::rows::{HOPS, LEVEL, ROW_MS, Stretch, percentile};

/// A silence between words from this length on is a pause, ms.
pub const PAUSE_MS: u32 = 150;
/// And from here on a long one, ms.
const LONG_PAUSE_MS: u32 = 300;
/// Values of [`Flow::features`].
pub const FLOW: usize = 35;

/// A silence between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Index of the word before it.
    pub after_word: usize,
    /// First row, and the row after the last.
    pub span: (usize, usize),
}

impl Gap {
    /// Its length, ms.
    #[must_use]
    pub fn ms(&self) -> u32 {
        (self.span.1 - self.span.0) as u32 * ROW_MS
    }
}

/// What the flow is measured from.
#[derive(Debug)]
pub struct Flow<'a> {
    /// The active stretch.
    pub stretch: &'a Stretch,
    /// The phones, in order; at least one.
    pub phones: &'a [PhoneMeasure],
    /// Pitch, Hz, by hop of the stretch.
    pub hz: &'a [f32],
    /// Level by row, 10 dB against the peak.
    pub levels: &'a [f32],
}

/// Mean and standard deviation; zeros for nothing.
#[must_use]
pub fn mean_sd(values: &[f32]) -> (f32, f32) {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count;
    (mean, variance.sqrt())
}

/// The silences between words.
#[must_use]
pub fn gaps(phones: &[PhoneMeasure]) -> Vec<Gap> {
    let pairs = phones.windows(2).filter(|w| w[0].span.1 < w[1].span.0);
    pairs.map(|w| Gap { after_word: w[0].word, span: (w[0].span.1, w[1].span.0) }).collect()
}

impl Flow<'_> {
    /// From the first phone to the last, s.
    #[must_use]
    pub fn span_s(&self) -> f32 {
        let rows = match (self.phones.first(), self.phones.last()) {
            (Some(first), Some(last)) => last.span.1 - first.span.0,
            _ => 1,
        };
        rows as f32 * ROW_MS as f32 / 1_000.0
    }

    /// The measures, in a fixed order.
    #[must_use]
    pub fn features(&self) -> Vec<f32> {
        let mut out = self.tempo();
        out.extend(self.rhythm());
        out.extend(self.melody());
        out.extend(self.sound());
        debug_assert_eq!(out.len(), FLOW);
        out
    }

    fn tempo(&self) -> Vec<f32> {
        let gaps = gaps(self.phones);
        let silent: f32 = gaps.iter().map(|g| g.ms() as f32 / 1_000.0).sum();
        let pauses: Vec<f32> =
            gaps.iter().filter(|g| g.ms() >= PAUSE_MS).map(|g| g.ms() as f32 / 1_000.0).collect();
        let long = gaps.iter().filter(|g| g.ms() >= LONG_PAUSE_MS).count() as f32;
        let places = self.phones.last().map_or(0, |p| p.word).max(1) as f32;
        let span = self.span_s();
        let count = self.phones.len() as f32;
        let vowels = self.phones.iter().filter(|p| p.is_vowel()).count().max(1) as f32;
        let longest = pauses.iter().copied().fold(0.0, f32::max);
        let inner: Vec<usize> = self.phones.iter().flat_map(|p| p.span.0..p.span.1).collect();
        let faint = inner.iter().filter(|t| self.levels[**t] < -1.0).count() as f32;
        let brief = self.phones.iter().filter(|p| p.rows() == 1).count() as f32;
        vec![
            count / span,
            count / (span - silent).max(0.1),
            vowels / span,
            silent / span,
            pauses.len() as f32 / places,
            (1.0 + longest).ln(),
            (1.0 + mean_sd(&pauses).0).ln(),
            long / places,
            faint / inner.len().max(1) as f32,
            brief / count,
            self.nuclei() / vowels,
            self.nuclei() / span,
        ]
    }

    /// Peaks of the smoothed level that stand out by 2 dB and are voiced: syllables as they sound.
    fn nuclei(&self) -> f32 {
        let (Some(first), Some(last)) = (self.phones.first(), self.phones.last()) else {
            return 0.0;
        };
        let hops = first.span.0 * HOPS..last.span.1 * HOPS;
        let side = &self.stretch.side[hops];
        let smooth: Vec<f32> = (0..side.len())
            .map(|t| {
                let part = &side[t.saturating_sub(3)..(t + 4).min(side.len())];
                part.iter().map(|s| s[LEVEL]).sum::<f32>() / part.len() as f32
            })
            .collect();
        let (mut count, mut low, mut high) = (0.0, f32::MAX, f32::MIN);
        let mut voiced = 0.0_f32;
        for (t, level) in smooth.iter().enumerate() {
            if *level > high {
                (high, voiced) = (*level, side[t][0]);
            }
            // A fall of 2 dB ends a peak that rose by as much.
            if high - level > 2.0 {
                if high - low > 2.0 && voiced > 0.4 {
                    count += 1.0;
                }
                (low, high) = (*level, *level);
            }
            low = low.min(*level);
            if *level <= low {
                high = *level;
            }
        }
        count
    }

    fn rhythm(&self) -> Vec<f32> {
        let lengths = |keep: &dyn Fn(&PhoneMeasure) -> bool| -> Vec<f32> {
            self.phones.iter().filter(|p| keep(p)).map(|p| p.length).collect()
        };
        let all = mean_sd(&lengths(&|_| true));
        let vowels = mean_sd(&lengths(&PhoneMeasure::is_vowel));
        let others = mean_sd(&lengths(&|p| !p.is_vowel()));
        let rows: Vec<f32> =
            self.phones.iter().filter(|p| p.is_vowel()).map(|p| p.rows() as f32).collect();
        let change = |w: &[f32]| 2.0 * (w[0] - w[1]).abs() / (w[0] + w[1]);
        let variability: Vec<f32> = rows.windows(2).map(change).collect();
        let of_stress = |main: bool, value: &dyn Fn(&PhoneMeasure) -> f32| {
            let keep = |p: &&PhoneMeasure| p.is_vowel() && (p.stress == 2) == main;
            mean_sd(&self.phones.iter().filter(keep).map(value).collect::<Vec<_>>()).0
        };
        let contrast = |value: &dyn Fn(&PhoneMeasure) -> f32| {
            let both = [true, false]
                .map(|m| self.phones.iter().any(|p| p.is_vowel() && (p.stress == 2) == m));
            if both == [true, true] {
                of_stress(true, value) - of_stress(false, value)
            } else {
                0.0
            }
        };
        vec![
            all.0,
            all.1,
            vowels.0,
            vowels.1,
            others.0,
            others.1,
            mean_sd(&variability).0,
            contrast(&|p| p.length),
            contrast(&|p| p.level),
        ]
    }

    fn melody(&self) -> Vec<f32> {
        let voiced: Vec<(f32, f32)> = self
            .stretch
            .side
            .iter()
            .zip(self.hz)
            .enumerate()
            .filter(|(_, (s, _))| s[0] > 0.6 && s[3] > 0.5)
            .map(|(t, (_, hz))| (t as f32, hz.max(1.0).log2()))
            .collect();
        let octaves: Vec<f32> = voiced.iter().map(|v| v.1).collect();
        let (mean, sd) = mean_sd(&octaves);
        let low = percentile(octaves.iter().copied(), 0.05);
        let range = percentile(octaves.iter().copied(), 0.95) - low;
        let (middle, spread) = mean_sd(&voiced.iter().map(|v| v.0).collect::<Vec<_>>());
        let slope = voiced.iter().map(|v| (v.0 - middle) * (v.1 - mean)).sum::<f32>()
            / (voiced.len().max(1) as f32 * spread.max(1.0));
        let last = &octaves[octaves.len() - octaves.len().min(20)..];
        let steps: Vec<f32> = voiced
            .windows(2)
            .filter(|w| w[1].0 - w[0].0 < 1.5)
            .map(|w| (w[1].1 - w[0].1).abs())
            .collect();
        let share = voiced.len() as f32 / self.stretch.side.len().max(1) as f32;
        vec![sd, range, slope, mean_sd(last).0 - mean, mean_sd(&steps).0, share]
    }

    fn sound(&self) -> Vec<f32> {
        let side = &self.stretch.side;
        let levels: Vec<f32> = side.iter().map(|s| s[LEVEL]).collect();
        let loud: Vec<usize> = (0..side.len())
            .filter(|t| self.levels[(t / HOPS).min(self.levels.len() - 1)] > -1.0)
            .collect();
        let quiet = percentile(levels.iter().copied(), 0.05);
        let periodicity: Vec<f32> = loud.iter().map(|t| side[*t][0]).collect();
        let bands = &self.stretch.bands;
        let flux: Vec<f32> = bands
            .windows(2)
            .map(|w| {
                w[0].iter().zip(&w[1]).map(|(a, b)| (a - b).abs()).sum::<f32>() / w[0].len() as f32
            })
            .collect();
        let flux = mean_sd(&flux);
        let spread = |b: usize| mean_sd(&loud.iter().map(|t| bands[*t][b]).collect::<Vec<_>>()).1;
        let loudness = mean_sd(&loud.iter().map(|t| levels[*t]).collect::<Vec<_>>());
        vec![
            mean_sd(&periodicity).0,
            self.stretch.peak_db() - quiet,
            loudness.1,
            flux.0,
            flux.1,
            spread(2),
            spread(9),
            spread(15),
        ]
    }
}
