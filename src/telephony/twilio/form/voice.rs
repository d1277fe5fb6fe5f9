//! Requests of a call: the first one, and those that verbs make when they are done.

use super::{CallStatus, Form, FormError, FromForm};
use crate::domain::event::{Event, Keys, Words};
use crate::domain::ids::{AccountSid, CallSid};
use crate::domain::party::Party;

/// Who placed the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The learner called us.
    Inbound,
    /// We called the learner.
    Outbound,
}

/// A recording that `<Record>` made.
#[derive(Clone, PartialEq, Eq)]
pub struct Recording {
    /// Where it is, without extension: WAV as is, or with `.mp3`. Not for logs.
    pub url: String,
    /// Its id, if told.
    pub sid: Option<String>,
    /// Its length, seconds.
    pub seconds: u32,
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recording({} s)", self.seconds)
    }
}

/// What went wrong with an earlier answer of ours; sent to the fallback URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The service's error code, such as 11200.
    pub code: u32,
}

/// A request about a live call, or about one that just ended.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceWebhook {
    /// Which call.
    pub call_sid: CallSid,
    /// Whose account; compatible services may leave it out.
    pub account_sid: Option<AccountSid>,
    /// Who is at the other end of an inbound call.
    pub from: Party,
    /// Which number was called.
    pub to: Option<Party>,
    /// Where the call stands.
    pub status: CallStatus,
    /// Who placed it.
    pub direction: Direction,
    /// Keys pressed in a `<Gather>` or to end a `<Record>`.
    pub keys: Option<Keys>,
    /// What the recogniser heard in a `<Gather>`.
    pub speech: Option<Words>,
    /// What a `<Record>` recorded.
    pub recording: Option<Recording>,
    /// Why this came to the fallback URL, if it did.
    pub failure: Option<Failure>,
}

impl VoiceWebhook {
    /// The learner, whoever placed the call.
    #[must_use]
    pub fn learner(&self) -> &Party {
        match (self.direction, &self.to) {
            (Direction::Outbound, Some(to)) => to,
            _ => &self.from,
        }
    }

    /// What a request to an `action` URL says: keys before speech, silence if neither, and the end above all.
    #[must_use]
    pub fn event(&self) -> Event {
        if self.status.is_final() {
            return Event::HungUp;
        }
        match (&self.keys, &self.speech) {
            (Some(keys), _) => Event::Keys(keys.clone()),
            (None, Some(words)) => Event::Speech(words.clone()),
            (None, None) => Event::Silence,
        }
    }
}

impl FromForm for VoiceWebhook {
    fn from_form(form: &Form) -> Result<Self, FormError> {
        let direction = match form.get("Direction") {
            Some(text) if text.starts_with("outbound") => Direction::Outbound,
            _ => Direction::Inbound,
        };
        Ok(Self {
            call_sid: call_sid(form)?,
            account_sid: form.get("AccountSid").and_then(|s| AccountSid::parse(s).ok()),
            from: Party::parse(form.raw("From").ok_or(FormError::Missing("From"))?),
            to: form.get("To").map(Party::parse),
            status: form.get("CallStatus").map_or(CallStatus::Other, CallStatus::parse),
            direction,
            // A key that ends an answer is not among its digits; alone, it is told apart from silence by its own name.
            keys: form
                .get("Digits")
                .and_then(Keys::parse)
                .or_else(|| form.get("FinishedOnKey").and_then(Keys::parse)),
            speech: speech(form),
            recording: recording(form),
            failure: form.number("ErrorCode").map(|code| Failure { code }),
        })
    }
}

pub(super) fn call_sid(form: &Form) -> Result<CallSid, FormError> {
    CallSid::parse(form.required("CallSid")?).map_err(|_| FormError::Invalid("CallSid"))
}

fn speech(form: &Form) -> Option<Words> {
    let text = form.get("SpeechResult")?.to_owned();
    // Not every recogniser gives a confidence, and a broken one must not look like a sure one.
    let confidence = form.number::<f32>("Confidence").filter(|c| (0.0..=1.0).contains(c));
    Some(Words { text, confidence })
}

fn recording(form: &Form) -> Option<Recording> {
    Some(Recording {
        url: form.get("RecordingUrl")?.to_owned(),
        sid: form.get("RecordingSid").map(str::to_owned),
        seconds: form.number("RecordingDuration").unwrap_or(0),
    })
}
