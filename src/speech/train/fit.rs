//! Fits the tone network to the recordings.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::adam::{self, Adam};
use super::augment::{self, Reach};
use super::backward::{Learner, Turned};
use super::data::Item;
use super::{learn, synth};
use crate::speech::tone::ear::{Ear, Shape};
use crate::speech::tone::features::INPUTS;

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Passes over the recordings.
    pub epochs: usize,
    /// Widths of the network's layers.
    pub shape: Shape,
    /// Examples a step.
    pub batch: usize,
    /// Highest learning rate.
    pub rate: f32,
    /// Share of hidden values dropped.
    pub dropout: f32,
    /// Synthetic words a pass.
    pub synthetic: usize,
    /// Rows of recordings said one after another, a pass.
    pub rows_of_words: usize,
    /// Everything follows from it.
    pub seed: u64,
    /// Threads; the result does not depend on it.
    pub threads: usize,
}

/// A batch is always summed in this many parts, so that threads do not change the sum.
const PARTS: usize = 2;

/// What one example is made from.
#[derive(Debug, Clone, Copy)]
enum Draw {
    Recording(usize),
    InARow,
    Synthetic,
}

/// Trains one network; `progress` is told each epoch's mean loss.
#[must_use]
pub fn fit(items: &[Item], plan: &Plan, progress: &mut dyn FnMut(usize, f64)) -> Ear {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    let mut ear = adam::fresh(plan.shape, &mut rng);
    let mut adam = Adam::new(&ear);
    let mut draws: Vec<Draw> = (0..items.len()).map(Draw::Recording).collect();
    // Single syllables come twice, for few speakers said them and their length varies most; so do the
    // words of students, whom callers resemble more than they do teachers.
    let twice = |i: &usize| items[*i].entry.tones.len() == 1 || items[*i].entry.source == "dsp20";
    draws.extend((0..items.len()).filter(twice).map(Draw::Recording));
    draws.extend(std::iter::repeat_n(Draw::Synthetic, plan.synthetic));
    draws.extend(std::iter::repeat_n(Draw::InARow, plan.rows_of_words));
    let steps = plan.epochs * draws.len().div_ceil(plan.batch);
    let mut step = 0;
    for epoch in 0..plan.epochs {
        draws.shuffle(&mut rng);
        let mut total = 0.0;
        for batch in draws.chunks(plan.batch) {
            let turned = Turned::of(&ear);
            let seeds: Vec<(Draw, u64)> = batch.iter().map(|d| (*d, rng.random())).collect();
            let (sum, loss) = batch_gradient(&ear, &turned, items, &seeds, plan);
            let rate = learn::one_cycle(plan.rate, step as f32 / steps as f32);
            adam.step(&mut ear, &sum, batch.len(), rate);
            total += loss;
            step += 1;
        }
        progress(epoch, total / draws.len() as f64);
    }
    ear.numbers_mut().copy_from_slice(adam.mean());
    ear
}

fn batch_gradient(
    ear: &Ear,
    turned: &Turned,
    items: &[Item],
    draws: &[(Draw, u64)],
    plan: &Plan,
) -> (Vec<f32>, f64) {
    let part = |draws: &[(Draw, u64)]| {
        let mut learner = Learner::new(ear, turned, plan.dropout);
        let mut loss = 0.0;
        for (draw, seed) in draws {
            let mut rng = ChaCha8Rng::seed_from_u64(*seed);
            let (x, tones) = make(*draw, items, &mut rng);
            loss += learner.add(x.as_flattened(), &tones, &mut rng).unwrap_or(0.0);
        }
        (learner.sum, loss)
    };
    let parts: Vec<_> = draws.chunks(draws.len().div_ceil(PARTS)).collect();
    let results: Vec<(Vec<f32>, f64)> = if plan.threads > 1 {
        std::thread::scope(|scope| {
            let workers: Vec<_> = parts.iter().map(|p| scope.spawn(|| part(p))).collect();
            workers.into_iter().map(|w| w.join().expect("the sums cannot panic")).collect()
        })
    } else {
        parts.iter().map(|p| part(p)).collect()
    };
    let mut results = results.into_iter();
    let (mut sum, mut loss) = results.next().unwrap_or_default();
    for (other, more) in results {
        sum.iter_mut().zip(&other).for_each(|(a, b)| *a += b);
        loss += more;
    }
    (sum, loss)
}

fn make(draw: Draw, items: &[Item], rng: &mut ChaCha8Rng) -> (Vec<[f32; INPUTS]>, Vec<u8>) {
    match draw {
        Draw::Recording(i) => {
            let item = &items[i];
            // Half of the examples are clean, half have one of the noisy copies.
            let noisy = item.takes.len() > 1 && rng.random::<bool>();
            let at = if noisy { rng.random_range(1..item.takes.len()) } else { 0 };
            let take = &item.takes[at];
            let reach = Reach::of(&item.entry.source);
            let tones = item.entry.tones.clone();
            (augment::vary(take, &tones, item.speaker_middle, reach, rng), tones)
        }
        Draw::InARow => {
            let first = &items[rng.random_range(0..items.len())];
            let mut row = vec![first];
            let wanted = rng.random_range(2..=4);
            for _ in 0..40 {
                let other = &items[rng.random_range(0..items.len())];
                if row.len() < wanted && other.entry.speaker == first.entry.speaker {
                    row.push(other);
                }
            }
            let (rows, tones) = augment::in_a_row(&row, rng);
            let reach = Reach::of(&first.entry.source);
            (augment::vary(&rows, &tones, first.speaker_middle, reach, rng), tones)
        }
        Draw::Synthetic => {
            let word = synth::word(rng);
            let reach = Reach::of("synthetic");
            let x = augment::vary(&word.rows, &word.tones, word.speaker_middle, reach, rng);
            (x, word.tones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bits_on_any_number_of_threads_and_another_seed_others() {
        let train = |seed, threads| {
            let plan = Plan {
                epochs: 2,
                shape: Shape { first: 4, second: 4, state: 4, ..Shape::TONES },
                batch: 8,
                rate: 3e-3,
                dropout: 0.2,
                synthetic: 24,
                rows_of_words: 0,
                seed,
                threads,
            };
            let mut losses = Vec::new();
            let ear = fit(&[], &plan, &mut |_, loss| losses.push(loss.to_bits()));
            (ear.numbers().iter().map(|n| n.to_bits()).collect::<Vec<_>>(), losses)
        };
        let first = train(1, 1);
        assert_eq!(first, train(1, 1));
        assert_eq!(first, train(1, 2));
        assert_ne!(first.0, train(2, 1).0);
    }
}
