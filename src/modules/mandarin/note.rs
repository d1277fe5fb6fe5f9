//! A word said in a voice note: judged as in the drill, answered in writing.

use super::content::{Course, Item};
use super::course::{Memory, TRIES, Went};
use super::{Cx, Step, drill, feedback, next, utters};
use crate::domain::assessment::{Assessment, RejectReason, Scored};
use crate::domain::effect::Effect;
use crate::domain::turn::{Ask, Line, Turn};

/// What a note is answered with.
pub(super) fn heard(
    cx: &Cx<'_>,
    course: &Course,
    memory: &mut Memory,
    item: &Item,
    heard: &Assessment,
) -> Step {
    match heard {
        // The word in hand changed while the note was on its way.
        Assessment::Scored(scored)
            if scored.expected != item.pinyin || scored.syllables.is_empty() =>
        {
            again(cx, item, Vec::new(), Vec::new())
        }
        Assessment::Scored(scored) => judged(cx, course, memory, item, scored),
        // Nobody speaks first in a chat.
        Assessment::Rejected { reason: RejectReason::Silence } => {
            again(cx, item, vec![Line::new("mandarin-note-silence")], Vec::new())
        }
        Assessment::Rejected { reason } => {
            again(cx, item, vec![feedback::rejected(*reason)], Vec::new())
        }
    }
}

fn judged(cx: &Cx<'_>, course: &Course, memory: &mut Memory, item: &Item, scored: &Scored) -> Step {
    let effects = drill::notes(item, scored);
    for syllable in &scored.syllables {
        memory.heard(syllable.expected_tone, syllable.counts_as());
    }
    memory.tries = memory.tries.saturating_add(1);
    let score = scored.overall.min(100);
    let last = memory.tries >= TRIES;
    let (went, say) = if score >= feedback::WELL {
        (Went::Well, vec![feedback::praise(score, cx.seed)])
    } else if score >= feedback::NEARLY {
        if !last {
            return again(cx, item, feedback::hint(scored), effects);
        }
        (Went::Nearly, vec![Line::new("mandarin-good-enough")])
    } else {
        let mut say = feedback::correction(scored);
        if !last {
            return again(cx, item, say, effects);
        }
        say.truncate(1);
        say.push(Line::new("mandarin-move-on"));
        (Went::Badly, say)
    };
    memory.finish(course, went, true, cx.now);
    Step::Go { turn: next(cx, course, memory, say), effects }
}

/// The same word once more, after `say`.
fn again(cx: &Cx<'_>, item: &Item, mut say: Vec<Line>, effects: Vec<Effect>) -> Step {
    let line = Line::new("mandarin-note-again")
        .with("word", item.pinyin.to_string())
        .with("gloss", item.gloss(cx.lang));
    say.push(line);
    Step::Go { turn: Turn::ask(utters(say), Ask::choice()), effects }
}
