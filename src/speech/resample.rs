//! Changes the sample rate of a whole clip.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler};

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
