//! English: sentences to mend, words to learn, dialogues to take part in, in sets of five; and any sentence checked on request.
//!
//! Reading aloud waits until the ear can carry a text: it is one more `Part` and one more file beside `mend`.

mod answer;
mod check;
mod exercise;
pub mod measure;
mod memory;
mod mend;
mod say;
mod talk;
mod words;

use std::sync::Arc;

use super::{Asking, Card, Cx, Input, Module, Slot, Step};
use crate::content::Library;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Line, Turn};

use exercise::Exercise;

pub use memory::{Memory, Moved, Outcome, Part, SET, Tally, Task};

/// The English lessons.
pub struct English {
    card: Card,
    library: Arc<Library>,
}

impl English {
    /// The module, teaching what is in `library`.
    #[must_use]
    pub fn new(library: &Arc<Library>) -> Self {
        Self { card: card(), library: Arc::clone(library) }
    }

    /// The exercise that waits, if the packs still hold it.
    fn current<'m>(&self, cx: &Cx<'_>, memory: &'m Memory) -> Option<(&'m Task, Exercise)> {
        let task = memory.task.as_ref().filter(|_| !memory.resting)?;
        exercise::of(cx, &self.library, task).map(|made| (task, made))
    }

    /// What is asked now: the exercise, the offer to go on, or the choice of parts.
    fn question(&self, cx: &Cx<'_>, memory: &Memory, how: Asking) -> Turn {
        if memory.resting {
            return say::go_on(cx, how);
        }
        match self.current(cx, memory) {
            Some((task, made)) => say::question(cx, memory, &made, task.part, how),
            None => say::menu(cx, how),
        }
    }

    /// The question after something else was said.
    fn stay(&self, cx: &Cx<'_>, memory: &Memory, first: Vec<Line>) -> Step {
        let turn = say::before(cx, first, self.question(cx, memory, Asking::Plain));
        Step::Go { turn, effects: Vec::new() }
    }

    /// Begins a set of a part, with its first exercise.
    fn begin(&self, cx: &Cx<'_>, memory: &mut Memory, part: Part, mut first: Vec<Line>) -> Step {
        memory.part = Some(part);
        memory.set = Tally::default();
        let task = exercise::next(cx, &self.library, memory, part);
        memory.begin(task);
        match self.current(cx, memory) {
            Some((_, made)) => first.extend(made.setting),
            None => first.push(Line::new("english-none")),
        }
        self.stay(cx, memory, first)
    }
}

fn card() -> Card {
    Card {
        name: ModuleName::new("english"),
        key: Some('1'),
        title: "title-english",
        keywords: &[
            (
                Lang::En,
                &[
                    "english",
                    "grammar",
                    "vocabulary",
                    "words",
                    "sentences",
                    "conversation",
                    "dialogue",
                    "spelling",
                    "speak english",
                    "learn english",
                    "tenses",
                    "pronunciation",
                ],
            ),
            (
                Lang::Rw,
                &[
                    "icyongereza",
                    "cyongereza",
                    "ikibonezamvugo",
                    "amagambo",
                    "interuro",
                    "ikiganiro",
                    "kwiga icyongereza",
                ],
            ),
        ],
        needs_voice: false,
    }
}

impl Module for English {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        let mut memory: Memory = slot.load();
        let open = self.current(cx, &memory).is_some();
        if !open {
            memory.begin(None);
            slot.store(&memory);
        }
        let key = if open { "english-welcome-back" } else { "english-welcome" };
        say::before(cx, vec![Line::new(key)], self.question(cx, &memory, Asking::Plain))
    }

    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        self.question(cx, &slot.load(), how)
    }

    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step {
        let mut memory: Memory = slot.load();
        let step = self.answer(cx, &mut memory, input);
        slot.store(&memory);
        step
    }

    fn help(&self, cx: &Cx<'_>, _slot: &Slot) -> Vec<Line> {
        vec![Line::new(if cx.can.speak { "english-help" } else { "english-help-text" })]
    }

    fn progress(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::progress(&slot.load())
    }

    fn next(&self, cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        let memory: Memory = slot.load();
        if memory.all.done == 0 {
            return None;
        }
        let due = memory.words.due(cx.now).len();
        if due > 0 {
            return Some(
                Line::new("english-next-words")
                    .with("count", i64::try_from(due).unwrap_or(i64::MAX)),
            );
        }
        let weak =
            self.library.english.rules.iter().find(|rule| Some(&rule.id) == memory.weak.as_ref());
        if let Some(rule) = weak {
            return Some(Line::new("english-next-rule").with("title", rule.title.get(cx.lang)));
        }
        let least = Part::ALL
            .into_iter()
            .min_by_key(|part| memory.parts.get(part).map_or(0, |tally| tally.done))?;
        Some(Line::new("english-next-part").with("part", say::title(least)))
    }

    fn tips(&self, _cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        let memory: Memory = slot.load();
        vec![Line::new(match memory.part.unwrap_or(Part::Mend) {
            Part::Mend => "english-tip-mend",
            Part::Words => "english-tip-words",
            Part::Talk => "english-tip-talk",
        })]
    }

    fn set_level(&self, cx: &Cx<'_>, slot: &mut Slot, level: u8) -> bool {
        let mut memory: Memory = slot.load();
        memory.level = level.clamp(1, 5);
        memory.ladder = 0;
        // The exercise in hand is of the old level: another one takes its place.
        if let Some(part) = memory.part.filter(|_| memory.task.is_some() && !memory.resting) {
            let task = exercise::next(cx, &self.library, &mut memory, part);
            memory.begin(task);
        }
        slot.store(&memory);
        true
    }
}
