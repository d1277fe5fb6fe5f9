//! A learner with a telephone, on a line with lessons of a test's own: the machine, without any edge.

use chrono::{DateTime, TimeDelta, Utc};
use toneline::domain::event::{Event, Keys, Words};
use toneline::domain::lang::Lang;
use toneline::domain::party::Party;
use toneline::domain::turn::{Turn, Utter};
use toneline::ivr::machine::{Scene, on_event};
use toneline::modules::Can;
use toneline::modules::registry::Registry;
use toneline::session::context::Context;
use toneline::session::dialogue::Channel;
use toneline::wording::Catalogue;

/// A learner on a line with these lessons.
pub struct Phone {
    registry: Registry,
    pub context: Context,
    now: DateTime<Utc>,
    calls: u32,
}

impl Phone {
    pub fn new(registry: Registry, lang: Lang) -> Self {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_500);
        let mut context = Context::new(Party::parse("+250788123456"), now);
        context.language = Some(lang);
        Self { registry, context, now, calls: 0 }
    }

    pub fn on(&mut self, channel: Channel, event: &Event) -> String {
        let voice = channel == Channel::Voice;
        let scene = Scene {
            channel,
            can: Can { speak: voice, hear: false, keys: voice },
            can_text: true,
            can_record: false,
            now: self.now,
            seed: u64::try_from(self.now.timestamp()).expect("after 1970"),
            interrupted: None,
        };
        let id =
            if voice { format!("CA{}", self.calls) } else { format!("SM{}", self.now.timestamp()) };
        let (context, outcome) = on_event(&self.registry, self.context.clone(), &id, scene, event);
        self.context = context;
        self.now += TimeDelta::seconds(20);
        let lang = if voice { Lang::En } else { self.context.lang() };
        outcome.turn.as_ref().map(|turn| said(lang, turn)).unwrap_or_default()
    }

    /// A call begins; what the line says.
    pub fn dial(&mut self) -> String {
        self.calls += 1;
        self.on(Channel::Voice, &Event::Opened)
    }

    pub fn text(&mut self, body: &str) -> String {
        self.on(Channel::Text, &Event::Text(body.to_owned()))
    }

    pub fn press(&mut self, keys: &str) -> String {
        self.on(Channel::Voice, &Event::Keys(Keys::parse(keys).expect("keys")))
    }

    pub fn say(&mut self, words: &str) -> String {
        self.on(Channel::Voice, &Event::Speech(Words::typed(words)))
    }
}

fn said(lang: Lang, turn: &Turn) -> String {
    let lines = turn.say.iter().filter_map(|utter| match utter {
        Utter::Line(line) => Some(Catalogue::shipped().render(lang, line)),
        _ => None,
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// Fails unless a text holds that part.
pub fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part:?} is not in {text:?}");
}
