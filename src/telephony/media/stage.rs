//! What stands behind a stream: whose call it is, the turn that is being performed, the ear, the driver and the voice.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

use super::protocol::Start;
use super::socket::Reason;
use super::ticket::{self, Ticket};
use crate::domain::assessment::Assessment;
use crate::domain::event::{Event, Keys};
use crate::domain::lang::Lang;
use crate::domain::party::Party;
use crate::domain::pinyin::Pinyin;
use crate::domain::turn::{Then, Turn, Utter};
use crate::ivr::driver::{Answer, Driver, Talk};
use crate::ports::clock::Clock;
use crate::ports::observer::Observer;
use crate::ports::once::{Begun, OnceStore};
use crate::ports::voice::{Script, Voice};
use crate::session::codec::Keyring;
use crate::session::dialogue::Channel;
use crate::speech::endpoint::ListenFor;
use crate::speech::tone::{SpeakerRange, ToneScorer};
use crate::speech::utterance::Utterance;
use crate::telemetry::names;
use crate::telephony::calls::Calls;
use crate::wording::Catalogue;

/// After a stream broke off, how long the call's next webhook is waited for.
const AFTERLIFE: Duration = Duration::from_secs(8);
/// Mu-law silence.
const SILENCE: u8 = 0xff;
/// Bytes of audio in a millisecond.
const BYTES_PER_MS: usize = 8;

/// What every stream of this instance shares.
#[derive(Clone)]
pub struct House {
    /// Runs conversations.
    pub driver: Driver,
    /// Opens tickets.
    pub keyring: Keyring,
    /// Takes each ticket once.
    pub once: Arc<dyn OnceStore>,
    /// Speaks inside streams; `None`: TwiML speaks around them.
    pub voice: Option<Arc<dyn Voice>>,
    /// The messages.
    pub catalogue: &'static Catalogue,
    /// The calls of this instance.
    pub calls: Arc<Calls>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Somebody who looks on, if anybody does.
    pub observer: Option<Arc<dyn Observer>>,
    /// Work that shutdown waits for.
    pub tasks: TaskTracker,
}

/// What to do next in a stream.
#[derive(Debug)]
pub(super) enum Next {
    /// Say this, then listen.
    Perform {
        /// Mu-law, in order.
        clips: Vec<Arc<[u8]>>,
        /// What to listen for.
        task: ListenFor,
    },
    /// Leave the turn that stands to TwiML.
    Leave,
}

/// A finished piece of work, with the utterance's memory to be used again.
pub(super) type Work = JoinHandle<(Next, Option<Box<Utterance>>)>;

/// One stream's stage.
#[derive(Clone)]
pub struct Stage {
    house: House,
    talk: Talk,
    spoken: bool,
    /// What is listened for, and the speaker's range: shared with the work in progress.
    ear: Arc<Mutex<Ear>>,
}

#[derive(Debug, Default)]
struct Ear {
    expect: Option<Pinyin>,
    range: SpeakerRange,
    heard: bool,
}

impl Stage {
    /// A stage whose call is not known yet.
    #[must_use]
    pub fn new(house: House) -> Self {
        let talk = Talk {
            party: Party::Withheld,
            channel: Channel::Voice,
            id: String::new(),
            can_hear: true,
        };
        Self { house, talk, spoken: false, ear: Arc::default() }
    }

    /// Whether the stream may speak for the call that it names.
    pub(super) async fn admit(&mut self, start: &Start) -> bool {
        tracing::Span::current().record("call.sid", start.call.as_str());
        let shown = start.parameters.get(ticket::PARAMETER).map_or("", String::as_str);
        let now = self.house.clock.now();
        let ticket = match Ticket::open(&self.house.keyring, &start.call, shown, now) {
            Ok(ticket) => ticket,
            Err(error) => {
                tracing::warn!(call.sid = %start.call, %error, "no ticket");
                return false;
            }
        };
        let key = format!("ticket:{}", ticket.id);
        // A store that cannot tell must not cost a caller the lesson: the ticket itself is sound.
        if !matches!(self.house.once.begin(&key, AFTERLIFE * 100).await, Ok(Begun::Fresh) | Err(_))
        {
            tracing::warn!(call.sid = %start.call, "a ticket was shown twice");
            return false;
        }
        self.talk.party = ticket.party;
        self.talk.id = start.call.to_string();
        let learner = self.house.driver.learner(&self.talk);
        tracing::Span::current().record("learner", tracing::field::display(learner));
        self.spoken = ticket.spoken;
        let range = self.house.driver.voice_range(&self.talk).await;
        if let Some(range) = range.and_then(|value| serde_json::from_value(value).ok()) {
            self.ear().range = range;
        }
        true
    }

    /// The stream counts as a sign of life of its call.
    pub(super) fn opened(&self) {
        self.house.calls.stream_opened(&self.talk);
    }

    /// The first performance: the turn that stands.
    pub(super) fn begin(&self) -> Work {
        let stage = self.clone();
        self.spawn(async move {
            let next = match stage.house.driver.standing(&stage.talk).await {
                Some(answer) => stage.perform(answer, stage.spoken).await,
                None => Next::Leave,
            };
            (next, None)
        })
    }

    /// An utterance ended: assesses it where it may take its time, and tells the driver.
    pub(super) fn on_utterance(&self, utterance: Box<Utterance>) -> Work {
        let stage = self.clone();
        self.spawn(async move {
            let ear = Arc::clone(&stage.ear);
            let assessed = tokio::task::spawn_blocking(move || {
                let verdict = assess(&ear, &utterance);
                (verdict, utterance)
            });
            match assessed.await {
                Ok((Some(verdict), utterance)) => {
                    count_verdict(&verdict);
                    if let Some(observer) = &stage.house.observer {
                        observer.assessed(&stage.talk.id, &verdict);
                    }
                    let next = stage.tell(Event::Heard(Box::new(verdict))).await;
                    (next, Some(utterance))
                }
                Ok((None, utterance)) => (Next::Leave, Some(utterance)),
                Err(error) => {
                    tracing::error!(%error, "assessing failed");
                    (stage.tell(Event::StreamLost).await, None)
                }
            }
        })
    }

    /// Nothing was said.
    pub(super) fn on_silence(&self) -> Work {
        let stage = self.clone();
        self.spawn(async move { (stage.tell(Event::Silence).await, None) })
    }

    /// A key was pressed.
    pub(super) fn on_keys(&self, keys: Keys) -> Work {
        let stage = self.clone();
        self.spawn(async move { (stage.tell(Event::Keys(keys)).await, None) })
    }

    /// The stream ended: keeps what was learnt of the voice, and, if it ended unasked, closes the call unless it goes on.
    pub(super) async fn closed(&self, reason: Reason) {
        self.house.calls.stream_closed(&self.talk);
        let (heard, range) = {
            let ear = self.ear();
            (ear.heard, ear.range)
        };
        if heard && let Ok(range) = serde_json::to_value(range) {
            self.house.driver.keep_voice_range(&self.talk, range).await;
        }
        if matches!(reason, Reason::Stop | Reason::Gone) {
            let stage = self.clone();
            self.house.tasks.spawn(async move {
                tokio::time::sleep(AFTERLIFE).await;
                if stage.house.calls.take_quiet(&stage.talk.id, AFTERLIFE / 2) {
                    stage.house.driver.on_event(&stage.talk, None, Event::HungUp).await;
                }
            });
        }
    }

    async fn tell(&self, event: Event) -> Next {
        let answer = self.house.driver.on_event(&self.talk, None, event).await;
        self.perform(answer, false).await
    }

    /// Prepares a turn: its clips, if it listens and there is a voice; else TwiML takes it.
    async fn perform(&self, answer: Answer, spoken: bool) -> Next {
        let Some(Turn { say, then: Then::Listen(listen), .. }) = &answer.turn else {
            return Next::Leave;
        };
        let clips = if spoken {
            Vec::new()
        } else {
            self.announce(&answer);
            match self.clips(say, &answer).await {
                Some(clips) => clips,
                None => return Next::Leave,
            }
        };
        let mut task = ListenFor::syllables(listen.expect.syllables().len());
        task.initial_timeout_ms = u32::from(listen.timeout_s) * 1_000;
        self.ear().expect = Some(listen.expect.clone());
        Next::Perform { clips, task }
    }

    /// Tells who looks on what is about to be said.
    fn announce(&self, answer: &Answer) {
        let (Some(observer), Some(turn)) = (&self.house.observer, &answer.turn) else { return };
        let said = turn.say.iter().filter_map(|utter| match utter {
            Utter::Line(line) => Some(self.house.catalogue.render(answer.lang, line)),
            Utter::Model { pinyin, .. } => Some(pinyin.to_string()),
            Utter::Pause { .. } => None,
        });
        observer.performing(&self.talk.id, turn, &said.collect::<Vec<_>>());
    }

    async fn clips(&self, say: &[Utter], answer: &Answer) -> Option<Vec<Arc<[u8]>>> {
        let voice = self.house.voice.as_ref()?;
        let mut clips = Vec::with_capacity(say.len());
        for utter in say {
            let script = match utter {
                Utter::Pause { ms } => {
                    clips.push(vec![SILENCE; *ms as usize * BYTES_PER_MS].into());
                    continue;
                }
                Utter::Line(line) => {
                    let lang = if voice.speaks(answer.lang) { answer.lang } else { Lang::En };
                    let text = self.house.catalogue.render(lang, line);
                    Script::Text { text, lang: line.lang.unwrap_or(lang) }
                }
                Utter::Model { pinyin, slow, .. } => {
                    Script::Mandarin { pinyin: pinyin.clone(), slow: *slow }
                }
            };
            match voice.speak(&script).await {
                Ok(clip) => clips.push(clip),
                Err(error) => {
                    tracing::warn!(%error, "the voice failed; TwiML speaks");
                    return None;
                }
            }
        }
        Some(clips)
    }

    fn ear(&self) -> std::sync::MutexGuard<'_, Ear> {
        self.ear.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(
        &self,
        work: impl Future<Output = (Next, Option<Box<Utterance>>)> + Send + 'static,
    ) -> Work {
        let span = tracing::info_span!("stream", call.sid = %self.talk.id);
        self.house.tasks.spawn(work.instrument(span))
    }
}

/// Assesses against what is listened for; `None` if nothing is.
fn assess(ear: &Mutex<Ear>, utterance: &Utterance) -> Option<Assessment> {
    let mut ear = ear.lock().unwrap_or_else(PoisonError::into_inner);
    let expect = ear.expect.clone()?;
    let verdict = ToneScorer::load().assess_utterance(utterance, &expect, &mut ear.range);
    ear.heard = true;
    Some(verdict)
}

fn count_verdict(verdict: &Assessment) {
    let label = match verdict {
        Assessment::Scored(_) => "scored",
        Assessment::Rejected { .. } => "rejected",
    };
    metrics::counter!(names::ASSESSMENTS, "verdict" => label).increment(1);
}
