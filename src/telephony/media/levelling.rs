//! An even level for whoever is to hear or write down the caller: a slow gain, learnt from the voice.
//!
//! Nothing that is scored passes through it, nor what decides where speech begins and ends.

use crate::speech::level;
use crate::speech::units::FRAME_SAMPLES;

/// The level that a voice is brought to, dBFS.
const WANTED_DBFS: f32 = -22.0;
/// How far the gain goes down and up, dB.
const LEAST_DB: f32 = -9.0;
const MOST_DB: f32 = 18.0;
/// The noise of the line is not raised over this, dBFS.
const NOISE_DBFS: f32 = -45.0;
/// Weight of a new frame in the level of the voice: a time constant of a second of speech.
const WEIGHT: f32 = 1.0 / 50.0;
/// What the gain moves by in a frame of speech, dB: 10 dB a second down, 5 dB a second up.
const DOWN_DB: f32 = 0.2;
const UP_DB: f32 = 0.1;
/// Above this a sample is bent towards full scale instead of being cut off.
const KNEE: f32 = 24_000.0;
const ROOM: f32 = 32_767.0 - KNEE;

/// The gain of one stream. Allocates nothing.
#[derive(Debug)]
pub(super) struct Levelling {
    /// Mean power of the voice, full scale 1, once there was any.
    voice: Option<f32>,
    gain_db: f32,
    gain: f32,
}

impl Default for Levelling {
    fn default() -> Self {
        Self { voice: None, gain_db: 0.0, gain: 1.0 }
    }
}

impl Levelling {
    /// A frame in which somebody speaks, over a noise of that level, dBFS. Pauses in it, which are nearer to the noise than to
    /// a voice, teach nothing.
    pub(super) fn learn(&mut self, frame: &[i16; FRAME_SAMPLES], noise_dbfs: f32) {
        let level_dbfs = level::rms_dbfs(frame);
        if level_dbfs < noise_dbfs + 10.0 {
            return;
        }
        let power = 10.0_f32.powf(0.1 * level_dbfs);
        let voice = self.voice.map_or(power, |voice| voice + WEIGHT * (power - voice));
        self.voice = Some(voice);
        let most = MOST_DB.min(NOISE_DBFS - noise_dbfs).max(0.0);
        let wanted = (WANTED_DBFS - level::power_dbfs(voice)).clamp(LEAST_DB, most);
        self.gain_db += (wanted - self.gain_db).clamp(-DOWN_DB, UP_DB);
        self.gain = 10.0_f32.powf(0.05 * self.gain_db);
    }

    /// The frame at the even level.
    pub(super) fn apply(&self, frame: &[i16; FRAME_SAMPLES]) -> [i16; FRAME_SAMPLES] {
        if self.gain_db.abs() < DOWN_DB {
            return *frame;
        }
        frame.map(|sample| {
            let raised = self.gain * f32::from(sample);
            let over = raised.abs() - KNEE;
            let bent = if over > 0.0 { KNEE + ROOM * over / (over + ROOM) } else { raised.abs() };
            bent.copysign(raised) as i16
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone of a level, dBFS.
    fn voice(dbfs: f32) -> [i16; FRAME_SAMPLES] {
        let peak = 32_768.0 * 10.0_f32.powf(dbfs / 20.0) * std::f32::consts::SQRT_2;
        std::array::from_fn(|n| {
            (peak * (std::f32::consts::TAU * 200.0 * n as f32 / 8_000.0).sin()) as i16
        })
    }

    fn after(seconds: usize, dbfs: f32, noise_dbfs: f32) -> f32 {
        let mut levelling = Levelling::default();
        (0..50 * seconds).for_each(|_| levelling.learn(&voice(dbfs), noise_dbfs));
        level::rms_dbfs(&levelling.apply(&voice(dbfs)))
    }

    #[test]
    fn soft_and_loud_voices_come_out_alike_after_a_few_seconds_of_speech() {
        for dbfs in [-38.0, -30.0, -22.0, -15.0] {
            let level = after(5, dbfs, -65.0);
            assert!((level - WANTED_DBFS).abs() < 1.0, "{dbfs}: {level}");
        }
        assert!((after(10, -50.0, -68.0) + 50.0 - MOST_DB).abs() < 0.5, "but for the softest");
    }

    #[test]
    fn the_gain_is_slow_and_noise_is_not_raised_over_what_is_borne() {
        let mut levelling = Levelling::default();
        (0..25).for_each(|_| levelling.learn(&voice(-38.0), -65.0));
        let raised = level::rms_dbfs(&levelling.apply(&voice(-38.0))) + 38.0;
        assert!((2.0..3.0).contains(&raised), "{raised} dB in half a second");
        assert!((after(9, -36.0, -50.0) + 31.0).abs() < 0.5, "5 dB, and no more");
        assert!((after(9, -30.0, -42.0) + 30.0).abs() < 0.5, "nothing");
    }

    #[test]
    fn what_is_too_loud_for_the_gain_is_bent_and_never_wraps() {
        let mut levelling = Levelling::default();
        (0..500).for_each(|_| levelling.learn(&voice(-40.0), -70.0));
        let mut last = 0;
        for peak in [100, 1_000, 4_000, 10_000, 32_767] {
            let [bent, low, ..] =
                levelling.apply(&std::array::from_fn(|n| if n == 0 { peak } else { -peak }));
            assert!(bent > last && low == -bent, "{peak}: {bent} {low}");
            last = bent;
        }
        let silence = [0; FRAME_SAMPLES];
        assert_eq!(levelling.apply(&silence), silence);
    }
}
