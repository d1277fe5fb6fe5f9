//! Services that speak. Whatever they give goes out as mu-law at 8 kHz.

mod elevenlabs;
mod espeak;
mod google;
mod openai;
mod sounds;

pub use elevenlabs::ElevenLabs;
pub use espeak::EspeakSpeaker;
pub use google::{GoogleSpeech, GoogleVoice};
pub use openai::OpenAiSpeech;

use crate::domain::manner::Pace;

/// How fast, as a factor of a voice's own pace.
fn speed(pace: Pace) -> f32 {
    match pace {
        Pace::Slow => 0.8,
        Pace::Normal => 1.0,
        Pace::Fast => 1.15,
    }
}
