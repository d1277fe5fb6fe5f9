//! How a call begins: the language, once; then a greeting, and perhaps the lesson that was cut off.

use super::commands;
use super::household;
use super::machine::{Outcome, Work};
use super::offers;
use crate::domain::event::Event;
use crate::domain::lang::Lang;
use crate::domain::turn::{Ask, Line, Then, Turn, Utter};
use crate::session::dialogue::State;

/// The first turn of a call.
pub(super) fn open_call(work: &mut Work<'_>) -> Outcome {
    if work.context.language.is_none() {
        work.go(State::ChoosingLanguage { misses: 0 });
        let welcome = Line::new("line-welcome-first").in_lang(Lang::En);
        let turn = language_turn("line-choose-language").after(vec![welcome.into()]);
        return Outcome::turn(turn);
    }
    if work.context.learners() > 1 {
        return Outcome::turn(household::ask(work, 0, Vec::new()));
    }
    Outcome::turn(greeted(work))
}

/// A greeting, then the lesson that was cut off, or the menu.
pub(super) fn greeted(work: &mut Work<'_>) -> Turn {
    let greeting = match &work.context.user_name {
        Some(name) => Line::new("line-greet-name").with("name", name.as_str()),
        None => Line::new("line-greet-known"),
    };
    let say = vec![Utter::Line(greeting)];
    consented(work, say)
}

/// Goes on after `say`: asks whether lessons may be recorded where that is open, else comes to what was left, or the menu.
pub(super) fn consented(work: &mut Work<'_>, say: Vec<Utter>) -> Turn {
    if work.scene.can_record && work.context.recording.is_none() && work.scene.can.keys {
        return offers::recording_offer(work, 0).after(say);
    }
    settled(work, say)
}

/// What was not asked in the last call; then what was left, or the menu, after `say`.
pub(super) fn settled(work: &mut Work<'_>, say: Vec<Utter>) -> Turn {
    match offers::summary_first(work) {
        Some(turn) => turn.after(say),
        None => come_to(work, say),
    }
}

/// What was left, or the menu, after `say`.
pub(super) fn come_to(work: &mut Work<'_>, say: Vec<Utter>) -> Turn {
    match work.context.unfinished.clone() {
        Some(module) if work.registry.get(&module).is_some() => {
            work.go(State::OfferingResume { module: module.clone(), misses: 0 });
            offers::resume_turn(work, &module, "line-offer-resume").after(say)
        }
        _ => work.menu(say),
    }
}

/// An answer to "which language?".
pub(super) fn on_language(work: &mut Work<'_>, misses: u8, event: &Event) -> Outcome {
    if let Some(outcome) = offers::said_again(work, event) {
        return outcome;
    }
    let chosen = match event {
        Event::Keys(keys) => match keys.single() {
            Some('*') | Some('#') | Some('0') => return Outcome::turn(work.again()),
            Some(key) => {
                key.to_digit(10).and_then(|d| Lang::ALL.get((d as usize).checked_sub(1)?).copied())
            }
            None => None,
        },
        Event::Speech(words) => commands::language_named(&words.text),
        Event::Text(text) => commands::language_named(text),
        _ => None,
    };
    match chosen {
        Some(lang) => {
            work.context.language = Some(lang);
            let set = match lang {
                Lang::En => "line-language-set",
                // Its English text owns up that no telephone voice speaks Kinyarwanda.
                Lang::Rw => "line-language-set-rw",
            };
            let say = vec![Utter::Line(Line::new(set)), Utter::Line(Line::new("line-greet-new"))];
            Outcome::turn(consented(work, say))
        }
        None => {
            let misses = misses.saturating_add(1);
            let key = match misses {
                1 => "line-choose-language-rephrased",
                2 => "line-choose-language-keys",
                _ => return offers::offer_text(work),
            };
            work.go(State::ChoosingLanguage { misses });
            let mut turn = language_turn(key);
            if let (2, Then::Ask(ask)) = (misses, &mut turn.then) {
                ask.speech = false;
            }
            Outcome::turn(turn)
        }
    }
}

/// Asks for the language, once in each.
fn language_turn(key: &'static str) -> Turn {
    let say = Lang::ALL.iter().map(|&lang| Line::new(key).in_lang(lang).into()).collect();
    let mut ask = Ask::choice();
    ask.hints = vec![Line::new("hints-language")];
    Turn::ask(say, ask)
}
