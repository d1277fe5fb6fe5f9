//! Text as phones carry it: SMS segments, plain typography, numbers in words. Pure; imports `domain` only.

pub mod choices;
pub mod cut;
pub mod grammar;
pub mod needs;
pub mod numbers;
pub mod plain;
pub mod questions;
pub mod replies;
pub mod sms;
