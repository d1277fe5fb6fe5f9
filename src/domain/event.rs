//! What happened, without a word about the channel that brought it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::assessment::Assessment;
use super::interruption::Interruption;
use super::reading::Reading;

/// Keys pressed, in order: `0`–`9`, `*`, `#`. Never printed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Keys(String);

impl Keys {
    /// The most keys that one input may hold.
    pub const MAX: usize = 32;

    /// Reads keys; letters A–D, waits and anything else are passed over.
    /// `None` if no key remains.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let keys: String =
            text.chars().filter(|c| matches!(c, '0'..='9' | '*' | '#')).take(Self::MAX).collect();
        if keys.is_empty() { None } else { Some(Self(keys)) }
    }

    /// The keys, one ASCII character each. Not for logs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key, if there is exactly one.
    #[must_use]
    pub fn single(&self) -> Option<char> {
        let mut keys = self.0.chars();
        keys.next().filter(|_| keys.next().is_none())
    }
}

impl TryFrom<String> for Keys {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Keys::parse(&text).ok_or("no keys")
    }
}

impl From<Keys> for String {
    fn from(keys: Keys) -> String {
        keys.0
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({} pressed)", self.0.len())
    }
}

/// Words that a recogniser heard, or that were typed. Never printed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// The text as it came.
    pub text: String,
    /// The recogniser's confidence, 0 to 1; `None` for typed text or where it gave none.
    pub confidence: Option<f32>,
}

impl Words {
    /// Typed words.
    #[must_use]
    pub fn typed(text: impl Into<String>) -> Self {
        Self { text: text.into(), confidence: None }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} bytes, {:?})", self.text.len(), self.confidence)
    }
}

/// One thing that happened in a conversation.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The line was answered, or a first text came: the conversation opens.
    Opened,
    /// Keys were pressed.
    Keys(Keys),
    /// Words were spoken and recognised.
    Speech(Words),
    /// A text came in.
    Text(String),
    /// The line waited, and nothing came.
    Silence,
    /// The line waited, and nothing came but noise.
    Noise,
    /// An utterance in the stream was assessed.
    Heard(Box<Assessment>),
    /// A text was read aloud and assessed.
    Read(Box<Reading>),
    /// The audio stream could not be opened, or broke off; the call goes on.
    StreamLost,
    /// The same turn is wanted again, unasked: a redirect came back, a stream handed over.
    Continue,
    /// The call is over, whoever ended it.
    HungUp,
    /// One of the above, and a prompt was cut short by it.
    Over {
        /// What happened.
        event: Box<Event>,
        /// How far the prompt had got.
        interruption: Interruption,
    },
}

impl Event {
    /// What happened, and the prompt that it cut short, if it did.
    #[must_use]
    pub fn parts(self) -> (Self, Option<Interruption>) {
        match self {
            Event::Over { event, interruption } => (event.parts().0, Some(interruption)),
            plain => (plain, None),
        }
    }

    /// A label for logs and metrics, from a closed set.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Event::Opened => "opened",
            Event::Keys(_) => "keys",
            Event::Speech(_) => "speech",
            Event::Text(_) => "text",
            Event::Silence => "silence",
            Event::Noise => "noise",
            Event::Heard(_) => "heard",
            Event::Read(_) => "read",
            Event::StreamLost => "stream_lost",
            Event::Continue => "continue",
            Event::HungUp => "hung_up",
            Event::Over { event, .. } => event.label(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_drop_what_no_keypad_has() {
        assert_eq!(Keys::parse("1w2A#").expect("keys").as_str(), "12#");
        assert_eq!(Keys::parse("hangup"), None);
        assert_eq!(Keys::parse("7").and_then(|k| k.single()), Some('7'));
        assert_eq!(Keys::parse("77").and_then(|k| k.single()), None);
    }

    #[test]
    fn debug_shows_neither_keys_nor_words() {
        let keys = Keys::parse("4711").expect("keys");
        assert!(!format!("{:?}", Event::Keys(keys)).contains("4711"));
        let said = Event::Speech(Words::typed("secret"));
        assert!(!format!("{said:?}").contains("secret"));
    }
}
