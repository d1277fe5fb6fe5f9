use super::*;
use proptest::prelude::*;

/// A voice of harmonics of `hz`, the telephone's band only.
fn voice(hz: f32, samples: usize) -> Vec<i16> {
    let sample = |n: usize| {
        let t = n as f32 / 8_000.0;
        let harmonics = (1..40).map(|k| k as f32 * hz).filter(|f| (280.0..3_000.0).contains(f));
        let sum: f32 =
            harmonics.map(|f| (std::f32::consts::TAU * f * t).sin() / (f / 300.0).powi(2)).sum();
        (3_000.0 * sum) as i16
    };
    (0..samples).map(sample).collect()
}

/// What is heard when these frames do not come.
fn heard(sent: &[i16], is_lost: impl Fn(usize) -> bool) -> Vec<i16> {
    let mut concealer = Concealer::new();
    let mut out = Vec::new();
    for (n, chunk) in sent.as_chunks::<FRAME_SAMPLES>().0.iter().enumerate() {
        let mut frame = *chunk;
        if is_lost(n) {
            concealer.lost(&mut frame);
        } else {
            concealer.came(&mut frame);
        }
        out.extend(frame);
    }
    out
}

fn rms(samples: &[i16]) -> f32 {
    let sum: f32 = samples.iter().map(|s| f32::from(*s).powi(2)).sum();
    (sum / samples.len() as f32).sqrt()
}

/// The largest second difference: what a click stands out in.
fn roughness(samples: &[i16]) -> i32 {
    samples
        .windows(3)
        .map(|w| (i32::from(w[0]) - 2 * i32::from(w[1]) + i32::from(w[2])).abs())
        .max()
        .unwrap_or(0)
}

/// Samples at which frame `n` is heard.
fn place(n: usize) -> std::ops::Range<usize> {
    let start = n * FRAME_SAMPLES + DELAY_SAMPLES;
    start..start + FRAME_SAMPLES
}

#[test]
fn without_loss_the_sound_is_the_same_and_30_samples_late() {
    let sent = voice(130.0, 3_200);
    let out = heard(&sent, |_| false);
    assert_eq!(out[DELAY_SAMPLES..], sent[..sent.len() - DELAY_SAMPLES]);
    assert!(out[..DELAY_SAMPLES].iter().all(|s| *s == 0));
}

#[test]
fn one_lost_frame_of_a_steady_voice_is_filled_with_nearly_that_voice() {
    for hz in [70.0, 95.0, 121.0, 160.0, 199.0, 230.0, 310.0] {
        let sent = voice(hz, 4_800);
        let out = heard(&sent, |n| n == 15);
        let span = place(15);
        let truth = &sent[span.start - DELAY_SAMPLES..span.end - DELAY_SAMPLES];
        let half = STEP;
        let error: Vec<i16> = out[span.clone()][..half]
            .iter()
            .zip(&truth[..half])
            .map(|(a, b)| a.saturating_sub(*b))
            .collect();
        // Periods are whole samples, so high harmonics drift a little.
        assert!(rms(&error) < 0.45 * rms(&truth[..half]), "{hz}: {}", rms(&error));
    }
}

#[test]
fn the_joins_do_not_click() {
    for hz in [75.0, 110.0, 150.0, 187.0, 240.0, 333.0] {
        let sent = voice(hz, 8_000);
        let clean = roughness(&sent);
        for run in 1..=6 {
            let out = heard(&sent, |n| (20..20 + run).contains(&n));
            let worst = roughness(&out[DELAY_SAMPLES + 100..]);
            assert!(
                worst < clean + clean / 2,
                "{hz} Hz, {run} frames: {worst}, the voice itself {clean}"
            );
        }
    }
}

#[test]
fn filling_with_silence_instead_would_click_by_the_same_measure() {
    let mut sent = voice(110.0, 8_000);
    let clean = roughness(&sent);
    let peak = (3_200..3_360).max_by_key(|n| sent[*n].unsigned_abs()).expect("a sample");
    sent[peak..peak + 160].fill(0);
    assert!(roughness(&sent) > 2 * clean);
}

#[test]
fn the_level_holds_for_10_ms_falls_by_a_fifth_in_each_10_and_is_gone_at_60() {
    let sent = voice(125.0, 8_000);
    let out = heard(&sent, |n| n >= 20);
    let start = place(20).start;
    let full = rms(&sent[1_600..1_600 + 3 * 64]);
    let level = |ms: usize| rms(&out[start + 8 * ms..start + 8 * ms + 64]) / full;
    assert!((level(1) - 1.0).abs() < 0.12, "{}", level(1));
    for (ms, wanted) in [(11, 0.9), (21, 0.7), (31, 0.5), (41, 0.3), (51, 0.1)] {
        assert!((level(ms) - wanted).abs() < 0.1, "{ms} ms: {} not {wanted}", level(ms));
    }
    assert!(out[start + 480..].iter().all(|s| *s == 0));
}

#[test]
fn the_pitch_is_kept() {
    for hz in [80.0, 125.0, 190.0] {
        let out = heard(&voice(hz, 8_000), |n| n == 20 || n == 21);
        let start = place(20).start;
        let filled: Vec<f32> = out[start..start + 320].iter().map(|s| f32::from(*s)).collect();
        let likeness = |lag: usize| {
            let (a, b) = (&filled[lag..], &filled[..320 - lag]);
            dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
        };
        let best = (30..130).max_by(|a, b| likeness(*a).total_cmp(&likeness(*b)));
        let found = 8_000.0 / best.expect("a lag") as f32;
        assert!((found / hz - 1.0).abs() < 0.03, "{hz}: {found}");
    }
}

#[test]
fn after_a_loss_the_sound_is_the_line_again_within_10_ms() {
    let sent = voice(140.0, 8_000);
    for run in [1, 2, 5, 20] {
        let out = heard(&sent, |n| (10..10 + run).contains(&n));
        let back = place(10 + run).start + MAX_SEAM;
        assert_eq!(out[back..], sent[back - DELAY_SAMPLES..sent.len() - DELAY_SAMPLES], "{run}");
    }
}

#[test]
fn it_counts_what_was_lost() {
    let mut concealer = Concealer::new();
    let mut frame = [0; FRAME_SAMPLES];
    concealer.lost(&mut frame);
    concealer.lost(&mut frame);
    assert_eq!(concealer.lost_ms(), 40);
    concealer.came(&mut frame);
    assert_eq!(concealer.lost_ms(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_sound_and_any_losses_stay_within_the_loudest_sample_that_came(
        seed in any::<u64>(),
        losses in proptest::collection::vec(any::<bool>(), 1..60),
        peak in 1_i16..i16::MAX,
    ) {
        let mut state = seed;
        let sent: Vec<i16> = (0..losses.len() * FRAME_SAMPLES)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (i64::from((state >> 48) as i16) * i64::from(peak) / 32_768) as i16
            })
            .collect();
        let out = heard(&sent, |n| losses[n]);
        // Two blends can each hold a sample of that size, faded against each other.
        prop_assert!(out.iter().all(|s| i32::from(*s).abs() <= i32::from(peak) + 1));
    }
}
