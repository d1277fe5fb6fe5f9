//! A module that only talks, and a tutor whose answers and delays are scripted: what the edges make of them is the subject.
#![allow(dead_code, reason = "tests use parts of it")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream;
use toneline::domain::effect::Effect;
use toneline::domain::ids::ModuleName;
use toneline::domain::lang::Lang;
use toneline::domain::manner::Pace;
use toneline::domain::task::{Task, TaskKind};
use toneline::domain::turn::{Ask, Expect, Line as Words, Listen, Then, Turn, Utter};
use toneline::modules::general::General;
use toneline::modules::registry::Registry;
use toneline::modules::{Asking, Card, Cx, Input, Module, Slot, Step};
use toneline::phone::Line;
use toneline::ports::errand::{ProviderError, Usage};
use toneline::ports::hearing::{Hearing, Transcript};
use toneline::ports::speaking::{Sound, Sounds};
use toneline::ports::tutor::{NoAnswer, Pupil, Question, Sentences, Tutor};
use uuid::Uuid;

/// What the module says where nobody has a better answer.
pub(crate) const OFFLINE: &str = "My own words are few.";

/// Talks with whoever comes: every answer is something to think about.
struct Talker(Card);

fn said(text: &str) -> Words {
    Words::new("content").with("text", text)
}

fn turn(cx: &Cx<'_>, say: Vec<Words>) -> Turn {
    let say: Vec<Utter> = say.into_iter().map(Utter::from).collect();
    if cx.can.hear {
        let expect = Expect::Talk { about: vec!["football".to_owned()] };
        return Turn::listen(say, Listen { expect, timeout_s: 8, heard_out: false });
    }
    Turn::ask(say, Ask::choice())
}

impl Module for Talker {
    fn card(&self) -> &Card {
        &self.0
    }

    fn open(&self, cx: &Cx<'_>, _: &mut Slot) -> Turn {
        turn(cx, vec![said("What do you like?")])
    }

    fn prompt(&self, cx: &Cx<'_>, _: &Slot, _: Asking) -> Turn {
        turn(cx, vec![said("What do you like?")])
    }

    fn step(&self, cx: &Cx<'_>, _: &mut Slot, input: &Input) -> Step {
        let asks = matches!(input, Input::Keys(_));
        let words = match input {
            // A key leaves the stream: the question that follows is one for keys.
            Input::Keys(keys) => keys.as_str().to_owned(),
            Input::Speech(words) => words.text.clone(),
            Input::Text(text) => text.clone(),
            _ => return Step::NotUnderstood,
        };
        let task = Task {
            kind: TaskKind::Converse,
            said: words,
            facts: BTreeMap::new(),
            instead_of: vec![said(OFFLINE)],
        };
        let say = vec![said("Thank you."), said(OFFLINE), said("And you?")];
        let mut turn = turn(cx, say);
        if asks {
            turn.then = Then::Ask(Ask::choice());
        }
        Step::Go { turn, effects: vec![Effect::Think(task)] }
    }

    fn help(&self, _: &Cx<'_>, _: &Slot) -> Vec<Words> {
        Vec::new()
    }

    fn progress(&self, _: &Cx<'_>, _: &Slot) -> Option<Words> {
        None
    }
}

/// Texts that are sent one after the other, each answered.
pub(crate) async fn texted(line: &Line, bodies: &[&str]) {
    for body in bodies {
        line.text(body).await.expect("an answer");
    }
}

/// A learner who has chosen the talker by text.
pub(crate) async fn to_the_talker(line: &Line) {
    texted(line, &["hello", "1", "talker"]).await;
}

/// The menu, and the talker on key 8.
pub(crate) fn modules() -> Registry {
    let card = Card {
        name: ModuleName::new("talker"),
        key: Some('8'),
        title: "title-english",
        keywords: &[(Lang::En, &["talker"])],
        more: Vec::new(),
        needs_voice: false,
    };
    let modules: Vec<Arc<dyn Module>> = vec![Arc::new(General::new()), Arc::new(Talker(card))];
    Registry::new(modules).expect("names and keys of their own")
}

/// A tutor that answers what it was given, after the time it was given.
pub(crate) struct Scripted {
    /// The sentences of every answer; none: it fails.
    pub(crate) sentences: Vec<&'static str>,
    /// Before the first sentence, ms.
    pub(crate) delay_ms: AtomicU64,
    /// What it understands; `None`: it cannot write down speech just now.
    pub(crate) hears: Option<&'static str>,
    /// Length of a spoken sentence, ms.
    pub(crate) sentence_ms: usize,
    /// Questions that came.
    pub(crate) asked: Mutex<Vec<Question>>,
    /// Samples that came to be written down.
    pub(crate) heard: Arc<AtomicUsize>,
    /// Sentences that were begun to be spoken.
    pub(crate) spoken: AtomicUsize,
}

impl Scripted {
    pub(crate) fn saying(sentences: &[&'static str], delay_ms: u64) -> Self {
        Self {
            sentences: sentences.to_vec(),
            delay_ms: AtomicU64::new(delay_ms),
            hears: Some("I like football"),
            sentence_ms: 400,
            asked: Mutex::default(),
            heard: Arc::default(),
            spoken: AtomicUsize::new(0),
        }
    }

    pub(crate) fn questions(&self) -> Vec<Question> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn think(&self, question: &Question) -> Result<(), NoAnswer> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(question.clone());
        tokio::time::sleep(Duration::from_millis(self.delay_ms.load(Ordering::Relaxed))).await;
        if self.sentences.is_empty() { Err(NoAnswer::Failed) } else { Ok(()) }
    }
}

#[async_trait]
impl Tutor for Scripted {
    fn thinks(&self) -> bool {
        true
    }

    fn hears(&self, _: Lang) -> bool {
        true
    }

    fn speaks(&self, lang: Lang) -> bool {
        lang == Lang::En
    }

    async fn answer(&self, question: &Question, time: Duration) -> Result<String, NoAnswer> {
        let thought = tokio::time::timeout(time, self.think(question)).await;
        thought.map_err(|_| NoAnswer::Late)??;
        Ok(self.sentences.join(" "))
    }

    async fn converse(&self, question: &Question, _: Duration) -> Result<Sentences, NoAnswer> {
        self.think(question).await?;
        let all = stream::iter(self.sentences.clone()).then(|sentence| async move {
            tokio::time::sleep(Duration::from_millis(150)).await;
            Ok(sentence.to_owned())
        });
        Ok(all.boxed())
    }

    async fn listen(
        &self,
        _: &Pupil,
        _: Uuid,
        about: &[String],
    ) -> Result<Box<dyn Hearing>, NoAnswer> {
        assert_eq!(about, ["football"]);
        match self.hears {
            Some(text) => Ok(Box::new(Ear { text, heard: Arc::clone(&self.heard) })),
            None => Err(NoAnswer::Failed),
        }
    }

    async fn speak(&self, _: &Pupil, _: Uuid, _: &str, _: Pace) -> Result<Sounds, NoAnswer> {
        self.spoken.fetch_add(1, Ordering::SeqCst);
        // A loud square wave, in pieces as a service sends them.
        let pieces = self.sentence_ms / 20;
        let tone = |_| Ok(Sound::Mulaw([[0x10_u8; 8], [0x90; 8]].concat().repeat(10)));
        let end = stream::once(async { Ok(Sound::Done(Usage::default())) });
        Ok(stream::iter(0..pieces).map(tone).chain(end).boxed())
    }
}

struct Ear {
    text: &'static str,
    heard: Arc<AtomicUsize>,
}

#[async_trait]
impl Hearing for Ear {
    async fn push(&mut self, samples: &[i16]) -> Result<(), ProviderError> {
        self.heard.fetch_add(samples.len(), Ordering::SeqCst);
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<Transcript, ProviderError> {
        let usage = Usage::default();
        Ok(Transcript { text: self.text.to_owned(), confidence: Some(0.9), usage })
    }
}
