//! Prompts of the bench, whose tokens are counted as the stand-in counts them: by words, and three for each message.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::chain::wits::{Asked, Checks, Cuts, NotFit, Wits};
use crate::ports::chat::{Message, Prompt, Role};
use crate::ports::tutor::{Pupil, Question};
use crate::tutor::sentences::Splitter;

/// What a message costs beside its words, tokens.
const PER_MESSAGE: u64 = 3;
/// The instructions; what they say does not matter to a stand-in.
const RULES: &str = "You are a kind tutor on the telephone. Answer in three short sentences. Use plain words. End with a question.";

/// Words in, words out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words;

impl Wits for Words {
    fn instead(&self, _: &Question) -> Option<String> {
        None
    }

    fn ask(&self, question: &Question) -> Asked {
        let message = |role, text: &str| Message { role, text: text.to_owned() };
        let messages = vec![message(Role::System, RULES), message(Role::User, &question.task.said)];
        let tokens = messages.iter().map(|m| PER_MESSAGE + self.tokens(&m.text)).sum();
        Asked {
            prompt: Prompt { messages, max_tokens: 200, temperature: 0.5 },
            rubric: "bench/1".to_owned(),
            tokens,
            checks: Arc::new(|| Box::new(Words)),
        }
    }

    fn older(&self, _: &Pupil) -> Option<(Asked, DateTime<Utc>)> {
        None
    }

    fn cuts(&self) -> Box<dyn Cuts> {
        Box::new(Splitter::new())
    }

    fn tokens(&self, text: &str) -> u64 {
        text.split_whitespace().count() as u64
    }
}

/// The guard has its own tests; here every word passes.
impl Checks for Words {
    fn sentence(&mut self, text: &str) -> Result<String, NotFit> {
        Ok(text.to_owned())
    }

    fn finish(&mut self) -> Result<(), NotFit> {
        Ok(())
    }

    fn whole(&mut self, text: &str) -> Result<String, NotFit> {
        Ok(text.to_owned())
    }
}
