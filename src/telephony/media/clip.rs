//! A piece of speech as the line carries it, made once and shared by every call that says it.

use std::sync::Arc;

use crate::speech::g711::{self, Law};
use crate::speech::level;
use crate::speech::units::{FRAME_BYTES, FRAME_SAMPLES};

/// Mu-law silence.
const SILENCE: u8 = 0xff;
/// Bytes of audio in a millisecond.
pub const BYTES_PER_MS: usize = 8;

/// Mu-law with the level of each 20 ms of it, so that no call need measure it again. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clip {
    codes: Arc<[u8]>,
    /// dBFS, rounded, by frame.
    levels: Arc<[i8]>,
    /// More of the same sentence follows: it gets no mark of its own.
    part: bool,
}

impl Clip {
    /// Measures a clip of G.711 mu-law, 8 kHz mono.
    #[must_use]
    pub fn new(codes: Arc<[u8]>) -> Self {
        let levels = codes.chunks(FRAME_BYTES).map(|frame| {
            let mut samples = [0; FRAME_SAMPLES];
            let n = g711::decode_into(Law::Mu, frame, &mut samples);
            level::rms_dbfs(&samples[..n]).round() as i8
        });
        Self { levels: levels.collect(), codes, part: false }
    }

    /// The same as a part of what follows it.
    #[must_use]
    pub fn part(self) -> Self {
        Self { part: true, ..self }
    }

    /// Whether it is only a part.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.part
    }

    /// So many milliseconds of nothing.
    #[must_use]
    pub fn pause(ms: u32) -> Self {
        Self::new(vec![SILENCE; ms as usize * BYTES_PER_MS].into())
    }

    /// The audio.
    #[must_use]
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// The level of each 20 ms that `from..to` (bytes) touches, dBFS.
    #[must_use]
    pub fn levels(&self, from: usize, to: usize) -> &[i8] {
        self.levels.get(from / FRAME_BYTES..to.div_ceil(FRAME_BYTES)).unwrap_or_default()
    }

    /// Length, ms.
    #[must_use]
    pub fn ms(&self) -> u32 {
        u32::try_from(self.codes.len() / BYTES_PER_MS).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_knows_how_loud_each_part_of_it_is() {
        let mut codes = vec![SILENCE; 320];
        // The loudest code of either sign.
        codes.extend([0x80, 0x00].iter().cycle().take(320));
        let clip = Clip::new(codes.into());
        assert_eq!(clip.levels(0, 320), [level::SILENCE_DBFS as i8; 2]);
        assert!(matches!(clip.levels(0, 321), [_, _, loud] if *loud > -2));
        assert!(matches!(clip.levels(400, 640), [a, b] if *a > -2 && *b > -2));
        assert!(clip.levels(640, 640).is_empty());
        assert_eq!((clip.ms(), Clip::pause(60).ms()), (80, 60));
    }
}
