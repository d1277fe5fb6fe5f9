//! Synthetic readers of the same texts, for the head that tells which words were said.
//!
//! All recordings are of one country's learners. A head that knows only those takes a stranger's accent for other
//! words; voices made from rules are as strange as can be, and say for certain every word of their text.

use std::process::Command;

use anyhow::{Context, ensure};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::data::{Marks, Reading};
use crate::speech::english::lexicon::Lexicon;
use crate::speech::english::listen::Listener;
use crate::speech::english::{rows, text};
use crate::speech::g711::{Law, decode, encode};
use crate::speech::wav;

/// The voices of espeak-ng that read: regions of English, men and women.
pub const VOICES: [&str; 10] = [
    "en+m3",
    "en+f2",
    "en-us+m7",
    "en-us+f4",
    "en-gb-scotland+m1",
    "en-gb-scotland+f3",
    "en-029+m4",
    "en-gb-x-rp+f1",
    "en-gb-x-gbclan+f5",
    "en-gb-x-gbcwmd+m2",
];

/// Texts that each voice reads for a training.
pub const TEXTS: usize = 60;
/// The loudest sample of a reading is this or quieter, down to a tenth of it.
const LOUDEST: f32 = 24_000.0;

/// Each voice reads `texts` of the texts of `readings`, drawn by `seed`, at its own speed and level, as a telephone carries it.
///
/// # Errors
/// When espeak-ng is missing, or lacks a voice.
pub fn read(readings: &[Reading], texts: usize, seed: u64) -> anyhow::Result<Vec<Reading>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut listener = Listener::new();
    let mut out = Vec::new();
    for voice in VOICES {
        for _ in 0..texts {
            let Some(reading) = readings.choose(&mut rng) else { break };
            let samples = speak(voice, &reading.text, &mut rng)?;
            listener.read(&samples);
            let Some(stretch) = rows::cut(listener.hops()) else { continue };
            let Ok(words) = text::words(&reading.text, Lexicon::load()) else { continue };
            out.push(Reading {
                name: format!("{voice}-{}", reading.name),
                speaker: voice.to_owned(),
                text: reading.text.clone(),
                marks: Marks::default(),
                word_marks: vec![1.0; words.len()],
                phone_marks: Vec::new(),
                words,
                hops: listener.hops().to_vec(),
                stretch,
            });
        }
    }
    Ok(out)
}

fn speak(voice: &str, text: &str, rng: &mut ChaCha8Rng) -> anyhow::Result<Vec<i16>> {
    let speed = rng.random_range(110..=170).to_string();
    let pitch = rng.random_range(30..=70).to_string();
    let made = Command::new("espeak-ng")
        .args(["-v", voice, "-s", &speed, "-p", &pitch, "--stdout", "--"])
        .arg(text.to_lowercase())
        .output()
        .context("espeak-ng, which reads for the training, cannot be run")?;
    ensure!(made.status.success(), "espeak-ng cannot speak as {voice}");
    let samples = wav::to_8k(&wav::parse(&made.stdout)?)?;
    let peak = samples.iter().map(|s| s.unsigned_abs()).max().unwrap_or(0).max(1);
    let gain = LOUDEST * 10.0_f32.powf(-rng.random::<f32>()) / f32::from(peak);
    let heard = |s: &i16| decode(Law::Mu, encode(Law::Mu, (f32::from(*s) * gain) as i16));
    Ok(samples.iter().map(heard).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::english::rows::Stretch;

    #[test]
    fn every_voice_reads_and_knows_its_words() {
        if Command::new("espeak-ng").arg("--version").output().is_err() {
            eprintln!("skipped: espeak-ng is missing");
            return;
        }
        let reading = Reading {
            name: "one".to_owned(),
            speaker: String::new(),
            text: "GOOD MORNING".to_owned(),
            marks: Marks::default(),
            words: Vec::new(),
            word_marks: Vec::new(),
            phone_marks: Vec::new(),
            hops: Vec::new(),
            stretch: Stretch { bands: Vec::new(), side: Vec::new(), start_hop: 0 },
        };
        let found = read(&[reading], 1, 1).expect("espeak-ng reads");
        assert_eq!(found.len(), VOICES.len());
        assert!(found.iter().all(|r| r.words.len() == 2 && r.hops.len() > 40));
    }
}
