//! A line that returns what we say, and who speaks over it.

use super::*;
use crate::speech::wav;

/// Prompts that sound as speech does: syllables of several kinds and levels, with gaps.
fn talk(seconds: usize, seed: u32) -> Clip {
    let mut samples = Vec::new();
    let mut state = seed;
    let mut next = |n: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % n
    };
    while samples.len() < seconds * 8_000 {
        let letters = ["ma", "shi", "hao", "le", "wo", "xi"][next(6) as usize];
        let voice = Learner { middle_hz: 110.0 + next(60) as f32, syllable_ms: 120 + next(160) };
        let gain = 0.35 + 0.1 * next(6) as f32;
        let said = voice.say(letters, 1 + next(4) as u8);
        let loud = said.iter().position(|s| s.unsigned_abs() > 300).unwrap_or(0);
        samples.extend(said[loud..].iter().map(|s| (f32::from(*s) * gain) as i16));
        samples.extend(vec![0; 8 * next(120) as usize]);
    }
    samples.truncate(seconds * 8_000);
    Clip::new(frames(&samples).concat().into())
}

/// A far end whose line returns what it plays, so many ms late and so much weaker.
struct Echoing {
    far: Far,
    played: Vec<i16>,
    delay: usize,
    gain: f32,
}

impl Echoing {
    fn new(loss_db: f32, delay_ms: usize) -> Self {
        let gain = 10.0_f32.powf(-loss_db / 20.0);
        Self { far: Far::new(), played: Vec::new(), delay: 8 * delay_ms, gain }
    }

    /// Says a prompt of which the far end plays each frame in the tick after it was due.
    fn perform(&mut self, clip: &Clip, task: impl Into<Listening>) {
        let mut decoded = vec![0; clip.codes().len()];
        g711::decode_into(Law::Mu, clip.codes(), &mut decoded);
        self.played.resize(8 * 20 * self.far.engine.now() as usize, 0);
        self.played.extend(decoded);
        self.far.engine.perform([clip.clone()], task);
    }

    /// 20 ms of the line: the echo, and what the caller says.
    fn step(&mut self, said: &[i16]) -> Option<Found> {
        let frame = self.frame(said);
        self.far.step(Some(&frame))
    }

    fn frame(&self, said: &[i16]) -> Vec<u8> {
        let at = 8 * 20 * self.far.engine.now() as usize;
        let mixed: Vec<i16> = (at..at + FRAME_SAMPLES)
            .map(|n| {
                let echo = n.checked_sub(self.delay).and_then(|n| self.played.get(n));
                let echo = f32::from(echo.copied().unwrap_or(0)) * self.gain;
                echo as i16 + said.get(n - at).copied().unwrap_or(0)
            })
            .collect();
        frames(&mixed).swap_remove(0)
    }

    fn quiet(&mut self, ticks: usize) -> Option<Found> {
        (0..ticks).find_map(|_| self.step(&[]))
    }
}

#[test]
fn no_echo_of_a_prompt_stops_it_or_is_taken_for_an_answer_however_loud_and_late() {
    for loss_db in [6.0, 9.0, 12.0, 18.0] {
        for delay_ms in [50, 130, 200, 310, 450] {
            let mut line = Echoing::new(loss_db, delay_ms);
            for turn in 0..3 {
                let how = ListenFor { initial_timeout_ms: 1_500, ..ListenFor::syllable() };
                line.perform(&talk(4, 7 + turn), how);
                let found = line.quiet(330);
                assert_eq!(line.far.cleared, 0, "{loss_db} dB, {delay_ms} ms, prompt {turn}");
                assert_eq!(
                    found,
                    Some(super::Found::Silence),
                    "{loss_db} dB, {delay_ms} ms, {turn}"
                );
            }
        }
    }
}

#[test]
fn an_echo_is_known_again_where_frames_come_in_bursts() {
    for loss_db in [6.0, 9.0] {
        let mut line = Echoing::new(loss_db, 200);
        for turn in 0..3 {
            let how = ListenFor { initial_timeout_ms: 1_500, ..ListenFor::syllable() };
            line.perform(&talk(4, 7 + turn), how);
            // Up to four frames at once, after up to three ticks with none.
            let (mut held, mut found) = (Vec::new(), None);
            for n in 0..330_u32 {
                held.push(line.frame(&[]));
                let comes = n.wrapping_mul(2_654_435_761) >> 30 == 0 || held.len() == 4;
                let came = if comes { std::mem::take(&mut held) } else { Vec::new() };
                found = found.or(line.far.burst(&came));
            }
            assert_eq!((line.far.cleared, found), (0, Some(super::Found::Silence)), "{turn}");
        }
    }
}

#[test]
fn who_speaks_over_a_prompt_that_echoes_stops_it_within_sixty_ms_of_the_decision() {
    for loss_db in [6.0, 9.0, 12.0, 18.0] {
        for delay_ms in [50, 200, 450] {
            for letters in ["ma", "hao", "la"] {
                let mut line = Echoing::new(loss_db, delay_ms);
                line.perform(&talk(8, 3), ListenFor::syllable());
                assert_eq!(line.quiet(150), None);
                // A voice beside a telephone is as loud as the prompt in it.
                let (mut spoken, mut cleared) = (None, None);
                let voice = Learner { middle_hz: 190.0, syllable_ms: 500 }.say(letters, 4);
                for (n, frame) in voice.chunks(FRAME_SAMPLES).enumerate() {
                    line.step(frame);
                    let loud = level::rms_dbfs(frame) > -30.0;
                    spoken = spoken.or(loud.then_some(n));
                    cleared = cleared.or((line.far.cleared > 0).then_some(n));
                }
                let (spoken, cleared) = (spoken.expect("loud"), cleared.expect("stopped"));
                // The decision itself takes three frames.
                assert!(
                    cleared <= spoken + 6,
                    "{loss_db} {delay_ms} {letters}: {spoken} {cleared}"
                );
            }
        }
    }
}

#[test]
fn an_echo_that_a_canceller_takes_away_is_forgotten() {
    let mut line = Echoing::new(6.0, 200);
    line.perform(&talk(12, 5), ListenFor::syllable());
    assert_eq!(line.quiet(150), None);
    line.gain = 0.0;
    assert_eq!(line.quiet(200), None);
    let soft: Vec<i16> = Learner { middle_hz: 190.0, syllable_ms: 500 }
        .say("ma", 4)
        .iter()
        .map(|s| (f32::from(*s) * 0.4) as i16)
        .collect();
    for frame in soft.chunks(FRAME_SAMPLES) {
        line.step(frame);
    }
    assert_eq!(line.far.cleared, 1);
}

/// A phrase by espeak-ng at 8 kHz, as loud as a voice on the line; nothing, and a word about it, where it is not installed.
fn phrase(text: &str, voice: &str) -> Option<Vec<i16>> {
    let spoken = std::process::Command::new("espeak-ng")
        .args(["--stdout", "-v", voice, "-s", "165", text])
        .output();
    let Some(spoken) = spoken.ok().filter(|spoken| spoken.status.success()) else {
        println!("skipped: espeak-ng is not installed");
        return None;
    };
    let sound = wav::parse(&spoken.stdout).expect("a wav");
    let samples = wav::to_8k(&sound).expect("a rate of speech");
    let loudest = samples.chunks(FRAME_SAMPLES).map(level::rms_dbfs).fold(-96.0, f32::max);
    let gain = 10.0_f32.powf((-16.0 - loudest) / 20.0);
    Some(samples.iter().map(|s| (f32::from(*s) * gain) as i16).collect())
}

/// Whether this stops the tutor in the middle of a prompt.
fn stops(said: &[i16], what: Gather) -> bool {
    let mut far = Far::new();
    far.engine.perform([talk(8, 11)], Listening { how: ListenFor::talk(), what });
    far.quiet(100);
    far.say(&frames(said));
    far.quiet(40);
    far.cleared > 0
}

#[test]
fn in_a_conversation_who_only_says_that_they_listen_does_not_stop_the_tutor() {
    for voice in ["en-gb", "en-us", "en-us+f3"] {
        for text in ["uh huh", "aha", "okay", "mm", "mm hmm", "right", "yes"] {
            let Some(said) = phrase(text, voice) else { return };
            assert!(!stops(&said, Gather::Sound), "{text}, {voice}");
        }
        for text in
            ["wait, what do you mean?", "can you say that again please", "no, I do not want that"]
        {
            let Some(said) = phrase(text, voice) else { return };
            assert!(stops(&said, Gather::Sound), "{text}, {voice}");
        }
    }
    assert!([0.3, 0.9, 3.0].iter().all(|seconds| !stops(&murmur(*seconds), Gather::Sound)));
}
