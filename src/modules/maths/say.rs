//! What a maths lesson says around its problems.

use super::explain;
use super::memory::{Memory, Tally};
use super::problem::{Problem, Text};
use crate::domain::manner::Mood;
use crate::domain::turn::{Arg, Ask, Line, Turn, Utter};
use crate::modules::{Asking, Cx, manner};

const LEVELS: [&str; 5] =
    ["maths-level-1", "maths-level-2", "maths-level-3", "maths-level-4", "maths-level-5"];

/// That it is right, and sometimes how good that is.
pub(super) fn praise(cx: &Cx<'_>) -> Vec<Line> {
    match manner::praise(cx) {
        Some(kind) => vec![Line::new("maths-right-1"), kind],
        None if cx.seed.is_multiple_of(2) => vec![Line::new("maths-right-2")],
        None => vec![Line::new("maths-right-3")],
    }
}

/// After a first wrong answer: another try, with a hint. The frustrated get comfort and a smaller step.
pub(super) fn not_yet(cx: &Cx<'_>, problem: &Problem) -> Vec<Line> {
    let small = cx.manner.mood == Mood::Frustrated;
    let mut say = match manner::comfort(cx).filter(|_| small) {
        Some(kind) => vec![kind, Line::new("maths-once-more")],
        None => vec![Line::new("maths-not-yet")],
    };
    say.extend(explain::hint(problem, small));
    say
}

/// After a second wrong answer: the worked way, and comfort where there is room for it.
pub(super) fn wrong(cx: &Cx<'_>, problem: &Problem) -> Vec<Line> {
    let mut say = vec![Line::new("maths-wrong")];
    if cx.can.speak || (problem.steps.len() == 1 && problem.template.is_none()) {
        say.extend(manner::comfort(cx));
    }
    let worked = explain::worked(problem, cx.lang, !cx.can.speak);
    let answer = explain::answer(problem);
    // A text has no room for it, and the words of the pack end with the answer.
    let told = !cx.can.speak || problem.template.is_none() || worked.last() == Some(&answer);
    say.extend(worked);
    say.extend((!told).then_some(answer));
    say
}

/// Characters of a text message of two segments, with a few to spare.
pub(super) const MESSAGE: usize = 296;

/// How many characters are left for a question beside these lines.
pub(super) fn room(said: &[Line]) -> usize {
    let long = |line: &Line| match line.args.get("text") {
        Some(Arg::Text(text)) => text.chars().count() + 1,
        _ => 60,
    };
    // The level may move, which is said too.
    MESSAGE.saturating_sub(said.iter().map(long).sum())
}

/// Roughly how many characters a problem takes in a text, in the longer language, with its choices.
pub(super) fn long(problem: &Problem) -> usize {
    let asked = match &problem.question {
        // The longest messages with so many slots.
        Text::Line(line) => match line.args.len() {
            0..=2 => 85,
            3..=5 => 120,
            _ => 165,
        },
        words @ Text::Both { .. } => words.long() + 1,
    };
    asked + if problem.choices.is_empty() { 0 } else { 80 }
}

pub(super) fn question(cx: &Cx<'_>, memory: &Memory, how: Asking) -> Turn {
    let Some(problem) = memory.current_math_problem.as_ref().filter(|_| !memory.between_sets)
    else {
        return go_on(cx, how);
    };
    let chosen = !problem.choices.is_empty();
    let lead = match (how, cx.can.speak) {
        (Asking::Plain, _) => None,
        (Asking::Rephrased, true) => Some("maths-again"),
        (Asking::KeysOnly, true) if chosen => Some("maths-keys-choice"),
        (Asking::KeysOnly, true) => Some("maths-keys"),
        (Asking::Rephrased | Asking::KeysOnly, false) => Some("maths-reply-number"),
    };
    let mut say: Vec<Utter> = lead.map(|key| Line::new(key).into()).into_iter().collect();
    say.push(problem.question.line(cx.lang).into());
    say.extend(problem.tail(cx.can.speak).map(Utter::from));
    let mut ask = problem.ask();
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
    let first = i64::from(set.first);
    match right == total {
        true if first == total => Line::new("maths-set-perfect").with("total", total),
        true => Line::new("maths-set-all").with("total", total).with("first", first),
        false => Line::new("maths-set-done").with("right", right).with("total", total),
    }
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
    lines.extend(problem.map(|problem| explain::hint(problem, false)).unwrap_or_default());
    lines
}
