//! Measuring the endpointer: utterances of one speaker between silences, clean or under recorded noise; and noise alone.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::corpus::Corpus;
use super::data::{self, Channel, Clip, Stream};
use crate::speech::endpoint::{Endpoint, Endpointer, ListenFor};
use crate::speech::g711::{self, Law};
use crate::speech::level;
use crate::speech::units::{FRAME_MS, FRAME_SAMPLES, HOP_MS, HOP_SAMPLES, SAMPLE_RATE_HZ};

/// Utterances of a call.
const UTTERANCES: usize = 6;
/// The endpointer puts a start back, and an end on, by so much, ms.
const BACKDATED_MS: f32 = 160.0;
const TAIL_MS: f32 = 80.0;
/// How near a start and an end must be, ms.
const START_MS: f32 = 150.0;
const END_MS: f32 = 250.0;

/// Speech from the first sound to the last, by the labels of the clean recording, ms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// First sound.
    pub start: f32,
    /// Last sound.
    pub end: f32,
}

/// A caller who speaks now and then, and what is listened for.
#[derive(Debug, Clone)]
pub struct Call {
    task: ListenFor,
    samples: Vec<i16>,
    spans: Vec<Span>,
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Utterances spoken.
    pub utterances: usize,
    /// Found once, whole, with its start and end where they are.
    pub found: usize,
    /// Ran into the longest time that an utterance may take.
    pub cut: usize,
    /// Not found.
    pub missed: usize,
    /// Taken for several.
    pub split: usize,
    /// The first sound was left out.
    pub beheaded: usize,
    /// Utterances found where there is none, and the time in which they were, minutes.
    pub made_up: usize,
    /// See [`Figures::made_up`].
    pub minutes: f32,
    /// From the first sound to the decision that somebody speaks, ms.
    pub opened: Vec<f32>,
    /// From the last sound to the decision that it was the last, without the pause that is asked for, ms.
    pub closed: Vec<f32>,
}

impl Figures {
    /// The value below which a share of sorted or unsorted `values` lies; 0 of none.
    #[must_use]
    pub fn percentile(values: &[f32], share: f32) -> f32 {
        let mut sorted = values.to_vec();
        sorted.sort_by(f32::total_cmp);
        sorted.get((share * sorted.len() as f32) as usize).copied().unwrap_or(0.0)
    }
}

/// A call of each speaker, up to `most`, clean or with a noise so many dB under the speech.
#[must_use]
pub fn calls(corpus: &Corpus, noise: Option<(&[i16], f32)>, most: usize, seed: u64) -> Vec<Call> {
    let speakers = corpus.speakers.iter().take(most).enumerate();
    let calls = speakers.filter_map(|(nth, (speaker, clips))| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed + nth as u64);
        // Who reads English sentences, and who says Chinese words.
        let reads = speaker.starts_with("en") || speaker.starts_with("fda");
        let task = if reads { ListenFor::reading(8) } else { ListenFor::syllables(2) };
        call(clips, task, noise, &mut rng)
    });
    calls.collect()
}

fn call(
    clips: &[Clip],
    task: ListenFor,
    noise: Option<(&[i16], f32)>,
    rng: &mut ChaCha8Rng,
) -> Option<Call> {
    // What pauses for longer than the task allows is not one utterance.
    let fits = |clip: &&Clip| {
        let ms = clip.labels.len() as u32 * HOP_MS;
        longest_pause_ms(&clip.labels).is_some_and(|pause| pause + 60 < task.hangover_ms)
            && ms + 600 < task.max_ms
    };
    let clips: Vec<&Clip> = clips.iter().filter(fits).collect();
    if clips.is_empty() {
        return None;
    }
    let (mut clean, mut spans) = (Stream::default(), Vec::new());
    data::silence(&mut clean, 150, 4.0, rng);
    for _ in 0..UTTERANCES {
        let clip = clips[rng.random_range(0..clips.len())];
        let at = clean.labels.len();
        let ms = |step: usize| ((at + step) as u32 * HOP_MS) as f32;
        let (first, last) = (first(&clip.labels)?, last(&clip.labels)?);
        spans.push(Span { start: ms(first), end: ms(last + 1) });
        clean.samples.extend(&clip.samples[..clip.labels.len() * HOP_SAMPLES]);
        clean.labels.extend(&clip.labels);
        data::silence(&mut clean, rng.random_range(130..220), 4.0, rng);
    }
    let sent = data::send(clean, Channel { gain_db: 0.0, noise }, rng);
    Some(Call { task, samples: sent.samples, spans })
}

fn first(labels: &[bool]) -> Option<usize> {
    labels.iter().position(|label| *label)
}

fn last(labels: &[bool]) -> Option<usize> {
    labels.iter().rposition(|label| *label)
}

/// The longest pause inside speech; `None` if there is no speech.
fn longest_pause_ms(labels: &[bool]) -> Option<u32> {
    let inside = &labels[first(labels)?..=last(labels)?];
    let pauses = inside.split(|label| *label).map(<[bool]>::len);
    Some(pauses.max().unwrap_or(0) as u32 * HOP_MS)
}

/// A minute of a noise, again and again, at a level, dBFS.
#[must_use]
pub fn minute_of(noise: &[i16], level_dbfs: f32) -> Vec<i16> {
    let gain = 10.0_f32.powf((level_dbfs - level::rms_dbfs(noise)) / 20.0);
    let looped = noise.iter().cycle().take(60 * SAMPLE_RATE_HZ as usize);
    let sent =
        |s: &i16| g711::decode(Law::Mu, g711::encode(Law::Mu, (f32::from(*s) * gain) as i16));
    looped.map(sent).collect()
}

/// What the endpointer decided, each with the time of its decision, ms; it listens again at once.
fn decisions(samples: &[i16], task: ListenFor) -> Vec<(f32, Endpoint)> {
    let task = ListenFor { initial_timeout_ms: u32::MAX, ..task };
    let mut endpointer = Endpointer::new(task);
    let (frames, _) = samples.as_chunks::<FRAME_SAMPLES>();
    let mut decisions = Vec::new();
    for (n, frame) in frames.iter().enumerate() {
        let Some(found) = endpointer.push(frame) else { continue };
        decisions.push((ms(n as u64 + 1), found));
        if matches!(found, Endpoint::Ended { .. }) {
            endpointer.arm(task);
        }
    }
    decisions
}

fn ms(frame: u64) -> f32 {
    (frame * u64::from(FRAME_MS)) as f32
}

/// Utterances that were begun, and found, in sound where nobody speaks.
#[must_use]
pub fn made_up(samples: &[i16], task: ListenFor) -> (usize, usize) {
    let decisions = decisions(samples, task);
    let count = |what: &dyn Fn(&Endpoint) -> bool| decisions.iter().filter(|d| what(&d.1)).count();
    let begun = count(&|d| matches!(d, Endpoint::Started { .. }));
    (begun, count(&|d| matches!(d, Endpoint::Ended { .. })))
}

/// Counts over calls.
#[must_use]
pub fn measure(calls: &[Call]) -> Figures {
    let mut figures = Figures::default();
    for call in calls {
        let decisions = decisions(&call.samples, call.task);
        let ended: Vec<Found> = decisions.iter().filter_map(Found::of).collect();
        for span in &call.spans {
            let found: Vec<&Found> = ended.iter().filter(|found| found.holds(span)).collect();
            figures.count(&found, span, call.task);
            let opens = |(at, decided): &&(f32, Endpoint)| {
                let near = *at > span.start - 60.0 && *at < span.end;
                near && matches!(decided, Endpoint::Started { .. })
            };
            figures.opened.extend(decisions.iter().find(opens).map(|(at, _)| at - span.start));
        }
        let of_none = |found: &&Found| !call.spans.iter().any(|span| found.holds(span));
        figures.made_up += ended.iter().filter(of_none).count();
        let spoken: f32 = call.spans.iter().map(|span| span.end - span.start).sum();
        let all = (call.samples.len() / HOP_SAMPLES) as f32 * HOP_MS as f32;
        figures.minutes += (all - spoken) / 60_000.0;
    }
    figures
}

/// An utterance that was found; times in ms.
struct Found {
    start: f32,
    end: f32,
    decided: f32,
    cut: bool,
}

impl Found {
    fn of((decided, endpoint): &(f32, Endpoint)) -> Option<Self> {
        let Endpoint::Ended { start_frame, end_frame, cut } = *endpoint else { return None };
        Some(Self { start: ms(start_frame), end: ms(end_frame), decided: *decided, cut })
    }

    fn holds(&self, span: &Span) -> bool {
        self.start + BACKDATED_MS < span.end && self.end - TAIL_MS > span.start
    }
}

impl Figures {
    fn count(&mut self, found: &[&Found], span: &Span, task: ListenFor) {
        self.utterances += 1;
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            self.missed += 1;
            return;
        };
        let starts = (first.start + BACKDATED_MS - span.start).abs() <= START_MS;
        let ends = (last.end - TAIL_MS - span.end).abs() <= END_MS;
        let cut = found.iter().any(|found| found.cut);
        self.found += usize::from(found.len() == 1 && starts && ends && !cut);
        self.cut += usize::from(cut);
        self.split += usize::from(found.len() > 1);
        self.beheaded += usize::from(first.start > span.start + FRAME_MS as f32);
        if !cut {
            self.closed.push(last.decided - span.end - task.hangover_ms as f32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buzz_between_silences_is_found_once_where_it_is_and_silence_holds_nothing() {
        let mut rng = ChaCha8Rng::seed_from_u64(11);
        let clips: Vec<Clip> = (0..8).map(|_| data::buzz(&mut rng)).collect();
        let call = call(&clips, ListenFor::syllables(2), None, &mut rng).expect("a call");
        let figures = measure(&[call]);
        assert_eq!((figures.utterances, figures.missed, figures.cut), (UTTERANCES, 0, 0));
        assert!(figures.found >= 5 && figures.made_up == 0, "{figures:?}");
        assert_eq!(made_up(&[0; 80_000], ListenFor::syllable()), (0, 0));
    }

    #[test]
    fn pauses_are_those_inside_speech() {
        let labels = [false, false, true, false, false, false, true, false, true, false, false];
        assert_eq!(longest_pause_ms(&labels), Some(30));
        assert_eq!(longest_pause_ms(&[false; 5]), None);
    }

    #[test]
    fn a_minute_of_noise_has_the_level_asked_for() {
        let noise: Vec<i16> = (0..4_000).map(|n| if n % 2 == 0 { 900 } else { -900 }).collect();
        let minute = minute_of(&noise, -36.0);
        assert_eq!(minute.len(), 480_000);
        assert!((level::rms_dbfs(&minute) + 36.0).abs() < 0.5);
    }
}
