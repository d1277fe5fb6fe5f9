//! Webhook forms as they really arrive: empty, unknown, repeated and missing parameters.

use proptest::prelude::*;
use toneline::domain::event::Event;
use toneline::domain::party::Party;
use toneline::telephony::twilio::form::{
    CallStatus, DeliveryStatus, DeliveryWebhook, Direction, Form, FormError, FromForm,
    MessageWebhook, OptOut, StatusWebhook, VoiceWebhook, fuzz_entry,
};

const CALL: &str = "CallSid=CA0123456789abcdef0123456789abcdef&From=%2B250788123456";

fn voice(form: &str) -> Result<VoiceWebhook, FormError> {
    VoiceWebhook::from_form(&Form::decode(form.as_bytes()))
}

fn message(form: &str) -> Result<MessageWebhook, FormError> {
    MessageWebhook::from_form(&Form::decode(form.as_bytes()))
}

#[test]
fn a_first_request_with_empty_and_unknown_parameters_is_understood() {
    let call = voice(&format!(
        "{CALL}&AccountSid=AC1&CallStatus=ringing&Direction=inbound&To=%2B12025550142&ToZip=&CalledCity=&NewThing=7"
    ))
    .expect("a call");
    assert_eq!(call.from, Party::parse("+250788123456"));
    assert_eq!(call.learner(), &call.from);
    assert_eq!((call.status, call.direction), (CallStatus::Ringing, Direction::Inbound));
    assert_eq!(call.keys, None);
}

#[test]
fn the_learner_of_a_call_that_we_placed_is_the_one_called() {
    let call = voice("CallSid=CA1&From=%2B12025550142&To=%2B250788123456&Direction=outbound-api")
        .expect("a call");
    assert_eq!(call.learner(), &Party::parse("+250788123456"));
}

#[test]
fn what_no_answer_can_do_without_is_missed_by_name() {
    assert_eq!(voice("From=%2B250788123456"), Err(FormError::Missing("CallSid")));
    assert_eq!(voice("CallSid=&From=x"), Err(FormError::Missing("CallSid")));
    assert_eq!(voice("CallSid=a+b&From=x"), Err(FormError::Invalid("CallSid")));
    assert_eq!(voice("CallSid=CA1"), Err(FormError::Missing("From")));
    assert_eq!(message("From=x&Body=hi"), Err(FormError::Missing("MessageSid")));
    assert_eq!(message("MessageSid=SM1&Body=hi"), Err(FormError::Missing("From")));
}

#[test]
fn an_empty_caller_is_a_withheld_number() {
    assert_eq!(voice("CallSid=CA1&From=").expect("a call").from, Party::Withheld);
}

#[test]
fn keys_speech_silence_and_the_end_are_told_apart() {
    let event = |rest: &str| voice(&format!("{CALL}&{rest}")).expect("a call").event();
    assert!(matches!(event("Digits=12%23"), Event::Keys(k) if k.as_str() == "12#"));
    assert!(matches!(event("Digits=&SpeechResult=two"), Event::Speech(w) if w.text == "two"));
    assert_eq!(event("Digits=&SpeechResult=+"), Event::Silence);
    assert_eq!(event("Digits=1&CallStatus=completed"), Event::HungUp);
    assert_eq!(event("Digits=hangup"), Event::Silence);
}

#[test]
fn a_confidence_out_of_range_or_missing_is_none() {
    let confidence = |rest: &str| {
        let call = voice(&format!("{CALL}&SpeechResult=two{rest}")).expect("a call");
        call.speech.expect("speech").confidence
    };
    assert_eq!(confidence("&Confidence=0.5"), Some(0.5));
    for rest in ["", "&Confidence=", "&Confidence=NaN", "&Confidence=7", "&Confidence=x"] {
        assert_eq!(confidence(rest), None, "{rest}");
    }
}

#[test]
fn of_a_repeated_parameter_the_first_counts() {
    let call = voice(&format!("{CALL}&Digits=1&Digits=2")).expect("a call");
    assert_eq!(call.keys.expect("keys").as_str(), "1");
}

#[test]
fn a_recording_is_read_with_its_length() {
    let call = voice(&format!("{CALL}&RecordingUrl=https%3A%2F%2Fx%2FRE1&RecordingDuration=9"))
        .expect("a call");
    assert_eq!(call.recording.expect("a recording").seconds, 9);
}

#[test]
fn a_whatsapp_voice_note_is_an_attachment_without_text() {
    let note = message(
        "MessageSid=MM1&From=whatsapp%3A%2B250788123456&Body=&NumMedia=1&MediaUrl0=https%3A%2F%2Fx%2F1\
         &MediaContentType0=Audio%2FOgg%3B+codecs%3Dopus&ProfileName=Aline",
    )
    .expect("a message");
    assert_eq!(note.from, Party::parse("whatsapp:+250788123456"));
    assert_eq!(note.attachments[0].media_type, "audio/ogg");
    assert_eq!((note.body.as_str(), note.profile_name.as_deref()), ("", Some("Aline")));
}

#[test]
fn a_count_of_media_that_lies_does_no_harm() {
    let note = message("SmsSid=SM1&From=x&NumMedia=99999999999999999999999&MediaUrl3=u")
        .expect("a message");
    assert!(note.attachments.is_empty());
    let note = message("SmsSid=SM1&From=x&NumMedia=4000000&MediaUrl3=u").expect("a message");
    assert_eq!(note.attachments.len(), 1);
}

#[test]
fn a_keyword_that_the_service_answered_is_marked() {
    let opt_out = |word: &str| {
        let form = format!("MessageSid=SM1&From=x&Body=STOP&OptOutType={word}");
        message(&form).expect("a message").opt_out
    };
    assert_eq!(opt_out("STOP"), Some(OptOut::Stop));
    assert_eq!(opt_out("start"), Some(OptOut::Start));
    assert_eq!(opt_out(""), None);
}

#[test]
fn a_body_keeps_its_white_space() {
    let note = message("MessageSid=SM1&From=x&Body=++two%0A+").expect("a message");
    assert_eq!(note.body, "  two\n ");
}

#[test]
fn a_status_callback_carries_its_number_and_the_length_of_the_call() {
    let form = "CallSid=CA1&CallStatus=completed&SequenceNumber=3&CallDuration=61";
    let status = StatusWebhook::from_form(&Form::decode(form.as_bytes())).expect("a status");
    assert_eq!((status.sequence, status.seconds), (Some(3), Some(61)));
    assert!(status.status.is_final());
    assert!(!CallStatus::parse("transmogrified").is_final());
}

#[test]
fn receipts_never_move_a_message_back() {
    let parse = |form: &str| DeliveryWebhook::from_form(&Form::decode(form.as_bytes()));
    let receipt =
        parse("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003").expect("a receipt");
    assert_eq!(receipt.error_code, Some(30003));
    assert!(!DeliveryStatus::Sent.may_follow(receipt.status));
    assert!(DeliveryStatus::Read.may_follow(DeliveryStatus::Delivered));
    assert!(!DeliveryStatus::Other.may_follow(DeliveryStatus::Queued));
    assert_eq!(parse("MessageSid=SM1"), Err(FormError::Missing("MessageStatus")));
}

#[test]
fn nothing_personal_is_printed() {
    let call = voice(&format!("{CALL}&Digits=4711&SpeechResult=secret&RecordingUrl=hidden"))
        .expect("a call");
    let note = message("MessageSid=SM1&From=%2B250788123456&Body=secret&ProfileName=Aline")
        .expect("a message");
    let form = Form::decode(b"Body=secret&From=788123");
    let printed = format!("{call:?} {note:?} {form:?}");
    for personal in ["788123", "4711", "secret", "hidden", "Aline"] {
        assert!(!printed.contains(personal), "{personal} in {printed}");
    }
}

proptest! {
    #[test]
    fn any_bytes_parse_or_are_refused(data in proptest::collection::vec(any::<u8>(), 0..400)) {
        fuzz_entry(&data);
    }

    #[test]
    fn known_names_with_any_values_parse_or_are_refused(
        fields in proptest::collection::vec((prop::sample::select(vec![
            "CallSid", "MessageSid", "From", "To", "CallStatus", "Digits", "SpeechResult", "Confidence",
            "NumMedia", "MediaUrl0", "MediaContentType0", "Direction", "RecordingUrl", "ErrorCode", "Body",
        ]), "\\PC{0,12}"), 0..8)
    ) {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        fuzz_entry(form.as_bytes());
    }
}
