//! One request from its arrival to its end: the act that it gets, the body that goes out in pieces, and what is charged.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::script::{Act, Chunks, Endpoint, Outcome};
use super::seen::{Charge, Request, Seen};
use super::server::Shared;

/// How long a body waits before it breaks.
const FLUSH: std::time::Duration = std::time::Duration::from_millis(10);

/// A request that is being served. Dropped before its end, it notes that the client has left.
#[derive(Debug)]
pub(super) struct Visit {
    seen: Seen,
    endpoint: Endpoint,
    id: String,
    charge: Option<Charge>,
    over: bool,
}

impl Visit {
    /// Notes the request, and chooses what it gets: what was kept for it, if anything was.
    pub(super) fn begin(
        shared: &Shared,
        endpoint: Endpoint,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
        kept: Option<Act>,
    ) -> (Self, Act) {
        let text = |value: &axum::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let id = headers.get("x-request-id").map(text).unwrap_or_default();
        let request = Request {
            endpoint,
            path: uri.to_string(),
            headers: headers.iter().map(|(k, v)| (k.as_str().to_owned(), text(v))).collect(),
            body: body.to_vec(),
        };
        let nth = shared.seen.arrived(request, &id);
        let act = kept.unwrap_or_else(|| shared.act(endpoint, &id, nth));
        let seen = shared.seen.clone();
        (Self { seen, endpoint, id, charge: None, over: false }, act)
    }

    /// What it is charged from now on, whatever happens.
    pub(super) fn charge(&mut self, model: &str) -> &mut Charge {
        let (endpoint, request) = (self.endpoint, self.id.clone());
        self.charge.get_or_insert_with(|| Charge {
            endpoint,
            model: model.to_owned(),
            request,
            input_tokens: 0,
            output_tokens: 0,
            characters: 0,
            audio_ms: 0,
            told: true,
        })
    }

    /// It has got all that it was to get.
    pub(super) fn end(mut self) {
        self.over = true;
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.seen.ended(self.endpoint, self.charge.take(), !self.over);
    }
}

/// What a body means for the charge, as it goes out.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Where events end, bytes, and the tokens written by then.
    pub(super) tokens: Vec<(usize, u64)>,
    /// From where on the client knows what it used.
    pub(super) told_from: Option<usize>,
}

/// A good answer's body.
#[derive(Debug)]
pub(super) struct Answer {
    /// Its media type.
    pub(super) content_type: &'static str,
    /// All of it.
    pub(super) bytes: Vec<u8>,
    /// Where the service itself would cut it.
    pub(super) natural: Vec<usize>,
    /// What a chat is charged by; `None` where the charge stands from the start.
    pub(super) marks: Option<Marks>,
}

impl Answer {
    /// One piece of JSON.
    pub(super) fn json(value: &serde_json::Value) -> Self {
        let bytes = value.to_string().into_bytes();
        Self { content_type: "application/json", bytes, natural: Vec::new(), marks: None }
    }
}

/// Sends an answer as the act wants it: late, in pieces, cut short.
pub(super) fn send(visit: Visit, act: &Act, answer: Answer) -> Response {
    let mut ends = ends(&act.chunks, answer.bytes.len(), answer.natural);
    let (stop, breaks) = match act.outcome {
        Outcome::Cut { after, clean } => (after.min(answer.bytes.len().saturating_sub(1)), !clean),
        _ => (answer.bytes.len(), false),
    };
    ends.retain(|end| *end < stop);
    ends.push(stop);
    let flow = Flow {
        visit: Some(visit),
        bytes: answer.bytes,
        ends: ends.into_iter(),
        sent: 0,
        marks: answer.marks,
        between: act.between,
        breaks,
    };
    let body = Body::from_stream(stream::unfold(flow, step));
    let response = Response::builder().status(StatusCode::OK);
    let response = response.header("content-type", answer.content_type);
    response.body(body).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

struct Flow {
    visit: Option<Visit>,
    bytes: Vec<u8>,
    ends: std::vec::IntoIter<usize>,
    sent: usize,
    marks: Option<Marks>,
    between: std::time::Duration,
    breaks: bool,
}

async fn step(mut flow: Flow) -> Option<(Result<Vec<u8>, std::io::Error>, Flow)> {
    let Some(end) = flow.ends.next() else {
        // It has gone out: what the client does now is its own affair.
        flow.visit.take()?.end();
        if !flow.breaks {
            // The end of the body is slow too.
            tokio::time::sleep(flow.between).await;
            return None;
        }
        // What was sent shall have gone out: with the error, the server forgets what it still holds.
        tokio::time::sleep(FLUSH).await;
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
        return Some((Err(broken), flow));
    };
    if flow.sent > 0 && !flow.between.is_zero() {
        tokio::time::sleep(flow.between).await;
    }
    let piece = flow.bytes[flow.sent..end].to_vec();
    flow.sent = end;
    if let (Some(marks), Some(visit)) = (&flow.marks, &mut flow.visit)
        && let Some(charge) = &mut visit.charge
    {
        let written = marks.tokens.iter().rev().find(|(at, _)| *at <= end);
        charge.output_tokens = written.map_or(0, |(_, tokens)| *tokens);
        charge.told = marks.told_from.is_some_and(|at| at <= end);
    }
    Some((Ok(piece), flow))
}

/// Where a body of this length is cut; the last is its end.
fn ends(chunks: &Chunks, length: usize, natural: Vec<usize>) -> Vec<usize> {
    let mut ends: Vec<usize> = match chunks {
        Chunks::Natural => natural,
        Chunks::Whole => Vec::new(),
        Chunks::Every(size) => (1..=length / (*size).max(1)).map(|n| n * (*size).max(1)).collect(),
        Chunks::Random(seed) => {
            let mut rng = ChaCha8Rng::seed_from_u64(*seed);
            let mut at = 0;
            std::iter::from_fn(|| {
                at += rng.random_range(1..=40);
                (at < length).then_some(at)
            })
            .collect()
        }
    };
    ends.retain(|end| *end < length && *end > 0);
    ends.push(length);
    ends
}
