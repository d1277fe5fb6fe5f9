//! Settings: one table, one struct, from the environment and `.env`, checked before anything listens.
//!
//! [`Settings::read`] reports every fault at once, by the setting's name. Imports `domain` only.

mod fault;
mod reader;
pub mod recordings;
mod settings;
pub mod table;
pub mod tutor;

pub use fault::{Fault, Faults};
pub use settings::{KeysInBand, LogFormat, Settings, Twilio, VoiceChoice};
