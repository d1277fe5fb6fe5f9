//! Refuses to judge what cannot be judged. Each rule names its measure; the order is that of the reasons
//! a caller can do most about.

use super::super::damage;
use super::super::units::HOP_MS;
use super::super::utterance::Hop;
use super::{features, solo};
use crate::domain::assessment::RejectReason;

/// Below this level nothing was said, dBFS.
const SILENT_DBFS: f32 = -58.0;
/// Voice below this level is too quiet to follow, dBFS.
const QUIET_DBFS: f32 = -50.0;
/// Least distance of the voice from the noise, dB.
const LEAST_SNR_DB: f32 = 6.5;
/// Periodicity from which a hop counts as voiced.
pub(super) const VOICED: f32 = 0.45;
/// Least voiced time, ms.
const LEAST_VOICED_MS: u32 = 60;
/// More of it for each further syllable, ms.
const MORE_VOICED_MS: u32 = 20;
/// Least length of the longest voiced run, ms.
const LEAST_RUN_MS: u32 = 40;
/// Most concealed time inside the voice, ms.
const MOST_CONCEALED_MS: u32 = 60;
/// Most of what looks lost, ms: unlike concealed sound, a hole spoils what stands beside it.
const MOST_LOST_MS: u32 = 20;
/// Most samples of the voice that may stand flat at its top, share.
const MOST_FLAT: f32 = 0.005;
/// The longest syllable, ms, with the pause after it; slow learners drag a third tone for more than a second.
const LONGEST_SYLLABLE_MS: u32 = 1_500;
/// More time that any word may take, ms.
const MORE_MS: u32 = 700;
/// A voice wavers at least this much from hop to hop, median, semitones; an instrument does not.
const STEADIEST_ST: f32 = 0.009;
/// Over how much voiced time that can be told, ms.
const STEADY_MS: u32 = 200;
/// Half of the bands of a voice stand higher than this under the whole; keys and dial tones are bare.
const BAREST_DB: f32 = -46.0;
/// The pitch of a voice bends at most this much from hop to hop, median, semitones.
const ROUGHEST_ST: f32 = 1.6;

/// What the rules look at, over the active stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Level of the loudest hops (95th percentile), dBFS.
    pub level_db: f32,
    /// That over the level of the quietest hops of the whole utterance (10th percentile), dB.
    pub snr_db: f32,
    /// Time with a voice, ms.
    pub voiced_ms: u32,
    /// Longest time without a break, ms.
    pub run_ms: u32,
    /// Time that the line lost, ms.
    pub concealed_ms: u32,
    /// Time inside it that looks lost though nobody said so, ms.
    pub lost_ms: u32,
    /// Share of the voice's samples that stand flat at its top.
    pub flat: f32,
    /// How sure it is that this is a caller's voice, log odds over the least that passes.
    pub caller: f32,
    /// A voice stands outside of the active stretch.
    pub more: bool,
    /// Median bend of the pitch, semitones.
    pub bend_st: f32,
    /// Level of the middle band (by strength) under the whole, median over the loud hops, dB.
    pub bare_db: f32,
    /// Active time, ms.
    pub active_ms: u32,
}

/// Measures an utterance.
#[must_use]
pub fn measure(hops: &[Hop]) -> Measures {
    let stretch = features::stretch(hops);
    let part = &hops[stretch.start..stretch.end];
    let voiced = |h: &&Hop| h.pitch.periodicity > VOICED;
    let count = part.iter().filter(voiced).count();
    let (mut run, mut longest) = (0, 0);
    for hop in part {
        run = if voiced(&hop) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let level_db = percentile(part.iter().map(|h| h.total_db), 0.95);
    let floor_db = percentile(hops.iter().map(|h| h.total_db), 0.10);
    let ms = |hops: usize| hops as u32 * HOP_MS;
    Measures {
        level_db,
        snr_db: level_db - floor_db,
        voiced_ms: ms(count),
        run_ms: ms(longest),
        concealed_ms: ms(part.iter().filter(|h| h.concealed).count()),
        lost_ms: ms(part.iter().filter(|h| h.lost).count()),
        flat: damage::flat_share(part, count),
        caller: solo::caller(hops, stretch),
        more: stretch.more,
        bend_st: bend(part),
        bare_db: bare(part, level_db),
        active_ms: ms(part.len()),
    }
}

/// Median size of the second difference of the pitch over voiced hops, semitones.
fn bend(part: &[Hop]) -> f32 {
    let bends =
        part.windows(3).filter(|w| w.iter().all(|h| h.pitch.periodicity > VOICED)).map(|w| {
            let st = |i: usize| features::semitones(w[i].pitch.hz);
            (st(0) - 2.0 * st(1) + st(2)).abs()
        });
    percentile(bends, 0.5)
}

/// How far the middle band lies under the whole in the hops within 12 dB of `level_db`, median, dB.
fn bare(part: &[Hop], level_db: f32) -> f32 {
    let loud = part.iter().filter(|h| h.total_db > level_db - 12.0);
    let middle = |h: &Hop| {
        let mut bands = h.bands;
        bands.sort_unstable();
        f32::from(bands[bands.len() / 2]) * 0.5 - 100.0 - h.total_db
    };
    percentile(loud.map(middle), 0.5)
}

pub(super) fn percentile(values: impl Iterator<Item = f32>, share: f32) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    let at = (values.len() as f32 * share) as usize;
    values.get(at.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// The reason not to judge an utterance of `syllables`, if there is one.
#[must_use]
pub fn refuse(m: &Measures, syllables: usize, overlong: bool) -> Option<RejectReason> {
    let count = syllables as u32;
    let rules = [
        (m.level_db < SILENT_DBFS || m.active_ms == 0, RejectReason::Silence),
        (m.concealed_ms > MOST_CONCEALED_MS || m.lost_ms > MOST_LOST_MS, RejectReason::Concealed),
        (m.flat > MOST_FLAT, RejectReason::Clipped),
        (m.run_ms < LEAST_RUN_MS, RejectReason::NotSpeech),
        (m.level_db < QUIET_DBFS, RejectReason::TooQuiet),
        (m.snr_db < LEAST_SNR_DB, RejectReason::TooNoisy),
        (
            m.bend_st > ROUGHEST_ST || (m.bend_st < STEADIEST_ST && m.voiced_ms >= STEADY_MS),
            RejectReason::NotSpeech,
        ),
        (m.bare_db < BAREST_DB || m.caller < 0.0, RejectReason::NotSpeech),
        (
            m.voiced_ms < LEAST_VOICED_MS + MORE_VOICED_MS * count.saturating_sub(1),
            RejectReason::TooShort,
        ),
        (overlong || m.active_ms > LONGEST_SYLLABLE_MS * count + MORE_MS, RejectReason::TooLong),
        (m.more, RejectReason::TooManySyllables),
    ];
    rules.iter().find(|(holds, _)| *holds).map(|(_, reason)| *reason)
}
