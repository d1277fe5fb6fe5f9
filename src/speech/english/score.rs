//! The judge of readings: from a finished listener and a text to the verdict.

use std::sync::LazyLock;

use super::acoustic::{self, Heard};
use super::align::Graph;
use super::flow::PAUSE_MS;
use super::gate;
use super::heads::{Answers, Heads};
use super::lexicon::Lexicon;
use super::listen::Listener;
use super::phone::Phone;
use super::rows::{ROW_MS, percentile};
use super::study::{Study, Take, study};
use super::text::{self, TextError, Word};
use super::weights::{self, WeightsError};
use crate::domain::reading::{
    Pause, PhoneScore, ReadingAssessment, ReadingReject, ReadingScore, WordScore,
};
use crate::speech::net::Net;

/// The weights, made by `toneline english train`; see `models/README.md`.
static WEIGHTS: &[u8] = include_bytes!("../../../models/english.bin");

static SCORER: LazyLock<Result<EnglishScorer, WeightsError>> =
    LazyLock::new(|| EnglishScorer::from_bytes(WEIGHTS));

/// A phone's verdict below this is trustworthy enough to be shown; see `docs/SCORING.md`.
const CLEAR_FAULT: f32 = 0.6;

/// A text made ready to be read: do it before the learner speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    words: Vec<Word>,
    graph: Graph,
}

impl Sentence {
    /// Looks up how every word of `text` is said.
    ///
    /// # Errors
    /// [`TextError`] when there are no words, or too many.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let words = text::words(text, Lexicon::load())?;
        Ok(Self { graph: Graph::of(&words), words })
    }

    /// Its words.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Phones of the shortest way to say it.
    fn phones(&self) -> usize {
        self.words.iter().filter_map(|w| w.ways.iter().map(Vec::len).min()).sum()
    }
}

/// The judge of English. It holds only weights: share one between all calls.
#[derive(Debug)]
pub struct EnglishScorer {
    nets: Vec<Net>,
    heads: Heads,
}

impl EnglishScorer {
    /// The judge with the weights of this program; they are read once.
    ///
    /// # Errors
    /// [`WeightsError`] if the program was built with weights of another version, or with none.
    pub fn load() -> Result<&'static Self, WeightsError> {
        SCORER.as_ref().map_err(|error| *error)
    }

    /// A judge with the weights of a file.
    ///
    /// # Errors
    /// [`WeightsError`] if they cannot be used.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let (nets, heads) = weights::from_bytes(bytes)?;
        Ok(Self { nets, heads })
    }

    /// Judges a reading that was gathered frame by frame and finished. Some milliseconds of work for each
    /// second of speech.
    #[must_use]
    pub fn assess(&self, listener: &Listener, sentence: &Sentence) -> ReadingAssessment {
        match self.judge(listener, sentence) {
            Ok(score) => ReadingAssessment::Scored(score),
            Err(reason) => ReadingAssessment::Rejected { reason },
        }
    }

    fn judge(
        &self,
        listener: &Listener,
        sentence: &Sentence,
    ) -> Result<ReadingScore, ReadingReject> {
        let measures = gate::measure(listener.hops());
        if let Some(reason) = gate::refuse(&measures, sentence.phones(), listener.overlong()) {
            return Err(reason);
        }
        let take = Take::of(listener.hops()).ok_or(ReadingReject::Silence)?;
        let heard = self.hear(&take).ok_or(ReadingReject::Silence)?;
        let text = (sentence.words.as_slice(), &sentence.graph);
        let study = study(&take, &heard, text, &self.heads.usual).ok_or(ReadingReject::TooShort)?;
        let answers = self.heads.answer(&study);
        if answers.refused() {
            return Err(ReadingReject::WordsMissing);
        }
        Ok(score(&take, &study, &answers, &sentence.words))
    }

    /// What the networks make of a reading, averaged.
    fn hear(&self, take: &Take) -> Option<Heard> {
        let inputs = take.stretch.inputs();
        let all: Vec<Heard> = self.nets.iter().map(|net| acoustic::hear(net, &inputs)).collect();
        Heard::mean(&all)
    }
}

fn percent(share: f32) -> u8 {
    (100.0 * share).round().clamp(0.0, 100.0) as u8
}

fn score(take: &Take, study: &Study, answers: &Answers, words: &[Word]) -> ReadingScore {
    let [accuracy, fluency, prosody, total] = answers.scores().map(percent);
    let syllables = study.profile.phones.iter().filter(|p| p.is_vowel()).count() as f32;
    let silent: u32 = study.gaps.iter().map(|g| g.ms()).sum();
    let spoken_s = (study.span_s - silent as f32 / 1_000.0).max(0.1);
    let voiced = take.hz.iter().zip(&take.stretch.side).filter(|(_, side)| side[0] > 0.5);
    let pauses = study.gaps.iter().filter(|g| g.ms() >= PAUSE_MS);
    ReadingScore {
        accuracy,
        fluency,
        completeness: percent(answers.completeness()),
        prosody,
        total,
        words: (0..words.len()).map(|w| word(study, answers, (w, &words[w]))).collect(),
        pauses: pauses
            .map(|g| Pause {
                after_word: g.after_word,
                start_ms: study.start_ms + g.span.0 as u32 * ROW_MS,
                length_ms: g.ms(),
            })
            .collect(),
        words_per_minute: 60.0 * words.len() as f32 / study.span_s.max(0.1),
        syllables_per_second: syllables / spoken_s,
        median_hz: percentile(voiced.map(|(hz, _)| *hz), 0.5),
    }
}

fn word(study: &Study, answers: &Answers, (w, word): (usize, &Word)) -> WordScore {
    let (from, to) = study.profile.words[w];
    let phones = &study.profile.phones[from..to];
    let said = answers.was_said(w);
    let ms = |row: usize| study.start_ms + row as u32 * ROW_MS;
    let phone = |i: usize| {
        let accuracy = if said { answers.phones[i] } else { 0.0 };
        PhoneScore {
            phone: Phone::of_class(study.profile.phones[i].class)
                .map_or("", Phone::name)
                .to_owned(),
            accuracy: percent(accuracy),
            sure: said && accuracy < CLEAR_FAULT,
        }
    };
    WordScore {
        word: word.written.clone(),
        accuracy: if said { percent(answers.words[w]) } else { 0 },
        said,
        start_ms: phones.first().map_or(0, |p| ms(p.span.0)),
        end_ms: phones.last().map_or(0, |p| ms(p.span.1)),
        phones: (from..to).map(phone).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::goodness::Usual;
    use super::super::heads::Limits;
    use super::super::kernel::Kernel;
    use super::super::phone::CLASSES;
    use super::super::rows::INPUTS;
    use super::*;
    use crate::speech::net::Conv;
    use crate::speech::trees::Forest;

    /// Networks that have no opinion, and heads that always say the same.
    fn indifferent(said: f32) -> EnglishScorer {
        let outputs = 2 * CLASSES;
        let layer = Conv {
            inputs: INPUTS,
            outputs,
            kernel: 1,
            dilation: 1,
            hidden: false,
            weights: vec![0.0; INPUTS * outputs],
            bias: vec![0.0; outputs],
        };
        let forest = |base| Forest { base, width: 0, trees: Vec::new() };
        let heads = Heads {
            usual: Usual::default(),
            phone: forest(0.55),
            word: forest(0.7),
            said: forest(said),
            limits: Limits::default(),
            whole: [0.6, 0.7, 0.8, 1.7].map(forest),
            near: Kernel::default(),
        };
        EnglishScorer { nets: vec![Net { layers: vec![layer] }], heads }
    }

    /// A second and a half of a voice whose colour changes, with silence around it.
    fn voice() -> Listener {
        let wave = |i: usize| {
            let t = i as f32 / 8_000.0;
            let top = 6 + (t * 7.0) as usize % 9;
            (2..top).map(|k| (std::f32::consts::TAU * 170.0 * k as f32 * t).sin()).sum::<f32>()
        };
        let mut samples = vec![0; 3_200];
        samples.extend((0..12_000).map(|i| (1_500.0 * wave(i)) as i16));
        samples.extend([0; 3_200]);
        let mut listener = Listener::new();
        listener.read(&samples);
        listener
    }

    #[test]
    fn a_reading_gets_its_scores_and_its_words_their_places() {
        let sentence = Sentence::parse("Good morning, Amina").expect("words");
        let verdict = indifferent(0.9).assess(&voice(), &sentence);
        let ReadingAssessment::Scored(score) = verdict else { panic!("{verdict:?}") };
        assert_eq!((score.accuracy, score.fluency, score.prosody, score.total), (60, 70, 80, 100));
        assert_eq!((score.completeness, score.words.len()), (100, 3));
        for word in &score.words {
            assert!(word.said && word.accuracy == 70 && word.end_ms > word.start_ms, "{word:?}");
            assert!(word.phones.iter().all(|p| p.accuracy == 55 && p.sure), "{word:?}");
        }
        assert!(score.words.windows(2).all(|w| w[0].end_ms <= w[1].start_ms));
    }

    #[test]
    fn words_that_were_not_said_leave_nothing_to_judge() {
        let sentence = Sentence::parse("Good morning").expect("words");
        let reason = ReadingReject::WordsMissing;
        let verdict = indifferent(0.1).assess(&voice(), &sentence);
        assert_eq!(verdict, ReadingAssessment::Rejected { reason });
    }

    #[test]
    fn silence_and_texts_far_too_long_for_the_sound_are_refused() {
        let sentence = Sentence::parse("Good morning").expect("words");
        let mut listener = Listener::new();
        listener.read(&[0; 16_000]);
        let verdict = indifferent(0.9).assess(&listener, &sentence);
        assert_eq!(verdict, ReadingAssessment::Rejected { reason: ReadingReject::Silence });
        let long = Sentence::parse(&"wonderful children ".repeat(20)).expect("words");
        let verdict = indifferent(0.9).assess(&voice(), &long);
        assert_eq!(verdict, ReadingAssessment::Rejected { reason: ReadingReject::TooShort });
    }
}
