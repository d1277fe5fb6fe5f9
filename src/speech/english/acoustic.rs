//! The acoustic model: which phone each row is, and how well each phone would be said there.
//!
//! A stack of convolutions whose last layer gives two values a class: a logit of the class, and a mark, which
//! was trained to be the experts' score of the phone if that class is the phone that should be said.

use super::matmul;
use super::phone::CLASSES;
use super::rows::INPUTS;
use crate::speech::net::{Conv, Net};

/// Values of a row out: logits, then marks.
pub const OUTPUTS: usize = 2 * CLASSES;

/// What a network says of a reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Log probability of each class, by row.
    pub log_p: Vec<[f32; CLASSES]>,
    /// Mark of each class, by row; near 0 is usual, below is poor.
    pub marks: Vec<[f32; CLASSES]>,
}

/// One layer's linear part.
#[must_use]
pub fn linear(layer: &Conv, x: &[f32]) -> Vec<f32> {
    let rows = x.len() / layer.inputs;
    let mut y = Vec::with_capacity(rows * layer.outputs);
    for _ in 0..rows {
        y.extend_from_slice(&layer.bias);
    }
    let size = layer.inputs * layer.outputs;
    for k in 0..layer.kernel {
        let weights = &layer.weights[k * size..(k + 1) * size];
        matmul::add_product((x, layer.inputs), weights, (&mut y, layer.outputs), layer.shift(k));
    }
    y
}

/// Runs `net` over rows of [`INPUTS`] values.
#[must_use]
pub fn hear(net: &Net, inputs: &[f32]) -> Heard {
    let mut x = inputs.to_vec();
    for layer in &net.layers {
        let mut y = linear(layer, &x);
        if layer.hidden {
            y.iter_mut().for_each(|v| *v = v.max(0.0));
        }
        if layer.residual() {
            y.iter_mut().zip(&x).for_each(|(v, x)| *v += x);
        }
        x = y;
    }
    let mut heard = Heard { log_p: Vec::new(), marks: Vec::new() };
    for row in x.chunks_exact(OUTPUTS) {
        let (logits, marks) = row.split_at(CLASSES);
        heard.log_p.push(log_softmax(logits));
        heard.marks.push(std::array::from_fn(|c| marks[c]));
    }
    heard
}

/// Log probabilities of a row of [`CLASSES`] logits.
#[must_use]
pub fn log_softmax(logits: &[f32]) -> [f32; CLASSES] {
    let top = logits.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = logits.iter().map(|v| (v - top).exp()).sum();
    let shift = top + sum.ln();
    std::array::from_fn(|c| logits[c] - shift)
}

impl Heard {
    /// The mean of what several networks say: of the log probabilities (not renormalised) and of the marks.
    /// `None` if there is none.
    #[must_use]
    pub fn mean(all: &[Self]) -> Option<Self> {
        let mut mean = all.first()?.clone();
        let share = 1.0 / all.len() as f32;
        for (t, row) in mean.log_p.iter_mut().enumerate() {
            for (c, value) in row.iter_mut().enumerate() {
                *value = share * all.iter().map(|h| h.log_p[t][c]).sum::<f32>();
            }
        }
        for (t, row) in mean.marks.iter_mut().enumerate() {
            for (c, value) in row.iter_mut().enumerate() {
                *value = share * all.iter().map(|h| h.marks[t][c]).sum::<f32>();
            }
        }
        Some(mean)
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.log_p.len()
    }
}

/// Whether `net` reads and gives what the assessment expects.
#[must_use]
pub fn fits(net: &Net) -> bool {
    net.inputs() == INPUTS && net.outputs() == OUTPUTS
}

/// Log prior of each class, roughly: silence is a third of the rows, phones share the rest.
const LOG_PRIOR: (f32, f32) = (-1.1, -4.0);
/// How far the prior is taken out for the alignment.
const PRIOR_SHARE: f32 = 0.7;

/// What the alignment goes by: log probabilities with most of the prior taken out, [`CLASSES`] a row.
#[must_use]
pub fn alignment_scores(heard: &Heard) -> Vec<f32> {
    let mut scores = heard.log_p.as_flattened().to_vec();
    for row in scores.chunks_exact_mut(CLASSES) {
        for (c, score) in row.iter_mut().enumerate() {
            *score -= PRIOR_SHARE * if c == 0 { LOG_PRIOR.0 } else { LOG_PRIOR.1 };
        }
    }
    scores
}
