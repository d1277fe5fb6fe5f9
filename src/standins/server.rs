//! The server.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use super::script::{Act, Behaviour, Endpoint};
use super::seen::Seen;
use super::{agent, chat, deepgram, recognition, speech};

/// What every handler shares.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) seen: Seen,
    pub(super) address: SocketAddr,
    behaviour: Mutex<Behaviour>,
    /// What sockets with a signed address get, by token.
    signed: Mutex<HashMap<String, Act>>,
}

impl Shared {
    /// The act for a request.
    pub(super) fn act(&self, endpoint: Endpoint, id: &str, nth: u64) -> Act {
        self.behaviour.lock().unwrap_or_else(PoisonError::into_inner).act(endpoint, id, nth)
    }

    /// Keeps an act for the socket that will come with this token.
    pub(super) fn sign(&self, token: &str, act: Act) {
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        signed.insert(token.to_owned(), act);
    }

    /// The act that was kept for a token, once.
    pub(super) fn signed(&self, token: &str) -> Option<Act> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner).remove(token)
    }
}

/// A server that plays every company's part, on a free port of this machine. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

impl Server {
    /// Starts one.
    ///
    /// # Errors
    /// If no port can be had.
    pub async fn start(behaviour: impl Into<Behaviour>) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let shared = Arc::new(Shared {
            seen: Seen::new(),
            address: listener.local_addr()?,
            behaviour: Mutex::new(behaviour.into()),
            signed: Mutex::default(),
        });
        let router = router(Arc::clone(&shared));
        let seen = shared.seen.clone();
        let listener = listener.tap_io(move |_| seen.connected());
        let serving = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { shared, serving })
    }

    /// Its root.
    #[must_use]
    pub fn base(&self) -> Url {
        let root = format!("http://{}/", self.shared.address);
        Url::parse(&root).expect("an address and a port make a URL")
    }

    /// The base address to give to a client of this endpoint.
    #[must_use]
    pub fn base_of(&self, endpoint: Endpoint) -> Url {
        let mut url = self.base();
        url.set_path(endpoint.base_path());
        url
    }

    /// What it has seen until now.
    #[must_use]
    pub fn seen(&self) -> &Seen {
        &self.shared.seen
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn router(shared: Arc<Shared>) -> Router {
    let under = |endpoint: Endpoint, path: &str| format!("{}{path}", endpoint.base_path());
    Router::new()
        .route(&under(Endpoint::OpenAiChat, "/chat/completions"), post(chat::openai))
        .route(&under(Endpoint::GeminiChat, "/models/{call}"), post(chat::gemini))
        .route(
            &under(Endpoint::OpenAiTranscription, "/audio/transcriptions"),
            post(recognition::openai),
        )
        .route(&under(Endpoint::HuggingFace, "/{owner}/{name}"), post(recognition::hugging_face))
        .route(&under(Endpoint::Deepgram, "/v1/listen"), get(deepgram::listen))
        .route(
            &under(Endpoint::ElevenLabsAgent, "/v1/convai/conversation/get-signed-url"),
            get(agent::sign),
        )
        .route(&under(Endpoint::ElevenLabsAgent, "/v1/convai/conversation"), get(agent::converse))
        .route(&under(Endpoint::OpenAiSpeech, "/audio/speech"), post(speech::openai))
        .route(
            &under(Endpoint::ElevenLabsSpeech, "/v1/text-to-speech/{voice}/stream"),
            post(speech::elevenlabs),
        )
        .route(&under(Endpoint::GoogleSpeech, "/v1/text:synthesize"), post(speech::google))
        .with_state(shared)
}
