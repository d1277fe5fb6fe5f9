//! Pitch of a voice on a telephone line, streaming.
//!
//! Normalised cross-correlation of two 4 kHz branches (the voice below 1 kHz, and the whitened voice
//! below 1.8 kHz) on a log grid of lags, then dynamic programming with costs weighted by energy and
//! periodicity. The fundamental itself need not be there: the band of a telephone starts at 300 Hz.
//! Every frame gets a pitch; voicing is a probability beside it. Nothing is allocated after
//! [`Tracker::new`]. Sources: Talkin (RAPT, 1995); Ghahremani et al. (ICASSP 2014).

mod front;
mod lags;
mod path;
mod voicing;

use super::simd;
use super::units::{HOP_MS, HOP_SAMPLES};
use front::{Front, HOP_4K};
use lags::{Branch, Grid, MAX_HZ, STATES, STEP};
use path::{LAG, Path};
use voicing::{Evidence, FEATURES, Levels, REACH};

/// Hops of audio after a frame began that its correlation needs.
const FRONT_HOPS: usize = 5;

/// Audio after the centre of a frame that must be there before its pitch comes out, ms.
pub const LOOK_AHEAD_MS: u32 = (FRONT_HOPS + LAG) as u32 * HOP_MS - HOP_MS / 2;

/// Frames that come out late: a frame comes out when this many hops have followed its own.
pub const DELAY_HOPS: usize = FRONT_HOPS - 1 + LAG;

const RING: usize = LAG + 1 + REACH;
/// Running means look back over three seconds.
const MEMORY_HOPS: f32 = 300.0;

/// Pitch of one frame of 10 ms, centred 5 ms after its start.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PitchFrame {
    /// F0, Hz, 60 to 500; there is one for unvoiced frames too.
    pub hz: f32,
    /// Correlation at that pitch, about 0 (noise) to 1 (a steady voice): the confidence.
    pub periodicity: f32,
    /// The highest correlation at any pitch, 0 to 1.
    pub peak: f32,
    /// Probability that the frame is voiced.
    pub voiced: f32,
    /// Mean square of the band below 1 kHz; full scale is 1.
    pub energy: f32,
}

/// What is kept of a frame until its place on the path is known.
#[derive(Debug, Clone, Copy)]
struct Pending {
    correlation: [f32; STATES],
    peak: f32,
    energy: f32,
    evidence: Evidence,
}

/// A pitch tracker for one stream.
#[derive(Debug)]
pub struct Tracker {
    front: Front,
    low: Branch,
    white: Branch,
    grid: Box<Grid>,
    path: Path,
    ring: Box<[Pending; RING]>,
    levels: Levels,
    features: [f32; FEATURES],
    mean_energy: f32,
    hops: usize,
    frames: usize,
    given: usize,
}

impl Default for Tracker {
    fn default() -> Self {
        Self::new()
    }
}

impl Tracker {
    /// Plans the filters and allocates all that the tracker will ever use (about 25 kB).
    #[must_use]
    pub fn new() -> Self {
        let empty = Pending {
            correlation: [0.0; STATES],
            peak: 0.0,
            energy: 0.0,
            evidence: Evidence::default(),
        };
        Self {
            front: Front::new(),
            low: Branch::new(),
            white: Branch::new(),
            grid: Box::new(Grid::new()),
            path: Path::new(),
            ring: Box::new([empty; RING]),
            levels: Levels::new(),
            features: [0.0; FEATURES],
            mean_energy: 0.0,
            hops: 0,
            frames: 0,
            given: 0,
        }
    }

    /// Forgets the stream and keeps the memory.
    pub fn reset(&mut self) {
        self.front = Front::new();
        self.low = Branch::new();
        self.white = Branch::new();
        self.path.reset();
        self.levels = Levels::new();
        self.mean_energy = 0.0;
        self.hops = 0;
        self.frames = 0;
        self.given = 0;
    }

    /// Takes 10 ms and returns the frame that is now due, [`DELAY_HOPS`] late. Real-time safe.
    pub fn push(&mut self, hop: &[i16; HOP_SAMPLES]) -> Option<PitchFrame> {
        simd::widest(Push(self, hop))
    }

    #[inline(always)]
    fn step(&mut self, hop: &[i16; HOP_SAMPLES]) -> Option<PitchFrame> {
        let (mut low, mut white) = ([0.0; HOP_4K], [0.0; HOP_4K]);
        self.front.push(hop, &mut low, &mut white);
        let weight = 1.0 / ((self.hops + 1) as f32).min(MEMORY_HOPS);
        self.low.push(&low, weight);
        self.white.push(&white, weight);
        self.hops += 1;
        if self.hops < FRONT_HOPS {
            return None;
        }
        self.look();
        (self.frames > LAG).then(|| self.give(LAG))
    }

    /// After the last hop: feeds silence and returns the frames still due, one a call, then `None`.
    pub fn flush(&mut self, pushed_hops: usize) -> Option<PitchFrame> {
        if self.given >= pushed_hops {
            return None;
        }
        while self.frames < pushed_hops {
            if let Some(frame) = self.push(&[0; HOP_SAMPLES]) {
                return Some(frame);
            }
        }
        Some(self.give(self.frames - 1 - self.given))
    }

    /// What the voicing judgement looked at in the last frame given; its weights are fitted to this.
    #[must_use]
    pub fn voicing_features(&self) -> &[f32] {
        &self.features
    }

    /// Correlates the newest complete frame and extends the path by it.
    #[inline(always)]
    fn look(&mut self) {
        let mut correlation = [0.0; STATES];
        let energy = self.grid.correlate(&self.low, &self.white, &mut correlation);
        let peak = correlation.iter().copied().fold(0.0, f32::max).min(1.0);
        let weight = 1.0 / ((self.frames + 1) as f32).min(MEMORY_HOPS);
        self.mean_energy += (energy - self.mean_energy) * weight;
        let level = energy / (energy + 0.3 * self.mean_energy + 1e-12);
        let trust = level * peak * peak * peak;
        let mut local = [0.0; STATES];
        for i in 0..STATES {
            local[i] = trust * (1.0 - correlation[i] * (1.0 - 10.0 * self.grid.lag_s[i]));
        }
        self.path.push(&local);
        self.ring[self.frames % RING] =
            Pending { correlation, peak, energy, evidence: self.levels.push(peak, energy) };
        self.frames += 1;
    }

    /// The frame `behind` the newest, with its place on the best path.
    #[inline(always)]
    fn give(&mut self, behind: usize) -> PitchFrame {
        let state = self.path.state(behind);
        let pending = &self.ring[(self.frames - 1 - behind) % RING];
        let periodicity = pending.correlation[state];
        let newest = self.frames - 1;
        let oldest = newest.saturating_sub(RING - 1);
        self.features = voicing::features(periodicity, |offset| {
            let frame = (newest - behind).saturating_add_signed(offset);
            self.ring[frame.clamp(oldest, newest) % RING].evidence
        });
        self.given += 1;
        PitchFrame {
            hz: refined_hz(&pending.correlation, state),
            periodicity,
            peak: pending.peak,
            voiced: voicing::probability(&self.features),
            energy: pending.energy,
        }
    }
}

/// One hop, to be run on the widest registers.
struct Push<'a>(&'a mut Tracker, &'a [i16; HOP_SAMPLES]);

impl simd::Work for Push<'_> {
    type Output = Option<PitchFrame>;

    #[inline(always)]
    fn run(self) -> Option<PitchFrame> {
        self.0.step(self.1)
    }
}

/// The pitch at the top of a parabola through the three correlations around `state`, Hz.
#[inline(always)]
fn refined_hz(correlation: &[f32; STATES], state: usize) -> f32 {
    let i = state.clamp(1, STATES - 2);
    let (y0, y1, y2) = (correlation[i - 1], correlation[i], correlation[i + 1]);
    let curve = y0 - 2.0 * y1 + y2;
    let offset = if curve < -1e-6 { (0.5 * (y0 - y2) / curve).clamp(-0.5, 0.5) } else { 0.0 };
    MAX_HZ / (1.0 + STEP).powf(i as f32 + offset)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
