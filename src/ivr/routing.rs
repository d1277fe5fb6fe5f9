//! Words at the menu that name no lesson: a tutor may know which one is meant. Until it says so, they count as not understood.

use super::driver::{Answer, Driver, Talk};
use super::machine::{self, Outcome, Work};
use crate::domain::effect::Effect;
use crate::domain::ids::ModuleName;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::{Line, Utter};
use crate::modules::Input;
use crate::modules::answers::text_of;
use crate::modules::registry::Registry;
use crate::session::dialogue::State;

/// Characters of what is asked about; more is no wish for a lesson.
const LONGEST: usize = 200;

/// Adds to a turn that understood nothing at the menu the question which lesson was meant.
pub(super) fn wondered(work: &mut Work<'_>, input: &Input, outcome: Outcome) -> Outcome {
    let at_menu =
        matches!(&work.leg().state, State::InLesson { module, .. } if *module == Registry::MENU);
    let said = match input {
        Input::Keys(_) => None,
        words => text_of(words),
    };
    let words = |text: &&str| text.contains(' ') && text.chars().count() <= LONGEST;
    let (Some(said), Some(turn), true) = (said.filter(words), &outcome.turn, at_menu) else {
        return outcome;
    };
    let line = |utter: &Utter| match utter {
        Utter::Line(line) => Some(line.clone()),
        Utter::Model { .. } | Utter::Pause { .. } => None,
    };
    let instead_of: Vec<Line> = turn.say.iter().map_while(line).collect();
    let lessons: Vec<&str> = offered(work.registry).map(ModuleName::as_str).collect();
    let facts = std::iter::once(("lessons".into(), lessons.join(", "))).collect();
    let task = Task { kind: TaskKind::Route, said: said.to_owned(), facts, instead_of };
    outcome.with(vec![Effect::Think(task)])
}

fn offered(registry: &Registry) -> impl Iterator<Item = &ModuleName> {
    registry.cards().iter().filter(|card| card.key.is_some()).map(|card| &card.name)
}

impl Driver {
    /// Begins the lesson that a tutor's word names; any other word leaves what stands. `None` where the learner has moved on.
    pub(super) async fn lead(&self, talk: &Talk, step: u32, word: &str) -> Option<Answer> {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let Some(name) = offered(&self.registry).find(|name| name.as_str() == word) else {
            return self.give_up(talk, step).await;
        };
        let scene = self.scene(talk);
        let led = self.end_thought(talk, step, |context| {
            *context = machine::lead(&self.registry, context.clone(), scene, name);
            let said = self.spoken(context, context.leg(talk.channel).last_turn.as_ref());
            if let Some(exchange) = context.conversation_history.last_mut() {
                exchange.ai = said;
            }
        });
        let context = led.await?;
        let said = self.spoken(&context, context.leg(talk.channel).last_turn.as_ref());
        self.note_said(talk, &context, &said);
        Some(self.standing_of(talk, &context))
    }
}

impl Work<'_> {
    /// Gives a lesson the word, and says so.
    pub(super) fn led(&mut self, name: &ModuleName) {
        let card = self.registry.cards().iter().find(|card| card.name == *name);
        let going = card.map(|card| {
            Line::new("general-going-other").with("title", Line::new(card.title)).into()
        });
        let turn = self.open(name, going.into_iter().collect());
        self.give(turn);
    }
}
