//! What a server has seen and charged.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::script::Endpoint;

/// Requests that are kept with all that was in them.
const KEPT: usize = 100;

/// One request as it came in.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where.
    pub endpoint: Endpoint,
    /// Path and query.
    pub path: String,
    /// Headers, names in lower case.
    pub headers: HashMap<String, String>,
    /// Its body; empty for a socket.
    pub body: Vec<u8>,
}

/// What one request is charged for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Where.
    pub endpoint: Endpoint,
    /// The model as the request names it.
    pub model: String,
    /// The client's `X-Request-Id`; empty if it sent none.
    pub request: String,
    /// Tokens read.
    pub input_tokens: u64,
    /// Tokens written: those that went out before the client left or the answer was cut.
    pub output_tokens: u64,
    /// Characters spoken.
    pub characters: u64,
    /// Sound heard, ms.
    pub audio_ms: u64,
    /// The client was sent these numbers, or knows them by itself. Where a chat is cut before its last event, it can only guess.
    pub told: bool,
}

#[derive(Debug, Default)]
struct Inner {
    connections: u64,
    requests: HashMap<Endpoint, u64>,
    left: HashMap<Endpoint, u64>,
    ended: HashMap<Endpoint, u64>,
    ids: HashMap<(Endpoint, String), u64>,
    log: VecDeque<Request>,
    charges: Vec<Charge>,
}

/// What a server has seen. Clones look at the same.
#[derive(Debug, Clone)]
pub struct Seen {
    inner: Arc<Mutex<Inner>>,
    changed: watch::Sender<()>,
}

impl Seen {
    pub(super) fn new() -> Self {
        Self { inner: Arc::default(), changed: watch::Sender::new(()) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many requests came.
    #[must_use]
    pub fn requests(&self, endpoint: Endpoint) -> u64 {
        self.inner().requests.get(&endpoint).copied().unwrap_or(0)
    }

    /// How many connections were made, to all endpoints.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.inner().connections
    }

    /// How many clients left before their answer was complete.
    #[must_use]
    pub fn left(&self, endpoint: Endpoint) -> u64 {
        self.inner().left.get(&endpoint).copied().unwrap_or(0)
    }

    /// Waits until so many requests came.
    pub async fn until_requests(&self, endpoint: Endpoint, count: u64) {
        self.until(|seen| seen.requests(endpoint) >= count).await;
    }

    /// Waits until so many clients have left before their answer was complete.
    pub async fn until_left(&self, endpoint: Endpoint, count: u64) {
        self.until(|seen| seen.left(endpoint) >= count).await;
    }

    /// Waits until every request that came has ended, one way or another: then the charges are complete.
    pub async fn until_idle(&self) {
        self.until(|seen| {
            let inner = seen.inner();
            inner.requests.iter().all(|(at, n)| inner.ended.get(at) == Some(n))
        })
        .await;
    }

    async fn until(&self, reached: impl Fn(&Self) -> bool) {
        let mut changed = self.changed.subscribe();
        while !reached(self) {
            if changed.changed().await.is_err() {
                return;
            }
        }
    }

    /// The last request there, of the last hundred at all endpoints.
    #[must_use]
    pub fn last(&self, endpoint: Endpoint) -> Option<Request> {
        self.inner().log.iter().rev().find(|request| request.endpoint == endpoint).cloned()
    }

    /// Every charge, in the order in which requests ended.
    #[must_use]
    pub fn charges(&self) -> Vec<Charge> {
        self.inner().charges.clone()
    }

    /// Notes a connection.
    pub(super) fn connected(&self) {
        self.inner().connections += 1;
    }

    /// Notes a request; how often this id came there before.
    pub(super) fn arrived(&self, request: Request, id: &str) -> u64 {
        let mut inner = self.inner();
        *inner.requests.entry(request.endpoint).or_default() += 1;
        let count = inner.ids.entry((request.endpoint, id.to_owned())).or_default();
        let before = *count;
        *count += 1;
        if inner.log.len() == KEPT {
            inner.log.pop_front();
        }
        inner.log.push_back(request);
        drop(inner);
        self.changed.send_replace(());
        before
    }

    /// Notes the end of one, what it is charged, and whether the client left before it.
    pub(super) fn ended(&self, endpoint: Endpoint, charge: Option<Charge>, left: bool) {
        let mut inner = self.inner();
        *inner.ended.entry(endpoint).or_default() += 1;
        if left {
            *inner.left.entry(endpoint).or_default() += 1;
        }
        inner.charges.extend(charge);
        drop(inner);
        self.changed.send_replace(());
    }
}
