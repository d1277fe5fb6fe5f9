//! The ear: G.711, framing, endpointing, pitch, tone scoring. Slices in, slices out.
//!
//! Invariants: nothing here is async, logs, or knows the clock; what is fed frame by frame allocates
//! only when it is made; the same audio gives the same answer however it is cut up. What was heard
//! never depends on what was expected. May import `domain` and nothing else of ours.

pub mod activity;
pub mod bands;
pub mod conceal;
pub mod damage;
pub mod dtmf;
pub mod endpoint;
pub mod english;
pub mod g711;
pub mod level;
pub mod net;
pub mod opus;
pub mod pitch;
pub mod resample;
pub mod simd;
pub mod sketch;
pub mod tone;
pub mod train;
pub mod trees;
pub mod units;
pub mod utterance;
mod voice_check;
pub mod wav;
