//! Services that write down speech, against a stand-in that behaves and misbehaves as the companies do.

#[path = "support/providers.rs"]
mod support;

use std::time::Duration;

use secrecy::SecretString;
use support::{
    KEY, client, errand, failures, is_about_a_minute, keeps_quiet, key, model, soon, within,
};
use test_case::test_case;
use tokio::time::Instant;
use toneline::domain::lang::Lang;
use toneline::ports::errand::{Errand, Fault, ProviderError, Usage};
use toneline::ports::hearing::{Expecting, Transcriber, Transcript};
use toneline::providers::hearing::{
    Coding, Deepgram, ElevenLabsAgent, HuggingFace, OpenAiTranscription,
};
use toneline::standins::{Act, Chunks, Endpoint, Outcome, Script, Server, Wait};

const WHOLE: [Endpoint; 2] = [Endpoint::OpenAiTranscription, Endpoint::HuggingFace];
const STREAMED: [Endpoint; 2] = [Endpoint::Deepgram, Endpoint::ElevenLabsAgent];
const ALL: [Endpoint; 4] = [
    Endpoint::OpenAiTranscription,
    Endpoint::HuggingFace,
    Endpoint::Deepgram,
    Endpoint::ElevenLabsAgent,
];

fn ear(server: &Server, at: Endpoint) -> Box<dyn Transcriber> {
    ear_with(server, at, key(), Coding::Mulaw)
}

fn ear_with(
    server: &Server,
    at: Endpoint,
    key: Option<SecretString>,
    coding: Coding,
) -> Box<dyn Transcriber> {
    let (base, http) = (server.base_of(at), client());
    let ear: Result<Box<dyn Transcriber>, _> = match at {
        Endpoint::HuggingFace => HuggingFace::new(http, base, key, model("some/whisper"))
            .map(|ear| Box::new(ear) as Box<dyn Transcriber>),
        Endpoint::Deepgram => Deepgram::new(base, key, model("nova-3"), coding)
            .map(|ear| Box::new(ear) as Box<dyn Transcriber>),
        Endpoint::ElevenLabsAgent => ElevenLabsAgent::new(http, base, key, model("agent-1"))
            .map(|ear| Box::new(ear) as Box<dyn Transcriber>),
        _ => OpenAiTranscription::new(http, base, key, model("whisper-1"))
            .map(|ear| Box::new(ear) as Box<dyn Transcriber>),
    };
    ear.expect("a provider")
}

/// A second and a half: 1.2 s of a tone, then a pause.
fn utterance() -> Vec<i16> {
    let sample = |n: usize| {
        let phase = std::f64::consts::TAU * 300.0 * n as f64 / 8_000.0;
        if n < 9_600 { (8_000.0 * phase.sin()) as i16 } else { 0 }
    };
    (0..12_000).map(sample).collect()
}

async fn hear(
    ear: &dyn Transcriber,
    errand: &Errand,
    expecting: &Expecting,
) -> Result<Transcript, ProviderError> {
    let mut hearing = soon(ear.listen(errand, expecting)).await?;
    for frame in utterance().chunks(160) {
        soon(hearing.push(frame)).await?;
    }
    soon(hearing.finish()).await
}

async fn error(ear: &dyn Transcriber, errand: &Errand) -> ProviderError {
    let error = hear(ear, errand, &Expecting::default()).await.expect_err("an error");
    keeps_quiet(&error);
    error
}

#[tokio::test]
async fn each_service_writes_down_what_was_said_and_costs_what_was_charged() {
    for at in ALL {
        let act = Act::answer().saying("I went — “home” 😀");
        let server = Server::start(Script::default().always(at, act.clone())).await;
        let server = server.expect("a server");
        let ear = ear(&server, at);
        assert_eq!(ear.streams(), STREAMED.contains(&at));
        let heard = hear(&*ear, &errand(), &Expecting::default()).await.expect("words");
        assert_eq!(heard.text, act.says, "{at:?}");
        assert_eq!(heard.usage, Usage { audio_ms: 1_500, ..Usage::default() });
        soon(server.seen().until_idle()).await;
        let charges = server.seen().charges();
        let charged: u64 = charges.iter().map(|charge| charge.audio_ms).sum();
        // An agent is sent silence until it has written, and charges for that too.
        let silence = if at == Endpoint::ElevenLabsAgent { 1_000 } else { 0 };
        assert!((1_500 - 25..=1_500 + silence).contains(&charged), "{at:?}: {charged}");
        if at != Endpoint::ElevenLabsAgent {
            assert_eq!(charged, 1_500, "{at:?}");
        }
    }
}

#[tokio::test]
async fn each_failure_has_its_class_and_keeps_the_services_words_to_itself() {
    for at in ALL {
        let mut script = Script::default();
        for (outcome, _) in failures(at) {
            script = script.then(at, Act::ending(outcome));
        }
        let minute = Act::ending(Outcome::RateLimited(Wait::Date(60)));
        let server = Server::start(script.then(at, minute)).await.expect("a server");
        let ear = ear(&server, at);
        for (outcome, fault) in failures(at) {
            assert_eq!(error(&*ear, &errand()).await.fault, fault, "{at:?} {outcome:?}");
        }
        assert!(is_about_a_minute(error(&*ear, &errand()).await.fault));
        let heard = hear(&*ear, &errand(), &Expecting::default()).await;
        assert!(heard.is_ok(), "{at:?}: it has recovered");
    }
}

#[test_case(Outcome::WrongType, Fault::Malformed; "a page of HTML")]
#[test_case(Outcome::MalformedJson, Fault::Malformed; "JSON that is none")]
#[test_case(Outcome::Cut { after: 9, clean: true }, Fault::Malformed; "a body that ends too early")]
#[test_case(Outcome::Cut { after: 9, clean: false }, Fault::Network; "a connection that breaks")]
#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_error_of_its_class(outcome: Outcome, fault: Fault) {
    for at in WHOLE {
        let script = Script::default().always(at, Act::ending(outcome));
        let server = Server::start(script).await.expect("a server");
        assert_eq!(error(&*ear(&server, at), &errand()).await.fault, fault, "{at:?}");
    }
}

#[test_case(Outcome::MalformedJson, Fault::Malformed; "a message that is not JSON")]
#[test_case(Outcome::Cut { after: 0, clean: false }, Fault::Network; "a connection that breaks")]
#[tokio::test]
async fn a_socket_that_goes_wrong_is_an_error_of_its_class(outcome: Outcome, fault: Fault) {
    for at in STREAMED {
        let script = Script::default().always(at, Act::ending(outcome));
        let server = Server::start(script).await.expect("a server");
        // Without a key there is no signed address to ask for first.
        let ear = ear_with(&server, at, None, Coding::Mulaw);
        assert_eq!(error(&*ear, &errand()).await.fault, fault, "{at:?}");
    }
}

#[test_case(Chunks::Every(1); "byte by byte")]
#[test_case(Chunks::Random(5); "at random")]
#[tokio::test]
async fn an_answer_is_the_same_however_it_is_cut(chunks: Chunks) {
    for at in WHOLE {
        let act = Act::answer().cut(chunks.clone());
        let server = Server::start(Script::default().always(at, act.clone())).await;
        let server = server.expect("a server");
        let heard = hear(&*ear(&server, at), &errand(), &Expecting::default()).await;
        assert_eq!(heard.expect("words").text, act.says);
    }
}

#[test_case(Coding::Mulaw, "mulaw"; "as mu-law")]
#[test_case(Coding::Linear16, "linear16"; "as 16-bit samples")]
#[tokio::test]
async fn deepgram_gets_the_sound_while_it_is_spoken(coding: Coding, name: &str) {
    let at = Endpoint::Deepgram;
    let server = Server::start(Script::default()).await.expect("a server");
    let ear = ear_with(&server, at, key(), coding);
    let expecting = Expecting { words: vec!["isombe & co".to_owned()], ..Expecting::default() };
    let errand = errand();
    let heard = hear(&*ear, &errand, &expecting).await.expect("words");
    assert_eq!(heard.confidence, Some(0.91), "the least sure part, and no interim one");
    let request = server.seen().last(at).expect("a request");
    assert_eq!(request.headers["authorization"], format!("Token {KEY}"));
    assert_eq!(request.headers["x-request-id"], errand.request.to_string());
    assert!(request.path.starts_with("/deepgram/v1/listen?model=nova-3"), "{}", request.path);
    for part in [&format!("encoding={name}"), "sample_rate=8000", "keyterm=isombe+%26+co"] {
        assert!(request.path.contains(part), "{}", request.path);
    }
    soon(server.seen().until_idle()).await;
    assert_eq!(server.seen().charges()[0].audio_ms, 1_500);
}

#[tokio::test]
async fn deepgram_ends_in_good_order_where_nothing_was_sent() {
    let server = Server::start(Script::default()).await.expect("a server");
    let ear = ear(&server, Endpoint::Deepgram);
    let hearing = soon(ear.listen(&errand(), &Expecting::default())).await.expect("a line");
    let heard = soon(hearing.finish()).await.expect("an end");
    assert_eq!((heard.text.as_str(), heard.usage), ("", Usage::default()));
}

#[tokio::test]
async fn a_language_that_a_service_does_not_hear_is_said_before_anything_is_sent() {
    let server = Server::start(Script::default()).await.expect("a server");
    let kinyarwanda = Expecting { lang: Lang::Rw, ..Expecting::default() };
    let ear = ear(&server, Endpoint::Deepgram);
    let error = hear(&*ear, &errand(), &kinyarwanda).await.expect_err("an error");
    assert_eq!(error.fault, Fault::BadRequest);
    assert_eq!(server.seen().requests(Endpoint::Deepgram), 0);
}

#[test_case("pcm_16000")]
#[test_case("pcm_8000")]
#[test_case("ulaw_8000")]
#[tokio::test]
async fn an_agent_gets_the_sound_as_it_asks_for_it(format: &'static str) {
    let at = Endpoint::ElevenLabsAgent;
    let script = Script::default().always(at, Act::answer().taking(format).saying("hello"));
    let server = Server::start(script).await.expect("a server");
    for key in [None, key()] {
        let ear = ear_with(&server, at, key, Coding::Mulaw);
        let heard = hear(&*ear, &errand(), &Expecting::default()).await.expect("words");
        assert_eq!(heard.text, "hello");
    }
    assert_eq!(server.seen().requests(at), 3, "a public one, and a signed address with its socket");
}

#[tokio::test]
async fn an_agent_of_which_nothing_was_asked_is_not_waited_for() {
    let server = Server::start(Script::default()).await.expect("a server");
    let ear = ear(&server, Endpoint::ElevenLabsAgent);
    let mut hearing = soon(ear.listen(&errand(), &Expecting::default())).await.expect("a line");
    soon(hearing.push(&[3; 800])).await.expect("silence is taken");
    let heard = soon(hearing.finish()).await.expect("an end");
    assert_eq!(heard.text, "");
}

#[tokio::test]
async fn a_whole_utterance_goes_as_a_file_with_what_is_known_of_it() {
    let server = Server::start(Script::default()).await.expect("a server");
    let words = vec!["isombe".to_owned(), "Huye".to_owned()];
    for at in WHOLE {
        let expecting = Expecting { lang: Lang::En, words: words.clone() };
        hear(&*ear(&server, at), &errand(), &expecting).await.expect("words");
    }
    let openai = server.seen().last(Endpoint::OpenAiTranscription).expect("a request");
    assert_eq!(openai.headers["authorization"], format!("Bearer {KEY}"));
    let form = String::from_utf8_lossy(&openai.body);
    for part in ["utterance.wav", "audio/wav", "whisper-1", "isombe, Huye", "name=\"language\""] {
        assert!(form.contains(part), "{part}");
    }
    let hugging_face = server.seen().last(Endpoint::HuggingFace).expect("a request");
    assert_eq!(hugging_face.path, "/hugging-face/models/some/whisper");
    assert_eq!(hugging_face.headers["content-type"], "audio/wav");
    let kinyarwanda = Expecting { lang: Lang::Rw, ..Expecting::default() };
    let ear = ear(&server, Endpoint::OpenAiTranscription);
    hear(&*ear, &errand(), &kinyarwanda).await.expect("words");
    let openai = server.seen().last(Endpoint::OpenAiTranscription).expect("a request");
    assert!(!String::from_utf8_lossy(&openai.body).contains("name=\"language\""));
}

#[tokio::test]
async fn dropping_an_utterance_closes_the_connection() {
    for at in ALL {
        let silent = Script::default().always(at, Act::ending(Outcome::Silent));
        let server = Server::start(silent).await.expect("a server");
        let ear = ear_with(&server, at, None, Coding::Mulaw);
        let mut hearing = soon(ear.listen(&errand(), &Expecting::default())).await.expect("a line");
        soon(hearing.push(&utterance())).await.expect("sound is taken");
        if STREAMED.contains(&at) {
            drop(hearing);
        } else {
            tokio::select! {
                _ = hearing.finish() => panic!("a silent service has answered"),
                () = server.seen().until_requests(at, 1) => {}
            }
        }
        soon(server.seen().until_left(at, 1)).await;
    }
}

#[tokio::test]
async fn the_deadline_counts_from_the_end_of_the_utterance() {
    let allowed = Duration::from_millis(600);
    for at in ALL {
        let silent = Script::default().always(at, Act::ending(Outcome::Silent));
        let server = Server::start(silent).await.expect("a server");
        let ear = ear_with(&server, at, None, Coding::Mulaw);
        let errand = within(Duration::from_secs(20), allowed);
        let mut hearing = soon(ear.listen(&errand, &Expecting::default())).await.expect("a line");
        soon(hearing.push(&utterance())).await.expect("sound is taken");
        tokio::time::sleep_until(errand.whole_by).await;
        let finished = Instant::now();
        let late = soon(hearing.finish()).await.expect_err("a silent service");
        assert_eq!(late.fault, Fault::Timeout, "{at:?}");
        // What was used to connect is not given back.
        assert!(finished.elapsed() >= allowed / 2, "{at:?}: {:?}", finished.elapsed());
    }
}

#[tokio::test]
async fn more_than_a_minute_is_no_utterance() {
    for at in ALL {
        let server = Server::start(Script::default()).await.expect("a server");
        let ear = ear(&server, at);
        let mut hearing = soon(ear.listen(&errand(), &Expecting::default())).await.expect("a line");
        soon(hearing.push(&vec![0; 60 * 8_000])).await.expect("a minute");
        let error = soon(hearing.push(&[0])).await.expect_err("more than a minute");
        assert_eq!(error.fault, Fault::BadRequest);
    }
}
