//! The menu: what there is to learn, and where a sentence wants to go. It knows the lessons by their cards only.

mod measure;
mod route;
mod sentences;
mod words;

use std::sync::Arc;

use super::answers::utters;
use super::asking::{self, Answered};
use super::{Asking, Card, Cx, Input, Module, Slot, Step};
use crate::content::Library;
use crate::domain::ids::ModuleName;
use crate::domain::lang::Lang;
use crate::domain::turn::{Ask, Expect, Line, Listen, Turn, Utter};
use crate::text::{numbers, replies};

pub use measure::{Confusion, given};
pub use route::{Route, is_word, route};

/// The menu, as a module.
pub struct General {
    card: Card,
    library: Arc<Library>,
}

impl General {
    /// The menu with the content that comes with the program.
    #[must_use]
    pub fn new() -> Self {
        Self::answering(Library::shipped())
    }

    /// The menu; the lessons on it come with every [`Cx`], and answers to plain questions from `library`.
    #[must_use]
    pub fn answering(library: Arc<Library>) -> Self {
        Self {
            library,
            card: Card {
                name: ModuleName::new("general"),
                key: None,
                title: "title-general",
                keywords: &[(Lang::En, &["menu", "main menu"]), (Lang::Rw, &["urutonde", "menyu"])],
                more: Vec::new(),
                needs_voice: false,
            },
        }
    }
}

impl Default for General {
    fn default() -> Self {
        Self::new()
    }
}

fn title(card: &Card) -> Line {
    Line::new(card.title)
}

/// The lessons on the menu, each with its key.
fn offered<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = (char, &'a Card)> {
    cx.cards.iter().filter_map(|card| card.key.map(|key| (key, card)))
}

fn keyed(key: &'static str, at: char, card: &Card) -> Line {
    Line::new(key).with("key", at.to_string()).with("title", title(card))
}

fn options(cx: &Cx<'_>) -> Option<Line> {
    offered(cx).map(|(key, card)| keyed("general-option", key, card)).reduce(|first, second| {
        Line::new("general-option-pair").with("first", first).with("second", second)
    })
}

fn spoken_menu(cx: &Cx<'_>, how: Asking) -> Vec<Utter> {
    let intro = match how {
        Asking::Plain => "general-menu",
        Asking::Rephrased => "general-menu-rephrased",
        Asking::KeysOnly => "general-menu-keys",
    };
    let mut say = vec![Line::new(intro).into()];
    say.extend(offered(cx).map(|(key, card)| keyed("general-press", key, card).into()));
    if how == Asking::Plain {
        say.push(Line::new("general-or-say").into());
    }
    say
}

fn written_menu(cx: &Cx<'_>, how: Asking) -> Vec<Utter> {
    let key = match how {
        Asking::Plain => "general-menu-text",
        Asking::Rephrased | Asking::KeysOnly => "general-menu-text-rephrased",
    };
    options(cx).map(|options| Line::new(key).with("options", options).into()).into_iter().collect()
}

fn menu(cx: &Cx<'_>, how: Asking) -> Turn {
    let say = if cx.can.speak { spoken_menu(cx, how) } else { written_menu(cx, how) };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-menu")],
        ..Ask::choice()
    };
    Turn::ask(say, ask)
}

fn go(cx: &Cx<'_>, to: &ModuleName, effusive: bool) -> Step {
    let line = cx.cards.iter().find(|card| card.name == *to).map(|card| {
        let key = if effusive { "general-going" } else { "general-going-other" };
        Line::new(key).with("title", title(card))
    });
    Step::Switch {
        to: to.clone(),
        say: line.map(Utter::from).into_iter().collect(),
        effects: Vec::new(),
    }
}

fn by_key(cx: &Cx<'_>, key: char) -> Step {
    match offered(cx).find(|(at, _)| *at == key) {
        Some((_, card)) => go(cx, &card.name, true),
        None => Step::NotUnderstood,
    }
}

/// Words that may stand around the number of a menu key.
const AROUND: [&str; 14] = [
    "press", "number", "key", "no", "option", "lesson", "please", "the", "kanda", "nimero",
    "numero", "umubare", "isomo", "rya",
];

/// The menu key that a text names: "2", "two", "press 2", "kabiri".
fn named_key(text: &str) -> Option<char> {
    let plain = replies::plain(text);
    let kept: Vec<&str> = plain.split(' ').filter(|w| !AROUND.contains(w)).collect();
    let [only] = kept.as_slice() else {
        return None;
    };
    let n = numbers::read(only).first()?.integer()?;
    let digit = u32::try_from(n).ok().filter(|n| (1..=9).contains(n))?;
    char::from_digit(digit, 10)
}

impl General {
    fn words(&self, cx: &Cx<'_>, text: &str) -> Step {
        if let Some(key) = named_key(text) {
            return by_key(cx, key);
        }
        if asking::asks_who_speaks(text) {
            return self.answered(cx, text);
        }
        match route(text, cx.cards) {
            // The packs are searched only where a lesson's name could be meant.
            Route::Lesson(_) | Route::Between(..)
                if asking::asks_besides(text) || asking::knows(cx, &self.library, text) =>
            {
                self.answered(cx, text)
            }
            Route::Lesson(name) if name == self.card.name => self.again(cx, Vec::new()),
            Route::Lesson(name) => go(cx, &name, false),
            Route::Between(first, second) => {
                let named =
                    |name: &ModuleName| cx.cards.iter().find(|c| c.name == *name).map(title);
                match (named(&first), named(&second)) {
                    (Some(first), Some(second)) => {
                        let which =
                            Line::new("general-which").with("first", first).with("second", second);
                        self.again(cx, vec![which.into()])
                    }
                    _ => Step::NotUnderstood,
                }
            }
            Route::Help if asking::explains(text) => self.answered(cx, text),
            Route::Help => {
                let help = self.help(cx, &Slot::default());
                self.again(cx, help.into_iter().map(Utter::from).collect())
            }
            Route::Finish => Step::Finish,
            Route::Unknown if asking::is_question(text) || asking::is_sum(text) => {
                self.answered(cx, text)
            }
            Route::Unknown => Step::NotUnderstood,
        }
    }

    /// An answer to a plain question, and room for the next one.
    fn answered(&self, cx: &Cx<'_>, text: &str) -> Step {
        let Answered { mut lines, think } = asking::answer(cx, &self.library, text);
        let more = if cx.can.speak { "general-ask-more" } else { "general-ask-more-text" };
        lines.push(Line::new(more));
        let turn = if cx.can.hear {
            let expect = Expect::Talk { about: Vec::new() };
            Turn::listen(utters(lines), Listen { expect, timeout_s: 8, heard_out: false })
        } else {
            let hints = vec![Line::new("hints-menu")];
            Turn::ask(utters(lines), Ask { hints, ..Ask::choice() })
        };
        Step::Go { turn, effects: think.into_iter().collect() }
    }

    fn again(&self, cx: &Cx<'_>, first: Vec<Utter>) -> Step {
        Step::Go { turn: menu(cx, Asking::Plain).after(first), effects: Vec::new() }
    }
}

impl Module for General {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, cx: &Cx<'_>, _slot: &mut Slot) -> Turn {
        menu(cx, Asking::Plain)
    }

    fn prompt(&self, cx: &Cx<'_>, _slot: &Slot, how: Asking) -> Turn {
        menu(cx, how)
    }

    fn step(&self, cx: &Cx<'_>, _slot: &mut Slot, input: &Input) -> Step {
        match input {
            Input::Keys(keys) => match keys.single() {
                Some(key) => by_key(cx, key),
                None => Step::NotUnderstood,
            },
            Input::Speech(words) => self.words(cx, &words.text),
            Input::Text(text) => self.words(cx, text),
            Input::Heard(_) | Input::Read(_) => Step::NotUnderstood,
        }
    }

    fn help(&self, cx: &Cx<'_>, _slot: &Slot) -> Vec<Line> {
        let titles: Vec<Line> = offered(cx).map(|(_, card)| title(card)).collect();
        if !cx.can.speak {
            // The menu that follows names the lessons.
            return vec![Line::new("general-help-text")];
        }
        vec![Line::new("general-help").with("titles", titles)]
    }

    fn progress(&self, _cx: &Cx<'_>, _slot: &Slot) -> Option<Line> {
        None
    }

    fn answer(&self, cx: &Cx<'_>, text: &str) -> Option<Answered> {
        Some(asking::answer_beside(cx, &self.library, text))
    }
}
