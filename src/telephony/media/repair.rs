//! Where the line is mended before anything listens to it.

use crate::speech::conceal::Concealer;
use crate::speech::units::FRAME_SAMPLES;

/// Share of the way that the estimate of the offset goes in a frame: a time constant of 0.4 s.
const FOLLOW: f32 = 0.05;

/// Mends one call's audio, frame by frame, in order: what was lost is concealed by ITU-T G.711 Appendix I, and a constant
/// offset, as cheap analogue lines have it, is taken off. The level stays: whatever judges it is told by shape, not by
/// level, and wants to know who speaks too softly.
///
/// Everything behind it (endpointing, pitch, scoring, recording) hears what this gives, 3.75 ms late, and knows which
/// frames were made up. Who decides whether the caller speaks over a prompt hears the frame as it came.
#[derive(Debug, Default)]
pub struct LineRepair {
    concealer: Concealer,
    offset: f32,
}

impl LineRepair {
    /// A frame that came: 160 samples, changed in place.
    pub fn received(&mut self, samples: &mut [i16; FRAME_SAMPLES]) {
        let sum: i32 = samples.iter().map(|&sample| i32::from(sample)).sum();
        self.offset += FOLLOW * (sum as f32 / FRAME_SAMPLES as f32 - self.offset);
        let offset = self.offset.round() as i16;
        if offset != 0 {
            samples.iter_mut().for_each(|sample| *sample = sample.saturating_sub(offset));
        }
        self.concealer.came(samples);
    }

    /// A frame of which nothing came: fills it.
    pub fn missing(&mut self, samples: &mut [i16; FRAME_SAMPLES]) {
        self.concealer.lost(samples);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(n: usize, offset: i16) -> [i16; FRAME_SAMPLES] {
        std::array::from_fn(|i| {
            let at = (n * FRAME_SAMPLES + i) as f32;
            (2_000.0 * (at * std::f32::consts::TAU * 200.0 / 8_000.0).sin()) as i16 + offset
        })
    }

    fn mean(frame: &[i16; FRAME_SAMPLES]) -> f32 {
        frame.iter().map(|&sample| f32::from(sample)).sum::<f32>() / FRAME_SAMPLES as f32
    }

    #[test]
    fn a_constant_offset_is_gone_after_two_seconds() {
        let mut repair = LineRepair::default();
        let mut last = [0; FRAME_SAMPLES];
        for n in 0..100 {
            last = tone(n, 800);
            repair.received(&mut last);
        }
        assert!(mean(&last).abs() < 10.0, "{}", mean(&last));
    }

    #[test]
    fn a_frame_that_is_lost_goes_on_as_the_voice_did() {
        let mut repair = LineRepair::default();
        for n in 0..20 {
            repair.received(&mut tone(n, 0));
        }
        let mut lost = [0; FRAME_SAMPLES];
        repair.missing(&mut lost);
        let loudest = lost.iter().map(|sample| sample.unsigned_abs()).max();
        assert!(loudest > Some(1_200), "{loudest:?}");
    }
}
