//! What the keywords of a text do.

use super::keywords::{Keyword, Whose, Wish, plain_name};
use super::machine::{Outcome, Work};
use super::texting::{self, current, greet, said};
use super::{asides, household, leaving, lesson, offers, options, stopping};
use crate::domain::effect::Effect;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::session::dialogue::{State, Wanted};

/// Does what a keyword says. `helped`: the message before was HELP, and MORE has more of it.
pub(super) fn on_keyword(
    work: &mut Work<'_>,
    keyword: Keyword,
    body: &str,
    helped: bool,
) -> Outcome {
    match keyword {
        Keyword::More if helped => said(vec![Line::new("line-help-more")]),
        Keyword::More => Outcome::turn(whole(work)),
        Keyword::Tips => {
            let say = in_lesson(work).map(|m| lesson::tips(work, &m)).unwrap_or_default();
            Outcome::turn(current(work, say.into_iter().map(Utter::Line).collect()))
        }
        Keyword::Level(level) => {
            let module = in_lesson(work).unwrap_or(Registry::MENU);
            Outcome::turn(asides::to_level(work, &module, level))
        }
        Keyword::Style(Some(persona)) => {
            let line = options::choose(work, persona);
            Outcome::turn(current(work, vec![line.into()]))
        }
        Keyword::Style(None) => said(vec![Line::new("style-usage")]),
        Keyword::Profile => said(options::profile_told(work)),
        Keyword::Learner(name) => on_learner(work, name.as_deref()),
        Keyword::Who(who) => on_who(work, who.as_deref(), body),
        Keyword::Delete(whose) => on_delete(work, &whose),
        Keyword::Stop | Keyword::StopHere | Keyword::Start | Keyword::ByLaw => {
            by_law(work, keyword, body)
        }
        Keyword::Help if work.context.messages_stopped => {
            said(vec![in_lang_of(work, "line-help-stopped", body)])
        }
        Keyword::Help => help(work),
        Keyword::Menu => greet(work, Vec::new()),
        Keyword::Progress => said(work.progress_told()),
        Keyword::Record(wish) => on_record(work, wish),
        Keyword::Lang(None) => wanting(work, Wanted::Lang, "line-lang-usage"),
        Keyword::Lang(Some(wanted)) => match wanted.parse::<Lang>() {
            Ok(lang) => {
                work.context.language = Some(lang);
                Outcome::turn(current(work, vec![Line::new("line-lang-set").into()]))
            }
            Err(_) => said(vec![Line::new("line-lang-unknown")]),
        },
        Keyword::Name(None) => wanting(work, Wanted::Name, "line-name-usage"),
        Keyword::Name(Some(name)) => {
            let line = asides::call_by(work, &name);
            match work.context.language {
                Some(_) => Outcome::turn(current(work, vec![line.into()])),
                None => said(vec![line]),
            }
        }
    }
}

/// Says how the keyword is used, and remembers that its value may come by itself.
fn wanting(work: &mut Work<'_>, wanted: Wanted, usage: &'static str) -> Outcome {
    work.leg().wants = Some(wanted);
    said(vec![Line::new(usage)])
}

/// A line in the learner's language, or while none is chosen in that of the keyword.
fn in_lang_of(work: &Work<'_>, key: &'static str, body: &str) -> Line {
    let spoken = if stopping::is_kinyarwanda(body) { Lang::Rw } else { Lang::En };
    Line::new(key).in_lang(work.context.language.unwrap_or(spoken))
}

/// Messages are on again: the question that stood stands.
fn start(work: &mut Work<'_>, body: &str) -> Outcome {
    work.context.messages_stopped = false;
    work.leg().told_stopped = false;
    let say = vec![in_lang_of(work, "line-started", body).into()];
    match in_lesson(work) {
        _ if work.context.language.is_none() => {
            Outcome::turn(texting::language_asked(work).after(say))
        }
        Some(module) if module != Registry::MENU => Outcome::turn(current(work, say)),
        _ => greet(work, say),
    }
}

fn by_law(work: &mut Work<'_>, keyword: Keyword, body: &str) -> Outcome {
    match keyword {
        Keyword::Start => start(work, body),
        // The service confirms STOP itself and would refuse to carry our answer.
        Keyword::Stop => {
            work.context.messages_stopped = true;
            Outcome { turn: None, effects: Vec::new() }
        }
        Keyword::StopHere => {
            work.context.messages_stopped = true;
            let line = in_lang_of(work, "line-stopped", body);
            silenced_by(work, line)
        }
        _ => said(vec![Line::new("line-by-law")]),
    }
}

/// Said once to who stopped the messages and writes again; after that, nothing.
pub(super) fn silenced(work: &mut Work<'_>) -> Outcome {
    silenced_by(work, Line::new("line-stopped"))
}

fn silenced_by(work: &mut Work<'_>, line: Line) -> Outcome {
    if std::mem::replace(&mut work.leg().told_stopped, true) {
        return Outcome { turn: None, effects: Vec::new() };
    }
    said(vec![line])
}

/// What can be done in this lesson, and what can be texted.
pub(super) fn help(work: &mut Work<'_>) -> Outcome {
    work.leg().helped = true;
    let mut say = Vec::new();
    if let Some(module) = in_lesson(work)
        && let Some(handler) = work.registry.get(&module)
    {
        let lines = handler.help(&work.cx(), &work.slot(&module));
        say.extend(lines.into_iter().map(Utter::Line));
    }
    say.push(Line::new("line-help-text").into());
    if work.scene.can_record {
        say.push(Line::new("line-recording-help").into());
    }
    Outcome::turn(Turn::ask(say, Ask::choice()))
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

/// A learner more on this telephone; one who learns here already has the word.
fn on_learner(work: &mut Work<'_>, name: Option<&str>) -> Outcome {
    let Some(name) = name else { return wanting(work, Wanted::Learner, "learner-usage") };
    let Some(name) = plain_name(name) else { return said(vec![Line::new("line-name-bad")]) };
    let known = work.context.learner_names();
    let known = known
        .iter()
        .position(|other| other.is_some_and(|other| other.to_lowercase() == name.to_lowercase()));
    match known {
        Some(at) => Outcome::turn(hand_over(work, at)),
        None => Outcome::turn(household::add(work, Some(name))),
    }
}

fn on_delete(work: &mut Work<'_>, whose: &Whose) -> Outcome {
    match whose {
        Whose::Mine => leaving::delete(work),
        Whose::All => leaving::everybody(work),
        Whose::Of(name) => match household::named(work, name) {
            Some(at) => leaving::one(work, at),
            None => said(vec![household::nobody(work)]),
        },
    }
}

fn on_who(work: &mut Work<'_>, who: Option<&str>, body: &str) -> Outcome {
    match who.map(|who| household::named(work, who)) {
        Some(Some(at)) => Outcome::turn(hand_over(work, at)),
        // "Who came?" asks for nobody.
        Some(None) if body.trim_end().ends_with('?') => texting::on_words(work, body),
        Some(None) => said(vec![household::nobody(work)]),
        None => {
            let several = work.context.learners() > 1;
            work.leg().wants = several.then_some(Wanted::Who);
            said(vec![household::told(work)])
        }
    }
}

/// Gives the word to a learner, who finds the lesson where it was.
fn hand_over(work: &mut Work<'_>, at: usize) -> Turn {
    work.context.let_learn(at);
    let line = match &work.context.user_name {
        Some(name) => Line::new("line-greet-name").with("name", name.as_str()),
        None => Line::new("line-greet-known"),
    };
    texting::align(work);
    current(work, vec![line.into()])
}

/// What the learner wants of recordings. What was made is deleted even where nothing is recorded any more.
fn on_record(work: &mut Work<'_>, wish: Option<Wish>) -> Outcome {
    match wish {
        Some(Wish::Delete) => {
            work.context.forbid_recording();
            said(vec![Line::new("line-recording-deleted")]).with(vec![Effect::DeleteRecordings])
        }
        Some(Wish::Off) => said(vec![offers::record(work, false)]),
        _ if !work.scene.can_record => said(vec![Line::new("line-recording-none")]),
        Some(Wish::On) => said(vec![offers::record(work, true)]),
        None => said(vec![Line::new("line-recording-usage")]),
    }
}
