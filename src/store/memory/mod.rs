//! The embedded context store: in process, bounded, gone with the process.
//!
//! Time is the monotonic clock of tokio. Imports `ports` and `domain`.

mod cache;
mod contexts;
mod once;
pub(in crate::store) mod shelf;
mod tallies;

pub use cache::MemoryCache;
pub use contexts::MemoryContexts;
pub use once::MemoryOnce;
pub use shelf::Bounds;
pub use tallies::MemoryTallies;
