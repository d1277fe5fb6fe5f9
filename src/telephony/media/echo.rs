//! The line's echo of what we say: whether there is one, how late it comes, and how much weaker.
//!
//! What comes back is compared with what the far end played, at every delay that a line can have. Only an echo keeps an even
//! distance to what was played, word by word; whoever speaks does not. So the delay at which that distance
//! varies least is the echo's, if it varies little, and the distance is the echo's loss. Until enough was played to tell, only
//! sound louder than ours is the caller's. Once there is an echo, what it can be at a moment follows from what was played that long ago,
//! so that a caller is heard in the gaps of a prompt too.

use crate::speech::level::SILENCE_DBFS;

/// Delays that are looked at, in ticks: up to 560 ms.
const DELAYS: usize = 29;
/// What was played, and is about to be, by tick; and how much of that may lie ahead.
const RING: usize = 96;
const AHEAD: u64 = 32;
/// A frame that came so many ticks late was held up with all that follow.
const STALE: u64 = 12;
/// Played louder than this, a frame tells something of the echo, dBFS.
const TELLING_DBFS: f32 = -42.0;
/// Frames that tell something before anything is known, at the longest delay.
const ENOUGH: f32 = 15.0;
/// Weight of a new frame at least: a memory of a second of sound.
const WEIGHT: f32 = 1.0 / 50.0;
/// The variance of the distance up to which it is an echo's, dB². Speech has 60 and more.
const EVEN: f32 = 14.0;
/// An echo weaker than this is none, dB: what we send is no louder than a voice.
const FAINT_DB: f32 = 26.0;
/// A line whose echo was not found returns our voice at least this much weaker, dB.
const USUAL_LOSS_DB: f32 = 12.0;
/// How far sound must stand over what the echo can be at the moment, dB.
const MARGIN_DB: f32 = 4.5;
/// So far under what it should be, there is no echo in a frame, dB, and how much less of it is expected then, dB.
const ABSENT_DB: f32 = 10.0;
const FADES_DB: f32 = 0.2;
/// Ticks around the delay at which the echo may sound, before and after: frames are cut anew, and rooms ring.
const BEFORE: usize = 1;
const AFTER: usize = 3;

/// The distance between what was played and what came, at one delay.
#[derive(Debug, Clone, Copy, Default)]
struct Distance {
    frames: f32,
    mean: f32,
    variance: f32,
}

impl Distance {
    fn push(&mut self, db: f32) {
        self.frames += 1.0;
        let weight = WEIGHT.max(1.0 / self.frames);
        let away = db - self.mean;
        self.mean += weight * away;
        self.variance += weight * ((1.0 - weight) * away * away - self.variance);
    }
}

/// An echo that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    /// How late it comes, ticks.
    delay: usize,
    /// How much weaker than what was played, dB.
    loss_db: f32,
}

/// The echo of one line. Allocates nothing.
#[derive(Debug)]
pub(super) struct Echo {
    /// Mean power of each 20 ms that the far end plays, by tick.
    played: [f32; RING],
    /// The level of each of them and the one before together, dBFS.
    levels: [f32; RING],
    /// The tick up to which that is known.
    now: u64,
    /// The tick to which the frame that came last belongs: frames come in bursts, and their sound does not.
    heard: u64,
    /// Power of the frame before.
    before: f32,
    distances: [Distance; DELAYS],
    found: Option<Found>,
}

impl Default for Echo {
    fn default() -> Self {
        Self {
            played: [0.0; RING],
            levels: [SILENCE_DBFS; RING],
            now: 0,
            heard: 0,
            before: 0.0,
            distances: [Distance::default(); DELAYS],
            found: None,
        }
    }
}

impl Echo {
    /// 20 ms passed: nothing is known of what will be played in the tick that comes into sight.
    pub(super) fn tick(&mut self, now: u64) {
        self.level();
        self.now = now;
        self.played[Self::at(now + AHEAD)] = 0.0;
    }

    /// The far end plays this from tick `from` on: a level for each 20 ms, dBFS.
    pub(super) fn plays(&mut self, from: u64, levels_dbfs: &[i8]) {
        for (tick, level) in (from..).zip(levels_dbfs) {
            // What is late is played late; what is far ahead was not to be sent yet.
            let tick = tick.max(self.now);
            if tick < self.now + AHEAD {
                let power = power(f32::from(*level));
                let slot = &mut self.played[Self::at(tick)];
                *slot = slot.max(power);
            }
        }
    }

    /// The far end drops what it has not played.
    pub(super) fn cleared(&mut self) {
        for ahead in 1..AHEAD {
            self.played[Self::at(self.now + ahead)] = 0.0;
        }
    }

    /// A frame came, whether or not it is listened to.
    pub(super) fn came(&mut self) {
        self.heard = (self.heard + 1).min(self.now);
        if self.now - self.heard > STALE {
            self.heard = self.now;
        }
    }

    /// The frame that came last, while we speak, dBFS. True if it is louder than an echo can be; `loudest_dbfs` is what was sent in the
    /// last half second, about.
    pub(super) fn hear(&mut self, level_dbfs: f32, loudest_dbfs: f32) -> bool {
        self.level();
        let power = power(level_dbfs);
        let smooth = decibels(0.5 * (power + self.before));
        self.before = power;
        for (delay, distance) in self.distances.iter_mut().enumerate() {
            let played = at(&self.levels, self.heard, delay);
            if played > TELLING_DBFS {
                distance.push(played - smooth);
            }
        }
        self.look(smooth);
        let Some(echo) = self.found else {
            let loss = if self.is_known() { USUAL_LOSS_DB } else { 0.0 };
            return level_dbfs > loudest_dbfs - loss;
        };
        level_dbfs > self.expected(echo) + MARGIN_DB
    }

    /// Ticks for which the echo may still be heard when everything was played; 0 where there is none.
    pub(super) fn lasts(&self) -> u64 {
        self.found.map_or(0, |echo| (echo.delay + AFTER + BEFORE) as u64)
    }

    /// What is played now is known.
    fn level(&mut self) {
        let power = 0.5 * (at(&self.played, self.now, 0) + at(&self.played, self.now, 1));
        self.levels[Self::at(self.now)] = decibels(power);
    }

    /// Whether enough was played to tell.
    fn is_known(&self) -> bool {
        self.distances[DELAYS - 1].frames >= ENOUGH
    }

    fn look(&mut self, smooth_db: f32) {
        let told = self.distances.iter().enumerate().filter(|(_, d)| d.frames >= ENOUGH);
        let best = told.min_by(|(_, a), (_, b)| a.variance.total_cmp(&b.variance));
        if let Some((delay, distance)) = best
            && distance.variance < EVEN
            && distance.mean < FAINT_DB
        {
            self.found = Some(Found { delay, loss_db: distance.mean });
            return;
        }
        // A canceller may have learnt to take it away.
        let Some(mut echo) = self.found else { return };
        let expected = self.expected(echo);
        if expected > TELLING_DBFS - USUAL_LOSS_DB && smooth_db < expected - ABSENT_DB {
            echo.loss_db += FADES_DB;
            self.found = (echo.loss_db < FAINT_DB).then_some(echo);
        }
    }

    /// The most that the echo can be now, dBFS.
    fn expected(&self, echo: Found) -> f32 {
        let from = echo.delay.saturating_sub(BEFORE);
        let powers = (from..=echo.delay + AFTER).map(|delay| at(&self.played, self.heard, delay));
        decibels(powers.fold(0.0, f32::max)) - echo.loss_db
    }

    fn at(tick: u64) -> usize {
        usize::try_from(tick % RING as u64).unwrap_or(0)
    }
}

/// What stands for so many ticks ago. Before the first there is nothing: what stands at the end of the ring.
fn at(ring: &[f32; RING], now: u64, delay: usize) -> f32 {
    ring[Echo::at(now + (RING - delay) as u64)]
}

fn power(dbfs: f32) -> f32 {
    10.0_f32.powf(0.1 * dbfs)
}

fn decibels(power: f32) -> f32 {
    (10.0 * (power + 1e-12).log10()).max(SILENCE_DBFS)
}
