//! What the lessons tell a tutor, and what the prompts speak of: the same, so that no prompt waits for what nobody gives.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use toneline::domain::effect::Effect;
use toneline::domain::event::Event;
use toneline::domain::lang::Lang;
use toneline::domain::party::Party;
use toneline::domain::task::TaskKind;
use toneline::ivr::machine::{Scene, next, on_event};
use toneline::ivr::standing::complete;
use toneline::modules::Can;
use toneline::modules::registry::Registry;
use toneline::session::context::Context;
use toneline::session::dialogue::Channel;
use toneline::tutor::prompts::Templates;
use toneline::wording::Catalogue;

/// A learner who texts, and everything that a tutor was to be asked for them.
struct Learner {
    registry: Registry,
    context: Context,
    now: DateTime<Utc>,
    told: BTreeMap<TaskKind, BTreeSet<String>>,
}

impl Learner {
    fn new() -> Self {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_500);
        let mut context = Context::new(Party::parse("+250788123456"), now);
        context.language = Some(Lang::En);
        Self { registry: Registry::shipped(), context, now, told: BTreeMap::new() }
    }

    fn text(&mut self, body: &str) {
        let scene = Scene {
            channel: Channel::Text,
            can: Can { speak: false, hear: false, keys: false },
            can_text: true,
            can_record: false,
            now: self.now,
            seed: 7,
            interrupted: None,
        };
        let event = Event::Text(body.to_owned());
        let id = format!("SM{}", self.now.timestamp());
        let (context, outcome) = on_event(&self.registry, self.context.clone(), &id, scene, &event);
        self.context = context;
        self.now += TimeDelta::seconds(30);
        for effect in outcome.effects {
            let Effect::Think(mut task) = effect else { continue };
            let next = next(&self.registry, &self.context, scene);
            let next = next.map(|line| Catalogue::shipped().render(Lang::En, &line));
            complete(&mut task, &self.context, next);
            let told = self.told.entry(task.kind).or_default();
            told.extend(task.facts.into_keys().map(std::borrow::Cow::into_owned));
        }
    }

    fn texts(&mut self, all: &[&str]) {
        all.iter().for_each(|body| self.text(body));
    }
}

/// An argument with everything in it.
const ARGUED: &str =
    "I think hens are good because they give eggs, for example my neighbour sells eggs.";

/// A learner who has been everywhere.
fn well_read() -> Learner {
    let mut learner = Learner::new();
    learner.text("maths");
    for _ in 0..6 {
        learner.texts(&["12345", "12345", "why"]);
    }
    learner.texts(&["MENU", "english", "I recieved your letter yesterday."]);
    learner.texts(&[
        "MENU",
        "english",
        "5",
        "I go to the market yesterday.",
        "I buyed three eggs.",
    ]);
    for _ in 0..2 {
        let reply = "because eggs are food for children";
        learner.texts(&["MENU", "debate", "1", ARGUED, reply, reply]);
    }
    learner.texts(&["MENU", "What kind of body is the Sun?"]);
    learner.texts(&["MENU", "something that my aunt would enjoy"]);
    learner.texts(&["MENU", "story", "1", "Why did they go there?"]);
    for _ in 0..12 {
        learner.text("1");
        learner.text("I think so because she was kind and she helped her whole family");
    }
    learner
}

#[test]
fn every_fact_that_a_lesson_gives_is_one_that_its_prompt_speaks_of_and_the_other_way_round() {
    let learner = well_read();
    for kind in TaskKind::ALL {
        let named: BTreeSet<String> = Templates::shipped().facts(kind).iter().cloned().collect();
        assert_eq!(learner.told.get(&kind), Some(&named), "{}", kind.label());
    }
}

#[test]
fn a_question_comes_with_the_level_from_the_first_one_on() {
    let mut learner = Learner::new();
    learner.text("What is a qwertzuiop made of?");
    assert_eq!(learner.told[&TaskKind::Ask], BTreeSet::from(["level".to_owned()]));
}
