//! Keys in the sound of a call.

use super::*;
use crate::speech::dtmf::synth;

/// A key as sound: 60 ms of nothing, the tone, 100 ms of nothing.
fn tone(key: char, tone_ms: f64) -> Vec<Vec<u8>> {
    let (mut samples, sound) = (Vec::new(), synth::Sound { tone_ms, ..synth::Sound::default() });
    synth::append(&mut samples, key, &sound, 60.0, 3);
    synth::append(&mut samples, ' ', &sound, 100.0, 4);
    frames(&samples)
}

#[test]
fn a_key_that_is_only_heard_stops_the_prompt_as_one_that_is_told_does() {
    let mut far = Far::new();
    far.engine.perform([prompt(5)], ListenFor::syllable());
    far.quiet(50);
    assert_eq!(far.say(&tone('1', 80.0)), Keys::parse("1").map(Found::Keys));
    assert_eq!(far.engine.take_stopped().map(|stopped| stopped.of_ms), Some(5_000));
    let sent = far.sent;
    assert_eq!(far.quiet(100), None);
    assert_eq!((far.sent, far.cleared), (sent, 1));
}

#[test]
fn a_key_that_is_heard_and_told_is_found_once_whichever_comes_first() {
    for told_at in [0, 2, 5, 12] {
        let mut far = Far::new();
        far.engine.perform([], ListenFor::syllable());
        far.quiet(40);
        let mut found = Vec::new();
        for (n, frame) in tone('7', 100.0).iter().enumerate() {
            if n == told_at {
                far.engine.on_key('7');
            }
            found.extend(far.step(Some(frame)));
        }
        found.extend(far.quiet(100));
        assert_eq!(found, [Found::Keys(Keys::parse("7").expect("a key"))], "told at {told_at}");
    }
}

#[test]
fn no_tone_is_taken_for_a_voice() {
    for key in "123A456B789C*0#D".chars() {
        for tone_ms in [40.0, 100.0, 1_500.0] {
            let mut far = Far::new();
            far.engine.perform([], ListenFor::syllable());
            far.quiet(40);
            let found = far.say(&tone(key, tone_ms));
            assert_eq!(found, Keys::parse(&key.to_string()).map(Found::Keys), "{key}");
            far.engine.perform([], ListenFor::syllable());
            let found = far.say(&tone('A', tone_ms)).or_else(|| far.quiet(400));
            assert_eq!(found, Some(Found::Silence), "{key}: a key that no lesson knows");
            assert_eq!((far.hops(), far.engine.quality().voiced), (0, 0), "{key}, {tone_ms} ms");
        }
    }
}

#[test]
fn a_tone_over_what_must_be_heard_out_is_no_speech_and_its_key_counts_at_the_end() {
    let mut far = Far::new();
    let performance = far.engine.begin(ListenFor::syllable(), Manners::HeardOut);
    assert!(far.engine.add(performance, prompt(2)));
    far.engine.close(performance);
    far.quiet(30);
    let found = far.say(&tone('1', 900.0)).or_else(|| far.quiet(100));
    assert_eq!(found, Keys::parse("1").map(Found::Keys));
    assert_eq!((far.sent, far.cleared), (16_000, 0));
}

#[test]
fn who_wants_no_keys_in_the_sound_gets_none() {
    let mut far = Far::new();
    far.engine.keypad = Keypad::new(crate::config::KeysInBand::Off);
    far.engine.perform([], ListenFor::syllable());
    far.quiet(40);
    let found = far.say(&tone('1', 80.0)).or_else(|| far.quiet(400));
    assert!(!matches!(found, Some(Found::Keys(_))), "{found:?}");
}
