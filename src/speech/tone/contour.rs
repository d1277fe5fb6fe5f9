//! Where the syllables lie, how their pitch goes, and what to change about it.

use super::super::units::HOP_MS;
use super::super::utterance::Hop;
use super::features;
use super::lattice::Position;
use crate::domain::assessment::Advice;
use crate::domain::pinyin::Tone;

/// Points of a contour.
pub const POINTS: usize = 16;
/// Periodicity from which pitch is trusted.
const VOICED: f32 = 0.45;
/// The first 30 ms after a consonant are pulled up by it.
const SKIP_HOPS: usize = 3;

/// One syllable's place: hops `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First hop.
    pub start: usize,
    /// The hop after the last.
    pub end: usize,
}

impl Span {
    /// Onset, ms.
    #[must_use]
    pub fn start_ms(self) -> u32 {
        self.start as u32 * HOP_MS
    }

    /// Offset, ms.
    #[must_use]
    pub fn end_ms(self) -> u32 {
        self.end as u32 * HOP_MS
    }
}

/// Cuts the active stretch between the labels' places, each time where the voice is weakest.
#[must_use]
pub fn spans(hops: &[Hop], start_hop: usize, positions: &[Position]) -> Vec<Span> {
    let (first, last) = sounding(hops);
    let place = |p: &Position| start_hop + 2 * p.row as usize;
    let mut cuts = vec![first];
    for pair in positions.windows(2) {
        let from = place(&pair[0]).clamp(first, last.saturating_sub(1));
        let to = place(&pair[1]).clamp(from, last.saturating_sub(1));
        let weakest = (from..=to).min_by(|a, b| strength(hops, *a).total_cmp(&strength(hops, *b)));
        let before = cuts.last().copied().unwrap_or(first);
        cuts.push(weakest.unwrap_or(from).max(before));
    }
    cuts.push(last);
    cuts.windows(2).map(|c| Span { start: c[0], end: c[1] }).collect()
}

/// Level and periodicity around a hop: low between syllables.
fn strength(hops: &[Hop], at: usize) -> f32 {
    let near = &hops[at.saturating_sub(1)..(at + 2).min(hops.len())];
    let of = |h: &Hop| h.total_db + 15.0 * h.pitch.periodicity;
    near.iter().map(of).sum::<f32>() / near.len() as f32
}

/// The active stretch without its margins.
fn sounding(hops: &[Hop]) -> (usize, usize) {
    let (start, end) = features::active(hops);
    let loudest = hops[start..end].iter().map(|h| h.total_db).fold(f32::MIN, f32::max);
    let loud = |h: &Hop| h.total_db > loudest - 30.0;
    let first = hops[start..end].iter().position(loud).unwrap_or(0);
    let last = hops[start..end].iter().rposition(loud).unwrap_or(0);
    (start + first, start + last + 1)
}

/// The pitch of a span's voiced part in semitones over `middle_st`, at [`POINTS`] equal steps; empty if
/// under 50 ms of it has a pitch.
#[must_use]
pub fn contour(hops: &[Hop], span: Span, middle_st: f32) -> Vec<f32> {
    let part = &hops[span.start..span.end];
    let sure = |h: &&Hop| h.pitch.periodicity > VOICED;
    let (Some(first), Some(last)) =
        (part.iter().position(|h| sure(&h)), part.iter().rposition(|h| sure(&h)))
    else {
        return Vec::new();
    };
    let skip = if last - first > 4 * SKIP_HOPS { SKIP_HOPS } else { 0 };
    let known: Vec<(f32, f32)> = (first + skip..=last)
        .filter(|i| sure(&&part[*i]))
        .map(|i| (i as f32, features::semitones(part[i].pitch.hz) - middle_st))
        .collect();
    if known.len() < 5 {
        return Vec::new();
    }
    let (from, to) = (known[0].0, known[known.len() - 1].0);
    (0..POINTS)
        .map(|p| interpolate(&known, from + (to - from) * p as f32 / (POINTS - 1) as f32))
        .collect()
}

fn interpolate(known: &[(f32, f32)], at: f32) -> f32 {
    let after = known.iter().position(|k| k.0 >= at).unwrap_or(known.len() - 1);
    let (b, a) = (known[after], known[after.saturating_sub(1)]);
    if b.0 <= a.0 {
        return b.1;
    }
    a.1 + (b.1 - a.1) * ((at - a.0) / (b.0 - a.0)).clamp(0.0, 1.0)
}

/// What would bring this contour nearer to `tone`, if anything is plainly missing. Semitones over the
/// speaker's middle in; `known` says whether that middle is the speaker's or only this utterance's.
#[must_use]
pub fn advise(contour: &[f32], tone: Tone, span: Span, known: bool) -> Option<Advice> {
    let shape = Shape::of(contour)?;
    let long = span.end - span.start > 35;
    match tone {
        Tone::First if shape.range > 3.0 => Some(Advice::KeepLevel),
        Tone::First if known && shape.mean < 0.5 => Some(Advice::StartHigher),
        Tone::Second if known && shape.start > 3.0 => Some(Advice::StartLower),
        Tone::Second if shape.rise < 2.5 => Some(Advice::RiseMore),
        Tone::Second if shape.lowest_at > 0.6 => Some(Advice::RiseSooner),
        Tone::Third if known && shape.start > 3.0 => Some(Advice::StartLower),
        Tone::Third if known && shape.lowest > -2.0 => Some(Advice::StayLow),
        Tone::Third if !known && shape.fall < 1.5 => Some(Advice::StayLow),
        Tone::Fourth if shape.fall < 4.0 => Some(Advice::FallFurther),
        Tone::Fourth if known && shape.start < 1.0 => Some(Advice::StartHighThenFall),
        Tone::Neutral if long => Some(Advice::ShortenIt),
        _ => None,
    }
}

/// What to say when the contour shows no plain fault but another tone was heard.
#[must_use]
pub fn usual_advice(tone: Tone) -> Advice {
    match tone {
        Tone::First => Advice::KeepLevel,
        Tone::Second => Advice::RiseMore,
        Tone::Third => Advice::StayLow,
        Tone::Fourth => Advice::FallFurther,
        Tone::Neutral => Advice::ShortenIt,
    }
}

/// The features of a contour that advice goes by, semitones; places from 0 to 1.
#[derive(Debug, Clone, Copy)]
struct Shape {
    mean: f32,
    start: f32,
    range: f32,
    lowest: f32,
    lowest_at: f32,
    rise: f32,
    fall: f32,
}

impl Shape {
    fn of(contour: &[f32]) -> Option<Self> {
        let last = contour.len().checked_sub(2)?;
        let lowest_at = (0..=last).min_by(|a, b| contour[*a].total_cmp(&contour[*b]))?;
        let highest = contour.iter().copied().fold(f32::MIN, f32::max);
        let lowest = contour[lowest_at];
        let before = contour[..=lowest_at].iter().copied().fold(f32::MIN, f32::max);
        let after = contour[lowest_at..].iter().copied().fold(f32::MIN, f32::max);
        Some(Self {
            mean: contour.iter().sum::<f32>() / contour.len() as f32,
            start: contour[0],
            range: highest - lowest,
            lowest,
            lowest_at: lowest_at as f32 / contour.len() as f32,
            rise: after - lowest,
            fall: before - lowest,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_case::test_case;

    fn line(from: f32, to: f32) -> Vec<f32> {
        (0..POINTS).map(|i| from + (to - from) * i as f32 / (POINTS - 1) as f32).collect()
    }

    const SPAN: Span = Span { start: 0, end: 30 };

    #[test_case(Tone::First, (3.0, 3.2), None; "a level first tone")]
    #[test_case(Tone::First, (4.0, -2.0), Some(Advice::KeepLevel); "a falling first tone")]
    #[test_case(Tone::First, (-2.0, -2.0), Some(Advice::StartHigher); "a low first tone")]
    #[test_case(Tone::Second, (-2.0, 4.0), None; "a rising second tone")]
    #[test_case(Tone::Second, (-2.0, -1.5), Some(Advice::RiseMore); "a flat second tone")]
    #[test_case(Tone::Third, (0.0, 0.0), Some(Advice::StayLow); "a third tone in the middle")]
    #[test_case(Tone::Fourth, (4.0, -5.0), None; "a falling fourth tone")]
    #[test_case(Tone::Fourth, (3.0, 2.0), Some(Advice::FallFurther); "a level fourth tone")]
    #[test_case(Tone::Fourth, (-1.0, -6.0), Some(Advice::StartHighThenFall); "a low fourth tone")]
    fn advice_fits(tone: Tone, (from, to): (f32, f32), expected: Option<Advice>) {
        assert_eq!(advise(&line(from, to), tone, SPAN, true), expected);
    }

    #[test]
    fn a_rise_that_comes_too_late_is_told_from_one_that_is_missing() {
        let mut late = line(-1.0, -3.0);
        late[12..].copy_from_slice(&[-2.0, -1.0, 0.5, 2.0]);
        assert_eq!(advise(&late, Tone::Second, SPAN, true), Some(Advice::RiseSooner));
    }

    #[test]
    fn a_contour_that_is_empty_gives_no_advice() {
        assert_eq!(advise(&[], Tone::First, SPAN, true), None);
    }
}
