//! What stands behind a stream: whose call it is, the turn that is being performed, the ear, the driver and the voice.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio_util::task::TaskTracker;

use super::clip::Clip;
use super::given::Given;
use super::hint::Hint;
use super::judging::{self, Ear, Expected};
use super::pool::Pool;
use super::protocol::Start;
use super::reason::Reason;
use super::recorder::Recorder;
use super::scoring::Scoring;
use super::shelf::Shelf;
use super::speech::{self, Coming};
use super::switchboard::Switchboard;
use super::take::{Listening, Take};
use super::talking::Dialogue;
use super::ticket::{self, Ticket};
use crate::config::KeysInBand;
use crate::domain::event::{Event, Keys};
use crate::domain::ids::{AccountSid, CallSid};
use crate::domain::interruption::Interruption;
use crate::domain::lang::Lang;
use crate::domain::line_report::LineReport;
use crate::domain::party::Party;
use crate::domain::turn::{Expect, Then, Turn, Utter};
use crate::ivr::driver::{Answer, Driver, Talk};
use crate::ports::clock::Clock;
use crate::ports::observer::Observer;
use crate::ports::once::{Begun, OnceStore};
use crate::ports::voice::Voice;
use crate::session::codec::Keyring;
use crate::session::dialogue::Channel;
use crate::telephony::calls::Calls;
use crate::telephony::recording::writer::{self, Recording};
use crate::telephony::recording::{self, Tap};
use crate::telephony::room::Room;
use crate::wording::Catalogue;
use crate::wording::clips::Clips;

/// After a stream broke off, how long the call's next webhook is waited for.
const AFTERLIFE: Duration = Duration::from_secs(8);

/// What every stream of this instance shares.
#[derive(Clone)]
pub struct House {
    /// Runs conversations.
    pub driver: Driver,
    /// Opens tickets.
    pub keyring: Keyring,
    /// The telephony account whose calls these are, if one is set.
    pub account: Option<AccountSid>,
    /// Takes each ticket once.
    pub once: Arc<dyn OnceStore>,
    /// Speaks inside streams; `None`: TwiML speaks around them.
    pub voice: Option<Arc<dyn Voice>>,
    /// What it has said before, and recorded prompts.
    pub shelf: Arc<Shelf>,
    /// Recorded prompts, as files.
    pub recordings: Arc<Clips>,
    /// The threads that carry live calls.
    pub switchboard: Arc<Switchboard>,
    /// Where utterances are scored.
    pub scoring: Scoring,
    /// Whether keys are listened for in the sound.
    pub keys_in_band: KeysInBand,
    /// How far ahead of real time audio is sent, ms, and how long a stream may go on, minutes.
    pub lead_ms: u32,
    /// See [`House::lead_ms`].
    pub longest_minutes: u32,
    /// Whether there is room for another call, and who found none.
    pub room: Arc<Room>,
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

impl House {
    /// Whether turns that listen are spoken inside their stream. The lines of the catalogues want the embedded voice; a
    /// tutor's own sentences may have another.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.voice.is_some()
    }

    /// Whether speech inside a stream can be written down. It is English: calls are taught in it.
    #[must_use]
    pub fn writes_down(&self) -> bool {
        self.driver.tutor().is_some_and(|tutor| tutor.hears(Lang::En))
    }
}

/// What to do next in a stream.
#[derive(Debug)]
pub(super) enum Next {
    /// Say this, then listen.
    Perform {
        /// What there is to say already, in order; never empty where there is anything to say.
        clips: Vec<Clip>,
        /// What is still being made: clip by clip, in order.
        rest: Option<mpsc::Receiver<Coming>>,
        /// It is still being thought of: its gaps are not left silent.
        thinking: bool,
        /// What to listen for.
        task: Listening,
        /// It must be heard out.
        heard_out: bool,
        /// What it answers was nothing that could be judged.
        vain: bool,
    },
    /// Leave the turn that stands to TwiML.
    Leave,
    /// Something on our side failed.
    Fault,
}

/// One stream's stage.
#[derive(Clone)]
pub struct Stage {
    pub(super) house: House,
    pub(super) talk: Talk,
    spoken: bool,
    /// What is listened for, and the speaker's range: shared with the work in progress.
    ear: Arc<Mutex<Ear>>,
    /// Until the stream takes it.
    tap: Arc<Mutex<Option<Tap>>>,
    /// What is being written down, and what is being said of an answer.
    pub(super) dialogue: Arc<Mutex<Dialogue>>,
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
        Self {
            house,
            talk,
            spoken: false,
            ear: Arc::default(),
            tap: Arc::default(),
            dialogue: Arc::default(),
        }
    }

    /// Whether the stream may speak for the call that it names.
    pub(super) async fn admit(&mut self, start: &Start) -> bool {
        tracing::Span::current().record("call.sid", start.call.as_str());
        if let (Some(ours), Some(theirs)) = (&self.house.account, &start.account)
            && ours != theirs
        {
            tracing::warn!(call.sid = %start.call, "a stream of another account");
            return false;
        }
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
        self.record(&start.call).await;
        let range = self.house.driver.voice_range(&self.talk).await;
        if let Some(range) = range.and_then(|value| serde_json::from_value(value).ok()) {
            self.ear().range = range;
        }
        true
    }

    /// Begins to record, where the learner agreed to it.
    async fn record(&self, call: &CallSid) {
        let driver = &self.house.driver;
        let Some(archive) = driver.archive() else { return };
        let Some(given) = Given::now(driver, &self.talk).await else { return };
        let (tap, seconds) = recording::tap();
        let learner = driver.learner(&self.talk);
        let (clock, consent) = (Arc::clone(&self.house.clock), Arc::new(given));
        let recording = Recording { archive, session: call.clone(), learner, clock, consent };
        self.house.tasks.spawn(writer::write(recording, seconds));
        *self.tap.lock().unwrap_or_else(PoisonError::into_inner) = Some(tap);
    }

    /// Where the sound of this stream is recorded; once.
    pub(super) fn take_recorder(&self) -> Option<Recorder> {
        let tap = self.tap.lock().unwrap_or_else(PoisonError::into_inner).take();
        tap.map(Recorder::new)
    }

    /// The stream counts as a sign of life of its call.
    pub(super) fn opened(&self) {
        self.house.calls.stream_opened(&self.talk);
    }

    /// The first performance: the turn that stands.
    pub(super) async fn begin(self) -> Next {
        match self.house.driver.standing(&self.talk).await {
            Some(answer) => self.perform(answer, self.spoken).await,
            None => Next::Leave,
        }
    }

    /// An utterance ended, as was `decided` then: assesses it where it may take its time, and tells the driver.
    pub(super) async fn on_utterance(
        self,
        take: Take,
        over: Option<Interruption>,
        decided: Instant,
        hint: Option<Hint>,
    ) -> Next {
        if let Take::Sound(_) = take {
            return self.on_speech(take, over, decided, hint).await;
        }
        let (ear, pool) = (Arc::clone(&self.ear), self.pool());
        let assessed = self.house.scoring.run(move || {
            let verdict = judging::judge(&ear, &take);
            pool.give_back(take);
            verdict
        });
        match assessed.await {
            Ok(Some(verdict)) => {
                judging::count(&verdict);
                match (&self.house.observer, &verdict) {
                    (Some(eye), Event::Heard(heard)) => eye.assessed(&self.talk.id, heard),
                    (Some(eye), Event::Read(reading)) => eye.read(&self.talk.id, reading),
                    _ => {}
                }
                let vain = judging::is_nothing(&verdict);
                self.tell(verdict, over).await.in_vain(vain)
            }
            Ok(None) => Next::Leave,
            Err(error) => {
                tracing::error!(%error, "assessing failed");
                self.tell(Event::StreamLost, None).await
            }
        }
    }

    /// Nothing was said.
    pub(super) async fn on_silence(self) -> Next {
        self.dialogue().decided = None;
        self.tell(Event::Silence, None).await.in_vain(true)
    }

    /// Nothing was said, over noise.
    pub(super) async fn on_noise(self) -> Next {
        self.tell(Event::Noise, None).await.in_vain(true)
    }

    /// A key was pressed.
    pub(super) async fn on_keys(self, keys: Keys, over: Option<Interruption>) -> Next {
        self.dialogue().decided = None;
        self.tell(Event::Keys(keys), over).await
    }

    /// Spare utterances.
    pub(super) fn pool(&self) -> Arc<Pool> {
        self.house.switchboard.pool()
    }

    /// The threads that carry live calls.
    pub(super) fn switchboard(&self) -> &Switchboard {
        &self.house.switchboard
    }

    /// Work that shutdown waits for.
    pub(super) fn tasks(&self) -> &TaskTracker {
        &self.house.tasks
    }

    /// The call, for logs.
    pub(super) fn call(&self) -> &str {
        &self.talk.id
    }

    /// A prompt was stopped.
    pub(super) fn interrupted(&self, over: &Interruption) {
        if let Some(observer) = &self.house.observer {
            observer.interrupted(&self.talk.id, over);
        }
    }

    /// The stream ended: keeps what was learnt of the voice, and, if it ended unasked, closes the call unless it goes on.
    pub(super) async fn closed(&self, reason: Reason, report: LineReport) {
        self.house.calls.stream_closed(&self.talk, &report);
        self.house.driver.note_line(&self.talk, reason.label(), report);
        let (heard, range) = {
            let ear = self.ear();
            (ear.heard, ear.range)
        };
        if heard && let Ok(range) = serde_json::to_value(range) {
            self.house.driver.keep_voice_range(&self.talk, range).await;
        }
        if reason.is_unasked() {
            let stage = self.clone();
            self.house.tasks.spawn(async move {
                tokio::time::sleep(AFTERLIFE).await;
                if stage.house.calls.take_quiet(&stage.talk.id, AFTERLIFE / 2) {
                    stage.house.driver.on_event(&stage.talk, None, Event::HungUp).await;
                }
            });
        }
    }

    pub(super) async fn tell(&self, event: Event, over: Option<Interruption>) -> Next {
        self.note_heard(over.as_ref()).await;
        let event = match over {
            Some(interruption) => Event::Over { event: Box::new(event), interruption },
            None => event,
        };
        let answer = self.house.driver.on_event(&self.talk, None, event).await;
        self.perform(answer, false).await
    }

    /// Prepares a turn: its clips, if it listens and there is a voice; else TwiML takes it.
    async fn perform(&self, answer: Answer, spoken: bool) -> Next {
        let Some(Turn { say, then: Then::Listen(listen), pace, .. }) = &answer.turn else {
            self.think_before_leaving(answer).await;
            return Next::Leave;
        };
        let talks = matches!(listen.expect, Expect::Talk { .. });
        if talks && (answer.gather || !self.house.writes_down()) {
            return Next::Leave;
        }
        let Some(expected) = Expected::of(listen) else { return Next::Leave };
        let (clips, rest) = if spoken {
            (Vec::new(), None)
        } else {
            self.announce(&answer);
            let prepared = match &answer.thought {
                Some(thought) => self.think_aloud(&answer, thought, say, *pace),
                None => {
                    let say: Vec<Utter> = self.take_hint().into_iter().chain(say.clone()).collect();
                    speech::prepare(&self.house, &say, answer.lang).await
                }
            };
            match prepared {
                Some(prepared) => prepared,
                None => return Next::Leave,
            }
        };
        let task = expected.listening(listen);
        self.ear().expected = Some(expected);
        let thinking = !spoken && answer.thought.is_some();
        Next::Perform { clips, rest, thinking, task, heard_out: listen.heard_out, vain: false }
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

    pub(super) fn ear(&self) -> std::sync::MutexGuard<'_, Ear> {
        judging::lock(&self.ear)
    }
}
