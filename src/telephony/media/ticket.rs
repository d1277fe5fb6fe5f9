//! The ticket that a stream shows: proof that the call it belongs to was answered here, and by whom it was placed.
//!
//! It travels in a `<Parameter>` (query strings never arrive), is sealed, bound to the CallSid, short-lived, and taken once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::ids::CallSid;
use crate::domain::party::Party;
use crate::session::codec::Keyring;

/// The name of the parameter.
pub const PARAMETER: &str = "ticket";

/// How long after the TwiML was given the stream may open: prompts spoken before it take their time.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What a ticket holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Tells tickets apart, so that each is taken once.
    pub id: Uuid,
    /// The learner's end of the call.
    pub party: Party,
    /// The turn has been spoken by TwiML already: the stream only listens.
    pub spoken: bool,
    /// Not valid after this.
    pub until: DateTime<Utc>,
}

/// Why a stream may not speak for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// Not a ticket of ours for this call.
    #[error("the stream shows no ticket of this line for its call")]
    Forged,
    /// Too old.
    #[error("the stream's ticket has expired")]
    Expired,
}

impl Ticket {
    /// A ticket for a stream that opens soon.
    #[must_use]
    pub fn new(party: Party, spoken: bool, now: DateTime<Utc>) -> Self {
        Self { id: Uuid::now_v7(), party, spoken, until: now + LIFETIME }
    }

    /// The ticket as a parameter's value: under 400 characters.
    #[must_use]
    pub fn seal(&self, keyring: &Keyring, call: &CallSid) -> String {
        let plain = serde_json::to_vec(self).expect("a ticket is plain data");
        URL_SAFE_NO_PAD.encode(keyring.seal(keyring.learner(call.as_str()), &plain))
    }

    /// Reads a parameter's value.
    ///
    /// # Errors
    /// [`TicketError`]; a ticket of another call, another installation or another day is no ticket.
    pub fn open(
        keyring: &Keyring,
        call: &CallSid,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, TicketError> {
        let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| TicketError::Forged)?;
        let plain = keyring
            .open(keyring.learner(call.as_str()), &sealed)
            .map_err(|_| TicketError::Forged)?;
        let ticket: Self = serde_json::from_slice(&plain).map_err(|_| TicketError::Forged)?;
        if now > ticket.until { Err(TicketError::Expired) } else { Ok(ticket) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::MasterKey;

    fn keyring() -> Keyring {
        Keyring::new(&MasterKey::new([5; 32]))
    }

    fn call(sid: &str) -> CallSid {
        CallSid::parse(sid).expect("a sid")
    }

    #[test]
    fn a_ticket_is_good_for_its_own_call_only_and_for_a_while() {
        let now = DateTime::UNIX_EPOCH;
        let ticket = Ticket::new(Party::parse("+250788123456"), true, now);
        let text = ticket.seal(&keyring(), &call("CA1"));
        assert!(text.len() < 400, "{} characters", text.len());
        assert_eq!(Ticket::open(&keyring(), &call("CA1"), &text, now), Ok(ticket));
        let other = Ticket::open(&keyring(), &call("CA2"), &text, now);
        assert_eq!(other, Err(TicketError::Forged));
        let late = Ticket::open(&keyring(), &call("CA1"), &text, now + TimeDelta::hours(1));
        assert_eq!(late, Err(TicketError::Expired));
    }

    #[test]
    fn anything_else_is_forged() {
        for text in ["", "x", "AAAA", "é"] {
            let got = Ticket::open(&keyring(), &call("CA1"), text, DateTime::UNIX_EPOCH);
            assert_eq!(got, Err(TicketError::Forged), "{text:?}");
        }
    }
}
