//! The learner's answers to the other side: chosen by number, or in words that fit the question.

use super::super::answers::{number, senseless, utters};
use super::contest::{Debate, WORDS, go};
use super::memory::Memory;
use super::say::Retort;
use super::{relevance, say};
use crate::domain::turn::Line;
use crate::modules::reasoning::parts;
use crate::modules::{Asking, Step, told};
use crate::text::replies::{self, Reply, plain};

impl Debate<'_> {
    /// An answer to the other side.
    pub(super) fn replied(&self, memory: &mut Memory, text: &str, by_key: bool) -> Step {
        let options = say::retorts(memory, self.motion, self.side);
        let (question, reply) = say::asked(memory, self.motion, self.side);
        if let Some(retort) = number(text, options.len()).and_then(|n| options.get(n - 1)) {
            return self.chosen(memory, *retort, reply.is_some());
        }
        if matches!(replies::read(text), Some(Reply::Skip | Reply::DontKnow)) {
            return self.unanswered(memory, "debate-no-answer");
        }
        if senseless(text) {
            return Step::NotUnderstood;
        }
        let said = parts(text);
        let gives = yields(text);
        let apt = relevance::answers(self.motion, question, reply, text);
        // "Their children" is short, and an answer.
        if by_key || (said.words < WORDS && !gives && !apt) {
            if by_key || !memory.unclear {
                memory.unclear = true;
                return Step::NotUnderstood;
            }
            return self.unanswered(memory, "debate-no-answer");
        }
        if !gives && !apt {
            return self.aside(memory);
        }
        // Who grants something and says nothing of the matter grants it, whatever the form.
        let (reason, example) = (said.reason && apt, said.example && apt);
        let (key, score) = match (reason, example, gives) {
            (true, true, _) => ("debate-reply-both", 100),
            (true, false, _) => ("debate-reply-reason", 80),
            (false, true, _) => ("debate-reply-example", 80),
            (false, false, true) => ("debate-reply-yields", 70),
            (false, false, false) => ("debate-reply-bare", 50),
        };
        self.next_round(memory, vec![Line::new(key)], (score > 50, score), None)
    }

    /// An answer chosen by its number. Where the pack has an answer to the question, only that one is fair.
    fn chosen(&self, memory: &mut Memory, retort: Retort, answerable: bool) -> Step {
        let words = say::retort_of(memory, self.motion, self.side, retort);
        let said = words.map(|pair| pair.en.clone());
        match retort {
            Retort::Claim(_) if answerable => self.aside(memory),
            Retort::Claim(_) => {
                let first = vec![Line::new("debate-enough")];
                self.next_round(memory, first, (true, 60), said)
            }
            Retort::Apt => {
                let mut first = vec![Line::new("debate-you-answer")];
                first.extend(words.filter(|_| self.cx.can.speak).map(told));
                self.next_round(memory, first, (true, 60), said)
            }
        }
    }

    /// What was said answers something else: the question once more, then how it could be answered.
    fn aside(&self, memory: &mut Memory) -> Step {
        if memory.tries == 0 {
            memory.tries = 1;
            let turn = say::prompt(self.cx, self.library, memory, Asking::Rephrased);
            return go(turn.after(utters([Line::new("debate-another-point")])), Vec::new());
        }
        self.unanswered(memory, "debate-other-matter")
    }

    /// No answer to this question: the line gives one, and goes on.
    fn unanswered(&self, memory: &mut Memory, key: &'static str) -> Step {
        let (_, reply) = say::asked(memory, self.motion, self.side);
        let could = reply
            .map(|reply| Line::new("debate-could-answer").with("text", reply.get(self.cx.lang)));
        let first = [Line::new(key)].into_iter().chain(could).collect();
        self.next_round(memory, first, (false, 0), None)
    }
}

/// Whether an answer grants the other side something.
fn yields(text: &str) -> bool {
    let padded = format!(" {} ", plain(text));
    [
        "you are right",
        "that is true",
        "it is true",
        "i agree",
        "true but",
        "good point",
        "maybe",
        "ufite ukuri",
        "ni ukuri",
        "nemeranya",
        "ndemera",
        "ni byo koko",
        "wenda",
    ]
    .iter()
    .any(|form| padded.contains(&format!(" {form} ")))
}
