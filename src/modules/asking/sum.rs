//! A sum in a question: "what is 12 times 7?", "48 / 6 ni angahe?".

use crate::domain::turn::Line;
use crate::text::numbers::{self, Ratio};

/// What is done with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Plus,
    Minus,
    Times,
    Over,
}

/// How each is said, longest first.
const WORDS: [(Op, &str); 16] = [
    (Op::Times, "multiplied by"),
    (Op::Over, "divided by"),
    (Op::Minus, "take away"),
    (Op::Over, "ugabanyije na"),
    (Op::Over, "ugabanije na"),
    (Op::Plus, "wongeyeho"),
    (Op::Plus, "uteranyije na"),
    (Op::Minus, "ukuyemo"),
    (Op::Times, "ukubye na"),
    (Op::Times, "ukubye"),
    (Op::Times, "gukuba"),
    (Op::Plus, "plus"),
    (Op::Minus, "minus"),
    (Op::Times, "times"),
    (Op::Times, "x"),
    (Op::Over, "over"),
];
/// Words that may stand around the numbers of a sum.
const AROUND: [&str; 22] = [
    "what",
    "whats",
    "is",
    "are",
    "how",
    "much",
    "many",
    "calculate",
    "work",
    "out",
    "please",
    "tell",
    "me",
    "the",
    "answer",
    "of",
    "to",
    "equal",
    "equals",
    "ni",
    "angahe",
    "bingana",
];

/// Two numbers and what is done with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    left: Ratio,
    op: Op,
    right: Ratio,
    answer: Ratio,
}

/// The sum that a question asks for; `None` where it asks for anything besides.
pub(super) fn of(text: &str) -> Option<Sum> {
    let text = spaced(&text.to_lowercase());
    let mut found = WORDS.iter().filter_map(|(op, word)| {
        let (left, right) = text.split_once(&format!(" {word} "))?;
        Some((*op, left, right))
    });
    let (op, left, right) = found.next().or_else(|| together(&text))?;
    let (left, right) = (number(left)?, number(right)?);
    let answer = match op {
        Op::Plus => left.plus(right),
        Op::Minus => left.plus(right.times(Ratio::whole(-1))?),
        Op::Times => left.times(right),
        Op::Over => left.times(Ratio::new(right.lower(), right.upper())?),
    }?;
    Some(Sum { left, op, right, answer })
}

/// The two sides of "how much is 500 and 700?": figures, for in words an "and" may stand within one number.
fn together(text: &str) -> Option<(Op, &str, &str)> {
    let asked = text.starts_with(" how much is ") || text.split(' ').any(|word| word == "angahe");
    let (left, right) = text.split_once(" and ").or_else(|| text.split_once(" na "))?;
    let figures = |side: &str| side.contains(|c: char| c.is_ascii_digit());
    (asked && figures(left) && figures(right)).then_some((Op::Plus, left, right))
}

/// With the signs written out and every word apart.
fn spaced(text: &str) -> String {
    let signs = text
        .replace('+', " plus ")
        .replace(['*', '\u{d7}'], " times ")
        .replace(['/', '\u{f7}', ':'], " divided by ")
        .replace(" - ", " minus ")
        .replace(['?', '=', '!'], " ");
    let mut out = String::from(" ");
    let chars: Vec<char> = signs.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let digit =
            |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
        match c {
            // "12x7" and "12-7", but not "ten-year-old".
            'x' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => out.push_str(" x "),
            '-' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => out.push_str(" minus "),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(*c),
        }
    }
    out.push(' ');
    out.split_whitespace().fold(String::from(" "), |all, word| all + word + " ")
}

/// The number of one side, if there is nothing else.
fn number(side: &str) -> Option<Ratio> {
    let words = side.split_whitespace().map(|word| word.trim_matches(['.', ',']));
    let kept: Vec<&str> = words.filter(|word| !word.is_empty() && !AROUND.contains(word)).collect();
    let pure = !kept.is_empty()
        && kept.iter().all(|word| matches!(*word, "and" | "na") || !numbers::read(word).is_empty());
    if !pure {
        return None;
    }
    numbers::read(&kept.join(" ")).first().copied()
}

fn written(n: Ratio) -> String {
    match n.integer() {
        Some(whole) => whole.to_string(),
        None => format!("{}/{}", n.upper(), n.lower()),
    }
}

impl Sum {
    /// The sum and its answer.
    pub(super) fn line(self) -> Line {
        let key = match self.op {
            Op::Plus => "general-sum-plus",
            Op::Minus => "general-sum-minus",
            Op::Times => "general-sum-times",
            Op::Over => "general-sum-over",
        };
        Line::new(key)
            .with("left", written(self.left))
            .with("right", written(self.right))
            .with("answer", written(self.answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sum as it is written.
    fn written_out(sum: Sum) -> String {
        let op = match sum.op {
            Op::Plus => '+',
            Op::Minus => '-',
            Op::Times => '*',
            Op::Over => '/',
        };
        format!("{} {op} {} = {}", written(sum.left), written(sum.right), written(sum.answer))
    }

    #[test]
    fn sums_are_read_in_digits_words_and_signs_and_worked_out_exactly() {
        for (text, said) in [
            ("what is 12 times 7?", "12 * 7 = 84"),
            ("what is 12x7", "12 * 7 = 84"),
            ("how much is twenty plus thirty five", "20 + 35 = 55"),
            ("48 / 6 ni angahe?", "48 / 6 = 8"),
            ("what is 10 divided by 4", "10 / 4 = 5/2"),
            ("15 - 20?", "15 - 20 = -5"),
            ("300 wongeyeho 150 ni angahe", "300 + 150 = 450"),
        ] {
            assert_eq!(of(text).map(written_out).as_deref(), Some(said), "{text}");
        }
    }

    #[test]
    fn what_only_holds_numbers_is_no_sum() {
        for text in [
            "what happened 3 times in 1994",
            "how many times does the heart beat",
            "what is 5 divided by 0",
            "who is over 100 years old",
            "ten-year-old goats?",
            "",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
