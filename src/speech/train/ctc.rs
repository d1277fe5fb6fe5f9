//! The loss of connectionist temporal classification for one known sequence, with its gradient.

/// Log of the sum of two numbers given by their logs.
fn log_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// The negative log likelihood of `labels` (classes from 1; 0 is blank) given rows of logits, and its
/// gradient by each logit. `None` if the rows cannot hold the labels.
#[must_use]
pub fn loss(logits: &[f32], width: usize, labels: &[u8]) -> Option<(f64, Vec<f32>)> {
    let rows = logits.len() / width;
    let states = 2 * labels.len() + 1;
    let class = |s: usize| {
        if s.is_multiple_of(2) { 0 } else { usize::from(labels[s / 2]) }
    };
    let skips = |s: usize| s > 1 && class(s) != 0 && class(s) != class(s - 2);
    let log_p = log_softmax(logits, width);
    let at = |t: usize, s: usize| log_p[t * width + class(s)];
    if rows == 0 {
        return None;
    }
    let mut alpha = vec![f64::NEG_INFINITY; rows * states];
    for (s, slot) in alpha.iter_mut().take(states.min(2)).enumerate() {
        *slot = at(0, s);
    }
    for t in 1..rows {
        let (before, now) = alpha.split_at_mut(t * states);
        let before = &before[(t - 1) * states..];
        for s in 0..states {
            let mut sum = before[s];
            if s > 0 {
                sum = log_add(sum, before[s - 1]);
            }
            if skips(s) {
                sum = log_add(sum, before[s - 2]);
            }
            now[s] = sum + at(t, s);
        }
    }
    let last = &alpha[(rows - 1) * states..];
    let total =
        log_add(last[states - 1], if states > 1 { last[states - 2] } else { f64::NEG_INFINITY });
    if !total.is_finite() {
        return None;
    }
    let mut gradient: Vec<f32> = log_p.iter().map(|p| p.exp() as f32).collect();
    // beta[s]: what follows row t in state s, its own emission not counted.
    let mut beta = vec![f64::NEG_INFINITY; states];
    for slot in beta.iter_mut().rev().take(2) {
        *slot = 0.0;
    }
    for t in (0..rows).rev() {
        for s in 0..states {
            let occupied = (alpha[t * states + s] + beta[s] - total).exp();
            gradient[t * width + class(s)] -= occupied as f32;
        }
        let after: Vec<f64> = (0..states).map(|s| beta[s] + at(t, s)).collect();
        for s in 0..states {
            let mut sum = after[s];
            if s + 1 < states {
                sum = log_add(sum, after[s + 1]);
            }
            if s + 2 < states && skips(s + 2) {
                sum = log_add(sum, after[s + 2]);
            }
            beta[s] = sum;
        }
    }
    Some((-total, gradient))
}

fn log_softmax(logits: &[f32], width: usize) -> Vec<f64> {
    logits
        .chunks_exact(width)
        .flat_map(|row| {
            let top = row.iter().copied().fold(f32::MIN, f32::max);
            let sum: f64 = row.iter().map(|v| f64::from(v - top).exp()).sum();
            row.iter().map(move |v| f64::from(v - top) - sum.ln())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let mut logits: Vec<f32> = (0..7 * 4).map(|i| ((i * 31 % 17) as f32 - 8.0) / 6.0).collect();
        for labels in [vec![1], vec![1, 1], vec![2, 1, 3]] {
            let (_, gradient) = loss(&logits, 4, &labels).expect("fits");
            for i in 0..logits.len() {
                let plain = logits[i];
                let mut at = |x: f32| {
                    logits[i] = x;
                    loss(&logits, 4, &labels).expect("fits").0
                };
                let slope = (at(plain + 1e-2) - at(plain - 1e-2)) / 2e-2;
                logits[i] = plain;
                assert!((slope - f64::from(gradient[i])).abs() < 1e-3, "{labels:?} {i}");
            }
        }
    }

    #[test]
    fn more_labels_than_rows_do_not_fit() {
        assert!(loss(&[0.0; 8], 4, &[1, 2, 3]).is_none());
        assert!(loss(&[0.0; 8], 4, &[1, 1]).is_none());
        assert!(loss(&[], 4, &[1]).is_none());
    }
}
