//! The keywords that open a text message, in every language of the interface.

use super::commands::plain;

/// A keyword that opens a text message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keyword {
    /// What can I text?
    Help,
    /// Back to the menu.
    Menu,
    /// How am I doing?
    Progress,
    /// Change the language, to this one if named.
    Lang(Option<String>),
    /// Call me this.
    Name(Option<String>),
    /// All of the last answer.
    More,
    /// How can I do it better?
    Tips,
    /// Another level of this lesson.
    Level(Option<u8>),
    /// Another style of the tutor, by number.
    Style(Option<u32>),
    /// How do you teach me?
    Profile,
    /// Another learner on this telephone.
    Learner(Option<String>),
    /// Who is learning? With a name or number: this one.
    Who(Option<String>),
    /// Record my lessons, or do not; `None`: how do I say which?
    Record(Option<Wish>),
    /// Forget me.
    Delete,
    /// Send me nothing more.
    Stop,
    /// Send to me again.
    Start,
}

/// What is wanted of recordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// They may be made.
    On,
    /// They may not.
    Off,
    /// They may not, and those that were made are deleted.
    Delete,
}

/// Stop words of the carriers, whole message (Twilio's default list, 2026-11).
const STOP: &[&str] =
    &["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"];

/// The keyword that a text opens with. `YES` restarts messages only for those who stopped them.
#[must_use]
pub fn keyword(body: &str, stopped: bool) -> Option<Keyword> {
    // Punctuation is gone from the plain text, and this is nothing else.
    if body.trim() == "?" {
        return Some(Keyword::Help);
    }
    let text = plain(body);
    if STOP.contains(&text.as_str()) {
        return Some(Keyword::Stop);
    }
    let (first, _) = text.split_once(' ').unwrap_or((&text, ""));
    let rest = || {
        let rest = body.trim().split_once(char::is_whitespace)?.1.trim();
        (!rest.is_empty()).then(|| rest.to_owned())
    };
    match (first, text.as_str()) {
        (_, "start" | "unstop") => Some(Keyword::Start),
        (_, "yes") if stopped => Some(Keyword::Start),
        (_, "help" | "info" | "ubufasha" | "mfasha") => Some(Keyword::Help),
        (_, "menu" | "menyu" | "ibikubiyemo") => Some(Keyword::Menu),
        (_, "progress" | "intambwe") => Some(Keyword::Progress),
        (_, "more" | "ibindi" | "byose") => Some(Keyword::More),
        (_, "tips" | "inama") => Some(Keyword::Tips),
        (_, "profile" | "umwirondoro") => Some(Keyword::Profile),
        (_, "delete" | "delete me" | "siba" | "nsibe") => Some(Keyword::Delete),
        ("level" | "urwego", _) => {
            number_after(&text).map(|n| Keyword::Level(n.and_then(|n| u8::try_from(n).ok())))
        }
        ("style" | "uburyo", _) => number_after(&text).map(Keyword::Style),
        ("learner" | "umunyeshuri", _) => Some(Keyword::Learner(rest())),
        (_, "who" | "nde") => Some(Keyword::Who(None)),
        ("who" | "nde", _) if text.split(' ').count() == 2 => Some(Keyword::Who(rest())),
        ("lang" | "language" | "ururimi", _) => Some(Keyword::Lang(rest())),
        ("name" | "izina", _) => Some(Keyword::Name(rest())),
        ("record" | "gufata", text) => wish(text).map(Keyword::Record),
        _ => None,
    }
}

/// What follows the keyword of recordings: `Some(None)` for the keyword alone, `None` for words of another kind.
fn wish(text: &str) -> Option<Option<Wish>> {
    let Some((_, rest)) = text.split_once(' ') else {
        return Some(None);
    };
    match rest {
        "on" | "yes" | "yego" => Some(Some(Wish::On)),
        "off" | "no" | "oya" => Some(Some(Wish::Off)),
        "delete" | "siba" => Some(Some(Wish::Delete)),
        _ => None,
    }
}

/// The number after a keyword: `Some(None)` for the keyword alone, `None` if more than a number follows it.
fn number_after(text: &str) -> Option<Option<u32>> {
    let mut words = text.split(' ').skip(1);
    match (words.next(), words.next()) {
        (None, _) => Some(None),
        (Some(word), None) => word.parse().ok().map(Some),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_open_a_text_and_keep_what_follows() {
        assert_eq!(
            keyword("Name  Jean Claude", false),
            Some(Keyword::Name(Some("Jean Claude".into())))
        );
        assert_eq!(keyword("LANG", false), Some(Keyword::Lang(None)));
        assert_eq!(keyword("help!", false), Some(Keyword::Help));
        assert_eq!(keyword("Stop.", false), Some(Keyword::Stop));
        assert_eq!(keyword("stop the noise", false), None);
        assert_eq!(keyword("yes", false), None);
        assert_eq!(keyword("YES", true), Some(Keyword::Start));
    }

    #[test]
    fn numbers_follow_some_keywords_and_names_others() {
        assert_eq!(keyword("LEVEL 3", false), Some(Keyword::Level(Some(3))));
        assert_eq!(keyword("level", false), Some(Keyword::Level(None)));
        assert_eq!(keyword("level of water is 3", false), None);
        assert_eq!(keyword("Style 2", false), Some(Keyword::Style(Some(2))));
        assert_eq!(keyword("WHO 2", false), Some(Keyword::Who(Some("2".into()))));
        assert_eq!(keyword("who ate the goat", false), None);
        assert_eq!(keyword("delete", false), Some(Keyword::Delete));
        assert_eq!(keyword("siba", false), Some(Keyword::Delete));
    }
}
