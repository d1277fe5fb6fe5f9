//! What was measured of a call's line: numbers for the journal, the metrics and the call's summary; no content.

use serde::{Deserialize, Serialize};

/// The level of nobody's voice, dBFS.
pub const NO_VOICE_DBFS: f32 = -96.0;

/// The measurements of one stream, or of all streams of a call together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LineReport {
    /// Frames of 20 ms that were heard, made-up ones too.
    pub frames: u64,
    /// Of them, made up for what the line lost.
    pub lost: u64,
    /// Messages that came too late or twice.
    pub late: u64,
    /// Messages that came before their turn and were put in order.
    pub reordered: u64,
    /// Running deviation of arrivals from their timestamps (RFC 3550, section 6.4.1), ms; of several streams, the worst.
    pub jitter_ms: f32,
    /// Frames in which somebody spoke.
    pub voiced: u64,
    /// Level of the caller's voice, dBFS; that of silence where nobody spoke.
    pub level_dbfs: f32,
    /// Samples at full scale.
    pub clipped: u64,
    /// Utterances that were answered.
    pub answers: u32,
    /// Mean time from the endpointer's decision to the first sound of the answer, ms.
    pub answer_ms: f32,
    /// The longest, ms.
    pub answer_max_ms: f32,
    /// Prompts that were stopped by the caller.
    pub interruptions: u32,
    /// Pieces of audio sent over 20 ms after their deadline.
    pub late_sends: u32,
}

impl Default for LineReport {
    fn default() -> Self {
        Self {
            frames: 0,
            lost: 0,
            late: 0,
            reordered: 0,
            jitter_ms: 0.0,
            voiced: 0,
            level_dbfs: NO_VOICE_DBFS,
            clipped: 0,
            answers: 0,
            answer_ms: 0.0,
            answer_max_ms: 0.0,
            interruptions: 0,
            late_sends: 0,
        }
    }
}

impl LineReport {
    /// Share of frames that the line lost, 0 to 1.
    #[must_use]
    pub fn loss(&self) -> f32 {
        share(self.lost, self.frames)
    }

    /// Share of frames in which somebody spoke, 0 to 1.
    #[must_use]
    pub fn voiced_ratio(&self) -> f32 {
        share(self.voiced, self.frames)
    }

    /// Adds the measurements of another stream of the same call.
    pub fn add(&mut self, other: &Self) {
        let mean = |a: f32, n: f32, b: f32, m: f32| {
            if n + m == 0.0 { 0.0 } else { (a * n + b * m) / (n + m) }
        };
        let (voiced, others) = (self.voiced as f32, other.voiced as f32);
        if voiced + others > 0.0 {
            self.level_dbfs = mean(self.level_dbfs, voiced, other.level_dbfs, others);
        }
        let (answers, others) = (self.answers as f32, other.answers as f32);
        self.answer_ms = mean(self.answer_ms, answers, other.answer_ms, others);
        self.answer_max_ms = self.answer_max_ms.max(other.answer_max_ms);
        self.jitter_ms = self.jitter_ms.max(other.jitter_ms);
        self.frames += other.frames;
        self.lost += other.lost;
        self.late += other.late;
        self.reordered += other.reordered;
        self.voiced += other.voiced;
        self.clipped += other.clipped;
        self.answers += other.answers;
        self.interruptions += other.interruptions;
        self.late_sends += other.late_sends;
    }
}

fn share(part: u64, all: u64) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reports_of_two_streams_add_up() {
        let one = LineReport {
            frames: 100,
            lost: 10,
            voiced: 50,
            level_dbfs: -20.0,
            answers: 1,
            answer_ms: 10.0,
            answer_max_ms: 10.0,
            jitter_ms: 3.0,
            ..LineReport::default()
        };
        let two = LineReport {
            frames: 300,
            voiced: 150,
            level_dbfs: -40.0,
            answers: 3,
            answer_ms: 30.0,
            answer_max_ms: 50.0,
            jitter_ms: 1.0,
            ..LineReport::default()
        };
        let mut both = LineReport::default();
        both.add(&one);
        assert_eq!(both, one);
        both.add(&two);
        assert_eq!((both.frames, both.answers), (400, 4));
        assert!((both.level_dbfs + 35.0).abs() < 1e-4 && (both.answer_ms - 25.0).abs() < 1e-4);
        assert_eq!((both.answer_max_ms, both.jitter_ms), (50.0, 3.0));
        assert!((both.loss() - 0.025).abs() < 1e-6 && (both.voiced_ratio() - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_stream_without_audio_has_no_shares() {
        let none = LineReport::default();
        assert_eq!((none.loss(), none.voiced_ratio()), (0.0, 0.0));
    }

    #[test]
    fn nobodys_voice_is_not_loud_and_weighs_nothing() {
        let silent = LineReport { frames: 200, ..LineReport::default() };
        let mut both = LineReport::default();
        both.add(&silent);
        assert_eq!(both.level_dbfs, NO_VOICE_DBFS);
        both.add(&LineReport { voiced: 10, level_dbfs: -30.0, ..silent });
        both.add(&silent);
        assert_eq!(both.level_dbfs, -30.0);
    }
}
