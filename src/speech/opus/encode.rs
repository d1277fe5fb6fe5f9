//! 8 kHz mono to Ogg Opus, piece by piece.

use audiopus::coder::Encoder;
use audiopus::{Application, Bitrate, Channels, SampleRate, Signal};
use ogg::{PacketWriteEndInfo, PacketWriter};

use super::{GRANULE_HZ, OpusError};
use crate::speech::units::{FRAME_SAMPLES, SAMPLE_RATE_HZ};

/// Granule steps in a sample.
const PER_SAMPLE: u64 = (GRANULE_HZ / SAMPLE_RATE_HZ) as u64;
/// Packets in a page: a second.
const PAGE_PACKETS: u32 = 50;
/// Enough for a telephone voice to sound as it came, bits a second on average.
const BITS_PER_S: i32 = 16_000;
/// Effort of the encoder, 0 to 10.
const COMPLEXITY: u8 = 5;
/// Longest packet that is asked for, bytes: five times the average rate.
const MAX_PACKET: usize = 200;

/// Encodes one stream. Holds at most a second of packets (about 5 kB) and the codec's state (about 20 kB); makes one small
/// buffer a packet, so it belongs beside the frame's path, not on it.
pub struct OggEncoder {
    codec: Encoder,
    pages: PacketWriter<'static, Vec<u8>>,
    serial: u32,
    /// Samples that come out of a decoder before the first one that went in.
    pre_skip: u64,
    pending: [i16; FRAME_SAMPLES],
    filled: usize,
    /// Samples taken.
    taken: u64,
    /// Packets made.
    packets: u64,
    in_page: u32,
}

impl std::fmt::Debug for OggEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OggEncoder")
            .field("serial", &self.serial)
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}

impl OggEncoder {
    /// A stream with this serial number: any number, another for each stream that may end up in one file.
    ///
    /// # Errors
    /// [`OpusError::Codec`] when the codec cannot be made.
    pub fn new(serial: u32) -> Result<Self, OpusError> {
        let mut codec = Encoder::new(SampleRate::Hz8000, Channels::Mono, Application::Voip)?;
        codec.set_bitrate(Bitrate::BitsPerSecond(BITS_PER_S))?;
        codec.set_complexity(COMPLEXITY)?;
        codec.set_signal(Signal::Voice)?;
        let pre_skip = u64::from(codec.lookahead()?);
        let mut encoder = Self {
            codec,
            pages: PacketWriter::new(Vec::new()),
            serial,
            pre_skip,
            pending: [0; FRAME_SAMPLES],
            filled: 0,
            taken: 0,
            packets: 0,
            in_page: 0,
        };
        let head = encoder.head();
        encoder.pages.write_packet(head, serial, PacketWriteEndInfo::EndPage, 0)?;
        encoder.pages.write_packet(tags(), serial, PacketWriteEndInfo::EndPage, 0)?;
        Ok(encoder)
    }

    /// Takes samples, any number at a time, and appends the pages that they complete to `out`: the headers with the first
    /// call, then a page a second.
    ///
    /// # Errors
    /// [`OpusError::Codec`]; the stream cannot go on after it.
    pub fn push(&mut self, samples: &[i16], out: &mut Vec<u8>) -> Result<(), OpusError> {
        for &sample in samples {
            self.pending[self.filled] = sample;
            self.filled += 1;
            self.taken += 1;
            if self.filled == FRAME_SAMPLES {
                self.in_page += 1;
                let full = self.in_page == PAGE_PACKETS;
                let end = if full {
                    PacketWriteEndInfo::EndPage
                } else {
                    PacketWriteEndInfo::NormalPacket
                };
                let granule = (self.packets + 1) * FRAME_SAMPLES as u64 * PER_SAMPLE;
                self.packet(end, granule)?;
                self.in_page = if full { 0 } else { self.in_page };
            }
        }
        out.append(self.pages.inner_mut());
        Ok(())
    }

    /// Ends the stream: appends what is left to `out`. The last granule position says where the sound ends, so that a player
    /// gives exactly the samples that went in.
    ///
    /// # Errors
    /// [`OpusError::Codec`].
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), OpusError> {
        // The encoder's own delay pushes the end of the sound into packets of its own.
        let wanted = self.pre_skip + self.taken;
        let frame = FRAME_SAMPLES as u64;
        loop {
            self.pending[self.filled..].fill(0);
            let last = (self.packets + 1) * frame >= wanted;
            let end =
                if last { PacketWriteEndInfo::EndStream } else { PacketWriteEndInfo::NormalPacket };
            let granule = ((self.packets + 1) * frame).min(wanted) * PER_SAMPLE;
            self.packet(end, granule)?;
            if last {
                break;
            }
        }
        out.append(self.pages.inner_mut());
        Ok(())
    }

    fn packet(&mut self, end: PacketWriteEndInfo, granule: u64) -> Result<(), OpusError> {
        let mut packet = vec![0; MAX_PACKET];
        let length = self.codec.encode(&self.pending, &mut packet)?;
        packet.truncate(length);
        self.filled = 0;
        self.packets += 1;
        Ok(self.pages.write_packet(packet, self.serial, end, granule)?)
    }

    /// The identification header (RFC 7845, 5.1).
    fn head(&self) -> Vec<u8> {
        let mut head = b"OpusHead".to_vec();
        let pre_skip = u16::try_from(self.pre_skip * PER_SAMPLE).unwrap_or(u16::MAX);
        // Version 1, one channel.
        head.extend([1, 1]);
        head.extend(pre_skip.to_le_bytes());
        head.extend(SAMPLE_RATE_HZ.to_le_bytes());
        // No gain, mapping family 0.
        head.extend([0, 0, 0]);
        head
    }
}

/// The comment header (RFC 7845, 5.2): who wrote it, and no comments.
fn tags() -> Vec<u8> {
    let vendor = b"toneline";
    let mut tags = b"OpusTags".to_vec();
    tags.extend((vendor.len() as u32).to_le_bytes());
    tags.extend(vendor);
    tags.extend(0_u32.to_le_bytes());
    tags
}
