//! Where a conversation stands on one channel: plain data that the machine reads and writes.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::ids::ModuleName;
use crate::domain::turn::Turn;

/// How the learner reaches us just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A telephone call.
    Voice,
    /// SMS or WhatsApp text.
    Text,
}

impl Channel {
    /// A label for logs, metrics and the journal's `interaction_type`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Channel::Voice => "voice",
            Channel::Text => "sms",
        }
    }
}

/// Where the conversation stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum State {
    /// Nothing was said yet.
    #[default]
    Start,
    /// A new learner is choosing a language; `misses` answers in a row were not understood.
    ChoosingLanguage {
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// The learner is asked, until there is an answer, whether lessons may be recorded.
    OfferingRecording {
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// A learner whose last call dropped is asked whether to go on with that lesson.
    OfferingResume {
        /// The lesson that was cut off.
        module: ModuleName,
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// A module has the word; the menu is the module `general`.
    InLesson {
        /// Which.
        module: ModuleName,
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// Several learn on this number, and one is asked for.
    ChoosingLearner {
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// During a lesson, the options of the line are read out.
    Options {
        /// The lesson to go back to.
        module: ModuleName,
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// During a lesson, the tutor's style is chosen.
    ChoosingStyle {
        /// The lesson to go back to.
        module: ModuleName,
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// Somebody wants to be deleted, and is asked whether everybody on the telephone is meant.
    Deleting {
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// The last call ended before it could be asked whether summaries may come by text: it is asked now, once.
    OfferingSummaryFirst,
    /// Nothing was understood three times: a text message is offered, then the call ends.
    OfferingText {
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// The learner is leaving and is asked, once ever, whether summaries may come by text.
    OfferingSummary {
        /// Unanswered or unreadable answers in a row.
        misses: u8,
    },
    /// The goodbye was said, or the learner hung up.
    Ended,
}

impl State {
    /// A label for logs and metrics, from a closed set.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            State::Start => "start",
            State::ChoosingLanguage { .. } => "choosing_language",
            State::OfferingRecording { .. } => "offering_recording",
            State::OfferingResume { .. } => "offering_resume",
            State::InLesson { .. } => "in_lesson",
            State::ChoosingLearner { .. } => "choosing_learner",
            State::Options { .. } => "options",
            State::ChoosingStyle { .. } => "choosing_style",
            State::Deleting { .. } => "deleting",
            State::OfferingSummaryFirst => "offering_summary_first",
            State::OfferingText { .. } => "offering_text",
            State::OfferingSummary { .. } => "offering_summary",
            State::Ended => "ended",
        }
    }
}

/// What a keyword without its value asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// How the learner wants to be called.
    Name,
    /// The name of somebody new on this telephone.
    Learner,
    /// Who of several is learning.
    Who,
    /// A language.
    Lang,
}

/// The part of a context that belongs to one channel.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Leg {
    /// The call this leg belongs to, or the last message answered. Not secret, not a number.
    pub conversation: Option<String>,
    /// Counts the turns given; an action URL carries it.
    pub step: u32,
    /// Where the conversation stands.
    pub state: State,
    /// The turn given last: said again on request, on a repeated delivery, and by a redirect.
    pub last_turn: Option<Turn>,
    /// Streams in a row that broke before anything was heard.
    pub streams_lost: u8,
    /// Whether the end of the conversation was handled.
    pub closed: bool,
    /// Help was given with the last turn: the same key again leads further.
    pub helped: bool,
    /// What the last text of the line asked for besides an answer of the lesson: the next one may bring it.
    pub wants: Option<Wanted>,
    /// It was said that messages are stopped: once is enough.
    pub told_stopped: bool,
    /// Who learns in this call, where several share the number: a text of another one does not take it over.
    pub learner: Option<usize>,
    /// When the lesson at hand was given the word.
    pub entered: Option<DateTime<Utc>>,
    /// When the last turn was given.
    pub asked_at: Option<DateTime<Utc>>,
    /// The step whose turn a tutor may still better.
    pub thinking: Option<u32>,
    /// The journal's entry of the turn of that step: what it came to is noted there.
    pub noted: Option<Uuid>,
    /// Speech could not be written down in the stream: the telephony service gathers the next answer.
    pub gathers: bool,
    /// Exercises done in this conversation, and of them right.
    pub done: (u32, u32),
    /// Right answers in a row in this conversation: now, and the most.
    pub row: (u32, u32),
    /// The modules in which something was done.
    pub subjects: BTreeSet<ModuleName>,
}
