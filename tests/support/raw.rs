//! Calls and sockets without the simulated phone: for what no well-behaved service would send.
#![allow(dead_code, reason = "tests use parts of it")]

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::test_app::{PATIENCE, TestApp};

/// A call by plain forms, unsigned.
pub(crate) struct RawCall {
    pub(crate) sid: String,
    pub(crate) from: String,
}

impl RawCall {
    pub(crate) fn new(from: &str) -> Self {
        Self { sid: format!("CA{}", uuid::Uuid::new_v4().simple()), from: from.to_owned() }
    }

    /// Posts to a route; the document.
    pub(crate) async fn post(&self, app: &TestApp, path: &str, extra: &[(&str, &str)]) -> String {
        let mut form = vec![
            ("AccountSid", "AC00000000000000000000000000c0ffee"),
            ("CallSid", self.sid.as_str()),
            ("From", self.from.as_str()),
            ("To", "+250730000000"),
            ("CallStatus", "in-progress"),
            ("Direction", "inbound"),
            ("ApiVersion", "2010-04-01"),
        ];
        form.retain(|(name, _)| !extra.iter().any(|(other, _)| other == name));
        form.extend(extra);
        let (status, body) = app.post(path, &form).await;
        assert!(matches!(status, 200 | 204), "{path}: {status} {body}");
        body
    }

    pub(crate) async fn begin(&self, app: &TestApp) -> String {
        self.post(app, "/webhook/call", &[]).await
    }

    /// Answers the question of a document.
    pub(crate) async fn answer(
        &self,
        app: &TestApp,
        document: &str,
        extra: &[(&str, &str)],
    ) -> String {
        self.post(app, &action_of(document), extra).await
    }

    /// English, then Mandarin: the ticket of the stream that is asked for.
    pub(crate) async fn ticket(&self, app: &TestApp) -> String {
        let language = self.begin(app).await;
        self.ticket_after(app, &language).await
    }

    /// The same once the call was answered with the question for the language.
    pub(crate) async fn ticket_after(&self, app: &TestApp, language: &str) -> String {
        let menu = self.answer(app, language, &[("Digits", "1")]).await;
        let drill = self.answer(app, &menu, &[("Digits", "6")]).await;
        attribute(&drill, "value")
    }

    /// Mandarin, of a learner whom the line knows: the ticket of the stream that is asked for.
    pub(crate) async fn known_ticket(&self, app: &TestApp) -> String {
        let menu = self.begin(app).await;
        let drill = self.answer(app, &menu, &[("Digits", "6")]).await;
        attribute(&drill, "value")
    }

    /// The call is over, as the service says.
    pub(crate) async fn completed(&self, app: &TestApp) {
        let status = [("CallStatus", "completed"), ("CallDuration", "9")];
        self.post(app, "/webhook/voice/status", &status).await;
    }

    /// The `start` message of a stream of this call.
    pub(crate) fn start(&self, ticket: &str) -> String {
        start_of(&self.sid, ticket)
    }
}

/// A `start` message.
pub(crate) fn start_of(call: &str, ticket: &str) -> String {
    let stream = "MZ0123456789abcdef0123456789abcdef";
    json!({
        "event": "start", "sequenceNumber": "1", "streamSid": stream,
        "start": {
            "streamSid": stream, "callSid": call, "accountSid": "AC00000000000000000000000000c0ffee",
            "tracks": ["inbound"], "customParameters": {"ticket": ticket},
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        },
    })
    .to_string()
}

/// Where a document's question, or its stream, leads.
pub(crate) fn action_of(document: &str) -> String {
    attribute(document, "action")
}

fn attribute(document: &str, name: &str) -> String {
    let begin = format!(" {name}=\"");
    let (_, rest) =
        document.split_once(&begin).unwrap_or_else(|| panic!("no {name} in {document}"));
    let (value, _) = rest.split_once('"').expect("a closing quote");
    value.replace("&amp;", "&")
}

/// A media socket.
pub(crate) struct RawSocket(pub(crate) WebSocketStream<MaybeTlsStream<TcpStream>>);

impl RawSocket {
    pub(crate) async fn open(app: &TestApp) -> Self {
        let url = format!("ws://{}/media", app.wire.address);
        let (socket, _) = connect_async(url).await.expect("a handshake");
        Self(socket)
    }

    /// Opens one and says `connected` and `start`.
    pub(crate) async fn started(app: &TestApp, start: String) -> Self {
        let mut socket = Self::open(app).await;
        socket.say(r#"{"event":"connected","protocol":"Call","version":"1.0.0"}"#).await;
        socket.say(&start).await;
        socket
    }

    /// Sends a text; whether the other side still takes it.
    pub(crate) async fn say(&mut self, text: &str) -> bool {
        self.0.send(Message::text(text.to_owned())).await.is_ok()
    }

    /// Reads on to the other side's close: its reason, or nothing for a broken line.
    pub(crate) async fn closing(&mut self) -> Option<String> {
        let closing = async {
            while let Some(Ok(message)) = self.0.next().await {
                if let Message::Close(frame) = message {
                    return frame.map(|frame| frame.reason.to_string());
                }
            }
            None
        };
        tokio::time::timeout(PATIENCE, closing).await.expect("the other side closes")
    }

    /// The next event that the other side sends.
    pub(crate) async fn event(&mut self) -> serde_json::Value {
        let event = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => {
                        return serde_json::from_str(&text).expect("JSON");
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    other => panic!("no event: {other:?}"),
                }
            }
        };
        tokio::time::timeout(PATIENCE, event).await.expect("the other side says something")
    }
}
