//! What goes between an engine and its call: what to send, what was found, and how a performance may be stopped.

use crate::domain::event::Keys;

/// What the engine wants done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Out<'a> {
    /// Send mu-law.
    Audio {
        /// At most 80 ms.
        codes: &'a [u8],
        /// The tick at which it was due.
        due: u64,
    },
    /// Send mu-law of no turn: the sound of an answer that is waited for.
    Waiting(&'a [u8]),
    /// Send a mark of this number.
    Mark(u64),
    /// Send a clear.
    Clear,
}

/// What the engine found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// An utterance ended; [`super::engine::Engine::take_utterance`] has it.
    Utterance,
    /// The time to speak ran out.
    Silence,
    /// The same, over noise that few voices would stand out of.
    Noise,
    /// A key was pressed.
    Keys(Keys),
}

/// How a performance may be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manners {
    /// By keys and by speech.
    #[default]
    Interruptible,
    /// By keys only: there is too little time to listen for more.
    KeysOnly,
    /// By nothing: it is heard out.
    HeardOut,
}

impl Manners {
    /// With too little time for everybody, and where voices stopped prompts for nothing, they are stopped by key only.
    #[must_use]
    pub fn of(heard_out: bool, played_out: bool) -> Self {
        match (heard_out, played_out) {
            (true, _) => Self::HeardOut,
            (_, true) => Self::KeysOnly,
            _ => Self::Interruptible,
        }
    }
}
