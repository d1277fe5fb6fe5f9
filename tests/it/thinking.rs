//! A tutor's answers at the edges: in time, late, never; by call, by text and inside the stream.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use async_trait::async_trait;
use toneline::domain::lang::Lang;
use toneline::domain::manner::Pace;
use toneline::phone::{Event, Line};
use toneline::ports::hearing::Hearing;
use toneline::ports::speaking::Sounds;
use toneline::ports::tutor::{NoAnswer, Pupil, Question, Sentences, Tutor};
use uuid::Uuid;

use crate::caller::{Caller, says};
use crate::learner::made;
use crate::talker::{OFFLINE, Scripted, modules, texted, to_the_talker};
use crate::test_app::{TestApp, until};

async fn service(tutor: &Arc<Scripted>) -> TestApp {
    service_with(tutor, "auto").await
}

async fn service_with(tutor: &Arc<Scripted>, voice: &str) -> TestApp {
    let builder = TestApp::builder().with_redis().with_modules(modules());
    builder.with("EMBEDDED_VOICE", voice).with_tutor(tutor.clone()).start().await
}

/// A call at the talker's first question, answered by the telephony service's own recogniser.
async fn gathered(line: &Line) -> Caller {
    let (mut caller, _) = Caller::greeted(line).await;
    caller.press("1").await;
    says(&caller.press("8").await, "What do you like?");
    caller
}

fn deaf(sentences: &[&'static str], delay_ms: u64) -> Arc<Scripted> {
    Arc::new(Scripted { hears: None, ..Scripted::saying(sentences, delay_ms) })
}

/// A call whose speech is gathered, because the first attempt to write it down in the stream fails.
async fn after_a_failed_stream(line: &Line) -> Option<Caller> {
    let speech = made("ma1").await?;
    let (mut caller, _) = Caller::greeted(line).await;
    caller.press("1").await;
    caller.call.press("8").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller.call.until_quiet().await.expect("the question");
    caller.call.speak_mulaw(&speech).await.expect("the stream is open");
    let said = caller.listen().await;
    assert_eq!(said, "I did not catch that. Please say it once more. What do you like?");
    Some(caller)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_time_takes_the_place_of_the_modules_own() {
    let tutor = deaf(&["Football is fine.", "Who do you play with?"], 50);
    let app = service(&tutor).await;
    let line = app.line();
    let Some(mut caller) = after_a_failed_stream(&line).await else { return };
    caller.call.say_speech("I like football").await.expect("the call goes on");
    caller.call.until_stream().await.expect("the stream is tried again");
    let context = app.context(&line.from).await.expect("a context");
    let last = &context.conversation_history.last().expect("an exchange").ai;
    says(last, "Football is fine. Who do you play with?");
    assert!(!last.contains(OFFLINE));
    assert_eq!(tutor.questions()[0].task.said, "I like football");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_answered_at_once_where_the_tutor_is_quick() {
    let tutor = Arc::new(Scripted::saying(&["Football is fine."], 20));
    let app = service(&tutor).await;
    let line = app.line();
    to_the_talker(&line).await;
    let exchange = line.text("I like football").await.expect("an answer");
    assert_eq!(exchange.replies[0].body, "Thank you. Football is fine. And you?");
    let question = &tutor.questions()[0];
    assert!(!question.pupil.aloud && question.pupil.most < 306);
    assert!(question.pupil.history.iter().all(|exchange| exchange.user != "I like football"));
    assert!(app.outbox.to(&line.from).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_and_the_checkpoint_hold_what_the_tutor_said_and_not_what_stood_there_before() {
    let tutor = Arc::new(Scripted::saying(&["Football is fine."], 20));
    let mut app = service(&tutor).await;
    let line = app.line();
    texted(&line, &["hello", "1", "talker", "I like football"]).await;
    app.stop().await;
    assert_eq!(app.answered(&line.from).await, "Thank you. Football is fine. And you?");
    let kept = app.checkpoint(&line.from).await.expect("a checkpoint");
    let last = kept.conversation_history.last().expect("an exchange");
    assert_eq!((last.user.as_str(), last.ai.as_str()), ("I like football", "Football is fine."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_answer_to_a_text_follows_by_itself_and_once() {
    let tutor = Arc::new(Scripted::saying(&["Football is fine."], 3_000));
    let app = service(&tutor).await;
    let line = app.line();
    to_the_talker(&line).await;
    let exchange = line.text("I like football").await.expect("an answer");
    assert!(exchange.replies.is_empty(), "nothing yet");
    until("the answer follows", async || !app.outbox.to(&line.from).is_empty()).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(app.outbox.to(&line.from), ["Thank you. Football is fine. And you?"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_is_dropped_where_the_learner_has_moved_on() {
    let tutor = Arc::new(Scripted::saying(&["Football is fine."], 3_200));
    let app = service(&tutor).await;
    let line = app.line();
    to_the_talker(&line).await;
    assert!(line.text("I like football").await.expect("an answer").replies.is_empty());
    let menu = line.text("MENU").await.expect("an answer");
    says(&menu.replies[0].body, "What would you like to learn?");
    tokio::time::sleep(Duration::from_millis(1_800)).await;
    assert!(app.outbox.to(&line.from).is_empty(), "it came too late");
    let context = app.context(&line.from).await.expect("a context");
    assert!(context.conversation_history.iter().all(|e| !e.ai.contains("Football")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_answer_on_a_call_is_bridged_by_a_filler_and_picked_up() {
    let tutor = deaf(&["Football is fine."], 3_300);
    // Without a voice nothing is spoken in a stream, and the telephony service gathers.
    let tutor = Arc::new(Mute(tutor));
    let builder = TestApp::builder().with_redis().with_modules(modules());
    let app = builder.with("EMBEDDED_VOICE", "none").with_tutor(tutor).start().await;
    let line = app.line();
    let mut caller = gathered(&line).await;
    caller.call.say_speech("I like football").await.expect("the call goes on");
    let said = caller.listen().await;
    assert_eq!(said, "Let me think. Thank you. Football is fine. And you?");
    let report = caller.hang_up().await;
    let slowest = report.moments.iter().filter_map(|moment| match &moment.event {
        Event::Answered { took, .. } => Some(*took),
        _ => None,
    });
    let slowest = slowest.max().expect("answers");
    // Twilio's own patience; the aim of 2.5 s is measured by the bench, not by a test on a busy machine.
    assert!(slowest < Duration::from_secs(10), "{slowest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_answer_never_comes_hears_the_modules_own() {
    let tutor = deaf(&["Too late."], 60_000);
    let builder = TestApp::builder().with_redis().with_modules(modules());
    let builder = builder.with("EMBEDDED_VOICE", "none").with_tutor(Arc::new(Mute(tutor)));
    let app = builder.start().await;
    let line = app.line();
    let mut caller = gathered(&line).await;
    caller.call.say_speech("I like football").await.expect("the call goes on");
    let said = caller.listen().await;
    assert_eq!(said, format!("Let me think. Thank you. {OFFLINE} And you?"));
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_stream_speech_is_written_down_thought_about_and_answered_aloud() {
    let Some(speech) = made("ma1").await else { return };
    let tutor = Arc::new(Scripted::saying(&["Football is fine.", "Who plays?"], 100));
    let app = service(&tutor).await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("8").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller.call.until_quiet().await.expect("the question");
    caller.call.speak_mulaw(&speech).await.expect("the stream is open");
    let heard = loop {
        let heard = caller.call.until_quiet().await.expect("the answer");
        if heard.len() > 8_000 {
            break heard;
        }
    };
    assert!(heard.iter().any(|sample| sample.unsigned_abs() > 8_000), "the provider's voice");
    assert_eq!(tutor.spoken.load(Ordering::SeqCst), 2);
    assert!(tutor.heard.load(Ordering::SeqCst) > 2_000, "the speech came to be written down");
    until("the answer is kept", async || {
        let context = app.context(&line.from).await;
        let last = context.and_then(|context| context.conversation_history.last().cloned());
        last.is_some_and(|last| last.ai == "Football is fine. Who plays?")
    })
    .await;
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_leaves_the_stream_is_bettered_before_twiml_says_it() {
    let tutor = Arc::new(Scripted::saying(&["Seven is fine."], 50));
    let app = service(&tutor).await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("8").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller.call.until_quiet().await.expect("the question");
    caller.call.press("7").await.expect("the stream is open");
    assert_eq!(caller.listen().await, "Thank you. Seven is fine. And you?");
    tutor.delay_ms.store(60_000, Ordering::Relaxed);
    caller.call.press("7").await.expect("the call goes on");
    let said = caller.listen().await;
    assert_eq!(said, format!("Let me think. Thank you. {OFFLINE} And you?"));
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_breaks_in_stops_every_stage_and_the_history_says_what_was_heard() {
    let Some(speech) = made("ma1").await else { return };
    let sentences = ["One is long.", "Two is long.", "Three is long.", "Four is long."];
    let mut tutor = Scripted::saying(&sentences, 50);
    tutor.sentence_ms = 3_000;
    let tutor = Arc::new(tutor);
    let app = service(&tutor).await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("8").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller.call.until_quiet().await.expect("the question");
    caller.call.speak_mulaw(&speech).await.expect("the stream is open");
    until("it is being answered", async || tutor.spoken.load(Ordering::SeqCst) > 0).await;
    tokio::time::sleep(Duration::from_millis(3_500)).await;
    caller.call.press("0").await.expect("the stream is open");
    until("the history says so", async || {
        let context = app.context(&line.from).await.expect("a context");
        context.conversation_history.iter().any(|exchange| exchange.ai.ends_with("(interrupted)"))
    })
    .await;
    let context = app.context(&line.from).await.expect("a context");
    let cut = context.conversation_history.iter().find(|e| e.ai.contains("(interrupted)"));
    let cut = &cut.expect("it was just there").ai;
    assert!(!cut.contains("Four"), "{cut}");
    caller.hang_up().await;
}

/// The same tutor without ears and voice.
struct Mute(Arc<Scripted>);

#[async_trait]
impl Tutor for Mute {
    fn thinks(&self) -> bool {
        true
    }

    fn hears(&self, _: Lang) -> bool {
        false
    }

    fn speaks(&self, _: Lang) -> bool {
        false
    }

    async fn answer(&self, question: &Question, time: Duration) -> Result<String, NoAnswer> {
        self.0.answer(question, time).await
    }

    async fn converse(&self, _: &Question, _: Duration) -> Result<Sentences, NoAnswer> {
        Err(NoAnswer::NotConfigured)
    }

    async fn listen(&self, _: &Pupil, _: Uuid, _: &[String]) -> Result<Box<dyn Hearing>, NoAnswer> {
        Err(NoAnswer::NotConfigured)
    }

    async fn speak(&self, _: &Pupil, _: Uuid, _: &str, _: Pace) -> Result<Sounds, NoAnswer> {
        Err(NoAnswer::NotConfigured)
    }
}
