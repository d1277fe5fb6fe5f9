//! Whether a sound is one voice near the telephone: not a crowd, a street, notes of an instrument.
//!
//! Boosted trees over [`measures`], made by `toneline tone callers`; see `models/README.md`. They see the sound
//! alone, never what was expected.

pub mod measures;

use std::sync::LazyLock;

use super::super::trees::Forest;
use super::super::utterance::Hop;
use super::features::Stretch;
use measures::MEASURES;

/// The weights.
static WEIGHTS: &[u8] = include_bytes!("../../../../models/callers.bin");

static CALLERS: LazyLock<Forest> = LazyLock::new(|| {
    read(WEIGHTS).expect("the weights are part of the program and a test reads them")
});

/// What is certainly no voice.
pub const NONE: f32 = -20.0;

/// Reads weights that [`Forest::write`] wrote; `None` if they are damaged or for other measures.
#[must_use]
pub fn read(mut bytes: &[u8]) -> Option<Forest> {
    let forest = Forest::read(&mut bytes)?;
    (forest.width == MEASURES && bytes.is_empty()).then_some(forest)
}

/// Log odds that the `stretch` of `hops` is a caller's voice, less the least that passes: below 0 it is refused.
#[must_use]
pub fn caller(hops: &[Hop], stretch: Stretch) -> f32 {
    measures::measures(hops, stretch).map_or(NONE, |row| CALLERS.answer(&row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_fit_the_measures_and_are_not_large() {
        assert!(read(WEIGHTS).is_some() && WEIGHTS.len() < 200_000);
        assert!(read(&WEIGHTS[..WEIGHTS.len() - 1]).is_none());
    }

    #[test]
    fn nothing_is_no_caller() {
        assert_eq!(caller(&[], Stretch { start: 0, end: 0, more: false }), NONE);
    }
}
