//! Forced alignment: which rows of the reading belong to which phone of which way to say each word.

use super::phone::SILENCE;
use super::text::Word;

/// One state of the graph of everything that may be said: it emits a class, row after row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    class: usize,
    /// Word, way and place in it; `None` for silence.
    part: Option<(usize, usize, usize)>,
    before: Vec<usize>,
}

/// All ways to say a text, with silence allowed before, between and after its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    states: Vec<State>,
    starts: Vec<usize>,
    ends: Vec<usize>,
}

/// A phone with the rows that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Class of the phone.
    pub class: usize,
    /// Index of its word.
    pub word: usize,
    /// Place in the word.
    pub place: usize,
    /// First row.
    pub start: usize,
    /// The row after the last.
    pub end: usize,
}

impl Segment {
    /// Rows of the phone; at least one.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.end - self.start
    }
}

/// The best path through a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// Every phone of the ways that were taken, in order.
    pub segments: Vec<Segment>,
    /// Which way was taken, by word.
    pub ways: Vec<usize>,
    /// Sum of the log scores along the path.
    pub score: f32,
}

impl Graph {
    /// The graph of `words`.
    #[must_use]
    pub fn of(words: &[Word]) -> Self {
        let mut graph = Self { states: Vec::new(), starts: Vec::new(), ends: Vec::new() };
        let mut open = vec![graph.add(SILENCE, None, Vec::new())];
        graph.starts.push(open[0]);
        let mut first = true;
        for (w, word) in words.iter().enumerate() {
            let mut ends = Vec::new();
            for (v, way) in word.ways.iter().enumerate() {
                let mut before = open.clone();
                for (p, sound) in way.iter().enumerate() {
                    let at = graph.add(sound.phone.class(), Some((w, v, p)), before);
                    if first && p == 0 {
                        graph.starts.push(at);
                    }
                    before = vec![at];
                }
                ends.extend(before);
            }
            first = false;
            let pause = graph.add(SILENCE, None, ends.clone());
            ends.push(pause);
            open = ends;
        }
        graph.ends = open;
        graph
    }

    fn add(
        &mut self,
        class: usize,
        part: Option<(usize, usize, usize)>,
        before: Vec<usize>,
    ) -> usize {
        self.states.push(State { class, part, before });
        self.states.len() - 1
    }

    /// The likeliest path given log scores of `width` classes by row; `None` if there are too few rows.
    #[must_use]
    pub fn align(&self, scores: &[f32], width: usize) -> Option<Alignment> {
        let (best, came) = self.forward(scores, width)?;
        let end = *self.ends.iter().max_by(|a, b| best[**a].total_cmp(&best[**b]))?;
        if best[end] == f32::NEG_INFINITY {
            return None;
        }
        let count = self.states.len();
        let mut path = vec![end];
        for row in came.chunks_exact(count).skip(1).rev() {
            path.push(row[*path.last()?] as usize);
        }
        path.reverse();
        Some(self.alignment(&path, best[end]))
    }

    /// Best score of every state at the last row, and by row and state where it came from.
    fn forward(&self, scores: &[f32], width: usize) -> Option<(Vec<f32>, Vec<u16>)> {
        let count = self.states.len();
        let mut rows = scores.chunks_exact(width);
        let first = rows.next()?;
        let mut best = vec![f32::NEG_INFINITY; count];
        for s in &self.starts {
            best[*s] = first[self.states[*s].class];
        }
        let mut came: Vec<u16> = vec![0; count];
        let mut now = vec![f32::NEG_INFINITY; count];
        for row in rows {
            for (s, state) in self.states.iter().enumerate() {
                let (mut top, mut from) = (best[s], s);
                for b in &state.before {
                    if best[*b] > top {
                        (top, from) = (best[*b], *b);
                    }
                }
                now[s] = top + row[state.class];
                came.push(from as u16);
            }
            std::mem::swap(&mut best, &mut now);
        }
        Some((best, came))
    }

    fn alignment(&self, path: &[usize], score: f32) -> Alignment {
        let mut segments: Vec<Segment> = Vec::new();
        let mut ways = Vec::new();
        let mut last = usize::MAX;
        for (row, s) in path.iter().enumerate() {
            if let Some((word, way, place)) = self.states[*s].part {
                if *s != last {
                    let class = self.states[*s].class;
                    segments.push(Segment { class, word, place, start: row, end: row });
                    if place == 0 {
                        ways.push(way);
                    }
                }
                if let Some(segment) = segments.last_mut() {
                    segment.end = row + 1;
                }
            }
            last = *s;
        }
        Alignment { segments, ways, score }
    }
}

#[cfg(test)]
mod tests {
    use super::super::phone::{CLASSES, sounds};
    use super::*;

    fn word(ways: &[&str]) -> Word {
        let ways = ways.iter().map(|w| sounds(w).expect("phones")).collect();
        Word { written: String::new(), ways }
    }

    /// Scores that favour the given classes, one row each.
    fn scores(rows: &[usize]) -> Vec<f32> {
        let row = |class: &usize| {
            (0..CLASSES).map(|c| if c == *class { 0.0 } else { -5.0 }).collect::<Vec<_>>()
        };
        rows.iter().flat_map(row).collect()
    }

    fn classes(names: &str) -> Vec<usize> {
        let class = |n: &str| sounds(n).map_or(SILENCE, |s| s[0].phone.class());
        names.split(' ').map(class).collect()
    }

    #[test]
    fn phones_get_their_rows_and_silence_is_optional() {
        let words = [word(&["K AE1 T"]), word(&["S AE1 T"])];
        let said = classes("- K K AE T T S AE AE T -");
        let found = Graph::of(&words).align(&scores(&said), CLASSES).expect("fits");
        let spans: Vec<_> =
            found.segments.iter().map(|s| (s.word, s.place, s.start, s.end)).collect();
        assert_eq!(
            spans,
            [(0, 0, 1, 3), (0, 1, 3, 4), (0, 2, 4, 6), (1, 0, 6, 7), (1, 1, 7, 9), (1, 2, 9, 10)]
        );
        assert_eq!(found.score, 0.0);
    }

    #[test]
    fn the_way_that_was_said_is_taken() {
        let words = [word(&["DH AH0"]), word(&["R EH1 D", "R IY1 D"])];
        let said = classes("DH AH - - R IY IY D");
        let found = Graph::of(&words).align(&scores(&said), CLASSES).expect("fits");
        assert_eq!(found.ways, [0, 1]);
        assert_eq!(found.segments[3].class, classes("IY")[0]);
    }

    #[test]
    fn too_few_rows_fit_nothing() {
        let words = [word(&["K AE1 T"])];
        assert!(Graph::of(&words).align(&scores(&[1, 2]), CLASSES).is_none());
        assert!(Graph::of(&words).align(&[], CLASSES).is_none());
        let just = Graph::of(&words).align(&scores(&classes("K AE T")), CLASSES).expect("fits");
        assert_eq!(just.segments.iter().map(Segment::rows).sum::<usize>(), 3);
    }
}
