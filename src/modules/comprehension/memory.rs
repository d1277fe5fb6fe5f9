//! What the stories remember of a learner, and which story comes next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::Library;
use crate::content::stories::{Question, QuestionKind, Story};

/// Good stories in a row after which the next is harder.
const GOOD: i8 = 2;

/// Where in a story the learner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Between stories: going on was offered.
    #[default]
    Offer,
    /// A story was named; the learner may take it or another.
    Title,
    /// A part was told.
    Part,
    /// A question waits for an answer.
    Question,
}

/// How questions of one kind go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Asked and closed.
    pub asked: u32,
    /// Right at the first or second try.
    pub right: u32,
}

impl Tally {
    fn count(&mut self, right: bool) {
        self.asked = self.asked.saturating_add(1);
        self.right = self.right.saturating_add(u32::from(right));
    }
}

/// Where the level went after a story.
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The level of the stories, 1 to 5; 0 before the first.
    pub level: u8,
    /// The story in hand, by its id.
    pub story: Option<String>,
    /// Where in it.
    pub stage: Stage,
    /// Which part or question, from 0.
    pub at: usize,
    /// Answers to the question so far that did not do.
    pub tries: u8,
    /// The last answer to it made no sense: the next such one counts.
    pub unclear: bool,
    /// The questions of the story in hand; opinions are not counted.
    pub set: Tally,
    /// Stories read to the end, with the share of right answers in per cent.
    pub read: BTreeMap<String, u8>,
    /// How each kind of question goes, by its label.
    pub kinds: BTreeMap<String, Tally>,
    /// Stories in a row that went well.
    pub run: i8,
}

/// The label of a kind in memories and attempts.
pub(super) fn label(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Fact => "fact",
        QuestionKind::Inference => "inference",
        QuestionKind::Opinion => "opinion",
    }
}

impl Memory {
    /// The level, 1 to 5.
    #[must_use]
    pub fn level(&self) -> u8 {
        self.level.clamp(1, 5)
    }

    /// The story in hand, if the library still has it.
    pub(super) fn story<'a>(&self, library: &'a Library) -> Option<&'a Story> {
        let id = self.story.as_deref()?;
        library.stories.iter().find(|story| story.id == id)
    }

    /// The question in hand.
    pub(super) fn question<'a>(&self, story: &'a Story) -> Option<&'a Question> {
        (self.stage == Stage::Question).then(|| story.questions.get(self.at)).flatten()
    }

    /// Stories in the order in which they are offered: unread ones of the level and above first, the easiest first; then
    /// easier ones; when all are read, those that went worst.
    pub(super) fn offered<'a>(&self, library: &'a Library, level: u8) -> Vec<&'a Story> {
        let mut unread: Vec<&Story> =
            library.stories.iter().filter(|s| !self.read.contains_key(&s.id)).collect();
        if unread.is_empty() {
            unread = library.stories.iter().collect();
            unread.sort_by_key(|story| self.read.get(&story.id).copied().unwrap_or_default());
            return unread;
        }
        unread.sort_by_key(|s| (s.level < level, s.level.abs_diff(level)));
        unread
    }

    /// Takes up a story, at its title.
    pub(super) fn take(&mut self, story: Option<&Story>) {
        self.story = story.map(|story| story.id.clone());
        self.stage = if story.is_some() { Stage::Title } else { Stage::Offer };
        self.at = 0;
        self.fresh();
        self.set = Tally::default();
    }

    /// Nothing was answered yet to what is asked now.
    pub(super) fn fresh(&mut self) {
        self.tries = 0;
        self.unclear = false;
    }

    /// Counts a closed question.
    pub(super) fn count(&mut self, kind: QuestionKind, right: bool) {
        self.kinds.entry(label(kind).to_owned()).or_default().count(right);
        if kind != QuestionKind::Opinion {
            self.set.count(right);
        }
    }

    /// Closes the story and moves the level.
    pub(super) fn finish(&mut self) -> Moved {
        let (asked, right) = (self.set.asked, self.set.right);
        let share = u8::try_from(100 * right / asked.max(1)).unwrap_or(100);
        if let Some(id) = self.story.take() {
            self.read.insert(id, share);
        }
        self.stage = Stage::Offer;
        self.at = 0;
        self.fresh();
        match share {
            _ if asked == 0 => Moved::No,
            75.. => {
                self.run = self.run.max(0).saturating_add(1);
                if self.run < GOOD {
                    return Moved::No;
                }
                self.climb(1)
            }
            0..=34 => self.climb(-1),
            _ => {
                self.run = 0;
                Moved::No
            }
        }
    }

    fn climb(&mut self, by: i8) -> Moved {
        self.run = 0;
        let before = self.level();
        self.level = before.saturating_add_signed(by).clamp(1, 5);
        match self.level.cmp(&before) {
            std::cmp::Ordering::Greater => Moved::Up,
            std::cmp::Ordering::Less => Moved::Down,
            std::cmp::Ordering::Equal => Moved::No,
        }
    }

    /// Questions of all kinds but opinions, closed and right.
    pub(super) fn totals(&self) -> Tally {
        let counted = self.kinds.iter().filter(|(kind, _)| *kind != "opinion");
        counted.fold(Tally::default(), |sum, (_, tally)| Tally {
            asked: sum.asked.saturating_add(tally.asked),
            right: sum.right.saturating_add(tally.right),
        })
    }

    /// The kind of question that goes worst, once there is something to say.
    pub(super) fn weakest(&self) -> Option<&str> {
        let wrong = |tally: &Tally| tally.asked.saturating_sub(tally.right);
        let known = self.kinds.iter().filter(|(_, tally)| wrong(tally) > 0);
        known
            .max_by_key(|(_, t)| 100 * u64::from(wrong(t)) / u64::from(t.asked.max(1)))
            .map(|(kind, _)| kind.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_easiest_unread_story_of_the_level_comes_first() {
        let library = Library::shipped();
        let mut memory = Memory::default();
        assert_eq!(memory.offered(&library, 1)[0].level, 1);
        assert_eq!(memory.offered(&library, 3)[0].level, 3);
        for story in &library.stories {
            if story.level >= 3 {
                memory.read.insert(story.id.clone(), 90);
            }
        }
        assert_eq!(memory.offered(&library, 3)[0].level, 2, "then the nearest below");
        for story in &library.stories {
            memory.read.entry(story.id.clone()).or_insert(20);
        }
        assert_eq!(memory.read[&memory.offered(&library, 3)[0].id], 20, "then what went worst");
    }

    #[test]
    fn two_good_stories_lead_up_and_a_bad_one_down() {
        let mut memory = Memory { level: 2, ..Memory::default() };
        let mut read = |right: u32| {
            memory.set = Tally { asked: 4, right };
            (memory.finish(), memory.level)
        };
        assert_eq!(read(4), (Moved::No, 2));
        assert_eq!(read(3), (Moved::Up, 3));
        assert_eq!(read(2), (Moved::No, 3));
        assert_eq!(read(1), (Moved::Down, 2));
    }
}
