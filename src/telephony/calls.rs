//! The calls that this instance is serving: for draining, for `/metrics`, and to notice those that ended unsaid.
//!
//! Not state of the conversation: that is in the context store, and any instance can take the next webhook.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::domain::line_report::LineReport;
use crate::ivr::driver::Talk;
use crate::telemetry::names;

/// The calls of this instance.
#[derive(Debug, Default)]
pub struct Calls {
    live: Mutex<HashMap<String, Live>>,
    draining: AtomicBool,
}

#[derive(Debug)]
struct Live {
    talk: Talk,
    seen: Instant,
    streams: u32,
    /// How the line was, over all streams so far.
    line: LineReport,
}

impl Calls {
    /// A sign of life of a call.
    pub fn touch(&self, talk: &Talk) {
        self.change(|live| {
            let entry = live.entry(talk.id.clone()).or_insert_with(|| Live {
                talk: talk.clone(),
                seen: Instant::now(),
                streams: 0,
                line: LineReport::default(),
            });
            entry.seen = Instant::now();
        });
    }

    /// A stream of the call opened; it counts as alive while any is open.
    pub fn stream_opened(&self, talk: &Talk) {
        self.touch(talk);
        self.change(|live| {
            if let Some(call) = live.get_mut(&talk.id) {
                call.streams += 1;
            }
        });
    }

    /// A stream of the call closed; `line`: how it was.
    pub fn stream_closed(&self, talk: &Talk, line: &LineReport) {
        self.change(|live| {
            if let Some(call) = live.get_mut(&talk.id) {
                call.streams = call.streams.saturating_sub(1);
                call.seen = Instant::now();
                call.line.add(line);
            }
        });
    }

    /// The call is over.
    pub fn ended(&self, id: &str) {
        self.change(|live| {
            if let Some(call) = live.remove(id) {
                summarise(&call);
            }
        });
    }

    /// Takes out the calls without a sign of life, or a stream, for so long.
    #[must_use]
    pub fn take_idle(&self, idle: Duration) -> Vec<Talk> {
        let mut gone = Vec::new();
        self.change(|live| {
            live.retain(|_, call| {
                let keep = call.streams > 0 || call.seen.elapsed() < idle;
                if !keep {
                    summarise(call);
                    gone.push(call.talk.clone());
                }
                keep
            });
        });
        gone
    }

    /// Takes a call out if it gave no sign of life, and has no stream, for so long.
    #[must_use]
    pub fn take_quiet(&self, id: &str, quiet: Duration) -> bool {
        let mut taken = false;
        self.change(|live| {
            taken =
                live.get(id).is_some_and(|call| call.streams == 0 && call.seen.elapsed() >= quiet);
            if taken && let Some(call) = live.remove(id) {
                summarise(&call);
            }
        });
        taken
    }

    /// How many are going on.
    #[must_use]
    pub fn count(&self) -> usize {
        self.live.lock().map_or(0, |live| live.len())
    }

    /// Whether this call is one of them.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.live.lock().is_ok_and(|live| live.contains_key(id))
    }

    /// From now on no new call is taken.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Release);
    }

    /// Whether new calls are refused.
    #[must_use]
    pub fn draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    fn change(&self, change: impl FnOnce(&mut HashMap<String, Live>)) {
        // A poisoned lock only means that another thread panicked while counting.
        let mut live = self.live.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        change(&mut live);
        metrics::gauge!(names::LIVE_CALLS).set(live.len() as f64);
    }
}

/// One line of the log for how a call's line was; nothing for a call without a stream.
fn summarise(call: &Live) {
    let line = &call.line;
    if line.frames == 0 {
        return;
    }
    tracing::info!(
        call.sid = %call.talk.id,
        frames = line.frames,
        loss = line.loss(),
        late = line.late,
        reordered = line.reordered,
        jitter_ms = line.jitter_ms,
        level_dbfs = line.level_dbfs,
        clipped_samples = line.clipped,
        voiced = line.voiced_ratio(),
        answers = line.answers,
        answer_ms = line.answer_ms,
        answer_max_ms = line.answer_max_ms,
        interruptions = line.interruptions,
        late_sends = line.late_sends,
        "the line of a call that ended"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::party::Party;
    use crate::session::dialogue::Channel;

    fn talk(id: &str) -> Talk {
        Talk { party: Party::Withheld, channel: Channel::Voice, id: id.to_owned(), can_hear: true }
    }

    #[test]
    fn idle_calls_are_taken_out_once_and_never_while_a_stream_is_open() {
        let calls = Calls::default();
        calls.touch(&talk("CA1"));
        calls.stream_opened(&talk("CA2"));
        let idle = calls.take_idle(Duration::ZERO);
        assert_eq!(idle.iter().map(|t| t.id.as_str()).collect::<Vec<_>>(), ["CA1"]);
        assert!(calls.take_idle(Duration::ZERO).is_empty());
        calls.stream_closed(&talk("CA2"), &LineReport::default());
        assert_eq!(calls.take_idle(Duration::ZERO).len(), 1);
        assert_eq!(calls.count(), 0);
    }
}
