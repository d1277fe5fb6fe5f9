//! A conversation inside the stream: speech is written down while it is spoken, and an answer is spoken while it is
//! written. Each stage begins with the first piece of the one before; an interruption ends all of them at once.

use std::f32::consts::TAU;
use std::ops::Range;
use std::sync::{Arc, LazyLock, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::Instrument as _;
use uuid::Uuid;

use super::clip::{BYTES_PER_MS, Clip};
use super::judging::Expected;
use super::sound::{Growth, Sound};
use super::speech::{self, AHEAD, Prepared};
use super::stage::{Next, Stage};
use super::take::Take;
use crate::domain::event::{Event, Words};
use crate::domain::interruption::{Interruption, Kind};
use crate::domain::lang::Lang;
use crate::domain::manner::Pace;
use crate::domain::turn::Utter;
use crate::ivr::driver::Answer;
use crate::ivr::thinking::Thought;
use crate::ports::speaking::Sound as Piece;
use crate::ports::tutor::{NoAnswer, Question, Sentences, Tutor};
use crate::speech::g711::{self, Law};
use crate::telemetry::names;

/// How often what was said since is sent on to be written down.
const SEND_ON: Duration = Duration::from_millis(100);
/// How long writing down may take once the speaker has finished.
const WRITING: Duration = Duration::from_millis(3_000);
/// How long the first sentence of an answer may take.
const FIRST_SENTENCE: Duration = Duration::from_millis(4_000);
/// After so long without a word, a soft sound says that the line is still there.
const THINKING_AFTER: Duration = Duration::from_millis(700);
/// The shortest piece of speech that is passed on, bytes: 100 ms.
const PIECE: usize = 100 * BYTES_PER_MS;

/// What is being written down, and what is being said.
#[derive(Debug, Default)]
pub(super) struct Dialogue {
    writing: Option<JoinHandle<Option<Words>>>,
    saying: Option<Saying>,
}

/// An answer that is being spoken.
#[derive(Debug)]
struct Saying {
    /// The turn that it belongs to.
    step: u32,
    /// What was said before it, ms.
    lead_ms: u32,
    /// Its sentences, each with its length, ms.
    sentences: Vec<(String, u32)>,
}

impl Saying {
    /// The sentences that had been heard, at least by half, when the caller broke in.
    fn heard(&self, heard_ms: u32) -> String {
        let mut begins = self.lead_ms;
        let mut heard = Vec::new();
        for (text, ms) in &self.sentences {
            if heard_ms < begins.saturating_add(ms / 2) {
                break;
            }
            heard.push(text.as_str());
            begins = begins.saturating_add(*ms);
        }
        let mut text = heard.join(" ");
        if heard.len() < self.sentences.len() {
            text.push_str(if text.is_empty() { "(interrupted)" } else { " (interrupted)" });
        }
        text
    }
}

impl Stage {
    /// Somebody has begun to speak, and it is to be written down.
    pub(super) fn write_down(&self, sound: Arc<Sound>, runtime: &Handle) {
        let stage = self.clone();
        let span = tracing::info_span!("writing", call.sid = %self.call());
        let writing = runtime.spawn(async move { stage.written(&sound).await }.instrument(span));
        if let Some(before) = self.dialogue().writing.replace(writing) {
            before.abort();
        }
    }

    async fn written(&self, sound: &Sound) -> Option<Words> {
        let driver = &self.house.driver;
        let tutor = driver.tutor()?;
        let pupil = driver.pupil_now(&self.talk).await;
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
                Growth::Open => tokio::time::sleep(SEND_ON).await,
                Growth::Dropped => return None,
                Growth::Finished => break,
            }
        }
        let finished = hearing.finish().await;
        let heard = finished.inspect_err(|e| tracing::info!(%e, "not written down")).ok()?;
        Some(Words { text: heard.text, confidence: heard.confidence })
    }

    /// An utterance that is written down has ended.
    pub(super) async fn on_speech(self, take: Take, over: Option<Interruption>) -> Next {
        let began = Instant::now();
        let writing = self.dialogue().writing.take();
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
        took("hear", began);
        match words {
            Some(words) if words.text.trim().is_empty() => self.tell(Event::Silence, over).await,
            Some(words) => {
                let over = over.map(|it| Interruption { kind: Kind::of_words(&words.text), ..it });
                self.tell(Event::Speech(words), over).await
            }
            None => {
                // The telephony service writes the next answer down; the question stands.
                self.note_heard(over.as_ref()).await;
                self.house.driver.gather_next(&self.talk).await;
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
        self.dialogue().saying = Some(Saying { step, lead_ms: 0, sentences: Vec::new() });
        let speaker = Speaker {
            stage: self.clone(),
            tutor,
            question: thought.question.clone(),
            at: thought.at.clone(),
            say: say.to_vec(),
            lang: answer.lang,
            step,
            pace,
            send,
        };
        self.house.tasks.spawn(async move { speaker.run().await }.in_current_span());
        Some((Vec::new(), Some(receive)))
    }

    /// Keeps in the history how much of an answer had been heard when the caller broke in.
    pub(super) async fn note_heard(&self, over: Option<&Interruption>) {
        let Some(saying) = self.dialogue().saying.take() else { return };
        if let Some(over) = over {
            let heard = saying.heard(over.heard_ms);
            self.house.driver.heard_only(&self.talk, saying.step, &heard).await;
        }
    }

    fn dialogue(&self) -> MutexGuard<'_, Dialogue> {
        // Handles and finished sentences: whole between any two statements.
        self.dialogue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The caller broke in, or left: nobody takes what is being made.
struct Gone;

/// Speaks one turn while it is being thought of.
struct Speaker {
    stage: Stage,
    tutor: Arc<dyn Tutor>,
    question: Question,
    at: Range<usize>,
    say: Vec<Utter>,
    lang: Lang,
    step: u32,
    pace: Pace,
    send: mpsc::Sender<Option<Clip>>,
}

impl Speaker {
    /// Dropping this, or the receiver, drops the requests that are under way.
    async fn run(self) {
        if self.performed().await.is_err() {
            tracing::debug!("an answer was interrupted");
        }
    }

    async fn performed(&self) -> Result<(), Gone> {
        let (lead, tail) = (&self.say[..self.at.start], &self.say[self.at.end..]);
        let mut lead_ms = 0;
        for utter in lead {
            lead_ms += self.utter(utter).await?;
        }
        self.note(|saying| saying.lead_ms += lead_ms);
        let said = match self.first().await? {
            Ok((first, rest)) => self.sentences(first, rest).await?,
            Err(why) => {
                tracing::info!(%why, "the lines that stand are said");
                String::new()
            }
        };
        let driver = &self.stage.house.driver;
        if said.is_empty() {
            driver.give_up(&self.stage.talk, self.step).await;
            for utter in &self.say[self.at.clone()] {
                self.utter(utter).await?;
            }
        } else {
            driver.settle(&self.stage.talk, self.step, self.at.clone(), &said).await;
        }
        for utter in tail {
            self.utter(utter).await?;
        }
        Ok(())
    }

    /// The first sentence, with a soft sound meanwhile if it takes long.
    async fn first(&self) -> Result<Result<(String, Sentences), NoAnswer>, Gone> {
        let began = Instant::now();
        let ask = async {
            let mut sentences = self.tutor.converse(&self.question, FIRST_SENTENCE).await?;
            match sentences.next().await {
                Some(Ok(first)) => Ok((first, sentences)),
                Some(Err(why)) => Err(why),
                None => Err(NoAnswer::Failed),
            }
        };
        let mut ask = std::pin::pin!(ask);
        loop {
            tokio::select! {
                biased;
                () = self.send.closed() => return Err(Gone),
                first = &mut ask => {
                    took("think", began);
                    return Ok(first);
                }
                () = tokio::time::sleep(THINKING_AFTER) => {
                    self.pass(thinking()).await?;
                    self.note(|saying| saying.lead_ms += thinking().ms());
                }
            }
        }
    }

    /// Speaks the sentences as they come; what was said.
    async fn sentences(&self, first: String, mut rest: Sentences) -> Result<String, Gone> {
        let mut said = String::new();
        let mut next = Some(Ok(first));
        while let Some(sentence) = next {
            match sentence {
                Ok(text) => {
                    if !said.is_empty() {
                        said.push(' ');
                    }
                    said.push_str(&text);
                    self.sentence(&text).await?;
                }
                // What was said so far is an answer; the rest is left out.
                Err(why) => {
                    tracing::info!(%why, "an answer was cut short");
                    break;
                }
            }
            next = tokio::select! {
                () = self.send.closed() => return Err(Gone),
                sentence = rest.next() => sentence,
            };
        }
        Ok(said)
    }

    async fn sentence(&self, text: &str) -> Result<(), Gone> {
        self.note(|saying| saying.sentences.push((text.to_owned(), 0)));
        if self.tutor.speaks(self.lang) && self.by_provider(text).await? {
            return Ok(());
        }
        let clip = speech::spoken(&self.stage.house, text, self.lang).await;
        self.lengthen(clip.as_ref().map_or(0, Clip::ms));
        self.give(clip).await
    }

    /// Whether a provider spoke it, at least in part: what was begun is not begun again in another voice.
    async fn by_provider(&self, text: &str) -> Result<bool, Gone> {
        let began = Instant::now();
        let (pupil, request) = (&self.question.pupil, self.question.request);
        let spoken = tokio::select! {
            () = self.send.closed() => return Err(Gone),
            spoken = self.tutor.speak(pupil, request, text, self.pace) => spoken,
        };
        let Ok(mut sounds) = spoken else { return Ok(false) };
        let (mut waiting, mut begun) = (Vec::new(), false);
        loop {
            let piece = tokio::select! {
                () = self.send.closed() => return Err(Gone),
                piece = sounds.next() => piece,
            };
            match piece {
                Some(Ok(Piece::Mulaw(codes))) => waiting.extend_from_slice(&codes),
                Some(Ok(Piece::Done(_))) => {}
                Some(Err(error)) => {
                    tracing::info!(%error, "a voice was cut off");
                    if waiting.is_empty() {
                        return Ok(begun);
                    }
                    self.pass_on(&mut waiting).await?;
                    return Ok(true);
                }
                None => {
                    if !waiting.is_empty() {
                        self.pass_on(&mut waiting).await?;
                        begun = true;
                    }
                    return Ok(begun);
                }
            }
            if waiting.len() >= PIECE {
                if !begun {
                    took("speak", began);
                }
                begun = true;
                self.pass_on(&mut waiting).await?;
            }
        }
    }

    async fn pass_on(&self, waiting: &mut Vec<u8>) -> Result<(), Gone> {
        let clip = Clip::new(std::mem::take(waiting).into());
        self.lengthen(clip.ms());
        self.pass(clip).await
    }

    /// A line of the turn; its length.
    async fn utter(&self, utter: &Utter) -> Result<u32, Gone> {
        let clip = speech::one(&self.stage.house, utter, self.lang).await;
        let ms = clip.as_ref().map_or(0, Clip::ms);
        self.give(clip).await?;
        Ok(ms)
    }

    async fn pass(&self, clip: Clip) -> Result<(), Gone> {
        self.give(Some(clip)).await
    }

    /// `None` says that our own voice failed.
    async fn give(&self, clip: Option<Clip>) -> Result<(), Gone> {
        let failed = clip.is_none();
        self.send.send(clip).await.map_err(|_| Gone)?;
        if failed { Err(Gone) } else { Ok(()) }
    }

    fn lengthen(&self, ms: u32) {
        self.note(|saying| {
            if let Some((_, length)) = saying.sentences.last_mut() {
                *length += ms;
            }
        });
    }

    fn note(&self, change: impl FnOnce(&mut Saying)) {
        if let Some(saying) = &mut self.stage.dialogue().saying
            && saying.step == self.step
        {
            change(saying);
        }
    }
}

fn took(stage: &'static str, began: Instant) {
    metrics::histogram!(names::DIALOGUE_SECONDS, "stage" => stage).record(began.elapsed());
}

/// Two soft notes and a rest: the line is thinking.
fn thinking() -> Clip {
    static SOUND: LazyLock<Clip> = LazyLock::new(|| {
        let note = |hz: f32, n: usize| (hz * TAU * n as f32 / 8_000.0).sin();
        let length = 1_200;
        let swell = |n: usize| (std::f32::consts::PI * n as f32 / length as f32).sin();
        let mut samples = Vec::new();
        for hz in [392.0, 494.0] {
            samples.extend((0..length).map(|n| (note(hz, n) * swell(n) * 1_200.0) as i16));
        }
        samples.resize(samples.len() + 5_600, 0);
        let mut codes = vec![0; samples.len()];
        g711::encode_into(Law::Mu, &samples, &mut codes);
        Clip::new(codes.into())
    });
    SOUND.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_interrupted_answer_the_history_keeps_what_was_heard() {
        let sentences = vec![("One.".to_owned(), 1_000), ("Two.".to_owned(), 1_000)];
        let saying = Saying { step: 1, lead_ms: 500, sentences };
        assert_eq!(saying.heard(400), "(interrupted)");
        assert_eq!(saying.heard(1_300), "One. (interrupted)");
        assert_eq!(saying.heard(1_900), "One. (interrupted)");
        assert_eq!(saying.heard(2_400), "One. Two.");
    }

    #[test]
    fn the_thinking_sound_is_soft_and_short() {
        let clip = thinking();
        assert!(clip.loudest(0, clip.codes().len()) < -25.0);
        assert_eq!(clip.ms(), 1_000);
    }
}
