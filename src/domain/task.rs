//! What the tutor is asked, as a value: a module names the task, and gives the answer that stands if nobody has a better one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::turn::Line;

/// The kinds of task. Each has a prompt template of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Talk with a learner of English: answer what was said, mend one mistake, ask one question.
    Converse,
    /// Speak for the other side of a debate.
    Debate,
    /// Answer a question on anything a school teaches.
    Ask,
    /// Correct a sentence and say why.
    Grammar,
    /// Explain a worked answer in mathematics. The answer itself is a fact that is handed in.
    Maths,
    /// Answer or judge an answer about a story. The story is a fact that is handed in.
    Story,
    /// Which module a plain sentence asks for.
    Route,
}

impl TaskKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Converse,
        Self::Debate,
        Self::Ask,
        Self::Grammar,
        Self::Maths,
        Self::Story,
        Self::Route,
    ];

    /// Its label in templates, metrics and the journal.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Converse => "converse",
            Self::Debate => "debate",
            Self::Ask => "ask",
            Self::Grammar => "grammar",
            Self::Maths => "maths",
            Self::Story => "story",
            Self::Route => "route",
        }
    }
}

/// One thing that the tutor is asked. What the learner said is data in it, never an instruction.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// What kind of answer is wanted.
    pub kind: TaskKind,
    /// What the learner said or wrote. Not for logs.
    pub said: String,
    /// What the module knows and the answer must agree with: `motion`, `side`, `story`, `answer`, `level`.
    pub facts: BTreeMap<Cow<'static, str>, String>,
    /// The lines of the turn that the answer takes the place of: they are said if nobody has a better one in time.
    pub instead_of: Vec<Line>,
}

impl std::fmt::Debug for Task {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Task({}, {} bytes)", self.kind.label(), self.said.len())
    }
}
