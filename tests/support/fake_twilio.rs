//! A stand-in for Twilio's REST API: answers as told, one reply after another, and records what it was asked.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use url::Url;

/// What the service answers once.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    delay: Duration,
}

impl Reply {
    /// A message was created.
    pub(crate) fn created(sid: &str) -> Self {
        Self::new(201, format!("{{\"sid\":\"{sid}\",\"status\":\"queued\",\"error_code\":null}}"))
    }

    /// A refusal as the service words it.
    pub(crate) fn error(status: u16, code: u32) -> Self {
        let body = format!(
            "{{\"code\":{code},\"message\":\"To +250788123456 failed\",\"status\":{status}}}"
        );
        Self::new(status, body)
    }

    pub(crate) fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), delay: Duration::ZERO }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// What the service was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) form: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
struct Desk {
    replies: VecDeque<Reply>,
    asked: Vec<Asked>,
}

/// The running stand-in; it ends when dropped.
#[derive(Debug)]
pub(crate) struct FakeTwilio {
    desk: Arc<Mutex<Desk>>,
    url: Url,
    server: tokio::task::JoinHandle<()>,
}

impl FakeTwilio {
    /// Answers with these in turn, and with 201 once they are used up.
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let desk = Desk { replies: replies.into_iter().collect(), asked: Vec::new() };
        let desk = Arc::new(Mutex::new(desk));
        let app = Router::new().fallback(answer).with_state(Arc::clone(&desk));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server =
            tokio::spawn(async move { axum::serve(listener, app).await.expect("it serves") });
        let url = Url::parse(&format!("http://{address}")).expect("a URL");
        Self { desk, url, server }
    }

    /// The base of its API.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// Everything it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).asked.clone()
    }
}

impl Drop for FakeTwilio {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(desk): State<Arc<Mutex<Desk>>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
    let reply = {
        let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
        desk.asked.push(Asked {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            headers: parts.headers,
            form: form_urlencoded::parse(&body).into_owned().collect(),
        });
        desk.replies
            .pop_front()
            .unwrap_or_else(|| Reply::created("SM00000000000000000000000000000000"))
    };
    tokio::time::sleep(reply.delay).await;
    let status = StatusCode::from_u16(reply.status).expect("a status");
    let mut response = (status, reply.body).into_response();
    for (name, value) in reply.headers {
        response.headers_mut().insert(name, value.parse().expect("a header's value"));
    }
    response
}
