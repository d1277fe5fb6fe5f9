//! What is gathered of an utterance while it is spoken: by what it will be judged by.

use std::sync::Arc;

use super::sound::{Growth, Sound};
use crate::speech::endpoint::ListenFor;
use crate::speech::english::listen::Listener;
use crate::speech::units::FRAME_SAMPLES;
use crate::speech::utterance::Utterance;

/// What is gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gather {
    /// What tones are told by.
    #[default]
    Tones,
    /// What a reading is judged by.
    Reading,
    /// The sound itself, to be written down.
    Sound,
}

/// What to listen for, and what to gather of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listening {
    /// Pauses and lengths.
    pub how: ListenFor,
    /// What to gather.
    pub what: Gather,
}

impl From<ListenFor> for Listening {
    /// For tones.
    fn from(how: ListenFor) -> Self {
        Self { how, what: Gather::Tones }
    }
}

/// What was gathered. Lent by the [`super::pool::Pool`], which takes it back.
#[derive(Debug)]
pub enum Take {
    /// For tones.
    Tones(Box<Utterance>),
    /// For a reading.
    Reading(Box<Listener>),
    /// To be written down.
    Sound(Arc<Sound>),
}

impl Take {
    /// Of which kind it is.
    #[must_use]
    pub fn what(&self) -> Gather {
        match self {
            Self::Tones(_) => Gather::Tones,
            Self::Reading(_) => Gather::Reading,
            Self::Sound(_) => Gather::Sound,
        }
    }

    /// The next 20 ms. Real-time safe.
    pub(super) fn push(&mut self, frame: &[i16; FRAME_SAMPLES], concealed: bool) {
        match self {
            Self::Tones(utterance) => utterance.push(frame, concealed),
            Self::Reading(listener) => listener.push(frame, concealed),
            Self::Sound(sound) => sound.push(frame),
        }
    }

    /// The speaker has finished.
    pub(super) fn finish(&mut self) {
        match self {
            Self::Tones(utterance) => utterance.finish(),
            Self::Reading(listener) => listener.finish(),
            Self::Sound(sound) => sound.end(Growth::Finished),
        }
    }

    /// Begins anew, with the memory that it has.
    pub(super) fn clear(&mut self) {
        match self {
            Self::Tones(utterance) => utterance.clear(),
            Self::Reading(listener) => listener.clear(),
            Self::Sound(sound) => sound.clear(),
        }
    }
}
