//! What is remembered of a learner's general knowledge, and which question comes next.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::topic::Topic;
use crate::content::general::Item;
use crate::domain::manner::Mood;
use crate::modules::review::Deck;

/// Questions in a set.
pub const SET: u32 = 5;

/// So many questions, so many right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Asked and answered.
    pub asked: u32,
    /// Answered rightly.
    pub right: u32,
}

impl Tally {
    fn count(&mut self, right: bool) {
        self.asked = self.asked.saturating_add(1);
        self.right = self.right.saturating_add(u32::from(right));
    }
}

/// Where the lesson stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The topic is being chosen.
    #[default]
    Topics,
    /// One of the topics that packs added is being chosen.
    Added,
    /// A question waits for its answer.
    Question,
    /// A set is done, and going on was offered.
    Between,
    /// A fact was told, and another one was offered.
    Told,
}

/// Everything kept in the slot.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Where the lesson stands.
    pub stage: Stage,
    /// What is being asked about.
    pub topic: Option<Topic>,
    /// The question that waits, by its id.
    pub current: Option<String>,
    /// The question answered last, for those who ask why.
    pub last: Option<String>,
    /// Everything asked, with when it comes again.
    pub deck: Deck,
    /// The set in hand.
    pub set: Tally,
    /// The questions of the set in hand.
    pub asked: Vec<String>,
    /// Ever, by topic.
    pub topics: BTreeMap<String, Tally>,
    /// How hard the questions are, 1 to 5; 0 before it was ever set.
    pub level: u8,
    /// Right answers in a row above 0, wrong ones below.
    pub run: i8,
}

/// Right answers in a row that lead a level up.
const UP: i8 = 3;
/// Wrong ones in a row that lead down.
const DOWN: i8 = -2;

impl Memory {
    /// How hard the next question should be.
    #[must_use]
    pub fn level(&self, mood: Mood) -> u8 {
        let by_mood = match mood {
            Mood::Frustrated => -1,
            Mood::Bored => 1,
            Mood::Steady | Mood::Confident => 0,
        };
        self.level.max(1).saturating_add_signed(by_mood).clamp(1, 5)
    }

    /// Chooses the next question: what is due first, then what is new and nearest the level, then what was asked
    /// longest ago. Only what `fits`, and nothing twice in a set. `None` where nothing is left.
    #[must_use]
    pub fn choose<'a>(
        &self,
        items: &'a [Item],
        now: DateTime<Utc>,
        mood: Mood,
        seed: u64,
        fits: impl Fn(&Item) -> bool,
    ) -> Option<&'a Item> {
        let topic = self.topic.clone().unwrap_or(Topic::Mixed);
        let open =
            |item: &&Item| topic.holds(&item.topic) && !self.asked.contains(&item.id) && fits(item);
        let open: Vec<&Item> = items.iter().filter(open).collect();
        let due = self.deck.due(now);
        if let Some(item) = due.iter().find_map(|id| open.iter().find(|item| item.id == *id)) {
            return Some(item);
        }
        let level = self.level(mood);
        let new: Vec<&Item> =
            open.iter().copied().filter(|item| !self.deck.knows(&item.id)).collect();
        let nearest = new.iter().map(|item| item.level.abs_diff(level)).min();
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        if let Some(nearest) = nearest {
            let at: Vec<&Item> =
                new.into_iter().filter(|item| item.level.abs_diff(level) == nearest).collect();
            return at.choose(&mut dice).copied();
        }
        open.into_iter().min_by_key(|item| self.deck.card(&item.id).map_or(0, |card| card.stage))
    }

    /// Takes a question up.
    pub fn ask(&mut self, item: &Item) {
        self.stage = Stage::Question;
        self.current = Some(item.id.clone());
        self.asked.push(item.id.clone());
    }

    /// Counts an answer and moves the level.
    pub fn count(&mut self, item: &Item, right: bool, now: DateTime<Utc>) {
        self.set.count(right);
        self.topics.entry(item.topic.clone()).or_default().count(right);
        self.deck.mark(&item.id, right, now);
        self.last = Some(item.id.clone());
        self.current = None;
        self.run = match (right, self.run) {
            (true, run) => run.max(0).saturating_add(1),
            (false, run) => run.min(0).saturating_sub(1),
        };
        let level = self.level.max(1);
        if self.run >= UP {
            self.level = (level + 1).min(5);
            self.run = 0;
        } else if self.run <= DOWN {
            self.level = (level - 1).max(1);
            self.run = 0;
        }
    }

    /// Begins a set anew.
    pub fn fresh_set(&mut self) {
        self.set = Tally::default();
        self.asked.clear();
        self.current = None;
    }

    /// Everything ever answered.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.topics.values().fold(Tally::default(), |sum, tally| Tally {
            asked: sum.asked.saturating_add(tally.asked),
            right: sum.right.saturating_add(tally.right),
        })
    }

    /// The topic with the least share of right answers, of those with two answers or more.
    #[must_use]
    pub fn weakest(&self) -> Option<Topic> {
        let (label, _) = self
            .topics
            .iter()
            .filter(|(_, tally)| tally.asked >= 2)
            .min_by_key(|(_, tally)| u64::from(tally.right) * 1000 / u64::from(tally.asked))?;
        Some(Topic::from(label.clone()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::content::Library;

    fn now(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    #[test]
    fn what_was_missed_comes_back_and_what_is_known_waits() {
        let library = Library::shipped();
        let mut memory = Memory { topic: Some(Topic::Health), ..Memory::default() };
        let pick = |memory: &Memory, at| {
            memory
                .choose(&library.items, now(at), Mood::Steady, 5, |_| true)
                .expect("an item")
                .clone()
        };
        let first = pick(&memory, 0);
        assert_eq!((first.topic.as_str(), first.level), ("health", 1));
        memory.count(&first, true, now(0));
        assert_ne!(pick(&memory, 1).id, first.id, "known and not yet due");
        assert_eq!(pick(&memory, 9).id, first.id, "due after eight hours");
        let second = pick(&memory, 1);
        memory.count(&second, false, now(1));
        assert_eq!(pick(&memory, 1).id, second.id, "missed: due at once");
        memory.ask(&second);
        assert_ne!(pick(&memory, 1).id, second.id, "but not twice in a set");
    }

    #[test]
    fn the_level_follows_the_answers_and_the_mood() {
        let library = Library::shipped();
        let mut memory = Memory::default();
        for item in &library.items[..3] {
            memory.count(item, true, now(0));
        }
        assert_eq!(memory.level(Mood::Steady), 2);
        assert_eq!(memory.level(Mood::Bored), 3);
        assert_eq!(memory.level(Mood::Frustrated), 1);
        memory.count(&library.items[3], false, now(0));
        memory.count(&library.items[4], false, now(0));
        assert_eq!(memory.level(Mood::Steady), 1);
    }

    #[test]
    fn a_set_never_runs_dry() {
        let library = Library::shipped();
        for topic in Topic::ALL {
            let mut memory = Memory { topic: Some(topic.clone()), ..Memory::default() };
            for n in 0..300 {
                if n % 5 == 0 {
                    memory.fresh_set();
                }
                let item = memory.choose(&library.items, now(0), Mood::Steady, n, |_| true);
                let item = item.expect("always something to ask");
                memory.ask(item);
                memory.count(item, true, now(0));
            }
        }
    }
}
