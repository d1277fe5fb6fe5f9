//! What is a sentence of English, and how a long text falls into pieces that can be checked.

use crate::content::Library;
use crate::text::{grammar, replies};

/// The longest piece that is corrected, characters: its correction must fit a text.
pub(super) const LONGEST: usize = 160;

/// What may stand before the sentence itself.
const ASKED: [&str; 8] = [
    "is this right",
    "is it right",
    "is this correct",
    "is it correct",
    "check this",
    "correct this",
    "check",
    "correct",
];

/// Small words, of which nearly every English sentence has one.
const COMMON: &str = "i you he she it we they the a an is are am was were my your his her our their to in on at of and not \
    do does did have has will can this that there what where when why how who for with from go want like very me him \
    them us but because if these dont im hes shes its youre theyre ive thats cant yesterday today";

fn common(word: &str) -> bool {
    COMMON.split_whitespace().any(|known| known == word)
}

/// Where a long sentence may be cut: before the joining word, which goes with what follows.
const JOINTS: [&str; 5] = [" because ", " and ", " but ", " so ", ", "];

/// Whether a text has a common English word.
pub(super) fn is_english(text: &str) -> bool {
    replies::plain(text).split(' ').any(common)
}

/// Whether a text has any word that is known to be English.
pub(super) fn has_english(text: &str) -> bool {
    replies::plain(text).split(' ').any(|word| common(word) || grammar::knows(word))
}

/// The sentence in a message that asks about one; `None` where it is not a sentence of English.
pub(super) fn of<'t>(library: &Library, text: &'t str) -> Option<&'t str> {
    let text = text.trim();
    let plain = text.to_ascii_lowercase();
    let after = ASKED.iter().find_map(|asked| {
        let rest = plain.strip_prefix(asked)?;
        let rest = rest.trim_start_matches([':', '?', ',', '-', ' ']);
        text.get(text.len() - rest.len()..).filter(|rest| rest.contains(' '))
    });
    let body = after.unwrap_or(text).trim_matches(['"', ' ']);
    (is_common(body) || is_told(library, body)).then_some(body)
}

/// Three words with a common one among them.
fn is_common(body: &str) -> bool {
    replies::plain(body).split(' ').count() >= 3 && is_english(body)
}

/// Two words or more with a verb, of which most are English words or names: "Mukamana sells tomatoes."
fn is_told(library: &Library, body: &str) -> bool {
    let words: Vec<&str> = body.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
    let vocabulary = |word: &str| library.english.words.iter().any(|known| known.word == word);
    let (mut known, mut verbs, mut names) = (0, 0, 0);
    for word in &words {
        let low = word.to_ascii_lowercase();
        let verb = grammar::is_verb(&low);
        verbs += usize::from(verb);
        if verb || common(&replies::plain(&low)) || grammar::knows(&low) || vocabulary(&low) {
            known += 1;
        } else if word.starts_with(char::is_uppercase) {
            names += 1;
        }
    }
    words.len() >= 2 && verbs > 0 && known + names >= 2 && (known + names) * 3 >= words.len() * 2
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The sentences of a text; what is too long to be corrected at once, clause by clause.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let sentences = text.split_inclusive(['.', '!', '?']).map(str::trim);
    let spoken = sentences.filter(|part| part.chars().any(char::is_alphabetic));
    spoken.flat_map(clauses).collect()
}

fn clauses(sentence: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut rest = sentence;
    while rest.chars().count() > LONGEST {
        let most = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
        let joint = JOINTS.iter().filter_map(|joint| rest[..most].rfind(joint)).max();
        let Some(at) = joint.filter(|at| *at > 0) else { break };
        all.push(&rest[..at]);
        rest = rest[at..].trim_start_matches([',', ' ']);
        let joined = ["and ", "but ", "so "].iter().find_map(|word| rest.strip_prefix(word));
        rest = joined.unwrap_or(rest);
    }
    all.push(rest);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_sentences_are_english_and_other_texts_are_not() {
        let library = Library::shipped();
        for text in [
            "Children play football.",
            "Mukamana sells tomatoes.",
            "Yesterday Keza bought bananas.",
            "Farmers plant beans every season.",
            "He's been working here since 2015.",
            "it's raining today",
            "I'm happy today.",
            "He's happy.",
            "Birds fly.",
            "Is this right? She go home.",
        ] {
            assert!(of(&library, text).is_some(), "{text}");
        }
        for text in ["zzz qqq", "ndashaka kwiga", "blue", "Ndi umuhinzi", "tomatoes", "qqqq 77"] {
            assert_eq!(of(&library, text), None, "{text}");
        }
    }

    #[test]
    fn a_long_sentence_falls_into_its_clauses_and_loses_no_word_but_a_joint() {
        let long = "Yesterday I went to the market and I bought tomatoes and my mother was happy because the \
                    price was lower than before and we ate together in the evening with all our neighbours";
        let cut = pieces(long);
        assert!(cut.len() > 1 && cut.iter().all(|piece| piece.chars().count() <= LONGEST));
        assert!(cut[1].starts_with("we ate") || cut[1].starts_with("because"), "{cut:?}");
        assert_eq!(pieces("One is here. Two is there!"), ["One is here.", "Two is there!"]);
    }
}
