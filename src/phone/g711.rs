//! Mu-law, as ITU-T G.711 defines it, by arithmetic on segments. Written apart from the ear's tables, so
//! that the phone cannot share their mistakes.

/// Samples a second on a telephone line.
pub const RATE_HZ: u32 = 8000;
/// Samples, and bytes of mu-law, in one frame of 20 ms.
pub const FRAME: usize = 160;

const BIAS: i32 = 0x84;
const CLIP: i32 = 32_635;

/// One code to one 16-bit sample. Range ±32124. 0xFF and 0x7F both give 0.
#[must_use]
pub fn decode(code: u8) -> i16 {
    let bits = !code;
    let segment = u32::from(bits >> 4 & 0x07);
    let mantissa = i32::from(bits & 0x0F);
    let magnitude = (((mantissa << 3) + BIAS) << segment) - BIAS;
    let sample = if bits & 0x80 == 0 { magnitude } else { -magnitude };
    i16::try_from(sample).expect("the largest magnitude is 32124")
}

/// One 16-bit sample to the nearest code of its segment; louder than ±32635 is clipped. 0 gives 0xFF.
#[must_use]
pub fn encode(sample: i16) -> u8 {
    let value = i32::from(sample);
    let sign = if value < 0 { 0x80_u8 } else { 0 };
    let magnitude = value.abs().min(CLIP) + BIAS;
    let segment = 24 - magnitude.leading_zeros();
    let mantissa = magnitude >> (segment + 3) & 0x0F;
    let code = u32::try_from(mantissa).expect("four bits") | segment << 4;
    !(sign | u8::try_from(code).expect("seven bits"))
}

/// Many codes to samples. Allocates.
#[must_use]
pub fn decode_all(codes: &[u8]) -> Vec<i16> {
    codes.iter().map(|&code| decode(code)).collect()
}

/// Many samples to codes. Allocates.
#[must_use]
pub fn encode_all(samples: &[i16]) -> Vec<u8> {
    samples.iter().map(|&sample| encode(sample)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_comes_back_except_that_negative_zero_becomes_zero() {
        for code in 0..=255_u8 {
            let expected = if code == 0x7F { 0xFF } else { code };
            assert_eq!(encode(decode(code)), expected, "code {code:#04x}");
        }
    }

    #[test]
    fn the_landmarks_of_the_standard_hold() {
        assert_eq!(decode(0xFF), 0);
        assert_eq!(decode(0x7F), 0);
        assert_eq!(decode(0x80), 32_124);
        assert_eq!(decode(0x00), -32_124);
        assert_eq!(decode(0xFE), 8);
        assert_eq!(decode(0xF0), 120);
        assert_eq!(decode(0xEF), 132);
        assert_eq!(encode(i16::MIN), 0x00);
        assert_eq!(encode(i16::MAX), 0x80);
    }

    #[test]
    fn no_sample_is_off_by_more_than_half_a_step_of_its_segment() {
        for sample in -32_635..=32_635_i16 {
            let back = i32::from(decode(encode(sample)));
            let magnitude = i32::from(sample).abs() + BIAS;
            let step = 8 << (24 - magnitude.leading_zeros());
            let error = (back - i32::from(sample)).abs();
            assert!(error <= step / 2, "{sample} came back as {back}");
        }
    }
}
