//! A conversation by text: keywords first, then the lesson. Answers are short, and nothing ever ends the talk.

use super::asides::{self, Verdict};
use super::commands::{self, Command};
use super::courtesy::{self, Courtesy};
use super::household;
use super::keyed;
use super::keywords::{self, Keyword};
use super::lesson;
use super::machine::{Outcome, Work};
use super::moods;
use super::names;
use super::offers;
use super::routing;
use super::stopping;
use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::modules::{Asking, Input};
use crate::session::dialogue::{State, Wanted};

/// What the lessons teach to say for something else; most understand it themselves.
const CHANGE: [&str; 2] = ["change", "hindura"];

/// An event of the text channel. Texts and voice notes are answered; the rest repeats what stands. `helped`: the message
/// before was HELP.
pub(super) fn on_text(work: &mut Work<'_>, event: &Event, helped: bool) -> Outcome {
    let body = match event {
        Event::Text(body) => body,
        Event::Heard(_) | Event::Read(_) if work.context.messages_stopped => {
            return keyed::silenced(work);
        }
        Event::Heard(heard) => return on_note(work, Input::Heard(heard.clone())),
        Event::Read(reading) => return on_note(work, Input::Read(reading.clone())),
        _ => {
            align(work);
            return Outcome::turn(current(work, Vec::new()));
        }
    };
    let wanted = work.leg().wants.take();
    let keyword = keywords::keyword(body, work.context.messages_stopped)
        .or_else(|| wanted.and_then(|wanted| brought(work, wanted, body)));
    if work.context.messages_stopped
        && !matches!(
            keyword,
            Some(
                Keyword::Start
                    | Keyword::Stop
                    | Keyword::StopHere
                    | Keyword::Help
                    | Keyword::Delete(_)
            )
        )
    {
        return keyed::silenced(work);
    }
    match keyword {
        Some(keyword) => {
            // MENU, LEVEL or LANG mean the lesson that is open, whichever channel had it last.
            align(work);
            keyed::on_keyword(work, keyword, body, helped)
        }
        None => on_words(work, body),
    }
}

/// What the line asked for, if a text brings it and is no right answer of the lesson.
fn brought(work: &mut Work<'_>, wanted: Wanted, body: &str) -> Option<Keyword> {
    let keyword = keywords::brought(wanted, body)?;
    if matches!(&keyword, Keyword::Who(Some(who)) if household::named(work, who).is_none()) {
        return None;
    }
    let title = names::titled(body, work.registry.cards()).is_some();
    let lesson = title && wanted != Wanted::Lang;
    let right = match work.leg().state.clone() {
        State::InLesson { module, .. } if wanted != Wanted::Who => {
            asides::verdict(work, &module, &Input::Text(body.to_owned())) == Verdict::Right
        }
        _ => false,
    };
    (!lesson && !right).then_some(keyword)
}

/// Brings this channel to the lesson that is open; whether it was left on another one.
pub(super) fn align(work: &mut Work<'_>) -> bool {
    let open = work.context.unfinished.clone();
    let open = open.filter(|module| work.registry.get(module).is_some());
    let module = open.unwrap_or(Registry::MENU);
    let known = work.context.language.is_some();
    match &work.leg().state {
        State::ChoosingLanguage { .. } => false,
        State::InLesson { module: here, .. } if *here == module => false,
        _ if !known => false,
        _ => {
            let moved = module != Registry::MENU;
            work.go(State::InLesson { module, misses: 0 });
            moved
        }
    }
}

/// Words that are no keyword: the language if none is chosen, else the lesson's.
pub(super) fn on_words(work: &mut Work<'_>, body: &str) -> Outcome {
    if work.context.language.is_none() {
        return unknown(work, body);
    }
    let moved = align(work);
    let (module, misses) = match work.leg().state.clone() {
        State::InLesson { module, misses } => (module, misses),
        _ => (Registry::MENU, 0),
    };
    let courtesy = courtesy::read(body);
    if courtesy == Some(Courtesy::Hello) && (moved || module == Registry::MENU) {
        return met(work, moved);
    }
    let input = Input::Text(body.to_owned());
    let verdict = asides::verdict(work, &module, &input);
    if let Some(courtesy) = courtesy.filter(|_| verdict != Verdict::Right) {
        return Outcome::turn(asides::stay(work, &module, vec![courtesy.returned()]));
    }
    if verdict != Verdict::Right
        && let Some(command) = commands::spoken(body)
    {
        return on_command(work, &module, command);
    }
    if verdict != Verdict::Right && stopping::may_stop(body) {
        return keyed::on_keyword(work, Keyword::ByLaw, body, false);
    }
    // The name of another lesson is hardly ever meant as an answer; the menu finds its lessons itself.
    if verdict != Verdict::Right
        && module != Registry::MENU
        && let Some(to) = names::titled(body, work.registry.cards())
        && to != module
    {
        return Outcome::turn(work.open(&to, Vec::new()));
    }
    if let Some(outcome) = asides::aside(work, &module, body, &input) {
        return rest(work, outcome);
    }
    if matches!(verdict, Verdict::Wrong | Verdict::Unknown)
        && let Some(keyword) = keywords::near(body)
    {
        return keyed::on_keyword(work, keyword, body, false);
    }
    if let Some(outcome) = lesson::take(work, &module, &input) {
        return rest(work, outcome);
    }
    if CHANGE.contains(&commands::plain(body).as_str())
        && let Some(turn) = moods::quietly(work, &module, "skip")
    {
        return Outcome::turn(turn);
    }
    // A keyword of another lesson works from inside one.
    if module != Registry::MENU
        && let Some(to) = names::named(body, work.registry.cards())
    {
        return Outcome::turn(work.open(&to, Vec::new()));
    }
    let meant = names::module_meant(body, &module, work.registry.cards());
    match asides::short(work, &module, body) {
        Some(outcome) => rest(work, outcome),
        None if let Some(to) = meant => Outcome::turn(work.open(&to, Vec::new())),
        None if moved => met(work, moved),
        None => {
            let outcome = missed(work, &module, misses);
            routing::wondered(work, &input, outcome)
        }
    }
}

/// Who only greets, or comes from another channel, is met with the question that stands.
fn met(work: &mut Work<'_>, moved: bool) -> Outcome {
    let line = match &work.context.user_name {
        _ if moved => Line::new("line-resuming"),
        Some(name) => Line::new("line-greet-name").with("name", name.as_str()),
        None => Line::new("line-greet-known"),
    };
    Outcome::turn(current(work, vec![line.into()]))
}

/// A command of the line, in words, where no answer was meant.
pub(super) fn on_command(work: &mut Work<'_>, module: &ModuleName, command: Command) -> Outcome {
    match command {
        Command::Help => keyed::help(work),
        Command::Progress => said(work.progress_told()),
        // How fast the line speaks is nothing to a text.
        Command::Slower | Command::Faster | Command::Quiet => {
            Outcome::turn(current(work, Vec::new()))
        }
        Command::Goodbye => {
            let outcome = offers::finish(work, Vec::new());
            rest(work, outcome)
        }
        Command::Repeat | Command::Back | Command::Menu | Command::Tips | Command::Profile => {
            lesson::on_command(work, module, command)
        }
    }
}

/// A voice note, judged against what the lesson was waiting for.
fn on_note(work: &mut Work<'_>, input: Input) -> Outcome {
    align(work);
    if let State::InLesson { module, .. } = work.leg().state.clone()
        && let Some(outcome) = lesson::take(work, &module, &input)
    {
        return rest(work, outcome);
    }
    said(vec![Line::new("line-note-no-exercise")])
}

/// A text of somebody who has chosen no language. English is a language and a lesson: which is meant depends on whether the
/// language was asked for.
fn unknown(work: &mut Work<'_>, body: &str) -> Outcome {
    let asked = matches!(work.leg().state, State::ChoosingLanguage { .. });
    let plain = commands::plain(body);
    let lesson = commands::module_named(body, work.registry.cards()).is_some();
    let short = plain.split(' ').count() <= 2 && (asked || !lesson);
    match commands::language_named(body).filter(|_| short) {
        Some(lang) => {
            work.context.language = Some(lang);
            greet(work, vec![Line::new("line-greet-new-text").into()])
        }
        None => first_words(work, body),
    }
}

/// The first text of a learner: goes straight to the lesson it names, in the language it is written in.
fn first_words(work: &mut Work<'_>, body: &str) -> Outcome {
    let lang = commands::language_of(body, work.registry.cards());
    work.context.language = lang;
    let input = Input::Text(body.to_owned());
    if lang.is_some()
        && let Some(outcome) = lesson::take(work, &Registry::MENU, &input)
    {
        let hint = Line::new("line-text-welcome");
        return Outcome {
            turn: outcome.turn.map(|t| t.after(vec![hint.into()])),
            effects: outcome.effects,
        };
    }
    work.context.language = None;
    Outcome::turn(language_asked(work))
}

/// Which language? Once in each.
pub(super) fn language_asked(work: &mut Work<'_>) -> Turn {
    work.go(State::ChoosingLanguage { misses: 0 });
    let say = Lang::ALL
        .iter()
        .map(|&lang| Line::new("line-choose-language-text").in_lang(lang).into())
        .collect();
    Turn::ask(say, Ask::choice())
}

/// By text, the second miss adds the keywords, once; nothing ends.
fn missed(work: &mut Work<'_>, module: &ModuleName, misses: u8) -> Outcome {
    let misses = misses.saturating_add(1).min(3);
    work.go(State::InLesson { module: module.clone(), misses });
    let mut say = vec![Line::new("line-not-understood").into()];
    if misses == 2 {
        say.push(Line::new("line-help-text").into());
    }
    Outcome::turn(lesson::prompt(work, module, Asking::Rephrased).after(say))
}

/// A text conversation does not end: after a goodbye the next text finds the menu.
fn rest(work: &mut Work<'_>, outcome: Outcome) -> Outcome {
    if matches!(work.leg().state, State::Ended | State::OfferingSummary { .. }) {
        work.go(State::InLesson { module: Registry::MENU, misses: 0 });
        let goodbye = Turn::end(vec![Line::new("line-goodbye").into()]);
        return Outcome { turn: Some(goodbye), effects: outcome.effects };
    }
    outcome
}

pub(super) fn greet(work: &mut Work<'_>, say: Vec<Utter>) -> Outcome {
    Outcome::turn(work.menu(say))
}

/// The question that stands, after `say`.
pub(super) fn current(work: &mut Work<'_>, say: Vec<Utter>) -> Turn {
    match work.leg().state.clone() {
        State::InLesson { module, .. } => lesson::prompt(work, &module, Asking::Plain).after(say),
        _ => work.menu(say),
    }
}

pub(super) fn said(lines: Vec<Line>) -> Outcome {
    said_alone(lines.into_iter().map(Utter::Line).collect())
}

/// Nothing but this: the question that stood stands.
pub(super) fn said_alone(say: Vec<Utter>) -> Outcome {
    Outcome::turn(Turn::ask(say, Ask::choice()))
}
