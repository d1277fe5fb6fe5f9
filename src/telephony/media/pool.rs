//! The big part of a call's memory, lent only while somebody speaks: a hundred kilobytes an utterance, two hundred a
//! reading, half a megabyte where the sound itself is kept.

use std::sync::{Arc, Mutex, PoisonError};

use super::sound::{Growth, Sound};
use super::take::{Gather, Take};
use crate::speech::english::listen::Listener;
use crate::speech::utterance::Utterance;

/// Spare utterances kept ready at least, so that one that begins need not be made first.
const READY: usize = 8;
/// Spare ones kept at most, beyond which memory is given back.
const SPARE: usize = 64;
/// The same for the larger kinds.
const SPARE_LARGE: usize = 16;
/// Spare ones of a larger kind kept ready once one was wanted.
const READY_LARGE: usize = 2;

/// Spare takes of one instance.
#[derive(Debug, Default)]
pub struct Pool(Mutex<Spare>);

#[derive(Debug, Default)]
struct Spare {
    tones: Vec<Box<Utterance>>,
    readings: Vec<Box<Listener>>,
    sounds: Vec<Arc<Sound>>,
    /// Whether any reading, any sound was ever wanted here.
    wanted: (bool, bool),
}

impl Pool {
    /// Something to gather in, empty. Allocates only if there is none left.
    #[must_use]
    pub fn lend(&self, what: Gather) -> Take {
        let mut spare = self.spare();
        match what {
            Gather::Tones => Take::Tones(spare.tones.pop().unwrap_or_default()),
            Gather::Reading => {
                spare.wanted.0 = true;
                Take::Reading(spare.readings.pop().unwrap_or_default())
            }
            Gather::Sound => {
                spare.wanted.1 = true;
                Take::Sound(spare.sounds.pop().unwrap_or_default())
            }
        }
    }

    /// Takes one back. Whoever still reads a sound is told that it is over, and keeps it alone.
    pub fn give_back(&self, mut take: Take) {
        match take {
            Take::Sound(sound) if Arc::strong_count(&sound) > 1 => sound.end(Growth::Dropped),
            _ => {
                take.clear();
                let mut spare = self.spare();
                match take {
                    Take::Tones(utterance) if spare.tones.len() < SPARE => {
                        spare.tones.push(utterance);
                    }
                    Take::Reading(listener) if spare.readings.len() < SPARE_LARGE => {
                        spare.readings.push(listener);
                    }
                    Take::Sound(sound) if spare.sounds.len() < SPARE_LARGE => {
                        spare.sounds.push(sound);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Makes spare ones until enough are ready; called off the path of frames.
    pub fn make_ready(&self) {
        while self.spare().tones.len() < READY {
            let made = Box::default();
            self.spare().tones.push(made);
        }
        let (readings, sounds) = self.spare().wanted;
        while readings && self.spare().readings.len() < READY_LARGE {
            let made = Box::default();
            self.spare().readings.push(made);
        }
        while sounds && self.spare().sounds.len() < READY_LARGE {
            let made = Arc::default();
            self.spare().sounds.push(made);
        }
    }

    fn spare(&self) -> std::sync::MutexGuard<'_, Spare> {
        // Between two statements that touch them the lists are always whole.
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
        assert_eq!(pool.spare().tones.len(), READY);
        let lent: Vec<_> = (0..200).map(|_| pool.lend(Gather::Tones)).collect();
        lent.into_iter().for_each(|take| pool.give_back(take));
        assert_eq!(pool.spare().tones.len(), SPARE);
    }

    #[test]
    fn each_kind_is_given_back_to_its_own() {
        let pool = Pool::default();
        for what in [Gather::Tones, Gather::Reading, Gather::Sound] {
            let take = pool.lend(what);
            assert_eq!(take.what(), what);
            pool.give_back(take);
        }
        let spare = pool.spare();
        assert_eq!((spare.tones.len(), spare.readings.len(), spare.sounds.len()), (1, 1, 1));
    }

    #[test]
    fn a_sound_that_is_still_read_is_not_lent_to_anybody_else() {
        let pool = Pool::default();
        let Take::Sound(sound) = pool.lend(Gather::Sound) else { panic!("a sound was asked for") };
        let reader = Arc::clone(&sound);
        pool.give_back(Take::Sound(sound));
        assert!(pool.spare().sounds.is_empty());
        assert_eq!(reader.read(0, &mut Vec::new()), Growth::Dropped);
    }
}
