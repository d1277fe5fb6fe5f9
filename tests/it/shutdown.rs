//! Stopping cuts nobody off and loses nothing; the next process goes on where this one stopped.

use crate::caller::{Caller, says};
use crate::test_app::{TestApp, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_the_live_call_finish_keeps_everything_and_the_next_process_knows_the_learner()
{
    let mut app = TestApp::builder().with_postgres().start().await;
    let line = app.line();
    line.text("NAME Aline").await.expect("a reply");
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.press("2").await;
    app.running.as_ref().expect("it runs").stop();
    until("it is not ready any more", async || app.get("/readyz").await.0 == 503).await;
    let refused = Caller::dial(&app.line()).finish().await;
    says(&refused.said(), "Sorry, all our lines are busy.");
    caller.speech("99999").await;
    caller.speech("99999").await;
    says(&caller.speech("how am I doing").await, "you solved 0 of 1 problem");
    caller.hang_up().await;
    app.stop().await;
    // A text; the opening, two choices, two answers, the question about progress and the end. The refused call was none.
    let counts = app.counts().await;
    assert_eq!((counts.users, counts.turns, counts.attempts, counts.calls), (1, 8, 1, 1));
    let next = app.builder_again().start().await;
    let again = next.line().with_from(&line.from);
    let (mut caller, hello) = Caller::greeted(&again).await;
    says(&hello, "Hello Aline, good to have you back.");
    // The call before ended without the question whether a summary may be sent.
    says(&hello, "may I text you a short summary");
    says(&caller.press("2").await, "in the middle of maths");
    says(&caller.press("1").await, "Here is your problem again.");
    says(&caller.speech("how am I doing").await, "you solved 0 of 1 problem");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_does_not_end_is_cut_off_when_the_grace_is_over() {
    let mut app = TestApp::builder().with("SHUTDOWN_GRACE_SECONDS", "1").start().await;
    let line = app.line();
    let (caller, _) = Caller::greeted(&line).await;
    let begun = std::time::Instant::now();
    app.stop().await;
    let took = begun.elapsed().as_secs_f64();
    assert!((0.9..8.0).contains(&took), "{took} s");
    // Nobody answers any more; what was said is kept.
    caller.call.end().await;
    assert_eq!(app.counts().await.turns, 1);
}
