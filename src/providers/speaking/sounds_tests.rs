use proptest::prelude::*;
use tokio::time::Duration;

use super::*;
use crate::ports::errand::Fault;

const USAGE: Usage = Usage {
    input_tokens: 0,
    cached_tokens: 0,
    output_tokens: 0,
    characters: 12,
    audio_ms: 0,
    estimated: false,
};

/// 300 Hz at 24 kHz, for so many samples.
fn tone(samples: usize) -> Vec<u8> {
    let sample = |n: usize| {
        let phase = std::f64::consts::TAU * 300.0 * n as f64 / 24_000.0;
        (12_000.0 * phase.sin()) as i16
    };
    (0..samples).flat_map(|n| sample(n).to_le_bytes()).collect()
}

/// Runs work that waits for nothing but its deadline.
fn run<T, F: Future<Output = T>>(work: impl FnOnce() -> F) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime").block_on(async { work().await })
}

fn pieces(body: &[u8], sizes: &[usize], coder: Coder) -> Vec<Result<Sound, ProviderError>> {
    let mut rest = body;
    let mut chunks = Vec::new();
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (head, tail) = rest.split_at(rest.len().min((*size).max(1)));
        chunks.push(Ok(head.to_vec()));
        rest = tail;
    }
    let by = Instant::now() + Duration::from_secs(600);
    let sounds = sounds(stream::iter(chunks), coder, USAGE, by);
    run(|| sounds.collect())
}

fn sound(pieces: &[Result<Sound, ProviderError>]) -> Vec<u8> {
    let sound = |piece: &Result<Sound, ProviderError>| match piece {
        Ok(Sound::Mulaw(sound)) => sound.clone(),
        _ => Vec::new(),
    };
    pieces.iter().flat_map(sound).collect()
}

fn linear() -> Coder {
    Coder::linear(24_000).expect("a rate")
}

#[test]
fn a_tone_keeps_its_length_and_has_no_step_in_it() {
    let pieces = pieces(&tone(24_000), &[999], linear());
    let sound = sound(&pieces);
    assert_eq!(sound.len(), 8_000);
    assert_eq!(pieces.last(), Some(&Ok(Sound::Done(USAGE))));
    let samples: Vec<i32> =
        sound.iter().map(|code| i32::from(g711::decode(Law::Mu, *code))).collect();
    let step = samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).max();
    // The steepest step of the tone itself is 12,000 * 2 pi * 300 / 8,000 = 2,827; a code is up to 512 off.
    assert!(step.is_some_and(|step| step < 3_900), "{step:?}");
    let crossings = samples[400..7_600].windows(2).filter(|w| w[0] < 0 && w[1] >= 0).count();
    assert!((269..=271).contains(&crossings), "300 Hz for 0.9 s: {crossings}");
}

#[test]
fn half_a_sample_at_the_end_and_no_sound_at_all_are_errors() {
    let error = |pieces: Vec<Result<Sound, ProviderError>>| {
        pieces.last().cloned().expect("an end").expect_err("an error")
    };
    let odd = error(pieces(&tone(960)[..1_919], &[100], linear()));
    assert_eq!((odd.fault, odd.usage), (Fault::Malformed, USAGE));
    assert_eq!(error(pieces(&[], &[1], linear())).fault, Fault::Malformed);
    assert_eq!(error(pieces(&[], &[1], Coder::Mulaw)).fault, Fault::Malformed);
}

#[test]
fn sound_that_is_there_whole_comes_in_pieces() {
    let pieces: Vec<_> = run(|| whole(&[7; 4_000], USAGE).collect());
    assert_eq!(pieces.len(), 4, "1,600 + 1,600 + 800, and the end");
    assert_eq!(sound(&pieces), [7; 4_000]);
}

proptest! {
    #[test]
    fn however_the_bytes_are_cut_the_same_sound_comes_out(
        sizes in prop::collection::vec(1_usize..700, 1..30),
        samples in 1_usize..3_000,
    ) {
        let body = tone(samples);
        let whole = sound(&pieces(&body, &[body.len()], linear()));
        prop_assert_eq!(whole.len(), samples.div_ceil(3));
        prop_assert_eq!(sound(&pieces(&body, &sizes, linear())), whole);
        prop_assert_eq!(sound(&pieces(&body, &sizes, Coder::Mulaw)), body);
    }
}
