//! While a module has the word on a call: the line's own keys and commands first, then the module.

use super::asides;
use super::commands::{self, Command};
use super::machine::{Outcome, Work};
use super::names;
use super::offers;
use super::options;
use super::routing;
use crate::domain::event::{Event, Keys, Words};
use crate::domain::ids::ModuleName;
use crate::domain::turn::{Line, Then, Turn, Utter};
use crate::modules::registry::Registry;
use crate::modules::{Asking, Input, Step};
use crate::session::dialogue::State;

/// What is said after words or keys that meant nothing.
const NOT_UNDERSTOOD: &str = "line-not-understood";
/// A recogniser less sure than this of what it heard had a bad line.
const UNCLEAR: f32 = 0.5;
/// What is said after silence.
const NOT_HEARD: &str = "line-not-heard";
/// In the menu: record my lessons, or do not any more. No module has this key where the line records.
const RECORDING_KEY: &str = "9";
/// Seconds of silence when asked to be quiet.
const QUIET_S: u8 = 30;
/// Streams in a row that may break before the lesson is left.
const STREAMS_LOST_MAX: u8 = 2;

/// An event of a lesson.
pub(super) fn on_lesson(
    work: &mut Work<'_>,
    module: &ModuleName,
    misses: u8,
    event: &Event,
) -> Outcome {
    let input = match event {
        Event::Keys(keys) => match on_keys(work, module, keys) {
            Ok(input) => input,
            Err(outcome) => return *outcome,
        },
        Event::Speech(words) => match commands::spoken(&words.text) {
            Some(command) => return on_command(work, module, command),
            None => return on_speech(work, module, misses, words),
        },
        Event::Text(text) => Input::Text(text.clone()),
        Event::Heard(assessment) => {
            work.leg().streams_lost = 0;
            Input::Heard(assessment.clone())
        }
        Event::Read(reading) => {
            work.leg().streams_lost = 0;
            Input::Read(reading.clone())
        }
        Event::Silence => return missed(work, module, misses, NOT_HEARD),
        Event::Noise => return missed(work, module, misses, "line-only-noise"),
        // The driver takes it apart; the module learns of it from its context.
        Event::Over { event, .. } => return on_lesson(work, module, misses, event),
        Event::Opened | Event::Continue | Event::StreamLost | Event::HungUp => {
            return Outcome::turn(work.again());
        }
    };
    match take(work, module, &input) {
        Some(outcome) => outcome,
        None => {
            let outcome = missed(work, module, misses, NOT_UNDERSTOOD);
            routing::wondered(work, &input, outcome)
        }
    }
}

/// Words that are no bare command: an aside, an answer, another lesson's name, or a miss.
fn on_speech(work: &mut Work<'_>, module: &ModuleName, misses: u8, words: &Words) -> Outcome {
    let input = Input::Speech(words.clone());
    if let Some(outcome) = asides::aside(work, module, &words.text, &input) {
        return outcome;
    }
    let open = asides::verdict(work, module, &input) == asides::Verdict::Any;
    let named = names::titled(&words.text, work.registry.cards());
    if let Some(to) = named.filter(|to| open && to != module) {
        return Outcome::turn(work.open(&to, Vec::new()));
    }
    if let Some(outcome) = take(work, module, &input) {
        return outcome;
    }
    if *module != Registry::MENU
        && let Some(to) = names::named(&words.text, work.registry.cards())
    {
        return Outcome::turn(work.open(&to, Vec::new()));
    }
    if let Some(outcome) = asides::short(work, module, &words.text) {
        return outcome;
    }
    if let Some(to) = names::module_meant(&words.text, module, work.registry.cards()) {
        return Outcome::turn(work.open(&to, Vec::new()));
    }
    // Only words that were badly heard are the line's fault.
    let unclear = words.confidence.is_some_and(|confidence| confidence < UNCLEAR);
    missed(work, module, misses, if unclear { "line-keys-only" } else { NOT_UNDERSTOOD })
}

/// Gives the module an input; `None` if it did not understand.
pub(super) fn take(work: &mut Work<'_>, module: &ModuleName, input: &Input) -> Option<Outcome> {
    let Some(handler) = work.registry.get(module) else {
        return Some(Outcome::turn(work.menu(Vec::new())));
    };
    let mut slot = work.slot(module);
    let step = handler.step(&work.cx(), &mut slot, input);
    work.keep(module, slot);
    let outcome = match step {
        Step::NotUnderstood => return None,
        Step::Go { turn, effects } => {
            work.go(State::InLesson { module: module.clone(), misses: 0 });
            if *module != Registry::MENU {
                work.context.unfinished = Some(module.clone());
            }
            Outcome::turn(turn).with(effects)
        }
        Step::Switch { to, say, effects } => {
            let turn = work.open(&to, Vec::new());
            Outcome::turn(if welcomes(&turn) { turn } else { turn.after(say) }).with(effects)
        }
        Step::Leave { say, effects } => Outcome::turn(work.menu(say)).with(effects),
        Step::Finish => offers::finish(work, Vec::new()),
    };
    Some(outcome)
}

/// Whether a lesson opens with words of its own: then it needs no other announcement.
fn welcomes(turn: &Turn) -> bool {
    turn.question < turn.say.len()
        && matches!(turn.say.first(), Some(Utter::Line(line))
            if line.key.contains("-welcome") || line.key == "knowledge-going")
}

/// The line's own keys; what is left goes to the module.
///
/// `*` in the middle of a number takes back what was keyed before it; `#` at its end only ends it.
fn on_keys(work: &mut Work<'_>, module: &ModuleName, keys: &Keys) -> Result<Input, Box<Outcome>> {
    if keys.as_str() == RECORDING_KEY && *module == Registry::MENU && can_change_recording(work) {
        let agreed = work.context.recording != Some(true);
        let said = offers::record(work, agreed);
        return Err(Box::new(Outcome::turn(work.menu(vec![said.into()]))));
    }
    let own = match keys.as_str() {
        "*" => Some(Command::Repeat),
        "#" => Some(Command::Back),
        "0" => Some(Command::Help),
        _ => None,
    };
    if let Some(command) = own {
        return Err(Box::new(on_command(work, module, command)));
    }
    let after_star = keys.as_str().rsplit('*').next().unwrap_or_default();
    let digits: String = after_star.chars().take_while(|c| *c != '#').collect();
    match Keys::parse(&digits) {
        Some(digits) => Ok(Input::Keys(digits)),
        None => Err(Box::new(on_command(work, module, Command::Repeat))),
    }
}

/// Whether this line records, and no module has taken the key for itself.
fn can_change_recording(work: &Work<'_>) -> bool {
    work.scene.can_record && work.registry.cards().iter().all(|card| card.key != Some('9'))
}

/// A command of the line, by key or by voice. What was understood forgives what was not.
pub(super) fn on_command(work: &mut Work<'_>, module: &ModuleName, command: Command) -> Outcome {
    work.go(State::InLesson { module: module.clone(), misses: 0 });
    match command {
        Command::Repeat => {
            work.context.profile.note_repeat();
            Outcome::turn(prompt(work, module, Asking::Plain))
        }
        Command::Slower => Outcome::turn(slower(work, module)),
        Command::Faster => Outcome::turn(faster(work, module)),
        Command::Quiet => Outcome::turn(quiet(work, module)),
        Command::Tips => {
            let say = tips(work, module).into_iter().map(Utter::Line).collect();
            Outcome::turn(prompt(work, module, Asking::Plain).after(say))
        }
        Command::Profile => {
            let say = options::profile_told(work).into_iter().map(Utter::Line).collect();
            Outcome::turn(prompt(work, module, Asking::Plain).after(say))
        }
        Command::Back | Command::Menu => Outcome::turn(work.menu(Vec::new())),
        Command::Help => Outcome::turn(help(work, module)),
        Command::Progress => {
            let say = work.progress_told().into_iter().map(Utter::Line).collect();
            Outcome::turn(prompt(work, module, Asking::Plain).after(say))
        }
        Command::Goodbye => offers::finish(work, Vec::new()),
    }
}

/// The question again, slower: by the module's own means if it has any.
fn slower(work: &mut Work<'_>, module: &ModuleName) -> Turn {
    if let Some(handler) = work.registry.get(module) {
        let mut slot = work.slot(module);
        let turn = handler.slower(&work.cx(), &mut slot);
        work.keep(module, slot);
        if let Some(turn) = turn {
            return turn;
        }
    }
    let said = match work.context.profile.pace.slower() {
        Some(pace) => {
            work.context.profile.pace = pace;
            "pace-slower"
        }
        None => "pace-slowest",
    };
    prompt(work, module, Asking::Plain).after(vec![Line::new(said).into()])
}

fn faster(work: &mut Work<'_>, module: &ModuleName) -> Turn {
    let said = match work.context.profile.pace.faster() {
        Some(pace) => {
            work.context.profile.pace = pace;
            "pace-faster"
        }
        None => "pace-fastest",
    };
    prompt(work, module, Asking::Plain).after(vec![Line::new(said).into()])
}

/// Says nothing and waits: the question stands.
fn quiet(work: &mut Work<'_>, module: &ModuleName) -> Turn {
    let mut turn = prompt(work, module, Asking::Plain);
    turn.say = vec![Line::new("quiet-waiting").into()];
    match &mut turn.then {
        Then::Ask(ask) => ask.timeout_s = QUIET_S,
        Then::Listen(listen) => listen.timeout_s = QUIET_S,
        Then::HangUp => {}
    }
    turn
}

/// The module's advice, else its help.
pub(super) fn tips(work: &Work<'_>, module: &ModuleName) -> Vec<Line> {
    let Some(handler) = work.registry.get(module) else { return Vec::new() };
    let (cx, slot) = (work.cx(), work.slot(module));
    let tips = handler.tips(&cx, &slot);
    if tips.is_empty() { handler.help(&cx, &slot) } else { tips }
}

/// The module's help and the line's keys, then the question again.
fn help(work: &mut Work<'_>, module: &ModuleName) -> Turn {
    work.leg().helped = true;
    let mut say: Vec<Utter> = match work.registry.get(module) {
        Some(handler) => {
            let lines = handler.help(&work.cx(), &work.slot(module));
            lines.into_iter().map(Utter::Line).collect()
        }
        None => Vec::new(),
    };
    say.push(Line::new("line-help-keys").into());
    if *module == Registry::MENU && can_change_recording(work) {
        say.push(Line::new("line-recording-change").into());
    }
    prompt(work, module, Asking::Plain).after(say)
}

/// The module's current question.
pub(super) fn prompt(work: &mut Work<'_>, module: &ModuleName, how: Asking) -> Turn {
    match work.registry.get(module) {
        Some(handler) => handler.prompt(&work.cx(), &work.slot(module), how),
        None => work.menu(Vec::new()),
    }
}

/// An answer missing or not understood: rephrase, then ask for keys, then offer a text and end. Never a loop.
fn missed(work: &mut Work<'_>, module: &ModuleName, misses: u8, why: &'static str) -> Outcome {
    let misses = misses.saturating_add(1);
    let (how, say) = match misses {
        1 => (Asking::Rephrased, why),
        2 => (Asking::KeysOnly, why),
        _ => return offers::offer_text(work),
    };
    work.go(State::InLesson { module: module.clone(), misses });
    let mut turn = prompt(work, module, how).after(vec![Line::new(say).into()]);
    // Keys are asked for, but whoever speaks is still heard: "repeat" and "stop" must work at any time.
    if let (Asking::KeysOnly, Then::Ask(ask)) = (how, &mut turn.then) {
        ask.speech = true;
    }
    Outcome::turn(turn)
}

/// The stream broke: tries once more, then leaves the lesson for the menu.
pub(super) fn stream_lost(work: &mut Work<'_>) -> Outcome {
    let leg = work.leg();
    leg.streams_lost = leg.streams_lost.saturating_add(1);
    if leg.streams_lost < STREAMS_LOST_MAX {
        return Outcome::turn(work.again());
    }
    leg.streams_lost = 0;
    let State::InLesson { module, .. } = leg.state.clone() else {
        return Outcome::turn(work.again());
    };
    let say = vec![Utter::Line(Line::new("line-stream-lost"))];
    let turn = work.menu(say);
    // The line is to blame: a text, or the next call, finds the lesson where it was.
    work.context.unfinished = Some(module).filter(|module| *module != Registry::MENU);
    Outcome::turn(turn)
}
