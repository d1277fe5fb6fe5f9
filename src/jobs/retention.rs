//! Deletes recordings that are older than they may be.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::ports::archive::Archive;
use crate::ports::clock::Clock;

/// Between two rounds. A day's limit need not be kept to the minute.
const ROUND: Duration = Duration::from_secs(60 * 60);

/// Deletes at once, and then every hour, until `stop`.
pub async fn keep_days(
    archive: Archive,
    days: u32,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    loop {
        match archive.expire(clock.now(), TimeDelta::days(days.into())).await {
            Ok(0) => {}
            Ok(deleted) => tracing::info!(deleted, "recordings past their time are deleted"),
            Err(error) => {
                tracing::warn!(%error, "old recordings are not deleted; trying again later")
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}
