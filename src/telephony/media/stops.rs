//! Prompts that a voice stopped for nothing: after two in a row they are played out, and only keys stop them.

/// Stops for nothing, one after the other, after which prompts are played out.
const ENOUGH: u8 = 2;

/// What came of stopping prompts in one stream.
#[derive(Debug, Default)]
pub(super) struct Stops {
    /// A voice stopped the prompt, and it is not known yet what it said.
    by_voice: bool,
    vain: u8,
}

impl Stops {
    /// A prompt was stopped.
    pub(super) fn stopped(&mut self, by_voice: bool) {
        self.by_voice = by_voice;
    }

    /// What was heard is known: words, a key, an attempt; or, in `vain`, nothing that could be judged.
    pub(super) fn known(&mut self, vain: bool) {
        let by_voice = std::mem::take(&mut self.by_voice);
        if !vain {
            self.vain = 0;
        } else if by_voice {
            self.vain = self.vain.saturating_add(1);
        }
    }

    /// Whether prompts are to be played out.
    pub(super) fn too_many(&self) -> bool {
        self.vain >= ENOUGH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether prompts are played out after these: stopped by a voice, and in vain.
    fn after(stops: &[(bool, bool)]) -> bool {
        let mut seen = Stops::default();
        for (by_voice, vain) in stops {
            seen.stopped(*by_voice);
            seen.known(*vain);
        }
        seen.too_many()
    }

    #[test]
    fn two_stops_for_nothing_in_a_row_are_enough_and_an_answer_begins_anew() {
        assert!(after(&[(true, true), (true, true)]));
        assert!(after(&[(true, true), (false, true), (true, true)]), "silence is no answer");
        assert!(!after(&[(true, true)]));
        assert!(!after(&[(true, true), (true, false), (true, true)]));
        assert!(!after(&[(false, true), (false, true), (false, true)]), "nothing was stopped");
        assert!(!after(&[(true, true), (true, true), (false, false)]), "they answered after it");
    }
}
