//! Where a message of the caller belongs: by its number if it has one, else by its timestamp, else where it comes.
//!
//! Services number their messages alike and stamp them in ways of their own: in samples, several with one stamp, all with
//! none. So a message whose number follows the last one's follows it in the sound, whatever its stamp says. Numbers, or stamps,
//! that contradict what comes too often in a row are believed no more, for the rest of the stream.

use crate::speech::units::SAMPLE_RATE_HZ;

/// Samples in a millisecond.
const PER_MS: i64 = SAMPLE_RATE_HZ as i64 / 1_000;
/// Messages out of place, one after the other, until their order is believed no more: 200 ms.
const CONTRADICTIONS: u8 = 10;
/// A number this far from its place begins a new count: 10 s.
const FAR: i128 = 500;

/// What a message says of its place. Audio that comes without it is put where it comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Ms since the stream began, or what the service takes for it.
    pub at_ms: Option<u64>,
    /// The number of the message in its track.
    pub chunk: Option<u64>,
}

impl From<Option<u64>> for Stamp {
    /// A timestamp alone.
    fn from(at_ms: Option<u64>) -> Self {
        Self { at_ms, chunk: None }
    }
}

/// What is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    Unknown,
    Numbers,
    Stamps,
    Nothing,
}

/// The order of one stream's messages.
#[derive(Debug)]
pub(super) struct Order {
    trust: Trust,
    /// The number after the furthest one, and the sample at which its sound begins.
    next: Option<(u64, i64)>,
    odd: u8,
}

impl Default for Order {
    fn default() -> Self {
        Self { trust: Trust::Unknown, next: None, odd: 0 }
    }
}

impl Order {
    /// The place of a message of so many samples, ms from a beginning of its own; `None`: where it comes.
    pub(super) fn place(&mut self, stamp: Stamp, samples: usize) -> Option<i64> {
        if self.trust == Trust::Unknown {
            self.trust = match stamp {
                Stamp { chunk: Some(_), .. } => Trust::Numbers,
                Stamp { at_ms: Some(_), .. } => Trust::Stamps,
                _ => Trust::Unknown,
            };
        }
        match self.trust {
            Trust::Numbers => stamp.chunk.map(|chunk| self.by_number(chunk, samples) / PER_MS),
            Trust::Stamps => stamp.at_ms.and_then(|at| i64::try_from(at).ok()),
            Trust::Unknown | Trust::Nothing => None,
        }
    }

    /// A message came where it belongs.
    pub(super) fn in_place(&mut self) {
        self.odd = 0;
    }

    /// A message came elsewhere; true if its kind of order is not believed from now on.
    pub(super) fn out_of_place(&mut self) -> bool {
        self.odd += 1;
        if self.odd < CONTRADICTIONS {
            return false;
        }
        self.odd = 0;
        self.trust = match self.trust {
            Trust::Numbers => Trust::Stamps,
            Trust::Unknown | Trust::Stamps | Trust::Nothing => Trust::Nothing,
        };
        true
    }

    /// The sample at which a message of this number begins, if all are as long as this one.
    fn by_number(&mut self, chunk: u64, samples: usize) -> i64 {
        let length = i64::try_from(samples).unwrap_or(i64::MAX);
        let (next, end) = self.next.unwrap_or((chunk, 0));
        let ahead = i128::from(chunk) - i128::from(next);
        // A count that began anew goes on at the end.
        let ahead = if ahead.abs() > FAR { 0 } else { ahead as i64 };
        let at = end.saturating_add(ahead.saturating_mul(length));
        if ahead >= 0 {
            self.next = Some((chunk.saturating_add(1), at.saturating_add(length)));
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(chunk: u64, at_ms: u64) -> Stamp {
        Stamp { at_ms: Some(at_ms), chunk: Some(chunk) }
    }

    #[test]
    fn numbers_that_follow_each_other_follow_in_the_sound_whatever_the_stamps_say() {
        for stamps in [[0; 4], [160, 320, 480, 640], [60, 60, 60, 120], [90, 130, 129, 190]] {
            let mut order = Order::default();
            let places: Vec<_> = stamps
                .iter()
                .zip(7..)
                .map(|(at, chunk)| order.place(numbered(chunk, *at), 160))
                .collect();
            assert_eq!(places, [Some(0), Some(20), Some(40), Some(60)], "{stamps:?}");
        }
    }

    #[test]
    fn a_number_left_out_is_a_gap_and_one_from_before_lies_before() {
        let mut order = Order::default();
        let mut at = |chunk| order.place(numbered(chunk, 0), 160);
        assert_eq!((at(1), at(4), at(3), at(5)), (Some(0), Some(60), Some(40), Some(80)));
        assert_eq!((at(90_000), at(90_001)), (Some(100), Some(120)), "a new count goes on");
    }

    #[test]
    fn lengths_of_odd_samples_add_up_without_a_drift() {
        let mut order = Order::default();
        let last = (1..=1_000).map(|chunk| order.place(numbered(chunk, 0), 161)).last();
        assert_eq!(last, Some(Some(999 * 161 / 8)));
    }

    #[test]
    fn what_contradicts_itself_ten_times_in_a_row_is_believed_no_more() {
        let mut order = Order::default();
        let _ = order.place(numbered(1, 500), 160);
        assert!((1..CONTRADICTIONS).all(|_| !order.out_of_place()));
        order.in_place();
        assert!((1..CONTRADICTIONS).all(|_| !order.out_of_place()));
        assert!(order.out_of_place());
        assert_eq!(order.place(numbered(1, 500), 160), Some(500), "the stamp, now");
        assert!((0..CONTRADICTIONS).any(|_| order.out_of_place()));
        assert_eq!(order.place(numbered(1, 500), 160), None);
    }
}
