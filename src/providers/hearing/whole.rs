//! Services that take an utterance whole: the sound is kept until the speaker has finished.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::time::{Duration, Instant};

use super::{allowance, ms, within_limit};
use crate::ports::errand::{Errand, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Hearing, Transcript};
use crate::speech::wav;

/// The most bytes of a transcript's answer.
pub(super) const LIMIT: usize = 1024 * 1024;

/// Sends a whole utterance away.
#[async_trait]
pub(super) trait Whole: Send + Sync + 'static {
    /// The words of a WAV file: 8 kHz mono, 16-bit. `audio_ms` of the usage is added by the caller.
    async fn words(
        &self,
        errand: &Errand,
        expecting: &Expecting,
        wav: Vec<u8>,
    ) -> Result<Transcript, ProviderError>;
}

/// An utterance that is being kept.
pub(super) struct Kept<W> {
    service: Arc<W>,
    errand: Errand,
    expecting: Expecting,
    allowance: Duration,
    samples: Vec<i16>,
}

impl<W: Whole> Kept<W> {
    pub(super) fn new(service: Arc<W>, errand: &Errand, expecting: &Expecting) -> Self {
        Self {
            service,
            errand: errand.clone(),
            expecting: expecting.clone(),
            allowance: allowance(errand),
            samples: Vec::new(),
        }
    }
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
        let mut transcript = self.service.words(&errand, &self.expecting, wav).await?;
        transcript.usage.audio_ms = audio_ms;
        Ok(transcript)
    }
}
