//! Voiced or not: a logistic judgement of each frame, steadied by its past.

/// What the judgement looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// Correlation on the path.
    pub(super) periodicity: f32,
    /// Highest correlation anywhere.
    pub(super) peak: f32,
    /// Energy over energy plus the running mean, 0 to 1.
    pub(super) level: f32,
    /// Mean square below 1 kHz.
    pub(super) energy: f32,
}

/// Weights of the judgement: bias, periodicity, peak, level, and dB over the running floor.
const WEIGHTS: [f32; 5] = [-9.0, 8.0, 3.0, 1.5, 0.08];

/// State of the judgement: the floor of the energy.
#[derive(Debug)]
pub(super) struct Voicing {
    floor_db: f32,
}

impl Voicing {
    pub(super) fn new() -> Self {
        Self { floor_db: -70.0 }
    }

    /// The probability that the next frame is voiced.
    pub(super) fn push(&mut self, evidence: &Evidence) -> f32 {
        let db = 10.0 * (evidence.energy + 1e-10).log10();
        self.floor_db += (db - self.floor_db) * if db < self.floor_db { 0.2 } else { 0.005 };
        let over = (db - self.floor_db).clamp(0.0, 30.0);
        let features = [
            1.0,
            evidence.periodicity,
            evidence.peak,
            evidence.level,
            over,
        ];
        let sum: f32 = features.iter().zip(WEIGHTS).map(|(x, w)| x * w).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}
