//! The whole service in this process, on a free port, with real stores; and a line that checks every document it gives.
#![allow(dead_code, reason = "tests use parts of it")]

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use secrecy::SecretString;
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;
use toneline::app::{Overrides, Running, start};
use toneline::config::Settings;
use toneline::domain::ids::LearnerId;
use toneline::domain::key::MasterKey;
use toneline::modules::maths::Problem;
use toneline::modules::registry::Registry;
use toneline::phone::Line;
use toneline::ports::clock::Clock;
use toneline::ports::contexts::ContextStore as _;
use toneline::ports::journal::{Counts, Journal as _};
use toneline::ports::observer::Observer;
use toneline::ports::tutor::Tutor;
use toneline::session::codec::Keyring;
use toneline::session::context::Context;
use toneline::store::redis::{RedisOptions, RedisStore};
use toneline::store::sql::SqlJournal;

use crate::checks;
use crate::outbox::Outbox;
use crate::servers::{PostgresServer, RedisServer};
use crate::wire::Wire;

/// The master key of every service under test.
pub(crate) const KEY: &str = "5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f";
/// More than anything here takes, on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until something holds.
pub(crate) async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !done().await {
        assert!(begun.elapsed() < PATIENCE, "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A number that no other test uses.
pub(crate) fn number() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("+25078{:07}", 4_000_000 + NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What a service is started with.
#[derive(Default)]
pub(crate) struct Builder {
    settings: HashMap<&'static str, String>,
    folder: Option<Arc<TempDir>>,
    redis: bool,
    postgres: bool,
    overrides: Overrides,
    outbox: Arc<Outbox>,
}

impl Builder {
    /// Any setting.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.insert(name, value.into());
        self
    }

    /// The Redis that all tests share.
    pub(crate) fn with_redis(mut self) -> Self {
        self.redis = true;
        self
    }

    /// A database of its own in the Postgres that all tests share.
    pub(crate) fn with_postgres(mut self) -> Self {
        self.postgres = true;
        self
    }

    pub(crate) fn with_token(self, token: &str) -> Self {
        self.with("TWILIO_AUTH_TOKEN", token)
    }

    pub(crate) fn with_public_url(self, url: &str) -> Self {
        self.with("PUBLIC_URL", url)
    }

    pub(crate) fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.overrides.clock = Some(clock);
        self
    }

    pub(crate) fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.overrides.observer = Some(observer);
        self
    }

    pub(crate) fn with_tutor(mut self, tutor: Arc<dyn Tutor>) -> Self {
        self.overrides.tutor = Some(tutor);
        self
    }

    pub(crate) fn with_modules(mut self, registry: Registry) -> Self {
        self.overrides.registry = Some(registry);
        self
    }

    /// The folder of another service: a restart.
    pub(crate) fn with_folder(mut self, folder: Arc<TempDir>) -> Self {
        self.folder = Some(folder);
        self
    }

    /// Starts it.
    pub(crate) async fn start(mut self) -> TestApp {
        // Installed once a process; a second time is refused and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        toneline::telemetry::init::metrics();
        let folder =
            self.folder.take().unwrap_or_else(|| Arc::new(tempfile::tempdir().expect("a folder")));
        if self.redis {
            let server =
                tokio::task::spawn_blocking(RedisServer::shared).await.expect("redis starts");
            self.settings.insert("REDIS_URL", server.url());
        }
        if self.postgres {
            let server =
                tokio::task::spawn_blocking(PostgresServer::shared).await.expect("postgres starts");
            self.settings.insert("DATABASE_URL", server.database().await);
        }
        self.settings.entry("PORT").or_insert_with(|| "0".to_owned());
        self.settings.entry("ENCRYPTION_KEY").or_insert_with(|| KEY.to_owned());
        self.settings.insert("DATA_DIR", folder.path().display().to_string());
        let settings =
            Settings::read(|name| self.settings.get(name).cloned()).expect("good settings");
        self.overrides.messaging = Some(self.outbox.clone());
        let running = start(settings, self.overrides).await.expect("the service starts");
        let wire = Wire::to(running.address).await;
        TestApp {
            wire,
            running: Some(running),
            folder,
            settings: self.settings,
            outbox: self.outbox,
        }
    }
}

/// A running service. What it answered is checked when it goes.
pub(crate) struct TestApp {
    /// The line to it.
    pub(crate) wire: Wire,
    pub(crate) running: Option<Running>,
    pub(crate) folder: Arc<TempDir>,
    pub(crate) settings: HashMap<&'static str, String>,
    /// The texts that it sent unasked.
    pub(crate) outbox: Arc<Outbox>,
}

impl TestApp {
    pub(crate) fn builder() -> Builder {
        Builder::default()
    }

    /// A service without settings: everything embedded.
    pub(crate) async fn start() -> Self {
        Self::builder().start().await
    }

    /// The base URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.wire.address)
    }

    /// The phone of a new learner.
    pub(crate) fn line(&self) -> Line {
        let mut line = Line::new(&self.url()).with_from(&number());
        line.auth_token = self.settings.get("TWILIO_AUTH_TOKEN").cloned();
        line.public_url = self.settings.get("PUBLIC_URL").cloned();
        line
    }

    /// The same settings, folder and stores, for the next process.
    pub(crate) fn builder_again(&self) -> Builder {
        let mut settings = self.settings.clone();
        settings.remove("PORT");
        Builder { settings, folder: Some(Arc::clone(&self.folder)), ..Builder::default() }
    }

    /// Stops it and waits until everything is kept.
    pub(crate) async fn stop(&mut self) {
        let running = self.running.take().expect("it runs");
        running.stop();
        running.wait().await.expect("a clean stop");
    }

    fn keyring(&self) -> Keyring {
        let text = SecretString::from(self.settings["ENCRYPTION_KEY"].clone());
        let key = MasterKey::parse(secrecy::ExposeSecret::expose_secret(&text)).expect("a key");
        Keyring::new(&key)
    }

    /// A learner as the stores know them.
    pub(crate) fn learner(&self, number: &str) -> LearnerId {
        self.keyring().learner(number)
    }

    fn database(&self) -> String {
        let file: PathBuf = self.folder.path().join("toneline.db");
        let embedded = || format!("sqlite:{}", file.display());
        self.settings.get("DATABASE_URL").cloned().unwrap_or_else(embedded)
    }

    /// How many rows the journal holds.
    pub(crate) async fn counts(&self) -> Counts {
        let journal = SqlJournal::open(&self.database()).expect("a good DSN");
        let counts = journal.counts().await.expect("the journal answers");
        journal.close().await;
        counts
    }

    /// What the journal says that a learner was answered last. For the embedded journal.
    pub(crate) async fn answered(&self, number: &str) -> String {
        let mut db = SqliteConnection::connect(&self.database()).await.expect("connects");
        let sql = "SELECT ai_response_sealed FROM user_sessions WHERE learner_id = $1 ORDER BY id DESC LIMIT 1";
        let learner = self.learner(number);
        let row = sqlx::query_scalar(sql).bind(learner.to_string()).fetch_one(&mut db).await;
        let sealed: Vec<u8> = row.expect("a turn");
        let words = self.keyring().open(learner, &sealed).expect("it opens");
        String::from_utf8(words).expect("text")
    }

    /// What the journal's checkpoint says of a learner.
    pub(crate) async fn checkpoint(&self, number: &str) -> Option<Context> {
        let journal = SqlJournal::open(&self.database()).expect("a good DSN");
        let kept = journal.checkpoint(self.learner(number)).await;
        journal.close().await;
        let (_, sealed) = kept.expect("the journal answers")?;
        Some(self.keyring().decode(self.learner(number), &sealed).expect("a good checkpoint"))
    }

    /// What Redis holds of a learner.
    pub(crate) async fn context(&self, number: &str) -> Option<Context> {
        let store = RedisStore::open(&self.settings["REDIS_URL"], RedisOptions::default())
            .expect("a good URL");
        let kept = store.load(self.learner(number)).await.expect("redis answers")?;
        Some(self.keyring().decode(self.learner(number), &kept.sealed).expect("a good context"))
    }

    /// Waits until the context of who calls from `line` holds what is wanted.
    pub(crate) async fn context_where(
        &self,
        line: &Line,
        what: &str,
        holds: impl Fn(&Context) -> bool,
    ) -> Context {
        let mut found = None;
        until(what, async || {
            found = self.context(&line.from).await.filter(|context| holds(context));
            found.is_some()
        })
        .await;
        found.expect("it holds")
    }

    /// The answer to the maths problem that a learner was asked, from Redis.
    pub(crate) async fn sum(&self, number: &str) -> i64 {
        let context = self.context(number).await.expect("a context");
        answer_in(&context).expect("a problem is asked")
    }

    /// A page, and its status.
    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let response =
            client().get(format!("{}{path}", self.url())).send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("text"))
    }

    /// Posts a form without a signature; the status and the body.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, String) {
        let request = client().post(format!("{}{path}", self.url())).form(form);
        let response = request.send().await.expect("an answer");
        (response.status().as_u16(), response.text().await.expect("text"))
    }
}

/// The answer to the maths problem in a context, or the number of the right choice.
pub(crate) fn answer_in(context: &Context) -> Option<i64> {
    let problem = context.user_state.get("maths")?.get("current_math_problem")?;
    let problem: Problem = serde_json::from_value(problem.clone()).ok()?;
    let right = (problem.answer, problem.over);
    let chosen = problem.choices.iter().position(|choice| *choice == right);
    Some(chosen.map_or(problem.answer, |place| place as i64 + 1))
}

/// A client that believes no proxy settings.
pub(crate) fn client() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
    builder.build().expect("a client")
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.stop();
        }
        if !std::thread::panicking() {
            checks::all_good(&self.wire.documents());
        }
    }
}
