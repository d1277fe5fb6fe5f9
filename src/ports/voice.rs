//! A voice for the live stream.

use std::sync::Arc;

use async_trait::async_trait;

use super::PortError;
use crate::domain::lang::Lang;
use crate::domain::pinyin::Pinyin;

/// What is to be spoken.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Script {
    /// A sentence in a language of the interface.
    Text {
        /// What.
        text: String,
        /// In which language it is written.
        lang: Lang,
    },
    /// Mandarin, from numbered pinyin.
    Mandarin {
        /// What.
        pinyin: Pinyin,
        /// Slower than usual.
        slow: bool,
    },
}

/// Turns a script into telephone audio.
#[async_trait]
pub trait Voice: Send + Sync + 'static {
    /// G.711 mu-law bytes, 8 kHz mono: 8 bytes a millisecond. Shared, because common lines are kept.
    async fn speak(&self, script: &Script) -> Result<Arc<[u8]>, PortError>;

    /// Whether it can speak this language; where it cannot, English is spoken.
    fn speaks(&self, lang: Lang) -> bool;

    /// What it is, for health pages: `espeak-ng`, `none`.
    fn kind(&self) -> &'static str;
}
