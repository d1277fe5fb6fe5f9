//! How a topic is chosen: by its number, by its words, from the list of what packs added.

use super::kinds::Vocabulary;
use super::say::utters;
use super::topic::Topic;
use super::{Knowledge, Memory, Stage, kinds};
use crate::domain::turn::Line;
use crate::modules::answers::number;
use crate::modules::{Cx, Step, asking};
use crate::text::replies::{self, Reply};

/// Numbers that are offered: seven topics, a fact, and what packs added.
pub(super) const CHOICES: usize = 9;

/// Words of a wish for another topic, in the middle of a question.
const WANTED: usize = 6;

impl Knowledge {
    /// After a set, or a fact: on, another topic, or the menu.
    pub(super) fn in_between(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str) -> Step {
        if let Some(topic) = self.subjects.named_in(text) {
            return self.begin(cx, memory, topic);
        }
        match number(text, CHOICES) {
            Some(1) if memory.stage == Stage::Told => return self.fact(cx, memory, None),
            Some(1) => return self.go_on(cx, memory),
            Some(2) => return self.topics(cx, memory),
            Some(3) => return super::leave(),
            _ => {}
        }
        match replies::read(text) {
            Some(Reply::Yes) if memory.stage == Stage::Told => self.fact(cx, memory, None),
            Some(Reply::Yes) => self.go_on(cx, memory),
            Some(Reply::No | Reply::Skip) => super::leave(),
            other => self.common(cx, memory, other),
        }
    }

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

    /// The topic that a few words call for, where they are no answer and no question. In the middle of a question it
    /// takes a wish, or a title alone: "uganda", "food" and "animals" may be answers.
    pub(super) fn wanted(&self, stage: Stage, text: &str) -> Option<Topic> {
        let said = replies::plain(text);
        let few = said.split(' ').count() <= WANTED;
        let topic = self.subjects.named_in(text).filter(|topic| *topic != Topic::Mixed);
        let meant = stage != Stage::Question || wishes(&said) || self.subjects.is_title(&said);
        topic.filter(|_| few && meant && !asking::is_question(text))
    }

    /// A try that holds nothing of the right answer: wrong if it names another thing of the kind, else the choices again.
    pub(super) fn tried(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str) -> Step {
        let Some(item) = self.item(memory.current.as_ref()).cloned() else {
            return Step::NotUnderstood;
        };
        if kinds::is_another(text, &item, &self.library.items) {
            return self.judged(cx, memory, &item, false);
        }
        let vocabulary = self.vocabulary.get_or_init(|| Vocabulary::of(&self.library.items));
        if !vocabulary.tries(cx, self.card.name.as_str(), text) {
            return Step::NotUnderstood;
        }
        if cx.can.speak {
            return self.stay(cx, memory, vec![Line::new("knowledge-unfound")]);
        }
        let Step::Go { mut turn, effects } = self.stay(cx, memory, Vec::new()) else {
            return Step::NotUnderstood;
        };
        // By text the question stands just above.
        turn.say = utters(vec![Line::new("knowledge-unfound-text")]);
        Step::Go { turn, effects }
    }
}

/// Whether a text begins as a wish for something else to be asked about.
fn wishes(said: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "ask me",
        "ask",
        "questions",
        "topic",
        "change",
        "switch",
        "lets",
        "let us",
        "i want",
        "i would like",
        "id like",
        "can we",
        "give me",
        "go to",
        "start",
        "open",
        "mbaza",
        "mumbaze",
        "ibibazo",
        "ndashaka",
        "hindura",
        "reka",
        "insanganyamatsiko",
    ];
    OPENINGS.iter().any(|opening| said.starts_with(&format!("{opening} ")))
}
