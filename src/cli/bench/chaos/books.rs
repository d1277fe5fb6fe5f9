//! The books of both sides, request by request: what the stand-in charged, and what the chain noted.
//!
//! What a provider told must be noted to the token. Where it told nothing, or told it when we had left, the row must say that it is
//! an estimate; such rows are held against the charges apart.

use std::collections::BTreeMap;

use crate::chain::Prices;
use crate::domain::money::Nanodollars;
use crate::ports::errand::{Model, Usage};
use crate::ports::runs::PromptRun;
use crate::standins::Charge;

/// How rows end that we ended ourselves: what is told after that, nobody reads.
const LEFT: [&str; 3] = ["ok", "cancelled", "timeout"];

/// Requests, and what both sides hold of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// How many.
    pub(super) requests: usize,
    /// By the stand-in.
    pub(super) charged: Nanodollars,
    /// By the chain.
    pub(super) noted: Nanodollars,
}

impl Sums {
    fn add(&mut self, charged: Nanodollars, noted: Nanodollars) {
        self.requests += 1;
        self.charged += charged;
        self.noted += noted;
    }

    /// How much more is noted than charged; below nought where it is less.
    pub(super) fn over(&self) -> Nanodollars {
        self.noted - self.charged
    }
}

/// What the comparison came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Books {
    /// The use was told, and is noted so.
    pub(super) told: Sums,
    /// The last word was sent when we had left; the row says that it is an estimate.
    pub(super) left: Sums,
    /// The use was never told; the row says that it is an estimate, or that it failed before it cost anything.
    pub(super) untold: Sums,
    /// Rows with an estimate of what was not charged at all.
    pub(super) uncharged: Sums,
    /// Charges without a row, told use that is noted otherwise, and rows that claim to be told and are not.
    pub(super) wrong: Sums,
}

impl Books {
    /// Everything that rests on an estimate.
    pub(super) fn estimated(&self) -> Sums {
        let all = [self.left, self.untold, self.uncharged];
        Sums {
            requests: all.iter().map(|sums| sums.requests).sum(),
            charged: all.iter().map(|sums| sums.charged).sum(),
            noted: all.iter().map(|sums| sums.noted).sum(),
        }
    }
}

/// What belongs to one request at one model; several where it was tried again.
#[derive(Default)]
struct Both<'a> {
    charges: Vec<&'a Charge>,
    runs: Vec<&'a PromptRun>,
}

/// Holds one side against the other.
pub(super) fn compare<'a>(
    runs: impl Iterator<Item = &'a PromptRun>,
    charges: &'a [Charge],
    prices: &Prices,
) -> Books {
    let mut all: BTreeMap<(String, &str), Both<'a>> = BTreeMap::new();
    for run in runs {
        all.entry((run.request.to_string(), &run.model)).or_default().runs.push(run);
    }
    for charge in charges {
        all.entry((charge.request.clone(), &charge.model)).or_default().charges.push(charge);
    }
    let mut books = Books::default();
    for both in all.into_values() {
        pair(both, prices, &mut books);
    }
    books
}

fn pair(Both { mut charges, mut runs }: Both<'_>, prices: &Prices, books: &mut Books) {
    let cost = |charge: &Charge| cost(prices, charge);
    // What was told goes first, so that no other charge takes its row.
    charges.sort_by_key(|charge| !charge.told);
    charges.retain(|charge| match take(&mut runs, |run| is_noted(charge, run)) {
        Some(run) => {
            books.told.add(cost(charge), run.cost);
            false
        }
        None => true,
    });
    for charge in charges {
        let (sums, row) = if charge.told {
            let left = |run: &PromptRun| run.estimated && LEFT.contains(&run.status.as_str());
            (&mut books.left, take(&mut runs, left))
        } else {
            let row = take(&mut runs, |run| run.estimated);
            let row = row.or_else(|| take(&mut runs, |run| run.cost == Nanodollars::ZERO));
            (&mut books.untold, row)
        };
        match row {
            Some(run) => sums.add(cost(charge), run.cost),
            None => books.wrong.add(cost(charge), Nanodollars::ZERO),
        }
    }
    for run in runs {
        if run.estimated {
            books.uncharged.add(Nanodollars::ZERO, run.cost);
        } else if run.cost != Nanodollars::ZERO {
            books.wrong.add(Nanodollars::ZERO, run.cost);
        }
    }
}

fn is_noted(charge: &Charge, run: &PromptRun) -> bool {
    let same = (charge.input_tokens, charge.output_tokens) == (run.input_tokens, run.output_tokens);
    charge.told && same && !run.estimated
}

fn take<'a>(
    runs: &mut Vec<&'a PromptRun>,
    is: impl Fn(&PromptRun) -> bool,
) -> Option<&'a PromptRun> {
    let at = runs.iter().position(|run| is(run))?;
    Some(runs.remove(at))
}

fn cost(prices: &Prices, charge: &Charge) -> Nanodollars {
    let provider = match charge.model.as_str() {
        "large" => "first",
        "middle" => "second",
        _ => "third",
    };
    let model = Model { provider: provider.to_owned(), model: charge.model.clone() };
    let usage = Usage {
        input_tokens: charge.input_tokens,
        output_tokens: charge.output_tokens,
        ..Usage::default()
    };
    prices.of(&model).cost(&usage)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::standins::Endpoint;

    fn run(output_tokens: u64, status: &str, estimated: bool) -> PromptRun {
        PromptRun {
            request: Uuid::nil(),
            session: String::new(),
            purpose: "ask".to_owned(),
            group: None,
            provider: "first".to_owned(),
            model: "large".to_owned(),
            rubric: String::new(),
            arm: String::new(),
            input_tokens: 10,
            cached_tokens: 0,
            output_tokens,
            characters: 0,
            audio_ms: 0,
            first_ms: None,
            took_ms: 1,
            cost: Nanodollars(if output_tokens == 0 {
                0
            } else {
                10 + output_tokens.cast_signed()
            }),
            estimated,
            status: status.to_owned(),
        }
    }

    fn charge(output_tokens: u64, told: bool) -> Charge {
        Charge {
            endpoint: Endpoint::OpenAiChat,
            model: "large".to_owned(),
            request: Uuid::nil().to_string(),
            input_tokens: 10,
            output_tokens,
            characters: 0,
            audio_ms: 0,
            told,
        }
    }

    fn books(runs: &[PromptRun], charges: &[Charge]) -> Books {
        let prices = "[[model]]\nprovider = \"first\"\nmodel = \"large\"\ninput = \"0.001\"\noutput = \"0.001\"\n";
        let prices = Prices::read(Some(prices)).expect("a list");
        compare(runs.iter(), charges, &prices)
    }

    #[test]
    fn what_was_told_and_noted_agrees_to_the_billionth_however_often_it_was_tried() {
        let runs = [run(7, "ok", false), run(3, "network", false), run(0, "server", false)];
        let books = books(&runs, &[charge(3, true), charge(7, true)]);
        let told = Sums { requests: 2, charged: Nanodollars(30), noted: Nanodollars(30) };
        assert_eq!(books, Books { told, ..Books::default() });
    }

    #[test]
    fn what_was_told_and_is_noted_otherwise_is_wrong_unless_we_had_left() {
        for status in ["network", "malformed", "server"] {
            assert_eq!(books(&[run(4, status, true)], &[charge(7, true)]).wrong.requests, 1);
        }
        assert_eq!(books(&[run(4, "ok", false)], &[charge(7, true)]).wrong.requests, 2);
        assert_eq!(books(&[run(4, "ok", false)], &[charge(4, false)]).wrong.requests, 2);
        assert_eq!(books(&[], &[charge(4, false)]).wrong.requests, 1);
        let left = books(&[run(4, "cancelled", true)], &[charge(7, true)]);
        assert_eq!((left.wrong.requests, left.left.over()), (0, Nanodollars(-3)));
    }

    #[test]
    fn what_was_never_told_is_compared_apart() {
        let runs = [run(4, "timeout", true), run(9, "cancelled", true), run(0, "network", false)];
        let books = books(&runs, &[charge(3, false), charge(1, false)]);
        assert_eq!(books.wrong, Sums::default());
        assert_eq!((books.untold.requests, books.uncharged.requests), (2, 0));
        assert_eq!(books.estimated().over(), Nanodollars(14 + 19 - 13 - 11));
    }
}
