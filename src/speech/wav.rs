//! Sound files in and out, for the command line and the tests: any WAV in, 8 kHz mono out.
//!
//! Reads PCM of 8, 16, 24 and 32 bits, float of 32 and 64 bits, mu-law (tag 7) and A-law (tag 6),
//! also under the extensible tag. Format: Microsoft RIFF, "Multiple channel audio data" (2007).

use std::path::{Path, PathBuf};

use super::g711::{self, Law};
use super::units::{FULL_SCALE, SAMPLE_RATE_HZ};

/// Longest file read, samples of one channel: ten minutes at 192 kHz.
const MAX_SAMPLES: usize = 192_000 * 600;

/// Sound as it stands in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Wav {
    /// Samples per second of one channel.
    pub rate_hz: u32,
    /// Interleaved channels mixed to one; full scale is 1.
    pub mono: Vec<f32>,
}

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The file itself.
    #[error("cannot read or write the file: {0}")]
    Io(#[from] std::io::Error),
    /// Not RIFF/WAVE, or a chunk that ends before it should.
    #[error("not a WAV file: {0}")]
    Malformed(&'static str),
    /// A coding that is not read here.
    #[error("format tag {tag} with {bits} bits is not supported")]
    Unsupported {
        /// The format tag.
        tag: u16,
        /// Bits per sample.
        bits: u16,
    },
    /// The resampler refused the rates.
    #[error("cannot resample from {0} Hz")]
    Rate(u32),
}

/// The fields of a `fmt ` chunk that matter.
#[derive(Debug, Clone, Copy)]
struct Format {
    tag: u16,
    channels: u16,
    rate_hz: u32,
    bits: u16,
}

/// Reads a file as 8 kHz mono 16-bit samples, whatever it holds.
///
/// # Errors
/// [`WavError`], by cause; a malformed file never panics.
pub fn read_8k(path: &Path) -> Result<Vec<i16>, WavError> {
    let wav = parse(&std::fs::read(path)?)?;
    to_8k(&wav)
}

/// All files below a folder whose name ends in `.wav`, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub fn below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            paths.extend(below(&path)?);
        } else if path.extension().is_some_and(|e| e == "wav") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Resamples to 8 kHz if need be and rounds to 16 bits.
///
/// # Errors
/// [`WavError::Rate`] when no filter exists for the rate.
pub fn to_8k(wav: &Wav) -> Result<Vec<i16>, WavError> {
    if wav.rate_hz == SAMPLE_RATE_HZ {
        return Ok(wav.mono.iter().map(|s| to_i16(*s)).collect());
    }
    let resampled = super::resample::resample(&wav.mono, wav.rate_hz, SAMPLE_RATE_HZ)
        .ok_or(WavError::Rate(wav.rate_hz))?;
    Ok(resampled.iter().map(|s| to_i16(*s)).collect())
}

fn to_i16(sample: f32) -> i16 {
    // The cast saturates and takes NaN to 0.
    (sample * FULL_SCALE).round() as i16
}

/// Parses the bytes of a WAV file.
///
/// # Errors
/// [`WavError::Malformed`] or [`WavError::Unsupported`].
pub fn parse(bytes: &[u8]) -> Result<Wav, WavError> {
    if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
        return Err(WavError::Malformed("no RIFF/WAVE header"));
    }
    let mut rest = &bytes[12..];
    let mut format = None;
    while rest.len() >= 8 {
        let size = u32::from_le_bytes([rest[4], rest[5], rest[6], rest[7]]) as usize;
        // Streams are written with a size that is too large; what is there is what counts.
        let body = &rest[8..rest.len().min(size.saturating_add(8))];
        match &rest[..4] {
            b"fmt " => format = Some(parse_format(body)?),
            b"data" => {
                let format = format.ok_or(WavError::Malformed("data before fmt"))?;
                return decode(format, body);
            }
            _ => {}
        }
        let next = size.saturating_add(8).saturating_add(size & 1);
        rest = rest.get(next..).unwrap_or(&[]);
    }
    Err(WavError::Malformed("no data chunk"))
}

fn parse_format(body: &[u8]) -> Result<Format, WavError> {
    let short = |at: usize| {
        let bytes = body.get(at..at + 2)?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    };
    let read = || {
        let mut tag = short(0)?;
        if tag == 0xFFFE {
            // Extensible: the true tag opens the sub-format.
            tag = short(24)?;
        }
        let rate_hz = u32::from(short(4)?) | (u32::from(short(6)?) << 16);
        Some(Format { tag, channels: short(2)?, rate_hz, bits: short(14)? })
    };
    let format = read().ok_or(WavError::Malformed("fmt chunk too short"))?;
    match (format.channels, format.rate_hz) {
        (1..=8, 4_000..=192_000) => Ok(format),
        (1..=8, _) => Err(WavError::Malformed("sample rate out of range")),
        _ => Err(WavError::Malformed("channel count out of range")),
    }
}

fn decode(format: Format, body: &[u8]) -> Result<Wav, WavError> {
    let Format { tag, bits, .. } = format;
    let convert: fn(&[u8]) -> f32 = match (tag, bits) {
        (1, 8) => |b| (f32::from(b[0]) - 128.0) / 128.0,
        (1, 16) => |b| f32::from(i16::from_le_bytes([b[0], b[1]])) / FULL_SCALE,
        (1, 24) => |b| i32::from_le_bytes([0, b[0], b[1], b[2]]) as f32 / 2_147_483_648.0,
        (1, 32) => |b| i32::from_le_bytes([b[0], b[1], b[2], b[3]]) as f32 / 2_147_483_648.0,
        (3, 32) => |b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]),
        (3, 64) => |b| f64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]) as f32,
        (6, 8) => |b| f32::from(g711::decode(Law::A, b[0])) / FULL_SCALE,
        (7, 8) => |b| f32::from(g711::decode(Law::Mu, b[0])) / FULL_SCALE,
        _ => return Err(WavError::Unsupported { tag, bits }),
    };
    let width = usize::from(bits / 8);
    let channels = usize::from(format.channels);
    let frame = width * channels;
    if body.len() / frame > MAX_SAMPLES {
        return Err(WavError::Malformed("longer than ten minutes"));
    }
    let finite = |x: f32| if x.is_finite() { x } else { 0.0 };
    let mono = body
        .chunks_exact(frame)
        .map(|f| f.chunks_exact(width).map(|s| finite(convert(s))).sum::<f32>() / channels as f32)
        .collect();
    Ok(Wav { rate_hz: format.rate_hz, mono })
}

/// The bytes of an 8 kHz mono WAV file: mu-law (tag 7) if `law` is given as mu, A-law (tag 6), else 16-bit PCM.
#[must_use]
pub fn encode_8k(samples: &[i16], law: Option<Law>) -> Vec<u8> {
    let (tag, width) = match law {
        None => (1_u16, 2_u16),
        Some(Law::A) => (6, 1),
        Some(Law::Mu) => (7, 1),
    };
    let data = match law {
        None => samples.iter().flat_map(|s| s.to_le_bytes()).collect(),
        Some(law) => {
            let mut codes = vec![0; samples.len()];
            g711::encode_into(law, samples, &mut codes);
            codes
        }
    };
    let pad = data.len() & 1;
    let size = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(data.len() + 46);
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&(size.saturating_add(38 + pad as u32)).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt \x12\0\0\0");
    out.extend_from_slice(&tag.to_le_bytes());
    out.extend_from_slice(&1_u16.to_le_bytes());
    out.extend_from_slice(&SAMPLE_RATE_HZ.to_le_bytes());
    out.extend_from_slice(&(SAMPLE_RATE_HZ * u32::from(width)).to_le_bytes());
    out.extend_from_slice(&width.to_le_bytes());
    out.extend_from_slice(&(8 * width).to_le_bytes());
    out.extend_from_slice(&0_u16.to_le_bytes());
    out.extend_from_slice(b"data");
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&data);
    out.resize(out.len() + pad, 0);
    out
}

/// Writes [`encode_8k`] to a file.
///
/// # Errors
/// [`WavError::Io`].
pub fn write_8k(path: &Path, samples: &[i16], law: Option<Law>) -> Result<(), WavError> {
    Ok(std::fs::write(path, encode_8k(samples, law))?)
}

/// What the fuzzer runs: any bytes as a WAV file; what is read at 8 kHz must survive writing and reading again.
///
/// # Panics
/// If samples change.
pub fn fuzz_entry(data: &[u8]) {
    let Ok(wav) = parse(data) else { return };
    // Other rates go through the resampler, which is somebody else's parser of nothing.
    if wav.rate_hz != SAMPLE_RATE_HZ {
        return;
    }
    let Ok(samples) = to_8k(&wav) else { return };
    let again =
        parse(&encode_8k(&samples, None)).and_then(|wav| to_8k(&wav)).expect("our own file");
    assert_eq!(samples, again, "samples changed by being written and read");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(tag: u16, channels: u16, rate: u32, bits: u16, data: &[u8]) -> Vec<u8> {
        let mut out = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
        out.extend(tag.to_le_bytes());
        out.extend(channels.to_le_bytes());
        out.extend(rate.to_le_bytes());
        out.extend([0; 6]);
        out.extend(bits.to_le_bytes());
        out.extend(b"data");
        out.extend((data.len() as u32).to_le_bytes());
        out.extend(data);
        out
    }

    #[test]
    fn what_is_written_reads_back_in_all_three_codings() {
        let samples = [0_i16, 8, -8, 1_000, -30_000, 32_124];
        assert_eq!(to_8k(&parse(&encode_8k(&samples, None)).expect("pcm")).expect("rate"), samples);
        for law in [Law::Mu, Law::A] {
            let back = to_8k(&parse(&encode_8k(&samples, Some(law))).expect("g711")).expect("rate");
            let coded: Vec<i16> =
                samples.iter().map(|s| g711::decode(law, g711::encode(law, *s))).collect();
            assert_eq!(back, coded);
        }
    }

    #[test]
    fn stereo_is_mixed_and_wide_samples_are_scaled() {
        let stereo = parse(&header(1, 2, 8_000, 16, &[0, 64, 0, 0])).expect("stereo");
        assert_eq!(stereo.mono, [0.25]);
        let wide = parse(&header(1, 1, 8_000, 24, &[0, 0, 0x40])).expect("24 bits");
        assert_eq!(wide.mono, [0.5]);
        let float = parse(&header(3, 1, 8_000, 32, &0.5_f32.to_le_bytes())).expect("float");
        assert_eq!(float.mono, [0.5]);
        let byte = parse(&header(1, 1, 8_000, 8, &[192])).expect("8 bits");
        assert_eq!(byte.mono, [0.5]);
    }

    #[test]
    fn a_sine_at_44_1_khz_comes_out_at_8_khz_with_its_level_and_phase() {
        let rate = 44_100;
        let sine = |rate: u32, i: usize| {
            (std::f32::consts::TAU * 440.0 * i as f32 / rate as f32).sin() * 0.5
        };
        let mono = (0..rate as usize).map(|i| sine(rate, i)).collect();
        let out = to_8k(&Wav { rate_hz: rate, mono }).expect("resampled");
        assert!((7_990..=8_010).contains(&out.len()), "{}", out.len());
        for (i, sample) in out.iter().enumerate().take(7_500).skip(500) {
            let truth = sine(8_000, i);
            assert!((f32::from(*sample) / FULL_SCALE - truth).abs() < 0.03, "{i} {sample} {truth}");
        }
    }

    #[test]
    fn faults_are_named() {
        assert!(matches!(parse(b"OggS"), Err(WavError::Malformed(_))));
        assert!(matches!(
            parse(&header(2, 1, 8_000, 4, &[])),
            Err(WavError::Unsupported { tag: 2, bits: 4 })
        ));
        assert!(matches!(parse(&header(1, 0, 8_000, 16, &[])), Err(WavError::Malformed(_))));
        assert!(matches!(parse(&header(1, 1, 8_000, 0, &[])), Err(WavError::Unsupported { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..60) {
            let mut file = encode_8k(&[1, 2, 3, 4, 5], None);
            file.truncate(cut);
            file.extend(&bytes);
            let _ = parse(&file).map(|wav| to_8k(&wav));
        }
    }
}
