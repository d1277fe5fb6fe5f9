use super::*;
use proptest::prelude::*;

fn tone(n: u8) -> [u8; FRAME_SAMPLES] {
    [n; FRAME_SAMPLES]
}

fn run(messages: &[(u64, u8)]) -> (Vec<Frame>, Oddities) {
    let mut inbound = Inbound::default();
    let mut frames = Vec::new();
    for &(at, code) in messages {
        inbound.push(Some(at), &tone(code), |f| frames.push(*f));
    }
    (frames, inbound.oddities())
}

#[test]
fn frames_in_order_pass_unchanged_whatever_the_first_timestamp() {
    let (frames, odd) = run(&[(137, 1), (157, 2), (176, 3), (197, 4)]);
    assert_eq!(frames.len(), 4);
    assert!(frames.iter().all(|f| !f.concealed));
    assert_eq!(odd, Oddities { received: 4, ..Oddities::default() });
}

#[test]
fn a_gap_is_filled_with_concealed_frames() {
    let (frames, odd) = run(&[(100, 1), (180, 2)]);
    let concealed: Vec<_> = frames.iter().map(|f| f.concealed).collect();
    assert_eq!(concealed, [false, true, true, true, false]);
    assert_eq!(odd.filled, 3);
}

#[test]
fn frames_that_overtook_each_other_are_put_in_order_and_nothing_is_made_up() {
    let (frames, odd) = run(&[(100, 1), (140, 3), (120, 2), (180, 5), (180, 5), (160, 4)]);
    let mut alone = Inbound::default();
    let mut wanted = Vec::new();
    (1..=5).for_each(|code| alone.push(None, &tone(code), |f| wanted.push(*f)));
    assert_eq!(frames, wanted);
    assert_eq!(odd, Oddities { received: 5, late: 1, reordered: 2, ..Oddities::default() });
}

#[test]
fn what_was_waited_for_in_vain_is_filled_after_two_ticks() {
    let mut inbound = Inbound::default();
    let mut concealed = Vec::new();
    inbound.push(Some(100), &tone(1), |f| concealed.push(f.concealed));
    inbound.push(Some(140), &tone(3), |f| concealed.push(f.concealed));
    for _ in 0..2 {
        inbound.tick(|f| concealed.push(f.concealed));
        assert_eq!(concealed, [false], "not yet");
    }
    inbound.tick(|f| concealed.push(f.concealed));
    assert_eq!(concealed, [false, true, false]);
    inbound.push(Some(120), &tone(2), |f| concealed.push(f.concealed));
    let odd = inbound.oddities();
    assert_eq!((concealed.len(), odd.late, odd.filled, odd.reordered), (3, 1, 1, 0));
}

#[test]
fn repeated_and_late_messages_are_dropped_and_counted() {
    let (frames, odd) = run(&[(100, 1), (120, 2), (120, 2), (100, 1), (140, 3)]);
    assert_eq!(frames.len(), 3);
    assert_eq!(odd.late, 2);
}

#[test]
fn a_jump_of_the_clock_neither_floods_nor_deafens() {
    let (frames, odd) = run(&[(100, 1), (90_000_000, 2), (90_000_020, 3)]);
    assert_eq!(frames.len(), 3);
    assert_eq!(odd.jumps, 1);
}

#[test]
fn numbers_without_a_gap_are_heard_whatever_the_timestamps_are() {
    let clocks: [fn(u64) -> u64; 4] =
        [|_| 0, |n| n * 160, |n| n / 3 * 60, |n| 200 + n * 20 + [0, 30, 3, 27][n as usize % 4]];
    for at in clocks {
        let mut inbound = Inbound::default();
        let mut frames = Vec::new();
        for n in 0..400_u64 {
            let stamp = Stamp { at_ms: Some(at(n)), chunk: Some(n + 1) };
            inbound.push(stamp, &tone(n as u8), |f| frames.push(f.concealed));
        }
        assert_eq!((frames.len(), frames.contains(&true)), (400, false));
        assert_eq!(inbound.oddities(), Oddities { received: 400, ..Oddities::default() });
    }
}

#[test]
fn a_number_that_never_comes_is_filled_and_one_that_was_overtaken_put_in_order() {
    let mut inbound = Inbound::default();
    let mut concealed = Vec::new();
    for chunk in [1, 2, 4, 3, 5, 9, 5] {
        let stamp = Stamp { at_ms: Some(0), chunk: Some(chunk) };
        inbound.push(stamp, &tone(chunk as u8), |f| concealed.push(f.concealed));
    }
    assert_eq!(concealed, [false, false, false, false, false, true, true, true, false]);
    let odd = inbound.oddities();
    assert_eq!((odd.reordered, odd.filled, odd.late), (1, 3, 1));
}

#[test]
fn a_service_whose_clock_says_nothing_is_heard_after_a_fifth_of_a_second() {
    let clocks: [fn(u64) -> u64; 3] = [|_| 0, |n| n * 160, |n| n / 3 * 60];
    for at in clocks {
        let mut inbound = Inbound::default();
        let mut heard = 0;
        for n in 0..400_u64 {
            inbound.push(Some(at(n)), &tone(1), |f| heard += u32::from(!f.concealed));
        }
        assert!(heard >= 380, "{heard}");
        assert!(inbound.oddities().filled < 100);
    }
}

proptest! {
    #[test]
    fn no_sample_is_lost_however_the_audio_is_cut(cuts in proptest::collection::vec(1usize..500, 1..40)) {
        let mut inbound = Inbound::default();
        let mut frames = 0;
        let mut sent = 0;
        for cut in &cuts {
            inbound.push(None, &vec![0xff; *cut], |_| frames += 1);
            sent += cut;
        }
        prop_assert_eq!(frames, sent / FRAME_SAMPLES);
    }

    #[test]
    fn no_timestamps_make_it_panic_or_flood(stamps in proptest::collection::vec(any::<u64>(), 1..50)) {
        let mut inbound = Inbound::default();
        let mut frames = 0usize;
        for at in &stamps {
            inbound.push(Some(*at), &tone(0xff), |_| frames += 1);
        }
        prop_assert!(frames <= stamps.len() * 503);
    }
}
