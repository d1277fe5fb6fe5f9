//! Somebody wants to be forgotten: alone, or with everybody on the telephone. What is kept in the journal is the telephone's
//! and goes with the last.

use super::commands::{self, YesNo};
use super::machine::{Outcome, Work};
use super::{household, lesson, opening, texting};
use crate::domain::effect::Effect;
use crate::domain::event::Event;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::modules::{Asking, answers};
use crate::session::context::Context;
use crate::session::dialogue::{Channel, Leg, State};

/// Answers not understood, or missing, before the lesson goes on.
const PATIENCE: u8 = 2;

/// DELETE: whoever learns just now, at once; all that is kept where nobody else learns here.
pub(super) fn delete(work: &mut Work<'_>) -> Outcome {
    if work.context.learners() > 1 {
        return one(work, work.context.learning);
    }
    everybody(work)
}

/// One of several learners.
pub(super) fn one(work: &mut Work<'_>, at: usize) -> Outcome {
    let text = work.scene.channel == Channel::Text;
    let name = household::called(work, at);
    if !work.context.remove_learner(at) {
        return everybody(work);
    }
    let key = if text { "learner-deleted" } else { "learner-deleted-call" };
    let say: Vec<Utter> = vec![Line::new(key).with("name", name).into()];
    if text {
        work.leg().last_turn = None;
        return texting::said_alone(say);
    }
    if work.context.learners() > 1 {
        return Outcome::turn(household::ask(work, 0, say));
    }
    Outcome::turn(opening::greeted(work).after(say))
}

/// Forgets everything but that no messages are wanted, which the law has us keep.
pub(super) fn everybody(work: &mut Work<'_>) -> Outcome {
    let all = work.context.learners() > 1;
    let line = Line::new(if all { "line-deleted-all" } else { "line-deleted" });
    let line = line.in_lang(work.context.lang());
    let mut blank = Context::new(work.context.phone_number.clone(), work.scene.now);
    blank.messages_stopped = work.context.messages_stopped;
    blank.revision = work.context.revision;
    *blank.leg_mut(work.scene.channel) = Leg {
        conversation: work.leg().conversation.clone(),
        told_stopped: work.leg().told_stopped,
        step: work.leg().step,
        ..Leg::default()
    };
    work.context = blank;
    let effects = vec![Effect::Forget];
    if work.scene.channel == Channel::Voice {
        work.go(State::Ended);
        return Outcome::turn(Turn::end(vec![line.into()])).with(effects);
    }
    Outcome::turn(texting::language_asked(work).after(vec![line.into()])).with(effects)
}

/// On a call it is asked first: a key may be pressed, and words heard, by mistake.
pub(super) fn ask(work: &mut Work<'_>, misses: u8) -> Turn {
    work.go(State::Deleting { misses });
    let line = if work.context.learners() > 1 {
        let name = household::called(work, work.context.learning);
        Line::new("learner-delete-ask-several").with("name", name)
    } else {
        Line::new("learner-delete-ask")
    };
    Turn::ask(vec![line.into()], Ask { timeout_s: 10, ..Ask::choice() })
}

/// An answer to it.
pub(super) fn on_answer(work: &mut Work<'_>, misses: u8, event: &Event) -> Outcome {
    let several = work.context.learners() > 1;
    let number = match event {
        Event::Keys(keys) => keys.single().and_then(|key| key.to_digit(10)),
        Event::Speech(words) => {
            answers::number(&words.text, 3).and_then(|number| u32::try_from(number).ok())
        }
        _ => None,
    };
    match (number, commands::yes_no(event)) {
        (Some(1), _) if several => one(work, work.context.learning),
        (Some(2), _) if several => everybody(work),
        (Some(1), _) | (None, YesNo::Yes) if !several => everybody(work),
        (None, YesNo::Neither) | (Some(4..=9), _) if misses + 1 < PATIENCE => {
            Outcome::turn(ask(work, misses + 1))
        }
        _ => {
            let module = work.context.current_module.clone().unwrap_or(Registry::MENU);
            work.go(State::InLesson { module: module.clone(), misses: 0 });
            let kept = vec![Line::new("learner-delete-nothing").into()];
            Outcome::turn(lesson::prompt(work, &module, Asking::Plain).after(kept))
        }
    }
}
