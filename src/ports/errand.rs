//! What every request to a provider carries, and how one fails.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use crate::domain::money::Nanodollars;

/// One request to one provider. Dropping the future or the stream that it gave cancels it.
#[derive(Debug, Clone)]
pub struct Errand {
    /// The request that this serves: the same for all that are tried for it. Goes out as `X-Request-Id`.
    pub request: Uuid,
    /// When the first piece must be there.
    pub first_by: Instant,
    /// When all of it must be there.
    pub whole_by: Instant,
    /// The most that it may cost; the provider is asked for no more than that buys.
    pub cost_limit: Nanodollars,
    /// Where the provider's word on the use goes as soon as it is read.
    pub meter: Meter,
}

/// What a provider has told of the use of one request, while that goes on: whoever drops the request still knows it. Clones
/// look at the same.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Option<Usage>>>);

impl Meter {
    /// Puts the provider's newest word in the place of the one before: `estimated` as long as more may be used after it.
    pub fn tell(&self, usage: Usage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(usage);
    }

    /// The provider's last word; `None` where there was none.
    #[must_use]
    pub fn told(&self) -> Option<Usage> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What went wrong, by its consequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The account has nothing left: out for the day, somebody is told.
    Quota,
    /// Too many requests: rest as long as it says, else back off.
    RateLimited {
        /// What the provider asked for.
        retry_after: Option<Duration>,
    },
    /// The model is being loaded: worth another try where there is time.
    Loading {
        /// What the provider expects.
        ready_in: Option<Duration>,
    },
    /// The key is wrong or may not: out until the settings change, somebody is told.
    Auth,
    /// What we asked cannot be answered by anybody of this kind: no retry, not held against the provider.
    BadRequest,
    /// Too late.
    Timeout,
    /// No connection, or it broke.
    Network,
    /// The service failed: 5xx.
    Server,
    /// It answered, and what it answered makes no sense: wrong type, cut short, not JSON.
    Malformed,
    /// It declined this content: no retry there, not held against the provider.
    ContentRefused,
    /// It would cost more than the errand may.
    TooCostly,
}

impl Fault {
    /// A label for metrics and the journal.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Quota => "quota",
            Self::RateLimited { .. } => "rate_limited",
            Self::Loading { .. } => "loading",
            Self::Auth => "auth",
            Self::BadRequest => "bad_request",
            Self::Timeout => "timeout",
            Self::Network => "network",
            Self::Server => "server",
            Self::Malformed => "malformed",
            Self::ContentRefused => "content_refused",
            Self::TooCostly => "too_costly",
        }
    }
}

/// A provider failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", fault.label())]
pub struct ProviderError {
    /// By its consequence.
    pub fault: Fault,
    /// A sentence of ours: never the provider's own words, which may hold a learner's.
    pub detail: String,
    /// What was used all the same, where the provider said.
    pub usage: Usage,
}

impl ProviderError {
    /// A fault of which nothing was charged.
    #[must_use]
    pub fn new(fault: Fault, detail: impl Into<String>) -> Self {
        Self { fault, detail: detail.into(), usage: Usage::default() }
    }
}

/// What a request used. What does not apply is nought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens read.
    pub input_tokens: u64,
    /// Of those, tokens that the provider had kept from before, at a lower price.
    pub cached_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// Characters spoken.
    pub characters: u64,
    /// Sound heard, ms.
    pub audio_ms: u64,
    /// Not the provider's last word, but our own count, or what it had told when we left.
    pub estimated: bool,
}

/// A provider and a model of it: what prices, breakers and figures are kept by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Model {
    /// The provider's name in the settings, such as `groq`: a closed set for each installation.
    pub provider: String,
    /// The model as the provider calls it.
    pub model: String,
}
