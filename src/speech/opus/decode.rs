//! Ogg Opus files to samples. The files come from outside.

use std::io::Cursor;

use audiopus::coder::Decoder;
use audiopus::packet::Packet;
use audiopus::{Channels, MutSignals, SampleRate};
use ogg::PacketReader;

use super::{GRANULE_HZ, OpusError};

/// Longest packet there is: 120 ms (RFC 6716).
const MAX_PACKET_MS: u32 = 120;
/// Packets that cannot be decoded after which the file is given up.
const MAX_DAMAGED: u32 = 50;

/// The rate at which samples come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputRate {
    /// 8 kHz, as the line has it.
    Line,
    /// 48 kHz, all that is in the file.
    Full,
}

impl OutputRate {
    /// Samples a second.
    #[must_use]
    pub fn hz(self) -> u32 {
        match self {
            Self::Line => 8_000,
            Self::Full => 48_000,
        }
    }
}

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest file, bytes. What reading takes in memory is a small multiple of it.
    pub max_bytes: usize,
    /// Longest sound, ms.
    pub max_ms: u32,
}

impl Default for Limits {
    /// Ten minutes of voice: 4 MiB.
    fn default() -> Self {
        Self { max_bytes: 4 << 20, max_ms: 600_000 }
    }
}

/// A decoded file, mixed to one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clip {
    /// The samples, at the rate that was asked for.
    pub samples: Vec<i16>,
    /// The file was read to its proper end and every packet could be decoded.
    pub whole: bool,
}

/// Decodes the first stream of an Ogg Opus file. A file that breaks off, or has broken packets, gives what can be had.
///
/// # Errors
/// [`OpusError::Malformed`] or [`OpusError::Unsupported`] for what is no voice note, [`OpusError::TooLong`] beyond `limits`.
/// No input makes it panic or take more memory than the limits say.
pub fn decode(file: &[u8], rate: OutputRate, limits: Limits) -> Result<Clip, OpusError> {
    if file.len() > limits.max_bytes {
        return Err(OpusError::TooLong("bytes"));
    }
    let mut packets = PacketReader::new(Cursor::new(file));
    let first = packets.read_packet().map_err(|_| OpusError::Malformed("no Ogg page"))?;
    let first = first.ok_or(OpusError::Malformed("empty"))?;
    let serial = first.stream_serial();
    let mut sound = Sound::new(Head::parse(&first.data)?, rate, limits.max_ms)?;
    let mut tags_seen = false;
    while let Ok(Some(packet)) = packets.read_packet() {
        if packet.stream_serial() != serial {
            continue;
        }
        if !tags_seen {
            if !packet.data.starts_with(b"OpusTags") {
                return Err(OpusError::Malformed("no comment header"));
            }
            tags_seen = true;
            continue;
        }
        sound.take(&packet.data)?;
        if packet.last_in_stream() {
            sound.end(packet.absgp_page());
            break;
        }
        if packet.last_in_page() {
            sound.page_ended(packet.absgp_page());
        }
    }
    sound.into_clip()
}

/// What of the identification header matters (RFC 7845, 5.1).
#[derive(Debug, Clone, Copy)]
struct Head {
    /// Samples of 48 kHz to drop at the beginning.
    pre_skip: u16,
    /// Gain to apply, dB in 1/256.
    gain: i16,
}

impl Head {
    fn parse(packet: &[u8]) -> Result<Self, OpusError> {
        let fields = packet.strip_prefix(b"OpusHead").ok_or(OpusError::Malformed("no OpusHead"))?;
        let fields: &[u8; 11] =
            fields.first_chunk().ok_or(OpusError::Malformed("the header breaks off"))?;
        let [version, channels, skip_low, skip_high, _, _, _, _, gain_low, gain_high, family] =
            *fields;
        if version >> 4 != 0 {
            return Err(OpusError::Malformed("a version that is not known"));
        }
        if family != 0 || !(1..=2).contains(&channels) {
            return Err(OpusError::Unsupported(channels, family));
        }
        Ok(Self {
            pre_skip: u16::from_le_bytes([skip_low, skip_high]),
            gain: i16::from_le_bytes([gain_low, gain_high]),
        })
    }
}

/// The sound as it grows.
struct Sound {
    codec: Decoder,
    head: Head,
    rate: OutputRate,
    /// Most samples that may come out, pre-skip included.
    most: usize,
    samples: Vec<i16>,
    buffer: Vec<i16>,
    damaged: u32,
    /// Granule position before the first packet, once the first page with sound has ended.
    start: Option<u64>,
    /// Granule position of the end.
    end: Option<u64>,
}

impl Sound {
    fn new(head: Head, rate: OutputRate, max_ms: u32) -> Result<Self, OpusError> {
        let sample_rate = match rate {
            OutputRate::Line => SampleRate::Hz8000,
            OutputRate::Full => SampleRate::Hz48000,
        };
        // One channel: the codec mixes two down by itself.
        let codec = Decoder::new(sample_rate, Channels::Mono)?;
        codec.set_gain(i32::from(head.gain))?;
        let per_ms = rate.hz() as usize / 1_000;
        Ok(Self {
            codec,
            head,
            rate,
            most: (max_ms as usize).saturating_mul(per_ms).saturating_add(skip(head, rate)),
            samples: Vec::new(),
            buffer: vec![0; MAX_PACKET_MS as usize * per_ms],
            damaged: 0,
            start: None,
            end: None,
        })
    }

    fn take(&mut self, data: &[u8]) -> Result<(), OpusError> {
        let decoded = Packet::try_from(data).and_then(|packet| {
            let output = MutSignals::try_from(self.buffer.as_mut_slice())?;
            self.codec.decode(Some(packet), output, false)
        });
        let Ok(length) = decoded else {
            self.damaged += 1;
            let given_up = self.damaged > MAX_DAMAGED;
            return if given_up { Err(OpusError::Malformed("broken packets")) } else { Ok(()) };
        };
        self.samples.extend(self.buffer.iter().take(length));
        // A last packet may be cut by the end's position; a packet's length is forgiven.
        if self.samples.len() > self.most + self.buffer.len() {
            return Err(OpusError::TooLong("time"));
        }
        Ok(())
    }

    /// Samples so far, counted at 48 kHz.
    fn granules(&self) -> u64 {
        self.samples.len() as u64 * u64::from(GRANULE_HZ / self.rate.hz())
    }

    fn page_ended(&mut self, granule: u64) {
        if self.start.is_none() && self.granules() > 0 {
            // A recording cut out of a stream does not begin at 0.
            self.start = Some(granule.saturating_sub(self.granules()));
        }
    }

    fn end(&mut self, granule: u64) {
        self.end = Some(granule);
    }

    fn into_clip(mut self) -> Result<Clip, OpusError> {
        if let Some(end) = self.end {
            let granules = end.saturating_sub(self.start.unwrap_or(0));
            let wanted = granules / u64::from(GRANULE_HZ / self.rate.hz());
            self.samples.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        }
        let skipped = skip(self.head, self.rate).min(self.samples.len());
        self.samples.drain(..skipped);
        if self.samples.is_empty() && (self.end.is_none() || self.damaged > 0) {
            return Err(OpusError::Malformed("no sound"));
        }
        Ok(Clip { samples: self.samples, whole: self.end.is_some() && self.damaged == 0 })
    }
}

/// Samples to drop at the beginning.
fn skip(head: Head, rate: OutputRate) -> usize {
    usize::from(head.pre_skip) * rate.hz() as usize / GRANULE_HZ as usize
}
