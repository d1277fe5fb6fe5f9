//! `toneline bench webhooks`: calls of a language, a lesson and wrong answers, signed, many at a time.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use tokio::task::JoinSet;

use super::server::Server;
use crate::phone::{Act, Event, Line, Script};

/// What `toneline bench webhooks` is told.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Calls in all
    #[arg(long, default_value_t = 2_000)]
    calls: u32,
    /// Calls at a time
    #[arg(long, default_value_t = 8)]
    at_once: u32,
}

/// The token that signs.
const TOKEN: &str = "bench-token";
/// The 99th percentile that a webhook must stay under.
const TARGET_P99: Duration = Duration::from_millis(10);

pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    ensure!(args.calls > 0 && args.at_once > 0, "at least one call, one at a time");
    let server = Server::start(&[("TWILIO_AUTH_TOKEN", TOKEN)]).await?;
    // Pages, caches and pools fill first.
    calls(&server.url, 50, args.at_once, 1_000_000).await?;
    let before = server.usage()?;
    let began = Instant::now();
    let mut took = calls(&server.url, args.calls, args.at_once, 0).await?;
    let wall = began.elapsed();
    let after = server.usage()?;
    took.sort();
    let webhooks = u32::try_from(took.len()).context("too many webhooks")?;
    let percentile = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    let cpu = (after.cpu - before.cpu) / webhooks;
    let p99 = percentile(0.99);
    let verdict = if p99 < TARGET_P99 { "met" } else { "missed" };
    println!(
        "webhooks             {webhooks} signed, {} calls, {} at a time",
        args.calls, args.at_once
    );
    println!("p50                  {:.2} ms", ms(percentile(0.50)));
    println!(
        "p99                  {:.2} ms    target under {} ms: {verdict}",
        ms(p99),
        TARGET_P99.as_millis()
    );
    println!("longest              {:.2} ms", ms(percentile(1.0)));
    println!("server CPU           {} us a webhook", cpu.as_micros());
    println!("so, on one core      {:.0} webhooks a second", 1.0 / cpu.as_secs_f64());
    println!(
        "as driven here       {:.0} webhooks a second, client and server on one machine",
        f64::from(webhooks) / wall.as_secs_f64()
    );
    let grown = after.resident_kib.saturating_sub(before.resident_kib);
    println!(
        "memory               {} MiB resident; {grown} KiB more than before these {} learners",
        after.resident_kib / 1024,
        args.calls
    );
    Ok(())
}

fn ms(d: Duration) -> f64 {
    d.as_secs_f64() * 1_000.0
}

/// Places calls, each by another learner, and gives how long each webhook took.
async fn calls(url: &str, n: u32, at_once: u32, first: u32) -> anyhow::Result<Vec<Duration>> {
    let mut tasks = JoinSet::new();
    for worker in 0..at_once.min(n) {
        let url = url.to_owned();
        let mine = (worker..n).step_by(at_once as usize);
        tasks.spawn(async move {
            let mut took = Vec::new();
            for learner in mine {
                took.extend(call(&url, first + learner).await?);
            }
            anyhow::Ok(took)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        all.extend(done.context("a caller failed")??);
    }
    Ok(all)
}

async fn call(url: &str, learner: u32) -> anyhow::Result<Vec<Duration>> {
    let from = format!("+25078{learner:07}");
    let line = Line::new(url).with_token(TOKEN).with_from(&from);
    let keys = ["1", "1", "9", "9", "9", "#"].map(|keys| Act::Keys(keys.to_owned()));
    let report = line.play(Script::new(keys.to_vec()), |_| {}).await?;
    ensure!(
        report.is_clean(),
        "a telephone service would refuse: {:?}",
        report.findings().collect::<Vec<_>>()
    );
    let took = report.moments.iter().filter_map(|moment| match &moment.event {
        Event::Answered { took, .. } => Some(*took),
        _ => None,
    });
    Ok(took.collect())
}
