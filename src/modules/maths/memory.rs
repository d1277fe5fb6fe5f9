//! What maths remembers of a learner, and how the level moves.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::problem::{Problem, Skill};

/// Problems in a set.
pub const SET: u32 = 5;

/// A level of difficulty, by the names of seed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 1 of 5.
    Beginner,
    /// 2 of 5: where everybody starts.
    #[default]
    Easy,
    /// 3 of 5.
    Medium,
    /// 4 of 5.
    Hard,
    /// 5 of 5.
    Expert,
}

impl Level {
    const ALL: [Level; 5] =
        [Level::Beginner, Level::Easy, Level::Medium, Level::Hard, Level::Expert];

    /// 1 to 5.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    fn up(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    fn down(self) -> Option<Self> {
        (self as usize).checked_sub(1).map(|at| Self::ALL[at])
    }
}

/// How an answered problem went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Right at once, sooner than [`LADDER`]'s `quick_s`.
    Quick,
    /// Right at once.
    Right,
    /// Right at once, but later than [`LADDER`]'s `slow_s`.
    Slow,
    /// Right at the second try.
    Second,
    /// Wrong twice, or wrong and passed over.
    Wrong,
}

/// The rule by which levels move.
pub struct Ladder {
    /// Right within so many seconds is quick.
    pub quick_s: i64,
    /// Right after more seconds is slow.
    pub slow_s: i64,
    /// Points at which the level rises.
    pub up: i32,
    /// Points at which it falls.
    pub down: i32,
}

/// Three right ones in a row lead up, two quick ones do; two wrong ones in a row lead down. A change of
/// direction starts from 0.
pub const LADDER: Ladder = Ladder { quick_s: 10, slow_s: 60, up: 6, down: -6 };

/// What an outcome moves.
fn points(outcome: Outcome) -> i32 {
    match outcome {
        Outcome::Quick => 3,
        Outcome::Right => 2,
        Outcome::Slow => 1,
        Outcome::Second => 0,
        Outcome::Wrong => -3,
    }
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

/// How one skill goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Answered.
    pub attempted: u32,
    /// Answered rightly.
    pub correct: u32,
}

/// Everything kept in the slot. The first four names are those of seed data.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// How hard the problems are.
    pub math_level: Level,
    /// Problems answered, ever.
    pub math_problems_attempted: u32,
    /// Of those, answered rightly at the first or second try.
    pub math_problems_correct: u32,
    /// The problem that waits for an answer.
    pub current_math_problem: Option<Problem>,
    /// Wrong answers to it so far: 0 or 1.
    pub tries: u8,
    /// When it was asked.
    pub asked_at: Option<DateTime<Utc>>,
    /// Points on the way up or down.
    pub ladder: i32,
    /// The set in hand.
    pub set: Tally,
    /// The set is done, and going on was offered.
    pub between_sets: bool,
    /// Every skill that was practised.
    pub skills: BTreeMap<Skill, Tally>,
    /// The skill asked last.
    pub last_skill: Option<Skill>,
}

impl Memory {
    /// Chooses what to practise next: never the same twice running, and the weaker the likelier.
    #[must_use]
    pub fn next_skill(&self, seed: u64) -> Skill {
        let weights: Vec<(Skill, u32)> = Skill::ALL
            .into_iter()
            .filter(|skill| Some(*skill) != self.last_skill)
            .map(|skill| (skill, self.weight(skill)))
            .collect();
        let total: u32 = weights.iter().map(|(_, weight)| weight).sum();
        let mut at = ChaCha8Rng::seed_from_u64(seed).random_range(0..total.max(1));
        for (skill, weight) in weights {
            if at < weight {
                return skill;
            }
            at -= weight;
        }
        Skill::Add
    }

    /// 2 for a skill always right, up to 6 for one always wrong; 4 for one not yet met.
    fn weight(&self, skill: Skill) -> u32 {
        let tally = self.skills.get(&skill).copied().unwrap_or_default();
        let wrong = u64::from(tally.attempted.saturating_sub(tally.correct));
        let share = (wrong + 1) * 4 / (u64::from(tally.attempted) + 2);
        2 + u32::try_from(share.min(4)).unwrap_or(4)
    }

    /// Counts an answered problem and moves the level.
    pub fn count(&mut self, skill: Skill, outcome: Outcome) -> Moved {
        let correct = outcome != Outcome::Wrong;
        self.math_problems_attempted = self.math_problems_attempted.saturating_add(1);
        self.set.attempted = self.set.attempted.saturating_add(1);
        let tally = self.skills.entry(skill).or_default();
        tally.attempted = tally.attempted.saturating_add(1);
        if correct {
            self.math_problems_correct = self.math_problems_correct.saturating_add(1);
            self.set.correct = self.set.correct.saturating_add(1);
            tally.correct = tally.correct.saturating_add(1);
        }
        self.climb(points(outcome))
    }

    fn climb(&mut self, by: i32) -> Moved {
        if self.ladder.signum() * by.signum() < 0 {
            self.ladder = 0;
        }
        self.ladder = self.ladder.saturating_add(by);
        let (to, moved) = if self.ladder >= LADDER.up {
            (self.math_level.up(), Moved::Up)
        } else if self.ladder <= LADDER.down {
            (self.math_level.down(), Moved::Down)
        } else {
            return Moved::No;
        };
        self.ladder = 0;
        match to {
            Some(level) => {
                self.math_level = level;
                moved
            }
            None => Moved::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(outcomes: &[Outcome]) -> Level {
        let mut memory = Memory::default();
        for outcome in outcomes {
            memory.count(Skill::Add, *outcome);
        }
        memory.math_level
    }

    #[test]
    fn three_right_lead_up_and_two_wrong_lead_down() {
        use Outcome::{Quick, Right, Second, Slow, Wrong};
        assert_eq!(after(&[Right, Right]), Level::Easy);
        assert_eq!(after(&[Right, Right, Right]), Level::Medium);
        assert_eq!(after(&[Quick, Quick]), Level::Medium);
        assert_eq!(after(&[Slow, Slow, Slow]), Level::Easy);
        assert_eq!(after(&[Wrong]), Level::Easy);
        assert_eq!(after(&[Wrong, Wrong]), Level::Beginner);
        assert_eq!(after(&[Right, Right, Wrong, Right, Right]), Level::Easy);
        assert_eq!(after(&[Right, Second, Right, Right]), Level::Medium);
    }

    #[test]
    fn levels_stop_at_both_ends() {
        assert_eq!(after(&[Outcome::Quick; 40]), Level::Expert);
        assert_eq!(after(&[Outcome::Wrong; 40]), Level::Beginner);
    }

    #[test]
    fn the_weaker_skill_comes_more_often() {
        let mut memory = Memory::default();
        for _ in 0..20 {
            memory.count(Skill::Divide, Outcome::Wrong);
            memory.count(Skill::Add, Outcome::Right);
        }
        let times = |skill| (0..2000).filter(|seed| memory.next_skill(*seed) == skill).count();
        assert!(times(Skill::Divide) > times(Skill::Add) * 2);
    }

    #[test]
    fn the_same_skill_never_comes_twice_running() {
        let memory = Memory { last_skill: Some(Skill::Change), ..Memory::default() };
        assert!((0..500).all(|seed| memory.next_skill(seed) != Skill::Change));
    }
}
