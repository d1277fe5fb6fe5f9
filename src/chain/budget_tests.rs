use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::store::memory::MemoryTallies;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_262_400, 0).expect("in range")
    }
}

fn books(tallies: &Arc<MemoryTallies>, day: i64, learner: i64) -> Books {
    let limits = Budgets {
        day: Some(Nanodollars(day)),
        learner: Some(Nanodollars(learner)),
        group: None,
        summaries: None,
        providers: vec![("dear".to_owned(), Nanodollars(50))],
        request: Nanodollars(100),
    };
    Books::new(Arc::clone(tallies) as Arc<dyn Tallies>, limits, Arc::new(Noon))
}

fn payer(n: u8) -> Payer {
    Payer { learner: LearnerId([n; 16]), group: None, summary: false }
}

#[tokio::test]
async fn a_purse_thins_at_80_per_cent_and_is_empty_at_the_limit() {
    let books = books(&Arc::default(), 1_000, 100);
    for (amount, purse) in
        [(79, Purse::Full), (1, Purse::Thin), (19, Purse::Thin), (1, Purse::Empty)]
    {
        books.reserve(&payer(1), "p", Nanodollars(amount)).await.expect("room");
        assert_eq!(books.purse(&payer(1)).await, purse);
    }
    assert_eq!(books.purse(&payer(2)).await, Purse::Full, "another learner has their own");
    let refused = books.reserve(&payer(1), "p", Nanodollars(1)).await;
    assert_eq!(refused, Err(Spent("learner")));
}

#[tokio::test]
async fn a_providers_own_budget_thins_and_empties_and_nobody_elses() {
    let books = books(&Arc::default(), 1_000, 1_000);
    for (amount, purse) in [(39, Purse::Full), (1, Purse::Thin), (10, Purse::Empty)] {
        books.reserve(&payer(1), "dear", Nanodollars(amount)).await.expect("room");
        assert_eq!(books.purse_of(&payer(2), "dear").await, purse);
        assert_eq!(books.purse_of(&payer(1), "cheap").await, Purse::Full);
        assert_eq!(books.purse(&payer(1)).await, Purse::Full);
    }
}

#[tokio::test]
async fn a_refused_reservation_leaves_nothing_set_aside() {
    let tallies = Arc::<MemoryTallies>::default();
    let books = books(&tallies, 1_000, 1_000);
    books.reserve(&payer(1), "dear", Nanodollars(50)).await.expect("room");
    for _ in 0..100 {
        let refused = books.reserve(&payer(1), "dear", Nanodollars(100)).await;
        assert_eq!(refused, Err(Spent("provider")));
    }
    books.reserve(&payer(1), "cheap", Nanodollars(100)).await.expect("the day has room");
    let spent = tallies.read(&["spent:20261121:day:".to_owned()]).await.expect("read");
    assert_eq!(spent, [Some(150)]);
}

#[tokio::test]
async fn what_was_set_aside_and_not_spent_comes_back() {
    let books = books(&Arc::default(), 1_000, 100);
    for _ in 0..99 {
        let reserved = books.reserve(&payer(1), "p", Nanodollars(90)).await.expect("room");
        books.settle(&reserved, Nanodollars(1)).await;
    }
    assert_eq!(books.purse(&payer(1)).await, Purse::Thin);
}

/// Requests that overlap as chance has it: each is asked for, and settled for what it cost at some later step.
#[derive(Debug, Clone)]
struct Wish {
    learner: u8,
    most: i64,
    cost: i64,
    settles_after: usize,
}

fn a_wish() -> impl Strategy<Value = Wish> {
    (0_u8..3, 0_i64..=100, 0_usize..8).prop_flat_map(|(learner, most, settles_after)| {
        (0..=most).prop_map(move |cost| Wish { learner, most, cost, settles_after })
    })
}

proptest! {
    #[test]
    fn no_budget_is_passed_by_more_than_one_request_and_what_is_left_is_what_was_not_spent(
        wishes in prop::collection::vec(a_wish(), 1..80), day in 1_i64..800, learner in 1_i64..400,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let tallies = Arc::<MemoryTallies>::default();
            let books = books(&tallies, day, learner);
            let (mut open, mut spent, mut mine) = (Vec::new(), 0, [0; 3]);
            for (step, wish) in wishes.iter().enumerate() {
                let reserved = books.reserve(&payer(wish.learner), "p", Nanodollars(wish.most)).await;
                if let Ok(reserved) = reserved {
                    open.push((step + wish.settles_after, reserved, wish.cost));
                    spent += wish.cost;
                    mine[usize::from(wish.learner)] += wish.cost;
                }
                for (_, reserved, cost) in open.extract_if(.., |(due, ..)| *due <= step) {
                    books.settle(&reserved, Nanodollars(cost)).await;
                }
            }
            for (_, reserved, cost) in open {
                books.settle(&reserved, Nanodollars(cost)).await;
            }
            assert!(spent < day + 100, "{spent} of {day}");
            assert!(mine.iter().all(|spent| *spent < learner + 100), "{mine:?} of {learner}");
            let kept = tallies.read(&["spent:20261121:day:".to_owned()]).await.expect("read");
            assert_eq!(kept, [Some(spent)]);
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_ask_at_once_one_request_at_most_goes_over() {
    let books = Arc::new(books(&Arc::default(), 1_050, 100_000));
    let asking: Vec<_> = (0..200)
        .map(|n| {
            let books = Arc::clone(&books);
            tokio::spawn(
                async move { books.reserve(&payer(n), "p", Nanodollars(100)).await.is_ok() },
            )
        })
        .collect();
    let mut given = 0;
    for asked in asking {
        given += i64::from(asked.await.expect("no panic"));
    }
    // Those that were refused had stood in the way of others for a moment, so it may be fewer.
    assert!((1..=11).contains(&given), "{given}");
}
