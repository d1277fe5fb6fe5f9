//! Fits kernel ridge regression (Saunders and others 1998) by Cholesky's decomposition.

use crate::speech::english::heads::WHOLE;
use crate::speech::english::kernel::{Kernel, NARROW, alike};

/// Fits all scores of `truths` by `rows`, of one width; `calm` is what is added to the diagonal.
#[must_use]
pub fn fit(rows: &[Vec<f32>], truths: &[[f32; WHOLE]], calm: f64) -> Kernel {
    let count = rows.len().max(1) as f32;
    let width = rows.first().map_or(0, Vec::len);
    let mean: Vec<f32> =
        (0..width).map(|f| rows.iter().map(|r| r[f]).sum::<f32>() / count).collect();
    let square = |f: usize| rows.iter().map(|r| (r[f] - mean[f]).powi(2)).sum::<f32>() / count;
    let spread = (0..width).map(|f| square(f).sqrt() + 1e-6).collect();
    let base = std::array::from_fn(|s| truths.iter().map(|t| t[s]).sum::<f32>() / count);
    let mut kernel = Kernel { mean, spread, base, ..Kernel::default() };
    let places: Vec<Vec<i8>> = rows.iter().map(|r| kernel.place(r)).collect();
    let mut matrix: Vec<Vec<f64>> = (0..places.len())
        .map(|i| (0..=i).map(|j| f64::from(alike(&places[i], &places[j], NARROW))).collect())
        .collect();
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] += calm;
    }
    decompose(&mut matrix);
    kernel.weights = vec![[0.0; WHOLE]; rows.len()];
    for s in 0..WHOLE {
        let aim = truths.iter().map(|t| f64::from(t[s] - base[s])).collect();
        for (weights, value) in kernel.weights.iter_mut().zip(solve(&matrix, aim)) {
            weights[s] = value as f32;
        }
    }
    kernel.places = places.concat();
    kernel
}

/// Turns the lower half of a positive definite matrix into its Cholesky factor.
fn decompose(matrix: &mut [Vec<f64>]) {
    for i in 0..matrix.len() {
        let (before, own) = matrix.split_at_mut(i);
        let own = &mut own[0];
        for (j, other) in before.iter().enumerate() {
            own[j] = (own[j] - dot(&own[..j], &other[..j])) / other[j];
        }
        own[i] = (own[i] - dot(&own[..i], &own[..i])).sqrt();
    }
}

/// In eight sums side by side, so that they need not wait for each other.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a, rest_a) = a.as_chunks::<8>();
    let (b, rest_b) = b.as_chunks::<8>();
    for (a, b) in a.iter().zip(b) {
        for k in 0..8 {
            sums[k] += a[k] * b[k];
        }
    }
    sums.iter().sum::<f64>() + rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum::<f64>()
}

/// The solution by a Cholesky factor.
fn solve(factor: &[Vec<f64>], mut x: Vec<f64>) -> Vec<f64> {
    for i in 0..x.len() {
        x[i] = (x[i] - dot(&factor[i][..i], &x[..i])) / factor[i][i];
    }
    for i in (0..x.len()).rev() {
        x[i] /= factor[i][i];
        let own = x[i];
        x[..i].iter_mut().zip(&factor[i]).for_each(|(v, f)| *v -= f * own);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_surface_is_learnt() {
        let row = |i: usize| vec![(i as f32 * 0.37).sin(), (i as f32 * 0.91).cos()];
        let truth = |r: &[f32]| [r[0] * r[1], r[0] * r[0], 0.5, r[1]];
        let rows: Vec<Vec<f32>> = (0..300).map(row).collect();
        let truths: Vec<_> = rows.iter().map(|r| truth(r)).collect();
        let kernel = fit(&rows, &truths, 0.01);
        for i in 300..400 {
            let answer = kernel.answer(&row(i)).expect("an answer");
            let right = answer.iter().zip(truth(&row(i))).all(|(a, t)| (a - t).abs() < 0.1);
            assert!(right, "{answer:?} {:?}", truth(&row(i)));
        }
    }
}
