//! Toneline: a telephone line that teaches.
//!
//! `docs/ARCHITECTURE.md` draws the tree and walks a call, a text and a media frame through it.

pub mod admin;
pub mod app;
pub mod chain;
pub mod cli;
pub mod config;
pub mod content;
pub mod domain;
pub mod ivr;
pub mod jobs;
pub mod modules;
pub mod phone;
pub mod ports;
pub mod providers;
pub mod session;
pub mod speech;
pub mod standins;
pub mod store;
pub mod telemetry;
pub mod telephony;
pub mod text;
pub mod tutor;
pub mod web;
pub mod wording;
