//! Fetches attachments from Twilio's media resource, or a compatible one.
//!
//! The resource asks for the account's credentials and redirects to storage. The credentials go to the API's own origin
//! only; the redirects are followed by hand, over TLS, to the configured hosts only, and without credentials.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::StatusCode;
use reqwest::header::LOCATION;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::client;
use crate::domain::ids::AccountSid;
use crate::ports::PortError;
use crate::ports::attachments::{Attachments, FetchError, FetchLimits};

/// Redirects that are followed.
const REDIRECTS: usize = 3;
/// Tries while the service does not have it yet, or fails.
const TRIES: u32 = 3;
/// Between tries.
const WAIT: Duration = Duration::from_millis(300);

/// An account whose attachments can be fetched.
pub struct TwilioMedia {
    client: reqwest::Client,
    api: Url,
    hosts: Vec<String>,
    account: AccountSid,
    token: SecretString,
}

impl std::fmt::Debug for TwilioMedia {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TwilioMedia").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl TwilioMedia {
    /// Attachments of the API at `api`, which may redirect to `hosts` over TLS.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the credentials would travel in the clear.
    pub fn new(
        api: &Url,
        hosts: Vec<String>,
        account: AccountSid,
        token: SecretString,
    ) -> Result<Self, PortError> {
        if !client::is_safe_for_credentials(api) {
            let detail = "credentials are sent over https, or to this machine, only".to_owned();
            return Err(PortError::Refused { service: "twilio", detail });
        }
        Ok(Self { client: client::build()?, api: api.clone(), hosts, account, token })
    }

    fn is_api(&self, url: &Url) -> bool {
        url.origin() == self.api.origin()
    }

    fn is_allowed(&self, url: &Url) -> bool {
        let bare = url.username().is_empty() && url.password().is_none();
        let listed = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| self.hosts.iter().any(|h| h == host));
        bare && (self.is_api(url) || listed)
    }

    async fn follow(&self, mut url: Url, max_bytes: usize) -> Result<Vec<u8>, FetchError> {
        for _ in 0..=REDIRECTS {
            if !self.is_allowed(&url) {
                return Err(FetchError::Forbidden);
            }
            let request = self.client.get(url.clone());
            let request = if self.is_api(&url) {
                request.basic_auth(self.account.as_str(), Some(self.token.expose_secret()))
            } else {
                request
            };
            let response = request.send().await.map_err(|_| FetchError::Unavailable)?;
            if !response.status().is_redirection() {
                return body(response, max_bytes).await;
            }
            let location = response.headers().get(LOCATION).and_then(|l| l.to_str().ok());
            let next = location.and_then(|location| url.join(location).ok());
            url = next.ok_or(FetchError::Unavailable)?;
        }
        Err(FetchError::Forbidden)
    }

    async fn patiently(&self, url: Url, max_bytes: usize) -> Result<Vec<u8>, FetchError> {
        let mut tries = 1;
        loop {
            match self.follow(url.clone(), max_bytes).await {
                // A fresh attachment may not be there for a moment.
                Err(FetchError::Refused(404 | 429 | 500..)) if tries < TRIES => {
                    tries += 1;
                    tokio::time::sleep(WAIT).await;
                }
                other => return other,
            }
        }
    }
}

#[async_trait]
impl Attachments for TwilioMedia {
    async fn fetch(&self, url: &str, limits: FetchLimits) -> Result<Vec<u8>, FetchError> {
        let url = Url::parse(url).map_err(|_| FetchError::Forbidden)?;
        let fetched = self.patiently(url, limits.max_bytes);
        tokio::time::timeout(limits.patience, fetched).await.unwrap_or(Err(FetchError::Unavailable))
    }
}

/// The body, never more than the limit and a piece of it in memory.
async fn body(mut response: reqwest::Response, max_bytes: usize) -> Result<Vec<u8>, FetchError> {
    if response.status() != StatusCode::OK {
        return Err(FetchError::Refused(response.status().as_u16()));
    }
    let told = response.content_length().unwrap_or(0);
    if told > max_bytes as u64 {
        return Err(FetchError::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|_| FetchError::Unavailable)? {
        if bytes.len() + piece.len() > max_bytes {
            return Err(FetchError::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}
