//! Verdicts of the ear, made to order.

use toneline::domain::assessment::{Advice, Assessment, RejectReason, Scored, SyllableScore};
use toneline::domain::pinyin::{Pinyin, Tone};
use toneline::domain::reading::{
    Pause, PhoneScore, Reading, ReadingAssessment, ReadingReject, ReadingScore, WordScore,
};

/// Every reason.
pub const REASONS: [RejectReason; 11] = [
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
    RejectReason::NeutralAlone,
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

/// Every reason not to judge a reading.
pub const READING_REASONS: [ReadingReject; 9] = [
    ReadingReject::Silence,
    ReadingReject::NotSpeech,
    ReadingReject::TooShort,
    ReadingReject::TooLong,
    ReadingReject::TooNoisy,
    ReadingReject::TooQuiet,
    ReadingReject::Clipped,
    ReadingReject::Concealed,
    ReadingReject::WordsMissing,
];

/// A reading of `text` that was not judged.
pub fn refused(text: &str, reason: ReadingReject) -> Reading {
    Reading { text: text.to_owned(), verdict: ReadingAssessment::Rejected { reason } }
}

/// A reading of `text` with that total; `lost` words at its beginning were not said, and every other one went as the total.
pub fn reading(text: &str, total: u8, lost: usize) -> Reading {
    let words = text.split_whitespace().enumerate().map(|(at, word)| {
        let said = at >= lost;
        WordScore {
            word: word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned(),
            accuracy: if said { total.min(100) } else { 0 },
            said,
            start_ms: 0,
            end_ms: 300,
            phones: vec![PhoneScore { phone: "TH".to_owned(), accuracy: total, sure: total < 40 }],
        }
    });
    let pause = |after_word| Pause { after_word, start_ms: 0, length_ms: 700 };
    let score = ReadingScore {
        accuracy: total,
        fluency: total,
        completeness: total,
        prosody: total,
        total,
        words: words.collect(),
        pauses: if total < 50 { (0..9).map(pause).collect() } else { Vec::new() },
        words_per_minute: 100.0,
        syllables_per_second: f32::from(total) / 20.0,
        median_hz: 190.0,
    };
    Reading { text: text.to_owned(), verdict: ReadingAssessment::Scored(score) }
}
