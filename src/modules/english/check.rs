//! "Is this right?": a free sentence, corrected and explained.

use crate::content::Library;
use crate::domain::turn::Line;
use crate::modules::{english, told};
use crate::text::{grammar, replies};

/// The longest sentence that is corrected, characters: its correction must fit a text.
const LONGEST: usize = 110;

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

/// Our own rules, which no pack explains.
fn own(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "spelling" => "english-why-spelling",
        "said-twice" => "english-why-said-twice",
        "subject-pronouns" => "english-why-pronouns",
        "confused-words" => "english-why-confused",
        "future-time" => "english-why-future",
        _ => return None,
    })
}

/// Why a finding is one, in the learner's language.
pub(super) fn why(library: &Library, rule: &str) -> Option<Line> {
    let known = library.english.rules.iter().find(|known| known.id == rule);
    known.map(|rule| told(&rule.why)).or_else(|| own(rule).map(Line::new))
}

/// The sentence in a message that asks about one; `None` where it is not a sentence of English.
fn sentence(text: &str) -> Option<&str> {
    let text = text.trim();
    let plain = text.to_ascii_lowercase();
    let after = ASKED.iter().find_map(|asked| {
        let rest = plain.strip_prefix(asked)?;
        let rest = rest.trim_start_matches([':', '?', ',', '-', ' ']);
        text.get(text.len() - rest.len()..).filter(|rest| rest.contains(' '))
    });
    let body = after.unwrap_or(text).trim_matches(['"', ' ']);
    let words = replies::plain(body);
    let english = words.split(' ').filter(|word| COMMON.contains(word)).count();
    (words.split(' ').count() >= 3 && english >= 1).then_some(body)
}

/// Words of which an English sentence has at least one.
const COMMON: [&str; 60] = [
    "i", "you", "he", "she", "it", "we", "they", "the", "a", "an", "is", "are", "am", "was",
    "were", "my", "your", "his", "her", "our", "their", "to", "in", "on", "at", "of", "and", "not",
    "do", "does", "did", "have", "has", "will", "can", "this", "that", "there", "what", "where",
    "when", "why", "how", "who", "for", "with", "from", "go", "want", "like", "very", "me", "him",
    "them", "us", "but", "because", "if", "these", "dont",
];

/// What is said about a free sentence; `None` where there is no sentence.
pub(super) fn feedback(library: &Library, text: &str) -> Option<Vec<Line>> {
    let body = sentence(text)?;
    if body.chars().count() > LONGEST || !body.is_ascii() {
        return Some(vec![Line::new("english-check-short")]);
    }
    let found = grammar::correct(body);
    let Some(first) = found.first() else { return Some(vec![Line::new("english-check-right")]) };
    let mut say = vec![Line::new("english-check-better"), english(&grammar::mend(body))];
    say.extend(why(library, first.rule));
    Some(say)
}
