//! Speech that was made or decoded once, shared by every call: recorded prompts, and what the voice has said before.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::clip::Clip;
use crate::ports::PortError;
use crate::ports::voice::Script;

/// Memory for clips that are kept, bytes: about an hour of speech.
const ROOM: usize = 28 * 1024 * 1024;
/// What an entry takes beside its audio, bytes: the script, the cell, the levels.
const OVERHEAD: usize = 400;

/// What a clip is kept under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Title {
    /// A recorded prompt: `language/key.wav`.
    Recording(String),
    /// What the voice said.
    Spoken(Script),
}

type Cell = Arc<OnceCell<Clip>>;

#[derive(Debug, Default)]
struct Kept {
    cells: HashMap<Title, (Cell, u64)>,
    bytes: usize,
    /// Counts look-ups: the entry with the lowest was not wanted for longest.
    uses: u64,
}

/// The clips of one instance.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<Kept>);

impl Shelf {
    /// A clip that is there already.
    #[must_use]
    pub fn get(&self, title: &Title) -> Option<Clip> {
        self.kept().look(title)?.get().cloned()
    }

    /// A clip, made by `make` if it is not there; however many ask at once, it is made once.
    ///
    /// # Errors
    /// What `make` says; nothing is kept then.
    pub async fn get_or_make(
        &self,
        title: &Title,
        make: impl Future<Output = Result<Clip, PortError>>,
    ) -> Result<Clip, PortError> {
        let cell = self.cell(title);
        let mut fresh = false;
        let clip = cell
            .get_or_try_init(|| async {
                fresh = true;
                make.await
            })
            .await?
            .clone();
        if fresh {
            self.kept().make_room(clip.codes().len() + OVERHEAD, title);
        }
        Ok(clip)
    }

    fn cell(&self, title: &Title) -> Cell {
        let mut kept = self.kept();
        if let Some(cell) = kept.look(title) {
            return cell;
        }
        let cell = Cell::default();
        let uses = kept.uses;
        kept.cells.insert(title.clone(), (Arc::clone(&cell), uses));
        cell
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // A panic in between leaves a count that is off by one clip.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn look(&mut self, title: &Title) -> Option<Cell> {
        self.uses += 1;
        let (cell, used) = self.cells.get_mut(title)?;
        *used = self.uses;
        Some(Arc::clone(cell))
    }

    /// Counts a new clip, and lets go of those that were not wanted for longest; what calls are saying stays theirs.
    fn make_room(&mut self, bytes: usize, newest: &Title) {
        self.bytes += bytes;
        while self.bytes > ROOM {
            let made =
                self.cells.iter().filter(|(t, (cell, _))| *t != newest && cell.initialized());
            let Some(oldest) = made.min_by_key(|(_, (_, used))| *used).map(|(t, _)| t.clone())
            else {
                return;
            };
            let gone = self.cells.remove(&oldest).and_then(|(cell, _)| cell.get().cloned());
            self.bytes = self.bytes.saturating_sub(gone.map_or(0, |c| c.codes().len() + OVERHEAD));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn title(n: u32) -> Title {
        Title::Recording(n.to_string())
    }

    #[tokio::test]
    async fn a_clip_that_many_want_at_once_is_made_once() {
        let shelf = Shelf::default();
        let made = AtomicU32::new(0);
        let make = || async {
            made.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(Clip::pause(100))
        };
        let wanted = title(1);
        let asked = (0..50).map(|_| shelf.get_or_make(&wanted, make()));
        let got = futures_util::future::join_all(asked).await;
        assert!(got.iter().all(Result::is_ok));
        assert_eq!(made.load(Ordering::Relaxed), 1);
        assert_eq!(shelf.get(&wanted), Some(Clip::pause(100)));
    }

    #[tokio::test]
    async fn what_failed_is_tried_again() {
        let shelf = Shelf::default();
        let fault = PortError::Unavailable { service: "voice", detail: String::new() };
        assert!(shelf.get_or_make(&title(1), async { Err(fault) }).await.is_err());
        assert_eq!(shelf.get(&title(1)), None);
        assert!(shelf.get_or_make(&title(1), async { Ok(Clip::pause(20)) }).await.is_ok());
    }

    #[tokio::test]
    async fn room_is_made_by_letting_go_of_what_was_not_wanted_for_longest() {
        let shelf = Shelf::default();
        let minute = || async { Ok(Clip::pause(60_000)) };
        for n in 0..70 {
            shelf.get_or_make(&title(n), minute()).await.expect("made");
            assert!(shelf.get(&title(0)).is_some(), "what is wanted stays");
        }
        assert!(shelf.kept().bytes <= ROOM);
        assert_eq!(shelf.get(&title(1)), None);
    }
}
