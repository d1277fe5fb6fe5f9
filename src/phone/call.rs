//! A call in progress, from the caller's side: listen for what happens, press, speak, hang up.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::event::{Event, Moment};
use super::input::{Command, Input};
use super::line::{Line, new_sid};
use super::runner::{Ending, Runner};
use super::twiml::{Finding, Gather, Severity};
use super::{PhoneError, g711};

/// Happenings that may wait unread; a call that makes more of them than this loses the later ones and says so
/// in its report.
const UNREAD: usize = 4096;

/// Both sides of the sound in media streams: 8 kHz samples, equally long, streams one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    /// What the line said.
    pub line: Vec<i16>,
    /// What the caller said, the idle line's hiss included.
    pub caller: Vec<i16>,
}

/// How a call went.
#[derive(Debug, Clone)]
pub struct CallReport {
    /// `CA` and 32 hexadecimal digits.
    pub call_sid: String,
    /// Who ended it, or why it failed.
    pub ending: Result<Ending, PhoneError>,
    /// From dialling to the end.
    pub duration: Duration,
    /// Everything that happened, in order.
    pub moments: Vec<Moment>,
    /// Both sides of its streams.
    pub recording: Recording,
}

impl CallReport {
    /// What Twilio would have logged about the gateway.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.moments.iter().filter_map(|moment| match &moment.event {
            Event::Finding(finding) => Some(finding),
            _ => None,
        })
    }

    /// The call came to an ordinary end, and the gateway did nothing that Twilio would warn of.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.ending.is_ok() && self.findings().all(|finding| finding.severity < Severity::Warning)
    }

    /// All that the line said through `<Say>`, one line an element.
    #[must_use]
    pub fn said(&self) -> String {
        let said = self.moments.iter().filter_map(|moment| match &moment.event {
            Event::Said { text, .. } => Some(text.as_str()),
            _ => None,
        });
        said.collect::<Vec<_>>().join("\n")
    }
}

/// A call in progress. Dropping it hangs up.
#[derive(Debug)]
pub struct Call {
    sid: String,
    commands: mpsc::Sender<Command>,
    events: mpsc::Receiver<Moment>,
    moments: Vec<Moment>,
    recording: Arc<Mutex<Recording>>,
    runner: JoinHandle<(Result<Ending, PhoneError>, Duration)>,
    failure: Option<PhoneError>,
}

impl Line {
    /// Dials. The call runs on its own task from here on; needs a tokio runtime.
    ///
    /// # Errors
    ///
    /// [`PhoneError::BadUrl`] when the line's settings make no request possible. Everything later is an
    /// [`Event::Failed`].
    pub fn dial(&self) -> Result<Call, PhoneError> {
        let sid = new_sid("CA");
        let (commands, inbox) = mpsc::channel(256);
        let (outbox, events) = mpsc::channel(UNREAD);
        let recording = Arc::new(Mutex::new(Recording::default()));
        let runner =
            Runner::new(self.clone(), sid.clone(), Input::new(inbox), outbox, recording.clone())?;
        let runner = tokio::spawn(runner.run());
        Ok(Call { sid, commands, events, moments: Vec::new(), recording, runner, failure: None })
    }
}

impl Call {
    /// The call's `CA…` name.
    #[must_use]
    pub fn sid(&self) -> &str {
        &self.sid
    }

    /// Presses keys (`0-9 # * A-D`), one after the other. At a question they are the answer; in a stream each
    /// becomes a `dtmf` message; otherwise they wait for the next of either.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Over`].
    pub async fn press(&self, keys: &str) -> Result<(), PhoneError> {
        self.send(Command::Keys(keys.to_owned())).await
    }

    /// Answers the present or next question with speech, as the recogniser would write it down.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Over`].
    pub async fn say_speech(&self, text: &str) -> Result<(), PhoneError> {
        self.send(Command::Speech(text.to_owned())).await
    }

    /// Lets the present or next question time out.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Over`].
    pub async fn silence(&self) -> Result<(), PhoneError> {
        self.send(Command::Silence).await
    }

    /// Speaks 8 kHz samples into the present or next stream, or into a recording.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Over`].
    pub async fn speak(&self, samples: &[i16]) -> Result<(), PhoneError> {
        self.send(Command::Sound(g711::encode_all(samples))).await
    }

    /// Speaks mu-law bytes, bit for bit.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Over`].
    pub async fn speak_mulaw(&self, codes: &[u8]) -> Result<(), PhoneError> {
        self.send(Command::Sound(codes.to_vec())).await
    }

    /// Puts the receiver down.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Over`] when the other side was first.
    pub async fn hang_up(&self) -> Result<(), PhoneError> {
        self.send(Command::HangUp).await
    }

    async fn send(&self, command: Command) -> Result<(), PhoneError> {
        self.commands.send(command).await.map_err(|_| PhoneError::Over)
    }

    /// The next happening; `None` once the call is over and everything has been told.
    pub async fn next_event(&mut self) -> Option<Moment> {
        let moment = self.events.recv().await?;
        if let Event::Failed(error) = &moment.event {
            self.failure = Some(error.clone());
        }
        self.moments.push(moment.clone());
        Some(moment)
    }

    /// Everything told so far.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// Listens until something happens that `wanted` answers.
    ///
    /// # Errors
    ///
    /// What the call failed of, or [`PhoneError::Over`], when it ends first.
    pub async fn until<T>(
        &mut self,
        mut wanted: impl FnMut(&Event) -> Option<T>,
    ) -> Result<T, PhoneError> {
        while let Some(moment) = self.next_event().await {
            if let Some(found) = wanted(&moment.event) {
                return Ok(found);
            }
        }
        Err(self.failure.clone().unwrap_or(PhoneError::Over))
    }

    /// Listens until the line asks, and answers what it asks.
    ///
    /// # Errors
    ///
    /// As [`Call::until`].
    pub async fn until_gather(&mut self) -> Result<Arc<Gather>, PhoneError> {
        self.until(|event| match event {
            Event::Gathering(gather) => Some(gather.clone()),
            _ => None,
        })
        .await
    }

    /// Listens until a stream is open, and answers its `MZ…` name.
    ///
    /// # Errors
    ///
    /// As [`Call::until`].
    pub async fn until_stream(&mut self) -> Result<String, PhoneError> {
        self.until(|event| match event {
            Event::StreamOpened { stream_sid, .. } => Some(stream_sid.clone()),
            _ => None,
        })
        .await
    }

    /// Listens until the line falls silent in a stream, and answers what was heard.
    ///
    /// # Errors
    ///
    /// As [`Call::until`].
    pub async fn until_quiet(&mut self) -> Result<Arc<[i16]>, PhoneError> {
        self.until(|event| match event {
            Event::LineQuiet { samples } => Some(samples.clone()),
            _ => None,
        })
        .await
    }

    /// Listens for at most `limit`; `None` when nothing happened, or when the call is over.
    pub async fn next_within(&mut self, limit: Duration) -> Option<Moment> {
        timeout_at(Instant::now() + limit, self.next_event()).await.ok().flatten()
    }

    /// Whether the call is over. There may still be happenings to read.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.commands.is_closed()
    }

    /// Both sides of the streams so far.
    #[must_use]
    pub fn recording(&self) -> Recording {
        self.recording.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Listens to the end and reports. Does not hang up: a gateway that waits is waited for.
    pub async fn finish(mut self) -> CallReport {
        while self.next_event().await.is_some() {}
        let (ending, duration) = match (&mut self.runner).await {
            Ok(outcome) => outcome,
            Err(_) => (Err(self.failure.clone().unwrap_or(PhoneError::Over)), Duration::ZERO),
        };
        CallReport {
            call_sid: self.sid.clone(),
            ending,
            duration,
            moments: std::mem::take(&mut self.moments),
            recording: self.recording(),
        }
    }

    /// Hangs up, then as [`Call::finish`].
    pub async fn end(self) -> CallReport {
        // Already over is just as good.
        let _ = self.hang_up().await;
        self.finish().await
    }
}
