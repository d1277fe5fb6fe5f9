//! What a stranger, a broken service or a bad line can do to a media socket: be refused, be counted, harm nobody.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::SinkExt as _;
use tokio_tungstenite::tungstenite::Message;
use toneline::ports::clock::{Clock, SystemClock};

use crate::caller::{Caller, says};
use crate::raw::{RawCall, RawSocket, start_of};
use crate::test_app::{TestApp, number, until};

/// A clock that can be put forward.
#[derive(Default)]
struct Forward(AtomicI64);

impl Clock for Forward {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + TimeDelta::minutes(self.0.load(Ordering::Relaxed))
    }
}

/// The value of a series of `/metrics`; 0 where there is none.
async fn metric(app: &TestApp, series: &str) -> f64 {
    let (_, page) = app.get("/metrics").await;
    let line = page.lines().find_map(|line| line.strip_prefix(series));
    line.map_or(0.0, |rest| rest.trim().parse().expect("a number"))
}

const MALFORMED: &str = r#"toneline_media_messages_total{kind="malformed"}"#;
const FLOOD: &str = r#"toneline_streams_ended_total{reason="flood"}"#;

async fn refused(app: &TestApp, start: String) {
    let mut socket = RawSocket::started(app, start).await;
    assert_eq!(socket.closing().await.as_deref(), Some("refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_another_account_is_refused_whatever_its_ticket() {
    let account = "AC00000000000000000000000000000001";
    let app = TestApp::builder().with("TWILIO_ACCOUNT_SID", account).start().await;
    let call = RawCall::new(&number());
    let ticket = call.ticket(&app).await;
    refused(&app, call.start(&ticket)).await;
    let ours = call.start(&ticket).replace("AC00000000000000000000000000c0ffee", account);
    let mut socket = RawSocket::started(&app, ours).await;
    assert_eq!(socket.event().await["event"], "media");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_fresh_ticket_of_the_same_call_opens_a_stream_and_only_once() {
    let clock = Arc::new(Forward::default());
    let app = TestApp::builder().with_redis().with_clock(clock.clone()).start().await;
    let (call, other) = (RawCall::new(&number()), RawCall::new(&number()));
    let ticket = call.ticket(&app).await;
    refused(&app, call.start("")).await;
    refused(&app, call.start("Zm9yZ2Vk")).await;
    let mut forged = ticket.clone();
    forged.replace_range(20..21, if &ticket[20..21] == "A" { "B" } else { "A" });
    refused(&app, call.start(&forged)).await;
    refused(&app, other.start(&ticket)).await;
    refused(&app, start_of("CAffffffffffffffffffffffffffffffff", &ticket)).await;
    clock.0.store(11, Ordering::Relaxed);
    refused(&app, call.start(&ticket)).await;
    clock.0.store(0, Ordering::Relaxed);
    // None of these cost the call its lesson.
    let mut socket = RawSocket::started(&app, call.start(&ticket)).await;
    assert_eq!(socket.event().await["event"], "media");
    refused(&app, call.start(&ticket)).await;
    assert_eq!(socket.event().await["event"], "media");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_does_not_say_which_call_it_is_is_closed_after_five_seconds() {
    let app = TestApp::start().await;
    let begun = std::time::Instant::now();
    let mut silent = RawSocket::open(&app).await;
    let mut talking = RawSocket::open(&app).await;
    talking.say(r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#).await;
    let (first, second) = tokio::join!(silent.closing(), talking.closing());
    assert_eq!((first.as_deref(), second.as_deref()), (Some("unnamed"), Some("unnamed")));
    let took = begun.elapsed().as_secs_f64();
    assert!((4.5..10.0).contains(&took), "{took} s");
}

/// Messages that no service should send, each of which is forgiven.
const ODD: [&str; 14] = [
    "",
    "{",
    "null",
    "[]",
    r#"{"event":7}"#,
    r#"{"event":"media"}"#,
    r#"{"event":"media","media":{"payload":"***"}}"#,
    r#"{"event":"dtmf","dtmf":{}}"#,
    r#"{"event":"dtmf","dtmf":{"digit":"pound"}}"#,
    r#"{"event":"media","media":{"timestamp":"-5","payload":"////"}}"#,
    r#"{"event":"mark","mark":{"name":"nobody's"}}"#,
    r#"{"event":"later-day","x":[[[[]]]]}"#,
    r#"{"event":"media","media":{"track":"outbound","payload":"////"}}"#,
    r#"{"event":"connected"}"#,
];

#[tokio::test(flavor = "multi_thread")]
async fn malformed_misplaced_and_binary_messages_are_counted_and_the_stream_goes_on() {
    let app = TestApp::builder().with_redis().start().await;
    let call = RawCall::new(&number());
    let before = metric(&app, MALFORMED).await;
    let mut socket = RawSocket::started(&app, call.start(&call.ticket(&app).await)).await;
    for odd in ODD {
        assert!(socket.say(odd).await);
    }
    assert!(socket.0.send(Message::binary(vec![0xff; 160])).await.is_ok());
    // Out of order, twice, missing, from the future, and an empty and an overlong payload.
    let payload = "/".repeat(216);
    for (at, audio) in [
        (0, ""),
        (400, "////"),
        (20, "////"),
        (20, "////"),
        (999_999_999, "////"),
        (60, payload.as_str()),
    ] {
        let media = format!(
            r#"{{"event":"media","media":{{"track":"inbound","timestamp":"{at}","payload":"{audio}"}}}}"#
        );
        assert!(socket.say(&media).await);
    }
    let mut media = 0;
    while media < 50 {
        match socket.event().await["event"].as_str() {
            Some("media") => media += 1,
            // One sentence of the prompt is sent, and the next one follows.
            Some("mark") => {}
            other => panic!("the prompt does not go on: {other:?}"),
        }
    }
    socket.say(r#"{"event":"stop"}"#).await;
    assert_eq!(socket.closing().await.as_deref(), Some("stop"));
    let counted = metric(&app, MALFORMED).await - before;
    assert!(counted >= 9.0, "{counted} were counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_and_giants_end_their_own_stream_and_no_other_call_notices() {
    let app = TestApp::builder().with_redis().start().await;
    let line = app.line();
    let (mut bystander, _) = Caller::greeted(&line).await;
    bystander.press("1").await;
    bystander.press("2").await;
    let flooded = metric(&app, FLOOD).await;
    let attacks = async {
        let call = RawCall::new(&number());
        let mut socket = RawSocket::started(&app, call.start(&call.ticket(&app).await)).await;
        for _ in 0..2_000 {
            socket.say(r#"{"event":"media","media":{"track":"inbound","payload":"////"}}"#).await;
        }
        let call = RawCall::new(&number());
        let mut socket = RawSocket::started(&app, call.start(&call.ticket(&app).await)).await;
        for _ in 0..30 {
            socket.say("{{{").await;
        }
        let mut nameless = RawSocket::open(&app).await;
        for _ in 0..30 {
            nameless.say("{{{").await;
        }
        let call = RawCall::new(&number());
        let mut socket = RawSocket::started(&app, call.start(&call.ticket(&app).await)).await;
        socket.say(&"x".repeat(300_000)).await;
        assert_eq!(socket.closing().await.as_deref(), Some("too_big"));
    };
    let lesson = async {
        for _ in 0..3 {
            let right = app.sum(&line.from).await.to_string();
            bystander.press(&right).await;
        }
        says(&bystander.speech("how am I doing").await, "you solved 3 of 3 problems");
        bystander.hang_up().await;
    };
    tokio::join!(attacks, lesson);
    until("three floods are counted", async || metric(&app, FLOOD).await >= flooded + 3.0).await;
    assert_eq!(app.get("/readyz").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_socket_just_dies_is_closed_once_and_offered_again() {
    let app = TestApp::builder().with_redis().with_postgres().start().await;
    let call = RawCall::new(&number());
    let mut socket = RawSocket::started(&app, call.start(&call.ticket(&app).await)).await;
    assert_eq!(socket.event().await["event"], "media");
    // The process at the other end is gone: no close frame, no webhook.
    drop(socket);
    until("the call is closed", async || app.counts().await.calls == 1).await;
    // The service finds out later, and says so twice.
    call.completed(&app).await;
    call.completed(&app).await;
    let line = app.line().with_from(&call.from);
    let (caller, hello) = Caller::greeted(&line).await;
    says(&hello, "Last time we stopped in the middle of Mandarin tones.");
    caller.hang_up().await;
    until("the second call is closed", async || app.counts().await.calls == 2).await;
}
