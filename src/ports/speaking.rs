//! A service that speaks.

use std::pin::Pin;

use async_trait::async_trait;
use futures_util::Stream;

use super::errand::{Errand, Model, ProviderError, Usage};
use crate::domain::lang::Lang;
use crate::domain::manner::Pace;

/// A sentence or two to be spoken. Not for logs.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sentence {
    /// The words, as plain text.
    pub text: String,
    /// Their language.
    pub lang: Lang,
    /// How fast.
    pub pace: Pace,
}

impl std::fmt::Debug for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sentence({} bytes, {})", self.text.len(), self.lang)
    }
}

/// A piece of sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sound {
    /// G.711 mu-law, 8 kHz mono, any length but none.
    Mulaw(Vec<u8>),
    /// The end, once, and what it used. A stream that ends without it was cut.
    Done(Usage),
}

/// Speech as it comes. Dropping it cancels the request.
pub type Sounds = Pin<Box<dyn Stream<Item = Result<Sound, ProviderError>> + Send>>;

/// Speaks.
///
/// Contract: gives telephone sound whatever the service gives (24 kHz PCM, MP3-free formats are asked for), continuous in
/// phase; keeps the errand's deadlines; retries nothing.
#[async_trait]
pub trait Speaker: Send + Sync + 'static {
    /// Which model, and voice, this is.
    fn model(&self) -> &Model;

    /// Whether it can speak this language.
    fn speaks(&self, lang: Lang) -> bool;

    /// Speaks; returns once the first sound is there.
    async fn speak(&self, errand: &Errand, sentence: &Sentence) -> Result<Sounds, ProviderError>;
}
