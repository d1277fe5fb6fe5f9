//! What is done off the caller's path once a turn is answered: texts that go out, recordings that are deleted.

use std::time::Duration;

use tracing::Instrument as _;

use super::driver::{Driver, Talk};
use crate::domain::ids::LearnerId;
use crate::domain::turn::Line;
use crate::ports::PortError;
use crate::ports::messaging::Outgoing;
use crate::session::context::Context;

/// Before each further try to delete recordings: a store that is away for a moment must not keep what it was told to delete.
const DELETE_AGAIN: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(20)];

impl Driver {
    /// Sends texts that come too late for the answer to a webhook. Shutdown waits for them.
    pub fn send_late(&self, talk: &Talk, bodies: Vec<String>) {
        let Some(to) = talk.party.address() else { return };
        let (driver, learner) = (self.clone(), self.learner(talk));
        let send = async move {
            for body in bodies {
                driver.deliver(learner, Outgoing { to: to.clone(), body }).await;
            }
        };
        self.tasks.spawn(send.in_current_span());
    }

    /// Whether texts can be sent unasked.
    #[must_use]
    pub fn can_send(&self) -> bool {
        self.ports.messaging.configured()
    }

    /// Sends a text off the caller's path; shutdown waits for it.
    pub(super) fn send_text(
        &self,
        learner: LearnerId,
        talk: &Talk,
        context: &Context,
        lines: &[Line],
    ) {
        let Some(to) = talk.party.address() else {
            return;
        };
        if context.messages_stopped {
            return;
        }
        let body = self.render(context.lang(), lines.iter());
        let driver = self.clone();
        let send = async move { driver.deliver(learner, Outgoing { to, body }).await };
        self.tasks.spawn(send.in_current_span());
    }

    async fn deliver(&self, learner: LearnerId, message: Outgoing) {
        let now = self.ports.clock.now();
        let result: Result<_, PortError> = self.ports.messaging.send(&message).await;
        self.ports.notebook.note(super::notes::message_entry(learner, now, &result));
        match result {
            Ok(Some(_)) => tracing::info!(learner = %learner, "text sent"),
            Ok(None) => {
                tracing::info!(learner = %learner, "text not sent: no messaging service is configured");
            }
            Err(error) => tracing::warn!(learner = %learner, %error, "text not sent"),
        }
    }

    /// Off the caller's path; shutdown waits for it.
    pub(super) fn delete_recordings(&self, learner: LearnerId) {
        let Some(archive) = self.ports.archive.clone() else { return };
        let delete = async move {
            let mut waits = DELETE_AGAIN.iter();
            loop {
                match (archive.delete_learner(learner).await, waits.next()) {
                    (Ok(sessions), _) => {
                        return tracing::info!(learner = %learner, sessions, "recordings deleted");
                    }
                    (Err(error), None) => {
                        return tracing::error!(learner = %learner, %error, "recordings not deleted");
                    }
                    (Err(_), Some(wait)) => tokio::time::sleep(*wait).await,
                }
            }
        };
        self.tasks.spawn(delete.in_current_span());
    }
}
