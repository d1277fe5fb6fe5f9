//! What was asked of providers, and what it cost.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::money::Nanodollars;

/// One request to one provider: the fields of the `PromptRun` of the project's seed documents, without a word of anybody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptRun {
    /// What it served; several runs share it where one failed or was hedged.
    pub request: Uuid,
    /// CallSid, or a text session's own id.
    pub session: String,
    /// The kind of task, or `hear`, `speak`, `summary`, `judge`.
    pub purpose: String,
    /// The group that the learner is in, if any.
    pub group: Option<Uuid>,
    /// From the settings: a closed set.
    pub provider: String,
    /// As the provider calls it.
    pub model: String,
    /// Name and version of the prompt template.
    pub rubric: String,
    /// Trial and arm that the learner is in, such as `autumn=groq`, whoever answered in the end; empty outside a trial.
    #[serde(default)]
    pub arm: String,
    /// Tokens read.
    pub input_tokens: u64,
    /// Of those, at the lower price of what was kept.
    pub cached_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// Characters spoken.
    pub characters: u64,
    /// Sound heard, ms.
    pub audio_ms: u64,
    /// To the first piece, ms; `None` where none came.
    pub first_ms: Option<u32>,
    /// To the end, ms.
    pub took_ms: u32,
    /// By the price list of the settings.
    pub cost: Nanodollars,
    /// What it used is not the provider's last word: it did not say, or had not when we left.
    #[serde(default)]
    pub estimated: bool,
    /// `ok`, `cancelled`, or the label of a fault.
    pub status: String,
}

/// By what costs are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostsBy {
    /// Call or text session.
    Session,
    /// Learner, by the id that is safe to print.
    Learner,
    /// Provider and model.
    Provider,
    /// Day, UTC.
    Day,
    /// Arm of a trial.
    Arm,
}

/// One row of what was spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostRow {
    /// Whose: as [`CostsBy`] says.
    pub whose: String,
    /// Requests.
    pub runs: i64,
    /// Of those, that failed.
    pub failed: i64,
    /// Until the first piece came, on the average of those where one did, ms.
    pub first_ms: Option<i64>,
    /// Tokens read and written.
    pub tokens: i64,
    /// Spent.
    pub cost: Nanodollars,
    /// Of that, for requests of which the provider did not say what they used.
    pub estimated: Nanodollars,
    /// When the last was.
    pub last: DateTime<Utc>,
}
