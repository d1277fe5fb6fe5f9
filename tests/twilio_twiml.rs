//! The writer of TwiML against an independent reader and the table.

#[path = "support/twiml_table.rs"]
mod twiml_table;

use std::num::NonZeroU8;

use proptest::prelude::*;
use toneline::telephony::twilio::twiml::*;
use twiml_table::{Kind, assert_good, faults};

fn url(text: &str) -> ActionUrl {
    ActionUrl::parse(text).expect("a URL")
}

fn lang(tag: &str) -> LangTag {
    LangTag::parse(tag).expect("a tag")
}

fn gather() -> Gather {
    let keys = KeyInput { digits: NonZeroU8::new(1), finish: FinishKey::None };
    let mut speech = SpeechInput::new(lang("en-GB"));
    speech.hints = vec!["maths".into(), "tones, please".into()];
    let mut gather =
        Gather::new(Input::Either(keys, speech), url("/webhook/voice/process?step=2&x=1"));
    gather.prompts = vec![
        Prompt::Play(Play { url: url("/prompts/rw/menu.wav") }),
        Prompt::Say(Say::text("Press 1 for maths & tones.").in_language(lang("en-GB"))),
        Prompt::Pause(Seconds::at_least_one(0)),
    ];
    gather
}

fn model() -> Say {
    let phoneme =
        Piece::Phoneme { alphabet: Alphabet::Pinyin, sounds: "ma3".into(), text: "马".into() };
    Say {
        voice: Some(VoiceName::parse("Polly.Zhiyu").expect("a voice")),
        language: Some(lang("cmn-CN")),
        pieces: vec![
            Piece::Text("Say".into()),
            Piece::Break(400),
            Piece::Prosody(Rate::Slow, vec![phoneme]),
            Piece::Lang(lang("cmn-CN"), vec![Piece::Text("好".into())]),
            Piece::SayAs(SayAs::Digits, "250".into()),
        ],
    }
}

fn connect() -> Connect {
    let stream = Stream::new(StreamUrl::parse("wss://line.example.org/media").expect("a URL"))
        .with_parameter("token", "a<b>&\"c'")
        .expect("a parameter");
    Connect { stream, action: Some(url("/webhook/voice/process?step=3")) }
}

fn record() -> Record {
    Record {
        action: url("/webhook/voice/process"),
        timeout: Seconds::at_least_one(3),
        max_length: Seconds::at_least_one(30),
        beep: true,
    }
}

fn samples() -> Vec<(&'static str, VoiceResponse)> {
    let next = || url("/webhook/voice/process?step=2");
    let sms = Sms { to: None, body: "Here it is: 2 < 3".into() };
    vec![
        ("gather", VoiceResponse::redirect_after(vec![Verb::Gather(gather())], next())),
        ("say_ssml", VoiceResponse::hang_up_after(vec![Verb::Say(model())])),
        ("stream", VoiceResponse::redirect_after(vec![Verb::Connect(connect())], next())),
        ("record", VoiceResponse::redirect_after(vec![Verb::Record(record())], next())),
        (
            "play_pause_sms",
            VoiceResponse::hang_up_after(vec![
                Verb::Play(Play { url: url("https://line.example.org/a.wav") }),
                Verb::Pause(Seconds::at_least_one(2)),
                Verb::Sms(sms),
            ]),
        ),
        ("reject_busy", VoiceResponse::Reject(RejectReason::Busy)),
        ("empty", VoiceResponse::Empty),
    ]
}

fn messages() -> MessagingResponse {
    let mut response = MessagingResponse::reply("2 < 3 & \"so\" on");
    response.messages[0].media =
        vec![MediaUrl::parse("https://line.example.org/a.ogg").expect("a URL")];
    response
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
        golden(name, response.render_pretty());
    }
    golden("message", messages().render_pretty());
}

#[test]
fn every_verb_passes_the_table() {
    for (_, response) in samples() {
        assert_good(Kind::Voice, &response.render().xml);
        assert_good(Kind::Voice, &response.render_pretty());
    }
    assert_good(Kind::Messaging, &messages().render().xml);
}

#[test]
fn the_reference_checker_agrees() {
    let checker = "../shared/reference/twilio/twiml_check.py";
    if !std::path::Path::new(checker).exists() {
        eprintln!("skipped: {checker} is not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for (name, response) in samples() {
        let file = folder.path().join(format!("{name}.xml"));
        std::fs::write(&file, response.render().xml).expect("written");
        files.push(file);
    }
    let run = std::process::Command::new("python3")
        .arg(checker)
        .arg("--kind")
        .arg("voice")
        .args(files)
        .output();
    let Ok(run) = run else {
        eprintln!("skipped: there is no python3");
        return;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
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
    let rendered = VoiceResponse::hang_up_after(vec![Verb::Say(Say::text(&text))]).render();
    assert_eq!(rendered.cut, Cut::Nothing);
    assert_good(Kind::Voice, &rendered.xml);
    assert_eq!(rendered.xml.matches("Turabara neza.").count(), 600);
    assert!(rendered.xml.matches("<Say>").count() >= 3);
}

#[test]
fn a_document_that_is_too_long_loses_text_and_keeps_its_verbs() {
    let mut long = gather();
    long.prompts.push(Prompt::Say(Say::text("One & two. ".repeat(20_000))));
    let rendered = VoiceResponse::redirect_after(
        vec![Verb::Gather(long), Verb::Connect(connect())],
        url("/next"),
    )
    .render();
    assert_eq!(rendered.cut, Cut::Text);
    assert!(rendered.xml.len() > 50_000);
    for kept in ["<Gather", "<Stream", "/next</Redirect>"] {
        assert!(rendered.xml.contains(kept), "{kept}");
    }
    assert_good(Kind::Voice, &rendered.xml);
}

#[test]
fn too_many_verbs_are_cut_from_behind_but_the_end_stays() {
    let mut verbs = vec![Verb::Gather(gather())];
    verbs.extend((0..5000).map(|_| Verb::Pause(Seconds::at_least_one(1))));
    let rendered = VoiceResponse::redirect_after(verbs, url("/next")).render();
    assert_eq!(rendered.cut, Cut::Verbs);
    assert!(rendered.xml.contains("<Gather") && rendered.xml.contains("/next</Redirect>"));
    assert_good(Kind::Voice, &rendered.xml);
}

#[test]
fn parameters_of_a_stream_stay_below_five_hundred_characters() {
    let stream = || Stream::new(StreamUrl::parse("/media").expect("a URL"));
    assert!(stream().with_parameter("t", &"x".repeat(498)).is_ok());
    assert_eq!(stream().with_parameter("t", &"x".repeat(499)), Err(ValueError::Parameter));
    assert_eq!(stream().with_parameter("", "x"), Err(ValueError::Parameter));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_anywhere_is_good_twiml(
        text in any::<String>(), hints in proptest::collection::vec(any::<String>(), 0..6),
        sounds in any::<String>(), times in 1_usize..2000,
    ) {
        let mut gather = gather();
        let mut speech = SpeechInput::new(lang("sw-KE"));
        speech.hints = hints;
        gather.input = Input::Speech(speech);
        let phoneme = Piece::Phoneme { alphabet: Alphabet::Ipa, sounds, text: text.clone() };
        let inner = vec![Piece::Text(text.repeat(times)), phoneme, Piece::SayAs(SayAs::Characters, text.clone())];
        let say = Say { voice: None, language: None, pieces: vec![Piece::Prosody(Rate::Percent(80), inner)] };
        gather.prompts = vec![Prompt::Say(say)];
        let sms = Sms { to: None, body: text.clone() };
        let response = VoiceResponse::redirect_after(vec![Verb::Gather(gather), Verb::Sms(sms)], url("/n"));
        let rendered = response.render();
        let found = faults(Kind::Voice, &rendered.xml);
        prop_assert!(found.is_empty(), "{:?}", found);
        prop_assert!(rendered.xml.contains("<Gather") && rendered.xml.contains("/n</Redirect>"));

        let reply = MessagingResponse::reply(text.repeat(times)).render();
        let found = faults(Kind::Messaging, &reply.xml);
        prop_assert!(found.is_empty(), "{:?}", found);
    }
}
