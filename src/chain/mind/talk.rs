//! An answer sentence by sentence, for a live call.

use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

use super::House;
use super::think::{self, ChatRace, Reading, label, unfit_is_told};
use crate::chain::race::{Begun, GRACE};
use crate::chain::wits::Asked;
use crate::ports::errand::Fault;
use crate::ports::tutor::{NoAnswer, Question, Sentences, Waits};
use crate::telemetry::names;

/// Sentences that wait to be spoken.
const WAITING: usize = 32;

type Said = Result<String, NoAnswer>;

/// Sentences as they come. The provider is read on while they are spoken, so that its deadlines are about the
/// provider; dropping this ends it.
struct Talk {
    said: mpsc::Receiver<Said>,
    reading: JoinHandle<()>,
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

impl Stream for Talk {
    type Item = Said;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Said>> {
        self.said.poll_recv(context)
    }
}

pub(super) async fn converse(
    house: &Arc<House>,
    question: &Question,
    time: Duration,
) -> Result<Sentences, NoAnswer> {
    let begun = timeout(time, first(house, question)).await.unwrap_or(Err(NoAnswer::Late));
    let outcome = begun.as_ref().map_or_else(|why| label(*why), |_| "answered");
    let kind = question.task.kind.label();
    metrics::counter!(names::TUTOR_ANSWERS, "kind" => kind, "outcome" => outcome).increment(1);
    begun
}

/// Comes back with the first sentence.
async fn first(house: &Arc<House>, question: &Question) -> Result<Sentences, NoAnswer> {
    if let Some(text) = house.wits.instead(question) {
        return Ok(Box::pin(futures_util::stream::iter([Ok(text)])));
    }
    let question = house.for_all(question);
    let asked = house.wits.ask(&question);
    let key = house.key(&question, &asked);
    if let Some(text) = house.kept(key.as_deref()).await {
        let mut cuts = house.wits.cuts();
        let mut all = cuts.push(&text);
        all.extend(cuts.finish());
        return Ok(Box::pin(futures_util::stream::iter(all.into_iter().map(Ok))));
    }
    let rules = house.rules("live", house.terms.live, house.terms.live.whole);
    let purpose = (question.request, question.task.kind.label());
    let race = think::race(house, &question.pupil, purpose, &asked, rules, false).await?;
    let (to, mut said) = mpsc::channel(WAITING);
    let waits = question.pupil.waits.clone();
    let mut talking = Talking { house: Arc::clone(house), asked, key, to, waits };
    let reading = tokio::spawn(async move { talking.run(race).await });
    let mut talk = Talk { said: mpsc::channel(1).1, reading };
    // Dropped here, because there was no time left, the talk ends too.
    match said.recv().await {
        Some(Ok(first)) => {
            talk.said = said;
            let first = futures_util::stream::iter([Ok(first)]);
            Ok(Box::pin(futures_util::StreamExt::chain(first, talk)))
        }
        Some(Err(why)) => Err(why),
        None => Err(NoAnswer::Failed),
    }
}

struct Talking {
    house: Arc<House>,
    asked: Asked,
    key: Option<String>,
    to: mpsc::Sender<Said>,
    waits: Waits,
}

/// How one provider's answer ended.
enum End {
    /// Well.
    Whole,
    /// The provider failed.
    Failed(Fault),
    /// It said what must not be said.
    Unfit,
    /// Nobody listens any more.
    Unheard,
}

impl Talking {
    /// Until something was said another may take over; after that the answer is what it is.
    async fn run(&mut self, mut race: ChatRace) {
        loop {
            let Begun { runner, piece, tab } = match race.race.next().await {
                Ok(begun) => begun,
                Err(why) => return self.ends(Err(why)).await,
            };
            let mut told = Vec::new();
            let reading = self.tell(Reading::new(piece, tab), &mut told);
            let end = timeout_at(race.whole_by + GRACE, reading).await;
            match (end, told.is_empty()) {
                (Ok(End::Whole), false) => {
                    self.house.keep(self.key.take(), &told.join(" "));
                    return;
                }
                (Ok(End::Unheard), _) => return,
                (Ok(End::Whole | End::Unfit), true) => race.race.was_unfit(),
                (Ok(End::Failed(fault)), true) => race.race.dropped_out(runner, fault),
                (Ok(End::Unfit), false) => return self.ends(Err(NoAnswer::Unfit)).await,
                (Ok(End::Failed(_)), false) => return self.ends(Err(NoAnswer::Failed)).await,
                (Err(_), _) => return self.ends(Err(NoAnswer::Late)).await,
            }
        }
    }

    async fn ends(&self, said: Said) {
        // Whoever has gone does not want to know.
        let _ = self.to.send(said).await;
    }

    async fn tell(&self, mut reading: Reading, told: &mut Vec<String>) -> End {
        let mut cuts = self.house.wits.cuts();
        let mut checks = (self.asked.checks)();
        loop {
            let waited = Instant::now();
            let read = reading.next(&self.house).await;
            if told.is_empty() {
                // Later sentences are read while the first is being spoken: nobody waits for them.
                self.waits.add(waited.elapsed());
            }
            let (sentences, over) = match read {
                Ok(Some(piece)) => (cuts.push(&piece), false),
                Ok(None) => (cuts.finish().into_iter().collect(), true),
                Err(fault) => return End::Failed(fault),
            };
            for sentence in sentences {
                match checks.sentence(&sentence) {
                    Ok(fit) if fit.is_empty() => {}
                    Ok(fit) => {
                        told.push(fit.clone());
                        if self.to.send(Ok(fit)).await.is_err() {
                            return End::Unheard;
                        }
                    }
                    Err(unfit) => {
                        unfit_is_told(unfit.why);
                        return End::Unfit;
                    }
                }
            }
            if over {
                return match checks.finish() {
                    Ok(()) => End::Whole,
                    Err(unfit) => {
                        unfit_is_told(unfit.why);
                        End::Unfit
                    }
                };
            }
        }
    }
}
