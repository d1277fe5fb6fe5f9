//! Deletes kept sounds that no cache speaks of any more.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::ports::clock::Clock;
use crate::store::shelved::Shelved;

/// Between two rounds.
const ROUND: Duration = Duration::from_secs(60 * 60);

/// Deletes at once, and then every hour, until `stop`.
pub(super) async fn keep(
    shelved: Shelved,
    keep: Duration,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let keep = TimeDelta::from_std(keep).unwrap_or(TimeDelta::MAX);
    loop {
        match shelved.expire(clock.now(), keep).await {
            Ok(0) => {}
            Ok(deleted) => tracing::info!(deleted, "kept sounds past their time are deleted"),
            Err(error) => {
                tracing::warn!(%error, "old sounds are not deleted; trying again later")
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}
