//! Gathers examples from the recordings, each with the fold of its speaker or of its kind of sound.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::examples::{Example, Label, Studio};
use super::notes::INSTRUMENTS;
use crate::speech::train::data::Entry;
use crate::speech::train::noise::{Noises, Part};
use crate::speech::wav::{self, WavError};

/// Folds of the speakers, of the noises and of the instruments.
pub const FOLDS: usize = 4;
/// The fold of what is never trained with.
pub const TEST: usize = FOLDS;

/// Pieces of each noise, notes of each instrument, crowds and made-up voices to learn from.
const LEARNT: [usize; 4] = [500, 300, 2_000, 800];
/// The same to test with.
const TESTED: [usize; 4] = [100, 60, 300, 200];
/// One in so many words is followed by another of the same speaker after a pause.
const PAUSED: usize = 6;

/// Where recordings lie.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Folder of the tones' manifest.
    pub tones: PathBuf,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Beginnings of the names of speakers to test with.
    pub hold_out: Vec<String>,
    /// Sentences, the speaker's number in front of each name; there need not be any.
    pub sentences: Vec<PathBuf>,
}

/// Everything that can be learnt from and tested with.
///
/// # Errors
/// When a recording cannot be read.
pub fn gather(sources: &Sources, noises: &Noises, seed: u64) -> Result<Vec<Example>, WavError> {
    let mut learnt = Studio::new(noises, Part::Train, seed);
    let mut tested = Studio::new(noises, Part::Test, seed ^ 0x7e57);
    let mut out = Vec::new();
    let mut voices = [Vec::new(), Vec::new()];
    let mut before: BTreeMap<&str, (Vec<i16>, usize)> = BTreeMap::new();
    for (i, entry) in sources.entries.iter().enumerate() {
        let samples = wav::read_8k(&sources.tones.join(&entry.file))?;
        let held = sources.hold_out.iter().any(|h| entry.speaker.starts_with(h.as_str()));
        let fold = if held { TEST } else { fold_of(&entry.speaker) };
        let studio = if held { &mut tested } else { &mut learnt };
        let mut add = |kind, syllables, samples: &[i16]| {
            out.push(studio.example(Label { kind, fold, syllables }, samples));
        };
        let count = entry.tones.len();
        add("clean", count, &samples);
        if i % PAUSED == 0 {
            if let Some((first, more)) = before.get(entry.speaker.as_str()) {
                let both = learnt_pause(noises, seed ^ i as u64, first, &samples);
                add("paused", count + more, &both);
            }
            voices[usize::from(held)].push(samples.clone());
        }
        recast(studio, (fold, count, i), &samples, &mut out);
        before.insert(&entry.speaker, (samples, count));
    }
    for path in &sources.sentences {
        let fold = fold_of(&speaker(path));
        let phrase = learnt.phrase(&wav::read_8k(path)?);
        let label = Label { kind: "phrase", fold, syllables: 1 };
        out.push(learnt.example(label, &phrase));
    }
    others(&mut learnt, noises, (LEARNT, false), &voices[0], &mut out);
    let crowd = if voices[1].is_empty() { &voices[0] } else { &voices[1] };
    others(&mut tested, noises, (TESTED, true), crowd, &mut out);
    Ok(out)
}

fn learnt_pause(noises: &Noises, seed: u64, first: &[i16], second: &[i16]) -> Vec<i16> {
    Studio::new(noises, Part::Train, seed).paused(first, second)
}

/// A recording quieter, and in noise.
fn recast(
    studio: &mut Studio<'_>,
    (fold, syllables, nth): (usize, usize, usize),
    samples: &[i16],
    out: &mut Vec<Example>,
) {
    if nth.is_multiple_of(2) {
        let quieter = studio.quieter(samples);
        out.push(studio.example(Label { kind: "quieter", fold, syllables }, &quieter));
    }
    let noisy = studio.in_noise(samples);
    out.push(studio.example(Label { kind: "noisy", fold, syllables }, &noisy));
}

/// What is no caller, and made-up callers.
fn others(
    studio: &mut Studio<'_>,
    noises: &Noises,
    ([pieces, notes, crowds, made_up], test): ([usize; 4], bool),
    voices: &[Vec<i16>],
    out: &mut Vec<Example>,
) {
    let fold = |n: usize| if test { TEST } else { n % FOLDS };
    for (n, name) in noises.names().enumerate() {
        for _ in 0..pieces {
            let sound = studio.noise(name);
            out.push(studio.example(Label { kind: name, fold: fold(n), syllables: 0 }, &sound));
        }
    }
    for (n, kind) in INSTRUMENTS.into_iter().enumerate() {
        for _ in 0..notes {
            let sound = studio.notes(n);
            out.push(studio.example(Label { kind, fold: fold(n), syllables: 0 }, &sound));
        }
    }
    for n in 0..if voices.is_empty() { 0 } else { crowds } {
        let sound = studio.crowd(voices);
        out.push(studio.example(Label { kind: "crowd", fold: fold(n), syllables: 0 }, &sound));
    }
    for n in 0..made_up {
        let (sound, syllables) = studio.voice();
        out.push(studio.example(Label { kind: "made up", fold: fold(n), syllables }, &sound));
    }
}

/// Students and readers by their numbers; the teachers by their names.
fn fold_of(speaker: &str) -> usize {
    let digits: String = speaker.chars().rev().take_while(char::is_ascii_digit).collect();
    let number = digits.chars().rev().fold(0, |n, c| 10 * n + c.to_digit(10).unwrap_or(0) as usize);
    match &speaker[..speaker.len().min(3)] {
        "dav" => 0,
        "cmn" => 1,
        _ => number % FOLDS,
    }
}

/// The reader: the first five characters of a sentence's name.
fn speaker(path: &Path) -> String {
    let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    name.chars().take(5).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speaker_is_in_one_fold_and_the_folds_differ() {
        assert_eq!(fold_of("davin_F1"), 0);
        assert_eq!((fold_of("cmnhsk_F1"), fold_of("cmnsyl_F1")), (1, 1));
        assert_eq!((fold_of("dsp20_s06"), fold_of("dsp20_s07")), (2, 3));
        let reader = speaker(Path::new("train/000130047.wav"));
        assert_eq!((reader.as_str(), fold_of(&reader)), ("00013", 1));
    }
}
