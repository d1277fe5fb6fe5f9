//! The live socket's route, and the recorded prompts.

use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::media::opening;
use super::media::stage::Stage;
use super::router::Desk;
use super::twilio::extract::SignedHandshake;

/// `GET /media`: a media stream opens.
pub(super) async fn media(
    _: SignedHandshake,
    State(desk): State<Desk>,
    mut request: Request,
) -> Response {
    opening::upgrade(&mut request, Stage::new(desk.house.clone()))
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
