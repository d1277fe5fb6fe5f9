//! What the fuzzer runs, over chance and over spoilt samples: the quick share of it, with every ordinary test run.

use proptest::prelude::*;
use toneline::domain::party::Party;
use toneline::session::context::{Context, Exchange};
use toneline::{phone, session, speech, telephony};

const MEDIA: &str = r##"{"event":"start","streamSid":"MZ1","start":{"callSid":"CA1","customParameters":{"ticket":"x"}}}
{"event":"media","media":{"track":"inbound","timestamp":"125","payload":"//9/f34="}}
{"event":"media","media":{"timestamp":145,"payload":"AAEC"}}
{"event":"mark","mark":{"name":"t7"}}
{"event":"dtmf","dtmf":{"digit":"#"}}
{"event":"stop"}"##;
const FORM: &str = "CallSid=CA1&From=%2B250788123456&CallStatus=in-progress&Digits=12%23&SpeechResult=a+b&Confidence=0.9\
    &MessageSid=SM1&Body=%E4%BD%A0&NumMedia=1&MediaUrl0=x&MessageStatus=sent";
const SIGNATURE: &str = "https://u:p@[::1]:8443/a?bodySHA256=00\0application/x-www-form-urlencoded\0key=x,algorithm=HMAC_SHA256\0c2ln\0A=1&B=";
const VOICE: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf speech" action="/p?a=1&amp;b=2"
 numDigits="1"><Say language="en-GB">1 &lt; 2 &#65;</Say><Pause length="1"/></Gather><Connect><Stream url="wss://l/media">
<Parameter name="t" value="x"/></Stream></Connect><Redirect method="POST">/p</Redirect></Response>"#;

/// A sample with some of its bytes overwritten, cut out or doubled.
fn spoilt(sample: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = sample.len();
    let change = (0..length, any::<u8>(), 0_u8..3);
    proptest::collection::vec(change, 0..6).prop_map(move |changes| {
        let mut bytes = sample.clone();
        for (at, byte, how) in changes {
            let at = at % bytes.len().max(1);
            match how {
                0 if !bytes.is_empty() => bytes[at] = byte,
                1 if !bytes.is_empty() => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

/// Any bytes, or a spoilt sample.
fn input(sample: impl Into<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![1 => proptest::collection::vec(any::<u8>(), 0..300), 4 => spoilt(sample.into())]
}

fn document() -> Vec<u8> {
    let mut context = Context::new(Party::parse("+250788123456"), chrono::DateTime::UNIX_EPOCH);
    let (user, ai, timestamp) = ("2".into(), "Tones.".into(), chrono::DateTime::UNIX_EPOCH);
    context.remember(Exchange { user, ai, timestamp, lesson: None });
    context.user_state.insert("maths".into(), serde_json::json!({"level": 3, "share": 0.1}));
    serde_json::to_vec(&context).expect("plain data")
}

fn wav() -> Vec<u8> {
    speech::wav::encode_8k(&[0, 1, -1, i16::MAX, i16::MIN, 1234], None)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn messages_of_a_stream_hold_what_the_fuzzer_asks(data in input(MEDIA)) {
        telephony::media::fuzz_entry(&data);
    }

    #[test]
    fn forms_hold_what_the_fuzzer_asks(data in input(FORM)) {
        telephony::twilio::form::fuzz_entry(&data);
    }

    #[test]
    fn signatures_hold_what_the_fuzzer_asks(data in input(SIGNATURE)) {
        telephony::twilio::signature::fuzz_entry(&data);
    }

    #[test]
    fn documents_hold_what_the_fuzzer_asks(data in input(document())) {
        session::codec::fuzz_entry(&data);
    }

    #[test]
    fn sound_files_hold_what_the_fuzzer_asks(data in input(wav())) {
        speech::wav::fuzz_entry(&data);
    }

    #[test]
    fn documents_for_the_phone_hold_what_the_fuzzer_asks(data in input(VOICE)) {
        phone::twiml::fuzz_entry(&data);
    }
}

#[test]
fn the_samples_are_good_before_they_are_spoilt() {
    assert!(phone::twiml::parse_voice(VOICE).is_ok());
    assert!(serde_json::from_slice::<Context>(&document()).is_ok());
    assert!(speech::wav::parse(&wav()).is_ok());
    for line in MEDIA.lines() {
        assert!(telephony::media::protocol::parse(line).is_ok(), "{line}");
    }
}
