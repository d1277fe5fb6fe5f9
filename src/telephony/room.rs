//! Whether there is room for another call; who found none is texted once there is.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::ivr::driver::Talk;

/// Callers remembered at most; beyond it the oldest is forgotten.
const WAITING: usize = 1_000;
/// After so long nobody waits for a line any more.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// The room of one instance.
#[derive(Debug, Default)]
pub struct Room {
    /// Calls at once; `None`: only the load decides.
    most: Option<usize>,
    waiting: Mutex<VecDeque<(Talk, Instant)>>,
}

impl Room {
    /// Room for so many calls at once; `None`: only the load decides.
    #[must_use]
    pub fn new(most: Option<usize>) -> Self {
        Self { most, waiting: Mutex::default() }
    }

    /// How many more calls may come, with so many going on; `busy`: there is too little time for those already.
    #[must_use]
    pub fn left(&self, live: usize, busy: bool) -> usize {
        match self.most {
            _ if busy => 0,
            None => usize::MAX,
            Some(most) => most.saturating_sub(live),
        }
    }

    /// Remembers who found no room. Whether they can be told when there is some: a withheld number cannot.
    pub fn turn_away(&self, talk: Talk, now: Instant) -> bool {
        let Some(number) = talk.party.identity() else { return false };
        let mut waiting = self.waiting();
        waiting.retain(|(other, _)| other.party.identity() != Some(number));
        if waiting.len() >= WAITING {
            waiting.pop_front();
        }
        waiting.push_back((talk, now));
        true
    }

    /// Somebody who waits got through, and need not be told.
    pub fn got_through(&self, talk: &Talk) {
        let mut waiting = self.waiting();
        if !waiting.is_empty() {
            waiting.retain(|(other, _)| other.party.identity() != talk.party.identity());
        }
    }

    /// Takes out at most `most` of those who wait, who has waited longest first; who has waited too long is forgotten.
    #[must_use]
    pub fn take(&self, most: usize, now: Instant) -> Vec<Talk> {
        let mut waiting = self.waiting();
        waiting.retain(|(_, since)| now.saturating_duration_since(*since) < PATIENCE);
        let n = most.min(waiting.len());
        waiting.drain(..n).map(|(talk, _)| talk).collect()
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, VecDeque<(Talk, Instant)>> {
        // Between two statements that touch it the list is always whole.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::Party;
    use crate::session::dialogue::Channel;

    fn talk(number: &str) -> Talk {
        Talk {
            party: Party::parse(number),
            channel: Channel::Voice,
            id: format!("CA{number}"),
            can_hear: true,
        }
    }

    #[test]
    fn there_is_room_up_to_the_setting_and_while_the_load_allows() {
        let room = Room::new(Some(2));
        assert_eq!([room.left(0, false), room.left(2, false), room.left(3, false)], [2, 0, 0]);
        assert_eq!(room.left(0, true), 0);
        assert!(Room::new(None).left(100_000, false) > 0);
        assert_eq!(Room::new(None).left(0, true), 0);
    }

    #[test]
    fn who_found_no_room_is_told_once_and_who_has_waited_longest_first() {
        let (room, now) = (Room::new(Some(1)), Instant::now());
        for number in ["+250780000001", "+250780000002", "+250780000001", "+250780000003"] {
            assert!(room.turn_away(talk(number), now));
        }
        room.got_through(&talk("+250780000003"));
        let told = |most| room.take(most, now).into_iter().map(|t| t.id).collect::<Vec<_>>();
        assert_eq!(told(1), ["CA+250780000002"]);
        assert_eq!(told(9), ["CA+250780000001"]);
        assert!(told(9).is_empty());
    }

    #[test]
    fn nobody_is_told_after_an_hour_and_a_withheld_number_never() {
        let (room, now) = (Room::new(Some(1)), Instant::now());
        assert!(room.turn_away(talk("+250780000001"), now));
        assert!(!room.turn_away(Talk { party: Party::Withheld, ..talk("x") }, now));
        assert!(room.take(9, now + PATIENCE).is_empty());
    }

    #[test]
    fn however_many_are_turned_away_memory_is_bounded() {
        let (room, now) = (Room::new(Some(1)), Instant::now());
        for n in 0..3_000 {
            room.turn_away(talk(&format!("+25078{n:07}")), now);
        }
        assert_eq!(room.take(usize::MAX, now).len(), WAITING);
    }
}
