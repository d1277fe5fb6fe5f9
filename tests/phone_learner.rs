//! The synthetic learner is heard as what it says: the demo and the tests of the live call rest on it.

use toneline::domain::assessment::Assessment;
use toneline::domain::pinyin::{Pinyin, Tone};
use toneline::phone::learner::Learner;
use toneline::speech::tone::{SpeakerRange, ToneScorer};

fn heard(voice: Learner, tone: u8) -> Option<(Tone, u8)> {
    let expected: Pinyin = format!("ma{tone}").parse().expect("pinyin");
    let samples = voice.say("ma", tone);
    let verdict = ToneScorer::load().assess(&samples, &[], &expected, &mut SpeakerRange::new());
    match verdict {
        Assessment::Scored(scored) => Some((scored.syllables[0].heard_tone, scored.overall)),
        Assessment::Rejected { reason } => {
            eprintln!("{voice:?} tone {tone}: {reason:?}");
            None
        }
    }
}

#[test]
fn each_tone_of_a_high_and_a_low_voice_is_heard_as_itself() {
    for middle_hz in [120.0, 160.0, 200.0, 230.0] {
        for tone in 1..=4 {
            let voice = Learner { middle_hz, ..Learner::default() };
            let (got, score) = heard(voice, tone).expect("scored");
            eprintln!("{middle_hz} Hz tone {tone}: heard {got:?}, {score}");
            assert_eq!(got.number(), tone, "{middle_hz} Hz, scored {score}");
        }
    }
}
