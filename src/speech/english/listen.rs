//! Gathers what the assessment needs while a sentence is still being spoken.
//!
//! The same hops as [`crate::speech::utterance::Utterance`] gathers, for longer: people read whole
//! sentences, and learners read them slowly.

use crate::speech::bands::BandMeter;
use crate::speech::damage::{self, Examiner};
use crate::speech::level;
use crate::speech::pitch::Tracker;
use crate::speech::units::{FRAME_SAMPLES, HOP_MS, HOP_SAMPLES};
use crate::speech::utterance::Hop;

/// The longest reading that is kept, ms.
pub const MAX_READING_MS: u32 = 24_000;
/// Steps of 10 ms in the longest reading.
pub const MAX_READING_HOPS: usize = (MAX_READING_MS / HOP_MS) as usize;
/// Hops that a look at the bands comes out late.
const BANDS_LATE: usize = 1;

/// Accumulates one reading of at most [`MAX_READING_MS`].
#[derive(Debug)]
pub struct Listener {
    tracker: Tracker,
    meter: BandMeter,
    examiner: Examiner,
    hops: Vec<Hop>,
    tracked: usize,
    overlong: bool,
}

impl Default for Listener {
    fn default() -> Self {
        Self::new()
    }
}

impl Listener {
    /// Takes all the memory it will ever use: about 200 kB.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tracker: Tracker::new(),
            meter: BandMeter::new(),
            examiner: Examiner::default(),
            hops: Vec::with_capacity(MAX_READING_HOPS),
            tracked: 0,
            overlong: false,
        }
    }

    /// Forgets the last reading and keeps the memory.
    pub fn clear(&mut self) {
        self.tracker.reset();
        self.meter.reset();
        self.examiner = Examiner::default();
        self.hops.clear();
        self.tracked = 0;
        self.overlong = false;
    }

    /// Takes the next 20 ms. `concealed`: the line lost this frame and it was filled in. What comes after
    /// [`MAX_READING_MS`] is dropped. Real-time safe.
    pub fn push(&mut self, frame: &[i16; FRAME_SAMPLES], concealed: bool) {
        let (halves, _) = frame.as_chunks::<HOP_SAMPLES>();
        for half in halves {
            self.push_hop(half, concealed);
        }
    }

    fn push_hop(&mut self, samples: &[i16; HOP_SAMPLES], concealed: bool) {
        if self.hops.len() >= MAX_READING_HOPS {
            self.overlong = true;
            return;
        }
        let marks = self.examiner.push(samples);
        let clipped = level::clipped(samples) as u8;
        self.hops.push(Hop { clipped, concealed, marks, ..Hop::default() });
        if let Some(frame) = self.tracker.push(samples) {
            self.note(frame);
        }
        let look = self.meter.push(samples);
        if let Some(at) = self.hops.len().checked_sub(1 + BANDS_LATE) {
            let hop = &mut self.hops[at];
            hop.total_db = look.total_db;
            for (slot, db) in hop.bands.iter_mut().zip(look.bands_db) {
                *slot = ((db + 100.0) * 2.0).round() as u8;
            }
        }
    }

    fn note(&mut self, frame: crate::speech::pitch::PitchFrame) {
        if let Some(hop) = self.hops.get_mut(self.tracked) {
            hop.pitch = frame;
            if hop.concealed {
                // Concealment repeats a period: its perfect periodicity means nothing.
                hop.mute();
            }
            self.tracked += 1;
        }
    }

    /// Completes the hops that were still under way; call once, after the last [`Listener::push`].
    pub fn finish(&mut self) {
        while self.tracked < self.hops.len() {
            let Some(frame) = self.tracker.flush(self.hops.len()) else { break };
            self.note(frame);
        }
        if let [.., before, last] = self.hops.as_mut_slice() {
            last.total_db = before.total_db;
            last.bands = before.bands;
        }
        damage::mark_losses(&mut self.hops);
    }

    /// What is known so far, 10 ms each; complete after [`Listener::finish`].
    #[must_use]
    pub fn hops(&self) -> &[Hop] {
        &self.hops
    }

    /// Whether audio was dropped because the reading was too long.
    #[must_use]
    pub fn overlong(&self) -> bool {
        self.overlong
    }

    /// Feeds a whole clip of 8 kHz samples and finishes; a last partial frame is filled with silence.
    pub fn read(&mut self, samples: &[i16]) {
        self.clear();
        for chunk in samples.chunks(FRAME_SAMPLES) {
            let mut frame = [0; FRAME_SAMPLES];
            frame[..chunk.len()].copy_from_slice(chunk);
            self.push(&frame, false);
        }
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::utterance::Utterance;

    fn buzz(samples: usize) -> Vec<i16> {
        let wave = |i: usize| {
            let t = i as f32 / 8_000.0;
            (2..14).map(|k| (std::f32::consts::TAU * 170.0 * k as f32 * t).sin()).sum::<f32>()
        };
        (0..samples).map(|i| (2_000.0 * wave(i)) as i16).collect()
    }

    #[test]
    fn it_hears_what_the_ear_for_words_hears() {
        let samples = buzz(8_000);
        let (mut listener, mut utterance) = (Listener::new(), Utterance::new());
        listener.read(&samples);
        utterance.read(&samples, &[]);
        assert_eq!(listener.hops(), utterance.hops());
    }

    #[test]
    fn memory_is_bounded_and_what_is_too_long_is_told() {
        let mut listener = Listener::new();
        let capacity = listener.hops.capacity();
        for _ in 0..MAX_READING_MS / 20 + 3 {
            listener.push(&[0; FRAME_SAMPLES], false);
        }
        listener.finish();
        assert!(listener.overlong());
        assert_eq!(listener.hops().len(), MAX_READING_HOPS);
        assert_eq!(listener.hops.capacity(), capacity);
    }
}
