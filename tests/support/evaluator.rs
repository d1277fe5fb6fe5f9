//! Works problems of maths out from what is asked alone: the figures of a message, or the words of a template with its
//! formula. It shares no code with the generator.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;

use toneline::content::Library;
use toneline::content::maths::Template;
use toneline::domain::lang::Lang;
use toneline::domain::turn::{Arg, Line};
use toneline::modules::maths::{Problem, Text};

/// An exact fraction: the upper part and the lower, above 0, in lowest terms.
pub type Fraction = (i64, i64);

fn lowest((up, down): Fraction) -> Fraction {
    let (mut a, mut b) = (up.abs(), down.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let sign = if down < 0 { -1 } else { 1 };
    (sign * up / a.max(1), sign * down / a.max(1))
}

/// The answer that the question has.
pub fn evaluate(problem: &Problem) -> Fraction {
    match &problem.question {
        Text::Line(line) => of_line(line),
        Text::Both { en, rw } => {
            let id = problem.template.as_ref().expect("words of a pack have a template");
            let library = Library::shipped();
            let template =
                library.maths.problems.iter().find(|t| t.id == *id).expect("a shipped template");
            let english = of_words(template, Lang::En, en);
            assert_eq!(english, of_words(template, Lang::Rw, rw), "{id}: the languages differ");
            english
        }
    }
}

fn number(line: &Line, name: &str) -> i64 {
    match line.args.get(name) {
        Some(Arg::Number(n)) => *n,
        Some(Arg::Line(inner)) => number(inner, "n"),
        other => panic!("{}: {name} is {other:?}", line.key),
    }
}

fn fraction(line: &Line, name: &str) -> Fraction {
    match line.args.get(name) {
        Some(Arg::Line(inner)) if inner.key == "maths-fraction" => {
            (number(inner, "up"), number(inner, "down"))
        }
        Some(Arg::Line(inner)) => (number(inner, "n"), 1),
        other => panic!("{}: {name} is {other:?}", line.key),
    }
}

fn decimal(line: &Line, name: &str) -> Fraction {
    let Some(Arg::Text(text)) = line.args.get(name) else { panic!("{}: no {name}", line.key) };
    let (head, tail) = text.split_once('.').unwrap_or((text, ""));
    let scale = 10_i64.pow(u32::try_from(tail.len()).expect("short"));
    let digits: i64 = format!("{head}{tail}").parse().expect("digits");
    (digits, scale)
}

fn minutes(line: &Line, name: &str) -> i64 {
    let Some(Arg::Line(clock)) = line.args.get(name) else { panic!("{}: no {name}", line.key) };
    number(clock, "hour") * 60 + number(clock, "minute")
}

fn all(line: &Line) -> Vec<i64> {
    match line.args.get("all") {
        Some(Arg::List(lines)) => lines.iter().map(|inner| number(inner, "n")).collect(),
        other => panic!("{}: {other:?}", line.key),
    }
}

fn of_line(q: &Line) -> Fraction {
    let n = |name| number(q, name);
    let f = |name| fraction(q, name);
    let over = |up: i64, down: i64| lowest((up, down));
    match q.key.as_ref() {
        "maths-q-part" => over(f("part").0 * n("n"), f("part").1),
        "maths-q-parts-in" => over(n("n") * f("part").1, f("part").0),
        "maths-q-same-as" => over(f("part").0 * n("down"), f("part").1),
        "maths-q-mixed" => {
            let ((up, down), one) = (f("part"), f("one"));
            over((n("n") * down + up) * one.1, down * one.0)
        }
        "maths-q-fraction-add" | "maths-q-fraction-subtract" => {
            let ((a, b), (c, d)) = (f("a"), f("b"));
            let sign = if q.key.ends_with("add") { 1 } else { -1 };
            over(a * d + sign * c * b, b * d)
        }
        "maths-q-fraction-times" => over(f("a").0 * f("b").0, f("a").1 * f("b").1),
        "maths-q-decimal-add" => {
            let ((a, b), (c, d)) = (decimal(q, "a"), decimal(q, "b"));
            over(a * d + c * b, b * d)
        }
        "maths-q-percent" => over(n("n") * n("p"), 100),
        "maths-q-share" => over(n("a") * 100, n("b")),
        "maths-q-falls" => over(n("n") * (100 - n("p")), 100),
        "maths-q-rises" => over(n("n") * (100 + n("p")), 100),
        "maths-q-before" => over(n("n") * 100, n("p")),
        "maths-q-average" => {
            let numbers = all(q);
            over(numbers.iter().sum(), i64::try_from(numbers.len()).expect("few"))
        }
        "maths-q-average-missing" => over(n("mean") * 4 - all(q).iter().sum::<i64>(), 1),
        "maths-q-each" => over(n("b"), n("a")),
        "maths-q-proportion" => over(n("b") * n("m"), n("a")),
        "maths-q-journey" => over(n("d") * n("more"), n("hours")),
        "maths-q-workers" => over(n("a") * n("b"), n("m")),
        "maths-q-lessons-hours" => over(n("a") * n("b"), 60),
        _ => (of_sum(q), 1),
    }
}

fn of_sum(q: &Line) -> i64 {
    let n = |name| number(q, name);
    match q.key.as_ref() {
        "maths-q-add" | "maths-q-add-story" | "maths-q-weight" => n("a") + n("b"),
        "maths-q-subtract" | "maths-q-subtract-story" | "maths-q-jerrycan" => n("a") - n("b"),
        "maths-q-multiply" | "maths-q-multiply-story" | "maths-q-milk" => n("a") * n("b"),
        "maths-q-divide" | "maths-q-divide-story" | "maths-q-cloth" => {
            assert_eq!(n("a") % n("b"), 0, "no remainder");
            n("a") / n("b")
        }
        "maths-q-price-pieces"
        | "maths-q-price-kilos"
        | "maths-q-price-litres"
        | "maths-q-price-metres" => n("n") * n("price"),
        "maths-q-price-two" => n("n") * n("price") + n("m") * n("cost"),
        "maths-q-change" => n("paid") - n("spent"),
        "maths-q-change-kilos" => n("paid") - n("n") * n("price"),
        "maths-q-change-two" => n("paid") - n("price") - n("cost"),
        "maths-q-hours" => n("hours") * 60,
        "maths-q-bus" => n("hours") * 60 + n("m"),
        "maths-q-lesson" => minutes(q, "end") - minutes(q, "start"),
        "maths-q-grams" => n("a") * 1000 + n("b"),
        "maths-q-weeks" => n("n") * 7,
        "maths-q-weeks-days" => n("a") * 7 + n("b"),
        "maths-q-speed" => n("v") * n("hours"),
        "maths-q-arrives" => {
            let end = minutes(q, "start") + n("m");
            end / 60 * 100 + end % 60
        }
        other => panic!("no evaluator for {other}"),
    }
}

/// Finds the figures of the slots in the words, then works out the formula.
fn of_words(template: &Template, lang: Lang, words: &str) -> Fraction {
    let pattern = template.text.get(lang);
    let slots = matched(pattern, words)
        .unwrap_or_else(|| panic!("{}: {words:?} does not follow {pattern:?}", template.id));
    let mut tokens = tokens(&template.answer, &slots);
    tokens.reverse();
    let value = sum(&mut tokens);
    assert!(tokens.is_empty(), "{}", template.answer);
    value
}

/// The lettered slots of the pattern as they stand in the words.
fn matched(pattern: &str, words: &str) -> Option<BTreeMap<char, i64>> {
    let Some((head, tail)) = pattern.split_once('{') else {
        return (pattern == words).then(BTreeMap::new);
    };
    let words = words.strip_prefix(head)?;
    let (slot, rest) = tail.split_once('}').expect("a slot ends");
    let letter = slot.chars().next().filter(|_| slot.len() == 1);
    // Shortest first; what follows must still match.
    let ends = (1..=words.len()).filter(|end| words.is_char_boundary(*end));
    for end in ends {
        let value = &words[..end];
        let figures = value.bytes().all(|b| b.is_ascii_digit() || b == b',');
        if letter.is_some() != figures {
            if letter.is_some() {
                return None;
            }
            continue;
        }
        let Some(mut found) = matched(rest, &words[end..]) else { continue };
        if let Some(letter) = letter {
            let Ok(n) = value.replace(',', "").parse::<i64>() else { continue };
            if found.insert(letter, n).is_some_and(|other| other != n) {
                continue;
            }
        }
        return Some(found);
    }
    None
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    Number(i64),
    Sign(char),
}

fn tokens(formula: &str, slots: &BTreeMap<char, i64>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut figures = String::new();
    for c in formula.chars().chain([' ']) {
        if c.is_ascii_digit() {
            figures.push(c);
            continue;
        }
        if !figures.is_empty() {
            tokens.push(Token::Number(figures.parse().expect("figures")));
            figures.clear();
        }
        match c {
            ' ' => {}
            c if c.is_ascii_lowercase() => tokens.push(Token::Number(slots[&c])),
            c => tokens.push(Token::Sign(c)),
        }
    }
    tokens
}

fn sum(tokens: &mut Vec<Token>) -> Fraction {
    let mut total = product(tokens);
    while let Some(Token::Sign(sign @ ('+' | '-'))) = tokens.last().copied() {
        tokens.pop();
        let (c, d) = product(tokens);
        let c = if sign == '-' { -c } else { c };
        total = lowest((total.0 * d + c * total.1, total.1 * d));
    }
    total
}

fn product(tokens: &mut Vec<Token>) -> Fraction {
    let mut total = atom(tokens);
    while let Some(Token::Sign(sign @ ('*' | '/'))) = tokens.last().copied() {
        tokens.pop();
        let (c, d) = atom(tokens);
        let (c, d) = if sign == '/' { (d, c) } else { (c, d) };
        total = lowest((total.0 * c, total.1 * d));
    }
    total
}

fn atom(tokens: &mut Vec<Token>) -> Fraction {
    match tokens.pop() {
        Some(Token::Number(n)) => (n, 1),
        Some(Token::Sign('(')) => {
            let inner = sum(tokens);
            assert_eq!(tokens.pop(), Some(Token::Sign(')')));
            inner
        }
        other => panic!("{other:?}"),
    }
}
