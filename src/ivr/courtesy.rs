//! Greetings and thanks: answered in kind wherever they come, and never marked.

use super::commands;
use crate::domain::turn::Line;

/// A text that is polite and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Courtesy {
    /// A greeting.
    Hello,
    /// Thanks.
    Thanks,
}

/// Texts that only greet.
const GREETINGS: &[&str] = &[
    "hello",
    "hello there",
    "hi",
    "hi there",
    "hey",
    "good morning",
    "good afternoon",
    "good evening",
    "muraho",
    "muraho neza",
    "uraho",
    "mwaramutse",
    "mwaramutse neza",
    "mwiriwe",
    "mwiriwe neza",
    "bite",
    "bite se",
    "amakuru",
];

/// Texts that only thank.
const THANKS: &[&str] = &[
    "thank you",
    "thank you very much",
    "thank you so much",
    "thanks",
    "thanks a lot",
    "thanks so much",
    "many thanks",
    "murakoze",
    "murakoze cyane",
    "urakoze",
    "urakoze cyane",
    "ndabashimiye",
    "ndagushimiye",
];

/// Who is spoken to.
const VOCATIVES: &[&str] =
    &["teacher", "my teacher", "sir", "madam", "my friend", "toneline", "mwarimu", "mwalimu"];

impl Courtesy {
    /// What is said in return.
    pub(super) fn returned(self) -> Line {
        Line::new(match self {
            Self::Hello => "line-hello",
            Self::Thanks => "line-thanked",
        })
    }
}

/// The courtesy that a whole text is.
pub(super) fn read(text: &str) -> Option<Courtesy> {
    let said = commands::plain(text);
    let bare = VOCATIVES.iter().filter_map(|who| said.strip_suffix(who)?.strip_suffix(' '));
    let bare = bare.min_by_key(|rest| rest.len()).unwrap_or(&said);
    if GREETINGS.contains(&bare) {
        return Some(Courtesy::Hello);
    }
    THANKS.contains(&bare).then_some(Courtesy::Thanks)
}
