//! What a debate says: the motion, the pieces to choose from, the other side, the close.

use super::super::answers::{content_words, room, utters};
use super::contest::asked_part;
use super::memory::{Memory, Piece, Side, Stage, options};
use crate::content::debate::{Argument, Motion};
use crate::content::{Library, Pair};
use crate::domain::manner::Mood;
use crate::domain::turn::{Ask, Expect, KeyRule, Line, Listen, Turn};
use crate::modules::{Asking, Cx, told};

/// Seconds to think about an argument.
const THINK_S: u8 = 20;
/// Characters that a short line of the catalogues takes in a text, and that a number takes before a choice.
const SHORT: usize = 45;
const NUMBER: usize = 5;
/// Characters that a line of feedback takes.
const FEEDBACK: usize = 75;

fn keyed(how: Asking, hints: &'static str, timeout_s: u8) -> Ask {
    Ask {
        keys: KeyRule::One,
        speech: how != Asking::KeysOnly,
        hints: vec![Line::new(hints)],
        timeout_s,
        heard_out: false,
    }
}

fn by_channel(cx: &Cx<'_>, spoken: &'static str, written: &'static str) -> Line {
    Line::new(if cx.can.speak { spoken } else { written })
}

/// Waits for an argument: where the line can hear, at length and over what it says; keys work all the same.
fn floor(cx: &Cx<'_>, motion: &Motion, lines: Vec<Line>, how: Asking) -> Turn {
    if cx.can.hear && how != Asking::KeysOnly {
        let expect = Expect::Talk { about: content_words(&motion.motion.en) };
        let listen = Listen { expect, timeout_s: THINK_S, heard_out: false };
        return Turn::listen(utters(lines), listen);
    }
    Turn::ask(utters(lines), keyed(how, "hints-debate", THINK_S))
}

/// What is asked now.
pub(super) fn prompt(cx: &Cx<'_>, library: &Library, memory: &Memory, how: Asking) -> Turn {
    let (Some(motion), side) = (memory.motion(library), memory.side) else {
        return offer(cx, how);
    };
    match (memory.stage, side) {
        (Stage::Offer, _) => offer(cx, how),
        (Stage::Motion, _) | (_, None) => motion_turn(cx, motion, how),
        (Stage::Argue, Some(side)) => match asked_part(memory) {
            Some(part) => missing(cx, motion, side, part),
            None => argue(cx, motion, side, how),
        },
        (Stage::Build(piece), Some(side)) => build(cx, memory, motion, side, piece, how),
        (Stage::Reply, Some(side)) => {
            counter(cx, memory, motion, side, how, usize::from(how != Asking::Plain)).0
        }
    }
}

/// Another motion?
pub(super) fn offer(cx: &Cx<'_>, how: Asking) -> Turn {
    let key = match (cx.can.speak, how) {
        (false, _) => "debate-offer-text",
        (true, Asking::Plain) => "debate-offer",
        (true, Asking::Rephrased | Asking::KeysOnly) => "debate-offer-keys",
    };
    Turn::ask(vec![Line::new(key).into()], keyed(how, "hints-yes-no", 8))
}

/// The motion, with what one should know of it.
pub(super) fn motion_turn(cx: &Cx<'_>, motion: &Motion, how: Asking) -> Turn {
    let mut lines = vec![Line::new("debate-motion").with("text", motion.motion.get(cx.lang))];
    if how == Asking::Plain {
        lines.push(told(&motion.background));
    }
    lines.push(by_channel(cx, "debate-sides", "debate-sides-text"));
    Turn::ask(utters(lines), keyed(how, "hints-debate", 10))
}

/// The learner's own argument.
pub(super) fn argue(cx: &Cx<'_>, motion: &Motion, side: Side, how: Asking) -> Turn {
    let mut lines = Vec::new();
    if how == Asking::Plain {
        lines.push(Line::new(match side {
            Side::For => "debate-you-for",
            Side::Against => "debate-you-against",
        }));
    }
    lines.push(match (how, cx.can.speak) {
        (Asking::Plain, true) => Line::new("debate-argue"),
        (Asking::Plain, false) => Line::new("debate-argue-text"),
        (Asking::Rephrased | Asking::KeysOnly, _) => {
            by_channel(cx, "debate-argue-again", "debate-argue-again-text")
        }
    });
    floor(cx, motion, lines, how)
}

/// Asks for the part that an argument lacks: the claim, the reason or the example.
pub(super) fn missing(cx: &Cx<'_>, motion: &Motion, side: Side, part: usize) -> Turn {
    let key = match part {
        0 => "debate-missing-claim",
        1 => "debate-missing-reason",
        _ => "debate-missing-example",
    };
    Turn::new(utters([Line::new(key)]), argue(cx, motion, side, Asking::Rephrased).then)
}

/// The words of a piece.
pub(super) fn piece_of(argument: &Argument, piece: Piece) -> &Pair {
    match piece {
        Piece::Claim => &argument.claim,
        Piece::Reason => &argument.reason,
        Piece::Example => &argument.example,
    }
}

/// The pieces that are offered now: three, or two for the frustrated and where a text has no room for more.
pub(super) fn offered(
    cx: &Cx<'_>,
    memory: &Memory,
    motion: &Motion,
    side: Side,
    piece: Piece,
) -> Vec<usize> {
    let all = options(motion, side, piece, memory.pick, false);
    let texts: Vec<&str> = all
        .iter()
        .filter_map(|at| side.own(motion).get(*at))
        .map(|a| piece_of(a, piece).get(cx.lang))
        .collect();
    let tight = room(cx, &texts) < 3 * NUMBER + 3 * SHORT;
    let two = tight || cx.manner.mood == Mood::Frustrated;
    options(motion, side, piece, memory.pick, two)
}

/// A piece to choose.
pub(super) fn build(
    cx: &Cx<'_>,
    memory: &Memory,
    motion: &Motion,
    side: Side,
    piece: Piece,
    how: Asking,
) -> Turn {
    let mut lines = Vec::new();
    lines.push(Line::new(match piece {
        Piece::Claim => "debate-build-claim",
        Piece::Reason => "debate-build-reason",
        Piece::Example => "debate-build-example",
    }));
    if piece == Piece::Reason
        && cx.can.speak
        && let Some(argument) = side.own(motion).get(memory.pick)
    {
        lines.push(told(&argument.claim));
    }
    for (n, at) in (1_i64..).zip(offered(cx, memory, motion, side, piece)) {
        let text =
            side.own(motion).get(at).map_or("", |argument| piece_of(argument, piece).get(cx.lang));
        lines.push(Line::new("list-choice").with("n", n).with("text", text));
    }
    if cx.can.speak {
        lines.push(Line::new("debate-press"));
    }
    Turn::ask(utters(lines), keyed(how, "hints-numbers", 12))
}

/// What a learner may choose as an answer to the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Retort {
    /// The answer to this question.
    Apt,
    /// An argument of the learner's side, by its index: true, perhaps, but another point where there is an answer.
    Claim(usize),
}

/// The question that the other side asks in this round, and its answer where the pack has one.
pub(super) fn asked<'a>(
    memory: &Memory,
    motion: &'a Motion,
    side: Side,
) -> (Option<&'a Pair>, Option<&'a Pair>) {
    let questions = side.questions(motion);
    let at = usize::from(memory.round) % questions.len().max(1);
    (questions.get(at), side.replies(motion).get(at))
}

/// The choices that answer the other side: not the argument just made.
pub(super) fn retorts(memory: &Memory, motion: &Motion, side: Side) -> Vec<Retort> {
    let (n, round) = (side.own(motion).len(), usize::from(memory.round));
    let turned = (0..n).map(|at| (memory.pick + 1 + round + at) % n.max(1));
    let claims = turned.filter(|at| *at != memory.pick || n == 1).map(Retort::Claim);
    if asked(memory, motion, side).1.is_none() {
        return claims.take(2).collect();
    }
    let mut both: Vec<Retort> = [Retort::Apt].into_iter().chain(claims.take(1)).collect();
    if (motion.id.len() + round) % 2 == 1 {
        both.reverse();
    }
    both
}

/// A choice in words.
pub(super) fn retort_of<'a>(
    memory: &Memory,
    motion: &'a Motion,
    side: Side,
    retort: Retort,
) -> Option<&'a Pair> {
    match retort {
        Retort::Apt => asked(memory, motion, side).1,
        Retort::Claim(at) => side.own(motion).get(at).map(|argument| &argument.claim),
    }
}

/// The other side speaks, and asks; and the lines that are the other side's. So many lines of feedback stand before it.
pub(super) fn counter(
    cx: &Cx<'_>,
    memory: &Memory,
    motion: &Motion,
    side: Side,
    how: Asking,
    before: usize,
) -> (Turn, Vec<Line>) {
    let round = usize::from(memory.round);
    let question = asked(memory, motion, side).0.map_or("", |question| question.get(cx.lang));
    let mut choices = Vec::new();
    let mut texts: Vec<&str> = vec![question];
    for (n, retort) in (1_i64..).zip(retorts(memory, motion, side)) {
        let words = retort_of(memory, motion, side, retort).map_or("", |pair| pair.get(cx.lang));
        texts.push(words);
        choices.push(Line::new("list-choice").with("n", n).with("text", words));
    }
    let left = room(cx, &texts).saturating_sub(2 * NUMBER + before * FEEDBACK);
    let mut lines = Vec::new();
    let others = side.other(motion);
    if let Some(other) = others.get(round % others.len().max(1))
        && how == Asking::Plain
    {
        let (claim, reason) = (other.claim.get(cx.lang), other.reason.get(cx.lang));
        if left > claim.len() + SHORT {
            lines.push(Line::new("debate-other").with("text", claim));
            if left > claim.len() + reason.len() + SHORT {
                lines.push(told(&other.reason));
            }
        }
    }
    lines.push(Line::new("content").with("text", question));
    let theirs = lines.clone();
    if cx.can.speak {
        lines.push(Line::new("debate-reply"));
    }
    lines.extend(choices);
    (floor(cx, motion, lines, how), theirs)
}

/// The close: what both sides share, a proverb, and the offer of another motion.
pub(super) fn close(cx: &Cx<'_>, motion: &Motion, mut first: Vec<Line>) -> Turn {
    let (common, proverb) = (motion.common.get(cx.lang), motion.proverb.get(cx.lang));
    let left = room(cx, &[common, proverb]).saturating_sub(SHORT);
    let feedback = first.len() * FEEDBACK;
    if left < feedback {
        first.clear();
    }
    if left >= feedback + FEEDBACK {
        first.push(Line::new("debate-close"));
    }
    first.push(told(&motion.common));
    first.push(told(&motion.proverb));
    offer(cx, Asking::Plain).after(utters(first))
}

/// What can be done here.
pub(super) fn help(cx: &Cx<'_>, memory: &Memory) -> Vec<Line> {
    vec![match memory.stage {
        Stage::Motion | Stage::Offer => by_channel(cx, "debate-help", "debate-help-text"),
        Stage::Build(_) => Line::new("debate-help-build"),
        Stage::Argue | Stage::Reply => {
            by_channel(cx, "debate-help-argue", "debate-help-argue-text")
        }
    }]
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// How it goes; `None` before anything was argued.
pub(super) fn progress(library: &Library, memory: &Memory) -> Option<Line> {
    if memory.arguments == 0 {
        return None;
    }
    let line = Line::new("debate-progress")
        .with("done", count(memory.done.len()))
        .with("total", count(library.motions.len()))
        .with("whole", i64::from(memory.whole))
        .with("made", i64::from(memory.arguments));
    Some(line)
}

/// What comes next; `None` before anything was argued.
pub(super) fn next(cx: &Cx<'_>, library: &Library, memory: &Memory) -> Option<Line> {
    progress(library, memory)?;
    let motion = memory
        .motion(library)
        .or_else(|| memory.offered(library, memory.level()).first().copied())?;
    Some(Line::new("debate-next").with("text", motion.motion.get(cx.lang)))
}

/// Advice on what the learner's arguments lack.
pub(super) fn tips(memory: &Memory) -> Vec<Line> {
    let key = match (memory.stage, memory.weakest()) {
        (Stage::Reply, _) => "debate-tip-reply",
        (_, Some(Piece::Example)) => "debate-tip-example",
        (_, Some(Piece::Reason)) => "debate-tip-reason",
        (_, _) => "debate-tip-whole",
    };
    vec![Line::new(key)]
}
