//! What the chain needs of the tutor's words: prompts out, checks in.

use std::sync::Arc;

use crate::ports::chat::Prompt;
use crate::ports::tutor::Question;

/// A question as a model is asked it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What goes out.
    pub prompt: Prompt,
    /// Name and version of the template.
    pub rubric: String,
    /// Tokens of the prompt, by our own count.
    pub tokens: u64,
}

/// An answer, or a sentence of one, that must not be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotFit {
    /// Why, from a closed set.
    pub why: &'static str,
}

/// Looks at an answer as it comes.
pub trait Checks: Send + 'static {
    /// The next sentence as it may be said; an empty one is passed over.
    ///
    /// # Errors
    /// [`NotFit`] where neither it nor what follows may be said.
    fn sentence(&mut self, text: &str) -> Result<String, NotFit>;

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
    /// The prompt for a question.
    fn ask(&self, question: &Question) -> Asked;

    /// A fresh look at an answer to it.
    fn checks(&self, question: &Question, asked: &Asked) -> Box<dyn Checks>;

    /// A fresh cutter.
    fn cuts(&self) -> Box<dyn Cuts>;

    /// Tokens of a text, by our own count.
    fn tokens(&self, text: &str) -> u64;
}

/// Wits that are shared.
pub type SharedWits = Arc<dyn Wits>;
