//! The recordings with what five experts thought of them.

use std::collections::BTreeMap;
use std::path::Path;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::speech::english::align::{Graph, Segment};
use crate::speech::english::listen::Listener;
use crate::speech::english::phone::{SILENCE, sounds};
use crate::speech::english::rows::{self, Stretch};
use crate::speech::english::text::Word;
use crate::speech::utterance::Hop;
use crate::speech::wav;

/// The experts' median scores of an utterance, 0 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
pub struct Marks {
    /// Of the sounds.
    pub accuracy: f32,
    /// Of the flow.
    pub fluency: f32,
    /// Of melody and rhythm.
    pub prosodic: f32,
    /// Of the words said.
    pub completeness: f32,
    /// Of the whole.
    pub total: f32,
}

impl Marks {
    /// Accuracy, fluency, prosody and total, 0 to 1.
    #[must_use]
    pub fn whole(&self) -> [f32; 4] {
        [self.accuracy, self.fluency, self.prosodic, self.total].map(|v| v / 10.0)
    }
}

#[derive(Debug, Deserialize)]
struct RawWord {
    text: String,
    accuracy: f32,
    #[serde(rename = "phones-accuracy")]
    phones: Option<Vec<f32>>,
}

#[derive(Debug, Deserialize)]
struct RawReading {
    speaker: String,
    text: String,
    words: Vec<RawWord>,
    #[serde(flatten)]
    marks: Marks,
}

/// One recording.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Name of the file, without its ending.
    pub name: String,
    /// Who reads.
    pub speaker: String,
    /// What was to be read.
    pub text: String,
    /// The experts' scores.
    pub marks: Marks,
    /// The words, each with the one way that the experts judged by.
    pub words: Vec<Word>,
    /// Score of each word, 0 to 1.
    pub word_marks: Vec<f32>,
    /// Score of each phone, 0 to 1, in order through all words; `None` where the experts' phones are others.
    pub phone_marks: Vec<Option<f32>>,
    /// The reading as heard.
    pub hops: Vec<Hop>,
    /// Its active stretch.
    pub stretch: Stretch,
}

fn listed(root: &Path) -> anyhow::Result<BTreeMap<String, RawReading>> {
    Ok(serde_json::from_str(&std::fs::read_to_string(root.join("scores.json"))?)?)
}

/// Splits the speakers that `root/scores.json` lists into `count` even groups, drawn by `seed`.
///
/// # Errors
/// When the list cannot be read.
pub fn groups(root: &Path, count: usize, seed: u64) -> anyhow::Result<BTreeMap<String, usize>> {
    let mut speakers: Vec<String> = listed(root)?.into_values().map(|r| r.speaker).collect();
    speakers.sort_unstable();
    speakers.dedup();
    speakers.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    Ok(speakers.into_iter().enumerate().map(|(i, s)| (s, i % count.max(1))).collect())
}

/// Reads the recordings that `root/scores.json` lists, `root/text-phone` gives phones for, and whose speaker is
/// to be kept.
///
/// # Errors
/// When either file cannot be read; recordings that cannot be read or are empty are left out.
pub fn open(root: &Path, keep: &dyn Fn(&str) -> bool) -> anyhow::Result<Vec<Reading>> {
    let phones = phones(&std::fs::read_to_string(root.join("text-phone"))?);
    let mut listener = Listener::new();
    let mut out = Vec::new();
    for (name, raw) in listed(root)?.into_iter().filter(|(_, raw)| keep(&raw.speaker)) {
        let Some(ways) = phones.get(&name) else { continue };
        let path = root.join("train").join(format!("{name}.wav"));
        let Ok(samples) = wav::read_8k(&path) else { continue };
        listener.read(&samples);
        let Some(stretch) = rows::cut(listener.hops()) else { continue };
        out.extend(reading(name, raw, ways, listener.hops(), stretch));
    }
    Ok(out)
}

fn reading(
    name: String,
    raw: RawReading,
    ways: &[String],
    hops: &[Hop],
    stretch: Stretch,
) -> Option<Reading> {
    let mut words = Vec::new();
    let mut phone_marks = Vec::new();
    if ways.len() != raw.words.len() {
        return None;
    }
    for (word, way) in raw.words.iter().zip(ways) {
        let way = sounds(way)?;
        let marks = word.phones.as_ref().filter(|m| m.len() == way.len());
        phone_marks.extend((0..way.len()).map(|i| marks.map(|m| m[i] / 2.0)));
        words.push(Word { written: word.text.clone(), ways: vec![way] });
    }
    Some(Reading {
        name,
        speaker: raw.speaker,
        text: raw.text,
        marks: raw.marks,
        word_marks: raw.words.iter().map(|w| w.accuracy / 10.0).collect(),
        words,
        phone_marks,
        hops: hops.to_vec(),
        stretch,
    })
}

/// Phones by recording and word: lines of `recording.word<TAB>W_B IY0_E`.
fn phones(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines() {
        let Some((key, said)) = line.split_once(char::is_whitespace) else { continue };
        let Some((name, _)) = key.rsplit_once('.') else { continue };
        let bare = |p: &str| p.split('_').next().unwrap_or_default().to_owned();
        let said: Vec<String> = said.split_whitespace().map(bare).collect();
        out.entry(name.to_owned()).or_default().push(said.join(" "));
    }
    out
}

/// What each row of a recording is: its class, and which phone of the text it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Class by row.
    pub classes: Vec<u8>,
    /// Index of the phone by row; `None` in silence.
    pub owners: Vec<Option<u16>>,
}

impl Labels {
    /// The labels of an alignment over `rows` rows.
    #[must_use]
    pub fn of(segments: &[Segment], rows: usize) -> Self {
        let mut out = Self { classes: vec![SILENCE as u8; rows], owners: vec![None; rows] };
        for (i, segment) in segments.iter().enumerate() {
            for row in segment.start..segment.end {
                out.classes[row] = segment.class as u8;
                out.owners[row] = Some(i as u16);
            }
        }
        out
    }

    /// Aligns `reading` by log scores of `width` classes a row; `None` if it is too short for its phones.
    #[must_use]
    pub fn align(reading: &Reading, scores: &[f32], width: usize) -> Option<Self> {
        let found = Graph::of(&reading.words).align(scores, width)?;
        Some(Self::of(&found.segments, scores.len() / width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_gathered_by_recording_and_word() {
        let found = phones("000010011.0\tW_B IY0_E\n000010011.1\tK_B AO0_I L_E\nx\n");
        assert_eq!(found["000010011"], ["W IY0", "K AO0 L"]);
    }

    #[test]
    fn rows_outside_the_phones_are_silence() {
        let segment = Segment { class: 5, word: 0, place: 0, start: 1, end: 3 };
        let labels = Labels::of(&[segment], 4);
        assert_eq!(labels.classes, [0, 5, 5, 0]);
        assert_eq!(labels.owners, [None, Some(0), Some(0), None]);
    }
}
