use super::*;
use crate::telephony::recording::{Seconds, tap};

const LOUD: i16 = 30_000;

fn frame(level: i16) -> Frame {
    let samples = [level; FRAME_BYTES];
    Frame { samples, raw: samples, concealed: false }
}

/// A recorded call of so many ticks; `each` is asked what the caller's line brings in each.
fn recorded(ticks: usize, mut each: impl FnMut(usize, &mut Recorder)) -> Seconds {
    let (tap, seconds) = tap();
    let mut recorder = Recorder::new(tap);
    for tick in 0..ticks {
        each(tick, &mut recorder);
        recorder.tick();
    }
    seconds
}

/// The first code of each frame of both tracks.
async fn tracks(mut seconds: Seconds) -> (Vec<u8>, Vec<u8>) {
    let (mut caller, mut line) = (Vec::new(), Vec::new());
    while let Some(second) = seconds.next().await {
        for at in 0..second.frames {
            caller.push(second.caller[at * FRAME_BYTES]);
            line.push(second.line[at * FRAME_BYTES]);
        }
    }
    (caller, line)
}

fn places(track: &[u8], code: u8) -> Vec<usize> {
    track.iter().enumerate().filter(|(_, at)| **at == code).map(|(n, _)| n).collect()
}

fn loud() -> u8 {
    g711::encode(Law::Mu, LOUD)
}

#[tokio::test]
async fn both_directions_stand_side_by_side_and_what_was_cleared_is_not_heard() {
    let seconds = recorded(100, |tick, recorder| {
        if tick == 40 {
            recorder.sent(&[1; 3 * FRAME_BYTES]);
        }
        if tick == 42 {
            recorder.cleared();
        }
        recorder.heard(&frame(if tick == 40 { LOUD } else { 0 }), &Levelling::default());
    });
    let (caller, line) = tracks(seconds).await;
    assert_eq!(caller.len(), 100 + CUSHION);
    assert_eq!(places(&line, 1), [40 + CUSHION, 41 + CUSHION]);
    let heard = places(&caller, loud());
    assert!(heard.len() == 1 && heard[0].abs_diff(40 + CUSHION) <= 1, "{heard:?}");
}

#[tokio::test]
async fn the_tracks_stay_together_after_a_gap_whether_it_is_filled_made_good_or_lost() {
    // Nothing comes from tick 40 to 80; then all of it at once, or none of it ever.
    for comes_after_all in [true, false] {
        let seconds = recorded(150, |tick, recorder| {
            if (40..80).contains(&tick) {
                return;
            }
            if tick == 80 && comes_after_all {
                (0..40).for_each(|_| recorder.heard(&frame(0), &Levelling::default()));
            }
            recorder.heard(&frame(if tick == 120 { LOUD } else { 0 }), &Levelling::default());
            if tick == 120 {
                recorder.sent(&[1; FRAME_BYTES]);
            }
        });
        let (caller, line) = tracks(seconds).await;
        assert_eq!(caller.len(), 150 + CUSHION);
        let (heard, said) = (places(&caller, loud()), places(&line, 1));
        assert!(heard.len() == 1 && heard[0].abs_diff(said[0]) <= SLACK, "{heard:?} {said:?}");
    }
}

#[tokio::test]
async fn frames_that_jitter_are_all_kept_and_the_last_words_too() {
    // Four frames every fourth tick; the last one is the loud one.
    let seconds = recorded(120, |tick, recorder| {
        if tick % 4 == 3 {
            (0..3).for_each(|_| recorder.heard(&frame(16_000), &Levelling::default()));
            recorder.heard(&frame(if tick == 119 { LOUD } else { 16_000 }), &Levelling::default());
        }
    });
    let (caller, _) = tracks(seconds).await;
    let voice = g711::encode(Law::Mu, 16_000);
    assert_eq!((places(&caller, voice).len(), places(&caller, loud()).len()), (119, 1));
}

#[test]
fn however_much_comes_at_once_no_more_memory_is_taken() {
    let (tap, _seconds) = tap();
    let mut recorder = Recorder::new(tap);
    let counted = allocation_counter::measure(|| {
        (0..500).for_each(|_| recorder.heard(&frame(1), &Levelling::default()));
        (0..50).for_each(|_| recorder.sent(&[1; 640]));
        (0..40).for_each(|_| recorder.tick());
    });
    assert_eq!(counted.count_total, 0, "{counted:?}");
}
