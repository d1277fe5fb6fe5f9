//! Words that name a part of English, or lead back to the choice of parts.

use super::memory::Part;
use crate::text::replies;

/// Words that name a part, in both languages.
const NAMES: [(Part, &[&str]); 5] = [
    (
        Part::Mend,
        &[
            "mend",
            "mending",
            "mend sentences",
            "mending sentences",
            "correct sentences",
            "kosora interuro",
            "grammar",
            "sentence",
            "sentences",
            "correct",
            "correction",
            "fix",
            "gukosora",
            "kosora",
            "interuro",
            "ikibonezamvugo",
        ],
    ),
    (
        Part::Words,
        &["word", "words", "vocabulary", "new words", "amagambo", "ijambo", "amagambo mashya"],
    ),
    (
        Part::Talk,
        &[
            "talk",
            "conversation",
            "dialogue",
            "dialog",
            "speak",
            "speaking",
            "chat",
            "ikiganiro",
            "kuganira",
            "ibiganiro",
        ],
    ),
    (
        Part::Aloud,
        &[
            "read",
            "reading",
            "read aloud",
            "reading aloud",
            "say after me",
            "repeat after me",
            "pronunciation",
            "pronounce",
            "gusoma",
            "gusoma n ijwi",
            "gusoma mu ijwi",
            "soma",
            "kuvuga neza",
        ],
    ),
    (
        Part::Free,
        &[
            "free talk",
            "free",
            "talk freely",
            "free conversation",
            "topic",
            "topics",
            "let us talk",
            "lets talk",
            "kuganira ku bwisanzure",
            "ikiganiro kisanzuye",
            "ingingo",
            "tuganire",
        ],
    ),
];

/// Words that lead back to the choice of parts.
const CHANGE: [&str; 10] = [
    "change",
    "other",
    "other english",
    "something different",
    "english",
    "hindura",
    "ibindi",
    "icyongereza",
    "ibindi by icyongereza",
    "guhindura",
];

/// The part that a short text names, by number or by word.
pub(super) fn named(text: &str) -> Option<Part> {
    let plain = replies::plain(text);
    let plain = plain.strip_prefix("number ").unwrap_or(&plain);
    let by_word = NAMES.iter().find(|(_, names)| names.contains(&plain)).map(|(part, _)| *part);
    by_word.or_else(|| number(plain).and_then(|n| Part::ALL.get(n - 1).copied()))
}

/// The part that a wish at the choice of parts names: "free talk please", "I want new words".
pub(super) fn wished(text: &str) -> Option<Part> {
    let plain = replies::plain(text);
    let wishes = ["i want to ", "i want ", "give me ", "ndashaka "];
    let core = wishes.iter().find_map(|wish| plain.strip_prefix(wish)).unwrap_or(&plain);
    let core = core.trim_start_matches("please ").trim_end_matches(" please");
    named(core).or_else(|| meant(core))
}

/// The part that words meant which led to English: "vocabulary", "English conversation". Reading and speaking are more than
/// a part.
pub(super) fn meant(text: &str) -> Option<Part> {
    let said = replies::plain(text);
    let around = [
        "english",
        "icyongereza",
        "cyongereza",
        "please",
        "i",
        "want",
        "would",
        "like",
        "to",
        "a",
        "the",
        "some",
        "do",
        "have",
        "practise",
        "practice",
        "in",
        "mu",
        "ndashaka",
        "nshaka",
    ];
    let kept: Vec<&str> = said.split(' ').filter(|word| !around.contains(word)).collect();
    let core = kept.join(" ");
    let vague = [
        "read", "reading", "speak", "speaking", "chat", "topic", "topics", "ingingo", "soma",
        "gusoma",
    ];
    let names = |(_, names): &&(Part, &[&str])| names.contains(&core.as_str());
    NAMES.iter().filter(|_| !vague.contains(&core.as_str())).find(names).map(|(part, _)| *part)
}

/// Whether a text asks for other English practice.
pub(super) fn wants_change(text: &str) -> bool {
    CHANGE.contains(&replies::plain(text).as_str())
}

/// A choice of 1 to 5 and nothing else; "to" and "for" are what a recogniser may make of it.
pub(super) fn number(text: &str) -> Option<usize> {
    crate::text::choices::number(text, 5).or_else(|| match replies::plain(text).as_str() {
        "to" | "too" => Some(2),
        "tree" => Some(3),
        "for" => Some(4),
        _ => None,
    })
}
