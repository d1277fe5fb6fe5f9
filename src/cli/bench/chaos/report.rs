//! What a chaos run came to, and whether it held.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Got;
use super::books::{self, Sums};
use crate::chain::Prices;
use crate::domain::money::Nanodollars;
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

/// Which promises held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    /// Nobody waited longer than the budget.
    pub(super) in_time: bool,
    /// Every learner got one answer.
    pub(super) once: bool,
    /// The books agree.
    pub(super) accounted: bool,
}

/// Prints the table.
pub(super) fn print(whole: &Whole<'_>, runs: &Runs<'_>, charges: &[Charge]) -> Held {
    let (in_time, once) = learners(whole);
    requests(runs);
    let accounted = costs(runs, charges);
    Held { in_time, once, accounted }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}

fn learners(whole: &Whole<'_>) -> (bool, bool) {
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
    (late == 0, none == 0 && two == 0)
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
    let books = books::compare(runs.all(), charges, runs.prices);
    let (told, guessed, wrong) = (books.told, books.estimated(), books.wrong.requests);
    let exact = wrong == 0 && told.over() == Nanodollars::ZERO;
    println!(
        "told what they used  {} requests, noted otherwise {wrong}    target 0: {}",
        told.requests,
        verdict(wrong == 0)
    );
    sums(&told);
    println!("  apart              {} nanodollars    target 0: {}", told.over().0, verdict(exact));
    println!(
        "noted as estimates   {} requests: {} cut off, {} told when we had left, {} not charged",
        guessed.requests, books.untold.requests, books.left.requests, books.uncharged.requests
    );
    sums(&guessed);
    let near = guessed.over().0.abs() < CENT;
    println!(
        "  apart              {} nanodollars    target under a cent: {}",
        guessed.over().0,
        verdict(near)
    );
    let noted: Nanodollars = runs.all().map(|run| run.cost).sum();
    let whole = runs.in_journal == noted;
    println!(
        "journal              {} in all, and the rows noted {}",
        runs.in_journal,
        if whole { "the same" } else { "another sum" }
    );
    exact && near && whole
}

fn sums(sums: &Sums) {
    println!("  charged            {} ({} nanodollars)", sums.charged, sums.charged.0);
    println!("  in the journal     {} ({} nanodollars)", sums.noted, sums.noted.0);
}

fn count(all: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}
