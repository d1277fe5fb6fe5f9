//! What a chaos run came to, and whether it held.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use super::Got;
use crate::chain::Prices;
use crate::domain::money::Nanodollars;
use crate::ports::errand::{Model, Usage};
use crate::ports::journal::{Entry, Record};
use crate::ports::runs::PromptRun;
use crate::standins::Charge;

/// A cent, billionths of a dollar.
const CENT: i64 = 10_000_000;
/// What a busy machine may add to a deadline before it counts as missed.
const SLACK: Duration = Duration::from_millis(25);

/// What learners got.
pub(super) struct Whole<'a> {
    pub(super) got: &'a [Got],
    pub(super) budget: Duration,
    pub(super) wall: Duration,
    pub(super) says: &'a [&'static str],
}

/// What was noted.
pub(super) struct Runs<'a> {
    pub(super) entries: &'a [Entry],
    pub(super) in_journal: Nanodollars,
    pub(super) prices: &'a Prices,
}

impl Runs<'_> {
    fn all(&self) -> impl Iterator<Item = &PromptRun> {
        self.entries.iter().filter_map(|entry| match &entry.record {
            Record::PromptRun(run) => Some(run),
            _ => None,
        })
    }
}

/// Prints the table. Fails where a promise was broken.
pub(super) fn print(whole: &Whole<'_>, runs: &Runs<'_>, charges: &[Charge]) -> ExitCode {
    let answered = learners(whole);
    requests(runs);
    let accounted = costs(runs, charges);
    if answered && accounted { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}

fn learners(whole: &Whole<'_>) -> bool {
    let got = whole.got;
    let mut took: Vec<Duration> = got.iter().map(|got| got.took).collect();
    took.sort();
    let percentile = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_millis();
    let none = got.iter().filter(|got| got.given.iter().all(String::is_empty)).count();
    let late = got.iter().filter(|got| got.took > whole.budget + SLACK).count();
    let two = got.iter().filter(|got| is_two(got, whole.says)).count();
    let offline = got.iter().filter(|got| got.offline.is_some()).count();
    let interrupted = got.iter().filter(|got| got.interrupted).count();
    println!(
        "turns                {} in {:.1} s, {interrupted} interrupted",
        got.len(),
        whole.wall.as_secs_f64()
    );
    println!(
        "answered             {} by a provider, {offline} by the offline tutor",
        got.len() - offline
    );
    for (why, n) in count(got.iter().filter_map(|got| got.offline).map(|why| why.to_string())) {
        println!("                     {n} because {why}");
    }
    println!(
        "to the first words   p50 {} ms, p95 {} ms, longest {} ms",
        percentile(0.5),
        percentile(0.95),
        percentile(1.0)
    );
    println!("without an answer    {none}    target 0: {}", verdict(none == 0));
    println!(
        "beyond {:>4} ms       {late}    target 0: {}",
        whole.budget.as_millis(),
        verdict(late == 0)
    );
    println!("with two answers     {two}    target 0: {}", verdict(two == 0));
    none == 0 && late == 0 && two == 0
}

/// Given twice, or made of more than one provider's words.
fn is_two(got: &Got, says: &[&str]) -> bool {
    let all = got.given.join(" ");
    let begun = says.iter().map(|text| {
        let first = text.split(' ').next().unwrap_or_default();
        all.matches(first).count()
    });
    got.given.len() != 1 || begun.sum::<usize>() > 1
}

fn requests(runs: &Runs<'_>) {
    let all: Vec<&PromptRun> = runs.all().collect();
    println!("requests             {}", all.len());
    for (status, n) in count(all.iter().map(|run| run.status.clone())) {
        println!("  {status:<17}  {n}");
    }
    for (provider, n) in count(all.iter().map(|run| run.provider.clone())) {
        println!("  to {provider:<14}  {n}");
    }
}

fn costs(runs: &Runs<'_>, charges: &[Charge]) -> bool {
    let all: Vec<&PromptRun> = runs.all().collect();
    let charged: Nanodollars = charges.iter().map(|charge| cost(runs, charge)).sum();
    let noted: Nanodollars = all.iter().map(|run| run.cost).sum();
    let told: Vec<&Charge> = charges.iter().filter(|charge| charge.told).collect();
    let wrong = not_noted(runs, &told, &all);
    let exact = wrong == 0;
    println!(
        "told what they used  {} requests, noted otherwise {wrong}    target 0: {}",
        told.len(),
        verdict(exact)
    );
    println!(
        "cut or left          {} requests, charged by both sides' own count",
        charges.len() - told.len()
    );
    println!("charged              {charged} ({} nanodollars)", charged.0);
    println!("in the journal       {} ({} nanodollars)", runs.in_journal, runs.in_journal.0);
    let apart = (runs.in_journal - charged).0.abs();
    println!(
        "apart                {apart} nanodollars    target under a cent: {}",
        verdict(apart < CENT)
    );
    let whole = runs.in_journal == noted;
    println!("journal and notes    {}", if whole { "the same sum" } else { "different sums" });
    exact && whole && apart < CENT
}

/// How many requests that told what they used were noted with another cost, and how many noted as answered were not told. Of
/// those that we left, the last word may have been sent and not read.
fn not_noted(runs: &Runs<'_>, told: &[&Charge], all: &[&PromptRun]) -> usize {
    let mut open: BTreeMap<(String, i64), i64> = BTreeMap::new();
    for charge in told {
        *open.entry((charge.request.clone(), cost(runs, charge).0)).or_default() += 1;
    }
    let mut left: BTreeMap<String, i64> = BTreeMap::new();
    let mut wrong = 0;
    for run in all {
        let request = run.request.to_string();
        match open.get_mut(&(request.clone(), run.cost.0)) {
            Some(n) if *n > 0 => *n -= 1,
            _ if run.status == "cancelled" => *left.entry(request).or_default() += 1,
            _ if run.status == "ok" => wrong += 1,
            _ => {}
        }
    }
    for ((request, _), n) in open {
        let excused = left.get(&request).copied().unwrap_or(0);
        wrong += usize::try_from((n - excused).max(0)).unwrap_or(0);
    }
    wrong
}

fn cost(runs: &Runs<'_>, charge: &Charge) -> Nanodollars {
    let provider = match charge.model.as_str() {
        "large" => "first",
        "middle" => "second",
        _ => "third",
    };
    let model = Model { provider: provider.to_owned(), model: charge.model.clone() };
    let usage = Usage {
        input_tokens: charge.input_tokens,
        output_tokens: charge.output_tokens,
        ..Usage::default()
    };
    runs.prices.of(&model).cost(&usage)
}

fn count(all: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}
