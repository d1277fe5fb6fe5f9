//! Links, numbers to ring, secrets: none of them is ever part of a lesson.

use super::Unfit;
use super::folded::{joined, words};
use crate::domain::task::Task;
use crate::text::numbers::Ratio;
use crate::tutor::arithmetic;

/// Digits in a row, without signs between, from which on a number may be one to ring.
const LONG: usize = 6;

/// Endings of names on the network.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "rw", "info", "io", "gov", "edu", "co", "biz", "me", "app", "dev", "xyz",
    "ke", "ug", "tz", "uk", "us", "cn", "ly", "tk", "site", "online", "africa",
];

/// Long numbers that belong to the lesson.
#[derive(Debug, Clone)]
pub(super) struct Known {
    numbers: Vec<Ratio>,
    /// The learner asked for keys or passwords.
    secret: bool,
}

impl Known {
    pub(super) fn new(task: &Task) -> Self {
        let mut known: Vec<Ratio> =
            task.facts.values().flat_map(|fact| arithmetic::numbers_in(fact)).collect();
        if let Some(asked) = arithmetic::question(&task.said) {
            known.push(asked.value);
            known.extend(arithmetic::numbers_in(&task.said));
        }
        Self { numbers: known, secret: is_secret(&task.said) }
    }

    /// # Errors
    /// [`Unfit::Private`].
    pub(super) fn check(&self, text: &str) -> Result<(), Unfit> {
        let forms = [text.to_owned(), joined(text)];
        let found = forms.iter().any(|form| {
            is_link(form) || is_secret(form) || self.tells(form) || self.has_number(form)
        });
        if found { Err(Unfit::Private) } else { Ok(()) }
    }

    /// Words for keys and passwords, once they were asked for.
    fn tells(&self, text: &str) -> bool {
        let names = ["key", "keys", "password", "passwords", "token", "urufunguzo", "banga"];
        self.secret && words(text).iter().any(|word| names.contains(&word.as_str()))
    }

    fn has_number(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            if !chars[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let from = at;
            while at < chars.len() && chars[at].is_ascii_digit() {
                at += 1;
            }
            let digits: String = chars[from..at].iter().collect();
            let inside = from > 0 && matches!(chars[from - 1], '.' | ',' | ':' | '/');
            let number = digits.parse().ok().map(Ratio::whole);
            let known = number.is_some_and(|n| self.numbers.contains(&n));
            if !inside && !known && !counts(&digits) && is_dialled(&digits, &chars, from) {
                return true;
            }
        }
        false
    }
}

/// "123456" counts, it rings nobody.
fn counts(digits: &str) -> bool {
    digits.as_bytes().windows(2).all(|pair| pair[1] == pair[0] + 1)
}

fn is_dialled(digits: &str, chars: &[char], from: usize) -> bool {
    let abroad = from > 0
        && chars[from - 1] == '+'
        && digits.len() >= 3
        && (from < 2 || !is_sum(chars, from));
    let leading = digits.starts_with('0') && digits.len() >= 3;
    abroad || leading || digits.len() >= LONG
}

/// "5 +250" adds; "+250" alone is the beginning of a number.
fn is_sum(chars: &[char], from: usize) -> bool {
    let before = chars[..from - 1].iter().rev().find(|c| !c.is_whitespace());
    before.is_some_and(|c| c.is_ascii_digit() || *c == ')')
}

fn is_link(text: &str) -> bool {
    let lower = text.to_lowercase();
    if lower.contains("http")
        || lower.contains("www.")
        || lower.contains("://")
        || lower.contains('@')
    {
        return true;
    }
    let all = words(&lower);
    let spelt = all.windows(2).any(|pair| pair[0] == "dot" && ENDINGS.contains(&pair[1].as_str()));
    spelt
        || lower
            .split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')' | ',' | '"'))
            .any(is_name)
}

/// "evil.example.com", but not "e.g." or the end of a sentence whose space is missing.
fn is_name(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let labels: Vec<&str> = word.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| {
            label.len() >= 2 && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
        && (ENDINGS.contains(&labels[labels.len() - 1]) || labels.contains(&"example"))
}

fn is_secret(text: &str) -> bool {
    let lower = text.to_lowercase();
    let all = words(&lower);
    let names = ["bearer", "apikey", "redis", "rediss", "postgres", "twilio"];
    let pairs = [("api", "key"), ("auth", "token"), ("secret", "key"), ("ijambo", "banga")];
    all.iter().any(|word| names.contains(&word.as_str()))
        || all.windows(2).any(|pair| pairs.contains(&(pair[0].as_str(), pair[1].as_str())))
        || lower
            .split_whitespace()
            .any(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with("sk-"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use test_case::test_case;

    use super::*;
    use crate::domain::task::TaskKind;

    fn known(said: &str, answer: &str) -> Known {
        let facts = BTreeMap::from([("answer".into(), answer.to_owned())]);
        Known::new(&Task {
            kind: TaskKind::Maths,
            said: said.to_owned(),
            facts,
            instead_of: Vec::new(),
        })
    }

    #[test_case("Ring 900900 now."; "digits")]
    #[test_case("Call 0788 123 456."; "a leading nought")]
    #[test_case("Text +250 7."; "from abroad")]
    #[test_case("See evil.example.com for more."; "a name")]
    #[test_case("Go to toneline dot com."; "a name spelt")]
    #[test_case("my API key is hidden"; "a secret")]
    #[test_case("7 8 8 1 2 3 4 5 6"; "digits apart")]
    fn what_leads_out_of_the_lesson_is_refused(answer: &str) {
        assert_eq!(known("", "12").check(answer), Err(Unfit::Private));
    }

    #[test_case("5 + 250 = 255"; "a sum")]
    #[test_case("Rwanda has about 13,000,000 people."; "a number in groups")]
    #[test_case("It is 0.078 metres, or 08:20."; "decimals and times")]
    #[test_case("1 2 3 4 5 6 7"; "counting")]
    #[test_case("450000 + 450900 = 900900"; "a true sum")]
    #[test_case("In 1962 Rwanda became independent."; "a year")]
    #[test_case("Use a noun, e.g. cow."; "an abbreviation")]
    fn numbers_of_the_lesson_are_let_through(answer: &str) {
        assert_eq!(known("What is 450000 + 450900?", "12").check(answer), Ok(()));
    }
}
