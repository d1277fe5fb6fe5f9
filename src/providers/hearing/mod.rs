//! Services that write down speech: whole utterances over HTTP, and streams over WebSockets.

mod deepgram;
mod elevenlabs;
mod hugging_face;
mod openai;
mod whole;

pub use deepgram::{Coding, Deepgram};
pub use elevenlabs::ElevenLabsAgent;
pub use hugging_face::HuggingFace;
pub use openai::OpenAiTranscription;

use tokio::time::{Duration, Instant};

use crate::ports::errand::{Errand, Fault, ProviderError};

/// Samples a millisecond.
const SAMPLES_PER_MS: usize = 8;
/// The longest utterance, samples.
const LONGEST: usize = 60 * 1_000 * SAMPLES_PER_MS;

/// How long the words may take once the speaker has finished: what the errand allowed when the utterance began.
fn allowance(errand: &Errand) -> Duration {
    errand.whole_by.saturating_duration_since(Instant::now())
}

/// Whether so many samples more are still an utterance.
fn within_limit(held: usize, more: usize) -> Result<(), ProviderError> {
    if held + more <= LONGEST {
        Ok(())
    } else {
        Err(ProviderError::new(Fault::BadRequest, "an utterance of more than a minute"))
    }
}

/// Sound, ms.
fn ms(samples: usize) -> u64 {
    (samples / SAMPLES_PER_MS) as u64
}
