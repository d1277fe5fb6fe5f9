//! The tutor whole: the settings name providers, the stand-ins play them, and a learner talks by text and by voice.

use std::time::Duration;

use toneline::standins::{Act, Endpoint, Outcome, Script, Server};

use crate::caller::{Caller, says};
use crate::learner::made;
use crate::talker::{OFFLINE, modules};
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
    for body in ["hello", "1", "talker"] {
        line.text(body).await.expect("an answer");
    }
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
    for body in ["hello", "1", "talker"] {
        line.text(body).await.expect("an answer");
    }
    let exchange = line.text("I like football").await.expect("an answer");
    let body = exchange.replies.first().map(|reply| reply.body.clone());
    let late = || app.outbox.to(&line.from).first().cloned();
    until("an answer, now or later", async || body.is_some() || late().is_some()).await;
    says(&body.or_else(late).expect("it came"), OFFLINE);
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
    for body in ["hello", "1", "talker"] {
        line.text(body).await.expect("an answer");
    }
    let exchange = line.text("My uncle touches me at night").await.expect("an answer");
    let said = &exchange.replies[0].body;
    assert!(said.contains("1 1 6") && said.contains("1 1 2"), "{said}");
    assert!(companies.seen().last(Endpoint::OpenAiChat).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_in_danger_is_told_of_the_helplines_without_any_company() {
    let app = TestApp::builder().start().await;
    let line = app.line();
    for body in ["hello", "1", "2"] {
        line.text(body).await.expect("an answer");
    }
    let exchange = line.text("I want to kill myself").await.expect("an answer");
    let said = &exchange.replies[0].body;
    assert!(said.contains("1 1 6") && said.contains("1 1 2"), "{said}");
}
