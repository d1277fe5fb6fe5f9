//! ElevenLabs' conversational agent.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::body::Visit;
use super::failures;
use super::script::{Act, Endpoint, Outcome};
use super::server::Shared;

/// A pause that ends what is said, ms.
const PAUSE_MS: u64 = 300;

/// `GET …/v1/convai/conversation/get-signed-url`.
pub(super) async fn sign(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<HashMap<String, String>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let at = Endpoint::ElevenLabsAgent;
    let (visit, act) = Visit::begin(&shared, at, &uri, &headers, &[], None);
    let at_once = Act { latency: std::time::Duration::ZERO, ..act.clone() };
    let in_socket = matches!(act.outcome, Outcome::Silent);
    let gone_on = if in_socket { Ok(visit) } else { failures::or_go_on(at, visit, &at_once).await };
    let visit = match gone_on {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let agent = query.get("agent_id").cloned().unwrap_or_default();
    let token = uuid::Uuid::new_v4().to_string();
    shared.sign(&token, act);
    visit.end();
    let path = format!("{}/v1/convai/conversation", at.base_path());
    let url = format!("ws://{}{path}?agent_id={agent}&token={token}", shared.address);
    Json(json!({ "signed_url": url })).into_response()
}

/// `GET …/v1/convai/conversation`.
pub(super) async fn converse(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<HashMap<String, String>>,
    uri: Uri,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let at = Endpoint::ElevenLabsAgent;
    let kept = query.get("token").and_then(|token| shared.signed(token));
    let (visit, act) = Visit::begin(&shared, at, &uri, &headers, &[], kept);
    let at_once = Act { latency: std::time::Duration::ZERO, ..act.clone() };
    let in_socket = matches!(act.outcome, Outcome::Silent | Outcome::MalformedJson);
    let gone_on = if in_socket { Ok(visit) } else { failures::or_go_on(at, visit, &at_once).await };
    let visit = match gone_on {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let agent = query.get("agent_id").cloned().unwrap_or_default();
    let talk = Talk { visit, act, agent, spoken_ms: 0, pause_ms: 0, total_ms: 0, ponged: false };
    upgrade.on_upgrade(|socket| async move {
        talk.serve(socket).await;
    })
}

struct Talk {
    visit: Visit,
    act: Act,
    agent: String,
    /// Of what has not been written down yet.
    spoken_ms: u64,
    /// Since the last sound.
    pause_ms: u64,
    total_ms: u64,
    ponged: bool,
}

impl Talk {
    async fn serve(mut self, mut socket: WebSocket) {
        // It is charged for as long as the connection was open; here, for the sound.
        if self.converse(&mut socket).await.is_some() {
            self.visit.end();
        }
    }

    /// Until the client leaves; `None` where it was to get something that it did not.
    async fn converse(&mut self, socket: &mut WebSocket) -> Option<()> {
        let mut written = false;
        loop {
            let message = match socket.recv().await {
                Some(Ok(Message::Text(text))) => serde_json::from_str(&text).unwrap_or(Value::Null),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return written.then_some(()),
                Some(Ok(_)) => continue,
            };
            if message.get("type") == Some(&json!("conversation_initiation_client_data")) {
                self.greet(socket).await?;
            }
            self.ponged |= message.get("type") == Some(&json!("pong"))
                && message.get("event_id") == Some(&json!(7));
            if let Some(chunk) = message.get("user_audio_chunk").and_then(Value::as_str) {
                self.hear(&STANDARD.decode(chunk).unwrap_or_default());
            }
            if self.ponged && self.spoken_ms > 0 && self.pause_ms >= PAUSE_MS {
                self.write_down(socket).await?;
                self.spoken_ms = 0;
                written = true;
            }
        }
    }

    async fn greet(&mut self, socket: &mut WebSocket) -> Option<()> {
        if self.act.outcome == Outcome::MalformedJson {
            let _ = socket.send(Message::text(failures::PRIVATE)).await;
            return None;
        }
        let event = json!({
            "conversation_id": "stand-in", "agent_output_audio_format": "pcm_16000",
            "user_input_audio_format": self.act.takes,
        });
        let metadata = json!({
            "type": "conversation_initiation_metadata",
            "conversation_initiation_metadata_event": event,
        });
        send(socket, &metadata).await?;
        send(socket, &json!({ "type": "ping", "ping_event": { "event_id": 7, "ping_ms": 20 } }))
            .await
    }

    /// Counts a chunk as speech or as a pause, by its loudest sample.
    fn hear(&mut self, chunk: &[u8]) {
        let sample = |pair: &[u8]| i16::from_le_bytes([pair[0], pair[1]]).unsigned_abs() > 500;
        let (ms, loud) = match self.act.takes {
            // The inverted code grows with the magnitude.
            "ulaw_8000" => (chunk.len() / 8, chunk.iter().any(|code| (!code & 0x7F) > 0x30)),
            "pcm_8000" => (chunk.len() / 16, chunk.chunks_exact(2).any(sample)),
            _ => (chunk.len() / 32, chunk.chunks_exact(2).any(sample)),
        };
        let ms = ms as u64;
        self.total_ms += ms;
        self.visit.charge(&self.agent).audio_ms = self.total_ms;
        if loud {
            self.spoken_ms += ms;
            self.pause_ms = 0;
        } else {
            self.pause_ms += ms;
        }
    }

    async fn write_down(&mut self, socket: &mut WebSocket) -> Option<()> {
        tokio::time::sleep(self.act.latency).await;
        match self.act.outcome {
            Outcome::Silent => {
                while let Some(Ok(_)) = socket.recv().await {}
                return None;
            }
            Outcome::Cut { .. } => return None,
            _ => {}
        }
        let transcript = json!({
            "type": "user_transcript",
            "user_transcription_event": { "user_transcript": self.act.says },
        });
        send(socket, &transcript).await?;
        let reply = json!({
            "type": "agent_response",
            "agent_response_event": { "agent_response": "I see." },
        });
        // The client may have gone with its words already.
        let _ = send(socket, &reply).await;
        Some(())
    }
}

async fn send(socket: &mut WebSocket, value: &Value) -> Option<()> {
    socket.send(Message::text(value.to_string())).await.ok()
}
