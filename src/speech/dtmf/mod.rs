//! Keys heard in the sound itself: dual-tone multi-frequency, for services that send no key messages.
//!
//! Sixteen keys, each a low and a high tone (ITU-T Q.23); what must be taken and what must be refused follows ITU-T Q.24.
//! Every 5 ms the last 30 ms are looked at. A cheap look at the eight frequencies finds the two that hold the power; only
//! then are both measured under Hann windows: their levels, what share of all power they are, and, by how far their phase
//! turns in 10 ms, how far off the nominal frequency they stand. A voice rarely holds two pure tones for 35 ms.
//! Nothing is allocated; the same samples give the same keys however they are cut up.

mod measure;
pub mod synth;
pub mod trial;

use measure::{HOP, Heard, Meter};

/// The keys by row (low tone) and column (high tone).
pub const KEYS: [[char; 4]; 4] =
    [['1', '2', '3', 'A'], ['4', '5', '6', 'B'], ['7', '8', '9', 'C'], ['*', '0', '#', 'D']];

/// The low tones, Hz (Q.23).
pub const ROWS_HZ: [f32; 4] = [697.0, 770.0, 852.0, 941.0];

/// The high tones, Hz (Q.23).
pub const COLUMNS_HZ: [f32; 4] = [1_209.0, 1_336.0, 1_477.0, 1_633.0];

/// Looks without the tone that end it. A break of 10 ms spoils seven looks and is bridged (Q.24); one of 20 ms is a gap.
const MISSES: u32 = 9;

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    /// `0`–`9`, `*`, `#`, `A`–`D`.
    pub key: char,
    /// The sample, counted from the first one pushed, by which the tone had been heard long enough.
    pub at_sample: u64,
}

/// Listens for keys on one line of 8 kHz.
#[derive(Debug)]
pub struct Detector {
    meter: Meter,
    pending: [i16; HOP],
    filled: usize,
    samples: u64,
    /// What the look before heard.
    last: Option<Heard>,
    held: Option<char>,
    misses: u32,
}

impl Default for Detector {
    fn default() -> Self {
        Self::new()
    }
}

impl Detector {
    /// Takes the detector's memory (about 1.5 kB).
    #[must_use]
    pub fn new() -> Self {
        Self {
            meter: Meter::new(),
            pending: [0; HOP],
            filled: 0,
            samples: 0,
            last: None,
            held: None,
            misses: 0,
        }
    }

    /// Takes samples, any number at a time, and gives each key to `each` once, when its tone has lasted 35 to 40 ms.
    /// Real-time safe: about 700 multiplications for 5 ms.
    pub fn push(&mut self, samples: &[i16], mut each: impl FnMut(Press)) {
        let mut rest = samples;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(HOP - self.filled));
            self.pending[self.filled..self.filled + now.len()].copy_from_slice(now);
            self.filled += now.len();
            self.samples += now.len() as u64;
            rest = later;
            if self.filled == HOP {
                self.filled = 0;
                let heard = self.meter.push(&self.pending);
                each_key(self.decide(heard), self.samples, &mut each);
            }
        }
    }

    /// The key whose tone is sounding now: what is heard meanwhile is no speech.
    #[must_use]
    pub fn sounding(&self) -> Option<char> {
        self.held
    }

    /// Whether the last look heard the tone that is sounding; [`Detector::sounding`] bridges breaks of 45 ms.
    #[must_use]
    pub fn steady(&self) -> bool {
        self.held.is_some() && self.misses == 0
    }

    /// Forgets what was heard.
    pub fn reset(&mut self) {
        *self = Self::new();
    }

    fn decide(&mut self, heard: Option<Heard>) -> Option<char> {
        let last = std::mem::replace(&mut self.last, heard);
        if heard.map(|h| h.key) == self.held {
            self.misses = 0;
            return None;
        }
        self.misses += 1;
        if self.misses >= MISSES {
            self.held = None;
        }
        // Two looks one after the other, of which one is sure: 35 ms of tone, which any tone of 40 ms holds.
        let (heard, last) = (heard?, last?);
        if heard.key != last.key || !(heard.sure || last.sure) || Some(heard.key) == self.held {
            return None;
        }
        self.held = Some(heard.key);
        self.misses = 0;
        self.held
    }
}

fn each_key(key: Option<char>, at_sample: u64, each: &mut impl FnMut(Press)) {
    if let Some(key) = key {
        each(Press { key, at_sample });
    }
}

#[cfg(test)]
#[path = "dtmf_tests.rs"]
mod tests;
