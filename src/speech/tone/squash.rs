//! The two curves of the recurrent layers, fast and the same on every machine.

/// The exponential to six digits, without a branch or a call, so that loops over it stay in vector registers
/// and every machine finds the same bits.
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Adding this rounds to whole numbers, which then stand in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    const TERMS: [f32; 6] =
        [1.0, std::f32::consts::LN_2, 0.240_226_5, 0.055_504_11, 0.009_618_13, 0.001_333_356];
    let octaves = (x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let rounded = octaves + ROUND;
    let f = octaves - (rounded - ROUND);
    let power = TERMS.iter().rev().fold(0.0, |sum, term| sum * f + term);
    f32::from_bits(power.to_bits().wrapping_add(rounded.to_bits() << 23))
}

/// 1 / (1 + e^-x).
#[inline(always)]
pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
#[inline(always)]
pub(super) fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_exponential_is_the_exponential() {
        for i in -800..800 {
            let x = i as f32 * 0.1;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-6, "{x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-5, "{x}");
        }
        assert!(exp(1e9).is_finite() && exp(-1e9) >= 0.0 && sigmoid(f32::MAX) == 1.0);
    }
}
