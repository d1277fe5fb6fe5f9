//! What the tests of all providers share.

#![allow(dead_code, reason = "each test binary takes what it needs")]

use std::future::Future;
use std::time::Duration;

use secrecy::SecretString;
use tokio::time::Instant;
use toneline::domain::money::Nanodollars;
use toneline::ports::errand::{Errand, Fault, Meter, Model, ProviderError};
use toneline::providers::client;
use toneline::standins::{Endpoint, Outcome, PRIVATE, Wait};
use uuid::Uuid;

/// The key of every test. Nobody may see it.
pub(crate) const KEY: &str = "key-that-nobody-may-see";

pub(crate) fn key() -> Option<SecretString> {
    Some(SecretString::from(KEY))
}

pub(crate) fn client() -> reqwest::Client {
    client::build().expect("a client")
}

pub(crate) fn model(name: &str) -> Model {
    Model { provider: "stand-in".to_owned(), model: name.to_owned() }
}

/// With time enough.
pub(crate) fn errand() -> Errand {
    within(Duration::from_secs(60), Duration::from_secs(60))
}

pub(crate) fn within(first: Duration, whole: Duration) -> Errand {
    let now = Instant::now();
    Errand {
        request: Uuid::new_v4(),
        first_by: now + first,
        whole_by: now + whole,
        cost_limit: Nanodollars::MAX,
        meter: Meter::default(),
    }
}

/// Waits for something that must happen, and fails the test instead of hanging.
pub(crate) async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work).await.expect("it happens within 30 s")
}

/// Every failure by which a service says no, and what it has to be taken for there. Services word the same in different ways; not all
/// tell all.
pub(crate) fn failures(at: Endpoint) -> Vec<(Outcome, Fault)> {
    let busy = |ms: u64| Fault::RateLimited { retry_after: Some(Duration::from_millis(ms)) };
    let loading = match at {
        Endpoint::OpenAiChat | Endpoint::OpenAiTranscription | Endpoint::OpenAiSpeech => {
            Fault::Loading { ready_in: None }
        }
        Endpoint::HuggingFace => Fault::Loading { ready_in: Some(Duration::from_millis(2_500)) },
        _ => Fault::Server,
    };
    vec![
        (Outcome::RateLimited(Wait::Untold), Fault::RateLimited { retry_after: None }),
        (Outcome::RateLimited(Wait::Seconds(3)), busy(3_000)),
        (Outcome::RateLimited(Wait::Millis(250)), busy(250)),
        (Outcome::Quota, Fault::Quota),
        (Outcome::Auth, Fault::Auth),
        (Outcome::BadRequest, Fault::BadRequest),
        (Outcome::ServerError, Fault::Server),
        (Outcome::Loading(2.5), loading),
    ]
}

/// Whether a date a minute ahead was read as one.
pub(crate) fn is_about_a_minute(fault: Fault) -> bool {
    let minute = Duration::from_secs(50)..=Duration::from_secs(60);
    matches!(fault, Fault::RateLimited { retry_after: Some(wait) } if minute.contains(&wait))
}

/// An error holds neither the service's words nor the key.
pub(crate) fn keeps_quiet(error: &ProviderError) {
    let shown = format!("{error} {error:?}");
    for word in PRIVATE.split_whitespace().filter(|word| word.len() > 3) {
        assert!(!shown.contains(word), "{shown}");
    }
    assert!(!shown.contains(KEY), "{shown}");
}
