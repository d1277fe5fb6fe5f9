//! Fills frames that the line lost, by ITU-T G.711 Appendix I ("A high quality low-complexity algorithm for packet loss
//! concealment with G.711", 1999).
//!
//! The last 48.75 ms are kept. What is lost is filled with the last pitch period, repeated; after 10 ms of loss with the last
//! two, after 20 ms with the last three, so that it does not buzz. The first 10 ms keep their level, then it falls by 20 % in
//! each 10 ms and is silent from 60 ms on. The seams are overlapped and added: into the loss over a quarter of the period,
//! out of it over that and 4 ms more for each 10 ms lost, at most 10 ms. The end of what came is only given out 3.75 ms
//! later, because a loss may still have to be blended into it.
//! What a concealed frame holds is made up: the caller flags it, and nothing is scored by it.

use super::simd::dot;
use super::units::FRAME_SAMPLES;

/// Samples kept, and samples of the pitch search.
const HISTORY: usize = 390;
/// Longest period: 15 ms, 66 Hz.
const MAX_PERIOD: usize = 120;
/// Shortest period: 5 ms, 200 Hz.
const MIN_PERIOD: usize = 40;
/// Samples that the output lags: a quarter of the longest period, 3.75 ms.
pub const DELAY_SAMPLES: usize = MAX_PERIOD / 4;
/// Samples compared in the pitch search: 20 ms.
const COMPARED: usize = 160;
/// Step of the coarse search.
const COARSE: usize = 2;
/// Energy of the compared stretch below which it counts as silence.
const QUIET: f32 = 250.0;
/// Steps of the standard: 10 ms.
const STEP: usize = 80;
/// Steps of a frame.
const STEPS: usize = FRAME_SAMPLES / STEP;
/// Level lost in each step after the first, as a share of the full level.
const FALL: f32 = 0.2;
/// The step in which there is nothing left: 60 ms.
const SILENT_STEP: u32 = 6;
/// A seam grows by this much with each step lost: 4 ms.
const SEAM_GROWTH: usize = 32;
/// Longest seam out of a loss: 10 ms.
const MAX_SEAM: usize = STEP;

/// The concealment of one direction of one call. Allocates nothing, now or later.
#[derive(Debug)]
pub struct Concealer {
    /// The newest last; the last [`DELAY_SAMPLES`] are not given out yet.
    history: [f32; HISTORY],
    /// What the periods are taken from while frames are missing; the newest last.
    pitch: [f32; HISTORY],
    /// The last quarter of a period as it came, before it was blended.
    last_quarter: [f32; DELAY_SAMPLES],
    period: usize,
    /// Periods in use.
    periods: usize,
    /// Where in the periods the next sample is taken.
    at: usize,
    /// Steps concealed since the last frame that came.
    lost: u32,
}

impl Default for Concealer {
    fn default() -> Self {
        Self::new()
    }
}

impl Concealer {
    /// A concealer that has heard silence so far.
    #[must_use]
    pub fn new() -> Self {
        Self {
            history: [0.0; HISTORY],
            pitch: [0.0; HISTORY],
            last_quarter: [0.0; DELAY_SAMPLES],
            period: MIN_PERIOD,
            periods: 1,
            at: 0,
            lost: 0,
        }
    }

    /// Takes a frame that came and puts the sound that is now due in its place: that of [`DELAY_SAMPLES`] earlier.
    /// After a loss the beginning of the frame is blended with what was made up. Real-time safe.
    pub fn came(&mut self, frame: &mut [i16; FRAME_SAMPLES]) {
        let mut samples = frame.map(f32::from);
        if self.lost > 0 {
            self.blend_out(&mut samples);
            self.lost = 0;
        }
        self.push(&samples);
        self.give(frame);
    }

    /// Makes up a frame that did not come. Real-time safe: at most some 15 000 multiplications.
    pub fn lost(&mut self, frame: &mut [i16; FRAME_SAMPLES]) {
        for _ in 0..STEPS {
            let mut step = [0.0; STEP];
            match self.lost {
                0 => self.begin(&mut step),
                1 | 2 => self.widen(&mut step),
                SILENT_STEP.. => {}
                _ => self.repeat(&mut step),
            }
            self.fade(&mut step);
            self.lost = self.lost.saturating_add(1);
            self.push(&step);
        }
        self.give(frame);
    }

    /// How much has been made up since the last frame that came, ms.
    #[must_use]
    pub fn lost_ms(&self) -> u32 {
        self.lost.saturating_mul(10)
    }

    fn push(&mut self, samples: &[f32]) {
        self.history.copy_within(samples.len().., 0);
        self.history[HISTORY - samples.len()..].copy_from_slice(samples);
    }

    fn give(&self, frame: &mut [i16; FRAME_SAMPLES]) {
        let due = &self.history[HISTORY - DELAY_SAMPLES - FRAME_SAMPLES..];
        for (out, sample) in frame.iter_mut().zip(due) {
            // To the nearest; the cast saturates. `round` is a call for each sample where the processor is not known.
            *out = (sample + 0.5_f32.copysign(*sample)) as i16;
        }
    }

    /// First step of a loss: finds the period and glides into its repetition.
    fn begin(&mut self, step: &mut [f32; STEP]) {
        self.pitch = self.history;
        self.period = find_period(&self.history);
        self.periods = 1;
        self.at = 0;
        let quarter = self.quarter();
        self.last_quarter[..quarter].copy_from_slice(&self.pitch[HISTORY - quarter..]);
        self.close_the_circle();
        // The end of what came is not given out yet: it becomes the glide.
        self.history[HISTORY - quarter..].copy_from_slice(&self.pitch[HISTORY - quarter..]);
        self.repeat(step);
    }

    /// Second and third step: one period more is repeated, blended with how it would have gone on without it.
    fn widen(&mut self, step: &mut [f32; STEP]) {
        let quarter = self.quarter();
        let from = self.at;
        let mut without = [0.0; DELAY_SAMPLES];
        self.repeat(&mut without[..quarter]);
        self.periods += 1;
        // The same place of the cycle, in the oldest period.
        self.at = from % self.period;
        self.close_the_circle();
        self.repeat(step);
        cross_fade(&without[..quarter], &mut step[..quarter], 1.0);
    }

    /// Makes the end of the periods run into their beginning: the sound before the first period fades in over the last
    /// quarter.
    fn close_the_circle(&mut self) {
        let quarter = self.quarter();
        let start = HISTORY - self.period * self.periods;
        let (before, end) = self.pitch.split_at_mut(HISTORY - quarter);
        end.copy_from_slice(&before[start - quarter..start]);
        cross_fade(&self.last_quarter[..quarter], end, 1.0);
    }

    fn repeat(&mut self, out: &mut [f32]) {
        let length = self.period * self.periods;
        for slot in out {
            *slot = self.pitch[HISTORY - length + self.at];
            self.at = (self.at + 1) % length;
        }
    }

    fn quarter(&self) -> usize {
        self.period / 4
    }

    /// How loud what is made up is at the beginning of the step under way: 1, and less from the second step on.
    fn level(&self) -> f32 {
        (1.0 - FALL * self.lost.saturating_sub(1) as f32).max(0.0)
    }

    fn fade(&self, step: &mut [f32; STEP]) {
        if self.lost == 0 {
            return;
        }
        let level = self.level();
        for (i, sample) in step.iter_mut().enumerate() {
            *sample *= (level - FALL * i as f32 / STEP as f32).max(0.0);
        }
    }

    /// The first frame that came after a loss: what would have been made up fades out over its beginning.
    fn blend_out(&mut self, samples: &mut [f32; FRAME_SAMPLES]) {
        let growth = SEAM_GROWTH * (self.lost as usize - 1);
        let seam = (self.quarter() + growth).min(MAX_SEAM);
        let level = if self.lost >= SILENT_STEP { 0.0 } else { self.level() };
        let mut made_up = [0.0; MAX_SEAM];
        self.repeat(&mut made_up[..seam]);
        cross_fade(&made_up[..seam], &mut samples[..seam], level);
    }
}

/// Fades from `old`, which has `level`, to `new` over the length of both.
fn cross_fade(old: &[f32], new: &mut [f32], level: f32) {
    let step = 1.0 / new.len().max(1) as f32;
    for (i, (new, old)) in new.iter_mut().zip(old).enumerate() {
        let share = (i + 1) as f32 * step;
        *new = *new * share + level * *old * (1.0 - share);
    }
}

/// The lag at which the last 20 ms look most like what was before them: every second lag first, then its neighbours.
fn find_period(history: &[f32; HISTORY]) -> usize {
    let end = &history[HISTORY - COMPARED..];
    let likeness = |lag: usize| {
        let earlier = &history[HISTORY - COMPARED - lag..HISTORY - lag];
        // A quiet stretch must not win by its small energy.
        dot(end, earlier) / dot(earlier, earlier).max(QUIET).sqrt()
    };
    let best = |lags: &mut dyn Iterator<Item = usize>| {
        let pairs = lags.map(|lag| (lag, likeness(lag)));
        pairs.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(MIN_PERIOD, |(lag, _)| lag)
    };
    let coarse = best(&mut (MIN_PERIOD..=MAX_PERIOD).step_by(COARSE));
    best(&mut ((coarse - 1).max(MIN_PERIOD)..=(coarse + 1).min(MAX_PERIOD)))
}

#[cfg(test)]
#[path = "conceal_tests.rs"]
mod tests;
