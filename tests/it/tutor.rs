//! The tutor whole: the settings name providers, the stand-ins play them, and a learner talks by text and by voice.

use std::time::Duration;

use toneline::phone::Line;
use toneline::standins::{Act, Endpoint, Outcome, Script, Server};

use crate::caller::{Caller, says};
use crate::learner::made;
use crate::talker::{OFFLINE, modules, texted, to_the_talker};
use crate::test_app::{Builder, TestApp, until};

const WISE: &str = "Football is a fine game. Who do you play with?";

fn with_companies(companies: &Server) -> Builder {
    let base = companies.base_of(Endpoint::OpenAiChat);
    let of = |model: &str| format!("acme=openai:{model}@{base}");
    let builder = TestApp::builder().with_redis().with_postgres().with_modules(modules());
    builder
        .with("TUTOR_CHAT", of("mind"))
        .with("TUTOR_EARS", of("ear"))
        .with("TUTOR_VOICES", of("voice"))
        .with("TUTOR_KEYS", "acme=a-key-that-nobody-sees")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_answered_by_the_company_that_the_settings_name() {
    let script = Script::default().always(Endpoint::OpenAiChat, Act::answer().saying(WISE));
    let companies = Server::start(script).await.expect("a port");
    let mut app = with_companies(&companies).start().await;
    let line = app.line();
    to_the_talker(&line).await;
    let exchange = line.text("I like football").await.expect("an answer");
    assert_eq!(exchange.replies[0].body, format!("Thank you. {WISE} And you?"));
    let request = companies.seen().last(Endpoint::OpenAiChat).expect("it was asked");
    let body = String::from_utf8(request.body).expect("JSON");
    assert!(body.contains("I like football"), "{body}");
    assert!(!body.contains(&line.from), "the number went out");
    let charged = companies.seen().charges();
    assert_eq!(charged.len(), 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_every_company_fails_the_lines_that_stand_are_said() {
    let failing = Act::ending(Outcome::ServerError);
    let script = Script::default().always(Endpoint::OpenAiChat, failing);
    let companies = Server::start(script).await.expect("a port");
    let app = with_companies(&companies).start().await;
    let line = app.line();
    to_the_talker(&line).await;
    let exchange = line.text("I like football").await.expect("an answer");
    let body = exchange.replies.first().map(|reply| reply.body.clone());
    let late = || app.outbox.to(&line.from).first().cloned();
    until("an answer, now or later", async || body.is_some() || late().is_some()).await;
    says(&body.or_else(late).expect("it came"), OFFLINE);
}

/// Companies that think for so long, and a text that asks them; the settings are those that are shipped.
async fn asked_by_text(thinks: Duration) -> (Server, TestApp, Line) {
    let act = Act::answer().after(thinks).saying(WISE);
    let script = Script::default().always(Endpoint::OpenAiChat, act);
    let companies = Server::start(script).await.expect("a port");
    let app = with_companies(&companies).start().await;
    let line = app.line();
    to_the_talker(&line).await;
    let exchange = line.text("I like football").await.expect("an answer");
    assert!(exchange.replies.is_empty(), "nothing yet: {:?}", exchange.replies);
    (companies, app, line)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_takes_four_seconds_still_answers_a_text() {
    let (companies, app, line) = asked_by_text(Duration::from_secs(4)).await;
    until("the answer follows", async || !app.outbox.to(&line.from).is_empty()).await;
    assert_eq!(app.outbox.to(&line.from), [format!("Thank you. {WISE} And you?")]);
    assert_eq!(companies.seen().requests(Endpoint::OpenAiChat), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_takes_longer_than_a_webhook_still_answers_a_call() {
    let act = Act::answer().after(Duration::from_millis(3_300)).saying(WISE);
    let script = Script::default().always(Endpoint::OpenAiChat, act);
    let companies = Server::start(script).await.expect("a port");
    // Without a voice nothing is spoken in a stream, and the telephony service gathers.
    let app = with_companies(&companies).with("EMBEDDED_VOICE", "none").start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    says(&caller.press("8").await, "What do you like?");
    let said = caller.speech("I like football").await;
    assert_eq!(said, format!("Let me think. Thank you. {WISE} And you?"));
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_waits_for_is_cancelled() {
    let (companies, app, line) = asked_by_text(Duration::from_secs(15)).await;
    assert_eq!(companies.seen().left(Endpoint::OpenAiChat), 0);
    let menu = line.text("MENU").await.expect("an answer");
    says(&menu.replies[0].body, "What would you like to learn?");
    let left = companies.seen();
    let left = left.until_left(Endpoint::OpenAiChat, 1);
    tokio::time::timeout(Duration::from_secs(6), left).await.expect("the request is given up");
    assert!(app.outbox.to(&line.from).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_companies_are_slow_a_call_is_never_silent_for_long() {
    let Some(speech) = made("ma1").await else { return };
    let late = |ms| Act::answer().after(Duration::from_millis(ms));
    // Each within its time, and together far beyond what anybody waits for in silence.
    let script = Script::default()
        .always(Endpoint::OpenAiTranscription, late(2_000).saying("I like football"))
        .always(Endpoint::OpenAiChat, late(900).saying(WISE))
        .always(Endpoint::OpenAiSpeech, late(900));
    let companies = Server::start(script).await.expect("a port");
    let app = with_companies(&companies).start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("8").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller.call.until_quiet().await.expect("the question");
    caller.call.speak_mulaw(&speech).await.expect("the stream is open");
    let mut soft = 0;
    let answer = loop {
        let heard = caller.call.until_quiet().await.expect("something");
        if heard.len() > 8_000 {
            break heard;
        }
        // The turn's first words are loud; the sound of an answer that is waited for is not.
        let loudest = heard.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
        soft += u32::from((1..2_000).contains(&loudest));
    };
    // While the words are written down, at the least; what is followed by a voice at once is heard as one with it.
    assert!(soft >= 1, "{soft} soft sounds");
    assert!(answer.iter().any(|sample| sample.unsigned_abs() > 4_000), "the provider's voice");
    let kept = app.context(&line.from).await.expect("a context");
    assert_eq!(kept.conversation_history.last().expect("an exchange").user, "I like football");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_older_turns_of_a_long_talk_are_shortened_in_the_background_and_sent_in_short() {
    let script = Script::default().always(Endpoint::OpenAiChat, Act::answer().saying(WISE));
    let companies = Server::start(script).await.expect("a port");
    let without_limits = with_companies(&companies)
        .with("TUTOR_BUDGET_DAY", "none")
        .with("TUTOR_BUDGET_LEARNER", "none")
        .with("TUTOR_BUDGET_SUMMARIES", "none")
        .with("TUTOR_COST_LIMIT", "none")
        .with("MESSAGES_PER_MINUTE", "1000");
    let app = without_limits.start().await;
    let line = app.line();
    to_the_talker(&line).await;
    for n in 0..48 {
        let body = format!("Turn {n}. {}", "I walked to the market with my sister. ".repeat(20));
        line.text(&body).await.expect("an answer");
    }
    until("the summary is kept", async || {
        app.context(&line.from).await.is_some_and(|context| context.summary.is_some())
    })
    .await;
    line.text("What do I like?").await.expect("an answer");
    let request = companies.seen().last(Endpoint::OpenAiChat).expect("it was asked");
    let body = String::from_utf8(request.body).expect("JSON");
    assert!(
        body.contains("What do I like?") && body.contains("What was said before, in short"),
        "{body}"
    );
    assert!(body.contains("Turn 0. ") && body.contains("Turn 47. "), "the first and the last stay");
    assert!(!body.contains("Turn 5. "), "what is in the summary is not sent again");
    let shortened = companies.seen().requests(Endpoint::OpenAiChat);
    assert_eq!(shortened, 48 + 1 + 1, "asked for once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_talks_with_three_companies_at_once() {
    let Some(speech) = made("ma1").await else { return };
    let script = Script::default()
        .always(Endpoint::OpenAiTranscription, Act::answer().saying("I like football"))
        .always(Endpoint::OpenAiChat, Act::answer().saying(WISE));
    let companies = Server::start(script).await.expect("a port");
    let app = with_companies(&companies).start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("8").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller.call.until_quiet().await.expect("the question");
    caller.call.speak_mulaw(&speech).await.expect("the stream is open");
    until("the answer is kept", async || {
        let context = app.context(&line.from).await;
        let last = context.and_then(|context| context.conversation_history.last().cloned());
        last.is_some_and(|last| last.user == "I like football" && last.ai == WISE)
    })
    .await;
    let seen = companies.seen();
    until("both sentences are spoken", async || seen.requests(Endpoint::OpenAiSpeech) == 2).await;
    assert_eq!(seen.requests(Endpoint::OpenAiTranscription), 1);
    tokio::time::sleep(Duration::from_millis(200)).await;
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_in_danger_is_told_of_the_helplines_and_no_company_is_asked() {
    let script = Script::default().always(Endpoint::OpenAiChat, Act::answer().saying(WISE));
    let companies = Server::start(script).await.expect("a port");
    let app = with_companies(&companies).start().await;
    let line = app.line();
    to_the_talker(&line).await;
    let exchange = line.text("My uncle touches me at night").await.expect("an answer");
    let said = &exchange.replies[0].body;
    assert!(said.contains("1 1 6") && said.contains("1 1 2"), "{said}");
    assert!(companies.seen().last(Endpoint::OpenAiChat).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_in_danger_is_told_of_the_helplines_without_any_company() {
    let app = TestApp::builder().start().await;
    let line = app.line();
    texted(&line, &["hello", "1", "2"]).await;
    let exchange = line.text("I want to kill myself").await.expect("an answer");
    let said = &exchange.replies[0].body;
    assert!(said.contains("1 1 6") && said.contains("1 1 2"), "{said}");
}

/// With one company that thinks, and the lessons of the line.
fn with_a_mind(companies: &Server) -> Builder {
    let mind = format!("acme=openai:mind@{}", companies.base_of(Endpoint::OpenAiChat));
    TestApp::builder().with("TUTOR_CHAT", mind).with("TUTOR_KEYS", "acme=a-key-that-nobody-sees")
}

/// What the company was sent last.
fn sent(companies: &Server) -> serde_json::Value {
    let request = companies.seen().last(Endpoint::OpenAiChat).expect("it was asked");
    serde_json::from_slice(&request.body).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_company_what_the_offline_tutor_knows_is_answered_at_once() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    texted(&line, &["hello", "1"]).await;
    let known = line.text("What is the Kinyarwanda word for river?").await.expect("an answer");
    says(&known.replies[0].body, "umugezi");
    let context = app.context(&line.from).await.expect("a context");
    says(&context.conversation_history.last().expect("an exchange").ai, "umugezi");
    let unknown = line.text("What is my grandfather's favourite song?").await.expect("an answer");
    says(&unknown.replies[0].body, "I do not know that yet.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_question_is_asked_once_for_all_learners_and_without_their_menus() {
    let answer = "A volcano is a mountain that opens downward to melted rock under the earth.";
    let script = Script::default().always(Endpoint::OpenAiChat, Act::answer().saying(answer));
    let companies = Server::start(script).await.expect("a port");
    let app = with_a_mind(&companies).start().await;
    for _ in 0..2 {
        let line = app.line();
        texted(&line, &["hello", "1", "5"]).await;
        let exchange = line.text("What is a volcano made of?").await.expect("an answer");
        says(&exchange.replies[0].body, answer);
        // What is kept is kept off the learner's path.
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_eq!(companies.seen().requests(Endpoint::OpenAiChat), 1);
    let body = sent(&companies);
    assert_eq!(body["messages"].as_array().map(Vec::len), Some(2), "no menus: {body}");
    says(&body["messages"][0]["content"].to_string(), "level");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_name_no_lesson_lead_to_the_one_that_a_company_names() {
    let script = Script::default().always(Endpoint::OpenAiChat, Act::answer().saying("mandarin"));
    let companies = Server::start(script).await.expect("a port");
    let app = with_a_mind(&companies).with_redis().start().await;
    let line = app.line();
    texted(&line, &["hello", "1"]).await;
    line.text("something my aunt would enjoy").await.expect("an answer");
    let context = app.context(&line.from).await.expect("a context");
    let module = context.current_module.expect("a module");
    assert_eq!(module.as_str(), "mandarin");
    says(&sent(&companies)["messages"][0]["content"].to_string(), "comprehension, debate");
    let deaf = TestApp::builder().with_redis().start().await;
    let line = deaf.line();
    texted(&line, &["hello", "1", "something my aunt would enjoy"]).await;
    let module = deaf.context(&line.from).await.and_then(|context| context.current_module);
    assert_eq!(module.expect("a module").as_str(), "general", "without one it is asked again");
}
