//! From posteriors to the number that a learner hears.

/// Gain and offset of the score against the log odds of the right tone: 0.9 gives 90, 0.5 gives 70.
const GAIN: f64 = 0.61;
const OFFSET: f64 = 0.85;

/// Posteriors as probabilities that sum to 1 and of which none is nought. The pooled posteriors of the networks
/// are right as often as they say (see `docs/SCORING.md`), so that nothing flattens or sharpens them here.
#[must_use]
pub fn calibrate(tones: &[f64; 5]) -> [f32; 5] {
    let floored = tones.map(|p| p.max(1e-9));
    let sum: f64 = floored.iter().sum();
    floored.map(|p| (p / sum) as f32)
}

/// Goodness of a syllable, 0 to 100, from the probability of what is right there.
#[must_use]
pub fn goodness(right: f32) -> u8 {
    let p = f64::from(right).clamp(1e-4, 1.0 - 1e-4);
    let odds = (p / (1.0 - p)).ln();
    let score = 100.0 / (1.0 + (-(GAIN * odds + OFFSET)).exp());
    score.round() as u8
}

/// Goodness of the utterance: half the mean, half the worst, so that one wrong tone is heard in it.
#[must_use]
pub fn overall(scores: &[u8]) -> u8 {
    let sum: u32 = scores.iter().map(|s| u32::from(*s)).sum();
    let mean = sum as f32 / scores.len().max(1) as f32;
    let worst = scores.iter().copied().min().unwrap_or(0);
    (0.5 * mean + 0.5 * f32::from(worst)).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_anchors_hold() {
        assert_eq!(goodness(0.9), 90);
        assert_eq!(goodness(0.5), 70);
        assert!(goodness(0.02) < 20 && goodness(1.0) >= 97);
        assert_eq!(overall(&[100, 100]), 100);
        assert_eq!(overall(&[100, 20]), 40);
    }

    #[test]
    fn calibration_keeps_the_order_and_the_sum() {
        let calm = calibrate(&[0.7, 0.2, 0.05, 0.05, 0.0]);
        assert!((calm.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(calm[0] > calm[1] && calm[1] > calm[2] && calm[4] > 0.0);
    }
}
