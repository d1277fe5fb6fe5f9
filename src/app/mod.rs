//! The composition root: opens what is outside, builds the inside, mounts the edges, runs, and drains.
//!
//! Knows everything; nothing but `cli` knows it. Tests and the demo start the same service through [`start`].

mod drain;
mod key;
mod notebook;
mod recordings;
mod routes;
mod sealed;
mod spoken;
pub mod tutor;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::admin::health::{Readiness, Watched};
use crate::config::{Settings, VoiceChoice};
use crate::ivr::driver::{Driver, Ports};
use crate::jobs::journal_writer::{JournalWriter, WriterOptions};
use crate::jobs::retention;
use crate::modules::registry::Registry;
use crate::ports::clock::{Clock, SystemClock};
use crate::ports::journal::{Journal, Notebook};
use crate::ports::messaging::Messaging;
use crate::ports::observer::Observer;
use crate::ports::tutor::{Historian, Tutor};
use crate::ports::voice::Voice;
use crate::providers::client;
use crate::providers::espeak::Espeak;
use crate::session::codec::Keyring;
use crate::store;
use crate::store::shelved::Shelved;
use crate::telephony::calls::Calls;
use crate::telephony::media::scoring::Scoring;
use crate::telephony::media::stage::House;
use crate::telephony::media::switchboard::Switchboard;
use crate::telephony::room::Room;
use crate::tutor::guard;
use crate::wording::Catalogue;
use crate::wording::clips::Clips;

/// What a test may put in the place of what the settings would open.
#[derive(Default)]
pub struct Overrides {
    /// The time.
    pub clock: Option<Arc<dyn Clock>>,
    /// How messages go out.
    pub messaging: Option<Arc<dyn Messaging>>,
    /// The modules.
    pub registry: Option<Registry>,
    /// Somebody who looks on.
    pub observer: Option<Arc<dyn Observer>>,
    /// Who answers freely.
    pub tutor: Option<Arc<dyn Tutor>>,
}

/// A service that is up.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    /// Asks it to drain and stop; [`Running::wait`] tells when it has.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// A token that stops it.
    #[must_use]
    pub fn stopper(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Waits until it has stopped.
    ///
    /// # Errors
    /// Where the server failed, or entries of the journal could be kept nowhere.
    pub async fn wait(self) -> anyhow::Result<()> {
        self.served.await.context("the server's task failed")?
    }
}

/// Starts the service on what the settings name.
///
/// # Errors
/// Where the address is taken, the data folder cannot be used, or a setting names something that cannot exist. A Redis or
/// Postgres that is only away is no error: the service starts degraded and finds it when it comes back.
pub async fn start(settings: Settings, overrides: Overrides) -> anyhow::Result<Running> {
    let folder = &settings.data_dir;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("DATA_DIR: cannot make the folder {}", folder.display()))?;
    let clock = overrides.clock.unwrap_or_else(|| Arc::new(SystemClock));
    let master = key::master(settings.encryption_key.as_ref(), folder)?;
    let keyring = Keyring::new(&master);
    let redis = settings.redis_url.as_ref().map(|url| url.expose_secret());
    let contexts = store::open_contexts(redis, Arc::clone(&clock)).context("REDIS_URL")?;
    let dsn = settings.database_url.expose_secret();
    let journal: Arc<dyn Journal> =
        Arc::new(store::open_journal(Some(dsn), folder).context("DATABASE_URL")?);
    if let Err(error) = journal.migrate().await {
        tracing::warn!(%error, "the journal is not up to date yet; entries wait");
    }
    let writer = JournalWriter::start(Arc::clone(&journal), folder, WriterOptions::default())
        .context("DATA_DIR: the journal's spool")?;
    let voice = open_voice(settings.embedded_voice).await?;
    let messaging = match overrides.messaging {
        Some(messaging) => messaging,
        None => routes::messaging(&settings)?,
    };
    let tasks = TaskTracker::new();
    let catalogue = Catalogue::shipped();
    let archive = recordings::archive(&settings)?;
    let notebook: Arc<dyn Notebook> = Arc::new(notebook::Writing(writer.clone()));
    let shelved = Shelved::new(
        Arc::clone(&contexts.cache),
        recordings::objects(&settings, "spoken").context("the sounds that are kept")?,
    );
    let cache = sealed::SealedCache { inner: Arc::new(shelved.clone()), keyring: keyring.clone() };
    let means = tutor::Means {
        client: client::build().context("no HTTP client")?,
        tallies: Arc::clone(&contexts.tallies),
        cache: Arc::new(cache),
        notebook: Arc::clone(&notebook),
        clock: Arc::clone(&clock),
    };
    // Off the first learner's answer.
    guard::prepare();
    let (tutor, historian) = match overrides.tutor {
        Some(tutor) => (tutor, None),
        None => {
            let mind = tutor::tutor(&settings.tutor, means).await?;
            let historian = Arc::clone(&mind) as Arc<dyn Historian>;
            (mind as Arc<dyn Tutor>, Some(historian))
        }
    };
    let ports = Ports {
        contexts: Arc::clone(&contexts.contexts),
        journal: Arc::clone(&journal),
        notebook,
        messaging: Arc::clone(&messaging),
        clock: Arc::clone(&clock),
        tutor: Some(Arc::clone(&tutor)),
        historian,
        care: guard::care,
        archive: settings.recordings.on.then(|| archive.clone()),
    };
    let registry = match overrides.registry {
        Some(registry) => registry,
        None => routes::lessons(settings.content_dir.as_deref())?,
    };
    let driver = Driver::new(ports, registry, catalogue, keyring.clone(), tasks.clone());
    let calls = Arc::new(Calls::default());
    let switchboard = Switchboard::start(&tokio::runtime::Handle::current())
        .context("no threads for live calls")?;
    let once = sealed::Sealed { inner: Arc::clone(&contexts.once), keyring: keyring.clone() };
    let house = House {
        driver,
        keyring,
        account: settings.twilio.account_sid.clone(),
        once: Arc::new(once),
        voice: voice.clone(),
        shelf: Arc::default(),
        recordings: Arc::new(Clips::shipped()),
        switchboard: Arc::new(switchboard),
        scoring: Scoring::default(),
        keys_in_band: settings.keys_in_band,
        lead_ms: settings.lead_ms,
        longest_minutes: settings.longest_stream_minutes,
        room: Arc::new(Room::new(settings.max_live_calls)),
        catalogue,
        calls: Arc::clone(&calls),
        clock: Arc::clone(&clock),
        observer: overrides.observer,
        tasks: tasks.clone(),
    };
    let readiness = Readiness::default();
    let watched = Watched {
        contexts: contexts.contexts,
        journal,
        messaging,
        tutor: Some(tutor),
        voice,
        signatures: !settings.twilio.auth_tokens.is_empty(),
        clock,
        readiness: readiness.clone(),
    };
    let stop = CancellationToken::new();
    let more = recordings::routes(&settings, &archive, &house);
    let router = routes::all(&settings, house.clone(), watched, more)?;
    // Also where nothing is recorded any more: what was recorded still has its end.
    let days = settings.recordings.days;
    let retention = retention::keep_days(archive, days, Arc::clone(&house.clock), stop.clone());
    tasks.spawn(retention);
    if let Some(keep) = settings.tutor.cache {
        let clock = Arc::clone(&house.clock);
        tasks.spawn(spoken::keep(shelved, keep, clock, stop.clone()));
    }
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("BIND_ADDR, PORT: cannot listen on {}", settings.listen))?;
    let address = listener.local_addr().context("the listener has no address")?;
    let drain = drain::Drain {
        stop: stop.clone(),
        grace: settings.shutdown_grace,
        house,
        readiness,
        writer,
    };
    let served = tokio::spawn(drain::serve(listener, router, drain));
    Ok(Running { address, stop, served })
}

async fn open_voice(choice: VoiceChoice) -> anyhow::Result<Option<Arc<dyn Voice>>> {
    if choice == VoiceChoice::None {
        return Ok(None);
    }
    match (Espeak::find().await, choice) {
        (Some(voice), _) => Ok(Some(Arc::new(voice))),
        (None, VoiceChoice::Espeak) => anyhow::bail!("EMBEDDED_VOICE: espeak-ng is not installed"),
        (None, _) => {
            tracing::info!(
                "espeak-ng is not installed: prompts are spoken by TwiML around live streams"
            );
            Ok(None)
        }
    }
}

/// How long the journal may take to be flushed at the end.
const FLUSH: Duration = Duration::from_secs(10);
