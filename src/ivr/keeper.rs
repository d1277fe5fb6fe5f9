//! Loads and saves contexts: from the store, else from a checkpoint; conditionally, so that nobody's turn is lost.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::driver::{Ports, Talk};
use crate::domain::ids::LearnerId;
use crate::modules::registry::Registry;
use crate::ports::contexts::Saved;
use crate::session::codec::Keyring;
use crate::session::context::Context;
use crate::session::dialogue::{Leg, State};
use crate::session::policy;

/// How long a lookup in the journal may hold up a caller.
const CHECKPOINT_PATIENCE: Duration = Duration::from_millis(600);

/// Keeps contexts.
#[derive(Clone)]
pub(super) struct Keeper {
    pub(super) ports: Ports,
    pub(super) keyring: Keyring,
}

impl Keeper {
    /// The newest context there is: the store's, else a checkpoint's, else a new one.
    pub(super) async fn load(&self, learner: LearnerId, talk: &Talk) -> (Context, Option<u64>) {
        match self.ports.contexts.load(learner).await {
            Ok(Some(stored)) => match self.keyring.decode(learner, &stored.sealed) {
                Ok(context) => return (context, Some(stored.version)),
                Err(error) => {
                    tracing::error!(learner = %learner, %error, "context does not open; using the checkpoint");
                    return (self.restored(learner, talk).await, Some(stored.version));
                }
            },
            Ok(None) => {}
            Err(error) => tracing::warn!(learner = %learner, %error, "context store failed"),
        }
        (self.restored(learner, talk).await, None)
    }

    /// What the journal remembers, as the start of a new session.
    async fn restored(&self, learner: LearnerId, talk: &Talk) -> Context {
        let now = self.ports.clock.now();
        let pending = self.ports.notebook.pending_checkpoint(learner).await;
        let kept = match pending {
            Some(kept) => Some(kept),
            None => {
                let lookup = self.ports.journal.checkpoint(learner);
                match tokio::time::timeout(CHECKPOINT_PATIENCE, lookup).await {
                    Ok(Ok(kept)) => kept,
                    Ok(Err(error)) => {
                        tracing::warn!(learner = %learner, %error, "checkpoint lookup failed");
                        None
                    }
                    Err(_) => {
                        tracing::warn!(learner = %learner, "checkpoint lookup took too long");
                        None
                    }
                }
            }
        };
        let context = kept.and_then(|(_, sealed)| self.keyring.decode(learner, &sealed).ok());
        match context {
            // The same call goes on: its store lost the document.
            Some(context)
                if context.leg(talk.channel).conversation.as_deref() == Some(&talk.id) =>
            {
                context
            }
            Some(context) => rested(context, now),
            None => Context::new(talk.party.clone(), now),
        }
    }

    pub(super) async fn save(
        &self,
        learner: LearnerId,
        over: Option<u64>,
        context: &Context,
        attempt: u32,
    ) -> Option<Saved> {
        let ttl = if context.is_active() { policy::TTL_ACTIVE } else { policy::TTL_IDLE };
        let sealed = match self.keyring.encode(learner, context) {
            Ok(sealed) => sealed,
            Err(error) => {
                tracing::error!(learner = %learner, %error, "context not saved");
                return None;
            }
        };
        match self.ports.contexts.save(learner, over, &sealed, ttl).await {
            Ok(saved) => {
                if saved == Saved::Conflict {
                    tracing::debug!(learner = %learner, attempt, "saved elsewhere first");
                }
                Some(saved)
            }
            Err(error) => {
                tracing::warn!(learner = %learner, %error, "context not saved; the checkpoint stands in");
                None
            }
        }
    }
}

/// A context out of the journal begins a new session: what was learned stays, a call left open counts as dropped.
fn rested(mut context: Context, now: DateTime<Utc>) -> Context {
    if let State::InLesson { module, .. } = &context.voice.state
        && !context.voice.closed
        && *module != Registry::MENU
    {
        context.unfinished = Some(module.clone());
    }
    context.voice = Leg::default();
    context.session_start = now;
    context
}
