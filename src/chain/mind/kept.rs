//! Answers that suit everybody, kept for the next who asks.
//!
//! Only what depends on nobody: a first question, an explanation of a given mistake or sum. Such a question goes out without
//! the learner's name, history, aims and results, so the answer cannot hold them. Nothing that speaks of the genocide, of who rules,
//! or of which faith is right is kept at all.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::House;
use crate::chain::ledger::aside;
use crate::chain::wits::Asked;
use crate::domain::task::TaskKind;
use crate::ports::tutor::Question;
use crate::telemetry::names;
use crate::tutor::guard::is_reserved;

/// A longer question is hardly asked twice, and more likely tells of somebody.
const LONGEST_SAID: usize = 200;
/// So many digits in a row may be somebody's number.
const DIGITS: usize = 6;

/// Facts about one learner.
const OF_ONE: [&str; 2] = ["goals", "performance"];

/// Whether the answer is the same for everybody.
fn suits_everybody(question: &Question) -> bool {
    let first = question.pupil.history.is_empty();
    let kind = match question.task.kind {
        TaskKind::Grammar | TaskKind::Maths | TaskKind::Route => true,
        TaskKind::Ask | TaskKind::Story => first,
        TaskKind::Converse | TaskKind::Debate => false,
    };
    let said = &question.task.said;
    kind && said.len() <= LONGEST_SAID && !has_number(said) && !is_reserved(said)
}

fn has_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
    bare.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= DIGITS)
}

/// Spaces, case and the mark at the end make no other question.
fn normal(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches(['.', '!', '?', ' ']).to_owned()
}

/// A hash over parts, each with its length, so that no two lists of parts are one.
#[derive(Default)]
pub(super) struct Hash(Sha256);

impl Hash {
    pub(super) fn part(mut self, part: &str) -> Self {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part.as_bytes());
        self
    }

    pub(super) fn key(self, what: &str) -> String {
        let hex: String = self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{what}:{hex}")
    }
}

impl House {
    /// The question as it goes out: of nobody in particular, where its answer may be kept.
    pub(super) fn for_all(&self, question: &Question) -> Question {
        let mut question = question.clone();
        if self.terms.cache.is_some() && suits_everybody(&question) {
            question.pupil.name = None;
            question.pupil.history.clear();
            question.pupil.summary = None;
            question.task.facts.retain(|name, _| !OF_ONE.contains(&name.as_ref()));
        }
        question
    }

    /// Where its answer is kept: by everything that an answer depends on. `None`: nowhere.
    pub(super) fn key(&self, question: &Question, asked: &Asked) -> Option<String> {
        self.terms.cache?;
        if !suits_everybody(question) {
            return None;
        }
        let (task, pupil) = (&question.task, &question.pupil);
        let mut hash = Hash::default()
            .part(task.kind.label())
            .part(&asked.rubric)
            .part(pupil.lang.tag())
            // Length, technicality, praise and mood too: the prompt says them all.
            .part(&format!("{:?}", pupil.manner))
            .part(&format!("{} {}", pupil.aloud, pupil.most))
            .part(&normal(&task.said));
        for (name, value) in &task.facts {
            hash = hash.part(name).part(value);
        }
        // What one arm was answered is not given to another.
        hash = hash.part(&self.arm(pupil.learner).map(|(_, label)| label).unwrap_or_default());
        for chat in &self.chats {
            hash = hash.part(&chat.model().provider).part(&chat.model().model);
        }
        Some(hash.key("answer"))
    }

    pub(super) async fn kept(&self, key: Option<&str>) -> Option<String> {
        // A cache that is away only makes us ask.
        let found = self.cache.get(key?).await.ok().flatten();
        // What was kept before such words were refused is not served either.
        let text =
            found.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|text| !is_reserved(text));
        let outcome = if text.is_some() { "hit" } else { "miss" };
        metrics::counter!(names::TUTOR_CACHE, "what" => "answer", "outcome" => outcome)
            .increment(1);
        text
    }

    pub(super) fn keep(&self, key: Option<String>, text: &str) {
        let (Some(key), Some(keep)) = (key, self.terms.cache) else { return };
        if is_reserved(text) {
            return;
        }
        let (cache, bytes) = (Arc::clone(&self.cache), text.as_bytes().to_vec());
        aside(async move {
            let _ = cache.put(&key, &bytes, keep).await;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_the_same_whatever_its_spaces_and_case() {
        assert_eq!(normal("  What is   a Volcano ?"), normal("what is a volcano"));
        assert_ne!(normal("what is 2 - 1"), normal("what is 2 1"));
    }

    #[test]
    fn what_may_be_a_telephone_number_is_seen_however_it_is_written() {
        assert!(has_number("call 0788 123 456"));
        assert!(has_number("078-812-34.56"));
        assert!(!has_number("what is 12345 divided by 5"));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let key = |parts: &[&str]| parts.iter().fold(Hash::default(), |h, p| h.part(p)).key("x");
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
    }
}
