//! Measures of time, pitch and colour that need no alignment: they hold where the networks err.

use super::rows::percentile;
use crate::speech::bands::BANDS;
use crate::speech::utterance::Hop;

/// Sound this far over the quietest tenth is speech, dB.
const OVER_NOISE_DB: f32 = 6.0;
/// Sound further than this below the loudest is not, dB.
const UNDER_PEAK_DB: f32 = 30.0;
/// A silence from this length on is a pause, hops.
const PAUSE_HOPS: usize = 10;
/// A nucleus is at most this far under the loudest, dB.
const NUCLEUS_DB: f32 = 20.0;
/// It stands out from the dips beside it by as much, dB (de Jong & Wempe 2009).
const PROMINENCE_DB: f32 = 2.0;
/// And is this far from the next, hops.
const APART: usize = 8;
/// Standard deviation of the smoothing of the level, hops.
const SMOOTH: f32 = 3.0;
/// One hop, s.
const HOP_S: f32 = 0.01;
/// Every third band is looked at.
const BAND_STEP: usize = 3;
/// Place in [`Pace::features`] of the nuclei heard for each syllable of the text.
pub const NUCLEI: usize = 7;
/// Values of [`Pace::features`].
pub const PACE: usize = 27 + 2 * BANDS.div_ceil(BAND_STEP);

/// What the sound alone tells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pace {
    /// From the first to the last speech, s.
    span_s: f32,
    /// Lengths of the pauses, s.
    pauses: Vec<f32>,
    /// Nuclei of syllables.
    nuclei: usize,
    /// Intervals between nuclei: mean, standard deviation (s), pairwise variability.
    intervals: [f32; 3],
    /// Pitch, voicing, levels, change and colour.
    sound: Vec<f32>,
}

/// What is expected of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Phones of the text.
    pub phones: usize,
    /// Vowels of the text.
    pub syllables: usize,
    /// Words of the text.
    pub words: usize,
}

fn mean_sd(values: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
    let count = values.clone().count().max(1) as f32;
    let mean = values.clone().sum::<f32>() / count;
    (mean, (values.map(|v| (v - mean).powi(2)).sum::<f32>() / count).sqrt())
}

impl Pace {
    /// Measures a finished reading; all zeros if nothing stands out.
    #[must_use]
    pub fn of(hops: &[Hop]) -> Self {
        let level = |share| percentile(hops.iter().map(|h| h.total_db), share);
        let (noise, peak) = (level(0.10), level(0.97));
        let over = (noise + OVER_NOISE_DB).max(peak - UNDER_PEAK_DB);
        let speech: Vec<bool> = hops.iter().map(|h| h.total_db > over).collect();
        let (Some(first), Some(last)) =
            (speech.iter().position(|s| *s), speech.iter().rposition(|s| *s))
        else {
            return Self { sound: vec![0.0; PACE - SPOKEN], ..Self::default() };
        };
        let (part, speech) = (&hops[first..=last], &speech[first..=last]);
        let nuclei = nuclei(part, peak);
        let pauses = speech
            .chunk_by(|a, b| a == b)
            .filter(|run| !run[0] && run.len() >= PAUSE_HOPS)
            .map(|run| run.len() as f32 * HOP_S)
            .collect();
        Self {
            span_s: part.len() as f32 * HOP_S,
            pauses,
            nuclei: nuclei.len(),
            intervals: intervals(&nuclei),
            sound: sound(part, speech, peak - noise),
        }
    }

    /// The measures beside what the text leads to expect, in a fixed order.
    #[must_use]
    pub fn features(&self, text: Expected) -> Vec<f32> {
        let silent: f32 = self.pauses.iter().sum();
        let (span, spoken) = (self.span_s.max(0.1), (self.span_s - silent).max(0.1));
        let (phones, syllables) = (text.phones.max(1) as f32, text.syllables.max(1) as f32);
        let (pauses, nuclei) = (self.pauses.len() as f32, self.nuclei as f32);
        let places = text.words.saturating_sub(1).max(1) as f32;
        let mut out = vec![
            span.ln(),
            spoken.ln(),
            phones / span,
            phones / spoken,
            syllables / span,
            syllables / spoken,
            nuclei / span,
            nuclei / syllables,
            pauses,
            silent,
            silent / span,
            self.pauses.iter().copied().fold(0.0, f32::max),
            pauses / places,
            phones.ln(),
            text.words as f32,
        ];
        out.extend(self.intervals);
        debug_assert_eq!(out.len(), SPOKEN);
        out.extend(&self.sound);
        out
    }
}

/// Values of [`Pace::features`] before those of the sound.
const SPOKEN: usize = 18;

/// Hops of the peaks of the smoothed level that are voiced.
fn nuclei(hops: &[Hop], peak: f32) -> Vec<usize> {
    let smooth = smoothed(hops);
    let mut tops: Vec<usize> = (1..smooth.len().saturating_sub(1))
        .filter(|t| smooth[*t] > smooth[t - 1] && smooth[*t] >= smooth[t + 1])
        .filter(|t| smooth[*t] > peak - NUCLEUS_DB)
        .filter(|t| prominence(&smooth, *t) >= PROMINENCE_DB)
        .collect();
    // Where two are too near, the louder one stays.
    tops.sort_by(|a, b| smooth[*b].total_cmp(&smooth[*a]));
    let mut kept: Vec<usize> = Vec::new();
    for top in tops {
        if kept.iter().all(|k| k.abs_diff(top) >= APART) {
            kept.push(top);
        }
    }
    kept.retain(|t| hops[*t].pitch.peak > 0.5);
    kept.sort_unstable();
    kept
}

/// The level under a Gaussian.
fn smoothed(hops: &[Hop]) -> Vec<f32> {
    let reach = (3.0 * SMOOTH) as isize;
    let weights: Vec<f32> =
        (-reach..=reach).map(|k| (-0.5 * (k as f32 / SMOOTH).powi(2)).exp()).collect();
    let last = hops.len() as isize - 1;
    let at = |t: isize| {
        let near = (-reach..=reach).map(|k| hops[(t + k).clamp(0, last) as usize].total_db);
        near.zip(&weights).map(|(v, w)| v * w).sum::<f32>() / weights.iter().sum::<f32>()
    };
    (0..hops.len() as isize).map(at).collect()
}

/// How far peak `top` stands over the higher of the lowest points between it and higher ground.
fn prominence(level: &[f32], top: usize) -> f32 {
    let lowest = |way: &mut dyn Iterator<Item = usize>| {
        way.map(|t| level[t]).take_while(|v| *v <= level[top]).fold(level[top], f32::min)
    };
    let before = lowest(&mut (0..top).rev());
    let after = lowest(&mut (top + 1..level.len()));
    level[top] - before.max(after)
}

fn intervals(nuclei: &[usize]) -> [f32; 3] {
    if nuclei.len() < 3 {
        return [0.2, 0.0, 0.0];
    }
    let lengths: Vec<f32> = nuclei.windows(2).map(|w| (w[1] - w[0]) as f32 * HOP_S).collect();
    let (mean, sd) = mean_sd(lengths.iter().copied());
    let change = |w: &[f32]| 2.0 * (w[0] - w[1]).abs() / (w[0] + w[1]);
    [mean, sd, mean_sd(lengths.windows(2).map(change)).0]
}

fn sound(hops: &[Hop], speech: &[bool], over_noise: f32) -> Vec<f32> {
    let spoken = || hops.iter().zip(speech).filter(|(_, s)| **s).map(|(h, _)| h);
    let voiced = || spoken().filter(|h| h.pitch.periodicity > 0.6);
    let octaves: Vec<f32> = voiced().map(|h| h.pitch.hz.max(1.0).log2()).collect();
    let pitch = if octaves.len() > 5 { mean_sd(octaves.iter().copied()) } else { (7.0, 0.0) };
    let at = |share| percentile(octaves.iter().copied(), share);
    let change = |w: &[Hop], b: usize| (w[1].band_db(b) - w[0].band_db(b)).abs();
    let all = |w: &[Hop]| (0..BANDS).map(|b| change(w, b)).sum::<f32>() / BANDS as f32;
    let flux = mean_sd(hops.windows(2).map(all));
    let mut out = vec![
        pitch.0,
        pitch.1,
        if octaves.len() > 5 { at(0.95) - at(0.05) } else { 0.0 },
        octaves.len() as f32 / hops.len() as f32,
        mean_sd(spoken().map(|h| h.pitch.periodicity)).0,
        over_noise,
        mean_sd(spoken().map(|h| h.total_db)).1,
        flux.0,
        flux.1,
    ];
    for b in (0..BANDS).step_by(BAND_STEP) {
        out.push(mean_sd(hops.iter().map(|h| h.band_db(b))).1);
        out.push(mean_sd(hops.windows(2).map(|w| change(w, b))).0);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bursts of 15 hops with 10 softer ones between them, and a pause of 40 in the middle.
    fn bursts() -> Vec<Hop> {
        let quiet = |n| vec![-70.0_f32; n];
        let half: Vec<f32> = [[-20.0; 15].as_slice(), &[-30.0; 10]].concat().repeat(3);
        let levels = [quiet(30), half.clone(), quiet(40), half, quiet(30)].concat();
        let hop = |level: f32| {
            let mut hop = Hop { total_db: level, ..Hop::default() };
            hop.pitch.peak = 0.9;
            hop
        };
        levels.into_iter().map(hop).collect()
    }

    #[test]
    fn nuclei_and_pauses_are_counted() {
        let pace = Pace::of(&bursts());
        // A burst at the edge of the speech may be lost: it has a slope on one side only.
        assert!((5..=6).contains(&pace.nuclei) && pace.pauses.len() == 1, "{pace:?}");
        assert!((pace.pauses[0] - 0.4).abs() < 1e-4 && (pace.span_s - 1.9).abs() < 1e-4);
        let text = Expected { phones: 19, syllables: 6, words: 3 };
        let values = pace.features(text);
        assert_eq!(values.len(), PACE);
        assert!((values[2] - 10.0).abs() < 1e-3);
        assert!((values[7] - pace.nuclei as f32 / 6.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_has_no_pace_but_as_many_values() {
        let text = Expected { phones: 9, syllables: 3, words: 2 };
        for hops in [vec![], vec![Hop::default(); 40]] {
            assert_eq!(Pace::of(&hops).features(text).len(), PACE);
        }
    }
}
