//! Refuses to judge readings that cannot be judged. Whether the words were said at all is told later.

use super::rows::percentile;
use crate::domain::reading::ReadingReject;
use crate::speech::units::HOP_MS;
use crate::speech::utterance::Hop;

/// Below this level nothing was said, dBFS.
const SILENT_DBFS: f32 = -58.0;
/// Voice below this level is too quiet to follow, dBFS.
const QUIET_DBFS: f32 = -52.0;
/// Least distance of the voice from the noise, dB.
const LEAST_SNR_DB: f32 = 6.0;
/// Hops within this of the loudest are looked at, dB.
const LOUD_DB: f32 = 25.0;
/// Periodicity from which a hop counts as voiced.
const VOICED: f32 = 0.5;
/// Least share of the loud hops that have a voice; read English has about two thirds.
const LEAST_VOICED: f32 = 0.2;
/// Least voiced time, ms.
const LEAST_VOICED_MS: u32 = 60;
/// Least active time a phone, ms; the fastest speakers take about 45.
const LEAST_PHONE_MS: u32 = 25;
/// Largest share of the loud hops that the line may have lost, or that look lost.
const MOST_CONCEALED: f32 = 0.15;
/// Most clipped samples in a loud hop, mean.
const MOST_CLIPPED: f32 = 1.6;

/// What the rules look at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Level of the loudest hops (95th percentile), dBFS.
    pub level_db: f32,
    /// That over the level of the quietest hops (5th percentile), dB.
    pub snr_db: f32,
    /// Loud time, ms.
    pub loud_ms: u32,
    /// Share of the loud hops with a voice.
    pub voiced: f32,
    /// Share of the loud hops that the line lost.
    pub concealed: f32,
    /// Clipped samples a loud hop.
    pub clipped: f32,
}

/// Measures a reading.
#[must_use]
pub fn measure(hops: &[Hop]) -> Measures {
    let level = |share: f32| percentile(hops.iter().map(|h| h.total_db), share);
    let level_db = level(0.95);
    // A reading that fills its audio has no quiet hops but those between its sounds.
    let loud: Vec<&Hop> = hops.iter().filter(|h| h.total_db > level_db - LOUD_DB).collect();
    let share = |holds: &dyn Fn(&Hop) -> bool| {
        loud.iter().filter(|h| holds(h)).count() as f32 / loud.len().max(1) as f32
    };
    Measures {
        level_db: if hops.is_empty() { f32::NEG_INFINITY } else { level_db },
        snr_db: level_db - level(0.05),
        loud_ms: loud.len() as u32 * HOP_MS,
        voiced: share(&|h| h.pitch.periodicity > VOICED),
        concealed: share(&|h| h.concealed || h.lost),
        clipped: loud.iter().map(|h| f32::from(h.clipped)).sum::<f32>() / loud.len().max(1) as f32,
    }
}

/// The reason not to judge a reading of `phones`, if there is one.
#[must_use]
pub fn refuse(m: &Measures, phones: usize, overlong: bool) -> Option<ReadingReject> {
    let voiced_ms = (m.loud_ms as f32 * m.voiced) as u32;
    let rules = [
        (m.level_db < SILENT_DBFS, ReadingReject::Silence),
        (m.concealed > MOST_CONCEALED, ReadingReject::Concealed),
        (m.clipped > MOST_CLIPPED, ReadingReject::Clipped),
        (m.level_db < QUIET_DBFS, ReadingReject::TooQuiet),
        (m.voiced < LEAST_VOICED, ReadingReject::NotSpeech),
        (m.snr_db < LEAST_SNR_DB, ReadingReject::TooNoisy),
        (overlong, ReadingReject::TooLong),
        (
            voiced_ms < LEAST_VOICED_MS || m.loud_ms < LEAST_PHONE_MS * phones as u32,
            ReadingReject::TooShort,
        ),
    ];
    rules.iter().find(|(holds, _)| *holds).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Measures = Measures {
        level_db: -20.0,
        snr_db: 30.0,
        loud_ms: 1_500,
        voiced: 0.7,
        concealed: 0.0,
        clipped: 0.0,
    };

    #[test]
    fn each_fault_has_its_reason_and_good_speech_has_none() {
        let faults = [
            (Measures { level_db: -70.0, ..GOOD }, ReadingReject::Silence),
            (Measures { level_db: -55.0, ..GOOD }, ReadingReject::TooQuiet),
            (Measures { concealed: 0.3, ..GOOD }, ReadingReject::Concealed),
            (Measures { clipped: 9.0, ..GOOD }, ReadingReject::Clipped),
            (Measures { voiced: 0.1, ..GOOD }, ReadingReject::NotSpeech),
            (Measures { snr_db: 3.0, ..GOOD }, ReadingReject::TooNoisy),
            (Measures { loud_ms: 400, ..GOOD }, ReadingReject::TooShort),
        ];
        for (measures, reason) in faults {
            assert_eq!(refuse(&measures, 20, false), Some(reason));
        }
        assert_eq!(refuse(&GOOD, 20, true), Some(ReadingReject::TooLong));
        assert_eq!(refuse(&GOOD, 20, false), None);
    }

    #[test]
    fn nothing_is_silence() {
        assert_eq!(refuse(&measure(&[]), 3, false), Some(ReadingReject::Silence));
        let quiet = vec![Hop { total_db: -90.0, ..Hop::default() }; 100];
        assert_eq!(refuse(&measure(&quiet), 3, false), Some(ReadingReject::Silence));
    }
}
