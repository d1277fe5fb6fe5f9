//! A gated recurrent unit (Cho et al. 2014, with the reset after the product) and one output.

use super::features::INPUTS;
use crate::speech::simd;

/// Values of the state.
pub const HIDDEN: usize = 24;
/// Reset, update and new values.
pub const GATES: usize = 3 * HIDDEN;
/// Weights in all.
pub const COUNT: usize = INPUTS * GATES + HIDDEN * GATES + GATES + HIDDEN + HIDDEN + 1;

/// Marks the file of weights, with its version.
const MAGIC: &[u8; 8] = b"TLVAD\0\0\x01";

/// The weights, flat: by input then gate, by state then gate, biases of the gates, bias inside the reset, output, its bias.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(pub Vec<f32>);

/// The flat weights by part.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// [`INPUTS`] rows of [`GATES`].
    pub input: &'a [[f32; GATES]],
    /// [`HIDDEN`] rows of [`GATES`].
    pub state: &'a [[f32; GATES]],
    /// One a gate.
    pub bias: &'a [f32],
    /// Added to the state's share of the new values before the reset.
    pub inner: &'a [f32],
    /// Weights of the output, then its bias.
    pub output: &'a [f32],
}

impl Weights {
    /// By part.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        let (input, rest) = self.0.split_at(INPUTS * GATES);
        let (state, rest) = rest.split_at(HIDDEN * GATES);
        let (bias, rest) = rest.split_at(GATES);
        let (inner, output) = rest.split_at(HIDDEN);
        Parts { input: input.as_chunks().0, state: state.as_chunks().0, bias, inner, output }
    }

    /// One step: takes a row, moves the state, gives the logit. Real-time safe.
    pub fn step(&self, row: &[f32; INPUTS], state: &mut [f32; HIDDEN]) -> f32 {
        simd::widest(Step { parts: self.parts(), row, state })
    }

    /// Reads a file of weights; `None` if it is of another shape.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (values, rest) = bytes.strip_prefix(MAGIC)?.as_chunks::<4>();
        let weights: Vec<f32> = values.iter().map(|v| f32::from_le_bytes(*v)).collect();
        let sound = weights.iter().all(|w| w.is_finite());
        (rest.is_empty() && weights.len() == COUNT && sound).then_some(Self(weights))
    }

    /// The file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let values = self.0.iter().flat_map(|w| w.to_le_bytes());
        MAGIC.iter().copied().chain(values).collect()
    }
}

/// One step, compiled for the registers there are.
struct Step<'a> {
    parts: Parts<'a>,
    row: &'a [f32; INPUTS],
    state: &'a mut [f32; HIDDEN],
}

impl simd::Work for Step<'_> {
    type Output = f32;

    #[inline(always)]
    fn run(self) -> f32 {
        let Self { parts, row, state } = self;
        let sums = weigh(row, parts.input, parts.bias);
        let echo = weigh(state, parts.state, &[]);
        let mut gates = [0.0; 2 * HIDDEN];
        for ((gate, sum), echo) in gates.iter_mut().zip(&sums).zip(&echo) {
            *gate = sigmoid(sum + echo);
        }
        let (reset, keep) = gates.split_at(HIDDEN);
        for i in 0..HIDDEN {
            let inner = echo[2 * HIDDEN + i] + parts.inner[i];
            let new = tanh(sums[2 * HIDDEN + i] + reset[i] * inner);
            state[i] = new + keep[i] * (state[i] - new);
        }
        parts.output[HIDDEN] + simd::dot(&parts.output[..HIDDEN], &state[..])
    }
}

/// `bias` (or nought) plus each value times its row.
#[inline(always)]
pub fn weigh(values: &[f32], rows: &[[f32; GATES]], bias: &[f32]) -> [f32; GATES] {
    let mut sums = [0.0; GATES];
    sums[..bias.len()].copy_from_slice(bias);
    for (value, row) in values.iter().zip(rows) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += value * weight;
        }
    }
    sums
}

/// 1 / (1 + e^-x).
#[inline(always)]
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// The hyperbolic tangent by its continued fraction, within 1e-4, without a call that the compiler cannot vectorise.
#[inline(always)]
#[must_use]
pub fn tanh(x: f32) -> f32 {
    let x = x.clamp(-4.9, 4.9);
    let square = x * x;
    let over = x * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    let under = 135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0));
    (over / under).clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tangent_is_near_the_true_one() {
        for i in -200..=200 {
            let x = i as f32 / 20.0;
            assert!((tanh(x) - x.tanh()).abs() < 2e-4, "{x}: {} {}", tanh(x), x.tanh());
        }
    }

    #[test]
    fn a_file_of_weights_is_read_back_and_others_are_refused() {
        let weights = Weights((0..COUNT).map(|i| i as f32 * 0.25).collect());
        let bytes = weights.to_bytes();
        assert_eq!(Weights::from_bytes(&bytes), Some(weights));
        assert_eq!(Weights::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Weights::from_bytes(b"something else"), None);
        let mut bad = bytes;
        bad[8..12].copy_from_slice(&f32::NAN.to_le_bytes());
        assert_eq!(Weights::from_bytes(&bad), None);
    }

    #[test]
    fn with_no_weights_the_state_halves_and_the_answer_is_even() {
        let mut state = [1.0; HIDDEN];
        let logit = Weights(vec![0.0; COUNT]).step(&[1.0; INPUTS], &mut state);
        assert_eq!((logit, state), (0.0, [0.5; HIDDEN]));
    }
}
