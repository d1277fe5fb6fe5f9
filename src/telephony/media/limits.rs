//! What one stream may ask of us: messages and bytes, messages that nobody can read, and how long it may go on.
//!
//! A stream earns its messages and bytes by the time that passes, twice as many as a line sends, and may save up some seconds
//! of them. After a stall of a second or more it has earned what the line sent meanwhile, however long the stall was and
//! whoever was late: all of it comes in one moment then.

use super::reason::Reason;
use crate::speech::units::FRAME_MS;

/// Ticks in a second.
const SECOND: u64 = 1_000 / FRAME_MS as u64;
/// Messages earned in a tick; a line sends one.
const MESSAGES: u64 = 2;
/// Messages that may be saved up.
const MESSAGES_SAVED: u64 = 250;
/// Bytes earned in a tick; a line sends 360.
const BYTES: u64 = 720;
/// Bytes that may be saved up.
const BYTES_SAVED: u64 = 128 * 1024;
/// The longest stall that is made good in full, ticks: 30 s.
const STALL: u64 = 30 * SECOND;
/// Malformed messages that are forgiven.
const FORGIVEN: u32 = 20;
/// The longest stream unless another length is set, ticks: 30 minutes.
const LONGEST: u64 = 30 * 60 * SECOND;

/// What one stream has left.
#[derive(Debug)]
pub struct Limits {
    /// The time as it was told last, and at the last reading, ticks.
    now: u64,
    read_at: u64,
    messages: u64,
    bytes: u64,
    malformed: u32,
    /// The longest stream, ticks.
    longest: u64,
}

impl Default for Limits {
    fn default() -> Self {
        let (messages, bytes) = (MESSAGES_SAVED, BYTES_SAVED);
        Self { now: 0, read_at: 0, messages, bytes, malformed: 0, longest: LONGEST }
    }
}

impl Limits {
    /// The stream may go on for so many minutes.
    pub fn lasting(&mut self, minutes: u32) {
        self.longest = u64::from(minutes) * 60 * SECOND;
    }

    /// It is this tick by the clock on the wall, whatever has been dealt with yet.
    pub fn pass(&mut self, tick: u64) {
        self.now = self.now.max(tick);
    }

    /// So many bytes came.
    ///
    /// # Errors
    /// [`Reason::Flood`] if that is more than a line sends.
    pub fn read(&mut self, bytes: usize) -> Result<(), Reason> {
        if bytes > 0 {
            self.earn();
        }
        spend(&mut self.bytes, bytes as u64)
    }

    /// A message came.
    ///
    /// # Errors
    /// [`Reason::Flood`] if there are more than a line sends.
    pub fn message(&mut self) -> Result<(), Reason> {
        spend(&mut self.messages, 1)
    }

    /// A message came that nobody can read.
    ///
    /// # Errors
    /// [`Reason::Flood`] if there were too many.
    pub fn malformed(&mut self) -> Result<(), Reason> {
        self.malformed += 1;
        if self.malformed > FORGIVEN { Err(Reason::Flood) } else { Ok(()) }
    }

    /// How many nobody could read.
    #[must_use]
    pub fn odd(&self) -> u32 {
        self.malformed
    }

    /// A tick passed.
    ///
    /// # Errors
    /// [`Reason::TooLong`] at the end of the longest stream.
    pub fn tick(&mut self, tick: u64) -> Result<(), Reason> {
        self.pass(tick);
        if tick > self.longest { Err(Reason::TooLong) } else { Ok(()) }
    }

    fn earn(&mut self) {
        let passed = self.now - self.read_at;
        self.read_at = self.now;
        let stalled = passed >= SECOND;
        let earned = |left: u64, each: u64, most: u64| {
            let all = left + each * passed.min(STALL);
            // What a stall has earned may take some readings to come.
            if stalled { all.min(most + each * STALL) } else { all.min(most).max(left) }
        };
        self.messages = earned(self.messages, MESSAGES, MESSAGES_SAVED);
        self.bytes = earned(self.bytes, BYTES, BYTES_SAVED);
    }
}

fn spend(left: &mut u64, what: u64) -> Result<(), Reason> {
    match left.checked_sub(what) {
        Some(rest) => {
            *left = rest;
            Ok(())
        }
        None => Err(Reason::Flood),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many usual messages at once.
    fn burst(limits: &mut Limits, messages: u64) -> Result<(), Reason> {
        (0..messages).try_for_each(|_| limits.read(360).and_then(|()| limits.message()))
    }

    #[test]
    fn a_line_that_sends_as_a_line_does_is_never_stopped() {
        let mut limits = Limits::default();
        for tick in 0..LONGEST {
            assert_eq!(limits.read(360).and_then(|()| limits.message()), Ok(()));
            assert_eq!(limits.tick(tick), Ok(()));
        }
        assert_eq!(limits.tick(LONGEST + 1), Err(Reason::TooLong));
    }

    #[test]
    fn what_a_line_sent_in_a_stall_may_come_at_once_or_by_and_by() {
        for stall in [52, 260, 600, STALL] {
            let mut limits = Limits::default();
            (0..100).for_each(|tick| limits.tick(tick).expect("not long"));
            assert_eq!(burst(&mut limits, 90), Ok(()));
            limits.pass(100 + stall);
            assert_eq!(burst(&mut limits, stall), Ok(()), "{stall}");
            let mut limits = Limits::default();
            limits.pass(stall);
            for later in 0..10 {
                limits.pass(stall + later);
                assert_eq!(burst(&mut limits, stall / 10), Ok(()), "{stall} {later}");
            }
        }
    }

    #[test]
    fn after_the_stall_a_flood_is_a_flood_again() {
        let mut limits = Limits::default();
        limits.pass(600);
        assert_eq!(burst(&mut limits, 600), Ok(()));
        assert_eq!(burst(&mut limits, 900), Err(Reason::Flood));
        let mut limits = Limits::default();
        let flooded = (0..500).find(|tick| {
            limits.pass(*tick);
            burst(&mut limits, 4).is_err()
        });
        assert!(flooded.is_some_and(|tick| tick < 130), "twice too many: {flooded:?}");
    }

    #[test]
    fn a_stream_ends_after_the_minutes_that_are_set_for_it() {
        let mut limits = Limits::default();
        assert_eq!(limits.tick(30 * 60 * SECOND), Ok(()));
        assert_eq!(limits.tick(30 * 60 * SECOND + 1), Err(Reason::TooLong));
        limits.lasting(2);
        assert_eq!(limits.tick(2 * 60 * SECOND), Ok(()));
        assert_eq!(limits.tick(2 * 60 * SECOND + 1), Err(Reason::TooLong));
    }

    #[test]
    fn floods_of_messages_of_bytes_and_of_nonsense_are_noticed() {
        let mut limits = Limits::default();
        assert!((0..=MESSAGES_SAVED).any(|_| limits.message() == Err(Reason::Flood)));
        limits.pass(SECOND);
        assert_eq!(burst(&mut limits, 1), Ok(()));
        assert_eq!(limits.read(300_000), Err(Reason::Flood));
        assert!((0..=FORGIVEN).any(|_| limits.malformed() == Err(Reason::Flood)));
    }
}
