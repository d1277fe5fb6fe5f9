//! Several learners on one telephone. The one who learns now is spread over the context; the others wait here.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::context::{Context, Exchange, Summary};
use super::play::Play;
use super::profile::Profile;
use crate::domain::ids::ModuleName;

/// The most learners on one number: as many as there are keys for them.
pub const MOST: usize = 6;

/// What belongs to a learner and not to the telephone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// How this one wants to be called.
    pub name: Option<String>,
    profile: Profile,
    play: Play,
    user_state: BTreeMap<String, Value>,
    unfinished: Option<ModuleName>,
    current_module: Option<ModuleName>,
    voice_range: Option<Value>,
    conversation_history: Vec<Exchange>,
    summary: Option<Summary>,
    /// What one agreed to binds no other.
    recording: Option<bool>,
    recording_since: Option<DateTime<Utc>>,
}

impl Context {
    /// How many learn on this number.
    #[must_use]
    pub fn learners(&self) -> usize {
        self.members.len().max(1)
    }

    /// The names of those who learn here, in the order of their keys; `None` where one has no name yet.
    #[must_use]
    pub fn learner_names(&self) -> Vec<Option<&str>> {
        if self.members.is_empty() {
            return vec![self.user_name.as_deref()];
        }
        self.members
            .iter()
            .enumerate()
            .map(|(at, member)| match at == self.learning {
                true => self.user_name.as_deref(),
                false => member.name.as_deref(),
            })
            .collect()
    }

    /// Adds a learner and gives the word to them; `false` where there are as many as there can be.
    pub fn add_learner(&mut self, name: Option<String>) -> bool {
        if self.learners() >= MOST {
            return false;
        }
        if self.members.is_empty() {
            self.members.push(Member::default());
        }
        self.members.push(Member { name, ..Member::default() });
        self.let_learn(self.members.len() - 1)
    }

    /// Gives the word to the learner at `at`, from 0; `false` where there is none.
    pub fn let_learn(&mut self, at: usize) -> bool {
        if at >= self.members.len() {
            return false;
        }
        if at != self.learning {
            let now = self.learning;
            self.members[now] = self.step_aside();
            let next = std::mem::take(&mut self.members[at]);
            self.step_in(next);
            self.learning = at;
        }
        true
    }

    /// Whoever agreed to being recorded on this telephone does not any more.
    pub fn forbid_recording(&mut self) {
        (self.recording, self.recording_since) = (Some(false), None);
        for member in &mut self.members {
            member.recording = member.recording.map(|_| false);
            member.recording_since = None;
        }
    }

    /// Takes the learner at `at`, from 0, off this telephone with all that was kept of their lessons; `false` where there is
    /// none, or nobody else. Another one has the word then.
    pub fn remove_learner(&mut self, at: usize) -> bool {
        if self.members.len() < 2 || at >= self.members.len() {
            return false;
        }
        if at == self.learning {
            self.let_learn(usize::from(at == 0));
        }
        self.members.remove(at);
        if self.learning > at {
            self.learning -= 1;
        }
        if self.members.len() == 1 {
            self.members.clear();
            self.learning = 0;
        }
        for leg in [&mut self.voice, &mut self.text] {
            leg.learner = match leg.learner {
                Some(of) if of == at => None,
                Some(of) if of > at => Some(of - 1),
                other => other,
            };
        }
        true
    }

    fn step_aside(&mut self) -> Member {
        Member {
            name: self.user_name.take(),
            profile: std::mem::take(&mut self.profile),
            play: std::mem::take(&mut self.play),
            user_state: std::mem::take(&mut self.user_state),
            unfinished: self.unfinished.take(),
            current_module: self.current_module.take(),
            voice_range: self.voice_range.take(),
            conversation_history: std::mem::take(&mut self.conversation_history),
            summary: self.summary.take(),
            recording: self.recording.take(),
            recording_since: self.recording_since.take(),
        }
    }

    fn step_in(&mut self, member: Member) {
        self.user_name = member.name;
        self.profile = member.profile;
        self.play = member.play;
        self.user_state = member.user_state;
        self.unfinished = member.unfinished;
        self.current_module = member.current_module;
        self.voice_range = member.voice_range;
        self.conversation_history = member.conversation_history;
        self.summary = member.summary;
        self.recording = member.recording;
        self.recording_since = member.recording_since;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::Party;
    use chrono::DateTime;
    use serde_json::json;

    fn context() -> Context {
        let mut context = Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH);
        context.user_name = Some("Aline".into());
        context.user_state.insert("maths".into(), json!({"level": 3}));
        context
    }

    #[test]
    fn each_learner_has_a_progress_of_their_own() {
        let mut context = context();
        assert!(context.add_learner(Some("Eric".into())));
        assert_eq!(context.user_name.as_deref(), Some("Eric"));
        assert!(context.user_state.is_empty());
        context.user_state.insert("maths".into(), json!({"level": 1}));
        assert_eq!(context.learner_names(), [Some("Aline"), Some("Eric")]);
        assert!(context.let_learn(0));
        assert_eq!(context.user_state["maths"], json!({"level": 3}));
        assert!(context.let_learn(1));
        assert_eq!(context.user_state["maths"], json!({"level": 1}));
        assert!(!context.let_learn(2));
    }

    #[test]
    fn each_learner_agrees_to_being_recorded_for_themselves() {
        let mut context = context();
        context.allow_recording(true, DateTime::UNIX_EPOCH);
        assert!(context.add_learner(Some("Eric".into())));
        assert_eq!((context.recording, context.recording_since), (None, None));
        context.allow_recording(false, DateTime::UNIX_EPOCH);
        assert!(context.let_learn(0));
        assert_eq!(context.recording, Some(true));
        assert!(context.recording_since.is_some() && context.let_learn(1));
        assert_eq!(context.recording, Some(false));
        context.forbid_recording();
        assert!(context.let_learn(0) && context.recording == Some(false));
    }

    #[test]
    fn one_learner_leaves_and_the_others_keep_what_is_theirs() {
        for learning in 0..3 {
            for leaving in 0..3 {
                let mut context = context();
                assert!(context.add_learner(Some("Eric".into())));
                context.user_state.insert("maths".into(), json!({"level": 1}));
                assert!(context.add_learner(Some("Keza".into())));
                context.let_learn(learning);
                assert!(context.remove_learner(leaving) && context.learners() == 2);
                let mut names = vec!["Aline", "Eric", "Keza"];
                names.remove(leaving);
                assert_eq!(context.learner_names(), [Some(names[0]), Some(names[1])]);
                for (at, name) in names.iter().enumerate() {
                    context.let_learn(at);
                    assert_eq!(context.user_name.as_deref(), Some(*name));
                    assert_eq!(context.user_state.contains_key("maths"), *name != "Keza");
                }
                assert!(context.remove_learner(0) && context.learners() == 1);
                assert_eq!(context.user_name.as_deref(), Some(names[1]));
                assert!(!context.remove_learner(0));
            }
        }
    }

    #[test]
    fn there_are_at_most_as_many_as_keys() {
        let mut context = context();
        for _ in 1..MOST {
            assert!(context.add_learner(None));
        }
        assert!(!context.add_learner(None));
        assert_eq!(context.learners(), MOST);
    }

    #[test]
    fn a_household_survives_the_document() {
        let mut before = context();
        before.add_learner(Some("Eric".into()));
        let text = serde_json::to_string(&before).expect("plain data");
        let mut after: Context = serde_json::from_str(&text).expect("the same");
        assert_eq!(after, before);
        after.let_learn(0);
        assert_eq!(after.user_name.as_deref(), Some("Aline"));
    }
}
