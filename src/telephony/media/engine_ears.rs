//! What the engine makes of a frame of the line: an utterance, a silence, or who speaks over a prompt.

use super::*;

impl Engine {
    /// A frame to listen to. One with a key's tone in it is nobody's voice: neither scored nor the end of a silence.
    pub(super) fn hear(&mut self, frame: &Frame, tone: bool) {
        let frame = if tone { &Frame::SILENCE } else { frame };
        self.echo.came();
        self.gathering.push(frame, &self.levelling);
        // The endpointer hears everything else, to know the noise and who speaks over a prompt.
        let endpoint =
            if tone { self.endpointer.pass() } else { self.endpointer.push(&frame.samples) };
        self.quality.heard(frame, self.endpointer.speaking());
        self.measure(frame);
        match self.phase {
            Phase::Resting => {}
            Phase::Listening => self.listen(endpoint),
            Phase::Performing | Phase::Settling(_) => self.overhear(endpoint, &frame.raw),
        }
    }

    /// What is to be written down is measured, and teaches how loud the caller is.
    fn measure(&mut self, frame: &Frame) {
        let noise = self.endpointer.floor_dbfs();
        if self.gathering.is_open() && self.task.what == Gather::Sound {
            self.measure.push(frame, noise);
        }
        let teaches = self.phase == Phase::Listening && self.endpointer.speaking();
        if teaches && !frame.concealed {
            self.levelling.learn(&frame.samples, noise);
        }
    }

    /// What was wrong with the sound of the last utterance that is to be written down.
    pub(in super::super) fn hint(&self) -> Option<Hint> {
        self.measure.hint()
    }

    pub(super) fn listen(&mut self, endpoint: Option<Endpoint>) {
        match endpoint {
            Some(Endpoint::Started { start_frame }) => self.begin_utterance(start_frame),
            Some(Endpoint::FalseStart) => self.gathering.drop(),
            Some(Endpoint::Ended { .. }) => {
                self.gathering.finish();
                self.phase = Phase::Resting;
                // What was said is written down and thought about, which takes time; a verdict does not.
                self.waits_from = (self.task.what == Gather::Sound).then_some(self.tick);
                self.found = Some(Found::Utterance);
            }
            Some(Endpoint::NothingSaid) if self.endpointer.floor_dbfs() > NOISY_DBFS => {
                self.rest(Found::Noise);
            }
            Some(Endpoint::NothingSaid) => self.rest(Found::Silence),
            None => {}
        }
    }

    /// While a prompt is heard: speech that cannot be its echo stops it, and is listened to from its beginning.
    pub(super) fn overhear(&mut self, endpoint: Option<Endpoint>, samples: &[i16; FRAME_SAMPLES]) {
        match endpoint {
            Some(Endpoint::Started { start_frame }) => self.begin_utterance(start_frame),
            Some(Endpoint::FalseStart) => self.gathering.drop(),
            Some(Endpoint::Ended { .. } | Endpoint::NothingSaid) => {
                self.gathering.drop();
                self.endpointer.arm(self.task.how);
            }
            None => {}
        }
        let level = level::rms_dbfs(samples);
        let sound = level > self.endpointer.floor_dbfs() + SOUND_DB;
        let own = self.echo.hear(level, self.sent_db) && sound;
        if self.gathering.is_open() {
            self.onset.frame(own, sound);
        }
        if self.manners != Manners::Interruptible || self.tick < self.began + DEAF_TICKS {
            return;
        }
        let caller = self.barge.push(samples, own);
        if caller && self.gathering.is_open() {
            if self.playout.busy() {
                self.stop();
            }
            self.phase = Phase::Listening;
        }
    }

    /// Where an answer is waited for and there is nothing to say yet: the tick from which on nothing was heard.
    pub(super) fn gap(&self) -> Option<u64> {
        let waits = match self.phase {
            Phase::Resting => true,
            Phase::Performing => self.playout.lacks(),
            Phase::Settling(_) | Phase::Listening => false,
        };
        self.waits_from.filter(|_| waits).map(|from| from.max(self.playout.played_by()))
    }

    /// Stops what is being said.
    pub(super) fn stop(&mut self) {
        self.stopped = self.playout.clear(self.tick);
        self.waits_from = None;
        self.filler.stop(self.tick);
        self.clear = true;
    }

    pub(super) fn begin_utterance(&mut self, start_frame: u64) {
        self.gathering.begin(start_frame, &self.levelling);
        self.measure = Measure::default();
        self.onset.begins(self.tick);
    }

    pub(super) fn rest(&mut self, found: Found) {
        self.phase = Phase::Resting;
        self.gathering.drop();
        self.found = Some(found);
    }
}
