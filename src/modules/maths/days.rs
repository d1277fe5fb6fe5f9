//! Time by the clock and the calendar, averages, and so much for each.

use super::content::shipped;
use super::generate::{Draw, numbers, problem};
use super::measures::hours;
use super::problem::{Op, Problem, Skill, Text, Unit, clock_line, clock_text};
use crate::domain::turn::Line;

type Kind = fn(&mut Draw) -> Problem;

/// Which kinds of time come at which level, from 1 to 5.
const TIMES: [&[Kind]; 5] = [
    &[whole_hours, weeks],
    &[whole_hours, weeks, lesson],
    &[bus, lesson, arrives],
    &[bus, lesson, arrives],
    &[bus, arrives, back_to_hours],
];

/// Which kinds of rate come at which level, from 1 to 5.
const RATES: [&[Kind]; 5] = [
    &[each],
    &[each, speed],
    &[each, speed, proportion],
    &[proportion, journey],
    &[proportion, journey, workers],
];

pub(super) fn time(draw: &mut Draw) -> Problem {
    let kinds = TIMES[usize::from(draw.level) - 1];
    let kind = *draw.one_of(kinds);
    kind(draw)
}

pub(super) fn rate(draw: &mut Draw) -> Problem {
    let kinds = RATES[usize::from(draw.level) - 1];
    let kind = *draw.one_of(kinds);
    kind(draw)
}

fn timed(unit: Unit, question: Line, steps: Vec<Op>, most: i64) -> Problem {
    problem(Skill::Time, unit, question, steps, most)
}

fn whole_hours(draw: &mut Draw) -> Problem {
    let n = draw.within((2, if draw.level == 1 { 5 } else { 12 }));
    let question = Line::new("maths-q-hours").with("hours", hours(n));
    timed(Unit::Minutes, question, vec![Op::Multiply(60, n)], 720)
}

fn weeks(draw: &mut Draw) -> Problem {
    let (n, d) = (draw.within((2, 10)), draw.within((1, 6)));
    if draw.level == 1 {
        let question = Line::new("maths-q-weeks").with("n", n);
        return timed(Unit::Days, question, vec![Op::Multiply(7, n)], 99);
    }
    let question = numbers("maths-q-weeks-days", n, d);
    timed(Unit::Days, question, vec![Op::Multiply(7, n), Op::Add(7 * n, d)], 99)
}

/// So many minutes as whole hours.
fn back_to_hours(draw: &mut Draw) -> Problem {
    let (each, n) = (*draw.one_of(&[15, 20, 30, 45, 90]), draw.within((4, 24)));
    let n = n - n % (60 / gcd(each, 60)) + 60 / gcd(each, 60);
    let question = numbers("maths-q-lessons-hours", n, each);
    let total = n * each;
    timed(Unit::Hours, question, vec![Op::Multiply(n, each), Op::Divide(total, 60)], 99)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
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
    timed(Unit::Minutes, question, steps, 415)
}

fn clock(minutes: i64) -> String {
    clock_text(minutes / 60, minutes % 60)
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
    let question = Line::new("maths-q-lesson")
        .with("start", clock_line(start))
        .with("end", clock_line(start + long));
    timed(Unit::Minutes, question, steps, 110)
}

/// When a bus arrives. Never on the hour, so that a bare "8" is not half an answer.
fn arrives(draw: &mut Draw) -> Problem {
    let start = draw.within((7, 10)) * 60 + draw.within((1, 11)) * 5;
    let most = if draw.level < 5 { 11 } else { 23 };
    let mut long = draw.within((3, most)) * 5;
    if (start + long) % 60 == 0 {
        long += 5;
    }
    let end = start + long;
    let question = Line::new("maths-q-arrives")
        .with("place", draw.place())
        .with("start", clock_line(start))
        .with("m", long);
    let mut made = timed(Unit::Clock, question, Vec::new(), 1_259);
    made.answer = end / 60 * 100 + end % 60;
    made.way = Some(Text::Line(arrival(start, end)));
    made
}

/// The way over the full hour, or within it.
fn arrival(start: i64, end: i64) -> Line {
    let full = (start / 60 + 1) * 60;
    let line = Line::new(if end > full { "maths-work-clock-over" } else { "maths-work-clock" })
        .with("start", clock(start))
        .with("end", clock(end));
    if end > full {
        return line.with("first", full - start).with("full", clock(full)).with("rest", end - full);
    }
    line.with("m", end - start)
}

/// The average of some numbers, or the one that is missing for it.
pub(super) fn average(draw: &mut Draw) -> Problem {
    let level = usize::from(draw.level) - 1;
    let count = [2, 3, 3, 4, 5][level];
    let range = [(4, 12), (4, 15), (12, 40), (12, 60), (22, 90)][level];
    let mean = draw.within(range);
    // Pairs around the mean keep it whole.
    let mut all = vec![mean; count];
    for at in 0..count - 1 {
        let by = draw.within((1, (mean - 1).min(9)));
        if all[at] > by {
            all[at] -= by;
            all[at + 1] += by;
        }
    }
    if draw.level == 5 { missing(&all, mean) } else { plain_average(&all) }
}

fn listed(all: &[i64]) -> Vec<Line> {
    all.iter().map(|n| Line::new("maths-in-plain").with("n", *n)).collect()
}

/// The numbers added one after the other.
fn sums(all: &[i64]) -> Vec<Op> {
    let mut steps = Vec::new();
    let mut total = all.first().copied().unwrap_or_default();
    for n in &all[1..] {
        steps.push(Op::Add(total, *n));
        total += n;
    }
    steps
}

/// Four numbers with that average, of which three are told. Where the fourth would be below 1, the average is asked.
fn missing(all: &[i64], mean: i64) -> Problem {
    let known = &all[..3];
    let known_sum: i64 = known.iter().sum();
    let fourth = mean * 4 - known_sum;
    if fourth < 1 {
        return plain_average(all);
    }
    let question =
        Line::new("maths-q-average-missing").with("mean", mean).with("all", listed(known));
    let mut steps = vec![Op::Multiply(mean, 4)];
    steps.extend(sums(known));
    steps.push(Op::Subtract(mean * 4, known_sum));
    problem(Skill::Average, Unit::Plain, question, steps, 999)
}

fn plain_average(all: &[i64]) -> Problem {
    let question = Line::new("maths-q-average").with("all", listed(all));
    let total: i64 = all.iter().sum();
    let mut steps = sums(all);
    steps.push(Op::Divide(total, i64::try_from(all.len()).unwrap_or(1)));
    problem(Skill::Average, Unit::Plain, question, steps, 999)
}

fn francs(question: Line, steps: Vec<Op>) -> Problem {
    problem(Skill::Rate, Unit::Francs, question, steps, 9_999)
}

/// What one costs, when several cost so much.
fn each(draw: &mut Draw) -> Problem {
    let good = draw.one_of(&shipped().kilos);
    let n = draw.within((2, [4, 6, 9, 9, 12][usize::from(draw.level) - 1]));
    let price = draw.within((good.price.0 / 100, good.price.1 / 100)) * 100;
    let question = numbers("maths-q-each", n, n * price)
        .with("good", Line::new(format!("maths-good-{}", good.key)));
    francs(question, vec![Op::Divide(n * price, n)])
}

fn speed(draw: &mut Draw) -> Problem {
    let (v, h) = (draw.within((4, 12)) * 5, draw.within((2, 5)));
    let question =
        Line::new("maths-q-speed").with("place", draw.place()).with("v", v).with("hours", hours(h));
    problem(Skill::Rate, Unit::Kilometres, question, vec![Op::Multiply(v, h)], 300)
}

/// What another number of them costs.
fn proportion(draw: &mut Draw) -> Problem {
    let good = draw.one_of(&shipped().pieces);
    let n = draw.within((2, 6));
    let m = n + draw.within((1, 6));
    let price = draw.within((good.price.0 / 50, good.price.1 / 50)) * 50;
    let question = numbers("maths-q-proportion", n, n * price)
        .with("m", m)
        .with("things", Line::new(format!("maths-thing-{}", good.key)));
    francs(question, vec![Op::Divide(n * price, n), Op::Multiply(price, m)])
}

/// How far in another number of hours.
fn journey(draw: &mut Draw) -> Problem {
    let (v, h) = (draw.within((6, 16)) * 5, draw.within((2, 4)));
    let k = h + draw.within((1, 4));
    let question = Line::new("maths-q-journey")
        .with("d", v * h)
        .with("hours", hours(h))
        .with("more", hours(k));
    let steps = vec![Op::Divide(v * h, h), Op::Multiply(v, k)];
    problem(Skill::Rate, Unit::Kilometres, question, steps, 999)
}

/// More hands, fewer days.
fn workers(draw: &mut Draw) -> Problem {
    let (n, m, k) = (draw.within((2, 5)), draw.within((2, 6)), draw.within((2, 4)));
    let (few, days, many) = (n, m * k, n * k);
    let question = numbers("maths-q-workers", few, days).with("m", many);
    let steps = vec![Op::Multiply(few, days), Op::Divide(few * days, many)];
    problem(Skill::Rate, Unit::Days, question, steps, 99)
}
