//! The protocol of OpenAI's chat completions, which Groq, Ollama, vLLM, llama.cpp and Gemini's compatible endpoint speak too.
//!
//! Sources: "Create chat completion" and its streaming events (platform.openai.com/docs/api-reference/chat),
//! Groq "API reference" (console.groq.com/docs/api-reference), Ollama "OpenAI compatibility"
//! (docs.ollama.com/api/openai-compatibility), "OpenAI compatibility" of Gemini (ai.google.dev/gemini-api/docs/openai).

use async_trait::async_trait;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::stream::{self, Told};
use crate::ports::PortError;
use crate::ports::chat::{Chat, Deltas, Message, Prompt, Role};
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::providers::exchange::Door;

/// OpenAI's own host: there the limit of tokens has another name, since its thinking models refuse the old one.
const OPENAI: &str = "api.openai.com";

/// A model behind an endpoint that speaks OpenAI's protocol.
#[derive(Debug)]
pub struct OpenAiChat {
    client: reqwest::Client,
    door: Door,
    model: Model,
}

impl OpenAiChat {
    /// The model behind `base`, such as `https://api.openai.com/v1`; `/chat/completions` is put after it.
    ///
    /// # Errors
    /// [`PortError::Refused`] if the key would travel in the clear or cannot stand in a header, or the base can have no path.
    pub fn new(
        client: reqwest::Client,
        base: Url,
        key: Option<SecretString>,
        model: Model,
    ) -> Result<Self, PortError> {
        Ok(Self { client, door: Door::new(base, key)?, model })
    }
}

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: Vec<Said<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    temperature: f32,
    stream: bool,
    stream_options: StreamOptions,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

#[derive(Serialize)]
struct Said<'a> {
    role: &'static str,
    content: &'a str,
}

impl<'a> Said<'a> {
    fn of(message: &'a Message) -> Self {
        let role = match message.role {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
        };
        Self { role, content: &message.text }
    }
}

#[async_trait]
impl Chat for OpenAiChat {
    fn model(&self) -> &Model {
        &self.model
    }

    async fn ask(&self, errand: &Errand, prompt: &Prompt) -> Result<Deltas, ProviderError> {
        let limit = Some(prompt.max_tokens);
        let own = self.door.host() == OPENAI;
        let body = Body {
            model: &self.model.model,
            messages: prompt.messages.iter().map(Said::of).collect(),
            max_tokens: limit.filter(|_| !own),
            max_completion_tokens: limit.filter(|_| own),
            temperature: prompt.temperature,
            stream: true,
            stream_options: StreamOptions { include_usage: true },
        };
        let request = self
            .client
            .post(self.door.at(&["chat", "completions"]))
            .headers(self.door.bearer())
            .json(&body);
        stream::ask(errand, prompt, request, read).await
    }
}

/// One event: a chunk of a completion, or the word that ends the stream; or a whole completion.
pub(super) fn read(data: &str) -> Result<Told, ProviderError> {
    if data.trim() == "[DONE]" {
        return Ok(Told { last: true, ..Told::default() });
    }
    let chunk = stream::object(data)?;
    let choice = chunk.pointer("/choices/0");
    let said = choice.and_then(|choice| choice.get("delta").or_else(|| choice.get("message")));
    let text = said.and_then(|said| said.get("content")).and_then(Value::as_str);
    let refusal = said.and_then(|said| said.get("refusal"));
    let reason = choice.and_then(|choice| choice.get("finish_reason")).and_then(Value::as_str);
    Ok(Told {
        text: text.unwrap_or_default().to_owned(),
        usage: usage(&chunk),
        complete: reason.is_some(),
        refused: reason == Some("content_filter") || refusal.is_some_and(Value::is_string),
        last: false,
    })
}

/// What a chunk says of tokens. Groq says it in a field of its own when it is not asked.
fn usage(chunk: &Value) -> Option<Usage> {
    let object = chunk.get("usage").filter(|usage| usage.is_object());
    let object = object.or_else(|| chunk.pointer("/x_groq/usage"))?;
    let count = |pointer: &str| object.pointer(pointer).and_then(Value::as_u64);
    Some(Usage {
        input_tokens: count("/prompt_tokens")?,
        cached_tokens: count("/prompt_tokens_details/cached_tokens").unwrap_or(0),
        output_tokens: count("/completion_tokens").unwrap_or(0),
        ..Usage::default()
    })
}
