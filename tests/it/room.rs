//! More calls than there is room for: a sentence at once, a text when there is room, and nothing for those already here.

use crate::caller::{Caller, says};
use crate::test_app::{TestApp, until};

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_no_room_hears_so_and_is_texted_once_there_is_some() {
    let app = TestApp::builder().with("MAX_LIVE_CALLS", "1").start().await;
    let (mut first, _) = Caller::greeted(&app.line()).await;
    let line = app.line();
    let turned_away = Caller::dial(&line).finish().await;
    says(&turned_away.said(), "You get a text message as soon as there is room.");
    // Whoever is here goes on as before.
    says(&first.press("1").await, "What would you like to learn?");
    assert!(app.outbox.to(&line.from).is_empty(), "there is no room yet");
    first.hang_up().await;
    until("the text is sent", async || !app.outbox.to(&line.from).is_empty()).await;
    says(&app.outbox.to(&line.from)[0], "There is room now");
    let (caller, _) = Caller::greeted(&line).await;
    caller.hang_up().await;
    assert_eq!(app.outbox.to(&line.from).len(), 1);
}
