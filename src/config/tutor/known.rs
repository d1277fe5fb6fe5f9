//! Providers that need no more than a key: what each is called, and what it is asked for where nothing else is said.
//!
//! Bases and models are those of each company's public API reference, read in November 2026; any of them can be set.

use super::{ChatKind, EarKind, VoiceKind};
use crate::domain::lang::Lang;

/// A kind of service, as the settings call it.
pub(super) trait Kind: Copy + 'static {
    /// Every kind with its word.
    const WORDS: &'static [(&'static str, Self)];

    /// What a known provider of this use is asked for.
    fn preset(known: &Known) -> Option<Preset<Self>>;

    /// Whether it needs no address: it runs on this machine.
    fn is_local(self) -> bool {
        false
    }

    /// The voice that is asked for where the settings name none.
    fn voice(self) -> Option<&'static str> {
        None
    }

    /// The languages that services of this kind manage unless the settings say otherwise.
    fn langs(self) -> &'static [Lang] {
        &Lang::ALL
    }
}

/// What a known provider is asked for, for one use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Preset<K> {
    pub(super) kind: K,
    pub(super) model: &'static str,
    pub(super) base: &'static str,
}

/// A provider that needs no more than its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) name: &'static str,
    /// The setting that holds its key; none for a service on this machine.
    pub(super) key: Option<&'static str>,
    pub(super) chat: Option<Preset<ChatKind>>,
    pub(super) ear: Option<Preset<EarKind>>,
    pub(super) voice: Option<Preset<VoiceKind>>,
}

const fn preset<K: Copy>(kind: K, model: &'static str, base: &'static str) -> Option<Preset<K>> {
    Some(Preset { kind, model, base })
}

const GROQ: &str = "https://api.groq.com/openai/v1";
const OPENAI: &str = "https://api.openai.com/v1";
const GEMINI: &str = "https://generativelanguage.googleapis.com/v1beta";
const DEEPGRAM: &str = "https://api.deepgram.com";
const ELEVENLABS: &str = "https://api.elevenlabs.io";
const HUGGING_FACE: &str = "https://router.huggingface.co/hf-inference/models";
const GOOGLE: &str = "https://texttospeech.googleapis.com";
const OLLAMA: &str = "http://127.0.0.1:11434/v1";

/// In the order in which they are tried where only keys are set: the quickest first.
pub(super) const KNOWN: [Known; 9] = [
    Known {
        name: "groq",
        key: Some("GROQ_API_KEY"),
        chat: preset(ChatKind::OpenAi, "llama-3.3-70b-versatile", GROQ),
        ear: preset(EarKind::OpenAi, "whisper-large-v3-turbo", GROQ),
        voice: None,
    },
    Known {
        name: "openai",
        key: Some("OPENAI_API_KEY"),
        chat: preset(ChatKind::OpenAi, "gpt-4o-mini", OPENAI),
        ear: preset(EarKind::OpenAi, "whisper-1", OPENAI),
        voice: preset(VoiceKind::OpenAi, "gpt-4o-mini-tts", OPENAI),
    },
    Known {
        name: "gemini",
        key: Some("GEMINI_API_KEY"),
        chat: preset(ChatKind::Gemini, "gemini-2.5-flash", GEMINI),
        ear: None,
        voice: None,
    },
    Known {
        name: "deepgram",
        key: Some("DEEPGRAM_API_KEY"),
        chat: None,
        ear: preset(EarKind::Deepgram, "nova-3", DEEPGRAM),
        voice: None,
    },
    Known {
        name: "elevenlabs",
        key: Some("ELEVENLABS_API_KEY"),
        chat: None,
        // Its model is the id of an agent, which only the operator knows.
        ear: preset(EarKind::ElevenLabs, "", ELEVENLABS),
        voice: preset(VoiceKind::ElevenLabs, "eleven_flash_v2_5", ELEVENLABS),
    },
    Known {
        name: "huggingface",
        key: Some("HF_TOKEN"),
        chat: None,
        ear: preset(EarKind::HuggingFace, "openai/whisper-large-v3", HUGGING_FACE),
        voice: None,
    },
    Known {
        name: "google",
        key: Some("GOOGLE_API_KEY"),
        chat: None,
        ear: None,
        voice: preset(VoiceKind::Google, "standard", GOOGLE),
    },
    Known {
        name: "espeak",
        key: None,
        chat: None,
        ear: None,
        voice: preset(VoiceKind::Espeak, "espeak-ng", ""),
    },
    Known {
        name: "ollama",
        key: None,
        chat: preset(ChatKind::OpenAi, "llama3.2", OLLAMA),
        ear: None,
        voice: None,
    },
];

impl Kind for ChatKind {
    const WORDS: &'static [(&'static str, Self)] =
        &[("openai", Self::OpenAi), ("gemini", Self::Gemini)];

    fn preset(known: &Known) -> Option<Preset<Self>> {
        known.chat
    }
}

impl Kind for EarKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("openai", Self::OpenAi),
        ("deepgram", Self::Deepgram),
        ("huggingface", Self::HuggingFace),
        ("elevenlabs", Self::ElevenLabs),
    ];

    fn preset(known: &Known) -> Option<Preset<Self>> {
        known.ear
    }

    fn langs(self) -> &'static [Lang] {
        match self {
            // Kinyarwanda is in neither's list of languages.
            Self::Deepgram | Self::ElevenLabs => &[Lang::En],
            Self::OpenAi | Self::HuggingFace => &Lang::ALL,
        }
    }
}

impl Kind for VoiceKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("openai", Self::OpenAi),
        ("elevenlabs", Self::ElevenLabs),
        ("google", Self::Google),
        ("espeak", Self::Espeak),
    ];

    fn preset(known: &Known) -> Option<Preset<Self>> {
        known.voice
    }

    fn is_local(self) -> bool {
        self == Self::Espeak
    }

    fn voice(self) -> Option<&'static str> {
        match self {
            Self::OpenAi => Some("alloy"),
            Self::ElevenLabs => Some("JBFqnCBsd6RMkjVDRZzb"),
            Self::Google => Some("en-US-Standard-C"),
            Self::Espeak => None,
        }
    }

    fn langs(self) -> &'static [Lang] {
        // Kinyarwanda is in none of their lists of languages.
        &[Lang::En]
    }
}
