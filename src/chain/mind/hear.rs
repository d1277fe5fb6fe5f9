//! Listening: to whoever streams while the learner speaks, and with the sound kept for whoever must take over.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use uuid::Uuid;

use super::House;
use crate::chain::ledger::{Bill, Tab};
use crate::chain::race::{Begun, Race, Rules, Runner, Start};
use crate::ports::errand::{Errand, Fault, ProviderError, Usage};
use crate::ports::hearing::{Expecting, Hearing, Transcript};
use crate::ports::tutor::{NoAnswer, Pupil};

/// Samples a millisecond.
const PER_MS: usize = 8;
/// The longest utterance, samples.
const LONGEST: usize = 60 * 1_000 * PER_MS;
/// Pieces of sound that wait while a service is being connected to: a minute of them, 20 ms each.
const WAITING: usize = 3_000;

type Heard = Result<Transcript, ProviderError>;

/// An utterance on its way to the chain.
struct Listening {
    house: Arc<House>,
    bill: Bill,
    expecting: Expecting,
    runners: Vec<Runner>,
    rules: Rules,
    sound: Vec<i16>,
    early: Option<Early>,
}

/// The service that hears while the learner speaks.
struct Early {
    nth: usize,
    most_ms: u64,
    tab: Tab,
    to: mpsc::Sender<Vec<i16>>,
    hearing: Ends<Heard>,
}

/// A task that ends with its owner.
struct Ends<T>(JoinHandle<T>);

impl<T> Drop for Ends<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(super) async fn listen(
    house: &Arc<House>,
    pupil: &Pupil,
    request: Uuid,
    about: &[String],
) -> Result<Box<dyn Hearing>, NoAnswer> {
    let mut runners: Vec<Runner> = (0..house.ears.len())
        .filter(|nth| house.ears[*nth].langs.contains(&pupil.lang))
        .map(|nth| runner(house, nth))
        .collect();
    let mut rules = house.rules("hear", house.terms.hear, house.terms.hear.whole);
    if runners.first().is_some_and(|first| !house.ears[first.nth].by.streams()) {
        // Its first piece is all of it: it is not given up for being slow, the next is asked as well.
        rules.times.hedge = rules.times.hedge.or(Some(rules.times.first));
    }
    house.by_purse(pupil, &mut runners, &mut rules).await?;
    let bill = House::bill(pupil, request, "hear", "");
    let expecting = Expecting { lang: pupil.lang, words: about.to_vec() };
    let early = begin_early(house, &bill, &expecting, &runners, &rules).await;
    Ok(Box::new(Listening {
        house: Arc::clone(house),
        bill,
        expecting,
        runners,
        rules,
        sound: Vec::new(),
        early,
    }))
}

/// As much as may be heard: a minute, or what one request may cost.
fn runner(house: &House, nth: usize) -> Runner {
    let model = house.ears[nth].by.model();
    let buys = house.ledger.prices.of(model).ms_for(house.ledger.books.request_limit());
    let audio_ms = buys.min((LONGEST / PER_MS) as u64);
    House::runner(nth, model, Usage::default(), Usage { audio_ms, ..Usage::default() })
}

/// The first that may be asked begins now, if it streams.
async fn begin_early(
    house: &Arc<House>,
    bill: &Bill,
    expecting: &Expecting,
    runners: &[Runner],
    rules: &Rules,
) -> Option<Early> {
    for runner in runners {
        if !house.ears[runner.nth].by.streams() {
            return None;
        }
        let bill = Arc::new(bill.clone());
        let Ok(tab) = house.ledger.open(&bill, &runner.model, &runner.most).await else { continue };
        let now = Instant::now();
        let errand = Errand {
            request: bill.request,
            first_by: now + rules.times.first,
            whole_by: now + rules.times.whole,
            cost_limit: rules.cost_limit,
            meter: tab.meter(),
        };
        let (to, sound) = mpsc::channel(WAITING);
        let hearing = stream(Arc::clone(house), runner.nth, errand, expecting.clone(), sound);
        let (nth, most_ms) = (runner.nth, runner.most.audio_ms);
        return Some(Early { nth, most_ms, tab, to, hearing: Ends(tokio::spawn(hearing)) });
    }
    None
}

/// Sends sound on as it comes; the end of the channel is the end of the utterance.
async fn stream(
    house: Arc<House>,
    nth: usize,
    errand: Errand,
    expecting: Expecting,
    mut sound: mpsc::Receiver<Vec<i16>>,
) -> Heard {
    let mut hearing = house.ears[nth].by.listen(&errand, &expecting).await?;
    while let Some(samples) = sound.recv().await {
        hearing.push(&samples).await?;
    }
    hearing.finish().await
}

/// The whole utterance at once.
async fn at_once(
    house: Arc<House>,
    nth: usize,
    errand: Errand,
    expecting: Expecting,
    sound: Arc<Vec<i16>>,
) -> Heard {
    let mut hearing = house.ears[nth].by.listen(&errand, &expecting).await?;
    hearing.push(&sound).await?;
    hearing.finish().await
}

fn audio(samples: usize) -> Usage {
    Usage { audio_ms: (samples / PER_MS) as u64, ..Usage::default() }
}

#[async_trait]
impl Hearing for Listening {
    async fn push(&mut self, samples: &[i16]) -> Result<(), ProviderError> {
        if self.sound.len() + samples.len() > LONGEST {
            return Err(ProviderError::new(
                Fault::BadRequest,
                "an utterance of more than a minute",
            ));
        }
        self.sound.extend_from_slice(samples);
        let used = audio(self.sound.len());
        // Beyond what one request may cost it is given up; whoever is cheaper hears all of it at the end.
        self.early.take_if(|early| used.audio_ms > early.most_ms);
        if let Some(early) = &mut self.early {
            early.tab.counts(used);
            // One that has failed is found out at the end, when somebody else can take over; so is one that is too slow.
            let _ = early.to.try_send(samples.to_vec());
        }
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<Transcript, ProviderError> {
        let Self { house, bill, expecting, mut runners, mut rules, sound, early } = *self;
        let used = audio(sound.len());
        let last = runners.len().saturating_sub(1);
        for (place, runner) in runners.iter_mut().enumerate() {
            (runner.least, runner.most) = (used, used);
            let whole = !house.ears[runner.nth].by.streams();
            runner.unhurried = whole && (place == last || rules.times.hedge.is_some());
        }
        rules.whole_by = Instant::now() + rules.times.whole;
        let mut opened = None;
        let early = early.map(|Early { nth, mut tab, to, hearing, .. }| {
            tab.starts_now();
            opened = Some((nth, tab));
            drop(to);
            (nth, hearing)
        });
        let start = start(&house, expecting, sound, early);
        let mut race = Race::new(&house.ledger, bill, rules, runners, start);
        if let Some((nth, tab)) = opened {
            race.has_opened(nth, tab);
        }
        match race.next().await {
            Ok(Begun { piece, tab, .. }) => {
                let said = piece.usage != Usage::default();
                let usage = if said { piece.usage } else { Usage { estimated: true, ..used } };
                tab.ended(usage);
                Ok(Transcript { usage, ..piece })
            }
            Err(why) => Err(error(why)),
        }
    }
}

/// Whoever has heard already says what it heard; everybody else gets the whole utterance.
fn start(
    house: &Arc<House>,
    expecting: Expecting,
    sound: Vec<i16>,
    early: Option<(usize, Ends<Heard>)>,
) -> Start<Transcript> {
    let (house, sound) = (Arc::clone(house), Arc::new(sound));
    let early = Mutex::new(early);
    Arc::new(move |nth, errand| {
        let mut waiting = early.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, mut hearing)) = waiting.take_if(|(first, _)| *first == nth) {
            return Box::pin(async move {
                (&mut hearing.0).await.unwrap_or_else(|_| {
                    Err(ProviderError::new(Fault::Malformed, "its task came to no good end"))
                })
            });
        }
        let (house, sound) = (Arc::clone(&house), Arc::clone(&sound));
        Box::pin(at_once(house, nth, errand, expecting.clone(), sound))
    })
}

/// The same for who listens as for who asks.
fn error(why: NoAnswer) -> ProviderError {
    let fault = match why {
        NoAnswer::Late => Fault::Timeout,
        NoAnswer::Budget => Fault::TooCostly,
        NoAnswer::Unfit => Fault::ContentRefused,
        NoAnswer::NotConfigured | NoAnswer::Failed => Fault::Server,
    };
    ProviderError::new(fault, why.to_string())
}
