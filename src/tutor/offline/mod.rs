//! The tutor that answers when no model does: the last of every chain, from the lessons that are here, the corrector and the
//! evaluator. What it does not know, it says.
//!
//! A conversation and a debate are the modules' own: there it gives `None`, and the lines of the task stand.

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

/// The answer from any lessons; see [`Offline::answer`]. For the shipped ones the index is built once; for others at each
/// call, so keep an [`Offline`] for those.
#[must_use]
pub fn answer(task: &Task, lang: Lang, library: &Arc<Library>) -> Option<String> {
    if Arc::ptr_eq(library, &Library::shipped()) {
        return SHIPPED.answer(task, lang);
    }
    Offline::new(Arc::clone(library)).answer(task, lang)
}
