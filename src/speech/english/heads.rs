//! The heads: what turns measures into scores of phones, words and readings.

use super::goodness::Usual;
use super::kernel::Kernel;
use super::phone::CLASSES;
use super::profile::Profile;
use super::study::Study;
use crate::speech::trees::{Forest, take};

/// The scores of a whole reading, in the order of [`Heads::whole`].
pub const WHOLE: usize = 4;

/// What decides that words were said, and that a reading is of its text; set by the training on speakers that
/// the heads never heard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// A word this likely was said.
    pub word: f32,
    /// A reading whose words were less likely said, on the mean, is refused.
    pub least: f32,
    /// From here on nothing is taken off its scores.
    pub enough: f32,
}

impl Default for Limits {
    /// Nothing measured yet.
    fn default() -> Self {
        Self { word: 0.5, least: 0.2, enough: 0.35 }
    }
}

/// All heads. Answers stand on the experts' scales divided by their tops: 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Heads {
    /// What is usual for each phone.
    pub usual: Usual,
    /// How well a phone was said.
    pub phone: Forest,
    /// How well a word was said.
    pub word: Forest,
    /// Whether a word was said at all: about 1 if so, about 0 if not.
    pub said: Forest,
    /// What follows from that.
    pub limits: Limits,
    /// Accuracy, fluency, prosody and total of the reading.
    pub whole: [Forest; WHOLE],
    /// The same scores by another way; the mean of both counts.
    pub near: Kernel,
}

/// What the heads say of a reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// By phone, 0 to 1.
    pub phones: Vec<f32>,
    /// By word, 0 to 1.
    pub words: Vec<f32>,
    /// By word, whether it was said, 0 to 1.
    pub said: Vec<f32>,
    /// Accuracy, fluency, prosody, total, 0 to 1, if the text was said.
    pub whole: [f32; WHOLE],
    /// What decides on `said`.
    pub limits: Limits,
}

impl Answers {
    /// Whether word `w` was said.
    #[must_use]
    pub fn was_said(&self, w: usize) -> bool {
        self.said[w] >= self.limits.word
    }

    /// Share of the words that were said.
    #[must_use]
    pub fn completeness(&self) -> f32 {
        let said = (0..self.said.len()).filter(|w| self.was_said(*w)).count();
        said as f32 / self.said.len().max(1) as f32
    }

    /// How likely the words were said, on the mean.
    #[must_use]
    pub fn held(&self) -> f32 {
        self.said.iter().sum::<f32>() / self.said.len().max(1) as f32
    }

    /// Whether the reading is too unlike its text to be judged by it.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.held() < self.limits.least
    }

    /// Accuracy, fluency, prosody and total. They are lowered only when the text as a whole was hardly said: whether a
    /// single word was said is too often mistaken, and the experts' scores already count it.
    #[must_use]
    pub fn scores(&self) -> [f32; WHOLE] {
        let kept = (self.held() / self.limits.enough.max(1e-3)).min(1.0);
        self.whole.map(|v| v * kept)
    }
}

/// What `phone` says of each phone of `profile`, less its base, which only tells on whom it was fitted.
#[must_use]
pub fn against_base(phone: &Forest, profile: &Profile, usual: &Usual) -> Vec<f32> {
    let one = |i| phone.answer(&profile.phone_row(i, usual)) - phone.base;
    (0..profile.phones.len()).map(one).collect()
}

impl Heads {
    /// What the heads say of `study`, which was made with [`Heads::usual`].
    #[must_use]
    pub fn answer(&self, study: &Study) -> Answers {
        let profile = &study.profile;
        let phones = against_base(&self.phone, profile, &self.usual);
        let rows: Vec<Vec<f32>> =
            (0..profile.words.len()).map(|w| profile.word_row(w, &phones, &self.usual)).collect();
        let words: Vec<f32> = rows.iter().map(|r| self.word.answer(r)).collect();
        let said = (0..rows.len()).map(|w| self.said.answer(&profile.said_row(w, &self.usual)));
        let row = profile.reading_row();
        let unit = |v: f32| v.clamp(0.0, 1.0);
        let near = self.near.answer(&row);
        let both = |i: usize| {
            let tree = self.whole[i].answer(&row);
            near.map_or(tree, |near| 0.5 * (tree + near[i]))
        };
        Answers {
            said: said.map(unit).collect(),
            limits: self.limits,
            whole: std::array::from_fn(|i| unit(both(i))),
            phones: phones.into_iter().map(|v| unit(v + self.phone.base)).collect(),
            words: words.into_iter().map(unit).collect(),
        }
    }

    /// Appends the heads to a file; read them with [`Heads::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        let usual = &self.usual;
        for list in [&usual.length, &usual.gop, &usual.mark, &usual.expert] {
            out.extend(list.iter().flat_map(|v| v.to_le_bytes()));
        }
        for forest in [&self.phone, &self.word, &self.said].into_iter().chain(&self.whole) {
            forest.write(out);
        }
        let Limits { word, least, enough } = self.limits;
        out.extend([word, least, enough].iter().flat_map(|v| v.to_le_bytes()));
        self.near.write(out);
    }

    /// Takes heads off the front of `bytes`; `None` if none stand there.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut list = || {
            let mut values = [0.0_f32; CLASSES];
            for value in &mut values {
                *value = f32::from_le_bytes(take(bytes)?);
            }
            Some(values)
        };
        let usual = Usual { length: list()?, gop: list()?, mark: list()?, expert: list()? };
        let mut forest = || Forest::read(bytes);
        let (phone, word, said) = (forest()?, forest()?, forest()?);
        let whole = [forest()?, forest()?, forest()?, forest()?];
        let mut limit = || Some(f32::from_le_bytes(take(bytes)?));
        let limits = Limits { word: limit()?, least: limit()?, enough: limit()? };
        Some(Self { usual, phone, word, said, limits, whole, near: Kernel::read(bytes)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_survive_their_file_and_cut_ones_are_refused() {
        let forest = |base| Forest { base, width: 3, trees: Vec::new() };
        let heads = Heads {
            usual: Usual::default(),
            phone: forest(0.1),
            word: forest(0.2),
            said: forest(0.3),
            limits: Limits { word: 0.4, least: 0.1, enough: 0.3 },
            whole: [0.4, 0.5, 0.6, 0.7].map(forest),
            near: Kernel::default(),
        };
        let mut bytes = Vec::new();
        heads.write(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(Heads::read(&mut rest), Some(heads));
        assert!(rest.is_empty());
        assert!((0..bytes.len()).all(|cut| Heads::read(&mut &bytes[..cut]).is_none()));
    }
}
