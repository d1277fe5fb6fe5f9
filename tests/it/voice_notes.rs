//! Voice notes by message: signed webhooks, and a media server that wants the account's credentials.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use toneline::phone::{Line, g711};
use toneline::speech::opus::OggEncoder;

use crate::caller::says;
use crate::learner::made;
use crate::test_app::{Builder, TestApp, until};

const ACCOUNT: &str = "AC00000000000000000000000000000001";
const TOKEN: &str = "a-token-for-tests";
const OGG: &str = "audio/ogg; codecs=opus";

/// What the media server gives by name, and who asked with which credentials.
#[derive(Default)]
struct Shelf {
    notes: Vec<(&'static str, Vec<u8>)>,
    asked: Mutex<Vec<(String, Option<String>)>>,
}

impl Shelf {
    fn asked(&self, name: &str, shown: Option<&str>) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push((name.to_owned(), shown.map(str::to_owned)));
    }
}

/// Serves `/media/{name}`; `moved-…` redirects to the rest of its name, `slow-…` takes three seconds.
struct MediaServer {
    shelf: Arc<Shelf>,
    url: String,
    server: tokio::task::JoinHandle<()>,
}

impl MediaServer {
    async fn start(notes: Vec<(&'static str, Vec<u8>)>) -> Self {
        let shelf = Arc::new(Shelf { notes, ..Shelf::default() });
        let app = Router::new().route("/media/{name}", get(give)).with_state(Arc::clone(&shelf));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server =
            tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        Self { shelf, url, server }
    }

    fn note(&self, name: &str) -> String {
        format!("{}/media/{name}", self.url)
    }

    fn asked(&self) -> Vec<(String, Option<String>)> {
        self.shelf.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for MediaServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn give(
    State(shelf): State<Arc<Shelf>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let shown = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    shelf.asked(&name, shown);
    if let Some(to) = name.strip_prefix("moved-") {
        let to = if to == "away" { "http://127.0.0.1:9/note".to_owned() } else { to.to_owned() };
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response();
    }
    if name.starts_with("slow-") {
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    let known = name.trim_start_matches("slow-");
    match shelf.notes.iter().find(|(name, _)| *name == known) {
        Some((_, bytes)) => bytes.clone().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A syllable as a voice note, with a little quiet around it.
async fn voice_note(pinyin: &str) -> Option<Vec<u8>> {
    let said = made(pinyin).await?;
    let mut encoder = OggEncoder::new(1).expect("an encoder");
    let mut file = Vec::new();
    let mut samples = vec![0; 2_400];
    samples.extend(said.iter().map(|code| g711::decode(*code)));
    samples.extend([0; 2_400]);
    encoder.push(&samples, &mut file).expect("it is encoded");
    encoder.finish(&mut file).expect("it is ended");
    Some(file)
}

fn with_account(media: &MediaServer) -> Builder {
    TestApp::builder()
        .with_redis()
        .with_token(TOKEN)
        .with("TWILIO_ACCOUNT_SID", ACCOUNT)
        .with("TWILIO_API_URL", &media.url)
}

/// Sends an attachment; the one reply.
async fn attach(line: &Line, url: &str, media_type: &str) -> String {
    let exchange = line.attach(url, media_type).await.expect("an answer");
    assert!(exchange.is_clean(), "{:?}", exchange.findings);
    assert_eq!(exchange.replies.len(), 1, "one reply");
    assert!(exchange.replies[0].segments.count <= 2, "{:?}", exchange.replies[0]);
    exchange.replies[0].body.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_in_a_voice_note_is_judged_and_answered_by_text() {
    let (Some(well), Some(badly)) = (voice_note("ma1").await, voice_note("ma4").await) else {
        return;
    };
    let media = MediaServer::start(vec![("well", well), ("badly", badly)]).await;
    let app = with_account(&media).start().await;
    let line = app.line().with_from("whatsapp:+250788000901");
    line.text("mandarin").await.expect("an answer");
    let corrected = attach(&line, &media.note("badly"), OGG).await;
    says(&corrected, "I heard tone 4, and it should be tone 1.");
    says(&corrected, "in another voice note");
    // The service redirects to storage; the credentials are for the service only, which here is the same.
    says(&attach(&line, &media.note("moved-well"), OGG).await, "That scores");
    let expected = base64::prelude::BASE64_STANDARD.encode(format!("{ACCOUNT}:{TOKEN}"));
    for (name, shown) in media.asked() {
        assert_eq!(shown, Some(format!("Basic {expected}")), "{name}");
    }
    until("the result is in the journal", async || app.counts().await.attempts == 2).await;
}

/// A note in which nobody speaks.
fn silent_note() -> Vec<u8> {
    let mut encoder = OggEncoder::new(1).expect("an encoder");
    let mut file = Vec::new();
    encoder.push(&[0; 16_000], &mut file).expect("it is encoded");
    encoder.finish(&mut file).expect("it is ended");
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_goes_before_the_words_beside_it_but_for_keywords() {
    let media = MediaServer::start(vec![("silent", silent_note())]).await;
    let app = with_account(&media).start().await;
    let line = app.line().with_from("whatsapp:+250788000907");
    let note = media.note("silent");
    let mut replies = Vec::new();
    line.text("LANG EN").await.expect("an answer");
    for (opens, words) in [("mandarin", "hello, here it is"), ("mandarin", "MENU"), ("maths", "7")]
    {
        line.text(opens).await.expect("an answer");
        let exchange = line.attach_to(words, &note, OGG).await.expect("an answer");
        replies.push(exchange.replies[0].body.clone());
    }
    says(&replies[0], "I heard nothing in that note. Hold the phone close");
    assert_eq!(media.asked().len(), 1, "no other note was fetched: {replies:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_slow_to_come_is_answered_later_by_itself() {
    let Some(note) = voice_note("ma4").await else { return };
    let media = MediaServer::start(vec![("note", note)]).await;
    let app = with_account(&media).start().await;
    let line = app.line();
    line.text("mandarin").await.expect("an answer");
    let exchange = line.attach(&media.note("slow-note"), OGG).await.expect("an answer");
    assert!(exchange.replies.is_empty(), "{:?}", exchange.replies);
    // The note takes three seconds: the webhook did not wait for it.
    until("the answer goes out", async || !app.outbox.to(&line.from).is_empty()).await;
    says(&app.outbox.to(&line.from)[0], "I heard tone 4");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_judged_gets_a_sentence_that_says_why() {
    let Some(note) = voice_note("ma1").await else { return };
    let big = note.repeat(1 + (1 << 20) / note.len());
    let media =
        MediaServer::start(vec![("note", note), ("noise", vec![7; 900]), ("big", big)]).await;
    let app = with_account(&media).start().await;
    let line = app.line();
    line.text("1").await.expect("an answer");
    let heard = attach(&line, &media.note("note"), OGG).await;
    says(&heard, "no word is waiting for it. Reply MANDARIN");
    line.text("mandarin").await.expect("an answer");
    says(&attach(&line, &media.note("note"), "image/jpeg").await, "hear voice notes from WhatsApp");
    says(&attach(&line, &media.note("noise"), OGG).await, "I could not open that voice note.");
    says(&attach(&line, &media.note("big"), OGG).await, "too long for me");
    says(&attach(&line, &media.note("missing"), OGG).await, "did not reach me");
    says(&attach(&line, &media.note("moved-away"), OGG).await, "did not reach me");
    let before = media.asked().len();
    says(&attach(&line, "http://127.0.0.1:9/media/note", OGG).await, "did not reach me");
    says(&attach(&line, "file:///etc/hostname", OGG).await, "did not reach me");
    assert_eq!(media.asked().len(), before, "only the service's own addresses are fetched");
    line.text("LANG RW").await.expect("an answer");
    says(&attach(&line, &media.note("noise"), OGG).await, "Sinashoboye gufungura iryo jwi.");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_account_nothing_is_fetched() {
    let media = MediaServer::start(Vec::new()).await;
    let app = TestApp::builder().with("TWILIO_API_URL", &media.url).start().await;
    let line = app.line();
    line.text("mandarin").await.expect("an answer");
    says(&attach(&line, &media.note("note"), OGG).await, "did not reach me");
    assert!(media.asked().is_empty());
}
