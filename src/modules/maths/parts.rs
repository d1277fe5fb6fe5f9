//! Parts of a whole: fractions, decimals and percent.

use super::generate::{Draw, numbers, problem};
use super::problem::{Op, Problem, Skill, Text, Unit, figure};
use crate::domain::turn::Line;
use crate::text::numbers::Ratio;

type Kind = fn(&mut Draw) -> Problem;

/// Which kinds of fraction come at which level, from 1 to 5.
const FRACTIONS: [&[Kind]; 5] = [
    &[unit_part],
    &[part, unit_part, wholes],
    &[part, same_as, like_sum],
    &[same_as, unlike_sum, mixed, decimal_sum],
    &[unlike_sum, mixed, product, decimal_sum],
];

/// Which kinds of percent come at which level, from 1 to 5.
const PERCENTS: [&[Kind]; 5] =
    [&[percent], &[percent], &[percent, share], &[falls, rises, share], &[falls, rises, before]];

/// Percents by level, with the number that what they are taken of is a multiple of.
const RATES: [&[(i64, i64)]; 5] = [
    &[(50, 2), (10, 10)],
    &[(20, 5), (25, 4), (50, 2), (5, 20)],
    &[(30, 10), (75, 4), (40, 5), (15, 20)],
    &[(20, 5), (25, 4), (10, 10), (5, 20)],
    &[(15, 20), (35, 20), (12, 25), (45, 20)],
];

pub(super) fn fraction(draw: &mut Draw) -> Problem {
    let kinds = FRACTIONS[usize::from(draw.level) - 1];
    let kind = *draw.one_of(kinds);
    kind(draw)
}

pub(super) fn percentage(draw: &mut Draw) -> Problem {
    let kinds = PERCENTS[usize::from(draw.level) - 1];
    let kind = *draw.one_of(kinds);
    kind(draw)
}

fn plain(skill: Skill, question: Line, steps: Vec<Op>, most: i64) -> Problem {
    problem(skill, Unit::Plain, question, steps, most)
}

/// A half, a third, a quarter of a number.
fn unit_part(draw: &mut Draw) -> Problem {
    let down = draw.within((2, if draw.level == 1 { 5 } else { 10 }));
    let each = draw.within((2, if draw.level == 1 { 10 } else { 20 }));
    let n = down * each;
    let question = Line::new("maths-q-part").with("part", figure(1, down)).with("n", n);
    plain(Skill::Fractions, question, vec![Op::Divide(n, down)], 99)
}

/// Two thirds, three quarters of a number.
fn part(draw: &mut Draw) -> Problem {
    let (up, down) =
        *draw.one_of(&[(2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (3, 8), (5, 6), (3, 10)]);
    let each = draw.within((2, if draw.level == 2 { 10 } else { 30 }));
    let n = down * each;
    let question = Line::new("maths-q-part").with("part", figure(up, down)).with("n", n);
    plain(Skill::Fractions, question, vec![Op::Divide(n, down), Op::Multiply(each, up)], 999)
}

/// How many quarters there are in so many wholes.
fn wholes(draw: &mut Draw) -> Problem {
    let (down, n) = (draw.within((2, 8)), draw.within((2, 9)));
    let question = Line::new("maths-q-parts-in").with("part", figure(1, down)).with("n", n);
    plain(Skill::Fractions, question, vec![Op::Multiply(n, down)], 99)
}

/// Three quarters as so many eighths.
fn same_as(draw: &mut Draw) -> Problem {
    let (up, down) =
        *draw.one_of(&[(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (2, 5), (3, 5), (5, 6)]);
    let by = draw.within((2, if draw.level == 3 { 5 } else { 10 }));
    let question =
        Line::new("maths-q-same-as").with("part", figure(up, down)).with("down", down * by);
    let steps = vec![Op::Divide(down * by, down), Op::Multiply(up, by)];
    plain(Skill::Fractions, question, steps, 99)
}

/// How many quarters two and three quarters are.
fn mixed(draw: &mut Draw) -> Problem {
    let down = draw.within((2, 8));
    let (n, up) = (draw.within((1, 9)), draw.within((1, down - 1)));
    let question = Line::new("maths-q-mixed")
        .with("n", n)
        .with("part", figure(up, down))
        .with("one", figure(1, down));
    let steps = vec![Op::Multiply(n, down), Op::Add(n * down, up)];
    plain(Skill::Fractions, question, steps, 99)
}

/// An answer that is no whole number, with two wrong ones beside it.
fn chosen(
    draw: &mut Draw,
    question: Line,
    way: Line,
    right: Ratio,
    wrong: &[(i64, i64)],
) -> Option<Problem> {
    let pair = |ratio: Ratio| (ratio.upper(), ratio.lower());
    let mut others: Vec<(i64, i64)> = Vec::new();
    for (up, down) in wrong {
        let Some(ratio) = Ratio::new(*up, *down) else { continue };
        let distinct = ratio != right && !others.contains(&pair(ratio));
        if distinct && ratio.integer().is_none() && ratio > Ratio::whole(0) && others.len() < 2 {
            others.push(pair(ratio));
        }
    }
    if right.integer().is_some() || others.len() < 2 {
        return None;
    }
    let place = usize::try_from(draw.within((0, 2))).unwrap_or(0);
    others.insert(place, pair(right));
    let (up, down) = pair(right);
    let mut made = plain(Skill::Fractions, question, Vec::new(), 3);
    made.answer = up;
    made.over = down;
    made.choices = others;
    made.way = Some(Text::Line(way.with("result", figure(up, down))));
    made.digits = 1;
    Some(made)
}

/// The two fractions under `key`, added or taken away, over the common lower part.
fn sum_of(draw: &mut Draw, a: (i64, i64), b: (i64, i64), adds: bool) -> Option<Problem> {
    let down = a.1 / common(a.1, b.1) * b.1;
    let (left, right) = (a.0 * down / a.1, b.0 * down / b.1);
    let up = if adds { left + right } else { left - right };
    let answer = Ratio::new(up, down).filter(|r| *r > Ratio::whole(0))?;
    let (question, way) = if adds {
        ("maths-q-fraction-add", "maths-work-fraction-add")
    } else {
        ("maths-q-fraction-subtract", "maths-work-fraction-subtract")
    };
    let line = Line::new(question).with("a", figure(a.0, a.1)).with("b", figure(b.0, b.1));
    let way =
        Line::new(way).with("down", down).with("left", left).with("right", right).with("up", up);
    // The mistakes that are made: adding the lower parts too, forgetting one side, being off by one.
    let sign = if adds { 1 } else { -1 };
    let slips = [
        (a.0 + sign * b.0, a.1 + b.1),
        (a.0 + sign * b.0, down),
        (up + 1, down),
        (up + 2, down),
        (up, down + 1),
        (up, down + 2),
    ];
    chosen(draw, line, way, answer, &slips)
}

fn common(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common(b, a % b) }
}

/// Tries to make one until it comes to something; the last resort is the plain part of a number.
fn until(draw: &mut Draw, make: fn(&mut Draw) -> Option<Problem>) -> Problem {
    for _ in 0..50 {
        if let Some(made) = make(draw) {
            return made;
        }
    }
    part(draw)
}

fn like_sum(draw: &mut Draw) -> Problem {
    until(draw, |draw| {
        let down = *draw.one_of(&[5, 7, 8, 9, 10]);
        let (a, b) = (draw.within((1, down - 1)), draw.within((1, down - 1)));
        let adds = draw.within((0, 1)) == 1;
        sum_of(draw, (a, down), (b, down), adds)
    })
}

fn unlike_sum(draw: &mut Draw) -> Problem {
    until(draw, |draw| {
        let lowers: &[(i64, i64)] = if draw.level < 5 {
            &[(2, 4), (3, 6), (2, 3), (4, 8), (2, 6), (5, 10)]
        } else {
            &[(3, 4), (4, 6), (2, 5), (3, 5), (6, 8), (4, 5)]
        };
        let (first, second) = *draw.one_of(lowers);
        let (a, b) = (draw.within((1, first - 1)), draw.within((1, second - 1)));
        let adds = draw.within((0, 1)) == 1;
        let lowest = |up, down| common(up, down) == 1;
        if !lowest(a, first) || !lowest(b, second) {
            return None;
        }
        sum_of(draw, (a, first), (b, second), adds)
    })
}

fn product(draw: &mut Draw) -> Problem {
    until(draw, |draw| {
        let (a, b) = (draw.within((2, 6)), draw.within((2, 6)));
        let (c, d) = (draw.within((1, a - 1)), draw.within((1, b - 1)));
        let question =
            Line::new("maths-q-fraction-times").with("a", figure(c, a)).with("b", figure(d, b));
        let way = numbers("maths-work-fraction-times", c, a).with("c", d).with("d", b);
        let way = way.with("up", c * d).with("down", a * b);
        let slips = [(c + d, a + b), (c * d, a + b), (c * b, a * d), (c * d + 1, a * b)];
        chosen(draw, question, way, Ratio::new(c * d, a * b)?, &slips)
    })
}

/// 0.5 and 0.25 together: money has no small coins, but weights and lengths are written so.
fn decimal_sum(draw: &mut Draw) -> Problem {
    until(draw, |draw| {
        let step = if draw.level < 5 { 25 } else { 5 };
        let (a, b) = (draw.within((1, 300 / step)) * step, draw.within((1, 300 / step)) * step);
        if a % 100 == 0 || b % 100 == 0 {
            return None;
        }
        let question = Line::new("maths-q-decimal-add").with("a", decimal(a)).with("b", decimal(b));
        let way = Line::new("maths-work-decimal-add")
            .with("a", decimal(a))
            .with("b", decimal(b))
            .with("sum", decimal(a + b));
        let slips = [(a + b + 10, 100), (a + b + 5, 100), (a + b - 10, 100), (a + b + 20, 100)];
        chosen(draw, question, way, Ratio::new(a + b, 100)?, &slips)
    })
}

/// Hundredths as a decimal: 75 is 0.75, 150 is 1.5.
fn decimal(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn of_hundred(n: i64, rate: i64) -> Vec<Op> {
    match rate {
        50 => vec![Op::Divide(n, 2)],
        10 => vec![Op::Divide(n, 10)],
        _ => vec![Op::Multiply(n, rate), Op::Divide(n * rate, 100)],
    }
}

fn rate(draw: &mut Draw) -> (i64, i64) {
    let (rate, multiple) = *draw.one_of(RATES[usize::from(draw.level) - 1]);
    let most = [100, 200, 400, 2_000, 3_000][usize::from(draw.level) - 1];
    let step = if draw.level > 3 { multiple * 10 } else { multiple };
    let n = draw.within((2.max(20 / step), most / step)) * step;
    (rate, n)
}

fn percent(draw: &mut Draw) -> Problem {
    let (rate, n) = rate(draw);
    let question = Line::new("maths-q-percent").with("p", rate).with("n", n);
    plain(Skill::Percent, question, of_hundred(n, rate), 999)
}

/// So many of so many: what percent?
fn share(draw: &mut Draw) -> Problem {
    let n = *draw.one_of(&[10, 20, 25, 50, 200, 40]);
    // Only counts that come to whole percents.
    let least = n / common(100, n);
    let part = draw.within((1, n / least - 1)) * least;
    let question = numbers("maths-q-share", part, n);
    let steps = vec![Op::Multiply(part, 100), Op::Divide(part * 100, n)];
    problem(Skill::Percent, Unit::Percent, question, steps, 99)
}

fn falls(draw: &mut Draw) -> Problem {
    let (rate, n) = rate(draw);
    let off = n * rate / 100;
    let question = Line::new("maths-q-falls").with("p", rate).with("n", n);
    let mut steps = of_hundred(n, rate);
    steps.push(Op::Subtract(n, off));
    problem(Skill::Percent, Unit::Francs, question, steps, 9_999)
}

fn rises(draw: &mut Draw) -> Problem {
    let (rate, n) = rate(draw);
    let more = n * rate / 100;
    let question = Line::new("maths-q-rises").with("p", rate).with("n", n);
    let mut steps = of_hundred(n, rate);
    steps.push(Op::Add(n, more));
    problem(Skill::Percent, Unit::Francs, question, steps, 9_999)
}

/// What the whole was, when a part of it is known.
fn before(draw: &mut Draw) -> Problem {
    let rate = *draw.one_of(&[5, 10, 20, 25, 50]);
    let part = draw.within((2, 60)) * 5;
    let times = 100 / rate;
    let question = Line::new("maths-q-before").with("p", rate).with("n", part);
    let steps = vec![Op::Divide(100, rate), Op::Multiply(part, times)];
    plain(Skill::Percent, question, steps, 9_999)
}
