//! What is taught: content packs, read and checked. Pure data; the modules decide what to do with it.
//!
//! A pack is a folder with a `pack.toml` and files of one module's kind (`docs/CONTENT.md` has the format). The packs
//! under `prompts/content/` come with the program; more are read from a folder of the operator's.

mod check;
pub mod debate;
pub mod english;
pub mod fault;
pub mod formula;
pub mod general;
mod library;
pub mod mandarin;
pub mod maths;
pub mod pack;
mod place;
mod plainly;
mod reading;
mod source;
pub mod stories;

pub use fault::Fault;
pub use library::Library;
pub use pack::{Choices, Level, Pack, Pair};
pub use source::{File, SourceError};
