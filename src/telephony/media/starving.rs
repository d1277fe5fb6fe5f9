//! What is done about audio that does not come: at first nothing, for it may only be late; then silence takes its place.
//!
//! Silence that was put in the place of sound is a debt: if the sound comes after all, as much of it is left out, so that
//! no time is counted twice.

/// Ticks without any audio that may be a stall: what comes after it is heard as if nothing had been. 1 s.
const PATIENCE: u64 = 50;
/// Frames that may come faster than real time and are no late ones yet.
const SLACK: i64 = 2;
/// Ticks after which sound that has not come does not come any more: 5 s.
const FORGOTTEN: u64 = 250;

/// The silence of one stream.
#[derive(Debug, Default)]
pub(super) struct Starving {
    /// Ticks since anything came.
    idle: u64,
    /// Of them, listened to, and nothing put in their place yet.
    unheard: u64,
    /// Frames of silence that stand for sound which may come yet.
    owed: u64,
    /// Frames that were put since then, less the time that has passed.
    ahead: i64,
    /// Ticks since silence was put last.
    age: u64,
}

impl Starving {
    /// Something came.
    pub(super) fn came(&mut self) {
        (self.idle, self.unheard) = (0, 0);
    }

    /// Whether something had come when it was looked last.
    pub(super) fn is_fed(&self) -> bool {
        self.idle == 0
    }

    /// 20 ms passed; how many frames of silence are to be heard now.
    pub(super) fn tick(&mut self, listening: bool) -> u64 {
        self.pass();
        self.idle += 1;
        self.unheard = if listening { self.unheard + 1 } else { 0 };
        if self.idle <= PATIENCE || self.unheard == 0 {
            return 0;
        }
        let frames = std::mem::take(&mut self.unheard);
        if self.owed == 0 {
            self.ahead = -(frames as i64);
        }
        self.owed += frames;
        self.ahead += frames as i64;
        self.age = 0;
        frames
    }

    /// 20 ms passed in which nobody looked whether anything came.
    pub(super) fn pass(&mut self) {
        self.ahead = (self.ahead - 1).max(-SLACK);
        self.age += 1;
        if self.age > FORGOTTEN {
            self.owed = 0;
        }
    }

    /// A frame of the line; true if silence has stood for it already.
    pub(super) fn repays(&mut self) -> bool {
        if self.owed == 0 {
            return false;
        }
        if self.ahead >= SLACK {
            self.owed -= 1;
            return true;
        }
        self.ahead += 1;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stall_of_a_second_puts_nothing_in_the_place_of_what_comes_late() {
        let mut starving = Starving::default();
        assert!((0..PATIENCE).all(|_| starving.tick(true) == 0));
        starving.came();
        assert!((0..PATIENCE).all(|_| !starving.repays()), "all of it is heard");
    }

    #[test]
    fn a_longer_one_is_made_up_in_full_and_what_comes_after_all_is_left_out() {
        let mut starving = Starving::default();
        let made_up: u64 = (0..150).map(|_| starving.tick(true)).sum();
        assert_eq!(made_up, 150);
        starving.came();
        // The burst, with the frame of now at its end.
        let left_out = (0..151).filter(|_| starving.repays()).count();
        assert!((148..=150).contains(&left_out), "{left_out}");
        starving.tick(true);
        starving.came();
        assert!(!starving.repays(), "the frame of the next tick is heard");
    }

    #[test]
    fn sound_that_was_lost_for_good_costs_none_of_what_follows_it() {
        let mut starving = Starving::default();
        let made_up: u64 = (0..150).map(|_| starving.tick(true)).sum();
        assert_eq!(made_up, 150);
        for _ in 0..400 {
            starving.came();
            assert!(!starving.repays());
            starving.tick(true);
        }
    }

    #[test]
    fn nothing_is_made_up_while_nobody_listens() {
        let mut starving = Starving::default();
        assert!((0..300).all(|_| starving.tick(false) == 0));
        assert_eq!(starving.tick(true), 1, "from here on, tick by tick");
        assert_eq!(starving.tick(true), 1);
    }
}
