//! `(context, event) -> (context, turn, effects)`: every state answers every event.

use chrono::{DateTime, Utc};

use super::{
    commands, feats, household, leaving, lesson, offers, opening, options, texting, thinking,
};
use crate::domain::effect::{CallEnd, Effect};
use crate::domain::event::{Event, Words};
use crate::domain::ids::ModuleName;
use crate::domain::interruption::Interruption;
use crate::domain::lang::Lang;
use crate::domain::manner::Mood;
use crate::domain::turn::{Ask, Expect, Line, Turn, Utter};
use crate::modules::registry::Registry;
use crate::modules::{Can, Cx, Slot};
use crate::session::context::Context;
use crate::session::dialogue::{Channel, Leg, State};

/// Everything around an event that the machine may use.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    /// The channel that brought the event.
    pub channel: Channel,
    /// What that channel can carry.
    pub can: Can,
    /// Whether a text message can reach the learner at all.
    pub can_text: bool,
    /// Whether this line records at all, and this learner can be known again.
    pub can_record: bool,
    /// Now.
    pub now: DateTime<Utc>,
    /// Fresh for every event.
    pub seed: u64,
    /// The prompt that the event cut short, if it did.
    pub interrupted: Option<Interruption>,
}

/// What the machine makes of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What the learner gets; `None` is silence on purpose (a STOP that the service confirms itself).
    pub turn: Option<Turn>,
    /// What else to do, in order.
    pub effects: Vec<Effect>,
}

impl Outcome {
    pub(super) fn turn(turn: Turn) -> Self {
        Self { turn: Some(turn), effects: Vec::new() }
    }

    pub(super) fn with(mut self, effects: Vec<Effect>) -> Self {
        self.effects.extend(effects);
        self
    }
}

/// The machine at work on one event.
pub(super) struct Work<'a> {
    pub(super) registry: &'a Registry,
    pub(super) scene: Scene,
    pub(super) context: Context,
    /// How the learner seemed to feel before these words.
    pub(super) mood_before: Mood,
    /// What was said or written just now.
    pub(super) words: Option<&'a str>,
}

/// Takes an event.
///
/// `conversation` is the CallSid of a call, or the MessageSid of a text. Total: no event in any state fails. The state of
/// the channel's leg, its step and last turn are updated in the context that comes back.
#[must_use]
pub fn on_event(
    registry: &Registry,
    context: Context,
    conversation: &str,
    scene: Scene,
    event: &Event,
) -> (Context, Outcome) {
    let mood_before = context.profile.manner().mood;
    let words = match event {
        Event::Speech(Words { text, .. }) | Event::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let mut work = Work { registry, scene, context, mood_before, words };
    if matches!(event, Event::HungUp) {
        let effects = work.close(conversation, false);
        return (work.context, Outcome { turn: None, effects });
    }
    if work.is_displaced(conversation, event) {
        let line = Line::new("line-elsewhere").into();
        return (work.context, Outcome::turn(Turn::end(vec![line])));
    }
    let mut effects = work.join(conversation);
    work.hold_learner();
    let helped = std::mem::take(&mut work.leg().helped);
    if let Some(text) = words {
        work.context.profile.note_words(&commands::plain(text));
    }
    let mut outcome = match scene.channel {
        Channel::Text => texting::on_text(&mut work, event, helped),
        Channel::Voice => on_call(&mut work, event, helped),
    };
    effects.append(&mut outcome.effects);
    work.leg().step += 1;
    let feats = work.count(&effects);
    let bettered = thinking::wanted(&effects).map_or(&[][..], |task| &task.instead_of);
    let turn = outcome.turn.map(|turn| work.give(feats::celebrate(turn, &feats, bettered)));
    (work.context, Outcome { turn, effects })
}

/// Takes words that tell of danger: `said` is all that is said, and the question that was open stays open. No lesson judges
/// them.
#[must_use]
pub fn on_danger(
    registry: &Registry,
    context: Context,
    conversation: &str,
    scene: Scene,
    said: &'static str,
) -> (Context, Outcome) {
    let mood_before = context.profile.manner().mood;
    let mut work = Work { registry, scene, context, mood_before, words: None };
    if work.is_displaced(conversation, &Event::Continue) {
        return (work.context, Outcome::turn(Turn::end(vec![Line::new("line-elsewhere").into()])));
    }
    let effects = work.join(conversation);
    let open = work.leg().last_turn.clone();
    let open = open.unwrap_or_else(|| Turn::ask(Vec::new(), Ask::choice()));
    work.leg().step += 1;
    let say = vec![Line::new("content").with("text", said).into()];
    let turn = Some(work.give(Turn { say, whole: true, ..open }));
    (work.context, Outcome { turn, effects })
}

/// What an utterance sent now would be judged against by the lesson that has the word on this channel.
#[must_use]
pub fn expected(registry: &Registry, context: Context, scene: Scene) -> Option<Expect> {
    let mut work = Work { registry, scene, context, mood_before: Mood::Steady, words: None };
    let State::InLesson { module, .. } = work.leg().state.clone() else {
        return None;
    };
    registry.get(&module)?.expects(&work.cx(), &work.slot(&module))
}

/// What the lesson at hand would have the learner practise next, at the menu any lesson; `None` before anything was done.
#[must_use]
pub fn next(registry: &Registry, context: &Context, scene: Scene) -> Option<Line> {
    let work =
        Work { registry, scene, context: context.clone(), mood_before: Mood::Steady, words: None };
    match context.current_module.as_ref().filter(|name| **name != Registry::MENU) {
        Some(name) => registry.get(name)?.next(&work.cx(), &work.slot(name)),
        None => work.next(),
    }
}

/// Gives a lesson the word outside any event, in place of the turn that stands.
#[must_use]
pub fn lead(registry: &Registry, context: Context, scene: Scene, name: &ModuleName) -> Context {
    let mood_before = context.profile.manner().mood;
    let mut work = Work { registry, scene, context, mood_before, words: None };
    work.led(name);
    work.context
}

/// A call's event, by state. The match has no wildcard over states, on purpose.
fn on_call(work: &mut Work<'_>, event: &Event, helped: bool) -> Outcome {
    if work.leg().closed {
        return Outcome::turn(offers::goodbye(work));
    }
    match event {
        Event::Continue => return Outcome::turn(work.again()),
        Event::Opened => {
            return match work.leg().last_turn.clone() {
                Some(turn) => Outcome::turn(turn),
                None => opening::open_call(work),
            };
        }
        Event::StreamLost => return lesson::stream_lost(work),
        _ => {}
    }
    match work.leg().state.clone() {
        State::Start => opening::open_call(work),
        State::ChoosingLanguage { misses } => opening::on_language(work, misses, event),
        State::OfferingRecording { misses } => offers::on_recording_offer(work, misses, event),
        State::OfferingResume { module, misses } => offers::on_resume(work, &module, misses, event),
        State::ChoosingLearner { misses } => household::on_learner(work, misses, event),
        State::InLesson { module, .. } if helped && is_help(event) => {
            Outcome::turn(options::open(work, &module, 0))
        }
        State::InLesson { module, misses } => lesson::on_lesson(work, &module, misses, event),
        State::Options { module, misses } => options::on_option(work, &module, misses, event),
        State::ChoosingStyle { module, misses } => options::on_style(work, &module, misses, event),
        State::Deleting { misses } => leaving::on_answer(work, misses, event),
        State::OfferingSummaryFirst => offers::on_summary_first(work, event),
        State::OfferingText { misses } => offers::on_text_offer(work, misses, event),
        State::OfferingSummary { misses } => offers::on_summary_offer(work, misses, event),
        State::Ended => Outcome::turn(offers::goodbye(work)),
    }
}

fn is_help(event: &Event) -> bool {
    matches!(event, Event::Keys(keys) if keys.as_str() == "0")
}

impl Work<'_> {
    /// The turn as it is given: at the learner's pace, and remembered.
    pub(super) fn give(&mut self, mut turn: Turn) -> Turn {
        turn.pace = self.context.profile.pace;
        if feats::praises(&turn) {
            self.context.profile.note_praise();
        }
        let now = self.scene.now;
        let learning = self.context.learning;
        let leg = self.leg();
        leg.learner = Some(learning);
        leg.last_turn = Some(turn.clone());
        leg.asked_at = Some(now);
        turn
    }

    pub(super) fn leg(&mut self) -> &mut Leg {
        self.context.leg_mut(self.scene.channel)
    }

    pub(super) fn go(&mut self, state: State) {
        self.leg().state = state;
    }

    /// Whether another call from the same number has taken over: this one must not take it back, or neither gets on.
    fn is_displaced(&mut self, conversation: &str, event: &Event) -> bool {
        let voice = self.scene.channel == Channel::Voice;
        let leg = self.leg();
        let other = leg.conversation.as_deref().is_some_and(|other| other != conversation);
        voice && other && !leg.closed && !matches!(event, Event::Opened)
    }

    /// Begins a leg for a conversation not seen before; a call left open is closed first.
    fn join(&mut self, conversation: &str) -> Vec<Effect> {
        if self.scene.channel == Channel::Text {
            self.leg().conversation = Some(conversation.to_owned());
            return Vec::new();
        }
        let leg = self.leg();
        if leg.conversation.as_deref() == Some(conversation) {
            return Vec::new();
        }
        let effects = match leg.conversation.clone() {
            Some(earlier) => self.close(&earlier, true),
            None => Vec::new(),
        };
        self.context.session_start = self.scene.now;
        self.context.profile.begin();
        *self.leg() = Leg { conversation: Some(conversation.to_owned()), ..Leg::default() };
        effects
    }

    /// A call keeps the learner it began with, whoever texts meanwhile.
    fn hold_learner(&mut self) {
        if self.scene.channel == Channel::Voice
            && let Some(at) = self.leg().learner
        {
            self.context.let_learn(at);
        }
    }

    /// Ends a conversation, once. A lesson under way stays open: see [`Context::unfinished`].
    fn close(&mut self, conversation: &str, untold: bool) -> Vec<Effect> {
        let leg = self.leg();
        if leg.conversation.as_deref() != Some(conversation) || leg.closed {
            return Vec::new();
        }
        leg.closed = true;
        let state = std::mem::replace(&mut leg.state, State::Ended);
        let ((done, _), turns) = (leg.done, leg.step);
        let how = match &state {
            _ if untold => CallEnd::Lost,
            State::Ended | State::OfferingSummary { .. } => CallEnd::Completed,
            State::InLesson { module, .. } if *module == Registry::MENU => CallEnd::Completed,
            _ => CallEnd::Dropped,
        };
        let call = conversation.to_owned();
        let mut effects = vec![Effect::CloseCall { call, how, turns }];
        let unasked = !matches!(
            state,
            State::Ended | State::OfferingSummary { .. } | State::OfferingSummaryFirst
        );
        if done > 0 && self.context.summaries.is_none() && unasked {
            self.context.summary_unasked = true;
        }
        let wanted = self.context.summaries == Some(true) && !self.context.messages_stopped;
        if done > 0 && wanted && self.scene.can_text {
            effects.push(Effect::Text(self.summary()));
        }
        effects
    }

    /// The last turn once more.
    pub(super) fn again(&mut self) -> Turn {
        match self.leg().last_turn.clone() {
            Some(turn) => turn,
            None => opening::open_call(self).turn.unwrap_or_else(|| Turn::end(Vec::new())),
        }
    }

    /// One line from each module in which something was done.
    pub(super) fn progress(&self) -> Vec<Line> {
        self.progress_in(|_| true)
    }

    /// The same from some modules.
    pub(super) fn progress_in(&self, wanted: impl Fn(&ModuleName) -> bool) -> Vec<Line> {
        let cx = self.cx();
        let line = |card: &crate::modules::Card| {
            let slot = self.slot(&card.name);
            self.registry.get(&card.name)?.progress(&cx, &slot)
        };
        self.registry.cards().iter().filter(|card| wanted(&card.name)).filter_map(line).collect()
    }

    /// What a module may know of the moment.
    pub(super) fn cx(&self) -> Cx<'_> {
        Cx {
            now: self.scene.now,
            seed: self.scene.seed,
            // No telephone voice speaks Kinyarwanda: what a call is told from the packs must be English.
            lang: if self.scene.can.speak { Lang::En } else { self.context.lang() },
            name: self.context.user_name.as_deref(),
            manner: self.context.profile.manner(),
            can: self.scene.can,
            cards: self.registry.cards(),
            interrupted: self.scene.interrupted,
        }
    }

    pub(super) fn slot(&self, module: &ModuleName) -> Slot {
        Slot(self.context.user_state.get(module.as_str()).cloned().unwrap_or_default())
    }

    pub(super) fn keep(&mut self, module: &ModuleName, slot: Slot) {
        if !slot.0.is_null() {
            self.context.user_state.insert(module.as_str().to_owned(), slot.0);
        }
    }

    /// Gives a module the word, after `say`. A name no longer registered leads to the menu.
    pub(super) fn open(&mut self, module: &ModuleName, say: Vec<Utter>) -> Turn {
        let registry = self.registry;
        let Some(handler) = registry.get(module).or_else(|| registry.get(&Registry::MENU)) else {
            self.go(State::Ended);
            return Turn::end(say);
        };
        let name = handler.card().name.clone();
        let mut slot = self.slot(&name);
        let turn = match self.words {
            Some(words) => handler.open_at(&self.cx(), &mut slot, words),
            None => handler.open(&self.cx(), &mut slot),
        };
        self.keep(&name, slot);
        self.context.unfinished = (name != Registry::MENU).then(|| name.clone());
        self.context.current_module = Some(name.clone());
        self.leg().entered = Some(self.scene.now);
        self.go(State::InLesson { module: name, misses: 0 });
        turn.after(say)
    }

    /// The menu, after `say`.
    pub(super) fn menu(&mut self, say: Vec<Utter>) -> Turn {
        self.open(&Registry::MENU, say)
    }
}
