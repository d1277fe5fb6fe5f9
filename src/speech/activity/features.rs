//! What the network sees of a frame.

use crate::speech::bands::{BANDS, BandMeter};
use crate::speech::level;
use crate::speech::units::{FRAME_SAMPLES, FULL_SCALE};
use crate::speech::voice_check::VoiceCheck;

/// Values of a row: each band over its floor, pairs of bands as they are, and four of the whole frame.
pub const INPUTS: usize = BANDS + BANDS / 2 + 4;

/// How fast a floor follows upwards, dB a frame: 3 dB a second.
const RISE_DB: f32 = 0.06;
/// How fast it may rise at the very beginning, dB a frame; this much less with each frame.
const FIRST_RISE_DB: f32 = 1.5;
const FIRST_RISE_DECAY: f32 = 0.95;
/// The share of the way that it falls in a frame.
const FALL: f32 = 0.3;
/// Where the floors stand before anything was heard, dBFS.
const PRIOR_DB: f32 = -75.0;

/// What was seen in one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Level of the frame without hum, dBFS.
    pub level_dbfs: f32,
    /// How periodic it is, 0 to 1.
    pub periodicity: f32,
}

/// Turns frames into rows, with a look of its own at how periodic they are.
#[derive(Debug)]
pub struct Features {
    rows: Rows,
    voice: VoiceCheck,
}

/// Turns frames whose periodicity is known into rows.
#[derive(Debug)]
pub(in crate::speech) struct Rows {
    meter: BandMeter,
    floors: [f32; BANDS],
    total_floor: f32,
    last_total: f32,
    rise: f32,
}

impl Default for Features {
    fn default() -> Self {
        Self::new()
    }
}

impl Features {
    /// Takes its memory.
    #[must_use]
    pub fn new() -> Self {
        Self { rows: Rows::new(), voice: VoiceCheck::new() }
    }

    /// The row of the next frame. Real-time safe.
    pub fn push(&mut self, frame: &[i16; FRAME_SAMPLES]) -> ([f32; INPUTS], Look) {
        let power = self.voice.push(frame);
        let periodicity = self.voice.periodicity();
        let level_dbfs = level::power_dbfs(power / (FULL_SCALE * FULL_SCALE));
        (self.rows.push(frame, periodicity), Look { level_dbfs, periodicity })
    }
}

impl Rows {
    pub(in crate::speech) fn new() -> Self {
        Self {
            meter: BandMeter::new(),
            floors: [PRIOR_DB; BANDS],
            total_floor: PRIOR_DB,
            last_total: PRIOR_DB,
            rise: FIRST_RISE_DB,
        }
    }

    /// The row of the next frame. Real-time safe.
    pub(in crate::speech) fn push(
        &mut self,
        frame: &[i16; FRAME_SAMPLES],
        periodicity: f32,
    ) -> [f32; INPUTS] {
        let levels = self.meter.push_frame(frame);
        let mut row = [0.0; INPUTS];
        let rise = self.rise;
        self.rise = RISE_DB.max(rise * FIRST_RISE_DECAY);
        for ((slot, floor), db) in row.iter_mut().zip(&mut self.floors).zip(levels.bands_db) {
            *slot = ((db - *floor) / 12.0).clamp(-1.0, 4.0);
            follow(floor, db, rise);
        }
        let (pairs, _) = levels.bands_db.as_chunks::<2>();
        for (slot, [a, b]) in row[BANDS..].iter_mut().zip(pairs) {
            *slot = (0.5 * (a + b) + 60.0) / 20.0;
        }
        let total = levels.total_db;
        let over = (total - self.total_floor) / 12.0;
        let step = (total - self.last_total) / 10.0;
        follow(&mut self.total_floor, total, rise);
        self.last_total = total;
        let rest = [
            over.clamp(-1.0, 4.0),
            (total + 50.0) / 20.0,
            step.clamp(-3.0, 3.0),
            2.0 * periodicity - 1.0,
        ];
        row[BANDS + BANDS / 2..].copy_from_slice(&rest);
        row
    }
}

impl Rows {
    /// A frame in which nothing can be heard, and at which nobody looked: the floors come down as they would in it.
    pub(in crate::speech) fn rest(&mut self) {
        let rise = self.rise;
        self.rise = RISE_DB.max(rise * FIRST_RISE_DECAY);
        self.floors.iter_mut().for_each(|floor| follow(floor, PRIOR_DB, rise));
        follow(&mut self.total_floor, PRIOR_DB, rise);
        self.last_total = PRIOR_DB;
    }
}

/// Moves a floor towards a level: down fast, up slowly.
fn follow(floor: &mut f32, db: f32, rise: f32) {
    let away = db - *floor;
    *floor += if away < 0.0 { FALL * away } else { away.min(rise) };
}
