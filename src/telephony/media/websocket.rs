//! Our end of a WebSocket (RFC 6455): masked frames in, unmasked frames out, over buffers that the caller owns.
//!
//! Why not a library: those at hand keep buffers of kilobytes a socket and allocate for every message; a call's share of
//! both is the budget of this line. Whole messages are handed out where they lie in the buffer that was read into; only a
//! message that came in parts is put together, in memory that is kept for the next.

/// A message is never longer, bytes.
pub const MAX_MESSAGE: usize = 64 * 1024;
/// Memory kept for messages in parts, bytes; one that needed more gives it back.
const KEPT: usize = 2 * 1024;

/// A message of the other side.
#[derive(Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// Text, valid UTF-8.
    Text(&'a str),
    /// Bytes; nothing of the media protocol.
    Binary,
    /// To be answered with a pong of the same payload.
    Ping(&'a [u8]),
    /// The answer to a ping.
    Pong,
    /// The other side closes.
    Close,
}

/// What the other side did that no WebSocket may do. The stream cannot be read any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// A reserved bit, an unknown kind, a control frame in fragments or too long, a lone continuation.
    #[error("a frame that the WebSocket protocol does not know")]
    Frame,
    /// A client's frame must be masked.
    #[error("a frame without a mask")]
    Unmasked,
    /// Longer than [`MAX_MESSAGE`].
    #[error("a message of more than 64 KiB")]
    TooLong,
    /// Text that is not UTF-8.
    #[error("a text that is not UTF-8")]
    NotText,
}

/// Kinds of frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The rest of a message.
    Continuation = 0,
    /// Text.
    Text = 1,
    /// Bytes.
    Binary = 2,
    /// The end.
    Close = 8,
    /// Are you there?
    Ping = 9,
    /// Yes.
    Pong = 10,
}

#[derive(Debug, Clone, Copy)]
struct Header {
    last: bool,
    kind: Kind,
    mask: [u8; 4],
    /// Where the payload begins and ends.
    from: usize,
    to: usize,
}

/// The header at the beginning of `buffer`; `None` while it is not all there.
fn header(buffer: &[u8]) -> Result<Option<Header>, Violation> {
    let &[first, second, ref rest @ ..] = buffer else { return Ok(None) };
    let kind = match first & 0x0F {
        0 => Kind::Continuation,
        1 => Kind::Text,
        2 => Kind::Binary,
        8 => Kind::Close,
        9 => Kind::Ping,
        10 => Kind::Pong,
        _ => return Err(Violation::Frame),
    };
    let last = first & 0x80 != 0;
    if first & 0x70 != 0 {
        return Err(Violation::Frame);
    }
    if second & 0x80 == 0 {
        return Err(Violation::Unmasked);
    }
    let (length, rest, from) = match (second & 0x7F, rest) {
        (126, &[a, b, ref rest @ ..]) => (u64::from(u16::from_be_bytes([a, b])), rest, 8),
        (127, &[a, b, c, d, e, f, g, h, ref rest @ ..]) => {
            (u64::from_be_bytes([a, b, c, d, e, f, g, h]), rest, 14)
        }
        (126 | 127, _) => return Ok(None),
        (short, rest) => (u64::from(short), rest, 6),
    };
    let control = matches!(kind, Kind::Close | Kind::Ping | Kind::Pong);
    if control && (!last || length > 125) {
        return Err(Violation::Frame);
    }
    let length = usize::try_from(length).ok().filter(|length| *length <= MAX_MESSAGE);
    let to = from + length.ok_or(Violation::TooLong)?;
    let Some(&mask) = rest.first_chunk::<4>() else { return Ok(None) };
    Ok(Some(Header { last, kind, mask, from, to }))
}

/// Takes the mask off, or puts it on.
fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    let [a, b, c, d] = mask;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = payload.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip([a, b, c, d, a, b, c]) {
        *byte ^= mask;
    }
}

/// Reads one socket's messages.
///
/// A frame is at most [`MAX_MESSAGE`] and a message in fragments too, so that this is what a hostile socket can hold of us.
#[derive(Debug, Default)]
pub struct Reader {
    /// Bytes of a frame that is not all there.
    carry: Vec<u8>,
    /// The message in fragments that is being put together, and its kind.
    message: Vec<u8>,
    kind: Option<Kind>,
}

impl Reader {
    /// Takes what was read and gives each whole message to `each`, until `each` answers `false`; the rest is kept for the
    /// next time. The bytes in `fresh` are changed. Allocates only for messages that came in parts.
    ///
    /// # Errors
    /// [`Violation`]; nothing after it can be read.
    pub fn feed(
        &mut self,
        fresh: &mut [u8],
        mut each: impl FnMut(Message<'_>) -> bool,
    ) -> Result<(), Violation> {
        if self.carry.is_empty() {
            let used = self.frames(fresh, &mut each)?;
            self.carry.extend_from_slice(&fresh[used..]);
            return Ok(());
        }
        let mut carry = std::mem::take(&mut self.carry);
        carry.extend_from_slice(fresh);
        let used = self.frames(&mut carry, &mut each)?;
        carry.drain(..used);
        if carry.is_empty() {
            carry.shrink_to(KEPT);
        }
        self.carry = carry;
        Ok(())
    }

    /// Reads the frames that are all there; how many bytes they took.
    fn frames(
        &mut self,
        buffer: &mut [u8],
        each: &mut impl FnMut(Message<'_>) -> bool,
    ) -> Result<usize, Violation> {
        let mut at = 0;
        while let Some(header) = header(&buffer[at..])? {
            let Some(payload) = buffer.get_mut(at + header.from..at + header.to) else { break };
            at += header.to;
            unmask(payload, header.mask);
            if !self.frame(&header, payload, each)? {
                break;
            }
        }
        Ok(at)
    }

    fn frame(
        &mut self,
        header: &Header,
        payload: &[u8],
        each: &mut impl FnMut(Message<'_>) -> bool,
    ) -> Result<bool, Violation> {
        match (header.kind, self.kind) {
            (Kind::Ping, _) => Ok(each(Message::Ping(payload))),
            (Kind::Pong, _) => Ok(each(Message::Pong)),
            (Kind::Close, _) => Ok(each(Message::Close)),
            (kind @ (Kind::Text | Kind::Binary), None) if header.last => whole(kind, payload, each),
            (kind @ (Kind::Text | Kind::Binary), None) => {
                self.kind = Some(kind);
                self.message.extend_from_slice(payload);
                Ok(true)
            }
            (Kind::Continuation, Some(kind)) => {
                if self.message.len() + payload.len() > MAX_MESSAGE {
                    return Err(Violation::TooLong);
                }
                self.message.extend_from_slice(payload);
                if !header.last {
                    return Ok(true);
                }
                self.kind = None;
                let mut message = std::mem::take(&mut self.message);
                let go_on = whole(kind, &message, each);
                message.clear();
                message.shrink_to(KEPT);
                self.message = message;
                go_on
            }
            (Kind::Text | Kind::Binary, Some(_)) | (Kind::Continuation, None) => {
                Err(Violation::Frame)
            }
        }
    }
}

fn whole(
    kind: Kind,
    payload: &[u8],
    each: &mut impl FnMut(Message<'_>) -> bool,
) -> Result<bool, Violation> {
    if kind == Kind::Binary {
        return Ok(each(Message::Binary));
    }
    let text = std::str::from_utf8(payload).map_err(|_| Violation::NotText)?;
    Ok(each(Message::Text(text)))
}

/// Appends a whole, unmasked frame, as a server sends it. `payload` of at most [`MAX_MESSAGE`]; a control frame's of at
/// most 125 bytes.
pub fn write(kind: Kind, payload: &[u8], out: &mut Vec<u8>) {
    out.push(0x80 | kind as u8);
    match payload.len() {
        short @ 0..=125 => out.push(short as u8),
        long if long <= usize::from(u16::MAX) => {
            out.push(126);
            out.extend_from_slice(&(long as u16).to_be_bytes());
        }
        giant => {
            out.push(127);
            out.extend_from_slice(&(giant as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
}

/// Appends a close frame. `reason` of at most 120 bytes.
pub fn write_close(code: u16, reason: &str, out: &mut Vec<u8>) {
    let mut payload = [0; 125];
    payload[..2].copy_from_slice(&code.to_be_bytes());
    let length = reason.len().min(120);
    payload[2..2 + length].copy_from_slice(&reason.as_bytes()[..length]);
    write(Kind::Close, &payload[..2 + length], out);
}

/// What the fuzzer runs: any bytes as a client's stream, at once and in pieces of as many bytes as the first one says. Nothing
/// panics, pieces change nothing, and no more is kept than a message and a frame may be.
///
/// # Panics
/// If one of these does not hold.
pub fn fuzz_entry(data: &[u8]) {
    let Some((piece, bytes)) = data.split_first() else { return };
    let read = |piece: usize| {
        let (mut reader, mut seen) = (Reader::default(), Vec::new());
        for chunk in bytes.chunks(piece) {
            reader.feed(&mut chunk.to_vec(), |message| {
                seen.push(format!("{message:?}"));
                true
            })?;
            let kept = reader.carry.len() + reader.message.len();
            assert!(kept <= 2 * MAX_MESSAGE + 14 + chunk.len(), "{kept} bytes are kept");
        }
        Ok::<_, Violation>(seen)
    };
    // A violation shows as soon as its bytes are there: what came before may differ in when, not in what.
    match (read(bytes.len().max(1)), read(usize::from(*piece) + 1)) {
        (Ok(whole), Ok(pieces)) => assert_eq!(whole, pieces, "pieces read differently"),
        (whole, pieces) => assert_eq!(whole.is_err(), pieces.is_err(), "pieces end differently"),
    }
}

#[cfg(test)]
#[path = "websocket_tests.rs"]
mod tests;
