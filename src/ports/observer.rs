//! Somebody who looks on while the line works: the demo narrates, tests look closer. Sees personal data; never a log.

use crate::domain::assessment::Assessment;
use crate::domain::interruption::Interruption;
use crate::domain::reading::Reading;
use crate::domain::turn::Turn;

/// Is told what happens in live streams, as it happens. Must not block.
pub trait Observer: Send + Sync + 'static {
    /// A turn is about to be performed in a stream: its parts as text.
    fn performing(&self, call: &str, turn: &Turn, said: &[String]);

    /// An utterance was assessed.
    fn assessed(&self, call: &str, verdict: &Assessment);

    /// A reading was assessed.
    fn read(&self, _call: &str, _reading: &Reading) {}

    /// A prompt was stopped by the caller. Called on the thread that carries the call.
    fn interrupted(&self, _call: &str, _over: &Interruption) {}
}
