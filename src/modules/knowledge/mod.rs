//! General knowledge: questions with a choice of answers, why it is so, and what was missed comes back.

mod asked;
mod choosing;
mod judge;
mod memory;
mod say;
mod subjects;
mod topic;
mod wish;

use std::sync::Arc;

use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::answers::number;
use super::{Asking, Card, Cx, Input, Module, Slot, Step, asking};
use crate::content::Library;
use crate::content::general::Item;
use crate::domain::effect::{Attempt, Effect};
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Line, Turn};
use crate::text::replies::{self, Reply};

use say::{prompt, utters};
use wish::{Wish, wish, words};

pub use memory::{Memory, SET, Stage, Tally};
pub use topic::Topic;

use choosing::CHOICES;
use subjects::Subjects;
use topic::KEYWORDS;

/// The questions of general knowledge.
pub struct Knowledge {
    card: Card,
    library: Arc<Library>,
    subjects: Subjects,
}

impl Knowledge {
    /// The module with the content that comes with the program.
    #[must_use]
    pub fn new() -> Self {
        Self::teaching(Library::shipped())
    }

    /// The module with the questions of `library`.
    #[must_use]
    pub fn teaching(library: Arc<Library>) -> Self {
        let subjects = Subjects::of(&library);
        let card = Card {
            name: ModuleName::new("knowledge"),
            key: Some('5'),
            title: "title-knowledge",
            keywords: KEYWORDS,
            more: subjects.words(),
            needs_voice: false,
        };
        Self { card, library, subjects }
    }

    fn item(&self, id: Option<&String>) -> Option<&Item> {
        self.library.items.iter().find(|item| Some(&item.id) == id)
    }

    /// The same question with something said first.
    fn stay(&self, cx: &Cx<'_>, memory: &Memory, first: Vec<Line>) -> Step {
        self.stay_with(cx, memory, first, Vec::new())
    }

    fn stay_with(
        &self,
        cx: &Cx<'_>,
        memory: &Memory,
        first: Vec<Line>,
        effects: Vec<Effect>,
    ) -> Step {
        let item = self.item(memory.current.as_ref());
        let turn = prompt(cx, memory, item, &self.subjects, Asking::Plain);
        Step::Go { turn: turn.after(utters(first)), effects }
    }

    /// The next question after what is said, or the result of a full set.
    fn advance(
        &self,
        cx: &Cx<'_>,
        memory: &mut Memory,
        mut say: Vec<Line>,
        effects: Vec<Effect>,
    ) -> Step {
        let mut chosen = self.chosen(cx, memory, &say);
        // By text the reason gives way where no question would fit beside it; who asks why still hears it.
        if chosen.is_none() && memory.set.asked < SET && say.last().is_some_and(is_told) {
            let reason = say.pop();
            chosen = self.chosen(cx, memory, &say);
            // It was not for want of room: a small topic has no more to ask.
            say.extend(reason.filter(|_| chosen.is_none()));
        }
        match chosen {
            Some(item) => memory.ask(item),
            None if memory.set.asked == 0 => memory.stage = Stage::Topics,
            None => {
                let summary = (memory.set.asked > 1).then(|| say::summary(memory.set));
                let all: Vec<Line> = say.iter().cloned().chain(summary.clone()).collect();
                // Where both are too long for a text, the reason gives way to the result, too.
                if !cx.can.speak && say::room(&all) < OFFER && say.last().is_some_and(is_told) {
                    say.pop();
                }
                say.extend(summary);
                memory.fresh_set();
                memory.stage = Stage::Between;
            }
        }
        self.stay_with(cx, memory, say, effects)
    }

    /// What to ask next in this set, beside what is said before it.
    fn chosen(&self, cx: &Cx<'_>, memory: &Memory, say: &[Line]) -> Option<&Item> {
        if memory.set.asked >= SET {
            return None;
        }
        let room = if cx.can.speak { usize::MAX } else { say::room(say) };
        let fits = |item: &Item| Lang::ALL.into_iter().all(|lang| say::long(item, lang) <= room);
        memory.choose(&self.library.items, cx.now, cx.manner.mood, cx.seed, fits)
    }

    fn judged(&self, cx: &Cx<'_>, memory: &mut Memory, item: &Item, right: bool) -> Step {
        memory.count(item, right, cx.now);
        let note = Effect::Note(Attempt {
            module: self.card.name.clone(),
            skill: item.topic.clone(),
            level: item.level,
            correct: right,
            score: Some(if right { 100 } else { 0 }),
        });
        self.advance(cx, memory, say::verdict(cx, item, right), vec![note])
    }

    /// Passes a question over: it counts for nothing, and its answer is told.
    fn pass(&self, cx: &Cx<'_>, memory: &mut Memory, item: &Item) -> Step {
        memory.last = Some(item.id.clone());
        memory.current = None;
        self.advance(cx, memory, say::passed(cx, item), Vec::new())
    }

    fn begin(&self, cx: &Cx<'_>, memory: &mut Memory, topic: Topic) -> Step {
        let going = Line::new("knowledge-going").with("topic", self.subjects.named(&topic));
        memory.topic = Some(topic);
        memory.fresh_set();
        self.advance(cx, memory, vec![going], Vec::new())
    }

    /// Another question, or another fact after one.
    fn another(&self, cx: &Cx<'_>, memory: &mut Memory) -> Step {
        match (memory.stage, self.item(memory.current.as_ref()).cloned()) {
            (Stage::Question, Some(item)) => self.pass(cx, memory, &item),
            (Stage::Told, _) => self.fact(cx, memory, None),
            _ => self.go_on(cx, memory),
        }
    }

    /// A fact, of a topic where one is named; by text one that fits beside the question in hand.
    fn fact(&self, cx: &Cx<'_>, memory: &mut Memory, topic: Option<Topic>) -> Step {
        memory.current = None;
        let short = |item: &&Item| {
            cx.can.speak || Lang::ALL.into_iter().all(|lang| say::fact_long(item, lang) <= FACT)
        };
        let about = |item: &&Item| topic.as_ref().is_none_or(|topic| topic.holds(&item.topic));
        let items: Vec<&Item> = self.library.items.iter().filter(short).filter(about).collect();
        let mut dice = ChaCha8Rng::seed_from_u64(cx.seed);
        match items.choose(&mut dice) {
            Some(item) => {
                memory.last = Some(item.id.clone());
                self.told_fact(cx, memory, item)
            }
            None => Step::NotUnderstood,
        }
    }

    /// The fact, then the short offer: the whole list of topics would be too much beside it.
    fn told_fact(&self, cx: &Cx<'_>, memory: &mut Memory, item: &Item) -> Step {
        memory.stage = Stage::Told;
        memory.fresh_set();
        self.stay(cx, memory, say::fact(cx, item))
    }

    fn topics(&self, cx: &Cx<'_>, memory: &mut Memory) -> Step {
        memory.stage = Stage::Topics;
        memory.fresh_set();
        self.stay(cx, memory, Vec::new())
    }

    /// Why the answer before was what it was.
    fn why(&self, cx: &Cx<'_>, memory: &Memory) -> Step {
        let Some(item) = self.item(memory.last.as_ref()) else {
            return Step::NotUnderstood;
        };
        let fact = super::told(&item.fact);
        let beside = self.item(memory.current.as_ref()).map_or(0, |item| say::long(item, cx.lang));
        let Step::Go { mut turn, effects } = self.stay(cx, memory, vec![fact.clone()]) else {
            return Step::NotUnderstood;
        };
        // By text the question is not repeated where both are too long: it stands just above.
        if !cx.can.speak && say::room(std::slice::from_ref(&fact)) < beside {
            turn.say = utters(vec![fact, Line::new("knowledge-again-text")]);
        }
        Step::Go { turn, effects }
    }
}

/// Whether a line is the words of a pack.
fn is_told(line: &Line) -> bool {
    line.key == "content-both"
}

/// Characters of the offer of another set.
const OFFER: usize = 95;

/// Characters of a fact, with its question and answer, that fit a text beside the offer to go on.
const FACT: usize = 205;

impl Default for Knowledge {
    fn default() -> Self {
        Self::new()
    }
}

fn leave() -> Step {
    Step::Leave { say: vec![Line::new("knowledge-leave").into()], effects: Vec::new() }
}

impl Knowledge {
    fn in_between(&self, cx: &Cx<'_>, memory: &mut Memory, text: &str) -> Step {
        if let Some(topic) = self.subjects.named_in(text) {
            return self.begin(cx, memory, topic);
        }
        match number(text, CHOICES) {
            Some(1) if memory.stage == Stage::Told => return self.fact(cx, memory, None),
            Some(1) => return self.go_on(cx, memory),
            Some(2) => return self.topics(cx, memory),
            Some(3) => return leave(),
            _ => {}
        }
        match replies::read(text) {
            Some(Reply::Yes) if memory.stage == Stage::Told => self.fact(cx, memory, None),
            Some(Reply::Yes) => self.go_on(cx, memory),
            Some(Reply::No | Reply::Skip) => leave(),
            other => self.common(cx, memory, other),
        }
    }

    fn go_on(&self, cx: &Cx<'_>, memory: &mut Memory) -> Step {
        match memory.topic {
            Some(_) => self.advance(cx, memory, vec![Line::new("knowledge-new-set")], Vec::new()),
            None => self.topics(cx, memory),
        }
    }

    fn in_question(&self, cx: &Cx<'_>, memory: &mut Memory, item: &Item, input: &Input) -> Step {
        if let Input::Keys(keys) = input {
            let right = keys.single().and_then(|key| judge::key(key, item));
            return right.map_or(Step::NotUnderstood, |right| self.judged(cx, memory, item, right));
        }
        let text = words(input).unwrap_or_default();
        match replies::read(&text) {
            Some(Reply::Skip | Reply::DontKnow) => self.pass(cx, memory, item),
            Some(Reply::Help) => self.stay(cx, memory, say::hint(cx, item).into_iter().collect()),
            // "Yes" and "no" may stand among the choices.
            reply @ (None | Some(Reply::Yes | Reply::No)) => match judge::check(&text, item) {
                Some(right) => self.judged(cx, memory, item, right),
                None => self.common(cx, memory, reply),
            },
            other => self.common(cx, memory, other),
        }
    }

    /// What the short replies mean in every stage.
    fn common(&self, cx: &Cx<'_>, memory: &Memory, reply: Option<Reply>) -> Step {
        match reply {
            Some(Reply::Menu | Reply::Stop | Reply::No) => leave(),
            Some(Reply::Repeat | Reply::Slower) => self.stay(cx, memory, Vec::new()),
            Some(Reply::Progress) => {
                self.stay(cx, memory, say::progress(memory).into_iter().collect())
            }
            Some(Reply::Yes | Reply::Skip | Reply::Help | Reply::DontKnow) | None => {
                Step::NotUnderstood
            }
        }
    }

    fn given(&self, cx: &Cx<'_>, memory: &mut Memory, input: &Input) -> Step {
        let Some(text) = words(input) else {
            return Step::NotUnderstood;
        };
        match wish(&text) {
            Some(Wish::Topics) => return self.topics(cx, memory),
            Some(Wish::Fact) => return self.fact(cx, memory, self.subjects.named_in(&text)),
            Some(Wish::Another) => return self.another(cx, memory),
            Some(Wish::Why) => return self.why(cx, memory),
            None => {}
        }
        let step = match (memory.stage, self.item(memory.current.as_ref()).cloned()) {
            (Stage::Question, Some(item)) => self.in_question(cx, memory, &item, input),
            _ if asking::asks(&text) => self.asked(cx, memory, &text),
            (Stage::Between | Stage::Told, _) => self.in_between(cx, memory, &text),
            (Stage::Added, _) => self.in_added(cx, memory, &text),
            _ => self.in_topics(cx, memory, &text),
        };
        match step {
            Step::NotUnderstood if matches!(input, Input::Keys(_)) => step,
            Step::NotUnderstood => match self.wanted(&text) {
                Some(topic) => self.begin(cx, memory, topic),
                None => self.asked(cx, memory, &text),
            },
            step => step,
        }
    }
}

impl Module for Knowledge {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        let mut memory: Memory = slot.load();
        memory.deck.retain(|id| self.library.items.iter().any(|item| item.id == id));
        let item = self.item(memory.current.as_ref());
        let first = match (memory.stage, item) {
            (Stage::Question, Some(_)) => "knowledge-welcome-back",
            _ => {
                memory.stage = Stage::Topics;
                "knowledge-welcome"
            }
        };
        slot.store(&memory);
        let turn = prompt(cx, &memory, item, &self.subjects, Asking::Plain);
        turn.after(vec![Line::new(first).into()])
    }

    fn open_at(&self, cx: &Cx<'_>, slot: &mut Slot, words: &str) -> Turn {
        let topic = self.subjects.named_in(words).filter(|topic| *topic != Topic::Mixed);
        let mut memory: Memory = slot.load();
        let begun = match (wish(words), topic) {
            (Some(Wish::Fact), topic) => self.fact(cx, &mut memory, topic),
            (_, Some(topic)) if !asking::is_question(words) => self.begin(cx, &mut memory, topic),
            _ => return self.open(cx, slot),
        };
        let Step::Go { turn, .. } = begun else { return self.open(cx, slot) };
        slot.store(&memory);
        turn
    }

    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        let memory: Memory = slot.load();
        let item = self.item(memory.current.as_ref());
        prompt(cx, &memory, item, &self.subjects, how)
    }

    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step {
        let mut memory: Memory = slot.load();
        let step = self.given(cx, &mut memory, input);
        slot.store(&memory);
        step
    }

    fn help(&self, cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        let memory: Memory = slot.load();
        let hint = self.item(memory.current.as_ref()).and_then(|item| say::hint(cx, item));
        let key = if cx.can.speak { "knowledge-help" } else { "knowledge-help-text" };
        [Line::new(key)].into_iter().chain(hint.filter(|_| cx.can.speak)).collect()
    }

    fn progress(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::progress(&slot.load())
    }

    fn next(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        let memory: Memory = slot.load();
        let topic = self.subjects.named(&memory.weakest()?);
        Some(Line::new("knowledge-next").with("topic", topic))
    }

    fn tips(&self, _cx: &Cx<'_>, _slot: &Slot) -> Vec<Line> {
        vec![Line::new("knowledge-tip")]
    }

    fn set_level(&self, _cx: &Cx<'_>, slot: &mut Slot, level: u8) -> bool {
        let mut memory: Memory = slot.load();
        memory.level = level.clamp(1, 5);
        memory.run = 0;
        slot.store(&memory);
        true
    }
}
