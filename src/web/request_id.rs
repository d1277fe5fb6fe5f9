//! One id for each request: taken from the caller or made, put into every log line of the request, and sent back.

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;
use uuid::Uuid;

/// The header that carries the id, both ways.
pub const HEADER: &str = "x-request-id";

/// The id of a request: 1 to 64 ASCII letters, digits, dots, underscores or hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// Takes the caller's id; `None` if it could break a log line.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        ((1..=64).contains(&text.len()) && text.chars().all(good)).then(|| Self(text.to_owned()))
    }

    /// A new one, ordered by time.
    #[must_use]
    pub fn make() -> Self {
        Self(Uuid::now_v7().to_string())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The middleware, for `axum::middleware::from_fn`. Handlers find the id among the request's extensions.
pub async fn layer(mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(HEADER)
        .and_then(|value| RequestId::parse(value.to_str().ok()?))
        .unwrap_or_else(RequestId::make);
    // The pattern, not the path: an action URL may carry what is nobody's business.
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let span = tracing::info_span!(
        "request",
        request_id = id.as_str(),
        http.method = request.method().as_str(),
        http.route = route,
        call.sid = tracing::field::Empty,
        learner = tracing::field::Empty,
    );
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    async fn answer(sent: Option<&str>) -> (String, String) {
        let seen = |request: Request| async move {
            let id = request.extensions().get::<RequestId>().cloned();
            id.map(|id| id.as_str().to_owned()).unwrap_or_default()
        };
        let app = Router::new().route("/", get(seen)).layer(axum::middleware::from_fn(layer));
        let mut request = Request::builder().uri("/");
        if let Some(sent) = sent {
            request = request.header(HEADER, sent);
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = app.oneshot(request).await.expect("an answer");
        let echoed = response.headers()[HEADER].to_str().expect("text").to_owned();
        let body = axum::body::to_bytes(response.into_body(), 1024).await.expect("a body");
        (echoed, String::from_utf8(body.to_vec()).expect("text"))
    }

    #[tokio::test]
    async fn the_callers_id_is_kept_and_echoed() {
        let (echoed, seen) = answer(Some("abc-1.2_3")).await;
        assert_eq!((echoed.as_str(), seen.as_str()), ("abc-1.2_3", "abc-1.2_3"));
    }

    #[tokio::test]
    async fn an_id_that_could_break_a_log_is_replaced() {
        for sent in [None, Some("a b"), Some(""), Some("a\"b")] {
            let (echoed, seen) = answer(sent).await;
            assert_eq!(echoed, seen);
            assert!(Uuid::parse_str(&echoed).is_ok(), "{sent:?}");
        }
        assert_ne!(answer(None).await.0, answer(None).await.0);
    }
}
