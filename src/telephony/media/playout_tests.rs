use super::*;

fn clip(n: u8, bytes: usize) -> Clip {
    Clip::new(vec![n; bytes].into())
}

/// What is sent at a tick: bytes of audio, and marks.
fn drain(playout: &mut Playout, now: u64) -> (Vec<u8>, Vec<u64>) {
    let (mut audio, mut marks) = (Vec::new(), Vec::new());
    while let Some(send) = playout.next(now) {
        match send {
            Send::Audio { codes, due, .. } => {
                assert!(due <= now, "sent before it was due");
                audio.extend_from_slice(codes);
            }
            Send::Mark(mark) => marks.push(mark),
        }
    }
    (audio, marks)
}

fn perform(playout: &mut Playout, clips: Vec<Clip>, now: u64) -> u64 {
    let performance = playout.begin(now);
    for clip in clips {
        assert!(playout.add(performance, clip, now));
    }
    playout.close(performance);
    performance
}

#[test]
fn never_more_than_the_lead_is_sent_ahead_and_never_too_little() {
    for lead in [None, Some(5), Some(20)] {
        let mut playout = Playout::default();
        lead.into_iter().for_each(|frames| playout.set_lead(frames));
        let lead = lead.unwrap_or(LEAD_FRAMES);
        perform(&mut playout, vec![clip(1, 100 * FRAME_BYTES)], 50);
        let mut sent = 0;
        for now in 50..140 {
            sent += drain(&mut playout, now).0.len() as u64 / FRAME;
            assert!(sent <= now - 50 + lead, "too much at tick {now}");
            assert!(sent >= (now - 50 + lead - PIECE_FRAMES).min(100), "too little at {now}");
        }
    }
}

#[test]
fn clips_join_without_a_gap_and_each_ends_in_a_mark() {
    let mut playout = Playout::default();
    perform(&mut playout, vec![clip(1, 100), clip(2, 100)], 0);
    let (audio, marks) = drain(&mut playout, 0);
    assert_eq!(audio, [[1; 100], [2; 100]].concat());
    assert_eq!(marks.len(), 2);
    assert!(playout.busy() && playout.all_sent());
    assert_eq!(playout.on_mark(99, 3), Heard::Nothing);
    assert_eq!(playout.on_mark(marks[0], 3), Heard::Clip);
    assert_eq!(playout.on_mark(marks[1], 4), Heard::All);
    assert!(!playout.busy());
}

#[test]
fn the_parts_of_a_sentence_share_the_mark_at_its_end() {
    let mut playout = Playout::default();
    let performance = playout.begin(0);
    for sentence in [1, 2] {
        for _ in 0..3 {
            assert!(playout.add(performance, clip(sentence, 100).part(), 0));
        }
        assert!(playout.add(performance, clip(sentence, 20), 0));
    }
    let (audio, marks) = drain(&mut playout, 0);
    assert_eq!((audio.len(), marks.len()), (640, 2));
    playout.on_mark(marks[1], 3);
    assert!(playout.busy(), "more may come");
    // A sentence that is cut off has its end where the performance has.
    assert!(playout.add(performance, clip(3, 100).part(), 4));
    assert!(drain(&mut playout, 4).1.is_empty());
    assert!(playout.busy());
    playout.close(performance);
    let (_, marks) = drain(&mut playout, 5);
    assert_eq!(marks.len(), 1);
    assert_eq!(playout.on_mark(marks[0], 6), Heard::All);
}

#[test]
fn after_clear_nothing_stale_is_sent_and_old_marks_mean_nothing() {
    let mut playout = Playout::default();
    perform(&mut playout, vec![clip(1, 10 * FRAME_BYTES)], 0);
    let (_, marks) = drain(&mut playout, 100);
    assert!(playout.clear(100).is_some());
    assert_eq!(drain(&mut playout, 200), (Vec::new(), Vec::new()));
    assert_eq!(playout.on_mark(marks[0], 200), Heard::Nothing);
    perform(&mut playout, Vec::new(), 200);
    let (_, fresh) = drain(&mut playout, 200);
    assert_eq!(fresh.len(), 1);
    assert_ne!(fresh, marks);
}

#[test]
fn a_clip_that_comes_after_its_performance_was_stopped_is_refused() {
    let mut playout = Playout::default();
    let first = playout.begin(0);
    assert!(playout.add(first, clip(1, FRAME_BYTES), 0));
    playout.clear(1);
    assert!(!playout.add(first, clip(1, FRAME_BYTES), 2));
    let second = playout.begin(3);
    assert!(!playout.add(first, clip(1, FRAME_BYTES), 4));
    assert!(playout.add(second, clip(2, FRAME_BYTES), 4));
    assert_eq!(drain(&mut playout, 5).0, [2; FRAME_BYTES]);
}

#[test]
fn clips_that_come_late_are_sent_with_the_same_lead_and_not_in_a_burst() {
    let mut playout = Playout::default();
    let performance = playout.begin(0);
    assert!(playout.add(performance, clip(1, 2 * FRAME_BYTES), 0));
    assert_eq!(drain(&mut playout, 0).1.len(), 1, "the mark of the first clip");
    assert!(drain(&mut playout, 90).0.is_empty());
    assert!(playout.busy(), "it is still open");
    assert!(playout.add(performance, clip(2, 100 * FRAME_BYTES), 100));
    assert_eq!(drain(&mut playout, 100).0.len() as u64, LEAD);
}

#[test]
fn how_much_was_heard_is_known_from_marks_and_from_real_time_since() {
    let mut playout = Playout::default();
    perform(&mut playout, vec![clip(1, 8_000), clip(2, 8_000)], 0);
    let mut marks = Vec::new();
    (0..=75).for_each(|now| marks.extend(drain(&mut playout, now).1));
    // The first second was heard; its mark came back late, at 1.1 s.
    assert_eq!(playout.progress(54), Stopped { heard_ms: 1_000, of_ms: 2_000 });
    assert_eq!(playout.on_mark(marks[0], 55), Heard::Clip);
    let stopped = playout.clear(75).expect("it was going on");
    assert_eq!(stopped, Stopped { heard_ms: 1_400, of_ms: 2_000 });
    assert_eq!(playout.clear(76), None);
}
