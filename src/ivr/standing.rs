//! What a tutor is told of the learner: the level, how it went lately, and what comes next.

use std::borrow::Cow;

use super::commands;
use super::keywords::keyword;
use super::machine::Outcome;
use super::thinking::wanted;
use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::task::{Task, TaskKind};
use crate::modules::registry::Registry;
use crate::session::context::Context;
use crate::session::dialogue::State;
use crate::session::play::Recent;

/// The level of somebody of whom nothing is known: where every lesson begins.
const BEGINNER: u8 = 1;

/// Adds to the facts of a task what a prompt of its kind speaks of and the module left out. `next` is what the lessons would
/// have the learner practise next, in English.
pub fn complete(task: &mut Task, context: &Context, next: Option<String>) {
    let module = context.current_module.as_ref().map_or("", |name| name.as_str());
    let mut add = |name: &'static str, value: String| {
        task.facts.entry(Cow::Borrowed(name)).or_insert(value);
    };
    if task.kind == TaskKind::Route {
        return;
    }
    add("level", level(context, module).to_string());
    if matches!(task.kind, TaskKind::Grammar | TaskKind::Maths | TaskKind::Story) {
        return;
    }
    if let Some(next) = next {
        add("goals", next);
    }
    if matches!(task.kind, TaskKind::Converse | TaskKind::Debate)
        && let Some(lately) = performance(context, module)
    {
        add("performance", lately);
    }
}

/// The lesson in which the learner said something of their own just now: more than a word, and neither a command nor a wish
/// for another lesson. `before` had the word when it was said.
pub(super) fn talked(
    event: &Event,
    before: Option<&ModuleName>,
    context: &Context,
    outcome: &Outcome,
) -> Option<ModuleName> {
    let (text, command, state) = match event {
        Event::Speech(words) => {
            (&words.text, commands::spoken(&words.text).is_some(), &context.voice.state)
        }
        Event::Text(text) => (text, keyword(text, false).is_some(), &context.text.state),
        _ => return None,
    };
    let module = context.current_module.as_ref()?;
    let in_lesson = matches!(state, State::InLesson { module: at, misses: 0 } if at == module);
    let stayed = in_lesson && before == Some(module) && *module != Registry::MENU;
    let thinks = wanted(&outcome.effects).is_some_and(|task| task.kind != TaskKind::Route);
    let own = text.trim().contains(' ') && !command && (stayed || thinks);
    own.then(|| module.clone())
}

/// Of the lesson at hand; else of what was done last.
fn level(context: &Context, module: &str) -> u8 {
    let lately = || context.play.recent().rev();
    let last = lately().find(|one| one.module == module).or_else(|| lately().next());
    last.map_or(BEGINNER, |one| one.level)
}

/// How the last exercises went, in the lesson at hand if any were of it; `None` before the first.
fn performance(context: &Context, module: &str) -> Option<String> {
    let of = |wanted: Option<&str>| -> Vec<&Recent> {
        let fits = |one: &&Recent| wanted.is_none_or(|name| one.module == name);
        context.play.recent().filter(fits).collect()
    };
    let own = of(Some(module));
    let lately = if own.is_empty() { of(None) } else { own };
    if lately.is_empty() {
        return None;
    }
    let right = lately.iter().filter(|one| one.right).count();
    let mut said = format!("{right} of the last {} exercises right", lately.len());
    let mut hard: Vec<&str> =
        lately.iter().filter(|one| !one.right).map(|one| one.skill.as_str()).collect();
    hard.sort_unstable();
    hard.dedup();
    if !hard.is_empty() {
        said.push_str(&format!("; not yet: {}", hard.join(", ")));
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::DateTime;

    use super::*;
    use crate::domain::effect::Attempt;
    use crate::domain::party::Party;

    fn learner() -> Context {
        let mut context = Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH);
        for (module, skill, level, correct) in [
            ("maths", "fractions", 3, false),
            ("maths", "add", 3, true),
            ("english", "free", 2, true),
        ] {
            let (module, skill) = (ModuleName::new(module), skill.to_owned());
            let attempt = Attempt { module, skill, level, correct, score: None };
            context.play.count(&attempt, DateTime::UNIX_EPOCH);
        }
        context
    }

    fn told(kind: TaskKind, context: &Context) -> BTreeMap<String, String> {
        let facts = BTreeMap::from([(Cow::Borrowed("topic"), "rain".to_owned())]);
        let mut task = Task { kind, said: "x".to_owned(), facts, instead_of: Vec::new() };
        complete(&mut task, context, Some("Next: percent.".to_owned()));
        task.facts.into_iter().map(|(name, value)| (name.into_owned(), value)).collect()
    }

    #[test]
    fn the_lesson_at_hand_counts_before_the_others() {
        let mut context = learner();
        context.current_module = Some(ModuleName::new("maths"));
        let facts = told(TaskKind::Converse, &context);
        assert_eq!(facts["level"], "3");
        assert_eq!(facts["performance"], "1 of the last 2 exercises right; not yet: fractions");
        assert_eq!((facts["goals"].as_str(), facts["topic"].as_str()), ("Next: percent.", "rain"));
        context.current_module = Some(ModuleName::new("debate"));
        let facts = told(TaskKind::Debate, &context);
        assert_eq!(facts["level"], "2", "of what was done last");
        assert_eq!(facts["performance"], "2 of the last 3 exercises right; not yet: fractions");
    }

    #[test]
    fn of_a_new_learner_nothing_is_made_up() {
        let context = Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH);
        let facts = told(TaskKind::Debate, &context);
        assert_eq!((facts["level"].as_str(), facts.contains_key("performance")), ("1", false));
    }

    #[test]
    fn what_suits_everybody_tells_of_nobody() {
        for kind in [TaskKind::Grammar, TaskKind::Maths, TaskKind::Story] {
            let facts = told(kind, &learner());
            assert_eq!(facts.keys().collect::<Vec<_>>(), ["level", "topic"]);
        }
        assert_eq!(told(TaskKind::Route, &learner()).len(), 1);
    }
}
