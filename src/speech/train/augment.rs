//! Makes one recording stand for many speakers, lines and ways of speaking, on its raw rows.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::data::Item;
use crate::speech::tone::features::{
    self, FLUX, HIGH, INPUTS, LEVEL, LOW, PEAK, PERIODICITY, PITCH, RAW, Reference, Rows,
};
use crate::speech::tone::range::trust;

/// A number from the normal distribution with mean 0.
pub fn normal(rng: &mut ChaCha8Rng, deviation: f32) -> f32 {
    let (u, v): (f32, f32) = (rng.random_range(1e-7..1.0), rng.random());
    deviation * (-2.0 * u.ln()).sqrt() * (std::f32::consts::TAU * v).cos()
}

/// How far a source's speakers reach with their voice against the average: sets how its range is varied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Least factor on the range of the pitch.
    pub least: f32,
    /// Greatest factor.
    pub most: f32,
    /// Share of the examples moved down by about ten semitones, to where men speak.
    pub lowered: f32,
}

impl Reach {
    /// Teachers speak with a wide range, students with a narrow one; most students here are men.
    #[must_use]
    pub fn of(source: &str) -> Self {
        let [least, most, lowered] = match source {
            "dsp20" => [0.8, 1.7, 0.0],
            "synthetic" => [0.9, 1.1, 0.4],
            _ => [0.55, 1.35, 0.5],
        };
        Self { least, most, lowered }
    }
}

/// The inputs of one varied example.
#[must_use]
pub fn vary(
    rows: &Rows,
    tones: &[u8],
    speaker_middle: f32,
    reach: Reach,
    rng: &mut ChaCha8Rng,
) -> Vec<[f32; INPUTS]> {
    let mut raw = rows.raw.clone();
    if let [tone] = tones {
        reshape(&mut raw, *tone, rng);
    }
    let register = register(reach, rng);
    let factor = (rng.random_range(reach.least.ln()..reach.most.ln())).exp();
    vary_pitch(&mut raw, rows.middle, factor, register, rng);
    vary_line(&mut raw, rng);
    if rng.random::<f32>() < 0.12 {
        bury(&mut raw, rng);
    }
    let raw = warp(&raw, rng.random_range(0.7..1.5));
    let speaker = rows.middle + (speaker_middle - rows.middle) * factor + register;
    let middle = rows.middle + register + normal(rng, 0.5);
    features::inputs(&raw, middle, reference(speaker, rng))
}

/// Other speakers' ways to say an isolated tone: a third tone may rise at its end or not, and dip more or
/// less; a second tone may dip first; a fourth may stop short. The end swells or fades besides.
fn reshape(raw: &mut [[f32; RAW]], tone: u8, rng: &mut ChaCha8Rng) {
    let voiced = |r: &[f32; RAW]| features::pitch_weight(r) > 0.02;
    let (Some(first), Some(last)) = (raw.iter().position(voiced), raw.iter().rposition(voiced))
    else {
        return;
    };
    if last < first + 6 || rng.random::<f32>() < 0.35 {
        return;
    }
    let length = (last - first) as f32;
    let (turn, dip, rise) = match tone {
        1 => (rng.random_range(0.3..0.7), normal(rng, 0.5), normal(rng, 0.5)),
        2 => {
            (rng.random_range(0.2..0.38), rng.random_range(-2.0..0.7), rng.random_range(-2.0..2.0))
        }
        3 => {
            (rng.random_range(0.45..0.72), rng.random_range(-3.0..1.0), rng.random_range(-1.5..9.0))
        }
        _ => (rng.random_range(0.2..0.5), rng.random_range(-0.5..1.0), rng.random_range(-2.0..3.0)),
    };
    let bow = rng.random_range(1.0..2.0);
    let swell = match tone {
        2 => rng.random_range(-8.0..4.0),
        3 => rng.random_range(-3.0..14.0),
        _ => normal(rng, 3.0),
    };
    for (i, row) in raw.iter_mut().enumerate().skip(first) {
        let place = ((i - first) as f32 / length).min(1.0);
        // The dip is deepest at the turn; the rise begins there.
        let after = ((place - turn) / (1.0 - turn)).max(0.0);
        row[PITCH] += if place < turn {
            dip * place / turn
        } else {
            dip * (1.0 - after) + rise * after.powf(bow)
        };
        if i <= last {
            row[LEVEL] += swell * after;
            row[LOW..=HIGH].iter_mut().for_each(|band| *band += swell * after);
        }
    }
    let loudest = raw.iter().map(|r| r[LEVEL]).fold(f32::MIN, f32::max);
    for row in raw {
        row[LEVEL] -= loudest;
        row[LOW..=HIGH].iter_mut().for_each(|band| *band -= loudest);
    }
}

/// The speaker's middle as it is known after some words: none, in two of five cases.
fn reference(speaker: f32, rng: &mut ChaCha8Rng) -> Reference {
    let words = [0, 0, 0, 0, 1, 2, 4, 6, 12, 30][rng.random_range(0..10)];
    if words == 0 {
        return Reference::UNKNOWN;
    }
    Reference {
        middle: speaker + normal(rng, 0.5 + 2.0 / (words as f32).sqrt()),
        trust: trust(words),
    }
}

fn register(reach: Reach, rng: &mut ChaCha8Rng) -> f32 {
    let lowered = rng.random::<f32>() < reach.lowered;
    normal(rng, 1.8) - if lowered { 10.0 } else { 0.0 }
}

fn vary_pitch(
    raw: &mut [[f32; RAW]],
    middle: f32,
    factor: f32,
    register: f32,
    rng: &mut ChaCha8Rng,
) {
    let tilt = normal(rng, 0.6);
    let octave = match rng.random_range(0..10) {
        0 => 12.0,
        1 | 2 => -12.0,
        _ => 0.0,
    };
    let count = raw.len() as f32;
    for (i, row) in raw.iter_mut().enumerate() {
        let place = 2.0 * i as f32 / count - 1.0;
        row[PITCH] = middle + (row[PITCH] - middle) * factor + register;
        row[PITCH] += tilt * place + normal(rng, 0.12);
        if octave != 0.0 && row[PERIODICITY] < 0.5 && rng.random::<bool>() {
            row[PITCH] += octave;
        }
    }
}

fn vary_line(raw: &mut [[f32; RAW]], rng: &mut ChaCha8Rng) {
    let floor = -rng.random_range(22.0..45.0);
    let (steep, loud) = (rng.random_range(0.8..1.2), normal(rng, 1.0));
    let periodic = normal(rng, 0.05);
    let flux = rng.random_range(0.7..1.3);
    let mut colour = [0.0; RAW];
    colour[LOW..=HIGH].iter_mut().for_each(|c| *c = normal(rng, 3.0));
    for row in raw {
        row[PERIODICITY] = (row[PERIODICITY] + periodic + normal(rng, 0.04)).clamp(-0.2, 1.0);
        row[PEAK] = row[PEAK].max(row[PERIODICITY]);
        row[LEVEL] = (row[LEVEL] * steep + loud).max(floor);
        for i in LOW..=HIGH {
            row[i] = (row[i] + colour[i] + normal(rng, 1.0)).max(floor - 10.0);
        }
        row[FLUX] *= flux;
    }
}

/// Noise over the quiet parts: what lies under it loses its periodicity, and its pitch wanders.
fn bury(raw: &mut [[f32; RAW]], rng: &mut ChaCha8Rng) {
    let noise = -rng.random_range(10.0..28.0);
    let mut wander = raw.first().map_or(0.0, |r| r[PITCH]);
    for row in raw {
        let over = row[LEVEL] - noise;
        let clear = ((over + 3.0) / 11.0).clamp(0.0, 1.0);
        row[PERIODICITY] = row[PERIODICITY] * clear + (1.0 - clear) * rng.random_range(0.0..0.35);
        row[PEAK] = row[PERIODICITY].max(rng.random_range(0.2..0.4));
        if over < 0.0 {
            wander += normal(rng, 0.9);
            row[PITCH] = wander;
        } else {
            wander = row[PITCH];
        }
        row[LEVEL] = sum_db(row[LEVEL], noise);
        for band in &mut row[LOW..=HIGH] {
            *band = sum_db(*band, noise - 8.0 + normal(rng, 1.0));
        }
    }
}

/// The level of two sounds together, dB.
fn sum_db(a: f32, b: f32) -> f32 {
    10.0 * (10.0_f32.powf(a / 10.0) + 10.0_f32.powf(b / 10.0)).log10()
}

/// Stretches the rows in time by `factor`.
#[must_use]
pub fn warp(raw: &[[f32; RAW]], factor: f32) -> Vec<[f32; RAW]> {
    let count = ((raw.len() as f32 * factor) as usize).max(8);
    let last = raw.len() - 1;
    (0..count)
        .map(|i| {
            let place = i as f32 * last as f32 / (count - 1) as f32;
            let (at, share) = (place as usize, place.fract());
            let (a, b) = (&raw[at], &raw[(at + 1).min(last)]);
            std::array::from_fn(|v| a[v] + (b[v] - a[v]) * share)
        })
        .collect()
}

/// Several recordings of one speaker said one after another, as a slow learner reads a word.
#[must_use]
pub fn in_a_row(items: &[&Item], rng: &mut ChaCha8Rng) -> (Rows, Vec<u8>) {
    let mut raw: Vec<[f32; RAW]> = Vec::new();
    let mut tones = Vec::new();
    for item in items {
        let part = &item.takes[0].raw;
        // The margins of 80 ms on each side are partly cut, down to a short pause.
        let (cut, end) = (rng.random_range(0..=4), part.len() - rng.random_range(0..=4));
        let from = if raw.is_empty() { 0 } else { cut };
        let drop = normal(rng, 1.5);
        raw.extend(part[from..end.max(from)].iter().map(|row| {
            let mut row = *row;
            row[LEVEL] += drop;
            row
        }));
        tones.extend(&item.entry.tones);
    }
    let middle = features::middle(&raw);
    let rows = Rows { raw, middle, start_hop: 0 };
    (rows, tones)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn the_same_seed_gives_the_same_example_and_another_seed_another() {
        let rows = Rows {
            raw: vec![[88.0, 0.9, -3.0, 0.9, -5.0, -9.0, -20.0, 2.0]; 30],
            middle: 88.0,
            start_hop: 0,
        };
        let example = |seed| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            vary(&rows, &[3], 88.0, Reach::of("davin"), &mut rng)
        };
        assert_eq!(example(1), example(1));
        assert_ne!(example(1), example(2));
    }

    #[test]
    fn warping_keeps_both_ends() {
        let raw: Vec<[f32; RAW]> = (0..20).map(|i| [i as f32; RAW]).collect();
        for factor in [0.5, 1.0, 1.7] {
            let warped = warp(&raw, factor);
            assert_eq!(warped.len(), (20.0 * factor) as usize);
            assert_eq!(warped[0][0], 0.0);
            assert!((warped[warped.len() - 1][0] - 19.0).abs() < 1e-4);
        }
    }
}
