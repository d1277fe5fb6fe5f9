use super::*;
use std::f32::consts::TAU;

/// Harmonics `from` to `to` of a gliding tone, 10 ms at a time.
fn glide(seconds: f32, hz: impl Fn(f32) -> f32, from: u32, to: u32) -> Vec<[i16; HOP_SAMPLES]> {
    let mut phase = 0.0;
    (0..(seconds * 100.0) as usize)
        .map(|hop| {
            std::array::from_fn(|i| {
                let t = (hop * HOP_SAMPLES + i) as f32 / 8_000.0;
                phase += TAU * hz(t) / 8_000.0;
                let sum: f32 = (from..=to).map(|k| (phase * k as f32).sin()).sum();
                (6_000.0 * sum / (to - from + 1) as f32) as i16
            })
        })
        .collect()
}

fn track(hops: &[[i16; HOP_SAMPLES]]) -> Vec<PitchFrame> {
    let mut tracker = Tracker::new();
    let mut frames: Vec<_> = hops.iter().filter_map(|hop| tracker.push(hop)).collect();
    while let Some(frame) = tracker.flush(hops.len()) {
        frames.push(frame);
    }
    frames
}

#[test]
fn there_is_one_frame_for_every_hop() {
    for hops in [0, 1, 4, 5, 25, 26, 100] {
        assert_eq!(track(&vec![[0; HOP_SAMPLES]; hops]).len(), hops);
    }
}

#[test]
fn steady_voices_without_their_fundamental_are_followed_within_two_per_cent() {
    for hz in [80.0_f32, 110.0, 150.0, 210.0, 290.0, 400.0] {
        let lowest = (300.0 / hz).ceil() as u32;
        let frames = track(&glide(0.6, |_| hz, lowest, (3_300.0 / hz) as u32));
        for (i, frame) in frames.iter().enumerate().take(55).skip(5) {
            assert!((frame.hz / hz - 1.0).abs() < 0.02, "{hz}: frame {i} {frame:?}");
            assert!(frame.voiced > 0.5, "{hz}: frame {i} {frame:?}");
        }
    }
}

#[test]
fn a_fall_of_an_octave_in_a_quarter_of_a_second_is_followed() {
    let hz = |t: f32| 240.0 * 2.0_f32.powf(-((t - 0.2) / 0.25).clamp(0.0, 1.0));
    let frames = track(&glide(0.7, hz, 2, 14));
    for (i, frame) in frames.iter().enumerate().take(64).skip(5) {
        let truth = hz(i as f32 / 100.0 + 0.005);
        assert!((frame.hz / truth - 1.0).abs() < 0.1, "frame {i}: {truth} {frame:?}");
    }
}

#[test]
fn noise_and_silence_are_not_voiced() {
    let mut seed = 1_u32;
    let noise: Vec<[i16; HOP_SAMPLES]> = (0..200)
        .map(|_| {
            std::array::from_fn(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 20) as i16 - 2_048
            })
        })
        .collect();
    let voiced = |frames: &[PitchFrame]| frames.iter().filter(|f| f.voiced > 0.5).count();
    assert!(voiced(&track(&noise)) < 10);
    assert_eq!(voiced(&track(&vec![[0; HOP_SAMPLES]; 200])), 0);
}

#[test]
fn a_reset_tracker_gives_the_same_as_a_new_one() {
    let hops = glide(0.4, |t| 150.0 + 100.0 * t, 2, 12);
    let mut tracker = Tracker::new();
    hops.iter().for_each(|hop| {
        tracker.push(hop);
    });
    tracker.reset();
    let mut again: Vec<_> = hops.iter().filter_map(|hop| tracker.push(hop)).collect();
    while let Some(frame) = tracker.flush(hops.len()) {
        again.push(frame);
    }
    assert_eq!(again, track(&hops));
}
