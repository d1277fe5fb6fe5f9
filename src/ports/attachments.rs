//! What learners attach to their messages, fetched from the telephony service.

use std::time::Duration;

use async_trait::async_trait;

/// How much is fetched, and how long it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FetchLimits {
    /// Most bytes.
    pub max_bytes: usize,
    /// For everything, redirects included.
    pub patience: Duration,
}

/// Why an attachment was not fetched. No variant names the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The address, or one that it led to, is none of the service's.
    #[error("the address is not one of the service's")]
    Forbidden,
    /// It is larger than allowed.
    #[error("the attachment is larger than allowed")]
    TooLarge,
    /// The service has no such thing, or does not give it to us.
    #[error("the service answered {0}")]
    Refused(u16),
    /// It did not come in time, or not whole.
    #[error("the attachment could not be fetched in time")]
    Unavailable,
}

/// Fetches attachments with the account's credentials.
#[async_trait]
pub trait Attachments: Send + Sync + 'static {
    /// The bytes behind the URL of an attachment.
    async fn fetch(&self, url: &str, limits: FetchLimits) -> Result<Vec<u8>, FetchError>;
}
