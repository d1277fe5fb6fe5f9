//! How one call's line is: jitter, loss, level, clipping, how much of it is voice, and how soon it is answered.

use super::inbound::{Frame, Oddities};
use crate::domain::line_report::{LineReport, NO_VOICE_DBFS};
use crate::speech::level;
use crate::speech::units::{FRAME_MS, FULL_SCALE};

/// Weight of a new deviation in the running jitter, as RTP has it (RFC 3550, section 6.4.1).
const JITTER_WEIGHT: f32 = 1.0 / 16.0;
/// Share of frames that the line lost from which it counts as bad.
const BAD_LOSS: f32 = 0.05;
/// Frames before loss is judged: 2 s.
const ENOUGH_FRAMES: u64 = 100;
/// Weight of a new frame in the running loss: a time constant of 10 s.
const LOSS_WEIGHT: f32 = 1.0 / 500.0;

/// What was measured so far. Plain numbers; allocates nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quality {
    /// Running deviation of arrivals from their timestamps, ms; no finer than the 20 ms at which a socket is read.
    pub jitter_ms: f32,
    /// Arrival of the last message less its timestamp, ms.
    transit_ms: Option<f32>,
    /// Frames heard, made-up ones too, and those of them in which somebody spoke.
    pub frames: u64,
    /// See [`Quality::frames`].
    pub voiced: u64,
    /// Sum of the mean squares of frames with voice; full scale is 1.
    voice_power: f64,
    /// Samples at full scale.
    pub clipped: u64,
    /// Running share of frames that were made up.
    recent_loss: f32,
    /// What was odd about the audio.
    oddities: Oddities,
}

/// How soon a call was answered, and what went late: what only the shell can tell.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Answers {
    count: u32,
    sum_ms: f32,
    max_ms: f32,
    /// Prompts that were spoken over or keyed over.
    pub(super) interruptions: u32,
    /// Pieces of audio sent late.
    pub(super) late_sends: u32,
}

impl Answers {
    /// An utterance was answered so many ms after the endpointer's decision.
    pub(super) fn note(&mut self, ms: f32) {
        self.count += 1;
        self.sum_ms += ms;
        self.max_ms = self.max_ms.max(ms);
    }
}

impl Quality {
    pub(super) fn arrived(&mut self, timestamp_ms: Option<u64>, tick: u64) {
        let Some(timestamp) = timestamp_ms else { return };
        let transit = (tick * u64::from(FRAME_MS)) as f32 - timestamp as f32;
        if let Some(before) = self.transit_ms {
            self.jitter_ms += ((transit - before).abs() - self.jitter_ms) * JITTER_WEIGHT;
        }
        self.transit_ms = Some(transit);
    }

    pub(super) fn heard(&mut self, frame: &Frame, speaking: bool) {
        self.frames += 1;
        self.recent_loss += (f32::from(u8::from(frame.concealed)) - self.recent_loss)
            * LOSS_WEIGHT.max(1.0 / self.frames as f32);
        if frame.concealed || !speaking {
            return;
        }
        self.voiced += 1;
        let squares = frame.samples.iter().map(|s| i64::from(i32::from(*s) * i32::from(*s)));
        let scale = f64::from(FULL_SCALE) * f64::from(FULL_SCALE) * frame.samples.len() as f64;
        self.voice_power += squares.sum::<i64>() as f64 / scale;
        self.clipped += level::clipped(&frame.samples) as u64;
    }

    pub(super) fn line(&mut self, oddities: Oddities) {
        self.oddities = oddities;
    }

    /// Level of the caller's voice, dBFS.
    #[must_use]
    pub fn level_dbfs(&self) -> f32 {
        if self.voiced == 0 {
            return NO_VOICE_DBFS;
        }
        level::power_dbfs((self.voice_power / self.voiced as f64) as f32)
    }

    /// All of it together.
    pub(super) fn report(&self, answers: &Answers) -> LineReport {
        LineReport {
            frames: self.frames,
            lost: self.oddities.filled,
            late: self.oddities.late,
            reordered: self.oddities.reordered,
            jitter_ms: self.jitter_ms,
            voiced: self.voiced,
            level_dbfs: self.level_dbfs(),
            clipped: self.clipped,
            answers: answers.count,
            answer_ms: if answers.count == 0 { 0.0 } else { answers.sum_ms / answers.count as f32 },
            answer_max_ms: answers.max_ms,
            interruptions: answers.interruptions,
            late_sends: answers.late_sends,
        }
    }

    /// Jumps of the stream's clock.
    pub(super) fn jumps(&self) -> u64 {
        self.oddities.jumps
    }

    /// Whether the line loses so much, these last seconds, that a pause may only be a hole in it.
    #[must_use]
    pub fn lossy(&self) -> bool {
        self.frames >= ENOUGH_FRAMES && self.recent_loss > BAD_LOSS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::units::FRAME_SAMPLES;

    #[test]
    fn an_even_line_has_no_jitter_and_an_uneven_one_shows_it() {
        let mut even = Quality::default();
        (0..200).for_each(|n| even.arrived(Some(137 + 20 * n), n));
        assert!(even.jitter_ms < 0.01);
        let mut uneven = Quality::default();
        (0..200).for_each(|n| uneven.arrived(Some(20 * n), n + 2 * (n % 2)));
        assert!((30.0..50.0).contains(&uneven.jitter_ms), "{}", uneven.jitter_ms);
    }

    #[test]
    fn loss_level_and_voice_are_shares_of_what_was_heard() {
        let mut quality = Quality::default();
        let at = |level| [level; FRAME_SAMPLES];
        let loud = Frame { samples: at(16_384), raw: at(16_384), concealed: false };
        let lost = Frame { samples: at(0), raw: at(0), concealed: true };
        for n in 0..100 {
            quality.heard(if n % 10 == 0 { &lost } else { &loud }, n < 50);
        }
        quality.line(Oddities { received: 90, filled: 10, ..Oddities::default() });
        let mut answers = Answers::default();
        [10.0, 40.0].into_iter().for_each(|ms| answers.note(ms));
        let report = quality.report(&answers);
        assert!((report.level_dbfs + 6.0).abs() < 0.1);
        assert!((report.voiced_ratio() - 0.45).abs() < 0.01);
        assert!((report.loss() - 0.1).abs() < 0.001 && quality.lossy());
        assert_eq!((report.answers, report.answer_ms, report.answer_max_ms), (2, 25.0, 40.0));
    }

    #[test]
    fn the_line_is_lossy_while_it_loses_audio_and_not_for_ever_after() {
        let frame =
            |concealed| Frame { samples: [0; FRAME_SAMPLES], raw: [0; FRAME_SAMPLES], concealed };
        let mut quality = Quality::default();
        let mut hear = |seconds: usize, lost: usize| {
            for n in 0..50 * seconds {
                quality.heard(&frame(n % 10 < lost), false);
            }
            quality.lossy()
        };
        assert!(hear(60, 3), "a bad minute");
        assert!(!hear(30, 0), "half a minute later it is good again");
        assert!(!hear(600, 0));
        assert!(hear(10, 2), "and bad after ten good minutes");
    }
}
