//! The rim towards other services and programs: each implements a port. Imports `ports`, `session`, `domain`,
//! `telemetry`, `config`, `speech`.
//!
//! `chat`, `hearing` and `speaking` hold one file for each protocol that companies speak; `exchange` is one request over HTTP,
//! `socket` one over a WebSocket, `fault` says what a failure means. docs/PROVIDERS.md has the facts and where they stand.

pub mod chat;
pub mod client;
pub mod espeak;
mod exchange;
pub mod fault;
pub mod hearing;
pub mod s3;
mod socket;
pub mod speaking;
pub mod twilio_media;
pub mod twilio_rest;
