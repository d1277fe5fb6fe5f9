//! The question of general knowledge that comes closest to one that was asked: rare words that both have count most.

use std::collections::HashMap;

use super::terms::{alike, telling};
use crate::content::Library;
use crate::content::general::Item;
use crate::domain::lang::Lang;
use crate::text::questions;

/// Share of the weight of the asked words that must be found.
const COVERED: f64 = 0.6;

/// Share of the weight of the known question that must have been asked.
const ASKED: f64 = 0.34;

/// What is known of one question in one language.
struct Entry {
    /// The words of the question.
    ask: Vec<String>,
    /// The question itself.
    text: String,
    /// Those of its answer and of what is said besides.
    rest: Vec<String>,
}

/// The questions of both languages.
pub(super) struct Index {
    entries: HashMap<Lang, Vec<Entry>>,
    weights: HashMap<Lang, HashMap<String, f64>>,
    /// The weight of a word that no question has.
    unknown: f64,
}

impl Index {
    pub(super) fn new(library: &Library) -> Self {
        let (mut entries, mut weights) = (HashMap::new(), HashMap::new());
        let total = bounded(library.items.len().max(1));
        for lang in Lang::ALL {
            let of = |item: &Item| {
                let answer = item.choices.get(item.answer.wrapping_sub(1));
                let answer = answer.map_or("", |choice| choice.get(lang));
                Entry {
                    ask: telling(item.ask.get(lang)),
                    text: item.ask.get(lang).to_owned(),
                    rest: telling(&format!("{answer} {}", item.fact.get(lang))),
                }
            };
            let all: Vec<Entry> = library.items.iter().map(of).collect();
            let mut counts: HashMap<String, u32> = HashMap::new();
            for entry in &all {
                let mut words: Vec<&String> = entry.ask.iter().chain(&entry.rest).collect();
                words.sort_unstable();
                words.dedup();
                for word in words {
                    *counts.entry(word.clone()).or_default() += 1;
                }
            }
            let weigh = |count: u32| (1.0 + total / f64::from(count)).ln();
            weights.insert(
                lang,
                counts.into_iter().map(|(word, count)| (word, weigh(count))).collect(),
            );
            entries.insert(lang, all);
        }
        Self { entries, weights, unknown: (1.0 + total).ln() }
    }

    /// The place, among the library's items, of the one that answers what was asked; `None` where none is close.
    pub(super) fn find(&self, asked: &str, lang: Lang) -> Option<usize> {
        let put = asked;
        let asked = telling(put);
        if asked.is_empty() {
            return None;
        }
        let scored = self.entries[&lang]
            .iter()
            .enumerate()
            .filter(|(_, entry)| questions::same(put, &entry.text))
            .filter_map(|(at, entry)| Some((self.score(&asked, entry, lang)?, at)));
        scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
    }

    fn score(&self, asked: &[String], entry: &Entry, lang: Lang) -> Option<f64> {
        let weight = |word: &String| self.weights[&lang].get(word).copied().unwrap_or(self.unknown);
        let total: f64 = asked.iter().map(weight).sum();
        let found = |words: &[String]| -> f64 {
            let there = |word: &&String| words.iter().any(|other| alike(word, other));
            asked.iter().filter(there).map(weight).sum()
        };
        let (in_ask, in_all) =
            (found(&entry.ask), found(&[entry.ask.as_slice(), entry.rest.as_slice()].concat()));
        let known: f64 = entry.ask.iter().map(weight).sum();
        let asks = entry
            .ask
            .iter()
            .filter(|word| asked.iter().any(|other| alike(word, other)))
            .map(weight)
            .sum::<f64>();
        let close = in_all / total >= COVERED && asks / known.max(1.0) >= ASKED && in_ask > 0.0;
        close.then(|| (2.0 * in_ask + in_all) / (3.0 * total) + asks / known.max(1.0))
    }
}

/// A count as a number to divide by.
fn bounded(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
