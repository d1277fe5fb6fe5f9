//! ElevenLabs' conversational agent, for its ears only: what it would say is passed over.
//!
//! Sources: "WebSocket" (elevenlabs.io/docs/conversational-ai/api-reference/websocket), "Get signed URL"
//! (elevenlabs.io/docs/api-reference/get-signed-url). Sound goes as base64 in `user_audio_chunk`, in the coding that
//! `conversation_initiation_metadata` names; `ping` wants a `pong` with its number; `user_transcript` has the words. There is no
//! message that ends an utterance: the service hears a pause, so silence is sent until the words are there. The agent should be
//! set up with an empty first message.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant};
use url::Url;

use super::{allowance, ms, within_limit};
use crate::ports::PortError;
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Hearing, Transcriber, Transcript};
use crate::providers::exchange::{self, Door};
use crate::providers::fault;
use crate::providers::socket::{Came, Socket};
use crate::speech::g711::{self, Law};
use crate::speech::resample;
use crate::speech::units::SAMPLE_RATE_HZ;

/// The most bytes of the answer with a signed address.
const LIMIT: usize = 64 * 1024;
/// Silence between two looks for the words, ms: as often as a telephone would send.
const SILENCE_MS: usize = 100;
/// The loudest sample of a stretch that may be speech.
const LOUD: u16 = 1_000;

/// An agent of ElevenLabs, by its id (the model's name).
#[derive(Debug)]
pub struct ElevenLabsAgent {
    client: reqwest::Client,
    door: Door,
    model: Model,
    public: bool,
}

impl ElevenLabsAgent {
    /// The agent behind `base`, such as `https://api.elevenlabs.io`. With a key, a signed address is asked for first, as a
    /// private agent wants it; without, the agent has to be a public one.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the key would travel in the clear or cannot stand in a header, or the base can have no path.
    pub fn new(
        client: reqwest::Client,
        base: Url,
        key: Option<SecretString>,
        agent: Model,
    ) -> Result<Self, PortError> {
        let public = key.is_none();
        Ok(Self { client, door: Door::new(base, key)?, model: agent, public })
    }

    async fn address(&self, errand: &Errand, until: Instant) -> Result<Url, ProviderError> {
        if self.public {
            let mut url = self.door.socket_at(&["v1", "convai", "conversation"]);
            url.query_pairs_mut().append_pair("agent_id", &self.model.model);
            return Ok(url);
        }
        let mut url = self.door.at(&["v1", "convai", "conversation", "get-signed-url"]);
        url.query_pairs_mut().append_pair("agent_id", &self.model.model);
        let request = self.client.get(url).headers(self.door.header("xi-api-key", ""));
        let response = exchange::send(errand, until, request).await?;
        let signed: Signed = exchange::json(response, LIMIT, until).await?;
        // The address opens the conversation, and a learner's voice goes there.
        Url::parse(&signed.signed_url)
            .ok()
            .filter(exchange::is_safe)
            .ok_or_else(|| fault::malformed("an address that is none, or not over TLS"))
    }
}

#[derive(Deserialize)]
struct Signed {
    signed_url: String,
}

#[async_trait]
impl Transcriber for ElevenLabsAgent {
    fn model(&self) -> &Model {
        &self.model
    }

    fn streams(&self) -> bool {
        true
    }

    async fn listen(
        &self,
        errand: &Errand,
        _: &Expecting,
    ) -> Result<Box<dyn Hearing>, ProviderError> {
        let allowance = allowance(errand);
        let until = errand.first_by.min(errand.whole_by);
        let url = self.address(errand, until).await?;
        let mut socket =
            Socket::open(&url, reqwest::header::HeaderMap::new(), errand, until).await?;
        let hello = json!({ "type": "conversation_initiation_client_data" });
        socket.send_json(&hello, until).await?;
        let mut heard = Heard::default();
        let coder = loop {
            let Came::Json(message) = socket.next(until).await? else {
                return Err(fault::malformed("it closed before it began"));
            };
            let metadata = message.get("conversation_initiation_metadata_event");
            if let Some(metadata) = metadata {
                break Coder::of(metadata.get("user_input_audio_format").and_then(Value::as_str))?;
            }
            if let Some(answer) = heard.take(&message)? {
                socket.send_json(&answer, until).await?;
            }
        };
        Ok(Box::new(Listening { socket, coder, allowance, samples: 0, heard }))
    }
}

/// How it wants the sound.
enum Coder {
    Mulaw,
    Linear,
    Resampled(Box<resample::Stream>),
}

impl Coder {
    /// By the name of a format, such as `pcm_16000`; that is also what it takes if it names none.
    fn of(format: Option<&str>) -> Result<Self, ProviderError> {
        let unknown = || fault::malformed("a coding of sound that is not known");
        match format.unwrap_or("pcm_16000") {
            "ulaw_8000" => Ok(Self::Mulaw),
            "pcm_8000" => Ok(Self::Linear),
            other => {
                let rate = other.strip_prefix("pcm_").and_then(|rate| rate.parse().ok());
                let rate = rate.ok_or_else(unknown)?;
                let stream = resample::Stream::new(SAMPLE_RATE_HZ, rate).map_err(|_| unknown())?;
                Ok(Self::Resampled(Box::new(stream)))
            }
        }
    }

    fn encode(&mut self, samples: &[i16]) -> Vec<u8> {
        match self {
            Self::Mulaw => samples.iter().map(|sample| g711::encode(Law::Mu, *sample)).collect(),
            Self::Linear => samples.iter().flat_map(|sample| sample.to_le_bytes()).collect(),
            Self::Resampled(stream) => {
                let mut bytes = Vec::new();
                stream.push_i16(samples, |sample| bytes.extend_from_slice(&sample.to_le_bytes()));
                bytes
            }
        }
    }
}

/// What has been written down until now.
#[derive(Debug, Default)]
struct Heard {
    text: String,
    /// Something was said that has not been written down yet.
    owed: bool,
}

impl Heard {
    /// Takes a message in; gives what it wants to be answered.
    fn take(&mut self, message: &Value) -> Result<Option<Value>, ProviderError> {
        match message.get("type").and_then(Value::as_str) {
            Some("ping") => {
                let id = message.pointer("/ping_event/event_id").cloned().unwrap_or(Value::Null);
                Ok(Some(json!({ "type": "pong", "event_id": id })))
            }
            Some("user_transcript") => {
                let text = message.pointer("/user_transcription_event/user_transcript");
                let text = text.and_then(Value::as_str);
                let text = text.ok_or_else(|| fault::malformed("a transcript without words"))?;
                if !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.text.push_str(text.trim());
                self.owed = false;
                Ok(None)
            }
            Some("error") => Err(fault::of_event(message)),
            Some(_) => Ok(None),
            None => Err(fault::malformed("a message without a type")),
        }
    }
}

/// An utterance on its way.
struct Listening {
    socket: Socket,
    coder: Coder,
    allowance: Duration,
    samples: usize,
    heard: Heard,
}

impl Listening {
    fn usage(&self) -> Usage {
        Usage { audio_ms: ms(self.samples), ..Usage::default() }
    }

    async fn pass_on(&mut self, samples: &[i16], until: Instant) -> Result<(), ProviderError> {
        let bytes = self.coder.encode(samples);
        // A filter may hold back the first few samples.
        if !bytes.is_empty() {
            let chunk = json!({ "user_audio_chunk": STANDARD.encode(bytes) });
            self.socket.send_json(&chunk, until).await?;
        }
        while let Some(came) = self.socket.here()? {
            self.take(came, until).await?;
        }
        Ok(())
    }

    async fn take(&mut self, came: Came, until: Instant) -> Result<(), ProviderError> {
        let Came::Json(message) = came else {
            return Err(fault::malformed("it closed before the words were there"));
        };
        if let Some(answer) = self.heard.take(&message)? {
            self.socket.send_json(&answer, until).await?;
        }
        Ok(())
    }

    /// Sends silence in real time until all that was said has been written down.
    async fn gather(&mut self) -> Result<(), ProviderError> {
        let until = Instant::now() + self.allowance;
        let silence = [0; SILENCE_MS * super::SAMPLES_PER_MS];
        let mut ticks = tokio::time::interval(Duration::from_millis(SILENCE_MS as u64));
        while self.heard.owed {
            tokio::select! {
                biased;
                came = self.socket.next(until) => self.take(came?, until).await?,
                _ = ticks.tick() => self.pass_on(&silence, until).await?,
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Hearing for Listening {
    async fn push(&mut self, samples: &[i16]) -> Result<(), ProviderError> {
        within_limit(self.samples, samples.len())?;
        self.samples += samples.len();
        self.heard.owed |= samples.iter().any(|sample| sample.unsigned_abs() > LOUD);
        let passed = self.pass_on(samples, Instant::now() + self.allowance).await;
        passed.map_err(|error| ProviderError { usage: self.usage(), ..error })
    }

    async fn finish(mut self: Box<Self>) -> Result<Transcript, ProviderError> {
        let gathered = self.gather().await;
        let usage = self.usage();
        gathered.map_err(|error| ProviderError { usage, ..error })?;
        Ok(Transcript { text: self.heard.text, confidence: None, usage })
    }
}
