//! The tutor's providers, made from the settings.

use std::sync::Arc;

use anyhow::Context as _;
use url::Url;

use crate::chain::breaker::Rules;
use crate::chain::price::Price;
use crate::chain::wits::Shipped;
use crate::chain::{Ear, Mind, Parts, Prices, Terms};
use crate::config::tutor::{ChatKind, EarKind, Provider, Tutor, VoiceKind};
use crate::domain::lang::Lang;
use crate::ports::cache::Cache;
use crate::ports::chat::Chat;
use crate::ports::clock::Clock;
use crate::ports::errand::Model;
use crate::ports::hearing::Transcriber;
use crate::ports::journal::Notebook;
use crate::ports::speaking::Speaker;
use crate::ports::tallies::Tallies;
use crate::providers::chat::{GeminiChat, OpenAiChat};
use crate::providers::espeak::Espeak;
use crate::providers::hearing::{
    Coding, Deepgram, ElevenLabsAgent, HuggingFace, OpenAiTranscription,
};
use crate::providers::speaking::{
    ElevenLabs, EspeakSpeaker, GoogleSpeech, GoogleVoice, OpenAiSpeech,
};

/// The voice of each kind where the settings name none.
const OPENAI_VOICE: &str = "alloy";
const ELEVENLABS_VOICE: &str = "21m00Tcm4TlvDq8ikWAM";

/// What the tutor shares with the rest of the service.
pub(super) struct Means {
    pub(super) client: reqwest::Client,
    pub(super) tallies: Arc<dyn Tallies>,
    pub(super) cache: Arc<dyn Cache>,
    pub(super) notebook: Arc<dyn Notebook>,
    pub(super) clock: Arc<dyn Clock>,
}

/// The tutor of the settings; where no provider is named, it is the offline one alone.
///
/// # Errors
/// Where a provider, or the price list, cannot be used as the settings want it.
pub(super) async fn tutor(settings: &Tutor, means: Means) -> anyhow::Result<Arc<Mind>> {
    let client = &means.client;
    let langs = settings.ears.iter().map(|ear| ear.langs.clone());
    let ears = ears(settings, client)?.into_iter().zip(langs);
    let parts = Parts {
        chats: chats(settings, client)?,
        ears: ears.map(|(by, langs)| Ear { by, langs }).collect(),
        voices: voices(settings, client).await?,
        wits: Arc::new(Shipped),
        tallies: means.tallies,
        cache: means.cache,
        notebook: means.notebook,
        clock: means.clock,
        prices: prices(settings)?,
        terms: Terms::from(settings),
        breakers: Rules::default(),
    };
    Ok(Arc::new(Mind::new(parts)))
}

/// One that thinks, for a comparison.
pub struct Contender {
    /// Who.
    pub chat: Arc<dyn Chat>,
    /// What it charges.
    pub price: Price,
}

/// Everybody of the settings who thinks, in order.
///
/// # Errors
/// Where a provider, or the price list, cannot be used as the settings want it.
pub fn contenders(settings: &Tutor) -> anyhow::Result<Vec<Contender>> {
    let (client, prices) = (crate::providers::client::build()?, prices(settings)?);
    let chats = chats(settings, &client)?.into_iter();
    Ok(chats.map(|chat| Contender { price: *prices.of(chat.model()), chat }).collect())
}

fn prices(settings: &Tutor) -> anyhow::Result<Prices> {
    let Some(path) = &settings.prices else { return Ok(Prices::shipped()) };
    let fault = || format!("TUTOR_PRICES: {}", path.display());
    let own = std::fs::read_to_string(path).with_context(fault)?;
    Prices::read(Some(&own)).with_context(fault)
}

fn model<K>(provider: &Provider<K>) -> Model {
    Model { provider: provider.name.clone(), model: provider.model.clone() }
}

fn base<K>(provider: &Provider<K>) -> anyhow::Result<Url> {
    provider.base.clone().with_context(|| format!("the provider {} has no address", provider.name))
}

/// Who thinks, in order.
///
/// # Errors
/// Where a provider cannot be spoken to as the settings want it: a key over an open line, an address that is none.
fn chats(settings: &Tutor, client: &reqwest::Client) -> anyhow::Result<Vec<Arc<dyn Chat>>> {
    let make = |provider: &Provider<ChatKind>| -> anyhow::Result<Arc<dyn Chat>> {
        let (client, base, key) = (client.clone(), base(provider)?, provider.key.clone());
        let model = model(provider);
        Ok(match provider.kind {
            ChatKind::OpenAi => Arc::new(OpenAiChat::new(client, base, key, model)?),
            ChatKind::Gemini => Arc::new(GeminiChat::new(client, base, key, model)?),
        })
    };
    settings.chats.iter().map(|it| make(it).with_context(|| named("TUTOR_CHAT", it))).collect()
}

/// Who hears, in order.
///
/// # Errors
/// As for [`chats`].
fn ears(settings: &Tutor, client: &reqwest::Client) -> anyhow::Result<Vec<Arc<dyn Transcriber>>> {
    let make = |provider: &Provider<EarKind>| -> anyhow::Result<Arc<dyn Transcriber>> {
        let (client, base, key) = (client.clone(), base(provider)?, provider.key.clone());
        let model = model(provider);
        Ok(match provider.kind {
            EarKind::OpenAi => Arc::new(OpenAiTranscription::new(client, base, key, model)?),
            EarKind::Deepgram => Arc::new(Deepgram::new(base, key, model, Coding::default())?),
            EarKind::HuggingFace => Arc::new(HuggingFace::new(client, base, key, model)?),
            EarKind::ElevenLabs => Arc::new(ElevenLabsAgent::new(client, base, key, model)?),
        })
    };
    settings.ears.iter().map(|it| make(it).with_context(|| named("TUTOR_EARS", it))).collect()
}

/// Who speaks, in order.
///
/// # Errors
/// As for [`chats`], and where espeak-ng is wanted and not installed.
async fn voices(
    settings: &Tutor,
    client: &reqwest::Client,
) -> anyhow::Result<Vec<Arc<dyn Speaker>>> {
    let mut voices: Vec<Arc<dyn Speaker>> = Vec::new();
    for provider in &settings.voices {
        let made = voice(provider, client).await;
        voices.push(made.with_context(|| named("TUTOR_VOICES", provider))?);
    }
    Ok(voices)
}

async fn voice(
    provider: &Provider<VoiceKind>,
    client: &reqwest::Client,
) -> anyhow::Result<Arc<dyn Speaker>> {
    if provider.kind == VoiceKind::Espeak {
        let espeak = Espeak::find().await.context("espeak-ng is not installed")?;
        return Ok(Arc::new(EspeakSpeaker::new(Arc::new(espeak))));
    }
    let (client, base, key) = (client.clone(), base(provider)?, provider.key.clone());
    let (model, langs) = (model(provider), provider.langs.clone());
    let voice = |default: &str| provider.voice.clone().unwrap_or_else(|| default.to_owned());
    Ok(match provider.kind {
        VoiceKind::OpenAi => {
            Arc::new(OpenAiSpeech::new(client, base, key, model, voice(OPENAI_VOICE), langs)?)
        }
        VoiceKind::ElevenLabs => {
            Arc::new(ElevenLabs::new(client, base, key, model, voice(ELEVENLABS_VOICE), langs)?)
        }
        VoiceKind::Google | VoiceKind::Espeak => {
            let name = voice(&provider.model);
            let voices = langs.into_iter().map(|lang| google_voice(lang, &name)).collect();
            Arc::new(GoogleSpeech::new(client, base, key, model, voices)?)
        }
    })
}

/// Google names a voice by its language: `en-US-Standard-C` speaks `en-US`.
fn google_voice(lang: Lang, name: &str) -> GoogleVoice {
    let mut parts = name.split('-');
    let code = match (parts.next(), parts.next()) {
        (Some(language), Some(region)) => format!("{language}-{region}"),
        _ => lang.tag().to_owned(),
    };
    GoogleVoice { lang, code, name: name.to_owned() }
}

fn named<K>(setting: &str, provider: &Provider<K>) -> String {
    format!("{setting}: the provider {}", provider.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_google_voice_is_read_off_its_name() {
        assert_eq!(google_voice(Lang::En, "en-GB-Neural2-A").code, "en-GB");
        assert_eq!(google_voice(Lang::En, "Puck").code, "en");
    }
}
