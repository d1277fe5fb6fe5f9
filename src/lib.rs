//! Toneline: a telephone line that teaches.
//!
//! `docs/ARCHITECTURE.md` draws the tree and walks a call, a text and a media frame through it.

pub mod domain;
pub mod modules;
pub mod ports;
pub mod session;
pub mod telephony;
pub mod text;
pub mod web;
pub mod wording;
