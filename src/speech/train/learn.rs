//! What every training has in common: the sum of a matrix's gradient, and the learning rate's course.

/// `weights[i][o] += sum over t of x[t + shift][i] * d[t][o]`.
pub fn add_outer(
    x: &[f32],
    inputs: usize,
    d: &[f32],
    outputs: usize,
    weights: &mut [f32],
    shift: isize,
) {
    let rows = d.len() / outputs;
    let first = shift.min(0).unsigned_abs();
    let last = rows.saturating_sub(shift.max(0).unsigned_abs());
    let mut t = first;
    while t < last {
        let count = (last - t).min(4);
        let from = t.wrapping_add_signed(shift) * inputs;
        let x = &x[from..from + count * inputs];
        let d = &d[t * outputs..(t + count) * outputs];
        for (i, w) in weights.chunks_exact_mut(outputs).enumerate() {
            for (row, d) in d.chunks_exact(outputs).enumerate() {
                let value = x[row * inputs + i];
                if value != 0.0 {
                    w.iter_mut().zip(d).for_each(|(w, d)| *w += value * d);
                }
            }
        }
        t += count;
    }
}

/// The learning rate at `done` of the run (0 to 1): up over a fifth, then down along a cosine.
#[must_use]
pub fn one_cycle(peak: f32, done: f32) -> f32 {
    if done < 0.2 {
        peak * (0.04 + 0.96 * done / 0.2)
    } else {
        peak * (0.5 + 0.5 * (std::f32::consts::PI * (done - 0.2) / 0.8).cos()).max(1e-3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_outer_products_is_the_plain_formula() {
        let x: Vec<f32> = (0..7 * 3).map(|i| (i as f32 * 0.7).sin()).collect();
        let d: Vec<f32> = (0..7 * 2).map(|i| (i as f32 * 0.3).cos()).collect();
        for shift in [-2_isize, 0, 1, 9] {
            let mut weights = vec![0.0; 3 * 2];
            add_outer(&x, 3, &d, 2, &mut weights, shift);
            for (at, found) in weights.iter().enumerate() {
                let pairs = (0..7_usize).filter_map(|t| {
                    let from = t.checked_add_signed(shift).filter(|from| *from < 7)?;
                    Some(x[from * 3 + at / 2] * d[t * 2 + at % 2])
                });
                let plain: f32 = pairs.sum();
                assert!((found - plain).abs() < 1e-5, "{shift} {at}: {found} {plain}");
            }
        }
    }

    #[test]
    fn the_rate_rises_then_falls() {
        assert!(one_cycle(1.0, 0.0) < 0.05 && one_cycle(1.0, 1.0) < 0.01);
        assert!((one_cycle(1.0, 0.2) - 1.0).abs() < 1e-3);
    }
}
