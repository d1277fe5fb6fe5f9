//! The embedded voice as a speaker: costs nothing, needs no network, comes last.

use std::sync::Arc;

use async_trait::async_trait;

use super::sounds;
use crate::domain::lang::Lang;
use crate::ports::errand::{Errand, Fault, Model, ProviderError, Usage};
use crate::ports::speaking::{Sentence, Sounds, Speaker};
use crate::ports::voice::{Script, Voice as _};
use crate::providers::espeak::Espeak;
use crate::providers::exchange;

/// espeak-ng.
#[derive(Debug)]
pub struct EspeakSpeaker {
    voice: Arc<Espeak>,
    model: Model,
}

impl EspeakSpeaker {
    /// The voice that the line has found on this machine.
    #[must_use]
    pub fn new(voice: Arc<Espeak>) -> Self {
        let name = "espeak-ng".to_owned();
        Self { voice, model: Model { provider: name.clone(), model: name } }
    }
}

#[async_trait]
impl Speaker for EspeakSpeaker {
    fn model(&self) -> &Model {
        &self.model
    }

    fn speaks(&self, lang: Lang) -> bool {
        self.voice.speaks(lang)
    }

    async fn speak(&self, errand: &Errand, sentence: &Sentence) -> Result<Sounds, ProviderError> {
        let script = Script::Text { text: sentence.text.clone(), lang: sentence.lang };
        let until = errand.first_by.min(errand.whole_by);
        let sound = exchange::by(until, self.voice.speak_at(&script, sentence.pace)).await?;
        // Its own words name a process, not a learner, but add nothing.
        let sound = sound.map_err(|_| ProviderError::new(Fault::Server, "espeak-ng failed"))?;
        let characters = sentence.text.chars().count() as u64;
        Ok(sounds::whole(&sound, Usage { characters, ..Usage::default() }))
    }
}
