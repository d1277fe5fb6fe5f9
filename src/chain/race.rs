//! One provider after another, the next before the first has failed where that is allowed: the first that begins wins.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use rand::Rng as _;
use tokio::time::{Duration, Instant, sleep_until, timeout_at};

use super::ledger::{Bill, Ledger, Refusal, Tab};
use crate::config::tutor::Times;
use crate::domain::money::Nanodollars;
use crate::ports::errand::{Errand, Fault, Meter, Model, ProviderError, Usage};
use crate::ports::tutor::{NoAnswer, Waits};
use crate::telemetry::names;

/// A first back-off; it doubles.
const BACK_OFF: Duration = Duration::from_millis(100);
/// With less left there is no use in another try.
const WORTH: Duration = Duration::from_millis(150);
/// Tries of one provider for one request.
const TRIES: u32 = 3;
/// Providers keep the errand's deadlines themselves; one that does not is cut off this much later.
pub(super) const GRACE: Duration = Duration::from_millis(50);

/// A request on its way to its first piece.
pub(super) type Starting<T> =
    Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'static>>;

/// Sends the request to the n-th provider.
pub(super) type Start<T> = Arc<dyn Fn(usize, Errand) -> Starting<T> + Send + Sync>;

/// A provider in a race.
#[derive(Debug, Clone)]
pub(super) struct Runner {
    /// Its place in the chain.
    pub(super) nth: usize,
    /// Its model.
    pub(super) model: Model,
    /// The most that the request may use.
    pub(super) most: Usage,
    /// What it uses for certain as soon as it is sent, by our own count.
    pub(super) least: Usage,
    /// How often it was tried.
    pub(super) tries: u32,
    /// Its first piece may take as long as all of it may.
    pub(super) unhurried: bool,
}

/// One that has begun.
pub(super) struct Begun<T> {
    pub(super) runner: Runner,
    pub(super) piece: T,
    pub(super) tab: Tab,
}

/// Why one dropped out.
enum Out {
    Refused(Refusal),
    Failed(Fault),
}

struct Tried<T> {
    runner: Runner,
    /// What it took until the request was sent.
    opening: Duration,
    outcome: Result<(T, Tab), Out>,
}

/// How the race is run.
pub(super) struct Rules {
    /// For the label of hedges.
    pub(super) usage: &'static str,
    /// How long each may take.
    pub(super) times: Times,
    /// When all is over.
    pub(super) whole_by: Instant,
    /// The most that one request may cost.
    pub(super) cost_limit: Nanodollars,
    /// Told how long providers were waited for.
    pub(super) waits: Waits,
}

/// A race. Dropping it cancels all that run.
pub(super) struct Race<T> {
    ledger: Arc<Ledger>,
    bill: Arc<Bill>,
    rules: Rules,
    start: Start<T>,
    waiting: VecDeque<Runner>,
    later: Vec<(Instant, Runner)>,
    running: FuturesUnordered<Pin<Box<dyn Future<Output = Tried<T>> + Send>>>,
    started: Instant,
    /// Of the wait at hand, what was spent on asking for leave.
    opening: Duration,
    opened: Option<(usize, Tab)>,
    late: bool,
    failed: bool,
    unfit: bool,
    spent: bool,
}

impl<T: Send + 'static> Race<T> {
    pub(super) fn new(
        ledger: &Arc<Ledger>,
        bill: Bill,
        rules: Rules,
        runners: Vec<Runner>,
        start: Start<T>,
    ) -> Self {
        Self {
            ledger: Arc::clone(ledger),
            bill: Arc::new(bill),
            rules,
            start,
            waiting: runners.into(),
            later: Vec::new(),
            running: FuturesUnordered::new(),
            started: Instant::now(),
            opening: Duration::ZERO,
            opened: None,
            late: false,
            failed: false,
            unfit: false,
            spent: false,
        }
    }

    /// The n-th was sent its request before the race began.
    pub(super) fn has_opened(&mut self, nth: usize, tab: Tab) {
        self.opened = Some((nth, tab));
    }

    /// The next that begins; all others that run are cancelled.
    pub(super) async fn next(&mut self) -> Result<Begun<T>, NoAnswer> {
        let began = Instant::now();
        self.opening = Duration::ZERO;
        let next = self.run().await;
        self.rules.waits.add(began.elapsed().saturating_sub(self.opening));
        next
    }

    async fn run(&mut self) -> Result<Begun<T>, NoAnswer> {
        loop {
            if self.running.is_empty() && !self.send_next() {
                self.wait_for_retry().await?;
                continue;
            }
            let whole_by = self.rules.whole_by;
            let hedge = self.hedge_at();
            tokio::select! {
                biased;
                Some(tried) = self.running.next() => {
                    if let Some(begun) = self.take(tried) {
                        self.running.clear();
                        return Ok(begun);
                    }
                }
                () = sleep_until(whole_by + GRACE) => {
                    self.running.clear();
                    return Err(NoAnswer::Late);
                }
                () = sleep_until(hedge.unwrap_or(whole_by)), if hedge.is_some() => {
                    metrics::counter!(names::TUTOR_HEDGES, "use" => self.rules.usage).increment(1);
                    self.send_next();
                }
            }
        }
    }

    /// When the next is sent although one still runs.
    fn hedge_at(&self) -> Option<Instant> {
        let alone = self.running.len() == 1 && !self.waiting.is_empty();
        self.rules.times.hedge.filter(|_| alone).map(|after| self.started + after)
    }

    fn take(&mut self, tried: Tried<T>) -> Option<Begun<T>> {
        let Tried { runner, opening, outcome } = tried;
        self.opening += opening;
        match outcome {
            Ok((piece, tab)) => return Some(Begun { runner, piece, tab }),
            Err(Out::Failed(fault)) => self.dropped_out(runner, fault),
            Err(Out::Refused(Refusal::Budget | Refusal::TooCostly)) => self.spent = true,
            Err(Out::Refused(Refusal::Rests)) => self.failed = true,
        }
        None
    }

    /// One that had begun failed after all.
    pub(super) fn dropped_out(&mut self, runner: Runner, fault: Fault) {
        match fault {
            Fault::Timeout => self.late = true,
            Fault::TooCostly => self.spent = true,
            _ => self.failed = true,
        }
        let wait = match fault {
            Fault::RateLimited { retry_after } => retry_after,
            Fault::Loading { ready_in } => ready_in,
            Fault::Network | Fault::Server => None,
            // Nonsense has been paid for, and would come again.
            _ => return,
        };
        let tries = runner.tries + 1;
        if tries < TRIES {
            let wait = wait.unwrap_or_else(|| back_off(tries));
            self.later.push((Instant::now() + wait, Runner { tries, ..runner }));
        }
    }

    /// One answered, and what it answered did not pass the checks. It is not asked again: it would say the same.
    pub(super) fn was_unfit(&mut self) {
        self.unfit = true;
    }

    /// Sends the request to the next in the chain; `false` where there is none.
    fn send_next(&mut self) -> bool {
        let Some(runner) = self.waiting.pop_front() else { return false };
        self.started = Instant::now();
        let whole_by = self.rules.whole_by;
        let first_by = self.started + self.rules.times.first;
        let errand = Errand {
            request: self.bill.request,
            first_by: if runner.unhurried { whole_by } else { first_by.min(whole_by) },
            whole_by,
            cost_limit: self.rules.cost_limit,
            meter: Meter::default(),
        };
        let (ledger, bill) = (Arc::clone(&self.ledger), Arc::clone(&self.bill));
        let start = Arc::clone(&self.start);
        let opened = self.opened.take_if(|(nth, _)| *nth == runner.nth).map(|(_, tab)| tab);
        self.running.push(Box::pin(try_one(ledger, bill, runner, errand, start, opened)));
        true
    }

    /// Everybody was asked: who is worth another try comes back when their time has come, if there is any left.
    async fn wait_for_retry(&mut self) -> Result<(), NoAnswer> {
        let soonest = self.later.iter().enumerate().min_by_key(|(_, (at, _))| *at);
        let Some((place, at)) = soonest.map(|(place, (at, _))| (place, *at)) else {
            return Err(self.why());
        };
        if at + WORTH > self.rules.whole_by {
            return Err(self.why());
        }
        sleep_until(at).await;
        let (_, runner) = self.later.swap_remove(place);
        self.waiting.push_back(runner);
        Ok(())
    }

    /// Why there is no answer, by what a caller can do about it.
    fn why(&self) -> NoAnswer {
        match (self.unfit, self.late, self.failed, self.spent) {
            (true, ..) => NoAnswer::Unfit,
            (_, true, ..) => NoAnswer::Late,
            (_, _, true, _) => NoAnswer::Failed,
            (_, _, _, true) => NoAnswer::Budget,
            _ => NoAnswer::NotConfigured,
        }
    }
}

async fn try_one<T: Send + 'static>(
    ledger: Arc<Ledger>,
    bill: Arc<Bill>,
    runner: Runner,
    errand: Errand,
    start: Start<T>,
    opened: Option<Tab>,
) -> Tried<T> {
    let began = Instant::now();
    let opened = match opened {
        Some(tab) => Ok(tab),
        None => ledger.open(&bill, &runner.model, &runner.most).await,
    };
    let opening = began.elapsed();
    let mut tab = match opened {
        Ok(tab) => tab,
        Err(refusal) => return Tried { runner, opening, outcome: Err(Out::Refused(refusal)) },
    };
    tab.counts(runner.least);
    let (until, errand) = (errand.first_by + GRACE, Errand { meter: tab.meter(), ..errand });
    let piece = match timeout_at(until, start(runner.nth, errand)).await {
        Ok(piece) => piece,
        Err(_) => Err(ProviderError::new(Fault::Timeout, "no first piece in time")),
    };
    let outcome = match piece {
        Ok(piece) => {
            tab.began();
            Ok((piece, tab))
        }
        Err(error) => {
            let fault = error.fault;
            tracing::debug!(provider = %runner.model.provider, fault = fault.label(), "a provider failed");
            tab.failed(&error);
            Err(Out::Failed(fault))
        }
    };
    Tried { runner, opening, outcome }
}

/// Between half and all of a span that doubles, so that those who failed together do not come back together.
fn back_off(tries: u32) -> Duration {
    let span = BACK_OFF * 2_u32.saturating_pow(tries.saturating_sub(1));
    span.mul_f64(rand::rng().random_range(0.5..=1.0))
}
