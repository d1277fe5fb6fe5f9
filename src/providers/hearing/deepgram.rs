//! Deepgram's live transcription.
//!
//! Sources: "Live Audio" (developers.deepgram.com/reference/streaming), "Finalize" and "Close Stream"
//! (developers.deepgram.com/docs). Sound goes in binary messages; results come as JSON, interim ones to be replaced by final
//! ones. `Finalize` makes it write down what it holds, and the result that says `from_finalize` is the last; where it holds
//! nothing worth a result none may come, so `CloseStream` follows at once, which ends in `Metadata` and a close.

use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant};
use url::Url;

use super::{allowance, ms, within_limit};
use crate::domain::lang::Lang;
use crate::ports::PortError;
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Hearing, Transcriber, Transcript};
use crate::providers::exchange::{self, Door};
use crate::providers::fault;
use crate::providers::socket::{Came, Socket};
use crate::speech::g711::{self, Law};

/// Words that it is told to expect, at most: it takes 500 tokens of them.
const KEYTERMS: usize = 50;

/// How the sound is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coding {
    /// G.711 mu-law: half the bytes, and what the call brought anyway.
    #[default]
    Mulaw,
    /// 16-bit samples, little-endian.
    Linear16,
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Mulaw => "mulaw",
            Self::Linear16 => "linear16",
        }
    }

    fn encode(self, samples: &[i16]) -> Vec<u8> {
        match self {
            Self::Mulaw => samples.iter().map(|sample| g711::encode(Law::Mu, *sample)).collect(),
            Self::Linear16 => samples.iter().flat_map(|sample| sample.to_le_bytes()).collect(),
        }
    }
}

/// Deepgram.
#[derive(Debug)]
pub struct Deepgram {
    door: Door,
    model: Model,
    coding: Coding,
}

impl Deepgram {
    /// The model behind `base`, such as `https://api.deepgram.com` or `wss://api.deepgram.com`; `/v1/listen` is put after it.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the key would travel in the clear or cannot stand in a header, or the base can have no path.
    pub fn new(
        base: Url,
        key: Option<SecretString>,
        model: Model,
        coding: Coding,
    ) -> Result<Self, PortError> {
        Ok(Self { door: Door::new(base, key)?, model, coding })
    }

    fn url(&self, expecting: &Expecting) -> Url {
        let mut url = self.door.socket_at(&["v1", "listen"]);
        let mut query = url.query_pairs_mut();
        query
            .append_pair("model", &self.model.model)
            .append_pair("encoding", self.coding.name())
            .append_pair("sample_rate", "8000")
            .append_pair("channels", "1")
            .append_pair("language", expecting.lang.tag())
            .append_pair("interim_results", "true")
            .append_pair("smart_format", "true");
        // Key terms are Nova-3's; older models refuse the parameter.
        if self.model.model.starts_with("nova-3") {
            for word in expecting.words.iter().take(KEYTERMS) {
                query.append_pair("keyterm", word);
            }
        }
        drop(query);
        url
    }
}

#[async_trait]
impl Transcriber for Deepgram {
    fn model(&self) -> &Model {
        &self.model
    }

    fn streams(&self) -> bool {
        true
    }

    async fn listen(
        &self,
        errand: &Errand,
        expecting: &Expecting,
    ) -> Result<Box<dyn Hearing>, ProviderError> {
        if expecting.lang != Lang::En {
            return Err(exchange::cannot("a language that it does not hear"));
        }
        let allowance = allowance(errand);
        let headers = self.door.header("authorization", "Token ");
        let until = errand.first_by.min(errand.whole_by);
        let socket = Socket::open(&self.url(expecting), headers, errand, until).await?;
        Ok(Box::new(Listening {
            socket,
            coding: self.coding,
            allowance,
            samples: 0,
            heard: Heard::default(),
        }))
    }
}

/// An utterance on its way.
struct Listening {
    socket: Socket,
    coding: Coding,
    allowance: Duration,
    samples: usize,
    heard: Heard,
}

/// What has been written down until now.
#[derive(Debug, Default)]
struct Heard {
    text: String,
    /// The least sure part counts.
    confidence: Option<f32>,
    over: bool,
}

impl Heard {
    fn take(&mut self, came: Came) -> Result<(), ProviderError> {
        let message = match came {
            Came::Closed => {
                self.over = true;
                return Ok(());
            }
            Came::Json(message) => message,
        };
        match message.get("type").and_then(Value::as_str) {
            Some("Results") => self.take_results(&message)?,
            Some("Metadata") => self.over = true,
            Some("Error") => return Err(fault::of_event(&message)),
            Some(_) => {}
            None => return Err(fault::malformed("a message without a type")),
        }
        Ok(())
    }

    fn take_results(&mut self, results: &Value) -> Result<(), ProviderError> {
        let flag = |name: &str| results.get(name).and_then(Value::as_bool).unwrap_or(false);
        if flag("is_final") {
            let best = results.pointer("/channel/alternatives/0");
            let text = best.and_then(|best| best.get("transcript")).and_then(Value::as_str);
            let text = text.ok_or_else(|| fault::malformed("results without a transcript"))?;
            if !text.is_empty() {
                if !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.text.push_str(text);
                let sure = best.and_then(|best| best.get("confidence")).and_then(Value::as_f64);
                let sure = sure.map(|sure| sure as f32);
                self.confidence = match (self.confidence, sure) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
        }
        self.over |= flag("from_finalize");
        Ok(())
    }
}

impl Listening {
    fn usage(&self) -> Usage {
        Usage { audio_ms: ms(self.samples), ..Usage::default() }
    }

    async fn gather(&mut self) -> Result<(), ProviderError> {
        let until = Instant::now() + self.allowance;
        for word in ["Finalize", "CloseStream"] {
            self.socket.send_json(&json!({ "type": word }), until).await?;
        }
        while !self.heard.over {
            let came = self.socket.next(until).await?;
            self.heard.take(came)?;
        }
        Ok(())
    }

    async fn pass_on(&mut self, samples: &[i16]) -> Result<(), ProviderError> {
        let until = Instant::now() + self.allowance;
        self.socket.send_bytes(self.coding.encode(samples), until).await?;
        self.samples += samples.len();
        while let Some(came) = self.socket.here()? {
            self.heard.take(came)?;
            if self.heard.over {
                return Err(fault::malformed("it ended before the speaker did"));
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Hearing for Listening {
    async fn push(&mut self, samples: &[i16]) -> Result<(), ProviderError> {
        within_limit(self.samples, samples.len())?;
        if samples.is_empty() {
            // An empty message would end the stream.
            return Ok(());
        }
        let passed = self.pass_on(samples).await;
        passed.map_err(|error| ProviderError { usage: self.usage(), ..error })
    }

    async fn finish(mut self: Box<Self>) -> Result<Transcript, ProviderError> {
        let gathered = self.gather().await;
        let usage = self.usage();
        gathered.map_err(|error| ProviderError { usage, ..error })?;
        Ok(Transcript { text: self.heard.text, confidence: self.heard.confidence, usage })
    }
}
