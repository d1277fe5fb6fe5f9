//! A body of sound, as telephone sound while it comes.

use std::collections::VecDeque;

use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::time::Instant;

use crate::ports::errand::{Errand, ProviderError, Usage};
use crate::ports::speaking::{Sound, Sounds};
use crate::providers::{exchange, fault};
use crate::speech::g711::{self, Law};
use crate::speech::resample;
use crate::speech::units::SAMPLE_RATE_HZ;

/// The most bytes of one answer: five minutes of 24 kHz.
const LIMIT: usize = 15 * 1024 * 1024;
/// The longest piece that is handed on, bytes: a fifth of a second.
const PIECE: usize = 1_600;

/// Turns a service's bytes into telephone sound. The same bytes give the same sound however they are cut up.
pub(super) enum Coder {
    /// mu-law at 8 kHz already.
    Mulaw,
    /// 16-bit little-endian samples at another rate.
    Linear {
        /// The filter to 8 kHz.
        filter: Box<resample::Stream>,
        /// The first byte of a sample whose second is still to come.
        half: Option<u8>,
    },
}

impl Coder {
    /// For 16-bit samples at this rate.
    ///
    /// # Errors
    /// [`crate::ports::errand::Fault::BadRequest`] for a rate that no filter can be made from.
    pub(super) fn linear(rate_hz: u32) -> Result<Self, ProviderError> {
        let filter = resample::Stream::new(rate_hz, SAMPLE_RATE_HZ)
            .map_err(|_| exchange::cannot("a rate that cannot be brought to 8 kHz"))?;
        Ok(Self::Linear { filter: Box::new(filter), half: None })
    }

    /// Takes bytes, and gives the sound that they complete.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        let (filter, half) = match self {
            Self::Mulaw => return bytes.to_vec(),
            Self::Linear { filter, half } => (filter, half),
        };
        let mut samples = Vec::with_capacity(bytes.len() / 2 + 1);
        for byte in bytes {
            match half.take() {
                Some(low) => samples.push(i16::from_le_bytes([low, *byte])),
                None => *half = Some(*byte),
            }
        }
        let mut sound = Vec::with_capacity(samples.len());
        filter.push_i16(&samples, |sample| sound.push(g711::encode(Law::Mu, sample)));
        sound
    }

    /// The end: what the filter had held back.
    ///
    /// # Errors
    /// [`crate::ports::errand::Fault::Malformed`] if half a sample is left over.
    pub(super) fn finish(&mut self) -> Result<Vec<u8>, ProviderError> {
        let mut sound = Vec::new();
        if let Self::Linear { filter, half } = self {
            if half.is_some() {
                return Err(fault::malformed("half a sample"));
            }
            filter.finish_i16(|sample| sound.push(g711::encode(Law::Mu, sample)));
        }
        Ok(sound)
    }
}

/// Asks, and waits for the first sound. `usage` is what it costs once it has been accepted.
///
/// # Errors
/// By [`fault`].
pub(super) async fn ask(
    errand: &Errand,
    request: reqwest::RequestBuilder,
    coder: Coder,
    usage: Usage,
) -> Result<Sounds, ProviderError> {
    let until = errand.first_by.min(errand.whole_by);
    let response = exchange::send(errand, until, request).await?;
    exchange::expect_type(&response, &["audio/", "application/octet-stream"])?;
    let transport = |error: reqwest::Error| fault::of_transport(&error);
    let bytes = response.bytes_stream().map(move |piece| piece.map_err(transport));
    begin(sounds(bytes, coder, usage, errand.whole_by), until, usage).await
}

/// Waits for the first piece of a stream of sound.
///
/// # Errors
/// The stream's own if that is its first piece; [`crate::ports::errand::Fault::Timeout`].
async fn begin(
    sounds: impl Stream<Item = Result<Sound, ProviderError>> + Send + 'static,
    until: Instant,
    usage: Usage,
) -> Result<Sounds, ProviderError> {
    let mut sounds = Box::pin(sounds);
    let first =
        exchange::by(until, sounds.next()).await.map_err(|late| ProviderError { usage, ..late })?;
    match first {
        Some(Ok(first)) => Ok(Box::pin(stream::iter([Ok(first)]).chain(sounds))),
        Some(Err(error)) => Err(error),
        None => Err(fault::malformed("an empty stream")),
    }
}

/// Sound that is there whole, in pieces.
pub(super) fn whole(sound: &[u8], usage: Usage) -> Sounds {
    let mut pieces: VecDeque<_> =
        sound.chunks(PIECE).map(|piece| Ok(Sound::Mulaw(piece.to_vec()))).collect();
    pieces.push_back(Ok(Sound::Done(usage)));
    Box::pin(stream::iter(pieces))
}

/// The sound of a body, as it comes.
pub(super) fn sounds<B>(
    bytes: impl Stream<Item = Result<B, ProviderError>> + Send + 'static,
    coder: Coder,
    usage: Usage,
    whole_by: Instant,
) -> impl Stream<Item = Result<Sound, ProviderError>> + Send
where
    B: AsRef<[u8]> + Send + 'static,
{
    let flow =
        Flow { bytes: Box::pin(bytes), coder, ready: VecDeque::new(), left: LIMIT, some: false };
    stream::unfold(Some(flow), move |flow| async move {
        let mut flow = flow?;
        match exchange::by(whole_by, flow.next()).await.and_then(|piece| piece) {
            Ok(Some(piece)) => Some((Ok(Sound::Mulaw(piece)), Some(flow))),
            Ok(None) => Some((Ok(Sound::Done(usage)), None)),
            Err(error) => Some((Err(ProviderError { usage, ..error }), None)),
        }
    })
}

struct Flow<S> {
    bytes: std::pin::Pin<Box<S>>,
    coder: Coder,
    ready: VecDeque<Vec<u8>>,
    /// Bytes that may still come; nought once the body has ended.
    left: usize,
    /// Whether there has been any sound.
    some: bool,
}

impl<B, S> Flow<S>
where
    B: AsRef<[u8]>,
    S: Stream<Item = Result<B, ProviderError>>,
{
    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, ProviderError> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                self.some = true;
                return Ok(Some(piece));
            }
            if self.left == 0 {
                return Ok(None);
            }
            let sound = match self.bytes.next().await {
                Some(piece) => {
                    let piece = piece?;
                    let left = self.left.checked_sub(piece.as_ref().len()).filter(|left| *left > 0);
                    self.left =
                        left.ok_or_else(|| fault::malformed("an answer that is too long"))?;
                    self.coder.push(piece.as_ref())
                }
                None => {
                    self.left = 0;
                    let rest = self.coder.finish()?;
                    if rest.is_empty() && !self.some {
                        return Err(fault::malformed("an answer without sound"));
                    }
                    rest
                }
            };
            self.ready.extend(sound.chunks(PIECE).map(<[u8]>::to_vec));
        }
    }
}

#[cfg(test)]
#[path = "sounds_tests.rs"]
mod tests;
