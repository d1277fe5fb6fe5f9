//! A conversation by text: keywords first, then the lesson. Answers are short, and nothing ever ends the talk.

use super::commands;
use super::household;
use super::keywords::{self, Keyword, Wish};
use super::lesson;
use super::machine::{Outcome, Work};
use super::offers;
use super::options;
use super::routing;
use crate::domain::effect::Effect;
use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::modules::{Asking, Input};
use crate::session::context::Context;
use crate::session::dialogue::{Leg, State};

/// The longest name that is kept, characters.
const MAX_NAME: usize = 30;

/// An event of the text channel. Texts and voice notes are answered; the rest repeats what stands.
pub(super) fn on_text(work: &mut Work<'_>, event: &Event) -> Outcome {
    let body = match event {
        Event::Text(body) => body,
        Event::Heard(_) | Event::Read(_) if work.context.messages_stopped => {
            return said(vec![Line::new("line-stopped")]);
        }
        Event::Heard(heard) => return on_note(work, Input::Heard(heard.clone())),
        Event::Read(reading) => return on_note(work, Input::Read(reading.clone())),
        _ => return Outcome::turn(current(work, Vec::new())),
    };
    let keyword = keywords::keyword(body, work.context.messages_stopped);
    if work.context.messages_stopped
        && !matches!(
            keyword,
            Some(Keyword::Start | Keyword::Stop | Keyword::Help | Keyword::Delete)
        )
    {
        return said(vec![Line::new("line-stopped")]);
    }
    match keyword {
        Some(keyword) => on_keyword(work, keyword),
        None => on_words(work, body),
    }
}

fn on_keyword(work: &mut Work<'_>, keyword: Keyword) -> Outcome {
    match keyword {
        Keyword::More => Outcome::turn(whole(work)),
        Keyword::Tips => {
            let say = in_lesson(work).map(|m| lesson::tips(work, &m)).unwrap_or_default();
            Outcome::turn(current(work, say.into_iter().map(Utter::Line).collect()))
        }
        Keyword::Level(level) => on_level(work, level),
        Keyword::Style(number) => match number.and_then(options::style) {
            Some(persona) => said(vec![options::choose(work, persona)]),
            None => said(vec![Line::new("style-usage")]),
        },
        Keyword::Profile => said(options::profile_told(work)),
        Keyword::Learner(name) => match name.as_deref().map(plain_name) {
            None => said(vec![Line::new("learner-usage")]),
            Some(None) => said(vec![Line::new("line-name-bad")]),
            Some(Some(name)) => Outcome::turn(household::add(work, Some(name))),
        },
        Keyword::Who(who) => on_who(work, who.as_deref()),
        Keyword::Delete => forget(work),
        // The service confirms STOP itself and would refuse to carry our answer.
        Keyword::Stop => {
            work.context.messages_stopped = true;
            Outcome { turn: None, effects: Vec::new() }
        }
        Keyword::Start => {
            work.context.messages_stopped = false;
            greet(work, vec![Line::new("line-started").into()])
        }
        Keyword::Help => {
            let mut say = Vec::new();
            if let State::InLesson { module, .. } = work.leg().state.clone()
                && let Some(handler) = work.registry.get(&module)
            {
                let lines = handler.help(&work.cx(), &work.slot(&module));
                say.extend(lines.into_iter().map(Utter::Line));
            }
            say.push(Line::new("line-help-text").into());
            Outcome::turn(Turn::ask(say, Ask::choice()))
        }
        Keyword::Menu => greet(work, Vec::new()),
        Keyword::Progress => said(work.progress_told()),
        Keyword::Record(wish) => on_record(work, wish),
        Keyword::Lang(None) => said(vec![Line::new("line-lang-usage")]),
        Keyword::Lang(Some(wanted)) => match wanted.parse::<Lang>() {
            Ok(lang) => {
                work.context.language = Some(lang);
                Outcome::turn(current(work, vec![Line::new("line-lang-set").into()]))
            }
            Err(_) => said(vec![Line::new("line-lang-unknown")]),
        },
        Keyword::Name(None) => said(vec![Line::new("line-name-usage")]),
        Keyword::Name(Some(name)) => match plain_name(&name) {
            Some(name) => {
                let line = Line::new("line-name-set").with("name", name.as_str());
                work.context.user_name = Some(name);
                said(vec![line])
            }
            None => said(vec![Line::new("line-name-bad")]),
        },
    }
}

/// The last answer, however long.
fn whole(work: &mut Work<'_>) -> Turn {
    match work.leg().last_turn.clone() {
        Some(turn) => Turn { whole: true, ..turn },
        None => current(work, Vec::new()),
    }
}

fn in_lesson(work: &mut Work<'_>) -> Option<ModuleName> {
    match work.leg().state.clone() {
        State::InLesson { module, .. } => Some(module),
        _ => None,
    }
}

fn on_level(work: &mut Work<'_>, level: Option<u8>) -> Outcome {
    let Some(level) = level.filter(|level| (1..=5).contains(level)) else {
        return said(vec![Line::new("level-usage")]);
    };
    let Some(module) = in_lesson(work).filter(|module| *module != Registry::MENU) else {
        return said(vec![Line::new("level-which")]);
    };
    let Some(handler) = work.registry.get(&module) else {
        return said(vec![Line::new("level-which")]);
    };
    let mut slot = work.slot(&module);
    let set = handler.set_level(&work.cx(), &mut slot, level);
    work.keep(&module, slot);
    if !set {
        return said(vec![Line::new("level-none")]);
    }
    let line = Line::new("level-set").with("level", i64::from(level));
    Outcome::turn(work.open(&module, vec![line.into()]))
}

fn on_who(work: &mut Work<'_>, who: Option<&str>) -> Outcome {
    match who.and_then(|who| household::named(work, who)) {
        Some(at) if work.context.let_learn(at) || work.context.learners() == 1 => {
            let line = match &work.context.user_name {
                Some(name) => Line::new("line-greet-name").with("name", name.as_str()),
                None => Line::new("line-greet-known"),
            };
            greet(work, vec![line.into()])
        }
        _ => said(vec![household::told(work)]),
    }
}

/// Forgets everything but that no messages are wanted, which the law has us keep.
fn forget(work: &mut Work<'_>) -> Outcome {
    let line = Line::new("line-deleted").in_lang(work.context.lang());
    let mut blank = Context::new(work.context.phone_number.clone(), work.scene.now);
    blank.messages_stopped = work.context.messages_stopped;
    blank.revision = work.context.revision;
    blank.text = Leg { conversation: work.leg().conversation.clone(), ..Leg::default() };
    work.context = blank;
    let turn = Turn::ask(vec![line.into()], Ask::choice());
    Outcome::turn(turn).with(vec![Effect::Forget])
}

/// Words that are no keyword: the language if none is chosen, else the lesson's.
fn on_words(work: &mut Work<'_>, body: &str) -> Outcome {
    if work.context.language.is_none() {
        if let Some(lang) = commands::language_named(body) {
            work.context.language = Some(lang);
            return greet(work, vec![Line::new("line-greet-new").into()]);
        }
        return first_words(work, body);
    }
    let (module, misses) = match work.leg().state.clone() {
        State::InLesson { module, misses } => (module, misses),
        _ => (Registry::MENU, 0),
    };
    let input = Input::Text(body.to_owned());
    if let Some(outcome) = lesson::take(work, &module, &input) {
        return rest(work, outcome);
    }
    // A keyword of another lesson works from inside one.
    if module != Registry::MENU
        && let Some(to) = commands::module_named(body, work.registry.cards())
    {
        return Outcome::turn(work.open(&to, Vec::new()));
    }
    let outcome = missed(work, &module, misses);
    routing::wondered(work, &input, outcome)
}

/// What the learner wants of recordings. What was made is deleted even where nothing is recorded any more.
fn on_record(work: &mut Work<'_>, wish: Option<Wish>) -> Outcome {
    match wish {
        Some(Wish::Delete) => {
            work.context.recording = Some(false);
            said(vec![Line::new("line-recording-deleted")]).with(vec![Effect::DeleteRecordings])
        }
        Some(Wish::Off) => said(vec![offers::record(work, false)]),
        _ if !work.scene.can_record => said(vec![Line::new("line-recording-none")]),
        Some(Wish::On) => said(vec![offers::record(work, true)]),
        None => said(vec![Line::new("line-recording-usage")]),
    }
}

/// A voice note, judged against what the lesson was waiting for.
fn on_note(work: &mut Work<'_>, input: Input) -> Outcome {
    if let State::InLesson { module, .. } = work.leg().state.clone()
        && let Some(outcome) = lesson::take(work, &module, &input)
    {
        return rest(work, outcome);
    }
    said(vec![Line::new("line-note-no-exercise")])
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
    work.go(State::ChoosingLanguage { misses: 0 });
    let say = Lang::ALL
        .iter()
        .map(|&lang| Line::new("line-choose-language-text").in_lang(lang).into())
        .collect();
    Outcome::turn(Turn::ask(say, Ask::choice()))
}

/// By text, the third miss adds the keywords; nothing ends.
fn missed(work: &mut Work<'_>, module: &ModuleName, misses: u8) -> Outcome {
    let misses = misses.saturating_add(1).min(2);
    work.go(State::InLesson { module: module.clone(), misses });
    let mut say = vec![Line::new("line-not-understood").into()];
    if misses > 1 {
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

fn greet(work: &mut Work<'_>, say: Vec<Utter>) -> Outcome {
    Outcome::turn(work.menu(say))
}

/// The question that stands, after `say`.
fn current(work: &mut Work<'_>, say: Vec<Utter>) -> Turn {
    match work.leg().state.clone() {
        State::InLesson { module, .. } => lesson::prompt(work, &module, Asking::Plain).after(say),
        _ => work.menu(say),
    }
}

fn said(lines: Vec<Line>) -> Outcome {
    let say = lines.into_iter().map(Utter::Line).collect();
    Outcome::turn(Turn::ask(say, Ask::choice()))
}

/// A name as it can be said and texted back: letters and a few marks, without control characters or links.
fn plain_name(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=MAX_NAME).contains(&name.chars().count());
    let good = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.');
    let real = name.chars().any(char::is_alphabetic) && name.chars().all(good);
    (fits && real && !name.contains("www.")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn names_are_letters_and_a_few_marks() {
        assert_eq!(plain_name("  Jean  Claude ").as_deref(), Some("Jean Claude"));
        assert_eq!(plain_name("N'Golo").as_deref(), Some("N'Golo"));
        assert_eq!(plain_name("Uwase-Marie").as_deref(), Some("Uwase-Marie"));
        for bad in ["", "  ", "12345", "http://x.y", "a\u{7}b", &"x".repeat(31)] {
            assert_eq!(plain_name(bad), None, "{bad:?}");
        }
    }
}
