//! What an English lesson says around its exercises, and how much of it fits.

use super::exercise::Exercise;
use super::memory::{Memory, Part, Tally};
use crate::domain::turn::{Arg, Ask, Line, Turn, Utter};
use crate::modules::{Asking, Cx, english};

/// What a text may hold, in characters, less what the line before an exercise may take.
const ROOM: usize = 280;
/// The most that the words take which ask for an answer once more.
const AGAIN: usize = 75;

const LEVELS: [&str; 5] =
    ["english-level-1", "english-level-2", "english-level-3", "english-level-4", "english-level-5"];

/// Characters of what a pack says in a line; our own words around it are not counted.
fn length(line: &Line) -> usize {
    let args = line.args.values().map(|arg| match arg {
        Arg::Text(text) => text.chars().count() + 1,
        Arg::Line(inner) => length(inner),
        Arg::List(inner) => inner.iter().map(length).sum(),
        Arg::Number(_) => 3,
    });
    // A text of a pack stands in both languages, and one of them is said.
    if line.key == "content-both" { args.max().unwrap_or(0) } else { args.sum::<usize>() }
}

/// `first`, then the turn. What is too much for a text is left out where it is sent, and MORE brings it back.
pub(super) fn before(first: Vec<Line>, turn: Turn) -> Turn {
    turn.after(first.into_iter().map(Utter::from).collect())
}

/// English words after their heading. By text they are one line, so that neither is sent without the other; a call may have
/// a recording of the heading.
pub(super) fn quoted(cx: &Cx<'_>, heading: &'static str, text: &str) -> Vec<Line> {
    if cx.can.speak {
        return vec![Line::new(heading), english(text)];
    }
    vec![Line::new("content-quoted").with("heading", Line::new(heading)).with("text", text)]
}

/// The choices, numbered.
fn choices(made: &Exercise) -> Vec<Line> {
    let numbered = made.options.iter().enumerate().map(|(at, option)| {
        let text = format!("{}. {}", at + 1, ended(option));
        if made.english { english(&text) } else { Line::new("content").with("text", text) }
    });
    numbered.collect()
}

/// With a full stop where there is no mark, so that choices stay apart when read out or joined.
pub(super) fn ended(text: &str) -> String {
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

/// The question of an exercise.
pub(super) fn question(
    cx: &Cx<'_>,
    memory: &Memory,
    made: &Exercise,
    part: Part,
    how: Asking,
) -> Turn {
    let keys_only = how == Asking::KeysOnly;
    let choosing = made.closed
        || memory.choosing
        || (cx.can.speak && keys_only)
        || (!cx.can.speak && how != Asking::Plain);
    let mut say: Vec<Line> = match how {
        Asking::Plain => Vec::new(),
        Asking::Rephrased | Asking::KeysOnly => vec![again(cx, made.closed, how)],
    };
    say.extend(made.lead.iter().cloned());
    if choosing {
        let listed = choices(made);
        let long: usize = say.iter().chain(&listed).map(length).sum();
        if !cx.can.speak && long + AGAIN > ROOM && how != Asking::Plain {
            say.remove(0);
        }
        if cx.can.speak || long <= ROOM {
            say.extend(listed);
        }
    } else if cx.can.speak {
        say.push(Line::new(if part == Part::Talk {
            "english-speak-talk"
        } else {
            "english-speak"
        }));
    }
    let ask = Ask { speech: !keys_only, timeout_s: 8 + 2 * memory.level(), ..Ask::choice() };
    Turn::ask(say.into_iter().map(Utter::from).collect(), ask)
}

fn again(cx: &Cx<'_>, closed: bool, how: Asking) -> Line {
    Line::new(match (cx.can.speak, how) {
        (true, Asking::KeysOnly) => "english-keys",
        (true, _) => "english-again",
        (false, _) if closed => "english-reply-number",
        (false, _) => "english-reply",
    })
}

/// The choice of parts; shortly where sentences are being checked by text.
pub(super) fn menu(cx: &Cx<'_>, how: Asking, checking: bool) -> Turn {
    let key = match (cx.can.speak, how) {
        (false, Asking::Plain) if checking => "english-check-on",
        (false, Asking::Plain) => "english-menu-text",
        (false, _) => "english-menu-text-rephrased",
        (true, Asking::Plain) => "english-menu",
        (true, Asking::Rephrased) => "english-menu-rephrased",
        (true, Asking::KeysOnly) => "english-menu-keys",
    };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-english")],
        ..Ask::choice()
    };
    Turn::ask(vec![Line::new(key).into()], ask)
}

/// The offer after a set: five more, or another topic.
pub(super) fn go_on(cx: &Cx<'_>, part: Option<Part>, how: Asking) -> Turn {
    let free = part == Some(Part::Free);
    let key = match (cx.can.speak, free, how) {
        (false, false, _) => "english-go-on-text",
        (false, true, _) => "english-free-more-text",
        (true, true, _) => "english-free-go-on",
        (true, false, Asking::Plain) => "english-go-on",
        (true, false, Asking::Rephrased) => "english-go-on-rephrased",
        (true, false, Asking::KeysOnly) => "english-go-on-keys",
    };
    let ask = Ask {
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new("hints-yes-no")],
        ..Ask::choice()
    };
    Turn::ask(vec![Line::new(key).into()], ask)
}

/// What can be done while a line waits to be read.
pub(super) fn help_aloud(cx: &Cx<'_>) -> Line {
    Line::new(if cx.can.speak { "english-help-aloud" } else { "english-help-aloud-text" })
}

/// What can be done while a topic is talked about.
pub(super) fn help_free(cx: &Cx<'_>) -> Line {
    Line::new(if cx.can.speak { "english-help-free" } else { "english-help-free-text" })
}

/// How a set went.
pub(super) fn summary(set: Tally) -> Line {
    let (right, total) = (i64::from(set.right), i64::from(set.done));
    if right == total {
        return Line::new("english-set-perfect").with("total", total);
    }
    Line::new("english-set-done").with("right", right).with("total", total)
}

/// How the learner is doing.
pub(super) fn progress(memory: &Memory) -> Option<Line> {
    if memory.all.done == 0 {
        return None;
    }
    let (_, learned) = memory.words.counts();
    let line = Line::new("english-progress")
        .with("right", i64::from(memory.all.right))
        .with("done", i64::from(memory.all.done))
        .with("words", i64::try_from(learned).unwrap_or(i64::MAX))
        .with("level", Line::new(LEVELS[usize::from(memory.level()) - 1]));
    Some(line)
}

/// The title of a part, as it stands in a sentence.
pub(super) fn title(part: Part) -> Line {
    Line::new(match part {
        Part::Mend => "english-part-mend",
        Part::Words => "english-part-words",
        Part::Talk => "english-part-talk",
        Part::Aloud => "english-part-aloud",
        Part::Free => "english-part-free",
    })
}
