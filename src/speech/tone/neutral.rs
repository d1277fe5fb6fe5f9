//! How likely a syllable is a neutral tone where the word asks for one.
//!
//! The networks learnt from few neutral tones and so give them small odds, though these odds tell them from full
//! tones well. Where the word has a neutral tone, that prior is wrong: the odds are raised, most for a syllable
//! that is as short and weak as a neutral tone is. What is said to be heard is left as it is.

use super::super::utterance::Hop;
use super::contour::Span;
use super::gate::VOICED;

/// A neutral tone has at most this much voice, hops.
const MOST_VOICE: usize = 16;
/// And at most this share of the voice of the syllable before it.
const MOST_SHARE: f32 = 0.6;
/// Factor on the odds of a weak syllable.
const WEAK_ODDS: f32 = 50.0;
/// Factor on the odds of any other: neutral tones at the end of a phrase are sometimes drawn out.
const STRONG_ODDS: f32 = 5.0;

/// Whether the syllable at `span` is short and weak beside the one before it.
#[must_use]
pub fn is_weak(hops: &[Hop], before: Span, span: Span) -> bool {
    let voice =
        |s: Span| hops[s.start..s.end].iter().filter(|h| h.pitch.periodicity > VOICED).count();
    let own = voice(span);
    own <= MOST_VOICE && own as f32 <= MOST_SHARE * voice(before) as f32
}

/// The posterior of neutral where a neutral tone is asked for, from its posterior `p` where nothing is known.
#[must_use]
pub fn posterior(p: f32, weak: bool) -> f32 {
    let raised = p * if weak { WEAK_ODDS } else { STRONG_ODDS };
    raised / (raised + (1.0 - p).max(1e-6))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::pitch::PitchFrame;

    #[test]
    fn small_odds_suffice_for_a_weak_syllable_and_not_for_a_strong_one() {
        assert!(posterior(0.1, true) > 0.8 && posterior(0.1, false) < 0.5);
        assert!(posterior(0.001, true) < 0.1);
        assert!(posterior(1.0, false) <= 1.0 && posterior(0.0, true) == 0.0);
    }

    #[test]
    fn weak_is_short_beside_the_syllable_before() {
        let pitch = PitchFrame { periodicity: 0.9, ..PitchFrame::default() };
        let hops = vec![Hop { pitch, ..Hop::default() }; 60];
        let span = |start, end| Span { start, end };
        assert!(is_weak(&hops, span(0, 30), span(30, 42)));
        assert!(!is_weak(&hops, span(0, 15), span(15, 27)));
        assert!(!is_weak(&hops, span(0, 40), span(40, 60)));
    }
}
