//! Hugging Face's inference of speech recognition: the sound goes in, the words come out.
//!
//! Sources: "Automatic Speech Recognition" (huggingface.co/docs/inference-providers/tasks), where raw bytes are
//! taken when there are no parameters; the inference server's answer while a model is being loaded is 503 with
//! `estimated_time` in seconds. A model of one's own for Kinyarwanda is reached in the same way.

use std::sync::Arc;

use async_trait::async_trait;
use reqwest::header::CONTENT_TYPE;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use super::whole::{Kept, LIMIT, Whole};
use crate::ports::PortError;
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Hearing, Transcriber, Transcript};
use crate::providers::exchange::{self, Door};

/// A speech model at Hugging Face.
#[derive(Debug)]
pub struct HuggingFace {
    service: Arc<Service>,
}

#[derive(Debug)]
struct Service {
    client: reqwest::Client,
    door: Door,
    model: Model,
}

impl HuggingFace {
    /// The model behind `base`, such as `https://router.huggingface.co/hf-inference/models`; its name is put after it.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the key would travel in the clear or cannot stand in a header, or the base can have no path.
    pub fn new(
        client: reqwest::Client,
        base: Url,
        key: Option<SecretString>,
        model: Model,
    ) -> Result<Self, PortError> {
        let door = Door::new(base, key)?;
        Ok(Self { service: Arc::new(Service { client, door, model }) })
    }
}

#[async_trait]
impl Transcriber for HuggingFace {
    fn model(&self) -> &Model {
        &self.service.model
    }

    fn streams(&self) -> bool {
        false
    }

    async fn listen(
        &self,
        errand: &Errand,
        expecting: &Expecting,
    ) -> Result<Box<dyn Hearing>, ProviderError> {
        Ok(Box::new(Kept::new(Arc::clone(&self.service), errand, expecting)))
    }
}

#[derive(Deserialize)]
struct Answer {
    text: String,
}

#[async_trait]
impl Whole for Service {
    async fn words(
        &self,
        errand: &Errand,
        _: &Expecting,
        wav: Vec<u8>,
    ) -> Result<Transcript, ProviderError> {
        // A model's name is `owner/name`: two segments.
        let path: Vec<&str> = self.model.model.split('/').collect();
        let request = self
            .client
            .post(self.door.at(&path))
            .headers(self.door.bearer())
            .header(CONTENT_TYPE, "audio/wav")
            .body(wav);
        let response = exchange::send(errand, errand.whole_by, request).await?;
        let answer: Answer = exchange::json(response, LIMIT, errand.whole_by).await?;
        let text = answer.text.trim().to_owned();
        Ok(Transcript { text, confidence: None, usage: Usage::default() })
    }
}
