//! What the debates remember of a learner, and which motion comes next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::answers::content_words;
use crate::content::Library;
use crate::content::Pair;
use crate::content::debate::{Argument, Motion};
use crate::text::needs;
use crate::text::replies::plain;

/// Whole arguments in a row after which the motions are harder.
const GOOD: u8 = 3;

/// Which side the learner speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// For the motion.
    For,
    /// Against it.
    Against,
}

impl Side {
    /// Its mark among the debates done.
    fn bit(self) -> u8 {
        match self {
            Side::For => 1,
            Side::Against => 2,
        }
    }

    /// The arguments of this side.
    pub(super) fn own(self, motion: &Motion) -> &[Argument] {
        match self {
            Side::For => &motion.in_favour,
            Side::Against => &motion.against,
        }
    }

    /// The arguments of the other side.
    pub(super) fn other(self, motion: &Motion) -> &[Argument] {
        match self {
            Side::For => &motion.against,
            Side::Against => &motion.in_favour,
        }
    }

    /// Answers to [`Side::questions`], the first to the first.
    pub(super) fn replies(self, motion: &Motion) -> &[Pair] {
        match self {
            Side::For => &motion.reply_for,
            Side::Against => &motion.reply_against,
        }
    }

    /// The other one.
    pub(super) fn opposite(self) -> Self {
        match self {
            Side::For => Side::Against,
            Side::Against => Side::For,
        }
    }

    /// Questions to someone on this side.
    pub(super) fn questions(self, motion: &Motion) -> &[Pair] {
        match self {
            Side::For => &motion.counter_for,
            Side::Against => &motion.counter_against,
        }
    }
}

/// A part of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// What is held.
    Claim,
    /// Why.
    Reason,
    /// Where it is seen.
    Example,
}

/// Where in a debate the learner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Between debates: going on was offered.
    #[default]
    Offer,
    /// A motion was read; the learner chooses a side.
    Motion,
    /// The learner argues freely.
    Argue,
    /// The learner builds an argument, piece by piece.
    Build(Piece),
    /// The learner answers the other side.
    Reply,
}

/// Everything kept in the slot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The level of the motions, 1 to 5; 0 before the first.
    pub level: u8,
    /// The motion in hand, by its id.
    pub motion: Option<String>,
    /// The side chosen.
    pub side: Option<Side>,
    /// Where in the debate.
    pub stage: Stage,
    /// The argument so far has a claim, a reason, an example.
    pub has: [bool; 3],
    /// Times that a missing part was asked for, or a wrong piece was chosen.
    pub tries: u8,
    /// The last answer made no sense: the next such one is taken.
    pub unclear: bool,
    /// The argument that is being built, from 0.
    pub pick: usize,
    /// Answers given to the other side.
    pub round: u8,
    /// Debates done by motion: 1 for, 2 against, 3 both.
    pub done: BTreeMap<String, u8>,
    /// Arguments made, ever.
    pub arguments: u32,
    /// Of those, with claim, reason and example.
    pub whole: u32,
    /// Arguments that lacked a reason, and an example, of late.
    pub lacked: [u8; 2],
    /// Whole arguments in a row.
    pub run: u8,
}

impl Memory {
    /// The level, 1 to 5.
    #[must_use]
    pub fn level(&self) -> u8 {
        self.level.clamp(1, 5)
    }

    /// The motion in hand, if the library still has it.
    pub(super) fn motion<'a>(&self, library: &'a Library) -> Option<&'a Motion> {
        let id = self.motion.as_deref()?;
        library.motions.iter().find(|motion| motion.id == id)
    }

    /// Motions in the order in which they are offered: new ones of the level and above first, then easier ones; when all
    /// are done, those of which only one side was argued.
    pub(super) fn offered<'a>(&self, library: &'a Library, level: u8) -> Vec<&'a Motion> {
        let mut all: Vec<&Motion> = library.motions.iter().collect();
        let done = |motion: &Motion| self.done.get(&motion.id).copied().unwrap_or_default();
        all.sort_by_key(|m| (done(m), m.level < level, m.level.abs_diff(level)));
        if let Some(first) = all.first().map(|motion| done(motion) == 0) {
            all.retain(|motion| (done(motion) == 0) == first);
        }
        all
    }

    /// The motion that words ask for, by its topic or by what it says.
    pub(super) fn about<'a>(&self, library: &'a Library, text: &str) -> Option<&'a Motion> {
        let said = plain(text);
        let words: Vec<Vec<String>> = content_words(text)
            .into_iter()
            .filter(|word| word.chars().count() >= 4)
            .map(|word| vec![word])
            .collect();
        let hits = |motion: &Motion| {
            let text = format!("{} {} {}", motion.topic, motion.motion.en, motion.motion.rw);
            let named = usize::from(said == plain(&motion.topic)) * 2;
            named + words.len() - needs::missing(&text, &words).len()
        };
        let offered = self.offered(library, self.level());
        let best = offered.into_iter().rev().max_by_key(|motion| hits(motion))?;
        (hits(best) > 0).then_some(best)
    }

    /// Takes up a motion.
    pub(super) fn take(&mut self, motion: Option<&Motion>) {
        self.motion = motion.map(|motion| motion.id.clone());
        self.stage = if motion.is_some() { Stage::Motion } else { Stage::Offer };
        self.side = None;
        self.round = 0;
        self.pick = 0;
        self.fresh();
    }

    /// A new argument or answer begins.
    pub(super) fn fresh(&mut self) {
        self.has = [false; 3];
        self.tries = 0;
        self.unclear = false;
    }

    /// Counts an argument made; whether the level rose by it.
    pub(super) fn count(&mut self, has: [bool; 3]) -> bool {
        self.arguments = self.arguments.saturating_add(1);
        for (lacked, has) in self.lacked.iter_mut().zip(&has[1..]) {
            *lacked = if *has { lacked.saturating_sub(1) } else { lacked.saturating_add(1).min(9) };
        }
        if has != [true; 3] {
            self.run = 0;
            return false;
        }
        self.whole = self.whole.saturating_add(1);
        self.run = self.run.saturating_add(1);
        if self.run < GOOD || self.level() == 5 {
            return false;
        }
        self.run = 0;
        self.level = self.level() + 1;
        true
    }

    /// The debate is over.
    pub(super) fn finish(&mut self) {
        if let Some(id) = self.motion.take() {
            *self.done.entry(id).or_default() |= self.side.map_or(3, Side::bit);
        }
        self.take(None);
    }

    /// What the last arguments lacked most often.
    pub(super) fn weakest(&self) -> Option<Piece> {
        match self.lacked {
            [0, 0] => None,
            [reason, example] if reason >= example => Some(Piece::Reason),
            _ => Some(Piece::Example),
        }
    }
}

/// The pieces to choose from, as indices of the side's arguments: the right one stands elsewhere each time. With `two`
/// only one other stays.
pub(super) fn options(
    motion: &Motion,
    side: Side,
    piece: Piece,
    pick: usize,
    two: bool,
) -> Vec<usize> {
    let n = side.own(motion).len();
    let turn = match piece {
        Piece::Claim => return (0..n).collect(),
        Piece::Reason => motion.id.len() + 2 * pick,
        Piece::Example => motion.id.len() + 2 * pick + 1,
    };
    let mut all: Vec<usize> = (0..n).map(|at| (at + turn) % n.max(1)).collect();
    if two && let Some(other) = all.iter().copied().find(|at| *at != pick) {
        all.retain(|at| *at == pick || *at == other);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_motions_of_the_level_come_first_and_topics_are_found() {
        let library = Library::shipped();
        let mut memory = Memory::default();
        assert_eq!(memory.offered(&library, 2)[0].level, 2);
        let hens = memory.about(&library, "something about hens please").expect("a motion");
        assert!(hens.motion.en.to_lowercase().contains("hens"));
        assert_eq!(memory.about(&library, "tourism").expect("a motion").topic, "tourism");
        assert!(memory.about(&library, "inkoko").expect("a motion").motion.rw.contains("nkoko"));
        assert!(memory.about(&library, "qwerty").is_none());
        for motion in &library.motions {
            memory.done.insert(motion.id.clone(), 3);
        }
        memory.done.insert(library.motions[5].id.clone(), 1);
        assert_eq!(memory.offered(&library, 1)[0].id, library.motions[5].id);
    }

    #[test]
    fn the_right_piece_is_always_among_the_options_and_not_always_in_one_place() {
        let library = Library::shipped();
        let mut places = std::collections::BTreeSet::new();
        for motion in &library.motions {
            for side in [Side::For, Side::Against] {
                for pick in 0..side.own(motion).len() {
                    for piece in [Piece::Reason, Piece::Example] {
                        for two in [false, true] {
                            let options = options(motion, side, piece, pick, two);
                            let place = options.iter().position(|at| *at == pick);
                            places.insert(place.expect("the right one"));
                            assert!(options.len() >= 2);
                        }
                    }
                }
            }
        }
        assert_eq!(places.len(), 3);
    }

    #[test]
    fn three_whole_arguments_lead_up() {
        let mut memory = Memory::default();
        assert!(!memory.count([true; 3]) && !memory.count([true; 3]) && memory.count([true; 3]));
        assert_eq!(memory.level, 2);
        memory.count([true, true, false]);
        assert_eq!(memory.weakest(), Some(Piece::Example));
    }
}
