//! The tutor that answers when no model does: the last of the chain, from the lessons that are here, the corrector and the
//! evaluator. What it does not know, it says.
//!
//! A conversation and a debate are the modules' own: there it gives `None`, and the lines of the task stand. [`help`] is what
//! learners get of it; a benchmark asks everything of it ([`Offline::answer`]).

mod ask;
mod grammar;
mod maths;
mod phrases;
mod search;
mod story;
mod terms;
mod words;

use std::sync::{Arc, LazyLock};

use crate::content::Library;
use crate::domain::lang::Lang;
use crate::domain::task::{Task, TaskKind};

pub(super) use maths::plain_sum;

/// Says which lesson a sentence asks for: the menu's own router, handed in by whoever has it.
pub type Router = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The offline tutor with its index of the lessons.
#[derive(Clone)]
pub struct Offline {
    library: Arc<Library>,
    index: Arc<search::Index>,
    router: Option<Router>,
}

impl std::fmt::Debug for Offline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offline").field("routes", &self.router.is_some()).finish_non_exhaustive()
    }
}

static SHIPPED: LazyLock<Offline> = LazyLock::new(|| Offline::new(Library::shipped()));

impl Offline {
    /// For these lessons. The index is built here, once.
    #[must_use]
    pub fn new(library: Arc<Library>) -> Self {
        let index = Arc::new(search::Index::new(&library));
        Self { library, index, router: None }
    }

    /// The same, which can route too.
    #[must_use]
    pub fn with_router(mut self, router: Router) -> Self {
        self.router = Some(router);
        self
    }

    /// The answer; `None` where the task's own lines are the better one.
    #[must_use]
    pub fn answer(&self, task: &Task, lang: Lang) -> Option<String> {
        if let Some(topic) = super::guard::asked(&task.said) {
            return Some(super::guard::refusal(topic, lang).to_owned());
        }
        match task.kind {
            TaskKind::Converse | TaskKind::Debate => None,
            TaskKind::Ask => Some(ask::answer(&task.said, lang, &self.library, &self.index)),
            TaskKind::Grammar => Some(grammar::answer(&task.said, lang, &self.library)),
            TaskKind::Maths => maths::answer(task, lang),
            TaskKind::Story => story::answer(task, lang),
            TaskKind::Route => self.router.as_ref().and_then(|route| route(&task.said)),
        }
    }
}

/// The answer of the shipped lessons, where it is better than the lines that the module gave with the task: to a question
/// that the module could not answer, and to one on a story. Sums, corrections and the way of a problem are the modules' own
/// already, from the same evaluator and corrector.
#[must_use]
pub fn help(task: &Task, lang: Lang) -> Option<String> {
    let has = |fact: &str| task.facts.contains_key(fact);
    let Offline { library, index, .. } = &*SHIPPED;
    match task.kind {
        TaskKind::Ask if !has("answer") => ask::found(&task.said, lang, library, index),
        TaskKind::Story if !has("question") => story::answer(task, lang),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn helped(kind: TaskKind, said: &str, facts: &[(&'static str, &str)]) -> Option<String> {
        let facts: BTreeMap<_, _> =
            facts.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect();
        help(&Task { kind, said: said.to_owned(), facts, instead_of: Vec::new() }, Lang::En)
    }

    #[test]
    fn it_helps_where_the_lesson_could_not_answer_and_it_can() {
        let word = helped(TaskKind::Ask, "What is the Kinyarwanda word for river?", &[]);
        assert!(word.as_deref().is_some_and(|word| word.contains("umugezi")), "{word:?}");
        assert_eq!(helped(TaskKind::Ask, "Who is my neighbour's aunt?", &[]), None);
        let known = [("answer", "A river.")];
        assert_eq!(helped(TaskKind::Ask, "What is the Kinyarwanda word for river?", &known), None);
    }

    #[test]
    fn a_question_on_a_story_is_answered_with_its_own_sentence_and_an_answer_is_left_to_the_lesson()
    {
        let story = ("story", "A hen lived by the lake. The hen counted nine eggs.");
        let told = helped(TaskKind::Story, "How many eggs did the hen count?", &[story]);
        assert_eq!(told.as_deref(), Some("The story says: The hen counted nine eggs."));
        let asked = [story, ("question", "How many eggs were there?")];
        assert_eq!(helped(TaskKind::Story, "Nine.", &asked), None);
        assert_eq!(helped(TaskKind::Grammar, "I goes home.", &[]), None);
    }
}
