//! From what the networks heard to what the heads go by: alignment, measures, profile.

use super::acoustic::{self, Heard};
use super::align::{Alignment, Graph};
use super::flow::{Flow, Gap, gaps};
use super::goodness::{self, Usual};
use super::omission::margins;
use super::pace::Pace;
use super::phone::{CLASSES, SILENCE};
use super::profile::Profile;
use super::rows::{self, HOPS, LEVEL, ROW_MS, Stretch};
use super::text::Word;
use crate::speech::utterance::Hop;

/// A reading cut out and made ready for the networks.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// The active stretch.
    pub stretch: Stretch,
    /// Pitch, Hz, by hop of the stretch.
    pub hz: Vec<f32>,
    /// What the sound alone tells.
    pub pace: Pace,
}

impl Take {
    /// Cuts the active stretch out of a finished reading; `None` if nothing stands out.
    #[must_use]
    pub fn of(hops: &[Hop]) -> Option<Self> {
        let stretch = rows::cut(hops)?;
        let part = &hops[stretch.start_hop..stretch.start_hop + stretch.bands.len()];
        Some(Self { hz: part.iter().map(|h| h.pitch.hz).collect(), pace: Pace::of(hops), stretch })
    }

    /// Level of each row against the loudest, 10 dB.
    fn levels(&self) -> Vec<f32> {
        let peak = self.stretch.peak_db();
        let mean =
            |hops: &[[f32; rows::SIDE]]| hops.iter().map(|h| h[LEVEL]).sum::<f32>() / HOPS as f32;
        self.stretch.side.chunks_exact(HOPS).map(|hops| (mean(hops) - peak) / 10.0).collect()
    }
}

/// A reading held against a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What the heads go by.
    pub profile: Profile,
    /// Silences between words.
    pub gaps: Vec<Gap>,
    /// From the first phone to the last, s.
    pub span_s: f32,
    /// The first row's beginning in the reading, ms.
    pub start_ms: u32,
}

/// Holds a reading against `words`, whose graph is `graph`; `None` if it is too short to hold them.
#[must_use]
pub fn study(
    take: &Take,
    heard: &Heard,
    (words, graph): (&[Word], &Graph),
    usual: &Usual,
) -> Option<Study> {
    let scores = acoustic::alignment_scores(heard);
    let found = graph.align(&scores, CLASSES)?;
    let levels = take.levels();
    let phones = goodness::measure(heard, &found.segments, (words, &found.ways), &levels, usual);
    let flow = Flow { stretch: &take.stretch, phones: &phones, hz: &take.hz, levels: &levels };
    let fit = (misfit(heard, &found), margins(words, &scores));
    Some(Study {
        profile: Profile::of(&flow, &take.pace, fit, usual),
        gaps: gaps(&phones),
        span_s: flow.span_s(),
        start_ms: take.stretch.start_hop as u32 * ROW_MS / HOPS as u32,
    })
}

/// How far the aligned classes' log probability stays under that of the likeliest, mean a row.
fn misfit(heard: &Heard, found: &Alignment) -> f32 {
    let mut classes = vec![SILENCE; heard.rows()];
    for segment in &found.segments {
        classes[segment.start..segment.end].fill(segment.class);
    }
    let lack = |(row, class): (&[f32; CLASSES], &usize)| {
        row.iter().copied().fold(f32::MIN, f32::max) - row[*class]
    };
    heard.log_p.iter().zip(&classes).map(lack).sum::<f32>() / heard.rows().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::super::phone::sounds;
    use super::*;

    #[test]
    fn a_reading_that_says_its_text_fits_better_than_one_that_does_not() {
        let word =
            |way: &str| Word { written: way.to_owned(), ways: vec![sounds(way).expect("phones")] };
        let said = [word("K AE1 T"), word("S AE1 T")];
        let other = [word("D AO1 G"), word("M UH1 N")];
        let classes: Vec<usize> =
            said.iter().flat_map(|w| w.ways[0].iter().flat_map(|s| [s.phone.class(); 4])).collect();
        let row = |class: &usize| std::array::from_fn(|c| if c == *class { -0.1 } else { -6.0 });
        let heard = Heard {
            log_p: classes.iter().map(row).collect(),
            marks: vec![[0.0; CLASSES]; classes.len()],
        };
        let hops = 2 * classes.len();
        let stretch = Stretch {
            bands: vec![[-30.0; crate::speech::bands::BANDS]; hops],
            side: vec![[0.8, -20.0, 0.8, 0.9]; hops],
            start_hop: 30,
        };
        let take = Take { stretch, hz: vec![150.0; hops], pace: Pace::default() };
        let usual = Usual::default();
        let right = study(&take, &heard, (&said, &Graph::of(&said)), &usual).expect("fits");
        let wrong = study(&take, &heard, (&other, &Graph::of(&other)), &usual).expect("fits");
        assert!(right.profile.misfit < 0.01 && wrong.profile.misfit > 3.0);
        assert_eq!((right.start_ms, right.profile.words.len()), (300, 2));
        assert!((right.span_s - 0.48).abs() < 1e-5);
    }
}
