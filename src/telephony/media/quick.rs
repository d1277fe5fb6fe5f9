//! The one message that comes fifty times a second and call, read without a general parser.
//!
//! Reads a `media` message as the services write it: no white space, no escapes, the names they use, each once. Whatever
//! else it is, the general parser has the last word; where this one answers, both answer the same (a test and the fuzzer
//! hold them together). No allocation.

use std::borrow::Cow;

use super::order::Stamp;
use super::protocol::{Inbound, Message};

/// Names seen in one object, to notice one that comes twice.
#[derive(Default)]
struct Seen(u8);

impl Seen {
    /// Notes a name; `None` if it was there already.
    fn note(&mut self, bit: u8) -> Option<()> {
        let fresh = self.0 & (1 << bit) == 0;
        self.0 |= 1 << bit;
        fresh.then_some(())
    }
}

/// What is left to read.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn eat(&mut self, what: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(what)?;
        Some(())
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'a str> {
        self.eat("\"")?;
        // Payloads are long: whole registers are compared at once, and the least byte tells of control characters.
        let at = memchr::memchr2(b'"', b'\\', self.0.as_bytes())?;
        let least = self.0.as_bytes()[..at].iter().fold(u8::MAX, |least, &b| least.min(b));
        if least < 0x20 {
            return None;
        }
        let text = self.0.get(..at)?;
        self.0 = self.0.get(at..)?;
        self.eat("\"")?;
        Some(text)
    }

    /// After a member: true if another follows, false if the object ends.
    fn more(&mut self) -> Option<bool> {
        if self.eat(",").is_some() {
            return Some(true);
        }
        self.eat("}").map(|()| false)
    }
}

/// Reads a `media` message of the usual form; `None` for any other.
#[must_use]
pub fn media(text: &str) -> Option<Message<'_>> {
    let mut cursor = Cursor(text);
    let (mut seen, mut event, mut stream, mut audio) = (Seen::default(), None, None, None);
    cursor.eat("{")?;
    loop {
        let name = cursor.string()?;
        cursor.eat(":")?;
        match name {
            "event" => {
                seen.note(0)?;
                event = Some(cursor.string()?);
            }
            "sequenceNumber" => {
                cursor.string()?;
            }
            "streamSid" => {
                seen.note(1)?;
                stream = Some(Cow::Borrowed(cursor.string()?));
            }
            "media" => {
                seen.note(2)?;
                audio = Some(body(&mut cursor)?);
            }
            _ => return None,
        }
        if !cursor.more()? {
            break;
        }
    }
    let says = audio?;
    (cursor.0.is_empty() && event == Some("media")).then_some(Message { stream, says })
}

fn body<'a>(cursor: &mut Cursor<'a>) -> Option<Inbound<'a>> {
    let (mut track, mut timestamp, mut payload, mut chunk) = (None, None, None, None);
    let mut seen = Seen::default();
    cursor.eat("{")?;
    loop {
        let name = cursor.string()?;
        cursor.eat(":")?;
        let slot = match name {
            "track" => (0, &mut track),
            "timestamp" => (1, &mut timestamp),
            "payload" => (2, &mut payload),
            "chunk" => (3, &mut chunk),
            _ => return None,
        };
        seen.note(slot.0)?;
        *slot.1 = Some(cursor.string()?);
        if !cursor.more()? {
            break;
        }
    }
    Some(Inbound::Media {
        track: Cow::Borrowed(track.unwrap_or("inbound")),
        stamp: Stamp {
            at_ms: timestamp.and_then(|text| text.parse().ok()),
            chunk: chunk.and_then(|text| text.parse().ok()),
        },
        payload: Cow::Borrowed(payload?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::protocol::parse_any;
    use super::*;
    use proptest::prelude::*;

    const USUAL: &str = r#"{"event":"media","sequenceNumber":"4","media":{"track":"inbound","chunk":"2","timestamp":"125","payload":"//8="},"streamSid":"MZ1"}"#;

    fn agrees(text: &str) -> bool {
        media(text).is_none_or(|quick| parse_any(text) == Ok(quick))
    }

    #[test]
    fn the_usual_message_is_read_quickly_and_as_the_general_parser_reads_it() {
        assert!(media(USUAL).is_some());
        assert!(agrees(USUAL));
    }

    #[test]
    fn whatever_is_unusual_is_left_to_the_general_parser() {
        for (from, to) in [
            ("\"event\":", "\"event\": "),
            ("\"125\"", "125"),
            ("\"media\",", "\"mark\","),
            ("//8=", "\\/8="),
            ("\"chunk\"", "\"payload\""),
            ("MZ1\"}", "MZ1\"} x"),
            ("MZ1\"}", "MZ1\",\"event\":\"media\"}"),
            ("\"track\"", "\"later\""),
        ] {
            let text = USUAL.replace(from, to);
            assert_eq!(media(&text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn both_parsers_agree_on_the_usual_message_changed_anywhere(
            at in 0..USUAL.len(), cut in 0usize..12,
            new in "[\"{}:,\\\\a-z0-9 é\u{1}]{0,12}",
        ) {
            let text = format!("{}{new}{}", &USUAL[..at], &USUAL[(at + cut).min(USUAL.len())..]);
            prop_assert!(agrees(&text), "{}", text);
        }

        #[test]
        fn both_parsers_agree_on_any_order_of_any_members(
            members in proptest::collection::vec((0usize..9, "[a-z0-9+-]{0,6}"), 0..7),
            inner in proptest::collection::vec((0usize..9, "[a-z0-9+-]{0,6}"), 0..6),
        ) {
            let names = ["event", "media", "streamSid", "sequenceNumber", "track", "timestamp", "payload", "chunk", "x"];
            let join = |list: &[(usize, String)]| {
                let pairs = list.iter().map(|(n, v)| {
                    let value = if *n == 0 { "media" } else { v.as_str() };
                    format!("\"{}\":\"{value}\"", names[*n])
                });
                pairs.collect::<Vec<_>>().join(",")
            };
            let body = format!("\"media\":{{{}}}", join(&inner));
            let outer = join(&members);
            for text in [format!("{{{body}}}"), format!("{{{outer},{body}}}"), format!("{{{body},{outer}}}")] {
                prop_assert!(agrees(&text), "{}", text);
            }
        }
    }
}
