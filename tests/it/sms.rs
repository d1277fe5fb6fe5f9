//! Lessons and keywords by text.

use toneline::phone::Line;

use crate::caller::{Caller, says};
use crate::test_app::{TestApp, answer_in, until};

/// Sends a text; the one reply, which fits two segments.
async fn reply(line: &Line, body: &str) -> String {
    let exchange = line.text(body).await.expect("an answer");
    assert!(exchange.is_clean(), "{:?}", exchange.findings);
    assert_eq!(exchange.replies.len(), 1, "{body:?} gets one reply");
    let reply = &exchange.replies[0];
    assert!(reply.segments.count <= 2, "{} segments: {}", reply.segments.count, reply.body);
    reply.body.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_maths_lesson_goes_by_text() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    says(
        &reply(&line, "I want to learn maths").await,
        "Let us do some maths. I ask, you reply with the number.",
    );
    let mut last = String::new();
    for n in 1..=5 {
        let right = app.sum(&line.from).await;
        if n == 3 {
            says(&reply(&line, &(right + 1).to_string()).await, "Try once more.");
        }
        last = reply(&line, &right.to_string()).await;
    }
    says(&last, "Five more? Reply 1 for yes, 2 for the menu.");
    says(&last, "All 5 right, 4 of them at the first try.");
    says(&reply(&line, "PROGRESS").await, "In maths you solved 5 of 5 problems.");
    reply(&line, "yes").await;
    let right = app.sum(&line.from).await;
    // Thousands are marked: 22,420.
    let answer = reply(&line, "SKIP").await.replace(',', "");
    says(&answer, &right.to_string());
    says(&reply(&line, "menu").await, "What would you like to learn?");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_keyword_is_answered_in_english() {
    let app = TestApp::start().await;
    let line = app.line();
    says(&reply(&line, "Hi").await, "For English, reply 1.");
    says(&reply(&line, "1").await, "What would you like to learn?");
    says(&reply(&line, "HELP").await, "MENU: lessons. PROGRESS: how you are doing.");
    says(
        &reply(&line, "MENU").await,
        "1 English, 2 maths, 3 reading, 4 debate, 5 general knowledge, 6 Mandarin tones",
    );
    says(&reply(&line, "PROGRESS").await, "You have not done any exercises yet.");
    says(&reply(&line, "LANG").await, "LANG RW for Kinyarwanda");
    says(&reply(&line, "LANG FR").await, "I know English and Kinyarwanda.");
    says(&reply(&line, "NAME").await, "Send NAME and your name");
    says(&reply(&line, "NAME 12345").await, "I could not read that name.");
    says(&reply(&line, "Name Jean Claude").await, "I will call you Jean Claude.");
    let stopped = line.text("STOP").await.expect("an answer");
    assert!(stopped.replies.is_empty(), "the service answers STOP itself: {:?}", stopped.replies);
    says(&reply(&line, "MENU").await, "Text START if you change your mind.");
    says(&reply(&line, "START").await, "Welcome back to Toneline.");
    says(&reply(&line, "6").await, "What does hua1 mean? 1: flower.");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_keyword_is_answered_in_kinyarwanda() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    says(&reply(&line, "Muraho, ndashaka kwiga imibare").await, "Murakaza neza");
    let right = app.sum(&line.from).await;
    reply(&line, &right.to_string()).await;
    says(&reply(&line, "PROGRESS").await, "1");
    says(&reply(&line, "HELP").await, "PROGRESS: aho ugeze");
    says(&reply(&line, "MENU").await, "Urashaka kwiga iki?");
    says(&reply(&line, "IZINA Aline").await, "Aline");
    assert!(line.text("STOP").await.expect("an answer").replies.is_empty());
    reply(&line, "START").await;
    says(&reply(&line, "LANG EN").await, "I will write to you in English.");
    says(&reply(&line, "URURIMI RW").await, "Urashaka kwiga iki?");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_number_on_whatsapp_is_the_same_learner() {
    let app = TestApp::start().await;
    let line = app.line();
    reply(&line, "NAME Aline").await;
    reply(&line, "LANG RW").await;
    let whatsapp = line.clone().with_from(&format!("whatsapp:{}", line.from));
    says(&reply(&whatsapp, "MENU").await, "Urashaka kwiga iki?");
    until("the texts are in the journal", async || app.counts().await.turns == 3).await;
    assert_eq!(app.counts().await.users, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_texts_get_a_reply_and_harm_nothing() {
    let app = TestApp::start().await;
    let line = app.line();
    reply(&line, "MENU").await;
    for body in [
        "",
        " ",
        "\u{1f600}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "\u{0}\u{7}",
        "<Say>&amp;</Say>]]>",
        "' OR 1=1 --",
    ] {
        reply(&line, body).await;
    }
    reply(&line, &"long ".repeat(320)).await;
    reply(&line, &"\u{e9}\u{1f600}".repeat(400)).await;
    let body = "NAME \u{1f600}";
    says(&reply(&line, body).await, "I could not read that name.");
    says(&reply(&line, "MENU").await, "What would you like to learn?");
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_that_nobody_knows_are_passed_over() {
    let app = TestApp::start().await;
    let form = [
        ("MessageSid", "SM00000000000000000000000000000001"),
        ("From", "+250788999000"),
        ("To", "+250730000000"),
        ("Body", "MENU"),
        ("NumMedia", "0"),
        ("ChannelMetadata", "{\"type\":\"whatsapp\"}"),
        ("OfALaterDay", "\u{fffd}"),
        ("OfALaterDay", "twice"),
        ("Empty", ""),
    ];
    let (status, body) = app.post("/webhook/sms", &form).await;
    assert_eq!(status, 200);
    says(&body, "What would you like to learn?");
    // Nothing but what tells the message apart.
    let form = [("MessageSid", "SM00000000000000000000000000000002"), ("From", "+250788999000")];
    assert_eq!(app.post("/webhook/sms", &form).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_texts_is_asked_once_to_wait() {
    let app = TestApp::builder().with("MESSAGES_PER_MINUTE", "5").start().await;
    let line = app.line();
    let mut told = 0;
    for _ in 0..12 {
        let exchange = line.text("MENU").await.expect("an answer");
        told += exchange
            .replies
            .iter()
            .filter(|reply| reply.body.contains("Please wait a minute"))
            .count();
    }
    assert_eq!(told, 1);
    let other = app.line();
    says(&reply(&other, "MENU").await, "What would you like to learn?");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_begun_by_text_keeps_its_problem_on_the_phone() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    reply(&line, "maths").await;
    let asked = app.sum(&line.from).await;
    let (mut caller, _) = Caller::greeted(&line).await;
    says(&caller.press("1").await, "we go on");
    let context = app.context(&line.from).await.expect("a context");
    assert_eq!(answer_in(&context), Some(asked));
    caller.hang_up().await;
}
