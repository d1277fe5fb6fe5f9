//! Deepgram's live transcription.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::body::Visit;
use super::failures;
use super::script::{Act, Endpoint, Outcome};
use super::server::Shared;

/// An interim result comes for so much sound, ms.
const INTERIM_MS: u64 = 500;

/// `GET …/v1/listen`.
pub(super) async fn listen(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<HashMap<String, String>>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let at = Endpoint::Deepgram;
    let (visit, act) = Visit::begin(&shared, at, &uri, &headers, &[], None);
    // The delay is that of the words, not of the handshake.
    let at_once = Act { latency: std::time::Duration::ZERO, ..act.clone() };
    let in_socket = matches!(act.outcome, Outcome::Silent | Outcome::MalformedJson);
    let gone_on = if in_socket { Ok(visit) } else { failures::or_go_on(at, visit, &at_once).await };
    let visit = match gone_on {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let bytes_per_ms = match query.get("encoding").map(String::as_str) {
        Some("mulaw") => 8,
        Some("linear16") => 16,
        _ => 0,
    };
    let model = query.get("model").cloned().unwrap_or_default();
    if bytes_per_ms == 0 || query.get("sample_rate").is_none_or(|rate| rate != "8000") {
        visit.end();
        return (StatusCode::BAD_REQUEST, "{}").into_response();
    }
    let line = Line { visit, act, model, bytes_per_ms, bytes: 0 };
    upgrade.on_upgrade(|socket| async move {
        line.serve(socket).await;
    })
}

struct Line {
    visit: Visit,
    act: Act,
    model: String,
    bytes_per_ms: u64,
    bytes: u64,
}

impl Line {
    fn ms(&self) -> u64 {
        self.bytes / self.bytes_per_ms
    }

    /// Until the client has what it came for, or leaves.
    async fn serve(mut self, mut socket: WebSocket) {
        let mut told_ms = 0;
        while let Some(Ok(message)) = socket.recv().await {
            match message {
                Message::Binary(sound) => {
                    self.bytes += sound.len() as u64;
                    self.visit.charge(&self.model).audio_ms = self.bytes / self.bytes_per_ms;
                    if self.ms() >= told_ms + INTERIM_MS {
                        told_ms = self.ms();
                        let interim = results("not sure yet", 0.3, false, false);
                        if send(&mut socket, &interim).await.is_none() {
                            return;
                        }
                    }
                }
                Message::Text(text) => {
                    let word: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
                    match word.get("type").and_then(Value::as_str) {
                        Some("Finalize") => match self.finalize(&mut socket).await {
                            Some(()) => {}
                            None => return,
                        },
                        Some("CloseStream") => return self.close(socket).await,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// Writes down what it has: in two results, since a long utterance comes in several. `None`: nothing more is done.
    async fn finalize(&mut self, socket: &mut WebSocket) -> Option<()> {
        tokio::time::sleep(self.act.latency).await;
        match self.act.outcome {
            Outcome::Silent => {
                // Whatever comes, until the client has gone.
                while let Some(Ok(_)) = socket.recv().await {}
                return None;
            }
            Outcome::MalformedJson => {
                let _ = socket.send(Message::text(failures::PRIVATE)).await;
                return None;
            }
            Outcome::Cut { .. } => return None,
            _ => {}
        }
        if self.bytes == 0 {
            // Nothing to finalise: no result says so.
            return Some(());
        }
        let middle = self.act.says.find(' ').unwrap_or(0);
        let (first, second) = self.act.says.split_at(middle);
        let first = results(first.trim(), 0.98, true, false);
        let second = results(second.trim(), 0.91, true, true);
        send(socket, &first).await?;
        send(socket, &second).await
    }

    async fn close(mut self, mut socket: WebSocket) {
        let duration = self.ms() as f64 / 1_000.0;
        self.visit.charge(&self.model).audio_ms = self.ms();
        let metadata =
            json!({ "type": "Metadata", "request_id": "stand-in", "duration": duration });
        // The client may have gone with its words already.
        let _ = send(&mut socket, &metadata).await;
        let _ = socket.send(Message::Close(None)).await;
        self.visit.end();
    }
}

fn results(transcript: &str, confidence: f64, is_final: bool, from_finalize: bool) -> Value {
    json!({
        "type": "Results", "channel_index": [0, 1], "duration": 1.0, "start": 0.0,
        "is_final": is_final, "speech_final": is_final, "from_finalize": from_finalize,
        "channel": { "alternatives": [{ "transcript": transcript, "confidence": confidence, "words": [] }] },
    })
}

async fn send(socket: &mut WebSocket, value: &Value) -> Option<()> {
    socket.send(Message::text(value.to_string())).await.ok()
}
