//! First numbers of a network, and Adam with a running mean of the numbers.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::speech::tone::ear::{Ear, Part, Shape};

/// A network of `shape` before it has learnt anything.
#[must_use]
pub fn fresh(shape: Shape, rng: &mut ChaCha8Rng) -> Ear {
    let layout = shape.layout();
    let mut numbers = vec![0.0; layout.count];
    let mut draw = |part: Part, limit: f32| {
        part.of_mut(&mut numbers).iter_mut().for_each(|w| *w = rng.random_range(-limit..limit));
    };
    // He (2015) before a rectifier, Glorot (2010) elsewhere.
    let uniform = |part: Part, gain: f32| (gain / part.inputs as f32).sqrt();
    draw(layout.first, uniform(layout.first, 6.0));
    draw(layout.second, uniform(layout.second, 6.0));
    for cell in layout.cells {
        draw(cell.input, uniform(cell.input, 2.0));
        draw(cell.state, uniform(cell.state, 1.5));
    }
    draw(layout.last, uniform(layout.last, 2.0));
    Ear::new(shape, numbers).expect("as many numbers as the shape needs")
}

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019) and clipping of the gradient's norm, and
/// a running mean of the numbers, which hears better than the last of them.
#[derive(Debug)]
pub struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    mean: Vec<f32>,
    step: i32,
}

impl Adam {
    const DECAY: f32 = 1e-2;
    const CLIP: f32 = 5.0;
    /// Steps over which the numbers are averaged.
    const MEMORY: f32 = 400.0;

    /// Moments at zero.
    #[must_use]
    pub fn new(ear: &Ear) -> Self {
        let zeros = vec![0.0; ear.numbers().len()];
        Self { first: zeros.clone(), second: zeros, mean: ear.numbers().to_vec(), step: 0 }
    }

    /// One step down the gradient, which is a sum over `examples`.
    pub fn step(&mut self, ear: &mut Ear, gradient: &[f32], examples: usize, rate: f32) {
        self.step += 1;
        let share = 1.0 / examples.max(1) as f32;
        let norm = share * gradient.iter().map(|g| g * g).sum::<f32>().sqrt();
        let scale = share * (Self::CLIP / norm.max(Self::CLIP));
        let (unbias1, unbias2) = (1.0 - 0.9_f32.powi(self.step), 1.0 - 0.99_f32.powi(self.step));
        let memory = (self.step as f32).min(Self::MEMORY);
        let moments = self.first.iter_mut().zip(&mut self.second).zip(&mut self.mean);
        for ((w, g), ((m, v), mean)) in ear.numbers_mut().iter_mut().zip(gradient).zip(moments) {
            let g = g * scale;
            *m += 0.1 * (g - *m);
            *v += 0.01 * (g * g - *v);
            let step = (*m / unbias1) / ((*v / unbias2).sqrt() + 1e-8);
            *w -= rate * (step + Self::DECAY * *w);
            *mean += (*w - *mean) / memory;
        }
    }

    /// The mean of the numbers over the last steps.
    #[must_use]
    pub fn mean(&self) -> &[f32] {
        &self.mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::train::backward::{Learner, Turned};
    use rand::SeedableRng;

    #[test]
    fn a_small_task_is_learnt() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let shape = Shape { inputs: 1, first: 4, second: 4, state: 4, outputs: 3 };
        let mut ear = fresh(shape, &mut rng);
        let mut adam = Adam::new(&ear);
        let rise: Vec<f32> = (0..10).map(|i| i as f32 / 10.0).collect();
        let fall: Vec<f32> = rise.iter().rev().copied().collect();
        let mut last = f64::MAX;
        for _ in 0..300 {
            let turned = Turned::of(&ear);
            let mut learner = Learner::new(&ear, &turned, 0.0);
            last = learner.add(&rise, &[1], &mut rng).expect("fits")
                + learner.add(&fall, &[2], &mut rng).expect("fits");
            let sum = learner.sum;
            adam.step(&mut ear, &sum, 2, 0.02);
        }
        assert!(last < 0.2, "{last}");
        assert!(adam.mean().iter().zip(ear.numbers()).any(|(mean, last)| mean != last));
    }
}
