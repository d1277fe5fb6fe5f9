//! Everything that must outlive the process.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::PortError;
use super::runs::{CostRow, CostsBy, PromptRun};
use crate::domain::effect::Attempt;
use crate::domain::ids::{LearnerId, ModuleName};
use crate::domain::lang::Lang;
use crate::domain::line_report::LineReport;

/// One thing to keep. Writing an entry twice keeps it once: `id` decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Unique and, being UUIDv7, ordered by time.
    pub id: Uuid,
    /// Whose it is.
    pub learner: LearnerIdText,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What it is.
    pub record: Record,
}

/// A learner's id in the form that serialises: 32 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LearnerIdText(pub LearnerId);

impl TryFrom<String> for LearnerIdText {
    type Error = crate::domain::ids::IdError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        LearnerId::parse(&text).map(Self)
    }
}

impl From<LearnerIdText> for String {
    fn from(id: LearnerIdText) -> String {
        id.0.to_string()
    }
}

/// The kinds of entry. Text of or about a learner is sealed before it gets here (`session::codec`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// A learner was seen: creates or refreshes the row of table `users`.
    Seen {
        /// The number, sealed.
        phone_sealed: Vec<u8>,
        /// The name, sealed, if one is known.
        name_sealed: Option<Vec<u8>>,
        /// The chosen language.
        language: Option<Lang>,
    },
    /// One turn of a conversation: a row of `user_sessions`, and usage in `module_usage`.
    Turn {
        /// CallSid, or a text session's own id.
        session_id: String,
        /// The module that answered.
        module: Option<ModuleName>,
        /// `voice` or `sms`.
        interaction_type: String,
        /// What came, sealed.
        user_input_sealed: Vec<u8>,
        /// What was answered, sealed.
        ai_response_sealed: Vec<u8>,
        /// Milliseconds from the event to the answer.
        took_ms: u32,
    },
    /// What a turn came to, where that was known only after the turn was noted: changes its row of `user_sessions`.
    Said {
        /// The id of the turn's entry.
        turn: Uuid,
        /// What was answered, sealed.
        ai_response_sealed: Vec<u8>,
    },
    /// One answered exercise: a row of `attempts`.
    Attempt {
        /// CallSid, or a text session's own id.
        session_id: String,
        /// What was answered, and how well.
        attempt: Attempt,
    },
    /// A call ended: a row of `calls`.
    CallClosed {
        /// Which.
        call_sid: String,
        /// How: `completed`, `dropped`, …, from a closed set.
        outcome: String,
        /// Seconds from answer to end.
        seconds: u32,
        /// Turns given.
        turns: u32,
    },
    /// A media stream ended: a row of `lines`, several a call.
    Line {
        /// Of which call.
        call_sid: String,
        /// Why it ended, from a closed set.
        ended: String,
        /// How the line was.
        report: LineReport,
    },
    /// The learner's context, sealed, as of now: the one row of `checkpoints`, if newer.
    Checkpoint {
        /// Orders checkpoints of one learner: rises with every saved turn.
        version: u64,
        /// The sealed context.
        sealed: Vec<u8>,
    },
    /// A provider was asked: a row of `prompt_runs`.
    PromptRun(PromptRun),
    /// The learner asked to be forgotten: every row of theirs goes, and what was noted before this with them. What providers
    /// charged stays, and no longer says for whom.
    Forgotten,
    /// What became of a message that we sent: a row of `messages`.
    Message {
        /// The service's id, if it got so far.
        message_sid: Option<String>,
        /// `queued`, `sent`, `delivered`, `failed`, …
        status: String,
        /// The service's error code, if any.
        error_code: Option<String>,
    },
}

/// What the operator is told about use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of `users`.
    pub users: i64,
    /// Rows of `user_sessions`: turns.
    pub turns: i64,
    /// Rows of `attempts`.
    pub attempts: i64,
    /// Rows of `calls`.
    pub calls: i64,
    /// Rows of `lines`: media streams.
    pub lines: i64,
}

/// Keeps entries for good.
///
/// Contract: a batch is kept whole or not at all; an entry written again is kept once and counted once; an older
/// checkpoint never replaces a newer one.
#[async_trait]
pub trait Journal: Send + Sync + 'static {
    /// Keeps a batch, in one transaction.
    async fn write(&self, batch: &[Entry]) -> Result<(), PortError>;

    /// The newest checkpoint of a learner: its version and the sealed context.
    async fn checkpoint(&self, learner: LearnerId) -> Result<Option<(u64, Vec<u8>)>, PortError>;

    /// How much there is.
    async fn counts(&self) -> Result<Counts, PortError>;

    /// What providers charged since a moment, the dearest first; days in their order.
    async fn costs(&self, by: CostsBy, since: DateTime<Utc>) -> Result<Vec<CostRow>, PortError>;

    /// Brings the tables up to this release. Running it again changes nothing.
    async fn migrate(&self) -> Result<(), PortError>;

    /// Whether it can be used just now; for health pages.
    async fn ping(&self) -> Result<(), PortError>;

    /// What it is, for health pages and labels: `postgres` or `sqlite`.
    fn kind(&self) -> &'static str;
}

/// Takes entries on the caller's path: never waits, never fails, loses nothing on a clean shutdown.
#[async_trait]
pub trait Notebook: Send + Sync + 'static {
    /// Takes an entry to be kept soon.
    fn note(&self, entry: Entry);

    /// The newest checkpoint of a learner that was taken and is not kept yet: its version and the sealed context.
    async fn pending_checkpoint(&self, learner: LearnerId) -> Option<(u64, Vec<u8>)>;
}
