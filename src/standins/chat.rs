//! Models that write.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::body::{Answer, Marks, Visit, send};
use super::failures;
use super::script::{Act, Endpoint, Outcome};
use super::server::Shared;

/// What a message costs beside its words, tokens.
const PER_MESSAGE: u64 = 3;
/// An event that is no JSON.
const BROKEN: &str = "{\"choices\": [{\"delta\": ";

/// `POST …/chat/completions`.
pub(super) async fn openai(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (visit, act) = Visit::begin(&shared, Endpoint::OpenAiChat, &uri, &headers, &body, None);
    let mut visit = match failures::or_go_on(Endpoint::OpenAiChat, visit, &act).await {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let Some(asked) = openai_request(&body) else {
        visit.end();
        let error = json!({ "message": "not a request", "type": "invalid_request_error" });
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    };
    visit.charge(&asked.model).input_tokens = asked.input;
    visit.charge(&asked.model).told = false;
    let answer = openai_answer(&act, &asked);
    send(visit, &act, answer)
}

/// `POST …/models/{model}:streamGenerateContent?alt=sse`.
pub(super) async fn gemini(
    State(shared): State<Arc<Shared>>,
    Path(call): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (visit, act) = Visit::begin(&shared, Endpoint::GeminiChat, &uri, &headers, &body, None);
    let mut visit = match failures::or_go_on(Endpoint::GeminiChat, visit, &act).await {
        Ok(visit) => visit,
        Err(response) => return *response,
    };
    let model =
        call.strip_suffix(":streamGenerateContent").filter(|_| uri.query() == Some("alt=sse"));
    let Some(asked) = model.and_then(|model| gemini_request(model, &body)) else {
        visit.end();
        let error =
            json!({ "code": 400, "message": "not a request", "status": "INVALID_ARGUMENT" });
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    };
    visit.charge(&asked.model).input_tokens = asked.input;
    visit.charge(&asked.model).told = false;
    let answer = gemini_answer(&act, &asked);
    send(visit, &act, answer)
}

/// What a request asks for.
struct Asked {
    model: String,
    input: u64,
    most: usize,
    wants_usage: bool,
}

fn words(text: &str) -> u64 {
    text.split_whitespace().count() as u64
}

fn openai_request(body: &[u8]) -> Option<Asked> {
    let request: Value = serde_json::from_slice(body).ok()?;
    let messages = request.get("messages")?.as_array()?;
    let known = ["system", "user", "assistant"];
    let mut input = 0;
    for message in messages {
        known.contains(&message.get("role")?.as_str()?).then_some(())?;
        input += PER_MESSAGE + words(message.get("content")?.as_str()?);
    }
    request.get("stream")?.as_bool()?.then_some(())?;
    let most = request.get("max_tokens").or_else(|| request.get("max_completion_tokens"));
    let wants_usage = request.pointer("/stream_options/include_usage").and_then(Value::as_bool);
    Some(Asked {
        model: request.get("model")?.as_str()?.to_owned(),
        input,
        most: most.and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(4_096),
        wants_usage: wants_usage.unwrap_or(false),
    })
}

fn gemini_request(model: &str, body: &[u8]) -> Option<Asked> {
    let request: Value = serde_json::from_slice(body).ok()?;
    let turns = request.get("contents")?.as_array()?;
    let text = |turn: &Value| {
        let parts = turn.get("parts")?.as_array()?;
        parts.iter().map(|part| Some(words(part.get("text")?.as_str()?))).sum::<Option<u64>>()
    };
    let mut input = request.get("systemInstruction").map_or(Some(0), text)?;
    for turn in turns {
        ["user", "model"].contains(&turn.get("role")?.as_str()?).then_some(())?;
        input += PER_MESSAGE + text(turn)?;
    }
    let most = request.pointer("/generationConfig/maxOutputTokens").and_then(Value::as_u64);
    Some(Asked {
        model: model.to_owned(),
        input,
        most: most.and_then(|n| usize::try_from(n).ok()).unwrap_or(4_096),
        wants_usage: true,
    })
}

/// The tokens of an answer, a word each, and whether the limit cut them.
fn tokens<'a>(act: &'a Act, asked: &Asked) -> (Vec<&'a str>, bool) {
    let all: Vec<&str> = act.says.split_inclusive(' ').collect();
    let kept = match act.outcome {
        // Declined half-way.
        Outcome::Refused | Outcome::MalformedJson => all.len() / 2,
        _ => all.len().min(asked.most),
    };
    let cut = asked.most < all.len();
    (all.into_iter().take(kept).collect(), cut)
}

/// A stream of events as it is written.
#[derive(Default)]
struct Events {
    bytes: Vec<u8>,
    natural: Vec<usize>,
    marks: Marks,
}

impl Events {
    fn push(&mut self, data: &str, line_end: &str) {
        self.bytes.extend_from_slice(format!("data: {data}{line_end}{line_end}").as_bytes());
        self.natural.push(self.bytes.len());
    }

    fn mark(&mut self, tokens: u64) {
        self.marks.tokens.push((self.bytes.len(), tokens));
    }

    fn told(&mut self) {
        self.marks.told_from.get_or_insert(self.bytes.len());
    }

    fn answer(self) -> Answer {
        Answer {
            content_type: "text/event-stream; charset=utf-8",
            bytes: self.bytes,
            natural: self.natural,
            marks: Some(self.marks),
        }
    }
}

fn openai_answer(act: &Act, asked: &Asked) -> Answer {
    let chunk = |choices: Value, usage: Value| {
        json!({
            "id": "chatcmpl-stand-in", "object": "chat.completion.chunk", "created": 1,
            "model": asked.model, "choices": choices, "usage": usage,
        })
        .to_string()
    };
    let choice = |delta: Value, reason: Value| {
        chunk(json!([{ "index": 0, "delta": delta, "finish_reason": reason }]), Value::Null)
    };
    let mut events = Events::default();
    // A comment, as servers and proxies send to keep a connection open.
    events.bytes.extend_from_slice(b": stand-in\n\n");
    events.push(&choice(json!({ "role": "assistant", "content": "" }), Value::Null), "\n");
    let (tokens, cut) = tokens(act, asked);
    for (n, token) in tokens.iter().enumerate() {
        events.push(&choice(json!({ "content": token }), Value::Null), "\n");
        events.mark(n as u64 + 1);
    }
    if act.outcome == Outcome::MalformedJson {
        events.push(BROKEN, "\n");
        return events.answer();
    }
    let reason = match act.outcome {
        Outcome::Refused => "content_filter",
        _ if cut => "length",
        _ => "stop",
    };
    events.push(&choice(json!({}), json!(reason)), "\n");
    if asked.wants_usage && act.tells_usage {
        let output = tokens.len() as u64;
        let usage = json!({
            "prompt_tokens": asked.input, "completion_tokens": output,
            "total_tokens": asked.input + output,
            "prompt_tokens_details": { "cached_tokens": 0 },
        });
        events.push(&chunk(json!([]), usage), "\n");
        events.told();
    }
    events.push("[DONE]", "\n");
    events.answer()
}

fn gemini_answer(act: &Act, asked: &Asked) -> Answer {
    let mut events = Events::default();
    let (tokens, cut) = tokens(act, asked);
    let reason = match act.outcome {
        Outcome::Refused => "SAFETY",
        _ if cut => "MAX_TOKENS",
        _ => "STOP",
    };
    for (n, token) in tokens.iter().enumerate() {
        let written = n as u64 + 1;
        let last = n + 1 == tokens.len();
        let mut candidate =
            json!({ "index": 0, "content": { "role": "model", "parts": [{ "text": token }] } });
        if last && act.outcome != Outcome::MalformedJson {
            candidate["finishReason"] = json!(reason);
        }
        let mut response = json!({ "candidates": [candidate], "modelVersion": asked.model });
        if act.tells_usage {
            response["usageMetadata"] = json!({
                "promptTokenCount": asked.input, "candidatesTokenCount": written,
                "totalTokenCount": asked.input + written,
            });
        }
        events.push(&response.to_string(), "\r\n");
        events.mark(written);
        if act.tells_usage {
            events.told();
        }
    }
    if act.outcome == Outcome::MalformedJson {
        events.push(BROKEN, "\r\n");
    }
    events.answer()
}
