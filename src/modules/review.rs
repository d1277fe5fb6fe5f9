//! Spaced repetition: what was learned comes back after longer and longer gaps, what was missed comes back soon.
//!
//! Boxes in the manner of Leitner (So lernt man lernen, 1972), with gaps that suit a call every day or two.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Hours until a card of each box is due again.
const GAPS_H: [i64; 7] = [0, 8, 24, 72, 168, 384, 960];
/// Cards from this box on count as learned.
pub const LEARNED: u8 = 3;

/// One thing that is being learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its box, 0 (new or missed) to 6.
    #[serde(rename = "b")]
    pub stage: u8,
    /// When it is due, seconds since 1970: short in the learner's document.
    #[serde(rename = "d")]
    due: i64,
}

/// Everything a learner is learning of one kind, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deck(BTreeMap<String, Card>);

impl Deck {
    /// The ids that are due, the longest overdue first.
    #[must_use]
    pub fn due(&self, now: DateTime<Utc>) -> Vec<&str> {
        let mut due: Vec<(i64, &str)> = self
            .0
            .iter()
            .filter(|(_, card)| card.due <= now.timestamp())
            .map(|(id, card)| (card.due, id.as_str()))
            .collect();
        due.sort_unstable();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// Notes an answer.
    pub fn mark(&mut self, id: &str, right: bool, now: DateTime<Utc>) {
        let top = u8::try_from(GAPS_H.len() - 1).unwrap_or(u8::MAX);
        let before = self.0.get(id).map_or(0, |card| card.stage);
        let stage = if right { (before + 1).min(top) } else { 0 };
        let due = now + TimeDelta::hours(GAPS_H[usize::from(stage)]);
        self.0.insert(id.to_owned(), Card { stage, due: due.timestamp() });
    }

    /// Whether this was ever asked.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// How well this is known; `None` if never asked.
    #[must_use]
    pub fn card(&self, id: &str) -> Option<Card> {
        self.0.get(id).copied()
    }

    /// How many were asked, and how many of them are learned.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.0.len(), self.0.values().filter(|card| card.stage >= LEARNED).count())
    }

    /// Forgets what no pack holds any more.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|id, _| keep(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    #[test]
    fn what_was_right_comes_back_later_each_time_and_what_was_wrong_at_once() {
        let mut deck = Deck::default();
        deck.mark("a", true, at(0));
        assert!(deck.due(at(7)).is_empty());
        assert_eq!(deck.due(at(8)), ["a"]);
        deck.mark("a", true, at(8));
        assert!(deck.due(at(31)).is_empty());
        deck.mark("a", false, at(40));
        assert_eq!(deck.due(at(40)), ["a"]);
    }

    #[test]
    fn the_longest_overdue_comes_first_and_three_in_a_row_is_learned() {
        let mut deck = Deck::default();
        for time in [0, 10, 50] {
            deck.mark("b", true, at(time));
        }
        deck.mark("a", false, at(60));
        assert_eq!(deck.due(at(200)), ["a", "b"]);
        assert_eq!(deck.counts(), (2, 1));
    }
}
