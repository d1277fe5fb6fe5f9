//! Points, streaks, levels and badges: the rules in one place.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::effect::Attempt;

/// The rules. Airtime costs money: one missed day in seven does not end a streak.
pub struct Rules {
    /// Points for a right answer.
    pub right: u32,
    /// Points for a wrong one: it was tried.
    pub tried: u32,
    /// Points for the first answer of a day.
    pub day: u32,
    /// Points at which each level begins, the second on.
    pub levels: [u32; 9],
    /// Days until another missed day is forgiven.
    pub forgiven_every: i64,
    /// Hours by which the learners' midnight is before that of UTC (Kigali: 2).
    pub east_h: i64,
}

/// The rules in force.
pub const RULES: Rules = Rules {
    right: 10,
    tried: 2,
    day: 5,
    levels: [100, 250, 500, 1_000, 1_750, 2_750, 4_000, 6_000, 10_000],
    forgiven_every: 7,
    east_h: 2,
};

/// A badge: its catalogue name, and what earns it.
type Badge = (&'static str, fn(&Play) -> bool);

/// All badges, in the order in which they can be named.
pub const BADGES: [Badge; 12] = [
    ("first", |p| p.right() >= 1),
    ("ten", |p| p.right() >= 10),
    ("fifty", |p| p.right() >= 50),
    ("hundred", |p| p.right() >= 100),
    ("five-hundred", |p| p.right() >= 500),
    ("row-ten", |p| p.best_row >= 10),
    ("row-twenty-five", |p| p.best_row >= 25),
    ("days-three", |p| p.best_streak >= 3),
    ("days-seven", |p| p.best_streak >= 7),
    ("days-thirty", |p| p.best_streak >= 30),
    ("all-round", |p| p.subjects.values().filter(|(done, _)| *done >= 5).count() >= 4),
    ("back-again", |p| p.returned),
];

/// What is worth a word of celebration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feat {
    /// A badge was earned.
    Badge(&'static str),
    /// A level was reached.
    Level(u32),
    /// So many days in a row.
    Streak(u32),
}

/// Exercises of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Week {
    /// Year and week number (ISO 8601), as year × 100 + week.
    pub number: i32,
    /// Exercises done.
    pub done: u32,
    /// Of them right.
    pub right: u32,
}

impl Week {
    /// Right ones of a hundred; `None` where too few were done to say.
    #[must_use]
    pub fn percent(self) -> Option<u32> {
        (self.done >= 5).then(|| self.right * 100 / self.done)
    }
}

/// An exercise done not long ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// The module's name.
    pub module: String,
    /// What was practised.
    pub skill: String,
    /// How hard it was, 1 to 5.
    pub level: u8,
    /// Whether it went well.
    pub right: bool,
}

/// Recent exercises that are kept.
const RECENT: usize = 10;

/// A learner's score.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Play {
    /// All points.
    pub points: u32,
    /// Days in a row, today included if anything was done today.
    streak: u32,
    best_streak: u32,
    last_day: Option<NaiveDate>,
    forgiven_on: Option<NaiveDate>,
    row: u32,
    best_row: u32,
    /// The level celebrated last, and the day on which the streak was.
    level_told: u32,
    streak_told: Option<NaiveDate>,
    returned: bool,
    badges: BTreeSet<String>,
    /// Exercises done and right, by module.
    subjects: BTreeMap<String, (u32, u32)>,
    /// The week of the last exercise, and the one before it in which anything was done.
    weeks: (Week, Week),
    /// The last exercises, oldest first.
    recent: VecDeque<Recent>,
}

impl Play {
    /// Counts an exercise; what is worth celebrating, the greatest first.
    pub fn count(&mut self, attempt: &Attempt, now: DateTime<Utc>) -> Vec<Feat> {
        let today = local_day(now);
        if self.last_day != Some(today) {
            self.begin_day(today);
        }
        let subject = self.subjects.entry(attempt.module.as_str().to_owned()).or_default();
        subject.0 += 1;
        subject.1 += u32::from(attempt.correct);
        self.row = if attempt.correct { self.row + 1 } else { 0 };
        self.best_row = self.best_row.max(self.row);
        self.points += if attempt.correct { RULES.right } else { RULES.tried };
        self.count_week(today, attempt.correct);
        self.keep(attempt);
        // Nothing is celebrated after a wrong answer: it waits for the next right one.
        if !attempt.correct {
            return Vec::new();
        }
        let mut feats = self.earn_badges();
        if self.level() > self.level_told.max(1) {
            self.level_told = self.level();
            feats.push(Feat::Level(self.level()));
        }
        if self.streak > 1 && self.streak_told != Some(today) {
            self.streak_told = Some(today);
            feats.push(Feat::Streak(self.streak));
        }
        feats
    }

    fn keep(&mut self, attempt: &Attempt) {
        if self.recent.len() >= RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(Recent {
            module: attempt.module.as_str().to_owned(),
            skill: attempt.skill.clone(),
            level: attempt.level,
            right: attempt.correct,
        });
    }

    fn begin_day(&mut self, today: NaiveDate) {
        self.points += RULES.day;
        let missed = self.last_day.map(|last| (today - last).num_days() - 1);
        let forgivable =
            self.forgiven_on.is_none_or(|on| (today - on).num_days() >= RULES.forgiven_every);
        self.streak = match missed {
            Some(0) => self.streak + 1,
            Some(1) if forgivable => {
                self.forgiven_on = Some(today);
                self.streak + 1
            }
            _ => 1,
        };
        self.returned |= missed.is_some_and(|days| days >= 14);
        self.best_streak = self.best_streak.max(self.streak);
        self.last_day = Some(today);
    }

    fn count_week(&mut self, today: NaiveDate, right: bool) {
        let number = today.iso_week().year() * 100 + today.iso_week().week().cast_signed();
        if self.weeks.0.number != number {
            self.weeks.1 = self.weeks.0;
            self.weeks.0 = Week { number, ..Week::default() };
        }
        self.weeks.0.done += 1;
        self.weeks.0.right += u32::from(right);
    }

    fn earn_badges(&mut self) -> Vec<Feat> {
        let earned =
            BADGES.iter().filter(|(name, rule)| !self.badges.contains(*name) && rule(self));
        let names: Vec<&'static str> = earned.map(|(name, _)| *name).collect();
        self.badges.extend(names.iter().map(|name| (*name).to_owned()));
        names.into_iter().rev().map(Feat::Badge).collect()
    }

    /// The level, 1 to 10.
    #[must_use]
    pub fn level(&self) -> u32 {
        let passed = RULES.levels.iter().filter(|least| self.points >= **least).count();
        u32::try_from(passed).unwrap_or(0) + 1
    }

    /// Points until the next level; `None` at the last.
    #[must_use]
    pub fn to_next_level(&self) -> Option<u32> {
        RULES.levels.iter().find(|least| self.points < **least).map(|least| least - self.points)
    }

    /// Days in a row; 0 once it is broken.
    #[must_use]
    pub fn streak(&self, now: DateTime<Utc>) -> u32 {
        let days = self.last_day.map_or(i64::MAX, |last| (local_day(now) - last).num_days());
        let forgivable = self
            .forgiven_on
            .is_none_or(|on| (local_day(now) - on).num_days() >= RULES.forgiven_every);
        if days <= 1 || days == 2 && forgivable { self.streak } else { 0 }
    }

    /// Exercises done.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.subjects.values().map(|(done, _)| done).sum()
    }

    /// Exercises that were right.
    #[must_use]
    pub fn right(&self) -> u32 {
        self.subjects.values().map(|(_, right)| right).sum()
    }

    /// Badges earned.
    #[must_use]
    pub fn badges(&self) -> usize {
        self.badges.len()
    }

    /// The last ten exercises, oldest first.
    pub fn recent(&self) -> impl DoubleEndedIterator<Item = &Recent> {
        self.recent.iter()
    }

    /// This week and the last one in which anything was done.
    #[must_use]
    pub fn weeks(&self) -> (Week, Week) {
        self.weeks
    }
}

/// The day on the learners' calendar.
fn local_day(now: DateTime<Utc>) -> NaiveDate {
    (now + TimeDelta::hours(RULES.east_h)).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ModuleName;

    fn attempt(correct: bool) -> Attempt {
        Attempt {
            module: ModuleName::new("maths"),
            skill: "add".into(),
            level: 1,
            correct,
            score: None,
        }
    }

    fn day(n: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + n) + TimeDelta::hours(10)
    }

    fn streak_after(days: &[i64]) -> u32 {
        let mut play = Play::default();
        for n in days {
            play.count(&attempt(true), day(*n));
        }
        play.streak(day(*days.last().expect("a day")))
    }

    #[test]
    fn a_streak_survives_one_missed_day_in_seven() {
        assert_eq!(streak_after(&[0, 1, 2]), 3);
        assert_eq!(streak_after(&[0, 1, 3, 4]), 4);
        assert_eq!(streak_after(&[0, 1, 3, 5]), 1, "a second miss within a week");
        assert_eq!(streak_after(&[0, 1, 3, 4, 5, 6, 7, 8, 10]), 9, "forgiven again after a week");
        assert_eq!(streak_after(&[0, 3]), 1, "two days missed");
    }

    #[test]
    fn a_streak_that_can_no_longer_be_saved_counts_nothing() {
        let mut play = Play::default();
        play.count(&attempt(true), day(0));
        assert_eq!(play.streak(day(2)), 1);
        assert_eq!(play.streak(day(3)), 0);
    }

    #[test]
    fn the_day_turns_at_the_learners_midnight() {
        let mut play = Play::default();
        let late = DateTime::UNIX_EPOCH + TimeDelta::hours(21);
        play.count(&attempt(true), late);
        play.count(&attempt(true), late + TimeDelta::hours(2));
        assert_eq!(play.streak(late + TimeDelta::hours(2)), 2);
    }

    #[test]
    fn points_levels_and_badges_follow_the_table() {
        let mut play = Play::default();
        assert_eq!(play.count(&attempt(true), day(0)), [Feat::Badge("first")]);
        assert_eq!(play.points, RULES.day + RULES.right);
        assert_eq!(play.count(&attempt(false), day(0)), []);
        assert_eq!(play.points, RULES.day + RULES.right + RULES.tried);
        let mut feats = Vec::new();
        for _ in 0..9 {
            feats.extend(play.count(&attempt(true), day(0)));
        }
        assert_eq!(feats, [Feat::Badge("ten"), Feat::Level(2)]);
        assert_eq!(play.level(), 2);
        assert_eq!(play.to_next_level(), Some(250 - play.points));
    }

    #[test]
    fn nothing_is_celebrated_after_a_wrong_answer_and_nothing_is_lost_by_it() {
        let mut play = Play::default();
        assert_eq!(play.count(&attempt(false), day(0)), []);
        assert_eq!(play.count(&attempt(true), day(0)), [Feat::Badge("first")]);
        assert_eq!(play.count(&attempt(false), day(1)), []);
        assert_eq!(play.count(&attempt(true), day(1)), [Feat::Streak(2)]);
    }

    #[test]
    fn the_last_ten_exercises_are_kept() {
        let mut play = Play::default();
        for n in 0..12_u8 {
            play.count(&Attempt { level: n, ..attempt(n > 2) }, day(0));
        }
        let levels: Vec<u8> = play.recent().map(|one| one.level).collect();
        assert_eq!(levels, (2..12).collect::<Vec<u8>>());
        assert_eq!(play.recent().filter(|one| one.right).count(), 9);
    }

    #[test]
    fn weeks_are_compared_once_both_hold_enough() {
        let mut play = Play::default();
        for n in 0..5 {
            play.count(&attempt(n < 2), day(0));
        }
        for _ in 0..5 {
            play.count(&attempt(true), day(7));
        }
        let (now, before) = play.weeks();
        assert_eq!((before.percent(), now.percent()), (Some(40), Some(100)));
    }
}
