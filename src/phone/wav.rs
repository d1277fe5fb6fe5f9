//! Sound files: RIFF/WAVE with PCM or mu-law in, 8 kHz PCM out.

use std::path::Path;

use rubato::audioadapter_buffers::owned::InterleavedOwned;
use rubato::{Fft, FixedSync, Resampler};

use super::PhoneError;
use super::g711::{self, RATE_HZ};

const PCM: u16 = 1;
const MU_LAW: u16 = 7;
const EXTENSIBLE: u16 = 0xFFFE;

/// What a file says of itself, and its raw sound.
struct Wave<'b> {
    format: u16,
    channels: u16,
    rate_hz: u32,
    bits: u16,
    data: &'b [u8],
}

/// Reads a WAV file from disk; see [`decode`].
///
/// # Errors
///
/// [`PhoneError::Sound`], naming the file.
pub fn read(path: &Path) -> Result<Vec<i16>, PhoneError> {
    let name = |reason: String| PhoneError::Sound(format!("{}: {reason}", path.display()));
    let bytes = std::fs::read(path).map_err(|e| name(e.to_string()))?;
    decode(&bytes).map_err(|e| match e {
        PhoneError::Sound(reason) => name(reason),
        other => other,
    })
}

/// The bytes of a WAV file to mono samples at 8 kHz.
///
/// Takes PCM of 8, 16, 24 or 32 bits and mu-law, any number of channels (averaged), any rate from 1 to
/// 384 kHz (resampled). Allocates.
///
/// # Errors
///
/// [`PhoneError::Sound`] when the header is not that of such a file.
pub fn decode(bytes: &[u8]) -> Result<Vec<i16>, PhoneError> {
    let wave = header(bytes).map_err(PhoneError::Sound)?;
    let mono = mono(&wave).map_err(PhoneError::Sound)?;
    if wave.rate_hz == RATE_HZ {
        return Ok(mono.iter().map(|&x| to_i16(x)).collect());
    }
    resample(mono, wave.rate_hz).map_err(PhoneError::Sound)
}

fn header(bytes: &[u8]) -> Result<Wave<'_>, String> {
    if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
        return Err("no RIFF/WAVE header".into());
    }
    let mut rest = &bytes[12..];
    let mut format: Option<(u16, u16, u32, u16)> = None;
    while let Some((id, size)) = chunk(rest) {
        let body = &rest[8..];
        // Writers that stream leave the size of the last chunk too large: take what is there.
        let body = &body[..size.min(body.len())];
        match id {
            b"fmt " => format = Some(format_chunk(body)?),
            b"data" => {
                let (format, channels, rate_hz, bits) = format.ok_or("sound before its format")?;
                return Ok(Wave { format, channels, rate_hz, bits, data: body });
            }
            _ => {}
        }
        let next = 8 + body.len() + (size & 1);
        rest = rest.get(next..).unwrap_or_default();
    }
    Err("no sound in the file".into())
}

fn chunk(rest: &[u8]) -> Option<(&[u8], usize)> {
    let id = rest.get(..4)?;
    let size = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?);
    Some((id, usize::try_from(size).ok()?))
}

fn format_chunk(body: &[u8]) -> Result<(u16, u16, u32, u16), String> {
    let u16_at = |at: usize| Some(u16::from_le_bytes(body.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_le_bytes(body.get(at..at + 4)?.try_into().ok()?));
    let fields = || Some((u16_at(0)?, u16_at(2)?, u32_at(4)?, u16_at(14)?));
    let (mut format, channels, rate_hz, bits) = fields().ok_or("the format chunk is cut short")?;
    if format == EXTENSIBLE {
        format = u16_at(24).ok_or("the format chunk is cut short")?;
    }
    if channels == 0 || !(1000..=384_000).contains(&rate_hz) {
        return Err(format!("{channels} channels at {rate_hz} Hz"));
    }
    Ok((format, channels, rate_hz, bits))
}

/// Samples in -1..1, the channels averaged.
fn mono(wave: &Wave<'_>) -> Result<Vec<f32>, String> {
    let width = usize::from(wave.bits / 8);
    let sample: fn(&[u8]) -> f32 = match (wave.format, wave.bits) {
        (MU_LAW, 8) => |b| f32::from(g711::decode(b[0])) / 32_768.0,
        (PCM, 8) => |b| (f32::from(b[0]) - 128.0) / 128.0,
        (PCM, 16) => |b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32_768.0,
        (PCM, 24) => |b| int_to_f32(i32::from_le_bytes([0, b[0], b[1], b[2]])),
        (PCM, 32) => |b| int_to_f32(i32::from_le_bytes([b[0], b[1], b[2], b[3]])),
        (format, bits) => {
            return Err(format!("format tag {format} with {bits} bits; wanted PCM or mu-law"));
        }
    };
    let channels = usize::from(wave.channels);
    let frames = wave.data.chunks_exact(width * channels);
    Ok(frames
        .map(|frame| frame.chunks_exact(width).map(sample).sum::<f32>() / f32::from(wave.channels))
        .collect())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "24 bits of mantissa are far more than mu-law keeps"
)]
fn int_to_f32(sample: i32) -> f32 {
    sample as f32 / 2_147_483_648.0
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range of i16")]
fn to_i16(x: f32) -> i16 {
    (x * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16
}

fn resample(mono: Vec<f32>, rate_hz: u32) -> Result<Vec<i16>, String> {
    let length = mono.len();
    if length == 0 {
        return Ok(Vec::new());
    }
    let from = usize::try_from(rate_hz).map_err(|e| e.to_string())?;
    let to = usize::try_from(RATE_HZ).map_err(|e| e.to_string())?;
    let mut resampler =
        Fft::<f32>::new(from, to, 1024, 1, FixedSync::Both).map_err(|e| e.to_string())?;
    let input = InterleavedOwned::new_from(mono, 1, length).map_err(|e| e.to_string())?;
    let output = resampler.process_all(&input, length, None).map_err(|e| e.to_string())?;
    Ok(output.take_data().into_iter().map(to_i16).collect())
}

/// Writes two mono signals of 8 kHz as the left and right channel of a 16-bit PCM file. The shorter one is
/// filled up with silence.
///
/// # Errors
///
/// [`PhoneError::File`] when the file cannot be written.
pub fn write_stereo(path: &Path, left: &[i16], right: &[i16]) -> Result<(), PhoneError> {
    let fault = |e: hound::Error| PhoneError::File {
        path: path.display().to_string(),
        reason: e.to_string(),
    };
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: RATE_HZ,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).map_err(fault)?;
    for at in 0..left.len().max(right.len()) {
        for side in [left, right] {
            writer.write_sample(side.get(at).copied().unwrap_or(0)).map_err(fault)?;
        }
    }
    writer.finalize().map_err(fault)
}

/// The bytes of a mono 8 kHz 16-bit PCM file.
#[must_use]
pub fn encode_mono(samples: &[i16]) -> Vec<u8> {
    let data: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    wave_file(PCM, 16, &data)
}

fn wave_file(format: u16, bits: u16, data: &[u8]) -> Vec<u8> {
    let block = bits / 8;
    let size = u32::try_from(data.len()).unwrap_or(u32::MAX - 36);
    let mut out = Vec::with_capacity(44 + data.len());
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&(36 + size).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt ");
    out.extend_from_slice(&16_u32.to_le_bytes());
    out.extend_from_slice(&format.to_le_bytes());
    out.extend_from_slice(&1_u16.to_le_bytes());
    out.extend_from_slice(&RATE_HZ.to_le_bytes());
    out.extend_from_slice(&(RATE_HZ * u32::from(block)).to_le_bytes());
    out.extend_from_slice(&block.to_le_bytes());
    out.extend_from_slice(&bits.to_le_bytes());
    out.extend_from_slice(b"data");
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(data);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sine(rate: u32, hz: f32, seconds: f32) -> Vec<i16> {
        let n = (rate as f32 * seconds) as usize;
        let step = std::f32::consts::TAU * hz / rate as f32;
        (0..n).map(|i| (10_000.0 * (step * i as f32).sin()) as i16).collect()
    }

    fn with_rate(mut file: Vec<u8>, rate: u32) -> Vec<u8> {
        file[24..28].copy_from_slice(&rate.to_le_bytes());
        file
    }

    #[test]
    fn eight_kilohertz_pcm_comes_through_untouched() {
        let samples = sine(8000, 440.0, 0.1);
        assert_eq!(decode(&encode_mono(&samples)).expect("valid"), samples);
    }

    #[test]
    fn mu_law_files_are_decoded_by_their_tag() {
        let codes: Vec<u8> = (0..=255).collect();
        let file = wave_file(MU_LAW, 8, &codes);
        assert_eq!(decode(&file).expect("valid"), g711::decode_all(&codes));
    }

    #[test]
    fn other_rates_keep_pitch_loudness_and_length() {
        for rate in [11_025, 16_000, 22_050, 44_100, 48_000] {
            let file = with_rate(encode_mono(&sine(rate, 440.0, 1.0)), rate);
            let heard = decode(&file).expect("valid");
            assert!(heard.len().abs_diff(8000) <= 2, "{rate}: {} samples", heard.len());
            let expected = sine(8000, 440.0, 1.0);
            // The filter's delay is trimmed to whole samples: half a sample of the steepest slope is left.
            let slope = 10_000.0 * std::f32::consts::TAU * 440.0 / 8000.0;
            let worst =
                (1000..7000).map(|i| heard[i].abs_diff(expected[i])).max().expect("samples");
            assert!(f32::from(worst) < 0.5 * slope + 50.0, "{rate}: off by {worst}");
            let peak = heard[1000..7000].iter().max().expect("samples");
            assert!((9_900..=10_100).contains(peak), "{rate}: peak {peak}");
        }
    }

    #[test]
    fn stereo_is_averaged() {
        let mut file = encode_mono(&[1000, 3000, -500, 500]);
        file[22..24].copy_from_slice(&2_u16.to_le_bytes());
        assert_eq!(decode(&file).expect("valid"), vec![2000, 0]);
    }

    #[test]
    fn what_is_no_wave_file_is_refused_with_a_reason() {
        for bytes in [&b""[..], b"RIFF", b"OggS0000WAVE", &wave_file(6, 8, &[0; 8])] {
            assert!(matches!(decode(bytes), Err(PhoneError::Sound(_))));
        }
    }

    #[test]
    fn both_sides_of_a_saved_call_are_as_long_as_the_longer() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("call.wav");
        write_stereo(&path, &[100; 30], &[-100; 50]).expect("writable");
        let mut reader = hound::WavReader::open(&path).expect("a WAV file");
        assert_eq!(reader.spec().channels, 2);
        let samples: Vec<i16> = reader.samples().map(|s| s.expect("a sample")).collect();
        assert_eq!(samples.len(), 100);
        assert_eq!(samples[58..62], [100, -100, 0, -100]);
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
            let mut file = wave_file(PCM, 16, &[1, 2, 3, 4]);
            for (at, byte) in bytes.iter().enumerate().take(40) {
                if byte % 5 == 0 { file[4 + at] = *byte; }
            }
            let _ = decode(&file);
        }
    }
}
