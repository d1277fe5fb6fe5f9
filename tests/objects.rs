//! The contract of object stores: a folder, and a real S3 server in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use rusty_s3::{Bucket, Credentials, S3Action as _, UrlStyle};
use toneline::domain::ids::{CallSid, LearnerId};
use toneline::ports::archive::{Archive, Stats, Track};
use toneline::ports::objects::ObjectStore;
use toneline::providers::s3::{S3Access, S3Objects};
use toneline::store::conformance;
use toneline::store::objects::FolderObjects;

/// Ends the server when the pipe from us closes, however we end.
const GUARD: &str = r#""$@" </dev/null >/dev/null 2>&1 &
p=$!; echo $p; read -r word; kill $p 2>/dev/null; wait $p"#;

/// A running S3 server.
struct S3Server {
    guard: Child,
    port: u16,
}

impl S3Server {
    /// `None`, and a word about it, where none is installed.
    fn start() -> Option<Self> {
        let Some(program) = program() else {
            eprintln!("skipped: no S3 server; scripts/setup.sh test installs one");
            return None;
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let mut guard = Command::new("sh");
        guard.args(["-c", GUARD, "guard"]).arg(program);
        guard.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        guard.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut guard = guard.spawn().expect("a POSIX shell is there");
        let mut line = String::new();
        let stdout = guard.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("the guard says the process id");
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the S3 server does not come up");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(Self { guard, port })
    }

    /// A new bucket.
    async fn bucket(&self, name: &str) -> S3Objects {
        let endpoint = format!("http://127.0.0.1:{}", self.port).parse().expect("a URL");
        let access = S3Access {
            endpoint,
            bucket: name.to_owned(),
            region: "us-east-1".to_owned(),
            key_id: "an-id".to_owned(),
            key: "a-key".to_owned().into(),
        };
        let store = S3Objects::new(access.clone()).expect("this machine");
        let bucket = Bucket::new(access.endpoint, UrlStyle::Path, name.to_owned(), "us-east-1");
        let bucket = bucket.expect("a bucket's name");
        let credentials = Credentials::new("an-id", "a-key");
        let url = bucket.create_bucket(&credentials).sign(Duration::from_secs(60));
        let made = client()
            .put(url)
            .header("content-length", "0")
            .send()
            .await
            .expect("the server answers");
        assert!(made.status().is_success(), "{}", made.status());
        store
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

fn program() -> Option<PathBuf> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/s3-server/bin/moto_server");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let elsewhere = std::env::split_paths(&path).map(|folder| folder.join("moto_server"));
    std::iter::once(ours).chain(elsewhere).find(|program| program.is_file())
}

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    conformance::objects(Arc::new(FolderObjects::new(folder.path()))).await;
    archive(Arc::new(FolderObjects::new(&folder.path().join("archive")))).await;
    assert!(FolderObjects::new(folder.path()).presigned("a", Duration::from_secs(9)).is_none());
}

#[tokio::test]
async fn a_real_s3_server_keeps_the_contract() {
    let Some(server) = S3Server::start() else { return };
    conformance::objects(Arc::new(server.bucket("contract").await)).await;
    archive(Arc::new(server.bucket("archive").await)).await;
}

#[tokio::test]
async fn a_list_goes_over_pages_and_a_presigned_address_works_without_credentials() {
    let Some(server) = S3Server::start() else { return };
    let store = server.bucket("pages").await;
    for n in 0..1_010 {
        store.put(&format!("many/{n:05}"), b"").await.expect("a put");
    }
    let listed = store.list("many/").await.expect("a list");
    assert_eq!(listed.len(), 1_010);
    assert!(listed.windows(2).all(|pair| pair[0].key < pair[1].key));
    store.put("one", b"what was said").await.expect("a put");
    let url = store.presigned("one", Duration::from_secs(60)).expect("an address");
    assert!(url.contains("X-Amz-Expires=60") && url.contains("X-Amz-Signature="), "{url}");
    assert!(!url.contains("a-key"));
    let got = client().get(&url).send().await.expect("the server answers");
    assert_eq!(got.bytes().await.expect("bytes").as_ref(), b"what was said");
}

#[tokio::test]
async fn a_service_that_is_away_is_unavailable_and_one_in_the_clear_is_refused() {
    let access = |endpoint: &str| S3Access {
        endpoint: endpoint.parse().expect("a URL"),
        bucket: "b".to_owned(),
        region: "r".to_owned(),
        key_id: "i".to_owned(),
        key: "k".to_owned().into(),
    };
    let away = S3Objects::new(access("http://127.0.0.1:9")).expect("this machine");
    let error = away.put("a", b"x").await.expect_err("nobody is there");
    assert!(error.to_string().contains("s3 is not available"), "{error}");
    assert!(S3Objects::new(access("http://s3.example.org")).is_err());
}

/// Sessions, learners, retention and figures over a store.
async fn archive(store: Arc<dyn ObjectStore>) {
    let archive = Archive::new(store);
    let (one, two) = (CallSid::parse("CA1").expect("an id"), CallSid::parse("CA2").expect("an id"));
    let (aline, eric) = (LearnerId([1; 16]), LearnerId([2; 16]));
    let now = Utc::now();
    assert_eq!(archive.begin(&one, aline).await, Ok(0));
    for (index, pages) in [(0, "ab"), (1, "cd"), (10, "gh"), (2, "ef")] {
        let put = archive.put(&one, index, now, Track::Caller, pages.as_bytes()).await;
        assert_eq!(put, Ok(()));
    }
    assert_eq!(archive.put(&one, 0, now, Track::Line, b"zz").await, Ok(()));
    assert_eq!(archive.begin(&two, eric).await, Ok(0));
    assert_eq!(archive.put(&two, 0, now, Track::Line, b"yy").await, Ok(()));
    assert_eq!(archive.merged(&one, Track::Caller).await, Ok(Some(b"abcdefgh".to_vec())));
    assert_eq!(archive.merged(&two, Track::Caller).await, Ok(None));
    assert_eq!(archive.begin(&one, aline).await, Ok(11));
    assert_eq!(archive.stats().await, Ok(Stats { sessions: 2, chunks: 6, bytes: 12 }));
    assert_eq!(archive.sessions_of(aline).await, Ok(vec![one.clone()]));
    assert_eq!(archive.expire(now, TimeDelta::days(1)).await, Ok(0));
    assert_eq!(archive.delete_learner(aline).await, Ok(1));
    assert_eq!(archive.merged(&one, Track::Caller).await, Ok(None));
    assert_eq!(archive.sessions_of(aline).await, Ok(Vec::new()));
    assert_eq!(archive.stats().await, Ok(Stats { sessions: 1, chunks: 1, bytes: 2 }));
    // Two days later: the chunk and the mark of the other learner.
    assert_eq!(archive.expire(now + TimeDelta::days(2), TimeDelta::days(1)).await, Ok(2));
    assert_eq!(archive.stats().await, Ok(Stats::default()));
}
