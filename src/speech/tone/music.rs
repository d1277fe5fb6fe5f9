//! Tells notes of an instrument from syllables by how their pitch and level go.
//!
//! A voice slides into its pitch and out of it, trembles in level with every period, and glides between; a note
//! begins and ends on its pitch, and from note to note the pitch steps. Logistic regression over five measures,
//! fitted on recorded syllables and words and on synthesised notes and melodies of seven instruments (with
//! vibrato, decay and resonances); see `docs/SCORING-TONE.md`.

use super::super::utterance::Hop;
use super::features::semitones;
use super::gate::{VOICED, bend, flux, percentile};

/// Fewer voiced hops than this tell nothing.
const LEAST_HOPS: usize = 8;
/// Hops at either end of the voice that should stand on the pitch of their neighbours.
const EDGE: usize = 4;
/// Those neighbours.
const BESIDE: usize = 8;
/// Weights on the logs of: the slide at the edges, the tremble of the level, the bend, the slope, the change of the
/// bands; then the constant.
const WEIGHTS: [f32; 6] = [-1.672, -1.313, 0.767, -1.413, -0.642, -0.403];

/// Log odds that the voiced sound of `part` is an instrument's (equal shares of both assumed); far below 0 if it
/// is too short to tell.
#[must_use]
pub fn likeness(part: &[Hop]) -> f32 {
    let voiced = |h: &Hop| h.pitch.periodicity > VOICED;
    let (Some(first), Some(last)) = (part.iter().position(voiced), part.iter().rposition(voiced))
    else {
        return f32::MIN;
    };
    if part.iter().filter(|h| voiced(h)).count() < LEAST_HOPS {
        return f32::MIN;
    }
    let values = [
        (slide(part, first, last) + 0.05).ln(),
        (tremble(part) + 0.05).ln(),
        (bend(part) + 0.003).ln(),
        (slope(part) + 0.02).ln(),
        (flux(part) + 0.05).ln(),
        1.0,
    ];
    values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}

/// How far the first and the last 40 ms of voice stand from the pitch beside them, semitones.
fn slide(part: &[Hop], first: usize, last: usize) -> f32 {
    let st = |h: &Hop| semitones(h.pitch.hz);
    let off = |edge: &[Hop], beside: &[Hop]| {
        let middle = percentile(beside.iter().map(st), 0.5);
        edge.iter().map(|h| (st(h) - middle).abs()).fold(0.0, f32::max)
    };
    let head = (first + EDGE).min(part.len());
    let opening = off(&part[first..head], &part[head..(head + BESIDE).min(part.len())]);
    let tail = (last + 1).saturating_sub(EDGE);
    opening + off(&part[tail..=last], &part[tail.saturating_sub(BESIDE)..tail])
}

/// Median change of the level from hop to hop, dB.
fn tremble(part: &[Hop]) -> f32 {
    let pairs = part.windows(2).filter(|w| w.iter().all(|h| h.pitch.periodicity > VOICED));
    percentile(pairs.map(|w| (w[1].total_db - w[0].total_db).abs()), 0.5)
}

/// How far the pitch moves in 60 ms where it moves most (80th percentile), semitones; much if no voice lasts that.
fn slope(part: &[Hop]) -> f32 {
    let runs = part.windows(7).filter(|w| w.iter().all(|h| h.pitch.periodicity > VOICED));
    let moves: Vec<f32> =
        runs.map(|w| (semitones(w[6].pitch.hz) - semitones(w[0].pitch.hz)).abs()).collect();
    if moves.is_empty() { 9.0 } else { percentile(moves.into_iter(), 0.8) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::pitch::PitchFrame;

    fn hops(hz: impl Fn(f32) -> f32, db: impl Fn(usize) -> f32) -> Vec<Hop> {
        (0..40)
            .map(|i| {
                let hz = hz(i as f32 / 39.0);
                let pitch = PitchFrame { hz, periodicity: 0.9, peak: 0.9, ..PitchFrame::default() };
                Hop { pitch, total_db: db(i), ..Hop::default() }
            })
            .collect()
    }

    #[test]
    fn a_note_with_vibrato_is_music_and_a_gliding_voice_is_not() {
        let vibrato = |t: f32| 220.0 * (1.0 + 0.005 * (t * 14.0).sin());
        assert!(likeness(&hops(vibrato, |_| -20.0)) > 3.0);
        let tremble = |i: usize| -20.0 + 1.2 * ((i * i) as f32).sin();
        let fall = |t: f32| 260.0 - 90.0 * t * t;
        assert!(likeness(&hops(fall, tremble)) < 0.0);
    }

    #[test]
    fn what_is_too_short_is_not_called_music() {
        assert_eq!(likeness(&[]), f32::MIN);
        assert_eq!(likeness(&hops(|_| 220.0, |_| -20.0)[..6]), f32::MIN);
    }
}
