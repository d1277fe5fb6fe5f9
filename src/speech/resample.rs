//! Changes the sample rate: of a stream, in pieces of any size, and of a whole clip.
//!
//! The filter works on blocks of 20 ms, or of 40 ms where 20 are an odd number of samples. A stream's pieces are gathered to
//! such blocks, so that the same samples give the same output however they are cut up, with no seam between pieces. Mono.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler};

use super::units::FULL_SCALE;

/// Blocks a second: each is 20 ms.
const BLOCKS_PER_S: u32 = 50;
/// Rates that are taken, Hz: those of telephones, files and providers.
const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;

/// No filter can be made between these rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot resample from {from_hz} to {to_hz} Hz")]
pub struct RateError {
    /// Rate of what comes in, Hz.
    pub from_hz: u32,
    /// Rate of what should go out, Hz.
    pub to_hz: u32,
}

/// Resamples one stream. All memory is taken at construction; `push` allocates nothing.
pub struct Stream {
    filter: Option<Fft<f32>>,
    from_hz: u64,
    to_hz: u64,
    block: Vec<f32>,
    filled: usize,
    output: Vec<f32>,
    /// Samples still to be dropped from the front: the filter's delay.
    skip: usize,
    taken: u64,
    given: u64,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream")
            .field("from_hz", &self.from_hz)
            .field("to_hz", &self.to_hz)
            .finish_non_exhaustive()
    }
}

impl Stream {
    /// A stream from one rate to another. Equal rates pass through.
    ///
    /// # Errors
    /// [`RateError`] for rates outside 8 to 192 kHz, or that share no block of a sensible length.
    pub fn new(from_hz: u32, to_hz: u32) -> Result<Self, RateError> {
        let error = RateError { from_hz, to_hz };
        if !RATES.contains(&from_hz) || !RATES.contains(&to_hz) {
            return Err(error);
        }
        let filter =
            if from_hz == to_hz { None } else { Some(filter(from_hz, to_hz).ok_or(error)?) };
        let (block, output, skip) = filter.as_ref().map_or((0, 0, 0), |filter| {
            (filter.input_frames_next(), filter.output_frames_max(), filter.output_delay())
        });
        Ok(Self {
            filter,
            from_hz: u64::from(from_hz),
            to_hz: u64::from(to_hz),
            block: vec![0.0; block],
            filled: 0,
            output: vec![0.0; output],
            skip,
            taken: 0,
            given: 0,
        })
    }

    /// Samples in that may be held back before anything comes out for them: a block and the filter's delay.
    #[must_use]
    pub fn delay_samples(&self) -> usize {
        let delay = self.filter.as_ref().map_or(0, Resampler::output_delay) as u64;
        self.block.len() + usize::try_from(delay * self.from_hz / self.to_hz).unwrap_or(0)
    }

    /// Takes samples and gives every stretch of output that they complete to `each`; full scale is 1. Real-time safe.
    pub fn push(&mut self, samples: &[f32], mut each: impl FnMut(&[f32])) {
        self.taken += samples.len() as u64;
        if self.filter.is_none() {
            self.given += samples.len() as u64;
            each(samples);
            return;
        }
        let mut rest = samples;
        while !rest.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(self.block.len() - self.filled));
            self.block[self.filled..self.filled + head.len()].copy_from_slice(head);
            self.filled += head.len();
            rest = tail;
            self.run_full_block(u64::MAX, &mut each);
        }
    }

    /// The same for 16-bit samples in and out; what is too loud is clipped.
    pub fn push_i16(&mut self, samples: &[i16], mut each: impl FnMut(i16)) {
        let mut piece = [0.0; 160];
        for chunk in samples.chunks(piece.len()) {
            for (slot, sample) in piece.iter_mut().zip(chunk) {
                *slot = f32::from(*sample) / FULL_SCALE;
            }
            self.push(&piece[..chunk.len()], |out| out.iter().for_each(|s| each(to_i16(*s))));
        }
    }

    /// Ends the stream: gives what was held back, so that the whole output has the duration of the input, and starts anew.
    pub fn finish(&mut self, mut each: impl FnMut(&[f32])) {
        let wanted = (self.taken * self.to_hz).div_ceil(self.from_hz);
        while self.filter.is_some() && self.given < wanted {
            self.block[self.filled..].fill(0.0);
            self.filled = self.block.len();
            self.run_full_block(wanted, &mut each);
        }
        self.reset();
    }

    /// The same for 16-bit samples.
    pub fn finish_i16(&mut self, mut each: impl FnMut(i16)) {
        self.finish(|out| out.iter().for_each(|s| each(to_i16(*s))));
    }

    /// Forgets the stream and keeps the memory.
    pub fn reset(&mut self) {
        self.filled = 0;
        self.taken = 0;
        self.given = 0;
        if let Some(filter) = &mut self.filter {
            filter.reset();
            self.skip = filter.output_delay();
        }
    }

    fn run_full_block(&mut self, wanted: u64, each: &mut impl FnMut(&[f32])) {
        let Some(filter) = self.filter.as_mut().filter(|_| self.filled == self.block.len()) else {
            return;
        };
        self.filled = 0;
        let length = self.output.len();
        let input = InterleavedSlice::new(&self.block, 1, self.block.len());
        let output = InterleavedSlice::new_mut(&mut self.output, 1, length);
        let (mut output, input) =
            output.ok().zip(input.ok()).expect("the buffers have their stated length");
        let (_, made) = filter
            .process_into_buffer(&input, &mut output, None)
            .expect("the buffers were sized by the filter");
        let skipped = self.skip.min(made);
        self.skip -= skipped;
        let left = usize::try_from(wanted - self.given).unwrap_or(usize::MAX);
        let fresh = &self.output[skipped..made];
        let fresh = &fresh[..fresh.len().min(left)];
        self.given += fresh.len() as u64;
        if !fresh.is_empty() {
            each(fresh);
        }
    }
}

fn filter(from_hz: u32, to_hz: u32) -> Option<Fft<f32>> {
    let block = (from_hz / BLOCKS_PER_S) as usize;
    let make =
        |block: usize| Fft::new(from_hz as usize, to_hz as usize, block, 1, FixedSync::Both).ok();
    let mut filter: Fft<f32> = make(block)?;
    if (filter.fft_size_in() | filter.fft_size_out()) & 1 == 1 {
        // The delay is half a block: an odd one would put the output half a sample off.
        filter = make(2 * filter.input_frames_next())?;
    }
    // Rates with no common measure would ask for blocks of seconds.
    (filter.input_frames_next() < from_hz as usize / 2).then_some(filter)
}

/// Rounds to 16 bits; what is too loud is clipped, NaN is silence.
#[must_use]
pub fn to_i16(sample: f32) -> i16 {
    (sample * FULL_SCALE).round() as i16
}

/// The clip at another rate, of the length that its duration asks for; `None` if no filter can be made.
///
/// Allocates; not for the live path, which is at 8 kHz throughout.
#[must_use]
pub fn resample(mono: &[f32], from_hz: u32, to_hz: u32) -> Option<Vec<f32>> {
    if from_hz == to_hz || mono.is_empty() {
        return Some(mono.to_vec());
    }
    let mut filter =
        Fft::<f32>::new(from_hz as usize, to_hz as usize, 1_024, 1, FixedSync::Input).ok()?;
    let input = InterleavedSlice::new(mono, 1, mono.len()).ok()?;
    let output = filter.process_all(&input, mono.len(), None).ok()?;
    Some(output.take_data())
}

#[cfg(test)]
#[path = "resample_tests.rs"]
mod tests;
