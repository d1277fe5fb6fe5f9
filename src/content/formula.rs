//! The answers of word problems: `(a + b) / 2` over whole numbers, worked out exactly.

use std::collections::BTreeMap;

/// Why a formula has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaError {
    /// A character or an end where something else belongs.
    #[error("the formula cannot be read from place {0} on")]
    Form(usize),
    /// A slot without a number.
    #[error("the formula has {0}, which is no slot of the problem")]
    Slot(char),
    /// Division by zero.
    #[error("the formula divides by zero")]
    Zero,
    /// The numbers grew too large.
    #[error("the numbers grow too large")]
    Large,
    /// The answer is no whole number.
    #[error("the answer is no whole number")]
    Broken,
}

/// A fraction; the denominator is above zero.
#[derive(Debug, Clone, Copy)]
struct Ratio(i64, i64);

impl Ratio {
    fn new(up: i64, down: i64) -> Result<Self, FormulaError> {
        if down == 0 {
            return Err(FormulaError::Zero);
        }
        let divisor = gcd(up.unsigned_abs(), down.unsigned_abs()).max(1);
        let divisor = i64::try_from(divisor).map_err(|_| FormulaError::Large)? * down.signum();
        Ok(Self(up / divisor, down / divisor))
    }

    fn combine(self, operator: u8, other: Self) -> Result<Self, FormulaError> {
        let times = |a: i64, b: i64| a.checked_mul(b).ok_or(FormulaError::Large);
        let (up, down) = match operator {
            b'*' => (times(self.0, other.0)?, times(self.1, other.1)?),
            b'/' => (times(self.0, other.1)?, times(self.1, other.0)?),
            _ => {
                let (left, right) = (times(self.0, other.1)?, times(other.0, self.1)?);
                let sum = if operator == b'+' {
                    left.checked_add(right)
                } else {
                    left.checked_sub(right)
                };
                (sum.ok_or(FormulaError::Large)?, times(self.1, other.1)?)
            }
        };
        Self::new(up, down)
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The whole number that `formula` comes to with these slots.
///
/// # Errors
/// [`FormulaError`].
pub fn whole(formula: &str, slots: &BTreeMap<String, i64>) -> Result<i64, FormulaError> {
    work(formula, slots).map(|(answer, _)| answer)
}

/// One step of the way: `(12, '+', 4)`.
pub type Step = (i64, char, i64);

/// The same with the steps that lead there, in order. A step with a fraction in it is left out.
///
/// # Errors
/// [`FormulaError`].
pub fn work(
    formula: &str,
    slots: &BTreeMap<String, i64>,
) -> Result<(i64, Vec<Step>), FormulaError> {
    let mut reader =
        Reader { bytes: formula.as_bytes(), at: 0, depth: 0, slots, steps: Vec::new() };
    let answer = reader.sum()?;
    reader.space();
    match (reader.at == reader.bytes.len(), answer) {
        (false, _) => Err(FormulaError::Form(reader.at + 1)),
        (true, Ratio(number, 1)) => Ok((number, reader.steps)),
        (true, _) => Err(FormulaError::Broken),
    }
}

/// Brackets within brackets that are followed.
const DEEPEST: u8 = 16;

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u8,
    slots: &'a BTreeMap<String, i64>,
    steps: Vec<Step>,
}

impl Reader<'_> {
    fn space(&mut self) {
        while self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    /// Takes one of these operators, if one is next.
    fn operator(&mut self, among: &[u8]) -> Option<u8> {
        self.space();
        let next = self.bytes.get(self.at).copied().filter(|byte| among.contains(byte))?;
        self.at += 1;
        Some(next)
    }

    fn step(&mut self, left: Ratio, operator: u8, right: Ratio) -> Result<Ratio, FormulaError> {
        let result = left.combine(operator, right)?;
        if let (Ratio(a, 1), Ratio(b, 1), Ratio(_, 1)) = (left, right, result) {
            self.steps.push((a, char::from(operator), b));
        }
        Ok(result)
    }

    fn sum(&mut self) -> Result<Ratio, FormulaError> {
        let mut total = self.product()?;
        while let Some(operator) = self.operator(b"+-") {
            let other = self.product()?;
            total = self.step(total, operator, other)?;
        }
        Ok(total)
    }

    fn product(&mut self) -> Result<Ratio, FormulaError> {
        let mut total = self.atom()?;
        while let Some(operator) = self.operator(b"*/") {
            let other = self.atom()?;
            total = self.step(total, operator, other)?;
        }
        Ok(total)
    }

    fn atom(&mut self) -> Result<Ratio, FormulaError> {
        self.space();
        let fault = FormulaError::Form(self.at + 1);
        match self.bytes.get(self.at) {
            Some(b'(') => self.bracket(),
            Some(digit) if digit.is_ascii_digit() => self.number(),
            Some(letter) if letter.is_ascii_lowercase() => {
                self.at += 1;
                let name = char::from(*letter);
                let value = self.slots.get(&name.to_string()).ok_or(FormulaError::Slot(name))?;
                Ok(Ratio(*value, 1))
            }
            _ => Err(fault),
        }
    }

    fn bracket(&mut self) -> Result<Ratio, FormulaError> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(FormulaError::Form(self.at));
        }
        let inner = self.sum()?;
        self.depth -= 1;
        self.operator(b")").map(|_| inner).ok_or(FormulaError::Form(self.at + 1))
    }

    fn number(&mut self) -> Result<Ratio, FormulaError> {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let digits = std::str::from_utf8(&self.bytes[from..self.at]).unwrap_or_default();
        digits.parse().map(|number| Ratio(number, 1)).map_err(|_| FormulaError::Large)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(formula: &str) -> Result<i64, FormulaError> {
        let slots = [("a", 12), ("b", 4), ("c", 0)].map(|(k, v)| (k.to_owned(), v)).into();
        whole(formula, &slots)
    }

    #[test]
    fn products_bind_before_sums_and_brackets_before_both() {
        assert_eq!(of("a + b * 2"), Ok(20));
        assert_eq!(of("(a + b) * 2 - 1"), Ok(31));
        assert_eq!(of("a / (b / 2)"), Ok(6));
        assert_eq!(of("a * 75 / 100"), Ok(9));
    }

    #[test]
    fn a_fraction_in_between_is_kept_exact_and_at_the_end_refused() {
        assert_eq!(of("a / 5 * 10"), Ok(24));
        assert_eq!(of("a / 5"), Err(FormulaError::Broken));
    }

    #[test]
    fn the_steps_come_in_the_order_of_the_work() {
        let slots = [("a", 12), ("b", 4)].map(|(k, v)| (k.to_owned(), v)).into();
        let steps = vec![(12, '+', 4), (16, '/', 2)];
        assert_eq!(work("(a + b) / 2", &slots), Ok((8, steps)));
        assert_eq!(work("a / 5 * 10", &slots), Ok((24, vec![])));
    }

    #[test]
    fn what_cannot_be_worked_out_is_told() {
        assert_eq!(of("a / c"), Err(FormulaError::Zero));
        assert_eq!(of("a + d"), Err(FormulaError::Slot('d')));
        assert_eq!(of("a +"), Err(FormulaError::Form(4)));
        assert_eq!(of("a b"), Err(FormulaError::Form(3)));
        assert_eq!(of("99999999999 * 99999999999"), Err(FormulaError::Large));
        assert!(of(&"(".repeat(1_000)).is_err());
    }
}
