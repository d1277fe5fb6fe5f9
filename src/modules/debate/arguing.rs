//! How a debate goes: motion and side, the learner's argument, the other side, the learner's answers, the close.

use super::super::answers::{number, text_of, utters};
use super::contest::Debate;
use super::memory::{Memory, Piece, Side, Stage};
use super::relevance::wants_other_side;
use super::respect::is_rude;
use super::say;
use crate::content::Library;
use crate::domain::manner::Mood;
use crate::domain::turn::{Line, Turn};
use crate::modules::{Asking, Cx, Input, Step, manner};
use crate::text::replies::{self, Reply, plain};

fn leave() -> Step {
    Step::Leave { say: vec![Line::new("debate-leave").into()], effects: Vec::new() }
}

/// The same question, with something said first.
pub(super) fn stay(
    cx: &Cx<'_>,
    library: &Library,
    memory: &Memory,
    first: impl IntoIterator<Item = Line>,
) -> Step {
    Step::Go {
        turn: say::prompt(cx, library, memory, Asking::Plain).after(utters(first)),
        effects: Vec::new(),
    }
}

/// The same question without what surrounds it, after something else was said.
fn shortly(
    cx: &Cx<'_>,
    library: &Library,
    memory: &Memory,
    first: impl IntoIterator<Item = Line>,
) -> Step {
    let how = if memory.stage == Stage::Motion || !cx.can.speak {
        Asking::Rephrased
    } else {
        Asking::Plain
    };
    Step::Go {
        turn: say::prompt(cx, library, memory, how).after(utters(first)),
        effects: Vec::new(),
    }
}

fn choose(cx: &Cx<'_>, library: &Library, memory: &mut Memory) {
    let motion = memory.offered(library, manner::level(cx, memory.level())).first().copied();
    memory.take(motion);
}

/// The motion after the one in hand, in the order in which they are offered.
fn another(cx: &Cx<'_>, library: &Library, memory: &mut Memory) {
    let offered = memory.offered(library, manner::level(cx, memory.level()));
    let at = offered.iter().position(|motion| Some(&motion.id) == memory.motion.as_ref());
    let motion = offered.get(at.map_or(0, |at| (at + 1) % offered.len().max(1))).copied();
    memory.take(motion);
}

fn wants_another(text: &str) -> bool {
    let said = plain(text);
    [
        "another",
        "another motion",
        "another one",
        "other motion",
        "different motion",
        "new motion",
        "change",
        "indi",
        "indi ngingo",
    ]
    .contains(&said.as_str())
        || ["iyindi", "iyindi ngingo", "hindura", "hindura ingingo", "ingingo nshya"]
            .contains(&said.as_str())
}

/// Begins, or goes on where it was left.
pub(super) fn open(cx: &Cx<'_>, library: &Library, memory: &mut Memory) -> Turn {
    let goes_on =
        memory.motion(library).is_some() && memory.side.is_some() && memory.stage != Stage::Offer;
    if !goes_on {
        choose(cx, library, memory);
        let welcome = cx.can.speak.then(|| Line::new("debate-welcome"));
        return say::prompt(cx, library, memory, Asking::Plain).after(utters(welcome));
    }
    let mut first = vec![Line::new("debate-welcome-back")];
    if cx.can.speak
        && let Some(motion) = memory.motion(library)
    {
        first.push(Line::new("debate-motion").with("text", motion.motion.get(cx.lang)));
    }
    let how = if cx.can.speak { Asking::Plain } else { Asking::Rephrased };
    say::prompt(cx, library, memory, how).after(utters(first))
}

/// Takes an input.
pub(super) fn step(cx: &Cx<'_>, library: &Library, memory: &mut Memory, input: &Input) -> Step {
    let Some(text) = text_of(input) else {
        return Step::NotUnderstood;
    };
    match replies::read(text) {
        Some(Reply::Menu | Reply::Stop) => return leave(),
        Some(Reply::Repeat | Reply::Slower) => return stay(cx, library, memory, None),
        Some(Reply::Help) => return shortly(cx, library, memory, say::help(cx, memory)),
        Some(Reply::Progress) => {
            return shortly(cx, library, memory, say::progress(library, memory));
        }
        _ => {}
    }
    if is_rude(text) {
        return shortly(cx, library, memory, [Line::new("debate-respect")]);
    }
    if wants_another(text) {
        another(cx, library, memory);
        return stay(cx, library, memory, None);
    }
    if let Some(side) = memory.side.filter(|_| wants_other_side(text)) {
        memory.side = Some(side.opposite());
        (memory.round, memory.pick, memory.stage) = (0, 0, Stage::Argue);
        memory.fresh();
        return stay(cx, library, memory, None);
    }
    let by_key = matches!(input, Input::Keys(_));
    let motion = memory.motion(library);
    match (motion, memory.side, memory.stage) {
        (Some(_), _, Stage::Motion) => in_motion(cx, library, memory, text),
        (Some(motion), Some(side), stage) => {
            let debate = Debate { cx, library, motion, side, said: text };
            match stage {
                Stage::Argue => debate.argued(memory, text, by_key),
                Stage::Build(piece) => debate.built(memory, text, piece),
                Stage::Reply => debate.replied(memory, text, by_key),
                Stage::Offer | Stage::Motion => between(cx, library, memory, text),
            }
        }
        _ => between(cx, library, memory, text),
    }
}

fn between(cx: &Cx<'_>, library: &Library, memory: &mut Memory, text: &str) -> Step {
    match replies::choice(text) {
        Some(Reply::Yes) => {
            choose(cx, library, memory);
            stay(cx, library, memory, None)
        }
        Some(Reply::No | Reply::Skip) => leave(),
        _ => match memory.about(library, text) {
            Some(motion) => {
                memory.take(Some(motion));
                stay(cx, library, memory, None)
            }
            None => Step::NotUnderstood,
        },
    }
}

/// The side that words choose: "for", "against", "I agree".
fn side_named(text: &str) -> Option<Side> {
    let said = plain(text);
    let holds = |forms: &[&str]| {
        let padded = format!(" {said} ");
        forms.iter().any(|form| padded.contains(&format!(" {form} ")))
    };
    if holds(&[
        "against",
        "disagree",
        "not agree",
        "oppose",
        "ndabirwanya",
        "kurwanya",
        "ndwanya",
        "sinemera",
        "sinemeranya",
        "no",
        "oya",
    ]) {
        return Some(Side::Against);
    }
    holds(&[
        "for",
        "agree",
        "support",
        "in favour",
        "in favor",
        "ndabishyigikiye",
        "gushyigikira",
        "nshyigikiye",
        "ndemera",
        "nemeranya",
        "yes",
        "yego",
    ])
    .then_some(Side::For)
}

fn in_motion(cx: &Cx<'_>, library: &Library, memory: &mut Memory, text: &str) -> Step {
    let side = match number(text, 3) {
        Some(1) => Some(Side::For),
        Some(2) => Some(Side::Against),
        Some(_) => None,
        None => match replies::read(text) {
            Some(Reply::Skip | Reply::DontKnow) => None,
            _ => match (side_named(text), memory.about(library, text)) {
                (Some(side), _) => Some(side),
                (None, Some(motion)) => {
                    memory.take(Some(motion));
                    return stay(cx, library, memory, None);
                }
                (None, None) => return Step::NotUnderstood,
            },
        },
    };
    if side.is_none() {
        another(cx, library, memory);
        return stay(cx, library, memory, None);
    }
    memory.side = side;
    memory.round = 0;
    memory.pick = 0;
    memory.fresh();
    // For the frustrated the smaller step: pieces to choose from.
    memory.stage =
        if cx.manner.mood == Mood::Frustrated { Stage::Build(Piece::Claim) } else { Stage::Argue };
    stay(cx, library, memory, None)
}
