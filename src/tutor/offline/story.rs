//! A story's own sentence for a question on it, and a fair guess at what an answer is worth.

use super::phrases::say;
use super::terms::{alike, telling};
use crate::domain::lang::Lang;
use crate::domain::task::Task;
use crate::tutor::sentences;

/// Shares of an answer's telling words that the story must hold for it to be right, and to be partly right.
const RIGHT: f64 = 0.6;
const PARTLY: f64 = 0.3;

/// The answer; `None` where no story was handed in.
pub(super) fn answer(task: &Task, lang: Lang) -> Option<String> {
    let fact = |name: &str| {
        task.facts.get(name).map(String::as_str).filter(|text| !text.trim().is_empty())
    };
    let story = fact("story")?;
    let Some(question) = fact("question") else {
        return Some(match closest(story, &task.said, "") {
            Some(sentence) => say("told", lang, &[("sentence", &sentence)]),
            None => say("not_told", lang, &[]),
        });
    };
    let words = telling(&task.said);
    let known = telling(story);
    // Words of the question say nothing of the answer.
    let asked = telling(question);
    let own: Vec<&String> =
        words.iter().filter(|word| !asked.iter().any(|other| alike(word, other))).collect();
    let found = own.iter().filter(|word| known.iter().any(|other| alike(word, other))).count();
    let share = if own.is_empty() { 0.0 } else { small(found) / small(own.len()) };
    let sentence = closest(story, question, &task.said).unwrap_or_default();
    let key = match share {
        share if share >= RIGHT => "right",
        share if share >= PARTLY => "partly",
        _ => "wrong",
    };
    Some(say(key, lang, &[("sentence", &sentence)]))
}

/// The sentence of the story that shares most with the question, and then with what was answered.
fn closest(story: &str, question: &str, said: &str) -> Option<String> {
    let (asked, said) = (telling(question), telling(said));
    let score = |sentence: &String| {
        let words = telling(sentence);
        let shared = |wanted: &[String]| {
            wanted.iter().filter(|word| words.iter().any(|other| alike(word, other))).count()
        };
        2 * shared(&asked) + shared(&said)
    };
    let scored = sentences::split(story).into_iter().map(|sentence| (score(&sentence), sentence));
    // The first of equals: `max_by_key` would take the last.
    let best = scored.fold(
        (0, None),
        |best, (score, sentence)| if score > best.0 { (score, Some(sentence)) } else { best },
    );
    best.1
}

fn small(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
