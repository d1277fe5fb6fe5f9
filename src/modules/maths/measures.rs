//! Kilos, litres, metres, hours and minutes, as they come up in a day.

use super::content::shipped;
use super::generate::{Draw, numbers, problem};
use super::problem::{Op, Problem, Skill, Unit};
use crate::domain::turn::Line;

type Generator = fn(&mut Draw) -> Problem;

/// Which kinds come at which level, from 1 to 5.
const KINDS: [&[Generator]; 5] = [
    &[weight, jerrycan, milk, whole_hours],
    &[weight, jerrycan, milk, cloth, whole_hours],
    &[milk, cloth, bus, lesson],
    &[weight, cloth, bus, lesson, grams],
    &[milk, cloth, bus, lesson, grams],
];

/// A problem about a measure.
pub(super) fn measure(draw: &mut Draw) -> Problem {
    let kinds = KINDS[usize::from(draw.level.clamp(1, 5)) - 1];
    let kind = *draw.one_of(kinds);
    kind(draw)
}

fn measured(unit: Unit, question: Line, steps: Vec<Op>, most: i64) -> Problem {
    problem(Skill::Measures, unit, question, steps, most)
}

fn kilo_good(draw: &mut Draw) -> Line {
    let good = draw.one_of(&shipped().kilos);
    Line::new(format!("maths-good-{}", good.key))
}

fn weight(draw: &mut Draw) -> Problem {
    let (first, second) = draw.band.add;
    let (a, b) = (draw.within(first).max(2), draw.within(second).max(2));
    let question =
        numbers("maths-q-weight", a, b).with("name", draw.name()).with("good", kilo_good(draw));
    measured(Unit::Kilos, question, vec![Op::Add(a, b)], first.1 + second.1)
}

fn jerrycan(draw: &mut Draw) -> Problem {
    let a = *draw.one_of(&[10, 20]);
    let b = draw.within((2, a - 1));
    let question = numbers("maths-q-jerrycan", a, b).with("name", draw.name());
    measured(Unit::Litres, question, vec![Op::Subtract(a, b)], 20)
}

fn milk(draw: &mut Draw) -> Problem {
    let most = if draw.level < 3 { 9 } else { 18 };
    let days = if draw.level < 3 { (2, 5) } else { (3, 14) };
    let (a, b) = (draw.within((2, most)), draw.within(days));
    let question = numbers("maths-q-milk", a, b);
    measured(Unit::Litres, question, vec![Op::Multiply(a, b)], most * days.1)
}

fn cloth(draw: &mut Draw) -> Problem {
    let (divisor, quotient) = draw.band.divide;
    let b = draw.within((divisor.0.max(2), divisor.1.min(6)));
    let pieces = draw.within(quotient);
    let question = numbers("maths-q-cloth", b * pieces, b).with("name", draw.name());
    measured(Unit::Plain, question, vec![Op::Divide(b * pieces, b)], quotient.1)
}

fn hours(n: i64) -> Line {
    Line::new("maths-in-hours").with("n", n)
}

fn whole_hours(draw: &mut Draw) -> Problem {
    let n = draw.within((2, if draw.level == 1 { 3 } else { 6 }));
    let question = Line::new("maths-q-hours").with("hours", hours(n));
    measured(Unit::Minutes, question, vec![Op::Multiply(60, n)], 360)
}

fn bus(draw: &mut Draw) -> Problem {
    let h = draw.within((1, if draw.level < 5 { 3 } else { 6 }));
    let m = draw.within((1, 11)) * 5;
    let place = draw.place();
    let others: Vec<&str> =
        shipped().places.iter().map(String::as_str).filter(|other| *other != place).collect();
    let town = *draw.one_of(&others);
    let question = Line::new("maths-q-bus")
        .with("place", place)
        .with("town", town)
        .with("hours", hours(h))
        .with("m", m);
    let steps = vec![Op::Multiply(60, h), Op::Add(60 * h, m)];
    measured(Unit::Minutes, question, steps, 415)
}

fn clock(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn lesson(draw: &mut Draw) -> Problem {
    let hour = draw.within((7, 11));
    let begin = draw.within((1, 8)) * 5;
    let (long, steps) = if draw.level < 4 {
        let long = draw.within((2, (55 - begin) / 5)) * 5;
        (long, vec![Op::Subtract(begin + long, begin)])
    } else {
        // Over the full hour: up to it, then on.
        let (before, after) = (60 - begin, draw.within((1, 11)) * 5);
        (before + after, vec![Op::Subtract(60, begin), Op::Add(before, after)])
    };
    let start = hour * 60 + begin;
    let question =
        Line::new("maths-q-lesson").with("start", clock(start)).with("end", clock(start + long));
    measured(Unit::Minutes, question, steps, 110)
}

fn grams(draw: &mut Draw) -> Problem {
    let a = draw.within((2, 9));
    let b = draw.within((1, 19)) * 50;
    let question =
        numbers("maths-q-grams", a, b).with("name", draw.name()).with("good", kilo_good(draw));
    let steps = vec![Op::Multiply(a, 1_000), Op::Add(a * 1_000, b)];
    measured(Unit::Grams, question, steps, 9_999)
}
