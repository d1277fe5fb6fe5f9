//! Which of several ways a learner gets, the same for as long as the trial runs: sticky buckets.

use sha2::{Digest as _, Sha256};

/// Which of `ways` the learner gets in the trial of this name: 0 to `ways - 1`; 0 where there is nothing to choose.
///
/// By the hash of trial and learner: the same on every instance and after every start, independent between trials, and as
/// balanced as chance. `learner` is the id that is safe to print, never a number.
#[must_use]
pub fn bucket(trial: &str, learner: &str, ways: u32) -> u32 {
    if ways < 2 {
        return 0;
    }
    let mut hash = Sha256::new();
    // The length keeps ("ab", "c") and ("a", "bc") apart.
    hash.update((trial.len() as u64).to_be_bytes());
    hash.update(trial);
    hash.update(learner);
    let digest = hash.finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    // The high half of the product is even over `ways` to within 2^-32.
    let scaled = u128::from(u64::from_be_bytes(first)) * u128::from(ways);
    u32::try_from(scaled >> 64).unwrap_or(0)
}

/// Which of several arms the learner gets, each by its share of the learners: a place in `shares`, 0 where none is above nought.
///
/// A change of the shares moves learners; a trial with other shares is another trial, and wants another name.
#[must_use]
pub fn arm(trial: &str, learner: &str, shares: &[u32]) -> usize {
    let all = shares.iter().fold(0_u32, |sum, share| sum.saturating_add(*share));
    let mut lot = bucket(trial, learner, all);
    for (at, share) in shares.iter().enumerate() {
        if lot < *share {
            return at;
        }
        lot -= share;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learner_stays_where_they_are() {
        // Written down once: a change here moves every learner of every running trial.
        let found: Vec<u32> = (0..8).map(|n| bucket("model", &format!("learner-{n}"), 2)).collect();
        assert_eq!(found, PINNED);
    }

    const PINNED: [u32; 8] = [0, 1, 1, 0, 0, 0, 0, 0];

    #[test]
    fn the_ways_are_taken_about_equally_often() {
        for ways in [2_u32, 3, 5] {
            let mut counts = vec![0_u32; ways as usize];
            for n in 0..30_000 {
                counts[bucket("balance", &format!("l{n}"), ways) as usize] += 1;
            }
            let fair = f64::from(30_000 / ways);
            for count in counts {
                // Five standard deviations of a fair choice are under 3.5 % here.
                assert!((f64::from(count) - fair).abs() < fair * 0.035, "{count} of {fair}");
            }
        }
    }

    #[test]
    fn trials_do_not_move_together() {
        let same = (0..10_000).filter(|n| {
            let learner = format!("l{n}");
            bucket("one", &learner, 2) == bucket("two", &learner, 2)
        });
        let share = same.count();
        assert!((4_700..5_300).contains(&share), "{share}");
    }

    #[test]
    fn arms_are_taken_by_their_shares_and_a_learner_stays_in_one() {
        let arms = |shares: &[u32]| -> Vec<usize> {
            (0..10_000).map(|n| arm("shares", &format!("l{n}"), shares)).collect()
        };
        let taken = arms(&[10, 30, 60]);
        let count = |of: usize| taken.iter().filter(|at| **at == of).count();
        assert!((850..1_150).contains(&count(0)), "{}", count(0));
        assert!((2_800..3_200).contains(&count(1)), "{}", count(1));
        assert_eq!(taken, arms(&[10, 30, 60]));
        assert!(arms(&[0, 5]).iter().all(|at| *at == 1) && arms(&[]).iter().all(|at| *at == 0));
    }

    #[test]
    fn one_way_or_none_needs_no_choice() {
        assert_eq!((bucket("t", "l", 0), bucket("t", "l", 1)), (0, 0));
    }
}
