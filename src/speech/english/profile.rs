//! The values that the heads go by: of a phone, of a word, of a whole reading.

use super::flow::{Flow, gaps, mean_sd};
use super::goodness::{PhoneMeasure, Usual};
use super::omission::Margin;
use super::pace::{Expected, NUCLEI, Pace};
use super::phone::Phone;
use super::rows::percentile;

/// A reading, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its phones.
    pub phones: Vec<PhoneMeasure>,
    /// Phones of each word, as a range of `phones`.
    pub words: Vec<(usize, usize)>,
    /// Measures of the flow.
    pub flow: Vec<f32>,
    /// Measures of the sound beside what the text leads to expect.
    pub pace: Vec<f32>,
    /// How far the aligned classes' log probability stays under that of the likeliest, mean a row.
    pub misfit: f32,
    /// What speaks for each word having been said.
    pub margins: Vec<Margin>,
    /// Measures of how well the reading as a whole is said.
    whole: Vec<f32>,
}

/// What a head said of each phone, against what it expects of any phone; higher is better.
pub type Said<'a> = &'a [f32];

impl Profile {
    /// Gathers what was measured.
    #[must_use]
    pub fn of(
        flow: &Flow<'_>,
        pace: &Pace,
        (misfit, margins): (f32, Vec<Margin>),
        usual: &Usual,
    ) -> Self {
        let phones = flow.phones.to_vec();
        let mut words: Vec<(usize, usize)> = Vec::new();
        for (i, phone) in phones.iter().enumerate() {
            if phone.place.0 == 0 {
                words.push((i, i));
            }
            if let Some(word) = words.last_mut() {
                word.1 = i + 1;
            }
        }
        let whole = whole(&phones, usual);
        let syllables = phones.iter().filter(|p| p.is_vowel()).count();
        let expected = Expected { phones: phones.len(), syllables, words: words.len() };
        let pace = pace.features(expected);
        Self { phones, words, flow: flow.features(), pace, misfit, margins, whole }
    }

    /// The values of phone `i`.
    #[must_use]
    pub fn phone_row(&self, i: usize, usual: &Usual) -> Vec<f32> {
        let p = &self.phones[i];
        let (from, to) = self.words[p.word];
        let word = &self.phones[from..to];
        let beside = |step: isize| {
            let other = i.checked_add_signed(step).and_then(|j| self.phones.get(j)).unwrap_or(p);
            [other.mark, other.gop - usual.gop[other.class], f32::from(u8::from(other.is_vowel()))]
        };
        let marks: Vec<f32> = word.iter().map(|p| p.mark).collect();
        let mut row = vec![
            p.mark,
            p.lowest,
            p.mark - usual.mark[p.class],
            p.gop,
            p.gop - usual.gop[p.class],
            p.log_p,
            p.entropy,
            p.silence,
            p.length,
            p.level,
            p.rows().min(15) as f32,
            usual.expert[p.class],
            usual.expert[p.nearest],
            f32::from(u8::from(p.nearest == p.class)),
            f32::from(p.stress),
            p.place.0 as f32,
            (p.place.1 - p.place.0) as f32,
            p.place.1 as f32,
            mean_sd(&marks).0,
            marks.iter().copied().fold(f32::MAX, f32::min),
            p.class as f32,
            self.flow[0],
            self.flow[1],
            self.misfit,
        ];
        row.extend(beside(-1));
        row.extend(beside(1));
        row.extend(&self.whole[..10]);
        row.extend(self.gist());
        row
    }

    /// The values of word `w`; `phones` is what the head said of every phone.
    #[must_use]
    pub fn word_row(&self, w: usize, phones: Said<'_>, usual: &Usual) -> Vec<f32> {
        let (from, to) = self.words[w];
        let word = &self.phones[from..to];
        let list =
            |value: &dyn Fn(&PhoneMeasure) -> f32| word.iter().map(value).collect::<Vec<_>>();
        let least = |values: &[f32]| values.iter().copied().fold(f32::MAX, f32::min);
        let marks = list(&|p| p.mark - usual.mark[p.class]);
        let gops = list(&|p| p.gop - usual.gop[p.class]);
        let lengths = mean_sd(&list(&|p| p.length));
        let said = &phones[from..to];
        let whole = mean_sd(phones).0;
        let mut row = vec![
            mean_sd(said).0,
            least(said),
            mean_sd(said).0 - whole,
            whole,
            mean_sd(&marks).0,
            least(&marks),
            least(&list(&|p| p.lowest)),
            mean_sd(&gops).0,
            least(&gops),
            mean_sd(&list(&|p| p.entropy)).0,
            mean_sd(&list(&|p| p.log_p)).0,
            mean_sd(&list(&|p| p.silence)).0,
            mean_sd(&list(&|p| usual.expert[p.class])).0,
            least(&list(&|p| usual.expert[p.class])),
            lengths.0,
            lengths.1,
            mean_sd(&list(&|p| p.level)).0,
            word.len() as f32,
            word.iter().filter(|p| p.is_vowel()).count() as f32,
            word.iter().filter(|p| p.rows() == 1).count() as f32 / word.len() as f32,
            self.pause_after(w),
            w.checked_sub(1).map_or(0.0, |w| self.pause_after(w)),
            self.flow[0],
            self.flow[1],
            self.misfit,
            self.whole[0],
            self.whole[4],
            self.whole[5],
        ];
        row.extend(self.gist());
        row
    }

    /// The values that tell whether word `w` was said at all. Neither tempo nor pitch is among them: how
    /// someone speaks does not tell what they say.
    #[must_use]
    pub fn said_row(&self, w: usize, usual: &Usual) -> Vec<f32> {
        let (from, to) = self.words[w];
        let word = &self.phones[from..to];
        let mut row = vec![
            word.len() as f32,
            self.phones.len() as f32,
            self.misfit,
            self.pause_after(w),
            w.checked_sub(1).map_or(0.0, |w| self.pause_after(w)),
        ];
        row.extend(fit(word, usual));
        row.extend(fit(&self.phones, usual));
        let beside = &self.phones[from.saturating_sub(3)..(to + 3).min(self.phones.len())];
        row.extend(&fit(beside, usual)[..4]);
        row.extend(self.omission_values(w, word.len()));
        row
    }

    /// What speaks for word `w` of `phones` phones, for those beside it, for all before and all after it; its place; and
    /// how many syllables the sound has for those of the text.
    fn omission_values(&self, w: usize, phones: usize) -> [f32; 15] {
        let all = &self.margins;
        let own = all[w];
        let beside =
            |other: Option<usize>| other.and_then(|o| all.get(o)).map_or(0.0, |m| m.speech);
        let mean = |part: &[Margin]| {
            part.iter().map(|m| m.speech.min(10.0)).sum::<f32>() / part.len().max(1) as f32
        };
        let missing = |part: &[Margin]| {
            part.iter().filter(|m| m.speech < 0.0).count() as f32 / part.len().max(1) as f32
        };
        [
            own.silence,
            own.speech,
            own.silence / phones as f32,
            own.speech / phones as f32,
            beside(w.checked_sub(1)),
            beside(Some(w + 1)),
            mean(&all[w..]),
            mean(&all[..=w]),
            missing(&all[w..]),
            missing(&all[..=w]),
            mean(all),
            missing(all),
            w as f32 / all.len() as f32,
            all.len() as f32,
            self.pace[NUCLEI],
        ]
    }

    /// What of the whole reading is told with each phone and word: tempo, pauses, pitch.
    fn gist(&self) -> [f32; 10] {
        [0, 1, 2, 3, 7, 10, 11, 12, 18, 22].map(|i| self.pace[i])
    }

    /// Rows of silence between word `w` and the next, at most 50.
    fn pause_after(&self, w: usize) -> f32 {
        let gap = gaps(&self.phones).into_iter().find(|g| g.after_word == w);
        gap.map_or(0.0, |g| (g.span.1 - g.span.0).min(50) as f32)
    }

    /// The values of the reading. What the heads say of its phones and words is not among them: said by heads
    /// that were fitted on other speakers, it would tell how good those were.
    #[must_use]
    pub fn reading_row(&self) -> Vec<f32> {
        let mut row = self.flow.clone();
        row.extend(&self.whole);
        row.push(self.misfit);
        row.extend(&self.pace);
        row
    }
}

/// How well `phones` fit the sound.
fn fit(phones: &[PhoneMeasure], usual: &Usual) -> Vec<f32> {
    let list = |value: &dyn Fn(&PhoneMeasure) -> f32| phones.iter().map(value).collect::<Vec<_>>();
    let mean = |value: &dyn Fn(&PhoneMeasure) -> f32| mean_sd(&list(value)).0;
    let share = |holds: &dyn Fn(&PhoneMeasure) -> bool| {
        phones.iter().filter(|p| holds(p)).count() as f32 / phones.len().max(1) as f32
    };
    let gops = list(&|p| p.gop - usual.gop[p.class]);
    let middle = percentile(gops.iter().copied(), 0.5);
    vec![
        mean(&|p| p.log_p),
        mean_sd(&gops).0,
        // One phone that went wrong does not mean that another was said.
        mean(&|p| p.gop.max(-4.0)),
        mean(&|p| p.mark - usual.mark[p.class]),
        middle,
        percentile(gops.iter().copied(), 0.2),
        share(&|p| p.nearest == p.class),
        share(&|p| p.gop > -1.5),
        share(&|p| p.rows() == 1),
        mean_sd(&list(&|p| p.length)).1,
        mean(&|p| p.entropy),
        mean(&|p| p.silence),
        share(&|p| p.is_vowel() == Phone::of_class(p.nearest).is_some_and(Phone::is_vowel)),
    ]
}

/// Means, spreads and low ends over all phones.
fn whole(phones: &[PhoneMeasure], usual: &Usual) -> Vec<f32> {
    let list = |keep: &dyn Fn(&&PhoneMeasure) -> bool, value: &dyn Fn(&PhoneMeasure) -> f32| {
        phones.iter().filter(keep).map(value).collect::<Vec<_>>()
    };
    let mark = |p: &PhoneMeasure| p.mark - usual.mark[p.class];
    let gop = |p: &PhoneMeasure| p.gop - usual.gop[p.class];
    let (marks, gops) = (list(&|_| true, &mark), list(&|_| true, &gop));
    let (mark_mean, mark_sd) = mean_sd(&marks);
    let (gop_mean, gop_sd) = mean_sd(&gops);
    let low = |values: &[f32], share: f32| percentile(values.iter().copied(), share);
    vec![
        mark_mean,
        mark_sd,
        low(&marks, 0.1),
        low(&marks, 0.3),
        gop_mean,
        mean_sd(&list(&|_| true, &|p| p.log_p)).0,
        gop_sd,
        low(&gops, 0.1),
        low(&gops, 0.3),
        mean_sd(&list(&|_| true, &|p| p.entropy)).0,
        mean_sd(&list(&|p| p.is_vowel(), &mark)).0,
        mean_sd(&list(&|p| !p.is_vowel(), &mark)).0,
        mean_sd(&list(&|p| p.is_vowel(), &gop)).0,
        mean_sd(&list(&|p| !p.is_vowel(), &gop)).0,
        mean_sd(&list(&|_| true, &|p| p.silence)).0,
        mean_sd(&list(&|p| p.place.0 + 1 == p.place.1, &mark)).0,
        mean_sd(&list(&|p| p.stress == 2, &mark)).0,
    ]
}
