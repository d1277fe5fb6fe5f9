//! The shards together: where a stream goes, how many calls there are, and whether there is room for another.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use tokio::runtime::Handle;

use super::load::Load;
use super::pool::Pool;
use super::shard::{Arrival, Bench, Inbox, LETTERS, Letter, Shard};

/// Every live call of an instance.
pub struct Switchboard {
    shards: Vec<(Inbox, Arc<Load>)>,
    pool: Arc<Pool>,
    stop: Arc<AtomicBool>,
}

impl std::fmt::Debug for Switchboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Switchboard").field("calls", &self.calls()).finish_non_exhaustive()
    }
}

impl Switchboard {
    /// Starts a thread for each processor. Work of the calls runs on `runtime`.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn start(runtime: &Handle) -> std::io::Result<Self> {
        let (pool, stop) = (Arc::new(Pool::default()), Arc::new(AtomicBool::new(false)));
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let shards = (0..threads).map(|n| {
            let (send, letters) = sync_channel(LETTERS);
            let (inbox, load) = (Inbox(send), Arc::new(Load::default()));
            let bench = Bench::new(runtime.clone(), inbox.clone());
            let (calm, over) = (Arc::clone(&load), Arc::clone(&stop));
            let pool = Arc::clone(&pool);
            let named = thread::Builder::new().name(format!("live-{n}"));
            named.spawn(move || Shard::new(bench, letters, pool, calm, over).run())?;
            Ok((inbox, load))
        });
        Ok(Self { shards: shards.collect::<std::io::Result<_>>()?, pool, stop })
    }

    /// Seats a stream on the shard with the fewest calls; false if that takes none.
    pub(super) fn seat(&self, arrival: Box<Arrival>) -> bool {
        let Some((inbox, load)) = self.shards.iter().min_by_key(|(_, load)| load.calls()) else {
            return false;
        };
        load.arrived();
        let seated = inbox.0.try_send(Letter::Arrive(arrival)).is_ok();
        if !seated {
            load.left();
        }
        seated
    }

    /// Live streams.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.shards.iter().map(|(_, load)| load.calls()).sum()
    }

    /// Whether some shard has too little time for another call.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.shards.iter().any(|(_, load)| load.busy())
    }

    /// Spare utterances.
    #[must_use]
    pub fn pool(&self) -> Arc<Pool> {
        Arc::clone(&self.pool)
    }

    /// Closes every stream, and takes no more.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Drop for Switchboard {
    fn drop(&mut self) {
        self.stop();
    }
}
