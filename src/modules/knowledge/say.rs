//! What the questions of general knowledge say.

use super::memory::{Memory, Stage, Tally};
use super::subjects::Subjects;
use super::topic::Topic;
use crate::content::general::{Item, Subject};
use crate::domain::lang::Lang;
use crate::domain::turn::{Arg, Ask, Line, Turn, Utter};
use crate::modules::{Asking, Cx, manner, told};

/// Characters of a list of topics that packs added, in a text.
const ADDED: usize = 240;

pub(super) fn utters(lines: Vec<Line>) -> Vec<Utter> {
    lines.into_iter().map(Utter::from).collect()
}

/// The question as it stands, in whatever stage the lesson is.
pub(super) fn prompt(
    cx: &Cx<'_>,
    memory: &Memory,
    item: Option<&Item>,
    subjects: &Subjects,
    how: Asking,
) -> Turn {
    match (memory.stage, item) {
        (Stage::Question, Some(item)) => question(cx, item, how),
        (Stage::Between, _) => offer(cx, how),
        (Stage::Told, _) => another_fact(cx, how),
        (Stage::Added, _) => added(cx, subjects, how),
        _ => topics(cx, subjects, how),
    }
}

fn choice(how: Asking, timeout_s: u8, hints: &'static str) -> Ask {
    Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new(hints)],
        timeout_s,
        ..Ask::choice()
    }
}

/// What stands behind the number after the line's own topics: the topic that a pack added, or a list of several.
fn beyond(subjects: &Subjects) -> Option<Line> {
    match subjects.added() {
        [] => None,
        [only] => Some(told(&only.title)),
        _ => Some(Line::new("knowledge-topic-others")),
    }
}

/// The list of topics, each with its number.
fn topics(cx: &Cx<'_>, subjects: &Subjects, how: Asking) -> Turn {
    let press =
        |topic: Line, n: i64| Line::new("knowledge-topic-press").with("topic", topic).with("n", n);
    let beyond = beyond(subjects);
    let say = if cx.can.speak {
        let intro = match how {
            Asking::Plain => "knowledge-topics",
            Asking::Rephrased => "knowledge-topics-again",
            Asking::KeysOnly => "knowledge-topics-keys",
        };
        let options = (1..).zip(Topic::ALL).filter_map(|(n, topic)| Some(press(topic.line()?, n)));
        let all = [Line::new(intro)].into_iter().chain(options);
        let all = all.chain([Line::new("knowledge-fact-press")]);
        all.chain(beyond.map(|topic| press(topic, 9))).collect()
    } else {
        let key = match how {
            Asking::Plain => "knowledge-topics-text",
            Asking::Rephrased | Asking::KeysOnly => "knowledge-topics-text-again",
        };
        let own = Topic::ALL.iter().filter_map(|topic| Some((topic, topic.line()?)));
        let line = own.fold(Line::new(key), |line, (topic, named)| line.with(topic.label(), named));
        let also = beyond.map(|topic| Line::new("knowledge-topic-also").with("topic", topic));
        [line].into_iter().chain(also).collect()
    };
    Turn::ask(utters(say), choice(how, 10, "hints-knowledge"))
}

/// The topics that packs added, each with its number: as many as there are keys, or as a text has room for.
fn added(cx: &Cx<'_>, subjects: &Subjects, how: Asking) -> Turn {
    let numbered = (1..=9_i64).zip(subjects.added());
    let say = if cx.can.speak {
        let press = |(n, subject): (i64, &Subject)| {
            Line::new("knowledge-topic-press").with("topic", told(&subject.title)).with("n", n)
        };
        [Line::new("knowledge-topics")].into_iter().chain(numbered.map(press)).collect()
    } else {
        let mut left = ADDED;
        let fits = |(_, subject): &(i64, &Subject)| {
            let long = subject.title.get(cx.lang).chars().count() + 4;
            left = left.saturating_sub(long);
            left > 0
        };
        let option = |(n, subject): (i64, &Subject)| {
            Line::new("knowledge-option").with("n", n).with("text", told(&subject.title))
        };
        let options = numbered.take_while(fits).map(option).reduce(|first, second| {
            Line::new("knowledge-option-pair").with("first", first).with("second", second)
        });
        let line = Line::new("knowledge-topics-added-text");
        vec![options.map_or(line.clone(), |options| line.with("options", options))]
    };
    Turn::ask(utters(say), choice(how, 10, "hints-knowledge"))
}

/// The choices of an item as one line: "1 a planet; 2 a star".
fn options(cx: &Cx<'_>, item: &Item) -> Option<Line> {
    let numbered = (1..).zip(&item.choices).map(|(n, text)| {
        Line::new("knowledge-option").with("n", n).with("text", text.get(cx.lang))
    });
    numbered.reduce(|first, second| {
        Line::new("knowledge-option-pair").with("first", first).with("second", second)
    })
}

fn question(cx: &Cx<'_>, item: &Item, how: Asking) -> Turn {
    let lead = match (how, cx.can.speak) {
        (Asking::Plain, _) => None,
        (Asking::Rephrased, true) => Some("knowledge-again"),
        (Asking::KeysOnly, true) => Some("knowledge-keys"),
        (Asking::Rephrased | Asking::KeysOnly, false) => Some("knowledge-again-text"),
    };
    let mut say: Vec<Line> = lead.map(Line::new).into_iter().collect();
    say.push(told(&item.ask));
    if cx.can.speak {
        say.extend((1..).zip(&item.choices).map(|(n, text)| {
            Line::new("knowledge-number").with("n", n).with("text", text.get(cx.lang))
        }));
    } else if let Some(options) = options(cx, item) {
        say.push(Line::new("knowledge-options").with("options", options));
    }
    Turn::ask(utters(say), choice(how, 12, "hints-numbers"))
}

/// The offer after a set.
fn offer(cx: &Cx<'_>, how: Asking) -> Turn {
    let key = match (cx.can.speak, how) {
        (false, _) => "knowledge-more-text",
        (true, Asking::KeysOnly) => "knowledge-more-keys",
        (true, Asking::Plain) => "knowledge-more",
        (true, Asking::Rephrased) => "knowledge-more-again",
    };
    Turn::ask(vec![Line::new(key).into()], choice(how, 8, "hints-yes-no"))
}

/// The offer after a fact.
fn another_fact(cx: &Cx<'_>, how: Asking) -> Turn {
    let key = match cx.can.speak {
        false => "knowledge-more-facts-text",
        true => "knowledge-more-facts",
    };
    Turn::ask(vec![Line::new(key).into()], choice(how, 8, "hints-yes-no"))
}

/// The right answer of an item, in words.
fn answer(cx: &Cx<'_>, item: &Item) -> Option<Line> {
    let right = item.choices.get(item.answer.checked_sub(1)?)?;
    Some(Line::new("knowledge-answer").with("answer", right.get(cx.lang)))
}

/// What follows an answer: right or not, and why.
pub(super) fn verdict(cx: &Cx<'_>, item: &Item, right: bool) -> Vec<Line> {
    let mut say = if right {
        vec![manner::praise(cx).unwrap_or_else(|| Line::new("knowledge-right"))]
    } else {
        let mut say = vec![Line::new("knowledge-wrong")];
        say.extend(answer(cx, item));
        say
    };
    say.push(told(&item.fact));
    say
}

/// The answer of a question that was passed over, and why.
pub(super) fn passed(cx: &Cx<'_>, item: &Item) -> Vec<Line> {
    let mut say = vec![Line::new("knowledge-passed")];
    say.extend(answer(cx, item));
    say.push(told(&item.fact));
    say
}

/// Something worth knowing, as a question with its answer.
pub(super) fn fact(cx: &Cx<'_>, item: &Item) -> Vec<Line> {
    let mut say = vec![Line::new("knowledge-did-you-know"), told(&item.ask)];
    say.extend(answer(cx, item));
    say.push(told(&item.fact));
    say
}

/// A wrong choice, as a hint.
pub(super) fn hint(cx: &Cx<'_>, item: &Item) -> Option<Line> {
    let wrong = (1..).zip(&item.choices).filter(|(n, _)| *n != item.answer);
    let (_, choice) = wrong.last()?;
    Some(Line::new("knowledge-hint").with("choice", choice.get(cx.lang)))
}

/// The result of a set.
pub(super) fn summary(set: Tally) -> Line {
    let (right, total) = (i64::from(set.right), i64::from(set.asked));
    let key = if right == total { "knowledge-set-perfect" } else { "knowledge-set-done" };
    let line = Line::new(key).with("total", total);
    if right == total { line } else { line.with("right", right) }
}

pub(super) fn progress(memory: &Memory) -> Option<Line> {
    let total = memory.total();
    if total.asked == 0 {
        return None;
    }
    let (_, learned) = memory.deck.counts();
    let line = Line::new("knowledge-progress")
        .with("right", i64::from(total.right))
        .with("asked", i64::from(total.asked))
        .with("learned", i64::try_from(learned).unwrap_or(i64::MAX));
    Some(line)
}

/// Characters of a text message of two segments, with a few to spare.
const MESSAGE: usize = 300;

/// How many characters are left for a question beside these lines.
pub(super) fn room(said: &[Line]) -> usize {
    let long = |line: &Line| {
        let texts = line.args.values().map(|arg| match arg {
            Arg::Text(text) => text.chars().count(),
            _ => 4,
        });
        // A text of a pack stands in both languages, and one of them is said.
        if line.key == "content-both" {
            1 + texts.max().unwrap_or(0)
        } else {
            45 + texts.sum::<usize>()
        }
    };
    MESSAGE.saturating_sub(said.iter().map(long).sum())
}

/// How long a question is as a text, with its choices.
pub(super) fn long(item: &Item, lang: Lang) -> usize {
    let choices = item.choices.iter().map(|choice| choice.get(lang).chars().count() + 4);
    item.ask.get(lang).chars().count() + 1 + choices.sum::<usize>()
}

/// How long a fact is as a text, with its question and answer and the words around them.
pub(super) fn fact_long(item: &Item, lang: Lang) -> usize {
    let answer = item.choices.get(item.answer.saturating_sub(1));
    let count = |text: &str| text.chars().count();
    let answer = answer.map_or(0, |choice| count(choice.get(lang)));
    // "Did you know?" and "The answer is:", in the longer language.
    32 + count(item.ask.get(lang)) + answer + count(item.fact.get(lang))
}
