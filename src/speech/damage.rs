//! Damage that no one reports, as the samples show it: tops cut flat, holes of one value, sound played twice.
//!
//! A handset that clips reaches us quieter than full scale, and a recording does not say which frames its
//! line lost. No allocation.

use super::units::HOP_SAMPLES;
use super::utterance::Hop;

/// Samples this near to the largest of their 10 ms stand at its top, share of it.
const TOP: f32 = 0.97;
/// So many of them in a row are flat.
const FLAT_RUN: usize = 3;
/// A hop whose peak is under this share of the utterance's is not loud.
const LOUD: f32 = 0.1;
/// The longest hole that is a loss and not a pause, hops.
const LONGEST_HOLE: usize = 30;
/// The longest repetition that is a concealment and not a steady tone, hops.
const LONGEST_REPEAT: usize = 6;

/// What the samples of 10 ms show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// Largest magnitude, 0 to 32 768.
    pub peak: u16,
    /// Samples that stand at that magnitude three or more in a row.
    pub flat: u8,
    /// All samples have one value.
    pub still: bool,
    /// The same samples stood 20 ms before.
    pub again: bool,
}

/// Looks at one stream, 10 ms at a time.
#[derive(Debug)]
pub struct Examiner {
    before: [[i16; HOP_SAMPLES]; 2],
}

impl Default for Examiner {
    fn default() -> Self {
        Self { before: [[0; HOP_SAMPLES]; 2] }
    }
}

impl Examiner {
    /// Looks at the next 10 ms. Real-time safe.
    pub fn push(&mut self, hop: &[i16; HOP_SAMPLES]) -> Marks {
        let peak = super::level::peak(hop);
        let still = hop.iter().all(|s| *s == hop[0]);
        let again = !still && *hop == self.before[0];
        self.before = [self.before[1], *hop];
        Marks { peak, flat: if still { 0 } else { flat(hop, peak) }, still, again }
    }
}

/// How many samples stand at the top (or the bottom), three or more in a row.
fn flat(hop: &[i16; HOP_SAMPLES], peak: u16) -> u8 {
    let least = f32::from(peak) * TOP;
    let side = |s: i16| if f32::from(s.unsigned_abs()) >= least { s.signum() } else { 0 };
    let runs = hop.chunk_by(|a, b| side(*a) == side(*b));
    let tops = runs.filter(|run| run.len() >= FLAT_RUN && side(run[0]) != 0);
    tops.map(<[i16]>::len).sum::<usize>() as u8
}

/// Marks hops that were lost: one value between loud sound on both sides, or a loud repetition.
/// Their pitch counts for nothing. Call once, when the utterance is complete. Real-time safe.
pub fn mark_losses(hops: &mut [Hop]) {
    let least = f32::from(peak(hops)) * LOUD;
    let loud = |h: &Hop| f32::from(h.marks.peak) > least;
    let mut at = 0;
    while at < hops.len() {
        let run = |holds: &dyn Fn(&Hop) -> bool| hops[at..].iter().take_while(|h| holds(h)).count();
        let (hole, repeat) = (run(&|h| h.marks.still), run(&|h| h.marks.again));
        let next = at + hole;
        let inside = at > 0 && next < hops.len() && loud(&hops[at - 1]) && loud(&hops[next]);
        let lost = if (1..=LONGEST_HOLE).contains(&hole) && inside {
            hole
        } else if (1..=LONGEST_REPEAT).contains(&repeat) && loud(&hops[at]) {
            repeat
        } else {
            0
        };
        hops[at..at + lost].iter_mut().for_each(Hop::lose);
        at += hole.max(repeat).max(1);
    }
}

/// Share of the samples of voiced hops that stand flat at the top of the whole utterance, 0 to 1.
#[must_use]
pub fn flat_share(hops: &[Hop], voiced: usize) -> f32 {
    let least = f32::from(peak(hops)) * TOP;
    let top = hops.iter().filter(|h| f32::from(h.marks.peak) >= least);
    let flat: u32 = top.map(|h| u32::from(h.marks.flat)).sum();
    flat as f32 / (voiced * HOP_SAMPLES).max(1) as f32
}

fn peak(hops: &[Hop]) -> u16 {
    hops.iter().map(|h| h.marks.peak).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten hops of a tone, driven to `gain` times its limit and cut there, `level` at the top.
    fn tone(gain: f32, level: f32) -> Vec<[i16; HOP_SAMPLES]> {
        let sample = |i: usize| {
            let t = i as f32 / 8_000.0;
            let swell = 0.7 + 0.3 * (std::f32::consts::TAU * 9.0 * t).sin();
            let wave = (std::f32::consts::TAU * 430.0 * t).sin() * swell;
            (level * (gain * wave).clamp(-1.0, 1.0)) as i16
        };
        (0..10).map(|h| std::array::from_fn(|i| sample(h * HOP_SAMPLES + i))).collect()
    }

    fn hops(sound: &[[i16; HOP_SAMPLES]]) -> Vec<Hop> {
        let mut examiner = Examiner::default();
        sound.iter().map(|h| Hop { marks: examiner.push(h), ..Hop::default() }).collect()
    }

    #[test]
    fn flat_tops_are_found_at_any_level_and_round_ones_are_not_flat() {
        for level in [32_000.0, 9_000.0, 2_000.0] {
            assert!(flat_share(&hops(&tone(3.0, level)), 10) > 0.2, "{level}");
            assert!(flat_share(&hops(&tone(0.9, level)), 10) < 0.02, "{level}");
        }
    }

    #[test]
    fn a_hole_inside_sound_is_a_loss_and_silence_around_it_is_not() {
        let mut sound = tone(0.9, 9_000.0);
        sound[4..8].fill([0; HOP_SAMPLES]);
        sound.splice(0..0, [[0; HOP_SAMPLES]; 5]);
        sound.extend([[0; HOP_SAMPLES]; 5]);
        let mut hops = hops(&sound);
        mark_losses(&mut hops);
        let lost: Vec<usize> = (0..hops.len()).filter(|i| hops[*i].lost).collect();
        assert_eq!(lost, [9, 10, 11, 12]);
    }

    #[test]
    fn a_frame_played_twice_is_a_loss_and_a_tone_that_goes_on_is_not() {
        let mut sound = tone(0.9, 9_000.0);
        (sound[4], sound[5]) = (sound[2], sound[3]);
        let mut twice = hops(&sound);
        mark_losses(&mut twice);
        assert_eq!((0..10).filter(|i| twice[*i].lost).collect::<Vec<_>>(), [4, 5]);
        let mut steady = hops(&[sound[0]; 20]);
        mark_losses(&mut steady);
        assert!(steady.iter().all(|h| !h.lost));
    }
}
