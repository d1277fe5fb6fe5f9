//! Praise and comfort in the tutor's style, as often as the learner wants them.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Cx;
use crate::domain::manner::{Amount, Mood, Persona};
use crate::domain::turn::Line;

/// Ways to say it in each style, numbered from 1 in the catalogues.
const WAYS: i64 = 3;

/// Something kind after a right answer; `None` where this learner wants little of it.
///
/// `seed` apart from [`Cx::seed`] keeps it from repeating the choice of the exercise.
#[must_use]
pub fn praise(cx: &Cx<'_>) -> Option<Line> {
    let mut dice = ChaCha8Rng::seed_from_u64(cx.seed ^ 0x5052_4149_5345);
    let one_in = match cx.manner.praise {
        Amount::Low => 4,
        Amount::Medium => 2,
        Amount::High => 1,
    };
    dice.random_ratio(1, one_in).then(|| way(right(cx.manner.persona), &mut dice))
}

/// Something kind after a wrong answer. Always said to the frustrated.
#[must_use]
pub fn comfort(cx: &Cx<'_>) -> Option<Line> {
    let mut dice = ChaCha8Rng::seed_from_u64(cx.seed ^ 0x434f_4d46_4f52);
    let wanted = cx.manner.mood == Mood::Frustrated
        || dice.random_ratio(if cx.manner.praise == Amount::Low { 1 } else { 2 }, 4);
    wanted.then(|| way(wrong(cx.manner.persona), &mut dice))
}

/// The level for a learner in this mood: one easier for the frustrated, one harder for the bored; 1 to 5.
#[must_use]
pub fn level(cx: &Cx<'_>, level: u8) -> u8 {
    let level = level.clamp(1, 5);
    match cx.manner.mood {
        Mood::Frustrated => level.saturating_sub(1).max(1),
        Mood::Bored => (level + 1).min(5),
        Mood::Steady | Mood::Confident => level,
    }
}

fn way(key: &'static str, dice: &mut ChaCha8Rng) -> Line {
    Line::new(key).with("way", dice.random_range(1..=WAYS))
}

fn right(persona: Persona) -> &'static str {
    match persona {
        Persona::Encouraging => "manner-right-encouraging",
        Persona::Technical => "manner-right-technical",
        Persona::Motivational => "manner-right-motivational",
        Persona::Patient => "manner-right-patient",
        Persona::Competitive => "manner-right-competitive",
    }
}

fn wrong(persona: Persona) -> &'static str {
    match persona {
        Persona::Encouraging => "manner-wrong-encouraging",
        Persona::Technical => "manner-wrong-technical",
        Persona::Motivational => "manner-wrong-motivational",
        Persona::Patient => "manner-wrong-patient",
        Persona::Competitive => "manner-wrong-competitive",
    }
}
