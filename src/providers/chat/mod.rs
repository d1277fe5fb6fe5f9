//! Models that write, over HTTP: the protocol that OpenAI began and most others speak, and Gemini's own.

mod gemini;
mod openai;
mod stream;
mod whole;

pub use gemini::GeminiChat;
pub use openai::OpenAiChat;
