//! `<Connect><Stream>`: the phone's end of a bidirectional media stream.

pub(super) mod messages;
mod playout;
mod session;

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, handshake::client::Request, http::HeaderValue};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use url::Url;

use super::event::Event;
use super::line::{new_sid, rescheme};
use super::runner::{Ending, Flow, Runner};
use super::twiml::{Action, Connect, Method, Severity, Stream};
use super::{PhoneError, signature};
use session::{Session, StreamEnd};

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(5);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Runner {
    pub(super) async fn connect(&mut self, connect: Connect) -> Result<Flow, PhoneError> {
        let Some(stream) = &connect.stream else {
            let noun = connect.other.as_deref().unwrap_or("nothing");
            self.find(
                Severity::Notice,
                0,
                format!("this phone cannot do <Connect> to {noun}; it goes on with the next verb"),
            );
            return Ok(Flow::Next);
        };
        let end = self.stream(stream).await?;
        match (end, &connect.action) {
            (StreamEnd::HungUp, None) => Ok(Flow::End(Ending::Caller)),
            (StreamEnd::HungUp, action) => {
                self.hand_over_after_hang_up(action.as_ref(), Method::Post, &[]).await
            }
            (_, None) => Ok(Flow::Next),
            (_, action) => self.hand_over(action.as_ref(), Method::Post, &[]),
        }
    }

    /// Opens the stream, runs it to its end, and tells its status callback.
    async fn stream(&mut self, stream: &Stream) -> Result<StreamEnd, PhoneError> {
        let stream_sid = new_sid("MZ");
        let opened = Instant::now();
        let end = match self.open(stream).await {
            Ok((socket, url)) => {
                self.emit(Event::StreamOpened {
                    url: url.into(),
                    stream_sid: stream_sid.clone(),
                    parameters: stream.parameters.clone(),
                });
                self.tell(stream, &stream_sid, "stream-started", "").await;
                Session::new(self, stream, &stream_sid).run(socket).await
            }
            Err(reason) => StreamEnd::Failed(reason),
        };
        match &end {
            StreamEnd::Failed(reason) => {
                self.find(Severity::Error, 31_920, format!("the media stream failed: {reason}"));
                self.emit(Event::StreamFailed { reason: reason.clone() });
                self.tell(stream, &stream_sid, "stream-error", reason).await;
            }
            StreamEnd::Gateway | StreamEnd::HungUp => {
                let by_gateway = end == StreamEnd::Gateway;
                self.emit(Event::StreamClosed { by_gateway, open: opened.elapsed() });
                self.tell(stream, &stream_sid, "stream-stopped", "").await;
            }
        }
        Ok(end)
    }

    async fn open(&mut self, stream: &Stream) -> Result<(Socket, Url), String> {
        let logical = self.stream_url(&stream.url)?;
        let physical = self.line.physical_stream(&logical).map_err(|e| e.to_string())?;
        let request = self.handshake(&logical, &physical).map_err(|e| e.to_string())?;
        // Small frames every 20 ms: they must not wait for each other.
        let connecting = connect_async_with_config(request, None, true);
        match timeout(HANDSHAKE, connecting).await {
            Err(_) => Err(format!("{logical} did not answer the handshake within 5 s")),
            Ok(Err(Error::Http(answer))) => Err(format!(
                "{logical} answered the handshake with {}, not 101",
                answer.status().as_u16()
            )),
            Ok(Err(error)) => Err(format!("{logical} cannot be connected: {error}")),
            Ok(Ok((socket, _))) => Ok((socket, logical)),
        }
    }

    /// The stream's URL as signed: absolute, `wss`, without query and fragment.
    fn stream_url(&self, written: &str) -> Result<Url, String> {
        let resolved = self.resolve(written).map_err(|e| e.to_string())?;
        if !matches!(resolved.scheme(), "wss" | "http" | "https") {
            return Err(format!("{resolved} is not a wss URL (Twilio error 31922)"));
        }
        let mut url = rescheme(&resolved, "wss");
        url.set_query(None);
        url.set_fragment(None);
        Ok(url)
    }

    fn handshake(&self, logical: &Url, physical: &Url) -> Result<Request, Error> {
        let mut request = physical.as_str().into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("User-Agent", HeaderValue::from_static("Twilio.TmeWs/1.0"));
        if let Some(signature) = self.gateway.sign_stream(logical) {
            headers.insert(signature::HEADER, HeaderValue::try_from(signature)?);
        }
        Ok(request)
    }

    /// Posts a stream event to the stream's status callback, if it has one.
    async fn tell(&mut self, stream: &Stream, stream_sid: &str, event: &str, error: &str) {
        let Some(callback) = &stream.status_callback else { return };
        if let Err(error) = self.post_event(stream, callback, stream_sid, event, error).await {
            self.find(
                Severity::Error,
                15_003,
                format!("the stream's status callback failed: {error}"),
            );
        }
    }

    async fn post_event(
        &mut self,
        stream: &Stream,
        callback: &Action,
        stream_sid: &str,
        event: &str,
        error: &str,
    ) -> Result<(), PhoneError> {
        let timestamp = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let mut params = vec![
            ("AccountSid", self.facts.account_sid()),
            ("CallSid", self.facts.call_sid()),
            ("StreamSid", stream_sid),
            ("StreamName", stream.name.as_deref().unwrap_or(stream_sid)),
            ("StreamEvent", event),
            ("Timestamp", &timestamp),
        ];
        if !error.is_empty() {
            params.push(("StreamError", error));
        }
        let params = params.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        let url = self.resolve(&callback.url)?;
        let request = super::http::Request { method: callback.method, url, params };
        self.fetch(request).await.map(|_| ())
    }
}
