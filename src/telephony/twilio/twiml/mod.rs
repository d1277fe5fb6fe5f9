//! TwiML from typed values: what cannot be said in the types cannot be sent.
//!
//! A document is well-formed XML 1.0 with known elements, attributes and values only, and never longer than
//! [`DOCUMENT_LIMIT`]. Texts that a verb cannot hold are split over several; a document that is too long loses text, never
//! the verbs that carry the call on. Source: Twilio, "TwiML for Programmable Voice" and "…Messaging", November 2026.

mod fit;
mod gather;
mod messaging;
mod node;
mod say;
mod values;
mod verbs;

pub use fit::{Cut, Rendered};
pub use gather::{FinishKey, Gather, Input, KeyInput, Prompt, SpeechEnd, SpeechInput, SpeechModel};
pub use messaging::{Message, MessagingResponse};
pub use say::{Alphabet, Piece, Rate, Say, SayAs};
pub use values::{
    ActionUrl, Address, LangTag, MediaUrl, Method, Seconds, StreamUrl, ValueError, VoiceName,
};
pub use verbs::{
    Answer, Connect, End, Play, Record, Redirect, RejectReason, Sms, Stream, Verb, VoiceResponse,
};

/// The most bytes that Twilio reads of a document (error 11750 above).
pub const DOCUMENT_LIMIT: usize = 64 * 1024;
