//! What is said about an utterance: what was heard, what it should be, and one thing to change.

use crate::domain::assessment::{Advice, RejectReason, Scored, SyllableScore};
use crate::domain::pinyin::Tone;
use crate::domain::turn::Line;

/// From this score on, a word went well.
pub(super) const WELL: u8 = 80;

/// From this score on, it went nearly well.
pub(super) const NEARLY: u8 = 60;

const PRAISE: [&str; 3] = ["mandarin-praise-1", "mandarin-praise-2", "mandarin-praise-3"];
const TONES: [&str; 5] =
    ["mandarin-tone-1", "mandarin-tone-2", "mandarin-tone-3", "mandarin-tone-4", "mandarin-tone-5"];
const CALLED: [&str; 5] = [
    "mandarin-called-1",
    "mandarin-called-2",
    "mandarin-called-3",
    "mandarin-called-4",
    "mandarin-called-5",
];
const SHAPES: [&str; 5] = [
    "mandarin-shape-1",
    "mandarin-shape-2",
    "mandarin-shape-3",
    "mandarin-shape-4",
    "mandarin-shape-5",
];

/// A tone's name.
pub(super) fn tone(tone: Tone) -> Line {
    Line::new(TONES[tone.index()])
}

/// What a tone is called in one word.
pub(super) fn called(tone: Tone) -> Line {
    Line::new(CALLED[tone.index()])
}

/// How a tone goes.
pub(super) fn shape(tone: Tone) -> Line {
    Line::new(SHAPES[tone.index()])
}

/// Praise, with the score.
pub(super) fn praise(score: u8, seed: u64) -> Line {
    let at = usize::try_from(seed % PRAISE.len() as u64).unwrap_or_default();
    Line::new(PRAISE[at]).with("score", i64::from(score))
}

/// The syllable that went worst, with its place from 1.
fn worst(scored: &Scored) -> Option<(usize, &SyllableScore)> {
    let numbered = scored.syllables.iter().enumerate();
    numbered.min_by_key(|(_, s)| (s.score, s.is_right())).map(|(at, s)| (at + 1, s))
}

/// The one hint for a word that nearly went well.
pub(super) fn hint(scored: &Scored) -> Vec<Line> {
    let mut lines = vec![Line::new("mandarin-nearly")];
    lines.extend(worst(scored).map(|(_, syllable)| change(syllable)));
    lines
}

/// What was heard against what was expected, and what to change.
pub(super) fn correction(scored: &Scored) -> Vec<Line> {
    let Some((place, syllable)) = worst(scored) else {
        return Vec::new();
    };
    let several = scored.syllables.len() > 1;
    let mut lines = vec![verdict(syllable, several.then_some(place))];
    lines.extend(sandhi(scored, place));
    lines.push(change(syllable));
    lines
}

fn verdict(syllable: &SyllableScore, place: Option<usize>) -> Line {
    let same = syllable.is_right();
    let key = match (same, place) {
        (false, None) => "mandarin-heard",
        (false, Some(_)) => "mandarin-heard-at",
        (true, None) => "mandarin-weak",
        (true, Some(_)) => "mandarin-weak-at",
    };
    let mut line = Line::new(key).with("expected", tone(syllable.expected_tone));
    if !same {
        line = line.with("heard", tone(syllable.heard_tone));
    }
    match place {
        Some(place) => line.with("place", i64::try_from(place).unwrap_or_default()),
        None => line,
    }
}

/// Why a syllable is expected with another tone than its dictionary tone.
fn sandhi(scored: &Scored, place: usize) -> Option<Line> {
    let written = scored.expected.syllables().get(place - 1)?.tone();
    let expected = scored.syllables.get(place - 1)?.expected_tone;
    match (written, expected) {
        (a, b) if a == b => None,
        (Tone::Third, Tone::Second) => Some(Line::new("mandarin-sandhi-third")),
        _ => Some(Line::new("mandarin-sandhi-change")),
    }
}

/// What to change: the ear's advice, or else how the tone goes.
pub fn change(syllable: &SyllableScore) -> Line {
    match syllable.advice {
        Some(advice) => Line::new(advice_key(advice)),
        None => shape(syllable.expected_tone),
    }
}

fn advice_key(advice: Advice) -> &'static str {
    match advice {
        Advice::KeepLevel => "mandarin-advice-keep-level",
        Advice::StartHigher => "mandarin-advice-start-higher",
        Advice::RiseMore => "mandarin-advice-rise-more",
        Advice::RiseSooner => "mandarin-advice-rise-sooner",
        Advice::StartLower => "mandarin-advice-start-lower",
        Advice::StayLow => "mandarin-advice-stay-low",
        Advice::FallFurther => "mandarin-advice-fall-further",
        Advice::StartHighThenFall => "mandarin-advice-start-high-then-fall",
        Advice::ShortenIt => "mandarin-advice-shorten-it",
    }
}

/// What to do about an utterance that could not be judged.
pub fn rejected(reason: RejectReason) -> Line {
    Line::new(match reason {
        RejectReason::Silence => "mandarin-reject-silence",
        RejectReason::NotSpeech => "mandarin-reject-not-speech",
        RejectReason::TooShort => "mandarin-reject-too-short",
        RejectReason::TooLong => "mandarin-reject-too-long",
        RejectReason::TooFewSyllables => "mandarin-reject-too-few-syllables",
        RejectReason::TooManySyllables => "mandarin-reject-too-many-syllables",
        RejectReason::TooNoisy => "mandarin-reject-too-noisy",
        RejectReason::TooQuiet => "mandarin-reject-too-quiet",
        RejectReason::Clipped => "mandarin-reject-clipped",
        RejectReason::Concealed => "mandarin-reject-concealed",
        RejectReason::NeutralAlone => "mandarin-reject-neutral-alone",
    })
}
