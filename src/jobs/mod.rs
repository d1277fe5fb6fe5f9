//! Work off the caller's path. Gets its ports handed in; imports `ports` and `domain`.

pub mod journal_writer;
pub mod retention;

pub use journal_writer::{Flushed, JournalWriter, WriterOptions, WriterStatus};
