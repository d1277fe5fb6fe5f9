//! The messages of a bidirectional media stream (Twilio "Media Streams – WebSocket messages", 2026-11).
//!
//! What comes in is read leniently: numbers are strings at Twilio and numbers elsewhere, unknown events and fields are
//! passed over, and custom parameters are looked for beside `start` too, where one compatible service puts them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::order::Stamp;
use crate::domain::ids::{AccountSid, CallSid, StreamSid};

/// A message from the service.
#[derive(Debug, Clone, PartialEq)]
pub enum Inbound<'a> {
    /// The socket is up.
    Connected,
    /// The stream begins.
    Start(Start),
    /// Audio.
    Media {
        /// Whose voice: only `inbound` is the caller's.
        track: Cow<'a, str>,
        /// Its timestamp and its number, if given.
        stamp: Stamp,
        /// Base64 of G.711 mu-law.
        payload: Cow<'a, str>,
    },
    /// A key.
    Dtmf(char),
    /// Everything sent before this mark was played, or cleared.
    Mark(Cow<'a, str>),
    /// The stream ended.
    Stop,
    /// An event of a later day.
    Unknown,
}

/// A message, and the stream that it says it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Message<'a> {
    /// The stream, if it names one.
    pub stream: Option<Cow<'a, str>>,
    /// What it says.
    pub says: Inbound<'a>,
}

/// What `start` tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The stream.
    pub stream: StreamSid,
    /// The call it belongs to.
    pub call: CallSid,
    /// The account that the call is of, if it names one.
    pub account: Option<AccountSid>,
    /// The parameters of the TwiML.
    pub parameters: BTreeMap<String, String>,
}

/// Why a message cannot be used. The stream goes on; faults are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// Not a JSON object of the protocol's shape.
    #[error("not a message of the media protocol")]
    Malformed,
    /// A message without a part that it must have.
    #[error("a message lacks {0}")]
    Lacks(&'static str),
    /// Another format than mu-law at 8 kHz, mono.
    #[error("the stream is not mu-law at 8000 Hz, mono")]
    Format,
}

/// A string that is borrowed where nothing in it is escaped; inside an `Option` a bare `Cow` would be copied.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow, default, rename = "streamSid")]
    stream_sid: Option<Text<'a>>,
    #[serde(borrow, default)]
    media: Option<Media<'a>>,
    #[serde(default)]
    start: Option<StartBody>,
    #[serde(default, rename = "customParameters")]
    custom_parameters: Option<BTreeMap<String, String>>,
    #[serde(borrow, default)]
    dtmf: Option<Dtmf<'a>>,
    #[serde(borrow, default)]
    mark: Option<MarkBody<'a>>,
}

#[derive(Deserialize)]
struct Media<'a> {
    #[serde(borrow, default)]
    track: Option<Text<'a>>,
    #[serde(borrow, default)]
    timestamp: Option<Number<'a>>,
    #[serde(borrow, default)]
    chunk: Option<Number<'a>>,
    #[serde(borrow, default)]
    payload: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct StartBody {
    #[serde(default, rename = "streamSid")]
    stream_sid: Option<String>,
    #[serde(default, rename = "callSid")]
    call_sid: Option<String>,
    #[serde(default, rename = "accountSid")]
    account_sid: Option<String>,
    #[serde(default, rename = "customParameters")]
    custom_parameters: Option<BTreeMap<String, String>>,
    #[serde(default, rename = "mediaFormat")]
    media_format: Option<MediaFormat>,
}

#[derive(Deserialize)]
struct MediaFormat {
    #[serde(default)]
    encoding: Option<String>,
    #[serde(default, rename = "sampleRate")]
    sample_rate: Option<serde_json::Value>,
    #[serde(default)]
    channels: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Dtmf<'a> {
    #[serde(borrow, default)]
    digit: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct MarkBody<'a> {
    #[serde(borrow, default)]
    name: Option<Text<'a>>,
}

/// A count, as a string or as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Plain(u64),
    Other(serde::de::IgnoredAny),
}

impl Number<'_> {
    fn value(&self) -> Option<u64> {
        match self {
            Number::Text(text) => text.parse().ok(),
            Number::Plain(n) => Some(*n),
            Number::Other(_) => None,
        }
    }
}

/// Reads what a text message says.
///
/// # Errors
/// [`ProtocolError`]; never panics, whatever the text.
pub fn parse(text: &str) -> Result<Inbound<'_>, ProtocolError> {
    message(text).map(|message| message.says)
}

/// Reads a text message; the usual one of audio without allocation.
///
/// # Errors
/// [`ProtocolError`]; never panics, whatever the text.
pub fn message(text: &str) -> Result<Message<'_>, ProtocolError> {
    match super::quick::media(text) {
        Some(media) => Ok(media),
        None => parse_any(text),
    }
}

/// Reads any message by the general parser.
pub(super) fn parse_any(text: &str) -> Result<Message<'_>, ProtocolError> {
    let mut envelope: Envelope<'_> =
        serde_json::from_str(text).map_err(|_| ProtocolError::Malformed)?;
    let stream = match envelope.event.as_ref() {
        // It is read with the rest of the body.
        "start" => None,
        _ => envelope.stream_sid.take().map(|sid| sid.0),
    };
    Ok(Message { stream, says: says(envelope)? })
}

fn says(message: Envelope<'_>) -> Result<Inbound<'_>, ProtocolError> {
    match message.event.as_ref() {
        "connected" => Ok(Inbound::Connected),
        "start" => start(message).map(Inbound::Start),
        "media" => {
            let media = message.media.ok_or(ProtocolError::Lacks("media"))?;
            Ok(Inbound::Media {
                track: media.track.map_or(Cow::Borrowed("inbound"), |track| track.0),
                stamp: Stamp {
                    at_ms: media.timestamp.as_ref().and_then(Number::value),
                    chunk: media.chunk.as_ref().and_then(Number::value),
                },
                payload: media.payload.ok_or(ProtocolError::Lacks("media.payload"))?.0,
            })
        }
        "dtmf" => {
            let digit =
                message.dtmf.and_then(|d| d.digit).ok_or(ProtocolError::Lacks("dtmf.digit"))?;
            let key = digit.0.chars().next().filter(|c| matches!(c, '0'..='9' | '*' | '#'));
            key.map(Inbound::Dtmf).ok_or(ProtocolError::Lacks("a key in dtmf.digit"))
        }
        "mark" => {
            let name =
                message.mark.and_then(|m| m.name).ok_or(ProtocolError::Lacks("mark.name"))?;
            Ok(Inbound::Mark(name.0))
        }
        "stop" => Ok(Inbound::Stop),
        _ => Ok(Inbound::Unknown),
    }
}

fn start(message: Envelope<'_>) -> Result<Start, ProtocolError> {
    let body = message.start.ok_or(ProtocolError::Lacks("start"))?;
    if let Some(format) = &body.media_format {
        let is = |value: &Option<serde_json::Value>, n: u64| match value {
            None => true,
            Some(v) => v.as_u64() == Some(n) || v.as_str() == Some(n.to_string().as_str()),
        };
        let mulaw = match format.encoding.as_deref() {
            None => true,
            Some(e) => e.eq_ignore_ascii_case("audio/x-mulaw") || e.eq_ignore_ascii_case("PCMU"),
        };
        if !mulaw || !is(&format.sample_rate, 8_000) || !is(&format.channels, 1) {
            return Err(ProtocolError::Format);
        }
    }
    let stream = match (&body.stream_sid, &message.stream_sid) {
        (Some(sid), _) => StreamSid::parse(sid),
        (None, Some(sid)) => StreamSid::parse(&sid.0),
        (None, None) => return Err(ProtocolError::Lacks("streamSid")),
    };
    let call = body.call_sid.as_deref().ok_or(ProtocolError::Lacks("start.callSid"))?;
    let account = body.account_sid.as_deref().and_then(|sid| AccountSid::parse(sid).ok());
    let mut parameters = message.custom_parameters.unwrap_or_default();
    parameters.extend(body.custom_parameters.unwrap_or_default());
    Ok(Start {
        stream: stream.map_err(|_| ProtocolError::Lacks("a usable streamSid"))?,
        call: CallSid::parse(call).map_err(|_| ProtocolError::Lacks("a usable callSid"))?,
        account,
        parameters,
    })
}

/// Decodes a payload into `out`, which is cleared first. Allocates only where it has no room.
///
/// # Errors
/// [`ProtocolError::Malformed`] if it is not base64.
pub fn decode_payload(payload: &str, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
    out.clear();
    STANDARD.decode_vec(payload, out).map_err(|_| ProtocolError::Malformed)
}

/// Writes a `media` message into `out`, which is cleared first. `mulaw` is G.711 mu-law, any length.
pub fn write_media(stream: &StreamSid, mulaw: &[u8], out: &mut String) {
    out.clear();
    let _ = write!(out, r#"{{"event":"media","streamSid":"{stream}","media":{{"payload":""#);
    STANDARD.encode_string(mulaw, out);
    out.push_str("\"}}");
}

/// Writes a `mark` message into `out`, which is cleared first. Names are our own: letters, digits, hyphens.
pub fn write_mark(stream: &StreamSid, name: u64, out: &mut String) {
    out.clear();
    let _ = write!(out, r#"{{"event":"mark","streamSid":"{stream}","mark":{{"name":"t{name}"}}}}"#);
}

/// Reads the name that [`write_mark`] gave.
#[must_use]
pub fn mark_number(name: &str) -> Option<u64> {
    name.strip_prefix('t')?.parse().ok()
}

/// Writes a `clear` message into `out`, which is cleared first.
pub fn write_clear(stream: &StreamSid, out: &mut String) {
    out.clear();
    let _ = write!(out, r#"{{"event":"clear","streamSid":"{stream}"}}"#);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: &str = r#"{"event":"start","sequenceNumber":"1","streamSid":"MZ1","start":{"streamSid":"MZ1",
        "accountSid":"AC1","callSid":"CA1","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw",
        "sampleRate":8000,"channels":1},"customParameters":{"ticket":"x"}}}"#;

    #[test]
    fn a_captured_start_is_read() {
        let Ok(Inbound::Start(start)) = parse(START) else { panic!("no start") };
        assert_eq!(start.call.as_str(), "CA1");
        assert_eq!(start.account.as_ref().map(AccountSid::as_str), Some("AC1"));
        assert_eq!(start.parameters.get("ticket").map(String::as_str), Some("x"));
    }

    #[test]
    fn parameters_beside_start_are_found() {
        let text = r#"{"event":"start","streamSid":"MZ1","customParameters":{"ticket":"y"},"start":{"callSid":"CA1"}}"#;
        let Ok(Inbound::Start(start)) = parse(text) else { panic!("no start") };
        assert_eq!(start.parameters.get("ticket").map(String::as_str), Some("y"));
    }

    #[test]
    fn another_format_is_refused() {
        let text = START.replace("8000", "16000");
        assert_eq!(parse(&text), Err(ProtocolError::Format));
    }

    #[test]
    fn media_is_read_with_string_and_plain_timestamps() {
        for timestamp in ["\"125\"", "125"] {
            let text = format!(
                r#"{{"event":"media","sequenceNumber":"2","streamSid":"MZ1","media":{{"track":"inbound","chunk":"1","timestamp":{timestamp},"payload":"//8="}}}}"#
            );
            let Ok(Inbound::Media { stamp, payload, .. }) = parse(&text) else {
                panic!("no media")
            };
            assert_eq!(stamp, Stamp { at_ms: Some(125), chunk: Some(1) });
            let mut bytes = Vec::new();
            decode_payload(&payload, &mut bytes).expect("base64");
            assert_eq!(bytes, [255, 255]);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let stream = StreamSid::parse("MZ1").expect("sid");
        let mut text = String::new();
        write_media(&stream, &[1, 2, 3], &mut text);
        let Ok(Inbound::Media { payload, .. }) = parse(&text) else { panic!("no media") };
        assert_eq!(payload, "AQID");
        write_mark(&stream, 7, &mut text);
        let Ok(Inbound::Mark(name)) = parse(&text) else { panic!("no mark") };
        assert_eq!(mark_number(&name), Some(7));
        write_clear(&stream, &mut text);
        assert_eq!(parse(&text), Ok(Inbound::Unknown));
    }

    proptest! {
        #[test]
        fn no_text_makes_parsing_panic(text in ".{0,300}") {
            let _ = parse(&text);
        }

        #[test]
        fn no_object_with_known_names_makes_parsing_panic(
            event in "(start|media|dtmf|mark|stop|connected|x)",
            body in "(null|1|\"\"|\\{\\}|\\{\"payload\":1\\}|\\{\"callSid\":\"\"\\}|\\{\"digit\":\"é\"\\})",
        ) {
            let _ = parse(&format!(r#"{{"event":"{event}","{event}":{body}}}"#));
        }
    }
}
