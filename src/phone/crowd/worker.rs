//! The thread that keeps a share of the callers in time: each sends its frame at an absolute deadline every 20 ms.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use super::caller::{Caller, End};

/// Callers are served in so many groups, one after the other within 20 ms.
const GROUPS: usize = 8;
/// From one group to the next.
const STEP: Duration = Duration::from_micros(2_500);

/// How well the crowd itself kept time: if it did not, its figures mean nothing.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Groups served, and those served over 10 ms late.
    pub(super) groups: AtomicU64,
    pub(super) late: AtomicU64,
}

/// Serves callers until told to stop; those whose stream ends go back over `ended`.
pub(super) fn run(
    arriving: &Receiver<Caller>,
    ended: &Sender<(Caller, End)>,
    stop: &AtomicBool,
    pace: &Arc<Pace>,
) -> Vec<Caller> {
    let mut groups: [Vec<Caller>; GROUPS] = std::array::from_fn(|_| Vec::new());
    let mut buffer = Vec::with_capacity(4_096);
    let mut due = Instant::now();
    let mut turn = 0;
    while !stop.load(Ordering::Relaxed) {
        due += STEP;
        let now = Instant::now();
        thread::sleep(due.saturating_duration_since(now));
        pace.groups.fetch_add(1, Ordering::Relaxed);
        if now > due + Duration::from_millis(10) {
            pace.late.fetch_add(1, Ordering::Relaxed);
        }
        while let Ok(caller) = arriving.try_recv() {
            let fewest = groups.iter_mut().min_by_key(|group| group.len());
            fewest.expect("there are groups").push(caller);
        }
        turn = (turn + 1) % GROUPS;
        let group = &mut groups[turn];
        let mut at = 0;
        while at < group.len() {
            match group[at].tick(&mut buffer) {
                None => at += 1,
                Some(end) => {
                    let mut caller = group.swap_remove(at);
                    caller.stop();
                    // A full queue: the dialler is far behind, and the caller is lost to the crowd.
                    let _ = ended.try_send((caller, end));
                }
            }
        }
    }
    groups.into_iter().flatten().collect()
}
