//! Services that take an utterance whole: the sound is kept until the speaker has finished.

use std::marker::PhantomData;
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;
use tokio::time::{Duration, Instant};
use url::Url;

use super::{allowance, ms, within_limit};
use crate::ports::PortError;
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Hearing, Transcriber, Transcript};
use crate::providers::exchange::Door;
use crate::speech::wav;

/// The most bytes of a transcript's answer.
pub(super) const LIMIT: usize = 1024 * 1024;

/// Where a service is reached, and with which model.
#[derive(Debug)]
pub struct Post {
    pub(super) client: reqwest::Client,
    pub(super) door: Door,
    pub(super) model: Model,
}

/// How a service wants to be asked for the words of a whole utterance.
#[async_trait]
pub trait Whole: Send + Sync + 'static {
    /// The words of a WAV file: 8 kHz mono, 16-bit. `audio_ms` of the usage is added by the caller.
    async fn words(
        post: &Post,
        errand: &Errand,
        expecting: &Expecting,
        wav: Vec<u8>,
    ) -> Result<Transcript, ProviderError>;
}

/// A service that is asked once for each utterance, in the way of `W`.
#[derive(Debug)]
pub struct Asked<W> {
    post: Arc<Post>,
    way: PhantomData<W>,
}

impl<W: Whole> Asked<W> {
    /// The model behind `base`; the path of the service is put after it.
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
        Ok(Self { post: Arc::new(Post { client, door, model }), way: PhantomData })
    }
}

#[async_trait]
impl<W: Whole> Transcriber for Asked<W> {
    fn model(&self) -> &Model {
        &self.post.model
    }

    fn streams(&self) -> bool {
        false
    }

    async fn listen(
        &self,
        errand: &Errand,
        expecting: &Expecting,
    ) -> Result<Box<dyn Hearing>, ProviderError> {
        Ok(Box::new(Kept::<W> {
            post: Arc::clone(&self.post),
            errand: errand.clone(),
            expecting: expecting.clone(),
            allowance: allowance(errand),
            samples: Vec::new(),
            way: PhantomData,
        }))
    }
}

/// An utterance that is being kept.
struct Kept<W> {
    post: Arc<Post>,
    errand: Errand,
    expecting: Expecting,
    allowance: Duration,
    samples: Vec<i16>,
    way: PhantomData<W>,
}

#[async_trait]
impl<W: Whole> Hearing for Kept<W> {
    async fn push(&mut self, samples: &[i16]) -> Result<(), ProviderError> {
        within_limit(self.samples.len(), samples.len())?;
        self.samples.extend_from_slice(samples);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<Transcript, ProviderError> {
        let audio_ms = ms(self.samples.len());
        if self.samples.is_empty() {
            return Ok(Transcript {
                text: String::new(),
                confidence: None,
                usage: Usage::default(),
            });
        }
        let until = Instant::now() + self.allowance;
        let errand = Errand { first_by: until, whole_by: until, ..self.errand };
        let wav = wav::encode_8k(&self.samples, None);
        let mut transcript = W::words(&self.post, &errand, &self.expecting, wav).await?;
        transcript.usage.audio_ms = audio_ms;
        Ok(transcript)
    }
}
