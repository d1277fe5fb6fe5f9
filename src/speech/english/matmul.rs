//! Products of rows in time with weights: all the arithmetic of the acoustic networks, both ways.
//!
//! Works in tiles that stay in registers: four or eight rows by eight outputs. Widths are multiples of eight.

/// Values of a tile across.
pub const LANES: usize = 8;
/// Rows of a tile: as many as leave the sums in registers.
const ROWS: usize = if cfg!(target_feature = "fma") { 8 } else { 4 };

/// `y[t] += x[t + shift] * weights` for every row t for which both exist. `x` has rows of `inputs`, `y` of
/// `outputs` values (a multiple of [`LANES`]); `weights` go by input, then output.
pub fn add_product(
    (x, inputs): (&[f32], usize),
    weights: &[f32],
    (y, outputs): (&mut [f32], usize),
    shift: isize,
) {
    debug_assert!(outputs.is_multiple_of(LANES) && weights.len() == inputs * outputs);
    let rows = y.len() / outputs;
    let Some((first, last, from)) = overlap(rows, shift) else { return };
    let x = &x[from * inputs..(from + last - first) * inputs];
    let y = &mut y[first * outputs..last * outputs];
    let mut groups = x.chunks_exact(ROWS * inputs).zip(y.chunks_exact_mut(ROWS * outputs));
    for (x, y) in &mut groups {
        tiles(x, inputs, weights, y, outputs);
    }
    let done = (last - first) / ROWS * ROWS;
    for (x, y) in
        x[done * inputs..].chunks_exact(inputs).zip(y[done * outputs..].chunks_exact_mut(outputs))
    {
        for (value, w) in x.iter().zip(weights.chunks_exact(outputs)) {
            y.iter_mut().zip(w).for_each(|(y, w)| *y += value * w);
        }
    }
}

/// Rows of y that have their partner in x: first, last (exclusive), and the first partner.
fn overlap(rows: usize, shift: isize) -> Option<(usize, usize, usize)> {
    let first = shift.min(0).unsigned_abs();
    let last = rows.saturating_sub(shift.max(0).unsigned_abs());
    (first < last).then(|| (first, last, first.wrapping_add_signed(shift)))
}

fn tiles(x: &[f32], inputs: usize, weights: &[f32], y: &mut [f32], outputs: usize) {
    let rows: [&[f32]; ROWS] = std::array::from_fn(|r| &x[r * inputs..][..inputs]);
    for o in (0..outputs).step_by(LANES) {
        let mut sums = [[0.0_f32; LANES]; ROWS];
        for (i, w) in weights.chunks_exact(outputs).enumerate() {
            let Some(w) = w[o..].first_chunk::<LANES>() else { continue };
            for (sum, row) in sums.iter_mut().zip(&rows) {
                add_scaled(sum, row[i], w);
            }
        }
        for (row, sum) in sums.iter().enumerate() {
            let at = row * outputs + o;
            y[at..at + LANES].iter_mut().zip(sum).for_each(|(y, s)| *y += s);
        }
    }
}

/// `sum += value * w`, fused where the processor that this is built for can: elsewhere that is a slow call.
#[inline(always)]
fn add_scaled(sum: &mut [f32; LANES], value: f32, w: &[f32; LANES]) {
    for lane in 0..LANES {
        sum[lane] = if cfg!(target_feature = "fma") {
            value.mul_add(w[lane], sum[lane])
        } else {
            sum[lane] + value * w[lane]
        };
    }
}

/// `weights[i][o] += sum over t of x[t + shift][i] * d[t][o]`: the gradient of the weights. Both widths are
/// multiples of [`LANES`].
pub fn add_outer(
    (x, inputs): (&[f32], usize),
    (d, outputs): (&[f32], usize),
    weights: &mut [f32],
    shift: isize,
) {
    debug_assert!(outputs.is_multiple_of(LANES) && inputs.is_multiple_of(ROWS));
    let Some((first, last, from)) = overlap(d.len() / outputs, shift) else { return };
    let x = &x[from * inputs..(from + last - first) * inputs];
    let d = &d[first * outputs..last * outputs];
    for i in (0..inputs).step_by(ROWS) {
        for o in (0..outputs).step_by(LANES) {
            let mut sums = [[0.0_f32; LANES]; ROWS];
            for (x, d) in x.chunks_exact(inputs).zip(d.chunks_exact(outputs)) {
                let (Some(x), Some(d)) =
                    (x[i..].first_chunk::<ROWS>(), d[o..].first_chunk::<LANES>())
                else {
                    continue;
                };
                for (sum, value) in sums.iter_mut().zip(x) {
                    add_scaled(sum, *value, d);
                }
            }
            for (row, sum) in sums.iter().enumerate() {
                let at = (i + row) * outputs + o;
                weights[at..at + LANES].iter_mut().zip(sum).for_each(|(w, s)| *w += s);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(count: usize, step: f32) -> Vec<f32> {
        (0..count).map(|i| (i as f32 * step).sin()).collect()
    }

    #[test]
    fn tiles_give_what_the_plain_formula_gives() {
        let (inputs, outputs) = (24, 16);
        for (rows, shift) in [(1, 0), (7, -2), (9, 3), (5, 0), (3, 4), (13, 1)] {
            let (x, w) = (wave(rows * inputs, 0.7), wave(inputs * outputs, 0.3));
            let mut y = wave(rows * outputs, 0.1);
            let mut g = vec![0.0; inputs * outputs];
            let before = y.clone();
            add_product((&x, inputs), &w, (&mut y, outputs), shift);
            add_outer((&x, inputs), (&before, outputs), &mut g, shift);
            let partner = |t: usize| t.checked_add_signed(shift).filter(|s| *s < rows);
            for o in 0..outputs {
                for t in 0..rows {
                    let mut sum = before[t * outputs + o];
                    if let Some(s) = partner(t) {
                        sum += (0..inputs)
                            .map(|i| x[s * inputs + i] * w[i * outputs + o])
                            .sum::<f32>();
                    }
                    assert!((y[t * outputs + o] - sum).abs() < 1e-4, "{rows} {shift} {t} {o}");
                }
                for i in 0..inputs {
                    let sum: f32 = (0..rows)
                        .filter_map(|t| Some(x[partner(t)? * inputs + i] * before[t * outputs + o]))
                        .sum();
                    assert!((g[i * outputs + o] - sum).abs() < 1e-4);
                }
            }
        }
    }
}
