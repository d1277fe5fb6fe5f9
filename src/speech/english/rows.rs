//! What the acoustic model reads: rows of 20 ms of the active stretch.

use crate::speech::bands::BANDS;
use crate::speech::units::HOP_MS;
use crate::speech::utterance::Hop;

/// Hops in a row.
pub const HOPS: usize = 2;
/// Length of a row, ms.
pub const ROW_MS: u32 = HOP_MS * HOPS as u32;
/// Values of a hop beside the bands: periodicity, level, peak correlation, voicing.
pub const SIDE: usize = 4;
/// Values of a row.
pub const INPUTS: usize = BANDS * HOPS + SIDE;
/// Where the level stands among the side values.
pub const LEVEL: usize = 1;

/// Hops kept before and after the active stretch.
const MARGIN: usize = 15;
/// Sound this far over the quietest tenth is active, dB.
const OVER_NOISE_DB: f32 = 6.0;
/// Sound further than this below the loudest is not active, dB.
const UNDER_PEAK_DB: f32 = 35.0;
/// The bands' mean is taken over hops at most this far under the peak, dB.
const SPEECH_DB: f32 = 25.0;
/// Furthest that a band may stand from its mean, dB.
const CLIP_DB: f32 = 40.0;

/// The active stretch, as heard: levels in dBFS, correlations as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Bands by hop, dBFS.
    pub bands: Vec<[f32; BANDS]>,
    /// Periodicity, level (dBFS), peak correlation and voicing by hop.
    pub side: Vec<[f32; SIDE]>,
    /// The first hop in the reading.
    pub start_hop: usize,
}

/// The level that `share` of `values` lies below; 0 if there are none.
#[must_use]
pub fn percentile(values: impl Iterator<Item = f32>, share: f32) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    let at = (values.len().saturating_sub(1) as f32 * share).round() as usize;
    values.get(at).copied().unwrap_or(0.0)
}

/// Cuts the active stretch out of a reading: an even number of hops. `None` if nothing stands out.
#[must_use]
pub fn cut(hops: &[Hop]) -> Option<Stretch> {
    let level = || hops.iter().map(|h| h.total_db);
    let floor = percentile(level(), 0.10) + OVER_NOISE_DB;
    let over = floor.max(percentile(level(), 0.97) - UNDER_PEAK_DB);
    let active = |h: &Hop| h.total_db > over;
    let first = hops.iter().position(active)?;
    let last = hops.iter().rposition(active)?;
    let start = first.saturating_sub(MARGIN);
    let mut end = (last + MARGIN + 1).min(hops.len());
    end -= (end - start) % HOPS;
    let part = &hops[start..end];
    let side = |h: &Hop| [h.pitch.periodicity, h.total_db, h.pitch.peak, h.pitch.voiced];
    let bands = |h: &Hop| std::array::from_fn(|i| h.band_db(i));
    Some(Stretch {
        bands: part.iter().map(bands).collect(),
        side: part.iter().map(side).collect(),
        start_hop: start,
    })
}

impl Stretch {
    /// Rows in the stretch.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.bands.len() / HOPS
    }

    /// Level of the loudest hops (95th percentile), dBFS.
    #[must_use]
    pub fn peak_db(&self) -> f32 {
        percentile(self.side.iter().map(|s| s[LEVEL]), 0.95)
    }

    /// The network's input, row after row: bands in units of 10 dB against their mean over the speech, and
    /// the side values scaled to about -1 to 1. Speaker, line and level fall out with the mean.
    #[must_use]
    pub fn inputs(&self) -> Vec<f32> {
        let peak = self.peak_db();
        let mean = self.mean(peak);
        let mut out = Vec::with_capacity(self.rows() * INPUTS);
        let hops = self.bands.chunks_exact(HOPS).zip(self.side.chunks_exact(HOPS));
        for (bands, side) in hops {
            for hop in bands {
                let band = |(b, m): (&f32, &f32)| (b - m).clamp(-CLIP_DB, CLIP_DB) / 10.0;
                out.extend(hop.iter().zip(&mean).map(band));
            }
            let both = |i: usize| (side[0][i] + side[1][i]) / HOPS as f32;
            out.extend((0..SIDE).map(|i| match i {
                LEVEL => (both(i) - peak + 15.0) / 10.0,
                _ => both(i) * 2.0 - 1.0,
            }));
        }
        out
    }

    fn mean(&self, peak: f32) -> [f32; BANDS] {
        let (mut sum, mut count) = ([0.0; BANDS], 0.0_f32);
        for (bands, side) in self.bands.iter().zip(&self.side) {
            if side[LEVEL] > peak - SPEECH_DB {
                sum.iter_mut().zip(bands).for_each(|(s, b)| *s += b);
                count += 1.0;
            }
        }
        sum.map(|s| s / count.max(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(gain: f32) -> Vec<Hop> {
        (0..120)
            .map(|t| {
                let loud = if (40..80).contains(&t) { -20.0 } else { -70.0 } + gain;
                let band = |i: usize| ((loud - 10.0 - i as f32 + 100.0) * 2.0) as u8;
                Hop { total_db: loud, bands: std::array::from_fn(band), ..Hop::default() }
            })
            .collect()
    }

    #[test]
    fn the_active_stretch_is_cut_out_with_its_margins() {
        let stretch = cut(&reading(0.0)).expect("something");
        assert_eq!((stretch.start_hop, stretch.rows()), (25, 35));
        assert!(cut(&[]).is_none());
        assert!(cut(&[Hop::default(); 50]).is_none());
    }

    #[test]
    fn the_level_of_the_line_does_not_show() {
        let (a, b) = (cut(&reading(0.0)).expect("a"), cut(&reading(6.0)).expect("b"));
        let same = a.inputs().iter().zip(b.inputs()).all(|(a, b)| (a - b).abs() < 1e-4);
        assert!(same && a.inputs().len() == a.rows() * INPUTS);
    }
}
