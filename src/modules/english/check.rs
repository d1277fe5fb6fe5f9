//! "Is this right?": a free sentence, corrected and explained.

use super::say;
use crate::content::Library;
use crate::domain::effect::Effect;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::{Line, Turn, Utter};
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

/// One sentence of a longer text, mended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mended {
    /// As it should be.
    pub(super) better: String,
    /// The rule behind the first mistake.
    pub(super) rule: &'static str,
}

/// The first sentence of a text in which a mistake is sure, mended; `None` where there is none.
pub(super) fn mended(text: &str) -> Option<Mended> {
    text.split_inclusive(['.', '!', '?']).find_map(|sentence| {
        let sentence = sentence.trim();
        if sentence.chars().count() > LONGEST || !sentence.is_ascii() {
            return None;
        }
        let rule = grammar::correct(sentence).first()?.rule;
        let better = grammar::mend(sentence);
        (replies::plain(&better) != replies::plain(sentence)).then_some(Mended { better, rule })
    })
}

/// Whether a text has a common English word.
pub(super) fn is_english(text: &str) -> bool {
    replies::plain(text).split(' ').any(|word| COMMON.contains(&word))
}

/// An effect that asks a tutor to better those of `lines` that the turn says.
pub(super) fn think(task: Task, mut lines: Vec<Line>, turn: &Turn) -> Effect {
    lines.retain(|line| {
        turn.say.iter().any(|utter| matches!(utter, Utter::Line(said) if said == line))
    });
    Effect::Think(Task { instead_of: lines, ..task })
}

/// What a tutor is asked of a sentence, where our own words about it are general: no rule of the packs explains it, or
/// no mistake was found.
pub(super) fn thought(library: &Library, text: &str, level: u8) -> Option<Task> {
    let body = sentence(text).filter(|body| body.chars().count() <= LONGEST && body.is_ascii())?;
    let rule = grammar::correct(body).first().map(|found| found.rule);
    let explained = |rule| library.english.rules.iter().any(|known| known.id == rule);
    if rule.is_some_and(explained) {
        return None;
    }
    let mut facts = std::collections::BTreeMap::from([("level".into(), level.to_string())]);
    if let Some(rule) = rule {
        facts.insert("rule".into(), rule.to_owned());
        facts.insert("answer".into(), grammar::mend(body));
    }
    let (kind, said) = (TaskKind::Grammar, body.to_owned());
    Some(Task { kind, said, facts, instead_of: Vec::new() })
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
    let better = grammar::mend(body);
    let Some(first) = found.first().filter(|_| replies::plain(&better) != replies::plain(body))
    else {
        return Some(vec![Line::new("english-check-right")]);
    };
    let mut say = vec![Line::new("english-check-better"), english(&say::ended(&better))];
    say.extend(why(library, first.rule));
    Some(say)
}
