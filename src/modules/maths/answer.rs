//! Answers as they come: keys, digits, words, with or without a unit. An equivalent answer is never wrong.

use super::problem::{Problem, Unit};
use crate::text::numbers::{self, Ratio};

/// What an answer is worth: right, wrong, or no number at all (`None`).
pub(super) fn check(text: &str, problem: &Problem) -> Option<bool> {
    let readings = numbers::read(text);
    if readings.contains(&problem.value()) {
        return Some(true);
    }
    if let Some(measured) = measured(text, problem.unit) {
        return Some(measured == problem.value());
    }
    if readings.is_empty() { None } else { Some(false) }
}

/// How much of the answer's unit one of the unit that a word names is; `None` if the word names none that fits.
fn factor(word: &str, unit: Unit) -> Option<Ratio> {
    let (num, den) = match (unit, word) {
        (Unit::Minutes, "hour" | "hours" | "hrs" | "hr" | "h" | "isaha" | "amasaha" | "saa") => {
            (60, 1)
        }
        (Unit::Minutes, "minute" | "minutes" | "min" | "mins" | "m" | "umunota" | "iminota") => {
            (1, 1)
        }
        (
            Unit::Grams,
            "kilo" | "kilos" | "kg" | "kgs" | "kilogram" | "kilograms" | "ikiro" | "ibiro",
        ) => (1000, 1),
        (Unit::Grams, "gram" | "grams" | "g" | "garama") => (1, 1),
        (Unit::Kilos, "gram" | "grams" | "g" | "garama") => (1, 1000),
        (
            Unit::Kilos,
            "kilo" | "kilos" | "kg" | "kgs" | "kilogram" | "kilograms" | "ikiro" | "ibiro",
        ) => (1, 1),
        (Unit::Litres, "millilitre" | "millilitres" | "milliliters" | "ml") => (1, 1000),
        (Unit::Litres, "litre" | "litres" | "liter" | "liters" | "l" | "litiro") => (1, 1),
        _ => return None,
    };
    Ratio::new(num, den)
}

/// "1 hour 30 minutes" as 90 minutes, "2 kg and 500 g" as 2,500 grams; the unit may stand before the number too, as
/// in "isaha 1 n'iminota 30". `None` unless every number has a unit that fits.
fn measured(text: &str, unit: Unit) -> Option<Ratio> {
    let text = text.to_lowercase();
    let after = numbers::read_with_units(&text);
    let before = units_first(&text, unit);
    before.or_else(|| {
        let mut total = Ratio::whole(0);
        for (readings, rest) in &after {
            let by = factor(rest.split_whitespace().next()?, unit)?;
            total = total.plus(readings.first()?.times(by)?)?;
        }
        (!after.is_empty()).then_some(total)
    })
}

/// The Kinyarwanda order: unit, then number.
fn units_first(text: &str, unit: Unit) -> Option<Ratio> {
    let spaced = text.replace(['\'', '\u{2019}', ','], " ");
    let words: Vec<&str> =
        spaced.split_whitespace().filter(|w| !matches!(*w, "na" | "n" | "ni" | "and")).collect();
    let starts: Vec<usize> =
        (0..words.len()).filter(|at| factor(words[*at], unit).is_some()).collect();
    if starts.first() != Some(&0) {
        return None;
    }
    let mut total = Ratio::whole(0);
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(words.len());
        let by = factor(words[*start], unit)?;
        let amount = numbers::read(&words[start + 1..end].join(" "));
        total = total.plus(amount.first()?.times(by)?)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::turn::Line;
    use crate::modules::maths::problem::{Op, Skill};

    fn problem(answer: i64, unit: Unit) -> Problem {
        Problem {
            question: Line::new("maths-q-add"),
            answer,
            operation: Skill::Measures,
            unit,
            steps: vec![Op::Add(answer - 1, 1)],
            digits: 3,
        }
    }

    #[test]
    fn equivalent_answers_are_right() {
        for (text, answer, unit) in [
            ("90", 90, Unit::Minutes),
            ("1 hour 30 minutes", 90, Unit::Minutes),
            ("one and a half hours", 90, Unit::Minutes),
            ("isaha 1 n'iminota 30", 90, Unit::Minutes),
            ("isaha imwe n'iminota mirongo itatu", 90, Unit::Minutes),
            ("1h30min", 90, Unit::Minutes),
            ("2.5 kg", 2500, Unit::Grams),
            ("2 kg and 500 g", 2500, Unit::Grams),
            ("1,500 Frw", 1500, Unit::Francs),
            ("amafaranga 1500", 1500, Unit::Francs),
            ("igihumbi na magana atanu", 1500, Unit::Francs),
            ("it's twenty two", 22, Unit::Plain),
            ("two two", 22, Unit::Plain),
            ("44/2", 22, Unit::Plain),
            ("22 eggs", 22, Unit::Plain),
        ] {
            assert_eq!(check(text, &problem(answer, unit)), Some(true), "{text}");
        }
    }

    #[test]
    fn wrong_is_wrong_and_no_number_is_no_answer() {
        assert_eq!(check("23", &problem(22, Unit::Plain)), Some(false));
        assert_eq!(check("1 hour", &problem(90, Unit::Minutes)), Some(false));
        assert_eq!(check("banana", &problem(22, Unit::Plain)), None);
        assert_eq!(check("", &problem(22, Unit::Plain)), None);
    }
}
