//! The big part of a call's memory, lent only while somebody speaks: a hundred kilobytes an utterance.

use std::sync::{Mutex, PoisonError};

use crate::speech::utterance::Utterance;

/// Spare utterances kept ready at least, so that one that begins need not be made first.
const READY: usize = 8;
/// Spare ones kept at most, beyond which memory is given back.
const SPARE: usize = 64;

/// Spare utterances of one instance.
#[derive(Debug, Default)]
pub struct Pool(Mutex<Vec<Box<Utterance>>>);

impl Pool {
    /// An utterance, empty. Allocates only if there is none left.
    #[must_use]
    pub fn lend(&self) -> Box<Utterance> {
        self.spare().pop().unwrap_or_default()
    }

    /// Takes one back.
    pub fn give_back(&self, mut utterance: Box<Utterance>) {
        utterance.clear();
        let mut spare = self.spare();
        if spare.len() < SPARE {
            spare.push(utterance);
        }
    }

    /// Makes spare ones until enough are ready; called off the path of frames.
    pub fn make_ready(&self) {
        while self.spare().len() < READY {
            let made = Box::default();
            self.spare().push(made);
        }
    }

    fn spare(&self) -> std::sync::MutexGuard<'_, Vec<Box<Utterance>>> {
        // Between two statements that touch it the list is always whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lent_comes_back_and_is_lent_again() {
        let pool = Pool::default();
        pool.make_ready();
        assert_eq!(pool.spare().len(), READY);
        let lent: Vec<_> = (0..200).map(|_| pool.lend()).collect();
        lent.into_iter().for_each(|utterance| pool.give_back(utterance));
        assert_eq!(pool.spare().len(), SPARE);
    }
}
