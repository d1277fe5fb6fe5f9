//! Two hundred live calls, of which twenty panic, stall or flood: the others do not notice.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::SinkExt as _;
use futures_util::future::join_all;
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::MaybeTlsStream;
use tokio_tungstenite::tungstenite::Message;
use toneline::domain::assessment::Assessment;
use toneline::domain::interruption::Interruption;
use toneline::domain::turn::Turn;
use toneline::phone::Line;
use toneline::phone::crowd::{Crowd, Plan};
use toneline::ports::observer::Observer;

use crate::raw::{RawCall, RawSocket};
use crate::test_app::{TestApp, number};

const CALLS: u32 = 180;
/// Of each of four kinds.
const TROUBLE: usize = 5;

/// Panics, on the thread that carries the call, when one of its calls interrupts a prompt.
#[derive(Default)]
struct Mine(Mutex<HashSet<String>>);

impl Mine {
    fn calls(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Mine {
    fn performing(&self, _: &str, _: &Turn, _: &[String]) {}

    fn assessed(&self, _: &str, _: &Assessment) {}

    fn interrupted(&self, call: &str, _: &Interruption) {
        let here = self.calls().contains(call);
        assert!(!here, "made to fail");
    }
}

/// A call that found room: a line that has too little time for those it carries turns others away, and so it should.
async fn let_in(app: &TestApp) -> (RawCall, String) {
    for _ in 0..120 {
        let call = RawCall::new(&number());
        let language = call.begin(app).await;
        if language.contains("<Gather") {
            return (call, language);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("no room in a minute");
}

async fn stream(app: &TestApp, (call, language): &(RawCall, String)) -> RawSocket {
    let ticket = call.ticket_after(app, language).await;
    let mut socket = RawSocket::started(app, call.start(&ticket)).await;
    assert_eq!(socket.event().await["event"], "media", "the prompt begins");
    socket
}

async fn panics(app: &TestApp, mine: &Mine) {
    let call = let_in(app).await;
    mine.calls().insert(call.0.sid.clone());
    let mut socket = stream(app, &call).await;
    socket.say(r#"{"event":"dtmf","dtmf":{"track":"inbound_track","digit":"1"}}"#).await;
    assert_eq!(socket.closing().await.as_deref(), Some("fault"));
}

async fn floods(app: &TestApp) {
    let mut socket = stream(app, &let_in(app).await).await;
    let media = r#"{"event":"media","media":{"track":"inbound","payload":"////"}}"#;
    for _ in 0..1_000 {
        // It is cut off half-way.
        let _ = socket.0.feed(Message::text(media)).await;
    }
    let _ = socket.0.flush().await;
    assert_eq!(socket.closing().await.as_deref(), Some("flood"));
}

async fn sends_a_giant(app: &TestApp) {
    let mut socket = stream(app, &let_in(app).await).await;
    socket.say(&"x".repeat(70_000)).await;
    assert_eq!(socket.closing().await.as_deref(), Some("too_big"));
}

/// Begins a message, never ends it, and reads nothing.
async fn stalls(app: &TestApp) -> RawSocket {
    let mut socket = stream(app, &let_in(app).await).await;
    let MaybeTlsStream::Plain(wire) = socket.0.get_mut() else { panic!("a plain socket") };
    wire.write_all(&[0x81, 0xFE, 1, 0, 7, 7, 7, 7, 1, 2, 3]).await.expect("the socket is open");
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hundred_calls_twenty_panic_stall_or_flood_and_the_others_are_served_as_ever() {
    let mine = Arc::new(Mine::default());
    let app = TestApp::builder().with_observer(mine.clone()).start().await;
    let address = app.running.as_ref().expect("it runs").address;
    let plan = Plan {
        line: Line::new(&format!("http://{address}")),
        calls: CALLS,
        first: 6_000_000,
        keys: vec!["1", "6"],
        barge_one_in: 2,
        recordings: Vec::new(),
        threads: 1,
    };
    let mut crowd = Crowd::gather(plan).await.expect("the line answers");
    let trouble = async {
        let stalled = join_all((0..TROUBLE).map(|_| stalls(&app))).await;
        tokio::join!(
            join_all((0..TROUBLE).map(|_| panics(&app, &mine))),
            join_all((0..TROUBLE).map(|_| floods(&app))),
            join_all((0..TROUBLE).map(|_| sends_a_giant(&app))),
        );
        stalled
    };
    let (stalled, ()) = tokio::join!(trouble, crowd.talk(Duration::from_secs(20)));
    let report = crowd.disperse().await;
    drop(stalled);
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    assert_eq!(report.calls, u64::from(CALLS));
    assert!(!report.answered.is_empty() && !report.silenced.is_empty(), "{report:?}");
    let frames = f64::from(CALLS) * 50.0 * 20.0;
    assert!(report.frames as f64 > 0.8 * frames, "{} frames", report.frames);
    assert_eq!(app.get("/readyz").await.0, 200);
}
