//! What Mandarin remembers of a learner, and which word comes next.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::content::{Course, Item};
use crate::domain::pinyin::Tone;
use crate::modules::review::Deck;

/// Words in a set.
pub const SET: u32 = 5;

/// Tries at one word before the lesson moves on.
pub const TRIES: u8 = 3;

/// A confusion heard so often steers the choice of words.
const HABIT: u16 = 2;

/// Words of a unit that went well before the next unit opens, per cent. All must have been met.
const UNIT_DONE: usize = 70;

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
    /// Every word that was said, by its name.
    pub words: Deck,
    /// Every word that was read or told apart by ear.
    pub read: Deck,
    /// Words done, ever.
    pub done: u32,
    /// How often each tone (row) was heard as another (column), of late.
    pub confusion: [[u16; 5]; 5],
    /// The unit in hand; 0 while its number is being found.
    pub unit: u16,
    /// The first unit that was missed while it was being found; 0 for none.
    pub missed: u16,
    /// Words done to find the unit.
    pub probed: usize,
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
    /// Words that were shown of late before they were asked in writing.
    pub shown: Vec<String>,
}

/// Words shown that are remembered.
const SHOWN: usize = 12;

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

    /// Whether the first unit is still being found.
    #[must_use]
    pub fn placing(&self) -> bool {
        self.unit == 0
    }

    /// Counts tries at words: the order of choices follows it.
    #[must_use]
    pub fn turn(&self) -> usize {
        2 * self.done as usize + usize::from(self.tries)
    }

    /// Whether a word is to be shown before it is asked in writing.
    pub(super) fn is_unseen(&self, id: &str) -> bool {
        !self.read.knows(id) && !self.words.knows(id) && !self.shown.iter().any(|had| had == id)
    }

    /// Notes that a word was shown.
    pub(super) fn show(&mut self, id: &str) {
        self.shown.push(id.to_owned());
        let over = self.shown.len().saturating_sub(SHOWN);
        self.shown.drain(..over);
    }

    /// The words of this channel.
    fn deck(&self, hear: bool) -> &Deck {
        if hear { &self.words } else { &self.read }
    }

    /// Closes the word in hand; `hear` says whether it was said. While the unit is being found, only a word that went well
    /// counts as passed, or one that was read rightly at once.
    pub fn finish(&mut self, course: &Course, went: Went, hear: bool, now: DateTime<Utc>) {
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
        let deck = if hear { &mut self.words } else { &mut self.read };
        match went {
            Went::Well => deck.mark(&id, true, now),
            Went::Badly => deck.mark(&id, false, now),
            Went::Nearly if !deck.knows(&id) => deck.mark(&id, false, now),
            Went::Nearly | Went::Passed => {}
        }
        if self.placing() {
            self.probe_done(course, &id, went == Went::Well);
        }
    }

    fn probe_done(&mut self, course: &Course, id: &str, well: bool) {
        let probes = course.probes();
        let Some(at) = probes.iter().position(|(probe, _)| probe == id) else {
            return;
        };
        self.probed = at + 1;
        if !well && self.missed == 0 {
            self.missed = probes[at].1;
        }
        let four_tones = 4.min(probes.len());
        if self.missed > 0 && self.probed >= four_tones {
            self.unit = self.missed;
        } else if self.probed >= probes.len() {
            self.unit = course.first_of_level(4);
        }
    }

    /// Moves on to another unit, on request or after one that is done.
    pub fn enter(&mut self, unit: u16) {
        self.unit = unit.max(1);
        self.current = None;
        self.tries = 0;
        self.unheard = 0;
        self.between_sets = false;
    }

    /// Whether every word of the unit in hand was met, and most went well.
    #[must_use]
    pub fn unit_done(&self, course: &Course, hear: bool) -> bool {
        let deck = self.deck(hear);
        let (mut all, mut well) = (0, 0);
        for item in course.of_unit(self.unit) {
            let Some(card) = deck.card(&item.id) else { return false };
            all += 1;
            well += usize::from(card.stage > 0);
        }
        100 * well >= UNIT_DONE * all
    }

    /// How many words went well when they were last said.
    #[must_use]
    pub fn known(&self, course: &Course) -> usize {
        let well = |item: &&Item| self.words.card(&item.id).is_some_and(|card| card.stage > 0);
        course.items().iter().filter(well).count()
    }

    /// Chooses the next word: while the unit is being found its probes; then by turns a new one of the unit, one that is
    /// due again, and one against the commonest confusion. With `easy`, one that went well before.
    #[must_use]
    pub fn choose<'a>(
        &self,
        course: &'a Course,
        hear: bool,
        easy: bool,
        now: DateTime<Utc>,
    ) -> Option<&'a Item> {
        if self.placing() {
            let probe = course.probes().get(self.probed);
            return probe.and_then(|(id, _)| course.item(id)).or_else(|| course.items().first());
        }
        let deck = self.deck(hear);
        let other = |item: &&Item| self.current.as_ref() != Some(&item.id);
        let due = || deck.due(now).into_iter().filter_map(|id| course.item(id)).find(other);
        let new = || {
            let open = course.of_unit(self.unit).filter(other);
            let mut open: Vec<&Item> = open.filter(|item| !deck.knows(&item.id)).collect();
            // What was shown is asked before anything else is shown.
            if !hear && open.iter().any(|item| self.shown.contains(&item.id)) {
                open.retain(|item| self.shown.contains(&item.id));
            }
            // In writing, tones asked for in their order give themselves away.
            let step = if hear { 0 } else { 7 * self.done as usize + 3 };
            open.get(step % open.len().max(1)).copied()
        };
        let again = || {
            let weak = |item: &&Item| deck.card(&item.id).is_none_or(|card| card.stage == 0);
            course.of_unit(self.unit).filter(other).find(weak)
        };
        let habit = || if hear { self.against_habit(course) } else { None };
        let well = || {
            let known = course.items().iter().filter(other);
            known
                .filter_map(|item| deck.card(&item.id).map(|card| (card.stage, item)))
                .filter(|(stage, _)| *stage > 0)
                .max_by_key(|(stage, item)| (*stage, std::cmp::Reverse(item.unit)))
                .map(|(_, item)| item)
        };
        let chosen = match self.done % 3 {
            _ if easy => well().or_else(due).or_else(new),
            0 => new().or_else(due),
            1 => due().or_else(new),
            _ => habit().or_else(due).or_else(new),
        };
        chosen
            .or_else(again)
            .or_else(|| course.of_unit(self.unit).find(other))
            .or_else(|| course.items().iter().find(other))
    }

    /// A word of the tone that goes wrong, no further than the course has come: best one whose twin has the tone
    /// that is heard instead, else the one known least.
    fn against_habit<'a>(&self, course: &'a Course) -> Option<&'a Item> {
        let (expected, heard) = self.habit()?;
        let reach = self.unit.max(course.first_of_level(3));
        let stage = |item: &Item| self.words.card(&item.id).map_or(0, |card| card.stage);
        course
            .items()
            .iter()
            .filter(|item| {
                item.unit < reach && item.has(expected) && self.current.as_ref() != Some(&item.id)
            })
            .min_by_key(|item| (!has_twin(course, item, heard), stage(item)))
    }
}

/// Whether another word has the same letters with that tone.
fn has_twin(course: &Course, item: &Item, tone: Tone) -> bool {
    let [syllable] = item.pinyin.syllables() else {
        return false;
    };
    course.items().iter().any(|other| match other.pinyin.syllables() {
        [twin] => twin.letters() == syllable.letters() && twin.tone() == tone,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::content::Library;

    fn course() -> Course {
        Course::new(&Library::shipped())
    }

    fn at(minutes: u32) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(i64::from(minutes))
    }

    fn practise(course: &Course, memory: &mut Memory, went: Went) -> String {
        let now = at(memory.done);
        let item = memory.choose(course, true, false, now).expect("a word");
        memory.current = Some(item.id.clone());
        memory.finish(course, went, true, now);
        if !memory.placing() && memory.unit < course.len() && memory.unit_done(course, true) {
            memory.unit += 1;
        }
        item.id.clone()
    }

    #[test]
    fn the_first_words_are_the_four_tones_and_the_first_that_went_badly_finds_the_unit() {
        let course = course();
        for (badly, unit) in
            [(Some(0), 1), (Some(2), 3), (Some(3), 4), (Some(4), 5), (Some(6), 16), (None, 20)]
        {
            let mut memory = Memory::default();
            let mut words = Vec::new();
            for n in 0..20 {
                if !memory.placing() {
                    break;
                }
                let went = if Some(n) == badly { Went::Badly } else { Went::Well };
                words.push(practise(&course, &mut memory, went));
            }
            assert_eq!(words[..4], ["ma1", "ma2", "ma3", "ma4"]);
            assert_eq!(memory.unit, unit, "{words:?}");
        }
    }

    #[test]
    fn a_unit_is_done_when_its_words_were_met_and_most_went_well() {
        let course = course();
        let mut memory = Memory { unit: 1, ..Memory::default() };
        let mut words = 0;
        while memory.unit == 1 {
            practise(&course, &mut memory, Went::Well);
            words += 1;
            assert!(words < 40, "the unit never ends");
        }
        assert_eq!(words, course.of_unit(1).count());
        let mut memory = Memory { unit: 1, ..Memory::default() };
        (0..40).for_each(|_| drop(practise(&course, &mut memory, Went::Badly)));
        assert_eq!(memory.unit, 1, "what goes badly is not left behind");
    }

    #[test]
    fn a_word_that_went_badly_comes_back_soon_and_one_that_went_well_after_hours() {
        let course = course();
        let gap = |went| {
            let mut memory = Memory { unit: 1, ..Memory::default() };
            let first = practise(&course, &mut memory, went);
            (1..60).find(|_| practise(&course, &mut memory, Went::Well) == first)
        };
        assert!(gap(Went::Badly).expect("back") <= 3);
        assert_eq!(gap(Went::Well), None);
    }

    #[test]
    fn the_commonest_confusion_steers_the_choice() {
        let course = course();
        let mut memory = Memory { unit: 6, done: 2, ..Memory::default() };
        for _ in 0..3 {
            memory.heard(Tone::Third, Tone::Second);
        }
        memory.heard(Tone::First, Tone::Fourth);
        assert_eq!(memory.habit(), Some((Tone::Third, Tone::Second)));
        let item = memory.choose(&course, true, false, at(0)).expect("a word");
        assert!(item.has(Tone::Third) && has_twin(&course, item, Tone::Second), "{}", item.id);
        memory.heard(Tone::Third, Tone::Third);
        memory.heard(Tone::Third, Tone::Third);
        assert_eq!(memory.habit(), None, "a tone said rightly lets the habit fade");
    }

    #[test]
    fn the_same_word_never_comes_twice_running_and_the_course_is_gone_through() {
        let course = course();
        let mut memory = Memory::default();
        let mut last = String::new();
        for _ in 0..900 {
            let id = practise(&course, &mut memory, Went::Well);
            assert_ne!(id, last);
            last = id;
        }
        assert_eq!(memory.unit, course.len());
        assert!(memory.known(&course) > 200);
    }

    #[test]
    fn the_frustrated_get_a_word_that_went_well() {
        let course = course();
        let mut memory = Memory { unit: 5, ..Memory::default() };
        memory.words.mark("shan1", true, at(0));
        memory.words.mark("shu1", false, at(0));
        assert_eq!(memory.choose(&course, true, true, at(1)).expect("a word").id, "shan1");
    }
}
