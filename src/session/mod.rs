//! One learner's context: its shape, its encoding, and what is kept how long.
//!
//! Pure: bytes in, values out. Imports `domain` only; where the bytes are kept is `store`'s business.

pub mod codec;
pub mod context;
pub mod dialogue;
pub mod feeling;
pub mod household;
pub mod play;
pub mod policy;
pub mod profile;
