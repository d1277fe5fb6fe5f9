//! Recordings for the operator: what there is, addresses that work for a while, deletion.
//!
//! Everything under `/admin` wants the admin token. The addresses that it hands out, `/recordings/{session}/{track}`, carry their own
//! end and a signature over it, so that they can be given on; they stop working when they say so.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::ids::{CallSid, LearnerId};
use crate::ports::PortError;
use crate::ports::archive::{Archive, Stats, Track};
use crate::ports::clock::Clock;
use crate::web::error::EdgeError;

/// How long an address works if nothing else is wanted.
const VALID_S: u32 = 3_600;
/// The longest that one may work: a day.
const LONGEST_S: u32 = 86_400;

/// Makes a keyed hash of what an address stands for.
pub type Signer = Arc<dyn Fn(&[u8]) -> [u8; 32] + Send + Sync>;

/// What the routes share.
#[derive(Clone)]
pub struct Shelf {
    /// The recordings.
    pub archive: Archive,
    /// What the operator shows.
    pub token: Arc<SecretString>,
    /// A keyed hash, for signatures.
    pub sign: Signer,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// The routes.
pub fn router(shelf: Shelf) -> Router {
    let admin = Router::new()
        .route("/admin/recordings/stats", get(stats))
        .route("/admin/recordings/{session}", get(session))
        .route("/admin/learners/{learner}/recordings", get(of_learner).delete(delete))
        .layer(middleware::from_fn_with_state(shelf.clone(), guard));
    let signed = Router::new().route("/recordings/{session}/{track}", get(merged));
    admin.merge(signed).with_state(shelf)
}

async fn guard(
    State(shelf): State<Shelf>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    // Hashes have one length, so the comparison tells nothing about the token's.
    let hash = |text: &str| Sha256::digest(text.as_bytes());
    if hash(shown).ct_eq(&hash(shelf.token.expose_secret())).into() {
        next.run(request).await
    } else {
        (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response()
    }
}

#[derive(Serialize)]
struct StatsPage {
    store: &'static str,
    #[serde(flatten)]
    stats: Stats,
}

async fn stats(State(shelf): State<Shelf>) -> Result<Json<StatsPage>, EdgeError> {
    let stats = shelf.archive.stats().await.map_err(away)?;
    Ok(Json(StatsPage { store: shelf.archive.store().kind(), stats }))
}

#[derive(Deserialize)]
struct Wanted {
    valid_s: Option<u32>,
}

#[derive(Serialize)]
struct SessionPage {
    session: String,
    valid_until: DateTime<Utc>,
    files: Vec<File>,
    chunks: Vec<Part>,
}

#[derive(Serialize)]
struct File {
    track: Track,
    path: String,
}

#[derive(Serialize)]
struct Part {
    index: u32,
    track: Track,
    bytes: u64,
    stored: DateTime<Utc>,
    /// Where the store itself gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

async fn session(
    State(shelf): State<Shelf>,
    Path(session): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<SessionPage>, EdgeError> {
    let session = CallSid::parse(&session).map_err(|_| EdgeError::NotFound)?;
    let chunks = shelf.archive.chunks(&session).await.map_err(away)?;
    if chunks.is_empty() {
        return Err(EdgeError::NotFound);
    }
    let valid_s = wanted.valid_s.unwrap_or(VALID_S).clamp(1, LONGEST_S);
    let valid = Duration::from_secs(valid_s.into());
    let valid_until = shelf.clock.now() + valid;
    let expires = valid_until.timestamp();
    let file = |track: Track| {
        let signature = shelf.signature(&session, track, expires);
        let name = track.as_str();
        let path = format!("/recordings/{session}/{name}?expires={expires}&signature={signature}");
        File { track, path }
    };
    let there = |track: &Track| chunks.iter().any(|chunk| chunk.track == *track);
    let files = Track::ALL.into_iter().filter(there).map(file).collect();
    let store = shelf.archive.store();
    let part = |chunk: &crate::ports::archive::Chunk| Part {
        index: chunk.index,
        track: chunk.track,
        bytes: chunk.object.bytes,
        stored: chunk.object.modified,
        url: store.presigned(&chunk.object.key, valid),
    };
    let chunks = chunks.iter().map(part).collect();
    Ok(Json(SessionPage { session: session.to_string(), valid_until, files, chunks }))
}

async fn of_learner(
    State(shelf): State<Shelf>,
    Path(learner): Path<String>,
) -> Result<Json<Vec<String>>, EdgeError> {
    let learner = LearnerId::parse(&learner).map_err(|_| EdgeError::NotFound)?;
    let sessions = shelf.archive.sessions_of(learner).await.map_err(away)?;
    Ok(Json(sessions.into_iter().map(String::from).collect()))
}

#[derive(Serialize)]
struct Deleted {
    sessions: usize,
}

async fn delete(
    State(shelf): State<Shelf>,
    Path(learner): Path<String>,
) -> Result<Json<Deleted>, EdgeError> {
    let learner = LearnerId::parse(&learner).map_err(|_| EdgeError::NotFound)?;
    let sessions = shelf.archive.delete_learner(learner).await.map_err(away)?;
    tracing::info!(learner = %learner, sessions, "recordings deleted by the operator");
    Ok(Json(Deleted { sessions }))
}

#[derive(Deserialize)]
struct Signed {
    expires: i64,
    signature: String,
}

/// One track of a session, merged on demand.
async fn merged(
    State(shelf): State<Shelf>,
    Path((session, track)): Path<(String, String)>,
    Query(signed): Query<Signed>,
) -> Result<Response, EdgeError> {
    let session = CallSid::parse(&session).map_err(|_| EdgeError::NotFound)?;
    let track = Track::parse(&track).ok_or(EdgeError::NotFound)?;
    let wanted = shelf.signature(&session, track, signed.expires);
    let sound: bool = wanted.as_bytes().ct_eq(signed.signature.as_bytes()).into();
    if !sound || shelf.clock.now().timestamp() >= signed.expires {
        return Err(EdgeError::BadSignature);
    }
    let file = shelf.archive.merged(&session, track).await.map_err(away)?;
    let file = file.ok_or(EdgeError::NotFound)?;
    let headers = [(header::CONTENT_TYPE, "audio/ogg"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, file).into_response())
}

impl Shelf {
    fn signature(&self, session: &CallSid, track: Track, expires: i64) -> String {
        let over = format!("recording\0{session}\0{}\0{expires}", track.as_str());
        (self.sign)(over.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn away(error: PortError) -> EdgeError {
    tracing::warn!(%error, "the recordings cannot be reached");
    EdgeError::Unavailable
}
