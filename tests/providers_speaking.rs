//! Services that speak, against a stand-in that behaves and misbehaves as the companies do.

#[path = "support/providers.rs"]
mod support;

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use serde_json::{Value, json};
use support::{
    KEY, client, errand, failures, is_about_a_minute, keeps_quiet, key, model, soon, within,
};
use test_case::test_case;
use tokio::time::Instant;
use toneline::domain::lang::Lang;
use toneline::domain::manner::Pace;
use toneline::ports::errand::{Errand, Fault, ProviderError, Usage};
use toneline::ports::speaking::{Sentence, Sound, Sounds, Speaker};
use toneline::providers::espeak::Espeak;
use toneline::providers::speaking::{
    ElevenLabs, EspeakSpeaker, GoogleSpeech, GoogleVoice, OpenAiSpeech,
};
use toneline::speech::g711::{self, Law};
use toneline::standins::{Act, Chunks, Endpoint, Outcome, Script, Server, Wait};

const ALL: [Endpoint; 3] =
    [Endpoint::OpenAiSpeech, Endpoint::ElevenLabsSpeech, Endpoint::GoogleSpeech];
const STREAMED: [Endpoint; 2] = [Endpoint::OpenAiSpeech, Endpoint::ElevenLabsSpeech];
const TEXT: &str = "Very good — é!";

fn speaker(server: &Server, at: Endpoint) -> Box<dyn Speaker> {
    let (base, http, en) = (server.base_of(at), client(), vec![Lang::En]);
    let voice = "voice-1".to_owned();
    let google = GoogleVoice { lang: Lang::En, code: "en-US".to_owned(), name: voice.clone() };
    let speaker: Result<Box<dyn Speaker>, _> = match at {
        Endpoint::ElevenLabsSpeech => ElevenLabs::new(http, base, key(), model("flash"), voice, en)
            .map(|speaker| Box::new(speaker) as Box<dyn Speaker>),
        Endpoint::GoogleSpeech => {
            GoogleSpeech::new(http, base, key(), model("neural2"), vec![google])
                .map(|speaker| Box::new(speaker) as Box<dyn Speaker>)
        }
        _ => OpenAiSpeech::new(http, base, key(), model("tts-1"), voice, en)
            .map(|speaker| Box::new(speaker) as Box<dyn Speaker>),
    };
    speaker.expect("a provider")
}

fn sentence() -> Sentence {
    Sentence { text: TEXT.to_owned(), lang: Lang::En, pace: Pace::Slow }
}

async fn all(mut sounds: Sounds) -> (Vec<u8>, Result<Usage, ProviderError>) {
    let mut sound = Vec::new();
    loop {
        match soon(sounds.next()).await.expect("a stream has an end of its own") {
            Ok(Sound::Mulaw(more)) => {
                assert!(!more.is_empty());
                sound.extend(more);
            }
            Ok(Sound::Done(usage)) => return (sound, Ok(usage)),
            Err(error) => {
                keeps_quiet(&error);
                assert!(soon(sounds.next()).await.is_none(), "after an error the stream ends");
                return (sound, Err(error));
            }
        }
    }
}

/// The error of a sentence, whether it came before the first sound or after.
async fn error(speaker: &dyn Speaker, errand: &Errand) -> ProviderError {
    let error = match soon(speaker.speak(errand, &sentence())).await {
        Err(error) => error,
        Ok(sounds) => all(sounds).await.1.expect_err("an error"),
    };
    keeps_quiet(&error);
    error
}

/// Waves of a tone, by the passages through zero.
fn waves(sound: &[u8]) -> usize {
    let samples: Vec<i16> = sound.iter().map(|code| g711::decode(Law::Mu, *code)).collect();
    samples.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count()
}

#[test_case(Chunks::Natural; "as the service cuts it")]
#[test_case(Chunks::Every(1); "byte by byte")]
#[test_case(Chunks::Every(4_001); "inside samples")]
#[test_case(Chunks::Random(9); "at random")]
#[tokio::test]
async fn each_service_gives_telephone_sound_and_costs_what_was_charged(chunks: Chunks) {
    for at in ALL {
        let script = Script::default().always(at, Act::answer().cut(chunks.clone()));
        let server = Server::start(script).await.expect("a server");
        let speaker = speaker(&server, at);
        assert!(speaker.speaks(Lang::En) && !speaker.speaks(Lang::Rw));
        let sounds = soon(speaker.speak(&errand(), &sentence())).await.expect("sound");
        let (sound, usage) = all(sounds).await;
        // The stand-in gives 40 ms of 440 Hz for each of 14 characters.
        assert_eq!(sound.len(), 14 * 40 * 8, "{at:?}");
        assert!((244..=248).contains(&waves(&sound)), "{at:?}: {}", waves(&sound));
        assert_eq!(usage, Ok(Usage { characters: 14, ..Usage::default() }));
        soon(server.seen().until_idle()).await;
        assert_eq!(server.seen().charges()[0].characters, 14);
    }
}

#[tokio::test]
async fn each_failure_has_its_class_and_keeps_the_services_words_to_itself() {
    for at in ALL {
        let mut script = Script::default();
        for (outcome, _) in failures(at) {
            script = script.then(at, Act::ending(outcome));
        }
        script = script.then(at, Act::ending(Outcome::Refused));
        let minute = Act::ending(Outcome::RateLimited(Wait::Date(60)));
        let server = Server::start(script.then(at, minute)).await.expect("a server");
        let speaker = speaker(&server, at);
        for (outcome, fault) in failures(at) {
            let error = error(&*speaker, &errand()).await;
            assert_eq!((error.fault, error.usage), (fault, Usage::default()), "{at:?} {outcome:?}");
        }
        assert_eq!(error(&*speaker, &errand()).await.fault, Fault::ContentRefused);
        assert!(is_about_a_minute(error(&*speaker, &errand()).await.fault));
        let sounds = soon(speaker.speak(&errand(), &sentence())).await.expect("it has recovered");
        assert!(all(sounds).await.1.is_ok());
    }
}

#[test_case(Outcome::WrongType, [Fault::Malformed; 3]; "a page of HTML")]
#[test_case(Outcome::MalformedJson, [Fault::Malformed; 3]; "JSON that is none")]
#[test_case(Outcome::Cut { after: 0, clean: true }, [Fault::Malformed; 3]; "nothing at all")]
#[test_case(Outcome::Cut { after: 2_001, clean: false }, [Fault::Network; 3]; "a connection that breaks")]
#[tokio::test]
async fn an_answer_that_makes_no_sense_is_an_error_of_its_class(
    outcome: Outcome,
    fault: [Fault; 3],
) {
    for (at, fault) in ALL.into_iter().zip(fault) {
        let script = Script::default().always(at, Act::ending(outcome));
        let server = Server::start(script).await.expect("a server");
        assert_eq!(error(&*speaker(&server, at), &errand()).await.fault, fault, "{at:?}");
    }
}

#[tokio::test]
async fn a_sentence_that_broke_off_has_been_charged_for() {
    for at in STREAMED {
        let cut = Act::ending(Outcome::Cut { after: 3_000, clean: false });
        let server = Server::start(Script::default().always(at, cut)).await.expect("a server");
        let error = error(&*speaker(&server, at), &errand()).await;
        assert_eq!(error.usage.characters, 14);
        soon(server.seen().until_idle()).await;
        assert_eq!(server.seen().charges()[0].characters, 14);
    }
}

#[tokio::test]
async fn one_connection_serves_one_sentence_after_another() {
    for at in ALL {
        let server = Server::start(Script::default()).await.expect("a server");
        let speaker = speaker(&server, at);
        for _ in 0..4 {
            let sounds = soon(speaker.speak(&errand(), &sentence())).await.expect("sound");
            assert!(all(sounds).await.1.is_ok());
            // A learner thinks before the next one; meanwhile the connection goes back to the pool.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let connections = server.seen().connections();
        assert!((1..=2).contains(&connections), "{at:?}: {connections} for 4 sentences");
    }
}

#[tokio::test]
async fn dropping_the_sound_closes_the_connection() {
    for at in STREAMED {
        let act = Act::answer().cut(Chunks::Every(2_000)).dripping(Duration::from_millis(200));
        let server = Server::start(Script::default().always(at, act)).await.expect("a server");
        let speaker = speaker(&server, at);
        let mut sounds = soon(speaker.speak(&errand(), &sentence())).await.expect("sound");
        assert!(matches!(soon(sounds.next()).await, Some(Ok(Sound::Mulaw(_)))));
        drop(sounds);
        soon(server.seen().until_left(at, 1)).await;
    }
}

#[tokio::test]
async fn the_deadlines_for_the_first_sound_and_for_the_whole_are_kept() {
    for at in ALL {
        let script = Script::default()
            .then(at, Act::ending(Outcome::Silent))
            .then(at, Act::answer().cut(Chunks::Every(500)).dripping(Duration::from_millis(600)));
        let server = Server::start(script).await.expect("a server");
        let speaker = speaker(&server, at);
        let hasty = within(Duration::from_millis(80), Duration::from_secs(60));
        assert_eq!(error(&*speaker, &hasty).await.fault, Fault::Timeout);
        assert!(Instant::now() >= hasty.first_by, "not before");
        let errand = within(Duration::from_millis(1_500), Duration::from_millis(1_500));
        let late = error(&*speaker, &errand).await;
        assert_eq!(late.fault, Fault::Timeout);
        assert!(Instant::now() >= errand.whole_by, "not before");
        soon(server.seen().until_left(at, 2)).await;
    }
}

#[tokio::test]
async fn a_request_asks_for_what_a_telephone_takes_at_the_learners_pace() {
    let server = Server::start(Script::default()).await.expect("a server");
    let errand = errand();
    for at in ALL {
        drop(soon(speaker(&server, at).speak(&errand, &sentence())).await.expect("sound"));
    }
    let request = |at| {
        let request = server.seen().last(at).expect("a request");
        assert_eq!(request.headers["x-request-id"], errand.request.to_string());
        let body: Value = serde_json::from_slice(&request.body).expect("JSON");
        (request, body)
    };
    let (openai, body) = request(Endpoint::OpenAiSpeech);
    assert_eq!(openai.headers["authorization"], format!("Bearer {KEY}"));
    assert_eq!((&body["response_format"], &body["voice"]), (&json!("pcm"), &json!("voice-1")));
    assert!((body["speed"].as_f64().expect("a number") - 0.8).abs() < 1e-6);
    let (elevenlabs, body) = request(Endpoint::ElevenLabsSpeech);
    let path = "/elevenlabs/v1/text-to-speech/voice-1/stream?output_format=ulaw_8000";
    assert_eq!(elevenlabs.path, path);
    assert_eq!(elevenlabs.headers["xi-api-key"], KEY);
    assert_eq!((&body["text"], &body["model_id"]), (&json!(TEXT), &json!("flash")));
    let (google, body) = request(Endpoint::GoogleSpeech);
    assert_eq!(google.headers["x-goog-api-key"], KEY);
    assert_eq!(body["audioConfig"]["audioEncoding"], "MULAW");
    assert_eq!(body["voice"], json!({ "languageCode": "en-US", "name": "voice-1" }));
}

#[tokio::test]
async fn a_language_without_a_voice_is_said_before_anything_is_sent() {
    let server = Server::start(Script::default()).await.expect("a server");
    let at = Endpoint::GoogleSpeech;
    let kinyarwanda = Sentence { lang: Lang::Rw, ..sentence() };
    let answer = soon(speaker(&server, at).speak(&errand(), &kinyarwanda)).await;
    assert_eq!(answer.err().map(|error| error.fault), Some(Fault::BadRequest));
    assert_eq!(server.seen().requests(at), 0);
}

#[tokio::test]
async fn the_embedded_voice_speaks_slower_for_those_who_asked() {
    let Some(voice) = Espeak::find().await else {
        println!("skipped: espeak-ng is not installed");
        return;
    };
    let speaker = EspeakSpeaker::new(Arc::new(voice));
    let mut lengths = Vec::new();
    for pace in [Pace::Slow, Pace::Normal, Pace::Fast] {
        let sentence = Sentence { pace, ..sentence() };
        let sounds = soon(speaker.speak(&errand(), &sentence)).await.expect("sound");
        let (sound, usage) = all(sounds).await;
        assert_eq!(usage.map(|usage| usage.characters), Ok(14));
        assert!(waves(&sound) > 50, "it is not silence");
        lengths.push(sound.len());
    }
    assert!(lengths[0] > lengths[1] && lengths[1] > lengths[2], "{lengths:?}");
    let past = within(Duration::ZERO, Duration::ZERO);
    let fresh = Sentence { text: "not said before".to_owned(), ..sentence() };
    let late = soon(speaker.speak(&past, &fresh)).await.err().map(|error| error.fault);
    assert_eq!(late, Some(Fault::Timeout));
}
