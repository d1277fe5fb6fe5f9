//! What maths remembers of a learner, and how the level moves.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::problem::{Problem, Skill};
use crate::domain::manner::Mood;

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

    /// The level of that number; numbers outside 1 to 5 count as the nearest.
    #[must_use]
    pub fn of(number: u8) -> Self {
        Self::ALL[usize::from(number.clamp(1, 5)) - 1]
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

/// How many went how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Answered.
    pub attempted: u32,
    /// Answered rightly.
    pub correct: u32,
    /// Of those, at the first try.
    pub first: u32,
}

/// How one skill goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Practice {
    /// Answered.
    pub attempted: u32,
    /// Answered rightly.
    pub correct: u32,
    /// How the last answers went, right and fast, 0 to 100; each new one counts a third.
    pub recent: u8,
    /// How many problems of all skills were answered when this one was last.
    pub at: u32,
}

impl Practice {
    fn note(&mut self, outcome: Outcome, now: u32) {
        let mark: u16 = match outcome {
            Outcome::Quick => 100,
            Outcome::Right => 85,
            Outcome::Slow => 65,
            Outcome::Second => 40,
            Outcome::Wrong => 0,
        };
        // Before the first answer, half is assumed.
        let before = if self.attempted == 0 { 50 } else { u16::from(self.recent) };
        self.recent = u8::try_from((before * 2 + mark) / 3).unwrap_or(100);
        self.attempted = self.attempted.saturating_add(1);
        self.correct = self.correct.saturating_add(u32::from(outcome != Outcome::Wrong));
        self.at = now;
    }

    /// After how many other problems it comes again: at once if it is weak, after ten if it is sure.
    fn gap(self) -> u32 {
        u32::from(self.recent) / 10
    }
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
    pub skills: BTreeMap<Skill, Practice>,
    /// The skill asked last.
    pub last_skill: Option<Skill>,
    /// The problem that was answered or passed over last.
    pub last: Option<Problem>,
    /// What the last problems were, by [`Memory::mark_of`], the latest last.
    pub lately: Vec<u32>,
}

/// Problems that do not come again soon.
const LATELY: usize = 12;

impl Memory {
    /// Chooses what to practise next: never the same twice running; of what is due, the weaker the likelier.
    #[must_use]
    pub fn next_skill(&self, seed: u64) -> Skill {
        let others = Skill::ALL.into_iter().filter(|skill| Some(*skill) != self.last_skill);
        let (due, early): (Vec<Skill>, Vec<Skill>) = others.partition(|skill| self.is_due(*skill));
        let among = if due.is_empty() { early } else { due };
        let total: u32 = among.iter().map(|skill| self.weight(*skill)).sum();
        let mut at = ChaCha8Rng::seed_from_u64(seed).random_range(0..total.max(1));
        for skill in among {
            let weight = self.weight(skill);
            if at < weight {
                return skill;
            }
            at -= weight;
        }
        Skill::Add
    }

    fn is_due(&self, skill: Skill) -> bool {
        self.skills.get(&skill).is_none_or(|practice| {
            self.math_problems_attempted.saturating_sub(practice.at) >= practice.gap()
        })
    }

    /// 2 for a skill that is sure, up to 12 for one that always fails; 6 for one not yet met.
    fn weight(&self, skill: Skill) -> u32 {
        self.skills
            .get(&skill)
            .map_or(6, |practice| 2 + (100 - u32::from(practice.recent.min(100))) / 10)
    }

    /// The skill that went worst of late, of those met.
    #[must_use]
    pub fn weakest(&self) -> Option<Skill> {
        let met = self.skills.iter().filter(|(_, practice)| practice.attempted > 0);
        met.min_by_key(|(_, practice)| practice.recent).map(|(skill, _)| *skill)
    }

    /// How hard a problem of this skill should be: the learner's level, one less where the skill is weak, one more where
    /// it is sure; one less for the frustrated, one more for the bored.
    #[must_use]
    pub fn level_of(&self, skill: Skill, mood: Mood) -> u8 {
        let practice = self.skills.get(&skill).copied().unwrap_or_default();
        let by_skill = match practice {
            Practice { attempted: 2.., recent: 0..=30, .. } => -1,
            Practice { attempted: 3.., recent: 90.., .. } => 1,
            _ => 0,
        };
        let by_mood = match mood {
            Mood::Frustrated => -1,
            Mood::Bored => 1,
            Mood::Steady | Mood::Confident => 0,
        };
        self.math_level.number().saturating_add_signed(by_skill + by_mood).clamp(1, 5)
    }

    /// A number for a problem by which it is known again: its template, or its question with its figures.
    #[must_use]
    pub fn mark_of(problem: &Problem) -> u32 {
        let text = match &problem.template {
            Some(id) => id.clone(),
            None => serde_json::to_string(&problem.question).unwrap_or_default(),
        };
        // FNV-1a, 32 bits: short in the learner's document, the same in every release.
        text.bytes()
            .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// Takes a problem up as the current one.
    pub fn ask(&mut self, problem: Problem, now: DateTime<Utc>) {
        self.lately.push(Self::mark_of(&problem));
        let over = self.lately.len().saturating_sub(LATELY);
        self.lately.drain(..over);
        self.last_skill = Some(problem.operation);
        self.current_math_problem = Some(problem);
        self.tries = 0;
        self.asked_at = Some(now);
        self.between_sets = false;
    }

    /// Counts an answered problem and moves the level.
    pub fn count(&mut self, skill: Skill, outcome: Outcome) -> Moved {
        let correct = outcome != Outcome::Wrong;
        self.math_problems_attempted = self.math_problems_attempted.saturating_add(1);
        self.set.attempted = self.set.attempted.saturating_add(1);
        if correct {
            self.math_problems_correct = self.math_problems_correct.saturating_add(1);
            self.set.correct = self.set.correct.saturating_add(1);
        }
        if correct && outcome != Outcome::Second {
            self.set.first = self.set.first.saturating_add(1);
        }
        let now = self.math_problems_attempted;
        self.skills.entry(skill).or_default().note(outcome, now);
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
        // Both are due.
        memory.math_problems_attempted += 20;
        let times = |skill| (0..2000).filter(|seed| memory.next_skill(*seed) == skill).count();
        assert!(times(Skill::Divide) > times(Skill::Add) * 2);
        assert_eq!(memory.weakest(), Some(Skill::Divide));
    }

    #[test]
    fn the_same_skill_never_comes_twice_running_and_a_sure_one_rests() {
        let mut memory = Memory { last_skill: Some(Skill::Word), ..Memory::default() };
        assert!((0..500).all(|seed| memory.next_skill(seed) != Skill::Word));
        for _ in 0..9 {
            let _ = memory.count(Skill::Add, Outcome::Quick);
        }
        assert!((0..500).all(|seed| memory.next_skill(seed) != Skill::Add));
    }

    #[test]
    fn a_weak_skill_gets_easier_problems_and_so_does_a_frustrated_learner() {
        let mut memory = Memory { math_level: Level::Medium, ..Memory::default() };
        assert_eq!(memory.level_of(Skill::Rate, Mood::Steady), 3);
        assert_eq!(memory.level_of(Skill::Rate, Mood::Frustrated), 2);
        assert_eq!(memory.level_of(Skill::Rate, Mood::Bored), 4);
        memory.skills.entry(Skill::Rate).or_default().note(Outcome::Wrong, 1);
        memory.skills.entry(Skill::Rate).or_default().note(Outcome::Wrong, 2);
        assert_eq!(memory.level_of(Skill::Rate, Mood::Steady), 2);
        (0..9).for_each(|n| memory.skills.entry(Skill::Time).or_default().note(Outcome::Quick, n));
        assert_eq!(memory.level_of(Skill::Time, Mood::Steady), 4);
    }

    #[test]
    fn a_memory_of_an_earlier_release_is_read() {
        let old = serde_json::json!({"math_level": "hard", "skills": {"change": {"attempted": 3, "correct": 1}}});
        let memory: Memory = serde_json::from_value(old).expect("an old memory");
        assert_eq!(memory.skills[&Skill::Francs].attempted, 3);
        assert_eq!(memory.math_level, Level::Hard);
    }
}
