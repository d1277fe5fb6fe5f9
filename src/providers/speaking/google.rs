//! Google's speech.
//!
//! Sources: "Method: text.synthesize" and `AudioEncoding` (cloud.google.com/text-to-speech/docs/reference/rest/v1):
//! the answer is JSON with the sound in base64; mu-law comes with a WAV header. "Use API keys" (cloud.google.com/docs
//! /authentication/api-keys-use) for the header of the key. `speakingRate` is 0.25 to 2.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{sounds, speed};
use crate::domain::lang::Lang;
use crate::ports::PortError;
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::ports::speaking::{Sentence, Sounds, Speaker};
use crate::providers::exchange::{self, Door};
use crate::providers::fault;

/// The most bytes of one answer: five minutes of sound in base64.
const LIMIT: usize = 4 * 1024 * 1024;

/// A voice of Google's for one language of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoogleVoice {
    /// What it speaks.
    pub lang: Lang,
    /// The same as Google writes it, such as `en-US`.
    pub code: String,
    /// Its name, such as `en-US-Neural2-F`.
    pub name: String,
}

/// Google's speech.
#[derive(Debug)]
pub struct GoogleSpeech {
    client: reqwest::Client,
    door: Door,
    model: Model,
    voices: Vec<GoogleVoice>,
}

impl GoogleSpeech {
    /// The service behind `base`, such as `https://texttospeech.googleapis.com`; `/v1/text:synthesize` is put after it. The
    /// model's name is what prices go by (`neural2`, say); the voices choose it.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the key would travel in the clear or cannot stand in a header, or the base can have no path.
    pub fn new(
        client: reqwest::Client,
        base: Url,
        key: Option<SecretString>,
        model: Model,
        voices: Vec<GoogleVoice>,
    ) -> Result<Self, PortError> {
        Ok(Self { client, door: Door::new(base, key)?, model, voices })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    audio_content: String,
}

#[async_trait]
impl Speaker for GoogleSpeech {
    fn model(&self) -> &Model {
        &self.model
    }

    fn speaks(&self, lang: Lang) -> bool {
        self.voices.iter().any(|voice| voice.lang == lang)
    }

    async fn speak(&self, errand: &Errand, sentence: &Sentence) -> Result<Sounds, ProviderError> {
        let voice = self.voices.iter().find(|voice| voice.lang == sentence.lang);
        let voice = voice.ok_or_else(|| exchange::cannot("a language without a voice"))?;
        let body = json!({
            "input": { "text": sentence.text },
            "voice": { "languageCode": voice.code, "name": voice.name },
            "audioConfig": {
                "audioEncoding": "MULAW",
                "sampleRateHertz": 8_000,
                "speakingRate": speed(sentence.pace),
            },
        });
        let request = self
            .client
            .post(self.door.at(&["v1", "text:synthesize"]))
            .headers(self.door.header("x-goog-api-key", ""))
            .json(&body);
        // It comes in one piece, so the first is the whole.
        let until = errand.first_by.min(errand.whole_by);
        let response = exchange::send(errand, until, request).await?;
        let characters = sentence.text.chars().count() as u64;
        let usage = Usage { characters, ..Usage::default() };
        let charged = |error: ProviderError| ProviderError { usage, ..error };
        let answer: Answer = exchange::json(response, LIMIT, until).await.map_err(charged)?;
        let bytes = STANDARD.decode(&answer.audio_content);
        let bytes = bytes.map_err(|_| charged(fault::malformed("sound that is not base64")))?;
        let sound = bare(&bytes).map_err(charged)?;
        Ok(sounds::whole(sound, usage))
    }
}

/// mu-law without its WAV header, if it has one. Source of the layout: Microsoft and IBM, RIFF, 1991.
fn bare(bytes: &[u8]) -> Result<&[u8], ProviderError> {
    let sound = match bytes.strip_prefix(b"RIFF") {
        None => bytes,
        Some(rest) => {
            let mut chunks = rest.get(8..).unwrap_or_default();
            loop {
                let Some((head, after)) = chunks.split_at_checked(8) else {
                    return Err(fault::malformed("a WAV file without sound"));
                };
                let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
                if &head[..4] == b"data" {
                    // A header that was written before the length was known claims too much.
                    break &after[..length.min(after.len())];
                }
                chunks = after.get(length.saturating_add(length & 1)..).unwrap_or_default();
            }
        }
    };
    if sound.is_empty() { Err(fault::malformed("an answer without sound")) } else { Ok(sound) }
}

#[cfg(test)]
mod tests {
    use super::bare;
    use crate::speech::g711::Law;
    use crate::speech::wav;

    #[test]
    fn a_header_is_taken_off_and_what_has_none_is_left() {
        assert_eq!(bare(&[1, 2, 3]).expect("bare sound"), [1, 2, 3]);
        let file = wav::encode_8k(&[0, 1_000, -1_000], Some(Law::Mu));
        assert_eq!(bare(&file).expect("a file").len(), 3);
        let mut endless = file.clone();
        let at = endless.len() - 8;
        endless[at..at + 4].fill(0xFF);
        assert_eq!(bare(&endless).expect("a claim too much").len(), 4, "to the end of the file");
    }

    #[test]
    fn a_file_without_sound_is_an_error() {
        for bad in [&b""[..], b"RIFF", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \xff\xff\xff\xff"]
        {
            assert!(bare(bad).is_err(), "{bad:?}");
        }
    }
}
