//! "Is this right?": a free sentence, corrected and explained.

use super::{say, sentence};
use crate::content::Library;
use crate::domain::effect::Effect;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::{Line, Turn, Utter};
use crate::modules::{Cx, told};
use crate::text::{grammar, plain, replies};

/// Our own reasons, which no pack gives.
fn own(reason: &str) -> Option<&'static str> {
    Some(match reason {
        "spelling" => "english-why-spelling",
        "said-twice" => "english-why-said-twice",
        "subject-pronouns" => "english-why-pronouns",
        "confused-words" => "english-why-confused",
        "future-time" => "english-why-future",
        "do-base-form" => "english-why-do",
        "feelings" => "english-why-feelings",
        "irregular-past" => "english-why-irregular",
        _ => return None,
    })
}

/// Why a finding is one, in the learner's language.
pub(super) fn why(library: &Library, reason: &str) -> Option<Line> {
    let known = library.english.rules.iter().find(|known| known.id == reason);
    known.map(|rule| told(&rule.why)).or_else(|| own(reason).map(Line::new))
}

/// A piece of a text, mended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mended {
    /// As it should be.
    pub(super) better: String,
    /// The reason of the first mistake.
    pub(super) reason: &'static str,
}

/// What the corrector says of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Checked {
    /// The first piece in which a mistake is sure.
    pub(super) mended: Option<Mended>,
    /// Every piece could be looked at.
    pub(super) whole: bool,
}

impl Checked {
    /// All of it was looked at, and nothing found.
    pub(super) fn clean(&self) -> bool {
        self.whole && self.mended.is_none()
    }
}

fn readable(piece: &str) -> bool {
    piece.chars().count() <= sentence::LONGEST && piece.is_ascii()
}

/// Checks a text piece by piece.
pub(super) fn checked(text: &str) -> Checked {
    let text = plain::plain(text);
    let pieces = sentence::pieces(&text);
    let whole = pieces.iter().all(|piece| readable(piece));
    Checked { mended: pieces.into_iter().find_map(mended), whole }
}

fn mended(piece: &str) -> Option<Mended> {
    if !readable(piece) {
        return None;
    }
    let reason = grammar::correct(piece).first()?.reason;
    let better = grammar::written(&grammar::mend(piece));
    (replies::plain(&better) != replies::plain(piece)).then_some(Mended { better, reason })
}

/// An effect that asks a tutor to better those of `lines` that the turn says.
pub(super) fn think(task: Task, mut lines: Vec<Line>, turn: &Turn) -> Effect {
    lines.retain(|line| {
        turn.say.iter().any(|utter| matches!(utter, Utter::Line(said) if said == line))
    });
    Effect::Think(Task { instead_of: lines, ..task })
}

/// What a tutor is asked of a sentence, where our own words about it are general: nothing explains it closely, or no
/// mistake was found.
pub(super) fn thought(library: &Library, text: &str, level: u8) -> Option<Task> {
    let body = sentence::of(library, text).filter(|body| readable(body))?;
    let first = grammar::correct(body).into_iter().next();
    let explained = |rule: &str| library.english.rules.iter().any(|known| known.id == rule);
    if first.as_ref().is_some_and(|found| explained(found.rule)) {
        return None;
    }
    let mut facts = std::collections::BTreeMap::from([("level".into(), level.to_string())]);
    if let Some(found) = first {
        facts.insert("rule".into(), found.rule.to_owned());
        facts.insert("answer".into(), grammar::mend(body));
    }
    let (kind, said) = (TaskKind::Grammar, body.to_owned());
    Some(Task { kind, said, facts, instead_of: Vec::new() })
}

/// What is said about a free sentence.
pub(super) struct Feedback {
    /// The correction and why, or that there is none.
    pub(super) say: Vec<Line>,
    /// The reason of a mistake, for "why?".
    pub(super) reason: Option<&'static str>,
}

/// What is said about a free sentence; `None` where there is no sentence.
pub(super) fn feedback(cx: &Cx<'_>, library: &Library, text: &str) -> Option<Feedback> {
    let body = sentence::of(library, text)?;
    let all = plain::plain(body);
    // A few short sentences are mended as one.
    let together = readable(&all).then(|| Checked { mended: mended(&all), whole: true });
    let checked = together.unwrap_or_else(|| checked(body));
    let Some(mended) = checked.mended else {
        let key = if checked.whole { "english-check-right" } else { "english-check-short" };
        return Some(Feedback { say: vec![Line::new(key)], reason: None });
    };
    let mut say = say::quoted(cx, "english-check-better", &say::ended(&mended.better));
    say.extend(why(library, mended.reason));
    Some(Feedback { say, reason: Some(mended.reason) })
}
