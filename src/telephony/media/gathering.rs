//! The utterance that is being gathered, from a little before it was noticed.

use std::sync::Arc;

use super::inbound::Frame;
use super::levelling::Levelling;
use super::pool::Pool;
use super::sound::Sound;
use super::take::{Gather, Take};
use crate::speech::units::FRAME_SAMPLES;

/// Frames kept from before speech was noticed; the endpointer puts the start back by less.
const PRE_ROLL: usize = 24;

/// One call's utterance, lent by the pool while somebody speaks.
#[derive(Debug)]
pub(super) struct Gathering {
    pool: Arc<Pool>,
    what: Gather,
    take: Option<Take>,
    open: bool,
    /// A sound to be written down has begun to grow.
    begun: Option<Arc<Sound>>,
    pre_roll: [(bool, [i16; FRAME_SAMPLES]); PRE_ROLL],
    frames: u64,
}

impl Gathering {
    /// Nothing yet.
    pub(super) fn new(pool: Arc<Pool>) -> Self {
        Self {
            pool,
            what: Gather::Tones,
            take: None,
            open: false,
            begun: None,
            pre_roll: [(false, [0; FRAME_SAMPLES]); PRE_ROLL],
            frames: 0,
        }
    }

    /// Drops what there was, and gathers this from now on.
    pub(super) fn reset(&mut self, what: Gather) {
        self.drop();
        self.what = what;
    }

    /// Whether somebody is speaking.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Takes a frame; what is to be written down, at an even level. Real-time safe.
    pub(super) fn push(&mut self, frame: &Frame, levelling: &Levelling) {
        let at = usize::try_from(self.frames % PRE_ROLL as u64).unwrap_or(0);
        self.pre_roll[at] = (frame.concealed, frame.samples);
        self.frames += 1;
        if let (true, Some(take)) = (self.open, &mut self.take) {
            take.push(&suited(self.what, &frame.samples, levelling), frame.concealed);
        }
    }

    /// An utterance began at that frame: what is remembered of it comes first. Real-time safe, but that memory which
    /// nobody has ready is made.
    pub(super) fn begin(&mut self, start_frame: u64, levelling: &Levelling) {
        self.drop();
        let mut take = self.pool.lend(self.what);
        let oldest = self.frames.saturating_sub(PRE_ROLL as u64);
        for n in start_frame.max(oldest)..self.frames {
            let at = usize::try_from(n % PRE_ROLL as u64).unwrap_or(0);
            let (concealed, samples) = &self.pre_roll[at];
            take.push(&suited(self.what, samples, levelling), *concealed);
        }
        if let Take::Sound(sound) = &take {
            self.begun = Some(Arc::clone(sound));
        }
        self.take = Some(take);
        self.open = true;
    }

    /// The speaker has finished.
    pub(super) fn finish(&mut self) {
        if let Some(take) = &mut self.take {
            take.finish();
        }
        self.open = false;
    }

    /// It was no utterance.
    pub(super) fn drop(&mut self) {
        self.open = false;
        self.begun = None;
        if let Some(take) = self.take.take() {
            self.pool.give_back(take);
        }
    }

    /// The finished utterance; to be given back to the pool.
    pub(super) fn take(&mut self) -> Option<Take> {
        self.open = false;
        self.take.take()
    }

    /// A sound that has begun since the last call.
    pub(super) fn take_begun(&mut self) -> Option<Arc<Sound>> {
        self.begun.take()
    }
}

/// What is scored is left as it is.
fn suited(
    what: Gather,
    samples: &[i16; FRAME_SAMPLES],
    levelling: &Levelling,
) -> [i16; FRAME_SAMPLES] {
    if what == Gather::Sound { levelling.apply(samples) } else { *samples }
}

impl Drop for Gathering {
    fn drop(&mut self) {
        Self::drop(self);
    }
}
