//! The program as an operator runs it: settings, its one line, its logs, its end.

use std::collections::HashSet;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};
use toneline::phone::Line;

use crate::caller::{Caller, says};
use crate::test_app::{KEY, PATIENCE, number, until};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// The program in a folder of its own, and with no settings but these.
fn program(folder: &Path, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_toneline"));
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("DATA_DIR", folder.join("data")).envs(settings.iter().copied());
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    command
}

/// A running `toneline serve`.
struct Served {
    child: Child,
    stdout: BufReader<tokio::process::ChildStdout>,
    url: String,
}

impl Served {
    async fn start(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut child = program(folder, settings).arg("serve").spawn().expect("the program starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        let read = tokio::time::timeout(PATIENCE, stdout.read_line(&mut line)).await;
        read.expect("in time").expect("text");
        let url = line.trim_end().strip_prefix("listening on ");
        let url = url.unwrap_or_else(|| panic!("another line: {line:?}")).to_owned();
        Self { child, stdout, url }
    }

    /// Ends it by SIGTERM: the exit code, what else it printed, and its logs.
    async fn terminate(mut self) -> (Option<i32>, String, String) {
        let pid = self.child.id().expect("it runs").to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().await;
        assert!(sent.expect("kill is there").success());
        let mut rest = String::new();
        let read = tokio::time::timeout(PATIENCE, self.stdout.read_to_string(&mut rest)).await;
        read.expect("it ends").expect("text");
        let output = self.child.wait_with_output().await.expect("it ends");
        (output.status.code(), rest, String::from_utf8(output.stderr).expect("text"))
    }
}

/// Runs it to its end: the exit code and both outputs.
async fn run(mut command: Command, args: &[&str]) -> (Option<i32>, String, String) {
    let output = tokio::time::timeout(PATIENCE, command.args(args).output()).await;
    let output = output.expect("it ends").expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_prints_one_line_with_the_port_it_found_and_ends_well_on_sigterm() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path(), &[("PORT", "0")]).await;
    let port = served.url.strip_prefix("http://127.0.0.1:").expect("loopback");
    assert_ne!(port.parse::<u16>().expect("a port"), 0);
    let text = Line::new(&served.url).text("MENU").await.expect("a reply");
    says(&text.replies[0].body, "What would you like to learn?");
    let (code, rest, _) = served.terminate().await;
    assert_eq!((code, rest.as_str()), (Some(0), ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_lets_the_live_call_end_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path(), &[("PORT", "0")]).await;
    let line = Line::new(&served.url).with_from(&number());
    let (mut caller, _) = Caller::greeted(&line).await;
    let url = served.url.clone();
    let ending = tokio::spawn(served.terminate());
    until("it is not ready any more", async || {
        let answer = crate::test_app::client().get(format!("{url}/readyz")).send().await;
        answer.is_ok_and(|answer| answer.status() == 503)
    })
    .await;
    says(&caller.press("1").await, "we will speak English");
    assert!(!ending.is_finished());
    caller.hang_up().await;
    let (code, ..) = ending.await.expect("it ends");
    assert_eq!(code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_address_without_a_token_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let command = program(folder.path(), &[("PORT", "0"), ("BIND_ADDR", "0.0.0.0")]);
    let (code, out, err) = run(command, &["serve"]).await;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    for part in ["BIND_ADDR", "TWILIO_AUTH_TOKEN", "127.0.0.1"] {
        says(&err, part);
    }
    assert!(!folder.path().join("data").exists(), "it began nonetheless");
}

#[tokio::test(flavor = "multi_thread")]
async fn faulty_settings_are_reported_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = [
        ("PORT", "http"),
        ("PUBLIC_URL", "line.example.org"),
        ("REDIS_URL", "localhost"),
        ("ENCRYPTION_KEY", "swordfish"),
        ("EMBEDDED_VOICE", "tenor"),
    ];
    let (code, out, err) = run(program(folder.path(), &settings), &["serve"]).await;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    for (name, _) in settings {
        says(&err, name);
    }
    assert!(!err.contains("swordfish"), "a secret is shown: {err}");
}

/// Says everything that a log must not repeat.
async fn talk(line: &Line) {
    let (mut caller, _) = Caller::greeted(line).await;
    caller.press("1").await;
    caller.press("2").await;
    caller.press("73519").await;
    caller.speech("forty two thousand pomegranates").await;
    caller.hang_up().await;
    for body in ["NAME Zigiranyirazo", "are there pomegranates", "PROGRESS"] {
        line.text(body).await.expect("a reply");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_logs_of_calls_and_texts_are_json_with_ids_and_without_anything_personal() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = [
        ("PORT", "0"),
        ("TWILIO_AUTH_TOKEN", TOKEN),
        ("ENCRYPTION_KEY", KEY),
        ("LOG_LEVEL", "debug"),
    ];
    let served = Served::start(folder.path(), &settings).await;
    let line = Line::new(&served.url).with_from(&number()).with_token(TOKEN);
    talk(&line).await;
    let refused = line.clone().with_token("wrong").dial().expect("a good line").finish().await;
    assert!(refused.ending.is_err());
    let (code, _, logs) = served.terminate().await;
    assert_eq!(code, Some(0));
    let digits = line.from.trim_start_matches('+');
    for personal in
        [digits, &digits[3..], "73519", "pomegranate", "Zigiranyirazo", TOKEN, KEY, "forty two"]
    {
        let found = logs.lines().find(|l| l.contains(personal));
        assert!(found.is_none(), "{personal} is in a log line: {found:?}");
    }
    let lines: Vec<Value> = logs
        .lines()
        .map(|l| serde_json::from_str(l).unwrap_or_else(|_| panic!("not JSON: {l}")))
        .collect();
    let said =
        |what: &str| -> Vec<&Value> { lines.iter().filter(|l| l["message"] == what).collect() };
    let answered = said("webhook answered");
    // The opening, four answers at least (keys beyond what a question waits for answer the next), and three texts.
    assert!(answered.len() >= 8, "{logs}");
    assert!(
        answered.iter().all(|l| l["span"]["request_id"].is_string()),
        "no request_id in:\n{logs}"
    );
    let learners: HashSet<&str> =
        answered.iter().filter_map(|l| l["span"]["learner"].as_str()).collect();
    assert_eq!(learners.len(), 1, "one learner, hashed: {learners:?}");
    let calls: HashSet<&str> =
        answered.iter().filter_map(|l| l["span"]["call.sid"].as_str()).collect();
    assert_eq!(calls.len(), 1);
    let ended = said("call ended");
    assert_eq!(ended.len(), 1);
    assert!(calls.contains(ended[0]["call.sid"].as_str().expect("text")));
    let requests = ended[0]["spans"].as_array().expect("a list").iter();
    assert!(requests.filter(|span| span["request_id"].is_string()).count() == 1, "{}", ended[0]);
    // Its first webhook and its status callback.
    let warnings: Vec<&Value> = lines.iter().filter(|l| l["level"] == "WARN").collect();
    let refusal =
        |l: &&Value| l["message"].as_str().is_some_and(|m| m.starts_with("refused a webhook"));
    assert!(warnings.len() == 2 && warnings.iter().all(refusal), "{warnings:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn call_and_text_from_the_command_line_reach_a_gateway_and_tell_what_happened() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::start(folder.path(), &[("PORT", "0"), ("TWILIO_AUTH_TOKEN", TOKEN)]).await;
    let from = number();
    let dial = ["call", "--url", &served.url, "--from", &from, "--token", TOKEN, "--keys", "1,2,#"];
    let (code, out, err) = run(program(folder.path(), &[]), &dial).await;
    assert_eq!(code, Some(0), "{out}{err}");
    for part in [
        "welcome to Toneline",
        "presses 2",
        "Let us do some maths.",
        "What would you like to learn?",
    ] {
        says(&out, part);
    }
    let text =
        ["text", "--url", &served.url, "--from", &from, "--token", TOKEN, "NAME Aline", "PROGRESS"];
    let (code, out, err) = run(program(folder.path(), &[]), &text).await;
    assert_eq!(code, Some(0), "{out}{err}");
    says(&out, "< Thank you. I will call you Aline.");
    says(&out, "1 segment]");
    let unsigned = ["text", "--url", &served.url, "--from", &from, "MENU"];
    let (code, _, err) = run(program(folder.path(), &[]), &unsigned).await;
    assert_eq!(code, Some(1));
    says(&err, "403");
    assert_eq!(served.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn migrate_brings_the_tables_up_and_says_so_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let postgres = tokio::task::spawn_blocking(crate::servers::PostgresServer::shared)
        .await
        .expect("it starts");
    let database = postgres.empty_database().await;
    for _ in 0..2 {
        let command = program(folder.path(), &[("DATABASE_URL", &database)]);
        let (code, out, err) = run(command, &["migrate"]).await;
        assert_eq!(
            (code, out.trim_end()),
            (Some(0), "the journal (postgres) is up to date"),
            "{err}"
        );
    }
    let away =
        program(folder.path(), &[("DATABASE_URL", "postgres://nobody:hunter2@127.0.0.1:1/none")]);
    let begun = std::time::Instant::now();
    let (code, out, err) = run(away, &["migrate"]).await;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(begun.elapsed() < Duration::from_secs(20) && !err.contains("hunter2"), "{err}");
}
