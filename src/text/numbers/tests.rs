use proptest::prelude::*;
use test_case::test_case;

use super::*;
use crate::domain::lang::Lang;

fn ratio(text: &str) -> Ratio {
    let (num, den) = text.split_once('/').unwrap_or((text, "1"));
    Ratio::new(num.parse().expect("num"), den.parse().expect("den")).expect("a ratio")
}

#[test_case("22", "22"; "digits")]
#[test_case("twenty two", "22"; "words")]
#[test_case("Twenty-two.", "22"; "hyphen and stop")]
#[test_case("two two", "22"; "figure by figure")]
#[test_case("double two", "22"; "double")]
#[test_case("20 2", "22"; "a recogniser's spelling")]
#[test_case("2 2", "22"; "spaced digits")]
#[test_case("two hundred and five", "205"; "hundreds and")]
#[test_case("two hundred five", "205"; "hundreds")]
#[test_case("2 hundred and 5", "205"; "mixed writing")]
#[test_case("one oh five", "105"; "oh")]
#[test_case("five fifty seven", "557"; "hundreds left out")]
#[test_case("eight ninety-eight", "898"; "hundreds left out with a hyphen")]
#[test_case("three sixty five days", "365"; "hundreds left out before a unit")]
#[test_case("one twenty", "120"; "hundreds left out before a ten")]
#[test_case("two fifteen", "215"; "hundreds left out before a teen")]
#[test_case("nineteen sixty two", "1962"; "a year")]
#[test_case("in twenty twenty six", "2026"; "a year of this century")]
#[test_case("twenty twelve", "2012"; "a year in two words")]
#[test_case("twenty oh seven", "2007"; "a year with oh")]
#[test_case("twenty-two fifty", "2250"; "tens of hundreds")]
#[test_case("one twenty fifth", "1/25"; "one of twenty five")]
#[test_case("a hundred", "100"; "a hundred")]
#[test_case("fifteen hundred", "1500"; "fifteen hundred")]
#[test_case("one thousand five hundred", "1500"; "thousands")]
#[test_case("5 thousand", "5000"; "written and scale")]
#[test_case("two thousand and five", "2005"; "thousand and")]
#[test_case("minus four", "-4"; "minus word")]
#[test_case("-4", "-4"; "minus sign")]
#[test_case("\u{2212}4", "-4"; "true minus")]
#[test_case("a half", "1/2"; "a half")]
#[test_case("half", "1/2"; "bare half")]
#[test_case("three quarters", "3/4"; "three quarters")]
#[test_case("two and a half", "5/2"; "mixed words")]
#[test_case("one and three quarters", "7/4"; "mixed words two")]
#[test_case("3/4", "3/4"; "fraction")]
#[test_case("6/8", "3/4"; "unreduced fraction")]
#[test_case("three over four", "3/4"; "over")]
#[test_case("1 1/2", "3/2"; "mixed")]
#[test_case("1½", "3/2"; "vulgar fraction")]
#[test_case("0.75", "3/4"; "decimal")]
#[test_case(".5", "1/2"; "bare decimal")]
#[test_case("point five", "1/2"; "spoken decimal")]
#[test_case("two point two five", "9/4"; "spoken decimals")]
#[test_case("0,5", "1/2"; "decimal comma")]
#[test_case("75%", "3/4"; "percent")]
#[test_case("75 percent", "75"; "percent as its number")]
#[test_case("1,500", "1500"; "comma groups")]
#[test_case("1 500", "1500"; "space groups")]
#[test_case("1.500", "1500"; "point groups")]
#[test_case("1.500", "3/2"; "or a decimal")]
#[test_case("1,234,567.5", "2469135/2"; "groups and decimal")]
#[test_case("1500frw", "1500"; "joined unit")]
#[test_case("Frw 1,500", "1500"; "unit before")]
#[test_case("RWF 1500/-", "1500"; "shop writing")]
#[test_case("1500 francs please", "1500"; "francs")]
#[test_case("amafaranga 1500", "1500"; "amafaranga")]
#[test_case("a dozen", "12"; "dozen")]
#[test_case("to", "2"; "sounds like two")]
#[test_case("for", "4"; "sounds like four")]
#[test_case("Ate.", "8"; "sounds like eight")]
#[test_case("fourty", "40"; "misspelt")]
#[test_case("it's 22", "22"; "in a sentence")]
#[test_case("not 23, 22", "22"; "corrected")]
#[test_case("the answer is twenty two I think", "22"; "in a long sentence")]
#[test_case("rimwe", "1"; "rw one")]
#[test_case("bibiri", "2"; "rw two class 8")]
#[test_case("ebyiri", "2"; "rw two class 10")]
#[test_case("cumi na kabiri", "12"; "rw twelve")]
#[test_case("makumyabiri na kabiri", "22"; "rw twenty two")]
#[test_case("makumyabiri n'umunani", "28"; "rw elided")]
#[test_case("mirongo itatu", "30"; "rw thirty")]
#[test_case("mirongwitatu na gatanu", "35"; "rw old spelling")]
#[test_case("ijana", "100"; "rw hundred")]
#[test_case("magana abiri na gatanu", "205"; "rw two hundred and five")]
#[test_case("igihumbi na magana atanu", "1500"; "rw fifteen hundred")]
#[test_case("ibihumbi bibiri", "2000"; "rw two thousand")]
#[test_case("ibihumbi 2 na 500", "2500"; "rw with digits")]
#[test_case("ibihumbi cumi na bitanu", "15000"; "rw thousands first")]
#[test_case("ibihumbi cumi na bitanu", "10005"; "rw or rest first")]
#[test_case("miliyoni ebyiri", "2000000"; "rw millions")]
#[test_case("igisubizo ni mirongo itanu", "50"; "rw in a sentence")]
#[test_case("amafaranga magana atanu", "500"; "rw francs")]
#[test_case("kimwe cya kabiri", "1/2"; "rw half")]
#[test_case("bitatu bya kane", "3/4"; "rw three quarters")]
#[test_case("igice", "1/2"; "rw igice")]
#[test_case("kabiri n'igice", "5/2"; "rw two and a half")]
fn means(text: &str, wanted: &str) {
    let readings = read(text);
    assert!(readings.contains(&ratio(wanted)), "{text}: {readings:?}");
    assert!(says(text, ratio(wanted)));
}

#[test_case("twenty two", "202"; "words are not strung together when they make a number")]
#[test_case("1,500", "3/2"; "a comma before three digits groups")]
#[test_case("two hundred", "2100"; "hundred is no figure")]
#[test_case("75", "3/4"; "no percent without the sign")]
fn does_not_mean(text: &str, other: &str) {
    assert!(!says(text, ratio(other)), "{text}");
}

#[test_case(""; "nothing")]
#[test_case("banana"; "no number")]
#[test_case("I want to go"; "to is no number in a sentence")]
#[test_case("wait for me"; "nor is for")]
#[test_case("and"; "a joint alone")]
#[test_case("na"; "a rw joint alone")]
#[test_case("a"; "an article")]
#[test_case("1/0"; "no division by nothing")]
#[test_case("3-4"; "no range")]
#[test_case("5 and 6"; "two numbers joined")]
#[test_case("99999999999999999999999999"; "too large")]
#[test_case("%"; "percent alone")]
#[test_case("-"; "minus alone")]
#[test_case("..."; "points")]
#[test_case("menu"; "a command")]
fn means_nothing(text: &str) {
    assert_eq!(read(text), Vec::new(), "{text}");
}

#[test]
fn every_number_below_a_million_reads_back_in_both_languages() {
    // Every one of the lowest, then every 37th and its neighbours of all shapes: in steps prime to the base.
    let some = (0..20_000).chain((20_000..1_000_000).step_by(37)).chain([999_999, 1_000_000]);
    for n in some {
        for lang in Lang::ALL {
            let said = spell(n, lang);
            assert!(says(&said, Ratio::whole(i64::from(n))), "{n}: {said}: {:?}", read(&said));
        }
    }
}

#[test]
fn english_words_have_one_reading_only() {
    for n in (0..1_000_000).step_by(101) {
        let readings = read(&spell(n, Lang::En));
        assert_eq!(readings, [Ratio::whole(i64::from(n))], "{n}");
    }
}

#[test_case(0, "zero", "zeru")]
#[test_case(11, "eleven", "cumi na rimwe")]
#[test_case(10, "ten", "icumi")]
#[test_case(28, "twenty eight", "makumyabiri n'umunani")]
#[test_case(135, "one hundred and thirty five", "ijana na mirongo itatu na gatanu")]
#[test_case(1_001, "one thousand and one", "igihumbi na rimwe")]
#[test_case(2_100, "two thousand one hundred", "ibihumbi bibiri n'ijana")]
#[test_case(15_000, "fifteen thousand", "ibihumbi cumi na bitanu")]
#[test_case(1_000_000, "one million", "miliyoni imwe")]
fn numbers_are_spelled_as_they_are_said(n: u32, english: &str, kinyarwanda: &str) {
    assert_eq!(spell(n, Lang::En), english);
    assert_eq!(spell(n, Lang::Rw), kinyarwanda);
}

proptest! {
    #[test]
    fn any_number_below_a_billion_reads_back(n in 0_u32..1_000_000_000) {
        for lang in Lang::ALL {
            prop_assert!(says(&spell(n, lang), Ratio::whole(i64::from(n))), "{}", spell(n, lang));
        }
    }

    #[test]
    fn digits_read_back_with_any_grouping(n in 0_i64..10_000_000) {
        let plain = n.to_string();
        let mut grouped = String::new();
        for (i, c) in plain.chars().enumerate() {
            if i > 0 && (plain.len() - i) % 3 == 0 { grouped.push('_'); }
            grouped.push(c);
        }
        for mark in ["", ",", " ", "."] {
            let text = grouped.replace('_', mark);
            prop_assert!(says(&text, Ratio::whole(n)), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,120}") {
        let _ = read(&text);
        let _ = read_with_units(&text);
    }

    #[test]
    fn no_heap_of_number_words_makes_it_panic_or_crawl(
        words in prop::collection::vec(prop::sample::select(vec![
            "one", "twenty", "hundred", "thousand", "million", "and", "a", "half", "quarter", "point", "minus", "over",
            "dozen", "double", "%", "-", "3", "500", "1/2", "99999999999", "1,5", "ibihumbi", "magana", "mirongo", "na",
            "n'", "cya", "bya", "icumi", "kabiri", "miliyoni", "igihumbi", "virigule", "igice", "zeru", "x",
        ]), 0..60),
    ) {
        let _ = read(&words.join(" "));
    }

    #[test]
    fn fractions_add_and_multiply_exactly(a in -999_i64..999, b in 1_i64..99, c in -999_i64..999, d in 1_i64..99) {
        let (x, y) = (Ratio::new(a, b).expect("x"), Ratio::new(c, d).expect("y"));
        prop_assert_eq!(x.plus(y), Ratio::new(a * d + c * b, b * d));
        prop_assert_eq!(x.times(y), Ratio::new(a * c, b * d));
        prop_assert_eq!(x.cmp(&y), (a * d).cmp(&(c * b)));
    }
}

#[test]
fn every_fraction_is_read_in_words_and_in_any_writing() {
    let read = |text: &str, up, down| {
        let value = Ratio::new(up, down).expect("no zero below");
        assert!(says(text, value), "{text}: {:?}", super::read(text));
    };
    for (text, up, down) in [
        ("eleven twelfths", 11, 12),
        ("eight fifteenths", 8, 15),
        ("eleven fifteenth", 11, 15),
        ("7 20ths", 7, 20),
        ("one twenty fifth", 1, 25),
        ("three twenty-fifths", 3, 25),
        ("seven hundredths", 7, 100),
        ("one and seven twelfths", 19, 12),
        ("thirteen divided by twelve", 13, 12),
        ("31 out of 20", 31, 20),
        ("11 on 12", 11, 12),
        ("11 by 12", 11, 12),
        ("1 / 6", 1, 6),
        ("1 /6", 1, 6),
        ("two ninety ninths", 2, 99),
        ("3x150=450", 450, 1),
        ("450 = 3 x 150", 450, 1),
        ("not 23 but 22", 22, 1),
    ] {
        read(text, up, down);
    }
    for down in 3..=99_u32 {
        for up in 1..down {
            let (top, bottom) = (spell(up, Lang::En), spell(down, Lang::En));
            let text = format!("{top} {}s", ordinal_of(&bottom));
            // "two seconds" is a time, and so is "twenty seconds".
            read(&text, i64::from(up), i64::from(down));
        }
    }
}

/// "twenty five" as "twenty fifth".
fn ordinal_of(cardinal: &str) -> String {
    let (head, last) = match cardinal.rsplit_once([' ', '-']) {
        Some((head, last)) => (format!("{head} "), last),
        None => (String::new(), cardinal),
    };
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        ten if ten.ends_with('y') => format!("{}ieth", &ten[..ten.len() - 1]),
        other => format!("{other}th"),
    };
    head + &last
}

#[test]
fn a_number_that_is_denied_is_not_said() {
    for text in ["not 30", "it is not thirty", "it isn't 30", "si mirongo itatu"] {
        assert!(read(text).is_empty(), "{text}: {:?}", read(text));
    }
    assert_eq!(read("12 divided by 4"), [Ratio::whole(4)], "a sum is not yet done");
}
