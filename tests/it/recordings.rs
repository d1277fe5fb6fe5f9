//! Consent to recordings by key and by text, and the operator's way to what was recorded.

use std::time::Duration;

use chrono::Utc;
use toneline::domain::ids::CallSid;
use toneline::ports::archive::{Archive, Track};
use toneline::speech::opus::{self, Limits, OggEncoder, OutputRate};
use toneline::store::objects::FolderObjects;

use crate::caller::{Caller, says};
use crate::raw::{RawCall, RawSocket};
use crate::test_app::{TestApp, client, until};

const TOKEN: &str = "an-operator-of-the-line";

async fn recording_line() -> TestApp {
    TestApp::builder()
        .with_redis()
        .with("RECORDINGS", "on")
        .with("ADMIN_TOKEN", TOKEN)
        .start()
        .await
}

async fn consent(app: &TestApp, number: &str) -> Option<bool> {
    app.context(number).await.expect("a context").recording
}

fn archive(app: &TestApp) -> Archive {
    Archive::new(std::sync::Arc::new(FolderObjects::new(&app.folder.path().join("recordings"))))
}

/// A second of sound of a learner, in two chunks.
async fn recorded(app: &TestApp, number: &str, call: &str) -> Vec<i16> {
    let archive = archive(app);
    let session = CallSid::parse(call).expect("an id");
    archive.begin(&session, app.learner(number)).await.expect("a folder");
    let samples: Vec<i16> = (0..8_000).map(|n| (6_000.0 * (n as f32 * 0.3).sin()) as i16).collect();
    let mut encoder = OggEncoder::new(5).expect("an encoder");
    let (mut first, mut last) = (Vec::new(), Vec::new());
    encoder.push(&samples, &mut first).expect("it is encoded");
    encoder.finish(&mut last).expect("it is ended");
    for (index, pages) in [first, last].into_iter().enumerate() {
        let index = u32::try_from(index).expect("small");
        let put = archive.put(&session, index, Utc::now(), Track::Caller, &pages).await;
        put.expect("a folder");
    }
    samples
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_is_asked_once_by_key_kept_and_taken_back_by_key_and_by_text() {
    let app = recording_line().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    says(&caller.press("1").await, "May we record your lessons");
    assert_eq!(consent(&app, &line.from).await, None);
    says(&caller.press("7").await, "May we record your lessons");
    let said = caller.press("1").await;
    says(&said, "Your lessons may be recorded from now on.");
    says(&said, "What would you like to learn?");
    assert_eq!(consent(&app, &line.from).await, Some(true));
    says(&caller.press("0").await, "press 9");
    says(&caller.press("9").await, "Your lessons are not recorded.");
    assert_eq!(consent(&app, &line.from).await, Some(false));
    caller.hang_up().await;
    let (caller, said) = Caller::greeted(&line).await;
    assert!(!said.contains("May we record"), "it is asked once: {said}");
    caller.hang_up().await;
    let reply = line.text("RECORD ON").await.expect("an answer").replies.remove(0);
    says(&reply.body, "may be recorded from now on");
    assert_eq!(consent(&app, &line.from).await, Some(true));
    let reply = line.text("record off").await.expect("an answer").replies.remove(0);
    says(&reply.body, "are not recorded");
    line.text("LANG RW").await.expect("an answer");
    let reply = line.text("GUFATA YEGO").await.expect("an answer").replies.remove(0);
    says(&reply.body, "ashobora gufatwa");
    assert_eq!(consent(&app, &line.from).await, Some(true));
    let reply = line.text("gufata").await.expect("an answer").replies.remove(0);
    says(&reply.body, "GUFATA OYA");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_does_not_answer_is_not_recorded_and_is_asked_again_next_time() {
    let app = recording_line().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    says(&caller.silence().await, "May we record your lessons");
    says(&caller.silence().await, "What would you like to learn?");
    assert_eq!(consent(&app, &line.from).await, None);
    caller.hang_up().await;
    let (caller, said) = Caller::greeted(&line).await;
    says(&said, "May we record your lessons");
    caller.hang_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_is_heard_out_before_a_key_is_taken_for_consent() {
    let app = recording_line().await;
    let line = app.line();
    line.text("LANG EN").await.expect("an answer");
    let call = RawCall::new(&line.from);
    let place = |document: &str, what: &str| {
        document.find(what).unwrap_or_else(|| panic!("no {what} in {document}"))
    };
    let asked = call.begin(&app).await;
    assert!(place(&asked, "May we record") < place(&asked, "<Gather"), "{asked}");
    let again = call.answer(&app, &asked, &[("Digits", "7")]).await;
    assert!(place(&again, "<Gather") < place(&again, "May we record"), "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_does_not_record_does_not_ask() {
    let app = TestApp::start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    says(&caller.press("1").await, "What would you like to learn?");
    caller.hang_up().await;
    let reply = line.text("RECORD ON").await.expect("an answer").replies.remove(0);
    says(&reply.body, "This line makes no recordings.");
    assert_eq!(app.get("/admin/recordings/stats").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_gets_an_address_that_works_for_a_while_and_nobody_else_does() {
    let app = recording_line().await;
    let line = app.line();
    let samples = recorded(&app, &line.from, "CA77").await;
    assert_eq!(app.get("/admin/recordings/CA77").await.0, 401);
    let page = admin(&app, "/admin/recordings/CA77?valid_s=600").await;
    assert_eq!(page["chunks"].as_array().map(Vec::len), Some(2));
    let path = page["files"][0]["path"].as_str().expect("an address").to_owned();
    let got = client().get(format!("{}{path}", app.url())).send().await.expect("an answer");
    assert_eq!(got.headers()["content-type"], "audio/ogg");
    let file = got.bytes().await.expect("a file");
    let clip = opus::decode(&file, OutputRate::Line, Limits::default()).expect("an Ogg file");
    assert!(clip.whole && clip.samples.len() == samples.len());
    for wrong in [
        path.replace("expires=", "expires=9"),
        path.replace("CA77", "CA78"),
        path.replace("/caller", "/line"),
        path.split("&signature").next().expect("a path").to_owned() + "&signature=00",
    ] {
        assert_eq!(app.get(&wrong).await.0, 403, "{wrong}");
    }
    let short = admin(&app, "/admin/recordings/CA77?valid_s=1").await;
    let path = short["files"][0]["path"].as_str().expect("an address").to_owned();
    until("the address ends", async || app.get(&path).await.0 == 403).await;
    let stats = admin(&app, "/admin/recordings/stats").await;
    assert_eq!((&stats["sessions"], &stats["chunks"]), (&1.into(), &2.into()));
    assert_eq!(stats["store"], "folder");
}

#[tokio::test(flavor = "multi_thread")]
async fn recordings_are_deleted_by_the_learner_s_text_and_by_the_operator() {
    let app = recording_line().await;
    let (one, two) = (app.line(), app.line());
    recorded(&app, &one.from, "CA81").await;
    recorded(&app, &two.from, "CA82").await;
    one.text("LANG EN").await.expect("an answer");
    let reply = one.text("RECORD DELETE").await.expect("an answer").replies.remove(0);
    says(&reply.body, "are being deleted");
    assert_eq!(consent(&app, &one.from).await, Some(false));
    let three = app.line();
    recorded(&app, &three.from, "CA83").await;
    three.text("LANG EN").await.expect("an answer");
    three.text("DELETE").await.expect("an answer");
    let call = |id: &str| CallSid::parse(id).expect("an id");
    let shelf = archive(&app);
    until("they are gone", async || {
        shelf.chunks(&call("CA81")).await.expect("a folder").is_empty()
            && shelf.chunks(&call("CA83")).await.expect("a folder").is_empty()
    })
    .await;
    assert_eq!(shelf.chunks(&call("CA82")).await.expect("a folder").len(), 2);
    let url = format!("{}/admin/learners/{}/recordings", app.url(), app.learner(&two.from));
    assert_eq!(client().delete(&url).send().await.expect("an answer").status(), 401);
    let deleted = client().delete(&url).bearer_auth(TOKEN).send().await.expect("an answer");
    let page: serde_json::Value = deleted.json().await.expect("JSON");
    assert_eq!(page["sessions"], 1);
    assert!(shelf.chunks(&call("CA82")).await.expect("a folder").is_empty());
}

/// Half a second of a caller who says nothing.
async fn half_a_second(sockets: &mut [RawSocket]) {
    let payload = "/".repeat(212) + "/w==";
    for _ in 0..25 {
        for socket in &mut *sockets {
            let media = format!(r#"{{"event":"media","media":{{"payload":"{payload}"}}}}"#);
            assert!(socket.say(&media).await);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_during_a_recorded_call_ends_its_recording_for_good() {
    let app = recording_line().await;
    let (kept, deleted, forgotten) = (app.line(), app.line(), app.line());
    let (mut calls, mut sockets) = (Vec::new(), Vec::new());
    for line in [&kept, &deleted, &forgotten] {
        line.text("LANG EN").await.expect("an answer");
        line.text("RECORD ON").await.expect("an answer");
        let call = RawCall::new(&line.from);
        let ticket = call.known_ticket(&app).await;
        sockets.push(RawSocket::started(&app, call.start(&ticket)).await);
        calls.push(CallSid::parse(&call.sid).expect("an id"));
    }
    half_a_second(&mut sockets).await;
    let reply = deleted.text("RECORD DELETE").await.expect("an answer").replies.remove(0);
    says(&reply.body, "nothing more is recorded");
    forgotten.text("DELETE").await.expect("an answer");
    // Who agrees again agrees to what comes, not to what was.
    deleted.text("RECORD ON").await.expect("an answer");
    half_a_second(&mut sockets).await;
    // The one that is kept ends last.
    for socket in sockets.iter_mut().rev() {
        socket.say(r#"{"event":"stop"}"#).await;
    }
    let shelf = archive(&app);
    until("the one is kept", async || shelf.chunks(&calls[0]).await.expect("a folder").len() == 2)
        .await;
    for (call, line) in calls[1..].iter().zip([&deleted, &forgotten]) {
        assert!(shelf.chunks(call).await.expect("a folder").is_empty());
        let learner = app.learner(&line.from);
        until("the note is gone", async || {
            shelf.sessions_of(learner).await.expect("a folder").is_empty()
        })
        .await;
    }
}

async fn admin(app: &TestApp, path: &str) -> serde_json::Value {
    let request = client().get(format!("{}{path}", app.url())).bearer_auth(TOKEN);
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status(), 200, "{path}");
    response.json().await.expect("JSON")
}
