//! The embedded context store: in process, bounded, gone with the process.
//!
//! Time is the monotonic clock of tokio. Imports `ports` and `domain`.

mod contexts;
mod once;
pub(in crate::store) mod shelf;

pub use contexts::MemoryContexts;
pub use once::MemoryOnce;
pub use shelf::Bounds;
