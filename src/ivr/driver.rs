//! The async shell around the machine: load, step, save conditionally, then perform the effects.

use std::sync::Arc;
use std::time::Instant;

use rand::RngCore as _;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

use super::keeper::Keeper;
use super::machine::{self, Outcome, Scene};
use super::notes::Notes;
use super::standing;
use super::thinking::Thought;
use crate::domain::effect::Effect;
use crate::domain::event::Event;
use crate::domain::ids::{LearnerId, MessageSid};
use crate::domain::interruption::Interruption;
use crate::domain::lang::Lang;
use crate::domain::line_report::LineReport;
use crate::domain::party::Party;
use crate::domain::turn::{Expect, Line, Turn};
use crate::modules::Can;
use crate::modules::registry::Registry;
use crate::ports::archive::Archive;
use crate::ports::care::Care;
use crate::ports::clock::Clock;
use crate::ports::contexts::{ContextStore, Saved};
use crate::ports::journal::{Journal, Notebook};
use crate::ports::messaging::Messaging;
use crate::ports::tutor::{Historian, Tutor};
use crate::session::codec::Keyring;
use crate::session::context::{Context, Exchange};
use crate::session::dialogue::Channel;
use crate::telemetry::names;
use crate::wording::Catalogue;

/// How often a save is tried again after somebody else saved first.
pub(super) const SAVE_TRIES: u32 = 8;

/// What the driver needs of the world.
#[derive(Clone)]
pub struct Ports {
    /// Where contexts are.
    pub contexts: Arc<dyn ContextStore>,
    /// Where checkpoints are read from.
    pub journal: Arc<dyn Journal>,
    /// Where entries go.
    pub notebook: Arc<dyn Notebook>,
    /// How messages go out.
    pub messaging: Arc<dyn Messaging>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Who answers freely; `None`: only the modules do.
    pub tutor: Option<Arc<dyn Tutor>>,
    /// Who keeps long conversations in mind; `None`: nobody does.
    pub historian: Option<Arc<dyn Historian>>,
    /// What is said to a learner who may be in danger.
    pub care: Care,
    /// Where recordings go; `None`: this line makes none.
    pub archive: Option<Archive>,
}

/// Who is talking, over what.
#[derive(Debug, Clone)]
pub struct Talk {
    /// The learner's end.
    pub party: Party,
    /// Voice or text.
    pub channel: Channel,
    /// CallSid or MessageSid.
    pub id: String,
    /// Whether this call can open a live stream.
    pub can_hear: bool,
}

/// What an edge renders.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What the learner gets; `None`: nothing, on purpose.
    pub turn: Option<Turn>,
    /// In which language.
    pub lang: Lang,
    /// The turn's number, for action URLs.
    pub step: u32,
    /// Who, safe to log.
    pub learner: LearnerId,
    /// What the tutor may be asked for it; see [`Driver::think`].
    pub thought: Option<Box<Thought>>,
    /// The last utterance could not be written down: this one is gathered by the telephony service.
    pub gather: bool,
}

/// Runs conversations. Cheap to clone.
#[derive(Clone)]
pub struct Driver {
    pub(super) ports: Ports,
    pub(super) keeper: Keeper,
    pub(super) registry: Registry,
    catalogue: &'static Catalogue,
    keyring: Keyring,
    pub(super) tasks: TaskTracker,
}

impl Driver {
    /// A driver over these ports and modules.
    #[must_use]
    pub fn new(
        ports: Ports,
        registry: Registry,
        catalogue: &'static Catalogue,
        keyring: Keyring,
        tasks: TaskTracker,
    ) -> Self {
        let keeper = Keeper { ports: ports.clone(), keyring: keyring.clone() };
        Self { ports, keeper, registry, catalogue, keyring, tasks }
    }

    /// The learner's id. A withheld number is a new learner with each call.
    #[must_use]
    pub fn learner(&self, talk: &Talk) -> LearnerId {
        match talk.party.identity() {
            Some(identity) => self.keyring.learner(identity),
            None => self.keyring.learner(&format!("withheld:{}", talk.id)),
        }
    }

    /// Answers an event. Never fails: what cannot be loaded or saved is worked around and logged.
    ///
    /// `step` is the number of the turn that is being answered, where the edge knows it; an older one gets the turn that
    /// stands, again, and nothing is done twice.
    pub async fn on_event(&self, talk: &Talk, step: Option<u32>, event: Event) -> Answer {
        let learner = self.learner(talk);
        let span = tracing::info_span!("turn", learner = %learner, event = event.label());
        let (event, interrupted) = event.parts();
        self.answer(learner, talk, step, event, interrupted).instrument(span).await
    }

    async fn answer(
        &self,
        learner: LearnerId,
        talk: &Talk,
        step: Option<u32>,
        event: Event,
        interrupted: Option<Interruption>,
    ) -> Answer {
        let began = Instant::now();
        for attempt in 1..=SAVE_TRIES {
            let (context, version) = self.keeper.load(learner, talk).await;
            if let Some(answer) = repeated(&context, learner, talk, step, &event) {
                return answer;
            }
            let before = context.current_module.clone();
            let scene = Scene { interrupted, ..self.scene(talk) };
            let (mut context, mut outcome) = match self.comfort(talk, &context, &event) {
                Some(said) => machine::on_danger(&self.registry, context, &talk.id, scene, said),
                None => machine::on_event(&self.registry, context, &talk.id, scene, &event),
            };
            let thought = self.wonder(learner, talk, &context, &outcome);
            let thought =
                thought.and_then(|thought| self.at_once(talk, thought, &mut context, &mut outcome));
            let said = self.spoken(&context, outcome.turn.as_ref());
            let lesson = standing::talked(&event, before.as_ref(), &context, &outcome);
            let timestamp = self.ports.clock.now();
            context.remember(Exchange { user: heard(&event), ai: said.clone(), timestamp, lesson });
            let leg = context.leg_mut(talk.channel);
            leg.thinking = thought.as_ref().map(|_| leg.step);
            leg.noted = thought.as_ref().map(|thought| thought.question.request);
            leg.gathers &= !matches!(event, Event::Speech(_));
            context.revision += 1;
            match self.keeper.save(learner, version, &context, attempt).await {
                Some(Saved::Conflict) => continue,
                Some(Saved::As(_)) | None => {}
            }
            self.finish(learner, talk, &context, &outcome, &event, said, began, before);
            if thought.is_some() {
                self.shorten_later(learner, talk, &context);
            }
            let answer = answer_of(&context, learner, talk.channel, outcome.turn);
            return Answer { thought: thought.map(Box::new), ..answer };
        }
        // Eight other webhooks of one learner got in between: answer what stands.
        tracing::warn!(learner = %learner, "gave up saving after {SAVE_TRIES} conflicts");
        let (context, _) = self.keeper.load(learner, talk).await;
        let turn = context.leg(talk.channel).last_turn.clone();
        answer_of(&context, learner, talk.channel, turn)
    }

    /// The turn that stands, without an event: for a stream or a redirect that takes it over.
    pub async fn standing(&self, talk: &Talk) -> Option<Answer> {
        let learner = self.learner(talk);
        let (context, _) = self.keeper.load(learner, talk).await;
        let leg = context.leg(talk.channel);
        if leg.conversation.as_deref() != Some(talk.id.as_str()) || leg.closed {
            return None;
        }
        let turn = leg.last_turn.clone()?;
        Some(answer_of(&context, learner, talk.channel, Some(turn)))
    }

    /// What an utterance of the learner would be judged against just now, if the lesson waits for one.
    pub async fn expected(&self, talk: &Talk) -> Option<Expect> {
        let (context, _) = self.keeper.load(self.learner(talk), talk).await;
        machine::expected(&self.registry, context, self.scene(talk))
    }

    /// The learner's language, English until one is chosen.
    pub async fn language(&self, talk: &Talk) -> Lang {
        self.keeper.load(self.learner(talk), talk).await.0.lang()
    }

    /// The learner's pitch range as last saved, in the ear's own form.
    pub async fn voice_range(&self, talk: &Talk) -> Option<serde_json::Value> {
        self.keeper.load(self.learner(talk), talk).await.0.voice_range
    }

    /// The learner's language, and whether a text reaches them.
    pub async fn reach(&self, talk: &Talk) -> (Lang, bool) {
        let context = self.keeper.load(self.learner(talk), talk).await.0;
        (context.lang(), self.can_text(talk) && !context.messages_stopped)
    }

    /// Texts the learner a line outside any turn, unless they stopped messages.
    pub async fn notify(&self, talk: &Talk, line: Line) {
        let learner = self.learner(talk);
        let (context, _) = self.keeper.load(learner, talk).await;
        self.send_text(learner, talk, &context, &[line]);
    }

    /// Notes how the line of a call's stream was, and why the stream ended.
    pub fn note_line(&self, talk: &Talk, ended: &str, line: LineReport) {
        let (learner, now) = (self.learner(talk), self.ports.clock.now());
        self.ports.notebook.note(super::notes::line_entry(learner, now, &talk.id, ended, line));
    }

    /// Notes what became of a message that we sent.
    pub fn note_delivery(
        &self,
        sid: &MessageSid,
        to: Option<&Party>,
        status: &str,
        code: Option<String>,
    ) {
        let Some(identity) = to.and_then(Party::identity) else { return };
        let learner = self.keyring.learner(identity);
        let now = self.ports.clock.now();
        self.ports.notebook.note(super::notes::delivery_entry(learner, now, sid, status, code));
    }

    fn can_text(&self, talk: &Talk) -> bool {
        talk.party.address().is_some() && self.ports.messaging.configured()
    }

    pub(super) fn scene(&self, talk: &Talk) -> Scene {
        let voice = talk.channel == Channel::Voice;
        Scene {
            channel: talk.channel,
            can: Can { speak: voice, hear: voice && talk.can_hear, keys: voice },
            can_text: self.can_text(talk),
            can_record: self.ports.archive.is_some() && talk.party.identity().is_some(),
            now: self.ports.clock.now(),
            seed: rand::rng().next_u64(),
            interrupted: None,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call site; a struct would only rename them")]
    fn finish(
        &self,
        learner: LearnerId,
        talk: &Talk,
        context: &Context,
        outcome: &Outcome,
        event: &Event,
        said: String,
        began: Instant,
        module: Option<crate::domain::ids::ModuleName>,
    ) {
        let notes = self.notes(learner, talk, context);
        count_turn(talk.channel, event, context);
        if outcome.effects.contains(&Effect::Forget) {
            notes.forgotten();
            self.delete_recordings(learner);
            return;
        }
        notes.turn(&heard(event), &said, module, began.elapsed());
        for effect in &outcome.effects {
            match effect {
                Effect::Note(attempt) => notes.attempt(attempt),
                Effect::CloseCall { call, how, turns } => {
                    tracing::info!(
                        call.sid = call.as_str(),
                        outcome = how.label(),
                        turns,
                        "call ended"
                    );
                    notes.call_closed(call, *how, *turns);
                }
                Effect::DeleteRecordings => self.delete_recordings(learner),
                Effect::Text(lines) => self.send_text(learner, talk, context, lines),
                // The driver asks before this; here there is nothing left to do.
                Effect::Think(_) | Effect::Forget => {}
            }
        }
        notes.checkpoint();
    }

    fn notes<'a>(&'a self, learner: LearnerId, talk: &'a Talk, context: &'a Context) -> Notes<'a> {
        let (keyring, notebook) = (&self.keyring, self.ports.notebook.as_ref());
        Notes { keyring, notebook, learner, talk, context, now: self.ports.clock.now() }
    }

    /// Notes what a turn came to that was noted before anybody knew, and the context as it is now.
    pub(super) fn note_said(&self, talk: &Talk, context: &Context, said: &str) {
        let notes = self.notes(self.learner(talk), talk, context);
        notes.said(said);
        notes.checkpoint();
    }

    pub(super) fn render<'a>(&self, lang: Lang, lines: impl Iterator<Item = &'a Line>) -> String {
        lines.map(|line| self.catalogue.render(lang, line)).collect::<Vec<_>>().join(" ")
    }

    /// A turn as it sounds, in words.
    pub(super) fn spoken(&self, context: &Context, turn: Option<&Turn>) -> String {
        use crate::domain::turn::Utter;
        let Some(turn) = turn else {
            return String::new();
        };
        let said = turn.say.iter().filter_map(|utter| match utter {
            Utter::Line(line) => Some(self.catalogue.render(context.lang(), line)),
            Utter::Model { pinyin, .. } => Some(pinyin.to_string()),
            Utter::Pause { .. } => None,
        });
        said.collect::<Vec<_>>().join(" ")
    }
}

fn count_turn(channel: Channel, event: &Event, context: &Context) {
    // The registry names the modules: a closed set.
    let module =
        context.current_module.as_ref().map_or("none", |module| module.as_str()).to_owned();
    let labels = [
        ("channel", channel.label().to_owned()),
        ("event", event.label().to_owned()),
        ("module", module),
    ];
    metrics::counter!(names::TURNS, &labels).increment(1);
}

/// The answer to a delivery that was already answered.
fn repeated(
    context: &Context,
    learner: LearnerId,
    talk: &Talk,
    step: Option<u32>,
    event: &Event,
) -> Option<Answer> {
    let leg = context.leg(talk.channel);
    let at_hand = leg.conversation.as_deref() == Some(talk.id.as_str());
    if matches!(event, Event::HungUp) {
        // The end of a call is news once, and only of the call at hand: one that was refused never began.
        let news = at_hand && !leg.closed;
        return (!news).then(|| answer_of(context, learner, talk.channel, None));
    }
    if !at_hand {
        return None;
    }
    let again = match talk.channel {
        Channel::Text => true,
        Channel::Voice => step.is_some_and(|step| step < leg.step),
    };
    let finished = leg.closed && !matches!(event, Event::Opened);
    (again || finished).then(|| answer_of(context, learner, talk.channel, leg.last_turn.clone()))
}

pub(super) fn answer_of(
    context: &Context,
    learner: LearnerId,
    channel: Channel,
    turn: Option<Turn>,
) -> Answer {
    let leg = context.leg(channel);
    let (step, gather) = (leg.step, leg.gathers);
    Answer { turn, lang: context.lang(), step, learner, thought: None, gather }
}

/// What the learner did, in words, for the history inside the sealed document.
fn heard(event: &Event) -> String {
    match event {
        Event::Keys(keys) => keys.as_str().to_owned(),
        Event::Speech(words) => words.text.clone(),
        Event::Text(text) => text.clone(),
        other => format!("({})", other.label()),
    }
}
