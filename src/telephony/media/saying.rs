//! An answer that is spoken while it is still being written: sentence by sentence, and stopped at once.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::sync::mpsc;

use super::clip::{BYTES_PER_MS, Clip};
use super::speech::{self, Coming, Waited};
use super::stage::Stage;
use crate::domain::lang::Lang;
use crate::domain::manner::Pace;
use crate::domain::turn::Utter;
use crate::ports::speaking::Sound as Piece;
use crate::ports::tutor::{NoAnswer, Question, Sentences, Tutor};
use crate::telemetry::names;

/// How long the first sentence of an answer may take.
const FIRST_SENTENCE: Duration = Duration::from_millis(4_000);
/// The shortest piece of speech that is passed on, bytes: 100 ms.
const PIECE: usize = 100 * BYTES_PER_MS;
/// What is kept back of each, bytes, so that there is an end of a sentence to mark: 20 ms.
const KEPT_BACK: usize = 20 * BYTES_PER_MS;

/// An answer that is being spoken.
#[derive(Debug)]
pub(super) struct Saying {
    /// The turn that it belongs to.
    pub(super) step: u32,
    /// When the end of the utterance was decided that it answers, until its first sound is on its way.
    pub(super) decided: Option<Instant>,
    /// What was said before it, ms.
    pub(super) lead_ms: u32,
    /// Its sentences, each with its length, ms.
    pub(super) sentences: Vec<(String, u32)>,
}

impl Saying {
    /// The sentences that had been heard, at least by half, when the caller broke in.
    pub(super) fn heard(&self, heard_ms: u32) -> String {
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

/// The caller broke in, or left: nobody takes what is being made.
struct Gone;

/// Speaks one turn while it is being thought of.
pub(super) struct Speaker {
    pub(super) stage: Stage,
    pub(super) tutor: Arc<dyn Tutor>,
    pub(super) question: Question,
    pub(super) at: Range<usize>,
    /// Said before the turn.
    pub(super) hint: Option<Utter>,
    pub(super) say: Vec<Utter>,
    pub(super) lang: Lang,
    pub(super) step: u32,
    pub(super) pace: Pace,
    pub(super) send: mpsc::Sender<Coming>,
}

impl Speaker {
    /// Dropping this, or the receiver, drops the requests that are under way.
    pub(super) async fn run(self) {
        if self.performed().await.is_err() {
            tracing::debug!("an answer was interrupted");
        }
    }

    async fn performed(&self) -> Result<(), Gone> {
        let (lead, tail) = (&self.say[..self.at.start], &self.say[self.at.end..]);
        let mut lead_ms = 0;
        for utter in self.hint.iter().chain(lead) {
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

    /// The first sentence.
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
        tokio::select! {
            biased;
            () = self.send.closed() => Err(Gone),
            first = ask => {
                took("think", began);
                Ok(first)
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
        match clip {
            Some(clip) => self.pass(clip).await,
            None => self.give(None).await,
        }
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
            let waited = Instant::now();
            let piece = tokio::select! {
                () = self.send.closed() => return Err(Gone),
                piece = sounds.next() => piece,
            };
            if !begun {
                pupil.waits.add(waited.elapsed());
            }
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
                let kept = waiting.split_off(waiting.len() - KEPT_BACK);
                self.pass_part(&waiting).await?;
                waiting = kept;
            }
        }
    }

    async fn pass_on(&self, waiting: &mut Vec<u8>) -> Result<(), Gone> {
        let clip = Clip::new(std::mem::take(waiting).into());
        self.lengthen(clip.ms());
        self.pass(clip).await
    }

    /// The same of what more of the sentence follows.
    async fn pass_part(&self, codes: &[u8]) -> Result<(), Gone> {
        let clip = Clip::new(codes.into()).part();
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

    /// A piece of the answer.
    async fn pass(&self, clip: Clip) -> Result<(), Gone> {
        let mut decided = None;
        self.note(|saying| decided = saying.decided.take());
        let elsewhere = self.question.pupil.waits.total();
        let coming = match decided {
            Some(since) => Coming::First(clip, Waited { since, elsewhere }),
            None => Coming::Clip(clip),
        };
        self.send.send(coming).await.map_err(|_| Gone)
    }

    /// `None` says that our own voice failed.
    async fn give(&self, clip: Option<Clip>) -> Result<(), Gone> {
        let failed = clip.is_none();
        self.send.send(clip.into()).await.map_err(|_| Gone)?;
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

pub(super) fn took(stage: &'static str, began: Instant) {
    metrics::histogram!(names::DIALOGUE_SECONDS, "stage" => stage).record(began.elapsed());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_interrupted_answer_the_history_keeps_what_was_heard() {
        let sentences = vec![("One.".to_owned(), 1_000), ("Two.".to_owned(), 1_000)];
        let saying = Saying { step: 1, decided: None, lead_ms: 500, sentences };
        assert_eq!(saying.heard(400), "(interrupted)");
        assert_eq!(saying.heard(1_300), "One. (interrupted)");
        assert_eq!(saying.heard(1_900), "One. (interrupted)");
        assert_eq!(saying.heard(2_400), "One. Two.");
    }
}
