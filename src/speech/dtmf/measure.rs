//! One look at the last 30 ms: which two tones, if they are a key's.

use std::f32::consts::TAU;
use std::sync::LazyLock;

use super::{COLUMNS_HZ, KEYS, ROWS_HZ};
use crate::speech::simd::{self, dot};
use crate::speech::units::{FULL_SCALE, SAMPLE_RATE_HZ};

/// Samples between looks: 5 ms.
pub(super) const HOP: usize = 40;
/// Hops under one Hann window: 20 ms.
const WINDOW_HOPS: usize = 4;
const WINDOW: usize = WINDOW_HOPS * HOP;
/// Distance of the two windows: 10 ms. The phase's turn between them is unambiguous up to 50 Hz either way.
const SHIFT: usize = 2 * HOP;
/// Samples of one look.
const LOOK: usize = WINDOW + SHIFT;
const TONES: usize = 8;
const RATE: f32 = SAMPLE_RATE_HZ as f32;

/// Each tone at least this, mean square: -48 dBFS, which is -42 dBm0, so that the weaker of two at -30 passes with a twist.
const MIN_POWER: f32 = 1.6e-5 * FULL_SCALE * FULL_SCALE;
/// Share of the power that the cheap look must find in two tones for a closer one. At the upper frequencies 1.5 % off leaves
/// 0.42 of a tone in a window of 20 ms without weights.
const ROUGH_PURITY: f32 = 0.33;

/// What a look must show.
struct Bounds {
    /// Off the nominal frequency at most, as a share of it: between the 1.5 % that must pass and the 3.5 % that must not.
    offset: f32,
    /// Share of the power that lies in the two tones; noise 15 dB down leaves 0.97.
    purity: f32,
    /// A tone's power in one window over that in the other, at most: it must be steady.
    change: f32,
    /// One tone over the other at most, as a ratio of powers. 8 dB must pass, in noise too.
    twist: f32,
}

const SURE: Bounds = Bounds { offset: 0.0265, purity: 0.935, change: 1.9, twist: 12.0 };
const LIKELY: Bounds = Bounds { offset: 0.0325, purity: 0.86, change: 3.0, twist: 20.0 };

/// A key whose tones fill a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heard {
    pub(super) key: char,
    /// It met the stricter bounds.
    pub(super) sure: bool,
}

/// A complex sum.
#[derive(Debug, Clone, Copy, Default)]
struct Turn {
    re: f32,
    im: f32,
}

impl Turn {
    fn at(radians: f32) -> Self {
        Self { re: radians.cos(), im: radians.sin() }
    }

    fn times(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self { re: self.re + other.re, im: self.im + other.im }
    }

    fn power(self) -> f32 {
        self.re * self.re + self.im * self.im
    }
}

/// One tone measured under both windows.
#[derive(Debug, Clone, Copy)]
struct Measured {
    /// Distance from the nominal frequency as a share of it.
    offset: f32,
    /// Mean square of the tone: the mean of both windows.
    power: f32,
    /// The greater power over the smaller.
    change: f32,
}

/// Keeps the last 30 ms and the sums over their hops.
#[derive(Debug)]
pub(super) struct Meter {
    samples: [f32; LOOK],
    /// By hop, oldest first: for each tone the sum of samples against the tone, phase counted from the hop's start.
    sums: [[Turn; TONES]; WINDOW_HOPS],
    energies: [f32; LOOK / HOP],
    tables: &'static Tables,
}

/// What does not change; one for all detectors.
#[derive(Debug)]
struct Tables {
    /// By sample of a hop: the cosines of all tones, then their sines.
    waves: [[f32; 2 * TONES]; HOP],
    /// How far each tone turns in one hop, backwards.
    hop_turn: [Turn; TONES],
    /// How far each tone turns from one window to the other, backwards.
    shift_turn: [Turn; TONES],
    /// The squares of a Hann window.
    weights: [f32; WINDOW],
    /// By tone: its cosine under a Hann window, and its sine.
    windowed: [[[f32; WINDOW]; 2]; TONES],
}

static TABLES: LazyLock<Box<Tables>> = LazyLock::new(|| Box::new(Tables::new()));

impl Meter {
    pub(super) fn new() -> Self {
        Self {
            samples: [0.0; LOOK],
            sums: [[Turn::default(); TONES]; WINDOW_HOPS],
            energies: [0.0; LOOK / HOP],
            tables: &TABLES,
        }
    }

    /// Takes 5 ms; the key whose tones fill the last 30 ms, if any.
    pub(super) fn push(&mut self, hop: &[i16; HOP]) -> Option<Heard> {
        self.take(hop);
        let window = &self.energies[LOOK / HOP - WINDOW_HOPS..];
        if window.iter().any(|energy| *energy < MIN_POWER * HOP as f32) {
            return None;
        }
        let total: f32 = window.iter().sum();
        let powers: [f32; TONES] = std::array::from_fn(|tone| self.rough(tone));
        let row = strongest(&powers[..4]);
        let column = strongest(&powers[4..]);
        // The sum over a pure tone of amplitude A is A N / 2, its energy A² N / 2.
        let found = (powers[row] + powers[4 + column]) * 2.0 / WINDOW as f32;
        if found < ROUGH_PURITY * total {
            return None;
        }
        self.confirm(row, column)
    }

    fn take(&mut self, hop: &[i16; HOP]) {
        self.samples.copy_within(HOP.., 0);
        self.energies.copy_within(1.., 0);
        self.sums.copy_within(1.., 0);
        let fresh = &mut self.samples[LOOK - HOP..];
        for (slot, &sample) in fresh.iter_mut().zip(hop) {
            *slot = f32::from(sample);
        }
        let energy = dot(fresh, fresh);
        self.energies[LOOK / HOP - 1] = energy;
        if energy < MIN_POWER * HOP as f32 {
            // Too quiet to be part of a tone: no look that holds this hop comes to its sums.
            return;
        }
        let sums = simd::widest(Against { samples: fresh, waves: &self.tables.waves });
        let newest = &mut self.sums[WINDOW_HOPS - 1];
        *newest = std::array::from_fn(|tone| Turn { re: sums[tone], im: -sums[TONES + tone] });
    }

    /// Power of the sum of the last window against a tone, unweighted.
    fn rough(&self, tone: usize) -> f32 {
        let turn = self.tables.hop_turn[tone];
        // Horner's scheme from the newest hop back.
        let mut sum = Turn::default();
        for hop in self.sums.iter().rev() {
            sum = sum.times(turn).plus(hop[tone]);
        }
        sum.power()
    }

    fn confirm(&self, row: usize, column: usize) -> Option<Heard> {
        let low = self.measure(row, ROWS_HZ[row]);
        let high = self.measure(4 + column, COLUMNS_HZ[column]);
        let loud = low.power > MIN_POWER && high.power > MIN_POWER;
        if !loud {
            return None;
        }
        let twist = (low.power / high.power).max(high.power / low.power);
        let purity = (low.power + high.power) / self.weighted_power();
        let within = |bounds: &Bounds| {
            let fits =
                |tone: &Measured| tone.offset.abs() < bounds.offset && tone.change < bounds.change;
            purity > bounds.purity && twist < bounds.twist && fits(&low) && fits(&high)
        };
        within(&LIKELY).then(|| Heard { key: KEYS[row][column], sure: within(&SURE) })
    }

    /// Mean square under the two windows' weights, without DC: what the tones' powers are compared with.
    fn weighted_power(&self) -> f32 {
        // The squares of a Hann window sum to 3/8 of its length.
        let all = 0.375 * WINDOW as f32;
        let power = |start: usize| {
            let (mut squares, mut sum) = ([0.0_f32; 8], [0.0_f32; 8]);
            let (samples, _) = self.samples[start..start + WINDOW].as_chunks::<8>();
            let (weights, _) = self.tables.weights.as_chunks::<8>();
            for (x, w) in samples.iter().zip(weights) {
                for lane in 0..8 {
                    squares[lane] += w[lane] * x[lane] * x[lane];
                    sum[lane] += w[lane] * x[lane];
                }
            }
            let mean = sum.iter().sum::<f32>() / all;
            squares.iter().sum::<f32>() / all - mean * mean
        };
        (0.5 * (power(0) + power(SHIFT))).max(1.0)
    }

    fn measure(&self, tone: usize, hz: f32) -> Measured {
        let first = self.windowed(tone, 0);
        let second = self.windowed(tone, SHIFT);
        let back = self.tables.shift_turn[tone];
        let turned = second.times(back).times(Turn { re: first.re, im: -first.im });
        let off_hz = turned.im.atan2(turned.re) * RATE / (TAU * SHIFT as f32);
        // A sine of amplitude A at the window's own frequency sums to A N / 4; beside it less, by the window's response.
        let gain = 0.25 * WINDOW as f32 * hann_response(off_hz * WINDOW as f32 / RATE);
        let powers = [first, second].map(|sum| 0.5 * sum.power() / (gain * gain));
        let [a, b] = powers;
        Measured {
            offset: off_hz / hz,
            power: 0.5 * (a + b),
            change: a.max(b) / a.min(b).max(f32::MIN_POSITIVE),
        }
    }

    fn windowed(&self, tone: usize, start: usize) -> Turn {
        let samples = &self.samples[start..start + WINDOW];
        let [cos, sin] = &self.tables.windowed[tone];
        Turn { re: dot(samples, cos), im: -dot(samples, sin) }
    }
}

/// The sums of a hop against the cosines and sines of all tones.
struct Against<'a> {
    samples: &'a [f32],
    waves: &'a [[f32; 2 * TONES]; HOP],
}

impl simd::Work for Against<'_> {
    type Output = [f32; 2 * TONES];

    #[inline(always)]
    fn run(self) -> [f32; 2 * TONES] {
        let mut sums = [0.0; 2 * TONES];
        for (sample, waves) in self.samples.iter().zip(self.waves) {
            for (sum, wave) in sums.iter_mut().zip(waves) {
                *sum += sample * wave;
            }
        }
        sums
    }
}

impl Tables {
    fn new() -> Self {
        let hz = |tone: usize| if tone < 4 { ROWS_HZ[tone] } else { COLUMNS_HZ[tone - 4] };
        let angle = |tone: usize, n: usize| TAU * hz(tone) * n as f32 / RATE;
        let hann = |n: usize| 0.5 - 0.5 * (TAU * (n as f32 + 0.5) / WINDOW as f32).cos();
        Self {
            waves: std::array::from_fn(|n| {
                std::array::from_fn(|i| match i.checked_sub(TONES) {
                    None => angle(i, n).cos(),
                    Some(tone) => angle(tone, n).sin(),
                })
            }),
            hop_turn: std::array::from_fn(|t| Turn::at(-angle(t, HOP))),
            shift_turn: std::array::from_fn(|t| Turn::at(-angle(t, SHIFT))),
            weights: std::array::from_fn(|n| hann(n) * hann(n)),
            windowed: std::array::from_fn(|t| {
                [
                    std::array::from_fn(|n| hann(n) * angle(t, n).cos()),
                    std::array::from_fn(|n| hann(n) * angle(t, n).sin()),
                ]
            }),
        }
    }
}

/// Response of a Hann window to a tone `bins` away, 1 at 0.
fn hann_response(bins: f32) -> f32 {
    let x = std::f32::consts::PI * bins;
    let sinc = if x.abs() < 1e-3 { 1.0 } else { x.sin() / x };
    sinc / (1.0 - bins * bins)
}

fn strongest(powers: &[f32]) -> usize {
    let best = powers.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    best.map_or(0, |(at, _)| at)
}
