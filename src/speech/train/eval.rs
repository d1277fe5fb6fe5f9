//! Measures a set of networks on recordings that they were not trained on.

use std::collections::BTreeMap;

use super::data::Item;
use crate::speech::tone::ToneScorer;
use crate::speech::tone::features::Reference;
use crate::speech::tone::jury::Views;
use crate::speech::tone::lattice::TONES;
use crate::speech::tone::range::trust;

/// What is known of the caller when a recording is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Nothing: a stranger's first word.
    Stranger,
    /// The middle of the pitch, from five other words of the same speaker.
    Known,
}

/// Counts of one group of recordings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Recordings.
    pub words: usize,
    /// Recordings with every tone right.
    pub words_right: usize,
    /// Syllables.
    pub syllables: usize,
    /// Syllables with the tone right.
    pub right: usize,
    /// Recordings whose likeliest count of syllables is the true one.
    pub count_right: usize,
    /// By true tone, then heard tone.
    pub confusion: [[usize; TONES]; TONES],
    /// Posterior of the tone said, and of every other of the four.
    pub trials: Vec<(f32, bool)>,
    /// The doubt when the true count of syllables is asked for, and when one fewer or one more is (nats).
    pub doubts: Vec<(f64, bool)>,
}

impl Tally {
    /// Share of the syllables with the tone right, per cent.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        100.0 * self.right as f64 / self.syllables.max(1) as f64
    }

    /// Share of the recordings with every tone right, per cent.
    #[must_use]
    pub fn word_accuracy(&self) -> f64 {
        100.0 * self.words_right as f64 / self.words.max(1) as f64
    }

    /// The error at which wrong tones are accepted as often as right ones are refused, per cent.
    #[must_use]
    pub fn equal_error_rate(&self) -> f64 {
        let mut trials = self.trials.clone();
        trials.sort_by(|a, b| a.0.total_cmp(&b.0));
        let right = trials.iter().filter(|t| t.1).count().max(1) as f64;
        let wrong = trials.iter().filter(|t| !t.1).count().max(1) as f64;
        let (mut refused, mut accepted) = (0.0, wrong);
        for (_, is_right) in &trials {
            if refused / right >= accepted / wrong {
                break;
            }
            if *is_right {
                refused += 1.0;
            } else {
                accepted -= 1.0;
            }
        }
        50.0 * (refused / right + accepted / wrong)
    }

    /// Ten bins of the posteriors: how many, their mean, and the share that was the tone said.
    #[must_use]
    pub fn reliability(&self) -> [(usize, f64, f64); 10] {
        let mut bins = [(0, 0.0, 0.0); 10];
        for (posterior, right) in &self.trials {
            let bin = &mut bins[((posterior * 10.0) as usize).min(9)];
            bin.0 += 1;
            bin.1 += f64::from(*posterior);
            bin.2 += f64::from(u8::from(*right));
        }
        bins.map(|(n, said, right)| (n, said / n.max(1) as f64, right / n.max(1) as f64))
    }

    /// Shares refused at a margin on the doubt, per cent: of right counts, and of wrong ones.
    #[must_use]
    pub fn refused(&self, margin: f64) -> (f64, f64) {
        let share = |is_right: bool| {
            let asked = self.doubts.iter().filter(|d| d.1 == is_right);
            let refused = asked.clone().filter(|d| d.0 >= margin).count();
            100.0 * refused as f64 / asked.count().max(1) as f64
        };
        (share(true), share(false))
    }

    /// Adds another group.
    pub fn add(&mut self, other: &Self) {
        self.words += other.words;
        self.words_right += other.words_right;
        self.syllables += other.syllables;
        self.right += other.right;
        self.count_right += other.count_right;
        self.trials.extend(&other.trials);
        self.doubts.extend(&other.doubts);
        for (a, b) in self.confusion.iter_mut().flatten().zip(other.confusion.iter().flatten()) {
            *a += b;
        }
    }
}

/// Judges `items`; `take` says which take of each. Groups are source and number of syllables.
#[must_use]
pub fn tally(
    scorer: &ToneScorer,
    items: &[Item],
    take: usize,
    caller: Caller,
) -> BTreeMap<String, Tally> {
    let mut groups: BTreeMap<String, Tally> = BTreeMap::new();
    for (i, item) in items.iter().enumerate() {
        let Some(rows) = item.takes.get(take) else {
            continue;
        };
        let reference = reference(items, i, caller);
        let p = scorer.views(rows, reference);
        let group = format!("{} x{}", item.entry.speaker, item.entry.tones.len());
        judge(groups.entry(group).or_default(), &p, &item.entry.tones);
    }
    groups
}

/// What is known of the caller when recording `at` is judged.
#[must_use]
pub fn reference(items: &[Item], at: usize, caller: Caller) -> Reference {
    match caller {
        Caller::Stranger => Reference::UNKNOWN,
        Caller::Known => five_words(items, at),
    }
}

/// The middle pitch over the five recordings of the same speaker that come before this one (else after).
fn five_words(items: &[Item], at: usize) -> Reference {
    let same = |o: &&Item| o.entry.speaker == items[at].entry.speaker;
    // Alphabetic order puts one syllable's tones together; strides make a fair mixture.
    let others = (1..=60).map(|k| &items[(at + 17 * k) % items.len()]).filter(same).take(5);
    let middles: Vec<f32> = others.map(|o| o.takes[0].middle).collect();
    if middles.is_empty() {
        return Reference::UNKNOWN;
    }
    Reference {
        middle: middles.iter().sum::<f32>() / middles.len() as f32,
        trust: trust(middles.len() as u32),
    }
}

fn judge(tally: &mut Tally, views: &Views, tones: &[u8]) {
    let counts = views.count_likelihoods(7);
    let likeliest = (1..8).max_by(|a, b| counts[*a].total_cmp(&counts[*b])).unwrap_or(0);
    tally.words += 1;
    tally.count_right += usize::from(likeliest == tones.len());
    for asked in [tones.len() - 1, tones.len(), tones.len() + 1] {
        if asked > 0 {
            tally.doubts.push((views.doubt(asked).nats, asked == tones.len()));
        }
    }
    let Some(heard) = views.positions(tones.len()) else {
        return;
    };
    let neutral = tones.contains(&5);
    let mut all = true;
    for (position, tone) in heard.iter().zip(tones) {
        let said = usize::from(*tone) - 1;
        let best = (0..TONES)
            .max_by(|a, b| position.tones[*a].total_cmp(&position.tones[*b]))
            .unwrap_or(0);
        tally.syllables += 1;
        tally.right += usize::from(best == said);
        tally.confusion[said][best] += 1;
        all &= best == said;
        for k in 0..if neutral { TONES } else { 4 } {
            tally.trials.push((position.tones[k] as f32, k == said));
        }
    }
    tally.words_right += usize::from(all);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_and_margins_count_what_falls_into_them() {
        let tally = Tally {
            trials: vec![(0.95, true), (1.0, true), (0.05, false), (0.05, true)],
            doubts: vec![(-1.0, true), (1.5, true), (2.0, false), (0.5, false)],
            ..Tally::default()
        };
        let bins = tally.reliability();
        assert_eq!((bins[9].0, bins[9].2, bins[0].0, bins[0].2), (2, 1.0, 2, 0.5));
        assert!((bins[9].1 - 0.975).abs() < 1e-6);
        assert_eq!(tally.refused(1.0), (50.0, 50.0));
        assert_eq!(tally.refused(9.0), (0.0, 0.0));
    }

    #[test]
    fn the_equal_error_rate_of_a_perfect_and_of_a_blind_judge() {
        let perfect = Tally {
            trials: vec![(0.9, true), (0.8, true), (0.1, false), (0.2, false)],
            ..Tally::default()
        };
        assert_eq!(perfect.equal_error_rate(), 0.0);
        let blind = Tally {
            trials: (0..1_000).map(|i| (i as f32, i % 2 == 0)).collect(),
            ..Tally::default()
        };
        assert!((blind.equal_error_rate() - 50.0).abs() < 1.0);
    }
}
