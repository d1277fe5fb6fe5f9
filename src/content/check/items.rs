//! What an answer must not say: the right answer, and what is asked for, must not hold it.

use super::Check;
use crate::content::general::Item;
use crate::content::pack::Choices;
use crate::text::needs;

impl Check<'_> {
    /// The lists of what an answer must not say, in both languages.
    pub(super) fn forbidden(&mut self, item: &Item) {
        let right = item.answer.checked_sub(1).and_then(|at| item.choices.get(at));
        let (en, rw) = right.map_or(("", ""), |pair| (&pair.en, &pair.rw));
        self.not("not_en", &item.not_en, en, &item.needs_en);
        self.not("not_rw", &item.not_rw, rw, &item.needs_rw);
    }

    fn not(&mut self, name: &str, not: &[String], right: &str, wanted: &Choices) {
        let line = format!("{name} =");
        if not.iter().any(|word| word.trim().is_empty()) {
            self.fault(&[&line], format!("{name} has a word without letters"));
        }
        if let Some(word) = needs::forbidden(right, not) {
            self.fault(
                &[&line],
                format!("the right answer, \"{right}\", says \"{word}\" of {name}"),
            );
        }
        let asked = wanted.iter().flatten().find_map(|asked| {
            let held = needs::forbidden(&needs::affirmed(asked), not);
            held.map(|word| (asked, word))
        });
        if let Some((asked, word)) = asked {
            let what = format!(
                "\"{asked}\" is asked for, and {name} has \"{word}\": it could never be right"
            );
            self.fault(&[&line], what);
        }
    }
}
