//! Labelled streams: recordings of one speaker between silences, at some level, clean or under noise.
//!
//! The labels come from the clean recordings: their energy, and the laryngograph's pitch where there is one. What is put
//! between them is silence for certain.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::speech::g711::{self, Law};
use crate::speech::train::noise::active_power;
use crate::speech::units::{FULL_SCALE, HOP_SAMPLES, SAMPLE_RATE_HZ};

/// Under the loud parts of a recording by less than this, a step may be speech, dB.
const SPEECH_RANGE_DB: f32 = 30.0;
/// Over the quiet parts of a recording by this much, it is.
const OVER_QUIET_DB: f32 = 8.0;
/// Breaks up to this many steps belong to the speech around them: the closure of a plosive.
const BREAK_STEPS: usize = 6;
/// Speech shorter than this many steps is a click.
const CLICK_STEPS: usize = 3;

/// A clean recording with its labels.
#[derive(Debug, Clone)]
pub struct Clip {
    /// Who speaks.
    pub speaker: String,
    /// 8 kHz.
    pub samples: Vec<i16>,
    /// Speech or not, by 10 ms.
    pub labels: Vec<bool>,
}

/// A stream with its labels.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    /// 8 kHz, through mu-law.
    pub samples: Vec<i16>,
    /// Speech or not, by 10 ms.
    pub labels: Vec<bool>,
}

/// What a stream is sent through.
#[derive(Debug, Clone, Copy)]
pub struct Channel<'a> {
    /// Gain, dB.
    pub gain_db: f32,
    /// Noise under the active speech level by this much, dB; looped from a random place.
    pub noise: Option<(&'a [i16], f32)>,
}

/// Labels by energy: within reach of the loud parts and over the quiet ones; `voiced` steps are speech besides.
#[must_use]
pub fn label(samples: &[i16], voiced: &[bool]) -> Vec<bool> {
    let levels = levels_db(samples);
    let mut sorted = levels.clone();
    sorted.sort_by(f32::total_cmp);
    let at = |share: f32| sorted.get((share * sorted.len() as f32) as usize).copied();
    let (Some(quiet), Some(loud)) = (at(0.1), at(0.95)) else {
        return Vec::new();
    };
    let threshold = (loud - SPEECH_RANGE_DB).max((quiet + OVER_QUIET_DB).min(loud - 15.0));
    let is_voiced = |step: usize| voiced.get(step).copied().unwrap_or(false);
    let mut labels: Vec<bool> =
        levels.iter().enumerate().map(|(i, db)| *db > threshold || is_voiced(i)).collect();
    flip_short_runs(&mut labels, false, BREAK_STEPS);
    flip_short_runs(&mut labels, true, CLICK_STEPS - 1);
    labels
}

/// Level of each 10 ms, over the 20 ms around its middle, dBFS.
fn levels_db(samples: &[i16]) -> Vec<f32> {
    let half = HOP_SAMPLES / 2;
    (0..samples.len() / HOP_SAMPLES)
        .map(|step| {
            let start = (step * HOP_SAMPLES).saturating_sub(half);
            let end = (step * HOP_SAMPLES + HOP_SAMPLES + half).min(samples.len());
            crate::speech::level::rms_dbfs(&samples[start..end])
        })
        .collect()
}

/// Turns inner runs of `value` that are no longer than `longest` into their opposite; at the ends only runs of speech.
fn flip_short_runs(labels: &mut [bool], value: bool, longest: usize) {
    let mut start = 0;
    while start < labels.len() {
        let length = labels[start..].iter().take_while(|l| **l == labels[start]).count();
        let inner = start > 0 && start + length < labels.len();
        if labels[start] == value && length <= longest && (inner || value) {
            labels[start..start + length].fill(!value);
        }
        start += length;
    }
}

/// A stream of about `seconds`, of clips drawn from `clips`, which ought to be one speaker's.
#[must_use]
pub fn stream(clips: &[&Clip], seconds: f32, channel: Channel<'_>, rng: &mut ChaCha8Rng) -> Stream {
    let mut clean = Stream::default();
    let wanted = (seconds * SAMPLE_RATE_HZ as f32) as usize;
    while clean.samples.len() < wanted {
        let clip = clips[rng.random_range(0..clips.len())];
        let floor = if rng.random_bool(0.5) { quiet_rms(&clip.samples) } else { 4.0 };
        silence(&mut clean, rng.random_range(30..200), floor, rng);
        clean.samples.extend(&clip.samples[..clip.labels.len() * HOP_SAMPLES]);
        clean.labels.extend(&clip.labels);
    }
    silence(&mut clean, rng.random_range(50..100), 4.0, rng);
    send(clean, channel, rng)
}

/// Appends steps of quiet noise.
pub fn silence(stream: &mut Stream, steps: usize, rms: f32, rng: &mut ChaCha8Rng) {
    for _ in 0..steps * HOP_SAMPLES {
        // The sum of two uniform values of this width has the variance of `rms`.
        let width = rms * 1.225;
        let sample = rng.random_range(-width..=width) + rng.random_range(-width..=width);
        stream.samples.push(sample as i16);
    }
    stream.labels.extend(std::iter::repeat_n(false, steps));
}

/// Level of the quiet parts of a recording: the tenth of its steps that is the quietest.
fn quiet_rms(samples: &[i16]) -> f32 {
    let mut levels = levels_db(samples);
    levels.sort_by(f32::total_cmp);
    let db = levels.get(levels.len() / 10).copied().unwrap_or(-90.0);
    (10.0_f32.powf(db / 20.0) * FULL_SCALE).clamp(2.0, 300.0)
}

/// Adds the noise, changes the level, and codes as the line does.
#[must_use]
pub fn send(mut stream: Stream, channel: Channel<'_>, rng: &mut ChaCha8Rng) -> Stream {
    let gain = 10.0_f32.powf(channel.gain_db / 20.0);
    let (noise, level) = match channel.noise {
        Some((noise, snr_db)) if !noise.is_empty() => {
            let power =
                noise.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / noise.len() as f64;
            let wanted = active_power(&stream.samples) / 10.0_f64.powf(f64::from(snr_db) / 10.0);
            (noise, (wanted / power.max(1.0)).sqrt() as f32)
        }
        _ => (&[0_i16][..], 0.0),
    };
    let start = rng.random_range(0..noise.len());
    for (i, sample) in stream.samples.iter_mut().enumerate() {
        let added = level * f32::from(noise[(start + i) % noise.len()]);
        let sum = (gain * (f32::from(*sample) + added)) as i16;
        *sample = g711::decode(Law::Mu, g711::encode(Law::Mu, sum));
    }
    stream
}

/// A made-up voice: harmonics of a gliding pitch in the telephone's band, a stretch of speech for certain.
#[must_use]
pub fn buzz(rng: &mut ChaCha8Rng) -> Clip {
    let steps = rng.random_range(10..100);
    let (from, to) = (rng.random_range(90.0..320.0_f32), rng.random_range(0.7..1.4_f32));
    let (tilt, peak) = (rng.random_range(0.0..1.5_f32), rng.random_range(1_500.0..9_000.0_f32));
    let length = steps * HOP_SAMPLES;
    let mut phase = 0.0_f32;
    let samples = (0..length).map(|n| {
        let hz = from * to.powf(n as f32 / length as f32);
        phase = (phase + hz / SAMPLE_RATE_HZ as f32).fract();
        let harmonics = (1..30).map(|k| k as f32).filter(|k| (250.0..3_400.0).contains(&(k * hz)));
        let (mut sum, mut weight) = (0.0, 0.0);
        for k in harmonics {
            let share = k.powf(-tilt);
            sum += share * (std::f32::consts::TAU * k * phase).sin();
            weight += share;
        }
        (peak * sum / weight.max(1e-3)) as i16
    });
    Clip { speaker: "made up".into(), samples: samples.collect(), labels: vec![true; steps] }
}

/// A noise that is no voice: a burst, a click, or a steady tone or two.
#[must_use]
pub fn no_voice(rng: &mut ChaCha8Rng) -> Clip {
    let steps = rng.random_range(1..40);
    let peak = rng.random_range(500.0..12_000.0_f32);
    let tones = rng.random_bool(0.4);
    let hz = [rng.random_range(400.0..1_000.0_f32), rng.random_range(1_100.0..1_700.0_f32)];
    let samples = (0..steps * HOP_SAMPLES).map(|n| {
        let t = n as f32 / SAMPLE_RATE_HZ as f32;
        let tone: f32 = hz.iter().map(|hz| (std::f32::consts::TAU * hz * t).sin()).sum();
        let burst = rng.random_range(-1.0..1.0_f32);
        (peak * if tones { 0.5 * tone } else { burst }) as i16
    });
    let samples = samples.collect();
    Clip { speaker: "made up".into(), samples, labels: vec![false; steps] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn a_burst_between_silences_is_labelled_and_its_short_break_is_closed() {
        let mut samples = vec![3_i16; 8_000];
        let loud = |n: usize| if n.is_multiple_of(2) { 5_000 } else { -5_000 };
        for n in (2_400..4_000).chain(4_320..5_600) {
            samples[n] = loud(n);
        }
        let labels = label(&samples, &[]);
        assert!(labels[..29].iter().all(|l| !l) && labels[72..].iter().all(|l| !l));
        assert!(labels[31..69].iter().all(|l| *l), "{labels:?}");
    }

    #[test]
    fn a_stream_has_a_label_for_every_step_and_silence_at_both_ends() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let clip = buzz(&mut rng);
        let noise: Vec<i16> = (0..999).map(|n| if n % 3 == 0 { 900 } else { -400 }).collect();
        let channel = Channel { gain_db: -3.0, noise: Some((&noise, 10.0)) };
        let made = stream(&[&clip], 4.0, channel, &mut rng);
        assert_eq!(made.samples.len(), made.labels.len() * HOP_SAMPLES);
        assert!(!made.labels[0] && made.labels.last() == Some(&false));
        assert!(made.labels.iter().any(|l| *l));
    }
}
