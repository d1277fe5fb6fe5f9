//! What a learner gives in place of an answer.

use crate::modules::Input;
use crate::text::replies;

/// What a learner may say in place of an answer, beyond the short replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Another topic.
    Topics,
    /// Something new.
    Fact,
    /// Why the last answer was so.
    Why,
}

/// What a whole text wishes.
pub(super) fn wish(text: &str) -> Option<Wish> {
    Some(match replies::plain(text).as_str() {
        "topic"
        | "topics"
        | "another topic"
        | "change topic"
        | "other topic"
        | "new topic"
        | "indi nsanganyamatsiko"
        | "insanganyamatsiko"
        | "hindura"
        | "ikindi cyiciro" => Wish::Topics,
        "fact" | "facts" | "a fact" | "tell me a fact" | "did you know" | "menya" | "wari uzi"
        | "mbwira ikintu" => Wish::Fact,
        "why" | "why is that" | "why not" | "explain" | "kuki" | "kubera iki" | "sobanura" => {
            Wish::Why
        }
        _ => return None,
    })
}

/// An input as words; `None` for a voice that was only listened to.
pub(super) fn words(input: &Input) -> Option<String> {
    match input {
        Input::Keys(keys) => Some(keys.as_str().trim_end_matches('#').to_owned()),
        Input::Speech(words) => Some(words.text.clone()),
        Input::Text(text) => Some(text.clone()),
        Input::Heard(_) | Input::Read(_) => None,
    }
}
