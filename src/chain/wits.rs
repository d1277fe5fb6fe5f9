//! What the chain needs of the tutor's words: prompts out, checks in.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};

use crate::ports::chat::{Message, Prompt, Role};
use crate::ports::tutor::{Pupil, Question};
use crate::tutor::guard::{self, Checker, Unfit};
use crate::tutor::prompts::{self, About, Brief, Nonce, Speaker, Written};
use crate::tutor::{offline, sentences, tokens};

/// Makes a fresh look at an answer.
pub type MakeChecks = Arc<dyn Fn() -> Box<dyn Checks> + Send + Sync>;

/// A question as a model is asked it.
#[derive(Clone)]
pub struct Asked {
    /// What goes out.
    pub prompt: Prompt,
    /// Name and version of the template.
    pub rubric: String,
    /// Tokens of the prompt, by our own count.
    pub tokens: u64,
    /// How an answer to it is looked at.
    pub checks: MakeChecks,
}

/// An answer, or a sentence of one, that must not be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFit {
    /// Why, from a closed set.
    pub why: &'static str,
}

impl From<Unfit> for NotFit {
    fn from(unfit: Unfit) -> Self {
        Self { why: unfit.label() }
    }
}

/// Looks at an answer as it comes.
pub trait Checks: Send + 'static {
    /// The next sentence as it may be said.
    ///
    /// # Errors
    /// [`NotFit`] where neither it nor what follows may be said.
    fn sentence(&mut self, text: &str) -> Result<String, NotFit>;

    /// What only the end shows of an answer that was looked at by sentences.
    ///
    /// # Errors
    /// [`NotFit`] where it came to nothing, or to something wrong.
    fn finish(&mut self) -> Result<(), NotFit>;

    /// A whole answer as it may be said.
    ///
    /// # Errors
    /// [`NotFit`].
    fn whole(&mut self, text: &str) -> Result<String, NotFit>;
}

/// Cuts an answer into sentences as it comes.
pub trait Cuts: Send + 'static {
    /// The sentences that a piece completes.
    fn push(&mut self, piece: &str) -> Vec<String>;

    /// What is left at the end, if anything.
    fn finish(&mut self) -> Option<String>;
}

/// Writes prompts, and says how answers to them are looked at.
pub trait Wits: Send + Sync + 'static {
    /// The answer that stands before anybody is asked: to what the line does not help with, or knows exactly.
    fn instead(&self, question: &Question) -> Option<String>;

    /// The offline tutor's answer, where it has a better one than the lines that stand; not yet checked.
    fn offline(&self, _question: &Question) -> Option<String> {
        None
    }

    /// The prompt for a question.
    fn ask(&self, question: &Question) -> Asked;

    /// How the older part of a conversation is asked for in short, and until when that reaches; `None` while it is not worth it.
    fn older(&self, pupil: &Pupil) -> Option<(Asked, DateTime<Utc>)>;

    /// A fresh cutter.
    fn cuts(&self) -> Box<dyn Cuts>;

    /// Tokens of a text, by our own count.
    fn tokens(&self, text: &str) -> u64;
}

/// The tutor's own: shipped templates, and the guard.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shipped;

impl Wits for Shipped {
    fn instead(&self, question: &Question) -> Option<String> {
        guard::instead(&question.task, question.pupil.lang)
    }

    fn offline(&self, question: &Question) -> Option<String> {
        offline::help(&question.task, question.pupil.lang)
    }

    fn ask(&self, question: &Question) -> Asked {
        let pupil = &question.pupil;
        let covered = pupil.summary.as_ref().map(|summary| summary.until);
        let history = prompts::beside(&pupil.history, covered);
        let brief = Brief {
            task: &question.task,
            pupil: About {
                name: pupil.name.as_deref(),
                lang: pupil.lang,
                manner: pupil.manner,
                aloud: pupil.aloud,
                most: pupil.most,
            },
            history: &history,
            summary: pupil.summary.as_ref().map(|summary| summary.text.as_str()),
            budget: prompts::BUDGET,
            nonce: nonce(pupil),
            version: None,
        };
        let written = prompts::build(&brief);
        let checker = Checker::new(&brief, &written);
        asked(written, Arc::new(move || Box::new(checker.clone())))
    }

    fn older(&self, pupil: &Pupil) -> Option<(Asked, DateTime<Utc>)> {
        let covered = pupil.summary.as_ref().map(|summary| summary.until);
        let turns = &pupil.history[prompts::older(&pupil.history, covered)?];
        let until = turns.last()?.timestamp;
        let earlier = pupil.summary.as_ref().map(|summary| summary.text.as_str());
        let nonce = nonce(pupil);
        let written = prompts::summary(turns, earlier, nonce, prompts::BUDGET);
        Some((asked(written, Arc::new(move || Box::new(InShort(nonce)))), until))
    }

    fn cuts(&self) -> Box<dyn Cuts> {
        Box::new(sentences::Splitter::new())
    }

    fn tokens(&self, text: &str) -> u64 {
        tokens::estimate(text) as u64
    }
}

fn asked(written: Written, checks: MakeChecks) -> Asked {
    let messages = written.messages.into_iter().map(message).collect();
    let prompt =
        Prompt { messages, max_tokens: written.max_tokens, temperature: written.temperature };
    Asked { prompt, rubric: written.rubric, tokens: written.tokens as u64, checks }
}

/// A summary is not said: it only must be text, and hold no mark of a fence.
struct InShort(Nonce);

impl Checks for InShort {
    fn sentence(&mut self, text: &str) -> Result<String, NotFit> {
        self.whole(text)
    }

    fn finish(&mut self) -> Result<(), NotFit> {
        Ok(())
    }

    fn whole(&mut self, text: &str) -> Result<String, NotFit> {
        prompts::fit_to_keep(text, &self.0).ok_or(NotFit { why: "summary" })
    }
}

/// The marks of a conversation: the same at every turn of a call, or for a learner who texts, until this process ends. Nobody
/// outside can tell them: they come out of keys that chance gave it.
fn nonce(pupil: &Pupil) -> Nonce {
    static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    let session = pupil.aloud.then_some(pupil.session.as_str());
    Nonce::new(KEYS.hash_one((pupil.learner, session)))
}

fn message((speaker, text): (Speaker, String)) -> Message {
    let role = match speaker {
        Speaker::System => Role::System,
        Speaker::Learner => Role::User,
        Speaker::Tutor => Role::Assistant,
    };
    Message { role, text }
}

impl Checks for Checker {
    fn sentence(&mut self, text: &str) -> Result<String, NotFit> {
        Ok(Checker::sentence(self, text)?)
    }

    fn finish(&mut self) -> Result<(), NotFit> {
        Ok(Checker::finish(self)?)
    }

    fn whole(&mut self, text: &str) -> Result<String, NotFit> {
        Ok(Checker::whole(self, text)?)
    }
}

impl Cuts for sentences::Splitter {
    fn push(&mut self, piece: &str) -> Vec<String> {
        sentences::Splitter::push(self, piece)
    }

    fn finish(&mut self) -> Option<String> {
        sentences::Splitter::finish(self)
    }
}
