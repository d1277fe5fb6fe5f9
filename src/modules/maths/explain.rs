//! Hints before the second try, and the worked way after it.

use super::problem::{Op, Problem, Skill, Text, Unit};
use crate::domain::lang::Lang;
use crate::domain::turn::Line;

/// From this size on, a group is not one of many.
const LARGE: i64 = 60;

/// A hint that does not give the answer away. In small steps, the first of several is worked out.
pub(super) fn hint(problem: &Problem, small: bool) -> Vec<Line> {
    let steps = telling(problem);
    let Some(first) = steps.first() else {
        return without_steps(problem).map(Line::new).into_iter().collect();
    };
    let several = steps.len() > 1;
    if several && small {
        return vec![Line::new("maths-hint-first").with("step", work(*first))];
    }
    let mut lines = Vec::new();
    if several {
        lines.push(Line::new("maths-hint-steps"));
    }
    lines.push(match *first {
        Op::Add(a, b) => pair("maths-hint-add", a, b),
        Op::Subtract(a, b) => pair("maths-hint-subtract", a, b),
        // A few large groups, never hundreds of small ones.
        Op::Multiply(a, b) if b > a && b >= LARGE => pair("maths-hint-multiply", b, a),
        Op::Multiply(a, b) => pair("maths-hint-multiply", a, b),
        Op::Divide(a, 100) if problem.operation == Skill::Percent => {
            Line::new("maths-hint-hundredth").with("a", a)
        }
        Op::Divide(a, b) => pair("maths-hint-divide", a, b),
    });
    lines
}

/// The hint for a problem that is worked out in no whole steps; `None` where none fits.
fn without_steps(problem: &Problem) -> Option<&'static str> {
    if problem.unit == Unit::Clock {
        return Some("maths-hint-clock");
    }
    let Text::Line(question) = &problem.question else { return None };
    match question.key.as_ref() {
        "maths-q-fraction-times" => Some("maths-hint-fraction-times"),
        "maths-q-fraction-add" | "maths-q-fraction-subtract" => Some("maths-hint-fraction"),
        _ => None,
    }
}

/// The way to the answer, then the answer. A short way does not take the numbers of a long one apart.
pub(super) fn worked(problem: &Problem, lang: Lang, short: bool) -> Vec<Line> {
    let step = if short && problem.steps.len() > 1 { briefly } else { work };
    match &problem.way {
        Some(way @ Text::Both { .. }) => vec![way.line(lang)],
        Some(way) => vec![way.line(lang), answer(problem)],
        None => {
            let mut lines: Vec<Line> = telling(problem).into_iter().map(step).collect();
            lines.push(answer(problem));
            lines
        }
    }
}

/// Advice on what the problem practises.
pub(super) fn tip(skill: Skill) -> Line {
    Line::new(match skill {
        Skill::Add => "maths-tip-add",
        Skill::Subtract => "maths-tip-subtract",
        Skill::Multiply => "maths-tip-multiply",
        Skill::Divide => "maths-tip-divide",
        Skill::Francs => "maths-tip-francs",
        Skill::Measures => "maths-tip-measures",
        Skill::Fractions => "maths-tip-fractions",
        Skill::Percent => "maths-tip-percent",
        Skill::Time => "maths-tip-time",
        Skill::Average => "maths-tip-average",
        Skill::Rate => "maths-tip-rate",
        Skill::Word => "maths-tip-word",
    })
}

/// Advice on a problem: weeks and days are no hours.
pub(super) fn tip_for(problem: &Problem) -> Line {
    if problem.operation == Skill::Time && problem.unit == Unit::Days {
        return Line::new("maths-tip-days");
    }
    tip(problem.operation)
}

/// The steps that change a number: "1 times 5 is 5" tells nothing beside others.
fn telling(problem: &Problem) -> Vec<Op> {
    let idle = |op: &Op| matches!(*op, Op::Multiply(1, _) | Op::Multiply(_, 1) | Op::Divide(_, 1));
    let telling: Vec<Op> = problem.steps.iter().copied().filter(|op| !idle(op)).collect();
    if telling.is_empty() { problem.steps.clone() } else { telling }
}

/// What a skill is called in a sentence.
pub(super) fn named(skill: Skill) -> Line {
    Line::new(match skill {
        Skill::Add => "maths-skill-add",
        Skill::Subtract => "maths-skill-subtract",
        Skill::Multiply => "maths-skill-multiply",
        Skill::Divide => "maths-skill-divide",
        Skill::Francs => "maths-skill-francs",
        Skill::Measures => "maths-skill-measures",
        Skill::Fractions => "maths-skill-fractions",
        Skill::Percent => "maths-skill-percent",
        Skill::Time => "maths-skill-time",
        Skill::Average => "maths-skill-average",
        Skill::Rate => "maths-skill-rate",
        Skill::Word => "maths-skill-word",
    })
}

/// The answer alone.
pub(super) fn answer(problem: &Problem) -> Line {
    Line::new("maths-answer").with("answer", problem.amount())
}

fn pair(key: &'static str, a: i64, b: i64) -> Line {
    Line::new(key).with("a", a).with("b", b)
}

fn briefly(op: Op) -> Line {
    let line = match op {
        Op::Add(a, b) => pair("maths-work-add", a, b),
        Op::Subtract(a, b) => pair("maths-work-subtract", a, b),
        Op::Multiply(a, b) => pair("maths-work-multiply", a, b),
        Op::Divide(a, b) => pair("maths-work-divide", a, b),
    };
    line.with("c", op.result())
}

fn work(op: Op) -> Line {
    let c = op.result();
    match op {
        Op::Add(a, b) => match parts(b) {
            Some((tens, ones)) if a >= 10 => {
                by_parts("maths-work-add-parts", a, tens, a + tens, ones, c)
            }
            _ => pair("maths-work-add", a, b).with("c", c),
        },
        Op::Subtract(a, b) => match parts(b) {
            Some((tens, ones)) => by_parts("maths-work-subtract-parts", a, tens, a - tens, ones, c),
            None => pair("maths-work-subtract", a, b).with("c", c),
        },
        Op::Multiply(a, b) => {
            let (large, small) = (a.max(b), a.min(b));
            match parts(large) {
                Some((tens, ones)) if small > 1 => Line::new("maths-work-multiply-parts")
                    .with("tens", tens)
                    .with("ones", ones)
                    .with("b", small)
                    .with("first", tens * small)
                    .with("second", ones * small)
                    .with("c", c),
                _ => pair("maths-work-multiply", a, b).with("c", c),
            }
        }
        Op::Divide(a, b) => pair("maths-work-divide", a, b).with("c", c),
    }
}

/// 37 as 30 and 7; `None` where there is nothing to take apart.
fn parts(n: i64) -> Option<(i64, i64)> {
    let ones = n % 10;
    (n > 10 && ones != 0).then_some((n - ones, ones))
}

fn by_parts(key: &'static str, a: i64, tens: i64, mid: i64, ones: i64, c: i64) -> Line {
    Line::new(key).with("a", a).with("tens", tens).with("mid", mid).with("ones", ones).with("c", c)
}
