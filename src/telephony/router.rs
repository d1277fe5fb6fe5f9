//! The telephony routes, in one place.

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{any, get, post};

use super::media::stage::House;
use super::twilio::extract::Edge;
use super::{messages, streams, voice};
use crate::domain::ids::LearnerId;
use crate::ports::attachments::Attachments;
use crate::web::limit::Limiter;
use crate::wording::clips::Clips;

/// What the handlers share.
#[derive(Clone)]
pub struct Desk {
    /// Checks signatures.
    pub edge: Arc<Edge>,
    /// Runs conversations and streams.
    pub house: House,
    /// Recorded prompts.
    pub clips: Arc<Clips>,
    /// The configured base URL; without one, requests tell.
    pub base: Option<Arc<str>>,
    /// Fetches voice notes; `None`: no account is set to fetch them with.
    pub attachments: Option<Arc<dyn Attachments>>,
    /// Texts of one learner.
    pub texts: Arc<Limiter<LearnerId>>,
    /// How often a learner is told to slow down.
    pub notices: Arc<Limiter<LearnerId>>,
}

impl FromRef<Desk> for Arc<Edge> {
    fn from_ref(desk: &Desk) -> Self {
        Arc::clone(&desk.edge)
    }
}

/// The routes.
pub fn router(desk: Desk) -> Router {
    let voice = Router::new()
        .route("/webhook/call", post(voice::call).get(voice::call))
        .route("/webhook/voice/process", post(voice::process).get(voice::process))
        .layer(voice::apology().layer());
    let messages = Router::new()
        .route("/webhook/sms", post(messages::message).get(messages::message))
        .layer(messages::apology().layer());
    Router::new()
        .merge(voice)
        .merge(messages)
        .route("/webhook/voice/status", post(voice::status).get(voice::status))
        .route("/webhook/sms/status", post(messages::status).get(messages::status))
        .route("/media", any(streams::media))
        .route("/audio/{lang}/{file}", get(streams::audio))
        .with_state(desk)
}
