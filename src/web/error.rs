//! Errors as the outside sees them: `application/problem+json` with a stable code (RFC 9457).

use std::borrow::Cow;

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Everything that an HTTP edge can answer instead of what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdgeError {
    /// The request is not signed by whom it claims to be from.
    #[error("the request's signature does not fit")]
    BadSignature,
    /// The request cannot be understood; says why, without personal data.
    #[error("{0}")]
    BadRequest(Cow<'static, str>),
    /// There is no such thing here.
    #[error("there is nothing here")]
    NotFound,
    /// The route is there, the method is not.
    #[error("this route does not answer that method")]
    MethodNotAllowed,
    /// The body is longer than this edge reads.
    #[error("the body is longer than {limit} bytes")]
    TooLarge {
        /// The most that is read, bytes.
        limit: usize,
    },
    /// The body is of a kind that this route does not read.
    #[error("this route does not read that kind of body")]
    UnsupportedMediaType,
    /// Too many requests.
    #[error("too many requests; try again in {after_s} s")]
    TooMany {
        /// When to try again, seconds from now.
        after_s: u64,
    },
    /// Something that the answer needs is away just now, or the process is shutting down.
    #[error("not available just now")]
    Unavailable,
    /// The answer took too long.
    #[error("the answer took too long")]
    Timeout,
    /// A fault of ours. What happened is in the log, under the request id.
    #[error("something went wrong on our side")]
    Internal,
}

/// A problem document (RFC 9457, section 3) with our `code`.
#[derive(Debug, Serialize)]
struct Problem<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: String,
    code: &'a str,
}

impl EdgeError {
    /// The status of the answer.
    #[must_use]
    pub fn http_status(&self) -> StatusCode {
        match self {
            EdgeError::BadSignature => StatusCode::FORBIDDEN,
            EdgeError::BadRequest(_) => StatusCode::BAD_REQUEST,
            EdgeError::NotFound => StatusCode::NOT_FOUND,
            EdgeError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            EdgeError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            EdgeError::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            EdgeError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            EdgeError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            EdgeError::Timeout => StatusCode::GATEWAY_TIMEOUT,
            EdgeError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code in the document; also the label for metrics. From a closed set.
    #[must_use]
    pub fn metric_label(&self) -> &'static str {
        match self {
            EdgeError::BadSignature => "bad_signature",
            EdgeError::BadRequest(_) => "bad_request",
            EdgeError::NotFound => "not_found",
            EdgeError::MethodNotAllowed => "method_not_allowed",
            EdgeError::TooLarge { .. } => "too_large",
            EdgeError::UnsupportedMediaType => "unsupported_media_type",
            EdgeError::TooMany { .. } => "too_many_requests",
            EdgeError::Unavailable => "unavailable",
            EdgeError::Timeout => "timeout",
            EdgeError::Internal => "internal",
        }
    }

    /// Whether somebody on our side should look into it.
    #[must_use]
    pub fn is_reportable(&self) -> bool {
        matches!(self, EdgeError::Internal | EdgeError::Timeout | EdgeError::Unavailable)
    }

    fn retry_after(&self) -> Option<HeaderValue> {
        match self {
            EdgeError::TooMany { after_s } => Some(HeaderValue::from(*after_s)),
            _ => None,
        }
    }
}

impl IntoResponse for EdgeError {
    fn into_response(self) -> Response {
        let status = self.http_status();
        let code = self.metric_label();
        let problem = Problem {
            r#type: format!("urn:toneline:problem:{code}"),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: self.to_string(),
            code,
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(after) = self.retry_after() {
            headers.insert(RETRY_AFTER, after);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn all() -> Vec<EdgeError> {
        vec![
            EdgeError::BadSignature,
            EdgeError::BadRequest("parameter From is missing".into()),
            EdgeError::NotFound,
            EdgeError::MethodNotAllowed,
            EdgeError::TooLarge { limit: 65_536 },
            EdgeError::UnsupportedMediaType,
            EdgeError::TooMany { after_s: 7 },
            EdgeError::Unavailable,
            EdgeError::Timeout,
            EdgeError::Internal,
        ]
    }

    #[test]
    fn codes_differ_and_fit_a_label() {
        let codes: HashSet<_> = all().iter().map(EdgeError::metric_label).collect();
        assert_eq!(codes.len(), all().len());
        let plain = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(codes.iter().all(|code| code.chars().all(plain)));
    }

    #[test]
    fn only_faults_of_ours_are_reported() {
        for error in all() {
            assert_eq!(error.is_reportable(), error.http_status().is_server_error(), "{error:?}");
        }
    }

    #[tokio::test]
    async fn the_answer_is_a_problem_document() {
        let response = EdgeError::TooMany { after_s: 7 }.into_response();
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
        assert_eq!(response.headers()[RETRY_AFTER], "7");
        let body = axum::body::to_bytes(response.into_body(), 4096).await.expect("a body");
        let problem: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(problem["code"], "too_many_requests");
        assert_eq!(problem["status"], 429);
        assert_eq!(problem["type"], "urn:toneline:problem:too_many_requests");
        assert_eq!(problem["detail"], "too many requests; try again in 7 s");
    }
}
