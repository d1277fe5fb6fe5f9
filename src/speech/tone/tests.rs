use super::*;
use std::f32::consts::TAU;

/// A voice of ten harmonics over 300 Hz whose pitch follows `hz` for `seconds`, with silence around it.
fn voice(seconds: f32, hz: impl Fn(f32) -> f32) -> Vec<i16> {
    let mut samples = vec![0; 1_600];
    let count = (seconds * 8_000.0) as usize;
    let mut phase = 0.0;
    for i in 0..count {
        let t = i as f32 / count as f32;
        let now = hz(t);
        phase += TAU * now / 8_000.0;
        let first = (300.0 / now).ceil() as i32;
        let sum: f32 = (first..first + 10).map(|k| (phase * k as f32).sin() / k as f32).sum();
        let fade = (t * 12.0).min((1.0 - t) * 8.0).min(1.0);
        let jitter = 1.0 + 0.02 * (i as f32 * 0.37).sin();
        samples.push((9_000.0 * fade * jitter * sum) as i16);
    }
    samples.extend([0; 2_400]);
    samples
}

fn pinyin(text: &str) -> Pinyin {
    text.parse().expect("pinyin")
}

fn assess(samples: &[i16], expected: &str) -> Assessment {
    ToneScorer::load().assess(samples, &[], &pinyin(expected), &mut SpeakerRange::new())
}

fn scored_as(samples: &[i16], expected: &str) -> Scored {
    match assess(samples, expected) {
        Assessment::Scored(scored) => scored,
        Assessment::Rejected { reason } => panic!("{expected} was refused: {reason:?}"),
    }
}

fn rise(t: f32) -> f32 {
    170.0 * 2.0_f32.powf((t - 0.25).max(0.0) * 10.0 / 12.0)
}

fn fall(t: f32) -> f32 {
    270.0 * 2.0_f32.powf(-t * 14.0 / 12.0)
}

#[test]
fn the_weights_fit_what_reads_them() {
    for ear in &ToneScorer::load().ears {
        assert_eq!((ear.shape().inputs, ear.shape().outputs), (features::INPUTS, lattice::CLASSES));
    }
    assert!(WEIGHTS.len() <= 2_000_000);
}

#[test]
fn a_plain_rise_and_a_plain_fall_are_heard_as_such() {
    assert_eq!(scored_as(&voice(0.45, rise), "ma2").syllables[0].heard_tone, Tone::Second);
    assert_eq!(scored_as(&voice(0.35, fall), "ma4").syllables[0].heard_tone, Tone::Fourth);
}

#[test]
fn what_is_heard_does_not_depend_on_what_was_expected() {
    for samples in
        [voice(0.45, rise), voice(0.35, fall), voice(0.4, |t| 210.0 + 3.0 * (40.0 * t).sin())]
    {
        let heard: Vec<_> = ["ma1", "ma2", "ma3", "ma4"]
            .map(|e| scored_as(&samples, e))
            .iter()
            .map(|s| (s.syllables[0].heard_tone, s.syllables[0].tone_probabilities))
            .collect();
        assert!(heard.windows(2).all(|w| w[0] == w[1]), "{heard:?}");
    }
}

#[test]
fn the_wrong_tone_scores_low_and_comes_with_advice() {
    let right = scored_as(&voice(0.35, fall), "ma4");
    let wrong = scored_as(&voice(0.35, fall), "ma2");
    assert!(right.overall > 70 && wrong.overall < 50, "{} {}", right.overall, wrong.overall);
    assert_eq!(right.syllables[0].advice, None);
    assert!(wrong.syllables[0].advice.is_some());
}

#[test]
fn a_tone_too_steady_for_a_throat_is_no_speech() {
    let verdict = assess(&voice(0.4, |_| 210.0), "ma1");
    assert_eq!(verdict, Assessment::Rejected { reason: RejectReason::NotSpeech });
}

#[test]
fn silence_noise_and_too_much_loss_are_refused() {
    assert_eq!(assess(&[0; 8_000], "ma1"), Assessment::Rejected { reason: RejectReason::Silence });
    assert_eq!(assess(&[], "ma1"), Assessment::Rejected { reason: RejectReason::Silence });
    let mut seed = 4_u32;
    let noise: Vec<i16> = (0..8_000)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((seed >> 18) as i32 - 8_192) as i16
        })
        .collect();
    assert!(matches!(assess(&noise, "ma1"), Assessment::Rejected { .. }));
    let samples = voice(0.4, fall);
    let lost: Vec<bool> = (0..samples.len() / 160).map(|i| i % 3 == 0).collect();
    let verdict =
        ToneScorer::load().assess(&samples, &lost, &pinyin("ma4"), &mut SpeakerRange::new());
    assert_eq!(verdict, Assessment::Rejected { reason: RejectReason::Concealed });
}

#[test]
fn the_speaker_is_learnt_from_what_was_scored_and_not_from_what_was_refused() {
    let mut speaker = SpeakerRange::new();
    let _ = ToneScorer::load().assess(&[0; 8_000], &[], &pinyin("ma1"), &mut speaker);
    assert_eq!(speaker.heard(), 0);
    let _ = ToneScorer::load().assess(&voice(0.35, fall), &[], &pinyin("ma4"), &mut speaker);
    assert_eq!(speaker.heard(), 1);
    assert!((100.0..320.0).contains(&speaker.middle_hz().expect("heard one")));
}

#[test]
fn probabilities_sum_to_one_and_times_lie_inside_the_clip() {
    let samples = voice(0.45, rise);
    let scored = scored_as(&samples, "ma2");
    let syllable = &scored.syllables[0];
    assert!((syllable.tone_probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    assert!(syllable.start_ms < syllable.end_ms && syllable.end_ms as usize <= samples.len() / 8);
    assert!((150..=260).contains(&syllable.start_ms), "{}", syllable.start_ms);
    assert!((170.0..300.0).contains(&scored.median_hz));
}

#[test]
fn frames_pushed_one_by_one_give_what_the_whole_clip_gives() {
    let samples = voice(0.45, rise);
    let whole = assess(&samples, "ma2");
    let mut utterance = Utterance::new();
    for frame in samples.chunks(160) {
        let mut full = [0; 160];
        full[..frame.len()].copy_from_slice(frame);
        utterance.push(&full, false);
    }
    utterance.finish();
    let parts =
        ToneScorer::load().assess_utterance(&utterance, &pinyin("ma2"), &mut SpeakerRange::new());
    assert_eq!(whole, parts);
}

#[test]
fn the_expected_tone_is_the_rules_whatever_was_heard() {
    let samples = [voice(0.35, fall), voice(0.35, fall)].concat();
    for (word, tone) in [("bu4 shi4", Tone::Second), ("yi1 sheng1", Tone::Fourth)] {
        if let Assessment::Scored(scored) = assess(&samples, word) {
            assert_eq!(scored.syllables[0].expected_tone, tone, "{word}");
        }
    }
    let scored = scored_as(&samples, "bu4 shi4");
    assert_eq!(scored.syllables[0].heard_tone, Tone::Fourth);
    assert!(scored.syllables[0].score < 50, "{}", scored.syllables[0].score);
}

#[test]
fn a_neutral_tone_with_nothing_before_it_is_not_judged() {
    let verdict = assess(&voice(0.3, fall), "ma5");
    assert_eq!(verdict, Assessment::Rejected { reason: RejectReason::NeutralAlone });
}

#[test]
fn syllables_with_a_pause_between_are_both_heard() {
    let samples = [voice(0.35, fall), vec![0; 2_000], voice(0.45, rise)].concat();
    let scored = scored_as(&samples, "ma4 ma2");
    let heard: Vec<Tone> = scored.syllables.iter().map(|s| s.heard_tone).collect();
    assert_eq!(heard, [Tone::Fourth, Tone::Second]);
}

#[test]
fn a_hole_and_flat_tops_are_refused_though_nobody_reported_them() {
    let mut holed = voice(0.45, rise);
    holed[3_000..3_500].fill(0);
    assert_eq!(assess(&holed, "ma2"), Assessment::Rejected { reason: RejectReason::Concealed });
    let cut = |s: &i16| (f32::from(*s) * 3.0).clamp(-9_000.0, 9_000.0) as i16;
    let clipped: Vec<i16> = voice(0.45, rise).iter().map(cut).collect();
    assert_eq!(assess(&clipped, "ma2"), Assessment::Rejected { reason: RejectReason::Clipped });
}
