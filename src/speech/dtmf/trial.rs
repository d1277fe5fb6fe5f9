//! How well keys are heard and speech is not taken for keys: the measurements behind `toneline bench dtmf` and the tests.

use super::synth::{Sound, append};
use super::{Detector, KEYS};
use crate::speech::g711::{self, Law};

/// One row of the grid: what varied, and how many of the keys sent were heard exactly once.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the keys sounded like.
    pub what: String,
    /// Whether they ought to be heard.
    pub wanted: bool,
    /// Keys sent.
    pub sent: usize,
    /// Keys heard, each once.
    pub heard: usize,
    /// Keys reported that were not sent, or sent once and reported again.
    pub extra: usize,
}

/// The grid of ITU-T Q.24 and a margin around it; `rounds` times the sixteen keys in each cell.
#[must_use]
pub fn grid(rounds: u32) -> Vec<Row> {
    cells().into_iter().map(|(what, wanted, sounds)| row(what, wanted, &sounds, rounds)).collect()
}

fn cells() -> Vec<(String, bool, Vec<Sound>)> {
    let base = Sound::default();
    let one = |what: &str, sound: Sound| (what.to_owned(), true, vec![sound]);
    let mut cells = vec![one("40 ms, -12 dBm0", base)];
    for level_dbm0 in [-30.0, -20.0, -3.0, 0.0] {
        cells.push(one(&format!("level {level_dbm0} dBm0"), Sound { level_dbm0, ..base }));
    }
    for twist_db in [-8.0, -4.0, 4.0, 8.0] {
        cells.push(one(&format!("twist {twist_db:+} dB"), Sound { twist_db, ..base }));
    }
    for offset in [-0.015, 0.015] {
        let what = format!("offset {:+.1} %", 100.0 * offset);
        cells.push(one(&what, Sound { offset, ..base }));
    }
    for snr in [20.0, 15.0, 12.0, 9.0] {
        cells.push(one(&format!("noise {snr} dB down"), Sound { snr_db: Some(snr), ..base }));
    }
    for tone_ms in [60.0, 100.0] {
        cells.push(one(&format!("{tone_ms} ms"), Sound { tone_ms, ..base }));
    }
    cells.push(("all of it at once, noise 15 dB down".to_owned(), true, together()));
    for offset in [-0.05, -0.035, 0.035, 0.05] {
        let sound = Sound { offset, tone_ms: 100.0, ..base };
        cells.push((format!("offset {:+.1} %", 100.0 * offset), false, vec![sound]));
    }
    for tone_ms in [10.0, 20.0] {
        cells.push((format!("{tone_ms} ms"), false, vec![Sound { tone_ms, ..base }]));
    }
    cells
}

/// Levels, twists and offsets crossed with each other, 40 ms, noise 15 dB down.
fn together() -> Vec<Sound> {
    let mut sounds = Vec::new();
    for level_dbm0 in [-30.0, -20.0, -10.0, -3.0] {
        for twist_db in [-4.0, 0.0, 4.0, 8.0] {
            for offset in [-0.015, 0.0, 0.015] {
                let snr_db = Some(15.0);
                sounds.push(Sound { level_dbm0, twist_db, offset, snr_db, tone_ms: 40.0 });
            }
        }
    }
    sounds
}

fn row(what: String, wanted: bool, sounds: &[Sound], rounds: u32) -> Row {
    let mut row = Row { what, wanted, sent: 0, heard: 0, extra: 0 };
    for (at, sound) in sounds.iter().enumerate() {
        for round in 0..rounds {
            for (i, key) in KEYS.iter().flatten().enumerate() {
                let seed = 7_919 * (at as u32 + 1) + 104_729 * round + i as u32;
                let samples = alone(*key, sound, seed);
                let mut presses = 0;
                let mut right = 0;
                Detector::new().push(&samples, |press| {
                    presses += 1;
                    right += usize::from(press.key == *key);
                });
                row.sent += 1;
                row.heard += usize::from(right > 0);
                row.extra += presses - right.min(1);
            }
        }
    }
    row
}

/// One key between 40 to 45 ms before and 60 ms after, so that it falls anywhere in a hop.
#[must_use]
pub fn alone(key: char, sound: &Sound, seed: u32) -> Vec<i16> {
    let mut samples = Vec::new();
    append(&mut samples, key, sound, 40.0 + f64::from(seed % 40) / 8.0, seed);
    append(&mut samples, ' ', &Sound { tone_ms: 0.0, ..*sound }, 60.0, seed + 1);
    samples
}

/// `speech` at another level through mu-law, with `noise` (looped) added first.
#[must_use]
pub fn altered(speech: &[i16], gain_db: f32, noise: &[i16], noise_gain: f32) -> Vec<i16> {
    let gain = 10.0_f32.powf(gain_db / 20.0);
    let looped = noise.iter().cycle().map(|n| f32::from(*n) * noise_gain);
    let silent = std::iter::repeat_n(0.0, if noise.is_empty() { speech.len() } else { 0 });
    let added = looped.chain(silent);
    speech
        .iter()
        .zip(added)
        .map(|(s, n)| {
            let sample = (gain * (f32::from(*s) + n)) as i16;
            g711::decode(Law::Mu, g711::encode(Law::Mu, sample))
        })
        .collect()
}
