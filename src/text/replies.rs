//! The short replies that mean the same in every lesson: yes, no, skip, menu. Pure.

mod table;

use table::{COURTESY, TABLE};

/// What a short reply means, whatever was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reply {
    /// Agreement.
    Yes,
    /// Refusal.
    No,
    /// Pass this exercise over.
    Skip,
    /// Back to the list of lessons.
    Menu,
    /// End the conversation.
    Stop,
    /// Say it again.
    Repeat,
    /// Say it slower.
    Slower,
    /// What can be done here.
    Help,
    /// How am I doing.
    Progress,
    /// Does not know the answer.
    DontKnow,
}

/// Lower case, letters and digits only, one space between words, no apostrophes.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            // "rw'amasomo" is two words; "don't" is one.
            '\'' | '\u{2019}' | '\u{2018}' if ends_in_elision(&out) => out.push(' '),
            '\'' | '\u{2019}' | '\u{2018}' => {}
            c if c.is_alphanumeric() => out.push(c),
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether what stands before an apostrophe is a Kinyarwanda joint that lost its vowel: n', rw', y'.
fn ends_in_elision(out: &str) -> bool {
    out == "n" || out.ends_with(" n") || out.ends_with('w') || out.ends_with('y')
}

/// The meaning of a whole short reply; `None` if it is anything else. A single long word may have one letter wrong.
#[must_use]
pub fn read(text: &str) -> Option<Reply> {
    if text.len() > 80 {
        return None;
    }
    let plain = plain(text);
    exact(&plain).or_else(|| {
        let words: Vec<&str> = plain.split(' ').collect();
        let kept = without_courtesy(&words);
        let shorter = kept.join(" ");
        exact(&shorter).or_else(|| match kept {
            [word] => near(word),
            _ => None,
        })
    })
}

/// Words that may stand around the number of an offer.
const AROUND: &[&str] =
    &["number", "option", "press", "reply", "key", "kanda", "umubare", "nimero", "numero"];

/// The answer to an offer of "1 for yes, 2 for the menu": by number, or by word. "I have one question" holds a number and is
/// no choice.
#[must_use]
pub fn choice(text: &str) -> Option<Reply> {
    read(text).or_else(|| {
        let plain = plain(text);
        let words: Vec<&str> = plain.split(' ').filter(|word| !AROUND.contains(word)).collect();
        let [word] = without_courtesy(&words) else { return None };
        match super::numbers::read(word).first()?.integer()? {
            1 => Some(Reply::Yes),
            2 => Some(Reply::No),
            _ => None,
        }
    })
}

fn exact(plain: &str) -> Option<Reply> {
    TABLE.iter().find(|(_, forms)| forms.contains(&plain)).map(|(reply, _)| *reply)
}

fn without_courtesy<'a, 'b>(mut words: &'b [&'a str]) -> &'b [&'a str] {
    while let [first, rest @ ..] = words
        && COURTESY.contains(first)
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && COURTESY.contains(last)
    {
        words = rest;
    }
    words
}

/// Words of their own that are a letter away from a reply: soil is not "next time".
const NO_SLIPS: &[&str] = &["ubutaka"];

fn near(word: &str) -> Option<Reply> {
    if word.chars().count() < 6 || NO_SLIPS.contains(&word) {
        return None;
    }
    TABLE.iter().find_map(|(reply, forms)| {
        let close = |form: &&str| {
            form.len() >= 6 && !form.contains(' ') && strsim::osa_distance(word, form) == 1
        };
        forms.iter().any(close).then_some(*reply)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_read_in_both_languages() {
        for (text, reply) in [
            ("Yes!", Reply::Yes),
            ("yego", Reply::Yes),
            ("Oya, murakoze.", Reply::No),
            ("skip please", Reply::Skip),
            ("simbuka", Reply::Skip),
            ("urutonde rw'amasomo", Reply::Menu),
            ("that's all", Reply::Stop),
            ("Murabeho", Reply::Stop),
            ("I don't know", Reply::DontKnow),
            ("hagarka", Reply::Stop),
            ("Say it slower, please", Reply::Slower),
        ] {
            assert_eq!(read(text), Some(reply), "{text}");
        }
    }

    #[test]
    fn an_offer_is_taken_by_its_number_alone() {
        for text in ["1", "one", "number one please", "press 1", "rimwe"] {
            assert_eq!(choice(text), Some(Reply::Yes), "{text}");
        }
        assert_eq!(choice("2"), Some(Reply::No));
        for text in [
            "not this one",
            "no one more time",
            "that was a hard one",
            "I have one question",
            "my uncle in Musanze has one",
        ] {
            assert_eq!(choice(text), None, "{text}");
        }
    }

    #[test]
    fn answers_are_no_replies() {
        for text in ["22", "twenty two", "mirongo itatu", "", "maths", "no, 22", "ma3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
