//! Answers to deliveries: claimed in process first, then in the shared store.

use std::time::Duration;

use async_trait::async_trait;

use super::{Inner, Resilient};
use crate::ports::PortError;
use crate::ports::once::{Begun, OnceStore};

impl Inner {
    /// Gives the shared store the answers that it lacks: those given while it was away, or all.
    pub(super) async fn give_back_answers(&self, everything: bool) -> Result<(), PortError> {
        let keys: Vec<String> =
            if everything { self.once.answered() } else { self.unsent().iter().cloned().collect() };
        for key in keys {
            if let Some((answer, left)) = self.once.answer(&key) {
                self.primary.finish(&key, &answer, left).await?;
            }
            self.unsent().remove(&key);
        }
        Ok(())
    }
}

#[async_trait]
impl OnceStore for Resilient {
    async fn begin(&self, key: &str, lease: Duration) -> Result<Begun, PortError> {
        let inner = &*self.0;
        let known = inner.once.claim(key, lease);
        if known != Begun::Fresh || inner.is_away() {
            return Ok(known);
        }
        match inner.primary.begin(key, lease).await {
            Ok(Begun::Fresh) => Ok(Begun::Fresh),
            Ok(elsewhere) => {
                inner.once.give_back(key);
                Ok(elsewhere)
            }
            Err(error) => {
                inner.lost(&error);
                Ok(Begun::Fresh)
            }
        }
    }

    async fn finish(&self, key: &str, answer: &[u8], keep: Duration) -> Result<(), PortError> {
        let inner = &*self.0;
        inner.once.keep(key, answer, keep);
        if !inner.is_away() {
            match inner.primary.finish(key, answer, keep).await {
                Ok(()) => return Ok(()),
                Err(error) => inner.lost(&error),
            }
        }
        inner.unsent().insert(key.to_owned());
        Ok(())
    }

    async fn abandon(&self, key: &str) -> Result<(), PortError> {
        let inner = &*self.0;
        inner.once.give_back(key);
        if !inner.is_away() {
            // A claim that stays behind runs out with its lease.
            if let Err(error) = inner.primary.abandon(key).await {
                inner.lost(&error);
            }
        }
        Ok(())
    }
}
