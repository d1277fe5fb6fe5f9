//! The caller's end of a WebSocket, as little of it as a load needs: masked frames out, unmasked frames in (RFC 6455).

/// Kinds of frame that a gateway sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

/// A frame of the gateway: what it is, where its payload lies in the buffer, and where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Reads the frame at the beginning of `buffer`: `None` while it is not all there.
pub(super) fn read(buffer: &[u8]) -> Result<Option<Frame>, &'static str> {
    let &[first, second, ..] = buffer else { return Ok(None) };
    if first & 0x70 != 0 || second & 0x80 != 0 {
        return Err("a reserved bit is set, or a gateway masks its frames");
    }
    if first & 0x80 == 0 {
        return Err("a gateway's message came in fragments");
    }
    let kind = match first & 0x0F {
        1 => Kind::Text,
        2 => Kind::Binary,
        8 => Kind::Close,
        9 => Kind::Ping,
        10 => Kind::Pong,
        _ => return Err("an unknown kind of frame"),
    };
    let (from, length) = match second {
        126 => match buffer.get(2..4) {
            Some(&[a, b]) => (4, usize::from(u16::from_be_bytes([a, b]))),
            _ => return Ok(None),
        },
        127 => return Err("a frame of more than 64 KiB"),
        short => (2, usize::from(short)),
    };
    let to = from + length;
    Ok((buffer.len() >= to).then_some(Frame { kind, from, to }))
}

/// Appends a masked frame; `code` is the kind's number.
pub(super) fn write(code: u8, payload: &[u8], mask: [u8; 4], out: &mut Vec<u8>) {
    out.push(0x80 | code);
    match payload.len() {
        short @ 0..=125 => out.push(0x80 | short as u8),
        long => {
            let long = u16::try_from(long).expect("a caller sends no messages over 64 KiB");
            out.push(0x80 | 126);
            out.extend_from_slice(&long.to_be_bytes());
        }
    }
    out.extend_from_slice(&mask);
    let begin = out.len();
    out.extend_from_slice(payload);
    let (words, rest) = out[begin..].as_chunks_mut::<8>();
    let wide = u64::from_ne_bytes([
        mask[0], mask[1], mask[2], mask[3], mask[0], mask[1], mask[2], mask[3],
    ]);
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask) {
        *byte ^= mask;
    }
    if rest.len() > 4 {
        for (byte, mask) in rest[4..].iter_mut().zip(mask) {
            *byte ^= mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_tungstenite::tungstenite::Message;
    use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};

    #[test]
    fn what_is_written_is_read_by_a_server_of_the_library() {
        for length in [0, 1, 7, 8, 125, 126, 351, 4_000] {
            let text = "abcdefg".chars().cycle().take(length).collect::<String>();
            let mut bytes = Vec::new();
            write(1, text.as_bytes(), [1, 2, 3, 250], &mut bytes);
            let mut server =
                WebSocket::from_raw_socket(std::io::Cursor::new(bytes), Role::Server, None);
            assert_eq!(server.read().expect("a message"), Message::text(text));
        }
    }

    #[test]
    fn what_a_server_of_the_library_writes_is_read() {
        let text = "x".repeat(700);
        let mut server =
            WebSocket::from_raw_socket(std::io::Cursor::new(Vec::new()), Role::Server, None);
        server.send(Message::text(text.clone())).expect("a buffer takes it");
        let bytes = server.get_ref().get_ref().clone();
        let frame = read(&bytes).expect("sound").expect("whole");
        assert_eq!(frame.kind, Kind::Text);
        assert_eq!(&bytes[frame.from..frame.to], text.as_bytes());
        assert_eq!(frame.to, bytes.len());
        for short in 0..bytes.len() {
            assert_eq!(read(&bytes[..short]), Ok(None), "{short} bytes");
        }
    }
}
