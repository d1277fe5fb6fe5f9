//! A problem: its question, its answer, and the steps that lead there.

use serde::{Deserialize, Serialize};

use crate::domain::turn::{Ask, Line};
use crate::text::numbers::Ratio;

/// What is practised. The serialised names are the `skill` of attempts and the `operation` of seed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skill {
    /// Sums.
    Add,
    /// Differences.
    Subtract,
    /// Products.
    Multiply,
    /// Quotients without remainder.
    Divide,
    /// What goods cost, in francs.
    Francs,
    /// What comes back when paying.
    Change,
    /// Kilos, litres, metres, hours and minutes.
    Measures,
}

impl Skill {
    /// Every skill.
    pub const ALL: [Skill; 7] = [
        Skill::Add,
        Skill::Subtract,
        Skill::Multiply,
        Skill::Divide,
        Skill::Francs,
        Skill::Change,
        Skill::Measures,
    ];

    /// The name in attempts.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Skill::Add => "add",
            Skill::Subtract => "subtract",
            Skill::Multiply => "multiply",
            Skill::Divide => "divide",
            Skill::Francs => "francs",
            Skill::Change => "change",
            Skill::Measures => "measures",
        }
    }
}

/// What the answer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A bare number, or things that the question names.
    Plain,
    /// Rwandan francs.
    Francs,
    /// Minutes.
    Minutes,
    /// Kilograms.
    Kilos,
    /// Grams.
    Grams,
    /// Litres.
    Litres,
}

/// One step of arithmetic on positive numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// a + b
    Add(i64, i64),
    /// a - b, with a > b
    Subtract(i64, i64),
    /// a * b
    Multiply(i64, i64),
    /// a / b, without remainder
    Divide(i64, i64),
}

impl Op {
    /// What comes out; 0 where a stored step makes no sense.
    #[must_use]
    pub fn result(self) -> i64 {
        match self {
            Op::Add(a, b) => a.saturating_add(b),
            Op::Subtract(a, b) => a.saturating_sub(b),
            Op::Multiply(a, b) => a.saturating_mul(b),
            Op::Divide(a, b) => a.checked_div(b).unwrap_or(0),
        }
    }
}

/// One problem. The first three names are those of the learner's context in seed data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is asked.
    pub question: Line,
    /// The answer: a whole number above 0.
    pub answer: i64,
    /// What is practised.
    pub operation: Skill,
    /// What the answer counts.
    pub unit: Unit,
    /// The way to it; the last step gives the answer.
    pub steps: Vec<Op>,
    /// How many digits the keypad waits for: those of the largest answer to problems of this kind, so that the
    /// moment at which it stops waiting tells nothing.
    pub digits: u8,
}

/// The digits of a positive number.
#[must_use]
pub fn digits(n: i64) -> u8 {
    let figures = n.checked_abs().unwrap_or(i64::MAX).checked_ilog10().unwrap_or(0) + 1;
    u8::try_from(figures).unwrap_or(19)
}

impl Problem {
    /// How the answer is waited for, at a level of 1 to 5: harder problems get more time.
    #[must_use]
    pub fn ask(&self, level: u8) -> Ask {
        Ask {
            hints: vec![Line::new("hints-numbers")],
            timeout_s: 7 + 2 * level.min(5),
            ..Ask::number(self.digits)
        }
    }

    /// The answer as a fraction.
    #[must_use]
    pub fn value(&self) -> Ratio {
        Ratio::whole(self.answer)
    }

    /// The answer with its unit.
    #[must_use]
    pub fn amount(&self) -> Line {
        let key = match self.unit {
            Unit::Plain => "maths-in-plain",
            Unit::Francs => "maths-in-francs",
            Unit::Minutes => "maths-in-minutes",
            Unit::Kilos => "maths-in-kilos",
            Unit::Grams => "maths-in-grams",
            Unit::Litres => "maths-in-litres",
        };
        Line::new(key).with("n", self.answer)
    }
}
