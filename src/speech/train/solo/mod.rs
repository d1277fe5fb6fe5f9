//! Trains and measures the judge of callers (`speech::tone::solo`): cross-validated by speaker, by noise and by instrument.
//!
//! No fold's trees have heard its speakers, its noises or its instruments. The least odds that pass are taken from
//! these folds; then the trees that are shipped are fitted on all but what is kept for the test.

pub mod examples;
pub mod gather;
pub mod notes;

use std::collections::BTreeMap;

use super::boost::{self, Boost};
use crate::speech::trees::Forest;
use examples::Example;
use gather::{FOLDS, TEST};

/// How the trees grow.
const PLAN: Boost =
    Boost { trees: 220, depth: 5, rate: 0.1, rows: 0.7, values: 0.5, least: 12, shrink: 4.0 };
/// What is no caller weighs so much more than a caller.
const OTHERS_WEIGH: f32 = 1.5;

/// What became of one kind of sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Sounds.
    pub all: usize,
    /// Refused by the other rules.
    pub before: usize,
    /// Refused by those or as no caller.
    pub gate: usize,
    /// Refused by these or by the count of syllables.
    pub refused: usize,
}

/// Outcomes by kind of sound.
pub type Outcomes = BTreeMap<String, Outcome>;

/// The trees, and how they did.
#[derive(Debug)]
pub struct Trained {
    /// The weights to ship.
    pub forest: Forest,
    /// What the folds made of what they were not trained with.
    pub crossed: Outcomes,
    /// What the shipped weights make of the speakers and the parts of noises that are kept for the test.
    pub tested: Outcomes,
}

/// Trains. `refuse` is the share of callers in quiet whom the trees may refuse beside the other rules.
#[must_use]
pub fn train(examples: &[Example], refuse: f32, seed: u64) -> Trained {
    let mut odds = vec![0.0; examples.len()];
    for fold in 0..FOLDS {
        let forest = fit(examples, |e| e.fold != fold, seed + fold as u64);
        for (odds, example) in odds.iter_mut().zip(examples).filter(|(_, e)| e.fold == fold) {
            *odds = answer(&forest, example);
        }
    }
    let least = least(examples, &odds, refuse);
    let crossed = outcomes(examples, &odds, least, |e| e.fold != TEST);
    let mut forest = fit(examples, |_| true, seed);
    forest.base -= least;
    let odds: Vec<f32> = examples.iter().map(|e| answer(&forest, e)).collect();
    let tested = outcomes(examples, &odds, 0.0, |e| e.fold == TEST);
    Trained { forest, crossed, tested }
}

fn fit(examples: &[Example], taken: impl Fn(&Example) -> bool, seed: u64) -> Forest {
    let used: Vec<(&Example, Vec<f32>)> = examples
        .iter()
        .filter(|e| e.fold != TEST && taken(e))
        .filter_map(|e| e.row.map(|row| (e, row.to_vec())))
        .collect();
    let (used, rows): (Vec<&Example>, Vec<Vec<f32>>) = used.into_iter().unzip();
    let callers: Vec<bool> = used.iter().map(|e| e.caller).collect();
    let weights: Vec<f32> =
        callers.iter().map(|caller| if *caller { 1.0 } else { OTHERS_WEIGH }).collect();
    boost::fit_odds(&rows, &callers, &weights, &PLAN, seed)
}

fn answer(forest: &Forest, example: &Example) -> f32 {
    example.row.map_or(f32::MIN, |row| forest.answer(&row))
}

/// The odds under which the share `refuse` of the callers in quiet lies whom nothing else refuses.
fn least(examples: &[Example], odds: &[f32], refuse: f32) -> f32 {
    let plain = |e: &Example| e.fold != TEST && matches!(e.kind.as_str(), "clean" | "quieter");
    let passed = examples.iter().zip(odds).filter(|(e, _)| plain(e) && !e.refused);
    let mut odds: Vec<f32> = passed.map(|(_, odds)| *odds).collect();
    odds.sort_by(f32::total_cmp);
    odds.get((odds.len() as f32 * refuse) as usize).copied().unwrap_or(0.0)
}

fn outcomes(
    examples: &[Example],
    odds: &[f32],
    least: f32,
    taken: impl Fn(&Example) -> bool,
) -> Outcomes {
    let mut outcomes = Outcomes::new();
    for (example, odds) in examples.iter().zip(odds).filter(|(e, _)| taken(e)) {
        let outcome = outcomes.entry(example.kind.clone()).or_default();
        let gate = example.refused || *odds < least;
        outcome.all += 1;
        outcome.before += usize::from(example.refused);
        outcome.gate += usize::from(gate);
        outcome.refused += usize::from(gate || example.miscounted);
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::examples::Example;
    use super::*;
    use crate::speech::tone::solo::measures::MEASURES;

    /// Callers are high in the first measure, others low, a few of each in between.
    fn made(n: usize) -> Example {
        let caller = n.is_multiple_of(2);
        let mut row = [0.0; MEASURES];
        row[0] = if caller { 1.0 } else { -1.0 } + 0.9 * (n as f32 * 0.7).sin();
        Example {
            kind: if caller { "clean" } else { "crowd" }.to_owned(),
            fold: n % 5,
            row: (n % 50 != 1).then_some(row),
            caller,
            refused: false,
            miscounted: false,
        }
    }

    #[test]
    fn callers_pass_and_others_do_not_whoever_was_left_out() {
        let examples: Vec<Example> = (0..2_000).map(made).collect();
        let trained = train(&examples, 0.01, 1);
        for outcomes in [&trained.crossed, &trained.tested] {
            let share = |kind: &str| outcomes[kind].gate as f32 / outcomes[kind].all as f32;
            assert!(share("clean") < 0.03 && share("crowd") > 0.97, "{outcomes:?}");
        }
        assert_eq!(trained.forest, train(&examples, 0.01, 1).forest);
    }
}
