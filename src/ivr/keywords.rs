//! The keywords that open a text message, in every language of the interface.

use super::commands::{self, plain};
use super::{options, stopping, wishes};
use crate::domain::lang::Lang;
use crate::domain::manner::Persona;
use crate::session::dialogue::Wanted;
use crate::text::replies;

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
    /// Another style of the tutor; `None`: which are there?
    Style(Option<Persona>),
    /// How do you teach me?
    Profile,
    /// Another learner on this telephone.
    Learner(Option<String>),
    /// Who is learning? With a name or number: this one.
    Who(Option<String>),
    /// Record my lessons, or do not; `None`: how do I say which?
    Record(Option<Wish>),
    /// Forget me, or somebody else on this telephone.
    Delete(Whose),
    /// Send me nothing more. The service confirms it itself.
    Stop,
    /// The same in Kinyarwanda, or in other words: the service does not know these.
    StopHere,
    /// Something like a keyword by law, with a slip: those must be written out.
    ByLaw,
    /// Send to me again.
    Start,
}

/// Who is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Whoever learns just now.
    Mine,
    /// Everybody on this telephone.
    All,
    /// The learner of this name or number.
    Of(String),
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
    if stopping::stops(&text) {
        return Some(Keyword::StopHere);
    }
    let asked = text.strip_suffix(" please").or_else(|| text.strip_suffix(" nyabuneka"));
    alone(asked.unwrap_or(&text), stopped).or_else(|| opening(&text, body))
}

/// Keywords that are a whole message.
fn alone(text: &str, stopped: bool) -> Option<Keyword> {
    Some(match text {
        "start" | "unstop" | "tangira" => Keyword::Start,
        "yes" if stopped => Keyword::Start,
        "help" | "info" | "ubufasha" | "mfasha" => Keyword::Help,
        "menu" | "menyu" | "ibikubiyemo" => Keyword::Menu,
        "progress" | "intambwe" => Keyword::Progress,
        "more" | "ibindi" | "byose" => Keyword::More,
        "tips" | "inama" => Keyword::Tips,
        "profile" | "umwirondoro" => Keyword::Profile,
        "delete" | "delete me" | "delete my data" | "forget me" | "siba" | "nsibe" => {
            Keyword::Delete(Whose::Mine)
        }
        "delete all" | "delete everything" | "delete everybody" | "delete everyone"
        | "siba byose" | "siba bose" => Keyword::Delete(Whose::All),
        "who" | "nde" => Keyword::Who(None),
        "new learner" | "another learner" | "umunyeshuri mushya" => Keyword::Learner(None),
        _ => return None,
    })
}

/// Keywords with something after them. What follows must be of its kind, or the text is a sentence of the lesson.
fn opening(text: &str, body: &str) -> Option<Keyword> {
    if let Some(level) = wishes::level(text) {
        return Some(Keyword::Level(level));
    }
    let (first, tail) = text.split_once(' ').unwrap_or((text, ""));
    // As it was written, capitals and all.
    let written = || body.trim().split_once(char::is_whitespace).map(|(_, rest)| rest.trim());
    let of_name = |made: fn(Option<String>) -> Keyword| match written().filter(|w| !w.is_empty()) {
        None => Some(made(None)),
        Some(rest) if is_name(rest) => Some(made(Some(rest.to_owned()))),
        // In capitals the keyword is meant, and no name can be read after it.
        Some(rest) => is_shouted(body, rest).then(|| made(Some(String::new()))),
    };
    match first {
        "style" | "uburyo" => style(tail).map(Keyword::Style),
        "learner" | "umunyeshuri" => of_name(Keyword::Learner),
        "name" | "izina" => of_name(Keyword::Name),
        "delete" | "siba" if is_name(tail) => Some(Keyword::Delete(Whose::Of(tail.to_owned()))),
        "who" | "nde" if !tail.contains(' ') => of_name(Keyword::Who),
        "lang" | "language" | "ururimi" => match tail.split(' ').collect::<Vec<_>>()[..] {
            [""] => Some(Keyword::Lang(None)),
            [lang] | ["to" | "in", lang] => Some(Keyword::Lang(Some(lang.to_owned()))),
            _ => None,
        },
        "record" | "gufata" => wish(text).map(Keyword::Record),
        _ => None,
    }
}

/// A style by its number or its name; `Some(None)` for the keyword alone.
fn style(tail: &str) -> Option<Option<Persona>> {
    if tail.is_empty() {
        return Some(None);
    }
    if tail.contains(' ') {
        return None;
    }
    Some(tail.parse().map_or_else(|_| wishes::style(tail), options::style))
}

/// Words that no name holds; with one of them, a text is a sentence.
const NO_NAME: &[&str] = &[
    "of", "is", "are", "was", "were", "be", "should", "must", "can", "will", "the", "a", "an",
    "my", "your", "his", "her", "our", "their", "and", "or", "to", "in", "on", "for", "not", "who",
    "what", "has", "have", "had", "does", "did", "do", "knows", "written", "ni", "rye", "ryanjye",
    "ryawe", "ryacu", "wanjye", "wacu", "mwiza", "mubi", "mushya", "si", "ya", "wa", "cya", "mu",
    "ku", "na", "kandi", "uri", "ari",
];

/// Small words inside names: Jean de Dieu, Marie de la Paix.
const PARTICLES: &[&str] = &["de", "du", "la", "le", "bin", "van", "von"];

/// Whether what follows NAME or LEARNER is meant as a name: one to three words, none of them a sentence's, or up to five that
/// are written as a name.
pub(super) fn is_name(text: &str) -> bool {
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').collect();
    let letter = said.chars().count() == 1 && said.chars().all(char::is_alphabetic);
    if !letter && words.iter().any(|word| NO_NAME.contains(word)) {
        return false;
    }
    let written = text.split_whitespace().filter(|word| !PARTICLES.contains(word));
    let capital = written.clone().all(|word| word.starts_with(char::is_uppercase));
    let joined = words.iter().any(|word| PARTICLES.contains(word));
    words.len() <= 3 || (words.len() <= 5 && (capital || joined))
}

/// Whether the keyword stands in capitals before words that do not.
fn is_shouted(body: &str, rest: &str) -> bool {
    let first = body.split_whitespace().next().unwrap_or_default();
    first.chars().all(char::is_uppercase) && rest.chars().any(char::is_lowercase)
}

/// The longest name that is kept, characters.
const MAX_NAME: usize = 30;

/// A name as it can be said and texted back: letters and a few marks, without control characters or links.
pub(super) fn plain_name(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=MAX_NAME).contains(&name.chars().count());
    let good = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.');
    let real = name.chars().any(char::is_alphabetic) && name.chars().all(good);
    (fits && real && !name.contains("www.")).then_some(name)
}

/// Keywords that are understood with one slip. Not those by law: they are answered by how they are written.
const SLIPS: &[&str] = &[
    "help",
    "menu",
    "progress",
    "more",
    "tips",
    "profile",
    "level",
    "style",
    "learner",
    "lang",
    "language",
    "name",
    "ubufasha",
    "menyu",
    "intambwe",
    "ibindi",
    "umwirondoro",
    "urwego",
    "umunyeshuri",
    "ururimi",
    "izina",
];
/// Keywords by law, and their like in Kinyarwanda.
const BY_LAW: &[&str] = &["stop", "start", "delete", "hagarika", "tangira"];

/// The keyword that one or two words mean with one slip in the first: a letter too many, too few, or two that changed
/// places; in a long word also a wrong one.
#[must_use]
pub fn near(body: &str) -> Option<Keyword> {
    let text = plain(body);
    let words: Vec<&str> = text.split(' ').collect();
    let first = words.first().filter(|word| words.len() <= 2 && word.chars().count() >= 4)?;
    let slipped = |meant: &&&str| **meant != *first && is_slip(first, meant);
    if words.len() == 1 && BY_LAW.iter().any(|meant| slipped(&meant)) {
        return Some(Keyword::ByLaw);
    }
    let meant = SLIPS.iter().find(slipped)?;
    keyword(&text.replacen(first, meant, 1), false)
}

fn is_slip(word: &str, meant: &str) -> bool {
    let same = word.chars().count() == meant.chars().count();
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    let long = meant.chars().count() >= 6;
    strsim::osa_distance(word, meant) == 1 && (long || !same || sorted(word) == sorted(meant))
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

/// What a text brings that was asked for by a keyword without its value. Numbers and replies stay with the lesson.
pub(super) fn brought(wanted: Wanted, body: &str) -> Option<Keyword> {
    let text = plain(body);
    let name = || {
        let free = replies::read(body).is_none() && commands::spoken(body).is_none();
        let name = free && is_name(body) && plain_name(body).is_some();
        name.then(|| body.trim().to_owned())
    };
    match wanted {
        Wanted::Name => name().map(|name| Keyword::Name(Some(name))),
        Wanted::Learner => name().map(|name| Keyword::Learner(Some(name))),
        Wanted::Who => {
            (!text.contains(' ') && !text.is_empty()).then_some(Keyword::Who(Some(text)))
        }
        Wanted::Lang => text.parse::<Lang>().ok().map(|_| Keyword::Lang(Some(text))),
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
        assert_eq!(keyword("Style 2", false), Some(Keyword::Style(Some(Persona::Technical))));
        assert_eq!(keyword("STYLE patient", false), Some(Keyword::Style(Some(Persona::Patient))));
        assert_eq!(keyword("WHO 2", false), Some(Keyword::Who(Some("2".into()))));
        assert_eq!(keyword("who ate the goat", false), None);
        assert_eq!(keyword("delete", false), Some(Keyword::Delete(Whose::Mine)));
        assert_eq!(keyword("SIBA BOSE", false), Some(Keyword::Delete(Whose::All)));
        let eric = Keyword::Delete(Whose::Of("eric".into()));
        assert_eq!(keyword("Delete Eric", false), Some(eric));
        assert_eq!(keyword("delete the last word of it", false), None);
    }

    #[test]
    fn keywords_in_sentences_of_a_lesson_are_words_like_others() {
        for text in [
            "Name of my village is Kibeho.",
            "Learner should read every day.",
            "Language is a bridge between people.",
            "izina rye ni Gatera",
            "umunyeshuri mwiza",
            "who knows",
            "name is Keza",
            "level of water is 3",
        ] {
            assert_eq!(keyword(text, false), None, "{text}");
        }
    }

    #[test]
    fn a_slip_in_a_keyword_is_forgiven() {
        for (text, meant) in [
            ("MENUU", Keyword::Menu),
            ("mneu", Keyword::Menu),
            ("HLEP", Keyword::Help),
            ("helpp", Keyword::Help),
            ("progres", Keyword::Progress),
            ("LEVLE 3", Keyword::Level(Some(3))),
            ("stopp", Keyword::ByLaw),
            ("delet", Keyword::ByLaw),
        ] {
            assert_eq!(near(text), Some(meant), "{text}");
        }
        for text in ["game", "12", "shop", "heap", "land", "i help my mother", "men"] {
            assert_eq!(near(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_letters_and_a_few_marks() {
        assert_eq!(plain_name("  Jean  Claude ").as_deref(), Some("Jean Claude"));
        assert_eq!(plain_name("N'Golo").as_deref(), Some("N'Golo"));
        assert_eq!(plain_name("Uwase-Marie").as_deref(), Some("Uwase-Marie"));
        for bad in ["", "  ", "12345", "http://x.y", "a\u{7}b", &"x".repeat(31)] {
            assert_eq!(plain_name(bad), None, "{bad:?}");
        }
    }
}
