//! Sounds that nobody recorded: notes of instruments and sirens, which are no voice, and made-up voices, which are.

use std::f32::consts::TAU;

use rand::Rng;
use rand_chacha::ChaCha8Rng;

const RATE: f32 = 8_000.0;
/// What the telephone lets through, Hz.
const TOP_HZ: f32 = 3_500.0;

/// The instruments that are synthesised.
pub const INSTRUMENTS: [&str; 8] =
    ["piano", "violin", "flute", "guitar", "brass", "clarinet", "organ", "siren"];

/// One to five notes of the `instrument` (an index into [`INSTRUMENTS`]), peak 1.
#[must_use]
pub fn notes(instrument: usize, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let count = if rng.random_bool(0.5) { 1 } else { rng.random_range(2..6) };
    let longest = if count == 1 { 1.0 } else { 0.4 };
    let mut sound = Vec::new();
    for _ in 0..count {
        let hz = 98.0 * 2.0_f32.powf(rng.random_range(0..28) as f32 / 12.0);
        let seconds = rng.random_range(0.15..longest);
        sound.extend(note(INSTRUMENTS[instrument], hz, seconds, rng));
    }
    level(sound)
}

fn level(mut sound: Vec<f32>) -> Vec<f32> {
    let peak = sound.iter().fold(1e-6_f32, |p, s| p.max(s.abs()));
    sound.iter_mut().for_each(|s| *s /= peak);
    sound
}

fn note(kind: &str, hz: f32, seconds: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    match kind {
        "piano" => struck(hz, seconds, rng),
        "guitar" => plucked(hz, seconds, rng),
        "siren" => siren(hz, seconds + 0.5, rng),
        "flute" => {
            let partials = [1.0, rng.random_range(0.1..0.6), rng.random_range(0.0..0.3)];
            blown(hz, seconds, (rng.random_range(0.001..0.008), &partials, 0.03), rng)
        }
        "violin" => {
            blown(hz, seconds, (rng.random_range(0.003..0.012), &body(hz, 2.0, 1, rng), 0.004), rng)
        }
        "brass" => {
            blown(hz, seconds, (rng.random_range(0.0..0.004), &body(hz, 1.2, 1, rng), 0.004), rng)
        }
        "clarinet" => {
            blown(hz, seconds, (rng.random_range(0.0..0.003), &body(hz, 1.2, 2, rng), 0.004), rng)
        }
        _ => blown(hz, seconds, (rng.random_range(0.0..0.001), &body(hz, 1.2, 1, rng), 0.001), rng),
    }
}

/// Partials of a body with four resonances; only every `step`th below the eighth.
fn body(hz: f32, strength: f32, step: usize, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let slope = rng.random_range(0.6..1.6);
    let peaks: [(f32, f32); 4] = std::array::from_fn(|_| {
        (rng.random_range(300.0..3_000.0), rng.random_range(0.0..strength))
    });
    let partial = |k: usize| {
        let gain = |(at, g): &(f32, f32)| g * (-((k as f32 * hz - at) / 150.0).powi(2)).exp();
        let heard = k >= 8 || (k - 1).is_multiple_of(step);
        if heard {
            (k as f32).powf(-slope) * (1.0 + peaks.iter().map(gain).sum::<f32>())
        } else {
            0.0
        }
    };
    (1..20).map(partial).collect()
}

/// A held note with `vibrato` (share of the pitch), the levels of its partials, and breath.
fn blown(
    hz: f32,
    seconds: f32,
    (vibrato, partials, breath): (f32, &[f32], f32),
    rng: &mut ChaCha8Rng,
) -> Vec<f32> {
    let (rate, start) = (rng.random_range(4.0..7.0_f32), rng.random_range(0.0..6.0_f32));
    let (attack, release) = (rng.random_range(0.02..0.08), rng.random_range(0.02..0.1));
    let swell = rng.random_range(0.0..0.1);
    let shifts: Vec<f32> = partials.iter().map(|_| rng.random_range(0.0..TAU)).collect();
    let mut phase = 0.0;
    let count = (seconds * RATE) as usize;
    let sample = |n: usize| {
        let t = n as f32 / RATE;
        let wave = (TAU * rate * t + start).sin();
        phase += TAU * hz * (1.0 + vibrato * wave) / RATE;
        let heard =
            partials.iter().zip(&shifts).enumerate().filter(|(k, _)| (*k + 1) as f32 * hz < TOP_HZ);
        let sum: f32 = heard.map(|(k, (a, s))| a * ((k + 1) as f32 * phase + s).sin()).sum();
        let fade = (t / attack).min((seconds - t) / release).clamp(0.0, 1.0);
        fade * ((1.0 + swell * wave) * sum + breath * rng.random_range(-1.7..1.7))
    };
    level((0..count).map(sample).collect())
}

/// A string struck once: partials a little sharp, each dying by itself.
fn struck(hz: f32, seconds: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let stiff = rng.random_range(1e-5..4e-4);
    let (decay, slope) = (rng.random_range(1.0..5.0), rng.random_range(0.7..1.5));
    let partials: Vec<[f32; 4]> = (1..16)
        .map(|k| k as f32)
        .map(|k| {
            [
                k * hz * (1.0 + stiff * k * k).sqrt(),
                k.powf(-slope),
                decay + k * rng.random_range(0.3..1.5),
                rng.random_range(0.0..TAU),
            ]
        })
        .filter(|p| p[0] < TOP_HZ)
        .collect();
    let sample = |n: usize| {
        let t = n as f32 / RATE;
        partials.iter().map(|[f, a, d, s]| a * (TAU * f * t + s).sin() * (-t * d).exp()).sum()
    };
    level((0..(seconds * RATE) as usize).map(sample).collect())
}

/// A plucked string (Karplus & Strong, 1983).
fn plucked(hz: f32, seconds: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let mut string: Vec<f32> =
        (0..(RATE / hz) as usize).map(|_| rng.random_range(-1.0..1.0)).collect();
    let loss = rng.random_range(0.494..0.499);
    let length = string.len();
    let sample = |n: usize| {
        let now = string[n % length];
        string[n % length] = loss * (now + string[(n + 1) % length]);
        now
    };
    level((0..(seconds * RATE) as usize).map(sample).collect())
}

/// A few harmonics whose pitch swings up and down.
fn siren(hz: f32, seconds: f32, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let (rate, depth) = (rng.random_range(0.5..4.0_f32), rng.random_range(0.15..0.6_f32));
    let harmonics = rng.random_range(2..6);
    let hz = hz.max(250.0) * 1.3;
    let mut phase = 0.0_f32;
    let sample = |n: usize| {
        let t = n as f32 / RATE;
        phase += TAU * hz * (1.0 + depth * (TAU * rate * t).sin()) / RATE;
        (1..=harmonics).map(|k| (k as f32 * phase).sin() / k as f32).sum()
    };
    level((0..(seconds * RATE) as usize).map(sample).collect())
}

/// So many syllables of a made-up voice: harmonics with or without formants, a pitch that moves as tones do,
/// a little unsteady or not at all; peak 1.
#[must_use]
pub fn voice(syllables: usize, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let middle = rng.random_range(95.0..260.0_f32);
    let waver = if rng.random_bool(0.8) { rng.random_range(0.04..0.25) } else { 0.0 };
    let plain = rng.random_bool(0.3);
    let mut sound = Vec::new();
    for i in 0..syllables {
        if i > 0 {
            sound.extend(vec![0.0; rng.random_range(0..1_600)]);
        }
        syllable(middle, (waver, plain), rng, &mut sound);
    }
    level(sound)
}

/// Semitones over the middle of the voice at quarters of a syllable, tones 1 to 4.
const SHAPES: [[f32; 5]; 4] = [
    [3.4, 3.6, 3.6, 3.6, 3.5],
    [-2.4, -2.6, -1.0, 2.0, 5.0],
    [-3.0, -6.0, -8.0, -7.0, -4.0],
    [5.0, 4.4, 1.0, -4.0, -8.0],
];

fn syllable(middle: f32, (waver, plain): (f32, bool), rng: &mut ChaCha8Rng, out: &mut Vec<f32>) {
    // A level pitch that never wavers is an instrument's.
    let from = usize::from(waver == 0.0);
    let shape = SHAPES[rng.random_range(from..4)].map(|st| st * 1.1 + rng.random_range(-0.4..0.4));
    let formants: [f32; 3] = [
        rng.random_range(300.0..850.0),
        rng.random_range(850.0..2_300.0),
        rng.random_range(2_350.0..3_000.0),
    ];
    let count = (RATE * rng.random_range(0.22..0.6)) as usize;
    let shudder = rng.random_range(0.0..0.03);
    let (mut phase, mut now) = (0.0_f32, 0.0);
    for n in 0..count {
        let at = n as f32 / count as f32;
        if n % 80 == 0 {
            now = waver * rng.random_range(-1.0..1.0_f32);
        }
        let x = at * 4.0;
        let i = (x as usize).min(3);
        let st = shape[i] + (shape[i + 1] - shape[i]) * (x - i as f32) + now;
        let hz = middle * (st / 12.0).exp2();
        phase = (phase + hz / RATE).fract();
        let heard = (1..40).map(|k| k as f32).filter(|k| (300.0..3_400.0).contains(&(k * hz)));
        let gain = |f: f32| {
            let peak = |c: &f32| 1.0 / (1.0 + ((f - c) / 110.0).powi(2));
            if plain { 0.3 } else { formants.iter().map(peak).sum::<f32>() + 0.02 }
        };
        let sum: f32 = heard.map(|k| gain(k * hz) / k.sqrt() * (TAU * phase * k).sin()).sum();
        let fade = (at * 11.0).min((1.0 - at) * 8.0).min(1.0);
        out.push(fade * (1.0 + shudder * rng.random_range(-1.0..1.0_f32)) * sum);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn every_sound_is_as_loud_as_can_be_and_no_louder() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut sounds: Vec<Vec<f32>> =
            (0..INSTRUMENTS.len()).map(|i| notes(i, &mut rng)).collect();
        sounds.push(voice(2, &mut rng));
        for sound in sounds {
            let peak = sound.iter().fold(0.0_f32, |p, s| p.max(s.abs()));
            assert!((peak - 1.0).abs() < 1e-3 && sound.len() > 1_000, "{peak} {}", sound.len());
        }
    }
}
