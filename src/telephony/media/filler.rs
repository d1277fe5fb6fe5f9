//! A soft sound where an answer is waited for, so that nobody thinks the line has gone dead. It never delays what is said.

use std::f32::consts::{PI, TAU};
use std::sync::LazyLock;

use super::clip::Clip;
use super::playout::{LEAD_FRAMES, PIECE_FRAMES};
use crate::speech::g711::{self, Law};
use crate::speech::units::{FRAME_BYTES, SAMPLE_RATE_HZ};

/// Ticks of silence after which it is heard: 700 ms.
pub(super) const SILENCE_TICKS: u64 = 35;
/// A note's length, samples: 150 ms.
const NOTE: usize = 1_200;
/// Its loudest sample, of 32,768.
const SOFTLY: f32 = 1_200.0;

const FRAME: u64 = FRAME_BYTES as u64;

/// The sound of one call: sent no further ahead of real time than a prompt is.
#[derive(Debug, Default)]
pub(super) struct Filler {
    /// Bytes sent of the one that is going on.
    at: Option<usize>,
    /// The tick from which on it is heard.
    began: u64,
    /// The tick at which all that was sent has been heard.
    until: u64,
}

impl Filler {
    /// The next piece at tick `now`, and the level of each 20 ms of it, dBFS. Begins anew after [`SILENCE_TICKS`] without any sound:
    /// `quiet_from` is the tick from which on nothing else was heard.
    pub(super) fn next(
        &mut self,
        quiet_from: u64,
        now: u64,
    ) -> Option<(&'static [u8], &'static [i8])> {
        let at = match self.at {
            Some(at) => at,
            None if now >= quiet_from.max(self.until) + SILENCE_TICKS => {
                self.began = now;
                0
            }
            None => return None,
        };
        self.at = Some(at);
        let ahead = (at as u64).saturating_sub((now - self.began) * FRAME);
        if ahead + PIECE_FRAMES * FRAME > LEAD_FRAMES * FRAME {
            return None;
        }
        let clip = notes();
        let to = clip.codes().len().min(at + (PIECE_FRAMES * FRAME) as usize);
        self.until = self.began + (to as u64).div_ceil(FRAME);
        self.at = (to < clip.codes().len()).then_some(to);
        Some((&clip.codes()[at..to], clip.levels(at, to)))
    }

    /// It goes no further; whether some of it that was sent is still to be heard at tick `now`.
    pub(super) fn stop(&mut self, now: u64) -> bool {
        self.at = None;
        std::mem::take(&mut self.until) > now
    }
}

/// Two soft notes, 300 ms.
fn notes() -> &'static Clip {
    static SOUND: LazyLock<Clip> = LazyLock::new(|| {
        let wave = |hz: f32, n: usize| (hz * TAU * n as f32 / SAMPLE_RATE_HZ as f32).sin();
        let swell = |n: usize| (PI * n as f32 / NOTE as f32).sin();
        let note = |hz| (0..NOTE).map(move |n| (wave(hz, n) * swell(n) * SOFTLY) as i16);
        let samples: Vec<i16> = [392.0, 494.0].into_iter().flat_map(note).collect();
        let mut codes = vec![0; samples.len()];
        g711::encode_into(Law::Mu, &samples, &mut codes);
        Clip::new(codes.into())
    });
    &SOUND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sound_is_soft_and_short() {
        assert!(notes().levels(0, notes().codes().len()).iter().all(|level| *level < -25));
        assert_eq!(notes().ms(), 300);
    }

    #[test]
    fn it_comes_after_seven_tenths_of_a_second_and_again_as_long_after_its_end() {
        let mut filler = Filler::default();
        let mut began = Vec::new();
        for now in 0..200 {
            let mut first = filler.at.is_none();
            while filler.next(10, now).is_some() {
                if std::mem::take(&mut first) {
                    began.push(now);
                }
            }
        }
        assert_eq!(began, [45, 95, 145, 195]);
    }

    #[test]
    fn it_is_sent_little_ahead_and_known_to_be_under_way_until_it_was_heard() {
        let mut filler = Filler::default();
        let mut bytes = 0;
        while let Some((codes, _)) = filler.next(0, 35) {
            bytes += codes.len();
        }
        assert_eq!(bytes, 1_280, "160 ms");
        assert!(filler.stop(36), "it was sent, and not heard yet");
        assert!(!filler.stop(36), "told once");
        assert_eq!(filler.next(36, 70), None, "it counts anew");
    }
}
