//! Webhook parameters, from a form or a query, as domain types.
//!
//! Tolerant on purpose: unknown parameters are passed over, empty ones are as if absent, of repeated ones the first counts.
//! Only what no answer can do without is an error. Nothing panics; see [`fuzz_entry`]. Source: Twilio, "TwiML for
//! Programmable Voice" and "TwiML for Programmable Messaging", November 2026.

mod message;
mod status;
mod voice;

use std::fmt;

pub use message::{Attachment, DeliveryStatus, DeliveryWebhook, MessageWebhook, OptOut};
pub use status::{CallStatus, StatusWebhook};
pub use voice::{Direction, Failure, Recording, VoiceWebhook};

/// Why a webhook cannot be answered: a 400, since sending it again would not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// A parameter that every such request carries is missing or empty.
    #[error("parameter {0} is missing")]
    Missing(&'static str),
    /// A parameter is there but cannot be read. The value is not shown: it may be personal.
    #[error("parameter {0} cannot be read")]
    Invalid(&'static str),
}

/// Decoded parameters in order of arrival. `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    fields: Vec<(String, String)>,
}

impl Form {
    /// Decodes `application/x-www-form-urlencoded` bytes: a form's body or a query. What is no UTF-8 becomes U+FFFD.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Self {
        Self { fields: form_urlencoded::parse(bytes).into_owned().collect() }
    }

    /// The first value of that name, as it came, even if empty.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The first value of that name unless it is blank.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.raw(name).filter(|value| !value.trim().is_empty())
    }

    /// All parameters in order of arrival, for keys of idempotency.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// The same in the order of arrival, encoded again.
    #[must_use]
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    fn required(&self, name: &'static str) -> Result<&str, FormError> {
        self.get(name).ok_or(FormError::Missing(name))
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.fields.iter().map(|(n, _)| n)).finish()
    }
}

/// What can be read from a webhook's parameters.
pub trait FromForm: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// [`FormError`] if what every such webhook carries is missing or unreadable.
    fn from_form(form: &Form) -> Result<Self, FormError>;
}

impl FromForm for Form {
    fn from_form(form: &Form) -> Result<Self, FormError> {
        Ok(form.clone())
    }
}

/// What the fuzzer runs: any bytes as a form must parse or be refused, and survive printing and parsing again.
///
/// # Panics
/// If a form changes by being printed and parsed.
pub fn fuzz_entry(data: &[u8]) {
    let form = Form::decode(data);
    let again = Form::decode(form.encode().as_bytes());
    assert!(form == again, "a form changed by being printed and parsed");
    let voice = VoiceWebhook::from_form(&form);
    assert!(voice == VoiceWebhook::from_form(&again));
    if let Ok(voice) = voice {
        let _ = voice.event();
    }
    assert!(MessageWebhook::from_form(&form) == MessageWebhook::from_form(&again));
    assert!(StatusWebhook::from_form(&form) == StatusWebhook::from_form(&again));
    assert!(DeliveryWebhook::from_form(&form) == DeliveryWebhook::from_form(&again));
}
