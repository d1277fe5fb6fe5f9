//! Backpropagation through the acoustic network, and Adam.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::speech::english::acoustic;
use crate::speech::english::matmul;
use crate::speech::net::{Conv, Net};

/// Kernel and dilation of each hidden layer.
const SHAPE: [(usize, usize); 6] = [(5, 1), (5, 1), (5, 2), (3, 1), (3, 4), (3, 2)];

/// A network with small random weights, after He (2015).
#[must_use]
pub fn fresh(inputs: usize, hidden: usize, outputs: usize, rng: &mut ChaCha8Rng) -> Net {
    let mut layers = Vec::new();
    let mut width = inputs;
    for (i, (kernel, dilation)) in SHAPE.into_iter().enumerate() {
        // Layers added to their input start small, so that depth does not raise the variance.
        let scale = if i == 0 { 1.0 } else { 0.5 };
        layers.push(draw((width, hidden), (kernel, dilation), true, scale, rng));
        width = hidden;
    }
    layers.push(draw((width, outputs), (1, 1), false, 0.5, rng));
    Net { layers }
}

fn draw(
    (inputs, outputs): (usize, usize),
    (kernel, dilation): (usize, usize),
    hidden: bool,
    scale: f32,
    rng: &mut ChaCha8Rng,
) -> Conv {
    // Uniform with the variance 2 / fan-in.
    let limit = scale * (6.0 / (inputs * kernel) as f32).sqrt();
    let weights = (0..inputs * outputs * kernel).map(|_| rng.random_range(-limit..limit)).collect();
    Conv { inputs, outputs, kernel, dilation, hidden, weights, bias: vec![0.0; outputs] }
}

/// A network of the same shape, all zeros: a sum of gradients.
#[must_use]
pub fn zeros(net: &Net) -> Net {
    let mut net = net.clone();
    for layer in &mut net.layers {
        layer.weights.fill(0.0);
        layer.bias.fill(0.0);
    }
    net
}

fn values(net: &Net) -> impl Iterator<Item = &f32> {
    net.layers.iter().flat_map(|l| l.weights.iter().chain(&l.bias))
}

fn values_mut(net: &mut Net) -> impl Iterator<Item = &mut f32> {
    net.layers.iter_mut().flat_map(|l| l.weights.iter_mut().chain(&mut l.bias))
}

/// The weights of every layer with input and output exchanged.
#[must_use]
pub fn transposed(net: &Net) -> Vec<Vec<f32>> {
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
    net.layers.iter().map(turn).collect()
}

/// What the way forward leaves for the way back.
#[derive(Debug)]
pub struct Tape {
    inputs: Vec<Vec<f32>>,
    kept: Vec<Vec<f32>>,
    dropout: f32,
    /// The last layer's output.
    pub outputs: Vec<f32>,
}

/// Runs the network with `dropout`.
#[must_use]
pub fn forward(net: &Net, inputs: Vec<f32>, dropout: f32, rng: &mut ChaCha8Rng) -> Tape {
    let mut tape = Tape { inputs: Vec::new(), kept: Vec::new(), dropout, outputs: Vec::new() };
    let mut x = inputs;
    for layer in &net.layers {
        let mut y = acoustic::linear(layer, &x);
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
    tape.outputs = x;
    tape
}

/// Adds to `sum` the gradient of the weights, given that of the outputs.
pub fn backward(net: &Net, turned: &[Vec<f32>], tape: &Tape, outputs: Vec<f32>, sum: &mut Net) {
    let mut dy = outputs;
    let keep = 1.0 / (1.0 - tape.dropout);
    for (i, layer) in net.layers.iter().enumerate().rev() {
        let mut dz = dy.clone();
        if layer.hidden {
            for (d, kept) in dz.iter_mut().zip(&tape.kept[i]) {
                *d = if *kept > 0.0 { *d * keep } else { 0.0 };
            }
        }
        let slot = &mut sum.layers[i];
        let size = layer.inputs * layer.outputs;
        for k in 0..layer.kernel {
            let weights = &mut slot.weights[k * size..(k + 1) * size];
            let x = (tape.inputs[i].as_slice(), layer.inputs);
            matmul::add_outer(x, (&dz, layer.outputs), weights, layer.shift(k));
        }
        for row in dz.chunks_exact(layer.outputs) {
            slot.bias.iter_mut().zip(row).for_each(|(b, d)| *b += d);
        }
        if i == 0 {
            break;
        }
        let rows = dz.len() / layer.outputs;
        let mut dx = if layer.residual() { dy } else { vec![0.0; rows * layer.inputs] };
        for k in 0..layer.kernel {
            let back = &turned[i][k * size..(k + 1) * size];
            let d = (dz.as_slice(), layer.outputs);
            matmul::add_product(d, back, (&mut dx, layer.inputs), -layer.shift(k));
        }
        dy = dx;
    }
}

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019) and clipping of the gradient's norm.
#[derive(Debug)]
pub struct Adam {
    first: Net,
    second: Net,
    step: i32,
}

impl Adam {
    const DECAY: f32 = 1e-2;
    const CLIP: f32 = 2.0;

    /// Moments at zero.
    #[must_use]
    pub fn new(net: &Net) -> Self {
        Self { first: zeros(net), second: zeros(net), step: 0 }
    }

    /// One step down `gradient`.
    pub fn step(&mut self, net: &mut Net, gradient: &Net, rate: f32) {
        self.step += 1;
        let norm = values(gradient).map(|g| g * g).sum::<f32>().sqrt();
        let scale = Self::CLIP / norm.max(Self::CLIP);
        let (unbias1, unbias2) = (1.0 - 0.9_f32.powi(self.step), 1.0 - 0.99_f32.powi(self.step));
        let moments = values_mut(&mut self.first).zip(values_mut(&mut self.second));
        for ((w, g), (m, v)) in values_mut(net).zip(values(gradient)).zip(moments) {
            let g = g * scale;
            *m += 0.1 * (g - *m);
            *v += 0.01 * (g * g - *v);
            *w -= rate * ((*m / unbias1) / ((*v / unbias2).sqrt() + 1e-8) + Self::DECAY * *w);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn the_way_back_is_the_slope_of_the_way_forward() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut net = fresh(8, 8, 8, &mut rng);
        let x: Vec<f32> = (0..9 * 8).map(|i| (i as f32 * 1.3).sin()).collect();
        let tape = forward(&net, x.clone(), 0.0, &mut rng);
        // The loss is half the sum of squares, so that its slope by the outputs is the outputs.
        let mut sum = zeros(&net);
        backward(&net, &transposed(&net), &tape, tape.outputs.clone(), &mut sum);
        for layer in 0..net.layers.len() {
            for i in (0..net.layers[layer].weights.len()).step_by(17) {
                let plain = net.layers[layer].weights[i];
                let mut at = |w: f32| {
                    net.layers[layer].weights[i] = w;
                    let out = forward(&net, x.clone(), 0.0, &mut rng).outputs;
                    out.iter().map(|v| 0.5 * f64::from(*v).powi(2)).sum::<f64>()
                };
                let slope = (at(plain + 1e-3) - at(plain - 1e-3)) / 2e-3;
                net.layers[layer].weights[i] = plain;
                let given = f64::from(sum.layers[layer].weights[i]);
                assert!(
                    (slope - given).abs() < 3e-2 * (1.0 + given.abs()),
                    "{layer} {i}: {slope} {given}"
                );
            }
        }
    }
}
