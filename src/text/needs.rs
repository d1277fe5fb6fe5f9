//! Whether a free answer holds what it must: synonyms, endings and misspellings are let through.

use super::numbers;
use super::replies::plain;
use crate::domain::numeral::{SMALL, TENS};

/// Words that a denial takes with it, and the small ones between them.
const REACH: usize = 3;
/// Words that carry no meaning of their own.
const FEW: &[&str] =
    &["a", "an", "the", "to", "of", "any", "in", "into", "my", "your", "his", "her"];
/// What denies, in either language.
const NOT: &[&str] = &[
    "not", "no", "without", "never", "isnt", "wasnt", "didnt", "si", "nta", "ntabwo", "atari",
    "nti", "dont", "doesnt", "cant", "cannot", "wont", "havent", "hasnt",
];
/// Where a denial ends.
const TURN: &[&str] = &["but", "it", "she", "he", "they", "because", "ahubwo", "ariko", "ni"];

/// Whether a text denies something.
#[must_use]
pub fn denies(text: &str) -> bool {
    plain(text).split(' ').any(|word| NOT.contains(&word) || word == "nobody")
}

/// The answer without what it denies: "not maize but sticks" holds no maize.
#[must_use]
pub fn affirmed(text: &str) -> String {
    let said = plain(text);
    let mut left = 0;
    let mut kept = Vec::new();
    for word in said.split(' ') {
        if NOT.contains(&word) {
            left = REACH;
        } else if TURN.contains(&word) {
            left = 0;
        } else if left > 0 {
            left -= usize::from(!FEW.contains(&word));
            continue;
        }
        kept.push(word);
    }
    kept.join(" ")
}

/// Which groups of `needs` the answer does not meet, by their index. A group is met by any one of its words or phrases;
/// "stems will do": `pay` is met by "paid" only if listed, but by "pays" and "paying".
#[must_use]
pub fn missing(answer: &str, needs: &[Vec<String>]) -> Vec<usize> {
    let said = plain(answer);
    let words: Vec<&str> = said.split(' ').filter(|w| !w.is_empty()).collect();
    let unmet = |group: &Vec<String>| !group.iter().any(|wanted| holds(answer, &words, wanted));
    needs.iter().enumerate().filter(|(_, group)| unmet(group)).map(|(at, _)| at).collect()
}

/// Whether the answer meets every group.
#[must_use]
pub fn met(answer: &str, needs: &[Vec<String>]) -> bool {
    missing(answer, needs).is_empty()
}

/// The first of these words or phrases that the answer holds: what it must not say.
#[must_use]
pub fn forbidden<'a>(answer: &str, not: &'a [String]) -> Option<&'a str> {
    let said = plain(answer);
    let words: Vec<&str> = said.split(' ').filter(|w| !w.is_empty()).collect();
    not.iter().find(|phrase| holds(answer, &words, phrase)).map(String::as_str)
}

fn holds(answer: &str, words: &[&str], wanted: &str) -> bool {
    let wanted_plain = plain(wanted);
    let phrase: Vec<&str> = wanted_plain.split(' ').filter(|w| !w.is_empty()).collect();
    if phrase.is_empty() {
        return false;
    }
    let near =
        words.windows(phrase.len()).any(|at| at.iter().zip(&phrase).all(|(w, p)| alike(w, p)));
    near || number_of(wanted).is_some_and(|n| numbers::says(answer, n))
}

fn number_of(wanted: &str) -> Option<numbers::Ratio> {
    // "CO2" is no number.
    if !wanted.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match numbers::read(wanted).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn counts(word: &str) -> bool {
    SMALL.contains(&word)
        || TENS.contains(&word)
        || ["hundred", "thousand", "million"].contains(&word)
}

/// Whether a word is the wanted one: the same, the same with an ending, or misspelt by a letter or two.
fn alike(word: &str, wanted: &str) -> bool {
    if word == wanted {
        return true;
    }
    // A number is itself or another one: "sixty" is no ending of "six".
    if counts(word) || counts(wanted) {
        return word.strip_suffix('s') == Some(wanted);
    }
    let length = wanted.chars().count();
    if length >= 3 && word.strip_prefix(wanted).is_some_and(|ending| ending.chars().count() <= 4) {
        return true;
    }
    let slips = match length {
        0..=4 => 0,
        5..=6 => 1,
        _ => 2,
    };
    // The first letter is seldom wrong, and words that differ in it are other words: "bought", "fought".
    slips > 0
        && word.chars().next() == wanted.chars().next()
        && strsim::osa_distance(word, wanted) <= slips
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(groups: &[&[&str]]) -> Vec<Vec<String>> {
        groups.iter().map(|g| g.iter().map(|w| (*w).to_owned()).collect()).collect()
    }

    #[test]
    fn each_group_wants_one_of_its_words() {
        let wanted = needs(&[&["bicycle", "bike"], &["sold", "sell"]]);
        assert!(met("He sold his bike.", &wanted));
        assert!(met("he was selling the bycicle", &wanted));
        assert_eq!(missing("He bought a bike", &wanted), [1]);
        assert_eq!(missing("", &wanted), [0, 1]);
    }

    #[test]
    fn a_number_is_no_ending_of_another_and_what_is_denied_does_not_count() {
        assert!(!met("I can pay sixty thousand", &needs(&[&["six"]])));
        assert!(met("six", &needs(&[&["six"]])));
        assert_eq!(affirmed("I will not pay six thousand, but five"), "i will not but five");
        assert_eq!(affirmed("never go to the hospital"), "never");
        assert!(denies("I don't agree") && !denies("I agree"));
    }

    #[test]
    fn what_must_not_be_said_is_found_as_a_word_or_as_a_phrase() {
        let not = ["hot".to_owned(), "around the earth".to_owned()];
        assert_eq!(forbidden("put hot water", &not), Some("hot"));
        assert_eq!(forbidden("The sun goes around the Earth.", &not), Some("around the earth"));
        assert_eq!(forbidden("the earth goes around itself", &not), None);
    }

    #[test]
    fn short_words_are_not_guessed() {
        let wanted = needs(&[&["cow"]]);
        assert!(!met("now", &wanted));
        assert!(met("two cows", &wanted));
        assert!(!met("bought", &needs(&[&["fought"]])));
    }

    #[test]
    fn phrases_stand_together_and_numbers_may_be_words() {
        assert!(met("because of the heavy rain", &needs(&[&["heavy rain"]])));
        assert!(!met("rain is heavy", &needs(&[&["heavy rain"]])));
        assert!(met("it was twelve francs", &needs(&[&["12"]])));
        assert!(!met("two gases", &needs(&[&["co2"]])));
    }

    #[test]
    fn kinyarwanda_is_read_the_same_way() {
        assert!(met("yagurishije igare rye", &needs(&[&["yagurishije"], &["igare"]])));
    }
}
