//! A question on anything: small talk, a sum, a word, a sentence to mend, then what the lessons know.

use super::phrases::{say, small_talk};
use super::search::Index;
use super::{grammar, maths, words};
use crate::content::Library;
use crate::domain::lang::Lang;

/// The answer, or that it is not known.
pub(super) fn answer(said: &str, lang: Lang, library: &Library, index: &Index) -> String {
    found(said, lang, library, index).unwrap_or_else(|| say("unknown", lang, &[]))
}

/// The answer, if it is known.
pub(super) fn found(said: &str, lang: Lang, library: &Library, index: &Index) -> Option<String> {
    maths::sum(said, lang)
        .or_else(|| words::answer(said, lang, library))
        .or_else(|| grammar::asked(said, lang, library))
        .or_else(|| small_talk(said, lang))
        .or_else(|| known(said, lang, library, index))
}

fn known(said: &str, lang: Lang, library: &Library, index: &Index) -> Option<String> {
    let item = library.items.get(index.find(said, lang)?)?;
    let answer = item.choices.get(item.answer.checked_sub(1)?)?.get(lang);
    let answer = answer.trim_end_matches('.');
    Some(say("fact", lang, &[("answer", answer), ("fact", item.fact.get(lang))]))
}
