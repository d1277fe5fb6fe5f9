//! Status callbacks of calls.

use super::voice::call_sid;
use super::{Form, FormError, FromForm};
use crate::domain::ids::CallSid;
use crate::domain::party::Party;

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallStatus {
    /// Ours to place, and waiting.
    Queued,
    /// Being placed.
    Initiated,
    /// It rings; also the status of the first request of an inbound call.
    Ringing,
    /// Answered.
    InProgress,
    /// Ended after it was answered.
    Completed,
    /// The other end was busy.
    Busy,
    /// It could not be placed.
    Failed,
    /// Nobody answered.
    NoAnswer,
    /// Called off before it was answered.
    Canceled,
    /// Missing, or a word that we do not know: taken for a live call.
    Other,
}

impl CallStatus {
    /// Reads the word of the service.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word.trim() {
            "queued" => CallStatus::Queued,
            "initiated" => CallStatus::Initiated,
            "ringing" => CallStatus::Ringing,
            "in-progress" | "answered" => CallStatus::InProgress,
            "completed" => CallStatus::Completed,
            "busy" => CallStatus::Busy,
            "failed" => CallStatus::Failed,
            "no-answer" => CallStatus::NoAnswer,
            "canceled" => CallStatus::Canceled,
            _ => CallStatus::Other,
        }
    }

    /// Whether the call is over.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(
            self,
            CallStatus::Completed
                | CallStatus::Busy
                | CallStatus::Failed
                | CallStatus::NoAnswer
                | CallStatus::Canceled
        )
    }

    /// The word, for labels and the journal: from a closed set.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            CallStatus::Queued => "queued",
            CallStatus::Initiated => "initiated",
            CallStatus::Ringing => "ringing",
            CallStatus::InProgress => "in-progress",
            CallStatus::Completed => "completed",
            CallStatus::Busy => "busy",
            CallStatus::Failed => "failed",
            CallStatus::NoAnswer => "no-answer",
            CallStatus::Canceled => "canceled",
            CallStatus::Other => "other",
        }
    }
}

/// A status callback of a call. They arrive in any order: of two, the one with the higher `sequence` is the news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusWebhook {
    /// Which call.
    pub call_sid: CallSid,
    /// The learner, whoever placed the call; withheld where the callback does not tell.
    pub learner: Party,
    /// Where it stands.
    pub status: CallStatus,
    /// Counts the callbacks of a call from 0, if told.
    pub sequence: Option<u32>,
    /// Seconds of the whole call, once it is over.
    pub seconds: Option<u32>,
    /// The final SIP response, if told.
    pub sip_code: Option<u16>,
}

impl FromForm for StatusWebhook {
    fn from_form(form: &Form) -> Result<Self, FormError> {
        let outbound = form.get("Direction").is_some_and(|d| d.starts_with("outbound"));
        let learner = form.raw(if outbound { "To" } else { "From" }).unwrap_or_default();
        Ok(Self {
            call_sid: call_sid(form)?,
            learner: Party::parse(learner),
            status: CallStatus::parse(form.required("CallStatus")?),
            sequence: form.number("SequenceNumber"),
            seconds: form.number("CallDuration"),
            sip_code: form.number("SipResponseCode"),
        })
    }
}
