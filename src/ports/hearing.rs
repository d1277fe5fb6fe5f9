//! A service that writes down what is said.

use async_trait::async_trait;

use super::errand::{Errand, Model, ProviderError, Usage};
use crate::domain::lang::Lang;

/// What is known of the speech before it is heard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expecting {
    /// In which language it most likely is.
    pub lang: Lang,
    /// Words that are likely: names, what the lesson is about. May be empty.
    pub words: Vec<String>,
}

/// What was heard. Not for logs.
#[derive(Clone, PartialEq)]
pub struct Transcript {
    /// The words; empty where nobody spoke.
    pub text: String,
    /// 0 to 1, where the service says.
    pub confidence: Option<f32>,
    /// What it used.
    pub usage: Usage,
}

impl std::fmt::Debug for Transcript {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Transcript({} bytes, {:?})", self.text.len(), self.confidence)
    }
}

/// One utterance on its way to a service. Dropping it cancels.
#[async_trait]
pub trait Hearing: Send {
    /// Some more sound: 8 kHz mono, 16-bit. A service that does not stream keeps it until the end.
    async fn push(&mut self, samples: &[i16]) -> Result<(), ProviderError>;

    /// The speaker has finished: the words.
    async fn finish(self: Box<Self>) -> Result<Transcript, ProviderError>;
}

/// Writes down speech.
///
/// Contract: keeps the errand's deadlines, counted from [`Hearing::finish`]; retries nothing.
#[async_trait]
pub trait Transcriber: Send + Sync + 'static {
    /// Which model this is.
    fn model(&self) -> &Model;

    /// Whether sound is sent on while the speaker speaks.
    fn streams(&self) -> bool;

    /// Begins an utterance of at most 60 s.
    async fn listen(
        &self,
        errand: &Errand,
        expecting: &Expecting,
    ) -> Result<Box<dyn Hearing>, ProviderError>;
}
