//! Twilio's side of the line: who signed a request, what it says, and the TwiML that answers it.
//!
//! Facts follow Twilio's pages as of November 2026. Nothing here holds state or waits for anything but a request's body.

pub mod extract;
pub mod form;
pub mod public_url;
pub mod signature;
pub mod twiml;
