//! What tells one voice near the telephone from a crowd, a street or an instrument, over the active stretch.

use super::super::super::bands::BANDS;
use super::super::super::utterance::Hop;
use super::super::features::{Stretch, semitones};
use super::super::gate::{VOICED, percentile};

/// Values that the trees ask about.
pub const MEASURES: usize = 44;

/// Hops within this of the loudest are looked at, dB.
const LOUD_DB: f32 = 15.0;
/// Hops beside the stretch that show what it stands out of.
const BESIDE: usize = 30;
/// Hops at either end of the voice that should stand on the pitch of their neighbours.
const EDGE: usize = 4;
/// Those neighbours.
const NEIGHBOURS: usize = 8;
/// Hops over which a level rises or falls at an edge.
const RISE: usize = 5;

/// The measures of the `stretch` of `hops`; `None` if it holds no voice.
#[must_use]
pub fn measures(hops: &[Hop], stretch: Stretch) -> Option<[f32; MEASURES]> {
    let part = &hops[stretch.start..stretch.end];
    part.iter().find(|h| voiced(h))?;
    let mut out = Vec::with_capacity(MEASURES);
    levels(hops, stretch, &mut out);
    certainty(part, &mut out);
    movement(part, &mut out);
    runs(part, &mut out);
    colours(part, &mut out);
    <[f32; MEASURES]>::try_from(out).ok()
}

fn voiced(hop: &Hop) -> bool {
    hop.pitch.periodicity > VOICED
}

fn energy_db(hop: &Hop) -> f32 {
    10.0 * (hop.pitch.energy + 1e-10).log10()
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    sum / f32::max(count, 1.0)
}

fn deviation(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let middle = mean(values.clone());
    mean(values.map(|v| (v - middle).powi(2))).sqrt()
}

fn top(part: &[Hop]) -> f32 {
    percentile(part.iter().map(|h| h.total_db), 0.95)
}

fn loud(part: &[Hop]) -> impl Iterator<Item = &Hop> + Clone {
    let least = top(part) - LOUD_DB;
    part.iter().filter(move |h| h.total_db > least)
}

/// How the stretch stands out of what is around it, and how its level goes.
fn levels(hops: &[Hop], stretch: Stretch, out: &mut Vec<f32>) {
    let part = &hops[stretch.start..stretch.end];
    let top = top(part);
    let db = |hops: &[Hop], share| percentile(hops.iter().map(|h| h.total_db), share);
    let energy = |hops: &[Hop], share| percentile(hops.iter().map(energy_db), share);
    out.extend([
        top - db(hops, 0.1),
        top - db(hops, 0.3),
        top - db(part, 0.2),
        top - db(part, 0.5),
    ]);
    out.extend([energy(part, 0.95) - energy(hops, 0.1), energy(part, 0.95) - energy(part, 0.3)]);
    let before = &hops[stretch.start.saturating_sub(BESIDE)..stretch.start + 1];
    let after = &hops[stretch.end - 1..(stretch.end + BESIDE).min(hops.len())];
    out.push(top - db(before, 0.5));
    out.push(top - db(after, 0.5));
    out.push(deviation(loud(part).map(|h| h.total_db)));
    let rises = || part.windows(RISE + 1).map(|w| w[RISE].total_db - w[0].total_db);
    out.push(rises().fold(0.0, f32::max));
    out.push(rises().fold(0.0, f32::min));
    let near = part.iter().filter(|h| h.total_db > top - 6.0).count();
    out.push(near as f32 / part.len() as f32);
}

/// How sure the tracker is of its path.
fn certainty(part: &[Hop], out: &mut Vec<f32>) {
    let periodicity = |share| percentile(loud(part).map(|h| h.pitch.periodicity), share);
    out.extend([0.1, 0.25, 0.5, 0.75, 0.9].map(periodicity));
    out.push(mean(loud(part).map(|h| h.pitch.peak - h.pitch.periodicity)));
    out.push(mean(loud(part).map(|h| h.pitch.voiced)));
    out.push(part.iter().filter(|h| voiced(h)).count() as f32 / part.len() as f32);
    out.push(mean(loud(part).map(|h| f32::from(u8::from(voiced(h))))));
    let steps = pairs(part).map(|w| (w[1].pitch.periodicity - w[0].pitch.periodicity).abs());
    out.push(percentile(steps, 0.5));
}

fn pairs(part: &[Hop]) -> impl Iterator<Item = &[Hop]> + Clone {
    part.windows(2).filter(|w| w.iter().all(voiced))
}

/// How the pitch goes: a voice slides into it and out of it, trembles and glides.
fn movement(part: &[Hop], out: &mut Vec<f32>) {
    let st = |h: &Hop| semitones(h.pitch.hz);
    let steps = |share| percentile(pairs(part).map(|w| (st(&w[1]) - st(&w[0])).abs()), share);
    out.extend([0.5, 0.8, 0.95].map(steps));
    let threes = part.windows(3).filter(|w| w.iter().all(voiced));
    let bends = threes.map(|w| (st(&w[0]) - 2.0 * st(&w[1]) + st(&w[2])).abs());
    out.extend([0.5, 0.8].map(|share| percentile(bends.clone(), share)));
    let sevens = part.windows(7).filter(|w| w.iter().all(voiced));
    out.push(percentile(sevens.map(|w| (st(&w[6]) - st(&w[0])).abs()), 0.8));
    let pitch = |share| percentile(part.iter().filter(|h| voiced(h)).map(st), share);
    out.push(pitch(0.95) - pitch(0.05));
    out.push(slide(part));
    out.push(percentile(pairs(part).map(|w| (w[1].total_db - w[0].total_db).abs()), 0.5));
}

/// How far the first and the last 40 ms of voice stand from the pitch beside them, semitones.
fn slide(part: &[Hop]) -> f32 {
    let first = part.iter().position(voiced).unwrap_or(0);
    let last = part.iter().rposition(voiced).unwrap_or(first);
    let st = |h: &Hop| semitones(h.pitch.hz);
    let off = |edge: &[Hop], beside: &[Hop]| {
        let middle = percentile(beside.iter().map(st), 0.5);
        edge.iter().map(|h| (st(h) - middle).abs()).fold(0.0, f32::max)
    };
    let head = (first + EDGE).min(part.len());
    let opening = off(&part[first..head], &part[head..(head + NEIGHBOURS).min(part.len())]);
    let tail = (last + 1).saturating_sub(EDGE);
    opening + off(&part[tail..=last], &part[tail.saturating_sub(NEIGHBOURS)..tail])
}

/// The runs of voice: how many, how long, and how far the pitch leaps between them.
fn runs(part: &[Hop], out: &mut Vec<f32>) {
    let runs: Vec<&[Hop]> =
        part.chunk_by(|a, b| voiced(a) == voiced(b)).filter(|r| voiced(&r[0])).collect();
    let length = |r: &&[Hop]| r.len() as f32;
    let all: f32 = runs.iter().map(length).sum();
    let longest = runs.iter().map(length).fold(0.0, f32::max);
    let st = |h: &Hop| semitones(h.pitch.hz);
    let leaps = runs.windows(2).map(|w| (st(&w[1][0]) - st(&w[0][w[0].len() - 1])).abs());
    out.extend([runs.len() as f32, longest, longest / all, part.len() as f32]);
    out.push(leaps.fold(0.0, f32::max));
}

/// The colour of the sound and how it changes.
fn colours(part: &[Hop], out: &mut Vec<f32>) {
    let change = |w: &[Hop]| {
        let pairs = w[0].bands.iter().zip(&w[1].bands);
        pairs.map(|(a, b)| 0.5 * f32::from(a.abs_diff(*b))).sum::<f32>() / BANDS as f32
    };
    out.extend([0.3, 0.5, 0.8].map(|share| percentile(pairs(part).map(change), share)));
    let over = |h: &Hop, band: usize| h.band_db(band) - h.total_db;
    out.push(mean((0..BANDS).map(|b| deviation(loud(part).map(move |h| over(h, b))))));
    let spread = |h: &Hop| deviation((0..BANDS).map(|b| h.band_db(b)));
    out.push(percentile(loud(part).map(spread), 0.5));
    let middle = |h: &Hop| {
        let mut bands = h.bands;
        bands.sort_unstable();
        f32::from(bands[BANDS / 2]) * 0.5 - 100.0 - h.total_db
    };
    out.push(percentile(loud(part).map(middle), 0.5));
    let tilt =
        |h: &Hop| mean((0..6).map(|b| h.band_db(b))) - mean((11..BANDS).map(|b| h.band_db(b)));
    out.push(percentile(loud(part).map(tilt), 0.5));
    out.push(deviation(loud(part).map(tilt)));
}
