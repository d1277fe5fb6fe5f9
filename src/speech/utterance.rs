//! Gathers what scoring needs while the utterance is still being spoken.
//!
//! Fed by 20 ms frames; all memory is taken when it is made. After the last frame only the path of
//! the pitch is read off and the small network runs.

use super::bands::{self, BANDS, BandMeter};
use super::level;
use super::pitch::{PitchFrame, Tracker};
use super::units::{FRAME_SAMPLES, HOP_SAMPLES, MAX_HOPS};

/// What is known of 10 ms of sound.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hop {
    /// Pitch and voicing.
    pub pitch: PitchFrame,
    /// Level of the telephone's range, dBFS.
    pub total_db: f32,
    /// Level of each band, in half decibels over -100 dBFS.
    pub bands: [u8; BANDS],
    /// Samples that stood at full scale.
    pub clipped: u8,
    /// The line lost it and what is here was made up.
    pub concealed: bool,
}

impl Hop {
    /// Level of band `i`, dBFS.
    #[must_use]
    pub fn band_db(&self, i: usize) -> f32 {
        f32::from(self.bands[i]) * 0.5 - 100.0
    }
}

/// Accumulates one utterance of at most [`super::units::MAX_UTTERANCE_MS`].
#[derive(Debug)]
pub struct Utterance {
    tracker: Tracker,
    meter: BandMeter,
    hops: Vec<Hop>,
    pushed: usize,
    tracked: usize,
    overlong: bool,
}

impl Default for Utterance {
    fn default() -> Self {
        Self::new()
    }
}

impl Utterance {
    /// Takes all the memory it will ever use: about 100 kB.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tracker: Tracker::new(),
            meter: BandMeter::new(),
            hops: Vec::with_capacity(MAX_HOPS),
            pushed: 0,
            tracked: 0,
            overlong: false,
        }
    }

    /// Forgets the last utterance and keeps the memory.
    pub fn clear(&mut self) {
        self.tracker.reset();
        self.meter.reset();
        self.hops.clear();
        self.pushed = 0;
        self.tracked = 0;
        self.overlong = false;
    }

    /// Takes the next 20 ms. `concealed`: the line lost this frame and it was filled in.
    /// What comes after [`MAX_HOPS`] is dropped. Real-time safe.
    pub fn push(&mut self, frame: &[i16; FRAME_SAMPLES], concealed: bool) {
        let (halves, _) = frame.as_chunks::<HOP_SAMPLES>();
        for half in halves {
            self.push_hop(half, concealed);
        }
    }

    fn push_hop(&mut self, samples: &[i16; HOP_SAMPLES], concealed: bool) {
        if self.pushed >= MAX_HOPS {
            self.overlong = true;
            return;
        }
        self.hops.push(Hop { clipped: level::clipped(samples) as u8, concealed, ..Hop::default() });
        self.pushed += 1;
        let pitch = self.tracker.push(samples);
        self.note_pitch(pitch);
        self.look(samples);
    }

    fn note_pitch(&mut self, pitch: Option<PitchFrame>) {
        let Some(frame) = pitch else { return };
        if let Some(hop) = self.hops.get_mut(self.tracked) {
            hop.pitch = frame;
            if hop.concealed {
                // Concealment repeats a period: its perfect periodicity means nothing.
                hop.pitch.periodicity = 0.0;
                hop.pitch.peak = 0.0;
                hop.pitch.voiced = 0.0;
            }
            self.tracked += 1;
        }
    }

    fn look(&mut self, samples: &[i16; HOP_SAMPLES]) {
        let look = self.meter.push(samples);
        let Some(at) = self.pushed.checked_sub(1 + bands::DELAY_HOPS) else {
            return;
        };
        let hop = &mut self.hops[at];
        hop.total_db = look.total_db;
        for (slot, db) in hop.bands.iter_mut().zip(look.bands_db) {
            *slot = ((db + 100.0) * 2.0).round() as u8;
        }
    }

    /// Completes the frames that were still under way; call once, after the last [`Utterance::push`].
    pub fn finish(&mut self) {
        while self.tracked < self.pushed {
            let frame = self.tracker.flush(self.pushed);
            if frame.is_none() {
                break;
            }
            self.note_pitch(frame);
        }
        if let [.., before, last] = self.hops.as_mut_slice() {
            last.total_db = before.total_db;
            last.bands = before.bands;
        }
    }

    /// What is known so far, 10 ms each; complete after [`Utterance::finish`].
    #[must_use]
    pub fn hops(&self) -> &[Hop] {
        &self.hops
    }

    /// Whether audio was dropped because the utterance was too long.
    #[must_use]
    pub fn overlong(&self) -> bool {
        self.overlong
    }

    /// Feeds a whole clip and finishes; a last partial frame is filled with silence. `concealed` tells by
    /// frame of 20 ms, and frames beyond its end were not.
    pub fn read(&mut self, samples: &[i16], concealed: &[bool]) {
        self.clear();
        for (i, chunk) in samples.chunks(FRAME_SAMPLES).enumerate() {
            let mut frame = [0; FRAME_SAMPLES];
            frame[..chunk.len()].copy_from_slice(chunk);
            self.push(&frame, concealed.get(i).copied().unwrap_or(false));
        }
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buzz(samples: usize) -> Vec<i16> {
        (0..samples)
            .map(|i| {
                let t = i as f32 / 8_000.0;
                let sum: f32 =
                    (2..14).map(|k| (std::f32::consts::TAU * 170.0 * k as f32 * t).sin()).sum();
                (2_000.0 * sum) as i16
            })
            .collect()
    }

    #[test]
    fn every_10_ms_gets_its_pitch_and_its_levels() {
        let mut utterance = Utterance::new();
        utterance.read(&buzz(4_800), &[]);
        assert_eq!(utterance.hops().len(), 60);
        for hop in &utterance.hops()[6..54] {
            assert!((hop.pitch.hz - 170.0).abs() < 3.0, "{hop:?}");
            assert!(hop.total_db > -30.0 && hop.band_db(4) > -60.0, "{hop:?}");
        }
    }

    #[test]
    fn memory_is_bounded_and_what_is_too_long_is_told() {
        let mut utterance = Utterance::new();
        let capacity = utterance.hops.capacity();
        utterance.read(&buzz(8_000 * 13), &[]);
        assert!(utterance.overlong());
        assert_eq!(utterance.hops().len(), MAX_HOPS);
        assert_eq!(utterance.hops.capacity(), capacity);
        utterance.clear();
        assert!(!utterance.overlong() && utterance.hops().is_empty());
    }

    #[test]
    fn a_concealed_frame_counts_as_no_voice() {
        let mut utterance = Utterance::new();
        let mut concealed = vec![false; 30];
        concealed[10] = true;
        utterance.read(&buzz(4_800), &concealed);
        assert!(utterance.hops()[20].concealed && utterance.hops()[20].pitch.voiced == 0.0);
        assert!(utterance.hops()[24].pitch.voiced > 0.5);
    }
}
