//! Changes to a learner's context outside any turn.

use super::driver::{Driver, SAVE_TRIES, Talk};
use crate::ports::contexts::Saved;
use crate::session::context::Context;

impl Driver {
    /// Keeps the learner's pitch range.
    pub async fn keep_voice_range(&self, talk: &Talk, range: serde_json::Value) {
        self.change(talk, |context| {
            context.voice_range = Some(range.clone());
            true
        })
        .await;
    }

    /// Changes the context outside any turn, if `change` says that it did; the context as it was saved.
    pub(super) async fn change(
        &self,
        talk: &Talk,
        change: impl Fn(&mut Context) -> bool,
    ) -> Option<Context> {
        let learner = self.learner(talk);
        for attempt in 1..=SAVE_TRIES {
            let (mut context, version) = self.keeper.load(learner, talk).await;
            if !change(&mut context) {
                return None;
            }
            context.revision += 1;
            match self.keeper.save(learner, version, &context, attempt).await {
                Some(Saved::Conflict) => {}
                _ => return Some(context),
            }
        }
        None
    }

    /// Speech could not be written down here: the telephony service gathers the next answer.
    pub async fn gather_next(&self, talk: &Talk) {
        self.change(talk, |context| {
            context.leg_mut(talk.channel).gathers = true;
            true
        })
        .await;
    }

    /// Of the turn of that step, only this had been heard.
    pub async fn heard_only(&self, talk: &Talk, step: u32, heard: &str) {
        let changed = self.change(talk, |context| {
            let leg = context.leg_mut(talk.channel);
            if leg.step != step {
                return false;
            }
            leg.thinking = None;
            if let Some(exchange) = context.conversation_history.last_mut() {
                exchange.ai = heard.to_owned();
            }
            true
        });
        if let Some(context) = changed.await {
            self.note_said(talk, &context, heard);
        }
    }
}
