//! A conversation inside the stream: speech is written down while it is spoken, and an answer is spoken while it is
//! written. Each stage begins with the first piece of the one before; an interruption ends all of them at once.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tracing::Instrument as _;
use uuid::Uuid;

use super::hint::{Hint, Hints};
use super::judging::Expected;
use super::saying::{Saying, Speaker, took};
use super::sound::{Growth, Sound};
use super::speech::{AHEAD, Prepared};
use super::stage::{Next, Stage};
use super::take::Take;
use crate::domain::event::{Event, Words};
use crate::domain::interruption::{Interruption, Kind};
use crate::domain::manner::Pace;
use crate::domain::turn::Utter;
use crate::ivr::driver::Answer;
use crate::ivr::thinking::{Settled, Thought};
use crate::ports::tutor::{Pupil, Waits};

/// How often what was said since is sent on to be written down.
const SEND_ON: Duration = Duration::from_millis(100);
/// How long writing down may take once the speaker has finished.
const WRITING: Duration = Duration::from_millis(3_000);
/// How long a turn that leaves the stream may be thought about: nothing is heard meanwhile.
const LEAVING: Duration = Duration::from_millis(1_500);

/// What is being written down, and what is being said.
#[derive(Debug, Default)]
pub(super) struct Dialogue {
    writing: Option<JoinHandle<Option<Words>>>,
    /// Told when the speaker has finished: nobody waits for the next look.
    finished: Arc<Notify>,
    pub(super) saying: Option<Saying>,
    /// When the end of the utterance was decided that is to be answered.
    pub(super) decided: Option<Instant>,
    /// How long its answer was in other hands.
    waits: Waits,
    /// What was wrong with the sound of it, to be said before the answer; and when that was said.
    hint: Option<Hint>,
    hints: Hints,
}

impl Next {
    /// The same; if so, what it answers was nothing that could be judged.
    pub(super) fn in_vain(self, so: bool) -> Self {
        match self {
            Self::Perform { clips, rest, thinking, task, heard_out, vain } => {
                Self::Perform { clips, rest, thinking, task, heard_out, vain: vain || so }
            }
            other => other,
        }
    }
}

impl Stage {
    /// Somebody has begun to speak, and it is to be written down.
    pub(super) fn write_down(&self, sound: Arc<Sound>, runtime: &Handle) {
        let (stage, waits, finished) = (self.clone(), Waits::default(), Arc::<Notify>::default());
        let mut dialogue = self.dialogue();
        (dialogue.waits, dialogue.finished) = (waits.clone(), Arc::clone(&finished));
        let span = tracing::info_span!("writing", call.sid = %self.call());
        let writing = async move { stage.written(&sound, waits, &finished).await };
        if let Some(before) = dialogue.writing.replace(runtime.spawn(writing.instrument(span))) {
            before.abort();
        }
    }

    async fn written(&self, sound: &Sound, waits: Waits, finished: &Notify) -> Option<Words> {
        let driver = &self.house.driver;
        let tutor = driver.tutor()?;
        let pupil = Pupil { waits, ..driver.pupil_now(&self.talk).await };
        let about = match &self.ear().expected {
            Some(Expected::Talk(about)) => about.clone(),
            _ => Vec::new(),
        };
        let opened = tutor.listen(&pupil, Uuid::now_v7(), &about).await;
        let mut hearing =
            opened.inspect_err(|why| tracing::info!(%why, "not written down")).ok()?;
        let (mut sent, mut fresh) = (0, Vec::new());
        loop {
            fresh.clear();
            let growth = sound.read(sent, &mut fresh);
            sent += fresh.len();
            if !fresh.is_empty() {
                hearing.push(&fresh).await.inspect_err(|e| tracing::info!(%e, "cut off")).ok()?;
            }
            match growth {
                Growth::Open => {
                    // Told or not, there is another look.
                    let _ = tokio::time::timeout(SEND_ON, finished.notified()).await;
                }
                Growth::Dropped => return None,
                Growth::Finished => break,
            }
        }
        let finished = hearing.finish().await;
        let heard = finished.inspect_err(|e| tracing::info!(%e, "not written down")).ok()?;
        Some(Words { text: heard.text, confidence: heard.confidence })
    }

    /// An utterance that is written down has ended.
    pub(super) async fn on_speech(
        self,
        take: Take,
        over: Option<Interruption>,
        decided: Instant,
        hint: Option<Hint>,
    ) -> Next {
        let writing = {
            let mut dialogue = self.dialogue();
            dialogue.decided = Some(decided);
            dialogue.finished.notify_one();
            dialogue.writing.take()
        };
        let words = match writing {
            Some(mut writing) => match tokio::time::timeout(WRITING, &mut writing).await {
                Ok(written) => written.ok().flatten(),
                Err(_) => {
                    writing.abort();
                    None
                }
            },
            None => None,
        };
        self.pool().give_back(take);
        took("hear", decided);
        self.dialogue().hint = hint;
        match words {
            Some(words) if words.text.trim().is_empty() => {
                self.tell(Event::Silence, over).await.in_vain(true)
            }
            Some(words) => {
                let over = over.map(|it| Interruption { kind: Kind::of_words(&words.text), ..it });
                self.tell(Event::Speech(words), over).await
            }
            None => {
                // The telephony service writes the next answer down.
                self.note_heard(over.as_ref()).await;
                self.house.driver.not_caught(&self.talk).await;
                Next::Leave
            }
        }
    }

    /// Says a turn whose answer is still being thought of: what stands before it at once, then sentence by sentence.
    pub(super) fn think_aloud(
        &self,
        answer: &Answer,
        thought: &Thought,
        say: &[Utter],
        pace: Pace,
    ) -> Option<Prepared> {
        let tutor = Arc::clone(self.house.driver.tutor()?);
        let (send, receive) = mpsc::channel(AHEAD);
        let step = answer.step;
        let mut question = thought.question.clone();
        {
            let mut dialogue = self.dialogue();
            let decided = dialogue.decided.take();
            question.pupil.waits = dialogue.waits.clone();
            dialogue.saying = Some(Saying { step, decided, lead_ms: 0, sentences: Vec::new() });
        }
        let speaker = Speaker {
            stage: self.clone(),
            tutor,
            question,
            at: thought.at.clone(),
            hint: self.take_hint(),
            say: say.to_vec(),
            lang: answer.lang,
            step,
            pace,
            send,
        };
        self.house.tasks.spawn(async move { speaker.run().await }.in_current_span());
        Some((Vec::new(), Some(receive)))
    }

    /// The turn is TwiML's to say, and it says what stands: a tutor betters it now or not at all.
    pub(super) async fn think_before_leaving(&self, answer: Answer) {
        let (driver, step) = (&self.house.driver, answer.step);
        let thought = driver.think(&self.talk, answer, LEAVING, LEAVING).await;
        if let Settled::Later(work) = thought {
            work.abort();
            driver.give_up(&self.talk, step).await;
        }
    }

    /// Keeps in the history how much of an answer had been heard when the caller broke in.
    pub(super) async fn note_heard(&self, over: Option<&Interruption>) {
        let Some(saying) = self.dialogue().saying.take() else { return };
        if let Some(over) = over {
            let heard = saying.heard(over.heard_ms);
            self.house.driver.heard_only(&self.talk, saying.step, &heard).await;
        }
    }

    /// What is to be said of the sound of the last utterance: a sentence once in a while.
    pub(super) fn take_hint(&self) -> Option<Utter> {
        let mut dialogue = self.dialogue();
        let hint = dialogue.hint.take()?;
        dialogue.hints.may_say(Instant::now()).then(|| hint.say())
    }

    pub(super) fn dialogue(&self) -> MutexGuard<'_, Dialogue> {
        // Handles and finished sentences: whole between any two statements.
        self.dialogue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
