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

/// What the older part of a conversation came to, as a tutor wrote it down for itself. As private as the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// A few sentences. Data, never an instruction.
    pub text: String,
    /// When the last exchange was that it covers.
    pub until: DateTime<Utc>,
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
    /// What the exchanges between the first and the last came to, where there were many.
    #[serde(default)]
    pub summary: Option<Summary>,
    /// What each module remembers, by its name.
    #[serde(default)]
    pub user_state: BTreeMap<String, Value>,
    /// When this session began.
    pub session_start: DateTime<Utc>,
    /// The lesson that is open, on whichever channel had it last: a text goes on with it, and a new call offers it. `None` once
    /// the learner went to the menu or said goodbye.
    #[serde(default)]
    pub unfinished: Option<ModuleName>,
    /// The learner texted STOP: no message goes out until START.
    #[serde(default)]
    pub messages_stopped: bool,
    /// The learner agreed to a summary by text after calls; `None` until asked.
    #[serde(default)]
    pub summaries: Option<bool>,
    /// A call in which something was done ended before summaries were asked about: the next one asks.
    #[serde(default)]
    pub summary_unasked: bool,
    /// The learner agreed to being recorded; `None` until asked.
    #[serde(default)]
    pub recording: Option<bool>,
    /// When they agreed, while they do: a consent that was taken back and given again is another one.
    #[serde(default)]
    pub recording_since: Option<DateTime<Utc>>,
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
            summary: None,
            user_state: BTreeMap::new(),
            session_start: now,
            unfinished: None,
            messages_stopped: false,
            summaries: None,
            summary_unasked: false,
            recording: None,
            recording_since: None,
            profile: Profile::default(),
            play: Play::default(),
            members: Vec::new(),
            learning: 0,
            voice_range: None,
            voice: Leg::default(),
            text: Leg::default(),
        }
    }

    /// Keeps what the learner wants of recordings.
    pub fn allow_recording(&mut self, agreed: bool, now: DateTime<Utc>) {
        self.recording = Some(agreed);
        self.recording_since = agreed.then_some(now);
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

    /// Keeps a summary of what was said by the learner of this number at `learning`. `false` where it came too late: another
    /// learns now, what it covers is gone, or a newer one is there.
    pub fn keep_summary(&mut self, learning: usize, summary: &Summary) -> bool {
        let covered = |exchange: &Exchange| exchange.timestamp == summary.until;
        let newer = self.summary.as_ref().is_none_or(|kept| kept.until < summary.until);
        let fits = self.learning == learning && newer;
        if !fits || !self.conversation_history.iter().any(covered) {
            return false;
        }
        self.summary = Some(summary.clone());
        true
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
    use chrono::TimeDelta;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn summary(until: i64) -> Summary {
        Summary { text: format!("Until {until}."), until: at(until) }
    }

    fn exchange(user: &str, seconds: i64, lesson: Option<&'static str>) -> Exchange {
        let lesson = lesson.map(ModuleName::new);
        Exchange { user: user.to_owned(), ai: "Yes.".to_owned(), timestamp: at(seconds), lesson }
    }

    #[test]
    fn a_summary_is_kept_only_of_what_is_there_by_who_still_learns_and_never_an_older_one() {
        let mut context = Context::new(Party::parse("+250788123456"), at(0));
        assert!(!context.keep_summary(0, &summary(5)), "of who was forgotten nothing is kept");
        for n in 1..=9 {
            context.remember(exchange("I say", n, None));
        }
        assert!(context.keep_summary(0, &summary(5)));
        assert!(!context.keep_summary(0, &summary(4)));
        assert!(context.keep_summary(0, &summary(7)));
        assert!(context.add_learner(Some("Eric".into())));
        assert_eq!(context.summary, None, "each learner has their own");
        assert!(!context.keep_summary(0, &summary(8)));
        assert!(context.let_learn(0));
        assert_eq!(context.summary, Some(summary(7)));
    }

    #[test]
    fn a_talk_is_what_was_said_in_the_lesson_at_hand() {
        let mut context = Context::new(Party::parse("+250788123456"), at(0));
        for (user, lesson) in
            [("1", None), ("I like rain.", Some("english")), ("Why?", Some("knowledge"))]
        {
            context.remember(exchange(user, 0, lesson));
        }
        assert!(context.talk().is_empty(), "no lesson, no talk");
        context.current_module = Some(ModuleName::new("english"));
        let said: Vec<_> = context.talk().into_iter().map(|exchange| exchange.user).collect();
        assert_eq!(said, ["I like rain."]);
    }
}
