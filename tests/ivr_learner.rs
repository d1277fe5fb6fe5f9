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
    can_record: bool,
}

impl Phone {
    fn new() -> Self {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_500);
        let mut context = Context::new(Party::parse("+250788123456"), now);
        context.language = Some(Lang::En);
        context.user_name = Some("Aline".into());
        Self { registry: Registry::shipped(), context, now, calls: 0, can_record: false }
    }

    fn on(&mut self, channel: Channel, id: &str, event: &Event) -> Outcome {
        let voice = channel == Channel::Voice;
        let can = Can { speak: voice, hear: voice, keys: voice };
        let scene = Scene {
            channel,
            can,
            can_text: true,
            can_record: self.can_record,
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
fn each_learner_of_a_telephone_is_asked_whether_they_may_be_recorded() {
    let mut phone = Phone { can_record: true, ..Phone::new() };
    has(&phone.dial(), "May we record your lessons");
    has(&phone.press("1"), "To change that, press 9 in the menu, or text RECORD OFF");
    let agreed = (phone.context.recording, phone.context.recording_since);
    assert!(agreed.0 == Some(true) && agreed.1.is_some());
    phone.press("0");
    phone.press("0");
    let added = phone.press("7");
    has(&added, "May we record your lessons");
    assert_eq!(phone.context.recording, None, "what one agreed to binds no other");
    phone.press("2");
    phone.hang_up();
    has(&phone.dial(), "Who is learning?");
    assert!(!phone.press("1").contains("May we record"), "each is asked once");
    assert_eq!((phone.context.recording, phone.context.recording_since), agreed);
    has(&phone.text("HELP"), "RECORD: whether your lessons are recorded");
    phone.text("RECORD OFF");
    phone.text("RECORD ON");
    assert!(phone.context.recording_since > agreed.1, "it is another consent");
    phone.text("WHO 2");
    phone.text("RECORD DELETE");
    phone.text("WHO Aline");
    assert_eq!(phone.context.recording, Some(false), "it is for all");
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

#[test]
fn moods_wishes_and_questions_never_cost_a_try() {
    let mut phone = Phone::new();
    phone.text("maths");
    let before = phone.context.user_state["maths"].clone();
    for words in [
        "I am frustrated",
        "what is 5 plus 5",
        "how do I plant beans?",
        "MENUU please",
        "LEVELS",
        "level zero",
        "can you repeat the question",
        "be patient",
    ] {
        let said = phone.text(words);
        assert_eq!(phone.context.user_state["maths"]["tries"], before["tries"], "{words}: {said}");
        assert!(!said.contains("did not understand"), "{words}: {said}");
        phone.text("maths");
    }
    has(&phone.text("LEVEL two"), "Level 2.");
    assert!(!phone.text("give me an easier one").contains("Not quite"));
    assert_eq!(phone.context.text.done, (0, 0));
}

#[test]
fn free_talk_takes_any_sentence_but_a_wish_or_a_command_is_none_of_it() {
    let mut phone = Phone::new();
    phone.text("english");
    phone.text("5");
    phone.text("I get up early every day.");
    assert_eq!(phone.context.text.done.0, 1);
    for words in ["can you repeat the question", "how am I doing", "I am frustrated", "be patient"]
    {
        phone.text(words);
        assert_eq!(phone.context.text.done.0, 1, "{words}");
    }
    phone.text("Name of my village is Kibeho.");
    assert_eq!(phone.context.user_name.as_deref(), Some("Aline"));
}

#[test]
fn a_level_brings_a_new_question_and_no_second_welcome() {
    let mut phone = Phone::new();
    phone.text("maths");
    let said = phone.text("LEVEL 1");
    has(&said, "Level 1.");
    assert!(!said.contains("Welcome back") && !said.contains("again"), "{said}");
}

#[test]
fn english_as_a_first_text_is_the_lesson_and_as_an_answer_the_language() {
    let mut phone = Phone::new();
    phone.context.language = None;
    has(&phone.text("ENGLISH"), "practise English");
    let mut other = Phone::new();
    other.context.language = None;
    has(&other.text("I want to learn English"), "practise English");
    let mut asked = Phone::new();
    asked.context.language = None;
    has(&asked.text("xyzzy"), "reply 1");
    has(&asked.text("English"), "What would you like to learn?");
}

#[test]
fn who_has_the_word_again_finds_the_question_and_is_not_added_twice() {
    let mut phone = Phone::new();
    phone.text("maths");
    phone.text("LEARNER Eric");
    phone.text("LEARNER Aline");
    assert_eq!(phone.context.learners(), 2);
    let back = phone.text("WHO 1");
    has(&back, "Hello Aline");
    assert!(!back.contains("What would you like to learn?"), "{back}");
    assert_eq!(phone.context.text.state.label(), "in_lesson");
    phone.dial();
    phone.press("1");
    phone.press("1");
    phone.text("LEARNER Claude");
    phone.say("repeat");
    assert_eq!(phone.context.user_name.as_deref(), Some("Aline"), "a call keeps its learner");
    has(&phone.text("DELETE ALL"), "everybody on this phone");
    phone.text("2");
    assert_eq!(phone.context.language, Some(Lang::Rw), "the question that was asked");
}

#[test]
fn one_of_several_learners_is_deleted_alone_at_once_by_text() {
    let mut phone = Phone::new();
    phone.text("LEARNER Eric");
    phone.text("maths");
    phone.text("LEARNER Keza");
    has(&phone.text("delete eric"), "Eric is deleted from this phone, with all lessons.");
    assert_eq!(phone.context.learner_names(), [Some("Aline"), Some("Keza")]);
    let id = "SM-delete-one";
    let outcome = phone.on(Channel::Text, id, &Event::Text("DELETE".into()));
    assert_eq!(outcome.effects, [], "what the telephone's records hold is everybody's");
    let reply = said(outcome.turn.as_ref().expect("an answer"));
    has(&reply, "Keza is deleted");
    has(&reply, "DELETE ALL deletes everybody on this phone");
    assert_eq!(phone.context.user_name.as_deref(), Some("Aline"));
    assert_eq!(phone.context.learners(), 1);
    phone.text("delete maths");
    assert_eq!(phone.context.user_name.as_deref(), Some("Aline"), "no learner is called so");
}

#[test]
fn one_of_several_learners_is_deleted_alone_on_a_call_by_key_or_by_words() {
    for by_key in [true, false] {
        let mut phone = Phone::new();
        phone.text("LEARNER Eric");
        phone.dial();
        phone.press("2");
        phone.press("2");
        let asked = if by_key {
            phone.press("0");
            has(&phone.press("0"), "To delete what we keep, 9.");
            phone.press("9")
        } else {
            phone.say("please delete my data")
        };
        has(&asked, "To delete only Eric, press 1. To delete everybody on this phone, press 2.");
        has(&phone.press("3"), "nothing is deleted");
        assert_eq!(phone.context.learners(), 2);
        phone.say("delete me");
        has(&phone.press("1"), "Eric is deleted from this phone");
        assert_eq!(phone.context.user_name.as_deref(), Some("Aline"));
    }
}

#[test]
fn everything_is_deleted_on_a_call_after_it_was_asked() {
    let mut phone = Phone::new();
    phone.dial();
    phone.press("2");
    has(&phone.say("delete my data"), "Shall I delete everything we keep about you?");
    let id = format!("CA{}", phone.calls);
    let yes = Event::Keys(Keys::parse("1").expect("a key"));
    let outcome = phone.on(Channel::Voice, &id, &yes);
    assert_eq!(outcome.effects, [Effect::Forget]);
    has(&said_in(&outcome), "is deleted");
    assert_eq!((phone.context.user_name.clone(), phone.context.language), (None, None));
}

#[test]
fn who_hung_up_before_summaries_were_asked_about_is_asked_once_when_the_next_call_begins() {
    let mut phone = Phone::new();
    phone.dial();
    phone.press("5");
    phone.press("1");
    phone.press("1");
    phone.hang_up();
    has(&phone.dial(), "may I text you a short summary after each call?");
    has(&phone.press("1"), "You get a short summary by text after each call. Last time");
    assert_eq!(phone.context.summaries, Some(true));
    phone.hang_up();
    assert!(!phone.dial().contains("summary"), "it is remembered");

    let mut phone = Phone::new();
    phone.dial();
    phone.press("5");
    phone.press("1");
    phone.press("1");
    phone.hang_up();
    phone.dial();
    phone.call(&Event::Silence);
    phone.hang_up();
    assert!(!phone.dial().contains("summary"), "silence is not asked again at once");
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
        assert!(!turn.contains("badge"), "it had to be mended: {turn}");
        has(&turn, "Better: I went to the market yesterday.");
        let together = bettered(&outcome).expect("they stand together");
        has(&together, "Better: I went to the market yesterday.");
        let right = "I like the market because it is near my home.";
        let event = match channel {
            Channel::Text => Event::Text(right.to_owned()),
            Channel::Voice => Event::Speech(Words::typed(right)),
        };
        let outcome = phone.on(channel, id, &event);
        has(&said_in(&outcome), "badge");
        let together = bettered(&outcome).expect("they stand together");
        assert!(!together.contains("badge"), "{together}");
    }
}
