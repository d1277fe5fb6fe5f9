//! Ogg Opus (RFC 7845, RFC 6716): recordings out as a stream, voice notes in as a file.
//!
//! The line's 8 kHz mono goes out narrow-band, 20 ms a packet, a page a second; whatever has been given out so far can be
//! stored as it is, and the pieces one after the other are the file. Files in may be anything that calls itself Ogg Opus:
//! nothing in them is believed without a bound.

mod decode;
mod encode;

pub use decode::{Clip, Limits, OutputRate, decode};
pub use encode::OggEncoder;

/// Samples a second in which granule positions and the pre-skip count, whatever the rate.
const GRANULE_HZ: u32 = 48_000;

/// Why something could not be encoded or decoded.
#[derive(Debug, thiserror::Error)]
pub enum OpusError {
    /// It is no Ogg Opus, or is broken before its first sound.
    #[error("not an Ogg Opus file: {0}")]
    Malformed(&'static str),
    /// It is Ogg Opus of a kind that is not read here: more than two channels.
    #[error("{0} channels in mapping family {1} are not supported")]
    Unsupported(u8, u8),
    /// The file is longer than allowed, in bytes or in time.
    #[error("longer than the {0} allowed")]
    TooLong(&'static str),
    /// The codec itself failed.
    #[error("the codec failed: {0}")]
    Codec(#[from] audiopus::Error),
    /// A page could not be written.
    #[error("a page could not be written: {0}")]
    Page(#[from] std::io::Error),
}

#[cfg(test)]
#[path = "opus_tests.rs"]
mod tests;
