//! Reading aloud over the live stream, in real time: the asked line read by a synthetic voice, then nothing said.

use toneline::content::Library;
use toneline::domain::lang::Lang;
use toneline::domain::reading::ReadingAssessment;
use toneline::modules::english::Memory;
use toneline::phone::Line;
use toneline::session::context::Context;
use toneline::speech::english::listen::Listener;
use toneline::speech::english::score::{EnglishScorer, Sentence};
use toneline::speech::g711::{self, Law};

use crate::caller::{Caller, says};
use crate::learner::read_aloud;
use crate::test_app::{TestApp, until};

/// Chooses English, English practice and reading aloud; the stream is open.
async fn in_reading(line: &Line) -> Caller {
    let (mut caller, _) = Caller::greeted(line).await;
    caller.press("1").await;
    caller.press("1").await;
    caller.call.press("4").await.expect("the call goes on");
    caller.call.until_stream().await.expect("a stream");
    caller
}

fn memory(context: &Context) -> Option<Memory> {
    serde_json::from_value(context.user_state.get("english")?.clone()).ok()
}

/// The line that waits to be read.
fn asked(context: &Context) -> Option<String> {
    let id = memory(context)?.task?.id;
    let lines = &Library::shipped().english.lines;
    lines.iter().find(|line| line.id == id).map(|line| line.text.clone())
}

/// Whether the ear follows this voice in this line: a synthetic one is refused here and there.
fn followed(text: &str, mulaw: &[u8]) -> bool {
    let mut samples = vec![0; mulaw.len()];
    g711::decode_into(Law::Mu, mulaw, &mut samples);
    let mut listener = Listener::new();
    listener.read(&samples);
    let sentence = Sentence::parse(text).expect("words");
    let scorer = EnglishScorer::load().expect("weights");
    matches!(scorer.assess(&listener, &sentence), ReadingAssessment::Scored(_))
}

/// The line that waits and its reading; lines that would be refused are passed over by key 3.
async fn readable(app: &TestApp, line: &Line, caller: &mut Caller) -> Option<(String, Vec<u8>)> {
    let mut before = None;
    loop {
        let other = |context: &Context| asked(context).filter(|text| before.as_ref() != Some(text));
        let waits = app.context_where(line, "a line waits", |context| other(context).is_some());
        let text = other(&waits.await).expect("it waits");
        let audio = read_aloud(&text, Lang::En).await?;
        if followed(&text, &audio) {
            return Some((text, audio));
        }
        caller.call.press("3").await.expect("the stream is open");
        before = Some(text);
    }
}

async fn prompted(caller: &mut Caller) {
    while caller.call.until_quiet().await.expect("the stream is open").len() <= 1_600 {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_read_into_the_call_is_scored_and_silence_is_asked_again() {
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let line = app.line();
    let mut caller = in_reading(&line).await;
    let Some((first, audio)) = readable(&app, &line, &mut caller).await else { return };
    // A key cuts the welcome short: the line alone, again.
    caller.call.press("1").await.expect("the stream is open");
    prompted(&mut caller).await;
    caller.call.speak_mulaw(&audio).await.expect("the stream is open");
    let judged = app
        .context_where(&line, "the reading is judged", |context| {
            memory(context).is_some_and(|memory| memory.all.done == 1 || memory.tries == 1)
        })
        .await;
    let said = judged.conversation_history.last().map_or("", |exchange| exchange.ai.as_str());
    says(said, " of 100.");
    let exchange = judged.conversation_history.last().expect("the reading is noted");
    assert!(!exchange.user.contains(&first), "no recogniser heard it: {}", exchange.user);
    prompted(&mut caller).await;
    app.context_where(&line, "silence is noticed", |context| {
        let last = context.conversation_history.last();
        last.is_some_and(|exchange| exchange.ai.contains("I did not hear"))
    })
    .await;
    caller.call.press("#").await.expect("the stream is open");
    says(&caller.listen().await, "What would you like to learn?");
    caller.hang_up().await;
    until("the call is in the journal", async || app.counts().await.calls == 1).await;
    assert_eq!(app.counts().await.attempts, 1);
}
