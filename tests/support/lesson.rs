//! One learner in one lesson, with a machine's patience: what is not understood is asked again, differently, and three
//! such answers in a row are a dead end.

use serde_json::Value;
use toneline::domain::effect::{Attempt, Effect};
use toneline::domain::event::{Keys, Words};
use toneline::domain::ids::ModuleName;
use toneline::domain::lang::Lang;
use toneline::domain::manner::Manner;
use toneline::domain::turn::Turn;
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Can, Cx, Input, Module, Slot, Step};

use super::{at, cx, sound, sound_step, words};

/// A lesson in the middle of which a test stands.
pub struct Lesson {
    registry: Registry,
    name: ModuleName,
    pub slot: Slot,
    pub can: Can,
    pub lang: Lang,
    pub manner: Manner,
    seed: u64,
    misses: u8,
    /// What the line said last.
    pub said: String,
    /// Everything that was noted.
    pub notes: Vec<Attempt>,
}

impl Lesson {
    /// Opens the module of that name for a new learner.
    pub fn begin(name: &'static str, can: Can, lang: Lang) -> Self {
        Self::resume(name, can, lang, Slot::default())
    }

    /// Opens it with what it remembers.
    pub fn resume(name: &'static str, can: Can, lang: Lang, slot: Slot) -> Self {
        let mut lesson = Self {
            registry: Registry::shipped(),
            name: ModuleName::new(name),
            slot,
            can,
            lang,
            manner: Manner::default(),
            seed: 7,
            misses: 0,
            said: String::new(),
            notes: Vec::new(),
        };
        let mut slot = lesson.slot.clone();
        let turn = lesson.module().open(&lesson.cx(), &mut slot);
        lesson.slot = slot;
        lesson.hear(&turn);
        lesson
    }

    pub fn module(&self) -> &dyn Module {
        self.registry.get(&self.name).expect("the module is registered")
    }

    pub fn cx(&self) -> Cx<'_> {
        let mut cx = cx(&self.registry, self.can, self.lang, self.seed);
        cx.manner = self.manner;
        cx.now = at(i64::try_from(self.seed).expect("small") * 20);
        cx
    }

    pub fn memory(&self) -> &Value {
        &self.slot.0
    }

    fn hear(&mut self, turn: &Turn) {
        sound(&self.cx(), turn);
        self.said = words(self.lang, turn);
    }

    /// The question again.
    pub fn prompt(&mut self, how: Asking) -> Turn {
        let turn = self.module().prompt(&self.cx(), &self.slot, how);
        self.hear(&turn);
        turn
    }

    pub fn give(&mut self, input: &Input) -> Step {
        self.seed += 1;
        let mut slot = self.slot.clone();
        let step = self.module().step(&self.cx(), &mut slot, input);
        self.slot = slot;
        sound_step(&self.cx(), &step);
        match &step {
            Step::Go { turn, effects } => {
                self.misses = 0;
                let notes = effects.iter().filter_map(|effect| match effect {
                    Effect::Note(attempt) => Some(attempt.clone()),
                    _ => None,
                });
                self.notes.extend(notes);
                self.hear(&turn.clone());
            }
            Step::NotUnderstood => {
                self.misses += 1;
                assert!(self.misses < 3, "a dead end after {input:?}: {}", self.said);
                let how = if self.misses == 1 { Asking::Rephrased } else { Asking::KeysOnly };
                drop(self.prompt(how));
            }
            Step::Switch { .. } | Step::Leave { .. } | Step::Finish => self.misses = 0,
        }
        step
    }

    pub fn text(&mut self, text: &str) -> Step {
        self.give(&Input::Text(text.to_owned()))
    }

    pub fn speak(&mut self, text: &str) -> Step {
        self.give(&Input::Speech(Words::typed(text)))
    }

    pub fn press(&mut self, keys: &str) -> Step {
        self.give(&Input::Keys(Keys::parse(keys).expect("keys")))
    }

    /// Nothing came: the machine asks again in other words.
    pub fn silence(&mut self) {
        let turn = self.prompt(Asking::Rephrased);
        drop(turn);
    }

    /// By key, by voice (`~` before it) or by text, as the channel has it; `-` is silence.
    pub fn play(&mut self, given: &str) -> Option<Step> {
        if given == "-" {
            self.silence();
            return None;
        }
        Some(match given.strip_prefix('~') {
            _ if !self.can.speak => self.text(given.trim_start_matches('~')),
            Some(said) => self.speak(said),
            None => self.press(given),
        })
    }
}
