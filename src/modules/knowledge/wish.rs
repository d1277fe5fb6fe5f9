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
    /// Another of what there was.
    Another,
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
        | "change"
        | "change the topic"
        | "hindura"
        | "hindura icyiciro"
        | "ikindi cyiciro" => Wish::Topics,
        "fact" | "a fact" | "tell me a fact" | "did you know" | "menya" | "wari uzi"
        | "mbwira ikintu" => Wish::Fact,
        "why" | "why is that" | "why not" | "explain" | "kuki" | "kubera iki" | "sobanura" => {
            Wish::Why
        }
        "another" | "another one" | "another question" | "next question" | "ikindi"
        | "ikindi kibazo" => Wish::Another,
        said if is_fact(said) => Wish::Fact,
        _ => return None,
    })
}

/// "Another fact", "tell me a fact about farming".
fn is_fact(said: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "another fact",
        "a fact about",
        "tell me a fact",
        "tell me another fact",
        "give me a fact",
        "facts about",
    ];
    OPENINGS.iter().any(|opening| said.starts_with(opening)) && said.split(' ').count() <= 8
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
