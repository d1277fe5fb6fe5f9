//! Varies a recording as speakers, lines and streets do.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::data::Labels;
use crate::speech::bands::BANDS;
use crate::speech::english::rows::{HOPS, INPUTS, LEVEL, SIDE, Stretch};

/// A draw from the normal distribution with this deviation (sum of twelve uniforms).
fn normal(rng: &mut ChaCha8Rng, deviation: f32) -> f32 {
    deviation * ((0..12).map(|_| rng.random::<f32>()).sum::<f32>() - 6.0)
}

/// Another take of a recording: other vocal tract, line, noise and tempo; labels follow the tempo.
#[must_use]
pub fn vary(stretch: &Stretch, labels: &Labels, rng: &mut ChaCha8Rng) -> (Vec<f32>, Labels) {
    let mut out = stretch.clone();
    tract_and_line(&mut out, rng);
    if rng.random::<bool>() {
        noise(&mut out, rng);
    }
    let labels = tempo(&mut out, labels, rng);
    let mut inputs = out.inputs();
    mask(&mut inputs, rng);
    (inputs, labels)
}

/// Shifts the bands as a longer or shorter vocal tract does, and colours the line.
fn tract_and_line(stretch: &mut Stretch, rng: &mut ChaCha8Rng) {
    let (factor, offset) = (rng.random_range(0.88..1.14_f32), rng.random_range(-0.3..0.3_f32));
    let tilt = normal(rng, 2.0);
    let colour: [f32; BANDS] = std::array::from_fn(|b| {
        tilt * (2.0 * b as f32 / (BANDS - 1) as f32 - 1.0) + normal(rng, 1.2)
    });
    for hop in &mut stretch.bands {
        let old = *hop;
        for (b, value) in hop.iter_mut().enumerate() {
            let place = (b as f32 * factor + offset).clamp(0.0, (BANDS - 1) as f32);
            let at = (place as usize).min(BANDS - 2);
            let share = place - at as f32;
            *value = old[at] * (1.0 - share) + old[at + 1] * share + colour[b];
        }
    }
}

/// Fills the valleys of the spectrum, 12 to 40 dB under the voice.
fn noise(stretch: &mut Stretch, rng: &mut ChaCha8Rng) {
    let level = stretch.peak_db() - rng.random_range(12.0..40.0) - 12.0;
    let fall = rng.random_range(0.0..10.0);
    let shape: [f32; BANDS] =
        std::array::from_fn(|b| level + normal(rng, 3.0) - fall * b as f32 / (BANDS - 1) as f32);
    for hop in &mut stretch.bands {
        for (value, noise) in hop.iter_mut().zip(&shape) {
            let noise = noise + normal(rng, 2.5);
            let (high, low) = (value.max(noise), value.min(noise));
            *value = high + 10.0 * (1.0 + 10.0_f32.powf((low - high) / 10.0)).log10();
        }
    }
}

/// Stretches or shortens the recording in time.
fn tempo(stretch: &mut Stretch, labels: &Labels, rng: &mut ChaCha8Rng) -> Labels {
    let count = stretch.bands.len();
    let wanted = (count as f32 * rng.random_range(0.85..1.18)) as usize / HOPS * HOPS;
    let wanted = wanted.max(HOPS);
    let place = |i: usize| i as f32 * (count - 1) as f32 / (wanted - 1) as f32;
    let between = |i: usize| {
        let at = (place(i) as usize).min(count - 2);
        (at, place(i) - at as f32)
    };
    let mix = |a: f32, b: f32, share: f32| a + (b - a) * share;
    stretch.bands = (0..wanted)
        .map(|i| {
            let (at, share) = between(i);
            let (a, b) = (&stretch.bands[at], &stretch.bands[at + 1]);
            std::array::from_fn::<f32, BANDS, _>(|v| mix(a[v], b[v], share))
        })
        .collect();
    stretch.side = (0..wanted)
        .map(|i| {
            let (at, share) = between(i);
            let (a, b) = (&stretch.side[at], &stretch.side[at + 1]);
            std::array::from_fn::<f32, SIDE, _>(|v| mix(a[v], b[v], share))
        })
        .collect();
    let row = |r: usize| ((place(r * HOPS) + 0.5) as usize / HOPS).min(labels.classes.len() - 1);
    let rows = wanted / HOPS;
    Labels {
        classes: (0..rows).map(|r| labels.classes[row(r)]).collect(),
        owners: (0..rows).map(|r| labels.owners[row(r)]).collect(),
    }
}

/// Blanks two stretches of time and two of bands.
fn mask(inputs: &mut [f32], rng: &mut ChaCha8Rng) {
    let rows = inputs.len() / INPUTS;
    for _ in 0..2 {
        let (first, count) = (rng.random_range(0..rows), rng.random_range(0..4));
        let (band, width) = (rng.random_range(0..BANDS), rng.random_range(0..4));
        for (t, row) in inputs.chunks_exact_mut(INPUTS).enumerate() {
            for (i, value) in row[..BANDS * HOPS].iter_mut().enumerate() {
                let b = i % BANDS;
                if (first..first + count).contains(&t) || (band..band + width).contains(&b) {
                    *value = 0.0;
                }
            }
        }
    }
}

const _: () = assert!(LEVEL < SIDE);

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn example(seed: u64) -> (Vec<f32>, Labels) {
        let stretch = Stretch {
            bands: (0..40).map(|t| [(t as f32 * 0.3).sin() * 10.0 - 40.0; BANDS]).collect(),
            side: vec![[0.5, -30.0, 0.5, 0.5]; 40],
            start_hop: 0,
        };
        let labels = Labels { classes: (0..20).collect(), owners: vec![Some(0); 20] };
        vary(&stretch, &labels, &mut ChaCha8Rng::seed_from_u64(seed))
    }

    #[test]
    fn the_same_seed_gives_the_same_take_and_labels_follow_the_tempo() {
        assert_eq!(example(1), example(1));
        assert_ne!(example(1).0, example(2).0);
        for seed in 0..9 {
            let (inputs, labels) = example(seed);
            assert_eq!(inputs.len(), labels.classes.len() * INPUTS);
            assert!(labels.classes.is_sorted() && labels.classes[0] == 0);
            assert!(inputs.iter().all(|v| v.is_finite()));
        }
    }
}
