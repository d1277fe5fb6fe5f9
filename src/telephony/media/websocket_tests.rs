use super::*;
use proptest::prelude::*;
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};
use tokio_tungstenite::tungstenite::{self};

/// A masked frame with the library's header.
fn frame(code: OpCode, last: bool, payload: &[u8]) -> Vec<u8> {
    let mask = [7, 1, 99, 250];
    let header =
        FrameHeader { is_final: last, opcode: code, mask: Some(mask), ..FrameHeader::default() };
    let mut bytes = Vec::new();
    header.format(payload.len() as u64, &mut bytes).expect("a buffer takes it");
    bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

fn text(payload: &str) -> Vec<u8> {
    frame(OpCode::Data(Data::Text), true, payload.as_bytes())
}

/// Feeds bytes in pieces; the messages, as text.
fn read(bytes: &[u8], piece: usize) -> Result<Vec<String>, Violation> {
    let mut reader = Reader::default();
    let mut seen = Vec::new();
    for piece in bytes.chunks(piece.max(1)) {
        reader.feed(&mut piece.to_vec(), |message| {
            seen.push(match message {
                Message::Text(text) => text.to_owned(),
                Message::Ping(payload) => format!("ping {}", payload.len()),
                other => format!("{other:?}"),
            });
            true
        })?;
    }
    Ok(seen)
}

#[test]
fn messages_read_the_same_however_the_network_cuts_them() {
    let long = "é".repeat(30_000);
    let bytes = [text("one"), text(""), text(&"x".repeat(126)), text(&long), text("last")].concat();
    let wanted = ["one".to_owned(), String::new(), "x".repeat(126), long, "last".to_owned()];
    for piece in [1, 2, 3, 7, 350, 4_096, bytes.len()] {
        assert_eq!(read(&bytes, piece).expect("sound"), wanted, "pieces of {piece}");
    }
}

#[test]
fn fragments_are_joined_and_controls_may_come_between_them() {
    let bytes = [
        frame(OpCode::Data(Data::Text), false, b"on"),
        frame(OpCode::Control(tungstenite::protocol::frame::coding::Control::Ping), true, b"hi"),
        frame(OpCode::Data(Data::Continue), false, b"e"),
        frame(OpCode::Data(Data::Continue), true, b" two"),
        text("three"),
    ]
    .concat();
    assert_eq!(read(&bytes, 5).expect("sound"), ["ping 2", "one two", "three"]);
}

#[test]
fn what_no_client_may_send_is_a_violation() {
    let unmasked = [0x81, 2, b'h', b'i'];
    assert_eq!(read(&unmasked, 9), Err(Violation::Unmasked));
    for first in [0x91, 0xC1, 0x83, 0x8B, 0x09, 0x80] {
        assert_eq!(read(&[first, 0x80, 0, 0, 0, 0], 9), Err(Violation::Frame), "{first:#x}");
    }
    assert_eq!(read(&[0x89, 0xFE, 0, 126, 0, 0, 0, 0], 9), Err(Violation::Frame));
    let giant = [&[0x81, 0xFF][..], &70_000_u64.to_be_bytes(), &[0; 4]].concat();
    assert_eq!(read(&giant, 99), Err(Violation::TooLong));
    let endless = [
        frame(OpCode::Data(Data::Text), false, &[b'x'; 40_000]),
        frame(OpCode::Data(Data::Continue), false, &[b'x'; 40_000]),
    ]
    .concat();
    assert_eq!(read(&endless, 1_000), Err(Violation::TooLong));
    let latin = frame(OpCode::Data(Data::Text), true, &[0xE9, 0xE9]);
    assert_eq!(read(&latin, 9), Err(Violation::NotText));
}

#[test]
fn what_is_written_is_read_by_a_client_of_the_library() {
    let mut bytes = Vec::new();
    for length in [0, 125, 126, 65_535, 65_536] {
        write(Kind::Text, "x".repeat(length).as_bytes(), &mut bytes);
    }
    write_close(1_008, "flood", &mut bytes);
    let mut client = WebSocket::from_raw_socket(std::io::Cursor::new(bytes), Role::Client, None);
    for length in [0, 125, 126, 65_535, 65_536] {
        let message = client.read().expect("a message");
        assert_eq!(message.into_text().expect("text").len(), length);
    }
    let tungstenite::Message::Close(Some(close)) = client.read().expect("a close") else {
        panic!("no close")
    };
    assert_eq!((u16::from(close.code), close.reason.as_str()), (1_008, "flood"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_pieces_do_not_matter(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        fuzz_entry(&bytes);
    }

    #[test]
    fn nor_do_frames_that_are_nearly_sound(
        frames in proptest::collection::vec(
            (prop::sample::select(vec![0_u8, 1, 2, 8, 9, 10, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A]),
             proptest::collection::vec(prop::sample::select(b"ab\xC3\xA9".to_vec()), 0..140)),
            0..8,
        ),
        piece in any::<u8>(),
    ) {
        let mut bytes = vec![piece];
        for (first, payload) in frames {
            bytes.push(first);
            match payload.len() {
                short @ 0..=125 => bytes.push(0x80 | short as u8),
                long => bytes.extend([0xFE, 0, long as u8]),
            }
            bytes.extend([0, 0, 0, 0]);
            bytes.extend(payload);
        }
        fuzz_entry(&bytes);
    }
}
