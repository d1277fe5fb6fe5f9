//! One WebSocket to a provider, under deadlines.

use chrono::Utc;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use url::Url;

use super::{exchange, fault};
use crate::ports::errand::{Errand, Fault, ProviderError};

/// The most bytes of one message: a transcript, or a stretch of an agent's speech.
const LIMIT: usize = 4 * 1024 * 1024;

/// An open connection. Dropping it closes it.
#[derive(Debug)]
pub(super) struct Socket {
    inner: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What came over it.
#[derive(Debug)]
pub(super) enum Came {
    /// A message of JSON.
    Json(Value),
    /// The other side has closed it in order.
    Closed,
}

impl Socket {
    /// Opens it, with the errand's request id and these headers.
    ///
    /// # Errors
    /// By [`fault`] where the service answers the handshake with a status; [`Fault::Network`], [`Fault::Timeout`].
    pub(super) async fn open(
        url: &Url,
        headers: HeaderMap,
        errand: &Errand,
        until: Instant,
    ) -> Result<Self, ProviderError> {
        // The process may not have made an HTTP client yet.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut request = url.as_str().into_client_request().map_err(of)?;
        request.headers_mut().extend(headers);
        let id = HeaderValue::from_str(&errand.request.to_string())
            .map_err(|_| exchange::cannot("an id that cannot stand in a header"))?;
        request.headers_mut().insert(HeaderName::from_static(exchange::REQUEST_ID), id);
        let limits =
            WebSocketConfig::default().max_message_size(Some(LIMIT)).max_frame_size(Some(LIMIT));
        let opening = connect_async_with_config(request, Some(limits), true);
        let (inner, _) = exchange::by(until, opening).await?.map_err(of)?;
        Ok(Self { inner })
    }

    /// Sends bytes.
    ///
    /// # Errors
    /// [`Fault::Network`], [`Fault::Timeout`].
    pub(super) async fn send_bytes(
        &mut self,
        bytes: Vec<u8>,
        until: Instant,
    ) -> Result<(), ProviderError> {
        self.send(Message::binary(bytes), until).await
    }

    /// Sends JSON.
    ///
    /// # Errors
    /// [`Fault::Network`], [`Fault::Timeout`].
    pub(super) async fn send_json(
        &mut self,
        value: &Value,
        until: Instant,
    ) -> Result<(), ProviderError> {
        self.send(Message::text(value.to_string()), until).await
    }

    async fn send(&mut self, message: Message, until: Instant) -> Result<(), ProviderError> {
        exchange::by(until, self.inner.send(message)).await?.map_err(of)
    }

    /// The next message.
    ///
    /// # Errors
    /// [`Fault::Malformed`] if it is not JSON, [`Fault::Network`] if the connection broke, [`Fault::Timeout`].
    pub(super) async fn next(&mut self, until: Instant) -> Result<Came, ProviderError> {
        loop {
            let message = exchange::by(until, self.inner.next()).await?;
            if let Some(came) = read(message)? {
                return Ok(came);
            }
        }
    }

    /// A message that is here already, without waiting.
    ///
    /// # Errors
    /// Those of [`Socket::next`].
    pub(super) fn here(&mut self) -> Result<Option<Came>, ProviderError> {
        while let Some(message) = self.inner.next().now_or_never() {
            if let Some(came) = read(message)? {
                return Ok(Some(came));
            }
        }
        Ok(None)
    }
}

fn read(message: Option<Result<Message, Error>>) -> Result<Option<Came>, ProviderError> {
    match message {
        None => Err(ProviderError::new(Fault::Network, "the connection broke")),
        Some(Err(Error::ConnectionClosed)) | Some(Ok(Message::Close(None))) => {
            Ok(Some(Came::Closed))
        }
        Some(Err(error)) => Err(of(error)),
        Some(Ok(Message::Close(Some(close)))) => closed(close.code.into()).map(Some),
        Some(Ok(Message::Text(text))) => serde_json::from_str(&text)
            .map(|value| Some(Came::Json(value)))
            .map_err(|_| fault::malformed("a message that is not JSON")),
        Some(Ok(_)) => Ok(None),
    }
}

/// Why the other side closed: RFC 6455 section 7.4.1. Deepgram closes with 1002 or 1008 for what is no sound, with 1011 when
/// nothing came or went for too long ("STT Troubleshooting WebSocket, NET, and DATA Errors", developers.deepgram.com/docs).
fn closed(code: u16) -> Result<Came, ProviderError> {
    match code {
        1000 | 1005 => Ok(Came::Closed),
        1002 | 1003 | 1007 | 1008 => {
            Err(ProviderError::new(Fault::BadRequest, "closed: not what it takes"))
        }
        1011..=1013 => Err(ProviderError::new(Fault::Server, "closed: it failed")),
        _ => Err(ProviderError::new(Fault::Network, "closed before the end")),
    }
}

/// What a WebSocket's error means.
fn of(error: Error) -> ProviderError {
    match error {
        Error::Http(response) => {
            let body = response.body().as_deref().unwrap_or_default();
            fault::of_answer(response.status().as_u16(), response.headers(), body, Utc::now())
        }
        Error::Capacity(_) => fault::malformed("a message that is too long"),
        Error::Protocol(
            tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
        ) => ProviderError::new(Fault::Network, "the connection broke"),
        Error::Protocol(_) | Error::Utf8(_) | Error::HttpFormat(_) => {
            fault::malformed("not a WebSocket as the standard has it")
        }
        Error::Url(_) => exchange::cannot("an address that is none"),
        _ => ProviderError::new(Fault::Network, "the connection broke"),
    }
}
