//! What waits to be written: in order, and by learner for the newest checkpoints. Pure.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::domain::ids::LearnerId;
use crate::ports::journal::{Entry, Record};

/// Entries in the order in which they were noted; a checkpoint that a newer one has overtaken is left out.
#[derive(Debug, Default)]
pub(super) struct Queue {
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    newest: HashMap<LearnerId, Arc<Entry>>,
}

/// The version and the sealed context, if an entry is a checkpoint.
pub(super) fn as_checkpoint(entry: &Entry) -> Option<(u64, &[u8])> {
    match &entry.record {
        Record::Checkpoint { version, sealed } => Some((*version, sealed)),
        _ => None,
    }
}

/// Bytes that an entry holds, roughly.
fn weight(entry: &Entry) -> usize {
    let sealed = match &entry.record {
        Record::Seen { phone_sealed, name_sealed, .. } => {
            phone_sealed.len() + name_sealed.as_ref().map_or(0, Vec::len)
        }
        Record::Turn { user_input_sealed, ai_response_sealed, .. } => {
            user_input_sealed.len() + ai_response_sealed.len()
        }
        Record::Checkpoint { sealed, .. } => sealed.len(),
        Record::Said { ai_response_sealed, .. } => ai_response_sealed.len(),
        Record::PromptRun(run) => {
            run.session.len() + run.provider.len() + run.model.len() + run.rubric.len()
        }
        Record::Attempt { .. }
        | Record::CallClosed { .. }
        | Record::Message { .. }
        | Record::Line { .. }
        | Record::Forgotten => 0,
    };
    size_of::<Entry>() + 128 + sealed
}

impl Queue {
    /// Entries waiting.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Bytes that they hold, roughly.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds an entry, unless it is a checkpoint older than one that waits.
    pub(super) fn push(&mut self, entry: Entry) {
        let entry = Arc::new(entry);
        if entry.record == Record::Forgotten {
            self.newest.remove(&entry.learner.0);
        }
        if let Some((version, _)) = as_checkpoint(&entry) {
            let learner = entry.learner.0;
            let waiting = self.newest.get(&learner).and_then(|e| as_checkpoint(e));
            if waiting.is_some_and(|(newer, _)| newer > version) {
                return;
            }
            self.newest.insert(learner, Arc::clone(&entry));
        }
        self.bytes += weight(&entry);
        self.entries.push_back(entry);
    }

    /// Takes up to so many of the oldest entries. Their checkpoints stay readable until they are [`Queue::settled`].
    pub(super) fn take(&mut self, most: usize) -> Vec<Arc<Entry>> {
        let mut taken = Vec::new();
        while taken.len() < most {
            let Some(entry) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= weight(&entry);
            if !self.is_overtaken(&entry) {
                taken.push(entry);
            }
        }
        taken
    }

    /// Puts back what was taken and could not be kept elsewhere.
    pub(super) fn put_back(&mut self, taken: Vec<Arc<Entry>>) {
        for entry in taken.into_iter().rev() {
            self.bytes += weight(&entry);
            self.entries.push_front(entry);
        }
    }

    /// The entry is kept elsewhere now.
    pub(super) fn settled(&mut self, entry: &Arc<Entry>) {
        let learner = entry.learner.0;
        let is_newest =
            (self.newest.get(&learner)).is_some_and(|newest| Arc::ptr_eq(newest, entry));
        if is_newest {
            self.newest.remove(&learner);
        }
    }

    /// The newest checkpoint of a learner that is not kept elsewhere.
    pub(super) fn checkpoint(&self, learner: LearnerId) -> Option<(u64, Vec<u8>)> {
        let entry = self.newest.get(&learner)?;
        as_checkpoint(entry).map(|(version, sealed)| (version, sealed.to_vec()))
    }

    fn is_overtaken(&self, entry: &Arc<Entry>) -> bool {
        as_checkpoint(entry).is_some()
            && (self.newest.get(&entry.learner.0)).is_some_and(|newest| !Arc::ptr_eq(newest, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{checkpoint, turn};
    use super::*;

    fn learner(n: u8) -> LearnerId {
        LearnerId([n; 16])
    }

    #[test]
    fn entries_come_out_in_order_without_overtaken_checkpoints() {
        let mut queue = Queue::default();
        let (first, last) = (turn(learner(1)), turn(learner(2)));
        queue.push(first.clone());
        queue.push(checkpoint(learner(1), 1));
        queue.push(checkpoint(learner(1), 2));
        queue.push(checkpoint(learner(1), 1));
        queue.push(last.clone());
        let taken = queue.take(10);
        assert_eq!(taken.len(), 3);
        assert_eq!((&*taken[0], &*taken[2]), (&first, &last));
        assert_eq!(as_checkpoint(&taken[1]).map(|c| c.0), Some(2));
        assert_eq!((queue.len(), queue.bytes()), (0, 0));
    }

    #[test]
    fn a_checkpoint_is_readable_until_it_is_kept_elsewhere() {
        let mut queue = Queue::default();
        queue.push(checkpoint(learner(1), 5));
        let taken = queue.take(1);
        assert_eq!(queue.checkpoint(learner(1)).map(|c| c.0), Some(5));
        queue.push(checkpoint(learner(1), 6));
        queue.settled(&taken[0]);
        assert_eq!(queue.checkpoint(learner(1)).map(|c| c.0), Some(6));
        let taken = queue.take(1);
        queue.settled(&taken[0]);
        assert_eq!(queue.checkpoint(learner(1)), None);
        assert_eq!(queue.checkpoint(learner(2)), None);
    }

    #[test]
    fn what_is_put_back_is_first_again() {
        let mut queue = Queue::default();
        let entries = [1, 2, 3].map(|n| turn(learner(n)));
        entries.iter().for_each(|e| queue.push(e.clone()));
        let bytes = queue.bytes();
        let taken = queue.take(2);
        queue.put_back(taken);
        assert_eq!(queue.bytes(), bytes);
        let order: Vec<_> = queue.take(9).iter().map(|e| e.id).collect();
        assert_eq!(order, entries.map(|e| e.id));
    }
}
