//! What a story lesson says: titles, parts, words, questions, and the offers between stories.

use super::super::answers::{room, utters};
use super::memory::{Memory, Stage, label};
use crate::content::Library;
use crate::content::stories::{Gloss, Question, QuestionKind, Story};
use crate::domain::lang::Lang;
use crate::domain::turn::{Ask, Line, Turn, Utter};
use crate::modules::{Asking, Cx, told};
use crate::text::needs;

/// Seconds to think about a question.
const THINK_S: u8 = 14;
/// Characters that a short line of the catalogues takes in a text.
const SHORT: usize = 40;
/// Characters that the number of a question takes.
const NUMBER: usize = 16;
/// Characters that a longer one takes.
const LONG: usize = 80;

fn ask_key(how: Asking, hints: &'static str) -> Ask {
    Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new(hints)],
        timeout_s: 10,
        ..Ask::choice()
    }
}

/// What is asked now.
pub(super) fn prompt(cx: &Cx<'_>, library: &Library, memory: &Memory, how: Asking) -> Turn {
    let Some(story) = memory.story(library) else {
        return offer(cx, how);
    };
    match memory.stage {
        Stage::Offer => offer(cx, how),
        Stage::Title => title(cx, story, how),
        Stage::Part => part(cx, story, memory.at, how),
        Stage::Question => match story.questions.get(memory.at) {
            Some(one) => question(
                cx,
                memory.at,
                one,
                how,
                room(cx, &[]) - if how == Asking::Plain { 0 } else { SHORT },
            ),
            None => offer(cx, how),
        },
    }
}

/// Another story?
pub(super) fn offer(cx: &Cx<'_>, how: Asking) -> Turn {
    let key = match (cx.can.speak, how) {
        (false, _) => "comprehension-offer-text",
        (true, Asking::Plain) => "comprehension-offer",
        (true, Asking::Rephrased | Asking::KeysOnly) => "comprehension-offer-keys",
    };
    Turn::ask(vec![Line::new(key).into()], ask_key(how, "hints-yes-no"))
}

/// The story by its name, to take or to leave.
pub(super) fn title(cx: &Cx<'_>, story: &Story, how: Asking) -> Turn {
    let name = Line::new("comprehension-title")
        .with("title", story.title.get(cx.lang))
        .with("level", i64::from(story.level));
    let key = if cx.can.speak { "comprehension-title-ask" } else { "comprehension-title-ask-text" };
    Turn::ask(vec![name.into(), Line::new(key).into()], ask_key(how, "hints-story"))
}

/// A part of the story. When it was not answered, only what can be done: the part itself costs airtime.
pub(super) fn part(cx: &Cx<'_>, story: &Story, at: usize, how: Asking) -> Turn {
    let last = at + 1 >= story.parts.len();
    let key = match (cx.can.speak, how, last) {
        (true, Asking::Plain, true) => "comprehension-last-ask",
        (false, Asking::Plain, true) => "comprehension-last-text",
        (true, Asking::Plain, false) if at > 0 => "comprehension-part-on",
        (true, Asking::Plain, false) => "comprehension-part-ask",
        (false, Asking::Plain, false) => "comprehension-part-text",
        (true, ..) => "comprehension-part-ask",
        (false, ..) => "comprehension-part-reply",
    };
    let mut say: Vec<Utter> = Vec::new();
    if how == Asking::Plain {
        say.extend(story.parts.get(at).map(|text| Utter::from(told(text))));
    }
    say.push(Line::new(key).into());
    Turn::ask(say, ask_key(how, "hints-story"))
}

/// The hard words of a part, or of the whole story if it has none of its own; `asked` may name one.
pub(super) fn words(cx: &Cx<'_>, story: &Story, at: Option<usize>, asked: &str) -> Vec<Line> {
    let line = |gloss: &Gloss| {
        Line::new("list-word").with("word", gloss.word.as_str()).with(
            "meaning",
            match cx.lang {
                Lang::En => gloss.en.as_str(),
                Lang::Rw => gloss.rw.as_str(),
            },
        )
    };
    let named = story.words.iter().filter(|gloss| holds(asked, &gloss.word));
    let mut found: Vec<&Gloss> = named.collect();
    if found.is_empty() {
        let part = at.and_then(|at| story.parts.get(at)).map_or("", |part| part.en.as_str());
        found = story.words.iter().filter(|gloss| holds(part, &gloss.word)).collect();
    }
    if found.is_empty() {
        found = story.words.iter().collect();
    }
    if found.is_empty() {
        return vec![Line::new("comprehension-no-words")];
    }
    let mut left = room(cx, &[]).saturating_sub(LONG);
    let size = |gloss: &Gloss| gloss.word.len() + gloss.en.len().max(gloss.rw.len()) + 4;
    found.retain(|gloss| {
        let fits = size(gloss) <= left;
        left = left.saturating_sub(if fits { size(gloss) } else { 0 });
        fits
    });
    found.into_iter().map(line).collect()
}

fn holds(text: &str, word: &str) -> bool {
    needs::met(text, &[vec![word.to_lowercase()]])
}

fn options(cx: &Cx<'_>, question: &Question) -> Vec<Line> {
    question.choices.iter().enumerate().map(|(at, _)| option(cx, question, at + 1)).collect()
}

/// A choice with its number.
pub(super) fn option(cx: &Cx<'_>, question: &Question, n: usize) -> Line {
    let text = question.choices.get(n - 1).map_or("", |choice| choice.get(cx.lang));
    Line::new("list-option").with("n", i64::try_from(n).unwrap_or_default()).with("text", text)
}

/// How many characters the choices take in a text.
fn size(cx: &Cx<'_>, question: &Question) -> usize {
    question.choices.iter().map(|choice| choice.get(cx.lang).chars().count() + 5).sum()
}

/// A question. `left` is the room for it in characters: where it is too small, the choices stay out.
pub(super) fn question(
    cx: &Cx<'_>,
    at: usize,
    question: &Question,
    how: Asking,
    left: usize,
) -> Turn {
    let mut say: Vec<Utter> = Vec::new();
    let left = left.saturating_sub(question.ask.get(cx.lang).chars().count() + NUMBER);
    let choices = size(cx, question) <= left;
    let spare = left.saturating_sub(if choices { size(cx, question) } else { LONG });
    if how == Asking::Plain {
        say.push(
            Line::new("comprehension-number")
                .with("n", i64::try_from(at + 1).unwrap_or_default())
                .into(),
        );
    } else if cx.can.speak {
        say.push(Line::new("comprehension-press").into());
    } else if spare > LONG {
        say.push(Line::new("comprehension-reply").into());
    }
    say.push(told(&question.ask).into());
    if question.kind == QuestionKind::Opinion && how == Asking::Plain && spare > LONG {
        say.push(Line::new("comprehension-opinion").into());
    }
    if choices {
        if cx.can.speak && how == Asking::Plain {
            say.push(Line::new("comprehension-choose").into());
        }
        say.extend(utters(options(cx, question)));
    } else if left > SHORT {
        say.push(
            Line::new(if cx.can.speak {
                "comprehension-choices"
            } else {
                "comprehension-choices-text"
            })
            .into(),
        );
    }
    let mut hints: Vec<Line> = question.choices.iter().map(told).collect();
    hints.push(Line::new("hints-numbers"));
    let ask = Ask { speech: how != Asking::KeysOnly, hints, timeout_s: THINK_S, ..Ask::choice() };
    Turn::ask(say, ask)
}

/// Lines of feedback, then the question: its choices are left out of a text that has no room for them. `texts` are the
/// long texts among the lines.
pub(super) fn question_after(
    cx: &Cx<'_>,
    memory: &Memory,
    one: &Question,
    lines: Vec<Line>,
    texts: &[&str],
) -> Turn {
    let short = SHORT * lines.iter().filter(|line| !line.key.starts_with("content")).count();
    let left = room(cx, texts).saturating_sub(short);
    question(cx, memory.at, one, Asking::Plain, left).after(utters(lines))
}

/// What can be done here.
pub(super) fn help(cx: &Cx<'_>, memory: &Memory) -> Vec<Line> {
    let key = match (memory.stage, cx.can.speak) {
        (Stage::Question, true) => "comprehension-help-question",
        (Stage::Question, false) => "comprehension-help-question-text",
        (_, true) => "comprehension-help",
        (_, false) => "comprehension-help-text",
    };
    vec![Line::new(key)]
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// How it goes; `None` before anything was answered.
pub(super) fn progress(library: &Library, memory: &Memory) -> Option<Line> {
    let totals = memory.totals();
    if totals.asked == 0 && memory.read.is_empty() {
        return None;
    }
    let line = Line::new("comprehension-progress")
        .with("read", count(memory.read.len()))
        .with("total", count(library.stories.len()))
        .with("right", i64::from(totals.right))
        .with("asked", i64::from(totals.asked));
    Some(line)
}

/// What comes next; `None` before anything was answered.
pub(super) fn next(cx: &Cx<'_>, library: &Library, memory: &Memory) -> Option<Line> {
    progress(library, memory)?;
    let story = memory
        .story(library)
        .or_else(|| memory.offered(library, memory.level()).first().copied())?;
    Some(
        Line::new("comprehension-next")
            .with("title", story.title.get(cx.lang))
            .with("level", i64::from(story.level)),
    )
}

/// Advice on the kind of question that goes worst, or on the one in hand.
pub(super) fn tips(library: &Library, memory: &Memory) -> Vec<Line> {
    let in_hand = memory.story(library).and_then(|s| memory.question(s)).map(|q| label(q.kind));
    let key = match in_hand.or_else(|| memory.weakest()) {
        Some("inference") => "comprehension-tip-inference",
        Some("opinion") => "comprehension-tip-opinion",
        _ => "comprehension-tip-fact",
    };
    vec![Line::new(key)]
}
