//! Debates: a motion, a side, an argument of claim, reason and example, the other side's questions, and a close in which
//! both sides agree on something.

mod arguing;
mod contest;
mod memory;
mod relevance;
mod reply;
mod respect;
mod say;

use std::sync::Arc;

use super::{Asking, Card, Cx, Input, Module, Slot, Step};
use crate::content::Library;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Line, Turn};

pub use memory::{Memory, Piece, Side, Stage};
pub use respect::is_rude;

const NAME: ModuleName = ModuleName::new("debate");

/// The debates.
pub struct Debate {
    card: Card,
    library: Arc<Library>,
}

impl Debate {
    /// The module, with the motions of that library.
    #[must_use]
    pub fn new(library: Arc<Library>) -> Self {
        let card = Card {
            name: NAME,
            key: Some('4'),
            title: "title-debate",
            keywords: &[
                (
                    Lang::En,
                    &[
                        "debate",
                        "debates",
                        "debating",
                        "argue",
                        "argument",
                        "arguments",
                        "discuss",
                        "discussion",
                        "motion",
                        "public speaking",
                    ],
                ),
                (
                    Lang::Rw,
                    &[
                        "impaka",
                        "mpaka",
                        "kujya impaka",
                        "ikiganiro mpaka",
                        "ibiganiro mpaka",
                        "kuganira",
                        "ikiganiro",
                        "ibiganiro",
                        "kujya inama",
                    ],
                ),
            ],
            more: Vec::new(),
            needs_voice: false,
        };
        Self { card, library }
    }
}

impl Module for Debate {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        let mut memory: Memory = slot.load();
        let turn = arguing::open(cx, &self.library, &mut memory);
        slot.store(&memory);
        turn
    }

    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        say::prompt(cx, &self.library, &slot.load(), how)
    }

    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step {
        let mut memory: Memory = slot.load();
        let step = arguing::step(cx, &self.library, &mut memory, input);
        slot.store(&memory);
        step
    }

    fn help(&self, cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        say::help(cx, &slot.load())
    }

    fn takes_sentences(&self) -> bool {
        true
    }

    fn progress(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::progress(&self.library, &slot.load())
    }

    fn next(&self, cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::next(cx, &self.library, &slot.load())
    }

    fn tips(&self, _cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        say::tips(&slot.load())
    }

    fn follows_mood(&self) -> bool {
        false
    }

    fn set_level(&self, _cx: &Cx<'_>, slot: &mut Slot, level: u8) -> bool {
        let mut memory: Memory = slot.load();
        memory.level = level.clamp(1, 5);
        memory.run = 0;
        if memory.motion(&self.library).is_none_or(|motion| motion.level != memory.level) {
            let motion = memory.offered(&self.library, memory.level).first().copied();
            memory.take(motion);
        }
        slot.store(&memory);
        true
    }
}
