//! Fits the tone network to the recordings.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::augment::{self, Reach};
use super::data::Item;
use super::learn::{self, Adam, Like, Transposed};
use super::synth;
use crate::speech::net::Net;
use crate::speech::tone::features::INPUTS;
use crate::speech::tone::lattice::CLASSES;

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Passes over the recordings.
    pub epochs: usize,
    /// Values of a hidden row.
    pub hidden: usize,
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

/// Distances of the rows that each hidden layer looks at: together 1.3 s.
const DILATIONS: [usize; 5] = [1, 1, 2, 4, 8];
/// Rows that each hidden layer looks at.
const KERNEL: usize = 5;
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
pub fn fit(items: &[Item], plan: &Plan, progress: &mut dyn FnMut(usize, f64)) -> Net {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    let mut net = learn::fresh(INPUTS, plan.hidden, CLASSES, KERNEL, &DILATIONS, &mut rng);
    let mut adam = Adam::new(&net);
    let mut draws: Vec<Draw> = (0..items.len()).map(Draw::Recording).collect();
    // Single syllables come twice: few speakers said them, and their length varies most.
    let single = |i: &usize| items[*i].entry.tones.len() == 1;
    draws.extend((0..items.len()).filter(single).map(Draw::Recording));
    draws.extend(std::iter::repeat_n(Draw::Synthetic, plan.synthetic));
    draws.extend(std::iter::repeat_n(Draw::InARow, plan.rows_of_words));
    let steps = plan.epochs * draws.len().div_ceil(plan.batch);
    let mut step = 0;
    for epoch in 0..plan.epochs {
        draws.shuffle(&mut rng);
        let mut total = 0.0;
        for batch in draws.chunks(plan.batch) {
            let turned = Transposed::of(&net);
            let seeds: Vec<(Draw, u64)> = batch.iter().map(|d| (*d, rng.random())).collect();
            let (sum, loss) = batch_gradient(&net, &turned, items, &seeds, plan);
            let rate = learn::one_cycle(plan.rate, step as f32 / steps as f32);
            adam.step(&mut net, &sum, batch.len(), rate);
            total += loss;
            step += 1;
        }
        progress(epoch, total / draws.len() as f64);
    }
    net
}

fn batch_gradient(
    net: &Net,
    turned: &Transposed,
    items: &[Item],
    draws: &[(Draw, u64)],
    plan: &Plan,
) -> (Like, f64) {
    let part = |draws: &[(Draw, u64)]| {
        let mut sum = Like::zeros(net);
        let mut loss = 0.0;
        for (draw, seed) in draws {
            let mut rng = ChaCha8Rng::seed_from_u64(*seed);
            let (x, tones) = make(*draw, items, &mut rng);
            let pair = (x.as_flattened(), tones.as_slice());
            loss +=
                learn::example(net, turned, pair, plan.dropout, &mut rng, &mut sum).unwrap_or(0.0);
        }
        (sum, loss)
    };
    let parts: Vec<_> = draws.chunks(draws.len().div_ceil(PARTS)).collect();
    let results: Vec<(Like, f64)> = if plan.threads > 1 {
        std::thread::scope(|scope| {
            let workers: Vec<_> = parts.iter().map(|p| scope.spawn(|| part(p))).collect();
            workers.into_iter().map(|w| w.join().expect("the sums cannot panic")).collect()
        })
    } else {
        parts.iter().map(|p| part(p)).collect()
    };
    let mut results = results.into_iter();
    let (mut sum, mut loss) = results.next().unwrap_or_else(|| (Like::zeros(net), 0.0));
    for (other, more) in results {
        sum.add(&other);
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
