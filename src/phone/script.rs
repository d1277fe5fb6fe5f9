//! Calls that run by themselves: a list of what the caller will do, done when the line is ready for it.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::PhoneError;
use super::call::{Call, CallReport};
use super::event::{Event, Moment};
use super::line::Line;

/// How long the line may leave something unanswered in a stream before the next act follows.
const UNANSWERED: Duration = Duration::from_secs(6);

/// One thing that the caller will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Keys, all at one question; in a stream each becomes a message.
    Keys(String),
    /// Words at a question, as the recogniser writes them down.
    Speech(String),
    /// Samples of 8 kHz, spoken into a stream or a recording.
    Sound(Vec<i16>),
}

/// What the caller will do, in order.
///
/// A question takes the first act that is keys or words. A stream takes the first act, if it is keys or sound,
/// whenever the line has fallen quiet. A question that finds no act left is met with silence.
#[derive(Debug, Clone)]
pub struct Script {
    /// In order.
    pub acts: Vec<Act>,
    /// The caller hangs up after so long, whatever is left.
    pub limit: Duration,
}

impl Script {
    /// A script of at most five minutes.
    #[must_use]
    pub fn new(acts: Vec<Act>) -> Self {
        Self { acts, limit: Duration::from_secs(300) }
    }
}

impl Line {
    /// Dials and acts by the script to the end of the call, telling `observer` of everything as it happens.
    ///
    /// # Errors
    ///
    /// As [`Line::dial`]; a call that fails later is a report with a failed ending.
    pub async fn play(
        &self,
        script: Script,
        mut observer: impl FnMut(&Moment),
    ) -> Result<CallReport, PhoneError> {
        let mut call = self.dial()?;
        let deadline = Instant::now() + script.limit;
        let mut actor =
            Actor { acts: script.acts.into(), in_stream: false, speaking: false, nudge: None };
        let mut gave_up = false;
        loop {
            let wake = actor.nudge.unwrap_or(deadline).min(deadline);
            // Once hung up, only the rest of what happened is awaited.
            let wake = if gave_up { Instant::now() + Duration::from_secs(60) } else { wake };
            match timeout_at(wake, call.next_event()).await {
                Ok(None) => break,
                Ok(Some(moment)) => {
                    observer(&moment);
                    actor.react(&moment.event, &call).await;
                }
                Err(_) if gave_up => break,
                Err(_) if Instant::now() >= deadline => {
                    gave_up = true;
                    let _ = call.hang_up().await;
                }
                Err(_) => actor.next_in_stream(&call).await,
            }
        }
        Ok(call.finish().await)
    }
}

struct Actor {
    acts: VecDeque<Act>,
    in_stream: bool,
    /// Our own sound is on its way.
    speaking: bool,
    /// When to go on although the line says nothing.
    nudge: Option<Instant>,
}

impl Actor {
    async fn react(&mut self, event: &Event, call: &Call) {
        match event {
            Event::Gathering(_) => self.answer(call).await,
            Event::Recording { .. } => self.dictate(call).await,
            Event::StreamOpened { .. } => {
                self.in_stream = true;
                self.speaking = false;
                self.nudge = None;
            }
            Event::StreamClosed { .. } | Event::StreamFailed { .. } => {
                self.in_stream = false;
                self.nudge = None;
            }
            Event::LineSpeaking => self.nudge = None,
            Event::LineQuiet { .. } if self.in_stream && !self.speaking => {
                self.next_in_stream(call).await
            }
            Event::Spoken { .. } => {
                self.speaking = false;
                self.nudge = Some(Instant::now() + UNANSWERED);
            }
            _ => {}
        }
    }

    /// A call that is over takes no more acts; its end is told by the next event.
    async fn answer(&mut self, call: &Call) {
        let at = self.acts.iter().position(|act| !matches!(act, Act::Sound(_)));
        let _ = match at.and_then(|at| self.acts.remove(at)) {
            Some(Act::Keys(keys)) => call.press(&keys).await,
            Some(Act::Speech(text)) => call.say_speech(&text).await,
            _ => call.silence().await,
        };
    }

    async fn dictate(&mut self, call: &Call) {
        let at = self.acts.iter().position(|act| matches!(act, Act::Sound(_)));
        let _ = match at.and_then(|at| self.acts.remove(at)) {
            Some(Act::Sound(samples)) => call.speak(&samples).await,
            _ => call.silence().await,
        };
    }

    async fn next_in_stream(&mut self, call: &Call) {
        self.nudge = None;
        let _ = match self.acts.front() {
            Some(Act::Sound(samples)) => {
                self.speaking = true;
                call.speak(samples).await
            }
            Some(Act::Keys(keys)) => {
                self.nudge = Some(Instant::now() + UNANSWERED);
                call.press(keys).await
            }
            // Words can only be said at a question.
            Some(Act::Speech(_)) | None => return,
        };
        self.acts.pop_front();
    }
}
