//! Gemini's own protocol.
//!
//! Sources: "Generating content", methods `models.streamGenerateContent`, types `GenerateContentResponse`,
//! `UsageMetadata` and `FinishReason` (ai.google.dev/api/generate-content).

use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::{Value, json};
use url::Url;

use super::stream::{self, Told};
use crate::ports::PortError;
use crate::ports::chat::{Chat, Deltas, Prompt, Role};
use crate::ports::errand::{Errand, Model, ProviderError, Usage};
use crate::providers::exchange::Door;

/// Reasons to stop that mean that the content was declined.
const REFUSED: &[&str] = &[
    "SAFETY",
    "RECITATION",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "IMAGE_SAFETY",
    "LANGUAGE",
];

/// A Gemini model.
#[derive(Debug)]
pub struct GeminiChat {
    client: reqwest::Client,
    door: Door,
    model: Model,
}

impl GeminiChat {
    /// The model behind `base`, such as `https://generativelanguage.googleapis.com/v1beta`.
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

#[async_trait]
impl Chat for GeminiChat {
    fn model(&self) -> &Model {
        &self.model
    }

    async fn ask(&self, errand: &Errand, prompt: &Prompt) -> Result<Deltas, ProviderError> {
        let method = format!("{}:streamGenerateContent", self.model.model);
        let mut url = self.door.at(&["models", &method]);
        url.query_pairs_mut().append_pair("alt", "sse");
        let request = self
            .client
            .post(url)
            .headers(self.door.header("x-goog-api-key", ""))
            .json(&body(prompt));
        stream::ask(errand, prompt, request, read).await
    }
}

/// Instructions go in a field of their own; what remains are turns of the user and the model.
fn body(prompt: &Prompt) -> Value {
    let mut instructions = Vec::new();
    let mut turns = Vec::new();
    for message in &prompt.messages {
        let part = json!({ "text": message.text });
        match message.role {
            Role::System => instructions.push(part),
            Role::User => turns.push(json!({ "role": "user", "parts": [part] })),
            Role::Assistant => turns.push(json!({ "role": "model", "parts": [part] })),
        }
    }
    let mut body = json!({
        "contents": turns,
        "generationConfig": {
            "maxOutputTokens": prompt.max_tokens,
            "temperature": prompt.temperature,
        },
    });
    if !instructions.is_empty() {
        body["systemInstruction"] = json!({ "parts": instructions });
    }
    body
}

/// One event: a response with what is new in it. The stream ends without a word of its own.
pub(super) fn read(data: &str) -> Result<Told, ProviderError> {
    let response = stream::object(data)?;
    let candidate = response.pointer("/candidates/0");
    let parts = candidate.and_then(|candidate| candidate.pointer("/content/parts"));
    let text: String =
        parts.and_then(Value::as_array).into_iter().flatten().filter_map(spoken).collect();
    let reason = candidate.and_then(|c| c.get("finishReason")).and_then(Value::as_str);
    let blocked = response.pointer("/promptFeedback/blockReason").is_some_and(Value::is_string);
    Ok(Told {
        usage: usage(&response, text.is_empty()),
        text,
        complete: reason.is_some_and(|reason| reason != "FINISH_REASON_UNSPECIFIED"),
        refused: blocked || reason.is_some_and(|reason| REFUSED.contains(&reason)),
        last: false,
    })
}

/// The text of a part, unless it is a thought of the model's.
fn spoken(part: &Value) -> Option<&str> {
    let thought = part.get("thought").and_then(Value::as_bool).unwrap_or(false);
    part.get("text").and_then(Value::as_str).filter(|_| !thought)
}

/// What it has used until now; thoughts are charged as written. Some models tell what they wrote with the last event only: what
/// comes with text and without that count tells nothing.
fn usage(response: &Value, silent: bool) -> Option<Usage> {
    let told = response.get("usageMetadata")?;
    let count = |name: &str| told.get(name).and_then(Value::as_u64);
    if !silent && count("candidatesTokenCount").is_none() {
        return None;
    }
    Some(Usage {
        input_tokens: count("promptTokenCount")?,
        cached_tokens: count("cachedContentTokenCount").unwrap_or(0),
        output_tokens: count("candidatesTokenCount").unwrap_or(0)
            + count("thoughtsTokenCount").unwrap_or(0),
        ..Usage::default()
    })
}
