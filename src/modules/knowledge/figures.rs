//! Answers in figures: the figure and its unit, compared with those of the right choice.

use crate::content::general::Item;
use crate::text::numbers::{self, Ratio};
use crate::text::replies::plain;

/// A measure of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// Every measure of time, its words in both languages, and how many seconds it has.
const UNITS: [(Unit, &[&str], i64); 7] = [
    (Unit::Second, &["second", "seconds", "isegonda", "amasegonda"], 1),
    (Unit::Minute, &["minute", "minutes", "umunota", "iminota"], 60),
    (Unit::Hour, &["hour", "hours", "isaha", "amasaha"], 3_600),
    (Unit::Day, &["day", "days", "umunsi", "iminsi"], 86_400),
    (Unit::Week, &["week", "weeks", "icyumweru", "ibyumweru"], 604_800),
    (Unit::Month, &["month", "months", "ukwezi", "amezi"], 2_592_000),
    (Unit::Year, &["year", "years", "age", "umwaka", "imyaka"], 31_536_000),
];
/// Words beside a figure that measure nothing else.
const BESIDE: [&str; 4] = ["degrees", "degree", "celsius", "centigrade"];
/// By how much a figure in another unit may differ, hundredths: a month has four weeks, or thirty-one days.
const ABOUT: i64 = 7;

/// The figures that are right, and what they count.
struct Wanted {
    least: Ratio,
    most: Ratio,
    /// Others that are as right, in the same unit.
    also: Vec<Ratio>,
    unit: Option<Unit>,
}

/// Whether the figures of an answer are right; `Some(None)` leaves it in doubt. `None` where the question wants no
/// figure, or the answer has none.
pub(super) fn check(text: &str, item: &Item) -> Option<Option<bool>> {
    let wanted = wanted(item)?;
    let runs = numbers::read_with_units(text);
    let figures: Vec<&Vec<Ratio>> =
        runs.iter().map(|(readings, _)| readings).filter(|readings| !readings.is_empty()).collect();
    if figures.is_empty() {
        return None;
    }
    let unit = match units(text)[..] {
        [] => wanted.unit,
        [only] => Some(only),
        _ => return Some(None),
    };
    if unit.is_some() && wanted.unit.is_none() {
        return Some(None);
    }
    let fits = |readings: &&&Vec<Ratio>| readings.iter().any(|n| wanted.holds(*n, unit));
    let right = figures.iter().filter(fits).count();
    Some(match right {
        0 => Some(false),
        all if all == figures.len() => Some(true),
        _ => None,
    })
}

/// Of a question whose right choice is a figure: "20 seconds", "Six", "8 to 10".
fn wanted(item: &Item) -> Option<Wanted> {
    let right = &item.choices.get(item.answer.checked_sub(1)?)?.en;
    let runs = numbers::read_with_units(right);
    let (first, last, rest) = match &runs[..] {
        [(only, rest)] => (only.first()?, only.first()?, rest),
        [(first, between), (last, rest)] if between.trim() == "to" => {
            (first.first()?, last.first()?, rest)
        }
        _ => return None,
    };
    let measures = |word: &str| unit_of(word).is_some() || BESIDE.contains(&word);
    let begins = plain(right).split(' ').next().is_some_and(|word| !numbers::read(word).is_empty());
    if !begins || !rest.split_whitespace().all(measures) {
        return None;
    }
    let unit = units(right).first().copied().or_else(|| asked(&item.ask.en));
    let written = |word: &&String| word.chars().all(|c| c.is_ascii_digit() || c == '.');
    let also = item.needs_en.iter().flatten().filter(written);
    let also = also.flat_map(|word| numbers::read(word)).collect();
    Some(Wanted { least: *first, most: *last, also, unit })
}

impl Wanted {
    fn holds(&self, figure: Ratio, unit: Option<Unit>) -> bool {
        let within = |n: Ratio, slack: i64| {
            let least = self.least.times(Ratio::whole(100 - slack));
            let most = self.most.times(Ratio::whole(100 + slack));
            let n = n.times(Ratio::whole(100));
            least <= n && n <= most
        };
        if unit == self.unit {
            return within(figure, 0) || self.also.contains(&figure);
        }
        let (Some(unit), Some(own)) = (unit, self.unit) else { return false };
        let in_own = Ratio::new(seconds(unit), seconds(own)).and_then(|by| figure.times(by));
        in_own.is_some_and(|n| within(n, ABOUT))
    }
}

fn seconds(unit: Unit) -> i64 {
    UNITS.iter().find(|(known, _, _)| *known == unit).map_or(1, |(_, _, seconds)| *seconds)
}

fn unit_of(word: &str) -> Option<Unit> {
    UNITS.iter().find(|(_, words, _)| words.contains(&word)).map(|(unit, _, _)| *unit)
}

/// The measures of time in a text, each once.
fn units(text: &str) -> Vec<Unit> {
    let said = plain(text);
    let mut units: Vec<Unit> = Vec::new();
    for unit in said.split(' ').filter_map(unit_of) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// What a question counts: "for how many months", "at what age".
fn asked(question: &str) -> Option<Unit> {
    let said = plain(question);
    let words: Vec<&str> = said.split(' ').collect();
    let counted = words.windows(3).find(|at| at[0] == "how" && at[1] == "many");
    match counted {
        Some(at) => unit_of(at[2]),
        None => words.contains(&"age").then_some(Unit::Year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Library;

    fn judged(id: &str, text: &str) -> Option<Option<bool>> {
        let library = Library::shipped();
        let item = library.items.iter().find(|item| item.id == id).expect("a shipped item");
        check(text, item)
    }

    #[test]
    fn a_figure_is_right_in_its_own_unit_and_in_another_of_the_same_length() {
        for (id, text) in [
            ("wash-hands-seconds", "20"),
            ("wash-hands-seconds", "for twenty seconds"),
            ("wash-hands-seconds", "amasegonda makumyabiri"),
            ("wash-hands-seconds", "one third of a minute"),
            ("first-milk-only", "half a year"),
            ("first-milk-only", "six months"),
            ("first-milk-only", "26 weeks"),
            ("teen-sleep", "nine hours"),
            ("teen-sleep", "8 to 10"),
            ("year-on-earth", "one year"),
            ("year-on-earth", "three sixty five"),
            ("sunlight-minutes", "eight minutes"),
            ("voting-age", "18 years"),
            ("water-boils", "a hundred degrees"),
        ] {
            assert_eq!(judged(id, text), Some(Some(true)), "{id}: {text}");
        }
    }

    #[test]
    fn the_same_figure_in_another_unit_is_wrong() {
        for (id, text) in [
            ("wash-hands-seconds", "20 minutes"),
            ("wash-hands-seconds", "iminota 20"),
            ("wash-hands-seconds", "twenty five seconds"),
            ("first-milk-only", "six years"),
            ("first-milk-only", "imyaka itandatu"),
            ("teen-sleep", "9 minutes"),
            ("teen-sleep", "eleven hours"),
            ("sunlight-minutes", "eight hours"),
            ("cow-months", "nine weeks"),
            ("voting-age", "18 months"),
        ] {
            assert_eq!(judged(id, text), Some(Some(false)), "{id}: {text}");
        }
    }

    #[test]
    fn two_figures_of_which_one_is_right_and_a_measure_of_something_else_are_in_doubt() {
        for (id, text) in [
            ("wash-hands-seconds", "10, then 20 seconds"),
            ("number-of-planets", "eight years"),
            ("teen-sleep", "7 to 9 hours"),
        ] {
            assert_eq!(judged(id, text), Some(None), "{id}: {text}");
        }
        assert_eq!(judged("wash-hands-seconds", "a long time"), None);
        assert_eq!(judged("blood-pump", "4"), None, "no figure is wanted");
        assert_eq!(judged("heroes-day", "1"), None, "a date is no figure");
    }
}
