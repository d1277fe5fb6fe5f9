//! Sending text messages unasked, and acting on live calls.

use async_trait::async_trait;

use super::PortError;
use crate::domain::ids::MessageSid;

/// A message to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Where to, in the service's form (`+250…`, `whatsapp:+250…`). Not for logs.
    pub to: String,
    /// What, at most 1,600 characters. Not for logs.
    pub body: String,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outgoing({} bytes)", self.body.len())
    }
}

/// Sends messages through the telephony service.
#[async_trait]
pub trait Messaging: Send + Sync + 'static {
    /// Sends one message; `None` where no service is configured and the message was only noted.
    async fn send(&self, message: &Outgoing) -> Result<Option<MessageSid>, PortError>;

    /// Whether messages can go out at all; for health pages.
    fn configured(&self) -> bool;
}
