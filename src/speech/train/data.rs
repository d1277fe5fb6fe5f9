//! The list of recordings, and what is extracted from each.

use std::collections::BTreeMap;
use std::path::Path;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::noise::{Noises, Part};
use crate::speech::tone::features::{self, Rows};
use crate::speech::utterance::Utterance;
use crate::speech::wav;

/// One recording with its truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Path relative to the manifest.
    pub file: String,
    /// Numbered pinyin, before sandhi.
    pub pinyin: String,
    /// Where it comes from.
    pub source: String,
    /// Who speaks.
    pub speaker: String,
    /// Tones as they sound, 1 to 5, after sandhi.
    pub tones: Vec<u8>,
}

/// One recording as the network may learn it.
#[derive(Debug, Clone)]
pub struct Item {
    /// The truth.
    pub entry: Entry,
    /// What was extracted: the recording as it is, then copies with noise.
    pub takes: Vec<Rows>,
    /// The speaker's own middle pitch, semitones over 1 Hz.
    pub speaker_middle: f32,
}

/// Reads the manifest (`file,pinyin,source,speaker,…,tones,licence,notes`).
///
/// # Errors
/// When the file cannot be read; rows that lack a column or a tone are left out.
pub fn manifest(path: &Path) -> std::io::Result<Vec<Entry>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path)?;
    let rows: Result<Vec<_>, _> = reader.records().collect();
    Ok(rows?.iter().filter_map(entry).collect())
}

fn entry(row: &csv::StringRecord) -> Option<Entry> {
    let fields: Vec<&str> = row.iter().collect();
    let [file, pinyin, source, speaker, _, _, tones, _, notes] = fields.as_slice() else {
        return None;
    };
    let surface = notes.split(';').find_map(|n| n.strip_prefix("surface_tones="));
    let digits: Vec<u8> = surface.unwrap_or(tones).bytes().map(|b| b.wrapping_sub(b'0')).collect();
    let known = !digits.is_empty() && digits.iter().all(|d| (1..=5).contains(d));
    known.then(|| Entry {
        file: (*file).to_owned(),
        pinyin: (*pinyin).to_owned(),
        source: (*source).to_owned(),
        speaker: (*speaker).to_owned(),
        tones: third_tones(digits),
    })
}

/// A third tone before another sounds like a second.
fn third_tones(mut tones: Vec<u8>) -> Vec<u8> {
    for i in 1..tones.len() {
        if tones[i - 1] == 3 && tones[i] == 3 {
            tones[i - 1] = 2;
        }
    }
    tones
}

/// Extracts every entry: as it is, and `noisy` copies with noise between 2 and 22 dB under the speech.
/// Recordings that cannot be read or hold no voice are left out. Runs on `threads` threads.
#[must_use]
pub fn extract(
    root: &Path,
    entries: &[Entry],
    noises: &Noises,
    noisy: usize,
    (seed, threads): (u64, usize),
) -> Vec<Item> {
    let share = entries.len().div_ceil(threads.max(1)).max(1);
    let mut items: Vec<Item> = std::thread::scope(|scope| {
        let workers: Vec<_> = entries
            .chunks(share)
            .enumerate()
            .map(|(part, entries)| {
                scope.spawn(move || {
                    let mut utterance = Utterance::new();
                    let first = part * share;
                    let read = |(i, entry): (usize, &Entry)| {
                        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ (first + i) as u64);
                        let samples = wav::read_8k(&root.join(&entry.file)).ok()?;
                        let mut takes = vec![take(&mut utterance, &samples)?];
                        for _ in 0..noisy {
                            let snr = rng.random_range(2.0..22.0);
                            let mixed = noises.mix(&samples, None, Part::Train, snr, &mut rng);
                            takes.extend(take(&mut utterance, &mixed));
                        }
                        Some(Item { entry: entry.clone(), takes, speaker_middle: 0.0 })
                    };
                    entries.iter().enumerate().filter_map(read).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|w| w.join().unwrap_or_default()).collect()
    });
    note_speakers(&mut items);
    items
}

/// What the ear sees of `samples`.
pub fn take(utterance: &mut Utterance, samples: &[i16]) -> Option<Rows> {
    utterance.read(samples, &[]);
    features::rows(utterance.hops())
}

/// Notes the middle of each speaker's voice with each of their recordings, as the known caller has it.
pub fn note_speakers(items: &mut [Item]) {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for item in items.iter() {
        let sum = sums.entry(item.entry.speaker.clone()).or_default();
        sum.0 += f64::from(item.takes[0].middle);
        sum.1 += 1.0;
    }
    for item in items {
        if let Some((sum, count)) = sums.get(&item.entry.speaker) {
            item.speaker_middle = (sum / count) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_manifest_gives_the_tones_as_they_sound() {
        let fields = "a/yi1fan1.wav|yi1fan1|a|a_F1|F|2|11|CC, by|word=x;surface_tones=41";
        let row = csv::StringRecord::from(fields.split('|').collect::<Vec<_>>());
        let entry = entry(&row).expect("an entry");
        assert_eq!((entry.tones, entry.speaker.as_str()), (vec![4, 1], "a_F1"));
        assert!(super::entry(&csv::StringRecord::from(vec!["a", "b", "c"])).is_none());
    }

    #[test]
    fn third_tones_before_third_tones_rise() {
        assert_eq!(third_tones(vec![3, 3]), [2, 3]);
        assert_eq!(third_tones(vec![3, 3, 3, 4]), [2, 2, 3, 4]);
        assert_eq!(third_tones(vec![3, 1, 3]), [3, 1, 3]);
    }
}
