use proptest::prelude::*;

use super::*;
use crate::store::memory::MemoryTallies;

fn model() -> Model {
    Model { provider: "p".to_owned(), model: "m".to_owned() }
}

fn rules() -> Rules {
    Rules { enough: 4, row: 5, fresh: Duration::ZERO, ..Rules::default() }
}

/// What happens to a breaker.
#[derive(Debug, Clone, Copy)]
enum Step {
    Wait(u64),
    Ends(Outcome),
}

/// The breaker as one would draw it on paper: no keys, no expiry, one clock.
#[derive(Debug, Default)]
struct Drawn {
    now: u64,
    window_from: Option<u64>,
    tries: u32,
    failures: u32,
    row: u32,
    open_until: u64,
    unproven: bool,
    probing_until: u64,
}

impl Drawn {
    fn admits(&mut self) -> Option<bool> {
        if self.now < self.open_until {
            None
        } else if self.unproven {
            (self.now >= self.probing_until).then(|| {
                self.probing_until = self.now + 10_000;
                true
            })
        } else {
            Some(false)
        }
    }

    fn count(&mut self, failed: bool) {
        if self.window_from.is_none_or(|from| self.now >= from + 30_000) {
            (self.window_from, self.tries, self.failures) = (Some(self.now), 0, 0);
        }
        self.tries += 1;
        self.failures += u32::from(failed);
    }

    fn ends(&mut self, probe: bool, outcome: Outcome) {
        match outcome {
            Outcome::Cancelled if probe => self.probing_until = 0,
            Outcome::Cancelled => {}
            Outcome::Failed(Fault::BadRequest) if !probe => {}
            Outcome::Failed(Fault::RateLimited { retry_after: Some(_) }) => {
                self.open_until = self.now + 2_000
            }
            Outcome::Failed(fault) if fault != Fault::BadRequest => {
                self.count(true);
                self.row = if fault == Fault::Timeout { self.row + 1 } else { 0 };
                let half = self.tries >= 4 && self.failures * 2 >= self.tries;
                if probe || half || self.row >= 5 {
                    (self.unproven, self.open_until) = (true, self.now + 60_000);
                    (self.window_from, self.row) = (None, 0);
                }
            }
            _ if probe => {
                (self.unproven, self.open_until) = (false, 0);
                (self.window_from, self.row) = (None, 0);
            }
            _ => {
                self.count(false);
                self.row = 0;
            }
        }
    }
}

fn a_step() -> impl Strategy<Value = Step> {
    let limited = Fault::RateLimited { retry_after: Some(Duration::from_secs(2)) };
    prop_oneof![
        2 => (1_u64..500).prop_map(Step::Wait),
        1 => (9_000_u64..70_000).prop_map(Step::Wait),
        4 => Just(Step::Ends(Outcome::Answered)),
        4 => Just(Step::Ends(Outcome::Failed(Fault::Timeout))),
        4 => Just(Step::Ends(Outcome::Failed(Fault::Server))),
        1 => Just(Step::Ends(Outcome::Failed(Fault::BadRequest))),
        1 => Just(Step::Ends(Outcome::Failed(limited))),
        1 => Just(Step::Ends(Outcome::Cancelled)),
    ]
}

fn paused(work: impl Future<Output = ()>) {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(work);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn it_does_what_is_drawn_on_paper_whatever_happens(steps in prop::collection::vec(a_step(), 1..60)) {
        paused(async {
            let breakers = Breakers::new(Arc::new(MemoryTallies::default()), rules());
            let mut drawn = Drawn::default();
            for (n, step) in steps.iter().enumerate() {
                match *step {
                    Step::Wait(ms) => {
                        tokio::time::advance(Duration::from_millis(ms)).await;
                        drawn.now += ms;
                    }
                    Step::Ends(outcome) => {
                        let pass = breakers.admit(&model()).await;
                        let expected = drawn.admits();
                        assert_eq!(pass.as_ref().map(|p| p.probe), expected, "step {n} of {steps:?}");
                        if let Some(pass) = pass {
                            drawn.ends(pass.probe, outcome);
                            breakers.record(&model(), pass, outcome).await;
                        }
                    }
                }
            }
        });
    }
}

async fn fail(breakers: &Breakers, times: u32, fault: Fault) {
    for _ in 0..times {
        let pass = breakers.admit(&model()).await.expect("leave");
        breakers.record(&model(), pass, Outcome::Failed(fault)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn of_many_instances_that_find_it_half_open_exactly_one_probes() {
    let tallies: Arc<dyn Tallies> = Arc::new(MemoryTallies::default());
    let instances: Vec<_> =
        (0..20).map(|_| Breakers::new(Arc::clone(&tallies), Rules::default())).collect();
    fail(&instances[0], 20, Fault::Server).await;
    for breakers in &instances {
        assert!(breakers.admit(&model()).await.is_none(), "open for everybody");
    }
    tokio::time::advance(Duration::from_secs(60)).await;
    let asking = instances.iter().map(|breakers| async { breakers.admit(&model()).await });
    let passes: Vec<_> = futures_util::future::join_all(asking).await;
    assert_eq!(passes.iter().flatten().count(), 1);
    let (place, pass) =
        passes.into_iter().enumerate().find_map(|(n, p)| Some((n, p?))).expect("the probe");
    instances[place].record(&model(), pass, Outcome::Answered).await;
    tokio::time::advance(Duration::from_millis(250)).await;
    for breakers in &instances {
        assert!(breakers.admit(&model()).await.is_some(), "closed for everybody");
    }
}

#[tokio::test(start_paused = true)]
async fn the_shared_state_is_read_at_most_every_quarter_of_a_second() {
    let tallies: Arc<dyn Tallies> = Arc::new(MemoryTallies::default());
    let (a, b) = (
        Breakers::new(Arc::clone(&tallies), Rules::default()),
        Breakers::new(tallies, Rules::default()),
    );
    assert!(b.admit(&model()).await.is_some());
    fail(&a, 10, Fault::Timeout).await;
    assert!(b.admit(&model()).await.is_some(), "b has not looked again");
    tokio::time::advance(Duration::from_millis(250)).await;
    assert!(b.admit(&model()).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn ten_timeouts_in_a_row_open_it_however_many_answers_went_before() {
    let breakers = Breakers::new(Arc::new(MemoryTallies::default()), Rules::default());
    for _ in 0..100 {
        let pass = breakers.admit(&model()).await.expect("leave");
        breakers.record(&model(), pass, Outcome::Answered).await;
    }
    fail(&breakers, 9, Fault::Timeout).await;
    assert_eq!(breakers.standing(&model()), Standing::Closed);
    fail(&breakers, 1, Fault::Timeout).await;
    assert_eq!(breakers.standing(&model()), Standing::Open);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_key_is_out_for_good_here_and_an_empty_account_for_a_day_everywhere() {
    let tallies: Arc<dyn Tallies> = Arc::new(MemoryTallies::default());
    let wrong = Breakers::new(Arc::clone(&tallies), Rules::default());
    fail(&wrong, 1, Fault::Auth).await;
    tokio::time::advance(Duration::from_secs(7 * 24 * 3_600)).await;
    assert!(wrong.admit(&model()).await.is_none());
    let other = Breakers::new(Arc::clone(&tallies), Rules::default());
    assert!(other.admit(&model()).await.is_some(), "another process has another key");
    fail(&other, 1, Fault::Quota).await;
    let third = Breakers::new(tallies, Rules::default());
    assert!(third.admit(&model()).await.is_none());
    third.forgive(&[model()]).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    assert!(third.admit(&model()).await.is_some(), "after a restart");
}

#[tokio::test(start_paused = true)]
async fn a_rest_is_told_once_and_that_nobody_can_be_asked_too() {
    let tallies: Arc<dyn Tallies> = Arc::new(MemoryTallies::default());
    let breakers = Breakers::new(Arc::clone(&tallies), rules());
    let other = Model { provider: "q".to_owned(), model: "m".to_owned() };
    let told = async |key: &str| {
        !tallies.claim(key, 1, Duration::from_millis(1)).await.expect("in memory")
    };
    breakers.watch("text", &[model()]).await;
    assert!(!told("breaker:all:text:told").await, "it is asked");
    tokio::time::advance(Duration::from_secs(1)).await;
    fail(&breakers, 4, Fault::Timeout).await;
    assert!(told("breaker:p/m:told").await);
    breakers.watch("text", &[model(), other]).await;
    assert!(!told("breaker:all:text:told").await, "another is asked");
    tokio::time::advance(Duration::from_secs(1)).await;
    breakers.watch("text", &[model()]).await;
    assert!(told("breaker:all:text:told").await);
}
