//! What Mandarin remembers of a learner, and which word comes next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::content::{Item, items};
use crate::domain::pinyin::Tone;

/// Words in a set.
pub const SET: u32 = 5;

/// Tries at one word before the lesson moves on.
pub const TRIES: u8 = 3;

/// After how many further words a word comes back, by the box it is in.
const INTERVALS: [u32; 5] = [3, 6, 15, 40, 120];

/// From this box on, a word counts as known.
const KNOWN: u8 = 2;

/// A confusion heard so often steers the choice of words.
const HABIT: u16 = 2;

/// How one word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// The place in the intervals; it rises by one with every success and falls to 0 with a failure.
    pub place: u8,
    /// Not before so many words were done.
    pub due: u32,
}

/// How a word went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// Well.
    Well,
    /// Nearly.
    Nearly,
    /// Badly.
    Badly,
    /// It was passed over, or could not be heard.
    Passed,
}

/// The set in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Words done.
    pub done: u32,
    /// Words that went well.
    pub well: u32,
}

/// Everything kept in the slot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Every word that was met, by its name.
    pub words: BTreeMap<String, Card>,
    /// Words done, ever.
    pub done: u32,
    /// How often each tone (row) was heard as another (column), of late.
    pub confusion: [[u16; 5]; 5],
    /// The word in hand.
    pub current: Option<String>,
    /// Tries at it.
    pub tries: u8,
    /// Utterances in a row that could not be judged.
    pub unheard: u8,
    /// The set in hand.
    pub set: Tally,
    /// The set is done, and going on was offered.
    pub between_sets: bool,
}

impl Memory {
    /// Notes which tone was heard for which. A tone said rightly lets old confusions of it fade.
    pub fn heard(&mut self, expected: Tone, heard: Tone) {
        let row = &mut self.confusion[expected.index()];
        if expected == heard {
            for count in row {
                *count = count.saturating_sub(1);
            }
        } else {
            let count = &mut row[heard.index()];
            *count = count.saturating_add(1).min(100);
        }
    }

    /// The commonest confusion, as (expected, heard), if it is a habit.
    #[must_use]
    pub fn habit(&self) -> Option<(Tone, Tone)> {
        let pairs = Tone::ALL
            .into_iter()
            .flat_map(|expected| Tone::ALL.into_iter().map(move |heard| (expected, heard)));
        pairs
            .filter(|(expected, heard)| expected != heard)
            .map(|(e, h)| (self.confusion[e.index()][h.index()], e, h))
            .filter(|(count, ..)| *count >= HABIT)
            .max_by_key(|(count, e, h)| (*count, std::cmp::Reverse((*e, *h))))
            .map(|(_, e, h)| (e, h))
    }

    /// Closes the word in hand.
    pub fn finish(&mut self, went: Went) {
        self.tries = 0;
        self.unheard = 0;
        let Some(id) = self.current.clone() else {
            return;
        };
        self.done = self.done.saturating_add(1);
        self.set.done = self.set.done.saturating_add(1);
        if went == Went::Well {
            self.set.well = self.set.well.saturating_add(1);
        }
        let card = self.words.entry(id).or_default();
        card.place = match went {
            Went::Well => card.place.saturating_add(1),
            Went::Nearly | Went::Passed => card.place,
            Went::Badly => 0,
        };
        let at = usize::from(card.place).min(INTERVALS.len() - 1);
        card.due = self.done.saturating_add(INTERVALS[at]);
    }

    /// How many words are known.
    #[must_use]
    pub fn known(&self) -> usize {
        self.words.values().filter(|card| card.place >= KNOWN).count()
    }

    /// Chooses the next word: by turns one that is due again, one against the commonest confusion, and a new one.
    /// `fits` says which words the channel can practise.
    #[must_use]
    pub fn choose(&self, fits: impl Fn(&Item) -> bool) -> Option<&'static Item> {
        let last = self.current.as_deref();
        let open: Vec<&'static Item> =
            items().iter().filter(|item| fits(item) && last != Some(item.id().as_str())).collect();
        let due = || self.due(&open);
        let habit = || self.against_habit(&open);
        let new = || open.iter().copied().find(|item| !self.words.contains_key(&item.id()));
        let chosen = match self.done % 3 {
            0 => new().or_else(due),
            1 => due().or_else(new),
            _ => habit().or_else(due).or_else(new),
        };
        chosen
            .or_else(|| open.iter().copied().min_by_key(|item| self.card(item).due))
            .or_else(|| items().iter().find(|item| fits(item)))
    }

    fn card(&self, item: &Item) -> Card {
        self.words.get(&item.id()).copied().unwrap_or_default()
    }

    fn due(&self, open: &[&'static Item]) -> Option<&'static Item> {
        open.iter()
            .copied()
            .filter(|item| self.words.get(&item.id()).is_some_and(|card| card.due <= self.done))
            .min_by_key(|item| self.card(item).due)
    }

    /// A word of the tone that goes wrong, no further than the course has come: best one whose twin has the tone
    /// that is heard instead, else the one known least.
    fn against_habit(&self, open: &[&'static Item]) -> Option<&'static Item> {
        let (expected, heard) = self.habit()?;
        let stage = self.stage();
        open.iter()
            .copied()
            .filter(|item| item.stage <= stage && item.has(expected))
            .min_by_key(|item| (!has_twin(item, heard), self.card(item).place, self.card(item).due))
    }

    /// How far the course has come: minimal pairs open as soon as the tones alone are through.
    fn stage(&self) -> u8 {
        let met = items()
            .iter()
            .filter(|item| self.words.contains_key(&item.id()))
            .map(|item| item.stage)
            .max()
            .unwrap_or(1);
        if met == 2 { 3 } else { met }
    }
}

/// Whether another word has the same letters with that tone.
fn has_twin(item: &Item, tone: Tone) -> bool {
    let [syllable] = item.pinyin.syllables() else {
        return false;
    };
    items().iter().any(|other| match other.pinyin.syllables() {
        [twin] => twin.letters() == syllable.letters() && twin.tone() == tone,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn practise(memory: &mut Memory, went: Went) -> String {
        let item = memory.choose(|_| true).expect("a word");
        memory.current = Some(item.id());
        memory.finish(went);
        item.id()
    }

    #[test]
    fn the_first_words_are_the_four_tones_alone() {
        let mut memory = Memory::default();
        let first: Vec<String> = (0..4).map(|_| practise(&mut memory, Went::Well)).collect();
        assert_eq!(first, ["ma1", "ma2", "ma3", "ma4"]);
    }

    #[test]
    fn a_word_that_went_badly_comes_back_soon_and_one_that_went_well_later() {
        let gap = |went| {
            let mut memory = Memory::default();
            let first = practise(&mut memory, went);
            (1..60).find(|_| practise(&mut memory, Went::Well) == first)
        };
        let (badly, well) = (gap(Went::Badly).expect("back"), gap(Went::Well).expect("back"));
        assert!(badly < well, "{badly} {well}");
    }

    #[test]
    fn the_commonest_confusion_steers_the_choice() {
        let mut memory = Memory::default();
        for _ in 0..8 {
            practise(&mut memory, Went::Well);
        }
        for _ in 0..3 {
            memory.heard(Tone::Third, Tone::Second);
        }
        memory.heard(Tone::First, Tone::Fourth);
        assert_eq!(memory.habit(), Some((Tone::Third, Tone::Second)));
        memory.done = 8;
        let item = memory.choose(|_| true).expect("a word");
        assert!(item.has(Tone::Third) && has_twin(item, Tone::Second), "{}", item.id());
    }

    #[test]
    fn a_tone_said_rightly_lets_the_habit_fade() {
        let mut memory = Memory::default();
        memory.heard(Tone::Third, Tone::Second);
        memory.heard(Tone::Third, Tone::Second);
        memory.heard(Tone::Third, Tone::Third);
        assert_eq!(memory.habit(), None);
    }

    #[test]
    fn the_same_word_never_comes_twice_running_and_all_words_come() {
        let mut memory = Memory::default();
        let mut last = String::new();
        for _ in 0..600 {
            let id = practise(&mut memory, Went::Well);
            assert_ne!(id, last);
            last = id;
        }
        assert_eq!(memory.words.len(), items().len());
        assert!(memory.known() > items().len() / 2);
    }
}
