//! The older part of a long conversation in short: asked for off the caller's path, kept with the context.

use tracing::Instrument as _;

use super::driver::{Driver, Talk};
use crate::domain::ids::LearnerId;
use crate::session::context::Context;
use crate::session::policy::KEPT_FIRST;

/// Exchanges beyond the first that must be there before anybody is asked whether it is worth it.
const LEAST: usize = 8;

impl Driver {
    /// Has the older turns shortened where that is due. Comes back at once; shutdown waits for it.
    pub(super) fn shorten_later(&self, learner: LearnerId, talk: &Talk, context: &Context) {
        let Some(historian) = self.ports.historian.clone() else { return };
        if context.conversation_history.len() < KEPT_FIRST + LEAST {
            return;
        }
        let pupil = self.pupil(learner, talk, context, context.lang());
        let (driver, talk, learning) = (self.clone(), talk.clone(), context.learning);
        let work = async move {
            match historian.shorten(&pupil).await {
                Ok(Some(summary)) => {
                    // Of who was forgotten meanwhile, or who gave the telephone on, nothing is kept.
                    driver.change(&talk, |context| context.keep_summary(learning, &summary)).await;
                }
                Ok(None) => {}
                Err(why) => tracing::info!(%why, "older turns are not shortened yet"),
            }
        };
        self.tasks.spawn(work.in_current_span());
    }
}
