//! What else to do, as values. The driver performs them.

use serde::{Deserialize, Serialize};

use super::ids::ModuleName;
use super::task::Task;
use super::turn::Line;

/// Something to do besides answering.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send the learner a text message, unless they stopped messages.
    Text(Vec<Line>),
    /// Ask the tutor, where one is configured, and let its answer take the place of the lines that the task names. At most
    /// one a turn.
    Think(Task),
    /// Keep a result of the learner's work in the journal.
    Note(Attempt),
    /// Delete every recording of the learner.
    DeleteRecordings,
    /// Forget all that is kept of the learner, now.
    Forget,
    /// A call is over and is closed in the journal. At most once a call.
    CloseCall {
        /// Its CallSid.
        call: String,
        /// How it ended.
        how: CallEnd,
        /// Turns that were given.
        turns: u32,
    },
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallEnd {
    /// After a goodbye, or from the menu.
    Completed,
    /// In the middle of a lesson or a question.
    Dropped,
    /// Nobody told us: the next call began while it stood open.
    Lost,
}

impl CallEnd {
    /// A label for the journal and metrics.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            CallEnd::Completed => "completed",
            CallEnd::Dropped => "dropped",
            CallEnd::Lost => "lost",
        }
    }
}

/// One answered exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The module that set it.
    pub module: ModuleName,
    /// What was practised, in the module's own words: `add`, `tone-3`.
    pub skill: String,
    /// The level at which it was set.
    pub level: u8,
    /// Whether it was right.
    pub correct: bool,
    /// Goodness, 0 to 100, where there is one.
    pub score: Option<u8>,
}
