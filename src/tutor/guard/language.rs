//! English, Kinyarwanda, or neither: by the three-letter pieces of words, learned from the lessons that come with the
//! program.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::Unfit;
use super::folded::words;
use super::words::WORDS;
use crate::content::Library;
use crate::content::Pair;
use crate::domain::lang::Lang;
use crate::tutor::sentences;

/// Words from which on a whole answer is judged.
pub(super) const ENOUGH: usize = 4;

/// Words from which on a single sentence is judged.
pub(super) const ENOUGH_ALONE: usize = 6;

/// Share of the words, percent, that must be of the language wanted.
const SHARE: usize = 60;

/// Small words of other languages from which on a sentence is in one of them.
const STRANGE_LEAST: usize = 2;

/// Share of the words of a sentence, percent, that these must be.
const STRANGE_SHARE: usize = 22;

/// How the names of other languages begin.
const NAMES: [&str; 9] = [
    "french",
    "spanish",
    "german",
    "portug",
    "swahili",
    "kiswahili",
    "igifaransa",
    "gifaransa",
    "igiswahili",
];

/// What a text is mostly in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// English or Kinyarwanda.
    Of(Lang),
    /// As much of the one as of the other.
    Both,
    /// Another language.
    Other,
    /// Too short to tell.
    Unknown,
}

/// # Errors
/// [`Unfit::Language`].
pub(super) fn check(text: &str, wanted: Lang, mixed: bool, enough: usize) -> Result<(), Unfit> {
    let counts = count(text);
    if counts.foreign {
        return Err(Unfit::Language);
    }
    let total = counts.english + counts.kinyarwanda;
    if mixed || total < enough {
        return Ok(());
    }
    let right = match wanted {
        Lang::En => counts.english,
        Lang::Rw => counts.kinyarwanda,
    };
    if right * 100 >= total * SHARE { Ok(()) } else { Err(Unfit::Language) }
}

/// What a text is in.
#[must_use]
pub fn tongue(text: &str) -> Tongue {
    let counts = count(text);
    let total = counts.english + counts.kinyarwanda;
    match () {
        () if counts.foreign => Tongue::Other,
        () if total == 0 => Tongue::Unknown,
        () if counts.english * 100 >= total * SHARE => Tongue::Of(Lang::En),
        () if counts.kinyarwanda * 100 >= total * SHARE => Tongue::Of(Lang::Rw),
        () => Tongue::Both,
    }
}

struct Counts {
    english: usize,
    kinyarwanda: usize,
    foreign: bool,
}

fn count(text: &str) -> Counts {
    let (mut english, mut kinyarwanda) = (0, 0);
    for word in words(text).iter().filter(|word| word.chars().all(|c| c.is_ascii_lowercase())) {
        match MODEL.leaning(word) {
            lean if lean > 0.0 => english += 1,
            lean if lean < 0.0 => kinyarwanda += 1,
            _ => {}
        }
    }
    let foreign = sentences::split(text).iter().any(|one| is_foreign(one) || is_strange(one));
    // Scripts that neither language is written in; a few characters may be an example.
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let strange = text.chars().filter(|c| c.is_alphabetic() && u32::from(*c) > 0x24f).count();
    Counts { english, kinyarwanda, foreign: foreign || strange * 3 > letters }
}

/// Whether a telling phrase of another language stands in a sentence. One word may, where the sentence names the language:
/// "Bonjour is French for good day."
fn is_foreign(sentence: &str) -> bool {
    let all = words(sentence);
    let named = all.iter().any(|word| NAMES.iter().any(|name| word.starts_with(name)));
    let text = format!(" {} ", all.join(" "));
    WORDS
        .foreign
        .iter()
        .any(|phrase| (!named || phrase.contains(' ')) && text.contains(&format!(" {phrase} ")))
}

/// Whether a sentence has enough small words of other languages to be in one of them. One that is quoted is not enough.
fn is_strange(sentence: &str) -> bool {
    let all = words(sentence);
    let strange = all.iter().filter(|word| STRANGE.contains(word.as_str())).count();
    strange >= STRANGE_LEAST && strange * 100 >= all.len() * STRANGE_SHARE
}

static STRANGE: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| WORDS.strange.iter().flat_map(|line| line.split_whitespace()).collect());

/// How often pieces of three letters stand in either language.
struct Model {
    pieces: HashMap<[u8; 3], f64>,
    words: HashMap<String, f64>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::learned(&Library::shipped()));

impl Model {
    fn learned(library: &Library) -> Self {
        let mut pairs: Vec<&Pair> = Vec::new();
        for item in &library.items {
            pairs.extend([&item.ask, &item.fact]);
        }
        for story in &library.stories {
            pairs.extend(&story.parts);
            pairs
                .extend(story.questions.iter().flat_map(|question| [&question.ask, &question.why]));
        }
        for problem in &library.maths.problems {
            pairs.extend([&problem.text, &problem.steps]);
        }
        let mut pieces: HashMap<[u8; 3], [f64; 2]> = HashMap::new();
        let mut known: HashMap<String, [f64; 2]> = HashMap::new();
        let mut totals = [0.0_f64; 2];
        for pair in pairs {
            for (at, text) in [&pair.en, &pair.rw].into_iter().enumerate() {
                for word in words(text) {
                    for piece in pieces_of(&word) {
                        pieces.entry(piece).or_default()[at] += 1.0;
                        totals[at] += 1.0;
                    }
                    known.entry(word).or_default()[at] += 1.0;
                }
            }
        }
        let lean = |counts: [f64; 2]| {
            ((counts[0] + 0.5) / (totals[0] + 1.0)).ln()
                - ((counts[1] + 0.5) / (totals[1] + 1.0)).ln()
        };
        Self {
            pieces: pieces.into_iter().map(|(piece, counts)| (piece, lean(counts))).collect(),
            words: known.into_iter().map(|(word, counts)| (word, lean(counts))).collect(),
        }
    }

    /// Above 0 for English, below for Kinyarwanda, 0 for a word that tells nothing.
    fn leaning(&self, word: &str) -> f64 {
        let whole = self.words.get(word).copied().unwrap_or(0.0);
        let pieces: f64 = pieces_of(word).filter_map(|piece| self.pieces.get(&piece)).sum();
        if word.len() == 1 { 0.0 } else { 2.0 * whole + pieces }
    }
}

/// The pieces of three letters of a word, with its edges.
fn pieces_of(word: &str) -> impl Iterator<Item = [u8; 3]> {
    let edged: Vec<u8> = format!("^{word}$").into_bytes();
    (0..edged.len().saturating_sub(2)).map(move |at| [edged[at], edged[at + 1], edged[at + 2]])
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    #[test_case("Water boils at one hundred degrees.", Tongue::Of(Lang::En))]
    #[test_case("Amazi abira kuri dogere ijana.", Tongue::Of(Lang::Rw))]
    #[test_case("Bonjour, comment allez-vous?", Tongue::Other)]
    #[test_case("你好，我是老师", Tongue::Other)]
    #[test_case("12 + 5", Tongue::Unknown)]
    fn languages_are_told_apart(text: &str, expected: Tongue) {
        assert_eq!(tongue(text), expected);
    }

    #[test]
    fn one_foreign_word_may_be_quoted_and_a_sentence_may_not() {
        let quoted =
            ["Bonjour is French for good day.", "The numbers in French are un, deux, trois."];
        for text in quoted {
            assert_eq!(check(text, Lang::En, false, ENOUGH), Ok(()), "{text}");
        }
        for text in [
            "Les hiboux ont de grands yeux pour voir la nuit.",
            "Los pajaros vuelan al sur para comer.",
            "Die Vogel schwimmen auf dem See.",
            "Chui hukimbia haraka sana kwa sababu ina miguu mirefu.",
            "Bonjour!",
        ] {
            assert_eq!(check(text, Lang::En, false, ENOUGH), Err(Unfit::Language), "{text}");
            assert_eq!(check(text, Lang::Rw, false, ENOUGH), Err(Unfit::Language), "{text}");
        }
    }

    #[test]
    fn an_english_example_in_kinyarwanda_is_let_through() {
        let text = "Ijambo inka mu cyongereza ni cow. Inshuti yawe nayo irayizi neza.";
        assert_eq!(check(text, Lang::Rw, false, ENOUGH), Ok(()));
        assert_eq!(
            check("The word for inka is cow, my friend.", Lang::Rw, false, ENOUGH),
            Err(Unfit::Language)
        );
    }
}
