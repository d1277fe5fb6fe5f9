//! The words that the line itself understands, spoken or typed, in every language of the interface.
//!
//! These are the vocabulary of a recogniser, not sentences of the line; those are in the catalogues.

use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::modules::Card;

/// What a caller can want of the line at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Say that again.
    Repeat,
    /// One step back.
    Back,
    /// To the menu.
    Menu,
    /// What can I do here?
    Help,
    /// How am I doing?
    Progress,
    /// I want to stop.
    Goodbye,
}

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
    /// Record my lessons, or do not; says how to, if it is neither.
    Record(Option<Wish>),
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

/// An answer to a yes-or-no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YesNo {
    /// Key 1, or yes in words.
    Yes,
    /// Key 2, `#`, or no in words.
    No,
    /// Something else, or nothing.
    Neither,
}

const COMMANDS: [(Command, &[&str]); 6] = [
    (
        Command::Repeat,
        &[
            "repeat",
            "repeat that",
            "say again",
            "say that again",
            "again",
            "pardon",
            "what did you say",
            "subiramo",
            "ongera",
            "ongera uvuge",
            "subira",
        ],
    ),
    (Command::Back, &["back", "go back", "subira inyuma", "inyuma"]),
    (Command::Menu, &["menu", "main menu", "the menu", "ibikubiyemo", "menyu"]),
    (Command::Help, &["help", "help me", "ubufasha", "mfasha", "nfasha"]),
    (
        Command::Progress,
        &[
            "progress",
            "my progress",
            "how did i do",
            "how am i doing",
            "nkora nte",
            "intambwe",
            "aho ngeze",
        ],
    ),
    (
        Command::Goodbye,
        &[
            "goodbye",
            "good bye",
            "bye",
            "bye bye",
            "stop",
            "hang up",
            "end the call",
            "i am done",
            "murabeho",
            "mwirirwe",
            "hagarika",
            "ndarangije",
        ],
    ),
];

const YES: &[&str] = &[
    "yes",
    "yeah",
    "yep",
    "yes please",
    "ok",
    "okay",
    "sure",
    "continue",
    "go on",
    "one",
    "y",
    "yego",
    "ego",
    "ni byo",
    "komeza",
    "rimwe",
    "1",
];
const NO: &[&str] = &[
    "no",
    "nope",
    "no thanks",
    "no thank you",
    "new",
    "menu",
    "two",
    "n",
    "oya",
    "oya murakoze",
    "kabiri",
    "2",
];

/// Stop words of the carriers, whole message (Twilio's default list, 2026-11).
const STOP: &[&str] =
    &["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"];

/// Lower case, without punctuation, single spaces.
fn plain(text: &str) -> String {
    let kept: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A command, if the utterance is one and nothing else.
#[must_use]
pub fn spoken(text: &str) -> Option<Command> {
    let said = plain(text);
    let said = said.strip_prefix("please ").unwrap_or(&said);
    let said = said.strip_suffix(" please").unwrap_or(said);
    COMMANDS.iter().find(|(_, words)| words.contains(&said)).map(|(command, _)| *command)
}

/// Reads an answer to a yes-or-no question.
#[must_use]
pub fn yes_no(event: &Event) -> YesNo {
    let said = match event {
        Event::Keys(keys) => match keys.single() {
            Some('1') => return YesNo::Yes,
            Some('2' | '#') => return YesNo::No,
            _ => return YesNo::Neither,
        },
        Event::Speech(words) => plain(&words.text),
        Event::Text(text) => plain(text),
        _ => return YesNo::Neither,
    };
    if YES.contains(&said.as_str()) {
        YesNo::Yes
    } else if NO.contains(&said.as_str()) {
        YesNo::No
    } else {
        YesNo::Neither
    }
}

/// The language that words name, if any: `English please`, `RW`, `1`.
#[must_use]
pub fn language_named(text: &str) -> Option<Lang> {
    plain(text).split(' ').find_map(|word| match word {
        "1" | "one" | "rimwe" => Some(Lang::En),
        "2" | "two" | "kabiri" => Some(Lang::Rw),
        word => word.parse().ok(),
    })
}

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
        ("lang" | "language" | "ururimi", _) => Some(Keyword::Lang(rest())),
        ("name" | "izina", _) => Some(Keyword::Name(rest())),
        ("record" | "gufata", text) => Some(Keyword::Record(wish(text))),
        _ => None,
    }
}

/// The second and last word of a text about recordings.
fn wish(text: &str) -> Option<Wish> {
    match text.split_once(' ')?.1 {
        "on" | "yes" | "yego" => Some(Wish::On),
        "off" | "no" | "oya" => Some(Wish::Off),
        "delete" | "siba" => Some(Wish::Delete),
        _ => None,
    }
}

/// The language in which a first text is written, judged by the keywords it holds; English if only that is known.
#[must_use]
pub fn language_of(text: &str, cards: &[Card]) -> Option<Lang> {
    let text = format!(" {} ", plain(text));
    let hits = |lang: Lang| {
        let lists = cards.iter().flat_map(|c| c.keywords).filter(|(l, _)| *l == lang);
        lists.flat_map(|(_, words)| *words).filter(|w| text.contains(&format!(" {w} "))).count()
    };
    match (hits(Lang::En), hits(Lang::Rw)) {
        (en, rw) if rw > en => Some(Lang::Rw),
        _ if is_kinyarwanda(&text) => Some(Lang::Rw),
        _ if text.trim().is_empty() => None,
        _ => Some(Lang::En),
    }
}

/// Common Kinyarwanda words that no English sentence holds.
fn is_kinyarwanda(padded: &str) -> bool {
    ["ndashaka", "nshaka", "kwiga", "muraho", "mwaramutse", "mwiriwe", "bite", "amakuru", "nifuza"]
        .iter()
        .any(|w| padded.contains(&format!(" {w} ")))
}

/// The module that a text names by one of its keywords, as the whole text.
#[must_use]
pub fn module_named(text: &str, cards: &[Card]) -> Option<ModuleName> {
    let text = plain(text);
    let named =
        |card: &&Card| card.keywords.iter().any(|(_, words)| words.contains(&text.as_str()));
    cards.iter().find(named).map(|card| card.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Words;

    #[test]
    fn commands_are_whole_utterances_with_or_without_please() {
        assert_eq!(spoken("Repeat, please."), Some(Command::Repeat));
        assert_eq!(spoken("Ongera"), Some(Command::Repeat));
        assert_eq!(spoken("how did I do?"), Some(Command::Progress));
        assert_eq!(spoken("I repeat that seven is the answer"), None);
    }

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
    fn yes_and_no_are_read_in_both_languages_and_by_key() {
        let said = |text: &str| yes_no(&Event::Speech(Words::typed(text)));
        assert_eq!(said("Yego."), YesNo::Yes);
        assert_eq!(said("oya"), YesNo::No);
        assert_eq!(said("perhaps"), YesNo::Neither);
        assert_eq!(yes_no(&Event::Silence), YesNo::Neither);
    }

    #[test]
    fn a_language_is_named_in_either_language_or_by_number() {
        assert_eq!(language_named("English please"), Some(Lang::En));
        assert_eq!(language_named("ikinyarwanda"), Some(Lang::Rw));
        assert_eq!(language_named("2"), Some(Lang::Rw));
        assert_eq!(language_named("French"), None);
    }
}
