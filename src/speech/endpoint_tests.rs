use super::*;
use crate::speech::units::SAMPLE_RATE_HZ;

/// Deterministic noise with the given peak.
struct Hiss(u32);

impl Hiss {
    fn sample(&mut self, peak: f32) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        peak * ((self.0 >> 8) as f32 / 8_388_608.0 - 1.0)
    }
}

/// A buzz with ten harmonics of `hz`, over noise.
fn frame(hiss: &mut Hiss, at: u64, hz: f32, voice: f32, noise: f32) -> [i16; FRAME_SAMPLES] {
    let mut samples = [0; FRAME_SAMPLES];
    for (i, sample) in samples.iter_mut().enumerate() {
        let t = (at * FRAME_SAMPLES as u64 + i as u64) as f32 / SAMPLE_RATE_HZ as f32;
        let buzz: f32 =
            (2..10).map(|k| (std::f32::consts::TAU * hz * k as f32 * t).sin() / 8.0).sum();
        *sample = (voice * buzz + hiss.sample(noise)) as i16;
    }
    samples
}

/// Plays stretches of (frames, voice level, noise level) and lists what was found, with its frame.
fn play(task: ListenFor, stretches: &[(u64, f32, f32)]) -> Vec<(u64, Endpoint)> {
    let mut endpointer = Endpointer::new(task);
    let mut hiss = Hiss(7);
    let mut found = Vec::new();
    let mut at = 0;
    for (frames, voice, noise) in stretches {
        for _ in 0..*frames {
            let heard = endpointer.push(&frame(&mut hiss, at, 140.0, *voice, *noise));
            found.extend(heard.map(|point| (at, point)));
            at += 1;
        }
    }
    found
}

#[test]
fn a_syllable_in_silence_starts_early_and_ends_after_the_hangover() {
    let found =
        play(ListenFor::syllable(), &[(50, 0.0, 20.0), (20, 9_000.0, 20.0), (40, 0.0, 20.0)]);
    assert_eq!(found.len(), 2, "{found:?}");
    let (at, Endpoint::Started { start_frame }) = found[0] else { panic!("{found:?}") };
    assert!((50..=53).contains(&at) && (42..=46).contains(&start_frame), "{found:?}");
    let (at, Endpoint::Ended { start_frame: start, end_frame, cut }) = found[1] else {
        panic!("{found:?}")
    };
    assert!(!cut && start == start_frame);
    assert!((79..=84).contains(&at), "220 ms after frame 69: {at}");
    assert!((72..=76).contains(&end_frame), "{end_frame}");
}

#[test]
fn nothing_but_hiss_is_nothing_said() {
    let found = play(ListenFor::syllable(), &[(300, 0.0, 600.0)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(matches!(found[0], (249, Endpoint::NothingSaid)), "{found:?}");
}

#[test]
fn a_burst_of_noise_without_a_voice_opens_nothing() {
    let found =
        play(ListenFor::syllable(), &[(60, 0.0, 20.0), (12, 0.0, 9_000.0), (60, 0.0, 20.0)]);
    assert!(found.iter().all(|(_, point)| !matches!(point, Endpoint::Ended { .. })), "{found:?}");
}

#[test]
fn the_floor_follows_a_noisier_line_and_the_voice_is_still_found() {
    let found =
        play(ListenFor::syllable(), &[(100, 0.0, 900.0), (25, 9_000.0, 900.0), (30, 0.0, 900.0)]);
    assert!(matches!(found.last(), Some((_, Endpoint::Ended { cut: false, .. }))), "{found:?}");
}

#[test]
fn speech_that_never_pauses_is_cut_at_the_limit() {
    let found = play(ListenFor::syllable(), &[(40, 0.0, 20.0), (200, 9_000.0, 20.0)]);
    let Some((at, Endpoint::Ended { cut: true, start_frame, .. })) = found.last() else {
        panic!("{found:?}")
    };
    assert_eq!((at + 1 - start_frame) * 20, 1_900);
}

#[test]
fn a_pause_inside_a_sentence_does_not_end_it_but_ends_a_syllable() {
    let stretches = [
        (40, 0.0, 20.0),
        (20, 9_000.0, 20.0),
        (20, 0.0, 20.0),
        (20, 9_000.0, 20.0),
        (40, 0.0, 20.0),
    ];
    let ends = |task| {
        let found = play(task, &stretches);
        found.iter().filter(|(_, p)| matches!(p, Endpoint::Ended { .. })).map(|(at, _)| *at).next()
    };
    assert!(ends(ListenFor::syllable()) < Some(75));
    assert!(ends(ListenFor::sentence()) > Some(120));
}

#[test]
fn a_learner_may_pause_between_the_syllables_of_a_word_and_a_single_syllable_ends_soon() {
    // Two syllables with 500 ms between them; four with 500 ms; six with 600 ms.
    for (count, pause) in [(2, 25), (4, 25), (6, 30)] {
        let mut stretches = vec![(80, 0.0, 20.0)];
        for _ in 0..count {
            stretches.extend([(18, 9_000.0, 20.0), (pause, 0.0, 20.0)]);
        }
        stretches.push((30, 0.0, 20.0));
        let found = play(ListenFor::syllables(count), &stretches);
        let ends = found.iter().filter(|(_, p)| matches!(p, Endpoint::Ended { cut: false, .. }));
        assert_eq!((found.len(), ends.count()), (2, 1), "{count}: {found:?}");
        let first = play(ListenFor::syllable(), &stretches);
        assert!(matches!(first[1], (at, Endpoint::Ended { .. }) if at < 112), "{first:?}");
    }
}

#[test]
fn an_even_vowel_held_on_a_quiet_line_is_heard_loud_or_soft_however_even() {
    for voice in [9_000.0, 1_200.0, 700.0] {
        let found =
            play(ListenFor::syllable(), &[(90, 0.0, 20.0), (40, voice, 20.0), (40, 0.0, 20.0)]);
        let [(_, Endpoint::Started { start_frame }), (_, Endpoint::Ended { end_frame, cut, .. })] =
            found[..]
        else {
            panic!("{voice}: {found:?}")
        };
        assert!(start_frame <= 90 && end_frame >= 130 && !cut, "{voice}: {found:?}");
    }
}

#[test]
fn after_its_end_it_rests_until_armed_again() {
    let mut endpointer = Endpointer::new(ListenFor::syllable());
    let mut hiss = Hiss(1);
    let mut ends = 0;
    for at in 0..300 {
        let voice = if at % 100 > 40 && at % 100 < 60 { 9_000.0 } else { 0.0 };
        if let Some(Endpoint::Ended { .. }) =
            endpointer.push(&frame(&mut hiss, at, 200.0, voice, 20.0))
        {
            ends += 1;
            if ends == 2 {
                break;
            }
            endpointer.arm(ListenFor::syllable());
            assert!(!endpointer.speaking());
        }
    }
    assert_eq!(ends, 2);
}
