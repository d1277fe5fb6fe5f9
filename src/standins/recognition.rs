//! Services that take an utterance whole.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::body::{Answer, Visit, send};
use super::failures;
use super::script::Endpoint;
use super::server::Shared;

/// `POST …/audio/transcriptions`.
pub(super) async fn openai(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let at = Endpoint::OpenAiTranscription;
    let (visit, act) = Visit::begin(&shared, at, &uri, &headers, &body, None);
    let mut visit = match failures::or_go_on(at, visit, &act).await {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let form = form(&headers, &body);
    let part = |name: &str| form.iter().find(|(part, _)| part == name).map(|(_, bytes)| *bytes);
    let model = part("model").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (Some(model), Some(audio_ms)) = (model, part("file").and_then(wav_ms)) else {
        visit.end();
        let error = json!({ "message": "not a recording", "type": "invalid_request_error" });
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    };
    visit.charge(&model).audio_ms = audio_ms;
    let usage = json!({ "type": "duration", "seconds": audio_ms.div_ceil(1_000) });
    send(visit, &act, Answer::json(&json!({ "text": act.says, "usage": usage })))
}

/// `POST …/models/{owner}/{name}`.
pub(super) async fn hugging_face(
    State(shared): State<Arc<Shared>>,
    Path((owner, name)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let at = Endpoint::HuggingFace;
    let (visit, act) = Visit::begin(&shared, at, &uri, &headers, &body, None);
    let mut visit = match failures::or_go_on(at, visit, &act).await {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let audio = headers.get("content-type").is_some_and(|kind| kind == "audio/wav");
    let Some(audio_ms) = wav_ms(&body).filter(|_| audio) else {
        visit.end();
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "not a recording" })))
            .into_response();
    };
    visit.charge(&format!("{owner}/{name}")).audio_ms = audio_ms;
    send(visit, &act, Answer::json(&json!({ "text": act.says })))
}

/// The parts of a form by name: RFC 7578, as far as a client of ours goes.
fn form<'a>(headers: &HeaderMap, body: &'a [u8]) -> Vec<(String, &'a [u8])> {
    let kind = headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let Some((_, boundary)) = kind.split_once("boundary=") else { return Vec::new() };
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some(at) = find(rest, boundary.as_bytes()) {
        rest = &rest[at + boundary.len()..];
        let end = find(rest, boundary.as_bytes()).unwrap_or(rest.len());
        let part = &rest[..end];
        let Some(blank) = find(part, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&part[..blank]).into_owned();
        let content = &part[blank + 4..];
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        let name = head.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"'));
        if let Some((name, _)) = name {
            parts.push((name.to_owned(), content));
        }
    }
    parts
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// How long a WAV file of 8 kHz, 16-bit, mono sounds, ms; `None` if it is none.
fn wav_ms(file: &[u8]) -> Option<u64> {
    let header = file.strip_prefix(b"RIFF")?;
    (header.get(4..12)? == b"WAVEfmt ").then_some(())?;
    let field = |at: usize| Some(u16::from_le_bytes([*file.get(at)?, *file.get(at + 1)?]));
    (field(20)? == 1 && field(22)? == 1 && field(24)? == 8_000 && field(34)? == 16).then_some(())?;
    let at = find(file, b"data")?;
    Some((file.len() - at - 8) as u64 / 16)
}
