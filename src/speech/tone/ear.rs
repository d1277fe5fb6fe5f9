//! The network that hears tones: two convolutions over rows in time, then a gated recurrent layer that
//! reads the rows forwards and another that reads them backwards, then one linear layer.
//!
//! All numbers stand in one vector, so that training, averaging and the file of weights need no shapes.

use super::super::net::add_product;
use super::features::INPUTS;
use super::lattice::CLASSES;
use super::squash::{sigmoid, tanh};

/// Rows that a convolution looks at.
pub const KERNEL: usize = 5;

/// Widths of the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Values of a row in.
    pub inputs: usize,
    /// Values after the first convolution.
    pub first: usize,
    /// Values after the second convolution.
    pub second: usize,
    /// Values of the state, each way.
    pub state: usize,
    /// Values of a row out.
    pub outputs: usize,
}

/// Where each part stands in the vector of numbers; ranges follow one another in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// First number.
    pub start: usize,
    /// Rows (inputs) of the matrix; 1 for a bias.
    pub inputs: usize,
    /// Columns (outputs) of the matrix.
    pub outputs: usize,
}

impl Part {
    /// The part's numbers.
    #[must_use]
    pub fn of(self, numbers: &[f32]) -> &[f32] {
        &numbers[self.start..self.start + self.inputs * self.outputs]
    }

    /// The part's numbers, to be changed.
    #[must_use]
    pub fn of_mut(self, numbers: &mut [f32]) -> &mut [f32] {
        &mut numbers[self.start..self.start + self.inputs * self.outputs]
    }
}

/// The parts of one recurrent layer. Columns of `input`, `state` and `bias` are reset, update and candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// From a row to the three gates.
    pub input: Part,
    /// From the state before to the three gates.
    pub state: Part,
    /// Of the three gates.
    pub bias: Part,
    /// Of what the state adds to the candidate, inside the reset.
    pub inner: Part,
}

/// All parts of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// First convolution: by place in the kernel, then input, then output.
    pub first: Part,
    /// Its bias.
    pub first_bias: Part,
    /// Second convolution.
    pub second: Part,
    /// Its bias.
    pub second_bias: Part,
    /// The layers that read forwards and backwards.
    pub cells: [Cell; 2],
    /// From both states to the classes.
    pub last: Part,
    /// Its bias.
    pub last_bias: Part,
    /// How many numbers there are.
    pub count: usize,
}

impl Shape {
    /// The shape of the networks that are shipped.
    pub const TONES: Self =
        Self { inputs: INPUTS, first: 48, second: 64, state: 64, outputs: CLASSES };

    /// Where everything stands.
    #[must_use]
    pub fn layout(self) -> Layout {
        let mut count = 0;
        let mut part = |inputs: usize, outputs: usize| {
            let part = Part { start: count, inputs, outputs };
            count += inputs * outputs;
            part
        };
        let (first, first_bias) = (part(KERNEL * self.inputs, self.first), part(1, self.first));
        let (second, second_bias) = (part(KERNEL * self.first, self.second), part(1, self.second));
        let cells = [(); 2].map(|()| Cell {
            input: part(self.second, 3 * self.state),
            state: part(self.state, 3 * self.state),
            bias: part(1, 3 * self.state),
            inner: part(1, self.state),
        });
        let (last, last_bias) = (part(2 * self.state, self.outputs), part(1, self.outputs));
        Layout { first, first_bias, second, second_bias, cells, last, last_bias, count }
    }
}

/// One network.
#[derive(Debug, Clone, PartialEq)]
pub struct Ear {
    shape: Shape,
    layout: Layout,
    numbers: Vec<f32>,
}

impl Ear {
    /// A network of `shape`; `None` if `numbers` are not as many as it needs.
    #[must_use]
    pub fn new(shape: Shape, numbers: Vec<f32>) -> Option<Self> {
        let layout = shape.layout();
        (numbers.len() == layout.count).then_some(Self { shape, layout, numbers })
    }

    /// The widths.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Where everything stands.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// All numbers.
    #[must_use]
    pub fn numbers(&self) -> &[f32] {
        &self.numbers
    }

    /// All numbers, to be changed.
    pub fn numbers_mut(&mut self) -> &mut [f32] {
        &mut self.numbers
    }

    /// The classes' logits for every row of `x`, rows of [`Shape::inputs`] values.
    #[must_use]
    pub fn logits(&self, x: &[f32]) -> Vec<f32> {
        let Layout { first, first_bias, second, second_bias, cells, last, last_bias, .. } =
            &self.layout;
        let n = self.numbers.as_slice();
        let mut a = convolve(x, self.shape.inputs, first.of(n), first_bias.of(n));
        rectify(&mut a);
        let mut b = convolve(&a, self.shape.first, second.of(n), second_bias.of(n));
        rectify(&mut b);
        let rows = b.len() / self.shape.second;
        let mut states = vec![0.0; rows * 2 * self.shape.state];
        for (way, cell) in cells.iter().enumerate() {
            let gates = affine(&b, self.shape.second, cell.input.of(n), cell.bias.of(n));
            self.run(cell, &gates, way == 1, |t, state| {
                let at = (2 * t + way) * self.shape.state;
                states[at..at + state.len()].copy_from_slice(state);
            });
        }
        affine(&states, 2 * self.shape.state, last.of(n), last_bias.of(n))
    }

    /// Runs one recurrent layer over rows of gates and gives every state with its row.
    fn run(
        &self,
        cell: &Cell,
        gates: &[f32],
        backwards: bool,
        mut give: impl FnMut(usize, &[f32]),
    ) {
        let width = self.shape.state;
        let rows = gates.len() / (3 * width);
        let mut state = vec![0.0; width];
        let mut step = Step::new(width);
        for i in 0..rows {
            let t = if backwards { rows - 1 - i } else { i };
            step.take(cell, &self.numbers, &gates[3 * width * t..3 * width * (t + 1)], &mut state);
            give(t, &state);
        }
    }
}

/// One step of a recurrent layer, with the gates that it found.
#[derive(Debug, Clone)]
pub struct Step {
    /// What the state before adds to each gate; the candidate's third holds its inner bias too.
    pub recurrent: Vec<f32>,
    /// Reset, update and candidate.
    pub gates: Vec<f32>,
}

impl Step {
    /// Room for a layer of `width` values.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { recurrent: vec![0.0; 3 * width], gates: vec![0.0; 3 * width] }
    }

    /// Moves `state` on by one row (Cho et al. 2014, with the reset after the matrix).
    pub fn take(&mut self, cell: &Cell, numbers: &[f32], given: &[f32], state: &mut [f32]) {
        let width = state.len();
        self.recurrent[..2 * width].fill(0.0);
        self.recurrent[2 * width..].copy_from_slice(cell.inner.of(numbers));
        add_row(state, cell.state.of(numbers), &mut self.recurrent);
        let gates = self.gates.iter_mut().zip(given).zip(&self.recurrent);
        for ((gate, given), recurrent) in gates.take(2 * width) {
            *gate = sigmoid(given + recurrent);
        }
        for (i, value) in state.iter_mut().enumerate() {
            let at = 2 * width + i;
            let candidate = tanh(given[at] + self.gates[i] * self.recurrent[at]);
            self.gates[at] = candidate;
            *value = candidate + self.gates[width + i] * (*value - candidate);
        }
    }
}

/// `y += x * weights` for one row.
pub fn add_row(x: &[f32], weights: &[f32], y: &mut [f32]) {
    let width = y.len();
    for (x, w) in x.as_chunks::<4>().0.iter().zip(weights.chunks_exact(4 * width)) {
        let (a, rest) = w.split_at(width);
        let (b, rest) = rest.split_at(width);
        let (c, d) = rest.split_at(width);
        for o in 0..width {
            y[o] += (x[0] * a[o] + x[1] * b[o]) + (x[2] * c[o] + x[3] * d[o]);
        }
    }
    let whole = x.len() / 4 * 4;
    for (x, w) in x[whole..].iter().zip(weights[whole * width..].chunks_exact(width)) {
        y.iter_mut().zip(w).for_each(|(y, w)| *y += x * w);
    }
}

/// Negative values become nought.
pub fn rectify(values: &mut [f32]) {
    values.iter_mut().for_each(|v| *v = v.max(0.0));
}

/// The offset in rows of place `k` of the kernel.
#[must_use]
pub fn shift(k: usize) -> isize {
    k as isize - (KERNEL / 2) as isize
}

/// A convolution over rows of `inputs` values, with nought beyond both ends.
#[must_use]
pub fn convolve(x: &[f32], inputs: usize, weights: &[f32], bias: &[f32]) -> Vec<f32> {
    let rows = x.len() / inputs;
    let mut y = bias.repeat(rows);
    for (k, weights) in weights.chunks_exact(inputs * bias.len()).enumerate() {
        add_product(x, inputs, weights, &mut y, bias.len(), shift(k));
    }
    y
}

/// Every row times the same matrix, plus a bias.
#[must_use]
pub fn affine(x: &[f32], inputs: usize, weights: &[f32], bias: &[f32]) -> Vec<f32> {
    let mut y = bias.repeat(x.len() / inputs);
    add_product(x, inputs, weights, &mut y, bias.len(), 0);
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small network whose numbers follow a formula, and rows that do.
    fn small() -> (Ear, Vec<f32>) {
        let shape = Shape { inputs: 3, first: 5, second: 6, state: 7, outputs: 4 };
        let numbers = (0..shape.layout().count).map(|i| 0.6 * (i as f32 * 0.73).sin()).collect();
        let x = (0..11 * 3).map(|i| (i as f32 * 0.41).cos()).collect();
        (Ear::new(shape, numbers).expect("as many as needed"), x)
    }

    /// The formulas, number by number.
    fn plain(ear: &Ear, x: &[f32]) -> Vec<f64> {
        let (s, l, n) = (ear.shape(), ear.layout(), ear.numbers());
        let rows = x.len() / s.inputs;
        let conv = |x: &[f64], inputs: usize, w: &[f32], bias: &[f32]| -> Vec<f64> {
            let mut y = Vec::new();
            for t in 0..rows {
                for (o, bias) in bias.iter().enumerate() {
                    let mut sum = f64::from(*bias);
                    for k in 0..KERNEL {
                        let Some(at) = t.checked_add_signed(shift(k)).filter(|at| *at < rows)
                        else {
                            continue;
                        };
                        for i in 0..inputs {
                            let w = w[(k * inputs + i) * (w.len() / KERNEL / inputs) + o];
                            sum += x[at * inputs + i] * f64::from(w);
                        }
                    }
                    y.push(sum.max(0.0));
                }
            }
            y
        };
        let x: Vec<f64> = x.iter().map(|v| f64::from(*v)).collect();
        let a = conv(&x, s.inputs, l.first.of(n), l.first_bias.of(n));
        let b = conv(&a, s.first, l.second.of(n), l.second_bias.of(n));
        let h = s.state;
        let mut states = vec![0.0; rows * 2 * h];
        for (way, cell) in l.cells.iter().enumerate() {
            let (w, u) = (cell.input.of(n), cell.state.of(n));
            let mut state = vec![0.0; h];
            for i in 0..rows {
                let t = if way == 0 { i } else { rows - 1 - i };
                let gate = |g: usize, o: usize, state: &[f64]| {
                    let column = g * h + o;
                    let given: f64 = (0..s.second)
                        .map(|i| b[t * s.second + i] * f64::from(w[i * 3 * h + column]))
                        .sum();
                    let back: f64 =
                        (0..h).map(|i| state[i] * f64::from(u[i * 3 * h + column])).sum();
                    (given + f64::from(cell.bias.of(n)[column]), back)
                };
                let sigmoid = |(x, y): (f64, f64)| 1.0 / (1.0 + (-x - y).exp());
                let next: Vec<f64> = (0..h)
                    .map(|o| {
                        let reset = sigmoid(gate(0, o, &state));
                        let update = sigmoid(gate(1, o, &state));
                        let (given, back) = gate(2, o, &state);
                        let inner = f64::from(cell.inner.of(n)[o]);
                        let candidate = (given + reset * (back + inner)).tanh();
                        (1.0 - update) * candidate + update * state[o]
                    })
                    .collect();
                state = next;
                states[(2 * t + way) * h..(2 * t + way + 1) * h].copy_from_slice(&state);
            }
        }
        let (w, bias) = (l.last.of(n), l.last_bias.of(n));
        (0..rows * s.outputs)
            .map(|i| {
                let (t, o) = (i / s.outputs, i % s.outputs);
                let row = &states[t * 2 * h..(t + 1) * 2 * h];
                let sum: f64 =
                    row.iter().enumerate().map(|(i, v)| v * f64::from(w[i * s.outputs + o])).sum();
                sum + f64::from(bias[o])
            })
            .collect()
    }

    #[test]
    fn the_network_is_its_plain_formula() {
        let (ear, x) = small();
        for (fast, slow) in ear.logits(&x).iter().zip(plain(&ear, &x)) {
            assert!((f64::from(*fast) - slow).abs() < 1e-4, "{fast} {slow}");
        }
        assert!(ear.logits(&[]).is_empty());
    }
}
