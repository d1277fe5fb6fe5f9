//! Verdicts of the ear, made to order.

use toneline::domain::assessment::{Advice, Assessment, RejectReason, Scored, SyllableScore};
use toneline::domain::pinyin::{Pinyin, Tone};

/// Every reason.
pub const REASONS: [RejectReason; 10] = [
    RejectReason::Silence,
    RejectReason::NotSpeech,
    RejectReason::TooShort,
    RejectReason::TooLong,
    RejectReason::TooFewSyllables,
    RejectReason::TooManySyllables,
    RejectReason::TooNoisy,
    RejectReason::TooQuiet,
    RejectReason::Clipped,
    RejectReason::Concealed,
];

/// Every advice.
pub const ADVICE: [Advice; 9] = [
    Advice::KeepLevel,
    Advice::StartHigher,
    Advice::RiseMore,
    Advice::RiseSooner,
    Advice::StartLower,
    Advice::StayLow,
    Advice::FallFurther,
    Advice::StartHighThenFall,
    Advice::ShortenIt,
];

/// A verdict on a word: every syllable heard as `heard` (or as it should be), with that score.
pub fn verdict(
    word: &Pinyin,
    heard: Option<Tone>,
    score: u8,
    advice: Option<Advice>,
) -> Assessment {
    let syllables = word.syllables().iter().map(|syllable| {
        let expected = syllable.tone();
        SyllableScore {
            expected_tone: expected,
            heard_tone: heard.unwrap_or(expected),
            tone_probabilities: [0.2; 5],
            score,
            start_ms: 0,
            end_ms: 300,
            contour_st: Vec::new(),
            advice,
        }
    });
    Assessment::Scored(Scored {
        expected: word.clone(),
        syllables: syllables.collect(),
        overall: score,
        median_hz: 180.0,
    })
}
