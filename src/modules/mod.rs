//! What people come for. Each module is a folder here and a line in [`registry`]; nothing else knows it by name.
//!
//! A module is pure: it gets its own memory and an input, and gives a turn and effects. It knows no channel beyond
//! what [`Cx::can`] says, no clock but [`Cx::now`], no dice but [`Cx::seed`], and no other module.

pub mod answers;
pub mod asking;
pub mod bench;
pub mod comprehension;
pub mod debate;
pub mod english;
pub mod general;
pub mod knowledge;
pub mod mandarin;
pub mod manner;
pub mod maths;
pub mod reasoning;
pub mod registry;
pub mod review;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::content::Pair;
use crate::domain::assessment::Assessment;
use crate::domain::effect::Effect;
use crate::domain::event::{Keys, Words};
use crate::domain::ids::ModuleName;
use crate::domain::interruption::Interruption;
use crate::domain::lang::Lang;
use crate::domain::manner::Manner;
use crate::domain::reading::Reading;
use crate::domain::turn::{Expect, Line, Turn, Utter};

/// What the registry and the menu know of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its name, in folders, metrics and the journal.
    pub name: ModuleName,
    /// Its key on the menu, `1` to `9`; `None` keeps it off the menu.
    pub key: Option<char>,
    /// The catalogue key of its title, as it stands in a sentence: "maths".
    pub title: &'static str,
    /// Words that call for it, lower case, by language: keywords by text, and what is said aloud.
    pub keywords: &'static [(Lang, &'static [&'static str])],
    /// Words for it that come with its content, in either language.
    pub more: Vec<String>,
    /// It listens to the voice itself, which a text cannot carry.
    pub needs_voice: bool,
}

/// What the channel of this conversation can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Can {
    /// Sound goes out: models can be heard.
    pub speak: bool,
    /// The voice comes in, live: tones can be scored.
    pub hear: bool,
    /// Answers come by key.
    pub keys: bool,
}

/// Everything around a step.
#[derive(Debug, Clone)]
pub struct Cx<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// Fresh for every event: the only source of chance.
    pub seed: u64,
    /// The language in which content is given: the learner's by text, English on a call.
    pub lang: Lang,
    /// How the learner wants to be called.
    pub name: Option<&'a str>,
    /// How to speak to this learner now.
    pub manner: Manner,
    /// What the channel can carry.
    pub can: Can,
    /// Every module's card, in menu order.
    pub cards: &'a [Card],
    /// The prompt that the answer cut short, if it did: what for, and how much of it had been heard.
    pub interrupted: Option<Interruption>,
}

/// How a prompt is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// For the first time, or again on request.
    Plain,
    /// In other words: the last answer was missing or not understood.
    Rephrased,
    /// By key only: speech failed twice.
    KeysOnly,
}

/// What a learner gave a module.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Digits: never `*`, `#` or a lone `0`, which the machine keeps for itself.
    Keys(Keys),
    /// Spoken words.
    Speech(Words),
    /// A text.
    Text(String),
    /// An assessed utterance.
    Heard(Box<Assessment>),
    /// An assessed reading.
    Read(Box<Reading>),
}

/// What a module makes of an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// It goes on: the machine gives this turn.
    Go {
        /// What to say and do.
        turn: Turn,
        /// What else to do.
        effects: Vec<Effect>,
    },
    /// The input was no answer: the machine counts a miss and asks again, differently.
    NotUnderstood,
    /// The learner wants another module, or was sent to one; `say` comes first.
    Switch {
        /// Which.
        to: ModuleName,
        /// What to say before it.
        say: Vec<Utter>,
        /// What else to do.
        effects: Vec<Effect>,
    },
    /// The lesson is over, or the learner wants out: back to the menu after `say`.
    Leave {
        /// What to say first.
        say: Vec<Utter>,
        /// What else to do.
        effects: Vec<Effect>,
    },
    /// The learner wants to end the conversation: the machine says goodbye.
    Finish,
}

/// One thing that can be learned. Stateless itself: what it remembers is in the slot.
pub trait Module: Send + Sync + 'static {
    /// What the registry and the menu know of it.
    fn card(&self) -> &Card;

    /// Begins a lesson, or goes on with one that was left: what is said first, and the first question.
    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn;

    /// The same where words led here: what they ask for within the lesson comes first.
    fn open_at(&self, cx: &Cx<'_>, slot: &mut Slot, _words: &str) -> Turn {
        self.open(cx, slot)
    }

    /// The current question again.
    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn;

    /// Takes an answer.
    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step;

    /// What an utterance sent just now would be judged against; `None` where there is nothing to say.
    fn expects(&self, _cx: &Cx<'_>, _slot: &Slot) -> Option<Expect> {
        None
    }

    /// What can be done here, said before the question is asked again.
    fn help(&self, cx: &Cx<'_>, slot: &Slot) -> Vec<Line>;

    /// One line on how the learner is doing; `None` before anything was done.
    fn progress(&self, cx: &Cx<'_>, slot: &Slot) -> Option<Line>;

    /// What to practise next, in one line; `None` before anything was done.
    fn next(&self, _cx: &Cx<'_>, _slot: &Slot) -> Option<Line> {
        None
    }

    /// Advice on what is being practised, for a learner who asks for tips. Empty falls back on the help.
    fn tips(&self, _cx: &Cx<'_>, _slot: &Slot) -> Vec<Line> {
        Vec::new()
    }

    /// Moves the learner to a level, 1 to 5, on request; whether this module has levels at all.
    fn set_level(&self, _cx: &Cx<'_>, _slot: &mut Slot, _level: u8) -> bool {
        false
    }

    /// Whether a frustrated learner gets an easier exercise next, and a bored one a harder one.
    fn follows_mood(&self) -> bool {
        true
    }

    /// Answers a question that the learner asks in the middle of another lesson; `None` where this one knows nothing of such.
    fn answer(&self, _cx: &Cx<'_>, _text: &str) -> Option<asking::Answered> {
        None
    }

    /// Whether what is practised here are sentences: then a question, or somebody's name, may be an answer.
    fn takes_sentences(&self) -> bool {
        false
    }

    /// The learner asked to hear it slower; `None` where the line's own pace is all there is. The turn is the question
    /// again, slower.
    fn slower(&self, _cx: &Cx<'_>, _slot: &mut Slot) -> Option<Turn> {
        None
    }
}

/// A text of a content pack, in the language in which the line will say it: a call has no Kinyarwanda voice, and hears
/// English.
#[must_use]
pub fn told(text: &Pair) -> Line {
    Line::new("content-both").with("en", text.en.as_str()).with("rw", text.rw.as_str())
}

/// English that is being taught, the same for every learner.
#[must_use]
pub fn english(text: &str) -> Line {
    Line::new("content").with("text", text).in_lang(Lang::En)
}

/// What one module remembers of one learner: a JSON value, typed by the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slot(pub Value);

impl Slot {
    /// The memory, or a fresh one where there is none or it is of a form no longer known.
    #[must_use]
    pub fn load<T: DeserializeOwned + Default>(&self) -> T {
        T::deserialize(&self.0).unwrap_or_default()
    }

    /// Wrong answers so far to the question in hand, by the name under which every module that counts them keeps them.
    #[must_use]
    pub fn tries(&self) -> u64 {
        self.0.get("tries").and_then(Value::as_u64).unwrap_or(0)
    }

    /// Keeps the memory.
    pub fn store<T: Serialize>(&mut self, memory: &T) {
        self.0 =
            serde_json::to_value(memory).expect("module memories are plain data with string keys");
    }
}
