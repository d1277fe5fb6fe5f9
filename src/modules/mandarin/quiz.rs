//! Where tones cannot be heard: reading them by text, telling them apart by ear on a call.

use super::content::Item;
use super::course::{Memory, Went};
use super::marks::marked;
use super::{Asking, Cx, NAME, Step, drill, feedback, next, utters};
use crate::domain::effect::{Attempt, Effect};
use crate::domain::pinyin::Tone;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::text::numbers;
use crate::text::replies::{self, Reply};

/// Words of one syllable with one of the four full tones can be asked.
pub(super) fn fits(item: &Item) -> bool {
    item.single_tone().is_some_and(|tone| tone != Tone::Neutral)
}

/// The question, by sound where sound goes out, else in writing.
pub(super) fn prompt(cx: &Cx<'_>, item: &Item, how: Asking) -> Turn {
    let say = if cx.can.speak { by_ear(item, how) } else { in_writing(cx, item, how) };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-numbers")],
        timeout_s: 10,
        ..Ask::choice()
    };
    Turn::ask(say, ask)
}

fn by_ear(item: &Item, how: Asking) -> Vec<Utter> {
    let mut say: Vec<Utter> = Vec::new();
    if how != Asking::Plain {
        say.push(Line::new("mandarin-ear-hint").into());
    }
    say.push(Line::new("mandarin-ear").into());
    say.push(drill::model(item, how == Asking::Rephrased));
    say.push(Line::new("mandarin-ear-press").into());
    say
}

fn in_writing(cx: &Cx<'_>, item: &Item, how: Asking) -> Vec<Utter> {
    if how != Asking::Plain {
        return vec![Line::new("mandarin-quiz-reply").into(), written(cx, item)];
    }
    vec![written(cx, item)]
}

fn written(cx: &Cx<'_>, item: &Item) -> Utter {
    let word = spelt(item);
    Line::new("mandarin-quiz").with("word", word).with("gloss", item.gloss(cx.lang)).into()
}

/// The word with its marks.
pub(super) fn spelt(item: &Item) -> String {
    item.pinyin.syllables().iter().map(marked).collect()
}

fn help(cx: &Cx<'_>) -> Line {
    Line::new(if cx.can.speak { "mandarin-help-ear" } else { "mandarin-help-text" })
}

fn stay(cx: &Cx<'_>, item: &Item, first: Vec<Line>) -> Step {
    Step::Go { turn: prompt(cx, item, Asking::Plain).after(utters(first)), effects: Vec::new() }
}

/// An answer or a command, typed or said.
pub(super) fn step(cx: &Cx<'_>, memory: &mut Memory, item: &Item, text: &str) -> Step {
    match replies::read(text) {
        Some(Reply::Skip | Reply::DontKnow) => skip(cx, memory, item),
        Some(Reply::Menu | Reply::Stop) => super::leave(),
        Some(Reply::Repeat | Reply::Slower) => stay(cx, item, Vec::new()),
        Some(Reply::Help) => stay(cx, item, vec![help(cx)]),
        Some(Reply::Progress) => stay(cx, item, super::progress(memory).into_iter().collect()),
        Some(Reply::Yes | Reply::No) => Step::NotUnderstood,
        None => match tone_named(text) {
            Some(tone) => judged(cx, memory, item, tone),
            None => Step::NotUnderstood,
        },
    }
}

/// A tone by its number: "3", "three", "tone 3", "gatatu", "ma3".
fn tone_named(text: &str) -> Option<Tone> {
    let n = numbers::read(text).first()?.integer()?;
    let n = u8::try_from(n).ok().filter(|n| (1..=4).contains(n))?;
    Tone::try_from(n).ok()
}

fn skip(cx: &Cx<'_>, memory: &mut Memory, item: &Item) -> Step {
    memory.finish(Went::Passed);
    Step::Go { turn: next(cx, memory, answer(item).into_iter().collect()), effects: Vec::new() }
}

fn answer(item: &Item) -> Option<Line> {
    let tone = item.single_tone()?;
    Some(Line::new("mandarin-quiz-answer").with("tone", feedback::tone(tone)))
}

fn judged(cx: &Cx<'_>, memory: &mut Memory, item: &Item, said: Tone) -> Step {
    let right = item.single_tone() == Some(said);
    if !right && memory.tries == 0 {
        memory.tries = 1;
        let hint = if cx.can.speak { "mandarin-ear-hint" } else { "mandarin-quiz-hint" };
        return stay(cx, item, vec![Line::new("mandarin-wrong"), Line::new(hint)]);
    }
    let at_once = right && memory.tries == 0;
    let say = if right {
        vec![Line::new("mandarin-right")]
    } else {
        let mut say = vec![Line::new("mandarin-wrong")];
        say.extend(answer(item));
        say
    };
    let note = note(cx, item, right);
    // Reading a tone is not saying it: it never counts as known, only as met.
    memory.finish(if at_once { Went::Nearly } else { Went::Badly });
    if right {
        memory.set.well = memory.set.well.saturating_add(1);
    }
    Step::Go { turn: next(cx, memory, say), effects: vec![note] }
}

fn note(cx: &Cx<'_>, item: &Item, right: bool) -> Effect {
    let how = if cx.can.speak { "hear" } else { "read" };
    let tone = item.single_tone().map_or(0, Tone::number);
    Effect::Note(Attempt {
        module: NAME,
        skill: format!("{how}-tone-{tone}"),
        level: item.stage,
        correct: right,
        score: None,
    })
}
