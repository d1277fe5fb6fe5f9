//! What the line does to a call: stalls, noise, and soft voices.

use super::*;
use crate::telephony::media::quality::Answers;

#[test]
fn who_speaks_softly_and_a_little_early_is_heard() {
    let voice = Learner::default().say("ma", 4);
    for (gain, early) in [(0.13, 14), (0.07, 14), (0.07, 5), (0.07, 20)] {
        let soft: Vec<i16> = voice.iter().map(|s| (f32::from(*s) * gain) as i16).collect();
        let mut far = Far::new();
        far.engine.perform([prompt(2)], ListenFor::syllable());
        assert_eq!(far.quiet(100 - early), None);
        let mut found = far.say(&frames(&soft));
        let mut waited = 0;
        while found.is_none() && waited < 60 {
            found = far.quiet(1);
            waited += 1;
        }
        assert_eq!(found, Some(Found::Utterance), "{gain} {early}");
        assert!(far.hops() > 30, "the beginning is kept");
        assert_eq!(far.cleared, 0, "{gain} {early}");
    }
}

#[test]
fn a_stall_in_a_syllable_of_up_to_a_second_is_heard_as_if_nothing_had_been() {
    for (stall, stamped) in [(15, true), (22, false), (30, true), (48, true)] {
        let mut far = Far::new();
        far.engine.perform([], ListenFor::syllable());
        assert_eq!(far.quiet(60), None);
        let voice = spoken();
        let (first, rest) = voice.split_at(voice.len() / 2);
        assert_eq!(far.say(first), None);
        for _ in 0..stall {
            assert_eq!(far.step(None), None, "it may only be late");
        }
        // What was held up comes at once.
        far.at_ms -= 20 * stall as u64;
        let mut rest = rest.to_vec();
        rest.resize(rest.len().max(stall), vec![0xff; FRAME_BYTES]);
        for frame in &rest[..stall] {
            far.engine.on_media(stamped.then_some(far.at_ms), frame);
            far.at_ms += 20;
        }
        let found = far.engine.take_found();
        let found = found.or_else(|| far.say(&rest[stall..])).or_else(|| far.quiet(50));
        assert_eq!(found, Some(Found::Utterance), "{stall}");
        let quality = far.engine.quality().report(&Answers::default());
        assert_eq!((quality.lost, quality.late), (0, 0));
        let Some(Take::Tones(utterance)) = far.engine.take_utterance() else { panic!("tones") };
        assert!(utterance.hops().iter().all(|hop| !hop.concealed), "nothing of it is made up");
    }
}

#[test]
fn the_time_to_answer_is_not_used_up_twice_by_a_stall_of_the_line_or_of_the_machine() {
    let task = ListenFor { initial_timeout_ms: 8_000, ..ListenFor::syllable() };
    let quiet = [0xff; FRAME_BYTES];
    // The line held back three seconds; silence has stood for them when they come.
    let mut far = Far::new();
    far.engine.perform([], task);
    far.quiet(50);
    assert!((0..150).all(|_| far.step(None).is_none()));
    far.at_ms -= 20 * 150;
    (0..150).for_each(|n| far.engine.on_media(Some(far.at_ms + 20 * n), &quiet));
    far.at_ms += 20 * 150;
    assert_eq!(far.quiet(200), None, "8 s are not over");
    assert_eq!(far.quiet(40), Some(Found::Silence));
    // The machine was stopped for three seconds: they come at once, and the ticks after them.
    let mut far = Far::new();
    far.engine.perform([], task);
    far.quiet(50);
    (0..150).for_each(|n| far.engine.on_media(Some(far.at_ms + 20 * n), &quiet));
    far.at_ms += 20 * 150;
    (0..149).for_each(|_| far.engine.skip());
    assert_eq!(far.quiet(200), None, "8 s are not over");
    assert_eq!(far.quiet(40), Some(Found::Silence));
}

#[test]
fn a_line_that_is_read_every_other_time_is_heard_as_well_and_its_silence_is_as_long() {
    let task = ListenFor { initial_timeout_ms: 8_000, ..ListenFor::syllable() };
    // Frames come in pairs.
    let ticks = |frames: &[Vec<u8>]| {
        let mut far = Far::new();
        far.engine.perform([], task);
        for (n, pair) in frames.chunks(2).enumerate() {
            far.engine.tick_unread();
            for frame in pair {
                far.engine.on_media(Some(far.at_ms), frame);
                far.at_ms += 20;
            }
            far.engine.tick();
            while far.engine.next_out().is_some() {}
            if let Some(found) = far.engine.take_found() {
                return (2 * n, found);
            }
        }
        panic!("nothing was found");
    };
    let quiet = vec![vec![0xff; FRAME_BYTES]; 60];
    let said = [&quiet[..], &spoken(), &quiet[..]].concat();
    let mut one = Far::new();
    one.engine.perform([], task);
    let alone = said.iter().position(|frame| one.say(std::slice::from_ref(frame)).is_some());
    let (paired, found) = ticks(&said);
    assert_eq!(found, Found::Utterance);
    assert!(alone.expect("an utterance").abs_diff(paired) <= 2, "{alone:?} {paired}");
    // Nothing comes at all any more.
    let mut far = Far::new();
    far.engine.perform([], task);
    far.quiet(60);
    let until = (0..400).position(|n| {
        if n % 2 == 0 {
            far.engine.tick_unread()
        } else {
            far.engine.tick()
        }
        far.engine.take_found().is_some()
    });
    let until = until.expect("silence is found");
    assert!((330..=400).contains(&until), "{until}");
}

#[test]
fn nothing_but_noise_is_found_as_noise() {
    for (peak, wanted) in [(3_000.0, Found::Noise), (900.0, Found::Noise), (60.0, Found::Silence)] {
        let mut far = Far::new();
        far.engine.perform([], ListenFor::syllable());
        let found = far.say(&frames(&noise(9 * 8_000, peak, 5)));
        assert_eq!(found, Some(wanted), "{peak}");
    }
}
