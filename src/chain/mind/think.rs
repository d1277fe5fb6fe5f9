//! A whole answer, for texts and for turns by webhook.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::{House, Terms};
use crate::chain::budget::SUMMARY;
use crate::chain::ledger::{Bill, Tab};
use crate::chain::race::{Begun, GRACE, Race, Rules, Runner, Start};
use crate::chain::wits::Asked;
use crate::config::tutor::Times;
use crate::ports::chat::{Delta, Deltas, Prompt};
use crate::ports::errand::{Fault, ProviderError, Usage};
use crate::ports::tutor::{NoAnswer, Pupil, Question};
use crate::telemetry::names;

/// An answer shorter than this is none.
const FEWEST_TOKENS: u64 = 16;
/// More than any answer may have, bytes: a model that does not stop is stopped.
const LONGEST: usize = 16 * 1024;

pub(super) async fn answer(
    house: &Arc<House>,
    question: &Question,
    time: Duration,
) -> Result<String, NoAnswer> {
    let kind = question.task.kind.label();
    let answered = find_or_ask(house, question, time).await;
    let outcome = answered.as_ref().map_or_else(|why| label(*why), |_| "answered");
    metrics::counter!(names::TUTOR_ANSWERS, "kind" => kind, "outcome" => outcome).increment(1);
    answered
}

/// The answer of the last in the chain, who is always there: through the same checks as everybody's.
pub(super) fn offline(house: &House, question: &Question) -> Option<String> {
    if let Some(text) = house.wits.instead(question) {
        return Some(text);
    }
    let text = house.wits.offline(question)?;
    let checked = (house.wits.ask(question).checks)().whole(&text);
    checked.inspect_err(|unfit| unfit_is_told(unfit.why)).ok()
}

/// Why there was no answer, for metrics.
pub(super) fn label(why: NoAnswer) -> &'static str {
    match why {
        NoAnswer::NotConfigured => "not_configured",
        NoAnswer::Late => "late",
        NoAnswer::Failed => "failed",
        NoAnswer::Budget => "budget",
        NoAnswer::Unfit => "unfit",
    }
}

async fn find_or_ask(
    house: &Arc<House>,
    question: &Question,
    time: Duration,
) -> Result<String, NoAnswer> {
    let (times, patient) = times(&house.terms, question.pupil.aloud, time);
    let rules = house.rules("text", times, time);
    if let Some(text) = house.wits.instead(question) {
        return Ok(text);
    }
    let question = &house.for_all(question);
    let asked = house.wits.ask(question);
    let key = house.key(question, &asked);
    if let Some(text) = house.kept(key.as_deref()).await {
        return Ok(text);
    }
    let purpose = (question.request, question.task.kind.label());
    let mut race = race(house, &question.pupil, purpose, &asked, rules, patient).await?;
    let text = ask(house, &asked, &mut race).await?;
    house.keep(key, &text);
    Ok(text)
}

/// How long a whole answer may take, and whether it may come late: who gives more time than a webhook has can bring it
/// afterwards.
fn times(terms: &Terms, aloud: bool, time: Duration) -> (Times, bool) {
    let late = if aloud { terms.late.call } else { terms.late.text };
    if time <= terms.text.whole || late <= terms.text.whole {
        return (terms.text, false);
    }
    (Times { whole: late, ..terms.text }, true)
}

/// A race of those who think, in the order that the budgets allow. Where there is patience, the last of them, after whom
/// there is nobody to hand over to, has all the time that is left.
pub(super) async fn race(
    house: &Arc<House>,
    pupil: &Pupil,
    (request, purpose): (Uuid, &'static str),
    asked: &Asked,
    mut rules: Rules,
    patient: bool,
) -> Result<ChatRace, NoAnswer> {
    let mut runners: Vec<Runner> =
        (0..house.chats.len()).filter_map(|nth| runner(house, nth, asked)).collect();
    if runners.is_empty() && !house.chats.is_empty() {
        // Not even the question can be paid with what one request may cost.
        return Err(NoAnswer::Budget);
    }
    let arm = house.arm(pupil.learner).filter(|_| purpose != SUMMARY);
    if let Some((first, _)) = &arm {
        runners.sort_by_key(|runner| runner.nth != *first);
    }
    house.by_purse(pupil, &mut runners, &mut rules).await?;
    if let Some(last) = runners.last_mut() {
        last.unhurried = patient;
    }
    let bill = Bill {
        arm: arm.map(|(_, label)| label).unwrap_or_default(),
        ..House::bill(pupil, request, purpose, &asked.rubric)
    };
    let whole_by = rules.whole_by;
    let race = Race::new(&house.ledger, bill, rules, runners, start(house, asked));
    Ok(ChatRace { race, whole_by })
}

/// A race, and when it is over.
pub(super) struct ChatRace {
    pub(super) race: Race<Deltas>,
    pub(super) whole_by: Instant,
}

/// No more is asked for than the cost limit buys; nobody for whom it buys no answer.
fn runner(house: &House, nth: usize, asked: &Asked) -> Option<Runner> {
    let model = house.chats[nth].model();
    let limit = house.ledger.books.request_limit();
    let price = house.ledger.prices.of(model);
    let wanted = u64::from(asked.prompt.max_tokens);
    let output_tokens = price.tokens_for(limit, asked.tokens)?.min(wanted);
    if output_tokens < FEWEST_TOKENS.min(wanted) {
        return None;
    }
    let least = Usage { input_tokens: asked.tokens, ..Usage::default() };
    Some(House::runner(nth, model, least, Usage { output_tokens, ..least }))
}

fn start(house: &Arc<House>, asked: &Asked) -> Start<Deltas> {
    let house = Arc::clone(house);
    let (prompt, input) = (Arc::new(asked.prompt.clone()), asked.tokens);
    Arc::new(move |nth, errand| {
        let (house, prompt) = (Arc::clone(&house), Arc::clone(&prompt));
        Box::pin(async move {
            let chat = &house.chats[nth];
            let price = house.ledger.prices.of(chat.model());
            let buys = price.tokens_for(errand.cost_limit, input).unwrap_or(0);
            let max_tokens = u64::from(prompt.max_tokens).min(buys);
            let max_tokens = u32::try_from(max_tokens).unwrap_or(prompt.max_tokens).max(1);
            let prompt = Prompt { max_tokens, ..(*prompt).clone() };
            chat.ask(&errand, &prompt).await
        })
    })
}

/// Asks one after another until an answer comes that may be given.
pub(super) async fn ask(
    house: &House,
    asked: &Asked,
    race: &mut ChatRace,
) -> Result<String, NoAnswer> {
    loop {
        let Begun { runner, piece, tab } = race.race.next().await?;
        let text = match timeout_at(race.whole_by + GRACE, whole(house, piece, tab)).await {
            Ok(Ok(text)) => text,
            Ok(Err(fault)) => {
                race.race.dropped_out(runner, fault);
                continue;
            }
            Err(_) => return Err(NoAnswer::Late),
        };
        match (asked.checks)().whole(&text) {
            Ok(fit) => return Ok(fit),
            Err(unfit) => {
                unfit_is_told(unfit.why);
                race.race.was_unfit();
            }
        }
    }
}

pub(super) fn unfit_is_told(why: &'static str) {
    metrics::counter!(names::TUTOR_UNFIT, "why" => why).increment(1);
}

async fn whole(house: &House, deltas: Deltas, tab: Tab) -> Result<String, Fault> {
    let mut reading = Reading::new(deltas, tab);
    while reading.next(house).await?.is_some() {}
    Ok(reading.text)
}

/// An answer as it is read, with its account.
pub(super) struct Reading {
    deltas: Deltas,
    tab: Option<Tab>,
    /// What was read so far.
    pub(super) text: String,
}

impl Reading {
    pub(super) fn new(deltas: Deltas, tab: Tab) -> Self {
        Self { deltas, tab: Some(tab), text: String::new() }
    }

    /// The next piece; `None` at its good end. What is dropped before is accounted as cancelled, with what was read.
    pub(super) async fn next(&mut self, house: &House) -> Result<Option<String>, Fault> {
        match self.deltas.next().await {
            Some(Ok(Delta::Text(_))) if self.text.len() > LONGEST => {
                Err(self.fails(ProviderError::new(Fault::Malformed, "it does not stop")))
            }
            Some(Ok(Delta::Text(piece))) => {
                self.text.push_str(&piece);
                if let Some(tab) = &mut self.tab {
                    tab.wrote(house.wits.tokens(&self.text));
                }
                Ok(Some(piece))
            }
            Some(Ok(Delta::Done(usage))) => {
                if self.text.trim().is_empty() {
                    let error = ProviderError {
                        usage,
                        ..ProviderError::new(Fault::Malformed, "an empty answer")
                    };
                    return Err(self.fails(error));
                }
                if let Some(tab) = self.tab.take() {
                    tab.ended(usage);
                }
                Ok(None)
            }
            Some(Err(error)) => Err(self.fails(error)),
            None => Err(self.fails(ProviderError::new(Fault::Network, "the stream was cut"))),
        }
    }

    fn fails(&mut self, error: ProviderError) -> Fault {
        let fault = error.fault;
        if let Some(tab) = self.tab.take() {
            tab.failed(&error);
        }
        fault
    }
}
