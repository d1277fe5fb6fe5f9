//! The way back through the tone network: gradients of one example's loss by every number.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::ctc;
use super::learn::add_outer;
use crate::speech::net::add_product;
use crate::speech::tone::ear::{self, Cell, Ear, KERNEL, Part, Step, add_row, shift};

/// The matrices with inputs and outputs exchanged, in the same places.
pub struct Turned(Vec<f32>);

impl Turned {
    /// Exchanges every matrix of `ear`.
    #[must_use]
    pub fn of(ear: &Ear) -> Self {
        let layout = ear.layout();
        let mut out = ear.numbers().to_vec();
        let mut turn = |part: Part, pieces: usize| {
            let inputs = part.inputs / pieces;
            let size = inputs * part.outputs;
            for piece in 0..pieces {
                let start = part.start + piece * size;
                for i in 0..inputs {
                    for o in 0..part.outputs {
                        out[start + o * inputs + i] = ear.numbers()[start + i * part.outputs + o];
                    }
                }
            }
        };
        turn(layout.first, KERNEL);
        turn(layout.second, KERNEL);
        for cell in layout.cells {
            turn(cell.input, 1);
            turn(cell.state, 1);
        }
        turn(layout.last, 1);
        Self(out)
    }
}

/// What one recurrent layer leaves for the way back, by row.
struct Trace {
    /// The state before the row.
    before: Vec<f32>,
    /// Reset, update, candidate.
    gates: Vec<f32>,
    /// What the state before adds to the candidate.
    inner: Vec<f32>,
}

/// A gradient in the shape of a network, and what is needed to add examples to it.
pub struct Learner<'a> {
    ear: &'a Ear,
    turned: &'a Turned,
    dropout: f32,
    /// Sum of the gradients so far.
    pub sum: Vec<f32>,
}

impl<'a> Learner<'a> {
    /// An empty sum.
    #[must_use]
    pub fn new(ear: &'a Ear, turned: &'a Turned, dropout: f32) -> Self {
        Self { ear, turned, dropout, sum: vec![0.0; ear.numbers().len()] }
    }

    /// Adds one example's gradient and returns its loss; `None` if the labels do not fit the rows.
    pub fn add(&mut self, x: &[f32], labels: &[u8], rng: &mut ChaCha8Rng) -> Option<f64> {
        let (shape, layout) = (self.ear.shape(), *self.ear.layout());
        let n = self.ear.numbers();
        let mut a = ear::convolve(x, shape.inputs, layout.first.of(n), layout.first_bias.of(n));
        ear::rectify(&mut a);
        let mut b = ear::convolve(&a, shape.first, layout.second.of(n), layout.second_bias.of(n));
        ear::rectify(&mut b);
        thin(&mut b, self.dropout, rng);
        let rows = b.len() / shape.second;
        let mut states = vec![0.0; rows * 2 * shape.state];
        let traces = [0, 1].map(|way| self.forward(&b, way, &mut states));
        let mask = thin(&mut states, self.dropout, rng);
        let width = 2 * shape.state;
        let logits = ear::affine(&states, width, layout.last.of(n), layout.last_bias.of(n));
        let (loss, d) = ctc::loss(&logits, shape.outputs, labels)?;
        self.matrix(layout.last, layout.last_bias, &states, &d, 0);
        let mut d_states = vec![0.0; states.len()];
        add_product(&d, shape.outputs, layout.last.of(&self.turned.0), &mut d_states, width, 0);
        d_states.iter_mut().zip(&mask).for_each(|(d, m)| *d *= m);
        let mut d_b = vec![0.0; b.len()];
        for (way, trace) in traces.iter().enumerate() {
            self.backward(way, trace, &b, &d_states, &mut d_b);
        }
        let keep = 1.0 / (1.0 - self.dropout);
        d_b.iter_mut().zip(&b).for_each(|(d, b)| *d = if *b > 0.0 { *d * keep } else { 0.0 });
        let mut d_a = vec![0.0; a.len()];
        self.convolution(layout.second, layout.second_bias, &a, &d_b, Some(&mut d_a));
        d_a.iter_mut().zip(&a).for_each(|(d, a)| *d = if *a > 0.0 { *d } else { 0.0 });
        self.convolution(layout.first, layout.first_bias, x, &d_a, None);
        Some(loss)
    }

    fn forward(&self, b: &[f32], way: usize, states: &mut [f32]) -> Trace {
        let (shape, cell) = (self.ear.shape(), self.ear.layout().cells[way]);
        let n = self.ear.numbers();
        let width = shape.state;
        let given = ear::affine(b, shape.second, cell.input.of(n), cell.bias.of(n));
        let rows = b.len() / shape.second;
        let mut trace = Trace {
            before: vec![0.0; rows * width],
            gates: vec![0.0; rows * 3 * width],
            inner: vec![0.0; rows * width],
        };
        let mut state = vec![0.0; width];
        let mut step = Step::new(width);
        for i in 0..rows {
            let t = if way == 1 { rows - 1 - i } else { i };
            let gates = 3 * width * t..3 * width * (t + 1);
            trace.before[width * t..width * (t + 1)].copy_from_slice(&state);
            step.take(&cell, n, &given[gates.clone()], &mut state);
            trace.gates[gates].copy_from_slice(&step.gates);
            trace.inner[width * t..width * (t + 1)].copy_from_slice(&step.recurrent[2 * width..]);
            let at = (2 * t + way) * width;
            states[at..at + width].copy_from_slice(&state);
        }
        trace
    }

    fn backward(
        &mut self,
        way: usize,
        trace: &Trace,
        b: &[f32],
        d_states: &[f32],
        d_b: &mut [f32],
    ) {
        let (shape, cell) = (self.ear.shape(), self.ear.layout().cells[way]);
        let width = shape.state;
        let rows = b.len() / shape.second;
        let mut d_given = vec![0.0; rows * 3 * width];
        let mut d_recurrent = vec![0.0; rows * 3 * width];
        let mut carry = vec![0.0; width];
        for i in 0..rows {
            let t = if way == 1 { i } else { rows - 1 - i };
            let all = 3 * width * t..3 * width * (t + 1);
            let at = (2 * t + way) * width;
            carry.iter_mut().zip(&d_states[at..at + width]).for_each(|(c, d)| *c += d);
            let own = width * t..width * (t + 1);
            back_through_gates(
                (&trace.gates[all.clone()], &trace.before[own.clone()], &trace.inner[own]),
                &mut carry,
                &mut d_given[all.clone()],
                &mut d_recurrent[all.clone()],
            );
            add_row(&d_recurrent[all], cell.state.of(&self.turned.0), &mut carry);
        }
        self.recurrent(&cell, trace, &d_given, &d_recurrent);
        self.matrix(cell.input, cell.bias, b, &d_given, 0);
        let back = cell.input.of(&self.turned.0);
        add_product(&d_given, 3 * width, back, d_b, shape.second, 0);
    }

    fn recurrent(&mut self, cell: &Cell, trace: &Trace, d_given: &[f32], d_recurrent: &[f32]) {
        let width = cell.inner.outputs;
        let slot = cell.state.of_mut(&mut self.sum);
        add_outer(&trace.before, width, d_recurrent, 3 * width, slot, 0);
        debug_assert_eq!(d_given.len(), d_recurrent.len());
        let inner = cell.inner.of_mut(&mut self.sum);
        for row in d_recurrent.chunks_exact(3 * width) {
            inner.iter_mut().zip(&row[2 * width..]).for_each(|(s, d)| *s += d);
        }
    }

    /// Gradients of one place of a matrix and of its bias.
    fn matrix(&mut self, weights: Part, bias: Part, x: &[f32], d: &[f32], at: isize) {
        let slot = weights.of_mut(&mut self.sum);
        add_outer(x, weights.inputs, d, weights.outputs, slot, at);
        let slot = bias.of_mut(&mut self.sum);
        for row in d.chunks_exact(bias.outputs) {
            slot.iter_mut().zip(row).for_each(|(s, d)| *s += d);
        }
    }

    fn convolution(
        &mut self,
        weights: Part,
        bias: Part,
        x: &[f32],
        d: &[f32],
        mut d_x: Option<&mut Vec<f32>>,
    ) {
        let inputs = weights.inputs / KERNEL;
        for k in 0..KERNEL {
            let start = weights.start + k * inputs * weights.outputs;
            let piece = Part { start, inputs, outputs: weights.outputs };
            add_outer(x, inputs, d, piece.outputs, piece.of_mut(&mut self.sum), shift(k));
            if let Some(d_x) = &mut d_x {
                let back = piece.of(&self.turned.0);
                add_product(d, piece.outputs, back, d_x, inputs, -shift(k));
            }
        }
        let slot = bias.of_mut(&mut self.sum);
        for row in d.chunks_exact(bias.outputs) {
            slot.iter_mut().zip(row).for_each(|(s, d)| *s += d);
        }
    }
}

/// One row of the way back: `carry` is the gradient by the state after it, and becomes the share of the
/// gradient by the state before it that does not go through the matrix.
fn back_through_gates(
    (gates, before, inner): (&[f32], &[f32], &[f32]),
    carry: &mut [f32],
    d_given: &mut [f32],
    d_recurrent: &mut [f32],
) {
    let width = carry.len();
    for i in 0..width {
        let (reset, update, candidate) = (gates[i], gates[width + i], gates[2 * width + i]);
        let d = carry[i];
        let d_candidate = d * (1.0 - update) * (1.0 - candidate * candidate);
        let d_update = d * (before[i] - candidate) * update * (1.0 - update);
        let d_reset = d_candidate * inner[i] * reset * (1.0 - reset);
        d_given[i] = d_reset;
        d_given[width + i] = d_update;
        d_given[2 * width + i] = d_candidate;
        d_recurrent[i] = d_reset;
        d_recurrent[width + i] = d_update;
        d_recurrent[2 * width + i] = d_candidate * reset;
        carry[i] = d * update;
    }
}

/// Drops a share of the values, makes the others louder, and returns what each was multiplied by.
fn thin(values: &mut [f32], share: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let keep = 1.0 / (1.0 - share);
    let mask: Vec<f32> =
        values.iter().map(|_| if rng.random::<f32>() < share { 0.0 } else { keep }).collect();
    values.iter_mut().zip(&mask).for_each(|(v, m)| *v *= m);
    mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::tone::ear::Shape;
    use crate::speech::train::adam;
    use rand::SeedableRng;

    #[test]
    fn the_way_back_is_the_slope_of_the_way_forward() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let shape = Shape { inputs: 3, first: 4, second: 5, state: 6, outputs: 3 };
        let mut ear = adam::fresh(shape, &mut rng);
        let x: Vec<f32> = (0..9 * 3).map(|i| (i as f32 * 1.3).sin()).collect();
        let turned = Turned::of(&ear);
        let mut learner = Learner::new(&ear, &turned, 0.0);
        learner.add(&x, &[1, 2], &mut rng).expect("fits");
        let sum = learner.sum;
        for (i, given) in sum.iter().enumerate() {
            let plain = ear.numbers()[i];
            let mut at = |w: f32| {
                ear.numbers_mut()[i] = w;
                ctc::loss(&ear.logits(&x), 3, &[1, 2]).expect("fits").0
            };
            // A rectifier that turns within the longer step spoils it; then the shorter one decides.
            let slopes =
                [2e-3, 2e-4].map(|h| (at(plain + h) - at(plain - h)) / (2.0 * f64::from(h)));
            ear.numbers_mut()[i] = plain;
            let fits = |slope: &f64| (slope - f64::from(*given)).abs() < 1e-2 * (1.0 + slope.abs());
            assert!(slopes.iter().any(fits), "{i}: {slopes:?} {given}");
        }
    }
}
