//! Turns that a tutor may better: the turn stands as the module gave it, and an answer that comes in time takes the place
//! of the lines that it names. Once, and only while the learner is still there.

use std::ops::Range;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;
use tracing::Instrument as _;
use uuid::Uuid;

use super::driver::{Answer, Driver, Talk, answer_of};
use super::machine::{self, Outcome};
use super::standing;
use crate::domain::effect::Effect;
use crate::domain::ids::LearnerId;
use crate::domain::lang::Lang;
use crate::domain::task::{Task, TaskKind};
use crate::domain::turn::{Line, Turn, Utter};
use crate::ports::tutor::{Pupil, Question, Tutor, Waits};
use crate::session::context::Context;
use crate::session::dialogue::{Channel, Leg};
use crate::telemetry::names;

/// Characters of two segments in the 7-bit alphabet.
const TEXT_ROOM: usize = 306;
/// Characters that an answer by text has at least, however much stands around it.
const TEXT_LEAST: usize = 100;
/// Characters of a spoken answer: about half a minute.
const SPOKEN_ROOM: usize = 500;
/// How often a pick-up looks whether the answer is there.
const LOOK: Duration = Duration::from_millis(100);
/// How often it is looked whether anybody still waits for an answer.
const STILL_WANTED: Duration = Duration::from_millis(500);

/// What the tutor is to be asked for a turn, and the lines of the turn that its answer takes the place of.
#[derive(Debug, Clone, PartialEq)]
pub struct Thought {
    /// The question.
    pub question: Question,
    /// Places in the turn's `say`.
    pub at: Range<usize>,
}

/// What became of a thought within the time that the edge has.
#[derive(Debug)]
pub enum Settled {
    /// The turn to give: with the tutor's answer, or as it stood.
    Now(Answer),
    /// It goes on: the turn when it is settled, or nothing where the learner has moved on.
    Later(JoinHandle<Option<Answer>>),
}

impl Driver {
    /// The tutor, where one is configured that can think.
    #[must_use]
    pub fn tutor(&self) -> Option<&std::sync::Arc<dyn Tutor>> {
        self.ports.tutor.as_ref().filter(|tutor| tutor.thinks())
    }

    /// Who would ask.
    #[must_use]
    pub fn pupil(&self, learner: LearnerId, talk: &Talk, context: &Context, lang: Lang) -> Pupil {
        let aloud = talk.channel == Channel::Voice;
        Pupil {
            learner,
            session: talk.id.clone(),
            group: None,
            name: context.user_name.clone(),
            lang,
            manner: context.profile.manner(),
            history: context.talk(),
            summary: context.summary.clone(),
            aloud,
            most: if aloud { SPOKEN_ROOM } else { TEXT_ROOM },
            waits: Waits::default(),
        }
    }

    /// What is to be asked for this turn, if anything.
    pub(super) fn wonder(
        &self,
        learner: LearnerId,
        talk: &Talk,
        context: &Context,
        outcome: &Outcome,
    ) -> Option<Thought> {
        let tutor = self.ports.tutor.as_ref()?;
        let turn = outcome.turn.as_ref()?;
        let task = wanted(&outcome.effects)?;
        let at = place(&turn.say, &task.instead_of)?;
        let lang = match talk.channel {
            Channel::Voice if !tutor.speaks(context.lang()) => Lang::En,
            _ => context.lang(),
        };
        let mut pupil = self.pupil(learner, talk, context, lang);
        if matches!(task.kind, TaskKind::Ask | TaskKind::Story) {
            // A question is on what was just said, not on what was asked on another day.
            let entered = context.leg(talk.channel).entered;
            pupil.history.retain(|exchange| Some(exchange.timestamp) >= entered);
        }
        if !pupil.aloud {
            let others = turn.say.iter().enumerate().filter(|(n, _)| !at.contains(n));
            let lines = others.filter_map(|(_, utter)| match utter {
                Utter::Line(line) => Some(line),
                Utter::Model { .. } | Utter::Pause { .. } => None,
            });
            let around = self.render(lang, lines).chars().count() + 2;
            pupil.most = pupil.most.saturating_sub(around).max(TEXT_LEAST);
        }
        let mut task = task.clone();
        let next = machine::next(&self.registry, context, self.scene(talk));
        let next = next.map(|line| self.render(Lang::En, [&line].into_iter()));
        standing::complete(&mut task, context, next);
        let question = Question { request: Uuid::now_v7(), pupil, task };
        Some(Thought { question, at })
    }

    /// Puts what the tutor knows without asking anybody in the place of the module's lines. What is left to be asked, if
    /// anybody is there to ask, then betters that.
    pub(super) fn at_once(
        &self,
        talk: &Talk,
        mut thought: Thought,
        context: &mut Context,
        outcome: &mut Outcome,
    ) -> Option<Thought> {
        let tutor = self.ports.tutor.as_ref()?;
        if let Some(text) = tutor.offline(&thought.question) {
            let said = Utter::Line(Line::new("content").with("text", text));
            let last = context.leg_mut(talk.channel).last_turn.as_mut();
            for turn in outcome.turn.iter_mut().chain(last) {
                if thought.at.end <= turn.say.len() {
                    turn.say.splice(thought.at.clone(), [said.clone()]);
                }
            }
            thought.at.end = thought.at.start + 1;
        }
        tutor.thinks().then_some(thought)
    }

    /// Asks the tutor for a turn that wants it: waits for `patience`, and lets it go on for `longest` in all, or until
    /// nobody waits for the answer any more.
    pub async fn think(
        &self,
        talk: &Talk,
        mut answer: Answer,
        patience: Duration,
        longest: Duration,
    ) -> Settled {
        let (Some(thought), Some(tutor)) = (answer.thought.take(), self.tutor().cloned()) else {
            return Settled::Now(answer);
        };
        let (driver, talk, step) = (self.clone(), talk.clone(), answer.step);
        let ask = async move {
            let answered = tokio::select! {
                biased;
                answered = tutor.answer(&thought.question, longest) => answered,
                // Dropped, the request is cancelled.
                () = driver.is_past(&talk, step) => {
                    tracing::info!("an answer is not waited for any more");
                    metrics::counter!(names::THOUGHTS, "outcome" => "dropped").increment(1);
                    return None;
                }
            };
            match answered {
                Ok(word) if thought.question.task.kind == TaskKind::Route => {
                    driver.lead(&talk, step, &word).await
                }
                Ok(text) => driver.settle(&talk, step, thought.at, &text).await,
                Err(why) => {
                    tracing::info!(%why, "the lines that stand are said");
                    driver.give_up(&talk, step).await
                }
            }
        };
        let mut work = self.tasks.spawn(ask.in_current_span());
        match tokio::time::timeout(patience, &mut work).await {
            Ok(Ok(Some(better))) => Settled::Now(better),
            Ok(Ok(None)) => Settled::Now(answer),
            Ok(Err(error)) => {
                tracing::error!(%error, "thinking failed");
                Settled::Now(answer)
            }
            Err(_) => Settled::Later(work),
        }
    }

    /// Puts an answer in its place; `None` where the learner has moved on, or had an answer already.
    pub async fn settle(
        &self,
        talk: &Talk,
        step: u32,
        at: Range<usize>,
        text: &str,
    ) -> Option<Answer> {
        let settled = self
            .end_thought(talk, step, |context| {
                let said = Line::new("content").with("text", text);
                let leg = context.leg_mut(talk.channel);
                if let Some(Turn { say, .. }) = &mut leg.last_turn
                    && at.end <= say.len()
                {
                    say.splice(at.clone(), [Utter::Line(said)]);
                }
                if let Some(exchange) = context.conversation_history.last_mut() {
                    exchange.ai = text.to_owned();
                }
            })
            .await;
        if let Some(context) = &settled {
            let said = self.spoken(context, context.leg(talk.channel).last_turn.as_ref());
            self.note_said(talk, context, &said);
        }
        let outcome = if settled.is_some() { "answered" } else { "dropped" };
        metrics::counter!(names::THOUGHTS, "outcome" => outcome).increment(1);
        settled.map(|context| self.standing_of(talk, &context))
    }

    /// No answer is waited for any more: what stands is said. `None` where the learner has moved on.
    pub async fn give_up(&self, talk: &Talk, step: u32) -> Option<Answer> {
        let stands = self.end_thought(talk, step, |_| {}).await;
        metrics::counter!(names::THOUGHTS, "outcome" => "offline").increment(1);
        stands.map(|context| self.standing_of(talk, &context))
    }

    /// Who is at this end just now.
    pub async fn pupil_now(&self, talk: &Talk) -> Pupil {
        let learner = self.learner(talk);
        let (context, _) = self.keeper.load(learner, talk).await;
        self.pupil(learner, talk, &context, Lang::En)
    }

    /// The turn of that step once its thought is settled, waiting for `patience` at most.
    pub async fn pick_up(&self, talk: &Talk, step: u32, patience: Duration) -> Option<Answer> {
        let (learner, until) = (self.learner(talk), Instant::now() + patience);
        loop {
            let (context, _) = self.keeper.load(learner, talk).await;
            let leg = context.leg(talk.channel);
            if leg.thinking != Some(step) || leg.step != step {
                let turn = leg.last_turn.clone();
                return Some(answer_of(&context, learner, talk.channel, turn));
            }
            if Instant::now() >= until {
                return match self.give_up(talk, step).await {
                    Some(answer) => Some(answer),
                    None => self.standing(talk).await,
                };
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Returns once the thought of a step is over, on whichever instance: the learner went on, or it was given up.
    async fn is_past(&self, talk: &Talk, step: u32) {
        let learner = self.learner(talk);
        loop {
            tokio::time::sleep(STILL_WANTED).await;
            let (context, _) = self.keeper.load(learner, talk).await;
            if !is_open(context.leg(talk.channel), talk, step) {
                return;
            }
        }
    }

    /// Ends the thought of a step, if it is still open, with a change to the context.
    pub(super) async fn end_thought(
        &self,
        talk: &Talk,
        step: u32,
        change: impl Fn(&mut Context),
    ) -> Option<Context> {
        self.change(talk, |context| {
            let leg = context.leg_mut(talk.channel);
            if !is_open(leg, talk, step) {
                return false;
            }
            leg.thinking = None;
            change(context);
            true
        })
        .await
    }

    pub(super) fn standing_of(&self, talk: &Talk, context: &Context) -> Answer {
        let turn = context.leg(talk.channel).last_turn.clone();
        answer_of(context, self.learner(talk), talk.channel, turn)
    }
}

/// Whether the thought of that step is still to be settled, and somebody is there for it.
fn is_open(leg: &Leg, talk: &Talk, step: u32) -> bool {
    let here = leg.step == step && leg.conversation.as_deref() == Some(talk.id.as_str());
    here && !leg.closed && leg.thinking == Some(step)
}

/// What the tutor is to be asked, if anything.
pub(super) fn wanted(effects: &[Effect]) -> Option<&Task> {
    effects.iter().find_map(|effect| match effect {
        Effect::Think(task) => Some(task),
        _ => None,
    })
}

/// Where these lines stand in what is said, one after the other.
pub(super) fn place(say: &[Utter], lines: &[Line]) -> Option<Range<usize>> {
    if lines.is_empty() {
        return None;
    }
    let is = |(utter, line): (&Utter, &Line)| matches!(utter, Utter::Line(said) if said == line);
    let first = say.windows(lines.len()).position(|said| said.iter().zip(lines).all(is))?;
    Some(first..first + lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_that_an_answer_replaces_are_found_wherever_they_were_put() {
        let line = |key: &'static str| Line::new(key);
        let say: Vec<Utter> =
            ["praise", "one", "two", "question"].map(|key| Utter::Line(line(key))).into();
        assert_eq!(place(&say, &[line("one"), line("two")]), Some(1..3));
        assert_eq!(place(&say, &[line("two"), line("one")]), None);
        assert_eq!(place(&say, &[]), None);
        assert_eq!(place(&[], &[line("one")]), None);
    }
}
