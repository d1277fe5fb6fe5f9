//! Every constant of the audio path once, with its unit.

/// Samples per second of the telephone line (G.711).
pub const SAMPLE_RATE_HZ: u32 = 8_000;

/// Length of one frame as the line carries it, ms.
pub const FRAME_MS: u32 = 20;

/// Samples in one frame.
pub const FRAME_SAMPLES: usize = 160;

/// Bytes in one frame of G.711: one byte a sample.
pub const FRAME_BYTES: usize = FRAME_SAMPLES;

/// Step of the analysis (pitch, bands), ms. Two steps make a frame.
pub const HOP_MS: u32 = 10;

/// Samples in one step of the analysis.
pub const HOP_SAMPLES: usize = 80;

/// Full scale of a 16-bit sample: the level that is 0 dBFS when it is the root mean square.
pub const FULL_SCALE: f32 = 32_768.0;

/// The longest utterance that is kept for scoring, ms.
pub const MAX_UTTERANCE_MS: u32 = 12_000;

/// Steps of analysis in the longest utterance.
pub const MAX_HOPS: usize = (MAX_UTTERANCE_MS / HOP_MS) as usize;

/// Frames to milliseconds.
#[must_use]
pub fn frames_to_ms(frames: u64) -> u64 {
    frames * u64::from(FRAME_MS)
}

/// Steps of analysis to milliseconds.
#[must_use]
pub fn hops_to_ms(hops: usize) -> u32 {
    u32::try_from(hops).unwrap_or(u32::MAX).saturating_mul(HOP_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_agree_with_each_other() {
        assert_eq!(FRAME_SAMPLES as u32 * 1_000, SAMPLE_RATE_HZ * FRAME_MS);
        assert_eq!(HOP_SAMPLES as u32 * 1_000, SAMPLE_RATE_HZ * HOP_MS);
        assert_eq!(hops_to_ms(MAX_HOPS), MAX_UTTERANCE_MS);
        assert_eq!(frames_to_ms(50), 1_000);
    }
}
