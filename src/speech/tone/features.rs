//! From 10 ms hops to the 20 ms rows that the tone network reads.

use super::super::utterance::Hop;

/// Values of a raw row: see the constants below.
pub const RAW: usize = 8;
/// Pitch in semitones over 1 Hz.
pub const PITCH: usize = 0;
/// Periodicity on the path.
pub const PERIODICITY: usize = 1;
/// Level under the loudest moment, dB.
pub const LEVEL: usize = 2;
/// Highest periodicity at any lag.
pub const PEAK: usize = 3;
/// Level of the lower bands under the loudest moment, dB.
pub const LOW: usize = 4;
/// Level of the middle bands.
pub const MIDDLE: usize = 5;
/// Level of the upper bands.
pub const HIGH: usize = 6;
/// Change of the bands from hop to hop, dB.
pub const FLUX: usize = 7;

/// Values of a row as the network reads it.
pub const INPUTS: usize = 13;

/// Hops kept on each side of what is active.
const MARGIN: usize = 8;

/// One utterance, cut to where something is said.
#[derive(Debug, Clone)]
pub struct Rows {
    /// Raw rows of 20 ms.
    pub raw: Vec<[f32; RAW]>,
    /// Middle of the utterance's pitch, semitones over 1 Hz.
    pub middle: f32,
    /// The first hop that the first row covers.
    pub start_hop: usize,
}

/// What is known of the speaker when a row is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// The speaker's own middle pitch, semitones over 1 Hz.
    pub middle: f32,
    /// How well it is known, 0 (not at all) to 1.
    pub trust: f32,
}

impl Reference {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { middle: 0.0, trust: 0.0 };
}

/// Islands this near belong together, whatever they are; hops.
const NEAR: usize = 18;
/// So do islands with a voice at this distance; hops.
const FAR: usize = 42;
/// And long ones after a pause of at most a second, as beginners make it between syllables; hops.
const PAUSE: usize = 100;

/// Where something is said: hops `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// First hop.
    pub start: usize,
    /// The hop after the last.
    pub end: usize,
    /// A voice stands outside of it, more than a second away.
    pub more: bool,
}

/// The stretch of `hops` in which the loudest voiced sound stands with what belongs to it: `[start, end)`.
#[must_use]
pub fn active(hops: &[Hop]) -> (usize, usize) {
    let stretch = stretch(hops);
    (stretch.start, stretch.end)
}

/// The same, with a word on what is left out.
#[must_use]
pub fn stretch(hops: &[Hop]) -> Stretch {
    let level = smooth_levels(hops);
    let mut sorted = level.clone();
    sorted.sort_by(f32::total_cmp);
    let (Some(peak), Some(floor)) = (sorted.last(), sorted.get(sorted.len() * 8 / 100)) else {
        return Stretch { start: 0, end: 0, more: false };
    };
    let threshold = (floor + 8.0).min(peak - 10.0).max(peak - 34.0);
    let islands = islands(&level, threshold);
    let weight = |island: &(usize, usize)| -> f32 {
        (island.0..island.1)
            .filter(|i| hops[*i].pitch.peak > 0.5)
            .map(|i| 10.0_f32.powf(level[i] / 10.0))
            .sum::<f32>()
            + 1e-12
    };
    let weights: Vec<f32> = islands.iter().map(weight).collect();
    let Some(best) = (0..islands.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b])) else {
        return Stretch { start: 0, end: hops.len(), more: false };
    };
    let voice = |island: usize, least: usize, share: f32| {
        islands[island].1 - islands[island].0 >= least && weights[island] > weights[best] * share
    };
    let joins = |a: usize, b: usize, other: usize| {
        let gap = islands[b].0 - islands[a].1;
        gap <= NEAR
            || (gap <= FAR && voice(other, 4, 0.0025))
            || (gap <= PAUSE && voice(other, 10, 0.02))
    };
    let (mut first, mut last) = (best, best);
    while first > 0 && joins(first - 1, first, first - 1) {
        first -= 1;
    }
    while last + 1 < islands.len() && joins(last, last + 1, last + 1) {
        last += 1;
    }
    Stretch {
        start: islands[first].0.saturating_sub(MARGIN),
        end: (islands[last].1 + MARGIN).min(hops.len()),
        more: (0..islands.len()).any(|i| !(first..=last).contains(&i) && voice(i, 12, 0.05)),
    }
}

fn smooth_levels(hops: &[Hop]) -> Vec<f32> {
    (0..hops.len())
        .map(|i| {
            let near = &hops[i.saturating_sub(1)..(i + 2).min(hops.len())];
            near.iter().map(|h| h.total_db).sum::<f32>() / near.len() as f32
        })
        .collect()
}

/// Runs over the threshold with gaps of at most 60 ms.
fn islands(level: &[f32], threshold: f32) -> Vec<(usize, usize)> {
    let mut islands: Vec<(usize, usize)> = Vec::new();
    for (i, _) in level.iter().enumerate().filter(|(_, db)| **db > threshold) {
        match islands.last_mut() {
            Some(island) if i - island.1 < 6 => island.1 = i + 1,
            _ => islands.push((i, i + 1)),
        }
    }
    islands
}

/// Cuts `hops` to what is active and pairs them into raw rows; `None` if that is under 100 ms.
#[must_use]
pub fn rows(hops: &[Hop]) -> Option<Rows> {
    let (start, end) = active(hops);
    let part = &hops[start..end];
    if part.len() < 10 {
        return None;
    }
    let loudest = part.iter().map(|h| h.total_db).fold(f32::MIN, f32::max);
    let raw: Vec<[f32; RAW]> = part
        .chunks_exact(2)
        .enumerate()
        .map(|(i, pair)| {
            let before = if i == 0 { &pair[0] } else { &part[2 * i - 1] };
            raw_row(before, pair, loudest)
        })
        .collect();
    let middle = middle(&raw);
    Some(Rows { raw, middle, start_hop: start })
}

fn raw_row(before: &Hop, pair: &[Hop], loudest: f32) -> [f32; RAW] {
    let weight = |h: &Hop| h.pitch.periodicity.clamp(0.05, 1.0);
    let total: f32 = pair.iter().map(weight).sum();
    let mean = |f: &dyn Fn(&Hop) -> f32| pair.iter().map(f).sum::<f32>() / pair.len() as f32;
    let bands = |from: usize, to: usize| {
        mean(&|h| (from..to).map(|i| h.band_db(i)).sum::<f32>() / (to - from) as f32) - loudest
    };
    let mut row = [0.0; RAW];
    row[PITCH] = pair.iter().map(|h| semitones(h.pitch.hz) * weight(h)).sum::<f32>() / total;
    row[PERIODICITY] = mean(&|h| h.pitch.periodicity);
    row[LEVEL] = mean(&|h| h.total_db) - loudest;
    row[PEAK] = mean(&|h| h.pitch.peak);
    row[LOW] = bands(0, 6);
    row[MIDDLE] = bands(6, 11);
    row[HIGH] = bands(11, 18);
    row[FLUX] = 0.5 * (flux(before, &pair[0]) + flux(&pair[0], &pair[1]));
    row
}

fn flux(a: &Hop, b: &Hop) -> f32 {
    let change = |(x, y): (&u8, &u8)| 0.5 * f32::from(x.abs_diff(*y));
    a.bands.iter().zip(&b.bands).map(change).sum::<f32>() / a.bands.len() as f32
}

/// Semitones over 1 Hz.
#[must_use]
pub fn semitones(hz: f32) -> f32 {
    12.0 * hz.max(1.0).log2()
}

/// How much a row says about pitch: periodic and loud.
#[must_use]
pub fn pitch_weight(row: &[f32; RAW]) -> f32 {
    let periodic = (row[PERIODICITY] - 0.3).clamp(0.0, 1.0);
    periodic * periodic * 10.0_f32.powf(row[LEVEL].clamp(-30.0, 0.0) / 20.0)
}

/// The weighted median of the pitch, semitones over 1 Hz.
#[must_use]
pub fn middle(raw: &[[f32; RAW]]) -> f32 {
    let mut weighted: Vec<(f32, f32)> = raw.iter().map(|r| (r[PITCH], pitch_weight(r))).collect();
    weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = 0.5 * weighted.iter().map(|(_, w)| w).sum::<f32>();
    let mut sum = 0.0;
    for (pitch, weight) in &weighted {
        sum += weight;
        if sum >= half && sum > 0.0 {
            return *pitch;
        }
    }
    weighted.get(weighted.len() / 2).map_or(semitones(160.0), |w| w.0)
}

/// The rows as the network reads them.
#[must_use]
pub fn inputs(raw: &[[f32; RAW]], middle: f32, reference: Reference) -> Vec<[f32; INPUTS]> {
    let pitch = |i: usize| raw[i][PITCH];
    let last = raw.len().saturating_sub(1);
    (0..raw.len())
        .map(|i| {
            let row = &raw[i];
            let (left, right) = (i.saturating_sub(1), (i + 1).min(last));
            let slope = (pitch(right) - pitch(left)) / (right - left).max(1) as f32;
            let voiced = 1.0 / (1.0 + (-(row[PERIODICITY] - 0.45) * 14.0).exp());
            let own = ((row[PITCH] - middle) / 6.0).clamp(-3.0, 3.0);
            let known = ((row[PITCH] - reference.middle) / 6.0).clamp(-3.0, 3.0) * reference.trust;
            [
                own * voiced,
                own,
                row[PERIODICITY],
                row[LEVEL] / 20.0,
                (slope * voiced).clamp(-3.0, 3.0),
                known,
                known * voiced,
                reference.trust,
                row[FLUX] / 5.0,
                row[LOW] / 20.0,
                row[MIDDLE] / 20.0,
                row[HIGH] / 20.0,
                (row[PITCH] - semitones(170.0)) / 12.0,
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::pitch::PitchFrame;

    fn hop(db: f32, hz: f32, periodicity: f32) -> Hop {
        let pitch =
            PitchFrame { hz, periodicity, peak: periodicity, voiced: periodicity, energy: 0.01 };
        Hop { pitch, total_db: db, ..Hop::default() }
    }

    fn quiet(n: usize) -> Vec<Hop> {
        vec![hop(-70.0, 100.0, 0.1); n]
    }

    #[test]
    fn the_voice_is_cut_out_with_its_margins() {
        let hops = [quiet(60), vec![hop(-20.0, 200.0, 0.9); 40], quiet(60)].concat();
        assert_eq!(active(&hops), (51, 109));
        let rows = rows(&hops).expect("long enough");
        assert_eq!(rows.start_hop, 51);
        assert!((rows.middle - semitones(200.0)).abs() < 0.01);
    }

    #[test]
    fn two_syllables_with_a_stop_between_stay_together_and_a_far_click_does_not() {
        let voice = |n| vec![hop(-20.0, 200.0, 0.9); n];
        let click = vec![hop(-25.0, 100.0, 0.1); 2];
        let hops = [voice(25), quiet(12), voice(25), quiet(60), click, quiet(30)].concat();
        let (start, end) = active(&hops);
        assert_eq!(start, 0);
        assert!((62..=72).contains(&end), "{end}");
    }

    #[test]
    fn a_syllable_after_a_pause_belongs_to_the_word_and_one_after_two_seconds_is_told() {
        let voice = vec![hop(-20.0, 200.0, 0.9); 25];
        let paused = [voice.clone(), quiet(80), voice.clone(), quiet(40)].concat();
        assert_eq!(stretch(&paused), Stretch { start: 0, end: 139, more: false });
        let apart = [voice.clone(), quiet(200), voice, quiet(40)].concat();
        assert!(stretch(&apart).more);
    }

    #[test]
    fn nothing_at_all_gives_no_rows() {
        assert!(rows(&[]).is_none());
        assert!(rows(&quiet(5)).is_none());
    }

    #[test]
    fn an_unknown_speaker_leaves_the_known_columns_empty() {
        let hops = vec![hop(-20.0, 200.0, 0.9); 40];
        let rows = rows(&hops).expect("rows");
        let unknown = inputs(&rows.raw, rows.middle, Reference::UNKNOWN);
        assert!(unknown.iter().all(|r| r[5] == 0.0 && r[6] == 0.0 && r[7] == 0.0));
        let reference = Reference { middle: rows.middle - 6.0, trust: 1.0 };
        let known = inputs(&rows.raw, rows.middle, reference);
        assert!((known[10][5] - 1.0).abs() < 1e-3);
    }
}
