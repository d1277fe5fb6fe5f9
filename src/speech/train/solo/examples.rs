//! What the judge of callers learns from: recordings as they are and in noise; noise alone, crowds, notes.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::notes;
use crate::speech::g711::{self, Law};
use crate::speech::level;
use crate::speech::tone::solo::measures::{MEASURES, measures};
use crate::speech::tone::{self, SpeakerRange, ToneScorer, features, gate};
use crate::speech::train::noise::{Noises, Part, active_power};
use crate::speech::utterance::Utterance;

/// One sound, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What it is: `clean`, `noisy`, `voice`, `crowd`, the name of a noise or of an instrument.
    pub kind: String,
    /// The fold that leaves it out.
    pub fold: usize,
    /// The measures; `None` where there is no voice at all, which needs no learning.
    pub row: Option<[f32; MEASURES]>,
    /// A caller's voice.
    pub caller: bool,
    /// The other rules refuse it.
    pub refused: bool,
    /// The count of syllables refuses it.
    pub miscounted: bool,
}

/// What a sound is, for [`Studio::example`].
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// See [`Example::kind`].
    pub kind: &'a str,
    /// See [`Example::fold`].
    pub fold: usize,
    /// A caller who says so many syllables; 0 for what is no caller, of which one is asked.
    pub syllables: usize,
}

/// A source of examples; everything drawn follows from its seed.
#[derive(Debug)]
pub struct Studio<'a> {
    noises: &'a Noises,
    part: Part,
    utterance: Utterance,
    rng: ChaCha8Rng,
}

impl<'a> Studio<'a> {
    /// A studio with the named `part` of each of the `noises`.
    #[must_use]
    pub fn new(noises: &'a Noises, part: Part, seed: u64) -> Self {
        let rng = ChaCha8Rng::seed_from_u64(seed);
        Self { noises, part, utterance: Utterance::new(), rng }
    }

    /// Measures `samples`.
    pub fn example(&mut self, label: Label<'_>, samples: &[i16]) -> Example {
        self.utterance.read(samples, &[]);
        let hops = self.utterance.hops();
        let mut gate = gate::measure(hops);
        // What is asked is what the other rules say.
        gate.caller = f32::MAX;
        let asked = label.syllables.max(1);
        let refused = gate::refuse(&gate, asked, self.utterance.overlong()).is_some();
        let reading = ToneScorer::load().read(hops, SpeakerRange::new());
        let counted = reading.is_some_and(|r| tone::check_count(&r.views, asked).is_ok());
        Example {
            kind: label.kind.to_owned(),
            fold: label.fold,
            row: measures(hops, features::stretch(hops)),
            caller: label.syllables > 0,
            refused,
            miscounted: !counted,
        }
    }

    /// A recording up to 18 dB quieter.
    #[must_use]
    pub fn quieter(&mut self, samples: &[i16]) -> Vec<i16> {
        let gain = 10.0_f32.powf(self.rng.random_range(-18.0..0.0) / 20.0);
        samples.iter().map(|s| line(f32::from(*s) * gain)).collect()
    }

    /// A recording in noise of 4 to 25 dB.
    #[must_use]
    pub fn in_noise(&mut self, samples: &[i16]) -> Vec<i16> {
        let snr_db = self.rng.random_range(4.0..25.0);
        self.noises.mix(samples, None, self.part, snr_db, &mut self.rng)
    }

    /// Two recordings of one speaker with a pause between.
    #[must_use]
    pub fn paused(&mut self, first: &[i16], second: &[i16]) -> Vec<i16> {
        let hiss = self.rng.random_range(1.0..20.0_f32);
        let pause = self.rng.random_range(800..7_000);
        let quiet = (0..pause).map(|_| line(self.rng.random_range(-hiss..hiss)));
        sounding(first)
            .iter()
            .copied()
            .chain(quiet)
            .chain(sounding(second).iter().copied())
            .collect()
    }

    /// The beginning of a sentence, 0.6 to 2.4 s, cut where it is quietest.
    #[must_use]
    pub fn phrase(&mut self, samples: &[i16]) -> Vec<i16> {
        let least = self.rng.random_range(30..60);
        let levels: Vec<f32> = samples.chunks(160).map(level::rms_dbfs).collect();
        let loudest = levels.iter().copied().fold(f32::MIN, f32::max);
        let first = levels.iter().position(|db| *db > loudest - 25.0).unwrap_or(0);
        let last = (first + 120).min(levels.len());
        let end = (first + least..last).min_by(|a, b| levels[*a].total_cmp(&levels[*b]));
        samples[..(end.unwrap_or(last) * 160).min(samples.len())].to_vec()
    }

    /// Noise alone: 0.6 to 3 s, now and then switched on and off in a quiet line.
    #[must_use]
    pub fn noise(&mut self, name: &str) -> Vec<i16> {
        let length = self.rng.random_range(4_800..24_000);
        let cut = self.noises.cut(name, self.part, length, &mut self.rng);
        let gain = 10.0_f32.powf(self.rng.random_range(-12.0..9.0) / 20.0);
        let sound: Vec<f32> = cut.iter().map(|s| f32::from(*s) * gain).collect();
        if self.rng.random_bool(0.3) {
            self.framed(&sound)
        } else {
            sound.into_iter().map(line).collect()
        }
    }

    /// Four to nine of the `recordings` at once, none much louder than the others.
    #[must_use]
    pub fn crowd(&mut self, recordings: &[Vec<i16>]) -> Vec<i16> {
        let length = self.rng.random_range(6_400..24_000);
        let mut sum = vec![0.0_f32; length];
        for _ in 0..self.rng.random_range(4..10) {
            let db: f32 = self.rng.random_range(-5.0..5.0);
            let mut at = 0;
            while at < length {
                let one = &recordings[self.rng.random_range(0..recordings.len())];
                let gain =
                    900.0 * 10.0_f32.powf(db / 20.0) / (active_power(one).sqrt() as f32).max(1.0);
                let skip = self.rng.random_range(0..one.len() / 2 + 1);
                for (slot, s) in sum[at..].iter_mut().zip(&one[skip..]) {
                    *slot += gain * f32::from(*s);
                }
                at += one.len() - skip + self.rng.random_range(0..1_600);
            }
        }
        let hiss = self.rng.random_range(5.0..200.0_f32);
        sum.iter().map(|s| line(s + self.rng.random_range(-hiss..hiss))).collect()
    }

    /// Notes of an instrument in a quiet line.
    #[must_use]
    pub fn notes(&mut self, instrument: usize) -> Vec<i16> {
        let sound = notes::notes(instrument, &mut self.rng);
        self.at_a_level(sound)
    }

    /// A made-up voice in a quiet line, and how many syllables it says.
    #[must_use]
    pub fn voice(&mut self) -> (Vec<i16>, usize) {
        let syllables = self.rng.random_range(1..4);
        let sound = notes::voice(syllables, &mut self.rng);
        (self.at_a_level(sound), syllables)
    }

    fn at_a_level(&mut self, mut sound: Vec<f32>) -> Vec<i16> {
        let peak = self.rng.random_range(1_500.0..20_000.0_f32);
        sound.iter_mut().for_each(|s| *s *= peak);
        self.framed(&sound)
    }

    /// `sound` with 0.1 to 0.4 s of a quiet line on either side.
    fn framed(&mut self, sound: &[f32]) -> Vec<i16> {
        let hiss = self.rng.random_range(1.0..50.0_f32);
        let mut quiet = || vec![0.0; self.rng.random_range(800..3_200)];
        let all = [quiet().as_slice(), sound, &quiet()].concat();
        all.iter().map(|s| line(s + self.rng.random_range(-hiss..hiss))).collect()
    }
}

/// What stands within 30 dB of the loudest 20 ms, with 60 ms on either side.
fn sounding(samples: &[i16]) -> &[i16] {
    let levels: Vec<f32> = samples.chunks(160).map(level::rms_dbfs).collect();
    let loudest = levels.iter().copied().fold(f32::MIN, f32::max);
    let loud = |db: &f32| *db > loudest - 30.0;
    let first = levels.iter().position(loud).unwrap_or(0).saturating_sub(3);
    let last = levels.iter().rposition(loud).unwrap_or(0) + 4;
    &samples[first * 160..(last * 160).min(samples.len())]
}

/// One sample after the line's mu-law.
fn line(sample: f32) -> i16 {
    g711::decode(Law::Mu, g711::encode(Law::Mu, sample as i16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paused_pair_keeps_both_voices_and_only_the_pause_between() {
        let noises = Noises::default();
        let mut studio = Studio::new(&noises, Part::Train, 5);
        let (voice, _) = studio.voice();
        let padded = [vec![0; 16_000], voice.clone(), vec![0; 16_000]].concat();
        assert!(sounding(&padded).len() <= voice.len() + 1_200);
        let both = studio.paused(&padded, &padded);
        let pause = both.len() - 2 * sounding(&padded).len();
        assert!((800..7_000).contains(&pause), "{pause}");
    }

    #[test]
    fn a_sound_is_labelled_and_measured_and_silence_has_no_measures() {
        let noises = Noises::default();
        let mut studio = Studio::new(&noises, Part::Train, 6);
        let label = Label { kind: "made up", fold: 2, syllables: 1 };
        let silent = studio.example(label, &[0; 8_000]);
        assert!(silent.row.is_none() && silent.refused && silent.caller);
        let (voice, syllables) = studio.voice();
        let heard = studio.example(Label { syllables, ..label }, &voice);
        assert!(heard.row.is_some_and(|row| row.iter().all(|v| v.is_finite())), "{heard:?}");
        let crowd = studio.crowd(&[voice]);
        assert!(!studio.example(Label { syllables: 0, ..label }, &crowd).caller);
    }
}
