//! Fits boosted regression trees (Friedman 2001), to squared error or to the odds of a yes, on values sorted into bins.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::speech::trees::{Forest, LEAF, Node};

/// How to boost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Boost {
    /// Trees.
    pub trees: usize,
    /// Questions on a way to an answer, at most.
    pub depth: usize,
    /// Share of each tree's answer that is added.
    pub rate: f32,
    /// Share of the rows that each tree sees.
    pub rows: f32,
    /// Share of the values that each tree may ask about.
    pub values: f32,
    /// Least rows behind an answer.
    pub least: usize,
    /// Rows' worth of zero that every answer is drawn towards.
    pub shrink: f32,
}

/// Bins of a value.
const BINS: usize = 48;

struct Binned {
    /// Upper edges by value.
    edges: Vec<Vec<f32>>,
    /// Bin by value, then row.
    bins: Vec<Vec<u8>>,
}

fn bin(rows: &[Vec<f32>], width: usize) -> Binned {
    let mut out = Binned { edges: Vec::new(), bins: Vec::new() };
    for f in 0..width {
        let mut sorted: Vec<f32> = rows.iter().map(|r| r[f]).collect();
        sorted.sort_by(f32::total_cmp);
        let mut edges: Vec<f32> =
            (1..BINS).map(|b| sorted[b * (sorted.len() - 1) / BINS]).collect();
        edges.dedup();
        let place = |r: &Vec<f32>| edges.partition_point(|e| *e < r[f]) as u8;
        out.bins.push(rows.iter().map(place).collect());
        out.edges.push(edges);
    }
    out
}

/// A split that was found: gain, value, bin that is still below.
type Split = (f32, usize, usize);

/// Where the next tree should pull: by row, how far is left to go and how much the row weighs.
struct Pull {
    left: Vec<f32>,
    weight: Vec<f32>,
}

/// Fits `truths` by `rows` (all of one width, at least one), each with a weight of 1.
#[must_use]
pub fn fit(rows: &[Vec<f32>], truths: &[f32], plan: &Boost, seed: u64) -> Forest {
    let base = truths.iter().sum::<f32>() / truths.len().max(1) as f32;
    let left = truths.iter().map(|t| t - base).collect();
    let pull = Pull { left, weight: vec![1.0; rows.len()] };
    boost(rows, (base, pull), plan, seed, |pull, row, step| pull.left[row] -= step)
}

/// The least weight of a row that is already decided.
const LEAST_WEIGHT: f32 = 0.02;

/// Fits the log odds of `said`, with a weight for each row.
#[must_use]
pub fn fit_odds(
    rows: &[Vec<f32>],
    said: &[bool],
    weights: &[f32],
    plan: &Boost,
    seed: u64,
) -> Forest {
    let mut odds = vec![0.0_f32; rows.len()];
    let look = |odds: f32, row: usize| {
        let p = 1.0 / (1.0 + (-odds).exp());
        let truth = f32::from(u8::from(said[row]));
        (weights[row] * (truth - p), weights[row] * (p * (1.0 - p)).max(LEAST_WEIGHT))
    };
    let (left, weight) = (0..rows.len()).map(|row| look(0.0, row)).unzip();
    boost(rows, (0.0, Pull { left, weight }), plan, seed, |pull, row, step| {
        odds[row] += step;
        (pull.left[row], pull.weight[row]) = look(odds[row], row);
    })
}

/// Adds tree after tree; `take` is told each tree's answer to each row.
fn boost(
    rows: &[Vec<f32>],
    (base, mut pull): (f32, Pull),
    plan: &Boost,
    seed: u64,
    mut take: impl FnMut(&mut Pull, usize, f32),
) -> Forest {
    let width = rows.first().map_or(0, Vec::len);
    let binned = bin(rows, width);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut trees = Vec::with_capacity(plan.trees);
    for _ in 0..plan.trees {
        let sample: Vec<u32> =
            (0..rows.len() as u32).filter(|_| rng.random::<f32>() < plan.rows).collect();
        let mut values: Vec<usize> = (0..width).collect();
        values.shuffle(&mut rng);
        values.truncate(((width as f32 * plan.values) as usize).max(1));
        let mut tree = vec![Node { feature: LEAF, below: 0, value: 0.0 }];
        grow(&mut tree, (0, 0), sample, &binned, &pull, &values, plan);
        let forest = Forest { base: 0.0, width, trees: vec![tree] };
        for (row, values) in rows.iter().enumerate() {
            take(&mut pull, row, forest.answer(values));
        }
        trees.extend(forest.trees);
    }
    Forest { base, width, trees }
}

fn grow(
    tree: &mut Vec<Node>,
    (at, depth): (usize, usize),
    rows: Vec<u32>,
    binned: &Binned,
    pull: &Pull,
    values: &[usize],
    plan: &Boost,
) {
    let sum: f32 = rows.iter().map(|r| pull.left[*r as usize]).sum();
    let weight: f32 = rows.iter().map(|r| pull.weight[*r as usize]).sum();
    let found =
        (depth < plan.depth).then(|| best(&rows, (sum, weight), binned, pull, values, plan));
    let Some((_, feature, bin)) = found.flatten() else {
        tree[at].value = plan.rate * sum / (weight + plan.shrink);
        return;
    };
    let below = tree.len();
    tree[at] =
        Node { feature: feature as u16, below: below as u16, value: binned.edges[feature][bin] };
    tree.extend([Node { feature: LEAF, below: 0, value: 0.0 }; 2]);
    let (low, high): (Vec<u32>, Vec<u32>) =
        rows.into_iter().partition(|r| usize::from(binned.bins[feature][*r as usize]) <= bin);
    grow(tree, (below, depth + 1), low, binned, pull, values, plan);
    grow(tree, (below + 1, depth + 1), high, binned, pull, values, plan);
}

fn best(
    rows: &[u32],
    (sum, weight): (f32, f32),
    binned: &Binned,
    pull: &Pull,
    values: &[usize],
    plan: &Boost,
) -> Option<Split> {
    let gain = |sum: f32, weight: f32| sum * sum / (weight + plan.shrink);
    let whole = gain(sum, weight);
    let mut best: Option<Split> = None;
    for f in values {
        let (mut sums, mut weights, mut counts) = ([0.0_f32; BINS], [0.0_f32; BINS], [0; BINS]);
        for r in rows {
            let b = usize::from(binned.bins[*f][*r as usize]);
            sums[b] += pull.left[*r as usize];
            weights[b] += pull.weight[*r as usize];
            counts[b] += 1;
        }
        let (mut s, mut w, mut n) = (0.0, 0.0, 0);
        for b in 0..binned.edges[*f].len() {
            s += sums[b];
            w += weights[b];
            n += counts[b];
            if n < plan.least || rows.len() - n < plan.least {
                continue;
            }
            let more = gain(s, w) + gain(sum - s, weight - w) - whole;
            if best.is_none_or(|(top, _, _)| more > top) && more > 1e-6 {
                best = Some((more, *f, b));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_surface_is_learnt_and_the_same_seed_gives_the_same_trees() {
        let rows: Vec<Vec<f32>> = (0..600)
            .map(|i| vec![(i as f32 * 0.37).sin(), (i as f32 * 0.91).cos(), (i % 7) as f32])
            .collect();
        let truth = |r: &[f32]| if r[0] > 0.2 { 2.0 } else { -1.0 } + r[1];
        let truths: Vec<f32> = rows.iter().map(|r| truth(r)).collect();
        let plan = Boost {
            trees: 150,
            depth: 3,
            rate: 0.1,
            rows: 0.7,
            values: 0.7,
            least: 5,
            shrink: 1.0,
        };
        let forest = fit(&rows, &truths, &plan, 1);
        let error: f32 =
            rows.iter().map(|r| (forest.answer(r) - truth(r)).powi(2)).sum::<f32>() / 600.0;
        assert!(error < 0.02, "{error}");
        assert_eq!(forest, fit(&rows, &truths, &plan, 1));
        let mut bytes = Vec::new();
        forest.write(&mut bytes);
        assert_eq!(Forest::read(&mut bytes.as_slice()), Some(forest));
    }
    #[test]
    fn odds_are_learnt_where_yes_and_no_overlap() {
        let rows: Vec<Vec<f32>> = (0..2_000).map(|i| vec![f32::from((i % 2) as u8)]).collect();
        // Of the ones nine in ten are a yes, of the noughts one in ten.
        let said: Vec<bool> = (0..2_000).map(|i| (i % 2 == 1) == (i % 20 < 18)).collect();
        let plan =
            Boost { trees: 60, depth: 2, rate: 0.3, rows: 0.8, values: 1.0, least: 5, shrink: 1.0 };
        let forest = fit_odds(&rows, &said, &[1.0; 2_000], &plan, 1);
        let (no, yes) = (forest.answer(&[0.0]), forest.answer(&[1.0]));
        assert!((yes - 2.2).abs() < 0.15 && (no + 2.2).abs() < 0.15, "{no} {yes}");
        // Rows that weigh nothing change nothing.
        let weights: Vec<f32> = said.iter().map(|s| f32::from(u8::from(*s))).collect();
        assert!(fit_odds(&rows, &said, &weights, &plan, 1).answer(&[0.0]) > 2.0);
    }
}
