//! Where the line is mended before anything listens to it.

use crate::speech::units::FRAME_SAMPLES;

/// Mends one call's audio, frame by frame, in order.
///
/// The one place for concealment: everything behind it (endpointing, pitch, scoring) hears
/// what this gives, and knows which frames were made up.
#[derive(Debug, Clone, Default)]
pub struct LineRepair;

impl LineRepair {
    /// A frame that came: 160 samples, changed in place.
    pub fn received(&mut self, _samples: &mut [i16; FRAME_SAMPLES]) {}

    /// A frame of which nothing came: fills it.
    pub fn missing(&mut self, samples: &mut [i16; FRAME_SAMPLES]) {
        samples.fill(0);
    }
}
