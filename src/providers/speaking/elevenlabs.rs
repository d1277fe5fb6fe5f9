//! ElevenLabs' speech.
//!
//! Source: "Stream speech" (elevenlabs.io/docs/api-reference/text-to-speech/stream): `output_format=ulaw_8000` is what
//! telephones take; `voice_settings.speed` is 0.7 to 1.2. The headers of an answer tell credits, which are not characters for
//! every model; what is noted here is the characters that were sent, and the price list is by those.

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

/// A voice of ElevenLabs.
#[derive(Debug)]
pub struct ElevenLabs {
    client: reqwest::Client,
    door: Door,
    model: Model,
    voice: String,
    langs: Vec<Lang>,
}

impl ElevenLabs {
    /// The voice, by its id, behind `base`, such as `https://api.elevenlabs.io`; `/v1/text-to-speech/…/stream` is put after it.
    /// `langs` are the languages that it can be asked to speak.
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
impl Speaker for ElevenLabs {
    fn model(&self) -> &Model {
        &self.model
    }

    fn speaks(&self, lang: Lang) -> bool {
        self.langs.contains(&lang)
    }

    async fn speak(&self, errand: &Errand, sentence: &Sentence) -> Result<Sounds, ProviderError> {
        let mut url = self.door.at(&["v1", "text-to-speech", &self.voice, "stream"]);
        url.query_pairs_mut().append_pair("output_format", "ulaw_8000");
        let body = json!({
            "text": sentence.text,
            "model_id": self.model.model,
            "voice_settings": { "speed": speed(sentence.pace) },
        });
        let request = self.client.post(url).headers(self.door.header("xi-api-key", "")).json(&body);
        let characters = sentence.text.chars().count() as u64;
        let usage = Usage { characters, ..Usage::default() };
        sounds::ask(errand, request, Coder::Mulaw, usage).await
    }
}
