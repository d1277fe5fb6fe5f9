//! One HTTP exchange with a provider, under an errand's deadlines.

use std::future::Future;

use chrono::Utc;
use futures_util::StreamExt as _;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use tokio::time::{Duration, Instant};
use url::Url;
use uuid::Uuid;

use super::{client, fault};
use crate::ports::PortError;
use crate::ports::errand::{Errand, Fault, ProviderError};

/// The header that carries the request's id.
pub(super) const REQUEST_ID: &str = "x-request-id";
/// The most of an error's body that is read.
const ERROR_BYTES: usize = 64 * 1024;
/// How much longer than the errand reqwest waits; our own deadline comes first.
const GRACE: Duration = Duration::from_secs(1);

/// Where a service is, and what opens it.
#[derive(Debug, Clone)]
pub(super) struct Door {
    base: Url,
    key: Option<SecretString>,
}

impl Door {
    /// A service below `base`.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the key would travel in the clear or cannot stand in a header, or the base can have no path.
    pub(super) fn new(base: Url, key: Option<SecretString>) -> Result<Self, PortError> {
        let refused =
            |detail: &str| PortError::Refused { service: "provider", detail: detail.to_owned() };
        let base = over_http(&base).ok_or_else(|| refused("the base is no service's address"))?;
        if let Some(key) = &key {
            if !client::is_safe_for_credentials(&base) {
                return Err(refused("a key is sent over TLS, or to this machine, only"));
            }
            if HeaderValue::from_str(key.expose_secret()).is_err() {
                return Err(refused("the key cannot stand in a header"));
            }
        }
        Ok(Self { base, key })
    }

    /// The address of `path`, segments apart, below the base. A base's own query is kept.
    pub(super) fn at(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// The same for a WebSocket.
    pub(super) fn socket_at(&self, path: &[&str]) -> Url {
        let mut url = self.at(path);
        let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
        url.set_scheme(scheme).expect("http and ws are both special schemes with a host");
        url
    }

    /// The host, to know one provider's peculiarities by.
    pub(super) fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// A header with the key in it after `prefix`; none without a key.
    pub(super) fn header(&self, name: &'static str, prefix: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(key) = &self.key {
            let value = HeaderValue::from_str(&format!("{prefix}{}", key.expose_secret()));
            let mut value = value.expect("the key was tried when it came in");
            value.set_sensitive(true);
            headers.insert(HeaderName::from_static(name), value);
        }
        headers
    }

    /// `Authorization: Bearer`, if there is a key.
    pub(super) fn bearer(&self) -> HeaderMap {
        self.header("authorization", "Bearer ")
    }
}

/// The address with `http` for `ws`; `None` for one that is neither.
fn over_http(url: &Url) -> Option<Url> {
    let scheme = match url.scheme() {
        "http" | "ws" => "http",
        "https" | "wss" => "https",
        _ => return None,
    };
    let mut url = url.clone();
    url.set_scheme(scheme).ok()?;
    Some(url)
}

/// Whether secrets may go to an address that a service has named: over TLS, or to this machine.
pub(super) fn is_safe(url: &Url) -> bool {
    over_http(url).is_some_and(|url| client::is_safe_for_credentials(&url))
}

/// Waits for something, but not beyond `by`.
///
/// # Errors
/// [`Fault::Timeout`].
pub(super) async fn by<T>(by: Instant, work: impl Future<Output = T>) -> Result<T, ProviderError> {
    tokio::time::timeout_at(by, work).await.map_err(|_| fault::late())
}

/// Sends a request and gives its answer once the headers are there and say that it went well.
///
/// # Errors
/// By [`fault`].
pub(super) async fn send(
    errand: &Errand,
    until: Instant,
    request: reqwest::RequestBuilder,
) -> Result<reqwest::Response, ProviderError> {
    let left = errand.whole_by.saturating_duration_since(Instant::now());
    let request = with_id(request, errand.request).timeout(left + GRACE);
    let response = by(until, request.send()).await?.map_err(|error| fault::of_transport(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let headers = response.headers().clone();
    // What cannot be read of it tells nothing more; the status stands.
    let body = body(response, ERROR_BYTES, until).await.unwrap_or_default();
    Err(fault::of_answer(status.as_u16(), &headers, &body, Utc::now()))
}

fn with_id(request: reqwest::RequestBuilder, id: Uuid) -> reqwest::RequestBuilder {
    request.header(REQUEST_ID, id.to_string())
}

/// Whether the answer is of one of these types, by the start of its name.
///
/// # Errors
/// [`Fault::Malformed`].
pub(super) fn expect_type(
    response: &reqwest::Response,
    types: &[&str],
) -> Result<(), ProviderError> {
    let told = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let told = told.unwrap_or_default().trim().to_ascii_lowercase();
    if types.iter().any(|wanted| told.starts_with(wanted)) {
        Ok(())
    } else {
        Err(fault::malformed("an answer of another type"))
    }
}

/// The whole body.
///
/// # Errors
/// [`Fault::Network`] if it broke off, [`Fault::Malformed`] if it is longer than `limit` bytes, [`Fault::Timeout`].
pub(super) async fn body(
    response: reqwest::Response,
    limit: usize,
    until: Instant,
) -> Result<Vec<u8>, ProviderError> {
    let gather = async {
        let mut pieces = response.bytes_stream();
        let mut whole = Vec::new();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|error| fault::of_transport(&error))?;
            if whole.len() + piece.len() > limit {
                return Err(fault::malformed("an answer that is too long"));
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    };
    by(until, gather).await?
}

/// The body as JSON.
///
/// # Errors
/// Those of [`body`]; [`Fault::Malformed`] if it is something else.
pub(super) async fn json<T: DeserializeOwned>(
    response: reqwest::Response,
    limit: usize,
    until: Instant,
) -> Result<T, ProviderError> {
    expect_type(&response, &["application/json"])?;
    let body = body(response, limit, until).await?;
    serde_json::from_slice(&body).map_err(|_| fault::malformed("not the JSON that was expected"))
}

/// The errand was for something that this provider does not do.
pub(super) fn cannot(detail: &'static str) -> ProviderError {
    ProviderError::new(Fault::BadRequest, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn a_door_leads_to_the_same_place_by_either_protocol() {
        for base in ["https://example.org/v1", "wss://example.org/v1/"] {
            let door = Door::new(url(base), Some(SecretString::from("k"))).expect("a door");
            assert_eq!(door.at(&["a:b", "c d"]).as_str(), "https://example.org/v1/a:b/c%20d");
            assert_eq!(door.socket_at(&["a"]).as_str(), "wss://example.org/v1/a");
        }
    }

    #[test]
    fn an_address_with_a_secret_in_it_is_used_over_tls_or_on_this_machine() {
        assert!(is_safe(&url("wss://example.org/talk?token=1")));
        assert!(is_safe(&url("ws://127.0.0.1:9/talk")));
        assert!(!is_safe(&url("ws://example.org/talk?token=1")));
        assert!(!is_safe(&url("file:///etc/hosts")));
    }

    #[test]
    fn a_header_with_a_key_does_not_show_it() {
        let door = Door::new(url("https://example.org"), Some(SecretString::from("k-123")));
        let headers = door.expect("a door").bearer();
        assert_eq!(headers["authorization"], "Bearer k-123");
        assert!(!format!("{headers:?}").contains("k-123"));
    }
}
