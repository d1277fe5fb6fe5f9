//! An exercise as it stands before the learner: what is asked, what can be chosen, what explains it.

use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::memory::{Memory, Part, Task};
use super::{aloud, free, mend, talk, words};
use crate::content::Library;
use crate::domain::turn::Line;
use crate::modules::Cx;

/// What a part makes of its task.
#[derive(Debug)]
pub(super) struct Exercise {
    /// The task in words.
    pub(super) lead: Vec<Line>,
    /// Said before it the first time, where there is room.
    pub(super) setting: Vec<Line>,
    /// The answers to choose from, in their order.
    pub(super) options: Vec<String>,
    /// The place of the right one.
    pub(super) right: usize,
    /// The choices are English; else they are in the learner's language.
    pub(super) english: bool,
    /// It is always answered by choosing.
    pub(super) closed: bool,
}

/// What an answer is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Judged {
    /// Right; what else to say about it.
    Right(Vec<Line>),
    /// Wrong; the explanation.
    Wrong(Vec<Line>),
    /// A sentence, but none that answers.
    Other,
    /// One word in answer to a question: a whole sentence is wanted.
    Short,
    /// No answer at all.
    Nothing,
}

/// Choices in an order drawn with the task's seed, and the place of the right one.
pub(super) fn shuffled(right: String, wrong: Vec<String>, seed: u64) -> (Vec<String>, usize) {
    let mut options = vec![right.clone()];
    for other in wrong {
        if options.len() < 3 && !options.contains(&other) {
            options.push(other);
        }
    }
    options.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let at = options.iter().position(|option| *option == right).unwrap_or_default();
    (options, at)
}

/// One of what fits the level best and was not asked lately: the level itself, then the ones around it.
pub(super) fn choose<'a, T>(
    all: &'a [T],
    memory: &Memory,
    seed: u64,
    of: impl Fn(&T) -> (u8, &str),
) -> Option<&'a T> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let level = memory.level();
    for distance in 0..5_u8 {
        let fresh: Vec<&T> = all
            .iter()
            .filter(|item| {
                let (at, id) = of(item);
                at.abs_diff(level) <= distance && !memory.recent.iter().any(|known| known == id)
            })
            .collect();
        if let Some(found) = fresh.choose(&mut dice) {
            return Some(found);
        }
    }
    all.choose(&mut dice)
}

/// A number for a new task's choices.
pub(super) fn fresh_seed(cx: &Cx<'_>) -> u64 {
    // Small enough that JSON readers keep it exactly.
    ChaCha8Rng::seed_from_u64(cx.seed ^ 0x454e_474c).random_range(0..1 << 32)
}

/// The next task of a part; `None` where no pack has any.
pub(super) fn next(
    cx: &Cx<'_>,
    library: &Library,
    memory: &mut Memory,
    part: Part,
) -> Option<Task> {
    match part {
        Part::Mend => mend::next(cx, library, memory),
        Part::Words => words::next(cx, library, memory),
        Part::Talk => talk::next(cx, library, memory),
        Part::Aloud => aloud::next(cx, library, memory),
        Part::Free => free::next(cx, library, memory),
    }
}

/// The exercise of a task; `None` where the packs no longer hold it, and for what is read or talked about freely.
pub(super) fn of(cx: &Cx<'_>, library: &Library, task: &Task) -> Option<Exercise> {
    match task.part {
        Part::Mend => mend::exercise(library, task),
        Part::Words => words::exercise(cx, library, task),
        Part::Talk => talk::exercise(library, task),
        Part::Aloud | Part::Free => None,
    }
}

/// What a free answer is.
pub(super) fn judge(cx: &Cx<'_>, library: &Library, task: &Task, said: &str) -> Judged {
    match task.part {
        Part::Mend => mend::judge(cx, library, task, said),
        Part::Words => words::judge(cx, library, task, said),
        Part::Talk => talk::judge(cx, library, task, said),
        Part::Aloud | Part::Free => Judged::Nothing,
    }
}

/// Why the answer is not another one.
pub(super) fn why(cx: &Cx<'_>, library: &Library, task: &Task) -> Vec<Line> {
    match task.part {
        Part::Mend => mend::why(library, task),
        Part::Words => words::why(cx, library, task),
        Part::Talk => talk::why(cx, library, task),
        Part::Aloud | Part::Free => Vec::new(),
    }
}

/// The answer, shown.
pub(super) fn shown(cx: &Cx<'_>, library: &Library, task: &Task) -> Vec<Line> {
    match task.part {
        Part::Mend => mend::shown(cx, library, task),
        Part::Words => words::shown(cx, library, task),
        Part::Talk => talk::shown(cx, library, task),
        Part::Aloud | Part::Free => Vec::new(),
    }
}
