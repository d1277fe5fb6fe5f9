//! How the running service is seen: logs and metrics. Imports `domain` and `config` at most.
//!
//! Logs are one JSON object a line with `request_id`, `call.sid` and a hashed `learner`; numbers, digits, texts and
//! secrets never reach them. Metric names are listed in [`names`]; labels come from closed sets.

pub mod init;
pub mod names;
