//! How a story lesson goes: the title, part after part, question after question, the next story.

use super::super::answers::{room, text_of, utters};
use super::judge::{self, Verdict};
use super::memory::{Memory, Stage};
use super::{answering, say};
use crate::content::Library;
use crate::content::stories::{Question, Story};
use crate::domain::turn::{Line, Turn};
use crate::modules::{Asking, Cx, Input, Step, asking, manner};
use crate::text::replies::{self, Reply, plain};

/// What a learner may wish besides answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Next,
    Again,
    Words,
    Another,
}

fn wish(text: &str) -> Option<Wish> {
    let said = plain(text);
    let says = |forms: &[&str]| forms.contains(&said.as_str());
    let mean = [
        " mean",
        "bisobanura",
        "bivuga iki",
        "bisobanuye",
        "amagambo akomeye",
        "hard words",
        "gisobanura",
        "risobanura",
    ];
    if says(&[
        "another",
        "another story",
        "another one",
        "other story",
        "different story",
        "new story",
        "change story",
        "change",
    ]) || says(&[
        "indi",
        "indi nkuru",
        "iyindi",
        "iyindi nkuru",
        "inkuru nshya",
        "hindura",
        "hindura inkuru",
        "ikindi",
    ]) {
        return Some(Wish::Another);
    }
    if says(&[
        "9",
        "words",
        "word",
        "hard word",
        "meaning",
        "meanings",
        "amagambo",
        "ijambo",
        "sobanura",
        "sobanura amagambo",
    ]) || mean.iter().any(|form| said.contains(form))
    {
        return Some(Wish::Words);
    }
    match replies::read(text) {
        Some(Reply::Yes | Reply::Skip) => Some(Wish::Next),
        Some(Reply::Repeat | Reply::Slower) => Some(Wish::Again),
        _ => match super::super::answers::number(text, 3) {
            Some(1) => Some(Wish::Next),
            Some(2) => Some(Wish::Again),
            _ if says(&[
                "begin",
                "next part",
                "go ahead",
                "keep going",
                "igice gikurikira",
                "ikindi gice",
                "start",
                "listen",
                "read",
                "read it",
                "ready",
                "questions",
                "tangira",
                "umva",
                "soma",
                "ibibazo",
            ]) =>
            {
                Some(Wish::Next)
            }
            _ => None,
        },
    }
}

fn go(turn: Turn) -> Step {
    Step::Go { turn, effects: Vec::new() }
}

fn leave() -> Step {
    Step::Leave { say: vec![Line::new("comprehension-leave").into()], effects: Vec::new() }
}

fn stay(cx: &Cx<'_>, library: &Library, memory: &Memory, first: Vec<Line>) -> Step {
    go(say::prompt(cx, library, memory, Asking::Plain).after(utters(first)))
}

fn choose(cx: &Cx<'_>, library: &Library, memory: &mut Memory) {
    let story = memory.offered(library, manner::level(cx, memory.level())).first().copied();
    memory.take(story);
}

/// The story after the one in hand, in the order in which they are offered.
fn another(cx: &Cx<'_>, library: &Library, memory: &mut Memory) {
    let offered = memory.offered(library, manner::level(cx, memory.level()));
    let at = offered.iter().position(|story| Some(&story.id) == memory.story.as_ref());
    let next = at.map_or(0, |at| (at + 1) % offered.len().max(1));
    let story = offered.get(next).copied();
    memory.take(story);
}

/// Begins, or goes on where it was left.
pub(super) fn open(cx: &Cx<'_>, library: &Library, memory: &mut Memory) -> Turn {
    let goes_on =
        memory.story(library).is_some() && matches!(memory.stage, Stage::Part | Stage::Question);
    if !goes_on {
        choose(cx, library, memory);
    }
    let turn = say::prompt(cx, library, memory, Asking::Plain);
    let part = memory
        .story(library)
        .and_then(|story| story.parts.get(memory.at))
        .map(|part| part.get(cx.lang));
    let key = match (goes_on, cx.can.speak) {
        (true, _) => "comprehension-welcome-back",
        (false, true) => "comprehension-welcome",
        (false, false) => "comprehension-welcome-text",
    };
    // By text a part fills the message.
    if memory.stage == Stage::Part && room(cx, &[part.unwrap_or_default()]) < 50 {
        return turn;
    }
    turn.after(utters([Line::new(key)]))
}

/// Takes an input.
pub(super) fn step(cx: &Cx<'_>, library: &Library, memory: &mut Memory, input: &Input) -> Step {
    let Some(text) = text_of(input) else {
        return Step::NotUnderstood;
    };
    match replies::read(text) {
        Some(Reply::Menu | Reply::Stop) => return leave(),
        Some(Reply::Help) => {
            return go(short(cx, library, memory).after(utters(say::help(cx, memory))));
        }
        Some(Reply::Progress) => {
            return go(short(cx, library, memory).after(utters(say::progress(library, memory))));
        }
        _ => {}
    }
    let story = memory.story(library);
    match (story, memory.stage) {
        (Some(story), Stage::Title) => in_title(cx, library, memory, story, text),
        (Some(story), Stage::Part) => in_part(cx, library, memory, story, text),
        (Some(story), Stage::Question) => match story.questions.get(memory.at) {
            Some(question) => in_question(cx, library, memory, story, question, input, text),
            None => between(cx, library, memory, text),
        },
        (None, _) | (_, Stage::Offer) => between(cx, library, memory, text),
    }
}

/// What is asked now, without the part.
fn short(cx: &Cx<'_>, library: &Library, memory: &Memory) -> Turn {
    let how = if memory.stage == Stage::Part { Asking::Rephrased } else { Asking::Plain };
    let mut turn = say::prompt(cx, library, memory, how);
    if memory.stage == Stage::Question
        && !cx.can.speak
        && let Some(question) = memory.story(library).and_then(|story| memory.question(story))
    {
        turn = say::question(cx, memory.at, question, Asking::Plain, 0);
    }
    turn
}

fn between(cx: &Cx<'_>, library: &Library, memory: &mut Memory, text: &str) -> Step {
    match (wish(text), replies::choice(text)) {
        (Some(Wish::Another), _) | (_, Some(Reply::Yes)) => {
            choose(cx, library, memory);
            stay(cx, library, memory, Vec::new())
        }
        (_, Some(Reply::No | Reply::Skip)) => leave(),
        (Some(Wish::Again), _) => stay(cx, library, memory, Vec::new()),
        (Some(Wish::Next), _) => {
            choose(cx, library, memory);
            stay(cx, library, memory, Vec::new())
        }
        _ => Step::NotUnderstood,
    }
}

fn in_title(
    cx: &Cx<'_>,
    library: &Library,
    memory: &mut Memory,
    story: &Story,
    text: &str,
) -> Step {
    let two = super::super::answers::number(text, 2) == Some(2);
    match (wish(text), replies::read(text)) {
        (Some(Wish::Another), _) | (_, Some(Reply::No | Reply::Skip)) => {
            another(cx, library, memory);
            stay(cx, library, memory, Vec::new())
        }
        _ if two => {
            another(cx, library, memory);
            stay(cx, library, memory, Vec::new())
        }
        (Some(Wish::Next), _) => {
            memory.stage = Stage::Part;
            memory.at = 0;
            stay(cx, library, memory, Vec::new())
        }
        (Some(Wish::Words), _) => {
            go(say::title(cx, story, Asking::Plain)
                .after(utters(say::words(cx, story, None, text))))
        }
        (Some(Wish::Again), _) => stay(cx, library, memory, Vec::new()),
        (None, _) => Step::NotUnderstood,
    }
}

fn in_part(cx: &Cx<'_>, library: &Library, memory: &mut Memory, story: &Story, text: &str) -> Step {
    match wish(text) {
        Some(Wish::Next) => {
            memory.at += 1;
            if memory.at >= story.parts.len() {
                memory.stage = Stage::Question;
                memory.at = 0;
                memory.fresh();
            }
            stay(cx, library, memory, Vec::new())
        }
        Some(Wish::Again) => stay(cx, library, memory, Vec::new()),
        Some(Wish::Words) => go(short(cx, library, memory).after(utters(say::words(
            cx,
            story,
            Some(memory.at),
            text,
        )))),
        Some(Wish::Another) => {
            another(cx, library, memory);
            stay(cx, library, memory, Vec::new())
        }
        None if asking::is_question(text) => asked(cx, library, memory, story, text),
        None => Step::NotUnderstood,
    }
}

/// A question on the story: our own line is short, and a tutor that has the story knows better. Then it goes on as it was.
fn asked(cx: &Cx<'_>, library: &Library, memory: &Memory, story: &Story, text: &str) -> Step {
    let line = Line::new("comprehension-asked");
    let think = answering::thought(cx, story, text, None, vec![line.clone()]);
    Step::Go { turn: short(cx, library, memory).after(utters([line])), effects: vec![think] }
}

/// Whether words that could answer a question ask one instead: "When the rain came" is an answer.
fn asks_back(story: &Story, question: &Question, text: &str) -> bool {
    text.trim_end().ends_with('?')
        && asking::is_question(text)
        && matches!(judge::judge(story, question, text), Verdict::Wrong | Verdict::Unclear)
}

fn in_question(
    cx: &Cx<'_>,
    library: &Library,
    memory: &mut Memory,
    story: &Story,
    question: &Question,
    input: &Input,
    text: &str,
) -> Step {
    let by_key = matches!(input, Input::Keys(_));
    // Where things are counted, 9 may be the answer, and is no key for the hard words.
    let number = text.trim() == "9" && judge::counts(question);
    if judge::choice(text, question).is_none() && !number {
        match wish(text) {
            Some(Wish::Words) => {
                return go(
                    short(cx, library, memory).after(utters(say::words(cx, story, None, text)))
                );
            }
            Some(Wish::Again) => return stay(cx, library, memory, Vec::new()),
            Some(Wish::Another) => {
                another(cx, library, memory);
                return stay(cx, library, memory, Vec::new());
            }
            _ => {}
        }
        if let Some(Reply::Skip | Reply::DontKnow) = replies::read(text) {
            return answering::given(cx, memory, story, question);
        }
    }
    if !by_key && asks_back(story, question, text) {
        return asked(cx, library, memory, story, text);
    }
    if by_key && !number && judge::choice(text, question).is_none() {
        return Step::NotUnderstood;
    }
    answering::answered(cx, memory, story, question, text)
}
