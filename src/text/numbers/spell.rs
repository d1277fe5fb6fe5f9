//! Numbers in words.

use crate::domain::lang::Lang;
use crate::domain::numeral::{SMALL, TENS};

/// The largest number that is spelled out; larger ones are given in digits.
const LARGEST: u32 = 999_999_999;

/// `n` in words, lower case; in digits above 999,999,999. Kinyarwanda counts without a noun: "rimwe, kabiri".
#[must_use]
pub fn spell(n: u32, lang: Lang) -> String {
    if n > LARGEST {
        return n.to_string();
    }
    match lang {
        Lang::En => english(n),
        Lang::Rw => kinyarwanda(n),
    }
}

fn english(n: u32) -> String {
    let (millions, thousands, rest) = (n / 1_000_000, n / 1_000 % 1_000, n % 1_000);
    let mut parts = Vec::new();
    if millions > 0 {
        parts.push(format!("{} million", english_below_thousand(millions)));
    }
    if thousands > 0 {
        parts.push(format!("{} thousand", english_below_thousand(thousands)));
    }
    if rest > 0 || parts.is_empty() {
        let and = if !parts.is_empty() && rest < 100 { "and " } else { "" };
        parts.push(format!("{and}{}", english_below_thousand(rest)));
    }
    parts.join(" ")
}

fn english_below_thousand(n: u32) -> String {
    let below = |n: u32| match (n, n % 10) {
        (0..=19, _) => SMALL[n as usize].to_owned(),
        (_, 0) => TENS[n as usize / 10].to_owned(),
        (_, unit) => format!("{} {}", TENS[n as usize / 10], SMALL[unit as usize]),
    };
    match (n / 100, n % 100) {
        (0, rest) => below(rest),
        (hundreds, 0) => format!("{} hundred", SMALL[hundreds as usize]),
        (hundreds, rest) => format!("{} hundred and {}", SMALL[hundreds as usize], below(rest)),
    }
}

/// The forms of 1 to 9, by the class of what is counted.
struct Units([&'static str; 9]);

/// Counting aloud.
const BARE: Units = Units([
    "rimwe",
    "kabiri",
    "gatatu",
    "kane",
    "gatanu",
    "gatandatu",
    "karindwi",
    "umunani",
    "icyenda",
]);
/// With `ibihumbi`.
const THOUSANDS: Units = Units([
    "kimwe",
    "bibiri",
    "bitatu",
    "bine",
    "bitanu",
    "bitandatu",
    "birindwi",
    "umunani",
    "icyenda",
]);
/// With `magana`.
const HUNDREDS: Units =
    Units(["rimwe", "abiri", "atatu", "ane", "atanu", "atandatu", "arindwi", "inani", "icyenda"]);
/// With `mirongo`.
const MANY_TENS: Units =
    Units(["umwe", "ibiri", "itatu", "ine", "itanu", "itandatu", "irindwi", "inani", "icyenda"]);
/// With `miliyoni`.
const MILLIONS: Units = Units([
    "imwe",
    "ebyiri",
    "eshatu",
    "enye",
    "eshanu",
    "esheshatu",
    "zirindwi",
    "umunani",
    "icyenda",
]);

impl Units {
    fn of(&self, n: u32) -> &'static str {
        self.0[n as usize - 1]
    }
}

fn kinyarwanda(n: u32) -> String {
    if n == 0 {
        return "zeru".to_owned();
    }
    let (millions, thousands, rest) = (n / 1_000_000, n / 1_000 % 1_000, n % 1_000);
    let mut said = String::new();
    match millions {
        0 => {}
        n => said = format!("miliyoni {}", kinyarwanda_below_thousand(n, &MILLIONS)),
    }
    match thousands {
        0 => {}
        1 => said = linked(said, "igihumbi"),
        n => {
            said = linked(said, &format!("ibihumbi {}", kinyarwanda_below_thousand(n, &THOUSANDS)))
        }
    }
    if rest > 0 {
        said = linked(said, &kinyarwanda_below_thousand(rest, &BARE));
    }
    said
}

fn kinyarwanda_below_thousand(n: u32, units: &Units) -> String {
    let mut said = match n / 100 {
        0 => String::new(),
        1 => "ijana".to_owned(),
        hundreds => format!("magana {}", HUNDREDS.of(hundreds)),
    };
    let tens = match (n / 10 % 10, n % 10, said.is_empty()) {
        (0, ..) => None,
        (1, 0, true) => Some("icumi".to_owned()),
        (1, ..) => Some("cumi".to_owned()),
        (2, ..) => Some("makumyabiri".to_owned()),
        (tens, ..) => Some(format!("mirongo {}", MANY_TENS.of(tens))),
    };
    if let Some(tens) = tens {
        said = linked(said, &tens);
    }
    if !n.is_multiple_of(10) {
        said = linked(said, units.of(n % 10));
    }
    said
}

/// Two parts with `na`, which loses its vowel before another.
fn linked(head: String, tail: &str) -> String {
    if head.is_empty() {
        tail.to_owned()
    } else if tail.starts_with(['a', 'e', 'i', 'o', 'u']) {
        format!("{head} n'{tail}")
    } else {
        format!("{head} na {tail}")
    }
}
