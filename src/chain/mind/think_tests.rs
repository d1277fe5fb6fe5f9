use tokio::time::{Duration, Instant};

use super::fakes_tests::*;
use super::*;
use crate::domain::ids::LearnerId;
use crate::domain::money::Nanodollars;
use crate::domain::task::TaskKind;
use crate::ports::errand::Fault;
use futures_util::StreamExt as _;

const ALL: Duration = Duration::from_millis(2_500);

async fn ask(rig: &Rig) -> Result<String, NoAnswer> {
    let answer = rig.mind.answer(&question(TaskKind::Converse), ALL).await;
    settled().await;
    answer
}

#[tokio::test(start_paused = true)]
async fn the_first_of_the_chain_answers_and_its_run_is_noted_with_its_cost() {
    let (a, b) = (Fake::new("a", &[Says(300, "It is a mountain.")]), Fake::new("b", &[Hangs]));
    let rig = rig(&[&a, &b], terms());
    assert_eq!(ask(&rig).await.as_deref(), Ok("It is a mountain."));
    let runs = rig.notes.runs();
    assert_eq!((runs.len(), b.asked()), (1, 0));
    assert_eq!((runs[0].status.as_str(), runs[0].purpose.as_str()), ("ok", "converse"));
    assert_eq!((runs[0].first_ms, runs[0].rubric.as_str()), (Some(300), "plain/1"));
    assert_eq!(
        runs[0].cost,
        Nanodollars(14_000),
        "10 tokens read and 4 written at a dollar a million"
    );
}

#[tokio::test(start_paused = true)]
async fn whatever_goes_wrong_the_next_takes_over_and_each_is_accounted() {
    let cases = [
        (Fails(10, Fault::Server), "a server"),
        (Fails(10, Fault::Quota), "a quota"),
        (Fails(10, Fault::Auth), "a auth"),
        (Fails(10, Fault::BadRequest), "a bad_request"),
        (Fails(10, Fault::ContentRefused), "a content_refused"),
        (Fails(10, Fault::RateLimited { retry_after: None }), "a rate_limited"),
        (Cut(10, "It is"), "a network"),
        (Hangs, "a timeout"),
        (Says(10, "This is unfit."), "a ok"),
    ];
    for (act, ended) in cases {
        let (a, b) = (Fake::new("a", &[act]), Fake::new("b", &[Says(300, "Yes.")]));
        let rig = rig(&[&a, &b], terms());
        assert_eq!(ask(&rig).await.as_deref(), Ok("Yes."), "{ended}");
        assert_eq!(rig.notes.ends(), [ended, "b ok"]);
        assert_eq!(a.asked(), 1, "{ended}");
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_cut_answer_what_was_read_and_written_is_charged() {
    let (a, b) = (Fake::new("a", &[Cut(10, "one two three")]), Fake::new("b", &[Says(1, "Yes.")]));
    let rig = rig(&[&a, &b], terms());
    ask(&rig).await.expect("b answers");
    let cut = &rig.notes.runs()[0];
    assert_eq!((cut.input_tokens, cut.output_tokens, cut.cost), (10, 3, Nanodollars(13_000)));
}

#[tokio::test(start_paused = true)]
async fn what_was_told_is_noted_of_an_answer_that_is_interrupted_or_comes_too_late() {
    let noted = |rig: &Rig| {
        let run = rig.notes.runs().remove(0);
        (run.status.clone(), run.input_tokens, run.output_tokens, run.estimated)
    };
    let asked = question(TaskKind::Debate);
    let a = Fake::new("a", &[Tells(10, "One. Two and no more")]);
    let interrupted = rig(&[&a], terms());
    let mut said = interrupted.mind.converse(&asked, ALL).await.expect("a talk");
    assert_eq!(said.next().await, Some(Ok("One.".to_owned())));
    drop(said);
    settled().await;
    assert_eq!(noted(&interrupted), ("cancelled".to_owned(), 10, 7, true));
    let late = rig(&[&a], terms());
    assert_eq!(ask(&late).await, Err(NoAnswer::Late));
    assert_eq!(noted(&late), ("cancelled".to_owned(), 10, 7, true));
}

#[tokio::test(start_paused = true)]
async fn a_row_says_whether_the_provider_told_what_was_used() {
    let (a, b) = (Fake::new("a", &[Cut(10, "one two three")]), Fake::new("b", &[Says(1, "Yes.")]));
    let (rig, silent) = (rig(&[&a, &b], terms()), rig(&[&Fake::new("c", &[Hangs])], terms()));
    ask(&rig).await.expect("b answers");
    ask(&silent).await.expect_err("nobody answers");
    let estimated =
        |rig: &Rig| rig.notes.runs().iter().map(|run| run.estimated).collect::<Vec<_>>();
    assert_eq!((estimated(&rig), estimated(&silent)), (vec![true, false], vec![true]));
}

#[tokio::test(start_paused = true)]
async fn there_is_an_end_when_the_time_is_over_whoever_hangs() {
    let (a, b, c) = (Fake::new("a", &[Hangs]), Fake::new("b", &[Hangs]), Fake::new("c", &[Hangs]));
    let rig = rig(&[&a, &b, &c], terms());
    let began = Instant::now();
    assert_eq!(ask(&rig).await, Err(NoAnswer::Late));
    assert!(began.elapsed() <= ALL, "{:?}", began.elapsed());
    let running: u32 =
        [&a, &b, &c].iter().map(|f| f.running.load(std::sync::atomic::Ordering::SeqCst)).sum();
    assert_eq!(running, 0, "nobody works for nothing");
    assert_eq!(rig.notes.runs().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_may_come_late_is_waited_for_and_one_that_may_not_is_not() {
    let slow = || Fake::new("a", &[Says(4_000, "Slow and good.")]);
    let whole = |aloud| {
        let question = question(TaskKind::Converse);
        Question { pupil: Pupil { aloud, ..pupil() }, ..question }
    };
    let answer = async |aloud: bool, ms: u64| {
        let a = slow();
        let rig = rig(&[&a], terms());
        rig.mind.answer(&whole(aloud), Duration::from_millis(ms)).await
    };
    assert_eq!(answer(false, 60_000).await.as_deref(), Ok("Slow and good."));
    assert_eq!(answer(true, 5_500).await.as_deref(), Ok("Slow and good."));
    assert_eq!(answer(false, 2_300).await, Err(NoAnswer::Late));
    let hangs = Fake::new("a", &[Hangs]);
    let rig = rig(&[&hangs], terms());
    let began = Instant::now();
    let never = rig.mind.answer(&whole(false), Duration::from_secs(60)).await;
    assert_eq!((never, began.elapsed().as_secs()), (Err(NoAnswer::Late), 20));
}

#[tokio::test(start_paused = true)]
async fn who_is_slow_hands_over_where_somebody_is_left() {
    let (a, b) = (Fake::new("a", &[Hangs]), Fake::new("b", &[Says(3_000, "Slow.")]));
    let rig = rig(&[&a, &b], terms());
    let answer = rig.mind.answer(&question(TaskKind::Ask), Duration::from_secs(20)).await;
    assert_eq!(answer.as_deref(), Ok("Slow."));
    settled().await;
    assert_eq!(rig.notes.ends(), ["a timeout", "b ok"]);
}

#[tokio::test(start_paused = true)]
async fn a_lonely_provider_is_tried_again_where_there_is_time_and_no_longer() {
    let a = Fake::new("a", &[Fails(10, Fault::Network), Says(10, "Yes.")]);
    let again = rig(&[&a], terms());
    assert_eq!(ask(&again).await.as_deref(), Ok("Yes."));
    assert_eq!(again.notes.ends(), ["a network", "a ok"]);
    let b = Fake::new("b", &[Fails(2_350, Fault::Server), Says(10, "Yes.")]);
    let late = rig(&[&b], Terms { text: Times { first: ALL, ..terms().text }, ..terms() });
    assert_eq!(ask(&late).await, Err(NoAnswer::Failed));
    assert_eq!(b.asked(), 1);
    let loading = Fault::Loading { ready_in: Some(Duration::from_millis(800)) };
    let c = Fake::new("c", &[Fails(10, loading), Says(10, "Yes.")]);
    let began = Instant::now();
    ask(&rig(&[&c], terms())).await.expect("it was loaded");
    assert_eq!(began.elapsed().as_millis(), 820);
}

#[tokio::test(start_paused = true)]
async fn a_slow_first_piece_starts_the_next_and_the_loser_is_cancelled_and_accounted() {
    let (a, b) = (Fake::new("a", &[Says(900, "Slow.")]), Fake::new("b", &[Says(200, "Quick.")]));
    let rig = rig(&[&a, &b], Terms { text: terms().live, ..terms() });
    let began = Instant::now();
    assert_eq!(ask(&rig).await.as_deref(), Ok("Quick."));
    assert_eq!(began.elapsed().as_millis(), 700);
    assert_eq!(rig.notes.ends(), ["a cancelled", "b ok"]);
    assert_eq!(a.running.load(std::sync::atomic::Ordering::SeqCst), 0);
    assert!(rig.notes.runs()[0].cost > Nanodollars::ZERO, "what was read is charged");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_goes_on_failing_is_not_asked_until_a_probe_succeeds() {
    let mut acts = vec![Fails(1, Fault::Server); 20];
    acts.push(Says(1, "Back."));
    let (a, b) = (Fake::new("a", &acts), Fake::new("b", &[Says(1, "Yes.")]));
    let rig = rig(&[&a, &b], terms());
    for _ in 0..40 {
        assert_eq!(ask(&rig).await.as_deref(), Ok("Yes."));
    }
    assert_eq!(a.asked(), 20, "then it rests");
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(ask(&rig).await.as_deref(), Ok("Back."));
    assert_eq!(ask(&rig).await.as_deref(), Ok("Back."));
}

#[tokio::test(start_paused = true)]
async fn near_the_limit_the_cheapest_goes_first_and_at_it_nobody() {
    let (a, b) =
        (Fake::new("dear", &[Says(1, "a b c d")]), Fake::new("cheap", &[Says(1, "e f g h")]));
    let mut terms = terms();
    terms.budgets.learner = Some(Nanodollars(100_000));
    let rig = rig(&[&a, &b], terms);
    let mut said = Vec::new();
    for _ in 0..60 {
        match ask(&rig).await {
            Ok(text) => said.push(text),
            Err(why) => {
                assert_eq!(why, NoAnswer::Budget);
                break;
            }
        }
    }
    // 14,000 each until 80 per cent are gone, then 1,400 each.
    assert_eq!(said.iter().filter(|text| *text == "a b c d").count(), 6);
    assert!(said[6..].iter().all(|text| text == "e f g h"));
    let spent: Nanodollars = rig.notes.runs().iter().map(|run| run.cost).sum();
    assert!((100_000..100_000 + 110_000).contains(&spent.0), "{spent}");
    assert_eq!(rig.mind.answer(&question(TaskKind::Ask), ALL).await, Err(NoAnswer::Budget));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_for_more_than_one_request_may_cost() {
    let a = Fake::new("a", &[Says(1, "Yes.")]);
    let mut terms = terms();
    terms.budgets.request = Nanodollars(9_000);
    let rig = rig(&[&a], terms);
    assert_eq!(ask(&rig).await, Err(NoAnswer::Budget));
    assert_eq!(a.asked(), 0, "ten tokens read alone cost 10,000");
}

#[tokio::test(start_paused = true)]
async fn without_providers_it_says_so() {
    let rig = rig(&[], terms());
    assert!(!rig.mind.thinks() && !rig.mind.hears(Lang::En) && !rig.mind.speaks(Lang::En));
    assert_eq!(ask(&rig).await, Err(NoAnswer::NotConfigured));
}

#[tokio::test(start_paused = true)]
async fn what_suits_everybody_is_asked_once_and_what_is_ones_own_each_time() {
    let a = Fake::new("a", &[Says(1, "A mountain.")]);
    let rig = rig(&[&a], Terms { cache: Some(Duration::from_secs(3_600)), ..terms() });
    for n in 0..3 {
        let mut common = question(TaskKind::Ask);
        common.task.said = " what is a VOLCANO".to_owned();
        common.task.facts.insert("goals".into(), format!("practise {n}"));
        assert_eq!(rig.mind.answer(&common, ALL).await.as_deref(), Ok("A mountain."));
        settled().await;
    }
    assert_eq!(a.asked(), 1);
    let mut others =
        [question(TaskKind::Ask), question(TaskKind::Ask), question(TaskKind::Converse)];
    others[0].pupil.lang = Lang::Rw;
    others[1].task.facts.insert("level".into(), "2".to_owned());
    for (n, other) in (2..).zip(&others) {
        rig.mind.answer(other, ALL).await.expect("an answer");
        settled().await;
        assert_eq!(a.asked(), n, "{:?}", other.task);
    }
}

#[tokio::test(start_paused = true)]
async fn a_live_answer_comes_sentence_by_sentence_and_another_takes_over_before_the_first() {
    let (a, b) =
        (Fake::new("a", &[Cut(10, "This is")]), Fake::new("b", &[Says(10, "One. Two! Three?")]));
    let rig = rig(&[&a, &b], terms());
    let said = rig.mind.converse(&question(TaskKind::Converse), ALL).await.expect("a talk");
    let said: Vec<_> = said.map(|s| s.expect("a sentence")).collect().await;
    assert_eq!(said, ["One.", "Two!", "Three?"]);
    settled().await;
    assert_eq!(rig.notes.ends(), ["a network", "b ok"]);
}

#[tokio::test(start_paused = true)]
async fn once_a_sentence_is_said_nobody_begins_another_answer() {
    let (a, b) =
        (Fake::new("a", &[Cut(10, "One. Two. Thr")]), Fake::new("b", &[Says(10, "Other.")]));
    let rig = rig(&[&a, &b], terms());
    let said = rig.mind.converse(&question(TaskKind::Converse), ALL).await.expect("a talk");
    let said: Vec<_> = said.collect().await;
    assert_eq!(said, [Ok("One.".to_owned()), Ok("Two.".to_owned()), Err(NoAnswer::Failed)]);
    assert_eq!(b.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_sentence_that_is_unfit_ends_a_live_answer_and_as_the_first_is_anothers_turn() {
    let (a, b) = (
        Fake::new("a", &[Says(10, "So unfit. Fine.")]),
        Fake::new("b", &[Says(10, "Good. An unfit one. More.")]),
    );
    let rig = rig(&[&a, &b], terms());
    let said = rig.mind.converse(&question(TaskKind::Converse), ALL).await.expect("a talk");
    let said: Vec<_> = said.collect().await;
    assert_eq!(said, [Ok("Good.".to_owned()), Err(NoAnswer::Unfit)]);
}

#[tokio::test(start_paused = true)]
async fn an_interruption_cancels_the_request_at_once() {
    let a = Fake::new("a", &[Hangs]);
    let rig = rig(&[&a], terms());
    let (asked, soon) = (question(TaskKind::Debate), Duration::from_millis(100));
    assert!(tokio::time::timeout(soon, rig.mind.converse(&asked, ALL)).await.is_err());
    settled().await;
    assert_eq!(a.running.load(std::sync::atomic::Ordering::SeqCst), 0);
    assert_eq!(rig.notes.ends(), ["a cancelled"]);
}

/// Half of the learners get `a` first, half `b`.
fn trial() -> Terms {
    let arms = vec![("a".to_owned(), 1), ("b".to_owned(), 1)];
    Terms { trial: Some(Trial { name: "t".to_owned(), arms }), ..terms() }
}

async fn answered(rig: &Rig, learner: u8) -> (String, Vec<String>) {
    let mut asked = question(TaskKind::Converse);
    asked.pupil.learner = LearnerId([learner; 16]);
    let text = rig.mind.answer(&asked, ALL).await.expect("an answer");
    settled().await;
    let runs = rig.notes.runs().into_iter().filter(|run| run.request == asked.request);
    (text, runs.map(|run| run.arm).collect())
}

#[tokio::test(start_paused = true)]
async fn a_learner_stays_in_one_arm_of_a_trial_and_it_is_noted() {
    let (a, b) = (Fake::new("a", &[Says(1, "Of a.")]), Fake::new("b", &[Says(1, "Of b.")]));
    let rig = rig(&[&a, &b], trial());
    let mut firsts = Vec::new();
    for learner in 0..20 {
        let (text, arms) = answered(&rig, learner).await;
        let arm = if text == "Of a." { "t=a" } else { "t=b" };
        assert_eq!(arms, [arm]);
        assert_eq!(answered(&rig, learner).await, (text, arms), "the same the next time");
        firsts.push(arm);
    }
    assert!(firsts.contains(&"t=a") && firsts.contains(&"t=b"));
}

#[tokio::test(start_paused = true)]
async fn where_the_provider_of_an_arm_fails_the_other_answers_in_the_same_arm() {
    let (a, b) =
        (Fake::new("a", &[Says(1, "Of a.")]), Fake::new("b", &[Fails(1, Fault::BadRequest)]));
    let rig = rig(&[&a, &b], trial());
    let mut all = Vec::new();
    for learner in 0..20 {
        let (text, arms) = answered(&rig, learner).await;
        assert_eq!(text, "Of a.");
        all.push(arms);
    }
    assert!(all.contains(&vec!["t=b".to_owned(); 2]), "{all:?}");
}
