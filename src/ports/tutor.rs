//! The tutor, as the conversation and the live call see it: a question in, an answer that was checked out.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::Stream;
use uuid::Uuid;

use super::errand::Model;
use super::hearing::Hearing;
use super::speaking::Sounds;
use crate::domain::ids::LearnerId;
use crate::domain::lang::Lang;
use crate::domain::manner::{Manner, Pace};
use crate::domain::task::Task;
use crate::session::context::{Exchange, Summary};

/// How long an answer was in other hands: whoever waits for a provider adds to it. What is left of the time that the answer
/// took is our own share. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Waits(Arc<AtomicU64>);

impl Waits {
    /// A provider was waited for.
    pub fn add(&self, span: Duration) {
        let micros = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
        self.0.fetch_add(micros, Ordering::Relaxed);
    }

    /// All of it so far.
    #[must_use]
    pub fn total(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }
}

impl PartialEq for Waits {
    /// It says nothing about who asks.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Who asks, and through what.
#[derive(Debug, Clone, PartialEq)]
pub struct Pupil {
    /// Whose budget it is.
    pub learner: LearnerId,
    /// CallSid, or a text session's own id.
    pub session: String,
    /// The group that the learner is in, if any.
    pub group: Option<Uuid>,
    /// How the learner wants to be called. Data, never an instruction.
    pub name: Option<String>,
    /// In which language to answer.
    pub lang: Lang,
    /// How to speak to this learner now.
    pub manner: Manner,
    /// The conversation so far, oldest first.
    pub history: Vec<Exchange>,
    /// What the exchanges between the first and the last came to, where that was written down.
    pub summary: Option<Summary>,
    /// It will be spoken, so short sentences and no signs; else it is a text.
    pub aloud: bool,
    /// The most characters that the answer may have.
    pub most: usize,
    /// How long this answer was in other hands.
    pub waits: Waits,
}

/// Something to be thought about.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The same for every try at it: an answer is given once by it.
    pub request: Uuid,
    /// Who asks.
    pub pupil: Pupil,
    /// What.
    pub task: Task,
}

/// Why there is no answer: what stands is said instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// No provider is configured for this.
    #[error("no provider is configured")]
    NotConfigured,
    /// None answered in time.
    #[error("no provider answered in time")]
    Late,
    /// Each failed or rests.
    #[error("every provider failed or rests")]
    Failed,
    /// The budget of the day, the learner, the group or the provider is spent.
    #[error("the budget is spent")]
    Budget,
    /// What was answered did not pass our checks.
    #[error("the answer did not pass the checks")]
    Unfit,
}

/// One of those who may be asked, for health pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// What it does: `chat`, `ears` or `voices`.
    pub does: &'static str,
    /// Who.
    pub model: Model,
    /// Where it stands: `asked`, `probed`, `rests` or `out`.
    pub standing: &'static str,
    /// It is not asked just now.
    pub rests: bool,
}

/// An answer sentence by sentence, each checked before it is given. Dropping it cancels what is under way.
pub type Sentences = Pin<Box<dyn Stream<Item = Result<String, NoAnswer>> + Send>>;

/// Thinks, hears and speaks by whatever providers are configured, in their order, within budgets.
#[async_trait]
pub trait Tutor: Send + Sync + 'static {
    /// Whether anything is configured that can think.
    fn thinks(&self) -> bool;

    /// Whether anything is configured that can write down speech of this language.
    fn hears(&self, lang: Lang) -> bool;

    /// Whether anything is configured that speaks this language.
    fn speaks(&self, lang: Lang) -> bool;

    /// Everybody who may be asked, in order, and where they stand.
    async fn companies(&self) -> Vec<Company> {
        Vec::new()
    }

    /// What is answered at once, without asking anybody, where that is better than the lines that stand: what the offline
    /// tutor knows, or a kind refusal. Costs milliseconds.
    fn offline(&self, _question: &Question) -> Option<String> {
        None
    }

    /// The whole answer, within `time`.
    async fn answer(&self, question: &Question, time: Duration) -> Result<String, NoAnswer>;

    /// The answer as it comes, for a live call; the first sentence within `time`.
    async fn converse(&self, question: &Question, time: Duration) -> Result<Sentences, NoAnswer>;

    /// Begins to listen to an utterance; `about`: words that are likely in it.
    async fn listen(
        &self,
        pupil: &Pupil,
        request: Uuid,
        about: &[String],
    ) -> Result<Box<dyn Hearing>, NoAnswer>;

    /// Speaks a sentence.
    async fn speak(
        &self,
        pupil: &Pupil,
        request: Uuid,
        text: &str,
        pace: Pace,
    ) -> Result<Sounds, NoAnswer>;
}

/// Keeps long conversations in mind. Nobody waits for it: it has time, and a budget of its own.
#[async_trait]
pub trait Historian: Send + Sync + 'static {
    /// The older exchanges in short, going on from the summary that the pupil has; `None` where too few have come since.
    async fn shorten(&self, pupil: &Pupil) -> Result<Option<Summary>, NoAnswer>;
}
