//! Which tones were said, and how well.
//!
//! `features` cuts the utterance and makes rows of 20 ms; the networks of `models/tone.bin` give each row
//! probabilities of blank and five tones; `lattice` sums all readings of N syllables; `sandhi` says what
//! should have been heard; `gate` refuses what cannot be judged; `contour` places the syllables and
//! advises. `heard_tone` and `tone_probabilities` see the audio and the number of syllables only.

pub mod contour;
pub mod ear;
pub mod ear_file;
pub mod features;
pub mod gate;
pub mod jury;
pub mod lattice;
pub mod neutral;
pub mod range;
pub mod sandhi;
pub mod score;
pub mod solo;
mod squash;

use std::sync::LazyLock;

pub use range::SpeakerRange;

use super::utterance::{Hop, Utterance};
use crate::domain::assessment::{Assessment, RejectReason, Scored, SyllableScore};
use crate::domain::pinyin::{Pinyin, Tone};
use ear::Ear;
use features::{Reference, Rows};
use jury::Views;
use lattice::{Position, TONES};
use sandhi::Expected;

/// The weights, made by `toneline tone train`; see `models/README.md`.
static WEIGHTS: &[u8] = include_bytes!("../../../models/tone.bin");

static SCORER: LazyLock<ToneScorer> = LazyLock::new(|| {
    let ears = ear_file::read(WEIGHTS).expect("the weights are part of the program and tested");
    ToneScorer { ears }
});

/// Natural log of how much likelier another count of syllables must be before one, two, three and so on are
/// refused; the last holds for all longer words. Chosen where right counts refused and wrong counts passed cost about
/// the same (the curve is in `docs/SCORING-TONE.md`); the syllables of words run together more, the more there are.
const COUNT_MARGINS: [f64; 6] = [0.5, 1.0, 1.0, 1.5, 2.0, 2.5];

/// The judge of tones. It holds only weights: share one between all calls.
#[derive(Debug)]
pub struct ToneScorer {
    ears: Vec<Ear>,
}

/// What the networks make of an utterance.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Each network's probabilities.
    pub views: Views,
    /// The first hop of the first row.
    pub start_hop: usize,
    /// Middle of the utterance's pitch, semitones over 1 Hz.
    pub middle_st: f32,
}

impl ToneScorer {
    /// The judge with the weights of this program; they are read once.
    #[must_use]
    pub fn load() -> &'static Self {
        &SCORER
    }

    /// A judge with other weights, for training and evaluation.
    #[must_use]
    pub fn with_ears(ears: Vec<Ear>) -> Self {
        Self { ears }
    }

    /// The networks.
    #[must_use]
    pub fn ears(&self) -> &[Ear] {
        &self.ears
    }

    /// Judges a clip of 8 kHz mono samples. `concealed` tells by frame of 20 ms what the line lost.
    /// A scored utterance adds to `speaker`.
    #[must_use]
    pub fn assess(
        &self,
        samples: &[i16],
        concealed: &[bool],
        expected: &Pinyin,
        speaker: &mut SpeakerRange,
    ) -> Assessment {
        let mut utterance = Utterance::new();
        utterance.read(samples, concealed);
        self.assess_utterance(&utterance, expected, speaker)
    }

    /// Judges an utterance that was gathered frame by frame and finished. A few milliseconds of work.
    #[must_use]
    pub fn assess_utterance(
        &self,
        utterance: &Utterance,
        expected: &Pinyin,
        speaker: &mut SpeakerRange,
    ) -> Assessment {
        match self.judge(utterance, expected, *speaker) {
            Ok((scored, after)) => {
                *speaker = after;
                Assessment::Scored(scored)
            }
            Err(reason) => Assessment::Rejected { reason },
        }
    }

    fn judge(
        &self,
        utterance: &Utterance,
        expected: &Pinyin,
        speaker: SpeakerRange,
    ) -> Result<(Scored, SpeakerRange), RejectReason> {
        let hops = utterance.hops();
        let syllables = expected.syllables().len();
        if expected.syllables().first().is_some_and(|s| s.tone() == Tone::Neutral) {
            return Err(RejectReason::NeutralAlone);
        }
        let measures = gate::measure(hops);
        if let Some(reason) = gate::refuse(&measures, syllables, utterance.overlong()) {
            return Err(reason);
        }
        let reading = self.read(hops, speaker).ok_or(RejectReason::TooShort)?;
        check_count(&reading.views, syllables)?;
        let positions = reading.views.positions(syllables).ok_or(RejectReason::TooFewSyllables)?;
        let heard: Vec<_> = positions.iter().map(|p| score::calibrate(&p.tones)).collect();
        let mut after = speaker;
        after.note(reading.middle_st, &heard);
        let mut scored = scored(hops, &reading, &positions, expected, after);
        for syllable in &mut scored.syllables {
            syllable.start_ms += utterance.skipped_ms();
            syllable.end_ms += utterance.skipped_ms();
        }
        Ok((scored, after))
    }

    /// What the networks make of the hops; `None` if nothing long enough is there.
    #[must_use]
    pub fn read(&self, hops: &[Hop], speaker: SpeakerRange) -> Option<Reading> {
        let rows = features::rows(hops)?;
        Some(Reading {
            views: self.views(&rows, speaker.reference()),
            start_hop: rows.start_hop,
            middle_st: rows.middle,
        })
    }

    /// What each network makes of `rows`.
    #[must_use]
    pub fn views(&self, rows: &Rows, reference: Reference) -> Views {
        Views::of(&self.ears, rows, reference)
    }
}

/// Refuses when another number of syllables is far likelier than the expected one.
pub(crate) fn check_count(views: &Views, syllables: usize) -> Result<(), RejectReason> {
    let doubt = views.doubt(syllables);
    if doubt.nats < COUNT_MARGINS[syllables.clamp(1, COUNT_MARGINS.len()) - 1] {
        Ok(())
    } else if doubt.fewer {
        Err(RejectReason::TooFewSyllables)
    } else {
        Err(RejectReason::TooManySyllables)
    }
}

fn scored(
    hops: &[Hop],
    reading: &Reading,
    positions: &[Position],
    expected: &Pinyin,
    speaker: SpeakerRange,
) -> Scored {
    let spans = contour::spans(hops, reading.start_hop, positions);
    let known = speaker.heard() > 2;
    let middle_st = speaker.middle_hz().map_or(reading.middle_st, features::semitones);
    let surface = sandhi::surface(expected);
    let syllables: Vec<SyllableScore> = positions
        .iter()
        .zip(&surface)
        .enumerate()
        .map(|(i, (position, expected))| {
            let contour_st = contour::contour(hops, spans[i], middle_st);
            let weak = i > 0 && neutral::is_weak(hops, spans[i - 1], spans[i]);
            syllable(position, (expected, weak), (spans[i], known), contour_st)
        })
        .collect();
    let scores: Vec<u8> = syllables.iter().map(|s| s.score).collect();
    Scored {
        expected: expected.clone(),
        overall: score::overall(&scores),
        median_hz: median_hz(hops),
        syllables,
    }
}

fn syllable(
    position: &Position,
    (expected, weak): (&Expected, bool),
    (span, known): (contour::Span, bool),
    contour_st: Vec<f32>,
) -> SyllableScore {
    let tone_probabilities = score::calibrate(&position.tones);
    let heard = (0..TONES)
        .max_by(|a, b| tone_probabilities[*a].total_cmp(&tone_probabilities[*b]))
        .unwrap_or(0);
    let heard_tone = Tone::ALL[heard];
    let right: f32 = if expected.tone == Tone::Neutral {
        neutral::posterior(tone_probabilities[Tone::Neutral.index()], weak)
    } else {
        let accepted = Tone::ALL.iter().filter(|t| expected.accepts(**t));
        accepted.map(|t| tone_probabilities[t.index()]).sum()
    };
    let score = score::goodness(right);
    let is_right = expected.accepts(heard_tone);
    let advice = if score >= 85 {
        None
    } else {
        let seen = contour::advise(&contour_st, expected.tone, span, known);
        seen.or_else(|| (!is_right).then(|| contour::usual_advice(expected.tone)))
    };
    SyllableScore {
        expected_tone: expected.tone,
        heard_tone,
        tone_probabilities,
        score,
        start_ms: span.start_ms(),
        end_ms: span.end_ms(),
        contour_st,
        advice,
    }
}

/// Median F0 of the voiced hops, Hz; 0 if none is.
#[must_use]
pub fn median_hz(hops: &[Hop]) -> f32 {
    let voiced = hops.iter().filter(|h| h.pitch.voiced > 0.5 && h.total_db > -55.0);
    let mut hz: Vec<f32> = voiced.map(|h| h.pitch.hz).collect();
    hz.sort_by(f32::total_cmp);
    hz.get(hz.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
