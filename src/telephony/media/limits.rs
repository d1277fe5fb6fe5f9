//! What one stream may ask of us: messages and bytes a second, messages that nobody can read, and how long it may go on.

use super::reason::Reason;
use crate::speech::units::FRAME_MS;

/// Ticks in a second.
const SECOND: u64 = 1_000 / FRAME_MS as u64;
/// Messages in a second; a line sends 50, and a burst after a stall some more.
const MESSAGES: u32 = 250;
/// Bytes in a second; a line sends 18,000.
const BYTES: usize = 128 * 1024;
/// Malformed messages that are forgiven.
const FORGIVEN: u32 = 20;
/// The longest stream, ticks: 30 minutes.
const LONGEST: u64 = 30 * 60 * SECOND;

/// Counts of one stream.
#[derive(Debug, Default)]
pub struct Limits {
    /// The second that is counted, and what came in it.
    second: u64,
    messages: u32,
    bytes: usize,
    malformed: u32,
}

impl Limits {
    /// Bytes came at this tick.
    ///
    /// # Errors
    /// [`Reason::Flood`] if that is more than a line sends.
    pub fn read(&mut self, bytes: usize, tick: u64) -> Result<(), Reason> {
        self.turn(tick);
        self.bytes += bytes;
        if self.bytes > BYTES { Err(Reason::Flood) } else { Ok(()) }
    }

    /// A message came.
    ///
    /// # Errors
    /// [`Reason::Flood`] if there are more than a line sends.
    pub fn message(&mut self) -> Result<(), Reason> {
        self.messages += 1;
        if self.messages > MESSAGES { Err(Reason::Flood) } else { Ok(()) }
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
        self.turn(tick);
        if tick > LONGEST { Err(Reason::TooLong) } else { Ok(()) }
    }

    fn turn(&mut self, tick: u64) {
        if tick / SECOND != self.second {
            (self.second, self.messages, self.bytes) = (tick / SECOND, 0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_sends_as_a_line_does_is_never_stopped() {
        let mut limits = Limits::default();
        for tick in 0..LONGEST {
            assert_eq!(limits.read(360, tick).and_then(|()| limits.message()), Ok(()));
            assert_eq!(limits.tick(tick), Ok(()));
        }
        assert_eq!(limits.tick(LONGEST + 1), Err(Reason::TooLong));
    }

    #[test]
    fn floods_of_messages_of_bytes_and_of_nonsense_are_noticed() {
        let mut limits = Limits::default();
        assert!((0..=MESSAGES).any(|_| limits.message() == Err(Reason::Flood)));
        assert_eq!(limits.tick(SECOND), Ok(()));
        assert_eq!(limits.message(), Ok(()));
        assert_eq!(limits.read(BYTES + 1, SECOND), Err(Reason::Flood));
        assert!((0..=FORGIVEN).any(|_| limits.malformed() == Err(Reason::Flood)));
    }
}
