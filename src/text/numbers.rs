//! Numbers as people type and say them, in English and Kinyarwanda, and numbers in words.
//!
//! [`read`] gives every reasonable reading as an exact fraction: "twenty two", "22" and "two two" can all mean 22.
//! It never guesses beyond what was said, and it never panics, whatever the text.

mod digits;
mod english;
mod joined;
mod kinyarwanda;
mod spell;
mod tokens;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

pub use spell::spell;

/// An exact fraction in lowest terms; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ratio {
    num: i64,
    den: i64,
}

impl Ratio {
    /// `num / den` in lowest terms. `None` if `den` is 0 or a part does not fit.
    #[must_use]
    pub fn new(num: i64, den: i64) -> Option<Self> {
        Self::reduce(i128::from(num), i128::from(den))
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(n: i64) -> Self {
        Self { num: n, den: 1 }
    }

    fn reduce(num: i128, den: i128) -> Option<Self> {
        if den == 0 {
            return None;
        }
        let by = gcd(num.unsigned_abs(), den.unsigned_abs());
        let by = i128::try_from(by).ok()?.max(1) * den.signum();
        Some(Self { num: i64::try_from(num / by).ok()?, den: i64::try_from(den / by).ok()? })
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        (self.den == 1).then_some(self.num)
    }

    /// The upper part, in lowest terms; it carries the sign.
    #[must_use]
    pub fn upper(self) -> i64 {
        self.num
    }

    /// The lower part, in lowest terms: above 0.
    #[must_use]
    pub fn lower(self) -> i64 {
        self.den
    }

    /// The sum; `None` if it does not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let (a, b) = (i128::from(self.num), i128::from(self.den));
        let (c, d) = (i128::from(other.num), i128::from(other.den));
        Self::reduce(a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?, b * d)
    }

    /// The product; `None` if it does not fit.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let num = i128::from(self.num) * i128::from(other.num);
        let den = i128::from(self.den) * i128::from(other.den);
        Self::reduce(num, den)
    }

    fn negated(self) -> Option<Self> {
        Some(Self { num: self.num.checked_neg()?, den: self.den })
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.num) * i128::from(other.den);
        left.cmp(&(i128::from(other.num) * i128::from(self.den)))
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The longest text that is looked at, bytes: longer ones hold no answer.
const LONGEST: usize = 400;

/// Every reading of the number in `text`, likeliest first; empty if there is none, or if the text is too long to be
/// an answer. Where several numbers stand apart ("not 23, 22"), the last is meant.
#[must_use]
pub fn read(text: &str) -> Vec<Ratio> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let runs = tokens::runs(text);
    let mut readings = match runs.last() {
        Some(run) => readings_of(run),
        None => tokens::homophone(text).into_iter().collect(),
    };
    let mut seen = Vec::new();
    readings.retain(|r| {
        !seen.contains(r) && {
            seen.push(*r);
            true
        }
    });
    readings
}

/// Every run of number words in `text` apart, with the words that follow it up to the next run: for measures such as
/// "1 hour 30 minutes".
#[must_use]
pub fn read_with_units(text: &str) -> Vec<(Vec<Ratio>, String)> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    tokens::runs_with_rest(text)
        .iter()
        .map(|(run, rest)| (readings_of(run), rest.clone()))
        .collect()
}

fn readings_of(run: &[tokens::Token]) -> Vec<Ratio> {
    let (minus, run) = match run {
        [tokens::Token::Minus, rest @ ..] => (true, rest),
        _ => (false, run),
    };
    let mut all = digits::readings(run);
    all.extend(english::readings(run));
    all.extend(kinyarwanda::readings(run));
    if all.is_empty() {
        all.extend(digits::strung_together(run));
    }
    if minus { all.into_iter().filter_map(Ratio::negated).collect() } else { all }
}

/// Whether `text` can mean `answer`.
#[must_use]
pub fn says(text: &str, answer: Ratio) -> bool {
    read(text).contains(&answer)
}

#[cfg(test)]
mod tests;
