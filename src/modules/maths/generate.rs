//! Problems made to measure: a skill, a level and a seed give one, always the same one.

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::bands::{Band, Range, band};
use super::content::{Thing, shipped};
use super::problem::{Op, Problem, Skill, Text, Unit, digits};
use super::{days, measures, money, pack, parts};
use crate::content::maths::Maths;
use crate::domain::turn::Line;

/// Draws from the shipped table and the level's ranges.
pub(super) struct Draw {
    pub(super) rng: ChaCha8Rng,
    pub(super) level: u8,
    pub(super) band: &'static Band,
}

impl Draw {
    pub(super) fn within(&mut self, range: Range) -> i64 {
        self.rng.random_range(range.0..=range.1.max(range.0))
    }

    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        all.choose(&mut self.rng)
            .expect("a test sees that the shipped table has something of everything")
    }

    pub(super) fn name(&mut self) -> &'static str {
        self.one_of::<String>(&shipped().names)
    }

    pub(super) fn place(&mut self) -> &'static str {
        self.one_of::<String>(&shipped().places)
    }

    fn thing(&mut self, carried: bool) -> &'static Thing {
        let things: Vec<&'static Thing> =
            shipped().things.iter().filter(|t| t.carried || !carried).collect();
        self.one_of::<&Thing>(&things)
    }

    /// Anything of these; `None` where there is nothing.
    pub(super) fn any<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.choose(&mut self.rng).copied()
    }

    /// Heads or tails.
    pub(super) fn toss(&mut self) -> bool {
        self.rng.random_bool(0.5)
    }
}

/// A problem of that skill and level (1 to 5; others count as the nearest), by the packs or made to measure.
#[must_use]
pub fn generate(maths: &Maths, skill: Skill, level: u8, seed: u64) -> Problem {
    generate_short(maths, skill, level, seed, usize::MAX)
}

/// The same, of at most about `room` characters.
pub(super) fn generate_short(
    maths: &Maths,
    skill: Skill,
    level: u8,
    seed: u64,
    room: usize,
) -> Problem {
    let level = level.clamp(1, 5);
    let mut draw = Draw { rng: ChaCha8Rng::seed_from_u64(seed), level, band: band(level) };
    if (skill == Skill::Word || draw.toss())
        && let Some(made) = pack::problem(maths, &mut draw, skill, room)
    {
        return made;
    }
    let mut made = by_measure(&mut draw, skill);
    made.operation = skill;
    made.level = level;
    made
}

fn by_measure(draw: &mut Draw, skill: Skill) -> Problem {
    match skill {
        Skill::Add => add(draw),
        Skill::Subtract => subtract(draw),
        Skill::Multiply => multiply(draw),
        Skill::Divide => divide(draw),
        Skill::Francs if draw.toss() => money::price(draw),
        Skill::Francs => money::change(draw),
        Skill::Measures => measures::measure(draw),
        Skill::Fractions => parts::fraction(draw),
        Skill::Percent => parts::percentage(draw),
        Skill::Time => days::time(draw),
        Skill::Average => days::average(draw),
        Skill::Rate => days::rate(draw),
        // Without a pack the stories are those of the generators.
        Skill::Word => {
            let kind = *draw.one_of::<fn(&mut Draw) -> Problem>(&[add, subtract, multiply, divide]);
            kind(draw)
        }
    }
}

/// Puts a problem together; `most` is the largest answer to problems of this kind.
pub(super) fn problem(
    operation: Skill,
    unit: Unit,
    question: Line,
    steps: Vec<Op>,
    most: i64,
) -> Problem {
    let answer = steps.last().map_or(0, |op| op.result());
    Problem {
        question: Text::Line(question),
        answer,
        operation,
        over: 1,
        choices: Vec::new(),
        unit,
        steps,
        way: None,
        template: None,
        level: 0,
        digits: digits(most.max(answer)),
    }
}

pub(super) fn numbers(key: &'static str, a: i64, b: i64) -> Line {
    Line::new(key).with("a", a).with("b", b)
}

fn told(draw: &mut Draw, key: &'static str, carried: bool, a: i64, b: i64) -> Line {
    let thing = &draw.thing(carried).key;
    numbers(key, a, b)
        .with("things", Line::new(format!("maths-thing-{thing}")))
        .with("many", Line::new(format!("maths-many-{thing}")))
        .with("name", draw.name())
}

fn add(draw: &mut Draw) -> Problem {
    let (first, second) = draw.band.add;
    let (a, b) = (draw.within(first), draw.within(second));
    let story = draw.level < 5 && draw.toss();
    // Things are several: nobody "has 1 mangoes".
    let a = if story { a.max(2) } else { a };
    let question = if story {
        told(draw, "maths-q-add-story", false, a, b)
    } else {
        numbers("maths-q-add", a, b)
    };
    problem(Skill::Add, Unit::Plain, question, vec![Op::Add(a, b)], first.1 + second.1)
}

fn subtract(draw: &mut Draw) -> Problem {
    let (taken, left) = draw.band.subtract;
    let (b, rest) = (draw.within(taken), draw.within(left));
    let a = b + rest;
    let question = if draw.level < 5 && draw.toss() {
        told(draw, "maths-q-subtract-story", false, a, b)
    } else {
        numbers("maths-q-subtract", a, b)
    };
    problem(Skill::Subtract, Unit::Plain, question, vec![Op::Subtract(a, b)], left.1)
}

fn multiply(draw: &mut Draw) -> Problem {
    let (first, second) = draw.band.multiply;
    let (a, b) = (draw.within(first), draw.within(second));
    let question = if draw.toss() {
        told(draw, "maths-q-multiply-story", true, a, b)
    } else {
        numbers("maths-q-multiply", a, b)
    };
    problem(Skill::Multiply, Unit::Plain, question, vec![Op::Multiply(a, b)], first.1 * second.1)
}

fn divide(draw: &mut Draw) -> Problem {
    let (divisor, quotient) = draw.band.divide;
    let (b, q) = (draw.within(divisor), draw.within(quotient));
    let a = b * q;
    let question = if draw.toss() {
        told(draw, "maths-q-divide-story", true, a, b)
    } else {
        numbers("maths-q-divide", a, b)
    };
    problem(Skill::Divide, Unit::Plain, question, vec![Op::Divide(a, b)], quotient.1)
}
