//! Finds where the caller starts and stops speaking, one 20 ms frame at a time.
//!
//! Energy over an adaptive noise floor, periodicity (a voice) and the voice activity detector together open an utterance; the
//! detector keeps it open, so that noise over the floor neither holds it nor is taken for one. The detector runs only
//! where there is sound, or was a moment ago. No allocation after [`Endpointer::new`].

use super::activity::Judge;
use super::level;
use super::units::{FRAME_MS, FRAME_SAMPLES, FULL_SCALE};
use super::voice_check::VoiceCheck;

/// Over the floor by this much, a frame may open an utterance, dB.
const OPEN_DB: f32 = 9.0;
/// Over the floor by this much, a voiced frame counts as voice; by half of it, a frame is looked at, dB.
const VOICE_DB: f32 = 6.0;
/// Probability of speech over which a frame may open an utterance, and keeps one open.
const LIKELY: f32 = 0.5;
/// Over a floor that is known by this much, a voiced frame is speech whatever the detector says, dB: it takes a long even
/// vowel, as a learner holds it, for a tone of the line. Noise 15 dB under a voice rarely stands out so far.
const CLEAR_DB: f32 = 18.0;
/// How many of the last [`WINDOW`] frames must be likely speech to open.
const LIKELY_FRAMES: u32 = 2;
/// Frames for which the detector goes on after the last one that could have been speech.
const AWAKE_FRAMES: u32 = 5;
/// Below this level nothing is speech, dBFS.
const QUIETEST_DBFS: f32 = -55.0;
/// Periodicity that a voice shows in most frames.
const PERIODIC: f32 = 0.55;
/// Frames that the start is put back: the quiet onset of a consonant.
const BACKDATE_FRAMES: u64 = 8;
/// Frames kept after the last active one.
const TAIL_FRAMES: u64 = 4;
/// How many of the last [`WINDOW`] frames must be active to open.
const OPEN_FRAMES: u32 = 3;
/// Frames looked at when opening.
const WINDOW: u32 = 11;
/// Fewer periodic frames than this were no voice: a click, a cough, a key.
const MIN_VOICED_FRAMES: u32 = 3;

/// What the endpointer waits for: sets the pause that ends it and the longest it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenFor {
    /// The pause that ends the utterance, ms.
    pub hangover_ms: u32,
    /// The longest utterance, ms.
    pub max_ms: u32,
    /// How long to wait for the first sound, ms.
    pub initial_timeout_ms: u32,
}

impl ListenFor {
    /// One syllable: a pause of 220 ms ends it.
    #[must_use]
    pub fn syllable() -> Self {
        Self::syllables(1)
    }

    /// A word or phrase of `count` syllables: a pause of 600 ms ends two to four, one of 800 ms more.
    #[must_use]
    pub fn syllables(count: usize) -> Self {
        let hangover_ms = match count {
            0 | 1 => 220,
            // Who learns stops between syllables.
            2..=4 => 600,
            _ => 800,
        };
        let each_ms = if count > 1 { 900 } else { 700 };
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            hangover_ms,
            max_ms: count.saturating_mul(each_ms).saturating_add(1_200).min(11_000),
            initial_timeout_ms: 5_000,
        }
    }

    /// A text of `words` words read aloud: the pause that ends it is the longer the longer the text, for who reads slowly
    /// stops between words.
    #[must_use]
    pub fn reading(words: usize) -> Self {
        let words = u32::try_from(words).unwrap_or(u32::MAX);
        let hangover_ms = if words <= 3 { 600 } else { 900 };
        let max_ms = words.saturating_mul(1_200).saturating_add(3_000).min(23_000);
        Self { hangover_ms, max_ms, initial_timeout_ms: 8_000 }
    }

    /// A turn of a conversation: a pause of 700 ms ends it.
    #[must_use]
    pub fn talk() -> Self {
        Self { hangover_ms: 700, max_ms: 29_000, initial_timeout_ms: 8_000 }
    }

    /// A sentence read aloud: a pause of 550 ms ends it.
    #[must_use]
    pub fn sentence() -> Self {
        Self { hangover_ms: 550, max_ms: 11_000, initial_timeout_ms: 5_000 }
    }
}

/// What the endpointer found at a frame. Frames count from the first one pushed after [`Endpointer::new`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// Speech began; `start_frame` lies up to 240 ms back.
    Started {
        /// First frame that belongs to the utterance.
        start_frame: u64,
    },
    /// What had begun was no voice after all; listening goes on.
    FalseStart,
    /// The utterance is over; the endpointer rests until [`Endpointer::arm`].
    Ended {
        /// First frame of the utterance.
        start_frame: u64,
        /// The frame after its last.
        end_frame: u64,
        /// It ran into the limit of its length rather than into a pause.
        cut: bool,
    },
    /// The initial time ran out without a voice; the endpointer rests until [`Endpointer::arm`].
    NothingSaid,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Resting,
    Waiting { since: u64 },
    Speaking { start: u64, last_active: u64, voiced: u32 },
}

/// The endpointer of one call.
#[derive(Debug)]
pub struct Endpointer {
    task: ListenFor,
    phase: Phase,
    next_frame: u64,
    /// Bit i: the frame i back was active.
    active_bits: u32,
    /// Bit i: the frame i back was active and periodic.
    voiced_bits: u32,
    /// Bit i: the frame i back was likely speech.
    likely_bits: u32,
    /// Frames since the last one that could have been speech.
    still: u32,
    floor: NoiseFloor,
    voice: VoiceCheck,
    judge: Judge,
}

impl Endpointer {
    /// An endpointer that listens at once for `task`; about 2.5 kB. Allocates nothing later.
    #[must_use]
    pub fn new(task: ListenFor) -> Self {
        Self {
            task,
            phase: Phase::Waiting { since: 0 },
            next_frame: 0,
            active_bits: 0,
            voiced_bits: 0,
            likely_bits: 0,
            still: u32::MAX,
            floor: NoiseFloor::new(),
            voice: VoiceCheck::new(),
            judge: Judge::new(),
        }
    }

    /// Listens anew for `task`; the noise floor learnt so far is kept.
    pub fn arm(&mut self, task: ListenFor) {
        self.task = task;
        self.phase = Phase::Waiting { since: self.next_frame };
        self.forget();
    }

    fn forget(&mut self) {
        (self.active_bits, self.voiced_bits, self.likely_bits) = (0, 0, 0);
    }

    /// The noise floor, dBFS.
    #[must_use]
    pub fn floor_dbfs(&self) -> f32 {
        self.floor.dbfs()
    }

    /// The number that the next frame will have.
    #[must_use]
    pub fn next_frame(&self) -> u64 {
        self.next_frame
    }

    /// Whether an utterance is under way.
    #[must_use]
    pub fn speaking(&self) -> bool {
        matches!(self.phase, Phase::Speaking { .. })
    }

    /// Takes the next frame. Real-time safe: some 12 000 multiplications where there is sound, no allocation.
    pub fn push(&mut self, frame: &[i16; FRAME_SAMPLES]) -> Option<Endpoint> {
        let now = self.next_frame;
        self.next_frame += 1;
        let power = self.voice.push(frame);
        let db = level::power_dbfs(power / (FULL_SCALE * FULL_SCALE));
        let over = db - self.floor.dbfs();
        self.floor.push(db, self.speaking());
        let loud = db > QUIETEST_DBFS;
        let audible = loud && over > 0.5 * VOICE_DB;
        self.still = if loud { 0 } else { self.still.saturating_add(1) };
        // Asked only where it may matter: most frames of a call are silence.
        let (periodicity, likelihood) = if self.still <= AWAKE_FRAMES {
            let periodicity = self.voice.periodicity();
            (periodicity, self.judge.push(frame, periodicity))
        } else {
            self.judge.rest();
            (0.0, 0.0)
        };
        let periodic = audible && periodicity > PERIODIC;
        let clear = periodic && over > CLEAR_DB && self.floor.is_known();
        let likely = loud && (clear || likelihood > LIKELY);
        self.active_bits = (self.active_bits << 1) | u32::from(loud && over > OPEN_DB);
        self.voiced_bits = (self.voiced_bits << 1) | u32::from(periodic && over > VOICE_DB);
        self.likely_bits = (self.likely_bits << 1) | u32::from(likely);
        self.decide(now, likely, periodic && likely)
    }

    /// The next frame is known to be no speech, as the tone of a key is: it is quiet, whatever is in it, and the noise floor
    /// learns nothing from it. What came just before was its beginning and opens nothing.
    pub fn pass(&mut self) -> Option<Endpoint> {
        let now = self.next_frame;
        self.next_frame += 1;
        self.forget();
        self.decide(now, false, false)
    }

    fn decide(&mut self, now: u64, keeps: bool, is_voiced: bool) -> Option<Endpoint> {
        match self.phase {
            Phase::Resting => None,
            Phase::Waiting { since } => self.waiting(now, since),
            Phase::Speaking { .. } => self.speaking_on(now, keeps, is_voiced),
        }
    }

    fn waiting(&mut self, now: u64, since: u64) -> Option<Endpoint> {
        let seen = u32::try_from(now - since + 1).unwrap_or(u32::MAX).min(WINDOW);
        let mask = (1_u32 << seen) - 1;
        let active = self.active_bits & mask;
        let voiced = (self.voiced_bits & mask).count_ones();
        let likely = (self.likely_bits & mask).count_ones();
        let enough = active.count_ones() >= OPEN_FRAMES && likely >= LIKELY_FRAMES;
        if enough && voiced > 0 && active & 0b111 != 0 {
            let first_active = u64::from(31 - active.leading_zeros());
            let start = (now - first_active).saturating_sub(BACKDATE_FRAMES).max(since);
            self.phase = Phase::Speaking { start, last_active: now, voiced };
            return Some(Endpoint::Started { start_frame: start });
        }
        let waited_ms = (now - since + 1).saturating_mul(u64::from(FRAME_MS));
        if waited_ms >= u64::from(self.task.initial_timeout_ms) && active == 0 {
            self.phase = Phase::Resting;
            return Some(Endpoint::NothingSaid);
        }
        None
    }

    fn speaking_on(&mut self, now: u64, keeps: bool, is_voiced: bool) -> Option<Endpoint> {
        let Phase::Speaking { start, last_active, voiced } = &mut self.phase else {
            return None;
        };
        if keeps {
            *last_active = now;
        }
        *voiced += u32::from(is_voiced);
        let frame_ms = u64::from(FRAME_MS);
        let cut = (now + 1 - *start) * frame_ms >= u64::from(self.task.max_ms);
        let paused = (now - *last_active) * frame_ms >= u64::from(self.task.hangover_ms);
        if !cut && !paused {
            return None;
        }
        if !cut && *voiced < MIN_VOICED_FRAMES {
            self.phase = Phase::Waiting { since: now + 1 };
            return Some(Endpoint::FalseStart);
        }
        let ended = Endpoint::Ended {
            start_frame: *start,
            end_frame: (*last_active + 1 + TAIL_FRAMES).min(now + 1),
            cut,
        };
        self.phase = Phase::Resting;
        Some(ended)
    }
}

/// The quietest level of the last second and a half, followed upwards slowly while someone speaks.
#[derive(Debug)]
struct NoiseFloor {
    /// The minimum of each block of [`NoiseFloor::BLOCK`] frames, the newest at `at`.
    blocks: [f32; NoiseFloor::BLOCKS],
    at: usize,
    filled: u32,
    smooth: f32,
    /// Blocks that were filled, up to all of them.
    known: usize,
}

impl NoiseFloor {
    const BLOCKS: usize = 5;
    const BLOCK: u32 = 15;
    /// Where the floor stands before anything was heard, dBFS.
    const PRIOR_DBFS: f32 = -62.0;
    /// A floor below this is a digital silence: what follows must not count as far above it.
    const LOWEST_DBFS: f32 = -66.0;

    fn new() -> Self {
        Self {
            blocks: [Self::PRIOR_DBFS; Self::BLOCKS],
            at: 0,
            filled: 0,
            smooth: Self::PRIOR_DBFS,
            known: 0,
        }
    }

    fn dbfs(&self) -> f32 {
        let lowest = self.blocks.iter().copied().fold(f32::INFINITY, f32::min);
        lowest.max(Self::LOWEST_DBFS)
    }

    /// Whether it stands on what was heard alone.
    fn is_known(&self) -> bool {
        self.known == Self::BLOCKS
    }

    fn push(&mut self, db: f32, speaking: bool) {
        self.smooth += (db - self.smooth) * if db < self.smooth { 0.5 } else { 0.3 };
        let block = &mut self.blocks[self.at];
        *block = block.min(self.smooth);
        self.filled += 1;
        // While someone speaks the blocks turn four times slower: a long vowel is no noise.
        let length = if speaking { 4 * Self::BLOCK } else { Self::BLOCK };
        if self.filled >= length {
            self.filled = 0;
            self.known = Self::BLOCKS.min(self.known + 1);
            self.at = (self.at + 1) % Self::BLOCKS;
            self.blocks[self.at] = self.smooth;
        }
    }
}

#[cfg(test)]
#[path = "endpoint_tests.rs"]
mod tests;
