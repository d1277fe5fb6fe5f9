//! TwiML from typed values: what cannot be said in the types cannot be sent.
//!
//! A document is well-formed XML 1.0 with known elements, attributes and values only, and never longer than
//! [`DOCUMENT_LIMIT`]. Texts that a verb cannot hold are split over several; a document that would be too long loses text,
//! never the verbs that carry the call on. Source: Twilio, "TwiML for Programmable Voice" and "…Messaging", November 2026.

mod messaging;
mod node;
mod values;
mod voice;

pub use messaging::MessagingResponse;
pub use values::{ActionUrl, Seconds, StreamUrl, ValueError};
pub use voice::{End, Gather, GatherLang, KeyInput, Prompt, Say, SayLang, Stream, VoiceResponse};

/// The most bytes that Twilio reads of a document (error 11750 above).
pub const DOCUMENT_LIMIT: usize = 64 * 1024;
