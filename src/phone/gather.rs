//! `<Gather>`: keys or words, whichever come first, until something ends it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::PhoneError;
use super::event::Event;
use super::input::{Command, Waited};
use super::line::Pace;
use super::runner::{Ending, Flow, Runner};
use super::twiml::Gather;

/// What a question got.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Collected {
    Keys(String),
    Speech(String),
    /// The key that ends an answer, and nothing before it.
    LoneFinisher(char),
    Nothing,
    HungUp,
}

/// The keys pressed at one question.
#[derive(Debug)]
struct KeyPad<'g> {
    gather: &'g Gather,
    pressed: String,
    finished: bool,
    /// The key that ended it, if one did.
    finisher: Option<char>,
}

impl<'g> KeyPad<'g> {
    fn new(gather: &'g Gather) -> Self {
        Self { gather, pressed: String::new(), finished: false, finisher: None }
    }

    /// Takes keys until the question is answered; returns those that were too many.
    fn take<'k>(&mut self, keys: &'k str) -> &'k str {
        for (at, key) in keys.char_indices() {
            if self.finished {
                return &keys[at..];
            }
            if self.gather.finish_on_key == Some(key) {
                self.finished = true;
                self.finisher = Some(key);
                continue;
            }
            self.pressed.push(key);
            let full = self.gather.num_digits.and_then(|n| usize::try_from(n).ok());
            self.finished = Some(self.pressed.chars().count()) == full;
        }
        ""
    }
}

impl Runner {
    pub(super) async fn gather(&mut self, gather: Gather) -> Result<Flow, PhoneError> {
        let gather = Arc::new(gather);
        for prompt in &gather.prompts {
            // A key or a word cuts the prompts short; hanging up shows below.
            if self.play_prompt(prompt, true).await? && self.line.pace == Pace::Real {
                break;
            }
        }
        self.emit(Event::Gathering(gather.clone()));
        let mut finisher = None;
        let (digits, speech) = match self.collect(&gather).await? {
            Collected::LoneFinisher(key) => {
                finisher = Some(key.to_string());
                (Some(String::new()), None)
            }
            Collected::HungUp => return Ok(Flow::End(Ending::Caller)),
            Collected::Keys(keys) => (Some(keys), None),
            Collected::Speech(text) => (None, Some(text)),
            Collected::Nothing if gather.action_on_empty_result => (Some(String::new()), None),
            Collected::Nothing => return Ok(Flow::Next),
        };
        let confidence = self.line.confidence.clone();
        let mut extra: Vec<(&str, &str)> = Vec::new();
        if let Some(digits) = &digits {
            extra.push(("Digits", digits));
        }
        extra.extend(finisher.as_deref().map(|key| ("FinishedOnKey", key)));
        if let Some(text) = &speech {
            extra.push(("SpeechResult", text));
            extra.extend(confidence.as_deref().map(|value| ("Confidence", value)));
        }
        self.hand_over(gather.action.as_ref(), gather.method, &extra)
    }

    async fn collect(&mut self, gather: &Gather) -> Result<Collected, PhoneError> {
        let mut pad = KeyPad::new(gather);
        loop {
            let got = self.input.wait(self.deadline(gather), is_answer).await;
            match got {
                Waited::HungUp => return Ok(Collected::HungUp),
                Waited::Elapsed if self.line.pace == Pace::Instant => {
                    return Err(PhoneError::Idle { seconds: self.line.patience.as_secs() });
                }
                Waited::Elapsed => return Ok(self.pressed(pad.pressed)),
                Waited::Got(Command::Keys(keys)) if gather.dtmf => {
                    let rest = pad.take(&keys);
                    if !rest.is_empty() {
                        self.input.put_back(Command::Keys(rest.to_owned()));
                    }
                    if let (Some(key), true) = (pad.finisher, pad.pressed.is_empty()) {
                        self.emit(Event::Pressed { keys: key.to_string() });
                        return Ok(Collected::LoneFinisher(key));
                    }
                    if pad.finished || self.line.pace == Pace::Instant {
                        return Ok(self.pressed(pad.pressed));
                    }
                }
                Waited::Got(Command::Speech(text)) if gather.speech && pad.pressed.is_empty() => {
                    self.emit(Event::Spoke { text: text.clone() });
                    return Ok(Collected::Speech(text));
                }
                // Silence, or something that this question cannot hear.
                Waited::Got(_) if self.line.pace == Pace::Instant => {
                    return Ok(self.pressed(pad.pressed));
                }
                Waited::Got(_) => {}
            }
        }
    }

    fn pressed(&mut self, keys: String) -> Collected {
        if keys.is_empty() {
            self.emit(Event::NoInput);
            return Collected::Nothing;
        }
        self.emit(Event::Pressed { keys: keys.clone() });
        Collected::Keys(keys)
    }

    /// When the question gives up. Every key starts the time anew.
    fn deadline(&self, gather: &Gather) -> Instant {
        let length = match self.line.pace {
            Pace::Instant => self.line.patience,
            Pace::Real => Duration::from_secs(u64::from(gather.timeout)),
        };
        Instant::now() + length
    }
}

fn is_answer(command: &Command) -> bool {
    matches!(command, Command::Keys(_) | Command::Speech(_) | Command::Silence)
}
