//! Words that nobody recorded: tone contours by quantitative target approximation (Prom-on, Xu &
//! Thipakorn, JASA 2009), with the energy and periodicity of plausible syllables around them.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::augment::normal;
use crate::speech::tone::features::{self, RAW, Rows};

/// A pitch target of one stretch: semitones as `slope * t + height`, approached at `rate` per second.
#[derive(Debug, Clone, Copy)]
struct Target {
    slope: f32,
    height: f32,
    rate: f32,
    seconds: f32,
}

/// Position, speed and acceleration of the pitch, handed from syllable to syllable.
type Motion = [f32; 3];

/// Appends the contour towards one target in 10 ms steps and returns how the pitch moves at its end.
fn approach(target: Target, from: Motion, out: &mut Vec<f32>) -> Motion {
    let Target { slope, height, rate, seconds } = target;
    let c1 = from[0] - height;
    let c2 = from[1] + c1 * rate - slope;
    let c3 = (from[2] + 2.0 * c2 * rate - c1 * rate * rate) / 2.0;
    let at = |t: f32| slope * t + height + (c1 + c2 * t + c3 * t * t) * (-rate * t).exp();
    let steps = (seconds * 100.0).round() as usize;
    out.extend((0..steps).map(|i| at(i as f32 * 0.01)));
    let t = seconds;
    let fade = (-rate * t).exp();
    let (p, dp, ddp) = (c1 + c2 * t + c3 * t * t, c2 + 2.0 * c3 * t, 2.0 * c3);
    [
        slope * t + height + p * fade,
        slope + (dp - rate * p) * fade,
        (ddp - 2.0 * rate * dp + rate * rate * p) * fade,
    ]
}

/// A synthetic word of 1 to 6 syllables.
#[derive(Debug, Clone)]
pub struct Word {
    /// The rows, as if they had been recorded.
    pub rows: Rows,
    /// Tones as they sound.
    pub tones: Vec<u8>,
    /// The speaker's middle pitch, semitones over 1 Hz.
    pub speaker_middle: f32,
}

/// Draws a word: tones, rhythm, range, voice and line are all random.
#[must_use]
pub fn word(rng: &mut ChaCha8Rng) -> Word {
    let tones = draw_tones(rng);
    let last = tones.len() - 1;
    let range = rng.random_range(0.5..1.25);
    let tempo = rng.random_range(0.75..1.35);
    let opening: f32 = [3.0, -3.0, -2.0, 4.5, 0.0][usize::from(tones[0] - 1)];
    let mut motion = [opening * range * 0.8 + normal(rng, 1.2), 0.0, 0.0];
    let mut contours = Vec::new();
    for (i, tone) in tones.iter().enumerate() {
        let before = i.checked_sub(1).map(|b| tones[b]);
        let mut contour = Vec::new();
        for target in targets(*tone, before, (i == last, last == 0), (range, tempo), rng) {
            motion = approach(target, motion, &mut contour);
        }
        contours.push(contour);
    }
    decline(&mut contours, rng);
    let base = rng.random_range(76.0..100.0);
    let rows = dress(&contours, &tones, base, rng);
    Word { rows, tones, speaker_middle: base + normal(rng, 0.7) }
}

fn draw_tones(rng: &mut ChaCha8Rng) -> Vec<u8> {
    let count = [1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 5, 6][rng.random_range(0..12)];
    let mut tones: Vec<u8> = (0..count).map(|_| rng.random_range(1..=4)).collect();
    for tone in tones.iter_mut().skip(1) {
        if rng.random::<f32>() < 0.15 {
            *tone = 5;
        }
    }
    for i in 1..count {
        if tones[i - 1] == 3 && tones[i] == 3 {
            tones[i - 1] = 2;
        }
    }
    tones
}

/// The pitch targets of one syllable: two for a third tone that rises at its end.
fn targets(
    tone: u8,
    before: Option<u8>,
    (last, alone): (bool, bool),
    (range, tempo): (f32, f32),
    rng: &mut ChaCha8Rng,
) -> Vec<Target> {
    let mut seconds = rng.random_range(0.14..0.30) * tempo;
    seconds *= if last { 1.25 } else { 1.0 } * if alone { 1.5 } else { 1.0 };
    let mut rate = rng.random_range(22.0..45.0);
    let (slope, height) = match tone {
        1 => (normal(rng, 4.0), 4.0 + normal(rng, 0.9)),
        2 => {
            let rise = 7.0 + normal(rng, 1.5);
            (rise / (0.7 * seconds), -3.0 + normal(rng, 1.0) - rise * rng.random_range(0.05..0.25))
        }
        3 => {
            seconds *= 1.1;
            (normal(rng, 5.0) - 4.0, -7.0 + normal(rng, 1.4))
        }
        4 => (-(11.0 + normal(rng, 1.8)) / (0.8 * seconds), 6.0 + normal(rng, 1.0)),
        _ => {
            seconds *= rng.random_range(0.5..0.85);
            rate = rng.random_range(12.0..28.0);
            // Falling after all but a third tone, from where the tone before leaves the voice.
            let (slope, height) =
                [(-9.0, -2.0), (-12.0, 0.5), (-3.0, 1.5), (-5.0, -6.0), (-4.0, -3.0)]
                    [usize::from(before.unwrap_or(1) - 1)];
            (slope + normal(rng, 6.0), height + normal(rng, 1.3))
        }
    };
    let target = Target { slope: slope * range, height: height * range, rate, seconds };
    let dips = tone == 3 && last && rng.random::<f32>() < if alone { 0.75 } else { 0.5 };
    if !dips {
        return vec![target];
    }
    let first = rng.random_range(0.5..0.7);
    let rise = Target {
        slope: rng.random_range(15.0..65.0) * range,
        height: target.height - 1.0,
        seconds: seconds * (1.0 - first),
        ..target
    };
    vec![Target { seconds: seconds * first, ..target }, rise]
}

/// The whole word sinks as it goes.
fn decline(contours: &mut [Vec<f32>], rng: &mut ChaCha8Rng) {
    let depth = rng.random_range(0.0..4.0);
    let total = contours.iter().map(Vec::len).sum::<usize>() as f32;
    for (i, pitch) in contours.iter_mut().flatten().enumerate() {
        *pitch -= depth * i as f32 / total;
    }
}

/// Sound around the contours: consonants, energy, creak, and a margin of noise on both sides.
fn dress(contours: &[Vec<f32>], tones: &[u8], base: f32, rng: &mut ChaCha8Rng) -> Rows {
    let tilt: [f32; 3] = std::array::from_fn(|_| normal(rng, 3.0));
    let mut frames = Vec::new();
    for (contour, tone) in contours.iter().zip(tones) {
        if contour.len() > 3 {
            syllable(contour, *tone, tilt, rng, &mut frames);
        }
    }
    let edge = frames.first().map_or(0.0, |f: &[f32; RAW]| f[0]);
    let margin = |rng: &mut ChaCha8Rng| -> Vec<[f32; RAW]> {
        (0..8)
            .map(|_| {
                let periodicity = rng.random_range(-0.1..0.4);
                let level = -38.0 + normal(rng, 3.0);
                [
                    edge + normal(rng, 3.0),
                    periodicity,
                    level,
                    rng.random_range(0.2..0.5),
                    -45.0,
                    -45.0,
                    -45.0,
                    0.0,
                ]
            })
            .collect()
    };
    let mut all = margin(rng);
    all.extend(frames);
    all.extend(margin(rng));
    finish(&mut all, base, rng)
}

fn finish(frames: &mut [[f32; RAW]], base: f32, rng: &mut ChaCha8Rng) -> Rows {
    let loudest = frames.iter().map(|f| f[2]).fold(f32::MIN, f32::max);
    let rustle = rng.random_range(0.5..1.5);
    for i in 0..frames.len() {
        let before = frames[i.saturating_sub(1)];
        let change: f32 = (4..7).map(|b| (frames[i][b] - before[b]).abs()).sum();
        frames[i][7] = 0.2 * change + rustle;
        frames[i][0] += base;
        frames[i][2] -= loudest;
    }
    let raw: Vec<[f32; RAW]> = frames
        .chunks_exact(2)
        .map(|pair| std::array::from_fn(|v| 0.5 * (pair[0][v] + pair[1][v])))
        .collect();
    let middle = features::middle(&raw);
    Rows { raw, middle, start_hop: 0 }
}

fn syllable(
    contour: &[f32],
    tone: u8,
    tilt: [f32; 3],
    rng: &mut ChaCha8Rng,
    out: &mut Vec<[f32; RAW]>,
) {
    let count = contour.len();
    let steady = rng.random_range(0.82..0.98);
    let colour = [normal(rng, 1.0), normal(rng, 3.0), normal(rng, 3.0)];
    let start = out.len();
    for (i, pitch) in contour.iter().enumerate() {
        let place = -0.4 + 1.4 * i as f32 / count as f32;
        let low = ((pitch + 12.0) / 16.0).clamp(0.0, 1.0);
        let level = -3.0 - 6.0 * place * place + normal(rng, 0.7) - 7.0 + 11.0 * low;
        let periodicity: f32 = steady + normal(rng, 0.03);
        out.push([
            *pitch,
            periodicity.min(1.0),
            level,
            (periodicity + 0.05).min(1.0),
            level - 4.0 + tilt[0] + colour[0],
            level - 10.0 + tilt[1] + colour[1],
            level - 20.0 + tilt[2] + colour[2],
            0.0,
        ]);
    }
    let syllable = &mut out[start..];
    if tone == 5 {
        // Unstressed: softer.
        let soft = rng.random_range(0.0..8.0);
        syllable.iter_mut().flat_map(|f| &mut f[2..7]).for_each(|v| *v -= soft);
        syllable.iter_mut().for_each(|f| f[3] += soft);
    }
    consonant(syllable, rng);
    if tone == 3 && rng.random::<f32>() < 0.35 {
        creak(syllable, rng);
    }
}

fn consonant(frames: &mut [[f32; RAW]], rng: &mut ChaCha8Rng) {
    let length = (frames.len() as f32 * rng.random_range(0.12..0.38)) as usize;
    let kind = rng.random::<f32>();
    if length < 2 || kind > 0.8 {
        return;
    }
    let onset = frames[length][0];
    let level = rng.random_range(-32.0..-14.0);
    let (soft, far, kick) =
        (rng.random_range(3.0..9.0), normal(rng, 4.0), rng.random_range(-0.5..1.5));
    for (i, frame) in frames[..length].iter_mut().enumerate() {
        if kind < 0.5 {
            let left = 1.0 - i as f32 / length as f32;
            *frame = [
                onset + far * left,
                rng.random_range(0.0..0.45),
                level + normal(rng, 2.0),
                rng.random_range(0.2..0.5),
                level - 12.0,
                level - 4.0,
                level + rng.random_range(-4.0..6.0),
                0.0,
            ];
        } else {
            frame[2] -= soft;
            frame[5] -= soft + 4.0;
            frame[6] -= soft + 4.0;
        }
    }
    if kind < 0.5 {
        for (i, frame) in frames[length..].iter_mut().take(4).enumerate() {
            frame[0] += kick * (1.0 - i as f32 / 4.0);
        }
    }
}

/// The lowest part of a third tone loses its regular pulses.
fn creak(frames: &mut [[f32; RAW]], rng: &mut ChaCha8Rng) {
    let mut pitches: Vec<f32> = frames.iter().map(|f| f[0]).collect();
    pitches.sort_by(f32::total_cmp);
    let limit = pitches[pitches.len() * 45 / 100];
    let jump = [0.0, 0.0, -12.0, 12.0, normal(rng, 3.0)][rng.random_range(0..5)];
    for frame in frames.iter_mut().filter(|f| f[0] <= limit) {
        frame[1] = rng.random_range(0.2..0.7);
        frame[3] = frame[1] + 0.05;
        frame[2] -= 3.0;
        if rng.random::<f32>() < 0.7 {
            frame[0] += jump;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn a_slow_level_target_is_reached_and_motion_is_handed_on() {
        let target = Target { slope: 0.0, height: 4.0, rate: 40.0, seconds: 0.4 };
        let mut contour = Vec::new();
        let end = approach(target, [-3.0, 0.0, 0.0], &mut contour);
        assert!((contour[0] + 3.0).abs() < 1e-4 && (end[0] - 4.0).abs() < 0.01);
        let next = approach(target, end, &mut contour);
        assert!((contour[40] - end[0]).abs() < 1e-4 && next[1].abs() < 0.01);
    }

    #[test]
    fn words_have_one_to_six_syllables_and_no_third_tone_before_a_third() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..300 {
            let word = word(&mut rng);
            assert!((1..=6).contains(&word.tones.len()) && word.tones[0] != 5);
            assert!(word.tones.windows(2).all(|w| w != [3, 3]));
            assert!(word.rows.raw.iter().flatten().all(|v| v.is_finite()));
        }
    }
}
