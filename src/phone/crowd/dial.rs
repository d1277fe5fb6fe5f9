//! Places a call, answers what the line asks until it opens a media stream, and opens that.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::{Digest, Sha1};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

use crate::phone::http::{Gateway, Request};
use crate::phone::line::{Line, new_sid, rescheme};
use crate::phone::params::Facts;
use crate::phone::twiml::{self, Method, Stream, Verb};

/// Documents followed before a call is given up: language, menu, lesson, and what stands between sets.
const DOCUMENTS: usize = 12;
/// The most that a handshake's answer may take, bytes.
const ANSWER: usize = 8 * 1024;

/// What all callers share.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    gateway: Gateway,
    line: Line,
}

/// A call that is set up; it goes on through all its streams.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) facts: Facts,
    /// Keys still to press on the way to the lesson.
    keys: std::vec::IntoIter<&'static str>,
    /// Where to go when the stream is over.
    after: Option<Url>,
    document: Url,
}

/// An open stream.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) socket: std::net::TcpStream,
    pub(super) stream_sid: String,
    pub(super) parameters: Vec<(String, String)>,
    /// What came behind the handshake already.
    pub(super) early: Vec<u8>,
}

impl Exchange {
    pub(super) fn new(line: &Line) -> Result<Self, String> {
        let gateway = Gateway::new(line, crate::phone::http::Channel::Voice);
        Ok(Self { gateway: gateway.map_err(|e| e.to_string())?, line: line.clone() })
    }

    /// Dials from a number, presses the keys that lead to the lesson, and opens its stream.
    pub(super) async fn place(
        &self,
        from: &str,
        keys: &[&'static str],
    ) -> Result<(Placed, Open), String> {
        let line = self.line.clone().with_from(from);
        let document = line.route(&line.voice_path).map_err(|e| e.to_string())?;
        let placed = Placed {
            facts: Facts::new(&line, new_sid("CA")),
            keys: Vec::from(keys).into_iter(),
            after: None,
            document: document.clone(),
        };
        self.follow(placed, document, None).await
    }

    /// The stream was closed by the line: goes on with the call until the next one.
    pub(super) async fn go_on(&self, mut placed: Placed) -> Result<(Placed, Open), String> {
        let after = placed.after.take().ok_or("the stream leads nowhere")?;
        self.follow(placed, after, None).await
    }

    /// Tells the line that the call is over.
    pub(super) async fn hang_up(&self, mut placed: Placed) {
        placed.facts.complete();
        let Some(path) = &self.line.status_path else { return };
        let Ok(url) = self.line.route(path) else { return };
        let params = placed.facts.params(&[("CallDuration", "60")]);
        // The call is over either way.
        let _ = self.gateway.send(Request { method: Method::Post, url, params }).await;
    }

    async fn follow(
        &self,
        mut placed: Placed,
        mut url: Url,
        mut digits: Option<&'static str>,
    ) -> Result<(Placed, Open), String> {
        for _ in 0..DOCUMENTS {
            let extra: Vec<(&str, &str)> = digits.iter().map(|d| ("Digits", *d)).collect();
            let params = placed.facts.params(&extra);
            let request = Request { method: Method::Post, url: url.clone(), params };
            let answer = self.gateway.send(request).await.map_err(|e| e.to_string())?;
            placed.facts.answer();
            placed.document = answer.url.clone();
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            let document = twiml::parse_voice(&text).map_err(|e| e.reason)?;
            match next(&document.verbs) {
                Some(Step::Press(action)) => {
                    digits = Some(placed.keys.next().unwrap_or("1"));
                    url = placed.document.join(&action).map_err(|e| e.to_string())?;
                }
                Some(Step::Go(action)) => {
                    digits = None;
                    url = placed.document.join(&action).map_err(|e| e.to_string())?;
                }
                Some(Step::Stream(stream, after)) => {
                    placed.after = after.and_then(|after| placed.document.join(&after).ok());
                    let open = self.open(&stream).await?;
                    return Ok((placed, open));
                }
                None => return Err("the line hung up".to_owned()),
            }
        }
        Err("the call went round in circles".to_owned())
    }

    async fn open(&self, stream: &Stream) -> Result<Open, String> {
        let mut logical = rescheme(&Url::parse(&stream.url).map_err(|e| e.to_string())?, "wss");
        logical.set_query(None);
        logical.set_fragment(None);
        let physical = self.line.physical_stream(&logical).map_err(|e| e.to_string())?;
        let host = physical.host_str().ok_or("the stream's URL has no host")?.to_owned();
        let port = physical.port_or_known_default().ok_or("the stream's URL has no port")?;
        let socket = TcpStream::connect((host.as_str(), port)).await.map_err(|e| e.to_string())?;
        socket.set_nodelay(true).map_err(|e| e.to_string())?;
        let signature = self.gateway.sign_stream(&logical);
        let (socket, early) = handshake(socket, &physical, signature).await?;
        let socket = socket.into_std().map_err(|e| e.to_string())?;
        Ok(Open { socket, stream_sid: new_sid("MZ"), parameters: stream.parameters.clone(), early })
    }
}

enum Step {
    Press(String),
    Go(String),
    Stream(Arc<Stream>, Option<String>),
}

/// Where a document leads; what it says on the way is not listened to.
fn next(verbs: &[Verb]) -> Option<Step> {
    verbs.iter().find_map(|verb| match verb {
        Verb::Gather(gather) => gather.action.as_ref().map(|a| Step::Press(a.url.clone())),
        Verb::Connect(connect) => {
            let stream = Arc::new(connect.stream.clone()?);
            Some(Step::Stream(stream, connect.action.as_ref().map(|a| a.url.clone())))
        }
        Verb::Redirect(action) => Some(Step::Go(action.url.clone())),
        _ => None,
    })
}

async fn handshake(
    mut socket: TcpStream,
    url: &Url,
    signature: Option<String>,
) -> Result<(TcpStream, Vec<u8>), String> {
    let key = STANDARD.encode(rand::random::<[u8; 16]>());
    let signed = signature.map_or(String::new(), |s| format!("X-Twilio-Signature: {s}\r\n"));
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nUser-Agent: Twilio.TmeWs/1.0\r\n{signed}\r\n",
        url.path()
    );
    socket.write_all(request.as_bytes()).await.map_err(|e| e.to_string())?;
    let mut answer = Vec::with_capacity(512);
    let end = loop {
        if let Some(at) = answer.windows(4).position(|w| w == b"\r\n\r\n") {
            break at + 4;
        }
        let more = socket.read_buf(&mut answer).await.map_err(|e| e.to_string())?;
        if more == 0 || answer.len() > ANSWER {
            return Err("the handshake was not answered".to_owned());
        }
    };
    let early = answer.split_off(end);
    let head = String::from_utf8_lossy(&answer);
    if !head.starts_with("HTTP/1.1 101") {
        return Err(format!(
            "the handshake was answered with {}",
            head.lines().next().unwrap_or("")
        ));
    }
    let digest = Sha1::digest(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
    if !head.contains(&STANDARD.encode(digest)) {
        return Err("the handshake's answer shows another key".to_owned());
    }
    Ok((socket, early))
}
