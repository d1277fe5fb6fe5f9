//! "Why?": the last explanation once more, with an example.

use super::memory::{Because, Memory, Part};
use super::{English, check, exercise, mend, say, words};
use crate::domain::turn::Line;
use crate::modules::{Cx, Step};

impl English {
    /// The reason for the last correction. In the middle of an exercise that was answered wrongly, its hint: it stays open.
    pub(super) fn why(&self, cx: &Cx<'_>, memory: &Memory) -> Step {
        let open = self.standing(cx, memory).filter(|_| memory.tries > 0);
        let hint = open.map(|task| exercise::why(cx, &self.library, task)).unwrap_or_default();
        if !hint.is_empty() {
            return self.stay(cx, memory, hint);
        }
        let told = memory.because.as_ref().map(|because| self.told_why(cx, because));
        let told = told.unwrap_or_default();
        if !told.is_empty() {
            return self.stay(cx, memory, told);
        }
        // Nothing was explained yet: the rule of the exercise in hand.
        let fresh = self.standing(cx, memory).filter(|task| task.part == Part::Mend);
        match fresh.map(|task| exercise::why(cx, &self.library, task)) {
            Some(rule) if !rule.is_empty() => self.stay(cx, memory, rule),
            _ => Step::NotUnderstood,
        }
    }

    fn told_why(&self, cx: &Cx<'_>, because: &Because) -> Vec<Line> {
        match because {
            Because::Reason(reason) => {
                let mut say: Vec<Line> = check::why(&self.library, reason).into_iter().collect();
                say.extend(self.example(reason));
                say
            }
            Because::Sentence(id) => {
                let mut say = mend::why_of(&self.library, id);
                say.extend(mend::shown_of(cx, &self.library, id));
                say
            }
            Because::Word(id) => {
                let mut say = words::shown_of(cx, &self.library, id);
                say.extend(words::why_of(cx, &self.library, id));
                say
            }
        }
    }

    /// The example of a rule of the pack.
    fn example(&self, reason: &str) -> Option<Line> {
        let rules = &self.library.english.rules;
        let rule = rules.iter().find(|rule| rule.id == reason)?;
        let (wrong, right) = (rule.example_wrong.as_str(), rule.example_right.as_str());
        Some(Line::new("english-why-example").with("wrong", wrong).with("right", say::ended(right)))
    }
}
