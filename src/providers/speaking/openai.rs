//! OpenAI's speech protocol, which local servers of voices speak too.
//!
//! Source: "Create speech" (platform.openai.com/docs/api-reference/audio/createSpeech) and "Text to speech"
//! (platform.openai.com/docs/guides/text-to-speech): `pcm` is 24 kHz, 16-bit, little-endian, mono, without a header, sent while
//! it is made. `speed` is 0.25 to 4; models that are charged by tokens pass it over.

use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::json;
use url::Url;

use super::sounds::{self, Coder};
use super::speed;
use crate::domain::lang::Lang;
use crate::ports::PortError;
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::ports::speaking::{Sentence, Sounds, Speaker};
use crate::providers::exchange::Door;

/// The rate of `pcm`, Hz.
const RATE_HZ: u32 = 24_000;

/// A voice behind an endpoint that speaks OpenAI's protocol.
#[derive(Debug)]
pub struct OpenAiSpeech {
    client: reqwest::Client,
    door: Door,
    model: Model,
    voice: String,
    langs: Vec<Lang>,
}

impl OpenAiSpeech {
    /// The voice (`alloy`, say) of the model behind `base`, such as `https://api.openai.com/v1`; `/audio/speech` is put after
    /// it. `langs` are the languages that it can be asked to speak.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the key would travel in the clear or cannot stand in a header, or the base can have no path.
    pub fn new(
        client: reqwest::Client,
        base: Url,
        key: Option<SecretString>,
        model: Model,
        voice: String,
        langs: Vec<Lang>,
    ) -> Result<Self, PortError> {
        Ok(Self { client, door: Door::new(base, key)?, model, voice, langs })
    }
}

#[async_trait]
impl Speaker for OpenAiSpeech {
    fn model(&self) -> &Model {
        &self.model
    }

    fn speaks(&self, lang: Lang) -> bool {
        self.langs.contains(&lang)
    }

    async fn speak(&self, errand: &Errand, sentence: &Sentence) -> Result<Sounds, ProviderError> {
        let body = json!({
            "model": self.model.model,
            "input": sentence.text,
            "voice": self.voice,
            "response_format": "pcm",
            "speed": speed(sentence.pace),
        });
        let request = self
            .client
            .post(self.door.at(&["audio", "speech"]))
            .headers(self.door.bearer())
            .json(&body);
        let characters = sentence.text.chars().count() as u64;
        let usage = Usage { characters, ..Usage::default() };
        sounds::ask(errand, request, Coder::linear(RATE_HZ)?, usage).await
    }
}
