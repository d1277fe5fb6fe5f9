//! What the Mandarin course says around its words: units, summaries, offers, advice.

use super::content::{Course, Item};
use super::course::Memory;
use super::{Asking, Cx, feedback};
use crate::domain::turn::{Ask, Line, Turn};
use crate::modules::told;

/// The unit in hand by number and title; what to do with the voice where there is room for it.
pub(super) fn unit(cx: &Cx<'_>, course: &Course, memory: &Memory) -> Vec<Line> {
    let Some(unit) = course.unit(memory.unit) else { return Vec::new() };
    let title = unit.title.get(cx.lang);
    let mut lines =
        vec![Line::new("mandarin-unit").with("n", i64::from(unit.number)).with("title", title)];
    // In writing the first words stand here, each with the name of its tone.
    if cx.can.speak || cx.can.hear {
        lines.push(told(&unit.teach));
    }
    lines
}

pub(super) fn summary(cx: &Cx<'_>, memory: &Memory) -> Vec<Line> {
    let (well, done) = (i64::from(memory.set.well), i64::from(memory.set.done));
    let line = match (well >= done, cx.can.hear) {
        (true, true) => Line::new("mandarin-set-perfect"),
        (false, true) => Line::new("mandarin-set-done").with("right", well),
        (true, false) => Line::new("mandarin-read-perfect"),
        (false, false) => Line::new("mandarin-read-done").with("right", well),
    };
    let mut lines = vec![line.with("total", done)];
    lines.extend(habit(memory).filter(|_| cx.can.hear));
    lines
}

/// The commonest confusion, if there is one.
fn habit(memory: &Memory) -> Option<Line> {
    let (expected, heard) = memory.habit()?;
    let line = Line::new("mandarin-practise")
        .with("expected", feedback::tone(expected))
        .with("heard", feedback::tone(heard));
    Some(line)
}

/// The offer after a set.
pub(super) fn go_on(cx: &Cx<'_>, how: Asking) -> Turn {
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

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// How it goes; `None` before anything was done.
pub(super) fn progress(course: &Course, memory: &Memory) -> Option<Line> {
    if memory.done == 0 {
        return None;
    }
    let line = Line::new("mandarin-progress")
        .with("unit", i64::from(memory.unit.max(1)))
        .with("units", i64::from(course.len()))
        .with("known", count(memory.known(course)))
        .with("total", count(course.items().len()));
    Some(line)
}

/// What to practise next; `None` before anything was done.
pub(super) fn next(cx: &Cx<'_>, course: &Course, memory: &Memory) -> Option<Line> {
    if memory.done == 0 {
        return None;
    }
    habit(memory).or_else(|| {
        let unit = course.unit(memory.unit.max(1))?;
        Some(
            Line::new("mandarin-next")
                .with("n", i64::from(unit.number))
                .with("title", unit.title.get(cx.lang)),
        )
    })
}

/// How the tone goes that goes wrong most, else the tones of the word in hand.
pub(super) fn tips(course: &Course, memory: &Memory, item: Option<&Item>) -> Vec<Line> {
    let wrong = memory.habit().map(|(expected, _)| expected);
    let tone =
        wrong.or_else(|| item.and_then(|item| item.pinyin.syllables().first()).map(|s| s.tone()));
    match (tone, course.unit(memory.unit)) {
        (Some(tone), _) => vec![feedback::shape(tone)],
        (None, Some(unit)) => vec![told(&unit.teach)],
        (None, None) => Vec::new(),
    }
}
