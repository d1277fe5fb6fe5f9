use super::*;
use crate::phone::learner::Learner;
use crate::speech::g711::{self, Law};
use crate::speech::units::{FRAME_BYTES, FRAME_MS};
use crate::telephony::media::take::{Gather, Listening, Take};

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

fn prompt(seconds: usize) -> Clip {
    let word = spoken().concat();
    Clip::new(word.iter().copied().cycle().take(seconds * 8_000).collect())
}

/// A line: gives the engine one frame a tick, hears what it sends, and returns marks when they were played.
struct Far {
    engine: Engine,
    at_ms: u64,
    buffered: u64,
    marks: Vec<(u64, u64)>,
    /// Bytes.
    sent: u64,
    cleared: u32,
    /// Ticks at which pieces of the soft sound went out.
    waited: Vec<u64>,
    returns_marks: bool,
}

impl Far {
    fn new() -> Self {
        Self {
            engine: Engine::new(Arc::default()),
            at_ms: 120,
            buffered: 0,
            marks: Vec::new(),
            sent: 0,
            cleared: 0,
            waited: Vec::new(),
            returns_marks: true,
        }
    }

    /// 20 ms; what was found.
    fn step(&mut self, inbound: Option<&[u8]>) -> Option<Found> {
        if let Some(codes) = inbound {
            self.engine.on_media(Some(self.at_ms), codes);
        }
        self.at_ms += u64::from(FRAME_MS);
        self.engine.tick();
        let frame = FRAME_BYTES as u64;
        self.buffered = self.buffered.saturating_sub(frame);
        self.marks.iter_mut().for_each(|(_, left)| *left = left.saturating_sub(frame));
        let now = self.engine.now();
        while let Some(out) = self.engine.next_out() {
            match out {
                Out::Audio { codes, .. } => {
                    self.sent += codes.len() as u64;
                    self.buffered += codes.len() as u64;
                }
                Out::Waiting(codes) => {
                    self.waited.push(now);
                    self.buffered += codes.len() as u64;
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

    /// 20 ms in which these frames come, or none.
    fn burst(&mut self, came: &[Vec<u8>]) -> Option<Found> {
        let Some((last, before)) = came.split_last() else { return self.step(None) };
        self.at_ms -= 20 * before.len() as u64;
        for frame in before {
            self.engine.on_media(Some(self.at_ms), frame);
            self.at_ms += 20;
        }
        self.step(Some(last))
    }

    fn quiet(&mut self, ticks: u32) -> Option<Found> {
        (0..ticks).find_map(|_| self.step(Some(&[0xff; FRAME_BYTES])))
    }

    fn say(&mut self, clip: &[Vec<u8>]) -> Option<Found> {
        clip.iter().find_map(|frame| self.step(Some(frame)))
    }

    fn hops(&mut self) -> usize {
        self.engine.take_utterance().map_or(0, |take| match take {
            Take::Tones(utterance) => utterance.hops().len(),
            _ => panic!("tones were listened for"),
        })
    }
}

#[test]
fn after_the_prompt_was_heard_an_utterance_is_found() {
    let mut far = Far::new();
    far.engine.perform([prompt(1)], ListenFor::syllable());
    assert_eq!(far.quiet(80), None);
    assert_eq!(far.sent, 8_000);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
    assert!(far.hops() > 30);
    assert_eq!(far.cleared, 0);
}

#[test]
fn silence_is_found_after_the_time_to_answer() {
    let mut far = Far::new();
    let task = ListenFor { initial_timeout_ms: 3_000, ..ListenFor::syllable() };
    far.engine.perform([], task);
    assert_eq!(far.quiet(140), None, "not before 3 s");
    assert_eq!(far.quiet(60), Some(Found::Silence));
}

#[test]
fn a_line_that_sends_nothing_still_gets_its_answer() {
    let mut far = Far::new();
    far.engine.perform([], ListenFor::syllable());
    let found = (0..400).find_map(|_| far.step(None));
    assert_eq!(found, Some(Found::Silence));
}

#[test]
fn a_mark_that_never_comes_back_is_given_up() {
    let mut far = Far::new();
    far.returns_marks = false;
    far.engine.perform([prompt(1)], ListenFor::syllable());
    assert_eq!(far.quiet(200), None);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
}

#[test]
fn a_key_stops_the_prompt_and_nothing_stale_is_sent() {
    let mut far = Far::new();
    far.engine.perform([prompt(5)], ListenFor::syllable());
    far.quiet(50);
    far.engine.on_key('1');
    let found = far.quiet(1);
    assert_eq!(found, Keys::parse("1").map(Found::Keys));
    let stopped = far.engine.take_stopped().expect("it was stopped");
    assert_eq!(stopped.of_ms, 5_000);
    assert!((900..=1_100).contains(&stopped.heard_ms), "{} ms", stopped.heard_ms);
    let sent = far.sent;
    far.quiet(100);
    assert_eq!((far.sent, far.cleared), (sent, 1));
}

#[test]
fn what_must_be_heard_out_is_stopped_neither_by_keys_nor_by_speech_and_the_key_counts_after_it() {
    let mut far = Far::new();
    let performance = far.engine.begin(ListenFor::syllable(), Manners::HeardOut);
    assert!(far.engine.add(performance, prompt(2)));
    far.engine.close(performance);
    far.quiet(30);
    far.engine.on_key('7');
    far.engine.on_key('1');
    assert_eq!(far.say(&spoken()), None);
    assert_eq!(far.quiet(100), Keys::parse("1").map(Found::Keys));
    assert_eq!((far.sent, far.cleared), (16_000, 0));
}

#[test]
fn who_speaks_before_the_end_of_what_must_be_heard_out_is_heard_whole() {
    let mut far = Far::new();
    let performance = far.engine.begin(ListenFor::syllable(), Manners::HeardOut);
    assert!(far.engine.add(performance, prompt(2)));
    far.engine.close(performance);
    assert_eq!(far.quiet(90), None);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
    assert!(far.hops() > 30, "the beginning is kept");
    assert_eq!((far.sent, far.cleared), (16_000, 0));
}

#[test]
fn while_there_is_too_little_time_prompts_are_stopped_by_keys_only() {
    let mut far = Far::new();
    let performance = far.engine.begin(ListenFor::syllable(), Manners::KeysOnly);
    assert!(far.engine.add(performance, prompt(4)));
    far.engine.close(performance);
    far.quiet(30);
    assert_eq!(far.say(&spoken()), None);
    assert_eq!(far.cleared, 0);
    far.engine.on_key('1');
    assert!(far.quiet(1).is_some());
    assert_eq!(far.cleared, 1);
}

#[test]
fn a_clip_made_for_a_prompt_that_was_stopped_is_never_said() {
    let mut far = Far::new();
    let first = far.engine.begin(ListenFor::syllable(), Manners::Interruptible);
    assert!(far.engine.add(first, prompt(1)));
    far.quiet(20);
    far.engine.on_key('1');
    far.quiet(1);
    let sent = far.sent;
    assert!(!far.engine.add(first, prompt(9)), "the rest of it comes now");
    far.engine.close(first);
    far.quiet(10);
    assert_eq!(far.sent, sent);
    far.engine.perform([prompt(1)], ListenFor::syllable());
    far.quiet(80);
    assert_eq!(far.sent, sent + 8_000);
}

#[test]
fn speech_over_a_prompt_stops_it_and_is_heard_whole() {
    let mut far = Far::new();
    far.engine.perform([prompt(10)], ListenFor::syllable());
    assert_eq!(far.quiet(50), None);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
    assert_eq!(far.cleared, 1);
    assert!(far.sent < 16_000, "{} bytes of the prompt were sent", far.sent);
    assert!(far.hops() > 30, "the beginning is kept");
    let stopped = far.engine.take_stopped().expect("it was stopped");
    assert!(stopped.heard_ms < 2_000 && stopped.of_ms == 10_000, "{stopped:?}");
}

#[test]
fn speech_stops_a_prompt_within_three_hundred_ms_of_its_first_sound_whatever_is_said() {
    for letters in ["ma", "shi", "hao", "le", "wo"] {
        for tone in 1..=4 {
            let mut far = Far::new();
            far.engine.perform([prompt(10)], ListenFor::syllable());
            far.quiet(50);
            let saying = frames(&Learner::default().say(letters, tone));
            let mut at = 0;
            while far.cleared == 0 && at < saying.len() {
                far.say(&saying[at..=at]);
                at += 1;
            }
            // The first five frames of a saying are quiet; open vowels take 160 ms, closed ones longer.
            let limit =
                if matches!(letters, "ma" | "hao" | "le" | "wo") { 5 + 16 } else { usize::MAX };
            assert!(far.cleared == 0 || at <= limit, "{letters}{tone}: {at} frames");
            assert!(far.cleared == 1 || limit == usize::MAX, "{letters}{tone} was not noticed");
        }
    }
}

#[test]
fn an_open_vowel_stops_a_prompt_within_sixty_ms_of_the_endpointers_decision() {
    for letters in ["ma", "hao", "la"] {
        for tone in 1..=4 {
            let mut far = Far::new();
            far.engine.perform([prompt(10)], ListenFor::syllable());
            far.quiet(50);
            let (mut decided, mut cleared) = (None, None);
            for (n, frame) in frames(&Learner::default().say(letters, tone)).iter().enumerate() {
                far.step(Some(frame));
                decided = decided.or(far.engine.gathering.is_open().then_some(n));
                cleared = cleared.or((far.cleared > 0).then_some(n));
            }
            let (decided, cleared) = (decided.expect("noticed"), cleared.expect("stopped"));
            assert!(cleared <= decided + 3, "{letters}{tone}: {decided}, {cleared}");
        }
    }
}

#[test]
fn the_first_third_of_a_second_of_a_prompt_is_never_stopped_by_speech() {
    let mut far = Far::new();
    far.quiet(30);
    far.engine.perform([prompt(10)], ListenFor::syllable());
    for (n, frame) in spoken().iter().enumerate() {
        far.step(Some(frame));
        assert!(far.cleared == 0 || n >= 15, "stopped at frame {n}");
    }
}

/// Noise of a level, the same in every run.
fn noise(samples: usize, peak: f32, seed: u32) -> Vec<i16> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 8_388_608.0 - 1.0
    };
    (0..samples).map(|_| (peak * next()) as i16).collect()
}

/// A cough: an explosion, a rushing, and a short voiced tail of 100 ms.
fn cough(seed: u32) -> Vec<i16> {
    let mut cough = noise(400, 18_000.0, seed);
    let rush = noise(1_600, 9_000.0, seed + 1);
    cough.extend(
        rush.iter().enumerate().map(|(i, s)| (f32::from(*s) * (-(i as f32) / 900.0).exp()) as i16),
    );
    let voice = Learner { middle_hz: 140.0, syllable_ms: 100 }.say("e", 4);
    cough.extend(voice.iter().skip(800).take(800));
    cough
}

/// "Mm": a murmur of so many seconds with its mouth shut.
fn murmur(seconds: f32) -> Vec<i16> {
    (0..(8_000.0 * seconds) as usize)
        .map(|i| {
            let t = i as f32 / 8_000.0;
            let edge = (t / 0.04).min((seconds - t) / 0.06).clamp(0.0, 1.0);
            let part =
                |k: u32, gain: f32| gain * (std::f32::consts::TAU * 125.0 * k as f32 * t).sin();
            let hum = part(1, 0.4) + part(2, 1.0) + part(3, 0.35) + part(8, 0.06) + part(16, 0.03);
            (6_000.0 * edge * hum) as i16
        })
        .collect()
}

#[test]
fn neither_a_cough_nor_a_murmur_nor_a_bang_stops_a_prompt() {
    let bang = noise(1_200, 30_000.0, 9);
    for (name, sound) in
        [("cough", cough(1)), ("another cough", cough(77)), ("murmur", murmur(0.4)), ("bang", bang)]
    {
        let mut far = Far::new();
        far.engine.perform([prompt(8)], ListenFor::syllable());
        far.quiet(60);
        far.say(&frames(&sound));
        far.quiet(60);
        assert_eq!(far.cleared, 0, "{name}");
    }
}

#[test]
fn a_long_murmur_stops_a_prompt_only_where_a_closed_syllable_may_be_the_answer() {
    for what in [Gather::Tones, Gather::Reading, Gather::Sound] {
        let mut far = Far::new();
        far.engine.perform([prompt(8)], Listening { how: ListenFor::talk(), what });
        far.quiet(60);
        far.say(&frames(&murmur(1.2)));
        far.quiet(60);
        assert_eq!(far.cleared, u32::from(what == Gather::Tones), "{what:?}");
    }
}

#[test]
fn the_lines_echo_of_a_prompt_does_not_stop_it() {
    let mut far = Far::new();
    let clip = prompt(4);
    far.engine.perform([clip.clone()], ListenFor::syllable());
    // The echo: 100 ms late, 15 dB weaker.
    let mut echo = vec![0; 800];
    let mut decoded = vec![0; clip.codes().len()];
    g711::decode_into(Law::Mu, clip.codes(), &mut decoded);
    echo.extend(decoded.iter().map(|s| (f32::from(*s) * 0.178) as i16));
    assert_eq!(far.say(&frames(&echo)), None);
    assert_eq!((far.sent, far.cleared), (32_000, 0));
}

#[path = "engine_echo_tests.rs"]
mod echo;
#[path = "engine_keys_tests.rs"]
mod keys;
#[path = "engine_line_tests.rs"]
mod line;
#[path = "engine_waiting_tests.rs"]
mod waiting;
