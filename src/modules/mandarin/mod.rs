//! Spoken Mandarin in units: a drill over the live stream where the line can hear, a quiz where it cannot.

mod content;
mod course;
mod drill;
mod feedback;
mod marks;
mod note;
mod quiz;
mod say;

use std::sync::Arc;

use super::answers::{text_of, utters};
use super::{Asking, Card, Cx, Input, Module, Slot, Step, manner};
use crate::content::Library;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::manner::Mood;
use crate::domain::turn::{Expect, Line, Turn};
use crate::text::numbers;
use crate::text::replies::{self, Reply};

pub use content::{Course, Item};
pub use course::{Memory, SET, TRIES, Tally, Went};
pub use feedback::{change as advice_line, rejected as rejection_line};
pub use marks::marked;

const NAME: ModuleName = ModuleName::new("mandarin");

/// The Mandarin lessons.
pub struct Mandarin {
    card: Card,
    course: Arc<Course>,
}

impl Mandarin {
    /// The module, with the units of that library.
    #[must_use]
    pub fn new(library: &Library) -> Self {
        Self {
            course: Arc::new(Course::new(library)),
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
                more: Vec::new(),
                needs_voice: true,
            },
        }
    }
}

fn leave() -> Step {
    Step::Leave { say: vec![Line::new("mandarin-leave").into()], effects: Vec::new() }
}

/// The word in hand.
fn current<'a>(course: &'a Course, memory: &Memory) -> Option<&'a Item> {
    let id = memory.current.as_deref().filter(|_| !memory.between_sets)?;
    course.item(id)
}

/// Takes the next word, or ends the set; `say` comes first.
fn next(cx: &Cx<'_>, course: &Course, memory: &mut Memory, mut say: Vec<Line>) -> Turn {
    if memory.set.done >= SET {
        if memory.set.well >= memory.set.done && cx.can.speak {
            say.extend(manner::praise(cx));
        }
        say.extend(say::summary(cx, memory));
        memory.set = Tally::default();
        memory.between_sets = true;
        return say::go_on(cx, Asking::Plain).after(utters(say));
    }
    memory.between_sets = false;
    say.extend(moved_on(cx, course, memory));
    let easy = cx.manner.mood == Mood::Frustrated;
    match memory.choose(course, cx.can.hear, easy, cx.now) {
        Some(item) => {
            memory.current = Some(item.id.clone());
            memory.tries = 0;
            memory.unheard = 0;
            ask_for(cx, course, memory, item).after(utters(say))
        }
        None => say::go_on(cx, Asking::Plain).after(utters(say)),
    }
}

/// The unit that begins now, in words: the first one, or the next after one that is done.
fn moved_on(cx: &Cx<'_>, course: &Course, memory: &mut Memory) -> Vec<Line> {
    if memory.placing() {
        return Vec::new();
    }
    let last = memory.current.as_deref().and_then(|id| course.item(id));
    let found = memory.probed > 0;
    if found {
        memory.probed = 0;
        return say::unit(cx, course, memory);
    }
    if memory.unit < course.len() && memory.unit_done(course, cx.can.hear) {
        memory.unit += 1;
        return say::unit(cx, course, memory);
    }
    // A unit that was asked for begins with its own words.
    if last.is_none() { say::unit(cx, course, memory) } else { Vec::new() }
}

fn ask_for(cx: &Cx<'_>, course: &Course, memory: &Memory, item: &Item) -> Turn {
    if cx.can.hear {
        drill::present(cx, memory, item)
    } else {
        quiz::prompt(cx, course, item, Asking::Plain)
    }
}

fn after_set(cx: &Cx<'_>, course: &Course, memory: &mut Memory, input: &Input) -> Step {
    let go = |turn| Step::Go { turn, effects: Vec::new() };
    match text_of(input).and_then(replies::choice) {
        Some(Reply::Yes) => go(next(cx, course, memory, Vec::new())),
        Some(Reply::No | Reply::Menu | Reply::Stop | Reply::Skip) => leave(),
        Some(Reply::Repeat | Reply::Slower) => go(say::go_on(cx, Asking::Plain)),
        Some(Reply::Progress) => {
            go(say::go_on(cx, Asking::Plain).after(utters(say::progress(course, memory))))
        }
        Some(Reply::Help | Reply::DontKnow) | None => Step::NotUnderstood,
    }
}

fn in_word(cx: &Cx<'_>, course: &Course, memory: &mut Memory, item: &Item, input: &Input) -> Step {
    match (input, cx.can.hear) {
        (Input::Heard(heard), true) => drill::heard(cx, course, memory, item, heard),
        (Input::Heard(_), false) | (Input::Read(_), _) => Step::NotUnderstood,
        (Input::Keys(keys), true) => drill::key(cx, course, memory, item, keys.single()),
        (Input::Keys(keys), false) => quiz::step(cx, course, memory, item, keys.as_str()),
        (Input::Speech(words), true) => drill::command(cx, course, memory, item, &words.text),
        (Input::Speech(words), false) => quiz::step(cx, course, memory, item, &words.text),
        (Input::Text(text), true) => drill::command(cx, course, memory, item, text),
        (Input::Text(text), false) => quiz::step(cx, course, memory, item, text),
    }
}

/// The unit that a learner asks for: "unit 5", "go to unit five".
fn unit_named(text: &str) -> Option<u16> {
    let said = replies::plain(text);
    let rest = ["go to unit", "unit", "umutwe wa", "igice cya"]
        .iter()
        .find_map(|opening| said.strip_prefix(opening)?.strip_prefix(' '))?;
    u16::try_from(numbers::read(rest).first()?.integer()?).ok()
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
        let turn = match current(&self.course, &memory) {
            Some(item) => ask_for(cx, &self.course, &memory, item),
            None => next(cx, &self.course, &mut memory, Vec::new()),
        };
        slot.store(&memory);
        turn.after(utters([Line::new(key)]))
    }

    fn prompt(&self, cx: &Cx<'_>, slot: &Slot, how: Asking) -> Turn {
        let mut memory: Memory = slot.load();
        match current(&self.course, &memory) {
            Some(item) if cx.can.hear => drill::prompt(cx, item, how),
            Some(item) => quiz::prompt(cx, &self.course, item, how),
            None if memory.between_sets => say::go_on(cx, how),
            // Nothing is in hand: this would be chosen.
            None => next(cx, &self.course, &mut memory, Vec::new()),
        }
    }

    fn step(&self, cx: &Cx<'_>, slot: &mut Slot, input: &Input) -> Step {
        let mut memory: Memory = slot.load();
        let course = &*self.course;
        let by_text = !cx.can.hear && !cx.can.speak;
        if let Some(unit) =
            text_of(input).and_then(unit_named).filter(|n| course.unit(*n).is_some())
        {
            memory.enter(unit);
            memory.probed = 0;
            memory.current = None;
            let turn = next(cx, course, &mut memory, Vec::new());
            slot.store(&memory);
            return Step::Go { turn, effects: Vec::new() };
        }
        let step = match (current(course, &memory), input) {
            (Some(item), Input::Heard(heard)) if by_text => {
                note::heard(cx, course, &mut memory, item, heard)
            }
            (Some(item), _) => in_word(cx, course, &mut memory, item, input),
            (None, _) if memory.between_sets => after_set(cx, course, &mut memory, input),
            (None, _) => {
                Step::Go { turn: next(cx, course, &mut memory, Vec::new()), effects: Vec::new() }
            }
        };
        slot.store(&memory);
        step
    }

    fn help(&self, cx: &Cx<'_>, _slot: &Slot) -> Vec<Line> {
        let key = match (cx.can.hear, cx.can.speak) {
            (true, _) => "mandarin-help",
            (false, true) => "mandarin-help-ear",
            (false, false) => "mandarin-help-text",
        };
        vec![Line::new(key)]
    }

    fn expects(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Expect> {
        current(&self.course, &slot.load()).map(|item| Expect::Tones(item.pinyin.clone()))
    }

    fn progress(&self, _cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::progress(&self.course, &slot.load())
    }

    fn next(&self, cx: &Cx<'_>, slot: &Slot) -> Option<Line> {
        say::next(cx, &self.course, &slot.load())
    }

    fn tips(&self, _cx: &Cx<'_>, slot: &Slot) -> Vec<Line> {
        let memory: Memory = slot.load();
        say::tips(&self.course, &memory, current(&self.course, &memory))
    }

    fn set_level(&self, cx: &Cx<'_>, slot: &mut Slot, level: u8) -> bool {
        let mut memory: Memory = slot.load();
        memory.enter(self.course.first_of_level(level.clamp(1, 5)));
        memory.probed = 0;
        let easy = cx.manner.mood == Mood::Frustrated;
        let item = memory.choose(&self.course, cx.can.hear, easy, cx.now);
        memory.current = item.map(|item| item.id.clone());
        slot.store(&memory);
        true
    }

    fn slower(&self, cx: &Cx<'_>, slot: &mut Slot) -> Option<Turn> {
        let memory: Memory = slot.load();
        let item = current(&self.course, &memory)?;
        match (cx.can.hear, cx.can.speak) {
            (true, _) => Some(drill::again(cx, item, true)),
            (false, true) => Some(quiz::prompt(cx, &self.course, item, Asking::Rephrased)),
            (false, false) => None,
        }
    }
}
