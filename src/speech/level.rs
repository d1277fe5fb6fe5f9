//! Levels of a stretch of samples: root mean square in dBFS, peak, and the share that is clipped.

use super::units::FULL_SCALE;

/// The level reported for digital silence, dBFS.
pub const SILENCE_DBFS: f32 = -96.0;

/// From this magnitude on a sample counts as clipped: the top step of mu-law and beyond.
pub const CLIP_LEVEL: u16 = 31_000;

/// Root mean square of `samples` in dBFS (0 dBFS: a full-scale square wave); [`SILENCE_DBFS`] for none.
#[must_use]
pub fn rms_dbfs(samples: &[i16]) -> f32 {
    if samples.is_empty() {
        return SILENCE_DBFS;
    }
    let energy: f64 = samples.iter().map(|s| f64::from(*s) * f64::from(*s)).sum();
    power_dbfs((energy / samples.len() as f64) as f32 / (FULL_SCALE * FULL_SCALE))
}

/// Mean power relative to full scale, as dBFS.
#[must_use]
pub fn power_dbfs(power: f32) -> f32 {
    if power > 0.0 { (10.0 * power.log10()).max(SILENCE_DBFS) } else { SILENCE_DBFS }
}

/// The largest magnitude, 0 to 32 768.
#[must_use]
pub fn peak(samples: &[i16]) -> u16 {
    samples.iter().map(|s| s.unsigned_abs()).max().unwrap_or(0)
}

/// How many samples stand at [`CLIP_LEVEL`] or above.
#[must_use]
pub fn clipped(samples: &[i16]) -> usize {
    samples.iter().filter(|s| s.unsigned_abs() >= CLIP_LEVEL).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_scale_square_wave_is_nought_and_half_of_it_six_down() {
        let square: Vec<i16> =
            (0..160).map(|i| if i % 2 == 0 { 32_767 } else { -32_768 }).collect();
        assert!(rms_dbfs(&square).abs() < 0.01);
        let half: Vec<i16> = square.iter().map(|s| s / 2).collect();
        assert!((rms_dbfs(&half) + 6.02).abs() < 0.01);
    }

    #[test]
    fn silence_has_a_floor_and_not_minus_infinity() {
        assert_eq!(rms_dbfs(&[0; 160]), SILENCE_DBFS);
        assert_eq!(rms_dbfs(&[]), SILENCE_DBFS);
        assert_eq!(peak(&[]), 0);
    }

    #[test]
    fn the_most_negative_sample_counts_as_clipped() {
        assert_eq!(peak(&[i16::MIN, 3]), 32_768);
        assert_eq!(clipped(&[i16::MIN, 3, 31_000, 30_999]), 2);
    }
}
