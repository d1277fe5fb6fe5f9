//! Where tones cannot be heard: reading words by text, telling them apart by ear on a call.

use super::content::{Course, Item};
use super::course::{Memory, Went};
use super::marks::marked;
use super::{Asking, Cx, NAME, Step, drill, feedback, next};
use crate::content::mandarin::UnitKind;
use crate::domain::effect::{Attempt, Effect};
use crate::domain::pinyin::Tone;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::answers::{likeness, number, utters};
use crate::text::numbers;
use crate::text::replies::{self, Reply};

/// From this likeness on, a meaning was given in words, per cent.
const MEANT: usize = 60;

/// What is asked of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Its tone, 1 to 4.
    Tone(Tone),
    /// What it means, of three.
    Meaning,
}

/// One full tone by ear is asked for by its number; in writing only where tones stand against each other, because a word's
/// number gives it away. Everything else is asked for what it means.
fn kind(cx: &Cx<'_>, item: &Item) -> Kind {
    match item.single_tone() {
        Some(tone)
            if tone != Tone::Neutral && (cx.can.speak || item.kind == UnitKind::Contrast) =>
        {
            Kind::Tone(tone)
        }
        _ => Kind::Meaning,
    }
}

/// The question, by sound where sound goes out, else in writing.
pub(super) fn prompt(cx: &Cx<'_>, course: &Course, item: &Item, how: Asking) -> Turn {
    let say = match (cx.can.speak, kind(cx, item)) {
        (true, Kind::Tone(_)) => tone_by_ear(item, how),
        (false, Kind::Tone(_)) => tone_in_writing(cx, item, how),
        (speak, Kind::Meaning) => meaning(cx, course, item, speak, how),
    };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-numbers")],
        timeout_s: 10,
        ..Ask::choice()
    };
    Turn::ask(say, ask)
}

fn tone_by_ear(item: &Item, how: Asking) -> Vec<Utter> {
    let mut say: Vec<Utter> = Vec::new();
    if how != Asking::Plain {
        say.push(Line::new("mandarin-ear-hint").into());
    }
    say.push(Line::new("mandarin-ear").into());
    say.push(drill::model(item, how == Asking::Rephrased));
    say.push(Line::new("mandarin-ear-press").into());
    say
}

fn tone_in_writing(cx: &Cx<'_>, item: &Item, how: Asking) -> Vec<Utter> {
    let letters: String = item.pinyin.syllables().iter().map(|s| s.letters()).collect();
    let question =
        Line::new("mandarin-quiz").with("word", letters).with("gloss", item.gloss(cx.lang));
    let first = (how != Asking::Plain).then(|| Line::new("mandarin-quiz-reply"));
    utters(first.into_iter().chain([question]))
}

fn meaning(cx: &Cx<'_>, course: &Course, item: &Item, by_ear: bool, how: Asking) -> Vec<Utter> {
    let mut say: Vec<Utter> = Vec::new();
    if by_ear {
        say.push(Line::new("mandarin-ear-meaning").into());
        say.push(drill::model(item, how == Asking::Rephrased));
    } else {
        say.push(Line::new("mandarin-quiz-meaning").with("word", item.pinyin.to_string()).into());
    }
    let (choices, _) = course.meanings(item);
    for (n, choice) in (1_i64..).zip(choices) {
        say.push(Line::new("list-option").with("n", n).with("text", choice.gloss(cx.lang)).into());
    }
    say
}

fn help(cx: &Cx<'_>) -> Line {
    Line::new(if cx.can.speak { "mandarin-help-ear" } else { "mandarin-help-text" })
}

fn stay(cx: &Cx<'_>, course: &Course, item: &Item, first: Vec<Line>) -> Step {
    let turn = prompt(cx, course, item, Asking::Plain).after(utters(first));
    Step::Go { turn, effects: Vec::new() }
}

/// An answer or a command, typed or said.
pub(super) fn step(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    text: &str,
) -> Step {
    match replies::read(text) {
        Some(Reply::Skip | Reply::DontKnow) => skip(cx, course, memory, item),
        Some(Reply::Menu | Reply::Stop) => super::leave(),
        Some(Reply::Repeat) => stay(cx, course, item, Vec::new()),
        Some(Reply::Slower) => slower(cx, course, item),
        Some(Reply::Help) => stay(cx, course, item, vec![help(cx)]),
        Some(Reply::Progress) => {
            stay(cx, course, item, super::say::progress(course, memory).into_iter().collect())
        }
        Some(Reply::Yes | Reply::No) => Step::NotUnderstood,
        None => match right(cx, course, item, text) {
            Some(right) => judged(cx, course, memory, item, right),
            None => Step::NotUnderstood,
        },
    }
}

fn slower(cx: &Cx<'_>, course: &Course, item: &Item) -> Step {
    let how = if cx.can.speak { Asking::Rephrased } else { Asking::Plain };
    Step::Go { turn: prompt(cx, course, item, how), effects: Vec::new() }
}

/// Whether the answer is right; `None` if it is none.
fn right(cx: &Cx<'_>, course: &Course, item: &Item, text: &str) -> Option<bool> {
    match kind(cx, item) {
        Kind::Tone(tone) => tone_named(text).map(|named| named == tone),
        Kind::Meaning => {
            let (choices, place) = course.meanings(item);
            if let Some(n) = number(text, choices.len()) {
                return Some(n == place + 1);
            }
            let of = |choice: &&Item| {
                likeness(text, &choice.gloss.en).max(likeness(text, &choice.gloss.rw))
            };
            let best =
                choices.iter().enumerate().max_by_key(|(at, choice)| (of(choice), *at == place));
            best.filter(|(_, choice)| of(choice) >= MEANT).map(|(at, _)| at == place)
        }
    }
}

/// A tone by its number: "3", "three", "tone 3", "gatatu", "ma3".
fn tone_named(text: &str) -> Option<Tone> {
    let n = numbers::read(text).first()?.integer()?;
    let n = u8::try_from(n).ok().filter(|n| (1..=4).contains(n))?;
    Tone::try_from(n).ok()
}

fn skip(cx: &Cx<'_>, course: &Course, memory: &mut Memory, item: &Item) -> Step {
    memory.finish(course, Went::Passed, false, cx.now);
    let turn = next(cx, course, memory, vec![answer(cx, item)]);
    Step::Go { turn, effects: Vec::new() }
}

/// The right answer: the word as it is written, and what it means.
fn answer(cx: &Cx<'_>, item: &Item) -> Line {
    match kind(cx, item) {
        Kind::Tone(tone) => Line::new("mandarin-quiz-answer").with("tone", feedback::tone(tone)),
        Kind::Meaning => {
            let word = if cx.can.speak {
                item.pinyin.syllables().iter().map(marked).collect()
            } else {
                item.pinyin.to_string()
            };
            Line::new("mandarin-quiz-means").with("word", word).with("gloss", item.gloss(cx.lang))
        }
    }
}

fn hint(cx: &Cx<'_>, item: &Item) -> Line {
    Line::new(match (kind(cx, item), cx.can.speak) {
        (Kind::Tone(_), true) => "mandarin-ear-hint",
        (Kind::Tone(_), false) => "mandarin-quiz-hint",
        (Kind::Meaning, _) => "mandarin-try-again",
    })
}

fn judged(cx: &Cx<'_>, course: &Course, memory: &mut Memory, item: &Item, right: bool) -> Step {
    if !right && memory.tries == 0 {
        memory.tries = 1;
        return stay(cx, course, item, vec![Line::new("mandarin-wrong"), hint(cx, item)]);
    }
    let at_once = right && memory.tries == 0;
    let mut say = vec![Line::new(if right { "mandarin-right" } else { "mandarin-wrong" })];
    if !right {
        say.push(answer(cx, item));
    }
    let note = note(cx, item, right);
    memory.finish(course, if at_once { Went::Well } else { Went::Badly }, false, cx.now);
    if right && !at_once {
        memory.set.well = memory.set.well.saturating_add(1);
    }
    Step::Go { turn: next(cx, course, memory, say), effects: vec![note] }
}

fn note(cx: &Cx<'_>, item: &Item, right: bool) -> Effect {
    let how = if cx.can.speak { "hear" } else { "read" };
    let skill = match kind(cx, item) {
        Kind::Tone(tone) => format!("{how}-tone-{}", tone.number()),
        Kind::Meaning => format!("{how}-word"),
    };
    Effect::Note(Attempt { module: NAME, skill, level: item.level(), correct: right, score: None })
}
