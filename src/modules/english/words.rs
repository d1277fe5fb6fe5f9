//! Words to learn, by spaced repetition: the gloss in Kinyarwanda, or the meaning in English.

use super::exercise::{Exercise, Judged, choose, fresh_seed, shuffled};
use super::memory::{Memory, Part, Task};
use super::say;
use crate::content::Library;
use crate::content::english::Word;
use crate::domain::lang::Lang;
use crate::domain::turn::Line;
use crate::modules::{Cx, english};
use crate::text::replies;

fn find<'a>(library: &'a Library, task: &Task) -> Option<&'a Word> {
    by_id(library, &task.id)
}

fn by_id<'a>(library: &'a Library, id: &str) -> Option<&'a Word> {
    library.english.words.iter().find(|word| word.id == id)
}

/// What is due first; else a new word.
pub(super) fn next(cx: &Cx<'_>, library: &Library, memory: &mut Memory) -> Option<Task> {
    let all = &library.english.words;
    memory.words.retain(|id| all.iter().any(|word| word.id == id));
    let last = memory.recent.last().cloned();
    let due = memory.words.due(cx.now).into_iter().find(|id| Some(*id) != last.as_deref());
    let id = match due {
        Some(id) => id.to_owned(),
        None => {
            let fresh: Vec<&Word> =
                all.iter().filter(|word| !memory.words.knows(&word.id)).collect();
            let found = choose(&fresh, memory, cx.seed, |word| (word.level, word.id.as_str()));
            let any = choose(all, memory, cx.seed, |word| (word.level, word.id.as_str()));
            found.copied().or(any)?.id.clone()
        }
    };
    memory.asked(&id);
    Some(Task { part: Part::Words, id, turn: 0, seed: fresh_seed(cx) })
}

fn answer<'a>(cx: &Cx<'_>, word: &'a Word) -> (&'a str, &'a [String]) {
    match cx.lang {
        Lang::Rw => (&word.rw, &word.distractors),
        Lang::En => (&word.meaning, &word.meaning_distractors),
    }
}

pub(super) fn exercise(cx: &Cx<'_>, library: &Library, task: &Task) -> Option<Exercise> {
    let word = find(library, task)?;
    let (right, wrong) = answer(cx, word);
    let (options, at) = shuffled(right.to_owned(), wrong.to_vec(), task.seed);
    Some(Exercise {
        lead: vec![Line::new("english-word"), english(&format!("{}?", word.word))],
        setting: Vec::new(),
        options,
        right: at,
        english: false,
        closed: true,
    })
}

pub(super) fn judge(cx: &Cx<'_>, library: &Library, task: &Task, said: &str) -> Judged {
    let Some(made) = exercise(cx, library, task) else { return Judged::Nothing };
    let said = replies::plain(said);
    if said.is_empty() {
        return Judged::Nothing;
    }
    let named = made.options.iter().position(|option| {
        let option = replies::plain(option);
        option == said || (said.len() > 5 && strsim::osa_distance(&option, &said) <= 1)
    });
    match named {
        Some(at) if at == made.right => Judged::Right(Vec::new()),
        Some(_) => Judged::Wrong(why(cx, library, task)),
        None => Judged::Nothing,
    }
}

/// The word in a sentence, from which its meaning can be guessed.
pub(super) fn why(cx: &Cx<'_>, library: &Library, task: &Task) -> Vec<Line> {
    why_of(cx, library, &task.id)
}

/// The same for the word of that id.
pub(super) fn why_of(cx: &Cx<'_>, library: &Library, id: &str) -> Vec<Line> {
    let Some(word) = by_id(library, id) else { return Vec::new() };
    say::quoted(cx, "english-word-in-use", &word.example)
}

pub(super) fn shown(cx: &Cx<'_>, library: &Library, task: &Task) -> Vec<Line> {
    shown_of(cx, library, &task.id)
}

/// What the word of that id means.
pub(super) fn shown_of(cx: &Cx<'_>, library: &Library, id: &str) -> Vec<Line> {
    let Some(word) = by_id(library, id) else { return Vec::new() };
    let (meaning, _) = answer(cx, word);
    vec![Line::new("english-word-is").with("word", word.word.as_str()).with("meaning", meaning)]
}
