//! Backpropagation through a stack of convolutions, and Adam.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::ctc;
use crate::speech::net::{Conv, Net, add_product};

/// Gradients or moments: one vector of weights and one of biases a layer.
#[derive(Debug, Clone)]
pub struct Like {
    layers: Vec<(Vec<f32>, Vec<f32>)>,
}

impl Like {
    /// Zeros in the shape of `net`.
    #[must_use]
    pub fn zeros(net: &Net) -> Self {
        let zeros = |l: &Conv| (vec![0.0; l.weights.len()], vec![0.0; l.bias.len()]);
        Self { layers: net.layers.iter().map(zeros).collect() }
    }

    /// Adds another of the same shape.
    pub fn add(&mut self, other: &Self) {
        for (a, b) in self.values_mut().zip(other.values()) {
            *a += b;
        }
    }

    fn values(&self) -> impl Iterator<Item = &f32> {
        self.layers.iter().flat_map(|(w, b)| w.iter().chain(b))
    }

    fn values_mut(&mut self) -> impl Iterator<Item = &mut f32> {
        self.layers.iter_mut().flat_map(|(w, b)| w.iter_mut().chain(b))
    }
}

/// A network of `widths` with `kernel` places a layer and the given dilations; weights drawn after He (2015).
#[must_use]
pub fn fresh(
    inputs: usize,
    hidden: usize,
    outputs: usize,
    kernel: usize,
    dilations: &[usize],
    rng: &mut ChaCha8Rng,
) -> Net {
    let mut layers = Vec::new();
    let mut width = inputs;
    for (i, dilation) in dilations.iter().enumerate() {
        // Layers added to their input start small, so that depth does not raise the variance.
        let scale = if i == 0 { 1.0 } else { 0.5 };
        layers.push(draw(width, hidden, kernel, *dilation, true, scale, rng));
        width = hidden;
    }
    layers.push(draw(width, outputs, 1, 1, false, 0.5, rng));
    Net { layers }
}

fn draw(
    inputs: usize,
    outputs: usize,
    kernel: usize,
    dilation: usize,
    hidden: bool,
    scale: f32,
    rng: &mut ChaCha8Rng,
) -> Conv {
    // Uniform with the variance 2 / fan-in.
    let limit = scale * (6.0 / (inputs * kernel) as f32).sqrt();
    Conv {
        inputs,
        outputs,
        kernel,
        dilation,
        hidden,
        weights: (0..inputs * outputs * kernel).map(|_| rng.random_range(-limit..limit)).collect(),
        bias: vec![0.0; outputs],
    }
}

/// Weights with input and output exchanged, for the way back.
pub struct Transposed(Vec<Vec<f32>>);

impl Transposed {
    /// Exchanges the weights of every layer.
    #[must_use]
    pub fn of(net: &Net) -> Self {
        let turn = |l: &Conv| {
            let size = l.inputs * l.outputs;
            let mut out = vec![0.0; l.weights.len()];
            for k in 0..l.kernel {
                for i in 0..l.inputs {
                    for o in 0..l.outputs {
                        out[k * size + o * l.inputs + i] = l.weights[k * size + i * l.outputs + o];
                    }
                }
            }
            out
        };
        Self(net.layers.iter().map(turn).collect())
    }
}

/// What the way forward leaves for the way back, by layer: its input, and its rectified and thinned output.
struct Tape {
    inputs: Vec<Vec<f32>>,
    kept: Vec<Vec<f32>>,
    logits: Vec<f32>,
}

fn forward(net: &Net, x: &[f32], rows: usize, dropout: f32, rng: &mut ChaCha8Rng) -> Tape {
    let mut tape = Tape { inputs: Vec::new(), kept: Vec::new(), logits: Vec::new() };
    let mut x = x.to_vec();
    for layer in &net.layers {
        let mut y = layer.linear(&x, rows);
        if layer.hidden {
            let keep = 1.0 / (1.0 - dropout);
            for v in &mut y {
                *v = if *v > 0.0 && rng.random::<f32>() >= dropout { *v * keep } else { 0.0 };
            }
            tape.kept.push(y.clone());
            if layer.residual() {
                y.iter_mut().zip(&x).for_each(|(v, x)| *v += x);
            }
        }
        tape.inputs.push(std::mem::replace(&mut x, y));
    }
    tape.logits = x;
    tape
}

/// Adds the gradient of one example's loss to `sum` and returns the loss; `None` if the labels do not fit.
pub fn example(
    net: &Net,
    turned: &Transposed,
    (x, labels): (&[f32], &[u8]),
    dropout: f32,
    rng: &mut ChaCha8Rng,
    sum: &mut Like,
) -> Option<f64> {
    let rows = x.len() / net.inputs();
    let tape = forward(net, x, rows, dropout, rng);
    let (loss, mut dy) = ctc::loss(&tape.logits, net.outputs(), labels)?;
    for (i, layer) in net.layers.iter().enumerate().rev() {
        let mut dz = dy.clone();
        if layer.hidden {
            let keep = 1.0 / (1.0 - dropout);
            for (d, kept) in dz.iter_mut().zip(&tape.kept[i]) {
                *d = if *kept > 0.0 { *d * keep } else { 0.0 };
            }
        }
        let (weights, bias) = &mut sum.layers[i];
        let size = layer.inputs * layer.outputs;
        for k in 0..layer.kernel {
            let slot = &mut weights[k * size..(k + 1) * size];
            add_outer(&tape.inputs[i], layer.inputs, &dz, layer.outputs, slot, layer.shift(k));
        }
        for row in dz.chunks_exact(layer.outputs) {
            bias.iter_mut().zip(row).for_each(|(b, d)| *b += d);
        }
        if i == 0 {
            break;
        }
        let mut dx = if layer.residual() { dy } else { vec![0.0; rows * layer.inputs] };
        for k in 0..layer.kernel {
            let back = &turned.0[i][k * size..(k + 1) * size];
            add_product(&dz, layer.outputs, back, &mut dx, layer.inputs, -layer.shift(k));
        }
        dy = dx;
    }
    Some(loss)
}

/// `weights[i][o] += sum over t of x[t + shift][i] * d[t][o]`.
fn add_outer(
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

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019) and clipping of the gradient's norm.
#[derive(Debug)]
pub struct Adam {
    first: Like,
    second: Like,
    step: i32,
}

impl Adam {
    const DECAY: f32 = 1e-2;
    const CLIP: f32 = 5.0;

    /// Moments at zero.
    #[must_use]
    pub fn new(net: &Net) -> Self {
        Self { first: Like::zeros(net), second: Like::zeros(net), step: 0 }
    }

    /// One step down the gradient, which is a sum over `examples`.
    pub fn step(&mut self, net: &mut Net, gradient: &Like, examples: usize, rate: f32) {
        self.step += 1;
        let mean = 1.0 / examples.max(1) as f32;
        let norm = mean * gradient.values().map(|g| g * g).sum::<f32>().sqrt();
        let scale = mean * (Self::CLIP / norm.max(Self::CLIP));
        let (unbias1, unbias2) = (1.0 - 0.9_f32.powi(self.step), 1.0 - 0.99_f32.powi(self.step));
        let weights = net.layers.iter_mut().flat_map(|l| l.weights.iter_mut().chain(&mut l.bias));
        let moments = self.first.values_mut().zip(self.second.values_mut());
        for ((w, g), (m, v)) in weights.zip(gradient.values()).zip(moments) {
            let g = g * scale;
            *m += 0.1 * (g - *m);
            *v += 0.01 * (g * g - *v);
            let step = (*m / unbias1) / ((*v / unbias2).sqrt() + 1e-8);
            *w -= rate * (step + Self::DECAY * *w);
        }
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
    use rand::SeedableRng;

    #[test]
    fn the_way_back_is_the_slope_of_the_way_forward() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut net = fresh(3, 4, 3, 3, &[1, 2], &mut rng);
        let x: Vec<f32> = (0..9 * 3).map(|i| (i as f32 * 1.3).sin()).collect();
        let mut sum = Like::zeros(&net);
        let turned = Transposed::of(&net);
        example(&net, &turned, (&x, &[1, 2]), 0.0, &mut rng, &mut sum).expect("fits");
        for layer in 0..net.layers.len() {
            for i in 0..net.layers[layer].weights.len() {
                let plain = net.layers[layer].weights[i];
                let mut at = |w: f32| {
                    net.layers[layer].weights[i] = w;
                    ctc::loss(&net.logits(&x, 9), 3, &[1, 2]).expect("fits").0
                };
                let slope = (at(plain + 1e-3) - at(plain - 1e-3)) / 2e-3;
                net.layers[layer].weights[i] = plain;
                let given = f64::from(sum.layers[layer].0[i]);
                assert!(
                    (slope - given).abs() < 2e-2 * (1.0 + given.abs()),
                    "{layer} {i}: {slope} {given}"
                );
            }
        }
    }

    #[test]
    fn a_small_task_is_learnt() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut net = fresh(1, 8, 3, 3, &[1, 1], &mut rng);
        let mut adam = Adam::new(&net);
        let rise: Vec<f32> = (0..10).map(|i| i as f32 / 10.0).collect();
        let fall: Vec<f32> = rise.iter().rev().copied().collect();
        let mut last = f64::MAX;
        for _ in 0..300 {
            let turned = Transposed::of(&net);
            let mut sum = Like::zeros(&net);
            last = example(&net, &turned, (&rise, &[1]), 0.0, &mut rng, &mut sum).expect("fits")
                + example(&net, &turned, (&fall, &[2]), 0.0, &mut rng, &mut sum).expect("fits");
            adam.step(&mut net, &sum, 2, 0.01);
        }
        assert!(last < 0.2, "{last}");
    }

    #[test]
    fn the_rate_rises_then_falls() {
        assert!(one_cycle(1.0, 0.0) < 0.05 && one_cycle(1.0, 1.0) < 0.01);
        assert!((one_cycle(1.0, 0.2) - 1.0).abs() < 1e-3);
    }
}
