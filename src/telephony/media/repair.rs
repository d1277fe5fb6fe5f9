//! Where the line is mended before anything listens to it.

use crate::speech::conceal::Concealer;
use crate::speech::units::FRAME_SAMPLES;

/// Mends one call's audio, frame by frame, in order.
///
/// The one place for concealment: everything behind it (endpointing, pitch, scoring) hears
/// what this gives, and knows which frames were made up.
#[derive(Debug, Default)]
pub struct LineRepair {
    concealer: Concealer,
}

impl LineRepair {
    /// A frame that came: 160 samples, changed in place. What is given is 3.75 ms older (ITU-T G.711 Appendix I).
    pub fn received(&mut self, samples: &mut [i16; FRAME_SAMPLES]) {
        self.concealer.came(samples);
    }

    /// A frame of which nothing came: made up from the voice before it, and silence after 60 ms.
    pub fn missing(&mut self, samples: &mut [i16; FRAME_SAMPLES]) {
        self.concealer.lost(samples);
    }
}
