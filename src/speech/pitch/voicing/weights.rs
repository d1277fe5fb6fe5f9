//! Weights of the voicing judgement, by logistic regression against the laryngograph of the FDA recordings:
//! clean, steep 300 to 3 400 Hz, and with five noises at 10 dB. See docs/SCORING.md.

use super::FEATURES;

/// The constant.
pub(super) const BIAS: f32 = -6.539;
/// One weight a feature: three of the frame itself, then peak, over and under of each frame around it.
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; FEATURES] = [
    2.228, 1.767, 0.615,
    1.522, 0.337, -0.54,
    1.052, 0.135, -0.747,
    1.9, 1.18, 0.037,
    1.277, 1.167, 0.229,
    -0.69, -0.263, -0.554,
    1.592, -0.062, 0.218,
    1.12, -0.226, 0.56,
    0.874, -0.777, 0.601,
    1.735, -1.406, 0.421,
];
