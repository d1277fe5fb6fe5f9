//! A model that writes.

use std::pin::Pin;

use async_trait::async_trait;
use futures_util::Stream;

use super::errand::{Errand, Model, ProviderError, Usage};

/// Who says a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Our instructions.
    System,
    /// The learner: data, fenced.
    User,
    /// The tutor, earlier.
    Assistant,
}

/// One message of a prompt. Its text is not for logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Who.
    pub role: Role,
    /// What.
    pub text: String,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Message({:?}, {} bytes)", self.role, self.text.len())
    }
}

/// What a model is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// In order: system, then turns, the learner's last.
    pub messages: Vec<Message>,
    /// The most tokens to write.
    pub max_tokens: u32,
    /// 0 (the likeliest) to 1.
    pub temperature: f32,
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delta {
    /// Some more text; never empty.
    Text(String),
    /// The end, once, and what it used. A stream that ends without it was cut.
    Done(Usage),
}

/// An answer as it comes. Dropping it cancels the request.
pub type Deltas = Pin<Box<dyn Stream<Item = Result<Delta, ProviderError>> + Send>>;

/// Writes answers.
///
/// Contract: keeps the errand's deadlines itself; retries nothing; after an error the stream ends.
#[async_trait]
pub trait Chat: Send + Sync + 'static {
    /// Which model this is.
    fn model(&self) -> &Model;

    /// Asks; returns once the first piece is there.
    async fn ask(&self, errand: &Errand, prompt: &Prompt) -> Result<Deltas, ProviderError>;
}
