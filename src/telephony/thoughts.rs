//! Turns that a tutor betters, at the edges: within the budget of a webhook, and by filler and pick-up, or by a text that
//! follows, beyond it.

use std::time::{Duration, Instant};

use tracing::Instrument as _;

use super::router::Desk;
use super::speak::{self, HOLD};
use crate::domain::turn::{Line, Turn};
use crate::ivr::driver::{Answer, Talk};
use crate::ivr::thinking::Settled;

/// A webhook answers within 2.5 s; what writing the answer takes is kept back.
pub(super) const BUDGET: Duration = Duration::from_millis(2_300);
/// How long a call's answer may take in all: the first wait, the filler, and the pick-up's wait.
const CALL_LONGEST: Duration = Duration::from_millis(5_500);
/// How long a text's answer may take in all; the tutor's settings say less.
const TEXT_LONGEST: Duration = Duration::from_secs(60);

/// What a call gets.
pub(super) enum Spoken {
    /// The turn.
    Turn(Answer),
    /// A filler, and the turn at the next request.
    Hold(Answer),
}

/// The turn of a call within what is left of the budget.
pub(super) async fn on_call(desk: &Desk, talk: &Talk, answer: Answer, began: Instant) -> Spoken {
    if answer.thought.is_none() {
        return Spoken::Turn(answer);
    }
    let stands = answer.clone();
    let patience = BUDGET.saturating_sub(began.elapsed());
    match desk.house.driver.think(talk, answer, patience, CALL_LONGEST).await {
        Settled::Now(answer) => Spoken::Turn(answer),
        // It goes on by itself, and leaves its answer in the context.
        Settled::Later(_) => {
            let hold = Line::new(HOLD).into();
            let turn = stands.turn.map(|turn| Turn { say: vec![hold], ..turn });
            Spoken::Hold(Answer { turn, thought: None, ..stands })
        }
    }
}

/// The turn that a redirect after a filler picks up.
pub(super) async fn picked_up(desk: &Desk, talk: &Talk, step: u32) -> Option<Answer> {
    desk.house.driver.pick_up(talk, step, BUDGET).await
}

/// The texts of a message's answer now; none, where they follow by themselves.
pub(super) async fn on_text(
    desk: &Desk,
    talk: &Talk,
    answer: Answer,
    began: Instant,
) -> Vec<String> {
    let catalogue = desk.house.catalogue;
    if answer.thought.is_none() {
        return speak::texts(catalogue, &answer);
    }
    let driver = &desk.house.driver;
    let follows = driver.can_send() && talk.party.address().is_some();
    let patience = BUDGET.saturating_sub(began.elapsed());
    let longest = if follows { TEXT_LONGEST } else { patience };
    let (stands, step) = (answer.clone(), answer.step);
    match driver.think(talk, answer, patience, longest).await {
        Settled::Now(answer) => speak::texts(catalogue, &answer),
        Settled::Later(work) if follows => {
            let (driver, talk) = (driver.clone(), talk.clone());
            let follow = async move {
                match work.await {
                    Ok(Some(answer)) => driver.send_late(&talk, speak::texts(catalogue, &answer)),
                    Ok(None) => tracing::info!("a late answer was dropped: the learner went on"),
                    Err(error) => tracing::error!(%error, "a late answer failed"),
                }
            };
            desk.house.tasks.spawn(follow.in_current_span());
            Vec::new()
        }
        Settled::Later(work) => {
            work.abort();
            let given = driver.give_up(talk, step).await.unwrap_or(stands);
            speak::texts(catalogue, &given)
        }
    }
}
