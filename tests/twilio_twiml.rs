//! The writer of TwiML against an independent reader and the table.

#[path = "support/twiml_table.rs"]
mod twiml_table;

use proptest::prelude::*;
use toneline::domain::manner::Pace;
use toneline::telephony::twilio::twiml::{
    ActionUrl, DOCUMENT_LIMIT, End, Gather, GatherLang, KeyInput, MessagingResponse, Prompt, Say,
    SayLang, Seconds, Stream, StreamUrl, ValueError, VoiceResponse,
};
use twiml_table::{Kind, assert_good, faults};

fn url(text: &str) -> ActionUrl {
    ActionUrl::parse(text).expect("a URL")
}

fn say(text: impl Into<String>) -> Prompt {
    Prompt::Say(Say { lang: SayLang::English, text: text.into(), pace: Pace::Normal })
}

fn next() -> ActionUrl {
    url("/webhook/voice/process?step=2&after=stream")
}

fn gather(prompts: Vec<Prompt>, hints: Vec<String>) -> Gather {
    Gather {
        prompts,
        action: next(),
        keys: KeyInput::UpTo(4),
        speech: Some(GatherLang::English),
        hints,
        timeout: Seconds::at_least_one(6),
    }
}

fn stream() -> Stream {
    let url = StreamUrl::parse("wss://line.example.org/media").expect("a URL");
    Stream::new(url).with("ticket", "a<b>&\"c'".into()).expect("a parameter")
}

fn samples() -> Vec<(&'static str, VoiceResponse)> {
    let prompts = || {
        vec![
            Prompt::Play(url("/prompts/rw/menu.wav")),
            say("Press 1 for maths & tones."),
            Prompt::Pause(Seconds::at_least_one(0)),
            Prompt::Say(Say {
                lang: SayLang::Mandarin, text: "马，好".into(), pace: Pace::Normal
            }),
        ]
    };
    let mut keys_only = gather(prompts(), vec!["maths".into()]);
    keys_only.speech = None;
    keys_only.keys = KeyInput::One;
    let spoken = gather(prompts(), vec!["maths".into(), "tones".into()]);
    let with = |end| VoiceResponse { prompts: Vec::new(), end };
    vec![
        ("gather_speech", with(End::Gather(spoken, next()))),
        ("gather_keys", with(End::Gather(keys_only, next()))),
        ("stream", VoiceResponse { prompts: prompts(), end: End::Stream(stream(), next()) }),
        ("redirect", with(End::Redirect(next()))),
        ("hangup", VoiceResponse { prompts: vec![say("Murabeho!")], end: End::Hangup }),
    ]
}

fn messages() -> MessagingResponse {
    MessagingResponse::new(["2 < 3 & \"so\" on".to_owned(), "你好".to_owned()])
}

fn golden(name: &str, xml: String) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../twiml");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, xml));
}

#[test]
fn every_verb_is_written_as_its_golden_file_says() {
    for (name, response) in samples() {
        golden(name, response.pretty());
    }
    golden("messages", messages().pretty());
    golden("no_reply", MessagingResponse::default().pretty());
}

#[test]
fn every_verb_passes_the_table() {
    for (_, response) in samples() {
        assert_good(Kind::Voice, &response.render());
        assert_good(Kind::Voice, &response.pretty());
    }
    assert_good(Kind::Messaging, &messages().render());
}

#[test]
fn the_reference_checker_agrees() {
    let checker = "../shared/reference/twilio/twiml_check.py";
    if !std::path::Path::new(checker).exists() {
        eprintln!("skipped: {checker} is not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let check = |kind: &str, name: &str, xml: String| {
        let file = folder.path().join(name);
        std::fs::write(&file, xml).expect("written");
        let run = std::process::Command::new("python3")
            .args([checker, "--kind", kind])
            .arg(file)
            .output();
        match run {
            Ok(run) => assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout)),
            Err(error) => eprintln!("skipped: no python3 here: {error}"),
        }
    };
    for (name, response) in samples() {
        check("voice", name, response.render());
    }
    check("messaging", "messages", messages().render());
}

#[test]
fn the_table_refuses_what_twilio_would() {
    for bad in [
        "<Response><Gather><Hangup/></Gather></Response>",
        "<Response><Say speed=\"2\">x</Say></Response>",
        "<Response><Pause length=\"0\"/></Response>",
        "<Response><Say> </Say></Response>",
        "<Response>text</Response>",
        "<Response><Connect><Stream url=\"ws://x/y\"/></Connect></Response>",
        "<Response><Say>x</Response>",
        "<response/>",
    ] {
        assert!(!faults(Kind::Voice, bad).is_empty(), "{bad}");
    }
}

#[test]
fn a_long_speech_is_split_and_loses_nothing() {
    let text = "Turabara neza. ".repeat(600);
    let xml = VoiceResponse { prompts: vec![say(text)], end: End::Hangup }.render();
    assert_good(Kind::Voice, &xml);
    assert_eq!(xml.matches("Turabara neza.").count(), 600);
    assert!(xml.matches("<Say").count() >= 3);
}

#[test]
fn speech_is_split_where_its_encoded_form_would_be_too_long() {
    let text = "你好，我们学习声调。".repeat(300);
    let prompt =
        Prompt::Say(Say { lang: SayLang::Mandarin, text: text.clone(), pace: Pace::Normal });
    let xml = VoiceResponse { prompts: vec![prompt], end: End::Hangup }.render();
    let mut said = String::new();
    for piece in xml.split("<Say language=\"cmn-CN\">").skip(1) {
        let piece = piece.split("</Say>").next().expect("a text");
        let encoded: usize = form_urlencoded::byte_serialize(piece.as_bytes()).map(str::len).sum();
        assert!(encoded <= 4_500, "{encoded} bytes");
        said.push_str(piece);
    }
    assert_eq!(said, text);
}

#[test]
fn urls_full_of_escapes_leave_what_carries_the_call_on() {
    let long = url(&format!("/{}", "&".repeat(1_000)));
    let mut gather = gather(vec![say("\"".repeat(100_000))], vec!["&".repeat(99); 500]);
    gather.action = long.clone();
    let xml = VoiceResponse { prompts: Vec::new(), end: End::Gather(gather, long) }.render();
    assert!(xml.ends_with("</Redirect></Response>"));
    assert_good(Kind::Voice, &xml);
}

#[test]
fn hints_that_fit_are_kept_and_those_without_a_letter_are_not() {
    let mut hints = vec!["\u{1}".to_owned(), " tones\n".to_owned()];
    hints.extend((0..5_000).map(|n| format!("hint number {n}")));
    let end = End::Gather(gather(vec![say("Go.")], hints), next());
    let xml = VoiceResponse { prompts: Vec::new(), end }.render();
    assert!(xml.contains("hints=\"tones,hint number 0,"), "{xml}");
    assert!(!xml.contains(",,"));
    assert_good(Kind::Voice, &xml);
}

#[test]
fn a_document_that_is_too_long_loses_text_and_keeps_its_verbs() {
    let long = gather(vec![say("One & two. ".repeat(20_000))], Vec::new());
    let xml = VoiceResponse { prompts: Vec::new(), end: End::Gather(long, next()) }.render();
    assert!(xml.len() > 40_000);
    assert!(xml.contains("<Gather") && xml.ends_with("</Redirect></Response>"));
    assert_good(Kind::Voice, &xml);
}

#[test]
fn hints_full_of_escapes_leave_a_document_within_its_limit() {
    let hints = vec!["&\"'<>".repeat(19); 400];
    let prompts = vec![say("\"".repeat(100_000))];
    let xml =
        VoiceResponse { prompts: Vec::new(), end: End::Gather(gather(prompts, hints), next()) }
            .render();
    assert_good(Kind::Voice, &xml);
}

#[test]
fn more_recordings_and_pauses_than_fit_leave_what_carries_the_call_on() {
    let mut prompts = vec![Prompt::Pause(Seconds::at_least_one(1)); 4_000];
    prompts.extend(vec![Prompt::Play(url("/prompts/rw/menu.wav")); 4_000]);
    let xml = VoiceResponse { prompts, end: End::Stream(stream(), next()) }.render();
    assert!(xml.contains("<Stream") && xml.ends_with("</Redirect></Response>"));
    assert_good(Kind::Voice, &xml);
}

#[test]
fn ten_replies_full_of_escapes_stay_within_the_limit() {
    let xml = MessagingResponse::new(vec!["\"".repeat(1_600); 10]).render();
    assert!(xml.len() <= DOCUMENT_LIMIT, "{} bytes", xml.len());
    assert_good(Kind::Messaging, &xml);
}

#[test]
fn a_reply_of_nothing_but_control_characters_is_no_reply() {
    let xml = MessagingResponse::new(["\u{1}\u{2}".to_owned()]).render();
    assert!(!xml.contains("<Message"), "{xml}");
}

#[test]
fn parameters_of_a_stream_stay_below_five_hundred_characters() {
    let stream = || Stream::new(StreamUrl::parse("/media").expect("a URL"));
    assert!(stream().with("t", "x".repeat(498)).is_ok());
    assert_eq!(stream().with("t", "x".repeat(499)), Err(ValueError::Parameter));
    assert_eq!(stream().with("", "x".into()), Err(ValueError::Parameter));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_anywhere_is_good_twiml(
        text in any::<String>(), hints in proptest::collection::vec(any::<String>(), 0..6), times in 1_usize..2000,
    ) {
        let gather = gather(vec![say(text.repeat(times)), say(text.clone())], hints);
        let response = VoiceResponse { prompts: vec![say(text.clone())], end: End::Gather(gather, next()) };
        let xml = response.render();
        let found = faults(Kind::Voice, &xml);
        prop_assert!(found.is_empty(), "{:?}", found);
        prop_assert!(xml.contains("<Gather") && xml.ends_with("</Redirect></Response>"));

        let reply = MessagingResponse::new(vec![text.repeat(times); 3]).render();
        let found = faults(Kind::Messaging, &reply);
        prop_assert!(found.is_empty(), "{:?}", found);
    }

    #[test]
    fn any_parameter_of_a_stream_is_good_twiml(value in any::<String>()) {
        let stream = Stream::new(StreamUrl::parse("/media").expect("a URL"));
        if let Ok(stream) = stream.with("ticket", value) {
            let xml = VoiceResponse { prompts: Vec::new(), end: End::Stream(stream, next()) }.render();
            let found = faults(Kind::Voice, &xml);
            prop_assert!(found.is_empty(), "{:?}", found);
        }
    }
}

#[test]
fn another_pace_is_asked_for_within_the_verb() {
    let say = |pace| Prompt::Say(Say { lang: SayLang::English, text: "Slow & clear".into(), pace });
    let prompts = vec![say(Pace::Slow), say(Pace::Normal), say(Pace::Fast)];
    let document = VoiceResponse { prompts, end: End::Hangup }.render();
    for part in [
        "<Say language=\"en-GB\"><prosody rate=\"80%\">Slow &amp; clear</prosody></Say>",
        "<Say language=\"en-GB\">Slow &amp; clear</Say>",
        "<prosody rate=\"115%\">",
    ] {
        assert!(document.contains(part), "{part} is not in {document}");
    }
}
