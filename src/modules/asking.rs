//! "Ask me anything": a plain question, answered from the packs where one of their questions fits, as a sum where it is
//! one, and honestly not at all otherwise. A tutor may answer better.

mod search;
mod sum;

use std::collections::BTreeMap;

use super::answers::room;
use super::{Cx, told};
use crate::content::general::Item;
use crate::content::{Library, Pair};
use crate::domain::effect::Effect;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::Line;
use crate::text::replies::{self, plain};

/// The longest question that is looked at, characters.
const LONGEST: usize = 200;
/// Characters that the catalogues' words around an answer take in a text.
const AROUND: usize = 90;
/// The topics in which nobody is asked to better the packs.
const CHECKED: [&str; 2] = ["health", "civics"];
/// Words with which a question begins.
const BEGINS: [&str; 49] = [
    "who",
    "whose",
    "what",
    "whats",
    "where",
    "when",
    "why",
    "which",
    "how",
    "tell me why",
    "tell me what",
    "tell me how",
    "tell me who",
    "tell me where",
    "tell me when",
    "tell me about",
    "please tell me",
    "can you tell me",
    "can you explain",
    "please explain",
    "explain",
    "describe",
    "i want to know",
    "do you know",
    "mbwira",
    "sobanura",
    "nsobanurira",
    "nsobanurire",
    "iki",
    "ni iki",
    "ni nde",
    "ni he",
    "ni ryari",
    "ni gute",
    "ni kuki",
    "nde",
    "kuki",
    "gute",
    "ryari",
    "ese",
    "mbese",
    "kubera iki",
    "ni ikihe",
    "ni uwuhe",
    "ni iyihe",
    "ni bande",
    "ni bangahe",
    "ni angahe",
    "ni ibihe",
];
/// Words with which a question begins that may begin something else, too: it needs more words, or its mark.
const MAY_BEGIN: [&str; 11] =
    ["is", "are", "was", "were", "does", "did", "do", "can", "could", "has", "have"];

/// Words with which a question in Kinyarwanda ends, if its mark stands behind.
const ENDS: [&str; 6] = ["he", "iki", "nde", "ryari", "gute", "angahe"];
/// Words that ask something of the line itself, in a short text or after one of [`BIDS`]: "can you say that again please?".
const OF_THE_LINE: [&str; 10] = [
    "again", "repeat", "slower", "slowly", "faster", "louder", "subiramo", "ongera", "buhoro",
    "menu",
];

/// Words with which something is asked of the line.
const BIDS: [&str; 8] = ["can", "could", "would", "will", "please", "may", "ushobora", "washobora"];
/// Words of a text that may be meant for the line whatever it begins with.
const SHORT: usize = 4;

/// Whether words ask something of the line itself. "Why does my heart beat faster?" does not.
fn is_of_the_line(words: &[&str]) -> bool {
    let bids = words.first().is_some_and(|first| BIDS.contains(first));
    (bids || words.len() <= SHORT) && words.iter().any(|word| OF_THE_LINE.contains(word))
}

/// Whether a text is a question: by its first word, or by its mark.
#[must_use]
pub fn is_question(text: &str) -> bool {
    if text.chars().count() > LONGEST || replies::read(text).is_some() {
        return false;
    }
    let said = plain(text);
    let words: Vec<&str> =
        said.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    if is_of_the_line(&words) {
        return false;
    }
    let marked = text.trim_end().ends_with('?');
    let begins = BEGINS.iter().any(|begin| said.starts_with(&format!("{begin} ")));
    let may = words.first().is_some_and(|first| MAY_BEGIN.contains(first));
    (marked && words.len() >= 2) || (begins && words.len() >= 3) || (may && words.len() >= 4)
}

/// Words of a question that offer a topic, and ask for no fact: "what about health?".
const OFFERS: [&str; 6] =
    ["what about", "how about", "tell me about", "what if we", "why not", "why dont we"];

/// Words of somebody who wants to learn: then a lesson that is named is meant.
const WISHES: [&str; 18] = [
    "i", "we", "us", "my", "me", "you", "your", "learn", "lesson", "lessons", "study", "start",
    "practise", "practice", "teach", "kwiga", "isomo", "niga",
];

/// Whether a text can only be a question, whatever lesson or number it names: a sum, or words that begin or end as one. "Can we do
/// health?" is a wish.
#[must_use]
pub fn asks(text: &str) -> bool {
    let said = plain(text);
    let begins = |list: &[&str]| list.iter().any(|begin| said.starts_with(&format!("{begin} ")));
    let words: Vec<&str> = said.split(' ').collect();
    let marked = text.trim_end().ends_with('?');
    let ends = marked && words.last().is_some_and(|last| ENDS.contains(last));
    let may = marked && words.first().is_some_and(|first| MAY_BEGIN.contains(first));
    let wish = words.iter().any(|word| WISHES.contains(word));
    let opens = (begins(&BEGINS) && !begins(&OFFERS)) || ends || (may && !wish) || explains(text);
    is_question(text) && (sum::of(text).is_some() || opens)
}

/// Whether a text asks for something besides a lesson, although its words name one: "who invented maths?", and not "how can I
/// learn maths?".
#[must_use]
pub fn asks_besides(text: &str) -> bool {
    let said = plain(text);
    asks(text) && !said.split(' ').any(|word| WISHES.contains(&word))
}

/// Words that say it is the line that is to be explained.
const THE_LINE: [&str; 12] = [
    "this", "it", "works", "work", "line", "menu", "again", "that", "choices", "aha", "iyi", "uyu",
];

/// Whether something besides the line is to be explained: "explain rain to me", and not "explain how this works".
#[must_use]
pub fn explains(text: &str) -> bool {
    let said = plain(text);
    let words: Vec<&str> = said.split(' ').collect();
    let opens = words.iter().take(3).any(|word| {
        matches!(*word, "explain" | "describe" | "sobanura" | "nsobanurira" | "nsobanurire")
    });
    opens && is_question(text) && !words.iter().any(|word| THE_LINE.contains(word))
}

/// Whether a text is a sum and nothing else: "5 x 3", but not "3/4" or "24/7".
#[must_use]
pub fn is_sum(text: &str) -> bool {
    sum::of(text).is_some() && (!text.contains('/') || text.contains(" / "))
}

/// Questions about who speaks here.
const WHO_SPEAKS: [&str; 27] = [
    "who are you",
    "what are you",
    "who am i talking to",
    "who am i writing to",
    "who is this",
    "who is there",
    "are you a robot",
    "are you a machine",
    "are you a computer",
    "are you a person",
    "are you a human",
    "are you a human being",
    "are you a real person",
    "are you a real teacher",
    "are you human",
    "are you real",
    "what is toneline",
    "who is toneline",
    "uri nde",
    "muri bande",
    "uri iki",
    "uri umuntu",
    "uri robo",
    "ese uri umuntu",
    "ese uri robo",
    "toneline ni iki",
    "toneline ni nde",
];

/// Whether a text asks who speaks here.
#[must_use]
pub fn asks_who_speaks(text: &str) -> bool {
    WHO_SPEAKS.contains(&plain(text).as_str())
}

/// Whether a text asks for what the packs or arithmetic answer, whatever lesson its words name, too.
#[must_use]
pub fn knows(cx: &Cx<'_>, library: &Library, text: &str) -> bool {
    is_sum(text) || (asks(text) && search::best(&library.items, text, cx.lang).is_some())
}

/// What is answered: our own lines, and what a tutor is asked so as to better them.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// What is said.
    pub lines: Vec<Line>,
    /// What is asked, where anybody could know better: not of a sum, nor of health and public life, where the packs were checked.
    pub think: Option<Effect>,
}

/// Answers a question.
#[must_use]
pub fn answer(cx: &Cx<'_>, library: &Library, text: &str) -> Answered {
    if asks_who_speaks(text) {
        return Answered { lines: vec![Line::new("general-who-speaks")], think: None };
    }
    if let Some(sum) = sum::of(text) {
        return Answered { lines: vec![sum.line()], think: None };
    }
    let found = found(cx, library, text);
    answered(cx, text, found, "general-ask-unknown")
}

/// The same in the middle of a lesson, whose question follows: shorter.
#[must_use]
pub fn answer_beside(cx: &Cx<'_>, library: &Library, text: &str) -> Answered {
    if asks_who_speaks(text) || sum::of(text).is_some() {
        return answer(cx, library, text);
    }
    let mut answered = answered(cx, text, found(cx, library, text), "general-ask-unknown-here");
    answered.lines.truncate(BESIDE);
    if let Some(Effect::Think(task)) = &mut answered.think {
        task.instead_of.truncate(BESIDE);
    }
    answered
}

/// Lines of an answer that a question follows: what was asked, and what it is.
const BESIDE: usize = 2;

/// The question of a pack that was asked, and its answer.
fn found<'a>(cx: &Cx<'_>, library: &'a Library, text: &str) -> Option<(&'a Item, &'a Pair)> {
    let item = search::best(&library.items, text, cx.lang)?;
    Some((item, item.choices.get(item.answer.checked_sub(1)?)?))
}

fn answered(
    cx: &Cx<'_>,
    text: &str,
    found: Option<(&Item, &Pair)>,
    unknown: &'static str,
) -> Answered {
    let (lines, known) = match found {
        Some((item, right)) => {
            let lines = known_lines(cx, item, right.get(cx.lang));
            if CHECKED.contains(&item.topic.as_str()) {
                return Answered { lines, think: None };
            }
            (lines, Some(format!("{} {}. {}", item.ask.en, right.en, item.fact.en)))
        }
        None => (vec![Line::new(unknown)], None),
    };
    let facts = known.map(|known| ("answer".into(), known)).into_iter().collect::<BTreeMap<_, _>>();
    let task =
        Task { kind: TaskKind::Ask, said: text.to_owned(), facts, instead_of: lines.clone() };
    Answered { lines, think: Some(Effect::Think(task)) }
}

/// The question as the pack has it, so that the learner sees what is answered, the answer, and why where it fits.
fn known_lines(cx: &Cx<'_>, item: &Item, right: &str) -> Vec<Line> {
    let mut lines = vec![told(&item.ask), Line::new("knowledge-answer").with("answer", right)];
    let left = room(cx, &[item.ask.get(cx.lang), right]).saturating_sub(AROUND);
    if item.fact.get(cx.lang).chars().count() < left {
        lines.push(told(&item.fact));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_known_by_their_first_word_or_their_mark() {
        for text in [
            "what is the sun",
            "Why does it rain",
            "ni iki gitera malariya",
            "is the sun a star",
            "malaria comes from where?",
            "kuki imvura igwa",
            "ese izuba ni inyenyeri",
        ] {
            assert!(is_question(text), "{text}");
        }
        for text in [
            "",
            "?",
            "why",
            "maths?",
            "I like bananas",
            "is it",
            "hello",
            "12 + 5",
            "could you say that again please",
        ] {
            assert!(!is_question(text), "{text}");
        }
        assert!(!is_question(&format!("what is {}?", "a".repeat(LONGEST))));
    }

    #[test]
    fn a_question_that_names_a_lesson_is_told_from_the_wish_for_it() {
        for text in ["Who invented maths?", "Where is China?", "Kuki icyongereza kigoye?"] {
            assert!(asks_besides(text), "{text}");
        }
        for text in ["How can I learn maths?", "What lessons do you have?", "maths please"] {
            assert!(!asks_besides(text), "{text}");
        }
        assert!(is_sum("5 x 3") && is_sum("12 + 7") && !is_sum("3/4") && !is_sum("5"));
    }

    #[test]
    fn a_question_that_names_a_number_or_a_topic_is_still_one_and_a_wish_is_none() {
        for text in [
            "What is six times eight?",
            "What is my body for?",
            "ni iki gitera indwara",
            "Why does my heart beat faster?",
            "Ubushinwa buri he?",
            "Are girls good at maths?",
            "explain rain to me",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in [
            "What about health?",
            "can we do science please",
            "Can we do maths again?",
            "Is there anything that I can learn?",
            "number two",
            "health?",
            "tell me about health",
        ] {
            assert!(!asks(text), "{text}");
        }
    }
}
