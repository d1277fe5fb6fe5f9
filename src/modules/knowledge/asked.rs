//! A question that the learner asks in the middle of ours.

use super::{Knowledge, Memory, Stage, say};
use crate::domain::turn::{Expect, Line, Listen, Then};
use crate::modules::asking::{self, Answered};
use crate::modules::{Cx, Step};
use crate::text::replies::plain;

impl Knowledge {
    /// Answers a plain question that calls for no other lesson; then ours stands again.
    pub(super) fn asked(&self, cx: &Cx<'_>, memory: &Memory, text: &str) -> Step {
        let asks = asking::asks_besides(text) || asking::is_sum(text);
        if !asks && (!asking::is_question(text) || self.calls_away(cx, text)) {
            return Step::NotUnderstood;
        }
        let Answered { lines, think } = self.told_of(cx, memory, text);
        let step = self.stay_with(cx, memory, lines.clone(), think.into_iter().collect());
        let Step::Go { mut turn, effects } = step else { return step };
        if cx.can.speak && memory.stage != Stage::Question {
            // The topics are not read again after each answer.
            let more = Line::new("knowledge-ask-more");
            turn.say = super::utters(lines.into_iter().chain([more]).collect());
            if cx.can.hear {
                let expect = Expect::Talk { about: Vec::new() };
                turn.then = Then::Listen(Listen { expect, timeout_s: 8, heard_out: false });
            }
        } else if !cx.can.speak {
            // By text our question is said again where it fits; else it stands just above.
            let open =
                self.item(memory.current.as_ref()).filter(|_| memory.stage == Stage::Question);
            if open.is_some_and(|item| say::long(item, cx.lang) <= say::room(&lines)) {
                return Step::Go { turn, effects };
            }
            let again = match memory.stage {
                Stage::Question => "knowledge-again-text",
                _ => "knowledge-ask-more-text",
            };
            turn.say = super::utters(lines.into_iter().chain([Line::new(again)]).collect());
        }
        Step::Go { turn, effects }
    }

    /// The answer, whole or without its reason, as our question leaves it room by text.
    fn told_of(&self, cx: &Cx<'_>, memory: &Memory, text: &str) -> Answered {
        let whole = asking::answer(cx, &self.library, text);
        let open = self.item(memory.current.as_ref()).filter(|_| memory.stage == Stage::Question);
        let Some(open) = open.filter(|_| !cx.can.speak) else { return whole };
        let fits = |answer: &Answered| say::long(open, cx.lang) <= say::room(&answer.lines);
        let short = asking::answer_beside(cx, &self.library, text);
        if !fits(&whole) && fits(&short) { short } else { whole }
    }

    /// Whether a word of another lesson's card stands in it.
    fn calls_away(&self, cx: &Cx<'_>, text: &str) -> bool {
        let padded = format!(" {} ", plain(text));
        let others = cx.cards.iter().filter(|card| card.name != self.card.name);
        let mut words = others.flat_map(|card| card.keywords.iter().flat_map(|(_, words)| *words));
        words.any(|word| padded.contains(&format!(" {word} ")))
    }
}
