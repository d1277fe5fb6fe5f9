//! The keys of one stream, each counted once: told by a message of the service, heard in the sound, or both.
//!
//! A service that sends key messages may leave the tone in the sound as well, before its message or after it. So each press
//! waits a while for its other half, and the half that comes second does not count. Who listens for itself stops with the
//! first message (`auto`): from then on the service is known to tell every key, and nothing more is listened for.

use super::inbound::Frame;
use crate::config::KeysInBand;
use crate::speech::dtmf::Detector;

/// Ticks that a press waits for its other half: 3 s, and as long as its tone sounds.
const WINDOW: u64 = 150;
/// Presses that wait at most.
const WAITING: usize = 8;
/// Frames lost one after the other past which what comes is a new key: 1 s. Before, a tone is taken to have gone on: a key
/// must not count twice for a hole in it.
const FORGOTTEN: u32 = 50;

/// Frames for which a tone that begins in the middle of speech must go on before it counts. A voice may hold two pure tones
/// for 70 ms, and does so once in two hours; a finger stays longer.
const PROVEN: u32 = 3;

/// What a frame held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tone {
    /// A key that counts.
    pub(super) key: Option<char>,
    /// A key's tone sounds, or has just ended: nothing of the frame is speech.
    pub(super) sounding: bool,
}

/// How a press came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Told,
    Heard,
}

/// A press that waits for its other half, up to the tick `until`; a free place once that is past.
#[derive(Debug, Clone, Copy)]
struct Press {
    key: char,
    how: How,
    until: u64,
}

/// One stream's keys. Allocates nothing.
#[derive(Debug)]
pub(super) struct Keypad {
    choice: KeysInBand,
    ear: Option<Detector>,
    waiting: [Press; WAITING],
    /// Frames lost since the last one that came.
    lost: u32,
    /// A key that began in the middle of speech, and for how many frames it has to go on.
    doubtful: Option<(char, u32)>,
    heard: u64,
}

impl Default for Keypad {
    fn default() -> Self {
        Self::new(KeysInBand::Auto)
    }
}

impl Keypad {
    pub(super) fn new(choice: KeysInBand) -> Self {
        let free = Press { key: ' ', how: How::Told, until: 0 };
        let ear = (choice != KeysInBand::Off).then(Detector::new);
        Self { choice, ear, waiting: [free; WAITING], lost: 0, doubtful: None, heard: 0 }
    }

    /// A message tells of a key; whether it counts.
    pub(super) fn told(&mut self, key: char, tick: u64) -> bool {
        if self.choice == KeysInBand::Auto {
            self.ear = None;
        }
        self.counts(key, How::Told, tick)
    }

    /// Listens to a frame; `speaking`: an utterance is under way. Real-time safe.
    pub(super) fn hear(&mut self, frame: &Frame, tick: u64, speaking: bool) -> Tone {
        let Some(ear) = &mut self.ear else { return Tone::default() };
        if frame.concealed {
            self.lost += 1;
            if self.lost == FORGOTTEN {
                ear.reset();
            }
            return Tone { key: None, sounding: ear.sounding().is_some() };
        }
        self.lost = 0;
        let mut pressed = None;
        ear.push(&frame.raw, |press| pressed = Some(press.key));
        let (sounding, steady) = (ear.sounding(), ear.steady());
        // The message of a long tone may come at its end.
        for press in self.waiting.iter_mut().filter(|p| p.until >= tick && p.how == How::Heard) {
            if Some(press.key) == sounding {
                press.until = tick + WINDOW;
            }
        }
        let certain = if speaking || self.doubtful.is_some() {
            self.proven(pressed, steady)
        } else {
            pressed
        };
        let key = certain.filter(|key| self.counts(*key, How::Heard, tick));
        self.heard += u64::from(key.is_some());
        Tone { key, sounding: sounding.is_some() }
    }

    /// A key in the middle of speech, once it has sounded long enough.
    fn proven(&mut self, pressed: Option<char>, steady: bool) -> Option<char> {
        if let Some(key) = pressed {
            self.doubtful = Some((key, PROVEN));
            return None;
        }
        let (key, left) = self.doubtful?;
        self.doubtful = (left > 1).then_some((key, left - 1));
        (left == 1 && steady).then_some(key)
    }

    /// Keys that counted because they were heard.
    pub(super) fn heard(&self) -> u64 {
        self.heard
    }

    /// Whether this is not the other half of a press that counted already.
    fn counts(&mut self, key: char, how: How, tick: u64) -> bool {
        let other =
            |press: &&mut Press| press.until >= tick && press.key == key && press.how != how;
        let oldest = self.waiting.iter_mut().filter(other).min_by_key(|press| press.until);
        if let Some(press) = oldest {
            press.until = 0;
            return false;
        }
        // Whose other half nobody listens for does not wait.
        if (how == How::Heard || self.ear.is_some())
            && let Some(place) = self.waiting.iter_mut().min_by_key(|press| press.until)
        {
            *place = Press { key, how, until: tick + WINDOW };
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::dtmf::synth::{Sound, append};
    use crate::speech::units::FRAME_SAMPLES;

    /// A keypad and what counted.
    struct Line {
        keypad: Keypad,
        tick: u64,
        speaking: bool,
        keys: String,
    }

    impl Line {
        fn new(choice: KeysInBand) -> Self {
            Self { keypad: Keypad::new(choice), tick: 0, speaking: false, keys: String::new() }
        }

        fn frame(&mut self, frame: &Frame) -> Tone {
            let tone = self.keypad.hear(frame, self.tick, self.speaking);
            self.keys.extend(tone.key);
            self.tick += 1;
            tone
        }

        /// A tone after 60 ms of nothing, and 100 ms of nothing behind it.
        fn press(&mut self, key: char, tone_ms: f64) {
            for frame in frames(key, tone_ms) {
                self.frame(&frame);
            }
        }

        fn message(&mut self, key: char) {
            self.keys.extend(self.keypad.told(key, self.tick).then_some(key));
        }

        fn lose(&mut self, frames: usize) {
            let (samples, raw) = ([0; FRAME_SAMPLES], [0; FRAME_SAMPLES]);
            (0..frames).for_each(|_| _ = self.frame(&Frame { samples, raw, concealed: true }));
        }
    }

    fn frames(key: char, tone_ms: f64) -> Vec<Frame> {
        let mut samples = Vec::new();
        append(&mut samples, key, &Sound { tone_ms, ..Sound::default() }, 60.0, 1);
        append(&mut samples, ' ', &Sound::default(), 100.0, 2);
        let (whole, _) = samples.as_chunks::<FRAME_SAMPLES>();
        whole.iter().map(|raw| Frame { samples: *raw, raw: *raw, concealed: false }).collect()
    }

    #[test]
    fn keys_that_are_only_heard_count_and_so_do_those_that_are_only_told() {
        for choice in [KeysInBand::Auto, KeysInBand::On] {
            let mut line = Line::new(choice);
            "1#1".chars().for_each(|key| line.press(key, 80.0));
            assert_eq!((line.keys.as_str(), line.keypad.heard()), ("1#1", 3), "{choice:?}");
            let mut line = Line::new(choice);
            "5505".chars().for_each(|key| line.message(key));
            assert_eq!((line.keys.as_str(), line.keypad.heard()), ("5505", 0), "{choice:?}");
        }
        let mut line = Line::new(KeysInBand::Off);
        line.press('1', 80.0);
        line.message('2');
        assert_eq!(line.keys, "2");
    }

    #[test]
    fn a_key_that_is_heard_and_told_counts_once_whichever_comes_first() {
        for choice in [KeysInBand::Auto, KeysInBand::On] {
            let mut line = Line::new(choice);
            for key in "4477".chars() {
                line.press(key, 80.0);
                line.message(key);
            }
            assert_eq!(line.keys, "4477", "heard first, {choice:?}");
            let mut line = Line::new(choice);
            for key in "4477".chars() {
                line.message(key);
                line.press(key, 80.0);
            }
            assert_eq!(line.keys, "4477", "told first, {choice:?}");
            let mut line = Line::new(choice);
            "911".chars().for_each(|key| line.press(key, 60.0));
            "911".chars().for_each(|key| line.message(key));
            assert_eq!(line.keys, "911", "told after all of them, {choice:?}");
        }
    }

    #[test]
    fn the_message_of_a_key_that_was_held_for_long_may_come_at_its_end() {
        let mut line = Line::new(KeysInBand::Auto);
        line.press('8', 6_000.0);
        line.message('8');
        assert_eq!(line.keys, "8");
        line.message('8');
        assert_eq!(line.keys, "88", "the next press of it");
    }

    #[test]
    fn with_the_first_message_the_listening_ends() {
        let mut line = Line::new(KeysInBand::Auto);
        line.message('1');
        line.press('2', 80.0);
        assert_eq!(line.keys, "1");
        assert!(line.keypad.ear.is_none());
    }

    #[test]
    fn an_old_press_does_not_swallow_a_new_one() {
        let mut line = Line::new(KeysInBand::Auto);
        line.press('3', 80.0);
        line.tick += WINDOW + 10;
        line.message('3');
        assert_eq!(line.keys, "33");
    }

    #[test]
    fn a_tone_with_holes_in_it_is_one_key() {
        for holes in [1, 3, 20] {
            let mut line = Line::new(KeysInBand::Auto);
            let frames = frames('6', 400.0);
            frames[..10].iter().for_each(|frame| _ = line.frame(frame));
            line.lose(holes);
            frames[10..].iter().for_each(|frame| _ = line.frame(frame));
            assert_eq!(line.keys, "6", "{holes} frames were lost");
        }
    }

    #[test]
    fn after_a_second_without_sound_a_tone_is_a_new_key() {
        let mut line = Line::new(KeysInBand::Auto);
        frames('6', 400.0)[..10].iter().for_each(|frame| _ = line.frame(frame));
        line.lose(FORGOTTEN as usize);
        line.press('6', 80.0);
        assert_eq!(line.keys, "66");
    }

    #[test]
    fn in_the_middle_of_speech_only_a_tone_as_long_as_a_finger_stays_is_a_key() {
        for (tone_ms, keys) in [(40.0, "1"), (70.0, "1"), (120.0, "161"), (400.0, "161")] {
            let mut line = Line::new(KeysInBand::On);
            line.press('1', 40.0);
            line.speaking = true;
            line.press('6', tone_ms);
            line.speaking = false;
            if keys.len() > 1 {
                line.press('1', 40.0);
            }
            assert_eq!(line.keys, keys, "{tone_ms} ms");
        }
    }

    #[test]
    fn all_of_a_tone_but_its_first_frames_is_known_to_be_one() {
        let mut line = Line::new(KeysInBand::Auto);
        let sounding: Vec<bool> =
            frames('5', 100.0).iter().map(|frame| line.frame(frame).sounding).collect();
        // 60 ms of nothing, 100 ms of tone, 100 ms of nothing.
        let wanted = [false, false, false, false, true, true, true, true];
        assert_eq!(sounding[..8], wanted);
        assert!(!sounding[sounding.len() - 1]);
    }
}
