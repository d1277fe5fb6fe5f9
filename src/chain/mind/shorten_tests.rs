use chrono::{DateTime, TimeDelta};
use tokio::time::Duration;

use super::fakes_tests::*;
use super::*;
use crate::domain::money::Nanodollars;
use crate::domain::task::TaskKind;
use crate::ports::errand::Fault;
use crate::session::context::Exchange;

/// A pupil who has talked so long.
fn talker(exchanges: i64) -> Pupil {
    let exchange = |n: i64| Exchange {
        user: format!("I say {n}"),
        ai: "Yes.".to_owned(),
        timestamp: DateTime::UNIX_EPOCH + TimeDelta::seconds(n),
        lesson: None,
    };
    Pupil { history: (0..exchanges).map(exchange).collect(), ..pupil() }
}

#[tokio::test(start_paused = true)]
async fn a_long_talk_is_shortened_once_by_the_cheapest_and_noted_as_what_it_is() {
    let (a, b) = (Fake::new("dear", &[Hangs]), Fake::new("cheap", &[Says(900, "They talked.")]));
    let rig = rig(&[&a, &b], terms());
    assert_eq!(rig.mind.shorten(&talker(19)).await, Ok(None), "not worth it yet");
    let text = "They talked.".to_owned();
    let until = DateTime::UNIX_EPOCH + TimeDelta::seconds(19);
    assert_eq!(rig.mind.shorten(&talker(20)).await, Ok(Some(Summary { text, until })));
    settled().await;
    assert_eq!(rig.mind.shorten(&talker(20)).await, Ok(None), "a moment ago");
    assert_eq!((a.asked(), b.asked()), (0, 1));
    let run = rig.notes.runs().remove(0);
    assert_eq!((run.purpose.as_str(), run.status.as_str()), ("summary", "ok"));
}

#[tokio::test(start_paused = true)]
async fn a_summary_that_fails_is_tried_again_later_and_one_that_is_unfit_is_none() {
    let a =
        Fake::new("a", &[Fails(1, Fault::BadRequest), Says(1, "unfit"), Says(1, "They talked.")]);
    let rig = rig(&[&a], terms());
    assert_eq!(rig.mind.shorten(&talker(20)).await, Err(NoAnswer::Failed));
    tokio::time::advance(Duration::from_secs(61)).await;
    assert_eq!(rig.mind.shorten(&talker(20)).await, Err(NoAnswer::Unfit));
    tokio::time::advance(Duration::from_secs(61)).await;
    assert!(matches!(rig.mind.shorten(&talker(20)).await, Ok(Some(_))));
}

#[tokio::test(start_paused = true)]
async fn summaries_have_a_budget_of_their_own_and_leave_the_rest_of_others_alone() {
    let a = Fake::new("a", &[Says(1, "one two three four")]);
    let mut own = terms();
    own.budgets.summaries = Some(Nanodollars(10_000));
    let rig_own = rig(&[&a], own);
    assert!(matches!(rig_own.mind.shorten(&talker(20)).await, Ok(Some(_))));
    settled().await;
    tokio::time::advance(Duration::from_secs(61)).await;
    assert_eq!(rig_own.mind.shorten(&talker(20)).await, Err(NoAnswer::Budget));
    let asked = question(TaskKind::Converse);
    let all = Duration::from_secs(2);
    assert!(rig_own.mind.answer(&asked, all).await.is_ok(), "who asks is still answered");
    let mut thin = terms();
    thin.budgets.learner = Some(Nanodollars(16_000));
    let rig_thin = rig(&[&a], thin);
    assert!(rig_thin.mind.answer(&asked, all).await.is_ok());
    settled().await;
    assert_eq!(rig_thin.mind.shorten(&talker(20)).await, Err(NoAnswer::Budget));
}
