//! Sums that are told without any sign: "half of 90", "double 35", "the square root of 81", "days in 5 weeks".

use crate::text::numbers;

/// Shares of the number that follows, longest first, and what it is divided by.
const SHARES: [(&str, u32); 13] = [
    ("kimwe cya kabiri cya", 2),
    ("kimwe cya gatatu cya", 3),
    ("kimwe cya kane cya", 4),
    ("kimwe cya gatanu cya", 5),
    ("kimwe cya cumi cya", 10),
    ("a quarter of", 4),
    ("one quarter of", 4),
    ("quarter of", 4),
    ("one half of", 2),
    ("a half of", 2),
    ("half of", 2),
    ("a third of", 3),
    ("a tenth of", 10),
];

/// How many of the second are in the first.
const UNITS: [(&[&str], &[&str], i64); 17] = [
    (&["week", "weeks"], &["day", "days"], 7),
    (&["day", "days"], &["hour", "hours"], 24),
    (&["hour", "hours"], &["minute", "minutes"], 60),
    (&["hour", "hours"], &["second", "seconds"], 3_600),
    (&["minute", "minutes"], &["second", "seconds"], 60),
    (&["day", "days"], &["minute", "minutes"], 1_440),
    (&["year", "years"], &["month", "months"], 12),
    (&["decade", "decades"], &["year", "years"], 10),
    (&["century", "centuries"], &["year", "years"], 100),
    (&["kilometre", "kilometres", "kilometer", "kilometers", "km"], METRES, 1_000),
    (METRES, &["centimetre", "centimetres", "centimeter", "centimeters", "cm"], 100),
    (&["kilogram", "kilograms", "kilo", "kilos", "kg"], &["gram", "grams"], 1_000),
    (&["litre", "litres", "liter", "liters"], &["millilitre", "millilitres", "ml"], 1_000),
    (&["icyumweru", "ibyumweru"], &["umunsi", "iminsi"], 7),
    (&["umunsi", "iminsi"], &["isaha", "amasaha"], 24),
    (&["isaha", "amasaha"], &["umunota", "iminota"], 60),
    (&["umunota", "iminota"], &["isegonda", "amasegonda"], 60),
];
const METRES: &[&str] = &["metre", "metres", "meter", "meters"];

/// Words between two measures that are said to be the same, or in one of which the other is looked for.
const SAME: [&str; 12] = [
    "is", "are", "has", "have", "equals", "equal", "make", "makes", "bingana", "kigira", "igira",
    "ni",
];

/// The text with such sums written out.
pub(super) fn written_out(text: &str) -> String {
    doubled(&rooted(&measured(&shared(text))))
}

/// "Half of 90": 90 / 2.
fn shared(text: &str) -> String {
    each(text, |words, at| {
        let (said, by) = SHARES.iter().find(|(said, _)| {
            let mut said = said.split(' ').zip(words.iter().skip(at));
            said.all(|(one, word)| one == bare(word))
        })?;
        let taken = said.split(' ').count();
        let of = words.get(at + taken)?;
        number(of).map(|n| (taken + 1, format!("{n} / {by}{}", mark(of))))
    })
}

/// "Double 35" and "twice 35".
fn doubled(text: &str) -> String {
    each(text, |words, at| {
        let times = match bare(words[at]).as_str() {
            "double" | "twice" => "2 times",
            "triple" => "3 times",
            _ => return None,
        };
        number(words.get(at + 1)?).map(|_| (1, times.to_owned()))
    })
}

/// "The square root of 81", where it is whole: 81 / 9.
fn rooted(text: &str) -> String {
    each(text, |words, at| {
        let said: Vec<String> = words.iter().skip(at).take(3).map(|word| bare(word)).collect();
        let opens = said == ["square", "root", "of"] || said == ["umuzi", "kare", "wa"];
        let of = number(words.get(at + 3).filter(|_| opens)?)?;
        let root = of.isqrt();
        (root > 0 && root * root == of)
            .then(|| (4, format!("{of} / {root}{}", mark(words[at + 3]))))
    })
}

/// "How many days are in 5 weeks?", "5 weeks are 35 days", "35 days in 5 weeks".
fn measured(text: &str) -> String {
    each(text, |words, at| {
        let asks = bare(words[at]) == "how" && bare(words.get(at + 1)?) == "many";
        if asks {
            let small = bare(words.get(at + 2)?);
            let inside = (at + 3..words.len().min(at + 7)).find(|n| bare(words[*n]) == "in")?;
            let (n, big) = measure(words, inside + 1)?;
            let times = many(&big, &small)?;
            return Some((
                inside + 3 - at,
                format!("what is {n} * {times}{}", mark(words[inside + 2])),
            ));
        }
        let (first, one) = measure(words, at)?;
        let joint = bare(words.get(at + 2)?);
        let (second, other) = measure(words, at + 3)?;
        let end = mark(words[at + 4]);
        if joint == "in" {
            let times = many(&other, &one)?;
            return Some((5, format!("{second} * {times} is {first}{end}")));
        }
        let times = many(&one, &other).filter(|_| SAME.contains(&joint.as_str()))?;
        Some((5, format!("{first} * {times} is {second}{end}")))
    })
}

/// Rewrites what `rewrite` knows of the words from a place on: how many of them, and as what.
fn each(text: &str, rewrite: impl Fn(&[&str], usize) -> Option<(usize, String)>) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < words.len() {
        if let Some((taken, written)) = rewrite(&words, at) {
            out.push(written);
            at += taken;
        } else {
            out.push(words[at].to_owned());
            at += 1;
        }
    }
    out.join(" ")
}

/// A number, or an article, and the unit after it.
fn measure(words: &[&str], at: usize) -> Option<(i64, String)> {
    let word = bare(words.get(at)?);
    let next = words.get(at + 1)?;
    if matches!(word.as_str(), "a" | "an") {
        return Some((1, bare(next)));
    }
    // Kinyarwanda has the number behind: "ibyumweru 5".
    number(words[at]).map(|n| (n, bare(next))).or_else(|| Some((number(next)?, word)))
}

fn many(big: &str, small: &str) -> Option<i64> {
    let row = UNITS.iter().find(|(one, other, _)| one.contains(&big) && other.contains(&small));
    row.map(|(_, _, times)| *times)
}

/// Words that are also numbers, but hardly ever meant so.
const NO_NUMBERS: [&str; 8] = ["to", "too", "for", "won", "ate", "second", "half", "double"];

/// The whole number that a word is.
fn number(word: &str) -> Option<i64> {
    if NO_NUMBERS.contains(&bare(word).as_str()) {
        return None;
    }
    match numbers::read(bare(word).as_str()).as_slice() {
        [only] => only.integer().filter(|n| (1..=1_000_000).contains(n)),
        _ => None,
    }
}

/// What stands behind a word: the end of a sentence must not be lost.
fn mark(word: &str) -> &str {
    word.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, ',' | '\''))
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
