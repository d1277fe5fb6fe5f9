//! Who speaks over a prompt: the caller, or a cough, an "mm", the line's echo of the prompt itself.
//!
//! Looks only at frames louder than any echo can be. One that is periodic and open (a vowel: energy above the murmur of a
//! nasal) counts fully; one that is periodic and hummed counts a little; a hiss, a click or a cough does not count. Enough
//! of them within a moment are the caller. A hum alone is enough only where a syllable is asked for, which may have
//! nothing but a closed vowel ("yi", "wu"); elsewhere it is an "mm" of whatever length. In a conversation people say "uh huh" and
//! "okay" to who speaks without wanting to stop them: there it takes more voice than that.

use super::take::Gather;
use crate::speech::simd;
use crate::speech::units::FRAME_SAMPLES;

/// What a frame of open voice counts; a frame that is only hummed counts one.
const OPEN: u32 = 4;
/// Frames that are remembered at most.
const WINDOW: usize = 50;
/// Share of the energy above 700 Hz from which a voiced frame is open.
const OPEN_SHARE: f32 = 0.22;
/// Correlation from which a frame is periodic.
const PERIODIC: f32 = 0.6;
/// Pole of the high-pass at 700 Hz, 8 kHz.
const POLE: f32 = 0.645;
/// Samples of a frame at 4 kHz, and lags there: 70 to 450 Hz.
const HALF: usize = FRAME_SAMPLES / 2;
const LAGS: std::ops::RangeInclusive<usize> = 9..=57;

/// What makes who speaks the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Demand {
    /// What the frames of the window must count together.
    enough: u32,
    /// What hummed ones count together at most: less than enough where a hum alone is none.
    hum_at_most: u32,
    /// Frames looked at.
    window: usize,
}

impl Demand {
    /// 120 ms of open voice or 480 ms of anything voiced, in 640 ms.
    const SYLLABLE: Self = Self { enough: 24, hum_at_most: 24, window: 32 };
    /// 120 ms of voice, half of it open at least.
    const READING: Self = Self { enough: 24, hum_at_most: 12, window: 32 };
    /// 400 ms of open voice within a second, or 320 ms and a hum.
    const TALK: Self = Self { enough: 80, hum_at_most: 16, window: WINDOW };

    fn of(what: Gather) -> Self {
        match what {
            Gather::Tones => Self::SYLLABLE,
            Gather::Reading => Self::READING,
            Gather::Sound => Self::TALK,
        }
    }
}

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Voice {
    #[default]
    None,
    Hummed,
    Open,
}

/// The judge of one call. Allocates nothing.
#[derive(Debug)]
pub struct Barge {
    frames: [Voice; WINDOW],
    at: usize,
    open: u32,
    hummed: u32,
    demand: Demand,
    /// The frame before, at 4 kHz.
    before: [f32; HALF],
}

impl Default for Barge {
    fn default() -> Self {
        let frames = [Voice::None; WINDOW];
        Self { frames, at: 0, open: 0, hummed: 0, demand: Demand::SYLLABLE, before: [0.0; HALF] }
    }
}

impl Barge {
    /// Forgets what it heard; from now on something is said over which this is waited for.
    pub fn reset(&mut self, what: Gather) {
        *self = Self { demand: Demand::of(what), ..Self::default() };
    }

    /// Takes a frame; `own`: it is louder than the echo of what we say can be. True once it is the caller who speaks.
    pub fn push(&mut self, samples: &[i16; FRAME_SAMPLES], own: bool) -> bool {
        let half = halve(samples);
        let voice = if own { judge(samples, &self.before, &half) } else { Voice::None };
        self.before = half;
        let left = std::mem::replace(&mut self.frames[self.at], voice);
        self.at = (self.at + 1) % self.demand.window;
        let is = |voice: Voice, kind: Voice| u32::from(voice == kind);
        self.open = self.open + is(voice, Voice::Open) - is(left, Voice::Open);
        self.hummed = self.hummed + is(voice, Voice::Hummed) - is(left, Voice::Hummed);
        let Demand { enough, hum_at_most, .. } = self.demand;
        OPEN * self.open + self.hummed.min(hum_at_most) >= enough
    }
}

fn halve(samples: &[i16; FRAME_SAMPLES]) -> [f32; HALF] {
    std::array::from_fn(|i| 0.5 * (f32::from(samples[2 * i]) + f32::from(samples[2 * i + 1])))
}

fn judge(samples: &[i16; FRAME_SAMPLES], before: &[f32; HALF], half: &[f32; HALF]) -> Voice {
    let mut both = [0.0; 2 * HALF];
    both[..HALF].copy_from_slice(before);
    both[HALF..].copy_from_slice(half);
    match (simd::widest(Periodic(&both)), high_share(samples) > OPEN_SHARE) {
        (true, true) => Voice::Open,
        (true, false) => Voice::Hummed,
        (false, _) => Voice::None,
    }
}

/// Whether the second half of two frames goes on as it was some lag before.
struct Periodic<'a>(&'a [f32; 2 * HALF]);

impl simd::Work for Periodic<'_> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        let half = &self.0[HALF..];
        let mut squares = [0.0_f32; 2 * HALF + 1];
        for (i, sample) in self.0.iter().enumerate() {
            squares[i + 1] = squares[i] + sample * sample;
        }
        let energy = squares[2 * HALF] - squares[HALF];
        LAGS.into_iter().any(|lag| {
            let product = simd::dot(half, &self.0[HALF - lag..2 * HALF - lag]);
            let other = squares[2 * HALF - lag] - squares[HALF - lag];
            product > PERIODIC * (energy * other + 1.0e4).sqrt()
        })
    }
}

/// The share of the energy that a gentle high-pass at 700 Hz lets through.
fn high_share(samples: &[i16; FRAME_SAMPLES]) -> f32 {
    let (mut all, mut high, mut last, mut out) = (1.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
    for sample in samples {
        let x = f32::from(*sample);
        out = POLE * (out + x - last);
        last = x;
        all += x * x;
        high += out * out;
    }
    high / all
}
