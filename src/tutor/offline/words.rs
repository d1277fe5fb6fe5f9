//! A word of one language in the other, from the vocabulary of the English lessons.

use super::phrases::say;
use crate::content::Library;
use crate::content::english::Word;
use crate::domain::lang::Lang;
use crate::text::replies::plain;

/// Words that ask for English.
const TO_ENGLISH: [&str; 3] = ["cyongereza", "icyongereza", "english"];

/// Words that ask for Kinyarwanda.
const TO_KINYARWANDA: [&str; 2] = ["kinyarwanda", "ikinyarwanda"];

/// Words that such a question is made of.
const ASKING: &str = "how do you say what is the word for in mean means does english kinyarwanda cyongereza icyongereza ikinyarwanda mu ijambo \
    barivuga babivuga bavuga bate bite gute ni iki bisobanura risobanura rivuga ndi please call ngo";

/// The answer, if it is a question of one word that the lessons have.
pub(super) fn answer(said: &str, lang: Lang, library: &Library) -> Option<String> {
    let said = plain(said);
    let all: Vec<&str> = said.split(' ').collect();
    let english = all.iter().any(|word| TO_ENGLISH.contains(word));
    let kinyarwanda = all.iter().any(|word| TO_KINYARWANDA.contains(word));
    if english == kinyarwanda {
        return None;
    }
    let left: Vec<&str> = all
        .iter()
        .copied()
        .filter(|word| !ASKING.split_whitespace().any(|known| known == *word))
        .collect();
    let wanted = left.join(" ");
    if wanted.is_empty() || left.len() > 3 {
        return None;
    }
    let is = |word: &&Word| {
        let theirs = if english { &word.rw } else { &word.word };
        plain(theirs) == wanted || theirs.split([',', ';', '/']).any(|one| plain(one) == wanted)
    };
    let word = library.english.words.iter().find(is)?;
    let slots = [
        ("en", word.word.as_str()),
        ("rw", word.rw.as_str()),
        ("meaning", word.meaning.as_str()),
        ("example", word.example.as_str()),
    ];
    Some(say(if english { "word_en" } else { "word_rw" }, lang, &slots))
}
