//! Prompts and checks that can be counted on fingers.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::fakes_tests::question;
use crate::chain::wits::{Asked, Checks, Cuts, NotFit, Wits};
use crate::domain::task::TaskKind;
use crate::ports::chat::{Message, Prompt, Role};
use crate::ports::tutor::{Pupil, Question};

/// Prompts of ten tokens; whatever says "unfit" is.
pub(super) struct Plain;

impl Checks for Plain {
    fn sentence(&mut self, text: &str) -> Result<String, NotFit> {
        self.whole(text)
    }
    fn finish(&mut self) -> Result<(), NotFit> {
        Ok(())
    }
    fn whole(&mut self, text: &str) -> Result<String, NotFit> {
        if text.contains("unfit") { Err(NotFit { why: "test" }) } else { Ok(text.to_owned()) }
    }
}

impl Wits for Plain {
    fn instead(&self, _: &Question) -> Option<String> {
        None
    }
    fn ask(&self, question: &Question) -> Asked {
        let text = question.task.said.clone();
        Asked {
            prompt: Prompt {
                messages: vec![Message { role: Role::User, text }],
                max_tokens: 100,
                temperature: 0.5,
            },
            rubric: "plain/1".to_owned(),
            tokens: 10,
            checks: Arc::new(|| Box::new(Plain)),
        }
    }
    fn older(&self, pupil: &Pupil) -> Option<(Asked, DateTime<Utc>)> {
        let until = pupil.history.last().filter(|_| pupil.history.len() >= 20)?.timestamp;
        let question = Question { pupil: pupil.clone(), ..question(TaskKind::Ask) };
        Some((self.ask(&question), until))
    }
    fn cuts(&self) -> Box<dyn Cuts> {
        Box::new(crate::tutor::sentences::Splitter::new())
    }
    fn tokens(&self, text: &str) -> u64 {
        text.split_whitespace().count() as u64
    }
}
