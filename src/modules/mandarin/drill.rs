//! The drill over the live stream: hear the model, say it, hear what to change, try again.

use super::content::Item;
use super::course::{Memory, TRIES, Went};
use super::{Asking, Cx, NAME, Step, feedback, next, utters};
use crate::domain::assessment::{Assessment, RejectReason, Scored};
use crate::domain::effect::{Attempt, Effect};
use crate::domain::turn::{Ask, Line, Listen, Turn, Utter};
use crate::text::replies::{self, Reply};

/// Seconds of silence that count as no answer.
const WAIT_S: u8 = 8;

/// Utterances in a row that could not be judged before the word is passed over.
const UNHEARD: u8 = 3;

pub(super) fn model(item: &Item, slow: bool) -> Utter {
    Utter::Model { pinyin: item.pinyin.clone(), hanzi: item.hanzi.clone(), slow }
}

fn listen(item: &Item, say: Vec<Utter>) -> Turn {
    let listen = Listen { expect: item.pinyin.clone(), timeout_s: WAIT_S, heard_out: false };
    Turn::listen(say, listen)
}

/// The word for the first time: the tone is explained while the tones stand alone.
pub(super) fn present(cx: &Cx<'_>, memory: &Memory, item: &Item) -> Turn {
    let mut say: Vec<Utter> = Vec::new();
    if let Some(tone) = item.single_tone()
        && item.stage == 1
        && !memory.words.contains_key(&item.id())
    {
        say.push(feedback::shape(tone).into());
    }
    say.push(word(cx, "mandarin-say", item).into());
    say.push(model(item, false));
    listen(item, say)
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

fn again(cx: &Cx<'_>, item: &Item, slow: bool) -> Turn {
    let say = vec![word(cx, "mandarin-say-again", item).into(), model(item, slow)];
    listen(item, say)
}

fn go(turn: Turn, effects: Vec<Effect>) -> Step {
    Step::Go { turn, effects }
}

/// A key: 1 the model again, 2 slower, 3 skip.
pub(super) fn key(cx: &Cx<'_>, memory: &mut Memory, item: &Item, key: Option<char>) -> Step {
    match key {
        Some('1') => go(again(cx, item, false), Vec::new()),
        Some('2') => go(again(cx, item, true), Vec::new()),
        Some('3') => skip(cx, memory),
        _ => Step::NotUnderstood,
    }
}

/// A word that is no attempt: a command.
pub(super) fn command(cx: &Cx<'_>, memory: &mut Memory, item: &Item, text: &str) -> Step {
    match replies::read(text) {
        Some(Reply::Repeat | Reply::Yes) => go(again(cx, item, false), Vec::new()),
        Some(Reply::Slower) => go(again(cx, item, true), Vec::new()),
        Some(Reply::Skip | Reply::DontKnow) => skip(cx, memory),
        Some(Reply::Menu | Reply::Stop | Reply::No) => super::leave(),
        Some(Reply::Help) => {
            let say = vec![Line::new("mandarin-help").into()];
            go(again(cx, item, false).after(say), Vec::new())
        }
        Some(Reply::Progress) => {
            let say = utters(super::progress(memory).into_iter().collect());
            go(again(cx, item, false).after(say), Vec::new())
        }
        None => {
            let typed = text.trim().chars().next().filter(|_| text.trim().len() == 1);
            key(cx, memory, item, typed)
        }
    }
}

fn skip(cx: &Cx<'_>, memory: &mut Memory) -> Step {
    memory.finish(Went::Passed);
    let say = vec![Line::new("mandarin-skipped")];
    go(next(cx, memory, say), Vec::new())
}

/// An utterance.
pub(super) fn heard(cx: &Cx<'_>, memory: &mut Memory, item: &Item, heard: &Assessment) -> Step {
    match heard {
        // An utterance of another word came late: the word in hand is asked for again.
        Assessment::Scored(scored)
            if scored.expected != item.pinyin || scored.syllables.is_empty() =>
        {
            go(again(cx, item, false), Vec::new())
        }
        Assessment::Scored(scored) => judged(cx, memory, item, scored),
        Assessment::Rejected { reason } => unheard(cx, memory, item, *reason),
    }
}

fn unheard(cx: &Cx<'_>, memory: &mut Memory, item: &Item, reason: RejectReason) -> Step {
    memory.unheard = memory.unheard.saturating_add(1);
    if memory.unheard >= UNHEARD {
        memory.finish(Went::Passed);
        let say = vec![feedback::rejected(reason), Line::new("mandarin-move-on-unheard")];
        return go(next(cx, memory, say), Vec::new());
    }
    let say = vec![feedback::rejected(reason).into(), model(item, false)];
    go(listen(item, say), Vec::new())
}

pub(super) fn notes(item: &Item, scored: &Scored) -> Vec<Effect> {
    let note = |syllable: &crate::domain::assessment::SyllableScore| {
        Effect::Note(Attempt {
            module: NAME,
            skill: format!("tone-{}", syllable.expected_tone.number()),
            level: item.stage,
            correct: syllable.heard_tone == syllable.expected_tone
                && syllable.score >= feedback::NEARLY,
            score: Some(syllable.score.min(100)),
        })
    };
    scored.syllables.iter().map(note).collect()
}

fn judged(cx: &Cx<'_>, memory: &mut Memory, item: &Item, scored: &Scored) -> Step {
    let effects = notes(item, scored);
    for syllable in &scored.syllables {
        memory.heard(syllable.expected_tone, syllable.heard_tone);
    }
    memory.unheard = 0;
    memory.tries = memory.tries.saturating_add(1);
    let score = scored.overall.min(100);
    let last = memory.tries >= TRIES;
    let turn = if score >= feedback::WELL {
        memory.finish(Went::Well);
        next(cx, memory, vec![feedback::praise(score, cx.seed)])
    } else if score >= feedback::NEARLY && last {
        memory.finish(Went::Nearly);
        next(cx, memory, vec![Line::new("mandarin-good-enough")])
    } else if score >= feedback::NEARLY {
        let mut say = utters(feedback::hint(scored));
        say.push(Line::new("mandarin-say-now").into());
        listen(item, say)
    } else if last {
        memory.finish(Went::Badly);
        let mut say: Vec<Line> = feedback::correction(scored).into_iter().take(1).collect();
        say.push(Line::new("mandarin-move-on"));
        next(cx, memory, say)
    } else {
        let slow = memory.tries > 1;
        let mut say = utters(feedback::correction(scored));
        say.push(model(item, slow));
        listen(item, say)
    };
    go(turn, effects)
}
