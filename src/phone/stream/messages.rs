//! The JSON of Media Streams, both ways, field by field as Twilio documents it. Counters are strings.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

/// What the gateway may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::phone) enum Incoming {
    /// Mu-law to play.
    Media(Vec<u8>),
    Mark(String),
    Clear,
}

/// The names that stand in every message of one stream.
#[derive(Debug, Clone)]
pub(in crate::phone) struct Names {
    pub(in crate::phone) stream_sid: String,
    pub(in crate::phone) call_sid: String,
    pub(in crate::phone) account_sid: String,
}

impl Names {
    pub(in crate::phone) fn connected() -> String {
        json!({"event": "connected", "protocol": "Call", "version": "1.0.0"}).to_string()
    }

    pub(in crate::phone) fn start(&self, sequence: u64, parameters: &[(String, String)]) -> String {
        let custom: Map<String, Value> =
            parameters.iter().map(|(n, v)| (n.clone(), Value::String(v.clone()))).collect();
        json!({
            "event": "start",
            "sequenceNumber": sequence.to_string(),
            "start": {
                "accountSid": self.account_sid,
                "streamSid": self.stream_sid,
                "callSid": self.call_sid,
                "tracks": ["inbound"],
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                "customParameters": custom,
            },
            "streamSid": self.stream_sid,
        })
        .to_string()
    }

    /// `chunk` counts from 1; `timestamp_ms` is the age of the stream.
    pub(in crate::phone) fn media(
        &self,
        sequence: u64,
        chunk: u64,
        timestamp_ms: u64,
        codes: &[u8],
    ) -> String {
        json!({
            "event": "media",
            "sequenceNumber": sequence.to_string(),
            "media": {
                "track": "inbound",
                "chunk": chunk.to_string(),
                "timestamp": timestamp_ms.to_string(),
                "payload": STANDARD.encode(codes),
            },
            "streamSid": self.stream_sid,
        })
        .to_string()
    }

    pub(in crate::phone) fn dtmf(&self, sequence: u64, key: char) -> String {
        json!({
            "event": "dtmf",
            "streamSid": self.stream_sid,
            "sequenceNumber": sequence.to_string(),
            "dtmf": {"track": "inbound_track", "digit": key.to_string()},
        })
        .to_string()
    }

    pub(in crate::phone) fn mark(&self, sequence: u64, name: &str) -> String {
        json!({
            "event": "mark",
            "sequenceNumber": sequence.to_string(),
            "streamSid": self.stream_sid,
            "mark": {"name": name},
        })
        .to_string()
    }

    pub(in crate::phone) fn stop(&self, sequence: u64) -> String {
        json!({
            "event": "stop",
            "sequenceNumber": sequence.to_string(),
            "streamSid": self.stream_sid,
            "stop": {"accountSid": self.account_sid, "callSid": self.call_sid},
        })
        .to_string()
    }

    /// Reads a message of the gateway. Twilio takes exactly these fields (its error 31951): one too many is
    /// as wrong as one too few.
    pub(in crate::phone) fn read(&self, text: &str) -> Result<Incoming, String> {
        let value: Value = serde_json::from_str(text).map_err(|e| format!("not JSON: {e}"))?;
        let message = value.as_object().ok_or("not a JSON object")?;
        let event = string(message, "event")?;
        let payload = match event {
            "media" | "mark" => Some(event),
            "clear" => None,
            other => return Err(format!("unknown event {other:?}")),
        };
        only(message, ["event", "streamSid"].into_iter().chain(payload))?;
        if string(message, "streamSid")? != self.stream_sid {
            return Err(format!("{event} for another streamSid"));
        }
        let Some(name) = payload else { return Ok(Incoming::Clear) };
        let inner = message
            .get(name)
            .and_then(Value::as_object)
            .ok_or_else(|| format!("{name} is no object"))?;
        if name == "mark" {
            only(inner, ["name"].into_iter())?;
            return Ok(Incoming::Mark(string(inner, "name")?.to_owned()));
        }
        only(inner, ["payload"].into_iter())?;
        let codes =
            STANDARD.decode(string(inner, "payload")?).map_err(|e| format!("payload: {e}"))?;
        if codes.starts_with(b"RIFF") {
            return Err("the payload is a file with a header, not bare mu-law".into());
        }
        Ok(Incoming::Media(codes))
    }
}

fn string<'m>(message: &'m Map<String, Value>, name: &str) -> Result<&'m str, String> {
    message
        .get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| format!("{name} is missing or no string"))
}

fn only<'n>(
    message: &Map<String, Value>,
    names: impl Iterator<Item = &'n str>,
) -> Result<(), String> {
    let names: Vec<&str> = names.collect();
    match message.keys().find(|key| !names.contains(&key.as_str())) {
        Some(key) => Err(format!("unknown field {key:?}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names() -> Names {
        Names { stream_sid: "MZ1".into(), call_sid: "CA1".into(), account_sid: "AC1".into() }
    }

    #[test]
    fn the_three_messages_of_a_gateway_are_read() {
        let names = names();
        let media = r#"{"event":"media","streamSid":"MZ1","media":{"payload":"/38="}}"#;
        assert_eq!(names.read(media), Ok(Incoming::Media(vec![0xFF, 0x7F])));
        let mark = r#"{"event":"mark","streamSid":"MZ1","mark":{"name":"m"}}"#;
        assert_eq!(names.read(mark), Ok(Incoming::Mark("m".into())));
        assert_eq!(names.read(r#"{"event":"clear","streamSid":"MZ1"}"#), Ok(Incoming::Clear));
    }

    #[test]
    fn anything_else_is_refused() {
        let names = names();
        for text in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"event":"hangup","streamSid":"MZ1"}"#,
            r#"{"event":"clear"}"#,
            r#"{"event":"clear","streamSid":"MZ2"}"#,
            r#"{"event":"clear","streamSid":"MZ1","why":"x"}"#,
            r#"{"event":"media","streamSid":"MZ1"}"#,
            r#"{"event":"media","streamSid":"MZ1","media":{"payload":"/38=","track":"outbound"}}"#,
            r#"{"event":"media","streamSid":"MZ1","media":{"payload":"***"}}"#,
            r#"{"event":"media","streamSid":"MZ1","media":{"payload":"UklGRgAA"}}"#,
            r#"{"event":"mark","streamSid":"MZ1","mark":{"name":7}}"#,
        ] {
            assert!(names.read(text).is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn counters_go_out_as_strings_and_the_format_as_numbers() {
        let names = names();
        let start: Value =
            serde_json::from_str(&names.start(1, &[("a".into(), "b".into())])).expect("JSON");
        assert_eq!(start["sequenceNumber"], "1");
        assert_eq!(start["start"]["mediaFormat"]["sampleRate"], 8000);
        assert_eq!(start["start"]["customParameters"]["a"], "b");
        let media: Value =
            serde_json::from_str(&names.media(2, 1, 120, &[0xFF; 160])).expect("JSON");
        assert_eq!(media["media"]["chunk"], "1");
        assert_eq!(media["media"]["timestamp"], "120");
        assert_eq!(media["media"]["payload"].as_str().map(str::len), Some(216));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,80}") {
            let _ = names().read(&text);
        }
    }
}
