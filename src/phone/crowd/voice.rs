//! What callers say, encoded once for all of them: base64 of each 20 ms.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::phone::g711::{self, FRAME};
use crate::phone::learner::Learner;

/// Sayings, and the hiss of a line on which nobody speaks.
#[derive(Debug)]
pub(super) struct Repertoire {
    sayings: Vec<Vec<String>>,
    hiss: Vec<String>,
}

impl Repertoire {
    /// The recordings given, 8 kHz mono; where there are none, syllables of the synthetic learner in four tones and three
    /// voices.
    pub(super) fn new(recordings: &[Vec<i16>]) -> Self {
        let made = || {
            let voices =
                [120.0, 165.0, 210.0].map(|hz| Learner { middle_hz: hz, ..Learner::default() });
            voices.into_iter().flat_map(|voice| {
                (1..=4).flat_map(move |tone| ["ma", "shi", "hao"].map(|s| voice.say(s, tone)))
            })
        };
        let sayings = if recordings.is_empty() {
            made().map(|samples| frames(&samples)).collect()
        } else {
            recordings.iter().map(|samples| frames(samples)).collect()
        };
        Self { sayings, hiss: hiss() }
    }

    /// One of the sayings.
    pub(super) fn saying(&self, n: usize) -> &[String] {
        &self.sayings[n % self.sayings.len()]
    }

    /// One frame of hiss.
    pub(super) fn hiss(&self, n: usize) -> &str {
        &self.hiss[n % self.hiss.len()]
    }
}

fn frames(samples: &[i16]) -> Vec<String> {
    let encode = |chunk: &[i16]| {
        let mut codes = [0xFF; FRAME];
        for (code, sample) in codes.iter_mut().zip(chunk) {
            *code = g711::encode(*sample);
        }
        STANDARD.encode(codes)
    };
    samples.chunks(FRAME).map(encode).collect()
}

/// An idle line carries the smallest codes of either sign.
fn hiss() -> Vec<String> {
    let mut state = 7_u32;
    let mut code = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        [0xFF, 0x7F, 0xFF, 0x7F, 0xFF, 0xFF, 0x7E, 0xFE][(state >> 29) as usize]
    };
    (0..64).map(|_| STANDARD.encode(std::array::from_fn::<u8, FRAME, _>(|_| code()))).collect()
}
