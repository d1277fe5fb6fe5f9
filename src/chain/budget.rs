//! What may be spent in a day: by all, by a learner, by a group, with a provider.
//!
//! A request reserves the most that it may cost before it goes out, and settles with what it cost. It is let out where
//! what stands before it is under the limit; so, however many go out at once, no limit is passed by more than one request's
//! reservation. Days are UTC.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use uuid::Uuid;

use crate::config::tutor::Budgets;
use crate::domain::ids::LearnerId;
use crate::domain::money::Nanodollars;
use crate::ports::clock::Clock;
use crate::ports::tallies::Tallies;
use crate::telemetry::names;

/// A day, and the hours of another, so that what began yesterday is still settled.
const KEEP: Duration = Duration::from_secs(36 * 3_600);
/// From this share on the cheapest goes first, per cent.
const THRIFT: i64 = 80;

/// The purpose, and the use, of requests that shorten conversations.
pub const SUMMARY: &str = "summary";

/// Who pays.
#[derive(Debug, Clone, Copy)]
pub struct Payer {
    /// The learner.
    pub learner: LearnerId,
    /// Their group, if any.
    pub group: Option<Uuid>,
    /// It is for a summary, for which there is a budget of its own besides.
    pub summary: bool,
}

/// How much is left of the budgets of a payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purse {
    /// Enough.
    Full,
    /// Over 80 % of one of them is gone: the cheapest goes first.
    Thin,
    /// One of them is spent.
    Empty,
}

/// Money set aside for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    keys: Vec<String>,
    amount: Nanodollars,
}

/// A budget is spent: whose, from a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent(pub &'static str);

/// One limit that applies.
#[derive(Debug, Clone)]
struct Scope {
    name: &'static str,
    /// The provider, where it is the limit of one: a closed set.
    provider: String,
    key: String,
    limit: Nanodollars,
}

/// The books.
pub struct Books {
    tallies: Arc<dyn Tallies>,
    limits: Budgets,
    clock: Arc<dyn Clock>,
}

impl Books {
    /// Over shared tallies.
    #[must_use]
    pub fn new(tallies: Arc<dyn Tallies>, limits: Budgets, clock: Arc<dyn Clock>) -> Self {
        Self { tallies, limits, clock }
    }

    /// The most that one request may cost.
    #[must_use]
    pub fn request_limit(&self) -> Nanodollars {
        self.limits.request
    }

    fn limit_of(&self, provider: &str) -> Option<Nanodollars> {
        self.limits.providers.iter().find(|(name, _)| name == provider).map(|(_, limit)| *limit)
    }

    fn scopes(&self, payer: &Payer, provider: Option<&str>) -> Vec<Scope> {
        let day = self.clock.now().format("%Y%m%d").to_string();
        let mut scopes = Vec::with_capacity(4);
        let mut scope = |name, whose: &str, limit: Option<Nanodollars>| {
            let key = format!("spent:{day}:{name}:{whose}");
            let provider = if name == "provider" { whose.to_owned() } else { String::new() };
            scopes.extend(limit.map(|limit| Scope { name, provider, key, limit }));
        };
        scope("day", "", self.limits.day);
        scope("learner", &payer.learner.to_string(), self.limits.learner);
        scope("summaries", "", self.limits.summaries.filter(|_| payer.summary));
        if let Some(group) = payer.group {
            scope("group", &group.to_string(), self.limits.group);
        }
        if let Some(provider) = provider {
            scope("provider", provider, self.limit_of(provider));
        }
        scopes
    }

    /// How much is left of what does not depend on the provider. Tallies that are away leave it full: learners come first, and
    /// reservations still count.
    pub async fn purse(&self, payer: &Payer) -> Purse {
        self.thinnest(&self.scopes(payer, None)).await
    }

    /// How much is left of a provider's own budget.
    pub async fn purse_of(&self, payer: &Payer, provider: &str) -> Purse {
        if self.limit_of(provider).is_none() {
            return Purse::Full;
        }
        let mut scopes = self.scopes(payer, Some(provider));
        scopes.retain(|scope| scope.name == "provider");
        self.thinnest(&scopes).await
    }

    /// The state of the one of which the least is left.
    async fn thinnest(&self, scopes: &[Scope]) -> Purse {
        let keys: Vec<String> = scopes.iter().map(|scope| scope.key.clone()).collect();
        let Ok(spent) = self.tallies.read(&keys).await else { return Purse::Full };
        let mut purse = Purse::Full;
        for (scope, spent) in scopes.iter().zip(spent) {
            purse = purse.max(self.weigh(scope, spent.unwrap_or(0)).await);
        }
        purse
    }

    async fn weigh(&self, scope: &Scope, spent: i64) -> Purse {
        let limit = scope.limit.0.max(1);
        // Of learners and groups a gauge would show whoever asked last: there the alarms count.
        if matches!(scope.name, "day" | "provider") {
            #[expect(clippy::cast_precision_loss, reason = "a share, for people")]
            metrics::gauge!(names::TUTOR_BUDGET, "scope" => scope.name, "provider" => scope.provider.clone())
                .set(spent as f64 / limit as f64);
        }
        let purse = if spent >= scope.limit.0 {
            Purse::Empty
        } else if i128::from(spent) * 100 >= i128::from(limit) * i128::from(THRIFT) {
            Purse::Thin
        } else {
            return Purse::Full;
        };
        self.tell_once(scope, purse).await;
        purse
    }

    /// Once a day for each limit, whichever instance sees it first.
    async fn tell_once(&self, scope: &Scope, purse: Purse) {
        let (what, text) = match purse {
            Purse::Empty => (
                "budget_spent",
                "a budget of the day is spent: others answer, or the offline tutor",
            ),
            Purse::Thin | Purse::Full => {
                ("budget_thin", "a budget of the day is nearly spent: the cheaper go first")
            }
        };
        let key = format!("{}:told:{what}", scope.key);
        if self.tallies.claim(&key, 1, KEEP).await.unwrap_or(false) {
            metrics::counter!(names::TUTOR_ALARMS, "what" => what, "scope" => scope.name)
                .increment(1);
            tracing::warn!(budget = scope.name, provider = scope.provider, "{text}");
        }
    }

    /// Sets `amount` aside in every limit that applies, or in none.
    ///
    /// # Errors
    /// [`Spent`] where a limit had been reached before.
    pub async fn reserve(
        &self,
        payer: &Payer,
        provider: &str,
        amount: Nanodollars,
    ) -> Result<Reservation, Spent> {
        let amount = amount.max(Nanodollars::ZERO);
        let scopes = self.scopes(payer, Some(provider));
        let add = |scope: &Scope| {
            let key = scope.key.clone();
            async move { self.tallies.add(&key, amount.0, KEEP).await }
        };
        let sums = join_all(scopes.iter().map(add)).await;
        let mut full = None;
        for (scope, sum) in scopes.iter().zip(sums) {
            // Tallies that are away cannot say that it is spent.
            if sum.is_ok_and(|sum| sum.saturating_sub(amount.0) >= scope.limit.0) {
                self.tell_once(scope, Purse::Empty).await;
                full = full.or(Some(Spent(scope.name)));
            }
        }
        let keys = scopes.into_iter().map(|scope| scope.key).collect();
        let reservation = Reservation { keys, amount };
        match full {
            None => Ok(reservation),
            Some(spent) => {
                self.settle(&reservation, Nanodollars::ZERO).await;
                Err(spent)
            }
        }
    }

    /// Puts what it cost in the place of what was set aside.
    pub async fn settle(&self, reservation: &Reservation, cost: Nanodollars) {
        let by = (cost - reservation.amount).0;
        if by == 0 {
            return;
        }
        let add = |key: &String| {
            let key = key.clone();
            async move { self.tallies.add(&key, by, KEEP).await }
        };
        // What cannot be settled stays set aside until the day is over: never too little.
        let _ = join_all(reservation.keys.iter().map(add)).await;
    }
}

#[cfg(test)]
#[path = "budget_tests.rs"]
mod tests;
