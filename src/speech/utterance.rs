//! Gathers what scoring needs while the utterance is still being spoken.
//!
//! Fed by 20 ms frames; all memory is taken when it is made. After the last frame only the path of
//! the pitch is read off and the small network runs.

use super::bands::{self, BANDS, BandMeter};
use super::damage::{self, Examiner, Marks};
use super::level;
use super::pitch::{PitchFrame, Tracker};
use super::units::{FRAME_MS, FRAME_SAMPLES, HOP_SAMPLES, MAX_HOPS};

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
    /// Nobody said so, but it looks lost: a hole, or sound played twice.
    pub lost: bool,
    /// What the samples show.
    pub marks: Marks,
}

impl Hop {
    /// Level of band `i`, dBFS.
    #[must_use]
    pub fn band_db(&self, i: usize) -> f32 {
        f32::from(self.bands[i]) * 0.5 - 100.0
    }

    /// Takes it for lost.
    pub(super) fn lose(&mut self) {
        self.lost = true;
        self.mute();
    }

    /// Its pitch means nothing.
    pub(super) fn mute(&mut self) {
        self.pitch.periodicity = 0.0;
        self.pitch.peak = 0.0;
        self.pitch.voiced = 0.0;
    }
}

/// Frames kept on each side of the sound of a clip that is longer than an utterance.
const AROUND_FRAMES: usize = 15;
/// What lies this far under the loudest frame of such a clip is not its sound, dB.
const UNDER_DB: f32 = 34.0;
/// Nor is what lies under this level, dBFS.
const QUIETEST_DBFS: f32 = -58.0;

/// Accumulates one utterance of at most [`super::units::MAX_UTTERANCE_MS`].
#[derive(Debug)]
pub struct Utterance {
    tracker: Tracker,
    meter: BandMeter,
    examiner: Examiner,
    hops: Vec<Hop>,
    pushed: usize,
    tracked: usize,
    overlong: bool,
    skipped_ms: u32,
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
            examiner: Examiner::default(),
            hops: Vec::with_capacity(MAX_HOPS),
            pushed: 0,
            tracked: 0,
            overlong: false,
            skipped_ms: 0,
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
        self.skipped_ms = 0;
        self.examiner = Examiner::default();
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
        let marks = self.examiner.push(samples);
        let clipped = level::clipped(samples) as u8;
        self.hops.push(Hop { clipped, concealed, marks, ..Hop::default() });
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
                hop.mute();
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
        damage::mark_losses(&mut self.hops);
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

    /// Time left out before the first hop, ms: see [`Utterance::read`].
    #[must_use]
    pub fn skipped_ms(&self) -> u32 {
        self.skipped_ms
    }

    /// Feeds a whole clip and finishes; a last partial frame is filled with silence. `concealed` tells by
    /// frame of 20 ms, and frames beyond its end were not. Of a clip that is too long, the silence before and
    /// after its sound is left out.
    pub fn read(&mut self, samples: &[i16], concealed: &[bool]) {
        self.clear();
        let (from, to) = sounding(samples);
        self.skipped_ms = from as u32 * FRAME_MS;
        for (i, chunk) in samples.chunks(FRAME_SAMPLES).enumerate().take(to).skip(from) {
            let mut frame = [0; FRAME_SAMPLES];
            frame[..chunk.len()].copy_from_slice(chunk);
            self.push(&frame, concealed.get(i).copied().unwrap_or(false));
        }
        self.finish();
    }
}

/// The frames `[from, to)` of a clip to look at: all, if they fit an utterance.
fn sounding(samples: &[i16]) -> (usize, usize) {
    let frames = samples.len().div_ceil(FRAME_SAMPLES);
    if frames * FRAME_SAMPLES <= MAX_HOPS * HOP_SAMPLES {
        return (0, frames);
    }
    let levels: Vec<f32> = samples.chunks(FRAME_SAMPLES).map(level::rms_dbfs).collect();
    let loudest = levels.iter().copied().fold(f32::MIN, f32::max);
    let sounds = |db: &f32| *db > (loudest - UNDER_DB).max(QUIETEST_DBFS);
    let first = levels.iter().position(sounds).unwrap_or(0);
    let last = levels.iter().rposition(sounds).unwrap_or(frames);
    (first.saturating_sub(AROUND_FRAMES), (last + 1 + AROUND_FRAMES).min(frames))
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

    #[test]
    fn a_word_anywhere_in_a_long_clip_is_found_and_its_place_is_kept() {
        for (before, after) in [(13_000, 200), (200, 13_000), (9_000, 9_000)] {
            let mut clip = vec![0; before * 8];
            clip.extend(buzz(4_800));
            clip.extend(vec![0; after * 8]);
            let mut utterance = Utterance::new();
            utterance.read(&clip, &[]);
            assert!(!utterance.overlong());
            let first = utterance.hops().iter().position(|h| h.pitch.voiced > 0.5);
            let at = utterance.skipped_ms() + 10 * first.expect("the buzz") as u32;
            assert!(at.abs_diff(before as u32) <= 40, "{at} for {before}");
        }
    }
}
