//! Which lesson words call for from inside another one. A lesson is full of words that other lessons are about, so it takes
//! a lesson's own name, a topic as the whole text, or a wish to learn something: no likeness, and no word of a sentence.

use super::{commands, wishes};
use crate::domain::ids::ModuleName;
use crate::modules::Card;
use crate::modules::general::{self, Route};
use crate::modules::registry::Registry;

/// What the menu calls its lessons. These are no opinions, and hardly ever answers.
const TITLES: &[(&str, &[&str])] = &[
    ("english", &["english", "icyongereza"]),
    ("maths", &["maths", "math", "mathematics", "imibare"]),
    ("comprehension", &["reading", "story", "stories", "comprehension", "gusoma", "inkuru"]),
    ("debate", &["debate", "debates", "debating", "impaka"]),
    (
        "knowledge",
        &["general", "general knowledge", "knowledge", "quiz", "ubumenyi", "ubumenyi rusange"],
    ),
    ("mandarin", &["mandarin", "chinese", "igishinwa"]),
];

/// Words on the cards that are common in any lesson: there they call for no other one.
const COMMON: &[&str] = &[
    "words",
    "sentences",
    "read",
    "books",
    "listening",
    "count",
    "counting",
    "add",
    "divide",
    "multiply",
    "subtract",
    "numbers",
    "money",
    "change",
    "francs",
    "argue",
    "argument",
    "arguments",
    "discuss",
    "discussion",
    "motion",
    "china",
    "body",
    "animals",
    "country",
    "world",
    "rwanda",
    "africa",
    "questions",
    "question",
    "amagambo",
    "interuro",
    "ikiganiro",
    "ibiganiro",
    "kuganira",
    "igitekerezo",
    "ibitabo",
    "soma",
    "kubara",
    "kubarura",
    "guteranya",
    "gukuramo",
    "gukuba",
    "kugabanya",
    "amafaranga",
    "umubare",
    "ubushinwa",
    "amajwi",
    "isaku",
    "igihugu",
    "inyamaswa",
    "umubiri",
    "ibibazo",
    "ikibazo",
];

/// The longest text in which a lesson looks for another one's name, words.
const MEANT: usize = 8;
/// The shortest name that is known by itself with a letter wrong, characters.
const LONG: usize = 7;

/// The lesson that is named as the menu names it, alone or in a wish: "Maths please", "I want maths".
pub(super) fn titled(text: &str, cards: &[Card]) -> Option<ModuleName> {
    wishes::called(text, |name| {
        let title = |card: &&Card| {
            let own = card.name.as_str();
            own == name || TITLES.iter().any(|(to, names)| *to == own && names.contains(&name))
        };
        cards.iter().find(title).map(|card| card.name.clone())
    })
}

/// The lesson that a text names as a whole, by any word of its card that is not common everywhere.
pub(super) fn named(text: &str, cards: &[Card]) -> Option<ModuleName> {
    if COMMON.contains(&commands::plain(text).as_str()) {
        return None;
    }
    commands::module_named(text, cards)
}

/// The lesson that words mean which the one at hand could make nothing of: "quiz on science please", "mandarn", "I want to
/// practise reading a storry".
pub(super) fn module_meant(text: &str, here: &ModuleName, cards: &[Card]) -> Option<ModuleName> {
    if *here == Registry::MENU || commands::plain(text).split(' ').count() > MEANT {
        return None;
    }
    let meant = wishes::called(text, |name| all_names(name, cards))
        .or_else(|| misspelt(text, cards))
        .or_else(|| match general::route(&wishes::to_learn(text)?, cards) {
            Route::Lesson(to) => Some(to),
            _ => None,
        });
    meant.filter(|to| to != here && *to != Registry::MENU)
}

/// The lesson that every word of a text names, but those that join them.
fn all_names(text: &str, cards: &[Card]) -> Option<ModuleName> {
    const AROUND: &[&str] = &[
        "a", "an", "the", "some", "on", "in", "of", "about", "lesson", "lessons", "more",
        "another", "please", "ku", "mu", "kuri", "isomo", "ry", "y", "by", "rya", "ya",
    ];
    let words: Vec<&str> = text.split(' ').filter(|word| !AROUND.contains(word)).collect();
    let [first, rest @ ..] = &words[..] else { return None };
    let to = named(first, cards)?;
    rest.iter().all(|word| named(word, cards).as_ref() == Some(&to)).then_some(to)
}

/// The lesson whose long name a single word is with a letter wrong. Kinyarwanda verbs are too like each other for that.
fn misspelt(text: &str, cards: &[Card]) -> Option<ModuleName> {
    let word = commands::plain(text);
    let verb = ["ku", "gu", "kw", "gw"].iter().any(|prefix| word.starts_with(prefix));
    if verb || general::is_word(&word) {
        return None;
    }
    let like = |names: &&(&str, &[&str])| {
        names.1.iter().any(|name| name.len() >= LONG && strsim::osa_distance(name, &word) == 1)
    };
    let (to, _) = TITLES.iter().find(like)?;
    cards.iter().map(|card| &card.name).find(|name| name.as_str() == *to).cloned()
}
