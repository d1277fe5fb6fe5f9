//! A webhook delivered again gives the same answer and acts once; webhooks at the same time lose nothing.

use futures_util::future::join_all;
use toneline::modules::maths;

use crate::caller::{Caller, says};
use crate::raw::{RawCall, action_of};
use crate::test_app::{TestApp, answer_in, number, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_call_and_texts_delivered_twice_act_once() {
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let mut line = app.line();
    line.deliver_twice = true;
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.press("2").await;
    for _ in 0..3 {
        let right = app.sum(&line.from).await.to_string();
        caller.press(&right).await;
    }
    caller.press("#").await;
    caller.hang_up().await;
    for body in ["NAME Aline", "maths"] {
        assert!(line.text(body).await.expect("a reply").is_clean());
    }
    let right = app.sum(&line.from).await.to_string();
    assert!(line.text(&right).await.expect("a reply").is_clean());
    let told = line.text("PROGRESS").await.expect("a reply");
    assert!(told.is_clean());
    says(&told.replies[0].body, "In maths you solved 4 of 4 problems.");
    // Seven turns of the call and its end, and four texts.
    until("everything is in the journal", async || app.counts().await.turns >= 12).await;
    let counts = app.counts().await;
    assert_eq!((counts.users, counts.turns, counts.attempts, counts.calls), (1, 12, 4, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_copies_of_a_webhook_at_once_act_once() {
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let call = RawCall::new(&number());
    let copies = join_all((0..20).map(|_| call.begin(&app))).await;
    assert!(copies.iter().all(|copy| *copy == copies[0]), "{copies:?}");
    let menu = call.answer(&app, &copies[0], &[("Digits", "1")]).await;
    let question = call.answer(&app, &menu, &[("Digits", "2")]).await;
    let right = app.sum(&call.from).await.to_string();
    let digits = [("Digits", right.as_str())];
    let copies = join_all((0..20).map(|_| call.answer(&app, &question, &digits))).await;
    assert!(copies.iter().all(|copy| *copy == copies[0]), "{copies:?}");
    // An old answer that comes late, in other words: the turn that stands, once more.
    let late = call.answer(&app, &menu, &[("Digits", "6")]).await;
    assert_eq!(action_of(&late), action_of(&copies[0]));
    let context = app.context(&call.from).await.expect("a context");
    assert_eq!(context.voice.step, 4);
    until("the turns are in the journal", async || app.counts().await.turns >= 4).await;
    let counts = app.counts().await;
    assert_eq!((counts.turns, counts.attempts), (4, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_and_texts_of_one_learner_at_once_lose_nothing() {
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.press("2").await;
    line.text("maths").await.expect("a reply");
    let mut rounds = 0;
    let mut answered = 0;
    while answered < 10 {
        let context = app.context(&line.from).await.expect("a context");
        let memory: maths::Memory = serde_json::from_value(context.user_state["maths"].clone())
            .expect("the memory of maths");
        let body = match answer_in(&context) {
            Some(answer) if !memory.between_sets => {
                answered += 1;
                answer.to_string()
            }
            _ => "1".to_owned(),
        };
        rounds += 1;
        let (_, text) = tokio::join!(caller.press("*"), line.text(&body));
        text.expect("a reply");
    }
    let told = line.text("PROGRESS").await.expect("a reply");
    says(&told.replies[0].body, "In maths you solved 10 of 10 problems.");
    let context = app.context(&line.from).await.expect("a context");
    assert_eq!((context.voice.step, context.text.step), (3 + rounds, 2 + rounds));
    caller.hang_up().await;
    until("the call is in the journal", async || app.counts().await.calls == 1).await;
    assert_eq!(app.counts().await.attempts, 10);
}
