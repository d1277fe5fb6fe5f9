//! A problem: its question, its answer, and the steps that lead there.

use serde::{Deserialize, Serialize};

use crate::domain::lang::Lang;
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
    /// What goods cost in francs, and what comes back when paying.
    #[serde(alias = "change")]
    Francs,
    /// Kilos, litres and metres.
    Measures,
    /// Parts of a whole, and decimals.
    Fractions,
    /// So many out of a hundred.
    Percent,
    /// Minutes, hours, days, and the clock.
    Time,
    /// Averages.
    Average,
    /// So much for each, and in proportion.
    Rate,
    /// Stories with one step of arithmetic or several.
    Word,
}

impl Skill {
    /// Every skill.
    pub const ALL: [Skill; 12] = [
        Skill::Add,
        Skill::Subtract,
        Skill::Multiply,
        Skill::Divide,
        Skill::Francs,
        Skill::Measures,
        Skill::Fractions,
        Skill::Percent,
        Skill::Time,
        Skill::Average,
        Skill::Rate,
        Skill::Word,
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
            Skill::Measures => "measures",
            Skill::Fractions => "fractions",
            Skill::Percent => "percent",
            Skill::Time => "time",
            Skill::Average => "average",
            Skill::Rate => "rate",
            Skill::Word => "word",
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
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// A time of day: the answer 715 is a quarter past seven.
    Clock,
    /// Kilograms.
    Kilos,
    /// Grams.
    Grams,
    /// Litres.
    Litres,
    /// Metres.
    Metres,
    /// Centimetres.
    Centimetres,
    /// Kilometres.
    Kilometres,
    /// Percent.
    Percent,
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

/// A text that a problem carries with it: a message, or the words of a pack in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// A message of the catalogues.
    Line(Line),
    /// Words with every slot filled.
    Both {
        /// In English.
        en: String,
        /// In Kinyarwanda.
        rw: String,
    },
}

impl Text {
    /// As a line to say.
    #[must_use]
    pub fn line(&self, lang: Lang) -> Line {
        match self {
            Text::Line(line) => line.clone(),
            Text::Both { en, rw } => {
                let text = if lang == Lang::En { en } else { rw };
                Line::new("content").with("text", text.as_str())
            }
        }
    }

    /// Roughly how many characters it has in the longer language.
    #[must_use]
    pub fn long(&self) -> usize {
        match self {
            Text::Line(_) => 150,
            Text::Both { en, rw } => en.chars().count().max(rw.chars().count()),
        }
    }
}

/// One problem. The first three names are those of the learner's context in seed data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is asked.
    pub question: Text,
    /// The answer, above 0: a whole number, or the upper part of a fraction.
    pub answer: i64,
    /// What is practised.
    pub operation: Skill,
    /// The lower part of an answer that is a fraction; 1 for whole numbers.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub over: i64,
    /// Answers to choose from by number, as upper and lower parts. Only where the answer is no whole number: no key
    /// writes a fraction. No choice is a whole number, so that a number can only mean a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<(i64, i64)>,
    /// What the answer counts.
    pub unit: Unit,
    /// The way to it; the last step gives the answer, unless `way` tells it.
    #[serde(default)]
    pub steps: Vec<Op>,
    /// The way in words, where steps of whole numbers do not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<Text>,
    /// The template of a pack that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// How hard it is, 1 to 5; 0 where an older memory does not say.
    #[serde(default)]
    pub level: u8,
    /// How many digits the keypad waits for: those of the largest answer to problems of this kind, so that the
    /// moment at which it stops waiting tells nothing.
    pub digits: u8,
}

fn one() -> i64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_one(n: &i64) -> bool {
    *n == 1
}

/// The digits of a positive number.
#[must_use]
pub fn digits(n: i64) -> u8 {
    let figures = n.checked_abs().unwrap_or(i64::MAX).checked_ilog10().unwrap_or(0) + 1;
    u8::try_from(figures).unwrap_or(19)
}

/// A number as a line: whole, or as a fraction.
pub(super) fn figure(up: i64, down: i64) -> Line {
    if down == 1 {
        return Line::new("maths-in-plain").with("n", up);
    }
    Line::new("maths-fraction").with("up", up).with("down", down)
}

impl Problem {
    /// How the answer is waited for: harder problems get more time.
    #[must_use]
    pub fn ask(&self) -> Ask {
        let ask = if self.choices.is_empty() { Ask::number(self.digits) } else { Ask::choice() };
        Ask {
            hints: vec![Line::new("hints-numbers")],
            timeout_s: 7 + 2 * self.level.clamp(1, 5),
            ..ask
        }
    }

    /// The answer as a fraction.
    #[must_use]
    pub fn value(&self) -> Ratio {
        Ratio::new(self.answer, self.over).unwrap_or(Ratio::whole(self.answer))
    }

    /// What follows the question: the choices, or how the keys write a time.
    pub(super) fn tail(&self, speak: bool) -> Option<Line> {
        if let [first, second, third] = self.choices.as_slice() {
            let key = if speak { "maths-choices" } else { "maths-choices-text" };
            let line = Line::new(key)
                .with("one", figure(first.0, first.1))
                .with("two", figure(second.0, second.1))
                .with("three", figure(third.0, third.1));
            return Some(line);
        }
        (self.unit == Unit::Clock && speak).then(|| Line::new("maths-clock-keys"))
    }

    /// The answer with its unit.
    #[must_use]
    pub fn amount(&self) -> Line {
        let key = match self.unit {
            Unit::Clock => {
                return clock_line(self.answer / 100 * 60 + self.answer % 100);
            }
            Unit::Plain => return figure(self.answer, self.over),
            Unit::Francs => "maths-in-francs",
            Unit::Minutes => "maths-in-minutes",
            Unit::Hours => "maths-in-hours",
            Unit::Days => "maths-in-days",
            Unit::Kilos => "maths-in-kilos",
            Unit::Grams => "maths-in-grams",
            Unit::Litres => "maths-in-litres",
            Unit::Metres => "maths-in-metres",
            Unit::Centimetres => "maths-in-centimetres",
            Unit::Kilometres => "maths-in-kilometres",
            Unit::Percent => "maths-in-percent",
        };
        Line::new(key).with("n", self.answer)
    }
}

/// A time of day, so many minutes after midnight, in figures and in the words of the language.
pub(super) fn clock_line(minutes: i64) -> Line {
    let (hour, minute) = (minutes / 60, minutes % 60);
    Line::new("maths-in-clock").with("hour", (hour + 11).rem_euclid(12) + 1).with("minute", minute)
}

/// A time of day in figures: 7:05.
pub(super) fn clock_text(hour: i64, minute: i64) -> String {
    format!("{hour}:{minute:02}")
}
