//! Behaviour by chance, the same for the same seed.

use std::ops::RangeInclusive;
use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::script::{Act, Chunks, Endpoint, Outcome, Wait};

/// Failures by chance. What a request gets depends on the seed, the endpoint, the request's id and how often that id came to the
/// endpoint before; not on what else is going on, so a run whose ids come from a seed can be repeated.
#[derive(Debug, Clone)]
pub struct Chaos {
    /// Of every draw.
    pub seed: u64,
    /// Which part of the requests fails, 0 to 1.
    pub failing: f64,
    /// Until the first byte, ms.
    pub latency_ms: RangeInclusive<u64>,
    /// Between two pieces, ms.
    pub between_ms: RangeInclusive<u64>,
    /// How they fail, each as likely as the others. Name one twice to make it likelier.
    pub kinds: Vec<Outcome>,
    /// What answers say: one of these. Empty for the stand-in's own sentence.
    pub says: Vec<String>,
}

impl Chaos {
    /// This part of the requests fails, in every way that passes by itself: no spent quota, wrong key or wrong request. Answers
    /// come within a few milliseconds.
    #[must_use]
    pub fn new(seed: u64, failing: f64) -> Self {
        Self {
            seed,
            failing,
            latency_ms: 0..=5,
            between_ms: 0..=0,
            kinds: vec![
                Outcome::RateLimited(Wait::Untold),
                Outcome::RateLimited(Wait::Seconds(1)),
                Outcome::RateLimited(Wait::Date(2)),
                Outcome::RateLimited(Wait::Millis(300)),
                Outcome::ServerError,
                Outcome::Loading(2.5),
                Outcome::MalformedJson,
                Outcome::WrongType,
                Outcome::Cut { after: 0, clean: false },
                Outcome::Cut { after: 400, clean: false },
                Outcome::Cut { after: 700, clean: true },
                Outcome::Silent,
            ],
            says: Vec::new(),
        }
    }

    /// The act for a request.
    pub(super) fn act(&self, endpoint: Endpoint, id: &str, nth: u64) -> Act {
        let mut rng = ChaCha8Rng::seed_from_u64(self.mix(endpoint, id, nth));
        let fails = rng.random_bool(self.failing.clamp(0.0, 1.0)) && !self.kinds.is_empty();
        let mut act = Act::answer()
            .after(Duration::from_millis(rng.random_range(self.latency_ms.clone())))
            .dripping(Duration::from_millis(rng.random_range(self.between_ms.clone())))
            .cut(Chunks::Random(rng.random()));
        if fails {
            act.outcome = self.kinds[rng.random_range(0..self.kinds.len())];
        }
        if !self.says.is_empty() {
            act.says.clone_from(&self.says[rng.random_range(0..self.says.len())]);
        }
        act
    }

    /// FNV-1a over all that a draw depends on.
    fn mix(&self, endpoint: Endpoint, id: &str, nth: u64) -> u64 {
        let bytes = [self.seed, endpoint as u64, nth].map(u64::to_le_bytes).concat();
        bytes.iter().chain(id.as_bytes()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_request_get_the_same_act_and_about_the_asked_part_fails() {
        let chaos = Chaos::new(7, 0.3);
        let act = |n: u64| chaos.act(Endpoint::OpenAiChat, &n.to_string(), 0);
        assert!((0..100).all(|n| act(n) == act(n)));
        let failed = (0..10_000).filter(|n| act(*n).outcome != Outcome::Answer).count();
        assert!((2_800..3_200).contains(&failed), "{failed} of 10,000");
        let again = chaos.act(Endpoint::OpenAiChat, "1", 1);
        assert_ne!((again.latency, again.chunks), (act(1).latency, act(1).chunks), "a new draw");
    }
}
