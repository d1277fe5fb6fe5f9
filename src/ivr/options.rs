//! What can be set by key during a lesson: pace, tips, the tutor's style, who is learning. `0` twice leads here.

use super::commands::Command;
use super::household;
use super::leaving;
use super::lesson;
use super::machine::{Outcome, Work};
use super::wishes;
use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::manner::Persona;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::{Asking, answers};
use crate::session::dialogue::{Channel, State};

/// Answers not understood, or missing, before the lesson goes on without.
const PATIENCE: u8 = 2;

/// So many options there are.
const OPTIONS: usize = 9;

/// Reads out the options.
pub(super) fn open(work: &mut Work<'_>, module: &ModuleName, misses: u8) -> Turn {
    work.go(State::Options { module: module.clone(), misses });
    keys(vec![Line::new("options-menu").into()])
}

/// A key of the options.
pub(super) fn on_option(
    work: &mut Work<'_>,
    module: &ModuleName,
    misses: u8,
    event: &Event,
) -> Outcome {
    let key = match event {
        Event::Keys(keys) => keys.single(),
        Event::Speech(words) => answers::number(&words.text, OPTIONS)
            .and_then(|number| char::from_digit(u32::try_from(number).ok()?, 10)),
        _ => None,
    };
    let command = match key {
        Some('1') => Command::Slower,
        Some('2') => Command::Faster,
        Some('3') => Command::Tips,
        Some('4') => Command::Progress,
        Some('5') => return Outcome::turn(styles(work, module, 0, Vec::new())),
        Some('6') => return Outcome::turn(household::who(work, module)),
        Some('7') => return Outcome::turn(household::add(work, None)),
        Some('8') => Command::Profile,
        Some('9') => return Outcome::turn(leaving::ask(work, 0)),
        Some('#') => return back(work, module, Vec::new()),
        Some('*' | '0') => return Outcome::turn(open(work, module, misses)),
        _ => return missed(work, module, misses, event),
    };
    work.go(State::InLesson { module: module.clone(), misses: 0 });
    lesson::on_command(work, module, command)
}

/// Words are taken as in the lesson; anything else is asked once more, then the lesson goes on.
fn missed(work: &mut Work<'_>, module: &ModuleName, misses: u8, event: &Event) -> Outcome {
    if matches!(event, Event::Speech(_)) {
        work.go(State::InLesson { module: module.clone(), misses: 0 });
        return lesson::on_lesson(work, module, 0, event);
    }
    let misses = misses.saturating_add(1);
    if misses >= PATIENCE {
        return resumed(work, module);
    }
    let again = Line::new("line-not-understood").into();
    Outcome::turn(open(work, module, misses).after(vec![again]))
}

fn back(work: &mut Work<'_>, module: &ModuleName, say: Vec<Utter>) -> Outcome {
    work.go(State::InLesson { module: module.clone(), misses: 0 });
    Outcome::turn(lesson::prompt(work, module, Asking::Plain).after(say))
}

/// Back to the lesson, unasked: that is said, or the next key would be meant for the options.
fn resumed(work: &mut Work<'_>, module: &ModuleName) -> Outcome {
    back(work, module, vec![Line::new("line-resuming").into()])
}

/// Asks for the tutor's style.
pub(super) fn styles(
    work: &mut Work<'_>,
    module: &ModuleName,
    misses: u8,
    say: Vec<Utter>,
) -> Turn {
    work.go(State::ChoosingStyle { module: module.clone(), misses });
    keys(vec![Line::new("options-styles").into()]).after(say)
}

/// An answer to "how shall I teach?".
pub(super) fn on_style(
    work: &mut Work<'_>,
    module: &ModuleName,
    misses: u8,
    event: &Event,
) -> Outcome {
    let chosen = match event {
        Event::Keys(keys) => keys.single().and_then(|key| key.to_digit(10)).and_then(style),
        Event::Speech(words) => wishes::style(&words.text).or_else(|| {
            answers::number(&words.text, Persona::ALL.len())
                .and_then(|number| style(u32::try_from(number).ok()?))
        }),
        _ => None,
    };
    match chosen {
        Some(persona) => {
            let said = choose(work, persona);
            back(work, module, vec![said.into()])
        }
        None if matches!(event, Event::Keys(k) if k.as_str() == "#") => {
            back(work, module, Vec::new())
        }
        None if misses + 1 < PATIENCE => {
            let again = vec![Line::new("line-not-understood").into()];
            Outcome::turn(styles(work, module, misses + 1, again))
        }
        None => resumed(work, module),
    }
}

/// The style of a number, from 1.
pub(super) fn style(number: u32) -> Option<Persona> {
    Persona::ALL.get((number as usize).checked_sub(1)?).copied()
}

/// Takes a style, and says so in it.
pub(super) fn choose(work: &mut Work<'_>, persona: Persona) -> Line {
    work.context.profile.choose(persona);
    Line::new("style-set").with("style", persona.label())
}

/// How the line teaches this learner, plainly.
pub(super) fn profile_told(work: &Work<'_>) -> Vec<Line> {
    let manner = work.context.profile.manner();
    let amount = |amount: crate::domain::manner::Amount| match amount {
        crate::domain::manner::Amount::Low => "low",
        crate::domain::manner::Amount::Medium => "medium",
        crate::domain::manner::Amount::High => "high",
    };
    let pace = match manner.pace {
        crate::domain::manner::Pace::Slow => "slow",
        crate::domain::manner::Pace::Normal => "normal",
        crate::domain::manner::Pace::Fast => "fast",
    };
    let chosen = work.context.profile.persona.is_some();
    let text = work.scene.channel == Channel::Text;
    vec![
        Line::new("profile-told")
            .with("style", manner.persona.label())
            .with("length", amount(manner.length))
            .with("technical", amount(manner.technical))
            .with("praise", amount(manner.praise))
            .with("pace", pace),
        Line::new(if chosen { "profile-chosen" } else { "profile-inferred" }),
        Line::new(if text { "profile-change-text" } else { "profile-change" }),
    ]
}

fn keys(say: Vec<Utter>) -> Turn {
    Turn::ask(say, Ask { speech: true, timeout_s: 10, ..Ask::choice() })
}
