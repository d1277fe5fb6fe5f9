//! Readings held against texts that they say, do not say, or say in part.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::data::Reading;
use crate::speech::english::acoustic::Heard;
use crate::speech::english::align::Graph;
use crate::speech::english::goodness::Usual;
use crate::speech::english::study::{Study, Take, study};
use crate::speech::english::text::Word;

/// A reading held against a text of which it may say nothing, or a part: by word whether it is said.
pub type Against<T> = Option<(T, Vec<bool>)>;

/// A reading held against its own text, against one that it does not say or says in part, and against its own
/// within a longer one.
pub struct Case {
    /// Against its own text.
    pub study: Study,
    /// Against another's text, or its own with words of another's in it.
    pub other: Against<Study>,
    /// Against its own within a longer one.
    pub longer: Against<Study>,
}

/// The cases of `readings`, each with what a network heard of it; `None` where it is too short for its text.
#[must_use]
pub fn cases(
    readings: &[Reading],
    heard: &[Heard],
    usual: &Usual,
    rng: &mut ChaCha8Rng,
) -> Vec<Option<Case>> {
    let mut one = |i: usize| {
        let reading: &Reading = &readings[i];
        let take = Take::of(&reading.hops)?;
        let hold = |words: &[Word]| study(&take, &heard[i], (words, &Graph::of(words)), usual);
        let against = |(words, truth): (Vec<Word>, Vec<bool>)| Some((hold(&words)?, truth));
        let other = against(other_text(readings, i, rng));
        let longer = against(longer_text(readings, i, rng));
        Some(Case { study: hold(&reading.words)?, other, longer })
    };
    (0..readings.len()).map(&mut one).collect()
}

/// A text that reading `i` does not say: another's, or its own with runs of another's words in it. With each
/// word, whether the recording has it.
fn other_text(readings: &[Reading], i: usize, rng: &mut ChaCha8Rng) -> (Vec<Word>, Vec<bool>) {
    let own = &readings[i];
    let phones = |r: &Reading| r.words.iter().map(|w| w.ways[0].len()).sum::<usize>();
    // Of like length: a text of another length is told by that alone.
    let like = |r: &&Reading| {
        let (count, wanted) = (phones(r), phones(own));
        r.text != own.text && count.abs_diff(wanted) <= (wanted / 10).max(2)
    };
    let others: Vec<&Reading> =
        (0..200).filter_map(|_| readings.choose(rng)).filter(like).take(1).collect();
    let Some(other) = others.first() else { return (Vec::new(), Vec::new()) };
    if rng.random::<bool>() {
        return (other.words.clone(), vec![false; other.words.len()]);
    }
    let mut both: Vec<(Word, bool)> = own.words.iter().map(|w| (w.clone(), true)).collect();
    let from = rng.random_range(0..both.len());
    let to = rng.random_range(from..=both.len());
    let instead = other.words.iter().take((to - from).max(1)).map(|w| (w.clone(), false));
    both.splice(from..to, instead);
    both.into_iter().unzip()
}

/// The text of reading `i` with as many words of another's, at most, after or before it: what is asked of a learner
/// who stops half-way, or begins there.
fn longer_text(readings: &[Reading], i: usize, rng: &mut ChaCha8Rng) -> (Vec<Word>, Vec<bool>) {
    let own = &readings[i].words;
    let Some(other) = readings.choose(rng) else { return (Vec::new(), Vec::new()) };
    let more = other.words.iter().take(rng.random_range(1..=own.len().max(1)));
    let more: Vec<(Word, bool)> = more.map(|w| (w.clone(), false)).collect();
    let said = own.iter().map(|w| (w.clone(), true));
    if rng.random_bool(0.75) {
        said.chain(more).unzip()
    } else {
        more.into_iter().chain(said).unzip()
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::speech::english::phone::sounds;
    use crate::speech::english::rows::Stretch;
    use crate::speech::train::english::data::Marks;

    fn reading(text: &str) -> Reading {
        let word = |w: &str| Word {
            written: w.to_owned(),
            ways: vec![sounds("K AE1 T").expect("phones")],
        };
        let words: Vec<Word> = text.split(' ').map(word).collect();
        let nine = 9.0;
        Reading {
            name: text.to_owned(),
            speaker: String::new(),
            text: text.to_owned(),
            marks: Marks {
                accuracy: nine,
                fluency: nine,
                prosodic: nine,
                completeness: nine,
                total: nine,
            },
            word_marks: vec![1.0; words.len()],
            phone_marks: vec![Some(1.0); 3 * words.len()],
            words,
            hops: Vec::new(),
            stretch: Stretch { bands: Vec::new(), side: Vec::new(), start_hop: 0 },
        }
    }

    #[test]
    fn another_text_tells_truly_which_of_its_words_are_in_the_recording() {
        let readings = [reading("a b c d e"), reading("v w x y z")];
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let (mut whole, mut part) = (0, 0);
        for _ in 0..50 {
            let (words, truth) = other_text(&readings, 0, &mut rng);
            assert_eq!(words.len(), truth.len());
            for (word, truth) in words.iter().zip(&truth) {
                assert_eq!("abcde".contains(&word.written), *truth);
            }
            whole += usize::from(!truth.contains(&true));
            part += usize::from(truth.contains(&true) && truth.contains(&false));
        }
        assert!(whole > 10 && part > 10, "{whole} {part}");
    }

    #[test]
    fn a_longer_text_has_the_reading_at_its_beginning_or_its_end() {
        let readings = [reading("a b c d e"), reading("v w x y z")];
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut begins = 0;
        for _ in 0..50 {
            let (words, truth) = longer_text(&readings, 0, &mut rng);
            assert!((6..=10).contains(&words.len()), "{}", words.len());
            let said = |own: &[bool]| own.iter().all(|t| *t);
            assert!(said(&truth[..5]) || said(&truth[truth.len() - 5..]), "{truth:?}");
            assert_eq!(truth.iter().filter(|t| **t).count(), 5);
            begins += usize::from(said(&truth[..5]));
        }
        assert!((25..50).contains(&begins), "{begins}");
    }
}
