//! What is said into the stream: a queue of clips, sent at most a small lead ahead of real time.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::speech::units::FRAME_BYTES;

/// How far ahead of real time audio is sent, frames: enough for jitter, little enough for an interruption to be heard at once.
pub const LEAD_FRAMES: u64 = 8;

/// Mu-law silence.
const SILENCE: u8 = 0xff;

/// What the playout wants sent next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Send {
    /// A frame of audio.
    Frame([u8; FRAME_BYTES]),
    /// A mark: everything of this performance was sent.
    Mark(u64),
}

/// The queue of one call.
#[derive(Debug, Default)]
pub struct Playout {
    clips: VecDeque<Arc<[u8]>>,
    /// Bytes of the first clip already sent.
    sent: usize,
    /// The mark to send when the queue runs dry.
    mark: Option<u64>,
    /// The mark sent and not returned.
    awaited: Option<u64>,
    /// Frames sent of this performance.
    ahead_from: u64,
    frames: u64,
}

impl Playout {
    /// Queues a performance; what was queued before is forgotten. `now` is the tick at which it begins.
    pub fn begin(&mut self, clips: Vec<Arc<[u8]>>, mark: u64, now: u64) {
        self.clips = clips.into_iter().filter(|clip| !clip.is_empty()).collect();
        self.sent = 0;
        self.mark = Some(mark);
        self.awaited = None;
        self.ahead_from = now;
        self.frames = 0;
    }

    /// Forgets everything queued and awaited.
    pub fn clear(&mut self) {
        self.clips.clear();
        self.sent = 0;
        self.mark = None;
        self.awaited = None;
    }

    /// Whether anything is still to be sent or heard.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.mark.is_some() || self.awaited.is_some()
    }

    /// The next thing to send at tick `now`; call until it gives `None`.
    pub fn next(&mut self, now: u64) -> Option<Send> {
        if self.clips.is_empty() {
            let mark = self.mark.take()?;
            self.awaited = Some(mark);
            return Some(Send::Mark(mark));
        }
        if self.frames >= now.saturating_sub(self.ahead_from) + LEAD_FRAMES {
            return None;
        }
        self.frames += 1;
        Some(Send::Frame(self.frame()))
    }

    /// A returned mark: true if it says that the performance was heard to its end.
    pub fn heard(&mut self, mark: u64) -> bool {
        if self.awaited == Some(mark) {
            self.awaited = None;
            return true;
        }
        false
    }

    /// Ticks that the performance needs at least, from its beginning.
    #[must_use]
    pub fn frames_sent(&self) -> u64 {
        self.frames
    }

    fn frame(&mut self) -> [u8; FRAME_BYTES] {
        let mut frame = [SILENCE; FRAME_BYTES];
        let mut filled = 0;
        while let (Some(clip), true) = (self.clips.front(), filled < FRAME_BYTES) {
            let take = (clip.len() - self.sent).min(FRAME_BYTES - filled);
            frame[filled..filled + take].copy_from_slice(&clip[self.sent..self.sent + take]);
            filled += take;
            self.sent += take;
            if self.sent == clip.len() {
                self.clips.pop_front();
                self.sent = 0;
            }
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clip(n: u8, bytes: usize) -> Arc<[u8]> {
        vec![n; bytes].into()
    }

    fn drain(playout: &mut Playout, now: u64) -> Vec<Send> {
        std::iter::from_fn(|| playout.next(now)).collect()
    }

    #[test]
    fn never_more_than_the_lead_is_sent_ahead() {
        let mut playout = Playout::default();
        playout.begin(vec![clip(1, 100 * FRAME_BYTES)], 1, 50);
        let mut sent = 0;
        for now in 50..140 {
            sent += drain(&mut playout, now).len() as u64;
            assert!(sent <= now - 50 + LEAD_FRAMES, "at tick {now}");
        }
    }

    #[test]
    fn clips_join_without_a_gap_and_end_in_a_mark() {
        let mut playout = Playout::default();
        playout.begin(vec![clip(1, 100), clip(2, 100)], 9, 0);
        let sent = drain(&mut playout, 0);
        let Send::Frame(first) = sent[0] else { panic!("no frame") };
        assert_eq!((first[99], first[100]), (1, 2));
        let Send::Frame(second) = sent[1] else { panic!("no second frame") };
        assert_eq!((second[39], second[40]), (2, SILENCE));
        assert_eq!(sent[2], Send::Mark(9));
        assert!(playout.busy());
        assert!(!playout.heard(8));
        assert!(playout.heard(9));
        assert!(!playout.busy());
    }

    #[test]
    fn after_clear_nothing_stale_is_sent_and_old_marks_mean_nothing() {
        let mut playout = Playout::default();
        playout.begin(vec![clip(1, 10 * FRAME_BYTES)], 1, 0);
        drain(&mut playout, 100);
        playout.clear();
        assert_eq!(drain(&mut playout, 200), []);
        assert!(!playout.heard(1));
        playout.begin(Vec::new(), 2, 200);
        assert_eq!(drain(&mut playout, 200), [Send::Mark(2)]);
    }
}
