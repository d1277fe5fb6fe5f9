//! Kilos, litres and metres, as they come up in a day.

use super::content::shipped;
use super::generate::{Draw, numbers, problem};
use super::problem::{Op, Problem, Skill, Unit};
use crate::domain::turn::Line;

type Generator = fn(&mut Draw) -> Problem;

/// Which kinds come at which level, from 1 to 5.
const KINDS: [&[Generator]; 5] = [
    &[weight, jerrycan, milk],
    &[weight, jerrycan, milk, cloth],
    &[weight, milk, cloth, grams],
    &[weight, cloth, grams],
    &[milk, cloth, grams],
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

/// So many hours, as they stand in a sentence.
pub(super) fn hours(n: i64) -> Line {
    Line::new("maths-in-hours").with("n", n)
}

fn grams(draw: &mut Draw) -> Problem {
    let a = draw.within((2, 9));
    let b = draw.within((1, 19)) * 50;
    let question =
        numbers("maths-q-grams", a, b).with("name", draw.name()).with("good", kilo_good(draw));
    let steps = vec![Op::Multiply(a, 1_000), Op::Add(a * 1_000, b)];
    measured(Unit::Grams, question, steps, 9_999)
}
