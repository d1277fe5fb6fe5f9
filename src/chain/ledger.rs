//! One request to one provider, from its reservation to its row in the journal: however it ends, it is accounted once.

use std::sync::Arc;

use tokio::time::{Duration, Instant};
use uuid::Uuid;

use super::breaker::{Breakers, Outcome, Pass};
use super::budget::{Books, Payer, Reservation, SUMMARY};
use super::price::Prices;
use crate::domain::ids::LearnerId;
use crate::domain::money::Nanodollars;
use crate::ports::clock::Clock;
use crate::ports::errand::{Fault, Meter, Model, ProviderError, Usage};
use crate::ports::journal::{Entry, LearnerIdText, Notebook, Record};
use crate::ports::runs::PromptRun;
use crate::telemetry::names;

/// What every request needs, and all share.
pub(super) struct Ledger {
    pub(super) breakers: Breakers,
    pub(super) books: Books,
    pub(super) prices: Prices,
    pub(super) notebook: Arc<dyn Notebook>,
    pub(super) clock: Arc<dyn Clock>,
}

/// For whom, and for what.
#[derive(Debug, Clone)]
pub(super) struct Bill {
    pub(super) request: Uuid,
    pub(super) session: String,
    pub(super) purpose: &'static str,
    pub(super) learner: LearnerId,
    pub(super) group: Option<Uuid>,
    pub(super) rubric: String,
    /// The learner's arm of the trial; empty where there is none.
    pub(super) arm: String,
}

/// Why a provider was not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Its breaker is open.
    Rests,
    /// The budget is spent.
    Budget,
    /// It would cost more than one request may.
    TooCostly,
}

/// A request that is going on. Dropped, it is accounted as cancelled, with what it had used by our own count.
pub(super) struct Tab {
    ledger: Arc<Ledger>,
    bill: Arc<Bill>,
    model: Model,
    begun: Instant,
    first: Option<Duration>,
    used: Usage,
    meter: Meter,
    pass: Option<Pass>,
    reserved: Option<Reservation>,
    sent: bool,
}

impl Ledger {
    /// Asks for leave: of the breaker, then of the budgets, for the most that it may use.
    pub(super) async fn open(
        self: &Arc<Self>,
        bill: &Arc<Bill>,
        model: &Model,
        most: &Usage,
    ) -> Result<Tab, Refusal> {
        let price = self.prices.of(model);
        let most_cost = price.cost(most);
        if most_cost > self.books.request_limit() {
            return Err(Refusal::TooCostly);
        }
        let pass = self.breakers.admit(model).await.ok_or(Refusal::Rests)?;
        let summary = bill.purpose == SUMMARY;
        let payer = Payer { learner: bill.learner, group: bill.group, summary };
        // Dropped while it waits, the tab gives back the probe; what was reserved by then stays so until the day is over.
        let mut tab = Tab {
            ledger: Arc::clone(self),
            bill: Arc::clone(bill),
            model: model.clone(),
            begun: Instant::now(),
            first: None,
            used: Usage::default(),
            meter: Meter::default(),
            pass: Some(pass),
            reserved: None,
            sent: false,
        };
        match self.books.reserve(&payer, &model.provider, most_cost).await {
            Ok(reserved) => tab.reserved = Some(reserved),
            Err(_) => return Err(Refusal::Budget),
        }
        (tab.begun, tab.sent) = (Instant::now(), true);
        Ok(tab)
    }
}

impl Tab {
    /// What the request has used so far by our own count, for when nobody else says.
    pub(super) fn counts(&mut self, used: Usage) {
        self.used = Usage { estimated: true, ..used };
    }

    /// The same, with so much more written.
    pub(super) fn wrote(&mut self, tokens: u64) {
        self.used.output_tokens = self.used.output_tokens.max(tokens);
    }

    /// For the errand: what the provider tells there is noted however the request ends.
    pub(super) fn meter(&self) -> Meter {
        self.meter.clone()
    }

    /// What took time before now is not the provider's: somebody was still speaking.
    pub(super) fn starts_now(&mut self) {
        self.begun = Instant::now();
    }

    /// The first piece is there.
    pub(super) fn began(&mut self) {
        self.first.get_or_insert_with(|| self.begun.elapsed());
    }

    /// It came to a good end.
    pub(super) fn ended(mut self, usage: Usage) {
        let used = self.best(usage);
        self.close("ok", used, Outcome::Answered);
    }

    /// The provider's last word; else what it had told until then; else our own count; else the client's.
    fn best(&self, said: Usage) -> Usage {
        if said != Usage::default() && !said.estimated {
            return said;
        }
        let counted = Some(self.used).filter(|used| *used != Usage::default());
        self.meter.told().or(counted).unwrap_or(said)
    }

    /// It failed. Where the provider does not say what it used, and may have worked, our own count stands.
    pub(super) fn failed(mut self, error: &ProviderError) {
        let said = error.usage != Usage::default() || self.meter.told().is_some();
        let worked = match error.fault {
            // Nobody knows whether it was at work: rather too much than too little.
            Fault::Timeout => true,
            Fault::Network | Fault::Server | Fault::Malformed => self.first.is_some(),
            _ => false,
        };
        let used = if said || worked { self.best(error.usage) } else { Usage::default() };
        self.close(error.fault.label(), used, Outcome::Failed(error.fault));
    }

    /// It was never sent: nothing happened.
    fn withdraw(&mut self) {
        let Some(pass) = self.pass.take() else { return };
        let (ledger, model) = (Arc::clone(&self.ledger), self.model.clone());
        aside(async move { ledger.breakers.record(&model, pass, Outcome::Cancelled).await });
    }

    fn close(&mut self, status: &'static str, used: Usage, outcome: Outcome) {
        let Some(pass) = self.pass.take() else { return };
        let ledger = Arc::clone(&self.ledger);
        let cost = ledger.prices.of(&self.model).cost(&used);
        self.measure(status, cost);
        ledger.notebook.note(Entry {
            id: Uuid::now_v7(),
            learner: LearnerIdText(self.bill.learner),
            at: ledger.clock.now(),
            record: Record::PromptRun(self.run(status, &used, cost)),
        });
        let (model, reserved) = (self.model.clone(), self.reserved.take());
        aside(async move {
            ledger.breakers.record(&model, pass, outcome).await;
            if let Some(reserved) = reserved {
                ledger.books.settle(&reserved, cost).await;
            }
        });
    }

    fn run(&self, status: &str, used: &Usage, cost: Nanodollars) -> PromptRun {
        PromptRun {
            request: self.bill.request,
            session: self.bill.session.clone(),
            purpose: self.bill.purpose.to_owned(),
            group: self.bill.group,
            provider: self.model.provider.clone(),
            model: self.model.model.clone(),
            rubric: self.bill.rubric.clone(),
            arm: self.bill.arm.clone(),
            input_tokens: used.input_tokens,
            cached_tokens: used.cached_tokens,
            output_tokens: used.output_tokens,
            characters: used.characters,
            audio_ms: used.audio_ms,
            first_ms: self.first.map(millis),
            took_ms: millis(self.begun.elapsed()),
            cost,
            estimated: used.estimated,
            status: status.to_owned(),
        }
    }

    fn measure(&self, status: &'static str, cost: Nanodollars) {
        let (provider, model) = (self.model.provider.clone(), self.model.model.clone());
        let labels =
            [("provider", provider), ("model", model), ("purpose", self.bill.purpose.to_owned())];
        if let Some(first) = self.first {
            metrics::histogram!(names::TUTOR_FIRST_SECONDS, &labels).record(first);
        }
        if status == "ok" {
            metrics::histogram!(names::TUTOR_WHOLE_SECONDS, &labels).record(self.begun.elapsed());
        }
        let [provider, model, purpose] = labels;
        let charged = u64::try_from(cost.0).unwrap_or(0);
        metrics::counter!(names::TUTOR_COST, &[provider.clone(), model.clone()]).increment(charged);
        let labels = [provider, model, purpose, ("outcome", status.to_owned())];
        metrics::counter!(names::TUTOR_REQUESTS, &labels).increment(1);
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        if !self.sent {
            return self.withdraw();
        }
        let used = self.best(Usage::default());
        self.close("cancelled", used, Outcome::Cancelled);
    }
}

fn millis(span: Duration) -> u32 {
    u32::try_from(span.as_millis()).unwrap_or(u32::MAX)
}

/// What nobody waits for. Outside a runtime, at the very end of a process, it is left undone.
pub(super) fn aside(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(work);
    }
}
