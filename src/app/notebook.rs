//! The journal writer as the inside knows it.

use async_trait::async_trait;

use crate::domain::ids::LearnerId;
use crate::jobs::journal_writer::JournalWriter;
use crate::ports::journal::{Entry, Notebook};

/// Notes through the writer.
pub(super) struct Writing(pub(super) JournalWriter);

#[async_trait]
impl Notebook for Writing {
    fn note(&self, entry: Entry) {
        self.0.note(entry);
    }

    async fn pending_checkpoint(&self, learner: LearnerId) -> Option<(u64, Vec<u8>)> {
        self.0.pending_checkpoint(learner).await
    }
}
