//! What makes it hard to write down what somebody says, and can be told in a sentence.

use std::time::{Duration, Instant};

use super::inbound::Frame;
use crate::domain::turn::{Line, Utter};
use crate::speech::level;
use crate::speech::units::{FRAME_SAMPLES, FULL_SCALE};

/// Frames of voice from which an utterance is judged: 300 ms.
const ENOUGH: u32 = 15;
/// Over the noise by this much, a frame of an utterance holds the voice, dB.
const VOICE_DB: f32 = 6.0;
/// A voice below this is too quiet, dBFS.
const QUIET_DBFS: f32 = -42.0;
/// Samples at full scale, of those with voice, from which it is too loud.
const CLIPPED: f32 = 0.01;
/// A voice less than this over the noise is lost in it, dB.
const NOISY_DB: f32 = 10.0;
/// The share of frames that the line lost from which it broke up.
const LOST: f32 = 0.15;
/// How long nothing more is said of the line after something was.
const ONCE_IN: Duration = Duration::from_secs(120);

/// What was wrong with an utterance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    /// The line lost much of it.
    BrokenUp,
    /// It was clipped.
    TooLoud,
    /// The noise is nearly as loud.
    TooNoisy,
    /// It was soft.
    TooQuiet,
}

impl Hint {
    /// The sentence that says so.
    pub(super) fn say(self) -> Utter {
        Utter::Line(Line::new(match self {
            Self::BrokenUp => "line-hint-broken-up",
            Self::TooLoud => "line-hint-too-loud",
            Self::TooNoisy => "line-hint-too-noisy",
            Self::TooQuiet => "line-hint-too-quiet",
        }))
    }
}

/// Measures one utterance. Plain numbers; allocates nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    frames: u32,
    lost: u32,
    voiced: u32,
    power: f64,
    clipped: u32,
    noise_dbfs: f32,
}

impl Measure {
    /// A frame of it, over a noise of that level, dBFS.
    pub(super) fn push(&mut self, frame: &Frame, noise_dbfs: f32) {
        self.frames += 1;
        if frame.concealed {
            self.lost += 1;
            return;
        }
        let level_dbfs = level::rms_dbfs(&frame.samples);
        if self.frames == 1 {
            self.noise_dbfs = noise_dbfs;
        }
        // While somebody speaks the estimate of the noise creeps up with the voice.
        self.noise_dbfs = self.noise_dbfs.min(noise_dbfs);
        if level_dbfs < noise_dbfs + VOICE_DB {
            return;
        }
        self.voiced += 1;
        let squares: f64 = frame.samples.iter().map(|s| f64::from(*s) * f64::from(*s)).sum();
        let scale = f64::from(FULL_SCALE) * f64::from(FULL_SCALE);
        self.power += squares / (scale * frame.samples.len() as f64);
        self.clipped += u32::try_from(level::clipped(&frame.samples)).unwrap_or(0);
    }

    /// The worst of it, if anything was wrong.
    pub(super) fn hint(&self) -> Option<Hint> {
        if self.frames >= ENOUGH && self.lost as f32 > LOST * self.frames as f32 {
            return Some(Hint::BrokenUp);
        }
        if self.voiced < ENOUGH {
            return None;
        }
        let level_dbfs = level::power_dbfs((self.power / f64::from(self.voiced)) as f32);
        let samples = self.voiced as f32 * FRAME_SAMPLES as f32;
        if self.clipped as f32 > CLIPPED * samples {
            Some(Hint::TooLoud)
        } else if level_dbfs < self.noise_dbfs + NOISY_DB {
            Some(Hint::TooNoisy)
        } else if level_dbfs < QUIET_DBFS {
            Some(Hint::TooQuiet)
        } else {
            None
        }
    }
}

/// Keeps hints from being said again and again.
#[derive(Debug, Default)]
pub(super) struct Hints {
    last: Option<Instant>,
}

impl Hints {
    /// Whether one may be said at `now`; if so, none may be for a while.
    pub(super) fn may_say(&mut self, now: Instant) -> bool {
        let may = self.last.is_none_or(|last| now.saturating_duration_since(last) >= ONCE_IN);
        if may {
            self.last = Some(now);
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hint for an utterance of a second: a square wave of this level, every so many frames lost, over a noise.
    fn hint(level: i16, lost_one_in: usize, noise_dbfs: f32) -> Option<Hint> {
        let mut measure = Measure::default();
        let samples: [i16; FRAME_SAMPLES] =
            std::array::from_fn(|n| if n % 2 == 0 { level } else { -level });
        for n in 1..=50 {
            let concealed = lost_one_in > 0 && n % lost_one_in == 0;
            measure.push(&Frame { samples, raw: samples, concealed }, noise_dbfs);
        }
        measure.hint()
    }

    #[test]
    fn each_fault_has_its_hint_and_a_good_line_has_none() {
        assert_eq!(hint(3_000, 0, -60.0), None);
        assert_eq!(hint(3_000, 10, -60.0), None, "a frame now and then may be lost");
        assert_eq!(hint(3_000, 5, -60.0), Some(Hint::BrokenUp));
        assert_eq!(hint(32_000, 0, -60.0), Some(Hint::TooLoud));
        assert_eq!(hint(3_000, 0, -28.0), Some(Hint::TooNoisy));
        assert_eq!(hint(200, 0, -62.0), Some(Hint::TooQuiet));
        assert_eq!(hint(0, 0, -62.0), None, "nobody spoke");
    }

    #[test]
    fn hints_are_said_once_in_a_while() {
        let (mut hints, begin) = (Hints::default(), Instant::now());
        let at = |seconds| begin + Duration::from_secs(seconds);
        let said = [0, 5, 119, 121, 200, 241].map(|seconds| hints.may_say(at(seconds)));
        assert_eq!(said, [true, false, false, true, false, true]);
    }
}
