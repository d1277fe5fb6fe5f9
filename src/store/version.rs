//! Versions of a document: they rise with every save, and a document made anew begins above what was there before.

use crate::ports::clock::Clock;

/// The version of a save over another, or of a new document.
///
/// A new one begins at the milliseconds of UNIX time: documents are saved less often than that, so whatever the learner
/// had before it expired, or before the shared store went away, is lower. Exact in a double until the year 287,000.
pub(in crate::store) fn next(over: Option<u64>, clock: &dyn Clock) -> u64 {
    match over {
        Some(version) => version + 1,
        None => u64::try_from(clock.now().timestamp_millis()).map_or(1, |ms| ms.max(1)),
    }
}
