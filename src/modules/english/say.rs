//! What an English lesson says around its exercises, and how much of it fits.

use super::exercise::Exercise;
use super::memory::{Memory, Part, Tally};
use crate::domain::turn::{Arg, Ask, Line, Turn, Utter};
use crate::modules::{Asking, Cx, english};

/// What a text may hold, in characters, less what the catalogues' own words may take in a line.
const ROOM: usize = 300;

const LEVELS: [&str; 5] =
    ["english-level-1", "english-level-2", "english-level-3", "english-level-4", "english-level-5"];

/// The most characters that a line of this module takes by its own words; with what its arguments hold, its length.
fn length(line: &Line) -> usize {
    let own = match line.key.as_ref() {
        "content" | "content-both" => 1,
        "english-go-on-text" => 95,
        "english-progress" => 130,
        "english-menu-text" | "english-menu-text-rephrased" => 115,
        "english-reply" | "english-check-short" => 75,
        "english-welcome-back" | "english-harder" | "english-easier" | "english-set-done" => 70,
        "english-free-more-text" => 90,
        "english-aloud-text-keys" | "english-read-pauses" | "english-free-done" => 65,
        "english-free-keys-text" => 55,
        key if key.starts_with("english-why-") || key.starts_with("english-help") => 90,
        key if key.starts_with("english-reject-") => 68,
        key if key.starts_with("manner-") => 50,
        _ => 45,
    };
    let args = line.args.values().map(|arg| match arg {
        Arg::Text(text) => text.chars().count(),
        Arg::Line(inner) => length(inner),
        Arg::List(inner) => inner.iter().map(length).sum(),
        Arg::Number(_) => 3,
    });
    // A text of a pack stands in both languages, and one of them is said.
    own + if line.key == "content-both" { args.max().unwrap_or(0) } else { args.sum::<usize>() }
}

/// `first`, then the turn; by text only as much of `first` as there is room for, from its end.
pub(super) fn before(cx: &Cx<'_>, first: Vec<Line>, turn: Turn) -> Turn {
    if cx.can.speak {
        return turn.after(first.into_iter().map(Utter::from).collect());
    }
    let mut left = turn.say.iter().fold(ROOM, |left, utter| match utter {
        Utter::Line(line) => left.saturating_sub(length(line)),
        Utter::Model { .. } | Utter::Pause { .. } => left,
    });
    let mut kept: Vec<Utter> = Vec::new();
    for line in first {
        let needed = length(&line);
        if needed <= left {
            left -= needed;
            kept.push(line.into());
        }
    }
    turn.after(kept)
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

/// The choice of parts.
pub(super) fn menu(cx: &Cx<'_>, how: Asking) -> Turn {
    let key = match (cx.can.speak, how) {
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
