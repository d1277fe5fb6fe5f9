//! The training program of the ear's networks: data list, augmentation, backpropagation, evaluation.
//!
//! Everything follows from the data, the options and one seed. Not on any live path.

pub mod adam;
pub mod augment;
pub mod backward;
pub mod boost;
pub mod ctc;
pub mod data;
pub mod english;
pub mod eval;
pub mod fit;
pub mod learn;
pub mod noise;
pub mod solo;
pub mod synth;
pub mod vad;
