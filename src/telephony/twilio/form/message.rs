//! Text messages that came in, and receipts for those that went out.

use std::fmt;

use super::{Form, FormError, FromForm};
use crate::domain::ids::{AccountSid, MessageSid};
use crate::domain::party::Party;

/// The most attachments that are read of one message (Twilio allows ten).
const MOST_ATTACHMENTS: usize = 10;

/// One attachment of a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Where it is; fetching it needs the account's credentials. Not for logs.
    pub url: String,
    /// The media type without parameters, in lower case: `audio/ogg`. Empty if not told.
    pub media_type: String,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attachment({})", self.media_type)
    }
}

/// A keyword that the service has already answered itself: do not answer it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptOut {
    /// The learner wants no more messages.
    Stop,
    /// The learner wants messages again.
    Start,
    /// The learner asked for help.
    Help,
}

/// A text message that came in.
#[derive(Clone, PartialEq)]
pub struct MessageWebhook {
    /// Which message.
    pub message_sid: MessageSid,
    /// Whose account; compatible services may leave it out.
    pub account_sid: Option<AccountSid>,
    /// Who sent it.
    pub from: Party,
    /// Which of our numbers it was sent to.
    pub to: Option<Party>,
    /// The text as it came; may be empty. Not for logs.
    pub body: String,
    /// How many segments it took, if told.
    pub segments: Option<u16>,
    /// What is attached, as far as it can be read.
    pub attachments: Vec<Attachment>,
    /// The keyword that the service answered itself, if it did.
    pub opt_out: Option<OptOut>,
    /// The name that a WhatsApp user goes by. Not for logs.
    pub profile_name: Option<String>,
}

impl fmt::Debug for MessageWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageWebhook")
            .field("message_sid", &self.message_sid)
            .field("from", &self.from)
            .field("body_bytes", &self.body.len())
            .field("attachments", &self.attachments)
            .field("opt_out", &self.opt_out)
            .finish_non_exhaustive()
    }
}

impl FromForm for MessageWebhook {
    fn from_form(form: &Form) -> Result<Self, FormError> {
        Ok(Self {
            message_sid: message_sid(form)?,
            account_sid: form.get("AccountSid").and_then(|s| AccountSid::parse(s).ok()),
            from: Party::parse(form.required("From")?),
            to: form.get("To").map(Party::parse),
            body: form.raw("Body").unwrap_or_default().to_owned(),
            segments: form.number("NumSegments"),
            attachments: attachments(form),
            opt_out: form.get("OptOutType").and_then(opt_out),
            profile_name: form.get("ProfileName").map(str::to_owned),
        })
    }
}

/// The newer name, or one of the two that came before it.
fn message_sid(form: &Form) -> Result<MessageSid, FormError> {
    let text = ["MessageSid", "SmsMessageSid", "SmsSid"]
        .iter()
        .find_map(|name| form.get(name))
        .ok_or(FormError::Missing("MessageSid"))?;
    MessageSid::parse(text).map_err(|_| FormError::Invalid("MessageSid"))
}

fn attachments(form: &Form) -> Vec<Attachment> {
    let count = form.number::<usize>("NumMedia").unwrap_or(0).min(MOST_ATTACHMENTS);
    (0..count)
        .filter_map(|at| {
            let url = form.get(&format!("MediaUrl{at}"))?.to_owned();
            let told = form.get(&format!("MediaContentType{at}")).unwrap_or_default();
            // `audio/ogg; codecs=opus` and `audio/ogg` are the same to us.
            let media_type = told.split(';').next().unwrap_or_default();
            Some(Attachment { url, media_type: media_type.trim().to_ascii_lowercase() })
        })
        .collect()
}

fn opt_out(word: &str) -> Option<OptOut> {
    match word.trim().to_ascii_uppercase().as_str() {
        "STOP" => Some(OptOut::Stop),
        "START" => Some(OptOut::Start),
        "HELP" => Some(OptOut::Help),
        _ => None,
    }
}

/// How far a message of ours got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryStatus {
    /// Accepted, scheduled, queued or being sent.
    Queued,
    /// Handed to the network. Often the last that is heard.
    Sent,
    /// The handset has it.
    Delivered,
    /// The learner opened it (WhatsApp).
    Read,
    /// The network could not deliver it.
    Undelivered,
    /// It was never sent.
    Failed,
    /// Called off.
    Canceled,
    /// A word that we do not know.
    Other,
}

impl DeliveryStatus {
    /// Reads the word of the service.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word.trim() {
            "accepted" | "scheduled" | "queued" | "sending" => DeliveryStatus::Queued,
            "sent" => DeliveryStatus::Sent,
            "delivered" | "partially_delivered" => DeliveryStatus::Delivered,
            "read" => DeliveryStatus::Read,
            "undelivered" => DeliveryStatus::Undelivered,
            "failed" => DeliveryStatus::Failed,
            "canceled" => DeliveryStatus::Canceled,
            _ => DeliveryStatus::Other,
        }
    }

    /// Whether this may follow `before`. Receipts arrive in any order, and a message never goes back.
    #[must_use]
    pub fn may_follow(self, before: Self) -> bool {
        self != DeliveryStatus::Other && self.rank() > before.rank()
    }

    /// Read is above delivered, since it proves it; the other ends are final.
    fn rank(self) -> u8 {
        match self {
            DeliveryStatus::Other => 0,
            DeliveryStatus::Queued => 1,
            DeliveryStatus::Sent => 2,
            DeliveryStatus::Delivered
            | DeliveryStatus::Undelivered
            | DeliveryStatus::Failed
            | DeliveryStatus::Canceled => 3,
            DeliveryStatus::Read => 4,
        }
    }

    /// The word, for labels and the journal: from a closed set.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            DeliveryStatus::Queued => "queued",
            DeliveryStatus::Sent => "sent",
            DeliveryStatus::Delivered => "delivered",
            DeliveryStatus::Read => "read",
            DeliveryStatus::Undelivered => "undelivered",
            DeliveryStatus::Failed => "failed",
            DeliveryStatus::Canceled => "canceled",
            DeliveryStatus::Other => "other",
        }
    }
}

/// A receipt for a message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryWebhook {
    /// Which message.
    pub message_sid: MessageSid,
    /// Who it was for; the callback's `To`.
    pub to: Option<Party>,
    /// How far it got.
    pub status: DeliveryStatus,
    /// The service's error code, if it failed. 21610: the learner opted out.
    pub error_code: Option<u32>,
}

impl FromForm for DeliveryWebhook {
    fn from_form(form: &Form) -> Result<Self, FormError> {
        let status = form
            .get("MessageStatus")
            .or_else(|| form.get("SmsStatus"))
            .ok_or(FormError::Missing("MessageStatus"))?;
        Ok(Self {
            message_sid: message_sid(form)?,
            to: form.get("To").map(Party::parse),
            status: DeliveryStatus::parse(status),
            error_code: form.number("ErrorCode").filter(|code| *code != 0),
        })
    }
}
