//! The conversation machine from outside: the table of `specs/ivr.toml`, and properties over any sequence of events.

use std::sync::Arc;

use chrono::DateTime;
use proptest::prelude::*;
use serde::Deserialize;
use toneline::domain::assessment::{Assessment, RejectReason};
use toneline::domain::effect::{Attempt, CallEnd, Effect};
use toneline::domain::event::{Event, Keys, Words};
use toneline::domain::ids::ModuleName;
use toneline::domain::interruption::{Interruption, Kind};
use toneline::domain::lang::Lang;
use toneline::domain::party::Party;
use toneline::domain::turn::{Ask, Line, Then, Turn, Utter};
use toneline::ivr::machine::{Outcome, Scene, on_event};
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Can, Card, Cx, Input, Module, Slot, Step};
use toneline::session::context::Context;
use toneline::session::dialogue::{Channel, State};

const CALL: &str = "CA1";
const DRILL: ModuleName = ModuleName::new("drill");

/// Stands in for a module: says its own name with what happened, and understands a few words.
struct Stand {
    card: Card,
    word: &'static str,
}

impl Stand {
    fn new(name: ModuleName, word: &'static str, key: Option<char>) -> Arc<Self> {
        let keywords: &[(Lang, &[&str])] = &[(Lang::En, &["drill"]), (Lang::Rw, &["imyitozo"])];
        let (title, more) = ("title-maths", Vec::new());
        let card = Card { name, key, title, keywords, more, needs_voice: false };
        Arc::new(Self { card, word })
    }

    fn turn(&self, what: &str) -> Turn {
        Turn::ask(vec![Line::new(format!("{}-{what}", self.word)).into()], Ask::choice())
    }

    fn attempt(&self) -> Effect {
        let module = self.card.name.clone();
        Effect::Note(Attempt { module, skill: "add".into(), level: 1, correct: true, score: None })
    }
}

impl Module for Stand {
    fn card(&self) -> &Card {
        &self.card
    }

    fn open(&self, _: &Cx<'_>, slot: &mut Slot) -> Turn {
        slot.store(&"opened");
        self.turn("open")
    }

    fn prompt(&self, _: &Cx<'_>, _: &Slot, how: Asking) -> Turn {
        self.turn(match how {
            Asking::Plain => "plain",
            Asking::Rephrased => "rephrased",
            Asking::KeysOnly => "keys",
        })
    }

    fn step(&self, cx: &Cx<'_>, _: &mut Slot, input: &Input) -> Step {
        let word = match input {
            Input::Keys(keys) => keys.as_str(),
            Input::Speech(words) => &words.text,
            Input::Text(text) => text,
            Input::Heard(_) | Input::Read(_) => "heard",
        };
        let menu = self.card.name == Registry::MENU;
        match word.to_lowercase().as_str() {
            "2" | "drill" if menu => Step::Switch { to: DRILL, say: vec![], effects: vec![] },
            "7" | "heard" if !menu => {
                Step::Go { turn: self.turn("go"), effects: vec![self.attempt()] }
            }
            "leave" => {
                let left = Line::new(format!("{}-left", self.word)).into();
                Step::Leave { say: vec![left], effects: vec![] }
            }
            "9" if !menu => {
                let heard = cx.interrupted.map_or(0.0, |over| over.share());
                Step::Go {
                    turn: self.turn(&format!("after-{:.0}-percent", heard * 100.0)),
                    effects: vec![],
                }
            }
            "finish" => Step::Finish,
            _ => Step::NotUnderstood,
        }
    }

    fn help(&self, _: &Cx<'_>, _: &Slot) -> Vec<Line> {
        vec![Line::new(format!("{}-help", self.word))]
    }

    fn progress(&self, _: &Cx<'_>, _: &Slot) -> Option<Line> {
        None
    }
}

fn registry() -> Registry {
    let menu = Stand::new(Registry::MENU, "menu", None);
    let drill = Stand::new(DRILL, "drill", Some('2'));
    Registry::new(vec![menu, drill]).expect("two modules")
}

fn scene(channel: Channel) -> Scene {
    let voice = channel == Channel::Voice;
    Scene {
        interrupted: None,
        channel,
        can: Can { speak: voice, hear: voice, keys: voice },
        can_text: true,
        can_record: false,
        now: DateTime::UNIX_EPOCH,
        seed: 1,
    }
}

fn learner() -> Context {
    let mut context = Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH);
    context.language = Some(Lang::En);
    context.user_name = Some("Aline".into());
    context
}

fn call(context: Context, event: &Event) -> (Context, Outcome) {
    on_event(&registry(), context, CALL, scene(Channel::Voice), event)
}

fn text(context: Context, body: &str) -> (Context, Vec<String>) {
    let event = Event::Text(body.to_owned());
    let (context, outcome) = on_event(&registry(), context, "SM1", scene(Channel::Text), &event);
    (context, outcome.turn.as_ref().map(keys_of).unwrap_or_default())
}

fn keys_of(turn: &Turn) -> Vec<String> {
    let key = |utter: &Utter| match utter {
        Utter::Line(line) => line.key.to_string(),
        other => format!("{other:?}"),
    };
    turn.say.iter().map(key).collect()
}

#[derive(Deserialize)]
struct Table {
    row: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    #[serde(default)]
    new: bool,
    #[serde(default)]
    unfinished: bool,
    #[serde(default)]
    several: bool,
    #[serde(default)]
    unasked: bool,
    #[serde(default)]
    done: u32,
    #[serde(default)]
    lost: u8,
    state: String,
    event: String,
    to: String,
    say: Vec<String>,
    then: String,
}

fn state(text: &str) -> State {
    let (name, misses) = text.split_once(':').unwrap_or((text, "0"));
    let misses = misses.parse().expect("misses are a number");
    match name {
        "start" => State::Start,
        "language" => State::ChoosingLanguage { misses },
        "resume" => State::OfferingResume { module: DRILL, misses },
        "menu" => State::InLesson { module: Registry::MENU, misses },
        "drill" => State::InLesson { module: DRILL, misses },
        "offer_text" => State::OfferingText { misses },
        "offer_summary" => State::OfferingSummary { misses },
        "helped" => State::InLesson { module: DRILL, misses },
        "learner" => State::ChoosingLearner { misses },
        "options" => State::Options { module: DRILL, misses },
        "deleting" => State::Deleting { misses },
        "summary_first" => State::OfferingSummaryFirst,
        "style" => State::ChoosingStyle { module: DRILL, misses },
        "ended" => State::Ended,
        other => panic!("no state {other}"),
    }
}

fn event(text: &str) -> Event {
    match text.split_once(' ').unwrap_or((text, "")) {
        ("opened", _) => Event::Opened,
        ("silence", _) => Event::Silence,
        ("noise", _) => Event::Noise,
        ("lost", _) => Event::StreamLost,
        ("continue", _) => Event::Continue,
        ("hung_up", _) => Event::HungUp,
        ("heard", _) => {
            Event::Heard(Box::new(Assessment::Rejected { reason: RejectReason::Silence }))
        }
        ("key", keys) => Event::Keys(Keys::parse(keys).expect("keys")),
        ("say", words) => Event::Speech(Words::typed(words)),
        ("mumble", words) => Event::Speech(Words { confidence: Some(0.2), ..Words::typed(words) }),
        other => panic!("no event {other:?}"),
    }
}

fn standing(row: &Row) -> Context {
    let mut context = if row.new {
        Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH)
    } else {
        learner()
    };
    if row.several {
        assert!(context.add_learner(Some("Eric".into())));
    }
    context.summary_unasked = row.unasked;
    context.unfinished = (row.unfinished || row.state == "resume").then_some(DRILL);
    if row.state != "start" {
        context.voice.conversation = Some(CALL.to_owned());
        let said = Line::new("last-turn").into();
        context.voice.last_turn = Some(Turn::ask(vec![said], Ask::choice()));
    }
    context.voice.helped = row.state == "helped";
    context.voice.state = state(&row.state);
    context.voice.done = (row.done, row.done);
    context.voice.streams_lost = row.lost;
    context
}

#[test]
fn the_machine_does_what_its_table_says() {
    let table: Table = toml::from_str(include_str!("specs/ivr.toml")).expect("the table");
    for row in &table.row {
        let (after, outcome) = call(standing(row), &event(&row.event));
        let turn = outcome.turn.unwrap_or_else(|| panic!("{}: no turn", row.name));
        assert_eq!(keys_of(&turn), row.say, "{}", row.name);
        assert_eq!(after.voice.state, state(&row.to), "{}", row.name);
        let then = match &turn.then {
            Then::Ask(ask) if ask.speech => "ask",
            Then::Ask(_) => "keys",
            Then::Listen(_) => "listen",
            Then::HangUp => "end",
        };
        assert_eq!(then, row.then, "{}", row.name);
    }
}

#[test]
fn the_table_reaches_every_state_and_uses_every_event() {
    let table: Table = toml::from_str(include_str!("specs/ivr.toml")).expect("the table");
    for label in [
        "choosing_language",
        "offering_resume",
        "in_lesson",
        "choosing_learner",
        "options",
        "choosing_style",
        "deleting",
        "offering_summary_first",
        "offering_text",
        "offering_summary",
        "ended",
    ] {
        assert!(
            table.row.iter().any(|row| state(&row.to).label() == label),
            "no row leads to {label}"
        );
    }
    for kind in ["opened", "silence", "lost", "continue", "key", "say"] {
        assert!(table.row.iter().any(|row| row.event.starts_with(kind)), "no row takes {kind}");
    }
}

#[test]
fn a_text_is_sent_only_to_those_who_asked_for_it() {
    let at = |label: &str| {
        let mut context = learner();
        context.voice.conversation = Some(CALL.into());
        context.voice.state = state(label);
        context
    };
    let (_, yes) = call(at("offer_text"), &event("key 1"));
    let guide = Effect::Text(vec![Line::new("line-text-guide")]);
    assert!(yes.effects.contains(&guide));
    let (_, no) = call(at("offer_text"), &event("key 2"));
    assert!(!no.effects.iter().any(|e| matches!(e, Effect::Text(_))));
    let mut stopped = at("drill:2");
    stopped.messages_stopped = true;
    let (after, _) = call(stopped, &Event::Silence);
    assert_eq!(after.voice.state, State::Ended, "no text is offered to who stopped them");
}

#[test]
fn a_call_that_drops_in_a_lesson_is_offered_again_and_closed_once() {
    let (context, _) = call(learner(), &Event::Opened);
    let (context, _) = call(context, &event("key 2"));
    let (context, first) = call(context, &Event::HungUp);
    let closed = Effect::CloseCall { call: CALL.into(), how: CallEnd::Dropped, turns: 2 };
    assert_eq!(first.effects, [closed]);
    let (context, second) = call(context, &Event::HungUp);
    assert_eq!(second.effects, []);
    assert_eq!(context.unfinished, Some(DRILL));
    let (context, next) =
        on_event(&registry(), context, "CA2", scene(Channel::Voice), &Event::Opened);
    assert_eq!(keys_of(&next.turn.expect("a turn")), ["line-greet-name", "line-offer-resume"]);
    assert_eq!(next.effects, [], "the first call was closed already");
    assert_eq!(context.voice.conversation.as_deref(), Some("CA2"));
}

#[test]
fn a_dropped_call_is_carried_on_by_text_at_its_question() {
    let (context, _) = call(learner(), &Event::Opened);
    let (context, _) = call(context, &event("key 2"));
    let (context, _) = call(context, &Event::HungUp);
    let (after, said) = text(context.clone(), "hello");
    assert_eq!(said, ["line-resuming", "drill-plain"]);
    assert_eq!(after.text.state, state("drill"));
    let (_, said) = text(context.clone(), "7");
    assert_eq!(said[1..], ["drill-go"], "an answer is judged at once: {said:?}");
    let (_, said) = text(context, "purple");
    assert_eq!(said, ["line-resuming", "drill-plain"], "nobody is blamed for a change of channel");
}

#[test]
fn a_lesson_by_text_is_offered_by_the_next_call() {
    let (context, _) = text(learner(), "drill");
    let (context, outcome) = call(context, &Event::Opened);
    assert_eq!(keys_of(&outcome.turn.expect("a turn")), ["line-greet-name", "line-offer-resume"]);
    let (context, _) = call(context, &event("key 1"));
    assert_eq!(context.voice.state, state("drill"));
    let (context, _) = call(context, &event("key #"));
    let (_, said) = text(context, "7");
    assert!(
        !said.contains(&"drill-go".to_owned()),
        "left for the menu on one channel and the other"
    );
}

#[test]
fn a_lesson_left_with_a_goodbye_is_not_offered_again() {
    let (context, _) = text(learner(), "drill");
    let (context, said) = text(context, "goodbye");
    assert_eq!(said, ["line-goodbye"]);
    let (_, outcome) = call(context, &Event::Opened);
    assert_eq!(keys_of(&outcome.turn.expect("a turn")), ["line-greet-name", "menu-open"]);
}

#[test]
fn a_call_that_the_line_ends_is_offered_again_where_no_text_can_be_sent() {
    let (mut context, _) = call(learner(), &Event::Opened);
    context.messages_stopped = true;
    let (mut context, _) = call(context, &event("key 2"));
    for _ in 0..3 {
        (context, _) = call(context, &Event::Silence);
    }
    assert_eq!(context.voice.state, State::Ended);
    assert_eq!(context.unfinished, Some(DRILL));
}

#[test]
fn the_keywords_are_given_once_and_a_slip_in_one_is_forgiven() {
    let (context, _) = text(learner(), "drill");
    let mut told = Vec::new();
    let mut context = context;
    for _ in 0..5 {
        let (after, said) = text(context, "purple");
        told.push(said.contains(&"line-help-text".to_owned()));
        context = after;
    }
    assert_eq!(told, [false, true, false, false, false]);
    let (context, said) = text(context, "HLEP");
    assert_eq!(said, ["drill-help", "line-help-text"]);
    let (context, said) = text(context, "MORE");
    assert_eq!(said, ["line-help-more"]);
    let (context, said) = text(context, "stopp");
    assert_eq!(said, ["line-by-law"]);
    assert!(!context.messages_stopped);
    let (context, said) = text(context, "mneu");
    assert_eq!(said, ["menu-open"]);
    let (context, said) = text(context, "HAGARIKA");
    assert_eq!(said, ["line-stopped"]);
    assert!(context.messages_stopped);
    let (context, _) = text(context, "TANGIRA");
    assert!(!context.messages_stopped);
}

#[test]
fn a_call_whose_end_was_never_told_is_closed_by_the_next_one() {
    let (context, _) = call(learner(), &Event::Opened);
    let (context, _) = call(context, &event("key 2"));
    let (_, next) = on_event(&registry(), context, "CA2", scene(Channel::Voice), &Event::Opened);
    assert!(
        matches!(&next.effects[..], [Effect::CloseCall { call, how: CallEnd::Lost, .. }] if call == CALL)
    );
}

#[test]
fn a_summary_follows_the_call_where_the_learner_agreed() {
    let mut context = learner();
    context.summaries = Some(true);
    let (context, _) = call(context, &Event::Opened);
    let (context, _) = call(context, &event("key 2"));
    let (context, _) = call(context, &event("key 7"));
    let (_, end) = call(context, &Event::HungUp);
    let text = end.effects.iter().find_map(|e| match e {
        Effect::Text(lines) => lines.first(),
        _ => None,
    });
    assert_eq!(text.map(|line| line.key.as_ref()), Some("line-summary-attempts"));
}

#[test]
fn a_first_text_that_names_a_lesson_starts_it_in_its_language() {
    let fresh = || Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH);
    let (context, said) = text(fresh(), "Drill");
    assert_eq!(context.language, Some(Lang::En));
    assert_eq!(said, ["line-text-welcome", "drill-open"]);
    let (context, said) = text(fresh(), "qwertz");
    assert_eq!(context.language, None);
    assert_eq!(said, ["line-choose-language-text", "line-choose-language-text"]);
    let (context, _) = text(context, "RW");
    assert_eq!(context.language, Some(Lang::Rw));
}

#[test]
fn keywords_work_by_text_in_the_middle_of_a_lesson() {
    let (context, _) = text(learner(), "drill");
    let (context, said) = text(context, "HELP");
    assert_eq!(said, ["drill-help", "line-help-text"]);
    let (context, said) = text(context, " ? ");
    assert_eq!(said, ["drill-help", "line-help-text"]);
    let (context, said) = text(context, "NAME Jean Claude");
    assert_eq!(said, ["line-name-set", "drill-plain"]);
    assert_eq!(context.user_name.as_deref(), Some("Jean Claude"));
    let (context, said) = text(context, "lang rw");
    assert_eq!(context.language, Some(Lang::Rw));
    assert_eq!(said, ["line-lang-set", "drill-plain"]);
    let (context, said) = text(context, "PROGRESS");
    assert_eq!(said, ["line-progress-begun"]);
    let (context, said) = text(context, "7");
    assert_eq!(said, ["badge-first", "drill-go"], "the lesson goes on");
    let (_, said) = text(context, "MENU");
    assert_eq!(said, ["menu-open"]);
}

#[test]
fn stop_is_silent_and_start_begins_again() {
    let (context, said) = text(learner(), "STOP");
    assert!(said.is_empty() && context.messages_stopped);
    let (context, said) = text(context, "drill");
    assert_eq!(said, ["line-stopped"]);
    let (context, said) = text(context, "drill");
    assert!(said.is_empty(), "once is enough");
    let (context, said) = text(context, "START");
    assert!(!context.messages_stopped);
    assert_eq!(said, ["line-started", "menu-open"]);
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Opened),
        Just(Event::Silence),
        Just(Event::StreamLost),
        Just(Event::Continue),
        Just(Event::HungUp),
        Just(event("heard")),
        "[0-9*#]{1,4}".prop_map(|keys| Event::Keys(Keys::parse(&keys).expect("keys"))),
        "(repeat|menu|help|leave|finish|drill|yes|no|purple|english)"
            .prop_map(|words| Event::Speech(Words::typed(words))),
        "(HELP|STOP|START|NAME [a-z]{0,5}|LANG (en|rw|xx)|7|drill|\\PC{0,20})"
            .prop_map(Event::Text),
    ]
}

#[test]
fn a_module_is_told_how_much_of_its_prompt_was_heard_before_it_was_stopped() {
    let keys = |keys: &str| Event::Keys(Keys::parse(keys).expect("keys"));
    let (context, _) = call(learner(), &Event::Opened);
    let (context, _) = call(context, &keys("2"));
    let over = Interruption { kind: Kind::StopSpeaking, heard_ms: 1_500, of_ms: 6_000 };
    let scene = Scene { interrupted: Some(over), ..scene(Channel::Voice) };
    let (context, outcome) = on_event(&registry(), context, CALL, scene, &keys("9"));
    assert_eq!(outcome.turn.as_ref().map(keys_of), Some(vec!["drill-after-25-percent".into()]));
    let (_, outcome) = call(context, &keys("9"));
    assert_eq!(outcome.turn.as_ref().map(keys_of), Some(vec!["drill-after-0-percent".into()]));
}

proptest! {
    #[test]
    fn every_event_in_every_state_is_answered(
        events in proptest::collection::vec((any_event(), any::<bool>(), 0u8..3), 1..60),
    ) {
        let registry = registry();
        let mut context = Context::new(Party::parse("+250788123456"), DateTime::UNIX_EPOCH);
        let mut closed = std::collections::BTreeMap::<String, u32>::new();
        for (event, by_text, n) in events {
            let channel = if by_text { Channel::Text } else { Channel::Voice };
            let id = format!("CA{n}");
            let (after, outcome) = on_event(&registry, context, &id, scene(channel), &event);
            if channel == Channel::Voice && event != Event::HungUp {
                let turn = outcome.turn.as_ref().expect("a caller always gets a turn");
                prop_assert!(!turn.say.is_empty(), "dead air after {event:?}");
                // A call that another one took over is let go, and leaves the other's state alone.
                let own = after.voice.conversation.as_deref() == Some(id.as_str());
                let ended = !own || after.voice.state == State::Ended;
                prop_assert_eq!(turn.then == Then::HangUp, ended);
            }
            for effect in &outcome.effects {
                if let Effect::CloseCall { call, .. } = effect {
                    *closed.entry(call.clone()).or_default() += 1;
                }
            }
            context = after;
        }
    }

    #[test]
    fn no_caller_who_never_answers_is_kept_on_the_line(
        start in any_event(),
        misses in proptest::collection::vec(
            prop_oneof![Just(Event::Silence), Just(event("say purple")), Just(event("key 8"))], 12,
        ),
    ) {
        let (mut context, _) = call(learner(), &Event::Opened);
        (context, _) = call(context, &start);
        let mut turns = 0;
        for event in &misses {
            if context.voice.state == State::Ended {
                break;
            }
            (context, _) = call(context, event);
            turns += 1;
        }
        prop_assert_eq!(&context.voice.state, &State::Ended, "after {} misses", turns);
        // Nine, and one more where the line asks whether it may record.
        prop_assert!(turns <= 10, "it took {} misses", turns);
    }
}
