//! `toneline costs`: what providers charged, by call, learner, provider, day or arm of a trial.

use std::path::PathBuf;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::money::Nanodollars;
use crate::ports::journal::Journal as _;
use crate::ports::runs::{CostRow, CostsBy};
use crate::store::open_journal;

/// What `toneline costs` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// By what costs are added up
    #[arg(long, value_enum, default_value_t = By::Provider)]
    pub by: By,
    /// From this day on, UTC, such as 2026-11-01; without it, everything that is kept
    #[arg(long)]
    pub since: Option<NaiveDate>,
    /// Only so many rows, the dearest; the sum and the spread are of all
    #[arg(long)]
    pub top: Option<usize>,
    /// One JSON object a row, without the sum
    #[arg(long)]
    pub json: bool,
    /// The journal: postgres://… or sqlite:path; without it, the file toneline.db in the data folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The data folder
    #[arg(long, env = "DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
}

/// By what costs are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// Call or text session.
    Call,
    /// Learner, by the id that is safe to print.
    Learner,
    /// Provider and model.
    Provider,
    /// Day, UTC.
    Day,
    /// Arm of the trial that `TUTOR_AB` names
    Arm,
}

/// Prints the table, the dearest first, days in their order, and the sum.
///
/// # Errors
/// A DSN that is none, or a database that cannot be reached.
pub async fn run(args: Args) -> anyhow::Result<()> {
    // An empty setting is an unset one.
    let dsn = args.database_url.as_deref().filter(|dsn| !dsn.is_empty());
    let journal = open_journal(dsn, &args.data_dir)?;
    let (by, head) = match args.by {
        By::Call => (CostsBy::Session, "call or session"),
        By::Learner => (CostsBy::Learner, "learner"),
        By::Provider => (CostsBy::Provider, "provider and model"),
        By::Day => (CostsBy::Day, "day"),
        By::Arm => (CostsBy::Arm, "arm"),
    };
    let rows = journal.costs(by, since(args.since)).await.context("the journal cannot be read")?;
    journal.close().await;
    if args.json {
        print!("{}", lines(&rows, args.top)?);
    } else {
        print!("{}{}", table(head, &rows, args.top), spread(head, &rows));
    }
    Ok(())
}

fn shown(rows: &[CostRow], top: Option<usize>) -> &[CostRow] {
    &rows[..top.unwrap_or(rows.len()).min(rows.len())]
}

fn lines(rows: &[CostRow], top: Option<usize>) -> anyhow::Result<String> {
    shown(rows, top).iter().map(|row| Ok(serde_json::to_string(row)? + "\n")).collect()
}

/// What one of them cost, on the mean and 19 of 20 at most.
fn spread(head: &str, rows: &[CostRow]) -> String {
    let Ok(count) = i64::try_from(rows.len()) else { return String::new() };
    if count == 0 {
        return String::new();
    }
    let mut costs: Vec<Nanodollars> = rows.iter().map(|row| row.cost).collect();
    costs.sort_unstable();
    let mean = Nanodollars(sum(rows).cost.0 / count);
    let p95 = costs[(costs.len() * 95).div_ceil(100) - 1];
    format!("{count} by {head}: mean {mean}, 95 of 100 at most {p95}\n")
}

fn since(day: Option<NaiveDate>) -> DateTime<Utc> {
    let midnight = day.and_then(|day| day.and_hms_opt(0, 0, 0));
    midnight.map_or(DateTime::UNIX_EPOCH, |midnight| midnight.and_utc())
}

fn table(head: &str, rows: &[CostRow], top: Option<usize>) -> String {
    if rows.is_empty() {
        return "nothing was asked of providers\n".to_owned();
    }
    let widest = rows.iter().map(|row| row.whose.chars().count()).max().unwrap_or(0);
    let width = widest.max(head.len());
    let mut text = format!(
        "{head:width$}  {:>8}  {:>8}  {:>8}  {:>12}  {:>14}  {:>15}  last\n",
        "requests", "failed", "first ms", "tokens", "cost", "of it estimated"
    );
    let line = |whose: &str, row: &CostRow| {
        let first = row.first_ms.map_or_else(|| "-".to_owned(), |ms| ms.to_string());
        let (cost, estimated) = (row.cost.to_string(), row.estimated.to_string());
        let last = row.last.format("%Y-%m-%d %H:%M");
        format!(
            "{whose:width$}  {:>8}  {:>8}  {first:>8}  {:>12}  {cost:>14}  {estimated:>15}  {last}\n",
            row.runs, row.failed, row.tokens
        )
    };
    for row in shown(rows, top) {
        text += &line(&row.whose, row);
    }
    text + &line("all", &sum(rows))
}

fn sum(rows: &[CostRow]) -> CostRow {
    let mut all = CostRow {
        whose: String::new(),
        runs: 0,
        failed: 0,
        first_ms: None,
        tokens: 0,
        cost: Nanodollars::ZERO,
        estimated: Nanodollars::ZERO,
        last: DateTime::UNIX_EPOCH,
    };
    for row in rows {
        all.runs += row.runs;
        all.failed += row.failed;
        all.tokens += row.tokens;
        all.cost += row.cost;
        all.estimated += row.estimated;
        all.last = all.last.max(row.last);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(whose: &str, cost: i64) -> CostRow {
        let (whose, last) = (whose.to_owned(), DateTime::UNIX_EPOCH);
        let (cost, estimated) = (Nanodollars(cost), Nanodollars(cost / 10));
        CostRow { whose, runs: 2, failed: 1, first_ms: Some(7), tokens: 10, cost, estimated, last }
    }

    #[test]
    fn the_table_ends_with_the_exact_sum() {
        let rows = [row("groq llama", 1_500_000_000), row("openai gpt", 250_000)];
        let text = table("provider and model", &rows, None);
        let last = text.lines().last().expect("a line");
        assert!(last.starts_with("all ") && last.contains("$1.500250"), "{text}");
        assert!(last.contains("$0.150025"), "{text}");
        let width = |line: &str| line.find("1970").or(line.find("last")).expect("a column");
        assert!(text.lines().all(|line| width(line) == width(last)), "{text}");
        let short = table("provider and model", &rows, Some(1));
        assert!(!short.contains("openai") && short.contains("$1.500250"), "{short}");
    }

    #[test]
    fn the_spread_is_of_all_rows_and_json_is_a_row_a_line() {
        let rows: Vec<CostRow> =
            (1..=20).rev().map(|n| row(&format!("CA{n}"), n * 1_000_000)).collect();
        assert_eq!(
            spread("call or session", &rows),
            "20 by call or session: mean $0.010500, 95 of 100 at most $0.019000\n"
        );
        assert_eq!(spread("day", &[]), "");
        let json = lines(&rows, Some(2)).expect("JSON");
        let whose = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).map(|row| row["whose"].clone())
        };
        let found: Vec<_> = json.lines().map(|line| whose(line).expect("a row")).collect();
        assert_eq!(found, ["CA20", "CA19"]);
    }

    #[test]
    fn a_day_begins_at_midnight_utc() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21);
        assert_eq!(since(day).to_rfc3339(), "2026-11-21T00:00:00+00:00");
        assert_eq!(since(None), DateTime::UNIX_EPOCH);
    }

    #[tokio::test]
    async fn an_empty_journal_is_no_error() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let data_dir = dir.path().to_owned();
        let args =
            Args { by: By::Day, since: None, top: None, json: false, database_url: None, data_dir };
        run(args).await.expect("runs");
    }
}
