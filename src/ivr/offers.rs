//! Questions of the line itself that take yes or no, and the goodbye.

use super::commands::{self, Command, YesNo};
use super::machine::{Outcome, Work};
use super::{opening, wishes};
use crate::domain::effect::Effect;
use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::turn::{Ask, Line, Then, Turn, Utter};
use crate::session::dialogue::State;

/// "Shall we go on with maths?"
pub(super) fn resume_turn(work: &Work<'_>, module: &ModuleName, key: &'static str) -> Turn {
    let line = match work.registry.get(module) {
        Some(handler) => Line::new(key).with("module", Line::new(handler.card().title)),
        None => Line::new(key).with("module", module.as_str()),
    };
    yes_no(line)
}

fn yes_no(line: Line) -> Turn {
    let mut ask = Ask::choice();
    ask.hints = vec![Line::new("hints-yes-no")];
    Turn::ask(vec![line.into()], ask)
}

fn resumed(work: &mut Work<'_>, module: &ModuleName) -> Turn {
    let say = vec![Utter::Line(Line::new("line-resuming"))];
    work.open(module, say)
}

/// The lesson that words name: this one, before any other.
fn named(work: &Work<'_>, module: &ModuleName, text: &str) -> Option<ModuleName> {
    let cards = work.registry.cards();
    let own = cards.iter().position(|card| card.name == *module);
    own.and_then(|at| wishes::lesson_named(text, &cards[at..=at]))
        .or_else(|| wishes::lesson_named(text, cards))
}

/// An answer to the offer to go on: yes, no, or the name of a lesson.
pub(super) fn on_resume(
    work: &mut Work<'_>,
    module: &ModuleName,
    misses: u8,
    event: &Event,
) -> Outcome {
    if let Some(outcome) = said_again(work, event) {
        // The offer alone: nobody is greeted twice.
        let offered = matches!(work.leg().state, State::OfferingResume { .. });
        if offered {
            return Outcome::turn(resume_turn(work, module, "line-offer-resume"));
        }
        return outcome;
    }
    let named = match event {
        Event::Speech(words) => named(work, module, &words.text),
        _ => None,
    };
    match commands::yes_no(event) {
        YesNo::Yes => Outcome::turn(resumed(work, module)),
        YesNo::No => Outcome::turn(work.menu(Vec::new())),
        YesNo::Neither => {
            match named {
                Some(named) if named == *module => return Outcome::turn(resumed(work, module)),
                Some(other) => return Outcome::turn(work.open(&other, Vec::new())),
                None => {}
            }
            let misses = misses.saturating_add(1);
            let key = match misses {
                1 => "line-offer-resume-rephrased",
                2 => "line-offer-resume-keys",
                _ => return offer_text(work),
            };
            work.go(State::OfferingResume { module: module.clone(), misses });
            let turn = resume_turn(work, module, key);
            Outcome::turn(if misses == 2 { keys_only(turn) } else { turn })
        }
    }
}

/// Nothing was understood three times: offers a text, or says goodbye where none can be sent.
pub(super) fn offer_text(work: &mut Work<'_>) -> Outcome {
    if !work.scene.can_text || work.context.messages_stopped {
        return Outcome::turn(goodbye(work));
    }
    work.go(State::OfferingText { misses: 0 });
    Outcome::turn(keys_only(yes_no(Line::new("line-offer-text"))))
}

/// An answer to the offer of a text. One more try for an answer not understood; silence means no.
pub(super) fn on_text_offer(work: &mut Work<'_>, misses: u8, event: &Event) -> Outcome {
    match (commands::yes_no(event), event) {
        (YesNo::Yes, _) => {
            let say = vec![Utter::Line(Line::new("line-text-coming"))];
            let turn = goodbye(work).after(say);
            let guide = Effect::Text(vec![Line::new("line-text-guide")]);
            Outcome::turn(turn).with(vec![guide])
        }
        (YesNo::Neither, Event::Keys(_) | Event::Speech(_)) if misses == 0 => {
            work.go(State::OfferingText { misses: 1 });
            Outcome::turn(keys_only(yes_no(Line::new("line-offer-text-keys"))))
        }
        _ => Outcome::turn(goodbye(work)),
    }
}

/// The learner wants to end, and leaves the lesson by that: asks once ever whether summaries may come by text.
pub(super) fn finish(work: &mut Work<'_>, effects: Vec<Effect>) -> Outcome {
    work.context.unfinished = None;
    let done = work.leg().done.0 > 0;
    let askable = work.scene.can_text && !work.context.messages_stopped;
    if done && askable && work.context.summaries.is_none() {
        work.context.summary_unasked = false;
        work.go(State::OfferingSummary { misses: 0 });
        return Outcome::turn(yes_no(Line::new("line-offer-summary"))).with(effects);
    }
    Outcome::turn(goodbye(work)).with(effects)
}

/// An answer to the offer of summaries. Silence is no answer: nothing is sent, and it is asked another time.
pub(super) fn on_summary_offer(work: &mut Work<'_>, misses: u8, event: &Event) -> Outcome {
    match (commands::yes_no(event), event) {
        (YesNo::Yes, _) => work.context.summaries = Some(true),
        (YesNo::No, _) => work.context.summaries = Some(false),
        (YesNo::Neither, Event::Keys(_) | Event::Speech(_)) if misses == 0 => {
            work.go(State::OfferingSummary { misses: 1 });
            return Outcome::turn(keys_only(yes_no(Line::new("line-offer-summary"))));
        }
        _ => {}
    }
    Outcome::turn(goodbye(work))
}

/// Who hung up before summaries could be asked about is asked when the next call begins: once, by key.
pub(super) fn summary_first(work: &mut Work<'_>) -> Option<Turn> {
    let askable = work.scene.can_text && work.scene.can.keys && !work.context.messages_stopped;
    if !(askable && work.context.summary_unasked && work.context.summaries.is_none()) {
        return None;
    }
    work.context.summary_unasked = false;
    work.go(State::OfferingSummaryFirst);
    Some(yes_no(Line::new("line-offer-summary-first")))
}

/// An answer to it. Silence is no answer; it is asked once more at a goodbye.
pub(super) fn on_summary_first(work: &mut Work<'_>, event: &Event) -> Outcome {
    if let Some(outcome) = said_again(work, event) {
        return outcome;
    }
    let said = match commands::yes_no(event) {
        YesNo::Yes => {
            work.context.summaries = Some(true);
            vec![Line::new("line-summary-on").into()]
        }
        YesNo::No => {
            work.context.summaries = Some(false);
            vec![Line::new("line-summary-off").into()]
        }
        YesNo::Neither => Vec::new(),
    };
    Outcome::turn(opening::come_to(work, said))
}

/// "May we record?", by key only: what is agreed to must not be misheard. The first time it is heard out: a key that was
/// meant for the menu must be no consent.
pub(super) fn recording_offer(work: &mut Work<'_>, misses: u8) -> Turn {
    work.go(State::OfferingRecording { misses });
    let mut turn = keys_only(yes_no(Line::new("line-offer-recording")));
    if let Then::Ask(ask) = &mut turn.then {
        ask.heard_out = misses == 0;
    }
    turn
}

/// An answer to it. Silence is no answer: nothing is recorded, and it is asked on the next call.
pub(super) fn on_recording_offer(work: &mut Work<'_>, misses: u8, event: &Event) -> Outcome {
    let Event::Keys(keys) = event else {
        return match event {
            Event::Heard(_) | Event::Read(_) | Event::Silence | Event::Noise | Event::Speech(_)
                if misses == 0 =>
            {
                Outcome::turn(recording_offer(work, 1))
            }
            _ => Outcome::turn(opening::settled(work, Vec::new())),
        };
    };
    let agreed = match keys.single() {
        Some('1') => true,
        Some('2' | '#') => false,
        Some('*' | '0') => return Outcome::turn(work.again()),
        _ if misses == 0 => return Outcome::turn(recording_offer(work, 1)),
        _ => return Outcome::turn(opening::settled(work, Vec::new())),
    };
    let said = record(work, agreed);
    Outcome::turn(opening::settled(work, vec![said.into()]))
}

/// Keeps what the learner wants, and says so.
pub(super) fn record(work: &mut Work<'_>, agreed: bool) -> Line {
    work.context.allow_recording(agreed, work.scene.now);
    Line::new(if agreed { "line-recording-on" } else { "line-recording-off" })
}

/// The last words.
pub(super) fn goodbye(work: &mut Work<'_>) -> Turn {
    work.go(State::Ended);
    let line = match &work.context.user_name {
        Some(name) => Line::new("line-goodbye-name").with("name", name.as_str()),
        None => Line::new("line-goodbye"),
    };
    Turn::end(vec![line.into()])
}

/// `*` and `0` repeat a question of the line, and so do the words for it; goodbye ends.
pub(super) fn said_again(work: &mut Work<'_>, event: &Event) -> Option<Outcome> {
    match event {
        Event::Keys(keys) if matches!(keys.single(), Some('*' | '0')) => {
            Some(Outcome::turn(work.again()))
        }
        Event::Heard(_) | Event::Read(_) => Some(Outcome::turn(work.again())),
        Event::Speech(words) => match commands::spoken(&words.text)? {
            Command::Repeat | Command::Help => Some(Outcome::turn(work.again())),
            Command::Goodbye => Some(Outcome::turn(goodbye(work))),
            _ => None,
        },
        _ => None,
    }
}

fn keys_only(mut turn: Turn) -> Turn {
    if let Then::Ask(ask) = &mut turn.then {
        ask.speech = false;
    }
    turn
}
