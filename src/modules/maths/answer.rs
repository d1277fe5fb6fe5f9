//! Answers as they come: keys, digits, words, with or without a unit. An equivalent answer is never wrong.

use super::clock;
use super::problem::{Problem, Unit};
use crate::text::choices;
use crate::text::numbers::{self, Ratio};

/// What an answer is worth: right, wrong, or no number at all (`None`).
pub(super) fn check(text: &str, problem: &Problem) -> Option<bool> {
    if !problem.choices.is_empty()
        && let Some(right) = chosen(text, problem)
    {
        return Some(right);
    }
    if problem.unit == Unit::Clock
        && let [time] = clock::read(text).as_slice()
    {
        let answer = problem.answer / 100 * 60 + problem.answer % 100;
        return Some((time - answer) % 720 == 0);
    }
    // With units in it, the answer is what they make of its numbers: "1 hour 30" is not 30.
    let measured = measured(text, problem.unit);
    if !measured.is_empty() {
        return Some(measured.contains(&problem.value()));
    }
    let readings = if problem.unit == Unit::Percent {
        numbers::read(&text.to_lowercase().replace("ku ijana", " "))
    } else {
        numbers::read(text)
    };
    // "78/100" is 78 percent.
    let hundredths = problem.unit == Unit::Percent && text.replace(' ', "").contains("/100");
    let by = Ratio::whole(if hundredths { 100 } else { 1 });
    if readings.iter().any(|read| read.times(by) == Some(problem.value())) {
        return Some(true);
    }
    if readings.is_empty() { None } else { Some(false) }
}

/// A choice by its number; `None` where the answer is no whole number of a choice.
fn chosen(text: &str, problem: &Problem) -> Option<bool> {
    let read = numbers::read(text).first().map(|read| read.integer());
    // "Third" may be a part or a place: it is read as the part.
    let number = match (read, choices::number(text, problem.choices.len())) {
        (Some(None), _) => return None,
        (_, Some(named)) => named,
        (read, None) => usize::try_from(read??).ok()?,
    };
    let place = number.checked_sub(1)?;
    let (up, down) = *problem.choices.get(place)?;
    Some(Ratio::new(up, down) == Some(problem.value()))
}

const HOURS: &[&str] = &["hour", "hours", "hrs", "hr", "h", "isaha", "amasaha", "saa"];
const MINUTES: &[&str] = &["minute", "minutes", "min", "mins", "m", "umunota", "iminota"];
const KILOS: &[&str] =
    &["kilo", "kilos", "kg", "kgs", "kilogram", "kilograms", "kilogramme", "ikiro", "ibiro"];
const GRAMS: &[&str] = &["gram", "grams", "g", "garama", "gramme", "grammes"];
const LITRES: &[&str] = &["litre", "litres", "liter", "liters", "l", "litiro"];
const MILLILITRES: &[&str] = &["millilitre", "millilitres", "milliliters", "ml", "mililitiro"];
const METRES: &[&str] = &["metre", "metres", "meter", "meters", "m", "metero"];
const CENTIMETRES: &[&str] =
    &["centimetre", "centimetres", "centimeter", "centimeters", "cm", "santimetero"];
const KILOMETRES: &[&str] = &[
    "kilometre",
    "kilometres",
    "kilometer",
    "kilometers",
    "km",
    "kms",
    "kirometero",
    "ibirometero",
    "ikirometero",
];
const DAYS: &[&str] = &["day", "days", "umunsi", "iminsi"];
const WEEKS: &[&str] = &["week", "weeks", "icyumweru", "ibyumweru"];

/// The words of each unit that fits an answer's unit, with how much of the answer's unit one of it is.
fn table(unit: Unit) -> &'static [(&'static [&'static str], i64, i64)] {
    match unit {
        Unit::Minutes => &[(HOURS, 60, 1), (MINUTES, 1, 1)],
        Unit::Hours => &[(HOURS, 1, 1), (MINUTES, 1, 60), (DAYS, 24, 1)],
        Unit::Days => &[(DAYS, 1, 1), (WEEKS, 7, 1)],
        Unit::Grams => &[(KILOS, 1000, 1), (GRAMS, 1, 1)],
        Unit::Kilos => &[(KILOS, 1, 1), (GRAMS, 1, 1000)],
        Unit::Litres => &[(LITRES, 1, 1), (MILLILITRES, 1, 1000)],
        Unit::Metres => &[(METRES, 1, 1), (CENTIMETRES, 1, 100), (KILOMETRES, 1000, 1)],
        Unit::Centimetres => &[(CENTIMETRES, 1, 1), (METRES, 100, 1)],
        Unit::Kilometres => &[(KILOMETRES, 1, 1), (METRES, 1, 1000)],
        Unit::Plain | Unit::Francs | Unit::Clock | Unit::Percent => &[],
    }
}

/// How much of the answer's unit one of the unit that a word names is; `None` if the word names none that fits.
fn factor(word: &str, unit: Unit) -> Option<Ratio> {
    let word = word.trim_end_matches(['.', ',', '!', '?']);
    let (_, num, den) = table(unit).iter().find(|(names, _, _)| names.contains(&word))?;
    Ratio::new(*num, *den)
}

/// "1 hour 30 minutes" as 90 minutes, "2 kg and 500 g" as 2,500 grams; the unit may stand before the number too, as
/// in "isaha 1 n'iminota 30", and "1:30" is an hour and a half. Every sum that the readings allow; empty unless every
/// number has a unit that fits.
fn measured(text: &str, unit: Unit) -> Vec<Ratio> {
    if table(unit).is_empty() {
        return Vec::new();
    }
    let text = text.to_lowercase();
    if unit == Unit::Minutes
        && let Some((hour, minute)) = colon(&text)
    {
        return vec![Ratio::whole(hour * 60 + minute)];
    }
    let parts = units_first(&text, unit).or_else(|| units_last(&text, unit));
    parts.map(|parts| sums(&parts)).unwrap_or_default()
}

/// "1:30", nothing else.
fn colon(text: &str) -> Option<(i64, i64)> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits =
        |s: &str, most| s.len() <= most && !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour, 2) || minute.len() != 2 || !digits(minute, 2) {
        return None;
    }
    Some((hour.parse().ok()?, minute.parse().ok()?))
}

/// The readings of one number, and its unit.
type Part = (Vec<Ratio>, Ratio);

fn units_last(text: &str, unit: Unit) -> Option<Vec<Part>> {
    let found = numbers::read_with_units(text);
    let parts: Option<Vec<Part>> = found
        .into_iter()
        .map(|(readings, rest)| Some((readings, factor(rest.split_whitespace().next()?, unit)?)))
        .collect();
    parts.filter(|parts| !parts.is_empty())
}

/// The Kinyarwanda order: unit, then number.
fn units_first(text: &str, unit: Unit) -> Option<Vec<Part>> {
    let spaced = text.replace(['\'', '\u{2019}', ','], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let starts: Vec<usize> =
        (0..words.len()).filter(|at| factor(words[*at], unit).is_some()).collect();
    let first = *starts.first()?;
    if words[..first].iter().any(|word| !numbers::read(word).is_empty()) {
        return None;
    }
    let mut parts = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(words.len());
        let amount = numbers::read(&words[start + 1..end].join(" "));
        if amount.is_empty() {
            return None;
        }
        parts.push((amount, factor(words[*start], unit)?));
    }
    Some(parts)
}

/// Numbers with units that are looked at; a duration has two or three.
const MOST_PARTS: usize = 4;

fn sums(parts: &[Part]) -> Vec<Ratio> {
    if parts.len() > MOST_PARTS {
        return Vec::new();
    }
    parts.iter().fold(vec![Ratio::whole(0)], |totals, (readings, by)| {
        let amounts: Vec<Ratio> = readings.iter().take(3).filter_map(|r| r.times(*by)).collect();
        let added = |total: &Ratio| {
            let total = *total;
            amounts.clone().into_iter().filter_map(move |amount| total.plus(amount))
        };
        totals.iter().flat_map(added).collect()
    })
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
