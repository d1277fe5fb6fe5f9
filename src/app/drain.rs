//! Serving, and stopping without cutting anybody off.
//!
//! On the stop signal: `/readyz` says no, new calls hear that the line is busy, live ones go on until they end or the grace
//! is over; then the listener closes, the work in hand is finished, and the journal is flushed.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::FLUSH;
use crate::admin::health::Readiness;
use crate::domain::event::Event;
use crate::domain::turn::Line;
use crate::jobs::journal_writer::JournalWriter;
use crate::telephony::media::stage::House;

/// A call without a webhook or a stream for so long has ended without our being told.
const IDLE: Duration = Duration::from_secs(5 * 60);
/// How often that is looked for.
const LOOK: Duration = Duration::from_secs(5);
/// Who found no room is told so many at a time: not all of them will call at once then.
const TOLD: usize = 20;
/// How often the last calls are counted while draining.
const COUNT: Duration = Duration::from_millis(100);

/// What stopping needs.
pub(super) struct Drain {
    pub(super) stop: CancellationToken,
    pub(super) grace: Duration,
    pub(super) house: House,
    pub(super) readiness: Readiness,
    pub(super) writer: JournalWriter,
}

/// Serves until the stop, then drains.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    drain: Drain,
) -> anyhow::Result<()> {
    let closed = CancellationToken::new();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service)
        .with_graceful_shutdown(closed.clone().cancelled_owned())
        .into_future();
    let mut server = tokio::spawn(server);
    drain.readiness.set(true);
    let failed = tokio::select! {
        ended = &mut server => Some(ended),
        () = drain.look_after_calls() => None,
    };
    drain.readiness.set(false);
    drain.house.calls.drain();
    if failed.is_none() {
        drain.wait_for_calls().await;
        drain.house.switchboard.stop();
        closed.cancel();
        // Sockets of streams that outlived the grace would hold the server open.
        if tokio::time::timeout(Duration::from_secs(2), &mut server).await.is_err() {
            server.abort();
        }
    }
    drain.house.tasks.close();
    let _ = tokio::time::timeout(Duration::from_secs(5), drain.house.tasks.wait()).await;
    let flushed = drain.writer.shutdown(FLUSH).await;
    tracing::info!(spooled = flushed.spooled, lost = flushed.lost, "stopped");
    anyhow::ensure!(
        flushed.lost == 0,
        "{} entries of the journal could be kept nowhere",
        flushed.lost
    );
    match failed {
        Some(ended) => ended.context("the server's task failed")?.context("the server failed"),
        None => Ok(()),
    }
}

impl Drain {
    /// Until the stop: closes the calls that ended without our being told.
    async fn look_after_calls(&self) {
        let mut look = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return,
                _ = look.tick() => {}
            }
            for talk in self.house.calls.take_idle(IDLE) {
                self.house.driver.on_event(&talk, None, Event::HungUp).await;
            }
            self.tell_who_waits().await;
        }
    }

    /// Texts as many of those who found no room as there is room for now, a few at a time.
    async fn tell_who_waits(&self) {
        let (room, calls) = (&self.house.room, self.house.calls.count());
        let left = room.left(calls, self.house.switchboard.busy());
        for talk in room.take(left.min(TOLD), Instant::now()) {
            self.house.driver.notify(&talk, Line::new("line-room")).await;
        }
    }

    async fn wait_for_calls(&self) {
        let live = self.house.calls.count();
        tracing::info!(live_calls = live, grace_s = self.grace.as_secs(), "stopping");
        let empty = async {
            while self.house.calls.count() > 0 {
                tokio::time::sleep(COUNT).await;
            }
        };
        if tokio::time::timeout(self.grace, empty).await.is_err() {
            tracing::warn!(
                live_calls = self.house.calls.count(),
                "the grace is over; the rest is cut off"
            );
        }
    }
}
