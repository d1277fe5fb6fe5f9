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
    /// A word less likely said than this is paid for by the scores.
    pub paid: f32,
    /// A reading whose words were less likely said, on the mean, is refused.
    pub least: f32,
    /// From here on nothing is taken off its scores.
    pub enough: f32,
}

impl Default for Limits {
    /// Nothing measured yet.
    fn default() -> Self {
        Self { word: 0.5, paid: 0.4, least: 0.2, enough: 0.35 }
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

    /// Whether the reading is too unlike its text to be judged by it: its words were hardly said, or none of them was.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.held() < self.limits.least || self.completeness() <= 0.0
    }

    /// Accuracy, fluency, prosody and total. All are lowered when the text as a whole was hardly said; accuracy and total
    /// also for words that surely were left out.
    #[must_use]
    pub fn scores(&self) -> [f32; WHOLE] {
        let kept = (self.held() / self.limits.enough.max(1e-3)).min(1.0);
        let paid = kept * self.worth();
        let [accuracy, fluency, prosody, total] = self.whole;
        [accuracy * paid, fluency * kept, prosody * kept, total * paid]
    }

    /// What a reading is worth whose words may not all have been said, 0 to 1. Whether a single word was said is easily
    /// mistaken, so a word costs little until it is surely missing, and several cost more than their share.
    fn worth(&self) -> f32 {
        let share = |said: &f32| (said / self.limits.paid.max(1e-3)).min(1.0);
        let mean = self.said.iter().map(share).sum::<f32>() / self.said.len().max(1) as f32;
        mean * mean
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
        let Limits { word, paid, least, enough } = self.limits;
        out.extend([word, paid, least, enough].iter().flat_map(|v| v.to_le_bytes()));
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
        let limits = Limits { word: limit()?, paid: limit()?, least: limit()?, enough: limit()? };
        Some(Self { usual, phone, word, said, limits, whole, near: Kernel::read(bytes)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(said: &[f32]) -> Answers {
        let limits = Limits { word: 0.5, paid: 0.4, least: 0.1, enough: 0.2 };
        let count = said.len();
        Answers {
            phones: vec![],
            words: vec![1.0; count],
            said: said.to_vec(),
            whole: [0.8; WHOLE],
            limits,
        }
    }

    #[test]
    fn who_stops_half_way_pays_with_accuracy_and_total() {
        let half = answers(&[0.9, 0.9, 0.0, 0.0]);
        assert_eq!((half.completeness(), half.scores()), (0.5, [0.2, 0.8, 0.8, 0.2]));
        // One word that is only likelier left out costs nothing yet.
        let doubtful = answers(&[0.9, 0.9, 0.9, 0.45]);
        assert_eq!((doubtful.completeness(), doubtful.scores()), (0.75, [0.8; WHOLE]));
    }

    #[test]
    fn heads_survive_their_file_and_cut_ones_are_refused() {
        let forest = |base| Forest { base, width: 3, trees: Vec::new() };
        let heads = Heads {
            usual: Usual::default(),
            phone: forest(0.1),
            word: forest(0.2),
            said: forest(0.3),
            limits: Limits { word: 0.4, paid: 0.35, least: 0.1, enough: 0.3 },
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
