//! The drill over the live stream: hear the model, say it, hear what to change, try again.

use super::content::{Course, Item};
use super::course::{Memory, TRIES, Went};
use super::{Asking, Cx, NAME, Step, feedback, next};
use crate::domain::assessment::{Assessment, RejectReason, Scored};
use crate::domain::effect::{Attempt, Effect};
use crate::domain::manner::Mood;
use crate::domain::turn::{Ask, Expect, Line, Listen, Turn, Utter};
use crate::modules::answers::utters;
use crate::modules::{manner, told};
use crate::text::replies::{self, Reply};

/// Seconds of silence that count as no answer.
const WAIT_S: u8 = 8;

/// Utterances in a row that could not be judged before the word is passed over.
const UNHEARD: u8 = 3;

pub(super) fn model(item: &Item, slow: bool) -> Utter {
    Utter::Model { pinyin: item.pinyin.clone(), hanzi: item.hanzi.clone(), slow }
}

fn listen(item: &Item, say: Vec<Utter>) -> Turn {
    let listen =
        Listen { expect: Expect::Tones(item.pinyin.clone()), timeout_s: WAIT_S, heard_out: false };
    Turn::listen(say, listen)
}

/// The word for the first time: while the unit is being found the tone is explained, later what the pack has to say.
pub(super) fn present(cx: &Cx<'_>, memory: &Memory, item: &Item) -> Turn {
    let mut say: Vec<Utter> = Vec::new();
    if !memory.words.knows(&item.id) {
        match item.single_tone() {
            Some(tone) if memory.placing() => say.push(feedback::shape(tone).into()),
            _ => say.extend(item.note.as_ref().map(|note| Utter::from(told(note)))),
        }
    }
    say.push(word(cx, "mandarin-say", item).into());
    say.push(model(item, slow(cx)));
    listen(item, say)
}

/// Models are slower at once for the frustrated.
fn slow(cx: &Cx<'_>) -> bool {
    cx.manner.mood == Mood::Frustrated
}

fn word(cx: &Cx<'_>, key: &'static str, item: &Item) -> Line {
    Line::new(key).with("gloss", item.gloss(cx.lang))
}

/// The word again.
pub(super) fn prompt(cx: &Cx<'_>, item: &Item, how: Asking) -> Turn {
    match how {
        Asking::Plain => again(cx, item, false),
        Asking::Rephrased => {
            let say = vec![Line::new("mandarin-say-clearly").into(), model(item, true)];
            listen(item, say)
        }
        Asking::KeysOnly => {
            let ask = Ask { speech: false, ..Ask::choice() };
            Turn::ask(vec![Line::new("mandarin-keys").into()], ask)
        }
    }
}

/// The word again, on request.
pub(super) fn again(cx: &Cx<'_>, item: &Item, slow: bool) -> Turn {
    let say = vec![word(cx, "mandarin-say-again", item).into(), model(item, slow)];
    listen(item, say)
}

fn go(turn: Turn, effects: Vec<Effect>) -> Step {
    Step::Go { turn, effects }
}

/// A key: 1 the model again, 2 slower, 3 skip.
pub(super) fn key(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    key: Option<char>,
) -> Step {
    match key {
        Some('1') => go(again(cx, item, false), Vec::new()),
        Some('2') => go(again(cx, item, true), Vec::new()),
        Some('3') => skip(cx, course, memory),
        _ => Step::NotUnderstood,
    }
}

/// A word that is no attempt: a command.
pub(super) fn command(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    text: &str,
) -> Step {
    match replies::read(text) {
        Some(Reply::Repeat | Reply::Yes) => go(again(cx, item, false), Vec::new()),
        Some(Reply::Slower) => go(again(cx, item, true), Vec::new()),
        Some(Reply::Skip | Reply::DontKnow) => skip(cx, course, memory),
        Some(Reply::Menu | Reply::Stop | Reply::No) => super::leave(),
        Some(Reply::Help) => {
            let say = vec![Line::new("mandarin-help").into()];
            go(again(cx, item, false).after(say), Vec::new())
        }
        Some(Reply::Progress) => {
            let say = utters(super::say::progress(course, memory));
            go(again(cx, item, false).after(say), Vec::new())
        }
        None => {
            let typed = text.trim().chars().next().filter(|_| text.trim().len() == 1);
            key(cx, course, memory, item, typed)
        }
    }
}

fn skip(cx: &Cx<'_>, course: &Course, memory: &mut Memory) -> Step {
    memory.finish(course, Went::Passed, true, cx.now);
    let say = vec![Line::new("mandarin-skipped")];
    go(next(cx, course, memory, say), Vec::new())
}

/// An utterance.
pub(super) fn heard(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    heard: &Assessment,
) -> Step {
    match heard {
        // An utterance of another word came late: the word in hand is asked for again.
        Assessment::Scored(scored)
            if scored.expected != item.pinyin || scored.syllables.is_empty() =>
        {
            go(again(cx, item, false), Vec::new())
        }
        Assessment::Scored(scored) => judged(cx, course, memory, item, scored),
        Assessment::Rejected { reason } => unheard(cx, course, memory, item, *reason),
    }
}

fn unheard(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    reason: RejectReason,
) -> Step {
    memory.unheard = memory.unheard.saturating_add(1);
    if memory.unheard >= UNHEARD {
        memory.finish(course, Went::Passed, true, cx.now);
        let say = vec![feedback::rejected(reason), Line::new("mandarin-move-on-unheard")];
        return go(next(cx, course, memory, say), Vec::new());
    }
    let say = vec![feedback::rejected(reason).into(), model(item, false)];
    go(listen(item, say), Vec::new())
}

pub(super) fn notes(item: &Item, scored: &Scored) -> Vec<Effect> {
    let note = |syllable: &crate::domain::assessment::SyllableScore| {
        Effect::Note(Attempt {
            module: NAME,
            skill: format!("tone-{}", syllable.expected_tone.number()),
            level: item.level(),
            correct: syllable.is_right() && syllable.score >= feedback::NEARLY,
            score: Some(syllable.score.min(100)),
        })
    };
    scored.syllables.iter().map(note).collect()
}

fn judged(cx: &Cx<'_>, course: &Course, memory: &mut Memory, item: &Item, scored: &Scored) -> Step {
    let effects = notes(item, scored);
    for syllable in &scored.syllables {
        memory.heard(syllable.expected_tone, syllable.counts_as());
    }
    memory.unheard = 0;
    memory.tries = memory.tries.saturating_add(1);
    let score = scored.overall.min(100);
    let last = memory.tries >= TRIES;
    let turn = if score >= feedback::WELL {
        memory.finish(course, Went::Well, true, cx.now);
        next(cx, course, memory, vec![feedback::praise(score, cx.seed)])
    } else if score >= feedback::NEARLY && last {
        memory.finish(course, Went::Nearly, true, cx.now);
        next(cx, course, memory, vec![Line::new("mandarin-good-enough")])
    } else if score >= feedback::NEARLY {
        let mut say = utters(feedback::hint(scored));
        say.push(Line::new("mandarin-say-now").into());
        listen(item, say)
    } else if last {
        memory.finish(course, Went::Badly, true, cx.now);
        let mut say: Vec<Line> = feedback::correction(scored).into_iter().take(1).collect();
        say.push(Line::new("mandarin-move-on"));
        next(cx, course, memory, say)
    } else {
        let slow = memory.tries > 1 || slow(cx);
        let comfort = manner::comfort(cx).filter(|_| cx.manner.mood == Mood::Frustrated);
        let mut say = utters(comfort.into_iter().chain(feedback::correction(scored)));
        say.push(model(item, slow));
        listen(item, say)
    };
    go(turn, effects)
}
