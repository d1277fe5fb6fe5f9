//! OpenAI's transcription protocol, which Groq and servers of Whisper speak too.
//!
//! Sources: "Create transcription" (platform.openai.com/docs/api-reference/audio/createTranscription), "Speech to
//! text" of Groq (console.groq.com/docs/speech-to-text). Any WAV is taken; the language is a two-letter code, and Whisper has
//! none for Kinyarwanda (github.com/openai/whisper, tokenizer.py), so there it is left to find out.

use async_trait::async_trait;
use reqwest::multipart::{Form, Part};
use serde::Deserialize;

use super::whole::{Asked, LIMIT, Post, Whole};
use crate::domain::lang::Lang;
use crate::ports::errand::{Errand, Fault, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Transcript};
use crate::providers::exchange;

/// A transcription model behind an endpoint that speaks OpenAI's protocol, at a base such as `https://api.openai.com/v1`;
/// `/audio/transcriptions` is put after it.
pub type OpenAiTranscription = Asked<Upload>;

/// The file is a part of a form.
#[derive(Debug)]
pub struct Upload;

#[derive(Deserialize)]
struct Answer {
    text: String,
    #[serde(default)]
    usage: Option<Tokens>,
}

/// Models that charge by tokens tell them; those that charge by the minute tell seconds, which we know.
#[derive(Default, Deserialize)]
struct Tokens {
    #[serde(default)]
    input_tokens: u64,
    #[serde(default)]
    output_tokens: u64,
}

#[async_trait]
impl Whole for Upload {
    async fn words(
        post: &Post,
        errand: &Errand,
        expecting: &Expecting,
        wav: Vec<u8>,
    ) -> Result<Transcript, ProviderError> {
        let file = Part::bytes(wav)
            .file_name("utterance.wav")
            .mime_str("audio/wav")
            .map_err(|_| ProviderError::new(Fault::BadRequest, "no such media type"))?;
        let mut form = Form::new()
            .part("file", file)
            .text("model", post.model.model.clone())
            .text("response_format", "json");
        if expecting.lang == Lang::En {
            form = form.text("language", "en");
        }
        if !expecting.words.is_empty() {
            form = form.text("prompt", expecting.words.join(", "));
        }
        let request = post
            .client
            .post(post.door.at(&["audio", "transcriptions"]))
            .headers(post.door.bearer())
            .multipart(form);
        let response = exchange::send(errand, errand.whole_by, request).await?;
        let answer: Answer = exchange::json(response, LIMIT, errand.whole_by).await?;
        let tokens = answer.usage.unwrap_or_default();
        let usage = Usage {
            input_tokens: tokens.input_tokens,
            output_tokens: tokens.output_tokens,
            ..Usage::default()
        };
        Ok(Transcript { text: answer.text.trim().to_owned(), confidence: None, usage })
    }
}
