//! One file a command.

pub mod pitch;
pub mod score;
pub mod tone;
