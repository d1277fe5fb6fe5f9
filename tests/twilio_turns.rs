//! Golden TwiML of real turns: the machine and the shipped modules, rendered as the webhooks render them.

#[path = "support/twiml_table.rs"]
mod twiml_table;

use chrono::DateTime;
use toneline::domain::event::{Event, Keys};
use toneline::domain::ids::LearnerId;
use toneline::domain::key::MasterKey;
use toneline::domain::lang::Lang;
use toneline::domain::party::Party;
use toneline::domain::turn::{Then, Turn};
use toneline::ivr::driver::{Answer, Talk};
use toneline::ivr::machine::{Scene, on_event};
use toneline::modules::Can;
use toneline::modules::registry::Registry;
use toneline::session::codec::Keyring;
use toneline::session::context::Context;
use toneline::session::dialogue::Channel;
use toneline::telephony::speak::{Speaker, call_apology, text_apology, texts};
use toneline::telephony::twilio::twiml::{End, MessagingResponse, VoiceResponse};
use toneline::wording::Catalogue;
use toneline::wording::clips::Clips;
use twiml_table::{Kind, assert_good};

/// One learner on one channel.
struct Line {
    registry: Registry,
    context: Context,
    channel: Channel,
    texts: u32,
}

impl Line {
    fn new(channel: Channel, lang: Option<Lang>) -> Self {
        let mut context = Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH);
        context.language = lang;
        Self { registry: Registry::shipped(), context, channel, texts: 0 }
    }

    fn call(lang: Lang) -> Self {
        let mut line = Self::new(Channel::Voice, Some(lang));
        let _ = line.on(&Event::Opened);
        line
    }

    fn on(&mut self, event: &Event) -> Answer {
        let voice = self.channel == Channel::Voice;
        let scene = Scene {
            interrupted: None,
            channel: self.channel,
            can: Can { speak: voice, hear: voice, keys: voice },
            can_text: true,
            can_record: false,
            now: DateTime::UNIX_EPOCH,
            seed: 7,
        };
        let id = if voice { "CA1".to_owned() } else { format!("SM{}", self.texts) };
        let (context, outcome) = on_event(&self.registry, self.context.clone(), &id, scene, event);
        self.context = context;
        let step = self.context.leg(self.channel).step;
        Answer {
            turn: outcome.turn,
            lang: self.context.lang(),
            step,
            learner: LearnerId([0; 16]),
            thought: None,
            gather: false,
        }
    }

    fn keys(&mut self, keys: &str) -> Answer {
        self.on(&Event::Keys(Keys::parse(keys).expect("keys")))
    }

    fn text(&mut self, text: &str) -> MessagingResponse {
        self.texts += 1;
        let answer = self.on(&Event::Text(text.to_owned()));
        MessagingResponse::new(texts(Catalogue::shipped(), &answer))
    }
}

fn rendered(answer: &Answer, in_stream: bool) -> VoiceResponse {
    let talk = Talk {
        party: Party::parse("+250788123456"),
        channel: Channel::Voice,
        id: "CA1".to_owned(),
        can_hear: true,
    };
    with_speaker(in_stream, |speaker| speaker.render(&talk, answer))
}

fn with_speaker(
    in_stream: bool,
    render: impl FnOnce(&Speaker<'_>) -> VoiceResponse,
) -> VoiceResponse {
    render(&Speaker {
        catalogue: Catalogue::shipped(),
        in_stream,
        writes_down: false,
        keyring: &Keyring::new(&MasterKey::new([1; 32])),
        now: DateTime::UNIX_EPOCH,
        clips: &Clips::shipped(),
        base: "https://line.example.org",
    })
}

/// Drives the Mandarin lesson until it listens.
fn listening(lang: Lang) -> Answer {
    let mut line = Line::call(lang);
    let mut answer = line.keys("6");
    for _ in 0..6 {
        if listens(answer.turn.as_ref()) {
            return answer;
        }
        answer = line.keys("1");
    }
    panic!("the lesson never listens: {:?}", answer.turn)
}

fn listens(turn: Option<&Turn>) -> bool {
    turn.is_some_and(|turn| matches!(turn.then, Then::Listen(_)))
}

/// Every kind of answer to a call in one language.
fn call_replies(lang: Lang) -> Vec<(&'static str, VoiceResponse)> {
    let menu = Line::new(Channel::Voice, Some(lang)).on(&Event::Opened);
    let number = Line::call(lang).keys("2");
    let help = Line::call(lang).keys("0");
    let mut silent = Line::call(lang);
    let rephrased = silent.on(&Event::Silence);
    let keys_only = silent.on(&Event::Silence);
    let offer = silent.on(&Event::Silence);
    let goodbye = silent.on(&Event::Silence);
    let listening = listening(lang);
    vec![
        ("menu", rendered(&menu, false)),
        ("menu_rephrased", rendered(&rephrased, false)),
        ("menu_keys_only", rendered(&keys_only, false)),
        ("number", rendered(&number, false)),
        ("help", rendered(&help, false)),
        ("stream_spoken_before", rendered(&listening, false)),
        ("stream_with_a_voice", rendered(&listening, true)),
        ("text_offer", rendered(&offer, false)),
        ("goodbye", rendered(&goodbye, false)),
        ("busy", with_speaker(false, |speaker| speaker.last_words(lang, "line-busy"))),
    ]
}

/// Every kind of answer to a text in one language.
fn text_replies(lang: Lang) -> Vec<(&'static str, MessagingResponse)> {
    let once = |text: &str| Line::new(Channel::Text, Some(lang)).text(text);
    let mut lesson = Line::new(Channel::Text, Some(lang));
    vec![
        ("sms_menu", once("MENU")),
        ("sms_help", once("HELP")),
        ("sms_progress", once("PROGRESS")),
        ("sms_maths", lesson.text("maths")),
        ("sms_wrong_answer", lesson.text("999999")),
        ("sms_mandarin", once("mandarin")),
        ("sms_stop", once("STOP")),
    ]
}

fn golden(lang: Option<Lang>, name: &str, xml: &str) {
    let mut settings = insta::Settings::clone_current();
    let folder =
        lang.map_or("../twiml/turns".to_owned(), |lang| format!("../twiml/{}", lang.tag()));
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, redacted(xml)));
}

/// The document without its ticket, which is sealed afresh every time.
fn redacted(xml: &str) -> String {
    let Some((before, rest)) = xml.split_once("name=\"ticket\" value=\"") else {
        return xml.to_owned();
    };
    let (ticket, after) = rest.split_once('"').expect("a closed attribute");
    assert!(ticket.len() > 50, "no ticket: {ticket}");
    format!("{before}name=\"ticket\" value=\"(ticket)\"{after}")
}

#[test]
fn every_kind_of_turn_is_rendered_as_its_golden_file_says() {
    let first = Line::new(Channel::Voice, None).on(&Event::Opened);
    golden(None, "language_choice", &rendered(&first, false).pretty());
    golden(None, "apology", &call_apology().pretty());
    golden(None, "sms_apology", &text_apology().pretty());
    golden(None, "sms_first", &Line::new(Channel::Text, None).text("hello").pretty());
    for &lang in Lang::ALL.iter() {
        for (name, response) in call_replies(lang) {
            golden(Some(lang), name, &response.pretty());
        }
        for (name, response) in text_replies(lang) {
            golden(Some(lang), name, &response.pretty());
        }
    }
}

#[test]
fn every_kind_of_turn_passes_the_table() {
    let first = Line::new(Channel::Voice, None).on(&Event::Opened);
    assert_good(Kind::Voice, &rendered(&first, false).render());
    assert_good(Kind::Voice, &call_apology().render());
    for &lang in Lang::ALL.iter() {
        for (_, response) in call_replies(lang) {
            assert_good(Kind::Voice, &response.render());
        }
        for (_, response) in text_replies(lang) {
            assert_good(Kind::Messaging, &response.render());
        }
    }
}

#[test]
fn the_reference_checker_accepts_every_kind_of_turn() {
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
            Ok(run) => {
                assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stdout))
            }
            Err(error) => eprintln!("skipped: no python3 here: {error}"),
        }
    };
    for &lang in Lang::ALL.iter() {
        call_replies(lang)
            .into_iter()
            .for_each(|(name, reply)| check("voice", name, reply.render()));
        text_replies(lang)
            .into_iter()
            .for_each(|(name, reply)| check("messaging", name, reply.render()));
    }
}

#[test]
fn a_stream_is_spoken_before_where_there_is_no_voice_and_inside_where_there_is_one() {
    let answer = listening(Lang::En);
    let (before, inside) = (rendered(&answer, false), rendered(&answer, true));
    assert!(!before.prompts.is_empty() && inside.prompts.is_empty());
    assert!(matches!((before.end, inside.end), (End::Stream(..), End::Stream(..))));
}

#[test]
fn a_call_whose_address_cannot_carry_a_stream_asks_what_else_to_do() {
    let mut answer = listening(Lang::En);
    answer.turn.as_mut().expect("a turn").say.clear();
    let talk = Talk {
        party: Party::Withheld,
        channel: Channel::Voice,
        id: "not a sid".into(),
        can_hear: true,
    };
    let response = with_speaker(false, |speaker| speaker.render(&talk, &answer));
    assert!(matches!(response.end, End::Redirect(_)), "{response:?}");
}
