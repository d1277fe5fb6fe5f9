//! Mandarin tones: a drill over the live stream where the line can hear, a quiz where it cannot.

mod content;
mod course;
mod drill;
mod feedback;
mod marks;
mod note;
mod quiz;

use super::{Asking, Card, Cx, Input, Module, Slot, Step};
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::pinyin::Pinyin;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::text::replies::{self, Reply};

pub use content::{Item, item, items};
pub use course::{Memory, SET, TRIES, Went};
pub use marks::marked;

const NAME: ModuleName = ModuleName::new("mandarin");

/// The Mandarin lessons.
pub struct Mandarin {
    card: Card,
}

impl Mandarin {
    /// The module.
    #[must_use]
    pub fn new() -> Self {
        Self {
            card: Card {
                name: NAME,
                key: Some('6'),
                title: "title-mandarin",
                keywords: &[
                    (
                        Lang::En,
                        &[
                            "mandarin",
                            "mandalin",
                            "chinese",
                            "china",
                            "tones",
                            "tone",
                            "pinyin",
                            "putonghua",
                            "pronunciation",
                            "say words",
                        ],
                    ),
                    (
                        Lang::Rw,
                        &[
                            "igishinwa",
                            "gishinwa",
                            "ikimandare",
                            "igishinuwa",
                            "ubushinwa",
                            "amasaku",
                            "isaku",
                            "amajwi",
                            "mandare",
                        ],
                    ),
                ],
                needs_voice: true,
            },
        }
    }
}

impl Default for Mandarin {
    fn default() -> Self {
        Self::new()
    }
}

fn utters(lines: Vec<Line>) -> Vec<Utter> {
    lines.into_iter().map(Utter::from).collect()
}

fn leave() -> Step {
    Step::Leave { say: vec![Line::new("mandarin-leave").into()], effects: Vec::new() }
}

fn fits(cx: &Cx<'_>, item: &Item) -> bool {
    cx.can.hear || quiz::fits(item)
}

/// The word in hand, if this channel can practise it.
fn current(cx: &Cx<'_>, memory: &Memory) -> Option<&'static Item> {
    let id = memory.current.as_deref().filter(|_| !memory.between_sets)?;
    item(id).filter(|item| fits(cx, item))
}

/// The word in hand, whether or not this channel would have chosen it: a voice note can carry any word.
fn in_hand(memory: &Memory) -> Option<&'static Item> {
    memory.current.as_deref().filter(|_| !memory.between_sets).and_then(item)
}

/// Takes the next word, or ends the set; `say` comes first.
fn next(cx: &Cx<'_>, memory: &mut Memory, mut say: Vec<Line>) -> Turn {
    if memory.set.done >= SET {
        say.extend(summary(cx, memory));
        memory.set = course::Tally::default();
        memory.between_sets = true;
        return go_on(cx, Asking::Plain).after(utters(say));
    }
    memory.between_sets = false;
    match memory.choose(|item| fits(cx, item)) {
        Some(item) => {
            memory.current = Some(item.id());
            memory.tries = 0;
            memory.unheard = 0;
            ask_for(cx, memory, item).after(utters(say))
        }
        None => go_on(cx, Asking::Plain).after(utters(say)),
    }
}

fn ask_for(cx: &Cx<'_>, memory: &Memory, item: &Item) -> Turn {
    if cx.can.hear {
        drill::present(cx, memory, item)
    } else {
        quiz::prompt(cx, item, Asking::Plain)
    }
}

fn summary(cx: &Cx<'_>, memory: &Memory) -> Vec<Line> {
    let (well, done) = (i64::from(memory.set.well), i64::from(memory.set.done));
    let mut lines = if well >= done {
        vec![Line::new("mandarin-set-perfect").with("total", done)]
    } else {
        let line = Line::new("mandarin-set-done").with("right", well).with("total", done);
        vec![line]
    };
    if let Some((expected, heard)) = memory.habit()
        && cx.can.hear
    {
        let line = Line::new("mandarin-practise")
            .with("expected", feedback::tone(expected))
            .with("heard", feedback::tone(heard));
        lines.push(line);
    }
    lines
}

/// The offer after a set.
fn go_on(cx: &Cx<'_>, how: Asking) -> Turn {
    let key = match (cx.can.speak, how) {
        (false, _) => "mandarin-go-on-text",
        (true, Asking::Plain) => "mandarin-go-on",
        (true, Asking::Rephrased) => "mandarin-go-on-rephrased",
        (true, Asking::KeysOnly) => "mandarin-go-on-keys",
    };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-yes-no")],
        ..Ask::choice()
    };
    Turn::ask(vec![Line::new(key).into()], ask)
}

fn progress(memory: &Memory) -> Option<Line> {
    if memory.done == 0 {
        return None;
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let line = Line::new("mandarin-progress")
        .with("known", count(memory.known()))
        .with("total", count(items().len()));
    Some(line)
}

fn after_set(cx: &Cx<'_>, memory: &mut Memory, input: &Input) -> Step {
    let wish = match input {
        Input::Keys(keys) => replies::choice(keys.as_str()),
        Input::Speech(words) => replies::choice(&words.text),
        Input::Text(text) => replies::choice(text),
        Input::Heard(_) => None,
    };
    let go = |turn| Step::Go { turn, effects: Vec::new() };
    match wish {
        Some(Reply::Yes) => go(next(cx, memory, Vec::new())),
        Some(Reply::No | Reply::Menu | Reply::Stop | Reply::Skip) => leave(),
        Some(Reply::Repeat | Reply::Slower) => go(go_on(cx, Asking::Plain)),
        Some(Reply::Progress) => {
            let say = utters(progress(memory).into_iter().collect());
            go(go_on(cx, Asking::Plain).after(say))
        }
        Some(Reply::Help | Reply::DontKnow) | None => Step::NotUnderstood,
    }
}

fn in_word(cx: &Cx<'_>, memory: &mut Memory, item: &Item, input: &Input) -> Step {
    match (input, cx.can.hear) {
        (Input::Heard(heard), true) => drill::heard(cx, memory, item, heard),
        (Input::Heard(_), false) => Step::NotUnderstood,
        (Input::Keys(keys), true) => drill::key(cx, memory, item, keys.single()),
        (Input::Keys(keys), false) => quiz::step(cx, memory, item, keys.as_str()),
        (Input::Speech(words), true) => drill::command(cx, memory, item, &words.text),
        (Input::Speech(words), false) => quiz::step(cx, memory, item, &words.text),
        (Input::Text(text), true) => drill::command(cx, memory, item, text),
        (Input::Text(text), false) => quiz::step(cx, memory, item, text),
    }
}

impl Module for Mandarin {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, slot: &mut Slot) -> Turn {
        let mut memory: Memory = slot.load();
        let key = match (cx.can.hear, cx.can.speak, memory.done) {
            (true, _, 0) => "mandarin-welcome",
            (true, ..) => "mandarin-welcome-back",
            (false, true, _) => "mandarin-ear-intro",
            (false, false, _) => "mandarin-text-intro",
        };
        let turn = match current(cx, &memory) {
            Some(item) => ask_for(cx, &memory, item),
            None => next(cx, &mut memory, Vec::new()),
        };
        slot.store(&memory);
        turn.after(vec![Line::new(key).into()])
    }

    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        let mut memory: Memory = slot.load();
        match current(cx, &memory) {
            Some(item) if cx.can.hear => drill::prompt(cx, item, how),
            Some(item) => quiz::prompt(cx, item, how),
            None if memory.between_sets => go_on(cx, how),
            // The word in hand belongs to another channel: this one would choose this.
            None => next(cx, &mut memory, Vec::new()),
        }
    }

    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step {
        let mut memory: Memory = slot.load();
        let by_text = !cx.can.hear && !cx.can.speak;
        let noted = if by_text { in_hand(&memory) } else { None };
        let step = match (current(cx, &memory), input, noted) {
            (_, Input::Heard(heard), Some(item)) => note::heard(cx, &mut memory, item, heard),
            (Some(item), ..) => in_word(cx, &mut memory, item, input),
            (None, ..) if memory.between_sets => after_set(cx, &mut memory, input),
            (None, ..) => Step::Go { turn: next(cx, &mut memory, Vec::new()), effects: Vec::new() },
        };
        slot.store(&memory);
        step
    }

    fn expects(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Pinyin> {
        in_hand(&slot.load()).map(|item| item.pinyin.clone())
    }

    fn help(&self, cx: &Cx<'_>, _slot: &Slot) -> Vec<Line> {
        let key = match (cx.can.hear, cx.can.speak) {
            (true, _) => "mandarin-help",
            (false, true) => "mandarin-help-ear",
            (false, false) => "mandarin-help-text",
        };
        vec![Line::new(key)]
    }

    fn progress(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        progress(&slot.load())
    }
}
