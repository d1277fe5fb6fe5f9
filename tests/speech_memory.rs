//! What is fed frame by frame takes no memory after it is made: counted by the allocator itself.

use toneline::phone::learner::Learner;
use toneline::speech::endpoint::{Endpointer, ListenFor};
use toneline::speech::pitch::Tracker;
use toneline::speech::units::{FRAME_SAMPLES, HOP_SAMPLES};
use toneline::speech::utterance::Utterance;

fn voice() -> Vec<i16> {
    let voice = Learner::default();
    (1..=4).flat_map(|tone| voice.say("ma", tone)).collect()
}

#[test]
fn the_tracker_allocates_nothing_for_a_hop() {
    let audio = voice();
    let mut tracker = Tracker::new();
    let counted = allocation_counter::measure(|| {
        for hop in audio.as_chunks::<HOP_SAMPLES>().0 {
            std::hint::black_box(tracker.push(hop));
        }
    });
    assert_eq!(counted.count_total, 0, "{counted:?}");
}

#[test]
fn an_utterance_allocates_nothing_for_a_frame_nor_to_finish_or_begin_anew() {
    let audio = voice();
    let mut utterance = Utterance::new();
    let counted = allocation_counter::measure(|| {
        for round in 0..3 {
            utterance.clear();
            for frame in audio.as_chunks::<FRAME_SAMPLES>().0 {
                utterance.push(frame, round == 1);
            }
            utterance.finish();
        }
    });
    assert_eq!(counted.count_total, 0, "{counted:?}");
}

#[test]
fn the_endpointer_allocates_nothing_for_a_frame() {
    let audio = voice();
    let mut endpointer = Endpointer::new(ListenFor::syllable());
    let counted = allocation_counter::measure(|| {
        for frame in audio.as_chunks::<FRAME_SAMPLES>().0 {
            std::hint::black_box(endpointer.push(frame));
        }
    });
    assert_eq!(counted.count_total, 0, "{counted:?}");
}

#[test]
fn the_counter_counts() {
    let counted = allocation_counter::measure(|| {
        std::hint::black_box(vec![0_u8; 64]);
    });
    assert!(counted.count_total >= 1);
}
