//! A learner's voice, synthesised: one vowel-like syllable with a given pitch movement.
//!
//! A train of harmonics under the formants of the vowel, within the telephone's band; the fundamental of a low voice is
//! missing from it, as it is on a real line. For demonstrations and tests where no recording is at hand.

use std::f32::consts::TAU;

/// Samples a second.
const RATE: f32 = 8_000.0;
/// What the telephone lets through, Hz.
const BAND: std::ops::Range<f32> = 300.0..3_400.0;
/// Loudest sample.
const PEAK: f32 = 11_000.0;
/// How far the pitch wavers, semitones, and how often anew, samples.
const WAVER_ST: f32 = 0.12;
const WAVER_SAMPLES: usize = 80;
/// Level of the room's noise, of full scale.
const ROOM: f32 = 12.0;

/// The voice that says it.
#[derive(Debug, Clone, Copy)]
pub struct Learner {
    /// Middle of the voice's pitch, Hz: about 120 for a man, 210 for a woman.
    pub middle_hz: f32,
    /// Length of a syllable, ms.
    pub syllable_ms: u32,
}

impl Default for Learner {
    fn default() -> Self {
        Self { middle_hz: 200.0, syllable_ms: 480 }
    }
}

impl Learner {
    /// Says a syllable (pinyin letters) with a tone, 1 to 4; anything else is said flat and low. 8 kHz, mono, with 100 ms
    /// of quiet on either side.
    #[must_use]
    pub fn say(&self, letters: &str, tone: u8) -> Vec<i16> {
        let quiet = (RATE * 0.1) as usize;
        let voiced = (RATE * self.syllable_ms as f32 / 1_000.0) as usize;
        let formants = formants(letters);
        let mut phase = 0.0_f32;
        let mut noise = 0x2545_f491_u32;
        // No voice holds a pitch exactly; an instrument does, and is refused as one.
        let mut waver = 0.0_f32;
        let mut wave = vec![0.0_f32; quiet + voiced + quiet];
        for (n, slot) in wave[quiet..quiet + voiced].iter_mut().enumerate() {
            let at = n as f32 / voiced as f32;
            if n % WAVER_SAMPLES == 0 {
                waver = WAVER_ST * next(&mut noise);
            }
            let hz = self.middle_hz * ((semitones(tone, at) + waver) / 12.0).exp2();
            phase = (phase + hz / RATE).fract();
            *slot = harmonics(phase, hz, &formants) * loudness(tone, at);
        }
        let loudest = wave.iter().fold(1e-6_f32, |most, s| most.max(s.abs()));
        wave.iter().map(|s| (s / loudest * PEAK + next(&mut noise) * ROOM) as i16).collect()
    }
}

/// The next of a sequence of numbers between -1 and 1, the same in every run.
fn next(state: &mut u32) -> f32 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*state >> 16) as f32 / 32_768.0 - 1.0
}

/// Pitch over the voice's middle at a point of the syllable, semitones: citation forms of a teacher.
fn semitones(tone: u8, at: f32) -> f32 {
    let through = |points: &[f32]| {
        let x = at * (points.len() - 1) as f32;
        let i = (x as usize).min(points.len() - 2);
        points[i] + (points[i + 1] - points[i]) * (x - i as f32)
    };
    match tone {
        1 => through(&[3.4, 3.6, 3.6, 3.6, 3.5]),
        2 => through(&[-2.4, -2.6, -1.4, 1.6, 4.6]),
        3 => through(&[-3.0, -6.0, -8.0, -8.0, -5.0]),
        4 => through(&[4.6, 4.4, 2.0, -2.0, -5.0]),
        _ => -2.0,
    }
}

fn loudness(tone: u8, at: f32) -> f32 {
    let edge = (at / 0.08).min((1.0 - at) / 0.12).clamp(0.0, 1.0);
    let shape = match tone {
        3 => 1.0 - 0.5 * (1.0 - (2.0 * at - 1.0).abs()),
        4 => 1.0 - 0.5 * at,
        _ => 1.0,
    };
    edge * shape
}

/// First three formants of the syllable's main vowel, Hz.
fn formants(letters: &str) -> [f32; 3] {
    match letters.chars().find(|c| "aeiouv".contains(*c)) {
        Some('i') => [320.0, 2_300.0, 3_000.0],
        Some('u') => [350.0, 800.0, 2_400.0],
        Some('v') => [320.0, 1_900.0, 2_500.0],
        Some('e') => [480.0, 1_200.0, 2_500.0],
        Some('o') => [500.0, 900.0, 2_500.0],
        _ => [800.0, 1_250.0, 2_600.0],
    }
}

fn harmonics(phase: f32, hz: f32, formants: &[f32; 3]) -> f32 {
    let first = (BAND.start / hz).ceil().max(1.0) as u32;
    let last = (BAND.end / hz) as u32;
    let gain = |f: f32| -> f32 {
        let peak = |center: &f32| 1.0 / (1.0 + ((f - center) / 110.0).powi(2));
        formants.iter().map(peak).sum::<f32>() + 0.02
    };
    (first..=last)
        .map(|h| {
            let h = h as f32;
            // Falls with frequency as a voice does, 6 dB an octave.
            gain(h * hz) / h.sqrt() * (TAU * phase * h).sin()
        })
        .sum()
}
