//! How each company says that something went wrong.

use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use super::body::Visit;
use super::script::{Act, Endpoint, Outcome, Wait};

/// Stands in the words of every failure: no client may pass it on.
pub const PRIVATE: &str = "my name is Keza and I live in Huye";

/// The failure that an act wants instead of an answer. `Ok` gives the visit back: go on and answer. A cut, JSON that is none and,
/// for a chat, refused content are for the caller, since they begin well.
pub(super) async fn or_go_on(
    endpoint: Endpoint,
    visit: Visit,
    act: &Act,
) -> Result<Visit, Box<Response>> {
    tokio::time::sleep(act.latency).await;
    let chat = matches!(endpoint, Endpoint::OpenAiChat | Endpoint::GeminiChat);
    match act.outcome {
        Outcome::Answer | Outcome::Cut { .. } => return Ok(visit),
        Outcome::Refused | Outcome::MalformedJson if chat => return Ok(visit),
        Outcome::Silent => std::future::pending().await,
        _ => {}
    }
    visit.end();
    Err(Box::new(answer(endpoint, act.outcome)))
}

/// A failure as that company words it.
fn answer(endpoint: Endpoint, outcome: Outcome) -> Response {
    match outcome {
        Outcome::MalformedJson => {
            let headers = [("content-type", "application/json")];
            return (headers, format!("{{\"text\": \"{PRIVATE}")).into_response();
        }
        Outcome::WrongType => return Html(format!("<p>{PRIVATE}</p>")).into_response(),
        _ => {}
    }
    let (status, body) = match endpoint {
        Endpoint::OpenAiChat | Endpoint::OpenAiTranscription | Endpoint::OpenAiSpeech => {
            openai(outcome)
        }
        Endpoint::GeminiChat | Endpoint::GoogleSpeech => google(outcome),
        Endpoint::HuggingFace => hugging_face(outcome),
        Endpoint::Deepgram => deepgram(outcome),
        Endpoint::ElevenLabsAgent | Endpoint::ElevenLabsSpeech => elevenlabs(outcome),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(body)).into_response();
    if let Outcome::RateLimited(wait) = outcome {
        let (name, value) = match wait {
            Wait::Untold => return response,
            Wait::Seconds(seconds) => ("retry-after", seconds.to_string()),
            Wait::Millis(ms) => ("retry-after-ms", ms.to_string()),
            Wait::Date(seconds) => {
                let at = Utc::now() + TimeDelta::seconds(seconds.min(86_400).cast_signed());
                ("retry-after", at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
            }
        };
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A model at OpenAI is never loaded; a llama.cpp server behind the same protocol is, and says so in these words.
fn openai(outcome: Outcome) -> (u16, Value) {
    let (status, kind, code) = match outcome {
        Outcome::RateLimited(_) => (429, "requests", json!("rate_limit_exceeded")),
        Outcome::Quota => (429, "insufficient_quota", json!("insufficient_quota")),
        Outcome::Auth => (401, "invalid_request_error", json!("invalid_api_key")),
        Outcome::BadRequest => (400, "invalid_request_error", json!("context_length_exceeded")),
        Outcome::Refused => (400, "invalid_request_error", json!("content_policy_violation")),
        Outcome::Loading(_) => {
            let error =
                json!({ "message": "Loading model", "type": "unavailable_error", "code": 503 });
            return (503, json!({ "error": error }));
        }
        _ => (500, "server_error", Value::Null),
    };
    let message = format!("about: {PRIVATE}");
    let error = json!({ "message": message, "type": kind, "param": null, "code": code });
    (status, json!({ "error": error }))
}

fn google(outcome: Outcome) -> (u16, Value) {
    let kind = |name: &str| format!("type.googleapis.com/google.rpc.{name}");
    let quota =
        |id: &str| json!([{ "@type": kind("QuotaFailure"), "violations": [{ "quotaId": id }] }]);
    let (code, status, details) = match outcome {
        Outcome::RateLimited(_) => {
            let id = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
            (429, "RESOURCE_EXHAUSTED", quota(id))
        }
        Outcome::Quota => {
            let id = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
            (429, "RESOURCE_EXHAUSTED", quota(id))
        }
        Outcome::Auth => {
            let info = json!([{ "@type": kind("ErrorInfo"), "reason": "API_KEY_INVALID" }]);
            (400, "INVALID_ARGUMENT", info)
        }
        Outcome::BadRequest => (400, "INVALID_ARGUMENT", json!([])),
        Outcome::Refused => {
            let info = json!([{ "@type": kind("ErrorInfo"), "reason": "PROHIBITED_CONTENT" }]);
            (400, "INVALID_ARGUMENT", info)
        }
        Outcome::Loading(_) => (503, "UNAVAILABLE", json!([])),
        _ => (500, "INTERNAL", json!([])),
    };
    let message = format!("about: {PRIVATE}");
    let error = json!({ "code": code, "message": message, "status": status, "details": details });
    (code, json!({ "error": error }))
}

fn hugging_face(outcome: Outcome) -> (u16, Value) {
    let (status, words) = match outcome {
        Outcome::RateLimited(_) => (429, "Rate limit reached"),
        Outcome::Quota => (402, "You have exceeded your monthly included credits"),
        Outcome::Auth => (401, "Invalid credentials in Authorization header"),
        Outcome::BadRequest | Outcome::Refused => (400, "Unknown error in the input"),
        Outcome::Loading(seconds) => {
            let error = format!("Model {PRIVATE} is currently loading");
            return (503, json!({ "error": error, "estimated_time": seconds }));
        }
        _ => (500, "Internal Server Error"),
    };
    (status, json!({ "error": format!("{words}: {PRIVATE}") }))
}

fn deepgram(outcome: Outcome) -> (u16, Value) {
    let (status, code) = match outcome {
        Outcome::RateLimited(_) => (429, "TOO_MANY_REQUESTS"),
        Outcome::Quota => (402, "ASR_PAYMENT_REQUIRED"),
        Outcome::Auth => (401, "INVALID_AUTH"),
        Outcome::BadRequest | Outcome::Refused => (400, "Bad Request"),
        Outcome::Loading(_) => (503, "SERVICE_UNAVAILABLE"),
        _ => (500, "INTERNAL_SERVER_ERROR"),
    };
    (status, json!({ "err_code": code, "err_msg": PRIVATE, "request_id": "stand-in" }))
}

fn elevenlabs(outcome: Outcome) -> (u16, Value) {
    let (status, name) = match outcome {
        Outcome::RateLimited(_) => (429, "too_many_concurrent_requests"),
        Outcome::Quota => (401, "quota_exceeded"),
        Outcome::Auth => (401, "invalid_api_key"),
        Outcome::BadRequest => (400, "voice_not_found"),
        Outcome::Refused => (400, "content_policy_violation"),
        Outcome::Loading(_) => (503, "service_unavailable"),
        _ => (500, "internal_error"),
    };
    (status, json!({ "detail": { "status": name, "message": PRIVATE } }))
}
