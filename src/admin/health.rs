//! `/healthz` tells the state of each service, `/readyz` whether to send calls here, `/metrics` the numbers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::ports::PortError;
use crate::ports::clock::Clock;
use crate::ports::contexts::ContextStore;
use crate::ports::journal::Journal;
use crate::ports::messaging::Messaging;
use crate::ports::tutor::{Company, Tutor};
use crate::ports::voice::Voice;
use crate::telemetry::init;

/// How long a service may take to answer a health question.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether new calls should come here. Starts unready; the app flips it.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// Ready, or not any more.
    pub fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Release);
    }

    /// Whether new calls should come here.
    #[must_use]
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// What the health pages look at.
#[derive(Clone)]
pub struct Watched {
    /// Where contexts are.
    pub contexts: Arc<dyn ContextStore>,
    /// Where the journal is.
    pub journal: Arc<dyn Journal>,
    /// How messages go out.
    pub messaging: Arc<dyn Messaging>,
    /// The tutor, if any.
    pub tutor: Option<Arc<dyn Tutor>>,
    /// The voice of the streams, if any.
    pub voice: Option<Arc<dyn Voice>>,
    /// Whether signatures are checked.
    pub signatures: bool,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Whether new calls should come here.
    pub readiness: Readiness,
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
    timestamp: String,
    version: &'static str,
    services: Services,
}

#[derive(Serialize)]
struct Services {
    contexts: Service,
    journal: Service,
    telephony: Service,
    voice: Service,
    tutor: Providers,
}

/// The companies of the tutor, by what they do.
#[derive(Serialize)]
struct Providers {
    status: &'static str,
    chat: Vec<Provider>,
    ears: Vec<Provider>,
    voices: Vec<Provider>,
}

#[derive(Serialize)]
struct Provider {
    provider: String,
    model: String,
    standing: &'static str,
}

#[derive(Serialize)]
struct Service {
    kind: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// The routes.
pub fn router(watched: Watched) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(watched)
}

async fn healthz(State(watched): State<Watched>) -> Json<Health> {
    let (contexts, journal, tutor) = tokio::join!(
        probe(watched.contexts.ping()),
        probe(watched.journal.ping()),
        companies(watched.tutor.as_deref())
    );
    let contexts = service(watched.contexts.kind(), contexts);
    let journal = service(watched.journal.kind(), journal);
    let tutor = providers(tutor);
    let healthy = contexts.status == "up" && journal.status == "up" && tutor.status != "degraded";
    let telephony = match (watched.signatures, watched.messaging.configured()) {
        (true, true) => plain("twilio", "configured", None),
        (true, false) => plain(
            "twilio",
            "receive-only",
            Some("messages cannot be sent: see TWILIO_PHONE_NUMBER"),
        ),
        (false, _) => plain(
            "twilio",
            "open",
            Some("no auth token: signatures are not checked, loopback only"),
        ),
    };
    let voice = match &watched.voice {
        Some(voice) => plain(voice.kind(), "up", None),
        None => plain("none", "absent", Some("prompts are spoken by TwiML around the stream")),
    };
    Json(Health {
        // A lost Redis or Postgres degrades, and a tutor of whom nobody can be asked; calls go on.
        status: if healthy { "healthy" } else { "degraded" },
        timestamp: watched.clock.now().to_rfc3339(),
        version: env!("CARGO_PKG_VERSION"),
        services: Services { contexts, journal, telephony, voice, tutor },
    })
}

async fn companies(tutor: Option<&dyn Tutor>) -> Vec<Company> {
    let Some(tutor) = tutor else { return Vec::new() };
    tutor.companies().await
}

/// A chain of which nobody can be asked degrades the tutor; what stands is said.
fn providers(companies: Vec<Company>) -> Providers {
    let all_rest = |does: &str| {
        let mut own = companies.iter().filter(|company| company.does == does).peekable();
        own.peek().is_some() && own.all(|company| company.rests)
    };
    let status = match companies.is_empty() {
        true => "offline",
        false if ["chat", "ears", "voices"].into_iter().any(all_rest) => "degraded",
        false => "up",
    };
    let of = |does: &str| {
        let own = companies.iter().filter(|company| company.does == does);
        own.map(|company| Provider {
            provider: company.model.provider.clone(),
            model: company.model.model.clone(),
            standing: company.standing,
        })
        .collect()
    };
    Providers { status, chat: of("chat"), ears: of("ears"), voices: of("voices") }
}

async fn probe(ping: impl Future<Output = Result<(), PortError>>) -> Result<(), PortError> {
    tokio::time::timeout(PATIENCE, ping).await.unwrap_or_else(|_| {
        Err(PortError::Unavailable { service: "probe", detail: "no answer within 2 s".to_owned() })
    })
}

fn service(kind: &'static str, probed: Result<(), PortError>) -> Service {
    match probed {
        Ok(()) => Service { kind, status: "up", detail: None },
        Err(error) => Service { kind, status: "down", detail: Some(error.to_string()) },
    }
}

fn plain(kind: &'static str, status: &'static str, detail: Option<&str>) -> Service {
    Service { kind, status, detail: detail.map(str::to_owned) }
}

async fn readyz(State(watched): State<Watched>) -> Response {
    if watched.readiness.get() {
        (StatusCode::OK, "ready\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not taking new calls\n").into_response()
    }
}

async fn metrics() -> Response {
    let content = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (content, init::metrics().render()).into_response()
}
