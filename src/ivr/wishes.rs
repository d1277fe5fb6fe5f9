//! What a learner asks of the line in a sentence: "can you repeat the question", "give me an easier one", "go to maths".
//!
//! The bare commands are in [`super::commands`]; here are the polite frames around them, and the wishes that have an object.

mod words;

use super::commands::{self, Command};
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::manner::Persona;
use crate::modules::Card;
use crate::text::numbers;
use crate::text::replies::{self, Reply, plain};

use words::{
    ADD, DELETE, EASIER, ENDINGS, GO, HARDER, LANGUAGE, LEARN, OPENINGS, OPTIONS, STYLE, SUMMARY,
    WHO,
};

/// The longest sentence that is looked at, bytes.
const LONGEST: usize = 80;

/// What a sentence wishes of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// A command, in a polite frame.
    Do(Command),
    /// Another exercise, easier than this.
    Easier,
    /// Another exercise, harder than this.
    Harder,
    /// Another level of this lesson.
    Level(Option<u8>),
    /// Another style of the tutor.
    Style(Option<Persona>),
    /// Call me this.
    Name(String),
    /// Somebody else is learning.
    Who,
    /// Somebody is new on this telephone.
    Add,
    /// Another language.
    Language(Option<Lang>),
    /// What can be set.
    Options,
    /// A text after each call.
    Summary,
    /// To be forgotten.
    Delete,
    /// That lesson.
    Lesson(ModuleName),
}

/// The wish of a whole utterance; `None` for anything else.
pub(super) fn wish(text: &str, cards: &[Card]) -> Option<Wish> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some(name) = name(text) {
        return Some(Wish::Name(name));
    }
    let said = plain(text);
    cores(&said).into_iter().find_map(|core| named(core, cards))
}

/// The text, and what is left of it as openings and endings are taken away, one by one.
fn cores(said: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for head in heads(said) {
        let mut core = head;
        all.push(core);
        while let Some(rest) =
            shorter(core, ENDINGS, |text, frame| text.strip_suffix(frame)?.strip_suffix(' '))
        {
            all.push(rest);
            core = rest;
        }
    }
    all
}

/// The text, and what is left of it as openings are taken away.
fn heads(said: &str) -> Vec<&str> {
    let mut heads = vec![said];
    while let Some(rest) = shorter(heads[heads.len() - 1], OPENINGS, |text, frame| {
        text.strip_prefix(frame)?.strip_prefix(' ')
    }) {
        heads.push(rest);
    }
    heads
}

/// The text without the longest of the frames that fits it.
fn shorter<'a>(
    text: &'a str,
    frames: &[&str],
    cut: impl Fn(&'a str, &str) -> Option<&'a str>,
) -> Option<&'a str> {
    frames.iter().filter_map(|frame| cut(text, frame)).min_by_key(|rest| rest.len())
}

fn named(core: &str, cards: &[Card]) -> Option<Wish> {
    if let Some(command) = commands::spoken(core) {
        return Some(Wish::Do(command));
    }
    for (list, wish) in [
        (EASIER, Wish::Easier),
        (HARDER, Wish::Harder),
        (WHO, Wish::Who),
        (ADD, Wish::Add),
        (OPTIONS, Wish::Options),
        (DELETE, Wish::Delete),
        (SUMMARY, Wish::Summary),
        (STYLE, Wish::Style(None)),
        (LANGUAGE, Wish::Language(None)),
    ] {
        if list.contains(&core) {
            return Some(wish);
        }
    }
    let tail = GO.iter().find_map(|go| core.strip_prefix(go)?.strip_prefix(' '));
    level(tail.unwrap_or(core))
        .map(Wish::Level)
        .or_else(|| away(tail?).then_some(Wish::Do(Command::Menu)))
        .or_else(|| manner(core).map(|style| Wish::Style(Some(style))))
        .or_else(|| language(core).map(|lang| Wish::Language(Some(lang))))
        .or_else(|| lesson(tail?, cards).map(Wish::Lesson))
}

/// Whether "do something else" asks for the menu: a lesson may know "something else" alone.
fn away(core: &str) -> bool {
    replies::read(core) == Some(Reply::Menu)
}

/// The lesson that words name, alone or after "go to".
pub(super) fn lesson_named(text: &str, cards: &[Card]) -> Option<ModuleName> {
    called(text, |name| lesson(name, cards))
}

/// What `known` makes of the text without its polite frames and what leads to a lesson.
pub(super) fn called<T>(text: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    if text.len() > LONGEST {
        return None;
    }
    let said = plain(text);
    cores(&said).into_iter().find_map(|core| {
        let tail = GO.iter().find_map(|go| core.strip_prefix(go)?.strip_prefix(' '));
        known(of_lesson(tail.unwrap_or(core)))
    })
}

/// What somebody wants to learn, who says no more than that: "reading a storry" of "I want to practise reading a storry".
pub(super) fn to_learn(text: &str) -> Option<String> {
    let said = plain(text);
    let wanted = |head: &str| {
        LEARN
            .iter()
            .find_map(|learn| head.strip_prefix(learn)?.strip_prefix(' '))
            .map(str::to_owned)
    };
    heads(&said).into_iter().find_map(wanted)
}

fn lesson(name: &str, cards: &[Card]) -> Option<ModuleName> {
    commands::module_named(of_lesson(name), cards)
}

fn of_lesson(name: &str) -> &str {
    let article = ["the ", "some ", "a "].iter().find_map(|article| name.strip_prefix(article));
    let name = article.unwrap_or(name);
    name.strip_suffix(" lessons").or_else(|| name.strip_suffix(" lesson")).unwrap_or(name)
}

/// A level asked for: `Some(None)` for the keyword without a number. "level5", "level two" and "levels 3" are meant so.
pub(super) fn level(said: &str) -> Option<Option<u8>> {
    let rest = ["change level", "levels", "level", "urwego"]
        .iter()
        .find_map(|keyword| said.strip_prefix(keyword))?;
    let glued = rest.starts_with(|c: char| c.is_ascii_digit());
    if !(rest.is_empty() || rest.starts_with(' ') || glued) {
        return None;
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let number = match words[..] {
        [] => return Some(None),
        [_] | ["to" | "number" | "rwa" | "ya", _] => numbers::read(rest).first()?.integer(),
        _ => return None,
    };
    Some(Some(number.and_then(|n| u8::try_from(n).ok()).unwrap_or(u8::MAX)))
}

/// A style asked for by its name: "be patient", "style playful".
fn manner(core: &str) -> Option<Persona> {
    let name = ["be more", "be", "style", "uburyo"]
        .iter()
        .find_map(|frame| core.strip_prefix(frame)?.strip_prefix(' '))?;
    style(name)
}

/// The style that words name, by the words with which the line offers it.
pub(super) fn style(text: &str) -> Option<Persona> {
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').collect();
    if words.len() > 4 {
        return None;
    }
    let of = |word: &str| match word {
        "encouraging" | "encouragement" | "warm" | "kind" | "inkunga" => Some(Persona::Encouraging),
        "technical" | "exact" | "precise" | "neza" => Some(Persona::Technical),
        "motivational" | "motivating" | "lively" | "ibyishimo" | "wishimye" | "nishimye" => {
            Some(Persona::Motivational)
        }
        "patient" | "calm" | "kwihangana" | "wihangana" | "nihangana" | "utuje" | "ntuje" => {
            Some(Persona::Patient)
        }
        "competitive" | "playful" | "points" | "games" | "umukino" | "dukine" | "gukina"
        | "nkina" => Some(Persona::Competitive),
        _ => None,
    };
    words.into_iter().find_map(of)
}

/// A language asked for in a few words: "speak Kinyarwanda", "change to Kinyarwanda".
fn language(core: &str) -> Option<Lang> {
    const AROUND: &[&str] = &[
        "speak", "use", "in", "to", "change", "language", "the", "only", "switch", "vuga", "mvuga",
        "tuvuge", "gusa", "mu", "ururimi", "talk", "me", "with", "answer", "teach",
    ];
    let (around, rest): (Vec<&str>, Vec<&str>) =
        core.split(' ').partition(|word| AROUND.contains(word));
    let [word] = rest[..] else { return None };
    match word {
        "kinyarwanda" | "ikinyarwanda" => Some(Lang::Rw),
        // English alone is a lesson.
        "english" | "icyongereza" => {
            around.iter().any(|w| ["language", "ururimi"].contains(w)).then_some(Lang::En)
        }
        _ => None,
    }
}

/// "My name is Keza".
fn name(text: &str) -> Option<String> {
    const FRAMES: [&str; 5] =
        ["my name is ", "call me ", "you can call me ", "nitwa ", "izina ryanjye ni "];
    let text = text.trim();
    let lower = text.to_lowercase();
    let frame = FRAMES.iter().find(|frame| lower.starts_with(**frame))?;
    let name = text.get(frame.len()..)?.trim_end_matches(['.', '!', ' ']);
    super::keywords::is_name(name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::registry::Registry;

    fn of(text: &str) -> Option<Wish> {
        wish(text, Registry::shipped().cards())
    }

    #[test]
    fn commands_are_understood_in_polite_frames() {
        for (text, command) in [
            ("Can you repeat the question?", Command::Repeat),
            ("could you please say that again", Command::Repeat),
            ("I want to stop", Command::Goodbye),
            ("what is my score", Command::Progress),
            ("can you speak more slowly please", Command::Slower),
            ("I need help", Command::Help),
            ("go to the menu", Command::Menu),
            ("ndashaka guhagarika", Command::Goodbye),
            ("can we do something else", Command::Menu),
            ("what level am I?", Command::Progress),
            ("let me think", Command::Quiet),
            ("please wait a minute", Command::Quiet),
        ] {
            assert_eq!(of(text), Some(Wish::Do(command)), "{text}");
        }
    }

    #[test]
    fn wishes_with_an_object_are_understood() {
        for (text, expected) in [
            ("give me an easier one", Wish::Easier),
            ("can I have a harder one please", Wish::Harder),
            ("level five", Wish::Level(Some(5))),
            ("LEVEL two", Wish::Level(Some(2))),
            ("level5", Wish::Level(Some(5))),
            ("LEVELS 3", Wish::Level(Some(3))),
            ("go to level 4", Wish::Level(Some(4))),
            ("urwego rwa kabiri", Wish::Level(Some(2))),
            ("level", Wish::Level(None)),
            ("be playful", Wish::Style(Some(Persona::Competitive))),
            ("change your style", Wish::Style(None)),
            ("my name is Uwase", Wish::Name("Uwase".into())),
            ("Nitwa Keza.", Wish::Name("Keza".into())),
            ("I want to speak Kinyarwanda", Wish::Language(Some(Lang::Rw))),
            ("mvuga ikinyarwanda gusa", Wish::Language(Some(Lang::Rw))),
            ("change language", Wish::Language(None)),
            ("who is learning", Wish::Who),
            ("send me a summary", Wish::Summary),
            ("settings", Wish::Options),
            ("please delete my data", Wish::Delete),
            ("go to maths", Wish::Lesson(ModuleName::new("maths"))),
            ("I want to learn Mandarin", Wish::Lesson(ModuleName::new("mandarin"))),
        ] {
            assert_eq!(of(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn answers_and_sentences_of_a_lesson_are_no_wishes() {
        for text in [
            "12",
            "a star",
            "level of water is 3",
            "I want to buy two kilos of rice",
            "Can you give me two pens please?",
            "my name is written on the door of my house",
            "english",
            "be",
            "",
            "I want it",
            "the second one",
            "can i have change",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
