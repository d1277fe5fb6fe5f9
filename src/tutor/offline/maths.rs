//! A sum worked out with its steps; the answer of a problem where the lesson hands it in.

use super::phrases::say;
use crate::domain::lang::Lang;
use crate::domain::task::Task;
use crate::text::numbers::Ratio;
use crate::tutor::arithmetic::{self, show};

/// Steps that are shown.
const STEPS: usize = 5;

pub(super) fn answer(task: &Task, lang: Lang) -> Option<String> {
    let fact = |name: &str| {
        task.facts.get(name).map(String::as_str).filter(|text| !text.trim().is_empty())
    };
    if let Some(answer) = fact("answer") {
        let steps = fact("steps").map(str::to_owned);
        // A way that is ours leads to the answer that is the lesson's, or it is not shown.
        let worked = || {
            let worked = arithmetic::question(fact("problem").unwrap_or(&task.said))?;
            (arithmetic::value(answer) == Some(worked.value)).then(|| shown(&worked))
        };
        return Some(match steps.or_else(worked) {
            Some(steps) => say("sum", lang, &[("answer", answer), ("steps", &steps)]),
            None => say("given", lang, &[("answer", answer)]),
        });
    }
    sum(&task.said, lang).or_else(|| Some(say("unknown", lang, &[])))
}

/// The sum in what was said, worked out.
pub(super) fn sum(said: &str, lang: Lang) -> Option<String> {
    Some(told(&arithmetic::question(said)?, lang))
}

/// A sum that is all of a question, worked out: no model knows it better.
pub(in crate::tutor) fn plain_sum(said: &str, lang: Lang) -> Option<String> {
    Some(told(&arithmetic::plain_question(said)?, lang))
}

fn told(worked: &arithmetic::Worked, lang: Lang) -> String {
    say("sum", lang, &[("answer", &show(worked.value)), ("steps", &shown(worked))])
}

fn shown(worked: &arithmetic::Worked) -> String {
    let step = |(left, sign, right, result): &(Ratio, char, Ratio, Ratio)| {
        let sign = if *sign == '*' { 'x' } else { *sign };
        // A fraction inside a sum needs its brackets.
        let operand = |number: Ratio| {
            let text = show(number);
            if text.contains('/') || number < Ratio::whole(0) { format!("({text})") } else { text }
        };
        format!("{} {sign} {} = {}.", operand(*left), operand(*right), show(*result))
    };
    worked.steps.iter().take(STEPS).map(step).collect::<Vec<_>>().join(" ")
}
