//! What else to do, as values. The driver performs them.

use serde::{Deserialize, Serialize};

use super::ids::ModuleName;
use super::turn::Line;

/// Something to do besides answering.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send the learner a text message, unless they stopped messages.
    Text(Vec<Line>),
    /// Keep a result of the learner's work in the journal.
    Note(Attempt),
    /// The call is over and is closed in the journal. At most once a call.
    CloseCall,
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
