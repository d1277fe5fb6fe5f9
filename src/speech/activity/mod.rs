//! Whether a frame holds speech: a small recurrent network over band levels, their adaptive noise floors and periodicity.
//!
//! One look of 32 ms a frame of 20 ms, nothing from the future. What it costs over the looks that it takes is 4 000
//! multiplications. The weights are trained by `toneline bench vad --train` on speech between forced silences, clean and under
//! recorded noise. Memory is taken at construction; a frame allocates nothing.

pub mod features;
pub mod gru;

use std::sync::LazyLock;

use super::units::FRAME_SAMPLES;
use features::{Features, Look, Rows};
use gru::{HIDDEN, Weights};

/// The shipped weights.
static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
    Weights::from_bytes(include_bytes!("../../../models/vad.bin"))
        .expect("the shipped weights have the shape of the network; a test reads them")
});

/// What was judged of one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activity {
    /// Probability that the frame holds speech.
    pub probability: f32,
    /// What was seen in it.
    pub look: Look,
}

/// The voice activity detector of one stream.
#[derive(Debug)]
pub struct Detector {
    features: Features,
    weights: &'static Weights,
    state: [f32; HIDDEN],
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// Takes the detector's memory, about 2 kB.
    #[must_use]
    pub fn new() -> Self {
        Self { features: Features::new(), weights: &SHIPPED, state: [0.0; HIDDEN] }
    }

    /// Takes the next frame. Real-time safe.
    pub fn push(&mut self, frame: &[i16; FRAME_SAMPLES]) -> Activity {
        let (row, look) = self.features.push(frame);
        let logit = self.weights.step(&row, &mut self.state);
        Activity { probability: gru::sigmoid(logit), look }
    }
}

/// The same for who knows how periodic each frame is, and leaves out frames in which nothing can be heard.
#[derive(Debug)]
pub(super) struct Judge {
    rows: Rows,
    state: [f32; HIDDEN],
}

impl Judge {
    pub(super) fn new() -> Self {
        LazyLock::force(&SHIPPED);
        Self { rows: Rows::new(), state: [0.0; HIDDEN] }
    }

    /// Probability that the frame holds speech. Real-time safe.
    pub(super) fn push(&mut self, frame: &[i16; FRAME_SAMPLES], periodicity: f32) -> f32 {
        let row = self.rows.push(frame, periodicity);
        gru::sigmoid(SHIPPED.step(&row, &mut self.state))
    }

    /// A frame in which nothing can be heard.
    pub(super) fn rest(&mut self) {
        self.rows.rest();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_can_be_read() {
        assert!(Weights::from_bytes(include_bytes!("../../../models/vad.bin")).is_some());
    }

    #[test]
    fn silence_and_hiss_hold_no_speech() {
        let mut detector = Detector::new();
        let mut state = 1_u32;
        for n in 0..200 {
            let frame = std::array::from_fn(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let hiss = (state >> 16) as i16;
                if n < 50 { 0 } else { hiss / 64 }
            });
            let activity = detector.push(&frame);
            assert!(activity.probability < 0.5 || (50..60).contains(&n), "{n}: {activity:?}");
        }
    }
}
