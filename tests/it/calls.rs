//! Calls by key and by voice: from the first hello to the goodbye.

use toneline::domain::lang::Lang;

use crate::caller::{Caller, says};
use crate::test_app::{TestApp, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_first_call_chooses_a_language_learns_maths_by_key_and_is_closed_once() {
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let line = app.line();
    let (mut caller, hello) = Caller::greeted(&line).await;
    says(&hello, "welcome to Toneline");
    says(&hello, "press 1, or say English");
    says(&hello, "kanda 2");
    let menu = caller.press("1").await;
    says(&menu, "we will speak English");
    says(&menu, "For maths, press 2.");
    says(&menu, "For Mandarin tones, press 6.");
    let question = caller.press("2").await;
    says(&question, "Let us do some maths.");
    let right = app.sum(&line.from).await;
    let again = caller.press("*").await;
    assert!(!again.contains("Let us do some maths."), "only the question is said again: {again}");
    says(&question, &again);
    says(&caller.press("0").await, "star says it again, hash goes back, and zero is help");
    let next = caller.press(&right.to_string()).await;
    assert!(
        ["Right!", "that is right", "correct"].iter().any(|praise| next.contains(praise)),
        "{next}"
    );
    let wrong = app.sum(&line.from).await + 1;
    says(&caller.press(&wrong.to_string()).await, "Try once more.");
    says(&caller.press(&wrong.to_string()).await, "The answer is");
    says(&caller.press("#").await, "What would you like to learn?");
    let report = caller.hang_up().await;
    until("the call is in the journal", async || app.counts().await.calls == 1).await;
    let context = app.context(&line.from).await.expect("a context");
    assert!(context.voice.closed);
    assert_eq!(context.voice.conversation.as_deref(), Some(report.call_sid.as_str()));
    let counts = app.counts().await;
    assert_eq!((counts.users, counts.calls, counts.attempts), (1, 1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_goes_by_speech_alone_in_english() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    says(&caller.speech("English please").await, "we will speak English");
    says(&caller.speech("I want to learn maths").await, "Let us do some maths.");
    let right = app.sum(&line.from).await.to_string();
    says(&caller.speech("help me").await, "star says it again");
    let next = caller.speech(&right).await;
    assert!(
        ["Right!", "that is right", "correct"].iter().any(|praise| next.contains(praise)),
        "{next}"
    );
    says(&next, &caller.speech("say that again").await);
    says(&caller.speech("how am I doing").await, "you solved 1 of 1 problem");
    says(&caller.speech("go back").await, "What would you like to learn?");
    says(&caller.speech("goodbye").await, "may I text you a short summary");
    caller.call.say_speech("no thank you").await.expect("the call goes on");
    let report = caller.finish().await;
    says(&report.said(), "Call or text again any time. Goodbye.");
    assert_eq!(app.outbox.to(&line.from), Vec::<String>::new());
}

/// The service has no Kinyarwanda voice: without recordings the line speaks English, and understands Kinyarwanda.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_goes_by_speech_alone_in_kinyarwanda_and_a_wanted_summary_is_texted_in_it() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.speech("Ikinyarwanda").await;
    let context = app.context(&line.from).await.expect("a context");
    assert_eq!(context.language, Some(Lang::Rw));
    says(&caller.speech("ndashaka imibare").await, "maths");
    let right = app.sum(&line.from).await.to_string();
    says(&caller.speech("ubufasha").await, "star says it again");
    let next = caller.speech(&right).await;
    says(&next, &caller.speech("subiramo").await);
    says(&caller.speech("murabeho").await, "may I text you a short summary");
    caller.call.say_speech("yego").await.expect("the call goes on");
    says(&caller.finish().await.said(), "Goodbye.");
    until("the summary is sent", async || app.outbox.to(&line.from).len() == 1).await;
    let summary = &app.outbox.to(&line.from)[0];
    assert!(!summary.contains("You did"), "the summary is in English: {summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_given_by_text_is_greeted_on_the_phone() {
    let app = TestApp::start().await;
    let line = app.line();
    let named = line.text("NAME Aline").await.expect("a reply");
    assert_eq!(named.replies[0].body, "Thank you. I will call you Aline.");
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.hang_up().await;
    let (caller, hello) = Caller::greeted(&line).await;
    says(&hello, "Hello Aline, good to have you back.");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_that_was_cut_off_is_offered_again_and_goes_on_with_the_same_problem() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.press("2").await;
    let asked = app.sum(&line.from).await;
    caller.hang_up().await;
    let (mut caller, hello) = Caller::greeted(&line).await;
    says(&hello, "Last time we stopped in the middle of maths.");
    let again = caller.speech("yes").await;
    says(&again, "Good, we go on where we stopped.");
    says(&again, "Here is your problem again.");
    assert_eq!(app.sum(&line.from).await, asked);
    caller.hang_up().await;
    let (mut caller, hello) = Caller::greeted(&line).await;
    says(&hello, "in the middle of maths");
    says(&caller.press("2").await, "What would you like to learn?");
    caller.hang_up().await;
    let (caller, hello) = Caller::greeted(&line).await;
    assert!(!hello.contains("in the middle"), "a lesson once declined is offered again: {hello}");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_met_by_other_words_then_keys_then_the_offer_of_a_text() {
    let app = TestApp::start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    says(&caller.silence().await, "I did not hear anything.");
    says(&caller.silence().await, "Please choose with your keys.");
    says(&caller.silence().await, "Press 1 for the message, or 2 to end the call.");
    caller.call.press("1").await.expect("the call goes on");
    let report = caller.finish().await;
    says(&report.said(), "The message is on its way.");
    says(&report.said(), "Goodbye.");
    until("the guide is sent", async || app.outbox.to(&line.from).len() == 1).await;
    says(&app.outbox.to(&line.from)[0], "reply MENU to choose a lesson");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_never_says_anything_is_let_go_politely() {
    let app = TestApp::start().await;
    let line = app.line();
    let mut caller = Caller::dial(&line);
    let mut questions = 0;
    while caller.try_listen().await.is_ok() {
        questions += 1;
        assert!(questions < 10, "the line goes on asking");
        caller.call.silence().await.expect("the line asks");
    }
    let report = caller.finish().await;
    assert_eq!(questions, 4);
    says(&report.said(), "Goodbye.");
    assert!(app.outbox.to(&line.from).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_with_a_withheld_number_is_taught_and_forgotten() {
    let app = TestApp::builder().with_postgres().start().await;
    let line = app.line().with_from("anonymous");
    for _ in 0..2 {
        let (mut caller, hello) = Caller::greeted(&line).await;
        says(&hello, "welcome to Toneline");
        caller.press("1").await;
        says(&caller.press("2").await, "Let us do some maths.");
        caller.hang_up().await;
    }
    until("both calls are in the journal", async || app.counts().await.calls == 2).await;
    assert_eq!(app.counts().await.users, 0);
}
