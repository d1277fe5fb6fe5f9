//! Seconds of both directions to chunks of Ogg Opus pages. Pure.

use super::{FRAME_BYTES, Second};
use crate::ports::archive::Track;
use crate::speech::g711::{self, Law};
use crate::speech::opus::{OggEncoder, OpusError};

/// Seconds in a chunk.
pub const CHUNK_SECONDS: u32 = 10;
/// A gap longer than this is cut short: nobody wants to hear it, and it must not be made up in memory.
const LONGEST_GAP: u32 = 60;

/// The pages of both tracks, in the order of [`Track::ALL`].
pub(super) type Pages = [Vec<u8>; Track::ALL.len()];

/// Encodes the two tracks of one stream.
#[derive(Debug)]
pub struct Chunker {
    encoders: [OggEncoder; Track::ALL.len()],
    pages: Pages,
    /// The second that is due next.
    due: u32,
    /// Seconds in the chunk so far.
    held: u32,
}

impl Chunker {
    /// A chunker whose Ogg streams have the serial numbers `serial` and one more.
    ///
    /// # Errors
    /// [`OpusError`] when the codec cannot be made.
    pub fn new(serial: u32) -> Result<Self, OpusError> {
        let encoders = [OggEncoder::new(serial)?, OggEncoder::new(serial.wrapping_add(1))?];
        Ok(Self { encoders, pages: Pages::default(), due: 0, held: 0 })
    }

    /// Takes a second; the seconds that are missing before it become silence. Gives a chunk when it is full.
    ///
    /// # Errors
    /// [`OpusError`]; the recording cannot go on after it.
    pub fn take(&mut self, second: &Second) -> Result<Option<Pages>, OpusError> {
        let missing = second.number.saturating_sub(self.due).min(LONGEST_GAP);
        for _ in 0..missing {
            let mut silence = Second::new();
            silence.frames = second.caller.len() / FRAME_BYTES;
            self.encode(&silence)?;
        }
        self.encode(second)?;
        self.due = second.number.saturating_add(1);
        if self.held < CHUNK_SECONDS {
            return Ok(None);
        }
        self.held = 0;
        Ok(Some(std::mem::take(&mut self.pages)))
    }

    /// Ends both tracks: the last pages.
    ///
    /// # Errors
    /// [`OpusError`].
    pub fn finish(mut self) -> Result<Pages, OpusError> {
        let [caller, line] = self.encoders;
        caller.finish(&mut self.pages[0])?;
        line.finish(&mut self.pages[1])?;
        Ok(self.pages)
    }

    fn encode(&mut self, second: &Second) -> Result<(), OpusError> {
        let bytes = second.frames * FRAME_BYTES;
        let tracks = [&second.caller[..bytes], &second.line[..bytes]];
        for ((encoder, pages), codes) in self.encoders.iter_mut().zip(&mut self.pages).zip(tracks) {
            for frame in codes.chunks(FRAME_BYTES) {
                let mut samples = [0; FRAME_BYTES];
                for (slot, code) in samples.iter_mut().zip(frame) {
                    *slot = g711::decode(Law::Mu, *code);
                }
                encoder.push(&samples[..frame.len()], pages)?;
            }
        }
        self.held += 1;
        Ok(())
    }
}
