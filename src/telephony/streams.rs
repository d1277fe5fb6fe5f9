//! The live socket's route, and the recorded prompts.

use axum::extract::ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::Instrument as _;

use super::media::protocol::MAX_MESSAGE;
use super::media::socket;
use super::media::stage::Stage;
use super::router::Desk;
use super::twilio::extract::SignedHandshake;

/// `GET /media`: a media stream opens.
pub(super) async fn media(
    _: SignedHandshake,
    State(desk): State<Desk>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let stage = Stage::new(desk.house.clone());
    upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE).on_upgrade(move |socket| {
        let span = tracing::info_span!(
            "media",
            call.sid = tracing::field::Empty,
            learner = tracing::field::Empty
        );
        socket::run(stage, socket).instrument(span)
    })
}

/// `GET /audio/{lang}/{file}`: a recorded prompt.
pub(super) async fn audio(
    State(desk): State<Desk>,
    Path((lang, file)): Path<(String, String)>,
) -> Response {
    match desk.clips.get(&format!("{lang}/{file}")) {
        Some(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "audio/wav"),
                (header::CACHE_CONTROL, "public, max-age=86400"),
            ];
            (headers, bytes.to_vec()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
