//! Real Redis and Postgres for tests, on temporary folders and free ports.
//!
//! Each server runs under a small shell whose standard input is a pipe of ours. When this process ends, however it ends,
//! the pipe closes, and the shell ends the server and removes its folder: nothing outlives a test run. Durability against
//! power loss is off; against `kill -9` it is on. [`RedisServer::shared`] and [`PostgresServer::shared`] are started
//! once a test binary; tests that kill servers start their own.
#![allow(dead_code, reason = "each test binary uses its part of the harness")]

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::sync::OnceCell;
use toneline::store::sql::SqlJournal;

/// Says the server's process id, waits for a word or the end of the pipe, ends the server, and removes its folder
/// unless the word is `keep`.
const GUARD: &str = r#"dir=$1; shift
"$@" </dev/null >"$dir/log" 2>&1 &
p=$!; echo $p; read -r word; kill -INT $p 2>/dev/null; wait $p
[ "$word" = keep ] || rm -rf "$dir""#;

/// How long a server may take to start, or to stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// A user to run as.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

/// A running server under its guard.
struct Guarded {
    guard: Child,
    server: u32,
}

impl Guarded {
    fn start(dir: &Path, user: Option<User>, command: &[OsString]) -> Self {
        let mut guard = Command::new("sh");
        guard.arg("-c").arg(GUARD).arg("guard").arg(dir);
        // Its own group, so that Ctrl-C in a terminal does not take the guard away before the server.
        guard.args(command).current_dir(dir).process_group(0);
        guard.stdin(Stdio::piped()).stdout(Stdio::piped());
        // The shell would remark on every server that is killed.
        guard.stderr(Stdio::null());
        as_user(&mut guard, user);
        let mut guard = guard.spawn().expect("a POSIX shell is there");
        let mut line = String::new();
        let stdout = guard.stdout.take().expect("standard output is a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the guard says the process id");
        let server = line.trim().parse().expect("a process id");
        Self { guard, server }
    }

    /// Ends the server with SIGKILL and leaves its folder.
    fn kill(&mut self) {
        let killed = Command::new("kill").args(["-9", &self.server.to_string()]).status();
        assert!(killed.expect("kill is there").success(), "no such server");
        self.end(b"keep\n");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.server.to_string()]).status();
        assert!(sent.expect("kill is there").success(), "no such server");
    }

    fn end(&mut self, word: &[u8]) {
        if let Some(mut pipe) = self.guard.stdin.take() {
            // The guard may be gone already, which is what is wanted.
            let _ = pipe.write_all(word);
        }
        let _ = self.guard.wait();
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.end(b"");
    }
}

fn as_user(command: &mut Command, user: Option<User>) {
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
}

/// A folder that outlives this value: the guard removes it.
fn folder(user: Option<User>) -> PathBuf {
    let dir = tempfile::Builder::new()
        .prefix("toneline-test-")
        .tempdir()
        .expect("a temporary folder")
        .keep();
    if let Some(user) = user {
        chown(&dir, Some(user.uid), Some(user.gid)).expect("root may give folders away");
    }
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o700)).expect("our own folder");
    dir
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("a bound socket").port()
}

/// Finds a program on the path or in Debian's folders of Postgres, the newest first.
fn program(name: &str, package: &str) -> PathBuf {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    (folders.iter().map(|dir| dir.join(name))).find(|file| file.is_file()).unwrap_or_else(|| {
        panic!(
            "{name} is not installed; these tests need it: apt-get install {package} (or make test)"
        )
    })
}

fn wait_until(what: &str, dir: &Path, mut ready: impl FnMut() -> bool) {
    let start = Instant::now();
    while !ready() {
        if start.elapsed() > PATIENCE {
            let log = std::fs::read_to_string(dir.join("log")).unwrap_or_default();
            panic!("{what} did not start: {log}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A Redis that keeps nothing on disk: after a restart it is empty.
pub(crate) struct RedisServer {
    dir: PathBuf,
    port: u16,
    running: Option<Guarded>,
}

impl RedisServer {
    /// The server of this test binary.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<RedisServer> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A server of one's own.
    pub(crate) fn start() -> Self {
        let mut server = Self { dir: folder(None), port: free_port(), running: None };
        server.restart();
        server
    }

    /// Over TCP.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// Over the Unix socket.
    pub(crate) fn unix_url(&self) -> String {
        format!("redis+unix://{}", self.dir.join("redis.sock").display())
    }

    /// A key prefix nobody else has.
    pub(crate) fn prefix() -> String {
        format!("test-{}:", uuid::Uuid::new_v4().simple())
    }

    /// Ends it with SIGKILL.
    pub(crate) fn kill9(&mut self) {
        self.running.take().expect("it is running").kill();
    }

    /// Stops it without ending it: connections stay open and nothing answers.
    pub(crate) fn freeze(&self) {
        self.running.as_ref().expect("it is running").signal("-STOP");
    }

    /// Lets a frozen one go on.
    pub(crate) fn thaw(&self) {
        self.running.as_ref().expect("it is running").signal("-CONT");
    }

    /// Starts it again on the same port, empty.
    pub(crate) fn restart(&mut self) {
        let port = self.port.to_string();
        let args = ["--port", &port, "--bind", "127.0.0.1", "--unixsocket"];
        let mut command = vec![program("redis-server", "redis-server").into_os_string()];
        command.extend(args.map(OsString::from));
        command.push(self.dir.join("redis.sock").into_os_string());
        command.extend(["--save", "", "--appendonly", "no"].map(OsString::from));
        self.running = Some(Guarded::start(&self.dir, None, &command));
        wait_until("redis-server", &self.dir, || self.answers());
    }

    fn answers(&self) -> bool {
        let ask = || -> std::io::Result<bool> {
            let mut socket = TcpStream::connect(("127.0.0.1", self.port))?;
            socket.write_all(b"PING\r\n")?;
            let mut answer = [0; 5];
            socket.read_exact(&mut answer)?;
            Ok(&answer == b"+PONG")
        };
        ask().unwrap_or(false)
    }
}

/// A Postgres cluster.
pub(crate) struct PostgresServer {
    dir: PathBuf,
    port: u16,
    user: Option<User>,
    running: Option<Guarded>,
    template: OnceCell<()>,
    databases: AtomicU32,
}

impl PostgresServer {
    /// The server of this test binary.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<PostgresServer> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A server of one's own.
    pub(crate) fn start() -> Self {
        let user = unprivileged();
        let mut server = Self {
            dir: folder(user),
            port: free_port(),
            user,
            running: None,
            template: OnceCell::new(),
            databases: AtomicU32::new(0),
        };
        server.init();
        server.restart();
        server
    }

    /// A new database, migrated; its URL.
    pub(crate) async fn database(&self) -> String {
        let template = self.url("toneline_template");
        self.template
            .get_or_init(|| async {
                self.run("CREATE DATABASE toneline_template").await;
                let journal = SqlJournal::open(&template).expect("a good URL");
                let migrated = toneline::ports::journal::Journal::migrate(&journal).await;
                migrated.expect("migrations run");
                // A database is no template while somebody is connected to it.
                journal.close().await;
            })
            .await;
        let name = self.next_name();
        self.run(&format!("CREATE DATABASE {name} TEMPLATE toneline_template")).await;
        self.url(&name)
    }

    /// A new database with nothing in it; its URL.
    pub(crate) async fn empty_database(&self) -> String {
        let name = self.next_name();
        self.run(&format!("CREATE DATABASE {name}")).await;
        self.url(&name)
    }

    /// Ends it with SIGKILL; its backends notice and end too.
    pub(crate) fn kill9(&mut self) {
        self.running.take().expect("it is running").kill();
    }

    /// Starts it again on the same port and folder; it recovers from its log.
    pub(crate) fn restart(&mut self) {
        let port = self.port.to_string();
        let start = || {
            let mut command = vec![program("postgres", "postgresql").into_os_string()];
            command.push("-D".into());
            command.push(self.dir.join("data").into_os_string());
            command.extend(["-p", &port, "-h", "127.0.0.1", "-k"].map(OsString::from));
            command.push(self.dir.clone().into_os_string());
            // With synchronous_commit off a kill would lose what the kernel was not given yet.
            let settings = [
                "fsync=off",
                "full_page_writes=off",
                "synchronous_commit=on",
                "max_connections=200",
                "shared_buffers=32MB",
            ];
            command.extend(settings.iter().flat_map(|s| ["-c".into(), s.into()]));
            Guarded::start(&self.dir, self.user, &command)
        };
        let is_ready = program("pg_isready", "postgresql");
        let mut running = start();
        wait_until("postgres", &self.dir, || {
            // After a kill it refuses to start until the last backend has noticed.
            if !Path::new(&format!("/proc/{}", running.server)).exists()
                || is_zombie(running.server)
            {
                running.end(b"keep\n");
                running = start();
            }
            let asked =
                Command::new(&is_ready).args(["-q", "-h", "127.0.0.1", "-p", &port]).status();
            asked.is_ok_and(|status| status.success())
        });
        self.running = Some(running);
    }

    fn init(&self) {
        let mut initdb = Command::new(program("initdb", "postgresql"));
        initdb.arg("-D").arg(self.dir.join("data"));
        initdb.args(["-U", "toneline", "-A", "trust", "-E", "UTF8", "--locale=C"]);
        initdb.args(["--no-sync"]).current_dir(&self.dir);
        as_user(&mut initdb, self.user);
        let done = initdb.output().expect("initdb is there");
        assert!(done.status.success(), "initdb failed: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn next_name(&self) -> String {
        format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed))
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://toneline@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    async fn run(&self, sql: &str) {
        let mut connection =
            PgConnection::connect(&self.url("postgres")).await.expect("the server answers");
        connection.execute(AssertSqlSafe(sql.to_owned())).await.expect("a good statement");
        // Closing is a courtesy.
        let _ = connection.close().await;
    }
}

fn is_zombie(process: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
}

/// Postgres refuses to run as root: then the user `postgres` of the package is borrowed.
fn unprivileged() -> Option<User> {
    let id = |args: &[&str]| -> Option<u32> {
        let output = Command::new("id").args(args).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    };
    if id(&["-u"]) != Some(0) {
        return None;
    }
    let user = id(&["-u", "postgres"]).zip(id(&["-g", "postgres"]));
    let (uid, gid) = user.expect("root needs the user postgres: apt-get install postgresql");
    Some(User { uid, gid })
}
