//! All tone sequences at once: the network's rows give, for each row, blank or one of five tones; the
//! lattice sums every way to read N syllables out of them (connectionist temporal classification,
//! Graves et al. 2006) without listing the sequences. It never sees what was expected.

/// Classes of a row: blank, then tones 1 to 5.
pub const CLASSES: usize = 6;
/// Tones: 1 to 4 and neutral.
pub const TONES: usize = 5;

/// What the rows say of one syllable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Posterior of each tone; sums to 1.
    pub tones: [f64; TONES],
    /// The row at which its label stands on average.
    pub row: f64,
}

/// One moment of the lattice: `blank[n]` after n syllables, `label[n][k]` in syllable n + 1 with tone k.
#[derive(Debug, Clone)]
struct Moment {
    blank: Vec<f64>,
    label: Vec<[f64; TONES]>,
}

impl Moment {
    fn zero(syllables: usize) -> Self {
        Self { blank: vec![0.0; syllables + 1], label: vec![[0.0; TONES]; syllables] }
    }

    fn scale(&mut self, by: f64) {
        self.blank.iter_mut().for_each(|v| *v *= by);
        self.label.iter_mut().flatten().for_each(|v| *v *= by);
    }

    fn sum(&self) -> f64 {
        self.blank.iter().sum::<f64>() + self.label.iter().flatten().sum::<f64>()
    }

    /// The mass that may step into syllable `n` with tone `k` at the next row.
    fn entering(&self, n: usize, k: usize) -> f64 {
        let other = |m: usize| {
            let label = &self.label[m];
            label.iter().sum::<f64>() - label[k]
        };
        self.blank[n] + n.checked_sub(1).map_or(0.0, other)
    }
}

/// Neutral tone never opens a word.
fn allowed(n: usize, k: usize) -> f64 {
    if n == 0 && k == TONES - 1 { 0.0 } else { 1.0 }
}

/// The moments before each row's emission is forgotten, scaled to sum 1, with the log of all scales.
fn forward(rows: &[[f32; CLASSES]], syllables: usize) -> (Vec<Moment>, f64) {
    let mut moments: Vec<Moment> = Vec::with_capacity(rows.len());
    let mut log_scale = 0.0;
    for (t, row) in rows.iter().enumerate() {
        let mut now = Moment::zero(syllables);
        let blank = f64::from(row[0]);
        for n in 0..=syllables {
            let stay = moments.last().map_or(if n == 0 { 1.0 } else { 0.0 }, |before| {
                before.blank[n] + n.checked_sub(1).map_or(0.0, |m| before.label[m].iter().sum())
            });
            now.blank[n] = blank * stay;
        }
        for n in 0..syllables {
            for k in 0..TONES {
                let enter = match moments.last() {
                    Some(before) => before.label[n][k] + before.entering(n, k) * allowed(n, k),
                    None if t == 0 && n == 0 => allowed(n, k),
                    None => 0.0,
                };
                now.label[n][k] = f64::from(row[k + 1]) * enter;
            }
        }
        let sum = now.sum().max(1e-300);
        now.scale(1.0 / sum);
        log_scale += sum.ln();
        moments.push(now);
    }
    (moments, log_scale)
}

/// Log likelihood of exactly 0, 1, … `most` syllables.
#[must_use]
pub fn count_likelihoods(rows: &[[f32; CLASSES]], most: usize) -> Vec<f64> {
    let (moments, log_scale) = forward(rows, most);
    let Some(last) = moments.last() else {
        return vec![f64::NEG_INFINITY; most + 1];
    };
    (0..=most)
        .map(|n| {
            let label = n.checked_sub(1).map_or(0.0, |m| last.label[m].iter().sum());
            (last.blank[n] + label).max(1e-300).ln() + log_scale
        })
        .collect()
}

/// The posterior of each syllable's tone given that there are `syllables`; `None` if the rows are too few.
#[must_use]
pub fn positions(rows: &[[f32; CLASSES]], syllables: usize) -> Option<Vec<Position>> {
    if syllables == 0 || rows.len() < syllables {
        return None;
    }
    let (moments, _) = forward(rows, syllables);
    let mut after = Moment::zero(syllables);
    after.blank[syllables] = 1.0;
    after.label[syllables - 1] = [1.0; TONES];
    let mut entered = vec![[0.0; TONES]; syllables];
    let mut moment_sum = vec![0.0; syllables];
    for t in (0..rows.len()).rev() {
        // Scales differ from row to row; the mass of all paths through this row puts that right.
        let total = row_mass(&moments[t], &after);
        if total <= 0.0 {
            return None;
        }
        for n in 0..syllables {
            for (k, slot) in entered[n].iter_mut().enumerate() {
                let enter = match t.checked_sub(1) {
                    Some(b) => moments[b].entering(n, k) * allowed(n, k),
                    None if n == 0 => allowed(n, k),
                    None => 0.0,
                };
                let through = moments[t].label[n][k] * after.label[n][k];
                let stay = t.checked_sub(1).map_or(0.0, |b| moments[b].label[n][k]);
                if enter + stay > 0.0 {
                    let mass = through * enter / (enter + stay) / total;
                    *slot += mass;
                    moment_sum[n] += mass * t as f64;
                }
            }
        }
        after = step_back(&rows[t], &after, syllables);
    }
    Some(
        entered
            .iter()
            .zip(moment_sum)
            .map(|(mass, moment)| {
                let sum = mass.iter().sum::<f64>().max(1e-300);
                Position { tones: mass.map(|m| m / sum), row: moment / sum }
            })
            .collect(),
    )
}

fn row_mass(now: &Moment, after: &Moment) -> f64 {
    let blank: f64 = now.blank.iter().zip(&after.blank).map(|(a, b)| a * b).sum();
    let label = now.label.iter().flatten().zip(after.label.iter().flatten());
    blank + label.map(|(a, b)| a * b).sum::<f64>()
}

/// The mass of all endings from the row before, scaled.
fn step_back(row: &[f32; CLASSES], after: &Moment, syllables: usize) -> Moment {
    let mut before = Moment::zero(syllables);
    let enter = |n: usize, k: usize| -> f64 {
        if n < syllables { f64::from(row[k + 1]) * after.label[n][k] * allowed(n, k) } else { 0.0 }
    };
    for n in 0..=syllables {
        let enters: [f64; TONES] = std::array::from_fn(|k| enter(n, k));
        let all: f64 = enters.iter().sum();
        let blank = f64::from(row[0]) * after.blank[n];
        before.blank[n] = blank + all;
        if let Some(m) = n.checked_sub(1) {
            for k in 0..TONES {
                let stay = f64::from(row[k + 1]) * after.label[m][k];
                before.label[m][k] = blank + stay + all - enters[k];
            }
        }
    }
    let sum = before.sum().max(1e-300);
    before.scale(1.0 / sum);
    before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize) -> Vec<[f32; CLASSES]> {
        let mut seed = 9_u32;
        (0..count)
            .map(|_| {
                let mut row: [f32; CLASSES] = std::array::from_fn(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    0.05 + (seed >> 16) as f32 / 65_536.0
                });
                let sum: f32 = row.iter().sum();
                row.iter_mut().for_each(|v| *v /= sum);
                row
            })
            .collect()
    }

    /// Sums over every labelling of the rows, the plain definition.
    fn brute(rows: &[[f32; CLASSES]], syllables: usize) -> (f64, Vec<[f64; TONES]>) {
        let mut total = 0.0;
        let mut by_tone = vec![[0.0; TONES]; syllables];
        for code in 0..CLASSES.pow(rows.len() as u32) {
            let labels: Vec<usize> =
                (0..rows.len()).map(|t| code / CLASSES.pow(t as u32) % CLASSES).collect();
            let mut read = Vec::new();
            for (t, label) in labels.iter().enumerate() {
                if *label > 0 && (t == 0 || labels[t - 1] != *label) {
                    read.push(*label - 1);
                }
            }
            if read.len() != syllables || read.first() == Some(&4) {
                continue;
            }
            let p: f64 = labels.iter().zip(rows).map(|(l, row)| f64::from(row[*l])).product();
            total += p;
            read.iter().enumerate().for_each(|(n, k)| by_tone[n][*k] += p);
        }
        (total, by_tone)
    }

    #[test]
    fn the_lattice_sums_what_listing_all_paths_sums() {
        let rows = rows(5);
        for syllables in 1..=3 {
            let (total, by_tone) = brute(&rows, syllables);
            let found = positions(&rows, syllables).expect("rows enough");
            for (n, position) in found.iter().enumerate() {
                for (k, mass) in by_tone[n].iter().enumerate() {
                    let error = (position.tones[k] - mass / total).abs();
                    assert!(error < 1e-9, "{syllables} {n} {k}");
                }
            }
            let counts = count_likelihoods(&rows, 3);
            assert!((counts[syllables] - total.ln()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_clear_reading_gives_its_tones_and_places() {
        let mut clear = vec![[0.995, 0.001, 0.001, 0.001, 0.001, 0.001]; 30];
        clear[5] = [0.01, 0.01, 0.01, 0.01, 0.95, 0.01];
        clear[20] = [0.01, 0.01, 0.95, 0.01, 0.01, 0.01];
        let found = positions(&clear, 2).expect("rows enough");
        assert!(found[0].tones[3] > 0.9 && (found[0].row - 5.0).abs() < 1.0, "{found:?}");
        assert!(found[1].tones[1] > 0.9 && (found[1].row - 20.0).abs() < 1.0, "{found:?}");
        let counts = count_likelihoods(&clear, 4);
        assert!(counts[2] > counts[1] && counts[2] > counts[3]);
    }

    #[test]
    fn too_few_rows_give_nothing() {
        assert!(positions(&rows(2), 3).is_none());
        assert!(positions(&[], 1).is_none());
    }
}
