//! Stories to listen to or read, in parts, with questions of fact, of inference and of opinion.

mod answering;
mod judge;
mod memory;
mod say;
mod telling;

use std::sync::Arc;

use super::{Asking, Card, Cx, Input, Module, Slot, Step};
use crate::content::Library;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Line, Turn};

pub use judge::{Verdict, judge};
pub use memory::{Memory, Moved, Stage, Tally};

const NAME: ModuleName = ModuleName::new("comprehension");

/// The story lessons.
pub struct Comprehension {
    card: Card,
    library: Arc<Library>,
}

impl Comprehension {
    /// The module, with the stories of that library.
    #[must_use]
    pub fn new(library: Arc<Library>) -> Self {
        let card = Card {
            name: NAME,
            key: Some('3'),
            title: "title-comprehension",
            keywords: &[
                (
                    Lang::En,
                    &[
                        "comprehension",
                        "reading",
                        "read",
                        "story",
                        "stories",
                        "tale",
                        "tales",
                        "folk tale",
                        "books",
                        "listening",
                        "tell me a story",
                    ],
                ),
                (
                    Lang::Rw,
                    &[
                        "gusoma",
                        "soma",
                        "inkuru",
                        "inkuru zo gusoma",
                        "umugani",
                        "imigani",
                        "igitekerezo",
                        "ibitabo",
                        "kumva inkuru",
                        "mbwira inkuru",
                    ],
                ),
            ],
            more: Vec::new(),
            needs_voice: false,
        };
        Self { card, library }
    }
}

impl Module for Comprehension {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        let mut memory: Memory = slot.load();
        let turn = telling::open(cx, &self.library, &mut memory);
        slot.store(&memory);
        turn
    }

    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        say::prompt(cx, &self.library, &slot.load(), how)
    }

    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step {
        let mut memory: Memory = slot.load();
        let step = telling::step(cx, &self.library, &mut memory, input);
        slot.store(&memory);
        step
    }

    fn help(&self, cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        say::help(cx, &slot.load())
    }

    fn progress(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::progress(&self.library, &slot.load())
    }

    fn next(&self, cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::next(cx, &self.library, &slot.load())
    }

    fn tips(&self, _cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        say::tips(&self.library, &slot.load())
    }

    fn follows_mood(&self) -> bool {
        false
    }

    fn set_level(&self, _cx: &Cx<'_>, slot: &mut Slot, level: u8) -> bool {
        let mut memory: Memory = slot.load();
        memory.level = level.clamp(1, 5);
        memory.run = 0;
        if memory.story(&self.library).is_none_or(|story| story.level != memory.level) {
            let story = memory.offered(&self.library, memory.level).first().copied();
            memory.take(story);
        }
        slot.store(&memory);
        true
    }
}
