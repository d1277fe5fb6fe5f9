//! Toneline: a telephone line that teaches.
//!
//! `docs/ARCHITECTURE.md` draws the tree and walks a call, a text and a media frame through it.

pub mod cli;
pub mod domain;
pub mod speech;
