//! The sound of an utterance that is to be written down: filled by the call's thread, read beside it while it grows.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::speech::units::{FRAME_SAMPLES, SAMPLE_RATE_HZ};

/// The longest that is kept, s: a debater's turn.
const MAX_S: usize = 30;
/// Samples kept at most.
const MAX_SAMPLES: usize = MAX_S * SAMPLE_RATE_HZ as usize;

/// How far an utterance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// More may come.
    Open,
    /// The speaker has finished.
    Finished,
    /// It was no utterance after all.
    Dropped,
}

/// One utterance's samples, 8 kHz. All its memory, 480 kB, is taken when it is made.
#[derive(Debug)]
pub struct Sound(Mutex<Kept>);

#[derive(Debug)]
struct Kept {
    samples: Vec<i16>,
    growth: Growth,
}

impl Default for Sound {
    fn default() -> Self {
        Self(Mutex::new(Kept { samples: Vec::with_capacity(MAX_SAMPLES), growth: Growth::Open }))
    }
}

impl Sound {
    /// The next 20 ms; what is too much is left out. Real-time safe: readers hold the lock only to copy.
    pub(super) fn push(&self, frame: &[i16; FRAME_SAMPLES]) {
        let mut kept = self.kept();
        if kept.samples.len() + FRAME_SAMPLES <= MAX_SAMPLES {
            kept.samples.extend_from_slice(frame);
        }
    }

    /// It goes no further.
    pub(super) fn end(&self, growth: Growth) {
        self.kept().growth = growth;
    }

    /// Begins anew, with the memory that it has.
    pub(super) fn clear(&self) {
        let mut kept = self.kept();
        kept.samples.clear();
        kept.growth = Growth::Open;
    }

    /// Appends what there is from sample `from` on; how far the utterance is.
    pub(super) fn read(&self, from: usize, into: &mut Vec<i16>) -> Growth {
        let kept = self.kept();
        into.extend_from_slice(kept.samples.get(from..).unwrap_or_default());
        kept.growth
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Samples and their end are whole between any two statements.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_every_sample_once_and_learns_of_the_end() {
        let sound = Sound::default();
        let mut read = Vec::new();
        for n in 0..5_i16 {
            sound.push(&[n; FRAME_SAMPLES]);
            assert_eq!(sound.read(read.len(), &mut read), Growth::Open);
        }
        sound.end(Growth::Finished);
        assert_eq!(sound.read(read.len(), &mut read), Growth::Finished);
        let expected: Vec<i16> = (0..5).flat_map(|n| [n; FRAME_SAMPLES]).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn it_never_grows_beyond_its_memory() {
        let sound = Sound::default();
        (0..MAX_S * 50 + 9).for_each(|_| sound.push(&[1; FRAME_SAMPLES]));
        let mut read = Vec::new();
        sound.read(0, &mut read);
        assert_eq!(read.len(), MAX_SAMPLES);
        sound.clear();
        assert_eq!(sound.read(0, &mut Vec::new()), Growth::Open);
    }
}
