//! What a spoken argument is made of: a claim, a reason, an example. Read off the words that join them, in either language.

use crate::text::replies::plain;

/// Words and phrases that give a reason; plain, as [`plain`] leaves them.
const REASON: &[&str] = &[
    "because",
    "since",
    "so that",
    "due to",
    "the reason",
    "therefore",
    "that is why",
    "thats why",
    "which means",
    "it means",
    "as a result",
    "in order to",
    "otherwise",
    "coz",
    "cuz",
    "bcz",
    "bcoz",
    "so they",
    "so he",
    "so she",
    "so we",
    "so people",
    "so children",
    "it helps",
    "helps us",
    "helps people",
    "kubera",
    "kuko",
    "kuberako",
    "bitewe",
    "bituma",
    "bigatuma",
    "igatuma",
    "ituma",
    "bityo",
    "impamvu",
    "niyo mpamvu",
    "ni yo mpamvu",
    "kugira ngo",
    "kugirango",
    "bivuze ko",
    "bifasha",
    "naho ubundi",
    "ngo abantu",
    "ngo abana",
];
/// Words and phrases that give an example.
const EXAMPLE: &[&str] = &[
    "for example",
    "example",
    "for instance",
    "such as",
    "like when",
    "i saw",
    "i have seen",
    "i know a",
    "i know someone",
    "in my",
    "at my",
    "my neighbour",
    "my neighbor",
    "my mother",
    "my father",
    "my brother",
    "my sister",
    "my friend",
    "my uncle",
    "my aunt",
    "our village",
    "our school",
    "last year",
    "last month",
    "last week",
    "one day",
    "once i",
    "yesterday",
    "urugero",
    "iwacu",
    "umuturanyi wacu",
    "umuturanyi wanjye",
    "nabonye",
    "nigeze",
    "umwaka ushize",
    "ukwezi gushize",
    "icyumweru gishize",
    "umunsi umwe",
    "mu mudugudu wacu",
    "ku ishuri ryacu",
    "mama wanjye",
    "papa wanjye",
    "murumuna wanjye",
    "mukuru wanjye",
    "inshuti yanjye",
    "ejo",
    "data",
];
/// Letters by which a long joining word may be misspelt.
const SLIPS: usize = 2;
/// A claim has at least so many words.
const CLAIM_WORDS: usize = 3;

/// What an argument has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// Something is held.
    pub claim: bool,
    /// It says why.
    pub reason: bool,
    /// It says where that was seen.
    pub example: bool,
    /// How many words it has.
    pub words: usize,
}

impl Parts {
    /// What two turns say together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            claim: self.claim || other.claim,
            reason: self.reason || other.reason,
            example: self.example || other.example,
            words: self.words + other.words,
        }
    }
}

/// Takes an argument apart.
#[must_use]
pub fn parts(text: &str) -> Parts {
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').filter(|w| !w.is_empty()).collect();
    let reason = first_of(&words, REASON);
    let example = first_of(&words, EXAMPLE);
    // What stands before the first joint is the claim; "because ..." alone has none.
    let before = [reason, example].into_iter().flatten().min().unwrap_or(words.len());
    Parts {
        claim: before >= CLAIM_WORDS,
        reason: reason.is_some_and(|at| words.len() > at + 2),
        example: example.is_some_and(|at| words.len() > at + 2),
        words: words.len(),
    }
}

/// Where the first of these phrases stands.
fn first_of(words: &[&str], phrases: &[&str]) -> Option<usize> {
    (0..words.len()).find(|at| phrases.iter().any(|phrase| begins(&words[*at..], phrase)))
}

fn begins(words: &[&str], phrase: &str) -> bool {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.len() >= wanted.len() && words.iter().zip(&wanted).all(|(word, want)| same(word, want))
}

/// Long words may be misspelt: "becouse", "exemple".
fn same(word: &str, want: &str) -> bool {
    word == want
        || (want.len() >= 7
            && word.len() >= 6
            && word.as_bytes().first() == want.as_bytes().first()
            && strsim::osa_distance(word, want) <= SLIPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str) -> (bool, bool, bool) {
        let parts = parts(text);
        (parts.claim, parts.reason, parts.example)
    }

    #[test]
    fn claim_reason_and_example_are_told_apart_in_both_languages() {
        for (text, expected) in [
            ("Every home should keep hens", (true, false, false)),
            ("Hens are good becouse they give eggs", (true, true, false)),
            ("because they give eggs", (false, true, false)),
            (
                "Hens are good because they give eggs, for example my neighbour sells ten a week",
                (true, true, true),
            ),
            ("Inkoko ni nziza kuko zitanga amagi", (true, true, false)),
            ("Inkoko ni nziza. Urugero, umuturanyi wacu agurisha amagi", (true, false, true)),
            ("yes", (false, false, false)),
            ("because", (false, false, false)),
            ("", (false, false, false)),
        ] {
            assert_eq!(has(text), expected, "{text}");
        }
    }
}
