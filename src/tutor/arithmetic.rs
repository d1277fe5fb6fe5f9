//! Sums as they stand in prose, worked out exactly: in an answer, to see whether they are true, and in a question, to
//! answer it.

mod lex;
mod parse;
mod question;
mod said;
mod worded;

use crate::text::numbers::{self, Ratio};

pub use parse::{Claim, Worked, claims, evaluate};
pub use question::{plain_question, question};

/// The number that a fact such as `1,400 francs` or `3/4` names; `None` where it names none or several.
#[must_use]
pub fn value(fact: &str) -> Option<Ratio> {
    evaluate(fact).map(|worked| worked.value).or_else(|| match numbers::read(fact).as_slice() {
        [only] => Some(*only),
        _ => None,
    })
}

/// Whether a text holds this number: in digits, as a fraction, or in words.
#[must_use]
pub fn holds(text: &str, wanted: Ratio) -> bool {
    let tokens = lex::lex(text);
    parse::values(&tokens).contains(&wanted)
        || super::sentences::split(text).iter().any(|sentence| numbers::says(sentence, wanted))
}

/// Every number written in digits in the text.
#[must_use]
pub fn numbers_in(text: &str) -> Vec<Ratio> {
    parse::values(&lex::lex(text))
}

/// A number as it is said: whole, as a decimal of up to four places where that is exact, else as a fraction.
#[must_use]
pub fn show(number: Ratio) -> String {
    let (up, down) = (number.upper(), number.lower());
    if down == 1 {
        return grouped(up);
    }
    for places in 1..=4_u32 {
        let scale = 10_i64.pow(places);
        if scale % down == 0
            && let Some(scaled) = up.checked_mul(scale / down)
        {
            let sign = if scaled < 0 { "-" } else { "" };
            let (whole, part) = (
                scaled.unsigned_abs() / scale.unsigned_abs(),
                scaled.unsigned_abs() % scale.unsigned_abs(),
            );
            return format!("{sign}{whole}.{part:0width$}", width = places as usize);
        }
    }
    format!("{up}/{down}")
}

/// With commas between thousands, from five digits on.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}")
}

#[cfg(test)]
#[path = "arithmetic/tests.rs"]
mod tests;
