//! The document kept for each learner: the shape of the BAKAME seed, and the state of each channel.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::dialogue::{Channel, Leg};
use super::household::Member;
use super::play::Play;
use super::policy;
use super::profile::Profile;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::party::Party;

/// One exchange of the conversation's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// What the learner said, typed or keyed.
    pub user: String,
    /// What the line answered.
    pub ai: String,
    /// When it was answered.
    pub timestamp: DateTime<Utc>,
    /// The lesson in which it was said, where the learner said something of their own; `None` for choices, keys and commands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<ModuleName>,
}

/// Everything kept about one learner between webhooks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// Who this is. Inside the encrypted document only.
    pub phone_number: Party,
    /// How the learner wants to be called.
    pub user_name: Option<String>,
    /// Counts the saves over the learner's whole life: orders checkpoints.
    #[serde(default)]
    pub revision: u64,
    /// The chosen language; `None` until chosen.
    pub language: Option<Lang>,
    /// The module that has the word, over all channels.
    pub current_module: Option<ModuleName>,
    /// The last exchanges, oldest first; see [`policy::trim_history`].
    #[serde(default)]
    pub conversation_history: Vec<Exchange>,
    /// What each module remembers, by its name.
    #[serde(default)]
    pub user_state: BTreeMap<String, Value>,
    /// When this session began.
    pub session_start: DateTime<Utc>,
    /// The lesson that a dropped call left open.
    #[serde(default)]
    pub unfinished: Option<ModuleName>,
    /// The learner texted STOP: no message goes out until START.
    #[serde(default)]
    pub messages_stopped: bool,
    /// The learner agreed to a summary by text after calls; `None` until asked.
    #[serde(default)]
    pub summaries: Option<bool>,
    /// The learner agreed to being recorded; `None` until asked.
    #[serde(default)]
    pub recording: Option<bool>,
    /// How this learner likes to be taught.
    #[serde(default)]
    pub profile: Profile,
    /// Points, streak and badges.
    #[serde(default)]
    pub play: Play,
    /// All who learn on this number, in the order of their keys; empty while there is one. See [`super::household`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// Which of them learns now; their own part is in the other fields.
    #[serde(default)]
    pub learning: usize,
    /// The running estimate of the learner's pitch range, in the ear's own form.
    #[serde(default)]
    pub voice_range: Option<Value>,
    /// The state of the telephone conversation.
    #[serde(default)]
    pub voice: Leg,
    /// The state of the text conversation.
    #[serde(default)]
    pub text: Leg,
}

impl Context {
    /// A learner seen for the first time.
    #[must_use]
    pub fn new(party: Party, now: DateTime<Utc>) -> Self {
        Self {
            phone_number: party,
            user_name: None,
            revision: 0,
            language: None,
            current_module: None,
            conversation_history: Vec::new(),
            user_state: BTreeMap::new(),
            session_start: now,
            unfinished: None,
            messages_stopped: false,
            summaries: None,
            recording: None,
            profile: Profile::default(),
            play: Play::default(),
            members: Vec::new(),
            learning: 0,
            voice_range: None,
            voice: Leg::default(),
            text: Leg::default(),
        }
    }

    /// The leg of a channel.
    #[must_use]
    pub fn leg(&self, channel: Channel) -> &Leg {
        match channel {
            Channel::Voice => &self.voice,
            Channel::Text => &self.text,
        }
    }

    /// The leg of a channel, to change.
    pub fn leg_mut(&mut self, channel: Channel) -> &mut Leg {
        match channel {
            Channel::Voice => &mut self.voice,
            Channel::Text => &mut self.text,
        }
    }

    /// The language to speak, English until one is chosen.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.language.unwrap_or_default()
    }

    /// Adds an exchange and trims the history.
    pub fn remember(&mut self, exchange: Exchange) {
        self.conversation_history.push(exchange);
        policy::trim_history(&mut self.conversation_history);
    }

    /// What was talked about in the lesson at hand, oldest first: without menus, choices and commands.
    #[must_use]
    pub fn talk(&self) -> Vec<Exchange> {
        let here = |exchange: &&Exchange| {
            exchange.lesson.is_some() && exchange.lesson == self.current_module
        };
        self.conversation_history.iter().filter(here).cloned().collect()
    }

    /// Whether a conversation is going on, which decides how long the document is kept.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.voice.conversation.is_some() && !self.voice.closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_is_what_was_said_in_the_lesson_at_hand() {
        let now = DateTime::UNIX_EPOCH;
        let mut context = Context::new(Party::parse("+250788123456"), now);
        for (user, lesson) in
            [("1", None), ("I like rain.", Some("english")), ("Why?", Some("knowledge"))]
        {
            let lesson = lesson.map(ModuleName::new);
            context.remember(Exchange {
                user: user.to_owned(),
                ai: String::new(),
                timestamp: now,
                lesson,
            });
        }
        assert!(context.talk().is_empty(), "no lesson, no talk");
        context.current_module = Some(ModuleName::new("english"));
        let said: Vec<_> = context.talk().into_iter().map(|exchange| exchange.user).collect();
        assert_eq!(said, ["I like rain."]);
    }
}
