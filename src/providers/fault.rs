//! What a provider's failure means for us: from a status, headers and a body to a [`Fault`].
//!
//! Pure, and total: any bytes give an answer. The body is read for its codes only. Its sentences are never kept, since they may
//! quote what a learner said; where a code does not tell quota from rate limit, they are searched for a few known words.
//!
//! Sources: OpenAI "Error codes" (platform.openai.com/docs/guides/error-codes), Groq "Rate limits"
//! (console.groq.com/docs/rate-limits), Google "Error model" (cloud.google.com/apis/design/errors) and Gemini
//! "Troubleshooting" (ai.google.dev/gemini-api/docs/troubleshooting), ElevenLabs "Errors" (elevenlabs.io/docs/api-reference),
//! Deepgram "API errors" (developers.deepgram.com/docs/errors), Hugging Face "Inference API" (huggingface.co/docs/api-inference),
//! RFC 9110 section 10.2.3 for `Retry-After`.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

use crate::ports::errand::{Fault, ProviderError};

/// The longest wait that is believed.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// Codes of an account that has nothing left.
const QUOTA: &[&str] = &[
    "insufficient_quota",
    "quota_exceeded",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
    "project_spend_limit_exceeded",
    "billing_hard_limit_reached",
    "billing_not_active",
    "insufficient_credits",
    "payment_required",
    "asr_payment_required",
];
/// Codes of a content that was declined.
const REFUSED: &[&str] = &[
    "content_filter",
    "content_policy_violation",
    "moderation_blocked",
    "responsibleaipolicyviolation",
    "safety",
    "prohibited_content",
];
/// Codes of a key that is wrong, or may not.
const AUTH: &[&str] = &[
    "invalid_api_key",
    "api_key_invalid",
    "invalid_auth",
    "unauthenticated",
    "permission_denied",
    "missing_permissions",
    "insufficient_permissions",
    "account_deactivated",
    "detected_unusual_activity",
];
/// Codes of too many requests.
const RATE: &[&str] = &[
    "rate_limit_exceeded",
    "rate_limit_error",
    "slow_down",
    "capacity_exceeded",
    "resource_exhausted",
    "too_many_concurrent_requests",
    "too_many_requests",
    "concurrent_limit_exceeded",
    "system_busy",
];

/// What an answer with this status, these headers and this body means. `now` is for a `Retry-After` that is a date.
#[must_use]
pub fn of_answer(
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
    now: DateTime<Utc>,
) -> ProviderError {
    let told = Told::read(body);
    let fault = classify(status, &told, told_wait(headers, now).or(told.retry_in));
    ProviderError::new(fault, format!("status {status}"))
}

/// What an error within a stream that had begun well means.
#[must_use]
pub fn of_event(event: &Value) -> ProviderError {
    let told = Told::of(event);
    let status = told.status.unwrap_or(500);
    ProviderError::new(classify(status, &told, told.retry_in), "an error in the stream")
}

/// What a request that got no answer, or whose answer broke off, means.
#[must_use]
pub fn of_transport(error: &reqwest::Error) -> ProviderError {
    // reqwest's own text would show the URL. A body that breaks off is a decoding error to it.
    if error.is_timeout() {
        late()
    } else if error.is_builder() {
        ProviderError::new(Fault::BadRequest, "the request cannot be written")
    } else if error.is_connect() {
        ProviderError::new(Fault::Network, "no connection")
    } else {
        ProviderError::new(Fault::Network, "the connection broke")
    }
}

/// Too late.
#[must_use]
pub fn late() -> ProviderError {
    ProviderError::new(Fault::Timeout, "no answer in time")
}

/// An answer that makes no sense.
#[must_use]
pub fn malformed(detail: &'static str) -> ProviderError {
    ProviderError::new(Fault::Malformed, detail)
}

/// What a body tells, without its sentences.
#[derive(Debug, Default)]
struct Told {
    /// Every code, type and status that it names, in lower case.
    codes: Vec<String>,
    /// A status that it names by number.
    status: Option<u16>,
    /// The quota is one of the day, or of the plan.
    out_for_the_day: bool,
    /// When another try may do.
    retry_in: Option<Duration>,
    /// The model is being loaded.
    loading: bool,
    /// When it will have been.
    ready_in: Option<Duration>,
}

impl Told {
    fn read(body: &[u8]) -> Self {
        let parsed = serde_json::from_slice::<Value>(body).unwrap_or(Value::Null);
        Self::of(&parsed)
    }

    fn of(body: &Value) -> Self {
        // Google wraps errors of streams in an array.
        let body = body.as_array().and_then(|all| all.first()).unwrap_or(body);
        let mut told = Self {
            ready_in: body.get("estimated_time").and_then(Value::as_f64).and_then(seconds),
            ..Self::default()
        };
        told.note_codes(body);
        for name in ["error", "detail"] {
            match body.get(name) {
                Some(Value::String(words)) => told.note_words(words),
                Some(inner) => told.note_codes(inner),
                None => {}
            }
        }
        told.loading |= told.ready_in.is_some();
        told
    }

    fn note_codes(&mut self, object: &Value) {
        for name in ["code", "type", "status", "err_code", "reason"] {
            match object.get(name) {
                Some(Value::String(code)) => self.codes.push(code.to_lowercase()),
                Some(Value::Number(number)) => {
                    let number = number.as_u64().and_then(|n| u16::try_from(n).ok());
                    self.status = self.status.or(number.filter(|n| (400..600).contains(n)));
                }
                _ => {}
            }
        }
        if let Some(words) = object.get("message").and_then(Value::as_str) {
            self.note_words(words);
        }
        for detail in object.get("details").and_then(Value::as_array).into_iter().flatten() {
            self.note_google_detail(detail);
        }
    }

    /// `RetryInfo`, `QuotaFailure` and `ErrorInfo` of google.rpc.
    fn note_google_detail(&mut self, detail: &Value) {
        if let Some(reason) = detail.get("reason").and_then(Value::as_str) {
            self.codes.push(reason.to_lowercase());
        }
        let delay = detail.get("retryDelay").and_then(Value::as_str);
        let delay = delay.and_then(|text| text.strip_suffix('s')?.parse().ok());
        self.retry_in = self.retry_in.or(delay.and_then(seconds));
        for violation in detail.get("violations").and_then(Value::as_array).into_iter().flatten() {
            let id = violation.get("quotaId").and_then(Value::as_str).unwrap_or_default();
            self.out_for_the_day |= id.contains("PerDay");
        }
    }

    /// A few words that tell what no code does.
    fn note_words(&mut self, words: &str) {
        let words = words.to_lowercase();
        self.loading |= words.contains("currently loading") || words.contains("loading model");
        self.out_for_the_day |= words.contains("exceeded your monthly included credits");
        if words.contains("api key not valid") {
            self.codes.push("api_key_invalid".to_owned());
        }
    }

    fn any(&self, known: &[&str]) -> bool {
        self.codes.iter().any(|code| known.contains(&code.as_str()))
    }
}

fn classify(status: u16, told: &Told, retry_after: Option<Duration>) -> Fault {
    // The code first: ElevenLabs tells a spent quota with 401, Google a wrong key with 400.
    if told.any(REFUSED) {
        return Fault::ContentRefused;
    }
    if told.any(QUOTA) || told.out_for_the_day {
        return Fault::Quota;
    }
    match status {
        402 => Fault::Quota,
        // Groq tells a request that is larger than a minute's allowance with a rate limit's code: it never fits.
        413 => Fault::BadRequest,
        _ if told.any(AUTH) => Fault::Auth,
        _ if told.any(RATE) => Fault::RateLimited { retry_after },
        401 | 403 => Fault::Auth,
        408 | 504 => Fault::Timeout,
        429 => Fault::RateLimited { retry_after },
        503 if told.loading => Fault::Loading { ready_in: told.ready_in.or(retry_after) },
        503 if retry_after.is_some() => Fault::RateLimited { retry_after },
        400..=499 => Fault::BadRequest,
        500..=599 => Fault::Server,
        _ => Fault::Malformed,
    }
}

/// The wait that the headers ask for: `retry-after-ms`, else `Retry-After` in seconds or as a date.
#[must_use]
pub fn told_wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = |value: Option<&reqwest::header::HeaderValue>| {
        Some(value?.to_str().ok()?.trim().to_owned())
    };
    if let Some(ms) = text(headers.get("retry-after-ms")).and_then(|ms| ms.parse::<f64>().ok()) {
        return seconds(ms / 1_000.0);
    }
    let value = text(headers.get(RETRY_AFTER))?;
    if let Ok(told) = value.parse::<f64>() {
        return seconds(told);
    }
    let at = DateTime::parse_from_rfc2822(&value).ok()?;
    let wait = at.with_timezone(&Utc).signed_duration_since(now);
    Some(wait.to_std().unwrap_or(Duration::ZERO).min(LONGEST))
}

/// A number of seconds that is one, cut at a day.
fn seconds(number: f64) -> Option<Duration> {
    // `clamp` would make a negative one nought, `min` a NaN a day.
    if number > LONGEST.as_secs_f64() {
        Some(LONGEST)
    } else {
        Duration::try_from_secs_f64(number).ok()
    }
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod tests;
