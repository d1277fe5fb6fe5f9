//! The simulated phone against small gateways of the tests' own: real HTTP and WebSocket on 127.0.0.1.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, Uri, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::Value;
use toneline::phone::{Ending, Event, Line, PhoneError, signature};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A request as the gateway got it.
#[derive(Debug, Clone)]
struct Seen {
    path: String,
    form: Vec<(String, String)>,
    signature: String,
    token: String,
}

impl Seen {
    fn param(&self, name: &str) -> Option<&str> {
        self.form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

type Answers = fn(&Seen, &str) -> Response;

#[derive(Clone)]
struct Gateway {
    seen: Arc<Mutex<Vec<Seen>>>,
    messages: Arc<Mutex<Vec<Value>>>,
    base: String,
    answers: Answers,
}

async fn serve(answers: Answers) -> Gateway {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("bound"));
    let gateway = Gateway { seen: Arc::default(), messages: Arc::default(), base, answers };
    let app = axum::Router::new()
        .route("/media", any(media))
        .fallback(webhook)
        .with_state(gateway.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    gateway
}

async fn webhook(
    State(gateway): State<Gateway>,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> Response {
    let text =
        |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let seen = Seen {
        path: uri.to_string(),
        form: form_urlencoded::parse(body.as_bytes()).into_owned().collect(),
        signature: text("x-twilio-signature"),
        token: text("i-twilio-idempotency-token"),
    };
    assert_eq!(text("user-agent"), "TwilioProxy/1.1");
    gateway.seen.lock().expect("not poisoned").push(seen.clone());
    (gateway.answers)(&seen, &gateway.base)
}

/// A gateway's stream: on the first key it plays 0.5 s with a mark, on the second it plays again and takes it
/// back, on the third it closes.
async fn media(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let url = gateway.base.replacen("http", "wss", 1) + "/media";
    let expected = signature::sign(TOKEN, &url, &[]);
    let given = headers.get("x-twilio-signature").and_then(|v| v.to_str().ok()).unwrap_or_default();
    if given != expected {
        return axum::http::StatusCode::FORBIDDEN.into_response();
    }
    upgrade.on_upgrade(move |socket| talk(gateway, socket))
}

async fn talk(gateway: Gateway, mut socket: WebSocket) {
    let (mut sid, mut keys) = (String::new(), 0);
    while let Some(Ok(Message::Text(text))) = socket.recv().await {
        let message: Value = serde_json::from_str(&text).expect("JSON");
        gateway.messages.lock().expect("not poisoned").push(message.clone());
        if message["event"] == "start" {
            sid = message["streamSid"].as_str().expect("a string").to_owned();
        }
        if message["event"] != "dtmf" {
            continue;
        }
        keys += 1;
        if keys == 3 {
            return;
        }
        let payload =
            base64::Engine::encode(&base64::engine::general_purpose::STANDARD, [0x80_u8; 4000]);
        let mut out = vec![
            serde_json::json!({"event": "media", "streamSid": sid, "media": {"payload": payload}}),
            serde_json::json!({"event": "mark", "streamSid": sid, "mark": {"name": format!("m{keys}")}}),
        ];
        if keys == 2 {
            out.push(serde_json::json!({"event": "clear", "streamSid": sid}));
        }
        for value in out {
            socket.send(Message::text(value.to_string())).await.expect("open");
        }
    }
}

fn xml(body: &str) -> Response {
    ([(CONTENT_TYPE, "text/xml")], format!("<?xml version=\"1.0\"?><Response>{body}</Response>"))
        .into_response()
}

fn menu(seen: &Seen, base: &str) -> Response {
    match seen.path.as_str() {
        "/webhook/call" => xml(
            "<Gather input='dtmf speech' numDigits='1' action='/next?step=1&amp;x=2'><Say language='en-GB'>Press one.</Say></Gather>\
             <Say>Nothing.</Say><Redirect>/end</Redirect>",
        ),
        "/next?step=1&x=2" => xml(&format!(
            "<Say>You chose {}.</Say><Redirect method='GET'>end</Redirect>",
            seen.param("Digits").or(seen.param("SpeechResult")).unwrap_or("nothing")
        )),
        "/webhook/voice/status" => axum::http::StatusCode::NO_CONTENT.into_response(),
        path if path.starts_with("/end") => xml("<Pause length='2'/><Hangup/>"),
        "/stream" => {
            let url = base.replacen("http", "wss", 1);
            xml(&format!(
                "<Connect><Stream url='{url}/media'><Parameter name='token' value='t1'/></Stream></Connect><Say>After.</Say>"
            ))
        }
        _ => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}

#[tokio::test]
async fn a_key_answers_the_question_and_every_request_is_signed() {
    let gateway = serve(menu).await;
    let mut call = Line::new(&gateway.base).with_token(TOKEN).dial().expect("dials");
    let gather = call.until_gather().await.expect("asks");
    assert!(gather.dtmf && gather.speech);
    call.press("1").await.expect("live");
    let report = call.finish().await;
    assert_eq!(report.ending, Ok(Ending::Gateway));
    assert!(report.is_clean());
    assert_eq!(report.said(), "Press one.\nYou chose 1.");
    let seen = gateway.seen.lock().expect("not poisoned").clone();
    assert_eq!(seen.len(), 4);
    for request in &seen {
        let expected =
            signature::sign(TOKEN, &format!("{}{}", gateway.base, request.path), &request.form);
        assert_eq!(request.signature, expected, "{}", request.path);
    }
    assert_eq!(seen[0].param("CallStatus"), Some("ringing"));
    assert_eq!(seen[0].param("ToZip"), Some(""));
    assert_eq!(seen[1].param("CallStatus"), Some("in-progress"));
    assert!(seen[2].form.is_empty() && seen[2].path.contains("CallStatus=in-progress"));
    assert_eq!(seen[3].param("CallStatus"), Some("completed"));
    assert_eq!(seen[3].param("SequenceNumber"), Some("0"));
}

#[tokio::test]
async fn speech_goes_out_as_a_result_and_silence_falls_through() {
    let gateway = serve(menu).await;
    let line = Line::new(&gateway.base);
    let mut call = line.dial().expect("dials");
    call.until_gather().await.expect("asks");
    call.say_speech("maths").await.expect("live");
    assert_eq!(call.finish().await.said(), "Press one.\nYou chose maths.");
    let mut call = line.dial().expect("dials");
    call.until_gather().await.expect("asks");
    call.silence().await.expect("live");
    assert_eq!(call.finish().await.said(), "Press one.\nNothing.");
}

#[tokio::test]
async fn hanging_up_at_a_question_ends_with_the_status_callback_alone() {
    let gateway = serve(menu).await;
    let mut call = Line::new(&gateway.base).dial().expect("dials");
    call.until_gather().await.expect("asks");
    let report = call.end().await;
    assert_eq!(report.ending, Ok(Ending::Caller));
    let paths: Vec<String> =
        gateway.seen.lock().expect("not poisoned").iter().map(|s| s.path.clone()).collect();
    assert_eq!(paths, ["/webhook/call", "/webhook/voice/status"]);
}

#[tokio::test]
async fn a_delivery_made_twice_has_the_same_token_and_a_different_answer_is_found() {
    // Echoes how often it was asked, as a gateway that is not idempotent would.
    fn fickle(seen: &Seen, _: &str) -> Response {
        static ASKED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        match seen.path.as_str() {
            "/webhook/call" => xml(&format!(
                "<Say>{}</Say>",
                ASKED.fetch_add(1, std::sync::atomic::Ordering::SeqCst)
            )),
            _ => axum::http::StatusCode::NO_CONTENT.into_response(),
        }
    }
    let gateway = serve(menu).await;
    let mut line = Line::new(&gateway.base);
    line.deliver_twice = true;
    let mut call = line.dial().expect("dials");
    call.until_gather().await.expect("asks");
    assert!(call.end().await.is_clean());
    let seen = gateway.seen.lock().expect("not poisoned").clone();
    assert_eq!(seen[0].token, seen[1].token);
    assert_eq!(seen[0].form, seen[1].form);
    let gateway = serve(fickle).await;
    line.base_url = gateway.base.clone();
    let report = line.dial().expect("dials").finish().await;
    assert!(!report.is_clean());
    assert!(report.findings().any(|f| f.message.contains("differently")));
}

#[tokio::test]
async fn faults_of_the_gateway_fail_the_call_with_their_name() {
    async fn ending(answers: Answers) -> PhoneError {
        let gateway = serve(answers).await;
        Line::new(&gateway.base).dial().expect("dials").finish().await.ending.expect_err("fails")
    }
    let forbidden: Answers = |_, _| axum::http::StatusCode::FORBIDDEN.into_response();
    assert!(matches!(ending(forbidden).await, PhoneError::Refused { .. }));
    let broken: Answers = |_, _| xml("<Say>");
    assert!(matches!(ending(broken).await, PhoneError::BrokenTwiml { .. }));
    let json: Answers = |_, _| ([(CONTENT_TYPE, "application/json")], "{}").into_response();
    assert!(matches!(ending(json).await, PhoneError::ContentType { .. }));
    let large: Answers = |_, _| xml(&"<Pause/>".repeat(9000));
    assert!(matches!(ending(large).await, PhoneError::TooLarge { .. }));
    let circle: Answers = |_, _| xml("<Redirect>/webhook/call</Redirect>");
    assert!(matches!(ending(circle).await, PhoneError::Loop { .. }));
    let error: Answers = |_, _| axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    assert!(matches!(ending(error).await, PhoneError::Status { status: 500, .. }));
}

#[tokio::test]
async fn a_stream_plays_marks_takes_back_and_gives_the_call_back_to_the_next_verb() {
    let gateway = serve(menu).await;
    let mut line = Line::new(&gateway.base).with_token(TOKEN);
    line.voice_path = "/stream".into();
    let mut call = line.dial().expect("dials");
    let sid = call.until_stream().await.expect("opens");
    let tone: Vec<i16> = (0..1600).map(|i| if i % 20 < 10 { 8000 } else { -8000 }).collect();
    call.speak(&tone).await.expect("live");
    call.until(|e| matches!(e, Event::Spoken { .. }).then_some(())).await.expect("spoken");
    call.press("1").await.expect("live");
    assert_eq!(call.until_quiet().await.expect("heard").len(), 4000);
    call.press("2").await.expect("live");
    let cleared = call.until(|e| match e {
        Event::Mark { name, cleared: true } => Some(name.clone()),
        _ => None,
    });
    assert_eq!(cleared.await.expect("cleared"), "m2");
    call.press("3").await.expect("live");
    let report = call.finish().await;
    assert!(report.is_clean(), "{:?}", report.findings().collect::<Vec<_>>());
    assert_eq!(report.said(), "After.");
    let messages = gateway.messages.lock().expect("not poisoned").clone();
    assert_eq!(messages[0]["event"], "connected");
    assert_eq!(messages[1]["start"]["customParameters"]["token"], "t1");
    assert_eq!(messages[2]["media"]["chunk"], "1");
    for (at, message) in messages.iter().enumerate().skip(1) {
        assert_eq!(message["sequenceNumber"], at.to_string());
        assert_eq!(message["streamSid"], sid.as_str());
    }
    let first: u64 =
        messages[2]["media"]["timestamp"].as_str().expect("a string").parse().expect("a number");
    assert!((102..=171).contains(&first));
    let marks: Vec<&str> = messages.iter().filter_map(|m| m["mark"]["name"].as_str()).collect();
    assert_eq!(marks, ["m1", "m2"]);
    assert_eq!(report.recording.line.len(), report.recording.caller.len());
    assert!(report.recording.caller.iter().filter(|s| s.abs() > 7000).count() == 1600);
}

#[tokio::test]
async fn a_refused_handshake_is_an_error_that_the_call_survives() {
    let gateway = serve(menu).await;
    let mut line = Line::new(&gateway.base).with_token("another");
    line.voice_path = "/stream".into();
    let report = line.dial().expect("dials").finish().await;
    assert_eq!(report.said(), "After.");
    assert!(report.findings().any(|f| f.code == 31_920 && f.message.contains("403")));
}
