//! Hugging Face's inference of speech recognition: the sound goes in, the words come out.
//!
//! Sources: "Automatic Speech Recognition" (huggingface.co/docs/inference-providers/tasks), where raw bytes are
//! taken when there are no parameters; the inference server's answer while a model is being loaded is 503 with
//! `estimated_time` in seconds. A model of one's own for Kinyarwanda is reached in the same way.

use async_trait::async_trait;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;

use super::whole::{Asked, LIMIT, Post, Whole};
use crate::ports::errand::{Errand, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Transcript};
use crate::providers::exchange;

/// A speech model at Hugging Face, behind a base such as `https://router.huggingface.co/hf-inference/models`; the model's
/// name is put after it.
pub type HuggingFace = Asked<Raw>;

/// The file is the body.
#[derive(Debug)]
pub struct Raw;

#[derive(Deserialize)]
struct Answer {
    text: String,
}

#[async_trait]
impl Whole for Raw {
    async fn words(
        post: &Post,
        errand: &Errand,
        _: &Expecting,
        wav: Vec<u8>,
    ) -> Result<Transcript, ProviderError> {
        // A model's name is `owner/name`: two segments.
        let path: Vec<&str> = post.model.model.split('/').collect();
        let request = post
            .client
            .post(post.door.at(&path))
            .headers(post.door.bearer())
            .header(CONTENT_TYPE, "audio/wav")
            .body(wav);
        let response = exchange::send(errand, errand.whole_by, request).await?;
        let answer: Answer = exchange::json(response, LIMIT, errand.whole_by).await?;
        let text = answer.text.trim().to_owned();
        Ok(Transcript { text, confidence: None, usage: Usage::default() })
    }
}
