use super::*;
use crate::phone::learner::Learner;
use crate::speech::units::FRAME_MS;

/// Mu-law of a clip, in frames of 20 ms.
fn frames(samples: &[i16]) -> Vec<Vec<u8>> {
    let encode = |chunk: &[i16]| {
        let mut codes = vec![0xff; FRAME_BYTES];
        g711::encode_into(Law::Mu, chunk, &mut codes[..chunk.len()]);
        codes
    };
    samples.chunks(FRAME_SAMPLES).map(encode).collect()
}

fn spoken() -> Vec<Vec<u8>> {
    frames(&Learner::default().say("ma", 4))
}

fn prompt(seconds: usize) -> Arc<[u8]> {
    let word = spoken().concat();
    word.iter().copied().cycle().take(seconds * 8_000).collect()
}

/// A line: gives the engine one frame a tick, hears what it sends, and returns marks when they were played.
struct Far {
    engine: Engine,
    at_ms: u64,
    buffered: u64,
    marks: Vec<(u64, u64)>,
    sent: u64,
    cleared: u32,
    returns_marks: bool,
}

impl Far {
    fn new() -> Self {
        Self {
            engine: Engine::new(),
            at_ms: 120,
            buffered: 0,
            marks: Vec::new(),
            sent: 0,
            cleared: 0,
            returns_marks: true,
        }
    }

    fn step(&mut self, inbound: Option<&[u8]>) -> Option<Found> {
        if let Some(codes) = inbound {
            self.engine.on_media(Some(self.at_ms), codes);
        }
        self.at_ms += u64::from(FRAME_MS);
        self.engine.tick();
        self.buffered = self.buffered.saturating_sub(1);
        self.marks.iter_mut().for_each(|(_, left)| *left = left.saturating_sub(1));
        while let Some(out) = self.engine.next_out() {
            match out {
                Out::Frame(_) => {
                    self.sent += 1;
                    self.buffered += 1;
                }
                Out::Mark(mark) => self.marks.push((mark, self.buffered)),
                Out::Clear => {
                    self.cleared += 1;
                    self.buffered = 0;
                    self.marks.iter_mut().for_each(|(_, left)| *left = 0);
                }
            }
        }
        let played: Vec<u64> =
            self.marks.iter().filter(|(_, left)| *left == 0).map(|(m, _)| *m).collect();
        self.marks.retain(|(_, left)| *left > 0);
        if self.returns_marks {
            played.into_iter().for_each(|mark| self.engine.on_mark(mark));
        }
        self.engine.take_found()
    }

    fn quiet(&mut self, ticks: u32) -> Option<Found> {
        (0..ticks).find_map(|_| self.step(Some(&[0xff; FRAME_BYTES])))
    }

    fn say(&mut self, clip: &[Vec<u8>]) -> Option<Found> {
        clip.iter().find_map(|frame| self.step(Some(frame)))
    }
}

#[test]
fn after_the_prompt_was_heard_an_utterance_is_found() {
    let mut far = Far::new();
    far.engine.perform(vec![prompt(1)], ListenFor::syllable());
    assert_eq!(far.quiet(80), None);
    assert_eq!(far.sent, 50);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
    assert!(far.engine.utterance().hops().len() > 30);
    assert_eq!(far.cleared, 0);
}

#[test]
fn silence_is_found_after_the_time_to_answer() {
    let mut far = Far::new();
    let task = ListenFor { initial_timeout_ms: 3_000, ..ListenFor::syllable() };
    far.engine.perform(Vec::new(), task);
    assert_eq!(far.quiet(140), None, "not before 3 s");
    assert_eq!(far.quiet(60), Some(Found::Silence));
}

#[test]
fn a_line_that_sends_nothing_still_gets_its_answer() {
    let mut far = Far::new();
    far.engine.perform(Vec::new(), ListenFor::syllable());
    let found = (0..400).find_map(|_| far.step(None));
    assert_eq!(found, Some(Found::Silence));
}

#[test]
fn a_mark_that_never_comes_back_is_given_up() {
    let mut far = Far::new();
    far.returns_marks = false;
    far.engine.perform(vec![prompt(1)], ListenFor::syllable());
    assert_eq!(far.quiet(200), None);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
}

#[test]
fn a_key_stops_the_prompt_and_nothing_stale_is_sent() {
    let mut far = Far::new();
    far.engine.perform(vec![prompt(5)], ListenFor::syllable());
    far.quiet(50);
    far.engine.on_key('1');
    let found = far.quiet(1);
    assert_eq!(found, Keys::parse("1").map(Found::Keys));
    let sent = far.sent;
    far.quiet(100);
    assert_eq!((far.sent, far.cleared), (sent, 1));
}

#[test]
fn speech_over_a_prompt_stops_it_and_is_heard_whole() {
    let mut far = Far::new();
    far.engine.perform(vec![prompt(10)], ListenFor::syllable());
    assert_eq!(far.quiet(50), None);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
    assert_eq!(far.cleared, 1);
    assert!(far.sent < 100, "{} frames of the prompt were sent", far.sent);
    assert!(far.engine.utterance().hops().len() > 30, "the beginning is kept");
}

#[test]
fn the_lines_echo_of_a_prompt_does_not_stop_it() {
    let mut far = Far::new();
    let clip = prompt(4);
    far.engine.perform(vec![Arc::clone(&clip)], ListenFor::syllable());
    // The echo: 100 ms late, 15 dB weaker.
    let mut echo = vec![0; 800];
    let mut decoded = vec![0; clip.len()];
    g711::decode_into(Law::Mu, &clip, &mut decoded);
    echo.extend(decoded.iter().map(|s| (f32::from(*s) * 0.178) as i16));
    assert_eq!(far.say(&frames(&echo)), None);
    assert_eq!((far.sent, far.cleared), (200, 0));
}
