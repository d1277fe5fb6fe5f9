//! Models that write, against a stand-in that behaves and misbehaves as the companies do.

#[path = "support/providers.rs"]
mod support;

use std::time::Duration;

use futures_util::StreamExt as _;
use secrecy::SecretString;
use serde_json::{Value, json};
use support::{
    KEY, client, errand, failures, is_about_a_minute, keeps_quiet, key, model, soon, within,
};
use test_case::test_case;
use tokio::time::Instant;
use toneline::ports::PortError;
use toneline::ports::chat::{Chat, Delta, Deltas, Message, Prompt, Role};
use toneline::ports::errand::{Errand, Fault, ProviderError, Usage};
use toneline::providers::chat::{GeminiChat, OpenAiChat};
use toneline::standins::{Act, Chaos, Chunks, Endpoint, Outcome, Script, Server, Wait};
use url::Url;

const BOTH: [Endpoint; 2] = [Endpoint::OpenAiChat, Endpoint::GeminiChat];

fn chat(server: &Server, at: Endpoint) -> Box<dyn Chat> {
    at_base(server.base_of(at), at, key()).expect("a provider")
}

fn at_base(base: Url, at: Endpoint, key: Option<SecretString>) -> Result<Box<dyn Chat>, PortError> {
    let model = model("small-1");
    Ok(match at {
        Endpoint::GeminiChat => Box::new(GeminiChat::new(client(), base, key, model)?),
        _ => Box::new(OpenAiChat::new(client(), base, key, model)?),
    })
}

fn prompt() -> Prompt {
    let message = |role, text: &str| Message { role, text: text.to_owned() };
    Prompt {
        messages: vec![
            message(Role::System, "You are a patient tutor."),
            message(Role::User, "Yesterday I goed home."),
            message(Role::Assistant, "You went home. And then?"),
            message(Role::User, "Then I eated — “isombe” 😀."),
        ],
        max_tokens: 200,
        temperature: 0.5,
    }
}

async fn all(mut deltas: Deltas) -> (String, Result<Usage, ProviderError>) {
    let mut text = String::new();
    loop {
        match soon(deltas.next()).await.expect("a stream has an end of its own") {
            Ok(Delta::Text(more)) => text.push_str(&more),
            Ok(Delta::Done(usage)) => return (text, Ok(usage)),
            Err(error) => {
                keeps_quiet(&error);
                assert!(soon(deltas.next()).await.is_none(), "after an error the stream ends");
                return (text, Err(error));
            }
        }
    }
}

/// The error of a question, whether it came before the first piece or after.
async fn error(chat: &dyn Chat, errand: &Errand) -> ProviderError {
    let error = match soon(chat.ask(errand, &prompt())).await {
        Err(error) => error,
        Ok(deltas) => all(deltas).await.1.expect_err("an error"),
    };
    keeps_quiet(&error);
    error
}

#[test_case(Chunks::Natural; "as the service cuts it")]
#[test_case(Chunks::Whole; "whole")]
#[test_case(Chunks::Every(1); "byte by byte")]
#[test_case(Chunks::Every(7); "inside lines and characters")]
#[test_case(Chunks::Random(3); "at random")]
#[tokio::test]
async fn an_answer_is_the_same_however_it_is_cut_and_costs_what_was_charged(chunks: Chunks) {
    let act = Act::answer().cut(chunks);
    for at in BOTH {
        let server =
            Server::start(Script::default().always(at, act.clone())).await.expect("a server");
        let deltas = soon(chat(&server, at).ask(&errand(), &prompt())).await.expect("an answer");
        let (text, usage) = all(deltas).await;
        assert_eq!(text, act.says);
        let usage = usage.expect("a whole answer");
        soon(server.seen().until_idle()).await;
        let charges = server.seen().charges();
        let [charge] = charges.as_slice() else { panic!("one charge: {charges:?}") };
        assert!(charge.told && charge.output_tokens > 5 && charge.model == "small-1");
        let told = (charge.input_tokens, charge.output_tokens, false);
        assert_eq!((usage.input_tokens, usage.output_tokens, usage.estimated), told);
        assert_eq!(server.seen().left(at), 0);
    }
}

#[tokio::test]
async fn each_failure_has_its_class_and_keeps_the_services_words_to_itself() {
    for at in BOTH {
        let mut script = Script::default();
        for (outcome, _) in failures(at) {
            script = script.then(at, Act::ending(outcome));
        }
        let minute = Act::ending(Outcome::RateLimited(Wait::Date(60)));
        let server = Server::start(script.then(at, minute)).await.expect("a server");
        let chat = chat(&server, at);
        for (outcome, fault) in failures(at) {
            let error = error(&*chat, &errand()).await;
            assert_eq!((error.fault, error.usage), (fault, Usage::default()), "{at:?} {outcome:?}");
        }
        assert!(is_about_a_minute(error(&*chat, &errand()).await.fault));
        let text = soon(chat.ask(&errand(), &prompt())).await.expect("it has recovered");
        assert!(all(text).await.1.is_ok());
    }
}

#[test_case(Outcome::WrongType, Fault::Malformed; "a page of HTML")]
#[test_case(Outcome::MalformedJson, Fault::Malformed; "an event that is not JSON")]
#[test_case(Outcome::Cut { after: 300, clean: true }, Fault::Malformed; "a body that ends too early")]
#[test_case(Outcome::Cut { after: 300, clean: false }, Fault::Network; "a connection that breaks")]
#[test_case(Outcome::Cut { after: 0, clean: false }, Fault::Network; "a connection that breaks at once")]
#[test_case(Outcome::Refused, Fault::ContentRefused; "content that is declined half-way")]
#[tokio::test]
async fn an_answer_that_goes_wrong_half_way_is_an_error_of_its_class(
    outcome: Outcome,
    fault: Fault,
) {
    for at in BOTH {
        let server = Server::start(Script::default().always(at, Act::ending(outcome))).await;
        let server = server.expect("a server");
        assert_eq!(error(&*chat(&server, at), &errand()).await.fault, fault, "{at:?}");
    }
}

#[tokio::test]
async fn what_a_broken_answer_used_is_told_where_it_was_and_else_estimated() {
    let cut = Act::ending(Outcome::Cut { after: 1_500, clean: false });
    let script = Script::default()
        .always(Endpoint::OpenAiChat, cut.clone())
        .always(Endpoint::GeminiChat, cut);
    let server = Server::start(script).await.expect("a server");
    let openai = error(&*chat(&server, Endpoint::OpenAiChat), &errand()).await.usage;
    assert!(openai.estimated && openai.input_tokens > 10 && openai.output_tokens > 0, "{openai:?}");
    let gemini = error(&*chat(&server, Endpoint::GeminiChat), &errand()).await.usage;
    assert!(!gemini.estimated, "it tells with every piece: {gemini:?}");
    soon(server.seen().until_idle()).await;
    let charges = server.seen().charges();
    let charge = charges.iter().find(|charge| charge.endpoint == Endpoint::GeminiChat);
    let charge = charge.expect("a charge");
    assert_eq!((charge.input_tokens, charge.told), (gemini.input_tokens, true));
    assert!(charges.iter().any(|c| c.endpoint == Endpoint::OpenAiChat && !c.told));
}

#[tokio::test]
async fn where_nothing_is_told_the_usage_is_an_estimate() {
    for at in BOTH {
        let script = Script::default().always(at, Act::answer().without_usage());
        let server = Server::start(script).await.expect("a server");
        let deltas = soon(chat(&server, at).ask(&errand(), &prompt())).await.expect("an answer");
        let usage = all(deltas).await.1.expect("a whole answer");
        assert!(
            usage.estimated && usage.input_tokens > 20 && usage.output_tokens > 10,
            "{usage:?}"
        );
    }
}

#[tokio::test]
async fn dropping_the_answer_or_the_question_closes_the_connection() {
    for at in BOTH {
        let script = Script::default()
            .then(at, Act::answer().dripping(Duration::from_millis(200)))
            .then(at, Act::ending(Outcome::Silent));
        let server = Server::start(script).await.expect("a server");
        let chat = chat(&server, at);
        let mut deltas = soon(chat.ask(&errand(), &prompt())).await.expect("an answer");
        assert!(matches!(soon(deltas.next()).await, Some(Ok(Delta::Text(_)))));
        drop(deltas);
        soon(server.seen().until_left(at, 1)).await;
        {
            let (errand, prompt) = (errand(), prompt());
            tokio::select! {
                _ = chat.ask(&errand, &prompt) => panic!("a silent service has answered"),
                () = server.seen().until_requests(at, 2) => {}
            }
        }
        soon(server.seen().until_left(at, 2)).await;
    }
}

#[tokio::test]
async fn the_deadlines_for_the_first_piece_and_for_the_whole_are_kept() {
    let (short, long) = (Duration::from_millis(80), Duration::from_secs(60));
    for at in BOTH {
        let script = Script::default()
            .then(at, Act::ending(Outcome::Silent))
            .then(at, Act::answer().dripping(Duration::from_millis(600)));
        let server = Server::start(script).await.expect("a server");
        let chat = chat(&server, at);
        let hasty = within(short, long);
        assert_eq!(error(&*chat, &hasty).await.fault, Fault::Timeout);
        assert!(Instant::now() >= hasty.first_by, "not before");
        let errand = within(Duration::from_millis(1_500), Duration::from_millis(1_500));
        let late = error(&*chat, &errand).await;
        assert_eq!(late.fault, Fault::Timeout);
        assert!(late.usage.input_tokens > 0, "it was working on it: {:?}", late.usage);
        assert!(Instant::now() >= errand.whole_by, "not before");
        soon(server.seen().until_left(at, 2)).await;
    }
}

#[tokio::test]
async fn a_request_names_itself_shows_its_key_and_asks_for_a_stream_with_usage() {
    let server = Server::start(Script::default()).await.expect("a server");
    let seen = server.seen();
    let errand = errand();
    for at in BOTH {
        drop(soon(chat(&server, at).ask(&errand, &prompt())).await.expect("an answer"));
    }
    let openai = seen.last(Endpoint::OpenAiChat).expect("a request");
    assert_eq!(openai.path, "/openai/v1/chat/completions");
    assert_eq!(openai.headers["x-request-id"], errand.request.to_string());
    assert_eq!(openai.headers["authorization"], format!("Bearer {KEY}"));
    let body: Value = serde_json::from_slice(&openai.body).expect("JSON");
    assert_eq!(body["model"], "small-1");
    assert_eq!((&body["stream"], &body["max_tokens"]), (&json!(true), &json!(200)));
    assert_eq!(body["stream_options"], json!({ "include_usage": true }));
    assert_eq!(
        body["messages"][3],
        json!({ "role": "user", "content": "Then I eated — “isombe” 😀." })
    );
    let gemini = seen.last(Endpoint::GeminiChat).expect("a request");
    assert_eq!(gemini.path, "/gemini/v1beta/models/small-1:streamGenerateContent?alt=sse");
    assert_eq!(gemini.headers["x-request-id"], errand.request.to_string());
    assert_eq!(gemini.headers["x-goog-api-key"], KEY);
    let body: Value = serde_json::from_slice(&gemini.body).expect("JSON");
    let said = json!({ "parts": [{ "text": "You are a patient tutor." }] });
    assert_eq!(body["systemInstruction"], said);
    assert_eq!(body["contents"][1]["role"], "model");
    assert_eq!(body["generationConfig"], json!({ "maxOutputTokens": 200, "temperature": 0.5 }));
}

#[tokio::test]
async fn the_limit_of_tokens_ends_an_answer_in_good_order() {
    for at in BOTH {
        let server = Server::start(Script::default()).await.expect("a server");
        let short = Prompt { max_tokens: 3, ..prompt() };
        let deltas = soon(chat(&server, at).ask(&errand(), &short)).await.expect("an answer");
        let (text, usage) = all(deltas).await;
        assert_eq!(text, "Very good! “I ");
        assert_eq!(usage.expect("a whole answer").output_tokens, 3);
    }
}

#[tokio::test]
async fn one_connection_serves_one_question_after_another() {
    for at in BOTH {
        // The body ends a moment after the answer.
        let act = Act::answer().dripping(Duration::from_millis(3));
        let server = Server::start(Script::default().always(at, act)).await.expect("a server");
        let chat = chat(&server, at);
        for _ in 0..5 {
            let deltas = soon(chat.ask(&errand(), &prompt())).await.expect("an answer");
            assert!(all(deltas).await.1.is_ok());
            // A learner thinks before the next one; meanwhile the connection goes back to the pool.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // One, unless the machine was busy just then; five if each answer gave its connection up.
        let connections = server.seen().connections();
        assert!((1..=3).contains(&connections), "{at:?}: {connections} for 5 questions");
    }
}

#[tokio::test]
async fn where_nobody_listens_it_is_the_network() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let base = Url::parse(&format!("http://127.0.0.1:{port}/v1")).expect("a URL");
    for at in BOTH {
        let chat = at_base(base.clone(), at, None).expect("a provider");
        assert_eq!(error(&*chat, &errand()).await.fault, Fault::Network);
    }
}

#[test]
fn a_key_does_not_travel_in_the_clear_and_is_not_shown() {
    let base = |url: &str| Url::parse(url).expect("a URL");
    for at in BOTH {
        assert!(at_base(base("http://models.example.org/v1"), at, key()).is_err());
        assert!(at_base(base("http://models.example.org/v1"), at, None).is_ok(), "no key, no harm");
        assert!(at_base(base("https://models.example.org/v1"), at, key()).is_ok());
        assert!(at_base(base("mailto:x@example.org"), at, None).is_err());
        let two_lines = Some(SecretString::from("one\ntwo"));
        assert!(at_base(base("https://models.example.org/v1"), at, two_lines).is_err());
    }
    let chat = OpenAiChat::new(client(), base("https://example.org"), key(), model("m"));
    assert!(!format!("{chat:?}").contains(KEY));
}

#[tokio::test]
async fn by_chance_about_the_asked_part_fails_and_every_charge_that_was_told_is_known_here() {
    let mut chaos = Chaos::new(11, 0.3);
    // A service that keeps silent is waited for elsewhere.
    chaos.kinds.retain(|kind| *kind != Outcome::Silent);
    let server = Server::start(chaos).await.expect("a server");
    let chats = [Endpoint::OpenAiChat, Endpoint::GeminiChat].map(|at| chat(&server, at));
    let (mut failed, mut known) = (0, Vec::new());
    for n in 0..200_u128 {
        let errand = Errand { request: uuid::Uuid::from_u128(n), ..errand() };
        let answer = soon(chats[(n % 2) as usize].ask(&errand, &prompt())).await;
        let usage = match answer {
            Err(error) => Err(error),
            Ok(deltas) => all(deltas).await.1,
        };
        failed += usize::from(usage.is_err());
        let usage = usage.unwrap_or_else(|error| error.usage);
        if !usage.estimated && usage != Usage::default() {
            known.push((errand.request.to_string(), usage.input_tokens, usage.output_tokens));
        }
    }
    assert!((35..=90).contains(&failed), "{failed} of 200");
    soon(server.seen().until_idle()).await;
    let charges = server.seen().charges();
    let told = charges.iter().filter(|charge| charge.told);
    let mut told: Vec<_> =
        told.map(|c| (c.request.clone(), c.input_tokens, c.output_tokens)).collect();
    told.sort();
    known.sort();
    assert_eq!(known, told);
}

/// A server that answers every request with this body in one piece.
async fn in_one_piece(body: &'static str) -> Url {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = [0_u8; 16 * 1024];
            let _ = socket.read(&mut request).await;
            let length = body.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            let _ = socket.write_all((head + body).as_bytes()).await;
        }
    });
    Url::parse(&format!("http://{at}/v1")).expect("a URL")
}

#[tokio::test]
async fn an_answer_in_one_piece_is_an_answer_with_its_usage() {
    let base = in_one_piece(
        r#"{"choices":[{"message":{"role":"assistant","content":"It rains."},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":31,"completion_tokens":4}}"#,
    );
    let chat = at_base(base.await, Endpoint::OpenAiChat, key()).expect("a client");
    let (text, usage) = all(soon(chat.ask(&errand(), &prompt())).await.expect("an answer")).await;
    let usage = usage.expect("a whole answer");
    assert_eq!((text.as_str(), usage.input_tokens, usage.output_tokens), ("It rains.", 31, 4));
    assert!(!usage.estimated);
}

#[tokio::test]
async fn nonsense_in_one_piece_is_told_with_what_it_will_have_cost() {
    for body in [r#"{"choices":[{"message":{"content":""}}]}"#, r#"{"choices": oh"#] {
        let chat = at_base(in_one_piece(body).await, Endpoint::OpenAiChat, key());
        let error = error(&*chat.expect("a client"), &errand()).await;
        assert_eq!(error.fault, Fault::Malformed);
        assert!(error.usage.estimated && error.usage.input_tokens > 10, "{error:?}");
    }
}
