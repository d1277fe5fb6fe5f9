//! Changes to a learner's context outside any turn.

use super::driver::{Driver, SAVE_TRIES, Talk};
use crate::domain::turn::{Line, Utter};
use crate::ports::contexts::Saved;
use crate::session::context::Context;

/// What is said where speech could not be written down.
const NOT_CAUGHT: &str = "line-not-caught";

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

    /// Speech could not be written down here: the learner is told so and asked again, in the last words of the question, and
    /// the telephony service gathers the answer.
    pub async fn not_caught(&self, talk: &Talk) {
        self.change(talk, |context| {
            let leg = context.leg_mut(talk.channel);
            leg.gathers = true;
            leg.thinking = None;
            if let Some(turn) = &mut leg.last_turn {
                let question = turn.say.iter().rev().find(|utter| matches!(utter, Utter::Line(_)));
                let question = question.cloned();
                turn.say = std::iter::once(Line::new(NOT_CAUGHT).into()).chain(question).collect();
            }
            // It is another turn: whoever comes for the one before gets this one.
            leg.step += 1;
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
