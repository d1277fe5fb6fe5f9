//! `toneline bench chaos`: turns of learners against a server that plays the providers and fails on purpose.
//!
//! The chain, the protocols and the server are the real ones; times are divided by `--faster`, so that a run takes seconds.
//! Each turn is asked as the line asks it: the whole answer for a text, or sentence by sentence for a call, some of which are
//! interrupted; where no provider answers in time, the offline lines are said. The same seed fails the same requests.

mod books;
mod report;
mod wits;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use async_trait::async_trait;
use futures_util::StreamExt as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

use crate::chain::breaker;
use crate::chain::{Mind, Parts, Prices, Terms};
use crate::config::tutor::{Budgets, Late, Times};
use crate::domain::ids::LearnerId;
use crate::domain::lang::Lang;
use crate::domain::manner::Manner;
use crate::domain::money::Nanodollars;
use crate::domain::task::{Task, TaskKind};
use crate::ports::chat::Chat;
use crate::ports::clock::SystemClock;
use crate::ports::errand::Model;
use crate::ports::journal::{Entry, Journal as _, Notebook};
use crate::ports::tutor::{NoAnswer, Pupil, Question, Tutor as _, Waits};
use crate::providers::chat::{GeminiChat, OpenAiChat};
use crate::providers::client;
use crate::standins::{Chaos, Endpoint, Outcome, Server, Wait};
use crate::store::memory::{MemoryCache, MemoryTallies};

/// What `toneline bench chaos` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Turns in all
    #[arg(long, default_value_t = 10_000)]
    turns: u32,
    /// Which part of the providers' answers fails, 0 to 1
    #[arg(long, default_value_t = 0.3)]
    failures: f64,
    /// Of every draw
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Turns at a time
    #[arg(long, default_value_t = 32)]
    at_once: u32,
    /// By how much all times are divided
    #[arg(long, default_value_t = 4)]
    faster: u32,
}

/// What the chain may take, undivided.
const FIRST: Duration = Duration::from_millis(1_200);
const WHOLE: Duration = Duration::from_millis(2_500);
const HEDGE: Duration = Duration::from_millis(700);
/// With nothing noted for so long, all has been.
const QUIET: Duration = Duration::from_millis(200);
/// Until a provider's first byte, ms, undivided.
const LATENCY_MS: std::ops::RangeInclusive<u64> = 40..=400;
/// What providers answer: each begins with a word that no other has.
const SAYS: [&str; 3] = [
    "Alpha says that a volcano is a mountain with a mouth. Hot rock comes out of it. Have you seen one?",
    "Bravo says that you went to the market yesterday. Yesterday wants the past. What did you buy there?",
    "Delta says that rain is water that went up as steam. It cools, and it falls. Where does it go then?",
];
/// The prices that both sides charge by.
const PRICES: &str = r#"
[[model]]
provider = "first"
model = "large"
input = "0.59"
output = "0.79"
[[model]]
provider = "second"
model = "middle"
input = "0.15"
output = "0.60"
[[model]]
provider = "third"
model = "small"
input = "0.10"
output = "0.40"
"#;

/// What one learner got for one turn.
#[derive(Debug, Clone)]
pub(super) struct Got {
    /// The words, and how often they were given; the offline lines are none of a provider's.
    pub(super) given: Vec<String>,
    /// Why it was the offline lines, if it was.
    pub(super) offline: Option<NoAnswer>,
    /// The learner interrupted.
    pub(super) interrupted: bool,
    /// Until the learner had something to hear.
    pub(super) took: Duration,
}

/// Keeps what the chain notes.
#[derive(Default)]
struct Notes(Mutex<Vec<Entry>>);

impl Notes {
    /// What was noted, once nothing more comes: answers that were left are noted when their tasks have ended.
    async fn all(&self) -> Vec<Entry> {
        let noted = || self.0.lock().unwrap_or_else(PoisonError::into_inner).len();
        let mut before = None;
        while before != Some(noted()) {
            before = Some(noted());
            tokio::time::sleep(QUIET).await;
        }
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl Notebook for Notes {
    fn note(&self, entry: Entry) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    async fn pending_checkpoint(&self, _: LearnerId) -> Option<(u64, Vec<u8>)> {
        None
    }
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let held = play(args).await?;
    Ok(if held.in_time && held.once && held.accounted {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Plays the turns and prints the table.
async fn play(args: Args) -> anyhow::Result<report::Held> {
    ensure!(args.turns > 0 && args.at_once > 0 && args.faster > 0, "at least one of each");
    ensure!((0.0..=1.0).contains(&args.failures), "--failures is a share, 0 to 1");
    let server = Server::start(chaos(&args)).await.context("the stand-in cannot start")?;
    let notes = Arc::<Notes>::default();
    let prices = Prices::read(Some(PRICES)).context("the prices of the bench")?;
    let mind = mind(&args, &server, &notes, &prices)?;
    let began = Instant::now();
    let got = turns(&args, &mind).await?;
    let wall = began.elapsed();
    let idle = tokio::time::timeout(Duration::from_secs(10), server.seen().until_idle()).await;
    idle.context("the stand-in still serves somebody")?;
    let entries = notes.all().await;
    let costs = journal_costs(&entries).await?;
    let runs = report::Runs { entries: &entries, in_journal: costs, prices: &prices };
    let whole = report::Whole { got: &got, budget: WHOLE / args.faster, wall, says: &SAYS };
    Ok(report::print(&whole, &runs, &server.seen().charges()))
}

fn chaos(args: &Args) -> Chaos {
    let faster = u64::from(args.faster);
    let brief = 1_000 / faster;
    Chaos {
        latency_ms: LATENCY_MS.start() / faster..=LATENCY_MS.end() / faster,
        kinds: vec![
            Outcome::RateLimited(Wait::Untold),
            Outcome::RateLimited(Wait::Millis(brief / 10)),
            Outcome::ServerError,
            Outcome::Loading(0.8 / f64::from(args.faster)),
            Outcome::MalformedJson,
            Outcome::WrongType,
            Outcome::Cut { after: 0, clean: false },
            Outcome::Cut { after: 400, clean: false },
            Outcome::Cut { after: 700, clean: true },
            Outcome::Silent,
        ],
        says: SAYS.map(str::to_owned).to_vec(),
        ..Chaos::new(args.seed, args.failures)
    }
}

fn mind(args: &Args, server: &Server, notes: &Arc<Notes>, prices: &Prices) -> anyhow::Result<Mind> {
    let client = client::build()?;
    let model = |provider: &str, model: &str| Model {
        provider: provider.to_owned(),
        model: model.to_owned(),
    };
    let openai = server.base_of(Endpoint::OpenAiChat);
    let gemini = server.base_of(Endpoint::GeminiChat);
    let chats: Vec<Arc<dyn Chat>> = vec![
        Arc::new(OpenAiChat::new(client.clone(), openai.clone(), None, model("first", "large"))?),
        Arc::new(OpenAiChat::new(client.clone(), openai, None, model("second", "middle"))?),
        Arc::new(GeminiChat::new(client, gemini, None, model("third", "small"))?),
    ];
    let times = |hedge: Option<Duration>| Times {
        first: FIRST / args.faster,
        whole: WHOLE / args.faster,
        hedge: hedge.map(|after| after / args.faster),
    };
    let budgets = Budgets {
        day: None,
        learner: None,
        group: None,
        summaries: None,
        providers: Vec::new(),
        request: Nanodollars(10_000_000),
    };
    let usual = breaker::Rules::default();
    let breakers = breaker::Rules {
        window: usual.window / args.faster,
        rest: usual.rest / args.faster,
        probe: usual.probe / args.faster,
        fresh: usual.fresh / args.faster,
        ..usual
    };
    Ok(Mind::new(Parts {
        chats,
        ears: Vec::new(),
        voices: Vec::new(),
        wits: Arc::new(wits::Words),
        tallies: Arc::new(MemoryTallies::default()),
        cache: Arc::new(MemoryCache::default()),
        notebook: Arc::clone(notes) as Arc<dyn Notebook>,
        clock: Arc::new(SystemClock),
        prices: prices.clone(),
        terms: Terms {
            live: times(Some(HEDGE)),
            text: times(None),
            late: Late { call: WHOLE / args.faster, text: WHOLE / args.faster },
            hear: times(None),
            speak: times(None),
            budgets,
            cache: None,
            trial: None,
        },
        breakers,
    }))
}

async fn turns(args: &Args, mind: &Mind) -> anyhow::Result<Vec<Got>> {
    let mut workers = JoinSet::new();
    let (seed, turns, time) = (args.seed, args.turns, WHOLE / args.faster);
    for worker in 0..args.at_once.min(turns) {
        let mind = mind.clone();
        let mine = (worker..turns).step_by(args.at_once as usize);
        workers.spawn(async move {
            let mut got = Vec::new();
            for n in mine {
                got.push(turn(&mind, seed, n, time).await);
            }
            got
        });
    }
    let mut all = Vec::new();
    while let Some(done) = workers.join_next().await {
        all.extend(done.context("a learner's turns failed")?);
    }
    Ok(all)
}

/// The n-th turn: what it is depends on seed and number only.
async fn turn(mind: &Mind, seed: u64, n: u32, time: Duration) -> Got {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ (u64::from(n) << 20));
    let question = question(&mut rng, n);
    let began = Instant::now();
    if rng.random_bool(0.5) {
        let answer = mind.answer(&question, time).await;
        let took = began.elapsed();
        let (given, offline) = match answer {
            Ok(text) => (vec![text], None),
            Err(why) => (vec![OFFLINE.to_owned()], Some(why)),
        };
        return Got { given, offline, interrupted: false, took };
    }
    let interrupts = rng.random_bool(0.1);
    live(mind, &question, time, interrupts).await
}

/// What stands if nobody has better words.
const OFFLINE: &str = "Let us go on with the lesson.";

async fn live(mind: &Mind, question: &Question, time: Duration, interrupts: bool) -> Got {
    let began = Instant::now();
    match mind.converse(question, time).await {
        Err(why) => {
            let took = began.elapsed();
            Got { given: vec![OFFLINE.to_owned()], offline: Some(why), interrupted: false, took }
        }
        Ok(mut sentences) => {
            let mut said = Vec::new();
            let mut took = time * 2;
            while let Some(Ok(sentence)) = sentences.next().await {
                if said.is_empty() {
                    took = began.elapsed();
                }
                said.push(sentence);
                if interrupts {
                    break;
                }
            }
            Got { given: vec![said.join(" ")], offline: None, interrupted: interrupts, took }
        }
    }
}

fn question(rng: &mut ChaCha8Rng, n: u32) -> Question {
    let mut learner = [0; 16];
    learner[..4].copy_from_slice(&(n / 5).to_le_bytes());
    Question {
        // From the seed, because the server fails requests by their id.
        request: Uuid::from_u128(rng.random()),
        pupil: Pupil {
            learner: LearnerId(learner),
            session: format!("CA{}", n / 5),
            group: None,
            name: None,
            lang: Lang::En,
            manner: Manner::default(),
            history: Vec::new(),
            summary: None,
            aloud: true,
            most: 600,
            waits: Waits::default(),
        },
        task: Task {
            kind: if n.is_multiple_of(2) { TaskKind::Converse } else { TaskKind::Ask },
            said: format!("Question number {n}: what is that, and why is it so?"),
            facts: std::collections::BTreeMap::new(),
            instead_of: Vec::new(),
        },
    }
}

/// What the journal itself says that all came to.
async fn journal_costs(entries: &[Entry]) -> anyhow::Result<Nanodollars> {
    use crate::ports::runs::CostsBy;
    let journal = crate::store::sql::SqlJournal::open("sqlite::memory:")?;
    journal.migrate().await.context("the journal's tables")?;
    for batch in entries.chunks(1_000) {
        journal.write(batch).await.context("the journal")?;
    }
    let since = chrono::DateTime::UNIX_EPOCH;
    let rows = journal.costs(CostsBy::Provider, since).await.context("the journal's sums")?;
    Ok(rows.iter().map(|row| row.cost).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn in_a_small_run_everybody_is_answered_once_and_the_books_agree() {
        // Installed once a process; a second time is refused and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let args = Args { turns: 300, failures: 0.3, seed: 7, at_once: 8, faster: 2 };
        let held = play(args).await.expect("it runs");
        // Whether anybody was late, a busy machine decides.
        assert!(held.accounted && held.once, "{held:?}");
    }
}
