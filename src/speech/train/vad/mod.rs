//! Training and measuring the voice activity detector: labelled streams made of recordings, and backpropagation through time.

pub mod corpus;
pub mod data;
pub mod ends;
pub mod fit;

use crate::speech::activity::Detector;
use crate::speech::activity::features::Features;
use crate::speech::activity::gru::{HIDDEN, Weights};
use crate::speech::units::FRAME_SAMPLES;
use data::Stream;

/// Errors of a detector, counted in steps of 10 ms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Errors {
    /// Steps in all.
    pub steps: usize,
    /// Speech taken for none.
    pub missed: usize,
    /// None taken for speech.
    pub false_alarms: usize,
}

impl Errors {
    /// Adds the errors of another stream.
    pub fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.missed += other.missed;
        self.false_alarms += other.false_alarms;
    }

    /// The share of wrong steps.
    #[must_use]
    pub fn share(&self) -> f64 {
        (self.missed + self.false_alarms) as f64 / self.steps.max(1) as f64
    }
}

/// Compares decisions, one for 20 ms, with labels, one for 10 ms.
#[must_use]
pub fn compare(decisions: &[bool], labels: &[bool]) -> Errors {
    let mut errors = Errors::default();
    for (decided, truth) in decisions.iter().flat_map(|d| [d, d]).zip(labels) {
        errors.steps += 1;
        errors.missed += usize::from(*truth && !decided);
        errors.false_alarms += usize::from(*decided && !truth);
    }
    errors
}

/// The shipped detector's decisions on a stream, one for 20 ms.
#[must_use]
pub fn decide(stream: &Stream, threshold: f32) -> Vec<bool> {
    let mut detector = Detector::new();
    let (frames, _) = stream.samples.as_chunks::<FRAME_SAMPLES>();
    frames.iter().map(|frame| detector.push(frame).probability > threshold).collect()
}

/// The same for weights that are not shipped yet.
#[must_use]
pub fn decide_with(weights: &Weights, stream: &Stream) -> Vec<bool> {
    let (mut features, mut state) = (Features::new(), [0.0; HIDDEN]);
    let (frames, _) = stream.samples.as_chunks::<FRAME_SAMPLES>();
    frames.iter().map(|frame| weights.step(&features.push(frame).0, &mut state) > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_counted_by_kind() {
        let labels = [true, true, false, false, true, false];
        let errors = compare(&[true, true, false], &labels);
        assert_eq!(errors, Errors { steps: 6, missed: 1, false_alarms: 2 });
        assert!((errors.share() - 0.5).abs() < 1e-9);
    }
}
