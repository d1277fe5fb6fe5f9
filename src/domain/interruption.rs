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

/// Who says this wants something else.
const CHANGING: [&str; 14] = [
    "something else",
    "another topic",
    "another question",
    "change the topic",
    "change topic",
    "different topic",
    "let us talk about",
    "talk about something",
    "menu",
    "go back",
    "next question",
    "ikindi",
    "hindura",
    "subira inyuma",
];

/// Who says this did not follow.
const ASKING: [&str; 16] = [
    "what do you mean",
    "i do not understand",
    "i don t understand",
    "i did not understand",
    "say that again",
    "say again",
    "repeat",
    "pardon",
    "sorry what",
    "explain",
    "slower",
    "what does",
    "sinumvise",
    "subiramo",
    "sobanura",
    "urashaka kuvuga iki",
];

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

    /// What words spoken over a prompt ask for.
    #[must_use]
    pub fn of_words(said: &str) -> Self {
        let plain: String = said
            .to_lowercase()
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect::<String>();
        let padded = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
        let holds = |forms: &[&str]| forms.iter().any(|form| padded.contains(&format!(" {form} ")));
        if holds(&CHANGING) {
            Kind::ChangeOfTopic
        } else if holds(&ASKING) {
            Kind::Clarification
        } else {
            Kind::StopSpeaking
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
    fn words_tell_it_too_and_an_answer_is_none_of_these() {
        let kind = |words: &str| Kind::of_words(words);
        assert_eq!(kind("Sorry, what do you mean?"), Kind::Clarification);
        assert_eq!(kind("I don't understand."), Kind::Clarification);
        assert_eq!(kind("Let us talk about football"), Kind::ChangeOfTopic);
        assert_eq!(kind("Sinumvise"), Kind::Clarification);
        assert_eq!(kind("Yes, I think so because schools need books"), Kind::StopSpeaking);
        assert_eq!(kind(""), Kind::StopSpeaking);
    }

    #[test]
    fn the_share_that_was_heard_is_never_more_than_all() {
        let of = |heard_ms, of_ms| Interruption { kind: Kind::StopSpeaking, heard_ms, of_ms };
        assert_eq!(of(500, 2_000).share(), 0.25);
        assert_eq!(of(500, 400).share(), 1.0);
        assert_eq!(of(0, 0).share(), 0.0);
    }
}
