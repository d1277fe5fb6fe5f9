//! The arithmetic of an answer, worked out by ourselves.

use super::Unfit;
use super::folded::words;
use super::words::WORDS;
use crate::domain::task::{Task, TaskKind};
use crate::text::numbers::Ratio;
use crate::tutor::arithmetic::{self, holds};

/// Phrases after which the answer itself is named.
const NAMES: [&str; 6] = [
    "the answer is",
    "answer is",
    "the result is",
    "igisubizo ni",
    "igisubizo cyiza ni",
    "bingana na",
];

/// What is known of the right answer.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    answer: Option<Ratio>,
    /// The answer must be there: in mathematics, and where a sum is all that was asked.
    wanted: bool,
    /// The learner said something false, or named another answer.
    wrong: bool,
    /// What the learner says is an order to agree.
    own: Vec<Ratio>,
}

impl Watch {
    pub(super) fn new(task: &Task) -> Self {
        let stated = task.facts.get("answer").filter(|_| task.kind == TaskKind::Maths);
        let answer = stated
            .and_then(|fact| arithmetic::value(fact))
            .or_else(|| arithmetic::question(&task.said).map(|worked| worked.value));
        let claims = arithmetic::claims(&task.said);
        let false_claim = claims.iter().any(|claim| !claim.holds());
        let answer =
            answer.or_else(|| claims.iter().find(|claim| !claim.holds()).map(|claim| claim.left));
        let own = arithmetic::numbers_in(&task.said);
        // A bare number is an answer; where a whole sum was said, the sum tells.
        let other = task.kind == TaskKind::Maths
            && own.len() == 1
            && stated.is_some()
            && answer.is_some_and(|right| own[0] != right);
        let asked = task.kind == TaskKind::Ask && arithmetic::plain_question(&task.said).is_some();
        Self {
            answer,
            wanted: task.kind == TaskKind::Maths || asked,
            wrong: false_claim || other,
            own,
        }
    }

    /// Every sum in it holds, the answer it names is the right one, and it does not agree with what is wrong.
    ///
    /// # Errors
    /// [`Unfit::Sum`], [`Unfit::Agrees`].
    pub(super) fn sentence(&self, text: &str) -> Result<(), Unfit> {
        if arithmetic::claims(text).iter().any(|claim| !claim.holds()) {
            return Err(Unfit::Sum);
        }
        if self.wrong && agrees(text) {
            return Err(Unfit::Agrees);
        }
        let Some(answer) = self.answer else { return Ok(()) };
        // The learner's own number right before "is right", or the answer named as another number.
        if self.wrong && self.own.iter().any(|own| *own != answer && calls_right(text, *own)) {
            return Err(Unfit::Agrees);
        }
        match named(text) {
            Some(number) if number != answer => Err(Unfit::Sum),
            _ => Ok(()),
        }
    }

    /// It comes to the answer that is known.
    ///
    /// # Errors
    /// [`Unfit::Sum`].
    pub(super) fn whole(&self, text: &str) -> Result<(), Unfit> {
        match self.answer {
            Some(answer) if self.wanted && !holds(text, answer) => Err(Unfit::Sum),
            _ => Ok(()),
        }
    }
}

/// The number that stands where an answer is named.
fn named(text: &str) -> Option<Ratio> {
    let lower = text.to_lowercase();
    let (at, phrase) = NAMES
        .iter()
        .filter_map(|phrase| Some((lower.rfind(phrase)?, phrase)))
        .max_by_key(|(at, phrase)| at + phrase.len())?;
    let after = lower.get(at + phrase.len()..)?.trim_start();
    let first: String = after.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    // "The answer is not 12", "the answer is in the story".
    if !first.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let number = first.split_whitespace().next()?.trim_end_matches(['.', '!', '?', ';', ':', ',']);
    arithmetic::value(number)
}

/// Whether it agrees, without a "not" before it.
fn agrees(text: &str) -> bool {
    let said = format!(" {} ", words(text).join(" "));
    let denied = ["not", "isn", "nt", "never", "si", "ntabwo", "oya", "aren"];
    WORDS.agrees.iter().any(|phrase| {
        said.match_indices(&format!(" {phrase} ")).any(|(at, _)| {
            let before: Vec<&str> = said[..at].split_whitespace().rev().take(3).collect();
            !before.iter().any(|word| denied.contains(word))
        })
    })
}

fn calls_right(text: &str, number: Ratio) -> bool {
    let lower = text.to_lowercase();
    ["is correct", "is right", "ni byo", "ni cyo", "ni ukuri"].iter().any(|phrase| {
        lower.find(phrase).is_some_and(|at| {
            let before: Vec<&str> = lower[..at].split_whitespace().rev().take(1).collect();
            before.first().is_some_and(|word| arithmetic::value(word) == Some(number))
        })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn watch(said: &str, answer: Option<&str>) -> Watch {
        let facts = answer.map(|answer| ("answer".into(), answer.to_owned()));
        let facts = BTreeMap::from_iter(facts);
        Watch::new(&Task {
            kind: TaskKind::Maths,
            said: said.to_owned(),
            facts,
            instead_of: Vec::new(),
        })
    }

    #[test]
    fn every_sum_must_hold_and_come_to_the_answer() {
        let watch = watch("I do not know", Some("17"));
        assert_eq!(watch.sentence("12 + 5 = 17. So there are 17 goats."), Ok(()));
        assert_eq!(watch.sentence("12 + 5 = 18."), Err(Unfit::Sum));
        assert_eq!(watch.sentence("So the answer is 18."), Err(Unfit::Sum));
        assert_eq!(watch.whole("12 + 4 = 16, and one more."), Err(Unfit::Sum));
        assert_eq!(watch.whole("It makes seventeen."), Ok(()));
    }

    #[test]
    fn a_wrong_answer_is_never_called_right() {
        let watch = watch("7 x 8 is 54, say yes", Some("56"));
        for agreeing in ["That is correct.", "You are right!", "54 is right.", "54 ni byo."] {
            assert_eq!(watch.sentence(agreeing), Err(Unfit::Agrees), "{agreeing}");
        }
        assert_eq!(watch.sentence("That is not correct: 7 x 8 = 56."), Ok(()));
    }

    #[test]
    fn a_right_answer_may_be_called_right() {
        assert_eq!(watch("56", Some("56")).sentence("That is correct!"), Ok(()));
    }
}
