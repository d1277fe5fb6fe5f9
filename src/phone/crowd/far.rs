//! What a caller hears: sound that came is played in real time, marks come back when it was played, and a gap inside a
//! prompt is noticed.

use std::collections::VecDeque;

/// Bytes of mu-law in 20 ms.
const FRAME: u64 = 160;

/// The buffer at the caller's end. Counts bytes; the sound itself does not matter here.
#[derive(Debug, Default)]
pub(super) struct Far {
    /// Bytes that ever came, and that were ever played.
    came: u64,
    played: u64,
    /// Marks, each with the byte that must have been played.
    marks: VecDeque<(String, u64)>,
    /// A prompt is being played: sound came, and the mark at its end was not reached.
    within: bool,
    /// Frames of silence in the middle of a prompt.
    pub(super) gaps: u64,
    /// The most that ever waited, bytes.
    pub(super) deepest: u64,
}

impl Far {
    /// Sound came.
    pub(super) fn push(&mut self, bytes: u64) {
        self.came += bytes;
        self.within = true;
        self.deepest = self.deepest.max(self.came - self.played);
    }

    /// A mark came.
    pub(super) fn mark(&mut self, name: &str) {
        self.marks.push_back((name.to_owned(), self.came));
    }

    /// Plays 20 ms, and gives back each mark that was reached.
    pub(super) fn play(&mut self, mut reached: impl FnMut(&str)) {
        let rest = self.came - self.played;
        if rest == 0 && self.within && self.marks.is_empty() {
            self.gaps += 1;
        }
        self.played += rest.min(FRAME);
        while self.marks.front().is_some_and(|(_, at)| *at <= self.played) {
            let Some((name, _)) = self.marks.pop_front() else { return };
            reached(&name);
            // Whether it was the last of the prompt is known when no more sound comes.
            self.within = self.came > self.played;
        }
    }

    /// Drops what waits, and gives back every mark.
    pub(super) fn clear(&mut self, mut dropped: impl FnMut(&str)) {
        self.played = self.came;
        self.within = false;
        for (name, _) in self.marks.drain(..) {
            dropped(&name);
        }
    }

    /// Whether anything is being heard.
    pub(super) fn playing(&self) -> bool {
        self.within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(far: &mut Far, n: u32) -> Vec<String> {
        let mut marks = Vec::new();
        (0..n).for_each(|_| far.play(|name| marks.push(name.to_owned())));
        marks
    }

    #[test]
    fn a_mark_comes_back_when_the_sound_before_it_was_played() {
        let mut far = Far::default();
        far.push(320);
        far.mark("a");
        assert!(ticks(&mut far, 1).is_empty());
        assert_eq!(ticks(&mut far, 1), ["a"]);
        assert_eq!((ticks(&mut far, 50).len(), far.gaps), (0, 0));
    }

    #[test]
    fn silence_before_the_mark_is_a_gap() {
        let mut far = Far::default();
        far.push(160);
        ticks(&mut far, 3);
        assert_eq!(far.gaps, 2);
        far.clear(|_| {});
        ticks(&mut far, 3);
        assert_eq!(far.gaps, 2);
    }
}
