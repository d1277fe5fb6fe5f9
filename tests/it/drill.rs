//! The Mandarin drill over the live stream, in real time: said well, said badly, not said, and led by keys.

use std::time::Duration;

use toneline::modules::mandarin::Memory;
use toneline::phone::{Event, Line};
use toneline::session::context::Context;
use toneline::speech::dtmf::synth::{self, Sound};

use crate::caller::{Caller, says};
use crate::learner::{made, recorded};
use crate::test_app::{TestApp, until};

/// Chooses English and Mandarin; the stream is open.
async fn in_drill(line: &Line) -> Caller {
    let (mut caller, _) = Caller::greeted(line).await;
    caller.press("1").await;
    caller.call.press("6").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller
}

/// Listens until the line has said something and waits. The quiet before it speaks does not count.
async fn prompted(caller: &mut Caller) {
    loop {
        let heard = caller.call.until_quiet().await.expect("the stream is open");
        if heard.len() > 1_600 {
            return;
        }
    }
}

fn memory(context: &Context) -> Memory {
    serde_json::from_value(context.user_state["mandarin"].clone()).expect("the memory of Mandarin")
}

fn last_said(context: &Context) -> &str {
    context.conversation_history.last().map_or("", |exchange| exchange.ai.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_syllable_said_well_is_praised_and_one_with_a_wrong_tone_is_corrected() {
    let (Some(well), Some(badly)) = (made("ma1").await, made("ma4").await) else { return };
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let line = app.line();
    let mut caller = in_drill(&line).await;
    // A key cuts the long welcome short: the word alone, again.
    caller.call.press("1").await.expect("the stream is open");
    prompted(&mut caller).await;
    caller.call.speak_mulaw(&well).await.expect("the stream is open");
    let praised = app
        .context_where(&line, "the syllable is judged", |context| memory(context).done == 1)
        .await;
    says(last_said(&praised), "That scores");
    assert_eq!(memory(&praised).current.as_deref(), Some("ma2"));
    prompted(&mut caller).await;
    caller.call.speak_mulaw(&badly).await.expect("the stream is open");
    let judged =
        app.context_where(&line, "the tone is judged", |context| memory(context).tries == 1).await;
    says(last_said(&judged), "I heard tone 4, and it should be tone 2.");
    assert_eq!(memory(&judged).current.as_deref(), Some("ma2"));
    prompted(&mut caller).await;
    caller.call.press("#").await.expect("the stream is open");
    says(&caller.listen().await, "What would you like to learn?");
    caller.hang_up().await;
    until("the call is in the journal", async || app.counts().await.calls == 1).await;
    assert_eq!(app.counts().await.attempts, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_in_the_stream_is_asked_again_and_keys_lead_the_drill() {
    if made("ma1").await.is_none() {
        return;
    }
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    let mut caller = in_drill(&line).await;
    caller.call.press("1").await.expect("the stream is open");
    prompted(&mut caller).await;
    let asked = app.context_where(&line, "silence is noticed", |context| {
        last_said(context).contains("I did not hear anything.")
    });
    says(last_said(&asked.await), "Wait until I finish, then say it clearly");
    for (key, said) in [
        ("2", "Say it again: mother."),
        ("1", "Say it again: mother."),
        ("3", "All right, the next one."),
    ] {
        caller.call.press(key).await.expect("the stream is open");
        key_answered(&app, &line, key, said).await;
    }
    let skipped = app.context(&line.from).await.expect("a context");
    assert_eq!(memory(&skipped).current.as_deref(), Some("ma2"));
    caller.call.press("0").await.expect("the stream is open");
    app.context_where(&line, "help is given", |context| {
        last_said(context).contains("star says it again")
    })
    .await;
    caller.call.press("#").await.expect("the stream is open");
    says(&caller.listen().await, "What would you like to learn?");
    caller.hang_up().await;
}

/// A press of a key as a line without key messages brings it: 120 ms of its tone.
fn tone(key: char) -> Vec<i16> {
    let mut samples = Vec::new();
    let sound = Sound { tone_ms: 120.0, ..Sound::default() };
    synth::append(&mut samples, key, &sound, 40.0, 5);
    synth::append(&mut samples, ' ', &sound, 60.0, 6);
    samples
}

/// Waits until the last that happened is this key, and what was said to it.
async fn key_answered(app: &TestApp, line: &Line, key: &str, said: &str) {
    let wanted = |context: &Context| {
        let last = context.conversation_history.last();
        last.is_some_and(|exchange| exchange.user == key && exchange.ai.contains(said))
    };
    app.context_where(line, "the key is answered", wanted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tones_alone_lead_the_drill_where_the_service_sends_no_key_messages() {
    if made("ma1").await.is_none() {
        return;
    }
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    let mut caller = in_drill(&line).await;
    for (key, said) in [
        ('1', "Say it again: mother."),
        ('2', "Say it again: mother."),
        ('3', "All right, the next one."),
        ('0', "star says it again"),
    ] {
        caller.call.speak(&tone(key)).await.expect("the stream is open");
        key_answered(&app, &line, &key.to_string(), said).await;
    }
    let skipped = app.context(&line.from).await.expect("a context");
    assert_eq!(memory(&skipped).current.as_deref(), Some("ma2"));
    caller.call.speak(&tone('#')).await.expect("the stream is open");
    says(&caller.listen().await, "What would you like to learn?");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_comes_as_a_tone_and_as_a_message_counts_once() {
    if made("ma1").await.is_none() {
        return;
    }
    let app = TestApp::builder().with_redis().with("LIVE_KEYS_IN_BAND", "on").start().await;
    let line = app.line();
    let mut caller = in_drill(&line).await;
    for (n, word) in ["ma2", "ma3", "ma4"].into_iter().enumerate() {
        // The tone first, then the message; and the other way about.
        caller.call.speak(&tone('3')).await.expect("the stream is open");
        if n != 1 {
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        caller.call.press("3").await.expect("the stream is open");
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let context = app.context(&line.from).await.expect("a context");
        assert_eq!(memory(&context).current.as_deref(), Some(word), "skipped once each time");
    }
    caller.call.press("#").await.expect("the stream is open");
    says(&caller.listen().await, "What would you like to learn?");
    caller.hang_up().await;
}

/// What TwiML says until the next stream is open and the line has fallen quiet in it.
async fn spoken_around(caller: &mut Caller) -> String {
    let mut said = String::new();
    let open = caller.call.until(|event| {
        match event {
            Event::Said { text, .. } => said = format!("{said} {text}"),
            Event::StreamOpened { .. } => return Some(()),
            _ => {}
        }
        None
    });
    open.await.expect("a stream");
    // The line listens some 300 ms after the prompt was heard.
    caller.call.until_quiet().await.expect("the stream is open");
    said
}

/// Without a voice of its own the gateway speaks by TwiML and opens the stream anew each time.
async fn taught_around_streams(well: Vec<u8>, badly: Vec<u8>) {
    let app = TestApp::builder().with("EMBEDDED_VOICE", "none").with_postgres().start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("6").await.expect("the call goes on");
    says(&spoken_around(&mut caller).await, "Listen, then say it: mother.");
    caller.call.speak_mulaw(&well).await.expect("the stream is open");
    let praise = spoken_around(&mut caller).await;
    says(&praise, "That scores");
    says(&praise, "hemp");
    caller.call.speak_mulaw(&badly).await.expect("the stream is open");
    says(&spoken_around(&mut caller).await, "I heard tone 4, and it should be tone 2.");
    says(&spoken_around(&mut caller).await, "I did not hear");
    caller.call.press("3").await.expect("the stream is open");
    says(&spoken_around(&mut caller).await, "All right, the next one.");
    caller.call.press("#").await.expect("the stream is open");
    says(&caller.listen().await, "What would you like to learn?");
    caller.hang_up().await;
    until("the call is in the journal", async || app.counts().await.calls == 1).await;
    assert_eq!(app.counts().await.attempts, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_embedded_voice_twiml_speaks_around_the_streams() {
    let (Some(well), Some(badly)) = (made("ma1").await, made("ma4").await) else { return };
    taught_around_streams(well, badly).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn recorded_speech_is_praised_and_corrected() {
    let (Some(well), Some(badly)) = (recorded("la1"), recorded("la4")) else { return };
    taught_around_streams(well, badly).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_hangs_up_in_the_stream_is_closed_once_and_offered_the_drill_again() {
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let line = app.line();
    let caller = in_drill(&line).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    caller.call.hang_up().await.expect("the call goes on");
    caller.finish().await;
    until("the call is in the journal", async || app.counts().await.calls == 1).await;
    let (caller, hello) = Caller::greeted(&line).await;
    says(&hello, "in the middle of Mandarin tones");
    caller.hang_up().await;
}
