//! How well utterances are routed, measured on a table of labelled ones.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};

use super::General;
use crate::domain::effect::Effect;
use crate::domain::lang::Lang;
use crate::domain::manner::Manner;
use crate::modules::{Can, Card, Cx, Input, Module, Slot, Step};

/// What came of a table: how often each label was taken for which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confusion {
    /// Rows by wanted and given label.
    pub counts: BTreeMap<(String, String), u32>,
    /// Utterances that went elsewhere: wanted, given, utterance.
    pub wrong: Vec<(String, String, String)>,
}

impl Confusion {
    /// Routes every row, `label,utterance` after a line of headings, and keeps the rows for which `take` holds; rows are
    /// counted from 1.
    #[must_use]
    pub fn measured(cards: &[Card], table: &str, take: impl Fn(usize) -> bool) -> Self {
        let mut confusion = Self::default();
        let rows = table.lines().skip(1).filter_map(|line| line.split_once(','));
        for (_, (want, text)) in (1..).zip(rows).filter(|(n, _)| take(*n)) {
            // The tables call the lesson of general knowledge by its old name.
            let want = if want == "general" { "knowledge" } else { want };
            let got = given(cards, text);
            if got != want {
                confusion.wrong.push((want.to_owned(), got.clone(), text.to_owned()));
            }
            *confusion.counts.entry((want.to_owned(), got)).or_default() += 1;
        }
        confusion
    }

    /// Both tables together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (pair, count) in other.counts {
            *self.counts.entry(pair).or_default() += count;
        }
        self.wrong.extend(other.wrong);
        self
    }

    /// How many rows there were.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.counts.values().sum()
    }

    /// How many of them went where they should.
    #[must_use]
    pub fn right(&self) -> u32 {
        self.counts.iter().filter(|((want, got), _)| want == got).map(|(_, count)| count).sum()
    }

    /// The share that went right, percent; 0 of no rows.
    #[must_use]
    pub fn percent(&self) -> f64 {
        f64::from(self.right()) * 100.0 / f64::from(self.total().max(1))
    }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<14} {:<14} {:>5}", "wanted", "given", "count")?;
        for ((want, got), count) in &self.counts {
            writeln!(f, "{want:<14} {got:<14} {count:>5}")?;
        }
        write!(f, "{} of {} right, {:.1} %", self.right(), self.total(), self.percent())
    }
}

/// What the menu makes of a text, as a label.
#[must_use]
pub fn given(cards: &[Card], text: &str) -> String {
    let cx = Cx {
        now: DateTime::<Utc>::UNIX_EPOCH,
        seed: 1,
        lang: Lang::En,
        name: None,
        manner: Manner::default(),
        can: Can { speak: false, hear: false, keys: false },
        interrupted: None,
        cards,
    };
    match General::new().step(&cx, &mut Slot::default(), &Input::Text(text.to_owned())) {
        Step::Switch { to, .. } => to.to_string(),
        Step::Finish => "finish".to_owned(),
        Step::NotUnderstood => "unknown".to_owned(),
        Step::Leave { .. } => "leave".to_owned(),
        // A question that was answered went to no lesson.
        Step::Go { effects, .. } if effects.iter().any(|e| matches!(e, Effect::Think(_))) => {
            "unknown".to_owned()
        }
        Step::Go { turn, .. } if turn.say.iter().any(is_answer) => "unknown".to_owned(),
        Step::Go { turn, .. } => {
            let helps = turn.say.iter().any(|utter| match utter {
                crate::domain::turn::Utter::Line(line) => line.key.starts_with("general-help"),
                _ => false,
            });
            if helps { "help".to_owned() } else { "asked back".to_owned() }
        }
    }
}
/// A sum that was worked out, or an answer of the packs.
fn is_answer(utter: &crate::domain::turn::Utter) -> bool {
    matches!(utter, crate::domain::turn::Utter::Line(line)
        if SUMS.contains(&line.key.as_ref()) || line.key == "knowledge-answer")
}

/// What is said of a sum.
const SUMS: [&str; 4] =
    ["general-sum-plus", "general-sum-minus", "general-sum-times", "general-sum-over"];
