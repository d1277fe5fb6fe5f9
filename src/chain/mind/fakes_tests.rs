//! Providers by script, on a clock that stands still unless somebody waits.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use futures_util::stream::{self, StreamExt as _};
use tokio::time::{Duration, sleep};

use super::*;
use crate::domain::ids::LearnerId;
use crate::domain::manner::Manner;
use crate::domain::money::Nanodollars;
use crate::domain::task::{Task, TaskKind};
use crate::ports::chat::{Delta, Deltas, Prompt};
use crate::ports::errand::{Errand, Fault, ProviderError};
use crate::ports::hearing::{Expecting, Transcript};
use crate::ports::journal::{Entry, Record};
use crate::ports::runs::PromptRun;
use crate::ports::speaking::{Sentence, Sound};
use crate::store::memory::{MemoryCache, MemoryTallies};

/// What a provider does with one request.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// The first piece after so many ms, the others at once.
    Says(u64, &'static str),
    /// The first piece, and then the connection breaks.
    Cut(u64, &'static str),
    /// Tells with its first piece that ten were read and seven written, and goes no further.
    Tells(u64, &'static str),
    /// A failure after so many ms.
    Fails(u64, Fault),
    /// Nothing, for ever.
    Hangs,
}

pub(super) use Act::{Cut, Fails, Hangs, Says, Tells};

/// What a provider that tells has told.
pub(super) const TOLD: Usage = Usage {
    input_tokens: 10,
    cached_tokens: 0,
    output_tokens: 7,
    characters: 0,
    audio_ms: 0,
    estimated: false,
};

/// A provider of any kind.
pub(super) struct Fake {
    model: Model,
    acts: Mutex<VecDeque<Act>>,
    streams: bool,
    pub(super) asked: AtomicU32,
    pub(super) running: Arc<AtomicU32>,
}

/// Counts a request that is going on.
struct Running(Arc<AtomicU32>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Fake {
    pub(super) fn new(name: &str, acts: &[Act]) -> Arc<Self> {
        Self::of(name, acts, false)
    }

    pub(super) fn streaming(name: &str, acts: &[Act]) -> Arc<Self> {
        Self::of(name, acts, true)
    }

    fn of(name: &str, acts: &[Act], streams: bool) -> Arc<Self> {
        Arc::new(Self {
            model: Model { provider: name.to_owned(), model: "m".to_owned() },
            acts: Mutex::new(acts.iter().cloned().collect()),
            streams,
            asked: AtomicU32::new(0),
            running: Arc::default(),
        })
    }

    pub(super) fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }

    fn begins(&self) -> (Act, Running) {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.running.fetch_add(1, Ordering::SeqCst);
        // The last act is done again and again.
        let mut acts = self.acts.lock().expect("no panic");
        let act = if acts.len() > 1 { acts.pop_front() } else { acts.front().cloned() };
        (act.expect("an act"), Running(Arc::clone(&self.running)))
    }
}

/// Waits as the act says; the words, and whether the stream breaks after them.
async fn play(act: Act) -> Result<(&'static str, bool), ProviderError> {
    match act {
        Says(ms, words) | Tells(ms, words) => {
            sleep(Duration::from_millis(ms)).await;
            Ok((words, false))
        }
        Cut(ms, words) => {
            sleep(Duration::from_millis(ms)).await;
            Ok((words, true))
        }
        Fails(ms, fault) => {
            sleep(Duration::from_millis(ms)).await;
            Err(ProviderError::new(fault, "as the script says"))
        }
        Hangs => std::future::pending().await,
    }
}

#[async_trait]
impl Chat for Fake {
    fn model(&self) -> &Model {
        &self.model
    }

    async fn ask(&self, errand: &Errand, _: &Prompt) -> Result<Deltas, ProviderError> {
        let (act, running) = self.begins();
        let tells = matches!(act, Tells(..));
        let (words, cut) = play(act).await?;
        let mut pieces: Vec<_> =
            words.split_inclusive(' ').map(|word| Ok(Delta::Text(word.to_owned()))).collect();
        if tells {
            errand.meter.tell(Usage { estimated: true, ..TOLD });
            return Ok(Box::pin(stream::iter(pieces).chain(stream::pending())));
        }
        if cut {
            pieces.push(Err(ProviderError::new(Fault::Network, "cut")));
        } else {
            let output_tokens = words.split_whitespace().count() as u64;
            pieces.push(Ok(Delta::Done(Usage {
                input_tokens: 10,
                output_tokens,
                ..Usage::default()
            })));
        }
        let held = move |_: &Result<Delta, ProviderError>| {
            let _ = &running;
        };
        Ok(Box::pin(stream::iter(pieces.into_iter().inspect(held))))
    }
}

#[async_trait]
impl Speaker for Fake {
    fn model(&self) -> &Model {
        &self.model
    }

    fn speaks(&self, lang: Lang) -> bool {
        lang == Lang::En
    }

    async fn speak(
        &self,
        _: &Errand,
        _: &Sentence,
    ) -> Result<crate::ports::speaking::Sounds, ProviderError> {
        let (act, _running) = self.begins();
        let (words, cut) = play(act).await?;
        let mut pieces = vec![Ok(Sound::Mulaw(words.as_bytes().to_vec()))];
        if cut {
            pieces.push(Err(ProviderError::new(Fault::Network, "cut")));
        } else {
            pieces.push(Ok(Sound::Done(Usage {
                characters: words.len() as u64,
                ..Usage::default()
            })));
        }
        Ok(Box::pin(stream::iter(pieces)))
    }
}

struct FakeHearing {
    act: Act,
    samples: usize,
    _running: Running,
}

#[async_trait]
impl Hearing for FakeHearing {
    async fn push(&mut self, samples: &[i16]) -> Result<(), ProviderError> {
        self.samples += samples.len();
        Ok(())
    }

    async fn finish(self: Box<Self>) -> Result<Transcript, ProviderError> {
        let (words, _) = play(self.act).await?;
        let text = format!("{words} {}", self.samples);
        Ok(Transcript { text, confidence: None, usage: Usage::default() })
    }
}

#[async_trait]
impl Transcriber for Fake {
    fn model(&self) -> &Model {
        &self.model
    }

    fn streams(&self) -> bool {
        self.streams
    }

    async fn listen(&self, _: &Errand, _: &Expecting) -> Result<Box<dyn Hearing>, ProviderError> {
        let (act, running) = self.begins();
        Ok(Box::new(FakeHearing { act, samples: 0, _running: running }))
    }
}

#[derive(Default)]
pub(super) struct Notes(Mutex<Vec<Entry>>);

impl Notes {
    pub(super) fn runs(&self) -> Vec<PromptRun> {
        let entries = self.0.lock().expect("no panic");
        entries
            .iter()
            .map(|entry| match &entry.record {
                Record::PromptRun(run) => run.clone(),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    /// Provider and status of each run, in the order in which they ended.
    pub(super) fn ends(&self) -> Vec<String> {
        self.runs().iter().map(|run| format!("{} {}", run.provider, run.status)).collect()
    }
}

#[async_trait]
impl Notebook for Notes {
    fn note(&self, entry: Entry) {
        self.0.lock().expect("no panic").push(entry);
    }
    async fn pending_checkpoint(&self, _: LearnerId) -> Option<(u64, Vec<u8>)> {
        None
    }
}

struct Now;

impl Clock for Now {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_262_400, 0).expect("in range")
    }
}

/// A mind of fakes, with what it noted.
pub(super) struct Rig {
    pub(super) mind: Mind,
    pub(super) notes: Arc<Notes>,
}

/// Dear and cheap, in dollars for a million tokens.
const PRICES: &str = "[default]\ninput = \"1\"\noutput = \"1\"\ncharacters = \"1\"\nminute = \"0.06\"\n\
                      [[model]]\nprovider = \"cheap\"\nmodel = \"*\"\ninput = \"0.1\"\noutput = \"0.1\"\n";

pub(super) fn terms() -> Terms {
    let times = |hedge: Option<u64>| Times {
        first: Duration::from_millis(1_200),
        whole: Duration::from_millis(2_500),
        hedge: hedge.map(Duration::from_millis),
    };
    let budgets = Budgets {
        day: None,
        learner: None,
        group: None,
        summaries: None,
        providers: vec![],
        request: Nanodollars(60_000_000),
    };
    Terms {
        live: times(Some(500)),
        text: times(None),
        late: Late { call: Duration::from_millis(5_500), text: Duration::from_secs(20) },
        hear: times(None),
        speak: times(None),
        budgets,
        cache: None,
        trial: None,
    }
}

pub(super) fn rig(chats: &[&Arc<Fake>], terms: Terms) -> Rig {
    rig_of(chats, &[], &[], terms)
}

pub(super) fn rig_of(
    chats: &[&Arc<Fake>],
    ears: &[&Arc<Fake>],
    voices: &[&Arc<Fake>],
    terms: Terms,
) -> Rig {
    let notes = Arc::<Notes>::default();
    let ear = |fake: &&Arc<Fake>| Ear {
        by: Arc::clone(*fake) as Arc<dyn Transcriber>,
        langs: vec![Lang::En],
    };
    let mind = Mind::new(Parts {
        chats: chats.iter().map(|fake| Arc::clone(*fake) as Arc<dyn Chat>).collect(),
        ears: ears.iter().map(ear).collect(),
        voices: voices.iter().map(|fake| Arc::clone(*fake) as Arc<dyn Speaker>).collect(),
        wits: Arc::new(super::plain_tests::Plain),
        tallies: Arc::new(MemoryTallies::default()),
        cache: Arc::new(MemoryCache::default()),
        notebook: Arc::clone(&notes) as Arc<dyn Notebook>,
        clock: Arc::new(Now),
        prices: Prices::read(Some(PRICES)).expect("a list"),
        terms,
        breakers: breaker::Rules::default(),
    });
    Rig { mind, notes }
}

pub(super) fn pupil() -> Pupil {
    Pupil {
        learner: LearnerId([1; 16]),
        session: "CA1".to_owned(),
        group: None,
        name: Some("Keza".to_owned()),
        lang: Lang::En,
        manner: Manner::default(),
        history: Vec::new(),
        summary: None,
        aloud: true,
        most: 400,
        waits: Waits::default(),
    }
}

pub(super) fn question(kind: TaskKind) -> Question {
    let task = Task {
        kind,
        said: "What is a volcano?".to_owned(),
        facts: std::collections::BTreeMap::new(),
        instead_of: Vec::new(),
    };
    Question { request: Uuid::now_v7(), pupil: pupil(), task }
}

/// What was put aside is done.
pub(super) async fn settled() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}
