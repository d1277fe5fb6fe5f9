//! Several learners on one telephone: who is learning now?

use super::commands;
use super::machine::{Outcome, Work};
use super::{lesson, offers, opening};
use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::Asking;
use crate::session::dialogue::State;

/// Silences or wrong keys before the learner of the last time goes on.
const PATIENCE: u8 = 2;

/// Who is learning? Where only one does, that is said, and the lesson goes on.
pub(super) fn who(work: &mut Work<'_>, module: &ModuleName) -> Turn {
    if work.context.learners() > 1 {
        return ask(work, 0, Vec::new());
    }
    work.go(State::InLesson { module: module.clone(), misses: 0 });
    lesson::prompt(work, module, Asking::Plain).after(vec![Line::new("learner-only").into()])
}

/// Asks who is learning.
pub(super) fn ask(work: &mut Work<'_>, misses: u8, say: Vec<Utter>) -> Turn {
    work.go(State::ChoosingLearner { misses });
    let mut lines: Vec<Utter> = vec![Line::new("learner-who").into()];
    lines.extend(
        options(work)
            .into_iter()
            .map(|(at, name)| Line::new("learner-press").with("key", at).with("name", name).into()),
    );
    Turn::ask(lines, Ask::choice()).after(say)
}

/// The keys and names of those who learn here.
fn options(work: &Work<'_>) -> Vec<(i64, Line)> {
    let names = work.context.learner_names();
    let numbered = names.iter().enumerate().map(|(at, name)| {
        let key = i64::try_from(at).unwrap_or(0) + 1;
        let called = match name {
            Some(name) => Line::new("content").with("text", *name),
            None => Line::new("learner-nameless").with("key", key),
        };
        (key, called)
    });
    numbered.collect()
}

/// What the learner at `at` is called.
pub(super) fn called(work: &Work<'_>, at: usize) -> Line {
    let name = options(work).into_iter().nth(at).map(|(_, name)| name);
    name.unwrap_or_else(|| Line::new("learner-nameless").with("key", 1))
}

/// An answer to "who is learning?", by key or by name.
pub(super) fn on_learner(work: &mut Work<'_>, misses: u8, event: &Event) -> Outcome {
    if let Some(outcome) = offers::said_again(work, event) {
        return outcome;
    }
    let chosen = match event {
        Event::Keys(keys) => {
            keys.single().and_then(|key| key.to_digit(10)).and_then(|n| (n as usize).checked_sub(1))
        }
        Event::Speech(words) => named(work, &words.text),
        Event::Text(text) => named(work, text),
        _ => None,
    };
    if let Some(at) = chosen
        && work.context.let_learn(at)
    {
        work.context.profile.begin();
        return Outcome::turn(opening::greeted(work));
    }
    let misses = misses.saturating_add(1);
    if misses >= PATIENCE {
        return Outcome::turn(opening::greeted(work));
    }
    let why = if *event == Event::Silence { "line-not-heard" } else { "line-not-understood" };
    let sorry = vec![Line::new(why).into()];
    Outcome::turn(ask(work, misses, sorry))
}

/// The learner that words name: by name, or by number.
pub(super) fn named(work: &Work<'_>, text: &str) -> Option<usize> {
    let said = commands::plain(text);
    let names = work.context.learner_names();
    let by_name = names.iter().position(|name| {
        name.is_some_and(|name| {
            said.split(' ').any(|w| w == commands::plain(name)) || said == commands::plain(name)
        })
    });
    by_name.or_else(|| {
        let number = crate::text::numbers::read(&said).first()?.integer()?;
        usize::try_from(number).ok()?.checked_sub(1).filter(|at| *at < names.len())
    })
}

/// Adds a learner, who begins at once.
pub(super) fn add(work: &mut Work<'_>, name: Option<String>) -> Turn {
    if !work.context.add_learner(name) {
        return work.menu(vec![Line::new("learner-full").into()]);
    }
    let key = i64::try_from(work.context.learning).unwrap_or(0) + 1;
    let line = match &work.context.user_name {
        Some(name) => Line::new("learner-added-name").with("name", name.as_str()).with("key", key),
        None => Line::new("learner-added").with("key", key),
    };
    opening::consented(work, vec![line.into()])
}

/// Lists who learns here, in one text.
pub(super) fn told(work: &Work<'_>) -> Line {
    if work.context.learners() < 2 {
        return Line::new("learner-only-text");
    }
    Line::new("learner-list").with("names", listed(work))
}

/// Says that nobody of a name or number is on this telephone, and who is.
pub(super) fn nobody(work: &Work<'_>) -> Line {
    if work.context.learners() < 2 {
        return Line::new("learner-only-text");
    }
    Line::new("learner-nobody").with("names", listed(work))
}

fn listed(work: &Work<'_>) -> Vec<Line> {
    let option = |(key, name)| Line::new("learner-option").with("key", key).with("name", name);
    options(work).into_iter().map(option).collect()
}
