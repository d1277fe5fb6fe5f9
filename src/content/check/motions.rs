//! What a motion must keep to.

use super::{ARGUMENT, Check, MESSAGE, WORD};
use crate::content::library::Library;

/// Characters of an answer to a counter-question: the question and another answer stand beside it.
const REPLY: usize = 85;
impl Check<'_> {
    pub(super) fn motions(&mut self, library: &Library) {
        for motion in &library.motions {
            self.at("motion", &motion.id, motion.level);
            self.text("topic", &motion.topic, WORD);
            self.pair("motion", &motion.motion, ARGUMENT);
            self.pair("background", &motion.background, MESSAGE);
            self.pair("common", &motion.common, MESSAGE);
            self.pair("proverb", &motion.proverb, MESSAGE);
            for argument in motion.in_favour.iter().chain(&motion.against) {
                self.pair("claim", &argument.claim, ARGUMENT);
                self.pair("reason", &argument.reason, ARGUMENT);
                self.pair("example", &argument.example, ARGUMENT);
            }
            for (name, replies, questions) in [
                ("reply_for", &motion.reply_for, &motion.counter_for),
                ("reply_against", &motion.reply_against, &motion.counter_against),
            ] {
                replies.iter().for_each(|reply| self.pair(name, reply, REPLY));
                if replies.len() > questions.len() {
                    self.fault(
                        &[name],
                        format!("{name} has more answers than there are questions"),
                    );
                }
            }
            for (name, side) in [
                ("[[motion.for]]", motion.in_favour.len()),
                ("[[motion.against]]", motion.against.len()),
                ("counter_for", motion.counter_for.len()),
                ("counter_against", motion.counter_against.len()),
            ] {
                if side < 2 {
                    let what = "each side needs two arguments and two counter-questions";
                    self.fault(&[name], format!("{what}: {name}"));
                }
            }
        }
    }
}
