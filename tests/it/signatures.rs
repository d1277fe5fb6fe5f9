//! Only the telephony service may act: forms and handshakes without its signature are refused and change nothing.

use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use toneline::phone::{Line, PhoneError, signature};

use crate::caller::{Caller, says};
use crate::test_app::{TestApp, until};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

async fn refused(line: &Line) {
    let report = line.dial().expect("a good line").finish().await;
    assert!(matches!(report.ending, Err(PhoneError::Refused { .. })), "{:?}", report.ending);
    let text = line.text("MENU").await;
    assert!(matches!(text, Err(PhoneError::Refused { .. })), "{text:?}");
}

/// The status that a handshake of the media socket gets.
async fn handshake(app: &TestApp, header: Option<String>) -> u16 {
    let url = format!("ws://{}/media", app.wire.address);
    let mut request = url.into_client_request().expect("a good URL");
    if let Some(value) = header {
        request.headers_mut().insert("X-Twilio-Signature", value.parse().expect("a header"));
    }
    match tokio_tungstenite::connect_async(request).await {
        Ok((_, response)) => response.status().as_u16(),
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unsigned_and_wrongly_signed_webhooks_are_refused_and_nothing_acts() {
    let app = TestApp::builder().with_token(TOKEN).with_postgres().start().await;
    let mut line = app.line();
    line.auth_token = None;
    refused(&line).await;
    refused(&line.clone().with_token("fedcba9876543210fedcba9876543210")).await;
    line.auth_token = Some(TOKEN.to_owned());
    line.public_url = Some("https://elsewhere.example.org".to_owned());
    refused(&line).await;
    let form = [("CallSid", "CA1"), ("From", "+250788000111"), ("Digits", "1")];
    for path in [
        "/webhook/call",
        "/webhook/voice/process?step=1",
        "/webhook/voice/status",
        "/webhook/sms",
        "/webhook/sms/status",
    ] {
        assert_eq!(app.post(path, &form).await.0, 403, "{path}");
    }
    // What is signed goes through, on the same line, afterwards; and it is all that was noted.
    line.public_url = None;
    line.text("MENU").await.expect("a reply");
    until("the one good text is in the journal", async || app.counts().await.turns == 1).await;
    let counts = app.counts().await;
    assert_eq!((counts.users, counts.turns, counts.calls), (1, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_media_handshake_needs_the_signature_of_its_own_url() {
    let app = TestApp::builder().with_token(TOKEN).start().await;
    assert_eq!(handshake(&app, None).await, 403);
    assert_eq!(handshake(&app, Some("bm90IGEgc2lnbmF0dXJl".to_owned())).await, 403);
    let other = signature::sign(TOKEN, "wss://elsewhere.example.org/media", &[]);
    assert_eq!(handshake(&app, Some(other)).await, 403);
    let url = format!("wss://{}/media", app.wire.address);
    assert_eq!(handshake(&app, Some(signature::sign(TOKEN, &url, &[]))).await, 101);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_public_url_the_whole_call_is_signed_with_it_the_stream_too() {
    let public = "https://line.example.org";
    let app = TestApp::builder().with_token(TOKEN).with_public_url(public).start().await;
    let line = app.line();
    let (mut caller, _) = Caller::greeted(&line).await;
    caller.press("1").await;
    caller.call.press("6").await.expect("the call goes on");
    let stream = caller.call.until(|event| match event {
        toneline::phone::Event::StreamOpened { url, .. } => Some(url.clone()),
        _ => None,
    });
    assert_eq!(stream.await.expect("a stream"), "wss://line.example.org/media");
    caller.call.press("#").await.expect("the stream is open");
    says(&caller.listen().await, "What would you like to learn?");
    caller.hang_up().await;
    assert_eq!(handshake(&app, None).await, 403);
    let local = format!("wss://{}/media", app.wire.address);
    assert_eq!(handshake(&app, Some(signature::sign(TOKEN, &local, &[]))).await, 403);
}
