//! A prompt that was stopped by the caller: how far it had got, and what the caller wanted by it.

use super::event::Keys;

/// What an interruption asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Stop speaking: the caller answers already, or has heard enough.
    StopSpeaking,
    /// The caller did not follow: say it again, or explain.
    Clarification,
    /// The caller wants something else.
    ChangeOfTopic,
}

impl Kind {
    /// What a key pressed over a prompt asks for: `*` repeats and `0` explains, `#` goes back; digits answer.
    #[must_use]
    pub fn of_keys(keys: &Keys) -> Self {
        match keys.as_str() {
            "*" | "0" => Kind::Clarification,
            "#" => Kind::ChangeOfTopic,
            _ => Kind::StopSpeaking,
        }
    }

    /// A label for logs and metrics, from a closed set.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Kind::StopSpeaking => "stop_speaking",
            Kind::Clarification => "clarification",
            Kind::ChangeOfTopic => "change_of_topic",
        }
    }
}

/// A prompt that was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interruption {
    /// What for.
    pub kind: Kind,
    /// How much had been heard, ms: what returned marks prove, and since then what real time allows.
    pub heard_ms: u32,
    /// How long it would have been, as far as that was known, ms.
    pub of_ms: u32,
}

impl Interruption {
    /// The share that had been heard, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        if self.of_ms == 0 { 0.0 } else { (self.heard_ms as f32 / self.of_ms as f32).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_what_an_interruption_is_for() {
        let kind = |keys: &str| Kind::of_keys(&Keys::parse(keys).expect("keys"));
        assert_eq!(kind("*"), Kind::Clarification);
        assert_eq!(kind("0"), Kind::Clarification);
        assert_eq!(kind("#"), Kind::ChangeOfTopic);
        assert_eq!(kind("42"), Kind::StopSpeaking);
    }

    #[test]
    fn the_share_that_was_heard_is_never_more_than_all() {
        let of = |heard_ms, of_ms| Interruption { kind: Kind::StopSpeaking, heard_ms, of_ms };
        assert_eq!(of(500, 2_000).share(), 0.25);
        assert_eq!(of(500, 400).share(), 1.0);
        assert_eq!(of(0, 0).share(), 0.0);
    }
}
