//! How the line speaks to a learner: style, length, pace and amount of praise, and how the learner seems to feel.

use serde::{Deserialize, Serialize};

/// The style of the tutor. The styles are those of the coach in the project's seed documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persona {
    /// Warm: celebrates small steps.
    #[default]
    Encouraging,
    /// Exact: says what and why, with figures.
    Technical,
    /// Lively: pushes on to the next goal.
    Motivational,
    /// Calm: small steps, no hurry.
    Patient,
    /// Playful: counts, compares with the learner's own best.
    Competitive,
}

impl Persona {
    /// Every style, in the order of its number on the keys.
    pub const ALL: [Self; 5] =
        [Self::Encouraging, Self::Technical, Self::Motivational, Self::Patient, Self::Competitive];

    /// Its label in catalogues and prompts.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Encouraging => "encouraging",
            Self::Technical => "technical",
            Self::Motivational => "motivational",
            Self::Patient => "patient",
            Self::Competitive => "competitive",
        }
    }
}

/// Little, some or much.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// Little.
    Low,
    /// Some.
    #[default]
    Medium,
    /// Much.
    High,
}

/// How fast the line speaks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// For beginners and bad lines.
    Slow,
    /// As people speak to a class.
    #[default]
    Normal,
    /// For those who asked.
    Fast,
}

impl Pace {
    /// One step slower; `None` at the slowest.
    #[must_use]
    pub fn slower(self) -> Option<Self> {
        match self {
            Self::Fast => Some(Self::Normal),
            Self::Normal => Some(Self::Slow),
            Self::Slow => None,
        }
    }

    /// One step faster; `None` at the fastest.
    #[must_use]
    pub fn faster(self) -> Option<Self> {
        match self {
            Self::Slow => Some(Self::Normal),
            Self::Normal => Some(Self::Fast),
            Self::Fast => None,
        }
    }
}

/// How the learner seems to feel, from words, errors, pauses and repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Nothing stands out.
    #[default]
    Steady,
    /// Errors or impatience pile up: make the next step smaller.
    Frustrated,
    /// Quick, right and short: make it new or harder.
    Bored,
    /// Right and sure: go on.
    Confident,
}

/// How to speak to this learner now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// The tutor's style.
    pub persona: Persona,
    /// How long explanations are.
    pub length: Amount,
    /// How technical they are.
    pub technical: Amount,
    /// How often there is praise.
    pub praise: Amount,
    /// How fast the line speaks.
    pub pace: Pace,
    /// How the learner seems to feel.
    pub mood: Mood,
}
