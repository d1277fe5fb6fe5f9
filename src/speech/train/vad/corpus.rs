//! The recordings that the detector is trained and measured with, split by speaker.

use std::collections::BTreeMap;
use std::path::Path;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::data::{self, Channel, Clip, Stream};
use super::fit::{Adam, Sequence, fresh, learn};
use super::{Errors, compare};
use crate::speech::activity::gru::{COUNT, Weights};
use crate::speech::units::HOP_MS;
use crate::speech::wav::{self, WavError};

/// Noise under speech in the measurements, dB.
const TEST_SNR_DB: f32 = 10.0;
/// Length of a stream, s.
const SECONDS: f32 = 14.0;
/// Sequences whose gradients are added before a step.
const BATCH: usize = 8;

/// Recordings and noises of one side of the split.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Clips by speaker.
    pub speakers: BTreeMap<String, Vec<Clip>>,
    /// Noises by name.
    pub noises: Vec<(String, Vec<i16>)>,
}

impl Corpus {
    /// Reads `english/train`, `tone/*`, `pitch/clean_tel` and `noise/phone` below a folder. Speakers are either for training or
    /// for tests; of each noise the first three quarters are for training and the last one for tests.
    ///
    /// # Errors
    /// When a folder or a file cannot be read.
    pub fn open(folder: &Path, for_tests: bool) -> Result<Self, WavError> {
        let mut corpus = Self::default();
        for part in ["english/train", "tone/davin", "tone/dsp20", "tone/cmn_hsk", "pitch/clean_tel"]
        {
            for path in wav::below(&folder.join(part))? {
                let name = path.file_stem().map(|s| s.to_string_lossy().into_owned());
                let speaker = speaker(part, &name.unwrap_or_default());
                if is_for_tests(&speaker) == for_tests {
                    let samples = wav::read_8k(&path)?;
                    let voiced = laryngograph(folder, &path);
                    let labels = data::label(&samples, &voiced);
                    let clip = Clip { speaker: speaker.clone(), samples, labels };
                    corpus.speakers.entry(speaker).or_default().push(clip);
                }
            }
        }
        for path in wav::below(&folder.join("noise/phone"))? {
            let name = path.file_stem().map(|s| s.to_string_lossy().into_owned());
            let noise = wav::read_8k(&path)?;
            let split = noise.len() * 3 / 4;
            let part = if for_tests { &noise[split..] } else { &noise[..split] };
            corpus.noises.push((name.unwrap_or_default(), part.to_vec()));
        }
        Ok(corpus)
    }

    /// The noise of this name.
    #[must_use]
    pub fn noise(&self, name: &str) -> Option<&[i16]> {
        self.noises.iter().find(|(n, _)| n == name).map(|(_, samples)| samples.as_slice())
    }

    /// The streams of a condition: one each of up to `most` speakers, the same for every condition but for the noise.
    #[must_use]
    pub fn streams(&self, noise: Option<&str>, most: usize, seed: u64) -> Vec<Stream> {
        let noise = noise.and_then(|name| self.noise(name)).map(|noise| (noise, TEST_SNR_DB));
        let channel = Channel { gain_db: 0.0, noise };
        let speakers = self.speakers.values().take(most).enumerate();
        speakers
            .map(|(i, clips)| {
                let mut rng = ChaCha8Rng::seed_from_u64(seed + i as u64);
                let clips: Vec<&Clip> = clips.iter().collect();
                data::stream(&clips, 2.0 * SECONDS, channel, &mut rng)
            })
            .collect()
    }

    fn practice(&self, rng: &mut ChaCha8Rng) -> Stream {
        let nth = rng.random_range(0..self.speakers.len());
        let clips: Vec<&Clip> = self.speakers.values().nth(nth).into_iter().flatten().collect();
        let made_up = [data::buzz(rng), data::no_voice(rng), data::no_voice(rng)];
        // Recordings of one speaker, with a made-up voice or noise now and then.
        let mut drawn: Vec<&Clip> =
            (0..12).map(|_| clips[rng.random_range(0..clips.len())]).collect();
        if rng.random_bool(0.4) {
            drawn.extend(&made_up);
        }
        let snr_db = rng.random_range(0.0..28.0);
        let nth = rng.random_range(0..self.noises.len());
        let noise = rng.random_bool(0.65).then(|| (self.noises[nth].1.as_slice(), snr_db));
        let channel = Channel { gain_db: rng.random_range(-16.0..5.0), noise };
        data::stream(&drawn, SECONDS, channel, rng)
    }
}

/// Trains weights on `rounds` batches; `each` hears the round and the mean loss of the last hundred.
#[must_use]
pub fn train(
    corpus: &Corpus,
    rounds: usize,
    seed: u64,
    mut each: impl FnMut(usize, f32),
) -> Weights {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut weights = fresh(&mut rng);
    let mut adam = Adam::default();
    let mut sum = 0.0;
    for round in 0..rounds {
        let mut gradient = vec![0.0; COUNT];
        for _ in 0..BATCH {
            let sequence = Sequence::of(&corpus.practice(&mut rng));
            sum += learn(&weights, &sequence, &mut gradient) / BATCH as f32;
        }
        gradient.iter_mut().for_each(|g| *g /= BATCH as f32);
        let done = round as f32 / rounds as f32;
        // Half a cosine from 0.004 to nearly nothing.
        let rate = 0.002 * (1.0 + (std::f32::consts::PI * done).cos()) + 2e-5;
        adam.step(&mut weights, &gradient, rate);
        if (round + 1) % 100 == 0 {
            each(round + 1, sum / 100.0);
            sum = 0.0;
        }
    }
    weights
}

/// The errors of `decide` over streams, which gives one decision for 20 ms.
pub fn measure(streams: &[Stream], decide: impl Fn(&Stream) -> Vec<bool>) -> Errors {
    let mut errors = Errors::default();
    for stream in streams {
        errors.add(compare(&decide(stream), &stream.labels));
    }
    errors
}

/// Who speaks, from the folder and the name of the file.
fn speaker(part: &str, name: &str) -> String {
    match part {
        // Five figures of the speaker, four of the sentence.
        "english/train" => format!("en{}", &name[..name.len().min(5)]),
        "tone/dsp20" => format!("dsp{}", name.split(['_', '-']).next().unwrap_or_default()),
        "pitch/clean_tel" => format!("fda{}", &name[..name.len().min(2)]),
        _ => part.replace('/', "_"),
    }
}

/// A fifth of the learners, half of the students, one teacher, and both speakers with a laryngograph.
fn is_for_tests(speaker: &str) -> bool {
    let number = |prefix: &str| speaker.strip_prefix(prefix).and_then(|n| n.parse::<u32>().ok());
    if let Some(learner) = number("en") {
        return (learner / 10) % 5 == 0 || learner % 5 == 4;
    }
    if let Some(student) = number("dsps") {
        return student > 12;
    }
    speaker.starts_with("fda") || speaker == "tone_cmn_hsk"
}

/// Voiced steps of 10 ms by the laryngograph's file beside the recording; none where there is no such file.
fn laryngograph(folder: &Path, path: &Path) -> Vec<bool> {
    let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let Ok(text) = std::fs::read_to_string(folder.join(format!("pitch/ref/{name}.f0"))) else {
        return Vec::new();
    };
    let mut voiced = Vec::new();
    for line in text.lines() {
        let mut fields = line.split_whitespace().filter_map(|f| f.parse::<f32>().ok());
        let (Some(time), Some(hz)) = (fields.next(), fields.next()) else {
            continue;
        };
        let step = (time * 1_000.0 / HOP_MS as f32) as usize;
        voiced.resize(voiced.len().max(step + 2), false);
        voiced[step] |= hz > 0.0;
        voiced[step + 1] |= hz > 0.0;
    }
    voiced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_are_told_by_file_and_fall_on_one_side() {
        assert_eq!(speaker("english/train", "000010011"), "en00001");
        assert_eq!(speaker("tone/dsp20", "s14_05_1"), "dsps14");
        assert_eq!(speaker("pitch/clean_tel", "rl001"), "fdarl");
        assert!(is_for_tests("dsps14") && !is_for_tests("dsps03"));
        assert!(is_for_tests("fdarl") && !is_for_tests("tone_davin"));
    }
}
