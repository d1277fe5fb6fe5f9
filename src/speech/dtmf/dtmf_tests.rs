use super::synth::{Sound, append};
use super::*;
use proptest::prelude::*;

const ALL: &str = "123A456B789C*0#D";

fn heard(samples: &[i16]) -> String {
    let mut detector = Detector::new();
    let mut keys = String::new();
    detector.push(samples, |press| keys.push(press.key));
    keys
}

/// The sixteen keys, each after a gap of 40 ms and a bit, so that the tones fall anywhere in a hop.
fn dialled(sound: &Sound, seed: u32) -> Vec<i16> {
    let mut samples = Vec::new();
    for (i, key) in ALL.chars().enumerate() {
        append(&mut samples, key, sound, 40.0 + i as f64 * 0.73, seed + i as u32);
    }
    append(&mut samples, ' ', sound, 60.0, seed + 99);
    samples
}

#[test]
fn all_sixteen_keys_are_heard_once_each() {
    assert_eq!(heard(&dialled(&Sound::default(), 1)), ALL);
}

#[test]
fn every_cell_of_the_grid_is_heard() {
    let mut missed = Vec::new();
    for level_dbm0 in [-30.0, -20.0, -10.0, -3.0] {
        for twist_db in [-8.0, -4.0, 0.0, 4.0, 8.0] {
            for offset in [-0.015, 0.0, 0.015] {
                for snr_db in [None, Some(15.0)] {
                    let sound = Sound { level_dbm0, twist_db, offset, snr_db, ..Sound::default() };
                    let keys = heard(&dialled(&sound, 11));
                    if keys != ALL {
                        missed.push((sound, keys));
                    }
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn tones_off_by_three_and_a_half_percent_are_refused() {
    for offset in [-0.06, -0.05, -0.035, 0.035, 0.05, 0.06] {
        for twist_db in [-4.0, 0.0, 8.0] {
            let sound = Sound { offset, twist_db, tone_ms: 100.0, ..Sound::default() };
            assert_eq!(heard(&dialled(&sound, 5)), "", "{sound:?}");
        }
    }
}

#[test]
fn a_tone_too_short_to_be_a_key_is_refused() {
    let sound = Sound { tone_ms: 20.0, ..Sound::default() };
    assert_eq!(heard(&dialled(&sound, 5)), "");
}

#[test]
fn a_single_tone_and_three_tones_are_no_keys() {
    let tones = |hz: &[f64]| -> Vec<i16> {
        let sample = |n: i32| {
            let t = f64::from(n) / 8_000.0;
            let sum: f64 = hz.iter().map(|hz| (std::f64::consts::TAU * hz * t).sin()).sum();
            (4_000.0 * sum) as i16
        };
        (0..4_000).map(sample).collect()
    };
    assert_eq!(heard(&tones(&[770.0])), "");
    assert_eq!(heard(&tones(&[770.0, 1_336.0])), "5");
    assert_eq!(heard(&tones(&[770.0, 1_336.0, 1_477.0])), "");
    assert_eq!(heard(&tones(&[697.0, 770.0, 1_336.0])), "");
}

#[test]
fn a_long_tone_is_one_key_and_a_gap_of_forty_milliseconds_parts_two() {
    let mut samples = Vec::new();
    let long = Sound { tone_ms: 2_000.0, ..Sound::default() };
    append(&mut samples, '5', &long, 100.0, 1);
    append(&mut samples, '5', &Sound::default(), 40.0, 2);
    append(&mut samples, '6', &Sound::default(), 40.0, 2);
    append(&mut samples, ' ', &Sound::default(), 100.0, 3);
    assert_eq!(heard(&samples), "556");
}

#[test]
fn a_break_of_ten_milliseconds_in_a_tone_does_not_repeat_the_key() {
    let sound = Sound { tone_ms: 300.0, ..Sound::default() };
    for at in [800, 817, 839, 1_201] {
        let mut samples = Vec::new();
        append(&mut samples, '9', &sound, 50.0, 1);
        append(&mut samples, ' ', &Sound::default(), 100.0, 1);
        samples[at..at + 80].fill(0);
        assert_eq!(heard(&samples), "9", "break at {at}");
    }
}

#[test]
fn it_says_while_a_tone_sounds_and_not_after() {
    let mut detector = Detector::new();
    let mut samples = Vec::new();
    append(&mut samples, '#', &Sound { tone_ms: 100.0, ..Sound::default() }, 20.0, 1);
    detector.push(&samples, |_| {});
    assert_eq!(detector.sounding(), Some('#'));
    detector.push(&[0; 800], |_| {});
    assert_eq!(detector.sounding(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_cutting_gives_the_same_presses(
        cuts in proptest::collection::vec(1_usize..700, 1..60),
        seed in any::<u32>(),
    ) {
        let samples = dialled(&Sound { snr_db: Some(18.0), ..Sound::default() }, seed % 1_000);
        let mut whole = Vec::new();
        Detector::new().push(&samples, |press| whole.push(press));
        let mut cut = Vec::new();
        let mut detector = Detector::new();
        let (mut rest, mut sizes) = (&samples[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (head, tail) = rest.split_at((*sizes.next().expect("a cycle")).min(rest.len()));
            detector.push(head, |press| cut.push(press));
            rest = tail;
        }
        prop_assert_eq!(whole, cut);
    }

    #[test]
    fn any_samples_are_survived(samples in proptest::collection::vec(any::<i16>(), 0..3_000)) {
        let mut keys = 0;
        Detector::new().push(&samples, |_| keys += 1);
        prop_assert!(keys <= samples.len() / 280);
    }
}
