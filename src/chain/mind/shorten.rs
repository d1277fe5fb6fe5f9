//! The older part of a conversation in short, in the background.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::{House, think};
use crate::chain::budget::SUMMARY;
use crate::config::tutor::Times;
use crate::ports::tutor::{NoAnswer, Pupil};
use crate::session::context::Summary;
use crate::telemetry::names;

/// Nobody waits, so the next provider is asked only after a failure.
const TIMES: Times =
    Times { first: Duration::from_secs(8), whole: Duration::from_secs(30), hedge: None };
/// One learner's conversation is shortened no more often, whatever fails.
const PAUSE: Duration = Duration::from_secs(60);

pub(super) async fn shorten(
    house: &Arc<House>,
    pupil: &Pupil,
) -> Result<Option<Summary>, NoAnswer> {
    let Some((asked, until)) = house.wits.older(pupil) else { return Ok(None) };
    // Whichever instance is first; tallies that are away stop nobody else's work, only this.
    let key = format!("shortened:{}", pupil.learner);
    if !house.tallies.claim(&key, 1, PAUSE).await.unwrap_or(false) {
        return Ok(None);
    }
    let rules = house.rules(SUMMARY, TIMES, TIMES.whole);
    let answered =
        match think::race(house, pupil, (Uuid::now_v7(), SUMMARY), &asked, rules, false).await {
            Ok(mut race) => think::ask(house, &asked, &mut race).await,
            Err(why) => Err(why),
        };
    let outcome = answered.as_ref().map_or_else(|why| think::label(*why), |_| "answered");
    metrics::counter!(names::TUTOR_ANSWERS, "kind" => SUMMARY, "outcome" => outcome).increment(1);
    answered.map(|text| Some(Summary { text, until }))
}
