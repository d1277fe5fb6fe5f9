//! What a maths lesson says around its problems.

use super::explain;
use super::memory::{Memory, Tally};
use super::problem::Problem;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::{Asking, Cx};

const PRAISE: [&str; 3] = ["maths-right-1", "maths-right-2", "maths-right-3"];
const LEVELS: [&str; 5] =
    ["maths-level-1", "maths-level-2", "maths-level-3", "maths-level-4", "maths-level-5"];

/// One of several lines of praise.
pub(super) fn praise(cx: &Cx<'_>) -> Line {
    let at = usize::try_from(cx.seed % PRAISE.len() as u64).unwrap_or_default();
    Line::new(PRAISE[at])
}

pub(super) fn question(cx: &Cx<'_>, memory: &Memory, how: Asking) -> Turn {
    let Some(problem) = memory.current_math_problem.as_ref().filter(|_| !memory.between_sets)
    else {
        return go_on(cx, how);
    };
    let lead = match (how, cx.can.speak) {
        (Asking::Plain, _) => None,
        (Asking::Rephrased, true) => Some("maths-again"),
        (Asking::KeysOnly, true) => Some("maths-keys"),
        (Asking::Rephrased | Asking::KeysOnly, false) => Some("maths-reply-number"),
    };
    let mut say: Vec<Utter> = lead.map(|key| Line::new(key).into()).into_iter().collect();
    say.push(problem.question.clone().into());
    let mut ask = problem.ask(memory.math_level.number());
    ask.speech = how != Asking::KeysOnly;
    Turn::ask(say, ask)
}

/// The offer after a set.
pub(super) fn go_on(cx: &Cx<'_>, how: Asking) -> Turn {
    let key = match (cx.can.speak, how) {
        (false, _) => "maths-go-on-text",
        (true, Asking::Plain) => "maths-go-on",
        (true, Asking::Rephrased) => "maths-go-on-rephrased",
        (true, Asking::KeysOnly) => "maths-go-on-keys",
    };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-yes-no")],
        ..Ask::choice()
    };
    Turn::ask(vec![Line::new(key).into()], ask)
}

pub(super) fn utters(lines: Vec<Line>) -> Vec<Utter> {
    lines.into_iter().map(Utter::from).collect()
}

pub(super) fn summary(set: Tally) -> Line {
    let (right, total) = (i64::from(set.correct), i64::from(set.attempted));
    if right == total {
        return Line::new("maths-set-perfect").with("total", total);
    }
    Line::new("maths-set-done").with("right", right).with("total", total)
}

pub(super) fn progress(memory: &Memory) -> Option<Line> {
    if memory.math_problems_attempted == 0 {
        return None;
    }
    let level = LEVELS[usize::from(memory.math_level.number()) - 1];
    let line = Line::new("maths-progress")
        .with("correct", i64::from(memory.math_problems_correct))
        .with("attempted", i64::from(memory.math_problems_attempted))
        .with("level", Line::new(level));
    Some(line)
}

pub(super) fn help(cx: &Cx<'_>, problem: Option<&Problem>) -> Vec<Line> {
    let key = if cx.can.speak { "maths-help" } else { "maths-help-text" };
    let mut lines = vec![Line::new(key)];
    lines.extend(problem.map(explain::hint).unwrap_or_default());
    lines
}
