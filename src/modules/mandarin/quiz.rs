//! Where tones cannot be heard: reading words by text, telling them apart by ear on a call.

use super::content::{Course, Item};
use super::course::{Memory, Went};
use super::marks::{mark_of, marked};
use super::{Asking, Cx, NAME, Step, drill, feedback, next};
use crate::content::mandarin::UnitKind;
use crate::domain::effect::{Attempt, Effect};
use crate::domain::pinyin::Tone;
use crate::domain::turn::{Arg, Ask, Line, Turn, Utter};
use crate::modules::answers::{likeness, number, room, utters};
use crate::modules::manner;
use crate::text::numbers;
use crate::text::replies::{self, Reply};

/// From this likeness on, a meaning was given in words, per cent.
const MEANT: usize = 60;

/// What is asked of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Its tone, 1 to 4.
    Tone(Tone),
    /// What it means, of three.
    Meaning,
}

/// One full tone by ear is asked for by its number; in writing only where tones stand against each other, because a word's
/// number gives it away. Everything else is asked for what it means.
fn kind(cx: &Cx<'_>, item: &Item) -> Kind {
    match item.single_tone() {
        Some(tone)
            if tone != Tone::Neutral && (cx.can.speak || item.kind == UnitKind::Contrast) =>
        {
            Kind::Tone(tone)
        }
        _ => Kind::Meaning,
    }
}

/// The question, by sound where sound goes out, else in writing.
pub(super) fn prompt(
    cx: &Cx<'_>,
    course: &Course,
    memory: &Memory,
    item: &Item,
    how: Asking,
) -> Turn {
    let say = match (cx.can.speak, kind(cx, item)) {
        (true, Kind::Tone(_)) => tone_by_ear(item, how),
        (false, Kind::Tone(_)) => tone_in_writing(cx, item, how),
        (_, Kind::Meaning) => meaning(cx, course, memory, item, how),
    };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-numbers")],
        timeout_s: 10,
        ..Ask::choice()
    };
    Turn::ask(say, ask)
}

fn tone_by_ear(item: &Item, how: Asking) -> Vec<Utter> {
    let mut say: Vec<Utter> = Vec::new();
    if how != Asking::Plain {
        say.push(Line::new("mandarin-ear-hint").into());
    }
    say.push(Line::new("mandarin-ear").into());
    say.push(drill::model(item, how == Asking::Rephrased));
    say.push(Line::new("mandarin-ear-press").into());
    say
}

fn tone_in_writing(cx: &Cx<'_>, item: &Item, how: Asking) -> Vec<Utter> {
    let letters: String = item.pinyin.syllables().iter().map(|s| s.letters()).collect();
    let question =
        Line::new("mandarin-quiz").with("word", letters).with("gloss", item.gloss(cx.lang));
    let first = (how != Asking::Plain).then(|| Line::new("mandarin-quiz-reply"));
    utters(first.into_iter().chain([question]))
}

fn meaning(cx: &Cx<'_>, course: &Course, memory: &Memory, item: &Item, how: Asking) -> Vec<Utter> {
    let mut say: Vec<Utter> = Vec::new();
    if cx.can.speak {
        say.push(Line::new("mandarin-ear-meaning").into());
        say.push(drill::model(item, how == Asking::Rephrased));
    } else {
        say.push(Line::new("mandarin-quiz-meaning").with("word", item.pinyin.to_string()).into());
    }
    let (choices, _) = course.meanings(item, memory.turn());
    for (n, choice) in (1_i64..).zip(choices) {
        let gloss = choice.gloss(cx.lang);
        let key = if gloss.ends_with(['?', '!', '.']) { "list-choice" } else { "list-option" };
        say.push(Line::new(key).with("n", n).with("text", gloss).into());
    }
    say
}

fn help(cx: &Cx<'_>) -> Line {
    Line::new(if cx.can.speak { "mandarin-help-ear" } else { "mandarin-help-text" })
}

fn stay(cx: &Cx<'_>, course: &Course, memory: &Memory, item: &Item, first: Vec<Line>) -> Step {
    let turn = prompt(cx, course, memory, item, Asking::Plain).after(utters(first));
    Step::Go { turn, effects: Vec::new() }
}

/// An answer or a command, typed or said.
pub(super) fn step(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    text: &str,
) -> Step {
    match replies::read(text) {
        Some(Reply::Skip | Reply::DontKnow) => skip(cx, course, memory, item),
        Some(Reply::Menu | Reply::Stop) => super::leave(),
        Some(Reply::Repeat) => stay(cx, course, memory, item, Vec::new()),
        Some(Reply::Slower) => slower(cx, course, memory, item),
        Some(Reply::Help) => stay(cx, course, memory, item, vec![help(cx)]),
        Some(Reply::Progress) => {
            let told = super::say::progress(course, memory).into_iter().collect();
            stay(cx, course, memory, item, told)
        }
        Some(Reply::Yes | Reply::No) => Step::NotUnderstood,
        None => match answered(cx, course, memory, item, text) {
            Some(given) => judged(cx, course, memory, item, given),
            None => Step::NotUnderstood,
        },
    }
}

fn slower(cx: &Cx<'_>, course: &Course, memory: &Memory, item: &Item) -> Step {
    let how = if cx.can.speak { Asking::Rephrased } else { Asking::Plain };
    Step::Go { turn: prompt(cx, course, memory, item, how), effects: Vec::new() }
}

/// An answer: right, or what it names instead, where that is a word.
enum Given<'a> {
    Right,
    Wrong(Option<&'a Item>),
}

/// What an answer is; `None` if it is none.
fn answered<'a>(
    cx: &Cx<'_>,
    course: &'a Course,
    memory: &Memory,
    item: &Item,
    text: &str,
) -> Option<Given<'a>> {
    if let Kind::Tone(tone) = kind(cx, item) {
        let named = tone_named(text)?;
        return Some(if named == tone { Given::Right } else { Given::Wrong(None) });
    }
    let (choices, place) = course.meanings(item, memory.turn());
    let at = match number(text, choices.len()) {
        Some(n) => n - 1,
        None => {
            let of = |choice: &&Item| {
                likeness(text, &choice.gloss.en).max(likeness(text, &choice.gloss.rw))
            };
            let best =
                choices.iter().enumerate().max_by_key(|(at, choice)| (of(choice), *at == place));
            best.filter(|(_, choice)| of(choice) >= MEANT)?.0
        }
    };
    Some(if at == place { Given::Right } else { Given::Wrong(choices.get(at).copied()) })
}

/// What tones are called, by the ends of the words: "rising", "kazamuka", "rizamuka".
const NAMED: [(&[&str], u8); 4] = [
    (&["level", "flat", "high", "ringaniye"], 1),
    (&["rising", "rises", "rise", "zamuka"], 2),
    (&["dipping", "dips", "low", "dip", "gonze"], 3),
    (&["falling", "falls", "fall", "manuka"], 4),
];

/// A tone by its number, its name or its mark: "3", "three", "tone 3", "gatatu", "ma3", "rising", "m\u{e1}".
fn tone_named(text: &str) -> Option<Tone> {
    let marks: Vec<Tone> = text.chars().flat_map(char::to_lowercase).filter_map(mark_of).collect();
    if let [only] = marks[..] {
        return Some(only);
    }
    let said = replies::plain(text);
    let names = |word: &str, forms: &[&str]| forms.iter().any(|form| word.ends_with(form));
    let mut named = NAMED
        .iter()
        .filter(|(forms, _)| said.split(' ').any(|word| names(word, forms)))
        .map(|(_, tone)| *tone);
    let n = match (named.next(), named.next()) {
        (Some(only), None) => only,
        _ => {
            let n = numbers::read(text).first()?.integer()?;
            u8::try_from(n).ok().filter(|n| (1..=4).contains(n))?
        }
    };
    Tone::try_from(n).ok()
}

fn skip(cx: &Cx<'_>, course: &Course, memory: &mut Memory, item: &Item) -> Step {
    memory.finish(course, Went::Passed, false, cx.now);
    let turn = next(cx, course, memory, vec![answer(cx, item)]);
    Step::Go { turn, effects: Vec::new() }
}

/// The right answer: the word as it is written, and what it means.
fn answer(cx: &Cx<'_>, item: &Item) -> Line {
    match kind(cx, item) {
        Kind::Tone(tone) => Line::new("mandarin-quiz-answer").with("tone", feedback::tone(tone)),
        Kind::Meaning => means(cx, item),
    }
}

/// A word as it is written, and what it means.
fn means(cx: &Cx<'_>, item: &Item) -> Line {
    let word = if cx.can.speak {
        item.pinyin.syllables().iter().map(marked).collect()
    } else {
        item.pinyin.to_string()
    };
    let gloss = item.gloss(cx.lang).trim_end_matches(['?', '!', '.']);
    Line::new("mandarin-quiz-means").with("word", word).with("gloss", gloss)
}

/// That it is right, and sometimes how good that is.
fn praise(cx: &Cx<'_>) -> Vec<Line> {
    match manner::praise(cx) {
        Some(kind) => vec![Line::new("mandarin-right"), kind],
        None if cx.seed.is_multiple_of(2) => vec![Line::new("mandarin-right-2")],
        None => vec![Line::new("mandarin-right")],
    }
}

/// Whether words are neither heard nor said here.
pub(super) fn in_writing(cx: &Cx<'_>) -> bool {
    !cx.can.hear && !cx.can.speak
}

/// Characters that the heading of new words, the question and the numbers of its choices take.
const AROUND: usize = 65;
/// Characters that a line without slots takes, and the words around a slot.
const PLAIN: usize = 45;
const WORDS: usize = 16;
/// Characters that the introduction takes.
const INTRO: usize = 82;

/// The most characters of a line that stands before new words.
fn long(line: &Line) -> usize {
    if line.args.is_empty() {
        return if line.key == "mandarin-text-intro" { INTRO } else { PLAIN };
    }
    let text = |arg: &Arg| match arg {
        Arg::Text(text) => text.chars().count(),
        _ => 0,
    };
    WORDS + line.args.values().map(text).sum::<usize>()
}

/// Characters that a new word takes beside its pinyin and its meaning.
const BESIDE: usize = 24;

/// The word that will be asked, and those that it is asked among, where they are new in writing: as many as there is room for.
pub(super) fn new_words(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    said: &[Line],
) -> Vec<Line> {
    if !in_writing(cx) || !memory.is_unseen(&item.id) {
        return Vec::new();
    }
    let (choices, _) = course.meanings(item, memory.turn());
    let texts: Vec<&str> = choices.iter().map(|choice| choice.gloss(cx.lang)).collect();
    let taken = AROUND + item.pinyin.to_string().len() + said.iter().map(long).sum::<usize>();
    let mut left = room(cx, &texts).saturating_sub(taken);
    let own = choices.iter().filter(|other| other.id == item.id);
    let others = choices.iter().filter(|other| other.id != item.id);
    let mut shown: Vec<&Item> = Vec::new();
    for word in own.chain(others).filter(|word| memory.is_unseen(&word.id)) {
        let size = word.pinyin.to_string().len() + word.gloss(cx.lang).chars().count() + BESIDE;
        if size <= left {
            left -= size;
            shown.push(word);
        }
    }
    // In the order of the course: that the first one is asked would give it away.
    shown.sort_by_key(|word| course.items().iter().position(|other| other.id == word.id));
    shown.iter().for_each(|word| memory.show(&word.id));
    let head = (!shown.is_empty()).then(|| Line::new("mandarin-new"));
    head.into_iter().chain(shown.into_iter().map(|word| new_word(cx, word))).collect()
}

fn new_word(cx: &Cx<'_>, word: &Item) -> Line {
    let gloss = word.gloss(cx.lang).trim_end_matches(['?', '!', '.']);
    let pinyin = word.pinyin.to_string();
    match word.single_tone() {
        Some(tone) => Line::new("mandarin-new-tone")
            .with("word", pinyin)
            .with("tone", feedback::called(tone))
            .with("gloss", gloss),
        None => Line::new("list-word").with("word", pinyin).with("meaning", gloss),
    }
}

fn hint(cx: &Cx<'_>, item: &Item) -> Line {
    Line::new(match (kind(cx, item), cx.can.speak) {
        (Kind::Tone(_), true) => "mandarin-ear-hint",
        (Kind::Tone(_), false) => "mandarin-quiz-hint",
        (Kind::Meaning, _) => "mandarin-try-again",
    })
}

fn judged(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    given: Given<'_>,
) -> Step {
    let right = matches!(given, Given::Right);
    if let Given::Wrong(instead) = given
        && memory.tries == 0
    {
        memory.tries = 1;
        let mut say = vec![Line::new("mandarin-wrong")];
        say.extend(instead.map(|other| means(cx, other)));
        say.push(hint(cx, item));
        return stay(cx, course, memory, item, say);
    }
    let at_once = right && memory.tries == 0;
    let say = if right { praise(cx) } else { vec![Line::new("mandarin-wrong"), answer(cx, item)] };
    let note = note(cx, item, right);
    memory.finish(course, if at_once { Went::Well } else { Went::Badly }, false, cx.now);
    Step::Go { turn: next(cx, course, memory, say), effects: vec![note] }
}

fn note(cx: &Cx<'_>, item: &Item, right: bool) -> Effect {
    let how = if cx.can.speak { "hear" } else { "read" };
    let skill = match kind(cx, item) {
        Kind::Tone(tone) => format!("{how}-tone-{}", tone.number()),
        Kind::Meaning => format!("{how}-word"),
    };
    Effect::Note(Attempt { module: NAME, skill, level: item.level(), correct: right, score: None })
}
