//! "Why?": the way to the last answer once more, in small steps where there is room. A tutor may say it better.

use std::collections::BTreeMap;

use super::problem::{Op, Problem, Text};
use super::{Asking, Maths, Memory, explain, question, say, utters};
use crate::domain::effect::Effect;
use crate::domain::manner::Mood;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::{Arg, Line};
use crate::modules::answers::bare;
use crate::modules::{Cx, Step};

/// Characters that it takes to say which problem is meant.
const BEFORE: usize = 20;

/// Whether a text asks for the answer to the problem in hand.
pub(super) fn wants_answer(text: &str) -> bool {
    [
        "tell me the answer",
        "show me the answer",
        "give me the answer",
        "the answer",
        "answer",
        "what is the answer",
        "whats the answer",
        "mbwira igisubizo",
        "mpa igisubizo",
        "nyereka igisubizo",
        "igisubizo ni iki",
        "igisubizo ni ikihe",
        "igisubizo ni angahe",
    ]
    .contains(&bare(text).as_str())
}

impl Maths {
    /// The way to the last answer. In the middle of a problem that was answered wrongly, a hint: its answer stays open.
    pub(super) fn why(&self, cx: &Cx<'_>, memory: &Memory, text: &str) -> Step {
        let open = memory.current_math_problem.as_ref().filter(|_| !memory.between_sets);
        let small = cx.manner.mood == Mood::Frustrated;
        let last = match (open, &memory.last) {
            (Some(problem), last) if memory.tries > 0 || last.is_none() => {
                return super::stay(cx, memory, explain::hint(problem, small));
            }
            (_, Some(last)) => last,
            (_, None) => return Step::NotUnderstood,
        };
        let lines = explain::worked(last, cx.lang, !cx.can.speak);
        // Words of the pack explain their own problem; ours about a sum are the same for every sum.
        let think = (last.template.is_none() && last.way.is_none())
            .then(|| thought(last, text, lines.clone()));
        // In the middle of the next problem it is said which one is meant, and that next one is asked again.
        let before = open.map(|_| Line::new("maths-before"));
        let mut turn = question(cx, memory, Asking::Plain);
        if !cx.can.speak
            && open.is_some_and(|open| {
                lines.iter().map(long).sum::<usize>() + BEFORE + say::long(open) > say::MESSAGE
            })
        {
            turn.say = utters(vec![Line::new("maths-why-again")]);
        }
        let said = utters(before.into_iter().chain(lines).collect());
        let turn = turn.after(said);
        Step::Go { turn, effects: think.into_iter().collect() }
    }
}

/// The most characters that a line of a way takes, in the longer language.
fn long(line: &Line) -> usize {
    match (line.args.get("text"), line.key.as_ref()) {
        (Some(Arg::Text(text)), _) => text.chars().count() + 1,
        (_, "maths-work-add" | "maths-work-subtract" | "maths-work-multiply") => 30,
        (_, "maths-answer") => 35,
        (_, "maths-work-divide") => 55,
        (_, "maths-work-fraction-times" | "maths-work-clock-over") => 105,
        _ => 75,
    }
}

fn thought(problem: &Problem, said: &str, lines: Vec<Line>) -> Effect {
    let steps: Vec<String> = problem.steps.iter().map(|op| written(*op)).collect();
    let mut facts = BTreeMap::from([
        ("steps".into(), steps.join("; ")),
        ("level".into(), problem.level.clamp(1, 5).to_string()),
    ]);
    if let Some(last) = problem.steps.last() {
        facts.insert("answer".into(), last.result().to_string());
    }
    let asked = match &problem.question {
        Text::Both { en, .. } => en.clone(),
        Text::Line(_) => problem.steps.iter().map(|op| sum(*op)).collect::<Vec<_>>().join("; "),
    };
    facts.insert("problem".into(), asked);
    let (kind, said) = (TaskKind::Maths, said.to_owned());
    Effect::Think(Task { kind, said, facts, instead_of: lines })
}

/// A step as it is asked: `12 + 5`.
fn sum(op: Op) -> String {
    let (a, sign, b) = match op {
        Op::Add(a, b) => (a, '+', b),
        Op::Subtract(a, b) => (a, '-', b),
        Op::Multiply(a, b) => (a, '*', b),
        Op::Divide(a, b) => (a, '/', b),
    };
    format!("{a} {sign} {b}")
}

fn written(op: Op) -> String {
    format!("{} = {}", sum(op), op.result())
}
