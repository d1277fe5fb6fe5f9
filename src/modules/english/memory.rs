//! What English remembers of a learner, and how the level moves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::modules::review::Deck;

/// Exercises in a set.
pub const SET: u32 = 5;
/// Sentences, dialogues, lines and topics that are not asked again so soon.
const RECENT: usize = 60;

/// What is practised. The serialised names are the `skill` of attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Sentences to mend.
    Mend,
    /// Words to learn.
    Words,
    /// Dialogues to take part in.
    Talk,
    /// Lines to say or read aloud.
    Aloud,
    /// Topics to talk about freely.
    Free,
}

impl Part {
    /// Every part, in the order of its key.
    pub const ALL: [Part; 5] = [Part::Mend, Part::Words, Part::Talk, Part::Aloud, Part::Free];

    /// The name in attempts.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Part::Mend => "mend",
            Part::Words => "words",
            Part::Talk => "talk",
            Part::Aloud => "aloud",
            Part::Free => "free",
        }
    }
}

/// The exercise that waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Of which kind.
    pub part: Part,
    /// The id of the sentence, the word, the dialogue, the line or the topic.
    pub id: String,
    /// The exchange of a dialogue or of free talk, from 0.
    #[serde(default)]
    pub turn: usize,
    /// What the order of the choices was drawn with, so that it stays.
    pub seed: u64,
}

/// What an explanation was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A mistake: the reason that the corrector gave.
    Reason(String),
    /// A sentence to mend, by id.
    Sentence(String),
    /// A word, by id.
    Word(String),
}

/// How many were done, and how many of them well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Answered.
    pub done: u32,
    /// Answered rightly.
    pub right: u32,
}

impl Tally {
    fn count(&mut self, right: bool) {
        self.done = self.done.saturating_add(1);
        self.right = self.right.saturating_add(u32::from(right));
    }
}

/// How an exercise went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Right at once.
    Right,
    /// Right at the second try.
    Second,
    /// Wrong twice, or passed over after a wrong answer.
    Wrong,
}

/// Where the level went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// One up.
    Up,
    /// One down.
    Down,
    /// Nowhere.
    No,
}

/// Everything kept in the slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// How hard the exercises are, 1 to 5.
    pub level: u8,
    /// Points on the way up (3) or down (-2).
    pub ladder: i8,
    /// Everything answered.
    pub all: Tally,
    /// The same by part.
    pub parts: BTreeMap<Part, Tally>,
    /// The part in hand; `None` at the choice of parts.
    pub part: Option<Part>,
    /// What waits for an answer.
    pub task: Option<Task>,
    /// Wrong answers to it so far: 0 or 1.
    pub tries: u8,
    /// The set in hand.
    pub set: Tally,
    /// The set is done, and going on was offered.
    pub resting: bool,
    /// Answers are chosen by key until the learner speaks one.
    pub choosing: bool,
    /// Words, by spaced repetition.
    pub words: Deck,
    /// Sentences and dialogues asked lately, oldest first.
    pub recent: Vec<String>,
    /// The rule behind the last sentence that went wrong.
    pub weak: Option<String>,
    /// Readings in a row that could not be judged.
    pub unheard: u8,
    /// What was explained last, for who asks why.
    pub because: Option<Because>,
    /// Sentences are being checked: the choice of parts is not said after each.
    pub checking: bool,
    /// Sentences of the free talk in hand as they should have been, oldest first.
    pub mends: Vec<String>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            level: 2,
            ladder: 0,
            all: Tally::default(),
            parts: BTreeMap::new(),
            part: None,
            task: None,
            tries: 0,
            set: Tally::default(),
            resting: false,
            choosing: false,
            words: Deck::default(),
            recent: Vec::new(),
            weak: None,
            unheard: 0,
            because: None,
            checking: false,
            mends: Vec::new(),
        }
    }
}

impl Memory {
    /// The level, whatever stood in the slot.
    #[must_use]
    pub fn level(&self) -> u8 {
        self.level.clamp(1, 5)
    }

    /// Sets the next exercise.
    pub fn begin(&mut self, task: Option<Task>) {
        self.task = task;
        self.tries = 0;
        self.unheard = 0;
        self.checking = false;
        self.resting = false;
    }

    /// Notes that this was asked.
    pub fn asked(&mut self, id: &str) {
        self.recent.retain(|known| known != id);
        self.recent.push(id.to_owned());
        let over = self.recent.len().saturating_sub(RECENT);
        self.recent.drain(..over);
    }

    /// Counts an answered exercise and moves the level: three right ones lead up, two wrong ones down.
    pub fn count(&mut self, part: Part, outcome: Outcome) -> Moved {
        let right = outcome != Outcome::Wrong;
        self.all.count(right);
        self.set.count(right);
        self.parts.entry(part).or_default().count(right);
        self.ladder = match outcome {
            Outcome::Right => self.ladder.max(0) + 1,
            Outcome::Second => self.ladder,
            Outcome::Wrong => self.ladder.min(0) - 1,
        };
        let level = self.level();
        let (to, moved) = match self.ladder {
            3.. => (level.saturating_add(1), Moved::Up),
            ..=-2 => (level.saturating_sub(1), Moved::Down),
            _ => return Moved::No,
        };
        self.ladder = 0;
        if !(1..=5).contains(&to) {
            return Moved::No;
        }
        self.level = to;
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_right_lead_up_and_two_wrong_lead_down() {
        let mut memory = Memory::default();
        let mut give = |outcome| memory.count(Part::Mend, outcome);
        assert_eq!([give(Outcome::Right), give(Outcome::Right)], [Moved::No, Moved::No]);
        assert_eq!(give(Outcome::Right), Moved::Up);
        assert_eq!([give(Outcome::Wrong), give(Outcome::Wrong)], [Moved::No, Moved::Down]);
        for _ in 0..9 {
            give(Outcome::Wrong);
        }
        assert_eq!(memory.level(), 1);
    }

    #[test]
    fn only_the_latest_are_remembered_as_recent() {
        let mut memory = Memory::default();
        (0..100).for_each(|n| memory.asked(&n.to_string()));
        assert_eq!((memory.recent.len(), memory.recent[0].as_str()), (60, "40"));
    }
}
