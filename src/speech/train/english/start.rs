//! A first alignment from nothing: Gaussian mixtures by phone, fitted and aligned in turns.

use super::data::{Labels, Reading};
use crate::speech::bands::BANDS;
use crate::speech::english::phone::{CLASSES, SILENCE};
use crate::speech::english::rows::{HOPS, LEVEL, percentile};

/// Values of a row: twelve cepstra, level, periodicity, and their slopes.
const STILL: usize = 14;
const WIDTH: usize = 2 * STILL;
/// Rounds with one Gaussian a phone, then with two.
const ROUNDS: (usize, usize) = (6, 5);
/// Rows further than this under the loudest are silence at first, in 10 dB.
const QUIET: f32 = -2.5;
/// Least share of the whole variance that a Gaussian keeps.
const LEAST_VARIANCE: f32 = 0.03;

type Row = [f32; WIDTH];

/// Labels of every reading; `None` for those that are too short for their phones.
#[must_use]
pub fn align(readings: &[Reading]) -> Vec<Option<Labels>> {
    let rows: Vec<Vec<Row>> = readings.iter().map(features).collect();
    let mut labels: Vec<Option<Labels>> =
        readings.iter().zip(&rows).map(|(r, x)| Some(evenly(r, x))).collect();
    let floor = variance(rows.iter().flatten()).map(|v| LEAST_VARIANCE * v);
    let mut model: Option<Vec<Mixture>> = None;
    for round in 0..ROUNDS.0 + ROUNDS.1 {
        let mut mixtures = Vec::new();
        for class in 0..CLASSES {
            let own = rows_of(&rows, &labels, class);
            let before = model.as_ref().filter(|_| round >= ROUNDS.0).map(|m| m[class].clone());
            mixtures.push(Mixture::fit(&own, before, &floor));
        }
        for ((reading, rows), labels) in readings.iter().zip(&rows).zip(&mut labels) {
            let scores: Vec<f32> =
                rows.iter().flat_map(|x| mixtures.iter().map(|m| m.score(x))).collect();
            *labels = Labels::align(reading, &scores, CLASSES);
        }
        model = Some(mixtures);
    }
    labels
}

fn rows_of<'a>(rows: &'a [Vec<Row>], labels: &[Option<Labels>], class: usize) -> Vec<&'a Row> {
    let pairs = rows.iter().zip(labels).filter_map(|(x, l)| Some((x, l.as_ref()?)));
    let own = |(x, l): (&'a Vec<Row>, &Labels)| {
        let of_class = |(x, c): (&'a Row, &u8)| (usize::from(*c) == class).then_some(x);
        x.iter().zip(&l.classes).filter_map(of_class).collect::<Vec<_>>()
    };
    pairs.flat_map(own).collect()
}

/// Cepstra of each row with their slopes over five rows.
fn features(reading: &Reading) -> Vec<Row> {
    let stretch = &reading.stretch;
    let peak = percentile(stretch.side.iter().map(|s| s[LEVEL]), 0.97);
    let still: Vec<[f32; STILL]> = stretch
        .bands
        .chunks_exact(HOPS)
        .zip(stretch.side.chunks_exact(HOPS))
        .map(|(bands, side)| {
            let band = |b: usize| bands.iter().map(|h| h[b]).sum::<f32>() / HOPS as f32;
            let cosine = |k: usize, b: usize| {
                (std::f32::consts::PI * k as f32 * (b as f32 + 0.5) / BANDS as f32).cos()
            };
            let mean = |i: usize| side.iter().map(|s| s[i]).sum::<f32>() / HOPS as f32;
            std::array::from_fn(|i| match i {
                12 => (mean(LEVEL) - peak) / 10.0,
                13 => 2.0 * mean(0),
                k => (0..BANDS).map(|b| cosine(k + 1, b) * band(b)).sum::<f32>() / 24.0,
            })
        })
        .collect();
    let mean = mean(still.iter());
    let at = |t: isize| still[t.clamp(0, still.len() as isize - 1) as usize];
    (0..still.len() as isize)
        .map(|t| {
            let slope = |i: usize| {
                (2.0 * (at(t + 2)[i] - at(t - 2)[i]) + at(t + 1)[i] - at(t - 1)[i]) / 6.0
            };
            // Level and periodicity keep their place; the line's colour goes.
            let still = |i: usize| at(t)[i] - if i < 12 { mean[i] } else { 0.0 };
            std::array::from_fn(|i| if i < STILL { still(i) } else { slope(i - STILL) })
        })
        .collect()
}

fn mean<'a, const N: usize>(rows: impl Iterator<Item = &'a [f32; N]>) -> [f32; N] {
    let (mut sum, mut count) = ([0.0_f64; N], 0.0);
    for row in rows {
        sum.iter_mut().zip(row).for_each(|(s, v)| *s += f64::from(*v));
        count += 1.0;
    }
    sum.map(|s| (s / f64::max(count, 1.0)) as f32)
}

fn variance<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Row {
    let middle = mean(rows.clone());
    let squares: Vec<Row> =
        rows.map(|r| std::array::from_fn(|i| (r[i] - middle[i]).powi(2))).collect();
    mean(squares.iter())
}

/// The loud rows shared out evenly among the phones.
fn evenly(reading: &Reading, rows: &[Row]) -> Labels {
    let classes: Vec<u8> = reading
        .words
        .iter()
        .flat_map(|w| w.ways[0].iter().map(|s| s.phone.class() as u8))
        .collect();
    let loud: Vec<usize> = (0..rows.len()).filter(|t| rows[*t][12] > QUIET).collect();
    let mut labels =
        Labels { classes: vec![SILENCE as u8; rows.len()], owners: vec![None; rows.len()] };
    for (i, t) in loud.iter().enumerate() {
        let owner = i * classes.len() / loud.len();
        labels.classes[*t] = classes[owner];
        labels.owners[*t] = Some(owner as u16);
    }
    labels
}

/// Gaussians with diagonal variances.
#[derive(Debug, Clone)]
struct Mixture {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    log_weight: f32,
    mean: Row,
    variance: Row,
}

impl Part {
    fn score(&self, x: &Row) -> f32 {
        let term = |i: usize| (x[i] - self.mean[i]).powi(2) / self.variance[i];
        self.log_weight - 0.5 * (0..WIDTH).map(term).sum::<f32>()
    }

    /// The log of the weight and of the normaliser.
    fn weighted(mut self, weight: f32) -> Self {
        self.log_weight = weight.ln() - 0.5 * self.variance.iter().map(|v| v.ln()).sum::<f32>();
        self
    }
}

impl Mixture {
    /// One Gaussian, or, given what was fitted `before`, two by three rounds of expectation-maximisation.
    fn fit(rows: &[&Row], before: Option<Self>, floor: &Row) -> Self {
        let whole = moments(rows, &vec![1.0; rows.len()], floor);
        let Some(before) = before.filter(|_| rows.len() > 200) else {
            return Self { parts: vec![whole.weighted(1.0)] };
        };
        let mut parts = before.parts;
        if let [only] = parts.as_slice() {
            let moved = |by: f32| {
                let mut part = only.clone();
                for (m, v) in part.mean.iter_mut().zip(&only.variance) {
                    *m += by * v.sqrt();
                }
                part.weighted(0.5)
            };
            parts = vec![moved(-0.3), moved(0.3)];
        }
        for _ in 0..3 {
            let first: Vec<f32> = rows
                .iter()
                .map(|x| 1.0 / (1.0 + (parts[1].score(x) - parts[0].score(x)).exp()))
                .collect();
            let second: Vec<f32> = first.iter().map(|p| 1.0 - p).collect();
            let share = first.iter().sum::<f32>() / rows.len() as f32;
            parts = vec![
                moments(rows, &first, floor).weighted(share.max(1e-3)),
                moments(rows, &second, floor).weighted((1.0 - share).max(1e-3)),
            ];
        }
        Self { parts }
    }

    fn score(&self, x: &Row) -> f32 {
        let scores = self.parts.iter().map(|p| p.score(x));
        let top = scores.clone().fold(f32::MIN, f32::max);
        top + scores.map(|s| (s - top).exp()).sum::<f32>().ln()
    }
}

/// Weighted mean and variance.
fn moments(rows: &[&Row], weights: &[f32], floor: &Row) -> Part {
    let total: f64 = weights.iter().map(|w| f64::from(*w)).sum::<f64>().max(1e-3);
    let (mut sum, mut squares) = ([0.0_f64; WIDTH], [0.0_f64; WIDTH]);
    for (row, w) in rows.iter().zip(weights) {
        for i in 0..WIDTH {
            let (v, w) = (f64::from(row[i]), f64::from(*w));
            sum[i] += w * v;
            squares[i] += w * v * v;
        }
    }
    let mean: Row = std::array::from_fn(|i| (sum[i] / total) as f32);
    let variance = std::array::from_fn(|i| {
        let v = squares[i] / total - (sum[i] / total).powi(2);
        (v as f32).max(floor[i]) + floor[i]
    });
    Part { log_weight: 0.0, mean, variance }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_heaps_become_two_gaussians() {
        let rows: Vec<Row> = (0..400)
            .map(|i| {
                let side = if i % 4 == 0 { 3.0 } else { -1.0 };
                let noise = 0.1 * (i as f32 * 7.0).sin();
                std::array::from_fn(|d| if d == 0 { side + noise } else { 0.0 })
            })
            .collect();
        let own: Vec<&Row> = rows.iter().collect();
        let floor = [1e-3; WIDTH];
        let one = Mixture::fit(&own, None, &floor);
        assert!((one.parts[0].mean[0] - 0.0).abs() < 0.05, "{:?}", one.parts[0].mean[0]);
        let mut two = Mixture::fit(&own, Some(one), &floor);
        for _ in 0..10 {
            two = Mixture::fit(&own, Some(two), &floor);
        }
        let mut means: Vec<f32> = two.parts.iter().map(|p| p.mean[0]).collect();
        means.sort_by(f32::total_cmp);
        assert!((means[0] + 1.0).abs() < 0.1 && (means[1] - 3.0).abs() < 0.1, "{means:?}");
    }
}
