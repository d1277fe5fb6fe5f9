//! Signatures against the vectors that the real validator computed, and against what proptest thinks up.

use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::Value;
use toneline::telephony::twilio::signature::{SignatureError, SignedRequest, Verifier, fuzz_entry};

const SHARED_KEY_ID: &str = "webhooks_sharedkey_01k4example0000000000000000";

fn vectors(part: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("data/signature_vectors.json"))
        .expect("vectors are JSON");
    file[part].as_array().expect("a list of vectors").clone()
}

fn verdict(vector: &Value) -> Result<(), SignatureError> {
    let text = |name: &str| vector[name].as_str();
    let settings = vector["headers"]["X-Twilio-Webhooks-Signature-Settings"].as_str();
    let secret = || SecretString::from(text("auth_token").expect("a key"));
    let verifier = if settings.is_some() {
        Verifier::new(SecretString::from("not the shared key"), None)
            .with_shared_key(SHARED_KEY_ID, secret())
    } else {
        Verifier::new(secret(), None)
    };
    verifier.verify(&SignedRequest {
        method: text("method").expect("a method"),
        url: text("url").expect("a URL"),
        content_type: text("content_type"),
        body: text("raw_body").expect("a body").as_bytes(),
        signature: text("signature"),
        settings,
    })
}

#[test]
fn every_vector_of_the_real_validator_gets_its_verdict() {
    let (valid, negative) = (vectors("vectors"), vectors("negative"));
    assert_eq!((valid.len(), negative.len()), (39, 16));
    for vector in valid.iter().chain(&negative) {
        let expected = vector["valid"].as_bool().expect("a verdict");
        let got = verdict(vector);
        assert_eq!(got.is_ok(), expected, "{}: {got:?}", vector["name"]);
    }
}

#[test]
fn negative_vectors_fail_for_the_reason_that_they_were_made_for() {
    for vector in vectors("negative") {
        let expected = match vector["name"].as_str().expect("a name") {
            "bad_json_body" | "bad_json_space" => SignatureError::BodyHashWrong,
            "bad_signature_empty" => SignatureError::Missing,
            _ => SignatureError::Mismatch,
        };
        assert_eq!(verdict(&vector), Err(expected), "{}", vector["name"]);
    }
}

fn find(name: &str) -> Value {
    vectors("vectors").into_iter().find(|v| v["name"] == name).expect("a vector of that name")
}

#[test]
fn a_wss_handshake_signed_with_a_slash_is_believed_without_one() {
    let mut vector = find("wss_handshake_trailing_slash");
    vector["url"] = "wss://gw.example.org/media/9f2c".into();
    assert_eq!(verdict(&vector), Ok(()));
}

#[test]
fn a_webhook_signed_with_a_slash_is_not_believed_without_one() {
    let mut vector = find("root_path_slash");
    vector["url"] = "https://gw.example.org".into();
    assert_eq!(verdict(&vector), Err(SignatureError::Mismatch));
}

#[test]
fn user_and_password_are_no_part_of_the_signed_url() {
    let mut vector = find("full_inbound_call");
    vector["url"] = "https://me:p%40ss:w@gw.example.org/v/inbound".into();
    assert_eq!(verdict(&vector), Ok(()));
    vector["url"] = "https://me:pass@gw.example.org:443/v/inbound".into();
    assert_eq!(verdict(&vector), Ok(()));
}

#[test]
fn a_form_is_a_form_in_any_case_and_with_a_charset() {
    let mut vector = find("empty_values");
    vector["content_type"] = "Application/X-WWW-Form-URLEncoded; charset=UTF-8".into();
    assert_eq!(verdict(&vector), Ok(()));
}

#[test]
fn a_form_sent_as_json_is_not_believed_without_the_hash_of_its_body() {
    let mut vector = find("empty_values");
    vector["content_type"] = "application/json".into();
    assert_eq!(verdict(&vector), Err(SignatureError::BodyHashMissing));
}

#[test]
fn either_of_two_tokens_is_believed_during_a_rotation() {
    let vector = find("published_https_no_port");
    let token = |text: &str| SecretString::from(text);
    for verifier in [
        Verifier::new(token("12345"), Some(token("new"))),
        Verifier::new(token("new"), Some(token("12345"))),
    ] {
        let request = SignedRequest {
            method: "POST",
            url: vector["url"].as_str().expect("a URL"),
            content_type: vector["content_type"].as_str(),
            body: vector["raw_body"].as_str().expect("a body").as_bytes(),
            signature: vector["signature"].as_str(),
            settings: None,
        };
        assert_eq!(verifier.verify(&request), Ok(()));
    }
}

#[test]
fn the_settings_header_is_read_strictly() {
    let settings = |value: &str| {
        let mut vector = find("sharedkey_sha256_form");
        vector["headers"]["X-Twilio-Webhooks-Signature-Settings"] = value.into();
        verdict(&vector)
    };
    let id = SHARED_KEY_ID;
    assert_eq!(settings(&format!("algorithm=HMAC_SHA256, key={id}")), Ok(()));
    for (value, error) in [
        (String::new(), SignatureError::Settings),
        (format!("key={id}"), SignatureError::Settings),
        (format!("key={id},algorithm=HMAC_MD5"), SignatureError::Settings),
        (format!("key={id},key={id},algorithm=HMAC_SHA256"), SignatureError::Settings),
        ("key=webhooks_other,algorithm=HMAC_SHA256".into(), SignatureError::UnknownKey),
        (format!("key={id},algorithm=HMAC_SHA1"), SignatureError::Mismatch),
    ] {
        assert_eq!(settings(&value), Err(error), "{value}");
    }
}

#[test]
fn debug_shows_no_token() {
    let verifier = Verifier::new(SecretString::from("hush"), None);
    assert!(!format!("{verifier:?}").contains("hush"));
}

proptest! {
    #[test]
    fn no_bytes_are_believed_without_the_key(data in proptest::collection::vec(any::<u8>(), 0..512)) {
        fuzz_entry(&data);
    }

    #[test]
    fn strange_urls_and_headers_never_panic(
        url in "\\PC{0,40}", scheme in "(https|wss|http|ws|x)", settings in "\\PC{0,30}", signature in "\\PC{1,30}"
    ) {
        fuzz_entry(format!("{scheme}://{url}\0application/json\0{settings}\0{signature}").as_bytes());
    }

    #[test]
    fn the_order_in_which_fields_arrive_does_not_matter(swap in any::<prop::sample::Index>()) {
        let mut vector = find("full_inbound_call");
        let body = vector["raw_body"].as_str().expect("a body").to_owned();
        let mut fields: Vec<&str> = body.split('&').collect();
        let at = swap.index(fields.len());
        fields.rotate_left(at);
        vector["raw_body"] = fields.join("&").into();
        prop_assert_eq!(verdict(&vector), Ok(()));
    }

    #[test]
    fn a_changed_byte_of_the_signature_is_noticed(at in any::<prop::sample::Index>(), byte in b'a'..=b'z') {
        let mut vector = find("full_inbound_call");
        let mut signature = vector["signature"].as_str().expect("a signature").as_bytes().to_vec();
        let at = at.index(signature.len());
        prop_assume!(signature[at] != byte);
        signature[at] = byte;
        vector["signature"] = String::from_utf8(signature).expect("ASCII").into();
        prop_assert_eq!(verdict(&vector), Err(SignatureError::Mismatch));
    }
}
