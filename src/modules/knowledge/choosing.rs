//! How a topic is chosen: by its number, by its words, from the list of what packs added.

use super::topic::Topic;
use super::{Knowledge, Memory, Stage};
use crate::modules::answers::number;
use crate::modules::{Cx, Step, asking};
use crate::text::replies::{self, Reply};

/// Numbers that are offered: seven topics, a fact, and what packs added.
pub(super) const CHOICES: usize = 9;

/// Words of a wish for another topic, in the middle of a question.
const WANTED: usize = 4;

impl Knowledge {
    pub(super) fn in_topics(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str) -> Step {
        if let Some(topic) = self.subjects.named_in(text) {
            return self.begin(cx, memory, topic);
        }
        let own = |n: usize| Topic::ALL.get(n.checked_sub(1)?).cloned();
        match number(text, CHOICES) {
            Some(8) => return self.fact(cx, memory, None),
            Some(9) => return self.beyond(cx, memory),
            Some(n) if let Some(topic) = own(n) => return self.begin(cx, memory, topic),
            _ => {}
        }
        match replies::read(text) {
            Some(Reply::Yes | Reply::DontKnow | Reply::Skip) => {
                self.begin(cx, memory, Topic::Mixed)
            }
            other => self.common(cx, memory, other),
        }
    }

    /// The topic that a pack added, or the list of them.
    fn beyond(&self, cx: &Cx<'_>, memory: &mut Memory) -> Step {
        match self.subjects.added() {
            [] => Step::NotUnderstood,
            [only] => self.begin(cx, memory, Topic::Added(only.label.clone())),
            _ => {
                memory.stage = Stage::Added;
                self.stay(cx, memory, Vec::new())
            }
        }
    }

    pub(super) fn in_added(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str) -> Step {
        let added = self.subjects.added();
        let chosen = number(text, added.len()).and_then(|n| added.get(n.checked_sub(1)?));
        match chosen.map(|subject| Topic::Added(subject.label.clone())) {
            Some(topic) => self.begin(cx, memory, topic),
            None if number(text, CHOICES).is_some() => Step::NotUnderstood,
            None => self.in_topics(cx, memory, text),
        }
    }

    /// The topic that a few words call for, where they are no answer and no question.
    pub(super) fn wanted(&self, text: &str) -> Option<Topic> {
        let few = replies::plain(text).split(' ').count() <= WANTED;
        let topic = self.subjects.named_in(text).filter(|topic| *topic != Topic::Mixed);
        topic.filter(|_| few && !asking::is_question(text))
    }
}
