//! Measures of each phone of an aligned reading.

use super::acoustic::Heard;
use super::align::Segment;
use super::phone::{CLASSES, Phone};
use super::text::Word;

/// What is measured of one phone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PhoneMeasure {
    /// The phone, as its class.
    pub class: usize,
    /// Stress of a vowel, 1 to 3; 0 for consonants.
    pub stress: u8,
    /// Index of its word.
    pub word: usize,
    /// Its place in the word, and phones in the word.
    pub place: (usize, usize),
    /// First row, and the row after the last.
    pub span: (usize, usize),
    /// Mean mark of the network.
    pub mark: f32,
    /// Lowest mark of a row.
    pub lowest: f32,
    /// Goodness of pronunciation: mean log posterior against the best phone's (Witt & Young 2000).
    pub gop: f32,
    /// Mean log posterior.
    pub log_p: f32,
    /// Mean entropy of the rows, nats.
    pub entropy: f32,
    /// The phone that the rows are likeliest to be, as its class.
    pub nearest: usize,
    /// Mean log posterior of silence: high where the phone was left out.
    pub silence: f32,
    /// Log of its length against what is usual for the phone, in nats.
    pub length: f32,
    /// Mean level under the loudest rows, 10 dB.
    pub level: f32,
}

/// What is usual for each class in learners' reading; measured on the training recordings.
#[derive(Debug, Clone, PartialEq)]
pub struct Usual {
    /// Length, rows.
    pub length: [f32; CLASSES],
    /// Goodness of pronunciation.
    pub gop: [f32; CLASSES],
    /// Mark of the network.
    pub mark: [f32; CLASSES],
    /// The experts' score, 0 to 1.
    pub expert: [f32; CLASSES],
}

impl Default for Usual {
    /// Nothing measured yet: five rows each.
    fn default() -> Self {
        Self {
            length: [5.0; CLASSES],
            gop: [0.0; CLASSES],
            mark: [0.0; CLASSES],
            expert: [0.9; CLASSES],
        }
    }
}

/// Measures every segment. `levels` by row, in 10 dB against the peak.
#[must_use]
pub fn measure(
    heard: &Heard,
    segments: &[Segment],
    (words, ways): (&[Word], &[usize]),
    levels: &[f32],
    usual: &Usual,
) -> Vec<PhoneMeasure> {
    let one = |s: &Segment| {
        let way = &words[s.word].ways[ways[s.word]];
        let rows = s.start..s.end;
        let share = 1.0 / s.rows() as f32;
        let mut mean = [0.0_f32; CLASSES];
        let (mut entropy, mut lowest, mut mark) = (0.0, f32::MAX, 0.0);
        for t in rows.clone() {
            for (m, p) in mean.iter_mut().zip(&heard.log_p[t]) {
                *m += share * p;
                entropy -= share * p * p.exp();
            }
            lowest = lowest.min(heard.marks[t][s.class]);
            mark += share * heard.marks[t][s.class];
        }
        let nearest = (1..CLASSES).max_by(|a, b| mean[*a].total_cmp(&mean[*b])).unwrap_or(s.class);
        PhoneMeasure {
            class: s.class,
            stress: way[s.place].stress,
            word: s.word,
            place: (s.place, way.len()),
            span: (s.start, s.end),
            mark,
            lowest,
            gop: mean[s.class] - mean[nearest],
            log_p: mean[s.class],
            entropy,
            nearest,
            silence: mean[0],
            length: (s.rows() as f32 / usual.length[s.class].max(1.0)).ln(),
            level: share * levels[rows].iter().sum::<f32>(),
        }
    };
    segments.iter().map(one).collect()
}

impl PhoneMeasure {
    /// Rows of the phone.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.span.1 - self.span.0
    }

    /// Whether it is a vowel.
    #[must_use]
    pub fn is_vowel(&self) -> bool {
        Phone::of_class(self.class).is_some_and(Phone::is_vowel)
    }
}
