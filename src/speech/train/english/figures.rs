//! How well the scores agree with the experts.

use super::cross::Crossed;
use super::data::Reading;
use crate::speech::english::heads::Answers;
use crate::speech::english::rows::percentile;

/// Names of the scores, in the order of the lines.
pub const NAMES: [&str; 6] = ["accuracy", "fluency", "prosody", "total", "word", "phone"];

/// Agreement of one score with the experts' median.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Which score.
    pub name: &'static str,
    /// How many were judged.
    pub count: usize,
    /// Pearson's r over all.
    pub r: f64,
    /// Mean absolute error, of 100.
    pub error: f64,
    /// Pearson's r of the length of the file alone.
    pub length_r: f64,
    /// r given the length of the file: the partial correlation.
    pub beyond_length_r: f64,
    /// Lowest and highest r of a group of speakers.
    pub folds: (f64, f64),
    /// By tenth of the scores, lowest first: mean score, mean of the experts', of 100.
    pub calibration: Vec<(f64, f64)>,
}

/// How well words that were not said are told from those that were.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Share of the words of the right text that count as said.
    pub own: f64,
    /// Share of the words that are not in the recording which count as said.
    pub others: f64,
    /// Share of the readings of the right text that would be refused.
    pub own_refused: f64,
    /// Share of the readings held against another's text of like length that are refused.
    pub others_refused: f64,
    /// Share of those that are refused or lose half of the words.
    pub others_caught: f64,
    /// Mean total, of 100, of the readings against their own text, and against another's.
    pub totals: (f64, f64),
    /// Of texts longer than their readings: shares of the words that are said, that count as said, and of the
    /// readings that count as complete; mean total, of 100.
    pub longer: [f64; 4],
    /// Of synthetic readers: shares of their words that count as said, and of their readings that are refused.
    pub voices: [f64; 2],
    /// Share of the readings refused, and of those against another's text, at several limits.
    pub trade: Vec<(f64, f64)>,
}

/// Pearson's r; 0 where either side does not vary.
#[must_use]
pub fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len().max(1) as f64;
    let (mx, my) =
        (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sum =
        |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|p| f(p.0 - mx, p.1 - my)).sum::<f64>();
    let spread = (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
    if spread > 0.0 { sum(&|x, y| x * y) / spread } else { 0.0 }
}

/// One judged thing.
struct Point {
    fold: usize,
    score: f64,
    expert: f64,
    length: f64,
}

/// Which readings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Those that are not refused, with the scores that are given.
    Scored,
    /// All, with the scores as they would be if nothing were refused and nothing taken off.
    All,
}

/// The agreement of each score.
#[must_use]
pub fn lines(
    readings: &[Reading],
    folds: &[usize],
    crossed: &Crossed,
    counted: Counted,
) -> Vec<Line> {
    NAMES
        .iter()
        .enumerate()
        .map(|(s, name)| line(name, &points(readings, folds, crossed, (s, counted))))
        .collect()
}

fn points(
    readings: &[Reading],
    folds: &[usize],
    crossed: &Crossed,
    (which, counted): (usize, Counted),
) -> Vec<Point> {
    let mut out = Vec::new();
    for (i, reading) in readings.iter().enumerate() {
        let counts = |a: &&Answers| counted == Counted::All || !a.refused();
        let Some(answers) = crossed.held_out[i].as_ref().filter(counts) else { continue };
        let scores = if counted == Counted::All { answers.whole } else { answers.scores() };
        let mut put = |score: f32, expert: f32| {
            let (score, expert) = (100.0 * f64::from(score), 100.0 * f64::from(expert));
            out.push(Point { fold: folds[i], score, expert, length: reading.hops.len() as f64 });
        };
        match which {
            4 => answers.words.iter().zip(&reading.word_marks).for_each(|(s, e)| put(*s, *e)),
            5 => {
                let pairs = answers.phones.iter().zip(&reading.phone_marks);
                pairs.for_each(|(s, e)| e.iter().for_each(|e| put(*s, *e)));
            }
            _ => put(scores[which], reading.marks.whole()[which]),
        }
    }
    out
}

fn line(name: &'static str, points: &[Point]) -> Line {
    let pairs = |x: &dyn Fn(&Point) -> f64, y: &dyn Fn(&Point) -> f64| -> Vec<(f64, f64)> {
        points.iter().map(|p| (x(p), y(p))).collect()
    };
    let r = pearson(&pairs(&|p| p.score, &|p| p.expert));
    let length_r = pearson(&pairs(&|p| p.length, &|p| p.expert));
    let between = pearson(&pairs(&|p| p.score, &|p| p.length));
    let rest = ((1.0 - length_r * length_r) * (1.0 - between * between)).sqrt();
    let count = points.iter().map(|p| p.fold + 1).max().unwrap_or(0);
    let by_fold = (0..count).map(|f| {
        let own = points.iter().filter(|p| p.fold == f);
        pearson(&own.map(|p| (p.score, p.expert)).collect::<Vec<_>>())
    });
    Line {
        name,
        count: points.len(),
        r,
        error: points.iter().map(|p| (p.score - p.expert).abs()).sum::<f64>()
            / points.len().max(1) as f64,
        length_r,
        beyond_length_r: if rest > 0.0 { (r - length_r * between) / rest } else { 0.0 },
        folds: (by_fold.clone().fold(1.0, f64::min), by_fold.fold(-1.0, f64::max)),
        calibration: calibration(points),
    }
}

fn calibration(points: &[Point]) -> Vec<(f64, f64)> {
    let mut sorted: Vec<&Point> = points.iter().collect();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let mean = |part: &[&Point], value: &dyn Fn(&Point) -> f64| {
        part.iter().map(|p| value(p)).sum::<f64>() / part.len() as f64
    };
    let size = sorted.len().div_ceil(10).max(1);
    sorted.chunks(size).map(|p| (mean(p, &|p| p.score), mean(p, &|p| p.expert))).collect()
}

/// Shares of the readings refused at which the other side is told.
const TRADE: [f32; 6] = [0.003, 0.005, 0.01, 0.02, 0.03, 0.05];

/// Answers for a text, and whether each of its words is in the recording.
type Held = (Answers, Vec<bool>);

/// How words that are not in the recording fare.
#[must_use]
pub fn said(crossed: &Crossed) -> Said {
    let share = |hits: usize, all: usize| hits as f64 / all.max(1) as f64;
    let own: Vec<&Answers> = crossed.held_out.iter().flatten().collect();
    let both: Vec<&(Answers, Vec<bool>)> = crossed.other_text.iter().flatten().collect();
    let whole = both.iter().filter(|(_, truth)| !truth.is_empty() && !truth.contains(&true));
    let wrong: Vec<&Answers> = whole.map(|(answers, _)| answers).collect();
    let told = |a: &Answers| (0..a.said.len()).filter(|w| a.was_said(*w)).count();
    let (mut strange, mut taken) = (0, 0);
    for (answers, truth) in &both {
        let absent = || (0..truth.len()).filter(|w| !truth[*w]);
        strange += absent().count();
        taken += absent().filter(|w| answers.was_said(*w)).count();
    }
    let refused =
        |list: &[&Answers]| share(list.iter().filter(|a| a.refused()).count(), list.len());
    let total = |list: &[&Answers]| {
        100.0 * list.iter().map(|a| f64::from(a.scores()[3])).sum::<f64>()
            / list.len().max(1) as f64
    };
    let caught = |a: &&&Answers| a.refused() || 2 * told(a) <= a.said.len();
    let below = |limit: f32| share(wrong.iter().filter(|a| a.held() < limit).count(), wrong.len());
    let limit = |part: &f32| percentile(own.iter().map(|a| a.held()), *part);
    let longer: Vec<&Held> = crossed.longer_text.iter().flatten().collect();
    let mean = |value: &dyn Fn(&Held) -> f64| {
        longer.iter().map(|l| value(l)).sum::<f64>() / longer.len().max(1) as f64
    };
    let voices: Vec<&Answers> = crossed.voices.iter().collect();
    Said {
        voices: [
            share(voices.iter().map(|a| told(a)).sum(), voices.iter().map(|a| a.said.len()).sum()),
            refused(&voices),
        ],
        longer: [
            mean(&|(_, truth)| share(truth.iter().filter(|t| **t).count(), truth.len())),
            mean(&|(answers, _)| f64::from(answers.completeness())),
            mean(&|(answers, _)| f64::from(u8::from(told(answers) == answers.said.len()))),
            mean(&|(answers, _)| 100.0 * f64::from(answers.scores()[3])),
        ],
        own: share(own.iter().map(|a| told(a)).sum(), own.iter().map(|a| a.said.len()).sum()),
        others: share(taken, strange),
        own_refused: refused(&own),
        others_refused: refused(&wrong),
        others_caught: share(wrong.iter().filter(caught).count(), wrong.len()),
        totals: (total(&own), total(&wrong)),
        trade: TRADE.iter().map(|part| (f64::from(*part), below(limit(part)))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_correlation_is_that_of_the_textbook() {
        let up: Vec<(f64, f64)> =
            (0..9).map(|i| (f64::from(i), 3.0 * f64::from(i) - 1.0)).collect();
        assert!((pearson(&up) - 1.0).abs() < 1e-12);
        let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0)];
        assert!((pearson(&pairs) - 0.6).abs() < 1e-12);
        assert_eq!(pearson(&[(1.0, 1.0), (1.0, 2.0)]), 0.0);
    }

    #[test]
    fn what_length_explains_is_taken_out() {
        let point = |i: usize, score: f64| Point {
            fold: i % 2,
            score,
            expert: i as f64 + ((i * 7) % 5) as f64,
            length: i as f64,
        };
        // A score that is the length and nothing more has nothing beyond it.
        let same: Vec<Point> =
            (0..40).map(|i| point(i, 2.0 * i as f64 + ((i * 3) % 4) as f64)).collect();
        let line = line("x", &same);
        assert!(line.r > 0.9 && line.beyond_length_r.abs() < 0.3, "{line:?}");
        assert_eq!(line.calibration.len(), 10);
    }
}
