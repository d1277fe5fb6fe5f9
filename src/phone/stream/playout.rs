//! The buffer between the gateway and the caller's ear: sound plays in order and in real time, and a mark comes
//! back when everything before it has been played.

use std::collections::VecDeque;

use crate::phone::g711::FRAME;

/// Sound that fits; Twilio's own limit is not published.
pub(super) const CAPACITY: usize = 8000 * 120;

#[derive(Debug)]
enum Item {
    Sound { codes: Vec<u8>, played: usize },
    Mark(String),
}

/// What one frame of 20 ms brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Played {
    /// Codes that were played; the rest of the frame is silence.
    pub(super) heard: usize,
    /// Marks passed.
    pub(super) marks: Vec<String>,
}

/// What a `clear` dropped.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dropped {
    /// Codes not played.
    pub(super) codes: usize,
    /// All outstanding marks, in order.
    pub(super) marks: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Playout {
    items: VecDeque<Item>,
    codes: usize,
}

impl Playout {
    /// Codes waiting to be played.
    pub(super) fn waiting(&self) -> usize {
        self.codes
    }

    /// Queues sound; `false` when it does not fit and is dropped whole.
    pub(super) fn push_sound(&mut self, codes: Vec<u8>) -> bool {
        if self.codes + codes.len() > CAPACITY {
            return false;
        }
        if !codes.is_empty() {
            self.codes += codes.len();
            self.items.push_back(Item::Sound { codes, played: 0 });
        }
        true
    }

    /// Queues a mark; gives it back at once when nothing waits before it.
    pub(super) fn push_mark(&mut self, name: String) -> Option<String> {
        if self.items.is_empty() {
            return Some(name);
        }
        self.items.push_back(Item::Mark(name));
        None
    }

    /// Empties the buffer.
    pub(super) fn clear(&mut self) -> Dropped {
        let codes = std::mem::take(&mut self.codes);
        let marks = self.items.drain(..).filter_map(|item| match item {
            Item::Mark(name) => Some(name),
            Item::Sound { .. } => None,
        });
        Dropped { codes, marks: marks.collect() }
    }

    /// Plays 20 ms into `frame`; what is not filled becomes mu-law silence.
    pub(super) fn play(&mut self, frame: &mut [u8; FRAME]) -> Played {
        frame.fill(0xFF);
        let mut out = Played { heard: 0, marks: Vec::new() };
        while let Some(item) = self.items.front_mut() {
            match item {
                Item::Mark(name) => {
                    out.marks.push(std::mem::take(name));
                    self.items.pop_front();
                }
                Item::Sound { .. } if out.heard == FRAME => break,
                Item::Sound { codes, played } => {
                    let count = (codes.len() - *played).min(FRAME - out.heard);
                    frame[out.heard..out.heard + count]
                        .copy_from_slice(&codes[*played..*played + count]);
                    *played += count;
                    out.heard += count;
                    self.codes -= count;
                    if *played == codes.len() {
                        self.items.pop_front();
                    }
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tick(playout: &mut Playout) -> ([u8; FRAME], Played) {
        let mut frame = [0; FRAME];
        let played = playout.play(&mut frame);
        (frame, played)
    }

    #[test]
    fn a_mark_in_an_empty_buffer_comes_back_at_once() {
        let mut playout = Playout::default();
        assert_eq!(playout.push_mark("a".into()), Some("a".into()));
        assert_eq!(tick(&mut playout).1, Played { heard: 0, marks: vec![] });
    }

    #[test]
    fn a_mark_comes_back_with_the_frame_that_plays_the_last_sound_before_it() {
        let mut playout = Playout::default();
        assert!(playout.push_sound(vec![1; 200]));
        assert_eq!(playout.push_mark("a".into()), None);
        assert!(playout.push_sound(vec![2; 10]));
        assert_eq!(playout.push_mark("b".into()), None);
        assert_eq!(tick(&mut playout).1, Played { heard: 160, marks: vec![] });
        let (frame, played) = tick(&mut playout);
        assert_eq!(played, Played { heard: 50, marks: vec!["a".into(), "b".into()] });
        assert_eq!((frame[39], frame[40], frame[49], frame[50]), (1, 2, 2, 0xFF));
        assert_eq!(playout.waiting(), 0);
    }

    #[test]
    fn clearing_hands_back_every_outstanding_mark_and_drops_the_rest() {
        let mut playout = Playout::default();
        playout.push_sound(vec![1; 400]);
        playout.push_mark("a".into());
        playout.push_sound(vec![1; 100]);
        playout.push_mark("b".into());
        tick(&mut playout);
        assert_eq!(playout.clear(), Dropped { codes: 340, marks: vec!["a".into(), "b".into()] });
        assert_eq!(tick(&mut playout).1.heard, 0);
        assert_eq!(playout.push_mark("c".into()), Some("c".into()));
    }

    #[test]
    fn sound_beyond_the_capacity_is_dropped_whole() {
        let mut playout = Playout::default();
        assert!(playout.push_sound(vec![0; CAPACITY]));
        assert!(!playout.push_sound(vec![0; 1]));
        assert_eq!(playout.waiting(), CAPACITY);
    }

    proptest! {
        #[test]
        fn sound_comes_out_as_it_went_in_and_marks_keep_their_places(sizes in proptest::collection::vec(0_usize..500, 1..20)) {
            let mut playout = Playout::default();
            let mut sent = Vec::new();
            let mut due = Vec::new();
            for (n, size) in sizes.iter().enumerate() {
                let sound: Vec<u8> = (0..*size).map(|i| (i % 251) as u8).collect();
                sent.extend_from_slice(&sound);
                playout.push_sound(sound);
                if playout.push_mark(n.to_string()).is_none() {
                    due.push((n.to_string(), sent.len()));
                }
            }
            let (mut heard, mut returned) = (Vec::new(), Vec::new());
            for _ in 0..=sent.len() / FRAME {
                let (frame, played) = tick(&mut playout);
                heard.extend_from_slice(&frame[..played.heard]);
                for mark in played.marks {
                    let (name, at) = due[returned.len()].clone();
                    prop_assert_eq!(&mark, &name);
                    prop_assert!(heard.len() >= at && heard.len() < at + FRAME);
                    returned.push(mark);
                }
            }
            prop_assert_eq!(heard, sent);
            prop_assert_eq!(returned.len(), due.len());
        }
    }
}
