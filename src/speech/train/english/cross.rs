//! Networks and heads by turns: each speaker is judged by networks and heads that never heard them.
//!
//! For each part of the speakers a network is trained on the others. What it hears in its own part is what the
//! heads are fitted on, so that they learn how far to trust a network with strangers. For the figures the
//! heads, too, are fitted without the speakers that they judge.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::cases::{self, Against, Case};
use super::data::Reading;
use super::fit::{self, Plan};
use super::ridge;
use super::start;
use super::voices::VOICES;
use crate::speech::english::acoustic::{self, Heard};
use crate::speech::english::align::Graph;
use crate::speech::english::goodness::Usual;
use crate::speech::english::heads::{Answers, Heads, Limits, WHOLE, against_base};
use crate::speech::english::kernel::Kernel;
use crate::speech::english::phone::CLASSES;
use crate::speech::english::rows::percentile;
use crate::speech::english::study::{Study, Take, study};
use crate::speech::net::Net;
use crate::speech::train::boost::{self, Boost};
use crate::speech::trees::Forest;

const PHONES: Boost =
    Boost { trees: 250, depth: 5, rate: 0.06, rows: 0.6, values: 0.5, least: 40, shrink: 20.0 };
const WORDS: Boost =
    Boost { trees: 220, depth: 4, rate: 0.05, rows: 0.6, values: 0.5, least: 30, shrink: 20.0 };
const SAID: Boost =
    Boost { trees: 160, depth: 4, rate: 0.08, rows: 0.6, values: 0.5, least: 30, shrink: 5.0 };
const READINGS: Boost =
    Boost { trees: 260, depth: 3, rate: 0.04, rows: 0.6, values: 0.35, least: 12, shrink: 5.0 };

/// What the kernel regression of readings adds to its diagonal.
const CALM: f64 = 1.0;

/// Shares of what was said that the limits may mistake: of words, of words that are paid for, of readings refused,
/// of readings whose scores are lowered.
const MISTAKEN: [f32; 4] = [0.05, 0.015, 0.017, 0.025];

/// Words with an expert's score below this may as well not have been said.
const SAID_FOR_SURE: f32 = 0.35;

/// Trains one network for each part of the speakers, on the others; `parts` tells by reading. `progress` is
/// told part, epoch and the mean losses of classes and marks.
#[must_use]
pub fn networks(
    readings: &[Reading],
    parts: &[usize],
    plan: &Plan,
    progress: &mut dyn FnMut(usize, usize, f32, f32),
) -> Vec<Net> {
    let labels = start::align(readings);
    let count = parts.iter().max().map_or(0, |p| p + 1);
    let mut nets = Vec::new();
    for fold in 0..count {
        let others: Vec<usize> = (0..readings.len()).filter(|i| parts[*i] != fold).collect();
        let part: Vec<&Reading> = others.iter().map(|i| &readings[*i]).collect();
        let own: Vec<_> = others.iter().map(|i| labels[*i].clone()).collect();
        let plan = Plan { seed: plan.seed.wrapping_add(fold as u64), ..plan.clone() };
        nets.push(fit::fit(&part, &own, &plan, &mut |e, c, m| progress(fold, e, c, m)));
    }
    nets
}

/// Heads for use, and what heads that never heard the speaker said of each reading; `None` where the reading
/// is too short for its text.
#[derive(Debug)]
pub struct Crossed {
    /// Fitted on everything.
    pub heads: Heads,
    /// By reading.
    pub held_out: Vec<Option<Answers>>,
    /// By reading, held against a text that it does not say, or says in part: the answers, and whether each
    /// word is in the recording.
    pub other_text: Vec<Against<Answers>>,
    /// The same where the text goes on, or begins earlier, than the recording.
    pub longer_text: Vec<Against<Answers>>,
    /// What heads that never heard the voice said of each synthetic reading of its own text.
    pub voices: Vec<Answers>,
}

/// Fits the heads on what each network of `nets` hears of its own part of the speakers, on whom it was not
/// trained. For the figures, the speakers of each of `folds` are judged by heads fitted on the others. `voices` are
/// readers of whom no more is known than that they said their texts.
#[must_use]
pub fn heads(
    (readings, voices): (&[Reading], &[Reading]),
    (parts, nets): (&[usize], &[Net]),
    folds: &[usize],
    seed: u64,
) -> Crossed {
    let heard: Vec<Heard> = readings
        .iter()
        .zip(parts)
        .map(|(r, p)| acoustic::hear(&nets[*p], &r.stretch.inputs()))
        .collect();
    let takes: Vec<Take> = readings.iter().filter_map(|r| Take::of(&r.hops)).collect();
    let groups = folds.iter().max().map_or(0, |f| f + 1);
    // One for all groups: were it another for each, the heads would learn the groups from it.
    let usual = usual(readings, &takes, &heard);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let own = cases::cases(readings, &heard, &usual, &mut rng);
    let heard: Vec<Heard> = voices
        .iter()
        .enumerate()
        .map(|(i, r)| acoustic::hear(&nets[i % nets.len()], &r.stretch.inputs()))
        .collect();
    let voices = Voices {
        cases: cases::cases(voices, &heard, &usual, &mut rng),
        folds: voices.iter().map(|r| voice_fold(&r.speaker, groups)).collect(),
    };
    Fitting { readings, folds, groups, usual, cases: own, voices, seed }.run()
}

/// Which group a synthetic voice is judged in.
fn voice_fold(voice: &str, groups: usize) -> usize {
    VOICES.iter().position(|v| *v == voice).unwrap_or(0) % groups.max(1)
}

/// Lengths, goodness, marks and experts' scores by class.
fn usual(readings: &[Reading], takes: &[Take], heard: &[Heard]) -> Usual {
    let plain = Usual::default();
    let mut sums = [[0.0_f32; 5]; CLASSES];
    for (i, reading) in readings.iter().enumerate() {
        let graph = Graph::of(&reading.words);
        let Some(study) = study(&takes[i], &heard[i], (&reading.words, &graph), &plain) else {
            continue;
        };
        for (phone, mark) in study.profile.phones.iter().zip(&reading.phone_marks) {
            let Some(mark) = mark else { continue };
            let values = [phone.rows() as f32, phone.gop, phone.mark, *mark, 1.0];
            sums[phone.class].iter_mut().zip(values).for_each(|(s, v)| *s += v);
        }
    }
    let mean = |what: usize, else_: &[f32; CLASSES]| {
        std::array::from_fn(|c| {
            let [.., count] = sums[c];
            if count < 20.0 { else_[c] } else { sums[c][what] / count }
        })
    };
    Usual {
        length: mean(0, &plain.length),
        gop: mean(1, &plain.gop),
        mark: mean(2, &plain.mark),
        expert: mean(3, &plain.expert),
    }
}

struct Fitting<'a> {
    readings: &'a [Reading],
    folds: &'a [usize],
    groups: usize,
    usual: Usual,
    cases: Vec<Option<Case>>,
    voices: Voices,
    seed: u64,
}

/// Synthetic readers, and the group that each is in.
struct Voices {
    cases: Vec<Option<Case>>,
    folds: Vec<usize>,
}

/// A row of values with its truth and the group that it is of.
struct Example {
    fold: usize,
    row: Vec<f32>,
    truth: f32,
}

impl Fitting<'_> {
    fn cases(&self) -> impl Iterator<Item = (usize, &Case)> {
        self.cases.iter().enumerate().filter_map(|(i, c)| Some((i, c.as_ref()?)))
    }

    /// Forests for each group, fitted without it, and last the one fitted on all.
    fn fit(&self, examples: &[Example], plan: &Boost) -> Vec<Forest> {
        let forest = |skip: usize| {
            let kept = || examples.iter().filter(|e| e.fold != skip);
            let rows: Vec<Vec<f32>> = kept().map(|e| e.row.clone()).collect();
            let truths: Vec<f32> = kept().map(|e| e.truth).collect();
            boost::fit(&rows, &truths, plan, self.seed)
        };
        (0..=self.groups).map(forest).collect()
    }

    fn run(self) -> Crossed {
        let mut phone = self.fit(&self.phone_examples(), &PHONES);
        let words = self.word_examples(&phone);
        let mut said = self.fit(&words.1, &SAID);
        let mut word = self.fit(&words.0, &WORDS);
        let (readings, marks) = self.reading_examples();
        let mut near = self.kernels(&readings, &marks);
        let mut whole: Vec<Vec<Forest>> = (0..WHOLE)
            .map(|score| self.fit(&of_score(&readings, &marks, score), &READINGS))
            .collect();
        let heads = |near: Kernel,
                     of: &dyn Fn(&mut Vec<Forest>) -> Forest,
                     all: &mut HeadLists<'_>| Heads {
            usual: self.usual.clone(),
            phone: of(all.phone),
            word: of(all.word),
            said: of(all.said),
            limits: Limits::default(),
            whole: std::array::from_fn(|i| of(&mut all.whole[i])),
            near,
        };
        let mut all =
            HeadLists { phone: &mut phone, word: &mut word, said: &mut said, whole: &mut whole };
        let all_near = near.pop().unwrap_or_default();
        let mut last = heads(all_near, &|list| list.pop().unwrap_or_default(), &mut all);
        let by_fold: Vec<Heads> = (0..self.groups)
            .map(|f| heads(near[f].clone(), &|list| list[f].clone(), &mut all))
            .collect();
        let own = |i: usize| &by_fold[self.folds[i]];
        let mut held_out: Vec<Option<Answers>> = (0..self.cases.len())
            .map(|i| Some(own(i).answer(&self.cases[i].as_ref()?.study)))
            .collect();
        let against = |of: &dyn Fn(&Case) -> &Against<Study>| -> Vec<Against<Answers>> {
            let one = |i: usize| {
                let (study, truth) = of(self.cases[i].as_ref()?).as_ref()?;
                Some((own(i).answer(study), truth.clone()))
            };
            (0..self.cases.len()).map(one).collect()
        };
        let mut other_text = against(&|case| &case.other);
        let mut longer_text = against(&|case| &case.longer);
        last.limits = self.limits(&held_out, self.groups);
        let limits: Vec<Limits> = (0..self.groups).map(|f| self.limits(&held_out, f)).collect();
        for (i, fold) in self.folds.iter().enumerate() {
            held_out[i].iter_mut().for_each(|a| a.limits = limits[*fold]);
            let others = other_text[i].iter_mut().chain(&mut longer_text[i]);
            others.for_each(|(answers, _)| answers.limits = limits[*fold]);
        }
        let voices = self
            .voices
            .cases
            .iter()
            .zip(&self.voices.folds)
            .filter_map(|(case, fold)| {
                let mut answers = by_fold[*fold].answer(&case.as_ref()?.study);
                answers.limits = limits[*fold];
                Some(answers)
            })
            .collect();
        Crossed { heads: last, held_out, other_text, longer_text, voices }
    }

    /// The limits by what heads said of speakers that they never heard, those of group `skip` left out.
    fn limits(&self, held_out: &[Option<Answers>], skip: usize) -> Limits {
        let pairs = held_out.iter().zip(self.folds).filter(|(_, f)| **f != skip);
        let kept: Vec<&Answers> = pairs.filter_map(|(a, _)| a.as_ref()).collect();
        let words = || kept.iter().flat_map(|a| a.said.iter().copied());
        let held = || kept.iter().map(|a| a.held());
        let [word, paid, least, enough] = MISTAKEN;
        Limits {
            word: percentile(words(), word),
            paid: percentile(words(), paid),
            least: percentile(held(), least),
            enough: percentile(held(), enough),
        }
    }

    fn phone_examples(&self) -> Vec<Example> {
        let mut out = Vec::new();
        for (i, case) in self.cases() {
            let fold = self.folds[i];
            for (p, mark) in self.readings[i].phone_marks.iter().enumerate() {
                let Some(truth) = *mark else { continue };
                let row = case.study.profile.phone_row(p, &self.usual);
                out.push(Example { fold, row, truth });
            }
        }
        out
    }

    /// Examples of how well words were said, and of whether they were.
    fn word_examples(&self, phone: &[Forest]) -> (Vec<Example>, Vec<Example>) {
        let (mut good, mut said) = (Vec::new(), Vec::new());
        for (i, case) in self.cases() {
            let fold = self.folds[i];
            let marks = &self.readings[i].word_marks;
            let rows = self.word_rows(&case.study, fold, phone).into_iter().zip(marks);
            good.extend(rows.map(|(row, truth)| Example { fold, row, truth: *truth }));
            let said_row = |study: &Study, w| study.profile.said_row(w, &self.usual);
            let there = (0..marks.len()).filter(|w| marks[*w] >= SAID_FOR_SURE);
            said.extend(there.map(|w| Example { fold, row: said_row(&case.study, w), truth: 1.0 }));
            said.extend(self.strange_words(case, fold));
        }
        for (case, fold) in self.voices.cases.iter().zip(&self.voices.folds) {
            let Some(case) = case else { continue };
            said.extend((0..case.study.profile.words.len()).map(|w| Example {
                fold: *fold,
                row: case.study.profile.said_row(w, &self.usual),
                truth: 1.0,
            }));
            said.extend(self.strange_words(case, *fold));
        }
        (good, said)
    }

    /// Words of texts that a reading says in part, or not at all.
    fn strange_words(&self, case: &Case, fold: usize) -> Vec<Example> {
        let mut out = Vec::new();
        for (study, truths) in case.other.iter().chain(&case.longer) {
            out.extend(truths.iter().enumerate().map(|(w, truth)| Example {
                fold,
                row: study.profile.said_row(w, &self.usual),
                truth: f32::from(u8::from(*truth)),
            }));
        }
        out
    }

    fn word_rows(&self, study: &Study, fold: usize, phone: &[Forest]) -> Vec<Vec<f32>> {
        let phones = against_base(&phone[fold], &study.profile, &self.usual);
        let row = |w| study.profile.word_row(w, &phones, &self.usual);
        (0..study.profile.words.len()).map(row).collect()
    }

    /// Rows of the readings, and the experts' scores beside them.
    fn reading_examples(&self) -> (Vec<Example>, Vec<[f32; WHOLE]>) {
        let example = |(i, case): (usize, &Case)| {
            let (fold, row) = (self.folds[i], case.study.profile.reading_row());
            (Example { fold, row, truth: 0.0 }, self.readings[i].marks.whole())
        };
        self.cases().map(example).unzip()
    }

    /// As [`Self::fit`], for the kernels.
    fn kernels(&self, readings: &[Example], marks: &[[f32; WHOLE]]) -> Vec<Kernel> {
        let kernel = |skip: usize| {
            let kept = || readings.iter().zip(marks).filter(|(e, _)| e.fold != skip);
            let rows: Vec<Vec<f32>> = kept().map(|(e, _)| e.row.clone()).collect();
            let truths: Vec<[f32; WHOLE]> = kept().map(|(_, m)| *m).collect();
            ridge::fit(&rows, &truths, CALM)
        };
        (0..=self.groups).map(kernel).collect()
    }
}

/// The readings with one of their scores as the truth.
fn of_score(readings: &[Example], marks: &[[f32; WHOLE]], score: usize) -> Vec<Example> {
    let example = |(e, m): (&Example, &[f32; WHOLE])| Example {
        fold: e.fold,
        row: e.row.clone(),
        truth: m[score],
    };
    readings.iter().zip(marks).map(example).collect()
}

/// The forests by head.
struct HeadLists<'a> {
    phone: &'a mut Vec<Forest>,
    word: &'a mut Vec<Forest>,
    said: &'a mut Vec<Forest>,
    whole: &'a mut Vec<Vec<Forest>>,
}
