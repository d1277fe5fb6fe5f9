//! The tutor: thinks, hears and speaks by the providers of the chains.

mod hear;
mod kept;
mod shorten;
mod speak;
mod talk;
mod think;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use tokio::time::Instant;
use uuid::Uuid;

use super::breaker::{self, Breakers};
use super::budget::{Books, Payer, Purse, SUMMARY};
use super::ledger::{Bill, Ledger, aside};
use super::price::Prices;
use super::race::{self, Rules, Runner};
use super::wits::Wits;
use crate::config::tutor::{Budgets, Late, Times, Trial, Tutor as Settings};
use crate::domain::ids::LearnerId;
use crate::domain::lang::Lang;
use crate::domain::manner::Pace;
use crate::ports::cache::Cache;
use crate::ports::chat::Chat;
use crate::ports::clock::Clock;
use crate::ports::errand::{Model, Usage};
use crate::ports::hearing::{Hearing, Transcriber};
use crate::ports::journal::Notebook;
use crate::ports::speaking::{Sounds, Speaker};
use crate::ports::tallies::Tallies;
use crate::ports::tutor::{Company, Historian, NoAnswer, Pupil, Question, Sentences, Tutor, Waits};
use crate::session::context::Summary;
use crate::tutor::ab;

/// How long a health page waits for the shared state of the breakers.
const LOOK: Duration = Duration::from_secs(1);

/// How long each use may take, what may be spent, and how long answers are kept.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Thinking in a live call.
    pub live: Times,
    /// Thinking for a text or a webhook.
    pub text: Times,
    /// The same, where the answer may come after the webhook's.
    pub late: Late,
    /// Hearing, from the end of the utterance.
    pub hear: Times,
    /// Speaking a sentence.
    pub speak: Times,
    /// What may be spent.
    pub budgets: Budgets,
    /// How long answers that suit everybody are kept; `None`: not at all.
    pub cache: Option<Duration>,
    /// Who thinks first for whom, where that is tried out.
    pub trial: Option<Trial>,
}

impl From<&Settings> for Terms {
    fn from(settings: &Settings) -> Self {
        Self {
            live: settings.live,
            text: settings.text,
            late: settings.late,
            hear: settings.hear,
            speak: settings.speak,
            budgets: settings.budgets.clone(),
            cache: settings.cache,
            trial: settings.trial.clone(),
        }
    }
}

/// A service that hears, and in which languages it is asked to.
#[derive(Clone)]
pub struct Ear {
    /// The service.
    pub by: Arc<dyn Transcriber>,
    /// Its languages.
    pub langs: Vec<Lang>,
}

/// What a mind is made of.
pub struct Parts {
    /// Who thinks, in order.
    pub chats: Vec<Arc<dyn Chat>>,
    /// Who hears, in order.
    pub ears: Vec<Ear>,
    /// Who speaks, in order.
    pub voices: Vec<Arc<dyn Speaker>>,
    /// Prompts and checks.
    pub wits: Arc<dyn Wits>,
    /// Where breakers and budgets stand.
    pub tallies: Arc<dyn Tallies>,
    /// Where answers are kept; they are as private as what was asked, so it seals what it keeps.
    pub cache: Arc<dyn Cache>,
    /// Where requests are noted.
    pub notebook: Arc<dyn Notebook>,
    /// The time of day, for budgets.
    pub clock: Arc<dyn Clock>,
    /// The price list.
    pub prices: Prices,
    /// How long, and how much.
    pub terms: Terms,
    /// When breakers open.
    pub breakers: breaker::Rules,
}

/// The tutor. Clones are the same tutor.
#[derive(Clone)]
pub struct Mind(Arc<House>);

/// What all requests share.
pub(super) struct House {
    chats: Vec<Arc<dyn Chat>>,
    ears: Vec<Ear>,
    voices: Vec<Arc<dyn Speaker>>,
    wits: Arc<dyn Wits>,
    ledger: Arc<Ledger>,
    cache: Arc<dyn Cache>,
    tallies: Arc<dyn Tallies>,
    terms: Terms,
}

impl Mind {
    /// Puts a mind together. Needs a tokio runtime. A model that the price list does not name is told, and charged as the
    /// list's default.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts {
            chats,
            ears,
            voices,
            wits,
            tallies,
            cache,
            notebook,
            clock,
            prices,
            terms,
            breakers,
        } = parts;
        let models: Vec<Model> = (chats.iter().map(|chat| chat.model()))
            .chain(ears.iter().map(|ear| ear.by.model()))
            .chain(voices.iter().map(|voice| voice.model()))
            .cloned()
            .collect();
        for model in models.iter().filter(|model| !prices.names(model)) {
            tracing::warn!(provider = %model.provider, model = %model.model,
                "the price list does not name this model: it is charged as the list's default");
        }
        let ledger = Arc::new(Ledger {
            breakers: Breakers::new(Arc::clone(&tallies), breakers),
            books: Books::new(Arc::clone(&tallies), terms.budgets.clone(), Arc::clone(&clock)),
            prices,
            notebook,
            clock,
        });
        let starting = Arc::clone(&ledger);
        aside(async move { starting.breakers.forgive(&models).await });
        Self(Arc::new(House { chats, ears, voices, wits, ledger, cache, tallies, terms }))
    }
}

impl House {
    fn bill(pupil: &Pupil, request: Uuid, purpose: &'static str, rubric: &str) -> Bill {
        Bill {
            request,
            session: pupil.session.clone(),
            purpose,
            learner: pupil.learner,
            group: pupil.group,
            rubric: rubric.to_owned(),
            arm: String::new(),
        }
    }

    /// The provider that this learner is given first in the trial, and the arm's label; `None` outside a trial.
    fn arm(&self, learner: LearnerId) -> Option<(usize, String)> {
        let trial = self.terms.trial.as_ref()?;
        let shares: Vec<u32> = trial.arms.iter().map(|(_, share)| *share).collect();
        let at = ab::arm(&trial.name, &learner.to_string(), &shares);
        let (name, _) = trial.arms.get(at)?;
        let nth = self.chats.iter().position(|chat| chat.model().provider == *name)?;
        Some((nth, trial.label(at)))
    }

    fn rules(&self, usage: &'static str, times: Times, time: Duration) -> Rules {
        let whole_by = Instant::now() + times.whole.min(time).saturating_sub(race::GRACE);
        let cost_limit = self.ledger.books.request_limit();
        Rules { usage, times, whole_by, cost_limit, waits: Waits::default() }
    }

    /// What is left of the budgets decides who goes first: the order of the settings, or of the prices, or nobody.
    async fn by_purse(
        &self,
        pupil: &Pupil,
        runners: &mut [Runner],
        rules: &mut Rules,
    ) -> Result<(), NoAnswer> {
        if runners.is_empty() {
            return Err(NoAnswer::NotConfigured);
        }
        rules.waits = pupil.waits.clone();
        let models: Vec<Model> = runners.iter().map(|runner| runner.model.clone()).collect();
        let summary = rules.usage == SUMMARY;
        let payer = Payer { learner: pupil.learner, group: pupil.group, summary };
        let looks = self.ledger.breakers.look(&models);
        let (purse, ()) = tokio::join!(self.ledger.books.purse(&payer), looks);
        self.ledger.breakers.watch(rules.usage, &models).await;
        match purse {
            // What is done in the background leaves the last of a budget to what somebody waits for.
            Purse::Thin if summary => return Err(NoAnswer::Budget),
            Purse::Full if summary => self.cheapest_first(runners),
            Purse::Full => {}
            Purse::Thin => {
                self.cheapest_first(runners);
                rules.times.hedge = None;
            }
            Purse::Empty => return Err(NoAnswer::Budget),
        }
        self.thin_last(&payer, runners).await;
        Ok(())
    }

    fn cheapest_first(&self, runners: &mut [Runner]) {
        runners.sort_by_key(|runner| self.ledger.prices.of(&runner.model).cost(&runner.most));
    }

    /// Providers of whose own budget little is left go after the others, those with none last.
    async fn thin_last(&self, payer: &Payer, runners: &mut [Runner]) {
        let books = &self.ledger.books;
        let of = |runner: &Runner| {
            let provider = runner.model.provider.clone();
            async move { (books.purse_of(payer, &provider).await, provider) }
        };
        let purses: HashMap<String, Purse> =
            join_all(runners.iter().map(of)).await.into_iter().map(|(a, b)| (b, a)).collect();
        runners.sort_by_key(|runner| purses.get(&runner.model.provider).copied());
    }

    fn runner(nth: usize, model: &Model, least: Usage, most: Usage) -> Runner {
        Runner { nth, model: model.clone(), least, most, tries: 0, unhurried: false }
    }
}

#[async_trait]
impl Tutor for Mind {
    fn thinks(&self) -> bool {
        !self.0.chats.is_empty()
    }

    fn hears(&self, lang: Lang) -> bool {
        self.0.ears.iter().any(|ear| ear.langs.contains(&lang))
    }

    fn speaks(&self, lang: Lang) -> bool {
        self.0.voices.iter().any(|voice| voice.speaks(lang))
    }

    async fn companies(&self) -> Vec<Company> {
        let house = &self.0;
        let chats = house.chats.iter().map(|chat| ("chat", chat.model()));
        let ears = house.ears.iter().map(|ear| ("ears", ear.by.model()));
        let voices = house.voices.iter().map(|voice| ("voices", voice.model()));
        let all: Vec<(&'static str, Model)> =
            chats.chain(ears).chain(voices).map(|(does, model)| (does, model.clone())).collect();
        let models: Vec<Model> = all.iter().map(|(_, model)| model.clone()).collect();
        // Where the shared state does not come in time, what is known is told.
        let _ = tokio::time::timeout(LOOK, house.ledger.breakers.look(&models)).await;
        let company = |(does, model): (&'static str, Model)| Company {
            does,
            standing: house.ledger.breakers.standing(&model).label(),
            rests: house.ledger.breakers.rests(&model),
            model,
        };
        all.into_iter().map(company).collect()
    }

    fn offline(&self, question: &Question) -> Option<String> {
        think::offline(&self.0, question)
    }

    async fn answer(&self, question: &Question, time: Duration) -> Result<String, NoAnswer> {
        think::answer(&self.0, question, time).await
    }

    async fn converse(&self, question: &Question, time: Duration) -> Result<Sentences, NoAnswer> {
        talk::converse(&self.0, question, time).await
    }

    async fn listen(
        &self,
        pupil: &Pupil,
        request: Uuid,
        about: &[String],
    ) -> Result<Box<dyn Hearing>, NoAnswer> {
        hear::listen(&self.0, pupil, request, about).await
    }

    async fn speak(
        &self,
        pupil: &Pupil,
        request: Uuid,
        text: &str,
        pace: Pace,
    ) -> Result<Sounds, NoAnswer> {
        speak::speak(&self.0, pupil, request, text, pace).await
    }
}

#[async_trait]
impl Historian for Mind {
    async fn shorten(&self, pupil: &Pupil) -> Result<Option<Summary>, NoAnswer> {
        shorten::shorten(&self.0, pupil).await
    }
}

#[cfg(test)]
mod fakes_tests;
#[cfg(test)]
mod plain_tests;
#[cfg(test)]
mod shorten_tests;
#[cfg(test)]
mod sound_tests;
#[cfg(test)]
mod think_tests;
