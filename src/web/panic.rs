//! A handler that panics still answers.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};

use super::error::EdgeError;

/// Answers a panic. The default is a 500 problem document; a voice webhook hands in a spoken apology instead.
#[derive(Clone, Copy)]
pub struct Apology(fn() -> Response);

impl Apology {
    /// Answers with what `answer` makes. It must not depend on what may have broken.
    #[must_use]
    pub fn new(answer: fn() -> Response) -> Self {
        Self(answer)
    }

    /// The middleware that catches panics and answers this.
    #[must_use]
    pub fn layer(self) -> CatchPanicLayer<Self> {
        CatchPanicLayer::custom(self)
    }
}

impl Default for Apology {
    fn default() -> Self {
        Self(|| EdgeError::Internal.into_response())
    }
}

impl ResponseForPanic for Apology {
    type ResponseBody = axum::body::Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send>) -> Response {
        // The message of a panic is ours, never the learner's: `expect` is used on invariants only.
        let message = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no message");
        tracing::error!(panic = message, "a handler panicked");
        metrics::counter!("toneline_panics_total").increment(1);
        (self.0)()
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    async fn broken() -> &'static str {
        panic!("made to fail")
    }

    async fn answer(apology: Apology) -> Response {
        let app = Router::new().route("/", get(broken)).layer(apology.layer());
        let request = Request::get("/").body(Body::empty()).expect("a request");
        app.oneshot(request).await.expect("an answer")
    }

    #[tokio::test]
    async fn a_panic_becomes_a_problem_document() {
        let response = answer(Apology::default()).await;
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }

    #[tokio::test]
    async fn a_voice_route_answers_a_panic_with_its_own_words() {
        let response = answer(Apology::new(|| "<Response/>".into_response())).await;
        assert_eq!(response.status(), 200);
    }
}
