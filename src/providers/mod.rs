//! The rim towards other services and programs: each implements a port. Imports `ports`, `session`, `domain`,
//! `telemetry`, `config`, `speech`.

pub mod client;
pub mod espeak;
pub mod s3;
pub mod twilio_media;
pub mod twilio_rest;
