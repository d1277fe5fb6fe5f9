//! Several networks as one: each reads the rows by itself, and their verdicts on a syllable are pooled.
//!
//! Verdicts are pooled after the lattice and not row by row: two networks that hear the same tone may mark
//! it on different rows, and the mean of their rows would then show two syllables.

use super::super::net::softmax_rows;
use super::ear::Ear;
use super::features::{self, Reference, Rows};
use super::lattice::{self, CLASSES, Position, TONES};

/// Probabilities of blank and five tones, by row of 20 ms, one list for each network.
#[derive(Debug, Clone)]
pub struct Views(Vec<Vec<[f32; CLASSES]>>);

/// Counts looked at beyond the expected one.
const MORE_COUNTS: usize = 2;

/// What speaks against a count of syllables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// Natural log of how much likelier the likeliest other count is; below 0 if none is.
    pub nats: f64,
    /// That other count is lower.
    pub fewer: bool,
}

impl Views {
    /// What each of `ears` makes of `rows`.
    #[must_use]
    pub fn of(ears: &[Ear], rows: &Rows, reference: Reference) -> Self {
        let x = features::inputs(&rows.raw, rows.middle, reference);
        let view = |ear: &Ear| {
            let mut p = ear.logits(x.as_flattened());
            softmax_rows(&mut p, CLASSES);
            p.as_chunks::<CLASSES>().0.to_vec()
        };
        Self(ears.iter().map(view).collect())
    }

    /// Log likelihood of exactly 0, 1, … `most` syllables: the mean over the networks.
    #[must_use]
    pub fn count_likelihoods(&self, most: usize) -> Vec<f64> {
        let mut mean = vec![0.0; most + 1];
        for view in &self.0 {
            let counts = lattice::count_likelihoods(view, most);
            mean.iter_mut().zip(counts).for_each(|(m, c)| *m += c / self.0.len() as f64);
        }
        mean
    }

    /// How far the networks doubt that there are `syllables`.
    #[must_use]
    pub fn doubt(&self, syllables: usize) -> Doubt {
        let counts = self.count_likelihoods(syllables + MORE_COUNTS);
        let best = |range: &[f64]| range.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (fewer, more) = (best(&counts[..syllables]), best(&counts[syllables + 1..]));
        Doubt { nats: fewer.max(more) - counts[syllables], fewer: fewer > more }
    }

    /// The posterior of each syllable's tone given that there are `syllables`; `None` if the rows are too few.
    #[must_use]
    pub fn positions(&self, syllables: usize) -> Option<Vec<Position>> {
        let all: Option<Vec<_>> =
            self.0.iter().map(|view| lattice::positions(view, syllables)).collect();
        let all = all.filter(|all| !all.is_empty())?;
        Some((0..syllables).map(|n| pool(all.iter().map(|one| &one[n]))).collect())
    }
}

/// The mean of the posteriors' logs, made to sum to 1 again, and the mean of the places.
fn pool<'a>(verdicts: impl Iterator<Item = &'a Position> + Clone) -> Position {
    let share = 1.0 / verdicts.clone().count().max(1) as f64;
    let mut logs = [0.0; TONES];
    let mut row = 0.0;
    for verdict in verdicts {
        row += share * verdict.row;
        for (sum, p) in logs.iter_mut().zip(verdict.tones) {
            *sum += share * p.max(1e-9).ln();
        }
    }
    let tones = logs.map(f64::exp);
    let sum: f64 = tones.iter().sum();
    Position { tones: tones.map(|p| p / sum), row }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows in which tone 2 stands on row `at` only.
    fn second_tone(at: usize) -> Vec<[f32; CLASSES]> {
        let mut rows = vec![[0.95, 0.01, 0.01, 0.01, 0.01, 0.01]; 20];
        rows[at] = [0.02, 0.02, 0.9, 0.02, 0.02, 0.02];
        rows
    }

    #[test]
    fn two_networks_that_mark_a_syllable_on_different_rows_hear_one_syllable() {
        let views = Views(vec![second_tone(6), second_tone(11)]);
        let counts = views.count_likelihoods(3);
        assert!(counts[1] > counts[2] && counts[1] > counts[0], "{counts:?}");
        assert!(views.doubt(1).nats < 0.0);
        assert!(views.doubt(2).nats > 0.0 && views.doubt(2).fewer);
        let heard = views.positions(1).expect("rows enough");
        assert!(heard[0].tones[1] > 0.8, "{heard:?}");
        assert!((heard[0].tones.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let alone = |at| Views(vec![second_tone(at)]).positions(1).expect("rows enough")[0].row;
        assert!((heard[0].row - 0.5 * (alone(6) + alone(11))).abs() < 1e-9);
    }

    #[test]
    fn no_network_hears_nothing() {
        assert!(Views(Vec::new()).positions(1).is_none());
        assert!(Views(vec![second_tone(3)]).positions(30).is_none());
    }
}
