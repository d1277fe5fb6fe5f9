//! A stream's first moments: the upgrade, the wait for `start`, the ticket; then it is handed to a shard.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::{Parts, downcast};
use sha1::{Digest as _, Sha1};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::limits::Limits;
use super::protocol::{self, Inbound, Start};
use super::reason::Reason;
use super::shard::Arrival;
use super::stage::Stage;
use super::websocket::{self, Message, Reader, Violation};
use crate::domain::line_report::LineReport;
use crate::telemetry::names;

/// How long a socket may take to say which call it is.
const START_PATIENCE: Duration = Duration::from_secs(5);
/// How long a refused socket may take to go.
const LINGER: Duration = Duration::from_secs(2);
/// What the key of a handshake is answered with (RFC 6455, section 1.3).
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Answers the handshake; the stream goes on in a task of its own.
pub fn upgrade(request: &mut axum::extract::Request, stage: Stage) -> Response {
    let accept = match accept(request.method(), request.headers()) {
        Ok(accept) => accept,
        Err((status, why)) => return (status, why).into_response(),
    };
    let upgraded = hyper::upgrade::on(request);
    let tasks = stage.tasks().clone();
    tasks.spawn(async move {
        let Ok(upgraded) = upgraded.await else { return };
        match downcast::<TokioIo<TcpStream>>(upgraded) {
            Ok(Parts { io, read_buf, .. }) => run(stage, io.into_inner(), &read_buf).await,
            Err(_) => tracing::error!("a media stream came over something that is no TCP socket"),
        }
    });
    let headers = [
        (header::CONNECTION, HeaderValue::from_static("upgrade")),
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
}

/// The answer to a handshake's key.
fn accept(method: &Method, headers: &HeaderMap) -> Result<HeaderValue, (StatusCode, &'static str)> {
    let has = |name: header::HeaderName, word: &str| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|list| list.split(',')).any(|w| w.trim().eq_ignore_ascii_case(word))
    };
    if method != Method::GET {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "a media stream begins with GET\n"));
    }
    if !has(header::CONNECTION, "upgrade") || !has(header::UPGRADE, "websocket") {
        return Err((StatusCode::UPGRADE_REQUIRED, "this address takes WebSockets\n"));
    }
    if !has(header::SEC_WEBSOCKET_VERSION, "13") {
        return Err((StatusCode::BAD_REQUEST, "only version 13 of WebSockets is spoken\n"));
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY);
    let key = key.ok_or((StatusCode::BAD_REQUEST, "the handshake has no key\n"))?;
    let digest = Sha1::new().chain_update(key.as_bytes()).chain_update(GUID).finalize();
    let accept = HeaderValue::try_from(STANDARD.encode(digest));
    Ok(accept.expect("base64 is a header's value"))
}

/// Reads until `start`, checks the ticket, and hands the stream over.
async fn run(mut stage: Stage, mut socket: TcpStream, early: &[u8]) {
    let mut reader = Reader::default();
    let named = first_start(&mut socket, &mut reader, early);
    let start = match tokio::time::timeout(START_PATIENCE, named).await {
        Ok(Ok(start)) => start,
        Ok(Err(reason)) => return refuse(socket, reason).await,
        Err(_) => return refuse(socket, Reason::Unnamed).await,
    };
    if !stage.admit(&start).await {
        return refuse(socket, Reason::Refused).await;
    }
    // Frames of 20 ms must not wait for each other.
    let socket = match socket.set_nodelay(true).and_then(|()| socket.into_std()) {
        Ok(socket) => socket,
        Err(error) => return tracing::warn!(%error, "a media stream's socket cannot be used"),
    };
    metrics::gauge!(names::LIVE_STREAMS).increment(1);
    stage.opened();
    let arrival = Arrival { stage: stage.clone(), socket, reader, stream: start.stream };
    if !stage.switchboard().seat(Box::new(arrival)) {
        metrics::gauge!(names::LIVE_STREAMS).decrement(1);
        count(Reason::Fault);
        stage.closed(Reason::Fault, LineReport::default()).await;
    }
}

/// Reads until `start`, passing over what may come before it; what comes behind it stays in the reader.
async fn first_start(
    socket: &mut TcpStream,
    reader: &mut Reader,
    early: &[u8],
) -> Result<Start, Reason> {
    let mut limits = Limits::default();
    let mut buffer = early.to_vec();
    loop {
        if let Some(named) = look(reader, &mut buffer, &mut limits)? {
            return Ok(named);
        }
        buffer.clear();
        match socket.read_buf(&mut buffer).await {
            Ok(0) | Err(_) => return Err(Reason::Gone),
            Ok(n) => limits.read(n)?,
        }
    }
}

fn look(
    reader: &mut Reader,
    bytes: &mut [u8],
    limits: &mut Limits,
) -> Result<Option<Start>, Reason> {
    let mut found = Ok(None);
    let read = reader.feed(bytes, |message| {
        found = match message {
            Message::Text(text) => match protocol::parse(text) {
                Ok(Inbound::Start(start)) => Ok(Some(start)),
                Ok(_) => limits.message().map(|()| None),
                Err(_) => {
                    metrics::counter!(names::MEDIA_MESSAGES, "kind" => "malformed").increment(1);
                    limits.malformed().map(|()| None)
                }
            },
            Message::Close => Err(Reason::Gone),
            Message::Binary | Message::Ping(_) | Message::Pong => limits.message().map(|()| None),
        };
        matches!(found, Ok(None))
    });
    found.and_then(|found| match (found, read) {
        (None, Err(Violation::TooLong)) => Err(Reason::TooBig),
        (None, Err(_)) => Err(Reason::Protocol),
        (found, _) => Ok(found),
    })
}

fn count(reason: Reason) {
    metrics::counter!(names::STREAMS_ENDED, "reason" => reason.label()).increment(1);
}

async fn refuse(mut socket: TcpStream, reason: Reason) {
    count(reason);
    tracing::warn!(reason = reason.label(), "refused a media stream");
    let mut close = Vec::new();
    websocket::write_close(reason.close_code(), reason.label(), &mut close);
    let goodbye = async {
        socket.write_all(&close).await?;
        socket.shutdown().await?;
        // The other side reads the reason only if the socket is not torn down under it.
        let mut waste = [0; 1_024];
        while socket.read(&mut waste).await? > 0 {}
        std::io::Result::Ok(())
    };
    // Whoever does not go is cut off.
    let _ = tokio::time::timeout(LINGER, goodbye).await;
}
