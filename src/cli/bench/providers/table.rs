//! The tables of the benchmark.

use std::fmt::Write as _;
use std::time::Duration;

use super::contend::{Outcome, Run};
use super::golden::Set;
use super::judge::Pair;
use crate::domain::money::Nanodollars;

/// Quality, times, cost and failures by contender and task.
pub(super) fn quality(runs: &[Run], sets: &[Set]) -> String {
    let mut out = format!(
        "{:<20} {:<12} {:>5} {:>7} {:>7} {:>10} {:>10} {:>12} {:>6} {:>6} {:>6}\n",
        "tutor",
        "task",
        "items",
        "good %",
        "core %",
        "first p50",
        "whole p95",
        "cost",
        "none",
        "unfit",
        "failed"
    );
    for run in runs {
        for set in sets {
            let own: Vec<&Outcome> =
                run.outcomes.iter().filter(|outcome| outcome.task == set.task).collect();
            row(&mut out, &run.name, &set.task, &own);
        }
        row(&mut out, &run.name, "all", &run.outcomes.iter().collect::<Vec<_>>());
    }
    out
}

fn row(out: &mut String, name: &str, task: &str, own: &[&Outcome]) {
    let count = |take: fn(&Outcome) -> bool| own.iter().filter(|outcome| take(outcome)).count();
    let none = count(|outcome| {
        outcome.answer.is_none() && outcome.unfit.is_none() && outcome.failed.is_none()
    });
    let cost: Nanodollars = own.iter().map(|outcome| outcome.cost).sum();
    let _ = writeln!(
        out,
        "{name:<20} {task:<12} {:>5} {:>7.1} {:>7.1} {:>10} {:>10} {:>12} {none:>6} {:>6} {:>6}",
        own.len(),
        percent(count(|outcome| outcome.score.good), own.len()),
        percent(count(|outcome| outcome.score.core), own.len()),
        time(centile(own.iter().filter_map(|outcome| outcome.first).collect(), 50)),
        time(centile(own.iter().map(|outcome| outcome.took).collect(), 95)),
        cost.to_string(),
        count(|outcome| outcome.unfit.is_some()),
        count(|outcome| outcome.failed.is_some()),
    );
}

/// The answers that did not pass, with the reason.
pub(super) fn wrong(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        for outcome in run.outcomes.iter().filter(|outcome| !outcome.score.good) {
            let why = outcome.failed.or(outcome.unfit.map(crate::tutor::guard::Unfit::label));
            let answer = outcome.answer.as_deref().unwrap_or("-");
            let _ = writeln!(
                out,
                "{} {} {} [{}] {answer}",
                run.name,
                outcome.task,
                outcome.id,
                why.unwrap_or("not it")
            );
        }
    }
    out
}

/// Who won, by the judge.
pub(super) fn judged(pairs: &[Pair]) -> String {
    let mut out = format!(
        "{:<42} {:>6} {:>6} {:>6} {:>8} {:>7}\n",
        "judged", "won", "lost", "even", "swayed", "silent"
    );
    for pair in pairs {
        let who = format!("{} against {}", pair.one, pair.other);
        let [won, lost, even] = pair.wins;
        let _ = writeln!(
            out,
            "{who:<42} {won:>6} {lost:>6} {even:>6} {:>8} {:>7}",
            pair.swayed, pair.silent
        );
    }
    out
}

fn percent(part: usize, whole: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    number(part) * 100.0 / number(whole.max(1))
}

/// The time that so many of a hundred stay below or at.
fn centile(mut times: Vec<Duration>, percent: usize) -> Option<Duration> {
    times.sort_unstable();
    let at = (times.len() * percent).div_ceil(100).checked_sub(1)?;
    times.get(at).copied()
}

fn time(time: Option<Duration>) -> String {
    time.map_or("-".to_owned(), |time| format!("{:.2} ms", time.as_secs_f64() * 1_000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_centile_is_one_of_the_times() {
        let times: Vec<Duration> = (1..=20).map(Duration::from_millis).collect();
        assert_eq!(centile(times.clone(), 50), Some(Duration::from_millis(10)));
        assert_eq!(centile(times, 95), Some(Duration::from_millis(19)));
        assert_eq!(centile(Vec::new(), 95), None);
    }
}
