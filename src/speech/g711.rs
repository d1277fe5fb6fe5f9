//! G.711 in both laws, to and from 16-bit linear samples.
//!
//! Bit-exact with the reference conversions of ITU-T G.191 (software tools library, module G.711):
//! 14-bit (mu-law) and 13-bit (A-law) codes left-aligned in 16 bits. Decoding is one table look-up.

/// The two companding laws of G.711.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// mu-law: North America, Japan, and what media streams carry.
    Mu,
    /// A-law: the rest of the world.
    A,
}

/// mu-law code to 16-bit sample, by code.
static MU_TABLE: [i16; 256] = table(Law::Mu);
/// A-law code to 16-bit sample, by code.
static A_TABLE: [i16; 256] = table(Law::A);

/// Half of the mu-law bias of 66, in 14-bit units shifted right once, as G.191 has it.
const MU_BIAS: i32 = 33;
/// The largest biased magnitude that mu-law can code.
const MU_CLIP: i32 = 0x1FFF;
/// Even bits of an A-law code are inverted on the line.
const A_TOGGLE: u8 = 0x55;

/// One code to one sample.
#[must_use]
pub fn decode(law: Law, code: u8) -> i16 {
    match law {
        Law::Mu => MU_TABLE[usize::from(code)],
        Law::A => A_TABLE[usize::from(code)],
    }
}

/// One sample to one code.
#[must_use]
pub fn encode(law: Law, sample: i16) -> u8 {
    match law {
        Law::Mu => encode_mu(sample),
        Law::A => encode_a(sample),
    }
}

/// Decodes as many codes as both slices hold and returns how many. Real-time safe: no allocation.
pub fn decode_into(law: Law, codes: &[u8], samples: &mut [i16]) -> usize {
    let table = match law {
        Law::Mu => &MU_TABLE,
        Law::A => &A_TABLE,
    };
    for (sample, code) in samples.iter_mut().zip(codes) {
        *sample = table[usize::from(*code)];
    }
    codes.len().min(samples.len())
}

/// Encodes as many samples as both slices hold and returns how many. Real-time safe: no allocation.
pub fn encode_into(law: Law, samples: &[i16], codes: &mut [u8]) -> usize {
    for (code, sample) in codes.iter_mut().zip(samples) {
        *code = encode(law, *sample);
    }
    codes.len().min(samples.len())
}

fn encode_mu(sample: i16) -> u8 {
    let linear = i32::from(sample);
    let magnitude = if linear < 0 { !linear } else { linear };
    let biased = ((magnitude >> 2) + MU_BIAS).min(MU_CLIP);
    // The position of the highest bit above the lowest six is the segment, 1 to 8.
    let segment = (33 - (biased >> 6).leading_zeros()).max(1);
    let high = (8 - segment) << 4;
    let low = 0xF - ((biased >> segment) & 0xF) as u32;
    let sign = if linear < 0 { 0 } else { 0x80 };
    (high | low | sign) as u8
}

fn encode_a(sample: i16) -> u8 {
    let linear = i32::from(sample);
    let magnitude = (if linear < 0 { !linear } else { linear }) >> 4;
    let code = if magnitude < 32 {
        magnitude
    } else {
        let shift = 27 - magnitude.leading_zeros() as i32;
        ((shift + 1) << 4) + ((magnitude >> shift) & 0xF)
    };
    let sign = if linear < 0 { 0 } else { 0x80 };
    (code as u8 | sign) ^ A_TOGGLE
}

const fn table(law: Law) -> [i16; 256] {
    let mut samples = [0; 256];
    let mut code = 0;
    while code < 256 {
        samples[code] = match law {
            Law::Mu => expand_mu(code as u8),
            Law::A => expand_a(code as u8),
        };
        code += 1;
    }
    samples
}

const fn expand_mu(code: u8) -> i16 {
    let exponent = ((!code >> 4) & 7) as i32;
    let mantissa = (!code & 0xF) as i32;
    let step = 4 << (exponent + 1);
    let magnitude = (0x80 << exponent) + step * mantissa + step / 2 - 4 * MU_BIAS;
    (if code < 0x80 { -magnitude } else { magnitude }) as i16
}

const fn expand_a(code: u8) -> i16 {
    let plain = code ^ A_TOGGLE;
    let exponent = ((plain & 0x7F) >> 4) as i32;
    let mut magnitude = (plain & 0xF) as i32;
    if exponent > 0 {
        magnitude += 16;
    }
    magnitude = (magnitude << 4) + 8;
    if exponent > 1 {
        magnitude <<= exponent - 1;
    }
    (if plain > 127 { magnitude } else { -magnitude }) as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The conversion loop of G.191, word for word slow, to hold the fast one against.
    fn slow_a(sample: i16) -> u8 {
        let linear = i32::from(sample);
        let mut ix = (if linear < 0 { !linear } else { linear }) >> 4;
        if ix > 15 {
            let mut exponent = 1;
            while ix > 31 {
                ix >>= 1;
                exponent += 1;
            }
            ix = ix - 16 + (exponent << 4);
        }
        if linear >= 0 {
            ix |= 0x80;
        }
        ix as u8 ^ 0x55
    }

    fn slow_mu(sample: i16) -> u8 {
        let linear = i32::from(sample);
        let mut magnitude = ((if linear < 0 { !linear } else { linear }) >> 2) + 33;
        magnitude = magnitude.min(0x1FFF);
        let (mut rest, mut segment) = (magnitude >> 6, 1);
        while rest != 0 {
            segment += 1;
            rest >>= 1;
        }
        let code = ((8 - segment) << 4) | (0xF - ((magnitude >> segment) & 0xF));
        (code | if linear < 0 { 0 } else { 0x80 }) as u8
    }

    #[test]
    fn every_sample_encodes_as_the_reference_loop_does() {
        for sample in i16::MIN..=i16::MAX {
            assert_eq!(encode(Law::Mu, sample), slow_mu(sample), "mu {sample}");
            assert_eq!(encode(Law::A, sample), slow_a(sample), "A {sample}");
        }
    }

    #[test]
    fn known_codes_of_the_standard_decode_to_their_values() {
        assert_eq!(decode(Law::Mu, 0xFF), 0);
        assert_eq!(decode(Law::Mu, 0x7F), 0);
        assert_eq!(decode(Law::Mu, 0x80), 32_124);
        assert_eq!(decode(Law::Mu, 0x00), -32_124);
        assert_eq!(decode(Law::A, 0xD5), 8);
        assert_eq!(decode(Law::A, 0x55), -8);
        assert_eq!(decode(Law::A, 0xAA), 32_256);
    }

    #[test]
    fn every_code_survives_the_round_trip_but_the_second_zero_of_mu_law() {
        for code in 0..=u8::MAX {
            assert_eq!(encode(Law::A, decode(Law::A, code)), code);
            let expected = if code == 0x7F { 0xFF } else { code };
            assert_eq!(encode(Law::Mu, decode(Law::Mu, code)), expected);
        }
    }

    proptest! {
        #[test]
        fn the_error_stays_within_half_a_step(sample in any::<i16>()) {
            let error = |law| (i32::from(decode(law, encode(law, sample))) - i32::from(sample)).abs();
            let magnitude = i32::from(sample).abs();
            let mu_step = 4 << (32 - ((magnitude.min(32_635) + 132) >> 7).leading_zeros());
            prop_assert!(magnitude > 32_635 || error(Law::Mu) <= mu_step / 2 + 4);
            let a_step = 16 << (31_u32.saturating_sub((magnitude >> 8).leading_zeros())).min(6);
            prop_assert!(error(Law::A) <= a_step / 2 + 8, "{} {}", error(Law::A), a_step);
        }

        #[test]
        fn slices_of_unequal_length_convert_what_fits(codes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut frame = [0_i16; 160];
            let done = decode_into(Law::Mu, &codes, &mut frame);
            prop_assert_eq!(done, codes.len().min(160));
            for (sample, code) in frame.iter().zip(&codes) {
                prop_assert_eq!(*sample, decode(Law::Mu, *code));
            }
            let mut back = vec![0_u8; codes.len()];
            prop_assert_eq!(encode_into(Law::Mu, &frame, &mut back), done);
        }
    }
}
