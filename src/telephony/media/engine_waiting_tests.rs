//! The soft sound of an answer that is waited for.

use super::*;

/// What is answered freely: the sound itself is wanted.
fn talk() -> Listening {
    Listening { how: ListenFor::talk(), what: Gather::Sound }
}

/// A far end whose caller has just finished an utterance that is to be thought about.
fn after_speech() -> Far {
    let mut far = Far::new();
    far.engine.perform([], talk());
    far.quiet(20);
    let found = far.say(&spoken()).or_else(|| far.quiet(100));
    assert_eq!(found, Some(Found::Utterance));
    drop(far.engine.take_utterance());
    far
}

#[test]
fn from_the_end_of_the_utterance_on_no_silence_is_longer_than_seven_tenths_of_a_second() {
    let mut far = after_speech();
    let ended = far.engine.now();
    // Hearing takes 2 s, thinking 2 s, and then speaking another.
    far.quiet(100);
    let performance = far.engine.begin_thinking(talk(), Manners::Interruptible);
    far.quiet(150);
    let first = far.waited.first().expect("a soft sound");
    assert!((34..=35).contains(&(first - ended)), "{} ticks", first - ended);
    let silences = far.waited.windows(2).map(|pair| pair[1] - pair[0]).max();
    assert!(silences.is_some_and(|ticks| ticks <= 35 + 15), "{silences:?} ticks");
    assert!(far.engine.now() - far.waited.last().expect("some") <= 50);
    assert!(far.engine.add(performance, prompt(1)));
}

#[test]
fn the_soft_sound_never_delays_the_answer() {
    let mut far = after_speech();
    let performance = far.engine.begin_thinking(talk(), Manners::Interruptible);
    far.quiet(36);
    assert!(far.buffered > 0, "it has just begun");
    far.engine.add(performance, prompt(1));
    far.engine.close(performance);
    far.quiet(1);
    assert_eq!(far.cleared, 1, "what the far end holds of it is dropped");
    assert_eq!(far.sent, far.buffered, "the answer begins at once");
    let waited = far.waited.len();
    far.quiet(60);
    assert_eq!((far.sent, far.waited.len()), (8_000, waited));
}

#[test]
fn after_the_first_sentence_the_gap_before_the_next_is_filled_and_nothing_after_the_last() {
    let mut far = after_speech();
    let performance = far.engine.begin_thinking(talk(), Manners::Interruptible);
    far.engine.add(performance, prompt(1));
    far.quiet(50 + 34);
    assert!(far.waited.is_empty(), "{:?}", far.waited);
    far.quiet(10);
    assert!(!far.waited.is_empty());
    far.engine.add(performance, prompt(1));
    far.engine.close(performance);
    let waited = far.waited.len();
    far.quiet(200);
    assert_eq!(far.waited.len(), waited);
}

#[test]
fn what_was_heard_of_an_answer_does_not_count_the_soft_sound() {
    let mut far = after_speech();
    let performance = far.engine.begin_thinking(talk(), Manners::Interruptible);
    far.quiet(60);
    far.engine.add(performance, prompt(2));
    far.quiet(50);
    far.engine.on_key('0');
    let stopped = far.engine.take_stopped().expect("something was being said");
    assert!((900..=1_000).contains(&stopped.heard_ms), "{stopped:?}");
}

#[test]
fn a_drill_is_judged_in_silence() {
    let mut far = Far::new();
    far.engine.perform([], ListenFor::syllable());
    far.quiet(20);
    let found = far.say(&spoken()).or_else(|| far.quiet(50));
    assert_eq!(found, Some(Found::Utterance));
    far.quiet(200);
    assert!(far.waited.is_empty());
}
