//! Who rests: one breaker for each provider and model, its state shared by all instances.
//!
//! Closed until, in a window, half of enough tries failed, or so many in a row were too late; then open for a while; then one
//! probe, by whichever instance is first, decides. What others marked is read at most every quarter of a second,
//! so a request costs no round trip of its own. A wrong key is known to this process only: it lasts until a restart.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::ports::errand::{Fault, Model};
use crate::ports::tallies::Tallies;
use crate::telemetry::names;

/// When breakers open and close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Tries and failures are counted for so long, from the first of them.
    pub window: Duration,
    /// With fewer tries in the window no share of failures opens it.
    pub enough: u32,
    /// So many time-outs without anything else between them open it.
    pub row: u32,
    /// How long it stays open.
    pub rest: Duration,
    /// How long one probe may take before another is allowed.
    pub probe: Duration,
    /// How old the known state may be.
    pub fresh: Duration,
}

impl Default for Rules {
    /// Half of 20 or more in 30 s, or 10 time-outs; 60 s of rest. (Of a provider that fails in 30 % of the requests, half of the
    /// first 10 fail in 15 % of the windows, half of the first 20 in 5 %.)
    fn default() -> Self {
        Self {
            window: Duration::from_secs(30),
            enough: 20,
            row: 10,
            rest: Duration::from_secs(60),
            probe: Duration::from_secs(10),
            fresh: Duration::from_millis(250),
        }
    }
}

/// Where a model stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is asked.
    Closed,
    /// One probe at a time.
    HalfOpen,
    /// It is not asked for a while.
    Open,
    /// It is not asked: its account is empty, or its key wrong.
    Out,
}

impl Standing {
    /// A label for health pages.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Closed => "asked",
            Self::HalfOpen => "probed",
            Self::Open => "rests",
            Self::Out => "out",
        }
    }
}

/// Leave to ask. Goes back to [`Breakers::record`].
#[derive(Debug, PartialEq, Eq)]
pub struct Pass {
    probe: bool,
}

/// How a request ended, as far as the breaker cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// It failed.
    Failed(Fault),
    /// Nobody wanted the answer any more.
    Cancelled,
}

/// What is known of one model.
#[derive(Debug, Clone, Copy)]
struct Seen {
    at: Instant,
    standing: Standing,
    late: bool,
    /// Its key is wrong, and nothing that is shared makes it right.
    for_good: bool,
}

/// How long a trip is remembered that no probe has settled.
const UNPROVEN: Duration = Duration::from_secs(3_600);
/// However long it asks for, somebody looks after so long.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// An empty account.
const OUT: Duration = Duration::from_secs(24 * 3_600);
/// A failure in a counter whose lower half counts tries.
const FAILURE: i64 = 1 << 32;

/// Every breaker.
pub struct Breakers {
    tallies: Arc<dyn Tallies>,
    rules: Rules,
    seen: Mutex<HashMap<Model, Seen>>,
}

/// Whether what the window holds opens the breaker.
fn trips(rules: &Rules, counted: i64, row: i64) -> bool {
    let (tries, failures) = (counted & (FAILURE - 1), counted >> 32);
    let half = tries >= i64::from(rules.enough) && failures * 2 >= tries;
    half || row >= i64::from(rules.row)
}

fn key(model: &Model, what: &str) -> String {
    format!("breaker:{}/{}:{what}", model.provider, model.model)
}

impl Breakers {
    /// All closed, as far as the tallies do not say otherwise.
    #[must_use]
    pub fn new(tallies: Arc<dyn Tallies>, rules: Rules) -> Self {
        Self { tallies, rules, seen: Mutex::default() }
    }

    /// Looks at what is shared, in one round trip, unless it was done a moment ago. Tallies that are away change nothing.
    pub async fn look(&self, models: &[Model]) {
        let now = Instant::now();
        let stale: Vec<Model> = {
            let mut seen = self.lock();
            let old = |m: &&Model| {
                seen.get(*m).is_none_or(|s| !s.for_good && now - s.at >= self.rules.fresh)
            };
            let stale: Vec<Model> = models.iter().filter(old).cloned().collect();
            for model in &stale {
                // Whoever comes while we look goes by what was known.
                if let Some(known) = seen.get_mut(model) {
                    known.at = now;
                }
            }
            stale
        };
        let asked = ["out", "open", "unproven", "row"];
        let keys: Vec<String> =
            stale.iter().flat_map(|model| asked.map(|what| key(model, what))).collect();
        if keys.is_empty() {
            return;
        }
        let Ok(values) = self.tallies.read(&keys).await else { return };
        for (model, found) in stale.iter().zip(values.chunks(asked.len())) {
            let &[out, open, unproven, row] = found else { return };
            let standing = match (out, open, unproven) {
                (Some(_), _, _) => Standing::Out,
                (None, Some(_), _) => Standing::Open,
                (None, None, Some(_)) => Standing::HalfOpen,
                (None, None, None) => Standing::Closed,
            };
            self.know(model, standing, row.is_some());
        }
    }

    /// Lets those be asked again whose accounts were empty: a restart is what an operator does who has paid.
    pub async fn forgive(&self, models: &[Model]) {
        for model in models {
            self.clear(model, &["out"]).await;
        }
    }

    /// Where a model stands, as far as is known without asking.
    #[must_use]
    pub fn standing(&self, model: &Model) -> Standing {
        self.lock().get(model).map_or(Standing::Closed, |seen| seen.standing)
    }

    /// Whether a model is not asked now, as far as is known.
    #[must_use]
    pub fn rests(&self, model: &Model) -> bool {
        matches!(self.standing(model), Standing::Open | Standing::Out)
    }

    /// Tells, once a rest for all instances, that of these nobody can be asked.
    pub async fn watch(&self, usage: &'static str, models: &[Model]) {
        if models.is_empty() || !models.iter().all(|model| self.rests(model)) {
            return;
        }
        let key = format!("breaker:all:{usage}:told");
        if self.tallies.claim(&key, 1, self.rules.rest).await.unwrap_or(false) {
            metrics::counter!(names::TUTOR_ALARMS, "what" => "every_provider_rests").increment(1);
            tracing::warn!(usage, "every provider rests");
        }
    }

    /// Leave to ask a model now; `None`: it rests.
    pub async fn admit(&self, model: &Model) -> Option<Pass> {
        self.look(std::slice::from_ref(model)).await;
        match self.standing(model) {
            Standing::Closed => Some(Pass { probe: false }),
            Standing::Open | Standing::Out => None,
            Standing::HalfOpen => {
                let probe = self.tallies.claim(&key(model, "probe"), 1, self.rules.probe).await;
                // Tallies that are away settle nothing: it goes on resting.
                probe.unwrap_or(false).then_some(Pass { probe: true })
            }
        }
    }

    /// Says how it ended. What the tallies do not take is forgotten: a breaker is a convenience.
    pub async fn record(&self, model: &Model, pass: Pass, outcome: Outcome) {
        use Fault::{Auth, BadRequest, ContentRefused, Quota, RateLimited, Timeout, TooCostly};
        match outcome {
            Outcome::Cancelled if pass.probe => self.clear(model, &["probe"]).await,
            Outcome::Cancelled => {}
            Outcome::Answered => self.answered(model, &pass).await,
            Outcome::Failed(BadRequest | ContentRefused | TooCostly) if pass.probe => {
                // It is there: what we asked was wrong.
                self.answered(model, &pass).await;
            }
            Outcome::Failed(BadRequest | ContentRefused | TooCostly) => {}
            Outcome::Failed(RateLimited { retry_after: Some(wait) }) => {
                let wait = wait.min(LONGEST_WAIT);
                self.mark(model, "open", wait).await;
                self.know(model, Standing::Open, false);
                self.look_again_in(model, wait);
            }
            Outcome::Failed(Quota) => {
                self.mark(model, "out", OUT).await;
                self.know(model, Standing::Out, false);
                self.tell(
                    model,
                    "its account is empty: it is not asked for a day, or until a restart",
                );
            }
            Outcome::Failed(Auth) => {
                self.know(model, Standing::Out, false);
                self.lock().entry(model.clone()).and_modify(|seen| seen.for_good = true);
                self.tell(
                    model,
                    "its key is refused: it is not asked until a restart with another one",
                );
            }
            Outcome::Failed(fault) => self.failed(model, &pass, fault == Timeout).await,
        }
    }

    async fn answered(&self, model: &Model, pass: &Pass) {
        if pass.probe {
            self.clear(model, &["unproven", "open", "count", "row"]).await;
            self.know(model, Standing::Closed, false);
            return;
        }
        let _ = self.tallies.add(&key(model, "count"), 1, self.rules.window).await;
        self.in_time(model).await;
    }

    async fn failed(&self, model: &Model, pass: &Pass, late: bool) {
        let count = key(model, "count");
        let counted = self.tallies.add(&count, 1 + FAILURE, self.rules.window).await.unwrap_or(0);
        let row = if late {
            self.lock().entry(model.clone()).and_modify(|seen| seen.late = true);
            self.tallies.add(&key(model, "row"), 1, UNPROVEN).await.unwrap_or(0)
        } else {
            self.in_time(model).await;
            0
        };
        if pass.probe || trips(&self.rules, counted, row) {
            self.mark(model, "unproven", UNPROVEN).await;
            self.mark(model, "open", self.rules.rest).await;
            self.clear(model, &["count", "row"]).await;
            self.know(model, Standing::Open, false);
            metrics::counter!(names::TUTOR_TRIPS, "provider" => model.provider.clone(), "model" => model.model.clone())
                .increment(1);
            // One rest is one alarm, however many instances see it begin.
            if self.tallies.claim(&key(model, "told"), 1, self.rules.rest).await.unwrap_or(true) {
                metrics::counter!(names::TUTOR_ALARMS, "what" => "provider_rests").increment(1);
            }
            tracing::warn!(provider = %model.provider, model = %model.model, "a provider fails, and rests");
        }
    }

    /// Something was not a time-out.
    async fn in_time(&self, model: &Model) {
        let late = self.lock().get_mut(model).is_some_and(|seen| std::mem::take(&mut seen.late));
        if late {
            self.clear(model, &["row"]).await;
        }
    }

    async fn mark(&self, model: &Model, what: &str, keep: Duration) {
        let _ = self.tallies.mark(&key(model, what), 1, keep).await;
    }

    async fn clear(&self, model: &Model, what: &[&str]) {
        for what in what {
            let _ = self.tallies.clear(&key(model, what)).await;
        }
    }

    /// What is known now is known to be over soon.
    fn look_again_in(&self, model: &Model, wait: Duration) {
        if let (Some(early), Some(seen)) =
            (self.rules.fresh.checked_sub(wait), self.lock().get_mut(model))
        {
            seen.at = seen.at.checked_sub(early).unwrap_or(seen.at);
        }
    }

    fn know(&self, model: &Model, standing: Standing, late: bool) {
        let mut seen = self.lock();
        let at = Instant::now();
        let new = Seen { at, standing, late, for_good: false };
        let known = seen.entry(model.clone()).or_insert(new);
        if known.for_good {
            return;
        }
        *known = new;
        drop(seen);
        let open = match standing {
            Standing::Closed => 0.0,
            Standing::HalfOpen => 1.0,
            Standing::Open => 2.0,
            Standing::Out => 3.0,
        };
        metrics::gauge!(names::TUTOR_BREAKER, "provider" => model.provider.clone(), "model" => model.model.clone())
            .set(open);
    }

    fn tell(&self, model: &Model, what: &str) {
        metrics::counter!(names::TUTOR_ALARMS, "what" => "provider_out").increment(1);
        tracing::warn!(provider = %model.provider, model = %model.model, "{what}");
    }

    /// Every change is whole, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, HashMap<Model, Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "breaker_tests.rs"]
mod tests;
