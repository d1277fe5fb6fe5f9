//! `toneline bench streams`: live calls at once, each with a paced media stream, against a gateway in a process of its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use rustix::process::{Resource, getrlimit, setrlimit};

use super::scrape::Reading;
use super::server::{Server, Usage};
use crate::phone::Line;
use crate::phone::crowd::{Crowd, Plan, Report};
use crate::speech::wav;
use crate::telemetry::names;

/// What `toneline bench streams` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Calls at once
    #[arg(long, default_value_t = 100)]
    calls: u32,
    /// Seconds that are measured, once every call has its stream
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// One prompt in so many is spoken over; 0 for none
    #[arg(long, default_value_t = 4)]
    barge_one_in: u32,
    /// What the callers say: WAV files; without any, synthetic syllables
    #[arg(long, value_name = "WAV")]
    say: Vec<PathBuf>,
    /// Threads that keep the callers in time
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Settings of the gateway besides, NAME=value
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// The token that signs.
const TOKEN: &str = "bench-token";
/// Sockets that a process needs beside those of its calls.
const SPARE_FILES: u64 = 500;
/// The way to the tone drill: English, Mandarin.
const TO_THE_DRILL: [&str; 2] = ["1", "6"];
/// After the crowd has its streams: first prompts, caches, and the pools fill.
const SETTLING: Duration = Duration::from_secs(8);

pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    ensure!(args.calls > 0 && args.seconds > 0, "at least one call and one second");
    let files = raise_open_files(u64::from(args.calls) + SPARE_FILES)?;
    let recordings = args.say.iter().map(|path| recording(path)).collect::<anyhow::Result<_>>()?;
    let mut settings = vec![("TWILIO_AUTH_TOKEN", TOKEN)];
    for pair in &args.set {
        settings.push(pair.split_once('=').context("--set: give NAME=value")?);
    }
    let server = Server::start(&settings).await?;
    let plan = Plan {
        line: Line::new(&server.url).with_token(TOKEN),
        calls: args.calls,
        first: 0,
        keys: TO_THE_DRILL.to_vec(),
        barge_one_in: args.barge_one_in,
        recordings,
        threads: args.threads,
    };
    warm(&plan).await?;
    let idle = server.usage()?;
    let mut crowd = Crowd::gather(plan).await.map_err(anyhow::Error::msg)?;
    crowd.talk(SETTLING).await;
    let (before, page_before) = (server.usage()?, Reading::of(&server.url).await?);
    crowd.talk(Duration::from_secs(args.seconds)).await;
    let (after, page_after) = (server.usage()?, Reading::of(&server.url).await?);
    let report = crowd.disperse().await;
    println!(
        "calls                {} at once, {} s measured, {files} open files allowed",
        args.calls, args.seconds
    );
    server_side(&args, [idle, before, after], &page_after.since(&page_before), &page_after);
    callers_side(&args, &report);
    Ok(())
}

/// A few callers first: weights, pages and the voice's commonest sentences are there before anything is counted.
async fn warm(plan: &Plan) -> anyhow::Result<()> {
    let plan = Plan { calls: 8, first: 5_000_000, ..plan.clone() };
    let mut crowd = Crowd::gather(plan).await.map_err(anyhow::Error::msg)?;
    crowd.talk(Duration::from_secs(25)).await;
    crowd.disperse().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    Ok(())
}

/// What the gateway says of itself, over the time that was measured.
fn server_side(args: &Args, [idle, before, after]: [Usage; 3], change: &Reading, page: &Reading) {
    let frames = change.labelled(names::MEDIA_MESSAGES, "kind=\"media\"").max(1.0);
    let cpu = after.cpu - before.cpu;
    let per_frame = cpu.as_secs_f64() * 1e6 / frames;
    println!(
        "frames taken         {frames:.0}, {:.1} a second and call",
        frames / args.seconds as f64 / f64::from(args.calls)
    );
    println!(
        "server CPU           {per_frame:.2} us a frame in all, so {:.0} calls a core{}",
        20_000.0 / per_frame,
        target(per_frame <= 8.0, "8 us")
    );
    let live = change.sum(names::LIVE_CPU_SECONDS) * 1e6 / frames;
    if live > 0.0 {
        println!(
            "  of it, live path   {live:.2} us a frame: socket, JSON, base64, decoding, voice activity, pitch, sending"
        );
    }
    let grown = after.resident_kib.saturating_sub(idle.resident_kib) as f64 / f64::from(args.calls);
    println!(
        "resident memory      {grown:.1} KiB a call over the idle server's {} MiB{}",
        idle.resident_kib / 1024,
        target(grown < 64.0, "64 KiB")
    );
    let (due, missed) = (change.sum(names::SENDS_DUE), change.sum(names::SENDS_MISSED));
    if due > 0.0 {
        let share = 100.0 * missed / due;
        println!(
            "send deadlines       {missed:.0} of {due:.0} missed, {share:.3} %{}",
            target(share < 0.1, "0.1 %")
        );
    }
    let ms = |share| change.quantile(names::FEEDBACK_SECONDS, share).map_or(0.0, |s| s * 1_000.0);
    println!(
        "decision to feedback p50 <= {:.0}, p95 <= {:.0}, p99 <= {:.0} ms{}",
        ms(0.5),
        ms(0.95),
        ms(0.99),
        target(ms(0.95) <= 50.0, "p95 50 ms")
    );
    println!("assessments          {:.0}", change.sum(names::ASSESSMENTS));
    let (flood, fault) = (
        page.labelled(names::STREAMS_ENDED, "flood"),
        page.labelled(names::STREAMS_ENDED, "fault"),
    );
    println!("streams ended        flood {flood:.0}, fault {fault:.0}");
}

/// What the callers saw, from the first ring to the end.
fn callers_side(args: &Args, report: &Report) {
    let at = |sorted: &[Duration], share: f64| {
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share) as usize).map_or(0.0, |d| d.as_secs_f64() * 1_000.0)
    };
    let three = |sorted: &[Duration]| {
        format!(
            "p50 {:.0}, p95 {:.0}, p99 {:.0} ms",
            at(sorted, 0.5),
            at(sorted, 0.95),
            at(sorted, 0.99)
        )
    };
    println!(
        "callers heard        {} prompts to the end, {} frames of silence inside prompts, {} ms ahead at most",
        report.prompts, report.gaps, report.deepest_ms
    );
    println!(
        "answered             {} times, {} (with the pause that ends an utterance)",
        report.answered.len(),
        three(&report.answered)
    );
    println!(
        "interrupted          {} prompts, {} noticed, {}",
        report.interruptions,
        report.silenced.len(),
        three(&report.silenced)
    );
    println!("streams opened anew  {}", report.reopened);
    println!(
        "the crowd's own pace {:.3} % of its deadlines missed by over 10 ms",
        100.0 * report.own_late
    );
    println!(
        "failures             {} of {} calls{}",
        report.faults.len(),
        args.calls,
        target(report.faults.is_empty(), "0")
    );
    let mut kinds = std::collections::BTreeMap::new();
    report.faults.iter().for_each(|fault| *kinds.entry(fault).or_insert(0) += 1);
    for (fault, n) in kinds.iter().take(10) {
        println!("  {n} x {fault}");
    }
}

fn target(met: bool, what: &str) -> String {
    format!("    target {what}: {}", if met { "met" } else { "missed" })
}

fn recording(path: &Path) -> anyhow::Result<Vec<i16>> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let parsed =
        wav::parse(&bytes).with_context(|| format!("{} is no WAV file", path.display()))?;
    wav::to_8k(&parsed).with_context(|| format!("{} cannot be converted", path.display()))
}

/// Allows as many open files as the system lets this process and the gateway have; how many.
fn raise_open_files(needed: u64) -> anyhow::Result<u64> {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_some_and(|now| now < needed) {
        limit.current = limit.maximum;
        setrlimit(Resource::Nofile, limit).context("cannot raise the limit of open files")?;
    }
    let now = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    ensure!(now >= needed, "{needed} open files are needed and {now} allowed: raise `ulimit -n`");
    Ok(now)
}
