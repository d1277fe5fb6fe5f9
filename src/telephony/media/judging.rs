//! What an utterance is held against, made ready before the learner speaks.

use std::sync::Mutex;

use super::take::{Gather, Listening, Take};
use crate::domain::assessment::Assessment;
use crate::domain::event::Event;
use crate::domain::pinyin::Pinyin;
use crate::domain::reading::{Reading, ReadingAssessment};
use crate::domain::turn::{Expect, Listen};
use crate::speech::endpoint::ListenFor;
use crate::speech::english::score::{EnglishScorer, Sentence};
use crate::speech::tone::{SpeakerRange, ToneScorer};
use crate::telemetry::names;

/// What is expected, as far as it can be made ready.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    /// Mandarin.
    Tones(Pinyin),
    /// English, with the ways in which its words are said.
    Reading(String, Sentence),
    /// Anything.
    Talk(Vec<String>),
}

impl Expected {
    /// Makes ready what a turn listens for; `None` where its text has no words.
    pub(super) fn of(listen: &Listen) -> Option<Self> {
        match &listen.expect {
            Expect::Tones(pinyin) => Some(Self::Tones(pinyin.clone())),
            Expect::Talk { about } => Some(Self::Talk(about.clone())),
            Expect::Reading { read } => match Sentence::parse(read) {
                Ok(sentence) => Some(Self::Reading(read.clone(), sentence)),
                Err(error) => {
                    tracing::error!(%error, "a text to read aloud cannot be judged");
                    None
                }
            },
        }
    }

    /// How it is listened for.
    pub(super) fn listening(&self, listen: &Listen) -> Listening {
        let (mut how, what) = match self {
            Self::Tones(pinyin) => (ListenFor::syllables(pinyin.syllables().len()), Gather::Tones),
            Self::Reading(_, sentence) => {
                (ListenFor::reading(sentence.words().len()), Gather::Reading)
            }
            Self::Talk(_) => (ListenFor::talk(), Gather::Sound),
        };
        how.initial_timeout_ms = u32::from(listen.timeout_s) * 1_000;
        Listening { how, what }
    }
}

/// What the ear knows of the caller.
#[derive(Debug, Default)]
pub(super) struct Ear {
    /// What is listened for.
    pub(super) expected: Option<Expected>,
    /// The caller's range, so far.
    pub(super) range: SpeakerRange,
    /// Anything was judged by it.
    pub(super) heard: bool,
}

/// Judges against what is listened for; `None` if nothing is, or something else.
pub(super) fn judge(ear: &Mutex<Ear>, take: &Take) -> Option<Event> {
    let expected = lock(ear).expected.clone()?;
    match (expected, take) {
        (Expected::Tones(pinyin), Take::Tones(utterance)) => {
            let mut ear = lock(ear);
            let verdict = ToneScorer::load().assess_utterance(utterance, &pinyin, &mut ear.range);
            ear.heard = true;
            Some(Event::Heard(Box::new(verdict)))
        }
        (Expected::Reading(text, sentence), Take::Reading(listener)) => {
            let scorer = EnglishScorer::load();
            let scorer = scorer.inspect_err(|error| tracing::error!(%error, "no English")).ok()?;
            let verdict = scorer.assess(listener, &sentence);
            Some(Event::Read(Box::new(Reading { text, verdict })))
        }
        _ => None,
    }
}

/// Whether nothing was heard that could be judged.
pub(super) fn is_nothing(event: &Event) -> bool {
    match event {
        Event::Heard(verdict) => matches!(**verdict, Assessment::Rejected { .. }),
        Event::Read(reading) => matches!(reading.verdict, ReadingAssessment::Rejected { .. }),
        _ => false,
    }
}

/// Counts a verdict.
pub(super) fn count(event: &Event) {
    let label = match event {
        Event::Heard(verdict) => match **verdict {
            Assessment::Scored(_) => "scored",
            Assessment::Rejected { .. } => "rejected",
        },
        Event::Read(reading) => match reading.verdict {
            ReadingAssessment::Scored(_) => "reading_scored",
            ReadingAssessment::Rejected { .. } => "reading_rejected",
        },
        _ => return,
    };
    metrics::counter!(names::ASSESSMENTS, "verdict" => label).increment(1);
}

pub(super) fn lock(ear: &Mutex<Ear>) -> std::sync::MutexGuard<'_, Ear> {
    // A judge that panicked may leave an odd range behind, never a broken one.
    ear.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
