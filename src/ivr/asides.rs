//! Words that are meant for the line and not for the lesson: wishes, moods, questions. They are never marked.
//!
//! The lesson is asked first, without being held to it: what it would take as right is an answer.

use super::machine::{Outcome, Work};
use super::wishes::{self, Wish};
use super::{commands, household, leaving, lesson, moods, offers, options, texting};
use crate::domain::effect::Effect;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::manner::Mood;
use crate::domain::turn::{Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::modules::{Asking, Input, Step, asking};
use crate::session::dialogue::{Channel, State, Wanted};
use crate::session::feeling;
use crate::text::replies;

/// What a lesson would make of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A right answer.
    Right,
    /// A wrong one, which costs a try.
    Wrong,
    /// Something else that it knows.
    Known,
    /// An answer where every answer is one: an opinion.
    Any,
    /// Nothing.
    Unknown,
}

/// A sentence that answers nothing. Where it is right as well (free talk, an opinion), being right says nothing.
const CONTROL: &str = "there are many long days in a year";

/// What the lesson would make of an input, without its being given.
pub(super) fn verdict(work: &Work<'_>, module: &ModuleName, input: &Input) -> Verdict {
    let verdict = judged(work, module, input);
    let control = Input::Text(CONTROL.to_owned());
    if verdict == Verdict::Right && judged(work, module, &control) == Verdict::Right {
        return Verdict::Any;
    }
    verdict
}

pub(super) fn judged(work: &Work<'_>, module: &ModuleName, input: &Input) -> Verdict {
    let Some(handler) = work.registry.get(module) else { return Verdict::Unknown };
    let mut slot = work.slot(module);
    let before = slot.tries();
    match handler.step(&work.cx(), &mut slot, input) {
        Step::NotUnderstood => Verdict::Unknown,
        Step::Go { effects, .. } | Step::Switch { effects, .. } | Step::Leave { effects, .. } => {
            match effects.iter().find_map(noted) {
                Some(true) => Verdict::Right,
                Some(false) => Verdict::Wrong,
                None if slot.tries() > before => Verdict::Wrong,
                None => Verdict::Known,
            }
        }
        Step::Finish => Verdict::Known,
    }
}

fn noted(effect: &Effect) -> Option<bool> {
    match effect {
        Effect::Note(attempt) => Some(attempt.correct),
        _ => None,
    }
}

/// Words that are meant for the line; `None` where the lesson has the word.
pub(super) fn aside(
    work: &mut Work<'_>,
    module: &ModuleName,
    text: &str,
    input: &Input,
) -> Option<Outcome> {
    let sentences = work.registry.get(module).is_some_and(|handler| handler.takes_sentences());
    let cards = work.registry.cards();
    let wish = wishes::wish(text, cards).filter(|wish| match wish {
        // Where sentences are practised, somebody's name is one of them.
        Wish::Name(_) => !sentences,
        // The menu finds its lessons itself.
        Wish::Lesson(to) => *module != Registry::MENU && to != module,
        _ => true,
    });
    let said = commands::plain(text);
    let mood = feeling::alone(&said).filter(|_| replies::read(text).is_none());
    let in_lesson = *module != Registry::MENU;
    if in_lesson && ASKS_ANSWER.contains(&said.as_str()) {
        return asked_answer(work, module, input);
    }
    let question = !sentences && in_lesson && is_asked(&said, text);
    if wish.is_none() && mood.is_none() && !question {
        return None;
    }
    let verdict = verdict(work, module, input);
    // "Level 1" is no answer, though its number may be the right one.
    if verdict == Verdict::Right && !matches!(wish, Some(Wish::Level(Some(_)))) {
        return None;
    }
    let outcome = match (wish, mood) {
        (Some(wish), _) => grant(work, module, wish),
        (None, Some(mood)) => moods::felt(work, module, mood),
        (None, None)
            if matches!(verdict, Verdict::Wrong | Verdict::Unknown)
                || asking::asks_who_speaks(text) =>
        {
            answered(work, module, text)
        }
        (None, None) => return None,
    };
    // What was understood forgives what was not.
    if let State::InLesson { misses, .. } = &mut work.leg().state {
        *misses = 0;
    }
    Some(outcome)
}

/// Questions for the answer of an exercise, in any lesson.
const ASKS_ANSWER: &[&str] = &[
    "what is the answer",
    "what's the answer",
    "whats the answer",
    "what is the right answer",
    "what is the correct answer",
    "igisubizo ni ikihe",
    "igisubizo ni iki",
    "ni ikihe gisubizo",
];

/// A hint to who asks for the answer, and the answer itself to who has just had the hint.
fn asked_answer(work: &mut Work<'_>, module: &ModuleName, input: &Input) -> Option<Outcome> {
    if verdict(work, module, input) == Verdict::Right {
        return None;
    }
    moods::hinted(work, module).map(Outcome::turn).or_else(|| moods::passed(work, module))
}

/// Questions about the exercise itself: a hint answers them.
const OF_THE_EXERCISE: &[&str] = &[
    "how do i do it",
    "how do i do this",
    "how do i do that",
    "how can i do it",
    "how do i solve it",
    "how do i solve this",
    "what do i do",
    "what should i do",
    "nabikora nte",
    "bikorwa bite",
];

/// What the menu knows of a question, and the lesson's own again. A tutor may know better.
fn answered(work: &mut Work<'_>, module: &ModuleName, text: &str) -> Outcome {
    if OF_THE_EXERCISE.contains(&commands::plain(text).as_str())
        && let Some(turn) = moods::quietly(work, module, "hint")
    {
        return Outcome::turn(turn);
    }
    let menu = work.registry.get(&Registry::MENU);
    match menu.and_then(|menu| menu.answer(&work.cx(), text)) {
        Some(answer) => {
            let effects = answer.think.into_iter().collect();
            Outcome::turn(stay(work, module, answer.lines)).with(effects)
        }
        None => Outcome::turn(stay(work, module, vec![Line::new("line-question-aside")])),
    }
}

/// Whether a learner asks something. "Is it twelve?" is a guess at the answer.
fn is_asked(said: &str, text: &str) -> bool {
    let guess = ["is it ", "is that ", "is the answer ", "ese ni ", "ni "];
    asking::is_question(text) && !guess.iter().any(|opening| said.starts_with(opening))
}

/// The question that stands, after these lines.
pub(super) fn stay(work: &mut Work<'_>, module: &ModuleName, say: Vec<Line>) -> Turn {
    let say = say.into_iter().map(Utter::Line).collect();
    lesson::prompt(work, module, Asking::Plain).after(say)
}

fn grant(work: &mut Work<'_>, module: &ModuleName, wish: Wish) -> Outcome {
    let text = work.scene.channel == Channel::Text;
    let turn = match wish {
        Wish::Do(command) if text => return texting::on_command(work, module, command),
        Wish::Do(command) => return lesson::on_command(work, module, command),
        Wish::Easier => return moods::another(work, module, Mood::Frustrated),
        Wish::Harder => return moods::another(work, module, Mood::Bored),
        Wish::Level(level) => to_level(work, module, level),
        Wish::Style(Some(persona)) => {
            let said = options::choose(work, persona);
            stay(work, module, vec![said])
        }
        Wish::Style(None) if text => stay(work, module, vec![Line::new("style-usage")]),
        Wish::Style(None) => options::styles(work, module, 0, Vec::new()),
        Wish::Name(name) => {
            let said = call_by(work, &name);
            stay(work, module, vec![said])
        }
        Wish::Who if text => {
            let list = household::told(work);
            stay(work, module, vec![list])
        }
        Wish::Who => household::who(work, module),
        Wish::Add if text => {
            work.leg().wants = Some(Wanted::Learner);
            stay(work, module, vec![Line::new("learner-usage")])
        }
        Wish::Add => household::add(work, None),
        Wish::Language(Some(lang)) => {
            work.context.language = Some(lang);
            let said = match lang {
                Lang::Rw if !text => "line-language-set-rw",
                _ if text => "line-lang-set",
                _ => "line-language-set",
            };
            stay(work, module, vec![Line::new(said)])
        }
        Wish::Language(None) => {
            work.leg().wants = text.then_some(Wanted::Lang);
            let usage = if text { "line-lang-usage" } else { "line-lang-usage-say" };
            stay(work, module, vec![Line::new(usage)])
        }
        Wish::Options if text => stay(work, module, vec![Line::new("line-help-more")]),
        Wish::Options => options::open(work, module, 0),
        Wish::Summary => {
            let said = summaries(work);
            stay(work, module, vec![said])
        }
        // A polite sentence must not delete what only a keyword may.
        Wish::Delete if text => stay(work, module, vec![Line::new("line-by-law")]),
        Wish::Delete => leaving::ask(work, 0),
        Wish::Lesson(to) => work.open(&to, Vec::new()),
    };
    Outcome::turn(turn)
}

/// Takes a name, and says so.
pub(super) fn call_by(work: &mut Work<'_>, name: &str) -> Line {
    match super::keywords::plain_name(name) {
        Some(name) => {
            let line = Line::new("line-name-set").with("name", name.as_str());
            work.context.user_name = Some(name);
            line
        }
        None => Line::new("line-name-bad"),
    }
}

/// A text after each call, where one can be sent.
fn summaries(work: &mut Work<'_>) -> Line {
    if !work.scene.can_text || work.context.messages_stopped {
        return Line::new("line-summary-none");
    }
    work.context.summaries = Some(true);
    Line::new("line-summary-on")
}

/// Another level of the lesson, with a question of it.
pub(super) fn to_level(work: &mut Work<'_>, module: &ModuleName, level: Option<u8>) -> Turn {
    let Some(level) = level.filter(|level| (1..=5).contains(level)) else {
        return stay(work, module, vec![Line::new("level-usage")]);
    };
    let handler = work.registry.get(module).filter(|_| *module != Registry::MENU);
    let Some(handler) = handler else {
        return stay(work, module, vec![Line::new("level-which")]);
    };
    let mut slot = work.slot(module);
    let set = handler.set_level(&work.cx(), &mut slot, level);
    work.keep(module, slot);
    let line = if set {
        Line::new("level-set").with("level", i64::from(level))
    } else {
        Line::new("level-none")
    };
    stay(work, module, vec![line])
}

/// Agreement that asks for something else as well: in the middle of an exercise it passes that over.
const NEXT: &[&str] = &[
    "next",
    "next please",
    "more",
    "one more",
    "another",
    "another one",
    "another one please",
    "ikindi",
    "indi",
];

/// A short reply that this lesson had no use for, answered all the same: help, the question again, the menu.
pub(super) fn short(work: &mut Work<'_>, module: &ModuleName, text: &str) -> Option<Outcome> {
    use replies::Reply;
    let command = match replies::read(text)? {
        Reply::Help => commands::Command::Help,
        Reply::Repeat => commands::Command::Repeat,
        Reply::Slower => commands::Command::Slower,
        Reply::Progress => commands::Command::Progress,
        Reply::Menu => commands::Command::Menu,
        Reply::Stop => return Some(offers::finish(work, Vec::new())),
        Reply::Yes | Reply::No | Reply::Skip | Reply::DontKnow => {
            if *module == Registry::MENU {
                return None;
            }
            if NEXT.contains(&replies::plain(text).as_str())
                && let Some(outcome) = moods::passed(work, module)
            {
                return Some(outcome);
            }
            return Some(Outcome::turn(stay(work, module, vec![Line::new("line-this-first")])));
        }
    };
    Some(match work.scene.channel {
        Channel::Text => texting::on_command(work, module, command),
        Channel::Voice => lesson::on_command(work, module, command),
    })
}
