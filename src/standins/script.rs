//! What a stand-in does: one act for each request.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::chaos::Chaos;

/// The services that are stood in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Endpoint {
    /// Chat completions as OpenAI, Groq, Ollama and others serve them, under `/openai/v1`.
    OpenAiChat,
    /// Gemini's own chat, under `/gemini/v1beta`.
    GeminiChat,
    /// Transcription as OpenAI and Groq serve it, under `/openai/v1`.
    OpenAiTranscription,
    /// Hugging Face's speech recognition, under `/hugging-face/models`.
    HuggingFace,
    /// Deepgram's live transcription, under `/deepgram`.
    Deepgram,
    /// ElevenLabs' conversational agent, under `/elevenlabs`.
    ElevenLabsAgent,
    /// Speech as OpenAI serves it, under `/openai/v1`.
    OpenAiSpeech,
    /// ElevenLabs' speech, under `/elevenlabs`.
    ElevenLabsSpeech,
    /// Google's speech, under `/google`.
    GoogleSpeech,
}

impl Endpoint {
    /// Every endpoint.
    pub const ALL: [Self; 9] = [
        Self::OpenAiChat,
        Self::GeminiChat,
        Self::OpenAiTranscription,
        Self::HuggingFace,
        Self::Deepgram,
        Self::ElevenLabsAgent,
        Self::OpenAiSpeech,
        Self::ElevenLabsSpeech,
        Self::GoogleSpeech,
    ];

    /// The path of the base address that a client is given.
    #[must_use]
    pub fn base_path(self) -> &'static str {
        match self {
            Self::OpenAiChat | Self::OpenAiTranscription | Self::OpenAiSpeech => "/openai/v1",
            Self::GeminiChat => "/gemini/v1beta",
            Self::HuggingFace => "/hugging-face/models",
            Self::Deepgram => "/deepgram",
            Self::ElevenLabsAgent | Self::ElevenLabsSpeech => "/elevenlabs",
            Self::GoogleSpeech => "/google",
        }
    }
}

/// How long a busy service asks to be left alone, and in which words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// It does not say.
    Untold,
    /// `Retry-After` in seconds.
    Seconds(u64),
    /// `Retry-After` as a date, so many seconds from now.
    Date(u64),
    /// `retry-after-ms`.
    Millis(u64),
}

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// With an answer.
    Answer,
    /// Too many requests.
    RateLimited(Wait),
    /// The account has nothing left.
    Quota,
    /// The key is wrong.
    Auth,
    /// The request is wrong.
    BadRequest,
    /// The content is declined: in the middle of a chat's answer, else with a status.
    Refused,
    /// 500.
    ServerError,
    /// The model is being loaded, for so many seconds: told where the service tells it.
    Loading(f64),
    /// A good status, and JSON that is none.
    MalformedJson,
    /// A good status, and a page of HTML.
    WrongType,
    /// The answer stops after so many of its bytes (a socket: when the speaker has finished).
    Cut {
        /// Bytes that are sent.
        after: usize,
        /// The body is ended as if it were whole; else the connection breaks.
        clean: bool,
    },
    /// Nothing, until the client leaves.
    Silent,
}

/// Where an answer is cut into pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chunks {
    /// As the service would: event by event.
    Natural,
    /// Everything at once.
    Whole,
    /// Every so many bytes; with 1, inside every line and every character.
    Every(usize),
    /// Of 1 to 40 bytes, by this seed.
    Random(u64),
}

/// What is done with one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// How it ends.
    pub outcome: Outcome,
    /// Until the first byte.
    pub latency: Duration,
    /// Where the body is cut.
    pub chunks: Chunks,
    /// Between two pieces.
    pub between: Duration,
    /// What is written, or what was heard.
    pub says: String,
    /// Whether a chat tells what it used, if asked.
    pub tells_usage: bool,
    /// How an agent wants its sound: `pcm_16000`, `pcm_8000` or `ulaw_8000`.
    pub takes: &'static str,
}

impl Act {
    /// A good answer at once, with a sentence that has letters of one, two, three and four bytes.
    #[must_use]
    pub fn answer() -> Self {
        Self {
            outcome: Outcome::Answer,
            latency: Duration::ZERO,
            chunks: Chunks::Natural,
            between: Duration::ZERO,
            says: "Very good! “I went” is right: é, 你好, 😀. What came next?".to_owned(),
            tells_usage: true,
            takes: "pcm_16000",
        }
    }

    /// The same with another end.
    #[must_use]
    pub fn ending(outcome: Outcome) -> Self {
        Self { outcome, ..Self::answer() }
    }

    /// The same with so long until the first byte.
    #[must_use]
    pub fn after(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    /// The same with the body cut here.
    #[must_use]
    pub fn cut(self, chunks: Chunks) -> Self {
        Self { chunks, ..self }
    }

    /// The same with so long between two pieces.
    #[must_use]
    pub fn dripping(self, between: Duration) -> Self {
        Self { between, ..self }
    }

    /// The same with these words.
    #[must_use]
    pub fn saying(self, words: &str) -> Self {
        Self { says: words.to_owned(), ..self }
    }

    /// The same, and a chat does not tell what it used.
    #[must_use]
    pub fn without_usage(self) -> Self {
        Self { tells_usage: false, ..self }
    }

    /// The same, and an agent wants its sound so.
    #[must_use]
    pub fn taking(self, format: &'static str) -> Self {
        Self { takes: format, ..self }
    }
}

/// Acts in order, for each endpoint; a good answer where there is none.
#[derive(Debug, Clone, Default)]
pub struct Script {
    queued: HashMap<Endpoint, VecDeque<Act>>,
    always: HashMap<Endpoint, Act>,
}

impl Script {
    /// The next request there gets this.
    #[must_use]
    pub fn then(mut self, endpoint: Endpoint, act: Act) -> Self {
        self.queued.entry(endpoint).or_default().push_back(act);
        self
    }

    /// Every request there gets this once the queue is empty.
    #[must_use]
    pub fn always(mut self, endpoint: Endpoint, act: Act) -> Self {
        self.always.insert(endpoint, act);
        self
    }

    fn next(&mut self, endpoint: Endpoint) -> Act {
        let queued = self.queued.get_mut(&endpoint).and_then(VecDeque::pop_front);
        queued.or_else(|| self.always.get(&endpoint).cloned()).unwrap_or_else(Act::answer)
    }
}

/// How a server behaves.
#[derive(Debug, Clone)]
pub enum Behaviour {
    /// By acts that are written down.
    Scripted(Script),
    /// By chance.
    Chaotic(Chaos),
}

impl From<Script> for Behaviour {
    fn from(script: Script) -> Self {
        Self::Scripted(script)
    }
}

impl From<Chaos> for Behaviour {
    fn from(chaos: Chaos) -> Self {
        Self::Chaotic(chaos)
    }
}

impl Behaviour {
    /// The act for a request: `id` is what the client calls it, `nth` how often that id came here before.
    pub(super) fn act(&mut self, endpoint: Endpoint, id: &str, nth: u64) -> Act {
        match self {
            Self::Scripted(script) => script.next(endpoint),
            Self::Chaotic(chaos) => chaos.act(endpoint, id, nth),
        }
    }
}
