//! A messaging service that keeps what it is told to send.
#![allow(dead_code, reason = "tests use parts of it")]

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use toneline::domain::ids::MessageSid;
use toneline::ports::PortError;
use toneline::ports::messaging::{Messaging, Outgoing};

/// The texts that were sent.
#[derive(Default)]
pub(crate) struct Outbox(Mutex<Vec<Outgoing>>);

impl Outbox {
    /// The bodies of those sent to a number.
    pub(crate) fn to(&self, number: &str) -> Vec<String> {
        let sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter()
            .filter(|message| message.to == number)
            .map(|message| message.body.clone())
            .collect()
    }
}

#[async_trait]
impl Messaging for Outbox {
    async fn send(&self, message: &Outgoing) -> Result<Option<MessageSid>, PortError> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.push(message.clone());
        let sid = format!("SM{:032x}", sent.len());
        Ok(MessageSid::parse(&sid).ok())
    }

    fn configured(&self) -> bool {
        true
    }
}
