//! What a learner can ask of the line itself: another pace, another style, to be forgotten, to share a telephone.

use chrono::{DateTime, TimeDelta, Utc};
use toneline::domain::effect::Effect;
use toneline::domain::event::{Event, Keys, Words};
use toneline::domain::lang::Lang;
use toneline::domain::manner::{Pace, Persona};
use toneline::domain::party::Party;
use toneline::domain::turn::{Line, Turn, Utter};
use toneline::ivr::machine::{Outcome, Scene, on_event};
use toneline::modules::Can;
use toneline::modules::registry::Registry;
use toneline::session::context::Context;
use toneline::session::dialogue::Channel;
use toneline::wording::Catalogue;

/// A learner with a telephone.
struct Phone {
    registry: Registry,
    context: Context,
    now: DateTime<Utc>,
    calls: u32,
}

impl Phone {
    fn new() -> Self {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_500);
        let mut context = Context::new(Party::parse("+250788123456"), now);
        context.language = Some(Lang::En);
        context.user_name = Some("Aline".into());
        Self { registry: Registry::shipped(), context, now, calls: 0 }
    }

    fn on(&mut self, channel: Channel, id: &str, event: &Event) -> Outcome {
        let voice = channel == Channel::Voice;
        let can = Can { speak: voice, hear: voice, keys: voice };
        let scene = Scene {
            channel,
            can,
            can_text: true,
            can_record: false,
            now: self.now,
            seed: 7,
            interrupted: None,
        };
        let context = self.context.clone();
        let (context, outcome) = on_event(&self.registry, context, id, scene, event);
        self.context = context;
        self.now += TimeDelta::seconds(20);
        outcome
    }

    /// Says or does something in the call at hand; what the line answers.
    fn call(&mut self, event: &Event) -> String {
        let id = format!("CA{}", self.calls);
        let outcome = self.on(Channel::Voice, &id, event);
        said(outcome.turn.as_ref().expect("an answer"))
    }

    fn dial(&mut self) -> String {
        self.calls += 1;
        self.call(&Event::Opened)
    }

    fn hang_up(&mut self) -> Vec<Effect> {
        let id = format!("CA{}", self.calls);
        self.on(Channel::Voice, &id, &Event::HungUp).effects
    }

    fn press(&mut self, keys: &str) -> String {
        self.call(&Event::Keys(Keys::parse(keys).expect("keys")))
    }

    fn say(&mut self, words: &str) -> String {
        self.call(&Event::Speech(Words::typed(words)))
    }

    fn text(&mut self, body: &str) -> String {
        let id = format!("SM{}", self.now.timestamp());
        let outcome = self.on(Channel::Text, &id, &Event::Text(body.to_owned()));
        outcome.turn.as_ref().map(said).unwrap_or_default()
    }
}

fn said(turn: &Turn) -> String {
    let text = turn.say.iter().filter_map(|utter| match utter {
        Utter::Line(line) => Some(Catalogue::shipped().render(Lang::En, line)),
        _ => None,
    });
    text.collect::<Vec<_>>().join(" ")
}

fn said_in(outcome: &Outcome) -> String {
    outcome.turn.as_ref().map(said).unwrap_or_default()
}

fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part:?} is not in {text:?}");
}

#[test]
fn several_learners_share_a_telephone_and_each_goes_on_where_they_were() {
    let mut phone = Phone::new();
    has(&phone.text("LEARNER Eric"), "Welcome, Eric! You are learner 2");
    has(&phone.text("maths"), "maths");
    let erics = phone.context.user_state["maths"].clone();
    has(&phone.text("WHO"), "1 Aline and 2 Eric");
    has(&phone.text("WHO Aline"), "Hello Aline");
    assert!(!phone.context.user_state.contains_key("maths"), "Aline has not done maths");
    let asked = phone.dial();
    has(&asked, "Who is learning? For Aline, press 1. For Eric, press 2.");
    has(&phone.press("2"), "Hello Eric");
    assert_eq!(phone.context.user_state["maths"], erics);
    phone.hang_up();
    phone.dial();
    has(&phone.say("it is Aline"), "Hello Aline");
}

#[test]
fn who_does_not_say_who_learns_goes_on_as_the_last_one() {
    let mut phone = Phone::new();
    phone.text("LEARNER Eric");
    phone.dial();
    has(&phone.call(&Event::Silence), "Who is learning?");
    has(&phone.call(&Event::Silence), "Hello Eric");
}

#[test]
fn delete_forgets_everything_at_once_in_any_state_but_that_messages_were_stopped() {
    let mut phone = Phone::new();
    phone.text("maths");
    phone.text("STOP");
    let id = "SM-delete";
    let outcome = phone.on(Channel::Text, id, &Event::Text("Delete".into()));
    assert_eq!(outcome.effects, [Effect::Forget]);
    has(&said(outcome.turn.as_ref().expect("an answer")), "is deleted");
    assert_eq!(phone.context.user_name, None);
    assert_eq!(phone.context.language, None);
    assert!(phone.context.user_state.is_empty() && phone.context.conversation_history.is_empty());
    assert!(phone.context.messages_stopped, "the law keeps this");
}

#[test]
fn pace_and_style_are_kept_and_told() {
    let mut phone = Phone::new();
    phone.dial();
    phone.press("2");
    has(&phone.say("too fast"), "I will speak more slowly.");
    assert_eq!(phone.context.profile.pace, Pace::Slow);
    assert_eq!(phone.context.voice.last_turn.as_ref().expect("a turn").pace, Pace::Slow);
    has(&phone.say("slower"), "as slowly as I can");
    has(&phone.text("STYLE 5"), "Game on!");
    assert_eq!(phone.context.profile.persona, Some(Persona::Competitive));
    let profile = phone.text("PROFILE");
    has(&profile, "playful style");
    has(&profile, "slowly");
    has(&phone.text("STYLE 9"), "Send STYLE and a number");
}

#[test]
fn commands_never_count_as_answers() {
    let mut phone = Phone::new();
    phone.dial();
    phone.press("2");
    let before = phone.context.user_state["maths"].clone();
    for words in
        ["repeat", "slower", "faster", "be quiet", "tips", "how did I do", "help", "buhoro"]
    {
        phone.say(words);
        assert_eq!(phone.context.user_state["maths"], before, "{words}");
    }
    assert_eq!(phone.context.voice.done, (0, 0));
}

#[test]
fn progress_tells_points_level_and_streak() {
    let mut phone = Phone::new();
    phone.text("maths");
    phone.text("99999");
    phone.text("99999");
    let told = phone.text("PROGRESS");
    has(&told, "Aline, here is how you are doing.");
    has(&told, "points and are on level 1");
}

#[test]
fn more_gives_all_of_the_last_answer() {
    let mut phone = Phone::new();
    let short = phone.text("maths");
    let outcome = phone.on(Channel::Text, "SM-more", &Event::Text("MORE".into()));
    let turn = outcome.turn.expect("an answer");
    assert!(turn.whole);
    assert_eq!(said(&turn), short);
}

#[test]
fn a_level_is_asked_for_in_a_lesson_only() {
    let mut phone = Phone::new();
    has(&phone.text("LEVEL"), "from 1 (easy) to 5 (hard)");
    has(&phone.text("LEVEL 3"), "First choose a lesson");
    has(&phone.text("LEVEL 9"), "from 1 (easy) to 5 (hard)");
}

#[test]
fn a_summary_says_what_is_next_and_when_to_call_again() {
    let mut phone = Phone::new();
    phone.context.summaries = Some(true);
    phone.dial();
    phone.press("2");
    phone.press("99999");
    phone.press("99999");
    let effects = phone.hang_up();
    let lines = effects.iter().find_map(|effect| match effect {
        Effect::Text(lines) => Some(lines),
        _ => None,
    });
    let lines = lines.expect("a summary");
    let text: Vec<String> =
        lines.iter().map(|line| Catalogue::shipped().render(Lang::En, line)).collect();
    has(&text.join(" "), "You did 1 exercise");
    has(&text.join(" "), "Call again tomorrow");
}

/// The lines that a tutor may better, where they stand in the turn one after the other.
fn bettered(outcome: &Outcome) -> Option<String> {
    let lines = outcome.effects.iter().find_map(|effect| match effect {
        Effect::Think(task) => Some(&task.instead_of),
        _ => None,
    })?;
    let said = &outcome.turn.as_ref()?.say;
    let same = |(utter, line): (&Utter, &Line)| *utter == Utter::Line(line.clone());
    let stand = said.windows(lines.len()).any(|at| at.iter().zip(lines).all(same));
    let words = lines.iter().map(|line| Catalogue::shipped().render(Lang::En, line));
    stand.then(|| words.collect::<Vec<_>>().join(" "))
}

#[test]
fn a_badge_does_not_break_the_lines_that_a_tutor_may_better() {
    let said = "I go to the market yesterday.";
    for (channel, event) in [
        (Channel::Text, Event::Text(said.to_owned())),
        (Channel::Voice, Event::Speech(Words::typed(said))),
    ] {
        let mut phone = Phone::new();
        match channel {
            Channel::Text => drop((phone.text("english"), phone.text("5"))),
            Channel::Voice => drop((phone.dial(), phone.press("1"), phone.press("5"))),
        }
        let id = if channel == Channel::Voice { "CA1" } else { "SM1" };
        let outcome = phone.on(channel, id, &event);
        let turn = said_in(&outcome);
        has(&turn, "badge");
        has(&turn, "Better: I went to the market yesterday.");
        let bettered = bettered(&outcome).expect("they stand together");
        has(&bettered, "Better: I went to the market yesterday.");
        assert!(!bettered.contains("badge"), "{bettered}");
    }
}
