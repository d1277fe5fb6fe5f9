//! What speaks for each word having been said: the best way through the reading with the word, against the best
//! without it, all other words being free to be left out.
//!
//! Forced alignment finds a place for every word, said or not. Here a word that was not said competes with
//! silence, with its neighbours held longer and, in the second measure, with any other speech.

use super::phone::{CLASSES, SILENCE};
use super::text::Word;

/// No margin is beyond this, nats.
const MOST: f32 = 40.0;
/// What other speech costs a row against its likeliest class, nats.
const OTHER_SPEECH: f32 = 1.0;

/// What speaks for a word, nats; above 0 it is likelier said than left out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Margin {
    /// Where only silence may stand for it.
    pub silence: f32,
    /// Where any speech may stand for it.
    pub speech: f32,
}

/// The margins of `words`, given log scores of [`CLASSES`] by row.
#[must_use]
pub fn margins(words: &[Word], scores: &[f32]) -> Vec<Margin> {
    let quiet: Vec<f32> = scores.chunks_exact(CLASSES).map(|row| row[SILENCE]).collect();
    let filler = |row: &[f32]| {
        let top = row.iter().copied().fold(f32::MIN, f32::max);
        row[SILENCE].max(top - OTHER_SPEECH)
    };
    let noisy: Vec<f32> = scores.chunks_exact(CLASSES).map(filler).collect();
    let of = |gap: &[f32]| Lattice::new(words, scores, gap).margins();
    let pair = |(silence, speech)| Margin { silence, speech };
    of(&quiet).into_iter().zip(of(&noisy)).map(pair).collect()
}

/// A phone of a way to say a word.
struct State {
    class: usize,
    word: usize,
    first: bool,
    last: bool,
}

/// Everything that may be said, each word being free to be left out.
struct Lattice<'a> {
    states: Vec<State>,
    words: usize,
    scores: &'a [f32],
    gap: &'a [f32],
}

/// Best scores by state and row, and by boundary between words and rows that are past.
struct Best {
    states: Vec<f32>,
    bounds: Vec<f32>,
}

impl<'a> Lattice<'a> {
    fn new(words: &[Word], scores: &'a [f32], gap: &'a [f32]) -> Self {
        let mut states = Vec::new();
        for (w, word) in words.iter().enumerate() {
            for way in &word.ways {
                states.extend(way.iter().enumerate().map(|(p, sound)| State {
                    class: sound.phone.class(),
                    word: w,
                    first: p == 0,
                    last: p + 1 == way.len(),
                }));
            }
        }
        Self { states, words: words.len(), scores, gap }
    }

    fn rows(&self) -> usize {
        self.gap.len()
    }

    fn score(&self, row: usize, state: usize) -> f32 {
        self.scores[row * CLASSES + self.states[state].class]
    }

    /// Place of a boundary in [`Best::bounds`]: the words before it are done, `past` rows are behind.
    fn bound(&self, word: usize, past: usize) -> usize {
        past * (self.words + 1) + word
    }

    fn nothing(&self) -> Best {
        Best {
            states: vec![f32::NEG_INFINITY; self.states.len() * self.rows()],
            bounds: vec![f32::NEG_INFINITY; (self.words + 1) * (self.rows() + 1)],
        }
    }

    /// The best score of the rows up to and with each place.
    fn forward(&self) -> Best {
        let mut best = self.nothing();
        let count = self.states.len();
        best.bounds[..=self.words].fill(0.0);
        for row in 0..self.rows() {
            for (s, state) in self.states.iter().enumerate() {
                let earlier = |s: usize| match row {
                    0 => f32::NEG_INFINITY,
                    _ => best.states[(row - 1) * count + s],
                };
                let came = if state.first {
                    best.bounds[self.bound(state.word, row)]
                } else {
                    earlier(s - 1)
                };
                best.states[row * count + s] = came.max(earlier(s)) + self.score(row, s);
            }
            for word in 0..=self.words {
                let at = self.bound(word, row + 1);
                best.bounds[at] = best.bounds[self.bound(word, row)] + self.gap[row];
            }
            for (s, state) in self.states.iter().enumerate().filter(|(_, s)| s.last) {
                let at = self.bound(state.word + 1, row + 1);
                best.bounds[at] = best.bounds[at].max(best.states[row * count + s]);
            }
            for word in 1..=self.words {
                let at = self.bound(word, row + 1);
                best.bounds[at] = best.bounds[at].max(best.bounds[at - 1]);
            }
        }
        best
    }

    /// The best score of the rows after each place.
    fn backward(&self) -> Best {
        let mut best = self.nothing();
        let count = self.states.len();
        let end = self.bound(0, self.rows());
        best.bounds[end..].fill(0.0);
        for row in (0..self.rows()).rev() {
            for (s, state) in self.states.iter().enumerate() {
                let later = |s: usize| match row + 1 {
                    next if next < self.rows() => {
                        best.states[next * count + s] + self.score(next, s)
                    }
                    _ => f32::NEG_INFINITY,
                };
                let on = if state.last {
                    best.bounds[self.bound(state.word + 1, row + 1)]
                } else {
                    later(s + 1)
                };
                best.states[row * count + s] = on.max(later(s));
            }
            for word in 0..=self.words {
                let at = self.bound(word, row);
                best.bounds[at] = best.bounds[self.bound(word, row + 1)] + self.gap[row];
            }
            for (s, state) in self.states.iter().enumerate().filter(|(_, s)| s.first) {
                let at = self.bound(state.word, row);
                let through = best.states[row * count + s] + self.score(row, s);
                best.bounds[at] = best.bounds[at].max(through);
            }
            for word in (0..self.words).rev() {
                let at = self.bound(word, row);
                best.bounds[at] = best.bounds[at].max(best.bounds[at + 1]);
            }
        }
        best
    }

    fn margins(&self) -> Vec<f32> {
        let (before, after) = (self.forward(), self.backward());
        let count = self.states.len();
        let mut with = vec![f32::NEG_INFINITY; self.words];
        let mut without = with.clone();
        for (s, state) in self.states.iter().enumerate().filter(|(_, s)| s.last) {
            for row in 0..self.rows() {
                let rest = after.bounds[self.bound(state.word + 1, row + 1)];
                with[state.word] = with[state.word].max(before.states[row * count + s] + rest);
            }
        }
        for (word, best) in without.iter_mut().enumerate() {
            for past in 0..=self.rows() {
                let at = self.bound(word, past);
                *best = best.max(before.bounds[at] + after.bounds[at + 1]);
            }
        }
        with.iter().zip(&without).map(|(w, wo)| (w - wo).clamp(-MOST, MOST)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::phone::sounds;
    use super::*;

    fn word(way: &str) -> Word {
        Word { written: String::new(), ways: vec![sounds(way).expect("phones")] }
    }

    /// Scores that favour the phones of `said`, four rows each, by five nats.
    fn scores(said: &str) -> Vec<f32> {
        let class = |n: &str| sounds(n).map_or(SILENCE, |s| s[0].phone.class());
        let row = |of: usize| (0..CLASSES).map(move |c| if c == of { 0.0 } else { -5.0 });
        said.split(' ').flat_map(|n| (0..4).flat_map(move |_| row(class(n)))).collect()
    }

    #[test]
    fn what_was_said_has_a_margin_and_what_was_left_out_lacks_one() {
        let words = [word("K AE1 T"), word("S AE1 T"), word("D AO1 G")];
        let found = margins(&words, &scores("- K AE T S AE T -"));
        assert!(found[0].silence > 10.0 && found[1].silence > 10.0, "{found:?}");
        assert!(found[2].silence < -10.0 && found[2].speech < -10.0, "{found:?}");
    }

    #[test]
    fn another_word_in_its_place_speaks_against_a_word() {
        let words = [word("K AE1 T"), word("M UH1 N"), word("D AO1 G")];
        let found = margins(&words, &scores("K AE T S IY P D AO G"));
        assert!(found[1].speech < -10.0 && found[0].speech > 10.0, "{found:?}");
        assert!(found[2].speech > 10.0, "{found:?}");
    }

    #[test]
    fn each_way_to_say_a_word_counts() {
        let ways = vec![sounds("R EH1 D").expect("phones"), sounds("R IY1 D").expect("phones")];
        let words = [Word { written: String::new(), ways }];
        assert!(margins(&words, &scores("R IY D"))[0].speech > 5.0);
    }

    #[test]
    fn without_sound_nothing_speaks_for_a_word() {
        assert_eq!(margins(&[word("K AE1 T")], &[])[0], Margin { silence: -MOST, speech: -MOST });
        assert!(margins(&[], &scores("K AE T")).is_empty());
    }
}
