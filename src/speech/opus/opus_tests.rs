use super::*;
use proptest::prelude::*;

/// A voice-like sound: a gliding buzz with pauses.
fn voice(samples: usize) -> Vec<i16> {
    let mut phase = 0.0_f32;
    (0..samples)
        .map(|n| {
            let t = n as f32 / 8_000.0;
            phase += (140.0 + 40.0 * (3.0 * t).sin()) / 8_000.0;
            let sum: f32 =
                (2..16).map(|k| (std::f32::consts::TAU * phase * k as f32).sin() / k as f32).sum();
            let loud = if (t * 2.0).fract() < 0.7 { 5_000.0 } else { 10.0 };
            (loud * sum) as i16
        })
        .collect()
}

fn encoded(samples: &[i16], piece: usize) -> Vec<u8> {
    let mut encoder = OggEncoder::new(7).expect("a codec");
    let mut out = Vec::new();
    for piece in samples.chunks(piece) {
        encoder.push(piece, &mut out).expect("encoded");
    }
    encoder.finish(&mut out).expect("finished");
    out
}

fn power(samples: &[i16]) -> f64 {
    samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len().max(1) as f64
}

fn read(file: &[u8]) -> Result<Clip, OpusError> {
    decode(file, OutputRate::Line, Limits::default())
}

#[test]
fn what_went_in_comes_out_with_its_length_its_place_and_nearly_its_sound() {
    for length in [24_000, 8_000, 23_999, 160, 161, 1] {
        let sent = voice(length);
        let clip = read(&encoded(&sent, 160)).expect("our own file");
        assert!(clip.whole);
        assert_eq!(clip.samples.len(), length);
        if length < 8_000 {
            continue;
        }
        let likeness = |shift: usize| -> f64 {
            let pairs = sent.iter().zip(&clip.samples[shift..]);
            pairs.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
        };
        let best = (0..40).max_by(|a, b| likeness(*a).total_cmp(&likeness(*b)));
        assert!(best <= Some(1), "late by {best:?}");
        let ratio = power(&clip.samples) / power(&sent);
        assert!((0.7..1.3).contains(&ratio), "{ratio}");
    }
}

#[test]
fn an_empty_recording_is_a_file_of_nothing() {
    let clip = read(&encoded(&[], 1)).expect("our own file");
    assert_eq!(clip, Clip { samples: vec![], whole: true });
}

#[test]
fn pieces_of_any_size_give_the_same_file() {
    let sent = voice(20_000);
    let whole = encoded(&sent, 20_000);
    for piece in [1, 7, 160, 163, 8_001] {
        assert_eq!(encoded(&sent, piece), whole, "{piece}");
    }
}

#[test]
fn a_page_comes_out_every_second_and_memory_stays_bounded() {
    let mut encoder = OggEncoder::new(1).expect("a codec");
    let mut out = Vec::new();
    let second = voice(8_000);
    encoder.push(&second[..160], &mut out).expect("encoded");
    assert_eq!(&out[..4], b"OggS", "the headers come first");
    out.clear();
    encoder.push(&second[160..7_999], &mut out).expect("encoded");
    assert!(out.is_empty());
    encoder.push(&second[7_999..], &mut out).expect("encoded");
    assert_eq!(&out[..4], b"OggS");
    assert!((1_000..6_000).contains(&out.len()), "16 kbit/s or so: {}", out.len());
}

#[test]
fn pages_carry_the_granule_positions_of_the_standard() {
    let file = encoded(&voice(8_000 + 80), 160);
    let mut granules = Vec::new();
    let mut rest = &file[..];
    while !rest.is_empty() {
        assert_eq!(&rest[..4], b"OggS");
        granules.push(u64::from_le_bytes(rest[6..14].try_into().expect("eight bytes")));
        let segments = usize::from(rest[26]);
        let body: usize = rest[27..27 + segments].iter().map(|s| usize::from(*s)).sum();
        rest = &rest[27 + segments + body..];
    }
    let pre_skip = u64::from(u16::from_le_bytes([file[28 + 10], file[28 + 11]]));
    assert!(pre_skip > 0, "the encoder has a delay");
    assert_eq!(granules, [0, 0, 48_000, pre_skip + 6 * 8_080]);
}

#[test]
fn the_same_file_at_48_khz_is_six_times_as_long() {
    let file = encoded(&voice(4_001), 160);
    let clip = decode(&file, OutputRate::Full, Limits::default()).expect("our own file");
    assert_eq!(clip.samples.len(), 6 * 4_001);
}

#[test]
fn a_file_that_breaks_off_gives_what_is_there_and_says_so() {
    let sent = voice(40_000);
    let file = encoded(&sent, 160);
    let clip = read(&file[..file.len() * 2 / 3]).expect("three pages are whole");
    assert!(!clip.whole);
    assert!((16_000..32_000).contains(&clip.samples.len()), "{}", clip.samples.len());
}

#[test]
fn every_truncation_is_an_error_or_a_shorter_sound() {
    let file = encoded(&voice(12_000), 160);
    for length in 0..file.len() {
        if let Ok(clip) = read(&file[..length]) {
            assert!(!clip.whole && clip.samples.len() < 12_000, "{length}");
        }
    }
}

#[test]
fn what_is_longer_than_allowed_is_refused() {
    let file = encoded(&voice(24_000), 160);
    let limits = |max_bytes, max_ms| decode(&file, OutputRate::Line, Limits { max_bytes, max_ms });
    assert!(matches!(limits(file.len() - 1, 5_000), Err(OpusError::TooLong("bytes"))));
    assert!(matches!(limits(file.len(), 2_000), Err(OpusError::TooLong("time"))));
    assert!(limits(file.len(), 3_000).is_ok());
}

#[test]
fn files_of_other_kinds_are_refused_by_name() {
    assert!(matches!(read(b""), Err(OpusError::Malformed(_))));
    assert!(matches!(read(b"RIFF....WAVEfmt "), Err(OpusError::Malformed(_))));
    let page = |packets: &[&[u8]]| {
        let mut writer = ogg::PacketWriter::new(Vec::new());
        for packet in packets {
            let end = ogg::PacketWriteEndInfo::EndPage;
            writer.write_packet(packet.to_vec(), 3, end, 0).expect("a page");
        }
        writer.into_inner()
    };
    let vorbis = page(&[b"\x01vorbis...."]);
    assert!(matches!(read(&vorbis), Err(OpusError::Malformed("no OpusHead"))));
    let short = page(&[b"OpusHead\x01\x01"]);
    assert!(matches!(read(&short), Err(OpusError::Malformed("the header breaks off"))));
    let six = page(&[b"OpusHead\x01\x06\0\0\0\0\0\0\0\0\x01\x04\x02"]);
    assert!(matches!(read(&six), Err(OpusError::Unsupported(6, 1))));
    let head = b"OpusHead\x01\x01\0\0\0\0\0\0\0\0\0";
    let tagless = page(&[head, b"\xf8\xff\xfe"]);
    assert!(matches!(read(&tagless), Err(OpusError::Malformed("no comment header"))));
    let silent = page(&[head, b"OpusTags"]);
    assert!(matches!(read(&silent), Err(OpusError::Malformed("no sound"))));
}

#[test]
fn broken_packets_are_skipped_and_too_many_are_the_end() {
    let build = |broken: usize| {
        let mut writer = ogg::PacketWriter::new(Vec::new());
        let end = ogg::PacketWriteEndInfo::EndPage;
        let head = b"OpusHead\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
        writer.write_packet(head, 3, end, 0).expect("a page");
        writer.write_packet(b"OpusTags".to_vec(), 3, end, 0).expect("a page");
        for n in 0..broken {
            // Code 3 with no frame count.
            writer.write_packet(vec![0x03], 3, end, n as u64).expect("a page");
        }
        // 20 ms of nothing.
        writer.write_packet(vec![0x08], 3, end, 960).expect("a page");
        writer.into_inner()
    };
    let clip = read(&build(3)).expect("one good packet");
    assert!(!clip.whole && clip.samples.len() == 160, "{}", clip.samples.len());
    assert!(matches!(read(&build(51)), Err(OpusError::Malformed("broken packets"))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn a_file_with_bytes_changed_is_survived(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut file = encoded(&voice(9_000), 160);
        for (at, value) in changes {
            let at = at.index(file.len());
            file[at] = value;
        }
        if let Ok(clip) = read(&file) {
            prop_assert!(clip.samples.len() <= 9_000);
        }
    }

    #[test]
    fn any_packets_in_sound_pages_are_survived(
        packets in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..30),
        granule in any::<u64>(),
        skip in any::<u16>(),
        gain in any::<i16>(),
    ) {
        let mut writer = ogg::PacketWriter::new(Vec::new());
        let end = ogg::PacketWriteEndInfo::EndPage;
        let mut head = b"OpusHead\x01\x02".to_vec();
        head.extend(skip.to_le_bytes());
        head.extend([0; 4]);
        head.extend(gain.to_le_bytes());
        head.push(0);
        writer.write_packet(head, 3, end, 0).expect("a page");
        writer.write_packet(b"OpusTags".to_vec(), 3, end, 0).expect("a page");
        let last = packets.len();
        for (n, packet) in packets.into_iter().enumerate() {
            let end = if n + 1 == last { ogg::PacketWriteEndInfo::EndStream } else { end };
            writer.write_packet(packet, 3, end, granule).expect("a page");
        }
        let limits = Limits { max_bytes: 1 << 20, max_ms: 1_000 };
        if let Ok(clip) = decode(&writer.into_inner(), OutputRate::Full, limits) {
            prop_assert!(clip.samples.len() <= 48 * (1_000 + 120 + 1_366));
        }
    }
}
