//! Words that tell of danger come before any lesson.

use super::driver::{Driver, Talk};
use crate::domain::event::{Event, Words};
use crate::domain::lang::Lang;
use crate::session::context::Context;
use crate::session::dialogue::Channel;

impl Driver {
    /// What is said to these words before any lesson, where they tell of danger.
    pub(super) fn comfort(
        &self,
        talk: &Talk,
        context: &Context,
        event: &Event,
    ) -> Option<&'static str> {
        let (Event::Text(text) | Event::Speech(Words { text, .. })) = event else { return None };
        let text_only = talk.channel == Channel::Text;
        if context.leg(talk.channel).closed || (text_only && context.messages_stopped) {
            return None;
        }
        // No telephone voice is sure to speak Kinyarwanda; the tutor's may.
        let deaf = !text_only && !self.tutor().is_some_and(|tutor| tutor.speaks(context.lang()));
        let lesson = context.current_module.as_ref().and_then(|name| self.registry.get(name));
        let sentences = lesson.is_some_and(|lesson| lesson.takes_sentences());
        (self.ports.care)(text, if deaf { Lang::En } else { context.lang() }, sentences)
    }
}
