//! English: sentences to mend, words to learn, dialogues to take part in, lines to read aloud, in sets of five; topics to
//! talk about freely; and any sentence checked on request.
//!
//! A line is read aloud into the stream of a call or into a voice note and judged by the ear; where the line cannot hear,
//! a recogniser says which words it understood. Free talk is written down wherever the edge can do that; what is said
//! about it needs no provider, and a tutor may better it.

mod aloud;
mod answer;
mod asked;
mod because;
mod check;
mod exercise;
mod free;
pub mod measure;
mod memory;
mod mend;
mod names;
mod reading;
mod sad;
mod say;
mod sentence;
mod talk;
mod words;

use std::sync::Arc;

use super::{Asking, Card, Cx, Input, Module, Slot, Step};
use crate::content::Library;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Expect, Line, Turn};

use exercise::Exercise;

pub use memory::{Because, Memory, Moved, Outcome, Part, SET, Tally, Task};
pub use reading::rejected as rejection_line;

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

    /// What waits for an answer, if the packs still hold it.
    fn standing<'m>(&self, cx: &Cx<'_>, memory: &'m Memory) -> Option<&'m Task> {
        let task = memory.task.as_ref().filter(|_| !memory.resting)?;
        let held = match task.part {
            Part::Aloud => aloud::holds(&self.library, task),
            Part::Free => free::holds(&self.library, task),
            Part::Mend | Part::Words | Part::Talk => {
                exercise::of(cx, &self.library, task).is_some()
            }
        };
        held.then_some(task)
    }

    /// What is asked now: the exercise, the offer to go on, or the choice of parts.
    fn question(&self, cx: &Cx<'_>, memory: &Memory, how: Asking) -> Turn {
        if memory.resting {
            return say::go_on(cx, memory.part, how);
        }
        let task = memory.task.as_ref();
        let own = match task.map(|task| (task.part, task)) {
            Some((Part::Aloud, task)) => aloud::question(cx, &self.library, task, how),
            Some((Part::Free, task)) => free::question(cx, &self.library, task, how),
            _ => self
                .current(cx, memory)
                .map(|(task, made)| say::question(cx, memory, &made, task.part, how)),
        };
        own.unwrap_or_else(|| say::menu(cx, how, memory.checking))
    }

    /// What is said before the task in hand for the first time.
    fn setting(&self, cx: &Cx<'_>, memory: &Memory) -> Vec<Line> {
        match &memory.task {
            Some(task) if task.part == Part::Free => free::setting(cx, &self.library, task),
            _ => self.current(cx, memory).map(|(_, made)| made.setting).unwrap_or_default(),
        }
    }

    /// What is said about a sentence that was to be checked; a tutor may say it better.
    fn checked(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str, told: check::Feedback) -> Step {
        memory.checking = true;
        memory.because = told.reason.map(|reason| Because::Reason(reason.to_owned()));
        let told = told.say;
        let turn = say::before(told.clone(), self.question(cx, memory, Asking::Plain));
        let thought = check::thought(&self.library, text, memory.level());
        let effects = thought.map(|task| check::think(task, told, &turn)).into_iter().collect();
        Step::Go { turn, effects }
    }

    /// The question after something else was said.
    fn stay(&self, cx: &Cx<'_>, memory: &Memory, first: Vec<Line>) -> Step {
        let turn = say::before(first, self.question(cx, memory, Asking::Plain));
        Step::Go { turn, effects: Vec::new() }
    }

    /// Begins a set of a part, with its first exercise.
    fn begin(&self, cx: &Cx<'_>, memory: &mut Memory, part: Part, mut first: Vec<Line>) -> Step {
        if memory.part.replace(part) != Some(part) {
            memory.because = None;
        }
        memory.set = Tally::default();
        let task = exercise::next(cx, &self.library, memory, part);
        memory.begin(task);
        if self.standing(cx, memory).is_none() {
            first.push(Line::new("english-none"));
        }
        first.extend(self.setting(cx, memory));
        if part == Part::Aloud && cx.can.speak {
            first.push(Line::new(if cx.can.hear {
                "english-aloud-how"
            } else {
                "english-aloud-how-deaf"
            }));
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
                    "mend sentences",
                    "mending sentences",
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
        more: Vec::new(),
        needs_voice: false,
    }
}

impl Module for English {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        let mut memory: Memory = slot.load();
        let open = self.standing(cx, &memory).is_some();
        if !open {
            memory.begin(None);
            slot.store(&memory);
        }
        memory.checking = false;
        let key = if open { "english-welcome-back" } else { "english-welcome" };
        say::before(vec![Line::new(key)], self.question(cx, &memory, Asking::Plain))
    }

    fn open_at(&self, cx: &Cx<'_>, slot: &mut Slot, words: &str) -> Turn {
        let mut memory: Memory = slot.load();
        let Some(part) = names::meant(words) else { return self.open(cx, slot) };
        match self.begin(cx, &mut memory, part, Vec::new()) {
            Step::Go { turn, .. } => {
                slot.store(&memory);
                turn
            }
            _ => self.open(cx, slot),
        }
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

    fn expects(&self, cx: &Cx<'_>, slot: &Slot) -> Option<Expect> {
        let memory: Memory = slot.load();
        let task = self.standing(cx, &memory).filter(|task| task.part == Part::Aloud)?;
        aloud::expects(&self.library, task)
    }

    fn help(&self, cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        let memory: Memory = slot.load();
        vec![match self.standing(cx, &memory).map(|task| task.part) {
            Some(Part::Aloud) => say::help_aloud(cx),
            Some(Part::Free) => say::help_free(cx),
            _ => Line::new(if cx.can.speak { "english-help" } else { "english-help-text" }),
        }]
    }

    fn takes_sentences(&self) -> bool {
        true
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

    fn tips(&self, cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        let memory: Memory = slot.load();
        let reading = self.standing(cx, &memory).filter(|task| task.part == Part::Aloud);
        if let Some(focus) = reading.and_then(|task| aloud::focus(&self.library, task)) {
            return vec![Line::new("english-tip-aloud-focus"), focus];
        }
        vec![Line::new(match memory.part.unwrap_or(Part::Mend) {
            Part::Mend => "english-tip-mend",
            Part::Words => "english-tip-words",
            Part::Talk => "english-tip-talk",
            Part::Aloud => "english-tip-aloud",
            Part::Free => "english-tip-free",
        })]
    }

    fn follows_mood(&self) -> bool {
        false
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

    fn slower(&self, cx: &Cx<'_>, slot: &mut Slot) -> Option<Turn> {
        let memory: Memory = slot.load();
        let task = self.standing(cx, &memory).filter(|task| task.part == Part::Aloud)?;
        aloud::slower(cx, &self.library, task)
    }
}
