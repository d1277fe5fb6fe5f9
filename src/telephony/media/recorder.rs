//! Both directions of a stream, side by side as they sound at the far end, for a recording that the caller agreed to.

use std::collections::VecDeque;

use super::inbound::Frame;
use crate::speech::g711::{self, Law};
use crate::telephony::recording::{FRAME_BYTES, Tap};

/// Mu-law silence.
const SILENCE: u8 = 0xff;
/// Bytes of each direction that wait at most: what the far end holds of ours is seconds, of the caller's a few frames.
const WAITING: usize = 64 * 1024;

/// Lays the caller's frames and ours on one time line of 20 ms.
#[derive(Debug)]
pub(super) struct Recorder {
    tap: Tap,
    caller: VecDeque<u8>,
    line: VecDeque<u8>,
}

impl Recorder {
    /// Takes all its memory now.
    pub(super) fn new(tap: Tap) -> Self {
        let waiting = || VecDeque::with_capacity(WAITING);
        Self { tap, caller: waiting(), line: waiting() }
    }

    /// A frame of the caller.
    pub(super) fn heard(&mut self, frame: &Frame) {
        if self.caller.len() + FRAME_BYTES <= WAITING {
            self.caller.extend(frame.samples.iter().map(|&sample| g711::encode(Law::Mu, sample)));
        }
    }

    /// Sound that was sent: the far end plays it after what it has.
    pub(super) fn sent(&mut self, codes: &[u8]) {
        let room = WAITING - self.line.len();
        self.line.extend(&codes[..codes.len().min(room)]);
    }

    /// The far end dropped what it had not played.
    pub(super) fn cleared(&mut self) {
        self.line.clear();
    }

    /// 20 ms have passed.
    pub(super) fn tick(&mut self) {
        let (caller, line) = (next(&mut self.caller), next(&mut self.line));
        self.tap.push(&caller, &line);
    }
}

/// The next 20 ms; silence where there is nothing.
fn next(waiting: &mut VecDeque<u8>) -> [u8; FRAME_BYTES] {
    let mut frame = [SILENCE; FRAME_BYTES];
    let there = waiting.len().min(FRAME_BYTES);
    for (to, from) in frame.iter_mut().zip(waiting.drain(..there)) {
        *to = from;
    }
    frame
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telephony::recording::tap;

    fn frame(level: i16) -> Frame {
        let samples = [level; FRAME_BYTES];
        Frame { samples, raw: samples, concealed: false }
    }

    #[tokio::test]
    async fn both_directions_stand_side_by_side_and_what_was_cleared_is_not_heard() {
        let (tap, mut seconds) = tap();
        let mut recorder = Recorder::new(tap);
        recorder.sent(&[1; 3 * FRAME_BYTES]);
        recorder.heard(&frame(0));
        recorder.tick();
        recorder.heard(&frame(30_000));
        recorder.cleared();
        recorder.tick();
        recorder.tick();
        drop(recorder);
        let second = seconds.next().await.expect("a second");
        assert_eq!(second.frames, 3);
        let of = |bytes: &[u8], n: usize| bytes[n * FRAME_BYTES];
        assert_eq!([0, 1, 2].map(|n| of(&second.line, n)), [1, SILENCE, SILENCE]);
        let loud = g711::encode(Law::Mu, 30_000);
        assert_eq!([0, 1, 2].map(|n| of(&second.caller, n)), [SILENCE, loud, SILENCE]);
    }
}
