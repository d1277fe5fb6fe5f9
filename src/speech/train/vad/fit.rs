//! Backpropagation through time for the activity network, and Adam.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::data::Stream;
use crate::speech::activity::features::{Features, INPUTS};
use crate::speech::activity::gru::{COUNT, GATES, HIDDEN, Weights, sigmoid, tanh, weigh};
use crate::speech::units::FRAME_SAMPLES;

/// A stream as the network sees it.
#[derive(Debug, Clone)]
pub struct Sequence {
    rows: Vec<[f32; INPUTS]>,
    /// The share of each frame that is speech: 0, 1/2 or 1.
    targets: Vec<f32>,
}

impl Sequence {
    /// Rows and targets of a stream.
    #[must_use]
    pub fn of(stream: &Stream) -> Self {
        let mut features = Features::new();
        let (frames, _) = stream.samples.as_chunks::<FRAME_SAMPLES>();
        let rows = frames.iter().map(|frame| features.push(frame).0).collect();
        let (pairs, _) = stream.labels.as_chunks::<2>();
        let target = |[a, b]: &[bool; 2]| 0.5 * (f32::from(*a) + f32::from(*b));
        Self { rows, targets: pairs.iter().map(target).collect() }
    }
}

/// Fresh weights; those of the state small, so that it starts out forgetful.
#[must_use]
pub fn fresh(rng: &mut ChaCha8Rng) -> Weights {
    let mut weights = vec![0.0; COUNT];
    let (input, state) = (INPUTS * GATES, (INPUTS + HIDDEN) * GATES);
    weights[..input].fill_with(|| rng.random_range(-0.25..0.25));
    weights[input..state].fill_with(|| rng.random_range(-0.2..0.2));
    weights[COUNT - HIDDEN - 1..].fill_with(|| rng.random_range(-0.3..0.3));
    Weights(weights)
}

/// What one step leaves for the way back.
#[derive(Clone)]
struct Step {
    before: [f32; HIDDEN],
    reset: [f32; HIDDEN],
    keep: [f32; HIDDEN],
    new: [f32; HIDDEN],
    inner: [f32; HIDDEN],
    after: [f32; HIDDEN],
    error: f32,
}

/// Adds the gradient of a sequence's cross-entropy to `gradient`; returns the mean cross-entropy.
pub fn learn(weights: &Weights, sequence: &Sequence, gradient: &mut [f32]) -> f32 {
    let (steps, loss) = forward(weights, sequence);
    backward(weights, sequence, &steps, gradient);
    loss
}

fn forward(weights: &Weights, sequence: &Sequence) -> (Vec<Step>, f32) {
    let parts = weights.parts();
    let mut state = [0.0; HIDDEN];
    let mut steps = Vec::with_capacity(sequence.targets.len());
    let mut loss = 0.0;
    for (row, target) in sequence.rows.iter().zip(&sequence.targets) {
        let sums = weigh(row, parts.input, parts.bias);
        let echo = weigh(&state, parts.state, &[]);
        let before = state;
        let at = |gate: usize, i: usize| sums[gate * HIDDEN + i] + echo[gate * HIDDEN + i];
        let reset: [f32; HIDDEN] = std::array::from_fn(|i| sigmoid(at(0, i)));
        let keep: [f32; HIDDEN] = std::array::from_fn(|i| sigmoid(at(1, i)));
        let inner: [f32; HIDDEN] = std::array::from_fn(|i| echo[2 * HIDDEN + i] + parts.inner[i]);
        let new: [f32; HIDDEN] =
            std::array::from_fn(|i| tanh(sums[2 * HIDDEN + i] + reset[i] * inner[i]));
        state = std::array::from_fn(|i| new[i] + keep[i] * (before[i] - new[i]));
        let logit: f32 =
            parts.output[HIDDEN] + state.iter().zip(parts.output).map(|(s, w)| s * w).sum::<f32>();
        let guess = sigmoid(logit).clamp(1e-4, 1.0 - 1e-4);
        loss -= target * guess.ln() + (1.0 - target) * (1.0 - guess).ln();
        steps.push(Step { before, reset, keep, new, inner, after: state, error: guess - target });
    }
    (steps, loss / sequence.targets.len().max(1) as f32)
}

fn backward(weights: &Weights, sequence: &Sequence, steps: &[Step], gradient: &mut [f32]) {
    let parts = weights.parts();
    let scale = 1.0 / steps.len().max(1) as f32;
    let (input, rest) = gradient.split_at_mut(INPUTS * GATES);
    let (recurrent, rest) = rest.split_at_mut(HIDDEN * GATES);
    let (bias, rest) = rest.split_at_mut(GATES);
    let (inner, output) = rest.split_at_mut(HIDDEN);
    let (input, _) = input.as_chunks_mut::<GATES>();
    let (recurrent, _) = recurrent.as_chunks_mut::<GATES>();
    let mut flow = [0.0; HIDDEN];
    for (step, row) in steps.iter().zip(&sequence.rows).rev() {
        let error = scale * step.error;
        output[HIDDEN] += error;
        // Gradients at the gates' sums; those of the new values differ on the state's side by the reset.
        let mut sums = [0.0; GATES];
        let mut echo = [0.0; GATES];
        let mut earlier = [0.0; HIDDEN];
        for i in 0..HIDDEN {
            output[i] += error * step.after[i];
            let at_state = flow[i] + error * parts.output[i];
            let at_new = at_state * (1.0 - step.keep[i]) * (1.0 - step.new[i] * step.new[i]);
            let keep = step.keep[i];
            let at_keep = at_state * (step.before[i] - step.new[i]) * keep * (1.0 - keep);
            let reset = step.reset[i];
            let at_reset = at_new * step.inner[i] * reset * (1.0 - reset);
            earlier[i] = at_state * keep;
            inner[i] += at_new * reset;
            sums[i] = at_reset;
            sums[HIDDEN + i] = at_keep;
            sums[2 * HIDDEN + i] = at_new;
            echo[i] = at_reset;
            echo[HIDDEN + i] = at_keep;
            echo[2 * HIDDEN + i] = at_new * reset;
        }
        for (value, slots) in row.iter().zip(input.iter_mut()) {
            slots.iter_mut().zip(&sums).for_each(|(slot, sum)| *slot += value * sum);
        }
        bias.iter_mut().zip(&sums).for_each(|(slot, sum)| *slot += sum);
        for i in 0..HIDDEN {
            let value = step.before[i];
            recurrent[i].iter_mut().zip(&echo).for_each(|(slot, sum)| *slot += value * sum);
            let back: f32 = parts.state[i].iter().zip(&echo).map(|(w, e)| w * e).sum();
            flow[i] = earlier[i] + back;
        }
    }
}

/// Adam (Kingma and Ba 2015) with the gradient's length held to 1.
#[derive(Debug)]
pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: i32,
}

impl Default for Adam {
    fn default() -> Self {
        Self { mean: vec![0.0; COUNT], square: vec![0.0; COUNT], steps: 0 }
    }
}

impl Adam {
    /// Moves the weights against the gradient.
    pub fn step(&mut self, weights: &mut Weights, gradient: &[f32], rate: f32) {
        let length = gradient.iter().map(|g| g * g).sum::<f32>().sqrt();
        let shrink = 1.0 / length.max(1.0);
        self.steps += 1;
        let (unbias, unbias_square) =
            (1.0 - 0.9_f32.powi(self.steps), 1.0 - 0.999_f32.powi(self.steps));
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, g), (mean, square)) in weights.0.iter_mut().zip(gradient).zip(moments) {
            let g = g * shrink;
            *mean += 0.1 * (g - *mean);
            *square += 0.001 * (g * g - *square);
            *weight -= rate * (*mean / unbias) / ((*square / unbias_square).sqrt() + 1e-8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn sequence(rng: &mut ChaCha8Rng) -> Sequence {
        let rows = (0..12).map(|_| std::array::from_fn(|_| rng.random_range(-1.0..1.0)));
        let rows: Vec<[f32; INPUTS]> = rows.collect();
        let targets = (0..12).map(|i| f32::from(u8::from(i % 5 < 2))).collect();
        Sequence { rows, targets }
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let (weights, sequence) = (fresh(&mut rng), sequence(&mut rng));
        let mut gradient = vec![0.0; COUNT];
        learn(&weights, &sequence, &mut gradient);
        for at in (0..COUNT).step_by(97).chain(COUNT - HIDDEN - 30..COUNT) {
            let nudged = |by: f32| {
                let mut weights = weights.clone();
                weights.0[at] += by;
                forward(&weights, &sequence).1
            };
            let slope = (nudged(0.01) - nudged(-0.01)) / 0.02;
            let off = (slope - gradient[at]).abs();
            assert!(off < 3e-4 + 0.03 * slope.abs(), "{at}: {slope} {}", gradient[at]);
        }
    }

    #[test]
    fn the_way_forward_is_the_one_of_the_live_path() {
        let mut rng = ChaCha8Rng::seed_from_u64(6);
        let (weights, sequence) = (fresh(&mut rng), sequence(&mut rng));
        let (steps, _) = forward(&weights, &sequence);
        let mut state = [0.0; HIDDEN];
        for (step, (row, target)) in steps.iter().zip(sequence.rows.iter().zip(&sequence.targets)) {
            let guess = sigmoid(weights.step(row, &mut state));
            assert!((guess - target - step.error).abs() < 1e-3);
            assert_eq!(state, step.after);
        }
    }

    #[test]
    fn steps_of_adam_make_the_loss_smaller() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let (mut weights, sequence) = (fresh(&mut rng), sequence(&mut rng));
        let mut adam = Adam::default();
        let first = forward(&weights, &sequence).1;
        for _ in 0..60 {
            let mut gradient = vec![0.0; COUNT];
            learn(&weights, &sequence, &mut gradient);
            adam.step(&mut weights, &gradient, 0.01);
        }
        assert!(forward(&weights, &sequence).1 < 0.3 * first);
    }
}
