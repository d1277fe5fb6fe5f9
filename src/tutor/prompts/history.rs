//! As much of the conversation as fits: the first exchanges, which say what it is about, and the last.

use std::ops::Range;

use serde_json::json;

use super::Speaker;
use super::fence::{Nonce, fenced, harmless};
use crate::session::context::Exchange;
use crate::session::policy;
use crate::tutor::tokens::{self, PER_MESSAGE};

/// Exchanges that are kept from the beginning.
pub const KEPT_FIRST: usize = policy::KEPT_FIRST;

/// What is kept of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Exchanges from the beginning.
    pub first: usize,
    /// Exchanges from the end.
    pub last: usize,
    /// What they take.
    pub tokens: usize,
}

impl Kept {
    /// Those from the beginning, and those from the end.
    #[must_use]
    pub fn parts(self, history: &[Exchange]) -> (&[Exchange], &[Exchange]) {
        (&history[..self.first], &history[history.len() - self.last..])
    }

    /// Those between, of a history of `len`.
    #[must_use]
    pub fn left_out(self, len: usize) -> Range<usize> {
        self.first..len - self.last
    }
}

/// What of the history fits into `room` tokens: all, or the first [`KEPT_FIRST`] and as many of the last as fit. Where there
/// is no room for both, the last exchange comes before the first ones.
#[must_use]
pub fn fit(history: &[Exchange], nonce: &Nonce, room: usize) -> Kept {
    let costs: Vec<usize> = history.iter().map(|exchange| cost(exchange, nonce)).collect();
    let all: usize = costs.iter().sum();
    if all <= room {
        return Kept { first: 0, last: history.len(), tokens: all };
    }
    let newest = costs.last().copied().unwrap_or(0);
    let (mut first, mut last, mut tokens) = (0, 0, 0);
    if newest <= room {
        (last, tokens) = (1, newest);
    }
    let beginning = costs.iter().take(KEPT_FIRST.min(history.len() - last));
    for cost in beginning {
        if tokens + cost > room {
            break;
        }
        (first, tokens) = (first + 1, tokens + cost);
    }
    let rest = &costs[first..history.len() - last];
    for cost in rest.iter().rev() {
        if last == 0 || tokens + cost > room {
            break;
        }
        (last, tokens) = (last + 1, tokens + cost);
    }
    Kept { first, last, tokens }
}

/// The messages of one exchange: the learner's fenced; a side without words gives none.
pub(super) fn turns(exchange: &Exchange, nonce: &Nonce) -> Vec<(Speaker, String)> {
    let mut out = Vec::with_capacity(2);
    if !exchange.user.trim().is_empty() {
        out.push((Speaker::Learner, fenced(nonce, &json!(exchange.user))));
    }
    let ai = harmless(&exchange.ai, nonce);
    if !ai.is_empty() {
        out.push((Speaker::Tutor, ai));
    }
    out
}

fn cost(exchange: &Exchange, nonce: &Nonce) -> usize {
    turns(exchange, nonce).iter().map(|(_, text)| tokens::estimate(text) + PER_MESSAGE).sum()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;

    fn history(lengths: &[usize]) -> Vec<Exchange> {
        let exchange = |n: &usize| Exchange {
            user: "word ".repeat(*n),
            ai: "answer ".repeat(*n),
            timestamp: DateTime::UNIX_EPOCH,
            lesson: None,
        };
        lengths.iter().map(exchange).collect()
    }

    #[test]
    fn what_fits_is_kept_whole() {
        let all = history(&[3; 40]);
        let kept = fit(&all, &Nonce::new(1), 10_000);
        assert_eq!((kept.first, kept.last, kept.left_out(40)), (0, 40, 0..0));
    }

    #[test]
    fn the_first_five_and_the_last_stay() {
        let all = history(&[30; 100]);
        let kept = fit(&all, &Nonce::new(1), 3_000);
        assert_eq!(kept.first, KEPT_FIRST);
        assert!(kept.last > 5 && kept.first + kept.last < 100);
        assert_eq!(kept.left_out(100), 5..100 - kept.last);
    }

    #[test]
    fn ten_thousand_tokens_of_conversation_are_kept() {
        let all = history(&[60; 100]);
        let kept = fit(&all, &Nonce::new(1), 10_500);
        assert!(kept.tokens > 10_000, "{}", kept.tokens);
    }

    proptest! {
        #[test]
        fn the_room_is_kept_and_nothing_is_sent_twice(
            lengths in proptest::collection::vec(0_usize..200, 0..60), room in 0_usize..4_000,
        ) {
            let all = history(&lengths);
            let kept = fit(&all, &Nonce::new(9), room);
            prop_assert!(kept.tokens <= room);
            prop_assert!(kept.first + kept.last <= all.len());
            prop_assert!(kept.first <= KEPT_FIRST);
        }
    }
}
