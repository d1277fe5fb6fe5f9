//! What a shard counts on its own, without atomics, and hands over to the metrics ten times a second.

use std::time::Duration;

use crate::telemetry::names;

/// Counts since the last time.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    pub(super) media: u64,
    pub(super) dtmf: u64,
    pub(super) marks: u64,
    pub(super) other: u64,
    /// Messages that name another stream.
    pub(super) foreign: u64,
    /// Pieces of audio due at a deadline, and those sent late.
    pub(super) due: u64,
    pub(super) missed: u64,
    /// Clips that came after their performance was stopped.
    pub(super) stale: u64,
    /// Processor time of the shard's thread when it was last counted.
    cpu: Duration,
}

impl Tallies {
    /// Hands the counts over; `cpu`: what the thread has used so far.
    pub(super) fn flush(&mut self, cpu: Duration) {
        let kinds = [
            ("media", self.media),
            ("dtmf", self.dtmf),
            ("mark", self.marks),
            ("other", self.other),
            ("foreign", self.foreign),
        ];
        for (kind, n) in kinds.into_iter().filter(|(_, n)| *n > 0) {
            metrics::counter!(names::MEDIA_MESSAGES, "kind" => kind).increment(n);
        }
        for (name, n) in [
            (names::SENDS_DUE, self.due),
            (names::SENDS_MISSED, self.missed),
            (names::STALE_CLIPS, self.stale),
        ] {
            metrics::counter!(name).increment(n);
        }
        metrics::gauge!(names::LIVE_CPU_SECONDS).increment((cpu - self.cpu).as_secs_f64());
        *self = Self { cpu, ..Self::default() };
    }
}
