//! One live call: audio, keys and marks in; audio, marks, clears and findings out. Pure; a tick is 20 ms.
//!
//! Order of work in a tick: what came in since the last one was pushed as it came; then the deadlines; then what is due to
//! be sent. After a performance the engine waits for its mark, lets the echo of the prompt die away, and listens. Speech over a
//! prompt stops it (barge-in), unless it is no louder than the line's echo of that prompt can be, or no word. From the end of an
//! utterance that is answered freely until the answer is there, and in its gaps, a soft sound breaks the silence.

use std::sync::Arc;

use super::barge::Barge;
use super::clip::Clip;
use super::echo::Echo;
use super::filler::Filler;
use super::gathering::Gathering;
use super::hint::{Hint, Measure};
use super::inbound::{Frame, Inbound};
use super::keypad::Keypad;
use super::levelling::Levelling;
use super::onset::Onset;
use super::order::Stamp;
use super::playout::{Heard, Playout, Send, Stopped};
use super::pool::Pool;
use super::quality::Quality;
use super::recorder::Recorder;
pub use super::signals::{Found, Manners, Out};
use super::sound::Sound;
use super::starving::Starving;
use super::take::{Gather, Listening, Take};
use crate::domain::event::Keys;
use crate::speech::endpoint::{Endpoint, Endpointer, ListenFor};
use crate::speech::level;
use crate::speech::units::FRAME_SAMPLES;

/// Ticks from the returned mark to listening: the line's echo of our own prompt (up to 250 ms).
const SETTLE_TICKS: u64 = 13;
/// Ticks after the last audio was due at which a mark that never came back is given up: 2 s.
const MARK_PATIENCE: u64 = 100;
/// Ticks at the beginning of a prompt in which nothing stops it: the caller is still getting used to it. 300 ms.
const DEAF_TICKS: u64 = 15;
/// How fast the echo of what was sent dies away, dB a tick: 3 dB over the longest delay of a mobile line, 500 ms.
const ECHO_DECAY_DB: f32 = 0.12;
/// Noise above this hides a voice that is not loud, dBFS.
const NOISY_DBFS: f32 = -42.0;
/// Over the noise by this much, a frame has sound in it, dB.
const SOUND_DB: f32 = 6.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing to do until the next turn.
    Resting,
    /// Being said; then listening.
    Performing,
    /// The echo dies away until this tick.
    Settling(u64),
    /// The endpointer decides.
    Listening,
}

/// What one call does and what it has noticed.
#[derive(Debug)]
pub struct Engine {
    tick: u64,
    phase: Phase,
    task: Listening,
    manners: Manners,
    /// Away only while it gives its frames.
    inbound: Option<Box<Inbound>>,
    pub(super) playout: Playout,
    filler: Filler,
    /// The tick from which on an answer is waited for, if silence is not to be left silent.
    waits_from: Option<u64>,
    endpointer: Endpointer,
    barge: Barge,
    gathering: Gathering,
    starving: Starving,
    give_up: u64,
    found: Option<Found>,
    /// The last key that was pressed over what must be heard out.
    kept: Option<Keys>,
    stopped: Option<Stopped>,
    clear: bool,
    began: u64,
    /// Level of what the caller is hearing from us, decaying, dBFS.
    sent_db: f32,
    echo: Echo,
    levelling: Levelling,
    measure: Measure,
    onset: Onset,
    quality: Quality,
    /// Keys that are told, and keys that are heard.
    pub(super) keypad: Keypad,
    /// Where both directions go, if the caller agreed.
    pub(super) recorder: Option<Recorder>,
}

impl Engine {
    /// Takes the call's memory, about 11 kB; utterances are lent by `pool`.
    #[must_use]
    pub fn new(pool: Arc<Pool>) -> Self {
        let task = Listening::from(ListenFor::syllable());
        Self {
            tick: 0,
            phase: Phase::Resting,
            task,
            manners: Manners::Interruptible,
            inbound: Some(Box::default()),
            playout: Playout::default(),
            filler: Filler::default(),
            waits_from: None,
            endpointer: Endpointer::new(task.how),
            barge: Barge::default(),
            gathering: Gathering::new(pool),
            starving: Starving::default(),
            give_up: u64::MAX,
            found: None,
            kept: None,
            stopped: None,
            clear: false,
            began: 0,
            sent_db: level::SILENCE_DBFS,
            echo: Echo::default(),
            levelling: Levelling::default(),
            measure: Measure::default(),
            onset: Onset::default(),
            quality: Quality::default(),
            keypad: Keypad::default(),
            recorder: None,
        }
    }

    /// Begins a turn: what [`Engine::add`] brings is said, then `task` is listened for. The performance's number.
    ///
    /// What was waited for is there.
    pub fn begin(&mut self, task: impl Into<Listening>, manners: Manners) -> u64 {
        self.task = task.into();
        self.gathering.reset(self.task.what);
        self.manners = manners;
        self.found = None;
        self.kept = None;
        self.stopped = None;
        self.phase = Phase::Performing;
        self.give_up = u64::MAX;
        self.began = self.tick;
        self.barge.reset(self.task.what);
        self.onset.prompt(self.tick);
        self.endpointer.arm(self.task.how);
        self.waits_from = None;
        self.playout.begin(self.tick)
    }

    /// The same of a turn that is still being thought of: a soft sound is heard in its gaps, as it was before it began.
    pub fn begin_thinking(&mut self, task: impl Into<Listening>, manners: Manners) -> u64 {
        let from = self.waits_from.unwrap_or(self.tick);
        let performance = self.begin(task, manners);
        self.waits_from = Some(from);
        performance
    }

    /// Queues a clip of a performance; false if that was stopped or replaced, and the clip is dropped.
    pub fn add(&mut self, performance: u64, clip: Clip) -> bool {
        let taken = self.playout.add(performance, clip, self.tick);
        // It waits for nobody: what the far end still holds of the soft sound is dropped, if it is that alone.
        if taken && self.filler.stop(self.tick) && self.playout.all_returned() {
            self.clear = true;
        }
        taken
    }

    /// No more clips come for a performance.
    pub fn close(&mut self, performance: u64) {
        self.playout.close(performance);
    }

    /// A whole turn at once.
    pub fn perform(
        &mut self,
        clips: impl IntoIterator<Item = Clip>,
        task: impl Into<Listening>,
    ) -> u64 {
        let performance = self.begin(task, Manners::Interruptible);
        for clip in clips {
            self.add(performance, clip);
        }
        self.close(performance);
        performance
    }

    /// Takes a message's audio. Real-time safe, but that an utterance which begins borrows its memory from the pool.
    pub fn on_media(&mut self, stamp: impl Into<Stamp>, mulaw: &[u8]) {
        let stamp = stamp.into();
        self.starving.came();
        self.quality.arrived(stamp.at_ms, self.tick);
        if let Some(mut inbound) = self.inbound.take() {
            inbound.push(stamp, mulaw, |frame| self.on_frame(frame));
            self.inbound = Some(inbound);
        }
    }

    /// Takes a key that the service tells of, unless it was heard already.
    pub fn on_key(&mut self, key: char) {
        if self.keypad.told(key, self.tick) {
            self.press(key);
        }
    }

    /// A key was pressed: it stops what is being said, unless that must be heard out.
    fn press(&mut self, key: char) {
        let Some(keys) = Keys::parse(key.encode_utf8(&mut [0; 4])) else { return };
        if self.playout.busy() {
            if self.manners == Manners::HeardOut {
                self.kept = Some(keys);
                return;
            }
            self.stop();
        }
        // In a conversation a key may be thought about too.
        let from = self.waits_from.unwrap_or(self.tick);
        self.waits_from = (self.task.what == Gather::Sound).then_some(from);
        self.rest(Found::Keys(keys));
    }

    /// Takes a returned mark.
    pub fn on_mark(&mut self, mark: u64) {
        if self.playout.on_mark(mark, self.tick) == Heard::All && self.phase == Phase::Performing {
            let echo = self.echo.lasts().max(SETTLE_TICKS);
            self.phase = Phase::Settling(self.tick + echo);
        }
    }

    /// Moves on by 20 ms, after what came in them. Silence takes the place of what has not come for long.
    pub fn tick(&mut self) {
        self.pass();
        for _ in 0..self.starving.tick(self.phase == Phase::Listening) {
            self.hear(&Frame::SILENCE, false);
        }
    }

    /// Moves on by 20 ms in which nobody looked what had come: the machine was late, not the line.
    pub fn skip(&mut self) {
        self.starving.pass();
        self.pass();
    }

    /// Moves on by 20 ms in which the line was not read: it is silent only if it was silent before.
    pub fn tick_unread(&mut self) {
        if self.starving.is_fed() { self.skip() } else { self.tick() }
    }

    fn pass(&mut self) {
        self.tick += 1;
        self.echo.tick(self.tick);
        self.sent_db = (self.sent_db - ECHO_DECAY_DB).max(level::SILENCE_DBFS);
        if let Some(mut inbound) = self.inbound.take() {
            inbound.tick(|frame| self.on_frame(frame));
            self.inbound = Some(inbound);
        }
        self.recorder.iter_mut().for_each(Recorder::tick);
        match self.phase {
            Phase::Performing if self.tick >= self.give_up => {
                self.playout.clear(self.tick);
                self.phase = Phase::Settling(self.tick);
            }
            Phase::Settling(_) if self.kept.is_some() => {
                if let Some(keys) = self.kept.take() {
                    self.rest(Found::Keys(keys));
                }
            }
            Phase::Settling(until) if self.tick >= until => {
                // Who has begun to speak already is not cut short; the echo of the last word is.
                if !self.gathering.is_open() || !self.onset.is_the_callers(self.tick) {
                    self.gathering.drop();
                    self.endpointer.arm(self.task.how);
                }
                self.phase = Phase::Listening;
            }
            _ => {}
        }
    }

    /// The next thing to send; call until `None` after each tick and each turn.
    pub fn next_out(&mut self) -> Option<Out<'_>> {
        if std::mem::take(&mut self.clear) {
            self.echo.cleared();
            self.recorder.iter_mut().for_each(Recorder::cleared);
            return Some(Out::Clear);
        }
        if self.phase == Phase::Performing && self.give_up == u64::MAX && self.playout.all_sent() {
            // Heard at the latest when everything sent has been played in real time.
            self.give_up = self.tick + self.playout.lead() + MARK_PATIENCE;
        }
        if let Some(quiet_from) = self.gap() {
            let (codes, levels) = self.filler.next(quiet_from, self.tick)?;
            self.sent_db = louder(self.sent_db, levels);
            self.echo.plays(self.tick, levels);
            self.recorder.iter_mut().for_each(|recorder| recorder.sent(codes));
            return Some(Out::Waiting(codes));
        }
        match self.playout.next(self.tick)? {
            Send::Audio { codes, due, at, levels } => {
                self.sent_db = louder(self.sent_db, levels);
                self.echo.plays(at, levels);
                self.recorder.iter_mut().for_each(|recorder| recorder.sent(codes));
                Some(Out::Audio { codes, due })
            }
            Send::Mark(mark) => Some(Out::Mark(mark)),
        }
    }

    /// What was found since the last call.
    pub fn take_found(&mut self) -> Option<Found> {
        self.found.take()
    }

    /// How much was heard of a prompt that was stopped since the last call.
    pub fn take_stopped(&mut self) -> Option<Stopped> {
        self.stopped.take()
    }

    /// The utterance that was found; to be given back to the pool when it was scored.
    pub fn take_utterance(&mut self) -> Option<Take> {
        self.gathering.take()
    }

    /// A sound that has begun since the last call, to be written down while it grows.
    pub fn take_begun(&mut self) -> Option<Arc<Sound>> {
        self.gathering.take_begun()
    }

    /// The ticks that have passed.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.tick
    }

    /// How the line is, so far.
    #[must_use]
    pub fn quality(&self) -> Quality {
        let mut quality = self.quality;
        quality.line(self.inbound.as_ref().map(|inbound| inbound.oddities()).unwrap_or_default());
        quality
    }

    /// A frame of the line; one that comes after silence stood for it is late and left out.
    fn on_frame(&mut self, frame: &Frame) {
        let Self { recorder, levelling, .. } = self;
        recorder.iter_mut().for_each(|recorder| recorder.heard(frame, levelling));
        let tone = self.keypad.hear(frame, self.tick, self.endpointer.speaking());
        if !self.starving.repays() {
            self.hear(frame, tone.sounding);
        }
        if let Some(key) = tone.key {
            self.press(key);
        }
    }
}

/// The louder of a level and the loudest of others, dBFS.
fn louder(dbfs: f32, levels: &[i8]) -> f32 {
    levels.iter().map(|level| f32::from(*level)).fold(dbfs, f32::max)
}

#[path = "engine_ears.rs"]
mod ears;

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
