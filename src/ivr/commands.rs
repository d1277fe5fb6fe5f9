//! The words that the line itself understands, spoken or typed, in every language of the interface.
//!
//! These are the vocabulary of a recogniser, not sentences of the line; those are in the catalogues.

use crate::domain::event::Event;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::modules::Card;
use crate::text::replies;

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
    /// Say it slower.
    Slower,
    /// Say it faster.
    Faster,
    /// Say nothing for a while.
    Quiet,
    /// How can I do it better?
    Tips,
    /// How do you teach me?
    Profile,
    /// I want to stop.
    Goodbye,
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

const COMMANDS: [(Command, &[&str]); 11] = [
    (
        Command::Repeat,
        &[
            "repeat",
            "repeat that",
            "say again",
            "say that again",
            "say it again",
            "that again",
            "it again",
            "again",
            "one more time",
            "pardon",
            "what did you say",
            "subiramo",
            "bisubiremo",
            "ongera",
            "ongera uvuge",
            "ongera ubivuge",
            "subira",
            "sinumvise",
        ],
    ),
    (Command::Back, &["back", "go back", "subira inyuma", "inyuma"]),
    (
        Command::Menu,
        &[
            "menu",
            "main menu",
            "the menu",
            "go to the menu",
            "back to the menu",
            "ibikubiyemo",
            "menyu",
            "urutonde",
            "urutonde rw amasomo",
            "ku rutonde",
            "subira ku rutonde",
            "gusubira ku rutonde",
        ],
    ),
    (Command::Help, &["help", "help me", "some help", "ubufasha", "mfasha", "nfasha", "umfashe"]),
    (
        Command::Progress,
        &[
            "progress",
            "my progress",
            "how did i do",
            "how am i doing",
            "what is my score",
            "my score",
            "score",
            "my points",
            "nkora nte",
            "nakoze nte",
            "nakoze gute",
            "nkora gute",
            "what level am i",
            "what level am i on",
            "which level am i",
            "which level am i on",
            "what is my level",
            "my level",
            "ndi ku ruhe rwego",
            "urwego rwanjye",
            "intambwe",
            "aho ngeze",
            "ngeze he",
            "amanota yanjye",
        ],
    ),
    (
        Command::Slower,
        &[
            "slower",
            "speak slower",
            "speak more slowly",
            "talk slower",
            "go slower",
            "say it slower",
            "more slowly",
            "speak slowly",
            "slow down",
            "too fast",
            "buhoro",
            "buhoro buhoro",
            "vuga buhoro",
            "gabanya umuvuduko",
            "subiramo buhoro",
            "ongera buhoro",
        ],
    ),
    (
        Command::Faster,
        &[
            "faster",
            "speak faster",
            "talk faster",
            "go faster",
            "say it faster",
            "too slow",
            "speed up",
            "vuga vuba",
            "vuba",
            "vuba vuba",
            "byihuse",
            "vuga byihuse",
            "ihute",
            "ongera umuvuduko",
        ],
    ),
    (
        Command::Quiet,
        &[
            "be quiet",
            "quiet",
            "hush",
            "wait",
            "wait a moment",
            "hold on",
            "hang on",
            "wait a minute",
            "wait a bit",
            "wait a second",
            "wait for me",
            "let me think",
            "let me think about it",
            "let me think a little",
            "i am thinking",
            "im thinking",
            "i am still thinking",
            "give me time",
            "give me some time",
            "give me a moment",
            "give me a minute",
            "give me a second",
            "one minute",
            "just a minute",
            "just a second",
            "just a moment",
            "one second",
            "one moment",
            "ceceka",
            "ba uretse",
            "tegereza",
            "rindira",
            "ihangane gato",
            "tuza",
            "reka ntekereze",
            "ndacyatekereza",
            "ndatekereza",
            "tegereza gato",
            "mpa umwanya",
        ],
    ),
    (
        Command::Tips,
        &[
            "tips",
            "tip",
            "give me a tip",
            "any tips",
            "advice",
            "inama",
            "mpa inama",
            "ngira inama",
        ],
    ),
    (
        Command::Profile,
        &["my profile", "profile", "what is my profile", "whats my profile", "how do you teach me", "umwirondoro", "unyigisha ute"],
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
            "im done",
            "end the lesson",
            "murabeho",
            "mwirirwe",
            "hagarika",
            "hagarara",
            "guhagarika",
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
    "carry on",
    "yes go on",
    "lets go on",
    "let us go on",
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

/// Lower case, without punctuation, single spaces.
pub(super) fn plain(text: &str) -> String {
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
    let said = replies::plain(text);
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
    let named = |card: &&Card| {
        card.keywords.iter().any(|(_, words)| words.contains(&text.as_str()))
            || card.more.contains(&text)
    };
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
