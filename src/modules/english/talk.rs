//! Dialogues to take part in: the partner speaks, the learner answers freely.

use super::exercise::{Exercise, Judged, choose, fresh_seed, shuffled};
use super::memory::{Memory, Part, Task};
use super::say;
use crate::content::Library;
use crate::content::english::{Dialogue, Exchange};
use crate::domain::turn::Line;
use crate::modules::{Cx, english, told};
use crate::text::{grammar, needs, replies};

fn find<'a>(library: &'a Library, task: &Task) -> Option<(&'a Dialogue, &'a Exchange)> {
    let dialogue = library.english.dialogues.iter().find(|dialogue| dialogue.id == task.id)?;
    Some((dialogue, dialogue.turns.get(task.turn)?))
}

pub(super) fn next(cx: &Cx<'_>, library: &Library, memory: &mut Memory) -> Option<Task> {
    let all = &library.english.dialogues;
    let dialogue = choose(all, memory, cx.seed, |d| (d.level, d.id.as_str()))?;
    memory.asked(&dialogue.id);
    Some(Task { part: Part::Talk, id: dialogue.id.clone(), turn: 0, seed: fresh_seed(cx) })
}

/// The next exchange of the same dialogue; `None` after the last.
pub(super) fn following(library: &Library, task: &Task) -> Option<Task> {
    let next = Task { turn: task.turn + 1, ..task.clone() };
    find(library, &next).map(|_| next)
}

/// What the partner says at the end.
pub(super) fn close(library: &Library, task: &Task) -> Vec<Line> {
    let Some((dialogue, _)) = find(library, task) else { return Vec::new() };
    vec![said_by(dialogue, &dialogue.close)]
}

fn said_by(dialogue: &Dialogue, text: &str) -> Line {
    english(&format!("{}: {text}", dialogue.partner))
}

pub(super) fn exercise(library: &Library, task: &Task) -> Option<Exercise> {
    let (dialogue, exchange) = find(library, task)?;
    let other = |turn: &Exchange| {
        (!needs::met(&turn.model, &exchange.needs) && turn.model != exchange.model)
            .then(|| turn.model.clone())
    };
    let own = dialogue.turns.iter().filter_map(other);
    let start = usize::try_from(task.seed % 64).unwrap_or_default();
    let others = library.english.dialogues.iter().cycle().skip(start).take(8);
    let wrong: Vec<String> =
        own.chain(others.flat_map(|d| d.turns.iter().filter_map(other))).take(6).collect();
    let (options, right) =
        shuffled(exchange.model.clone(), wrong, task.seed.wrapping_add(task.turn as u64));
    let setting = if task.turn == 0 { vec![told(&dialogue.setting)] } else { Vec::new() };
    let lead = vec![said_by(dialogue, &exchange.hear), told(&exchange.task)];
    Some(Exercise { lead, setting, options, right, english: true, closed: false })
}

/// Whether a word is known to the corrector, or too short and common to be in its lists.
fn is_english(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "i", "you", "he", "she", "it", "we", "they", "me", "my", "your", "the", "a", "this",
        "that", "yes", "no", "ok", "okay", "please", "sorry", "thanks", "hello", "hi", "how",
        "what", "where", "when", "why", "who", "can", "is", "are", "am", "do", "not", "to", "and",
        "for", "in", "at", "on", "of", "two", "one", "here", "there",
    ];
    SMALL.contains(&word) || (word.chars().count() >= 3 && grammar::knows(word))
}

/// One word that can be said: a name, a number, "yesterday".
fn is_one_word(said: &str) -> bool {
    let plain = replies::plain(said);
    let spoken = plain.contains(['a', 'e', 'i', 'o', 'u', 'y']) || plain.parse::<u32>().is_ok();
    !plain.contains(' ') && spoken && (plain.len() > 1 || plain.parse::<u32>().is_ok())
}

pub(super) fn judge(cx: &Cx<'_>, library: &Library, task: &Task, said: &str) -> Judged {
    let Some((_, exchange)) = find(library, task) else { return Judged::Nothing };
    let met = needs::met(said, &exchange.needs);
    if !met && exchange.hear.ends_with('?') && is_one_word(said) {
        return Judged::Short;
    }
    // What holds no English word at all is no answer.
    if !replies::plain(said).split(' ').any(is_english) && !met {
        return Judged::Nothing;
    }
    let kept = if needs::denies(&exchange.model) { said.to_owned() } else { needs::affirmed(said) };
    if !needs::met(&kept, &exchange.needs) {
        return Judged::Wrong(why(cx, library, task));
    }
    let mended = grammar::written(&grammar::mend(said));
    let better = replies::plain(&mended) != replies::plain(said) && mended.len() <= 120;
    Judged::Right(if better { say::quoted(cx, "english-better", &mended) } else { Vec::new() })
}

/// What was to be said.
pub(super) fn why(_cx: &Cx<'_>, _library: &Library, _task: &Task) -> Vec<Line> {
    vec![Line::new("english-talk-not-yet")]
}

pub(super) fn shown(cx: &Cx<'_>, library: &Library, task: &Task) -> Vec<Line> {
    let Some((_, exchange)) = find(library, task) else { return Vec::new() };
    say::quoted(cx, "english-model", &exchange.model)
}
