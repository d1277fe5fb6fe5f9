//! Francs: what goods cost, and what comes back.

use super::content::{Good, shipped};
use super::generate::{Draw, problem};
use super::problem::{Op, Problem, Skill, Unit};
use crate::domain::turn::Line;

/// Rwandan notes, and what several of the largest make. Francs.
const PAID: [i64; 7] = [500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000];

fn priced(draw: &mut Draw, good: &Good) -> i64 {
    let step = draw.band.step;
    let (least, most) = ((good.price.0 + step - 1) / step, good.price.1 / step);
    draw.within((least, most)) * step
}

fn words(good: &Good) -> Line {
    Line::new(format!("maths-good-{}", good.key))
}

/// What is bought at one price: the message that asks for the cost, by how it is sold.
fn single(draw: &mut Draw) -> (Line, i64, i64) {
    let content = shipped();
    let n = draw.within(draw.band.count);
    if draw.band.goods == 0 {
        let good = draw.one_of(&content.pieces);
        let price = priced(draw, good);
        let line = Line::new("maths-q-price-pieces")
            .with("name", draw.name())
            .with("things", Line::new(format!("maths-thing-{}", good.key)));
        return (line.with("n", n).with("price", price), n, price);
    }
    let (key, goods) = *draw.one_of(&[
        ("maths-q-price-kilos", &content.kilos),
        ("maths-q-price-litres", &content.litres),
        ("maths-q-price-metres", &content.metres),
    ]);
    let good = draw.one_of(goods);
    let price = priced(draw, good);
    let mut line = Line::new(key).with("good", words(good));
    if key == "maths-q-price-kilos" {
        line = line.with("place", draw.place());
    }
    (line.with("n", n).with("price", price), n, price)
}

/// What goods cost.
pub(super) fn price(draw: &mut Draw) -> Problem {
    if draw.band.goods < 2 {
        let (question, n, price) = single(draw);
        let steps = vec![Op::Multiply(price, n)];
        return problem(Skill::Francs, Unit::Francs, question, steps, most(draw));
    }
    let content = shipped();
    let (n, m) = (draw.within(draw.band.count), draw.within((2, 4)));
    let (good, other) = (draw.one_of(&content.kilos), draw.one_of(&content.litres));
    let (price, cost) = (priced(draw, good), priced(draw, other));
    let question = Line::new("maths-q-price-two")
        .with("name", draw.name())
        .with("n", n)
        .with("good", words(good))
        .with("price", price)
        .with("m", m)
        .with("other", words(other))
        .with("cost", cost);
    let steps = vec![Op::Multiply(price, n), Op::Multiply(cost, m), Op::Add(price * n, cost * m)];
    problem(Skill::Francs, Unit::Francs, question, steps, most(draw))
}

/// The most that a purchase of this level comes to, roughly: it only decides how many digits are waited for.
fn most(draw: &Draw) -> i64 {
    match draw.level {
        1 | 2 => 1_000,
        _ => 10_000,
    }
}

/// The least payment above a sum.
fn payment(sum: i64) -> i64 {
    PAID.into_iter().find(|paid| *paid > sum).unwrap_or(sum - sum % 10_000 + 10_000)
}

/// What comes back.
pub(super) fn change(draw: &mut Draw) -> Problem {
    match draw.band.goods {
        0 => change_of_sum(draw),
        1 => change_of_kilos(draw),
        _ => change_of_two(draw),
    }
}

fn change_of_sum(draw: &mut Draw) -> Problem {
    let most_spent = if draw.level == 1 { 900 } else { 1_900 };
    let step = draw.band.step;
    let spent = draw.within((1, most_spent / step)) * step;
    let paid = payment(spent);
    let question = Line::new("maths-q-change")
        .with("name", draw.name())
        .with("place", draw.place())
        .with("spent", spent)
        .with("paid", paid);
    let steps = vec![Op::Subtract(paid, spent)];
    problem(Skill::Francs, Unit::Francs, question, steps, 999)
}

fn change_of_kilos(draw: &mut Draw) -> Problem {
    let n = draw.within(draw.band.count);
    let good = draw.one_of(&shipped().kilos);
    let price = priced(draw, good);
    let paid = payment(price * n);
    let question = Line::new("maths-q-change-kilos")
        .with("name", draw.name())
        .with("n", n)
        .with("good", words(good))
        .with("price", price)
        .with("paid", paid);
    let steps = vec![Op::Multiply(price, n), Op::Subtract(paid, price * n)];
    problem(Skill::Francs, Unit::Francs, question, steps, 9_999)
}

fn change_of_two(draw: &mut Draw) -> Problem {
    let content = shipped();
    let (good, other) = (draw.one_of(&content.kilos), draw.one_of(&content.litres));
    let (n, m) = (draw.within((2, 5)), draw.within((1, 3)));
    let (price, cost) = (priced(draw, good) * n, priced(draw, other) * m);
    let paid = payment(price + cost);
    let question = Line::new("maths-q-change-two")
        .with("name", draw.name())
        .with("good", words(good))
        .with("price", price)
        .with("other", words(other))
        .with("cost", cost)
        .with("paid", paid);
    let steps = vec![Op::Add(price, cost), Op::Subtract(paid, price + cost)];
    problem(Skill::Francs, Unit::Francs, question, steps, 9_999)
}
