//! Whether the formula of a word problem has an answer, whatever the numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::formula;
use crate::content::maths::Template;

/// Answers of a word problem that are tried.
const DRAWS: i64 = 300;

/// Tries the formula over its ranges: every draw must come to a whole number, zero or more and below a million.
pub(super) fn answers(problem: &Template) -> Result<(), String> {
    for draw in 0..DRAWS {
        let mut slots = BTreeMap::new();
        for (at, (name, range)) in problem.vars.iter().enumerate() {
            let count = (range.to - range.from) / range.step + 1;
            // The ends first, then steps that do not keep pace with each other.
            let place = match draw {
                0 => 0,
                1 => count - 1,
                _ => (draw * (2 * at as i64 + 3) + draw / 7) % count,
            };
            slots.insert(name.clone(), range.from + place * range.step);
        }
        match formula::whole(&problem.answer, &slots) {
            Ok(0..1_000_000) => {}
            Ok(answer) => return Err(format!("with {} the answer is {answer}", said(&slots))),
            Err(error) => return Err(format!("with {}: {error}", said(&slots))),
        }
    }
    Ok(())
}

/// What the slots are: "a 3, b 4".
fn said(slots: &BTreeMap<String, i64>) -> String {
    let each: Vec<String> = slots.iter().map(|(name, value)| format!("{name} {value}")).collect();
    each.join(", ")
}

/// The names between braces.
pub(super) fn slots(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
