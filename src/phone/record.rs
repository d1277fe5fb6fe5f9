//! `<Record>`: the caller's voice to a file, and the file's address to the gateway.

use std::time::Duration;

use tokio::time::Instant;

use super::event::Event;
use super::input::{Command, Waited};
use super::line::{Pace, new_sid};
use super::runner::{Ending, Flow, Runner};
use super::twiml::{Action, Method, Record, Severity};
use super::{PhoneError, g711, wav};

/// What the caller did at the beep.
struct Taken {
    /// Mu-law.
    sound: Vec<u8>,
    /// The key that ended it, or `hangup`, or nothing.
    digits: String,
}

impl Runner {
    pub(super) async fn record(&mut self, record: Record) -> Result<Flow, PhoneError> {
        self.emit(Event::Recording { max_seconds: record.max_length });
        let taken = self.listen(&record).await?;
        let hung_up = taken.digits == "hangup";
        if taken.sound.is_empty() {
            if hung_up {
                return Ok(Flow::End(Ending::Caller));
            }
            self.emit(Event::NoInput);
            return Ok(Flow::Next);
        }
        let sid = new_sid("RE");
        let seconds = u32::try_from(taken.sound.len().div_ceil(8000)).unwrap_or(u32::MAX);
        let url = self.store(&sid, &taken.sound)?;
        self.emit(Event::Recorded { seconds, url: url.clone() });
        let duration = seconds.to_string();
        let mut extra = vec![
            ("RecordingUrl", url.as_str()),
            ("RecordingSid", sid.as_str()),
            ("RecordingDuration", duration.as_str()),
        ];
        if let Some(callback) = &record.status_callback {
            self.announce(callback, &extra).await;
        }
        extra.push(("Digits", taken.digits.as_str()));
        if hung_up {
            return self
                .hand_over_after_hang_up(record.action.as_ref(), record.method, &extra)
                .await;
        }
        self.hand_over(record.action.as_ref(), record.method, &extra)
    }

    /// Takes sound until a finishing key, silence, the greatest length, or the end of the call.
    async fn listen(&mut self, record: &Record) -> Result<Taken, PhoneError> {
        let limit = usize::try_from(record.max_length).unwrap_or(usize::MAX).saturating_mul(8000);
        let mut taken = Taken { sound: Vec::new(), digits: String::new() };
        loop {
            let patience = match self.line.pace {
                // Once there is sound, whatever follows it is already waiting.
                Pace::Instant if !taken.sound.is_empty() => Duration::from_millis(20),
                Pace::Instant => self.line.patience,
                Pace::Real if record.timeout == 0 => {
                    Duration::from_secs(u64::from(record.max_length))
                }
                Pace::Real => Duration::from_secs(u64::from(record.timeout)),
            };
            match self.input.wait(Instant::now() + patience, |c| *c != Command::HangUp).await {
                Waited::HungUp => taken.digits = "hangup".to_owned(),
                Waited::Elapsed if taken.sound.is_empty() && self.line.pace == Pace::Instant => {
                    return Err(PhoneError::Idle { seconds: patience.as_secs() });
                }
                Waited::Elapsed | Waited::Got(Command::Silence) => {}
                Waited::Got(Command::Keys(keys)) => {
                    match keys.chars().find(|k| record.finish_on_key.contains(*k)) {
                        Some(key) => taken.digits = key.to_string(),
                        None => continue,
                    }
                }
                Waited::Got(Command::Sound(sound)) => {
                    taken.sound.extend_from_slice(&sound);
                    if taken.sound.len() < limit {
                        continue;
                    }
                    taken.sound.truncate(limit);
                }
                Waited::Got(_) => continue,
            }
            return Ok(taken);
        }
    }

    /// Writes the recording where the line keeps them, and answers its URL.
    fn store(&mut self, sid: &str, sound: &[u8]) -> Result<String, PhoneError> {
        let Some(folder) = &self.line.recordings else {
            let account = self.facts.account_sid();
            return Ok(format!(
                "https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}"
            ));
        };
        let path = folder.join(format!("{sid}.wav"));
        let fault = |reason: String| PhoneError::File { path: path.display().to_string(), reason };
        std::fs::write(&path, wav::encode_mono(&g711::decode_all(sound)))
            .map_err(|e| fault(e.to_string()))?;
        let absolute = path.canonicalize().map_err(|e| fault(e.to_string()))?;
        let url = url::Url::from_file_path(absolute)
            .map_err(|()| fault("not an absolute path".into()))?;
        Ok(url.into())
    }

    async fn announce(&mut self, callback: &Action, extra: &[(&str, &str)]) {
        let mut extra = extra.to_vec();
        extra.push(("RecordingStatus", "completed"));
        extra.push(("RecordingChannels", "1"));
        extra.push(("RecordingSource", "RecordVerb"));
        let sent = match self.request(Some(callback), Method::Post, &extra) {
            Ok(request) => self.fetch(request).await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = sent {
            self.find(Severity::Error, 15_003, format!("the recording callback failed: {error}"));
        }
    }
}
