//! A stream of server-sent events, as the pieces of an answer.
//!
//! Source: WHATWG HTML, section "Server-sent events", as eventsource-stream reads it. However the bytes are cut up, the same
//! pieces come out; a stream that ends before the answer has is an error.

use futures_util::stream::{self, Stream, StreamExt as _};
use serde_json::Value;
use tokio::time::{Duration, Instant};

use eventsource_stream::{EventStreamError, Eventsource as _};

use crate::ports::chat::{Delta, Deltas, Prompt};
use crate::ports::errand::{Errand, Fault, Meter, ProviderError, Usage};
use crate::providers::{exchange, fault};

/// The most bytes of one answer.
pub(super) const LIMIT: usize = 4 * 1024 * 1024;
/// The most bytes of one line of it: the parser reads an unfinished line again with every piece that comes.
const LINE: usize = 128 * 1024;
/// How long the end of a body is waited for once the answer has ended.
const DRAIN: Duration = Duration::from_millis(20);
/// Characters of a token, for the estimate. English has some four; Kinyarwanda and code have fewer, and too much is the side
/// to err on with a budget.
pub(super) const CHARS_PER_TOKEN: u64 = 3;
/// What the frame of a message costs beside its text, tokens.
const TOKENS_PER_MESSAGE: u64 = 4;

/// What one event of a provider's stream told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Some more text; may be empty.
    pub(super) text: String,
    /// What it has used until now, if it said.
    pub(super) usage: Option<Usage>,
    /// Whether the text is complete.
    pub(super) complete: bool,
    /// Whether the rest was declined.
    pub(super) refused: bool,
    /// Whether this was the last event.
    pub(super) last: bool,
}

/// How one protocol's events are read.
pub(super) type Read = fn(&str) -> Result<Told, ProviderError>;

/// Parses an event's JSON, and gives back an error that it holds.
pub(super) fn object(data: &str) -> Result<Value, ProviderError> {
    let parsed: Value =
        serde_json::from_str(data).map_err(|_| fault::malformed("an event that is not JSON"))?;
    let error = parsed.get("error").is_some_and(|error| !error.is_null());
    if error { Err(fault::of_event(&parsed)) } else { Ok(parsed) }
}

/// Why the bytes stopped.
#[derive(Debug)]
enum Broken<E> {
    Transport(E),
    TooLong,
}

/// Asks, and waits for the first piece.
///
/// # Errors
/// By [`fault`]; [`Fault::Timeout`] beyond the errand's deadline for the first piece.
pub(super) async fn ask(
    errand: &Errand,
    prompt: &Prompt,
    request: reqwest::RequestBuilder,
    read: Read,
) -> Result<Deltas, ProviderError> {
    let until = errand.first_by.min(errand.whole_by);
    let response = exchange::send(errand, until, request).await?;
    if exchange::expect_type(&response, &["application/json"]).is_ok() {
        return super::whole::answer(errand, response, read, estimate_asked(prompt)).await;
    }
    exchange::expect_type(&response, &["text/event-stream"])?;
    let asked = estimate_asked(prompt);
    let answer = Answer::new(asked, errand.meter.clone());
    let transport = |error: reqwest::Error| fault::of_transport(&error);
    let mut pieces =
        Box::pin(deltas(response.bytes_stream(), transport, read, answer, errand.whole_by));
    let mut first = exchange::by(until, pieces.next()).await.map_err(|late| {
        // It has been working on it since, and charges for that.
        let told = errand.meter.told().map(|told| Usage { estimated: true, ..told });
        ProviderError { usage: told.unwrap_or(asked), ..late }
    })?;
    match first.take() {
        Some(Ok(first)) => Ok(Box::pin(stream::iter([Ok(first)]).chain(pieces))),
        Some(Err(error)) => Err(error),
        None => Err(fault::malformed("an empty stream")),
    }
}

/// The pieces of an answer, of which nothing has come yet, out of its bytes.
pub(super) fn deltas<B, E>(
    bytes: impl Stream<Item = Result<B, E>> + Send + 'static,
    transport: impl Fn(E) -> ProviderError + Send + 'static,
    read: Read,
    answer: Answer,
    whole_by: Instant,
) -> impl Stream<Item = Result<Delta, ProviderError>> + Send
where
    B: AsRef<[u8]> + Send + 'static,
    E: Send + 'static,
{
    let mut bounds = Bounds { left: LIMIT, line: 0 };
    let bounded = bytes.map(move |piece| {
        let piece = piece.map_err(Broken::Transport)?;
        if bounds.hold(piece.as_ref()) { Ok(piece) } else { Err(Broken::TooLong) }
    });
    let events = Box::pin(bounded.eventsource());
    let flow = (events, answer, transport, false);
    stream::unfold(flow, move |(mut events, mut answer, transport, over)| async move {
        if over {
            return None;
        }
        let piece = loop {
            let event = match exchange::by(whole_by, events.next()).await {
                Err(late) => break answer.left(late),
                Ok(None) => break answer.end(fault::malformed("a stream cut short")),
                Ok(Some(Err(error))) => break answer.end(broken(error, &transport)),
                Ok(Some(Ok(event))) => event,
            };
            match read(&event.data) {
                Err(error) => break answer.end_with(error),
                Ok(told) => {
                    if let Some(piece) = answer.take(told) {
                        break piece;
                    }
                }
            }
        };
        let over = !matches!(piece, Ok(Delta::Text(_)));
        if matches!(piece, Ok(Delta::Done(_))) {
            // Read to its end, the connection serves the next question too, without another handshake.
            let until = whole_by.min(Instant::now() + DRAIN);
            let _ = exchange::by(until, events.next()).await;
        }
        Some((piece, (events, answer, transport, over)))
    })
}

/// How much has come.
struct Bounds {
    left: usize,
    line: usize,
}

impl Bounds {
    /// Whether these bytes more are still no more than there may be.
    fn hold(&mut self, bytes: &[u8]) -> bool {
        let last = bytes.iter().rposition(|byte| *byte == b'\n');
        self.line = last.map_or(self.line + bytes.len(), |at| bytes.len() - at - 1);
        let left = self.left.checked_sub(bytes.len()).filter(|_| self.line <= LINE);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

fn broken<E>(
    error: EventStreamError<Broken<E>>,
    transport: &impl Fn(E) -> ProviderError,
) -> ProviderError {
    match error {
        EventStreamError::Transport(Broken::Transport(error)) => transport(error),
        EventStreamError::Transport(Broken::TooLong) => {
            fault::malformed("an answer that is too long")
        }
        EventStreamError::Utf8(_) => fault::malformed("an answer that is not UTF-8"),
        EventStreamError::Parser(_) => fault::malformed("an answer that is no event stream"),
    }
}

/// An answer, as far as it has come.
#[derive(Debug)]
pub(super) struct Answer {
    /// What the question is thought to cost, for a provider that does not say.
    asked: Usage,
    meter: Meter,
    told: Option<Usage>,
    /// Text has come since it was told.
    behind: bool,
    characters: u64,
    complete: bool,
    refused: bool,
}

impl Answer {
    pub(super) fn new(asked: Usage, meter: Meter) -> Self {
        let (behind, complete, refused) = (false, false, false);
        Self { asked, meter, told: None, behind, characters: 0, complete, refused }
    }

    /// What has been used, by the provider's word or by our own count.
    fn usage(&self) -> Usage {
        let written = self.characters.div_ceil(CHARS_PER_TOKEN);
        match self.told {
            Some(told) if !self.behind => told,
            Some(told) => {
                let output_tokens = told.output_tokens.max(written);
                Usage { output_tokens, estimated: true, ..told }
            }
            None => Usage { output_tokens: written, estimated: true, ..self.asked },
        }
    }

    /// Takes an event in; a piece, if it makes one.
    fn take(&mut self, told: Told) -> Option<Result<Delta, ProviderError>> {
        self.behind = (self.behind || !told.text.is_empty()) && told.usage.is_none();
        self.told = told.usage.or(self.told);
        self.complete |= told.complete;
        self.refused |= told.refused;
        self.characters += told.text.chars().count() as u64;
        self.note();
        if told.last {
            return Some(self.finish());
        }
        if told.text.is_empty() || self.refused {
            return None;
        }
        Some(Ok(Delta::Text(told.text)))
    }

    /// Notes what the provider has told, for whoever leaves before the end.
    fn note(&self) {
        if self.told.is_some() {
            let usage = self.usage();
            self.meter.tell(Usage { estimated: usage.estimated || !self.complete, ..usage });
        }
    }

    /// Our time is over: unless the answer was complete, more may be used than was told.
    fn left(&self, reason: ProviderError) -> Result<Delta, ProviderError> {
        let end = self.end(reason);
        end.map_err(|error| ProviderError {
            usage: Usage { estimated: error.usage.estimated || !self.complete, ..error.usage },
            ..error
        })
    }

    /// Nothing more will come, for this reason: an error unless the answer was complete already.
    fn end(&self, reason: ProviderError) -> Result<Delta, ProviderError> {
        if self.complete || self.refused { self.finish() } else { self.end_with(reason) }
    }

    fn end_with(&self, reason: ProviderError) -> Result<Delta, ProviderError> {
        Err(ProviderError { usage: self.usage(), ..reason })
    }

    fn finish(&self) -> Result<Delta, ProviderError> {
        if self.refused {
            let refused = ProviderError::new(Fault::ContentRefused, "the model declined to answer");
            return self.end_with(refused);
        }
        Ok(Delta::Done(self.usage()))
    }
}

/// Our own count of what a prompt costs, for a provider that does not say.
pub(super) fn estimate_asked(prompt: &Prompt) -> Usage {
    let tokens = |text: &str| (text.chars().count() as u64).div_ceil(CHARS_PER_TOKEN);
    let input_tokens =
        prompt.messages.iter().map(|message| TOKENS_PER_MESSAGE + tokens(&message.text)).sum();
    Usage { input_tokens, estimated: true, ..Usage::default() }
}

#[cfg(test)]
#[path = "stream_tests.rs"]
mod tests;
