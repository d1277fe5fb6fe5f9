use tokio::time::{Duration, Instant};

use super::fakes_tests::*;
use super::*;
use crate::domain::money::Nanodollars;
use crate::ports::errand::{Fault, ProviderError};
use crate::ports::hearing::Transcript;
use crate::ports::speaking::Sound;
use futures_util::StreamExt as _;

/// A second of sound in pieces of 20 ms.
async fn hear(rig: &Rig) -> Result<Transcript, ProviderError> {
    let mut hearing = rig.mind.listen(&pupil(), Uuid::now_v7(), &[]).await.expect("somebody hears");
    for _ in 0..50 {
        tokio::time::advance(Duration::from_millis(20)).await;
        hearing.push(&[0; 160]).await?;
    }
    let heard = hearing.finish().await;
    settled().await;
    heard
}

#[tokio::test(start_paused = true)]
async fn who_streams_hears_all_of_it_while_it_is_spoken_and_is_charged_for_it() {
    let (a, b) = (Fake::streaming("a", &[Says(150, "hello")]), Fake::new("b", &[Hangs]));
    let rig = rig_of(&[], &[&a, &b], &[], terms());
    let began = Instant::now();
    let heard = hear(&rig).await.expect("a transcript");
    assert_eq!((heard.text.as_str(), began.elapsed().as_millis()), ("hello 8000", 1_150));
    let run = &rig.notes.runs()[0];
    assert_eq!((run.audio_ms, run.first_ms, run.purpose.as_str()), (1_000, Some(150), "hear"));
    assert_eq!(run.cost, Nanodollars(1_000_000), "a second of six cents a minute");
    assert_eq!(b.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn who_takes_over_gets_the_whole_utterance() {
    let cases = [
        (Fake::streaming("a", &[Fails(10, Fault::Server)]), "a server"),
        (Fake::new("a", &[Fails(10, Fault::Quota)]), "a quota"),
        (Fake::streaming("a", &[Hangs]), "a timeout"),
    ];
    for (a, ended) in cases {
        let b = Fake::new("b", &[Says(100, "late")]);
        let rig = rig_of(&[], &[&a, &b], &[], terms());
        assert_eq!(hear(&rig).await.expect("b hears").text, "late 8000", "{ended}");
        assert_eq!(rig.notes.ends(), [ended, "b ok"]);
    }
}

#[tokio::test(start_paused = true)]
async fn who_does_not_stream_has_all_the_time_there_is_and_the_next_is_asked_meanwhile() {
    let alone = Fake::new("a", &[Says(2_000, "slow")]);
    let rig = rig_of(&[], &[&alone], &[], terms());
    assert_eq!(hear(&rig).await.expect("it has 2.5 s").text, "slow 8000");
    let (a, b) = (Fake::new("a", &[Says(2_000, "slow")]), Fake::new("b", &[Says(100, "quick")]));
    let rig = rig_of(&[], &[&a, &b], &[], terms());
    let began = Instant::now();
    assert_eq!(hear(&rig).await.expect("b hears").text, "quick 8000");
    assert_eq!(began.elapsed().as_millis(), 1_000 + 1_300);
    assert_eq!(rig.notes.ends(), ["a cancelled", "b ok"]);
    let (a, b) = (Fake::new("a", &[Says(1_400, "first")]), Fake::new("b", &[Hangs]));
    let rig = rig_of(&[], &[&a, &b], &[], terms());
    assert_eq!(hear(&rig).await.expect("a hears").text, "first 8000");
}

#[tokio::test(start_paused = true)]
async fn what_providers_take_is_told_and_nothing_else() {
    let (a, b) = (Fake::new("a", &[Fails(40, Fault::Server)]), Fake::new("b", &[Says(300, "x")]));
    let rig = rig_of(&[], &[&a, &b], &[&b], terms());
    let pupil = pupil();
    let mut hearing = rig.mind.listen(&pupil, Uuid::now_v7(), &[]).await.expect("somebody hears");
    hearing.push(&[0; 4_000]).await.expect("takes it");
    tokio::time::advance(Duration::from_secs(3)).await;
    assert_eq!(pupil.waits.total(), Duration::ZERO, "the learner was still speaking");
    hearing.finish().await.expect("b hears");
    assert_eq!(pupil.waits.total(), Duration::from_millis(340));
    let spoken = rig.mind.speak(&pupil, Uuid::now_v7(), "Hello.", Pace::Normal).await;
    drop(spoken.expect("b speaks"));
    assert_eq!(pupil.waits.total(), Duration::from_millis(640));
}

#[tokio::test(start_paused = true)]
async fn an_utterance_that_nobody_hears_ends_in_time() {
    let a = Fake::streaming("a", &[Hangs]);
    let rig = rig_of(&[], &[&a], &[], terms());
    let began = Instant::now();
    let error = hear(&rig).await.expect_err("nobody hears");
    assert_eq!(error.fault, Fault::Timeout);
    assert!(began.elapsed() <= Duration::from_millis(1_000 + 2_550));
}

#[tokio::test(start_paused = true)]
async fn an_utterance_that_is_given_up_cancels_and_is_accounted() {
    let a = Fake::streaming("a", &[Says(1, "x")]);
    let rig = rig_of(&[], &[&a], &[], terms());
    let mut hearing = rig.mind.listen(&pupil(), Uuid::now_v7(), &[]).await.expect("somebody hears");
    hearing.push(&[0; 4_000]).await.expect("takes it");
    settled().await;
    drop(hearing);
    settled().await;
    assert_eq!(a.running.load(std::sync::atomic::Ordering::SeqCst), 0);
    assert_eq!(
        (rig.notes.ends(), rig.notes.runs()[0].audio_ms),
        (vec!["a cancelled".to_owned()], 500)
    );
}

#[tokio::test(start_paused = true)]
async fn only_who_knows_the_language_is_asked() {
    let a = Fake::streaming("a", &[Says(1, "x")]);
    let rig = rig_of(&[], &[&a], &[&a], terms());
    let kinyarwanda = Pupil { lang: Lang::Rw, ..pupil() };
    let heard = rig.mind.listen(&kinyarwanda, Uuid::now_v7(), &[]).await;
    assert_eq!(heard.err(), Some(NoAnswer::NotConfigured));
    let spoken = rig.mind.speak(&kinyarwanda, Uuid::now_v7(), "Muraho", Pace::Normal).await;
    assert_eq!(spoken.err(), Some(NoAnswer::NotConfigured));
}

async fn speak(rig: &Rig, text: &str) -> Vec<Result<Sound, ProviderError>> {
    let sounds = rig.mind.speak(&pupil(), Uuid::now_v7(), text, Pace::Normal).await;
    let all = sounds.expect("somebody speaks").collect().await;
    settled().await;
    all
}

#[tokio::test(start_paused = true)]
async fn a_voice_that_fails_gives_the_word_to_the_next_and_one_that_is_cut_says_so() {
    let (a, b) = (
        Fake::new("a", &[Fails(5, Fault::Network)]),
        Fake::new("b", &[Says(5, "zzz"), Cut(5, "z")]),
    );
    let rig = rig_of(&[], &[], &[&a, &b], terms());
    let whole = speak(&rig, "Hello.").await;
    assert_eq!(whole[0], Ok(Sound::Mulaw(b"zzz".to_vec())));
    assert!(matches!(whole[1], Ok(Sound::Done(_))));
    assert!(speak(&rig, "Hello.").await[1].is_err());
    assert_eq!(rig.notes.ends(), ["a network", "b ok", "a network", "b network"]);
    assert_eq!(rig.notes.runs()[3].characters, 6, "a cut sentence is charged whole");
}

#[tokio::test(start_paused = true)]
async fn a_sentence_spoken_twice_is_not_asked_for_a_third_time() {
    let a = Fake::new("a", &[Says(5, "zzz")]);
    let rig = rig_of(&[], &[], &[&a], Terms { cache: Some(Duration::from_secs(60)), ..terms() });
    let first = speak(&rig, "Well done.").await;
    speak(&rig, "Well done.").await;
    let third = speak(&rig, "Well done.").await;
    assert_eq!((a.asked(), &third[0]), (2, &first[0]));
    speak(&rig, "Once.").await;
    assert_eq!(a.asked(), 3);
}
