use std::f64::consts::TAU;

use super::*;
use proptest::prelude::*;
use test_case::test_case;

fn sine(hz: f64, rate_hz: u32, samples: usize) -> Vec<f32> {
    (0..samples).map(|n| 0.5 * (TAU * hz * n as f64 / f64::from(rate_hz)).sin() as f32).collect()
}

fn whole(stream: &mut Stream, samples: &[f32]) -> Vec<f32> {
    let mut out = Vec::new();
    stream.push(samples, |piece| out.extend_from_slice(piece));
    stream.finish(|piece| out.extend_from_slice(piece));
    out
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len() as f64
}

/// Every rate with 8 kHz, both ways: the formula of the sine is the truth.
#[test_case(16_000, 8_000)]
#[test_case(22_050, 8_000)]
#[test_case(24_000, 8_000)]
#[test_case(44_100, 8_000)]
#[test_case(48_000, 8_000)]
#[test_case(8_000, 16_000)]
#[test_case(8_000, 22_050)]
#[test_case(8_000, 24_000)]
#[test_case(8_000, 44_100)]
#[test_case(8_000, 48_000)]
fn a_sine_comes_out_as_the_formula_says(from_hz: u32, to_hz: u32) {
    let mut stream = Stream::new(from_hz, to_hz).expect("a filter");
    for hz in [211.0, 1_000.0, 3_000.0, 3_400.0] {
        let out = whole(&mut stream, &sine(hz, from_hz, from_hz as usize));
        assert_eq!(out.len(), to_hz as usize, "a second is a second");
        let truth = sine(hz, to_hz, to_hz as usize);
        let middle = to_hz as usize / 10..to_hz as usize * 9 / 10;
        let error: Vec<f32> =
            out[middle.clone()].iter().zip(&truth[middle.clone()]).map(|(a, b)| a - b).collect();
        let snr = 10.0 * (power(&truth[middle]) / power(&error)).log10();
        assert!(snr > 60.0, "{hz} Hz: {snr:.1} dB");
    }
}

#[test_case(16_000)]
#[test_case(22_050)]
#[test_case(24_000)]
#[test_case(44_100)]
#[test_case(48_000)]
fn what_8_khz_cannot_hold_is_removed_and_not_folded_down(from_hz: u32) {
    let mut stream = Stream::new(from_hz, 8_000).expect("a filter");
    for hz in [4_200.0, 5_000.0, 6_500.0, 7_900.0] {
        let out = whole(&mut stream, &sine(hz, from_hz, from_hz as usize));
        let left = 10.0 * (power(&out[800..7_200]) / 0.125).log10();
        assert!(left < -60.0, "{hz} Hz leaves {left:.1} dB");
    }
}

#[test_case(8_000, 48_000)]
#[test_case(8_000, 24_000)]
#[test_case(8_000, 16_000)]
fn no_image_above_4_khz_comes_with_a_higher_rate(from_hz: u32, to_hz: u32) {
    let mut stream = Stream::new(from_hz, to_hz).expect("a filter");
    let out = whole(&mut stream, &sine(3_000.0, from_hz, 8_000));
    // The mirror of 3 kHz is 5 kHz.
    let (mut re, mut im) = (0.0, 0.0);
    let middle = to_hz as usize / 4..to_hz as usize * 3 / 4;
    for n in middle.clone() {
        let phase = TAU * 5_000.0 * n as f64 / f64::from(to_hz);
        re += f64::from(out[n]) * phase.cos();
        im += f64::from(out[n]) * phase.sin();
    }
    let amplitude = 2.0 * (re * re + im * im).sqrt() / middle.len() as f64;
    assert!(amplitude < 0.5e-3, "{amplitude}");
}

#[test]
fn rates_that_are_none_are_refused() {
    for (from_hz, to_hz) in [(0, 8_000), (8_000, 0), (7_999, 8_000), (8_000, 200_000)] {
        assert!(Stream::new(from_hz, to_hz).is_err(), "{from_hz} {to_hz}");
    }
    // 47 999 and 8 000 share no block shorter than a second.
    assert_eq!(Stream::new(47_999, 8_000).err(), Some(RateError { from_hz: 47_999, to_hz: 8_000 }));
}

#[test]
fn equal_rates_pass_through() {
    let mut stream = Stream::new(8_000, 8_000).expect("no filter is needed");
    let sent = sine(300.0, 8_000, 777);
    assert_eq!(whole(&mut stream, &sent), sent);
    assert_eq!(stream.delay_samples(), 0);
}

#[test]
fn what_is_too_loud_is_clipped_and_does_not_wrap() {
    let mut stream = Stream::new(16_000, 8_000).expect("a filter");
    let square: Vec<i16> =
        (0..3_200).map(|n| if n % 80 < 40 { i16::MAX } else { i16::MIN }).collect();
    let mut out = Vec::new();
    stream.push_i16(&square, |s| out.push(s));
    stream.finish_i16(|s| out.push(s));
    assert_eq!(out.len(), 1_600);
    // In the middle of each half-wave the sign holds.
    assert!((5..35).all(|k| out[40 * k + 10] > 20_000 && out[40 * k + 30] < -20_000));
}

#[test]
fn a_stream_that_ended_can_begin_again() {
    let mut stream = Stream::new(24_000, 8_000).expect("a filter");
    let sent = sine(700.0, 24_000, 10_007);
    let first = whole(&mut stream, &sent);
    assert_eq!(whole(&mut stream, &sent), first);
    assert!(whole(&mut stream, &[]).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pieces_of_any_size_give_what_the_whole_gives(
        cuts in proptest::collection::vec(1_usize..2_000, 1..20),
        pair in prop::sample::select(vec![
            (16_000, 8_000), (24_000, 8_000), (48_000, 8_000), (22_050, 8_000), (44_100, 8_000),
            (8_000, 16_000), (8_000, 24_000), (8_000, 48_000),
        ]),
        hz in 100.0_f64..3_800.0,
    ) {
        let (from_hz, to_hz) = pair;
        let sent = sine(hz, from_hz, 9_000);
        let mut stream = Stream::new(from_hz, to_hz).expect("a filter");
        let together = whole(&mut stream, &sent);
        let mut pieces = Vec::new();
        let (mut rest, mut sizes) = (&sent[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (head, tail) = rest.split_at((*sizes.next().expect("a cycle")).min(rest.len()));
            stream.push(head, |piece| pieces.extend_from_slice(piece));
            rest = tail;
        }
        stream.finish(|piece| pieces.extend_from_slice(piece));
        prop_assert_eq!(together.len(), pieces.len());
        let worst = together.iter().zip(&pieces).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        prop_assert!(worst < 1e-6, "{}", worst);
    }
}
