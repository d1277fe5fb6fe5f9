//! What a `Journal` must do with what providers charged.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::{entry, some_learner};
use crate::domain::money::Nanodollars;
use crate::ports::journal::{Entry, Journal, Record};
use crate::ports::runs::{CostRow, CostsBy, PromptRun};

/// A request of a session, to a provider, with its cost and how it ended.
fn run(session: &str, provider: &str, cost: i64, status: &str) -> Record {
    Record::PromptRun(PromptRun {
        request: Uuid::now_v7(),
        session: session.to_owned(),
        purpose: "ask".to_owned(),
        group: Some(Uuid::new_v4()),
        provider: provider.to_owned(),
        model: "m/1:a".to_owned(),
        rubric: "ask@3".to_owned(),
        arm: if session == "CA2" { "autumn=b".to_owned() } else { String::new() },
        input_tokens: 100,
        cached_tokens: 64,
        output_tokens: 11,
        characters: 0,
        audio_ms: 0,
        first_ms: (status == "ok").then_some(320),
        took_ms: 900,
        cost: Nanodollars(cost),
        estimated: status != "ok",
        status: status.to_owned(),
    })
}

async fn costs(journal: &dyn Journal, by: CostsBy, since: DateTime<Utc>) -> Vec<CostRow> {
    journal.costs(by, since).await.expect("costs")
}

fn row<'a>(rows: &'a [CostRow], whose: &str) -> &'a CostRow {
    rows.iter().find(|row| row.whose == whose).unwrap_or_else(|| panic!("no row of {whose}"))
}

pub(super) async fn what_providers_charged_adds_up_by_each_view(journal: &dyn Journal) {
    let (a, b) = (some_learner(), some_learner());
    let (provider, session) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    let beyond_a_float = (1_i64 << 53) + 1;
    let mut batch = vec![
        entry(a, run(&session, &provider, beyond_a_float, "ok")),
        entry(a, run(&session, &provider, 2, "timeout")),
        entry(b, run("CA2", &provider, 30, "cancelled")),
    ];
    let yesterday = batch[0].at - Duration::days(1);
    batch.push(Entry { at: yesterday, ..entry(b, run("CA2", &provider, 400, "ok")) });
    for _ in 0..2 {
        journal.write(&batch).await.expect("write");
    }
    let all = DateTime::UNIX_EPOCH;
    let by_provider = costs(journal, CostsBy::Provider, all).await;
    let sum = row(&by_provider, &format!("{provider} m/1:a"));
    assert_eq!((sum.runs, sum.failed, sum.tokens), (4, 1, 444));
    assert_eq!(sum.cost, Nanodollars(beyond_a_float + 432));
    assert_eq!(sum.first_ms, Some(320), "of those where a piece came");
    assert_eq!(sum.estimated, Nanodollars(32), "of what did not end well nobody told the use");
    assert_eq!(sum.last, batch.iter().map(|e| e.at).max().expect("entries"));
    assert!(by_provider.is_sorted_by(|x, y| x.cost >= y.cost), "the dearest first");
    let by_learner = costs(journal, CostsBy::Learner, all).await;
    assert_eq!(row(&by_learner, &b.to_string()).cost, Nanodollars(430));
    let by_session = costs(journal, CostsBy::Session, all).await;
    assert_eq!(row(&by_session, &session).cost, Nanodollars(beyond_a_float + 2));
    let by_arm = costs(journal, CostsBy::Arm, all).await;
    assert!(row(&by_arm, "autumn=b").runs >= 2 && row(&by_arm, "no trial").runs >= 2);
    let by_day = costs(journal, CostsBy::Day, all).await;
    assert!(by_day.is_sorted_by(|x, y| x.whose < y.whose));
    row(&by_day, &yesterday.format("%Y-%m-%d").to_string());
    let since = costs(journal, CostsBy::Provider, yesterday + Duration::seconds(1)).await;
    assert_eq!(row(&since, &format!("{provider} m/1:a")).runs, 3);
}

pub(super) async fn of_who_is_forgotten_the_cost_stays_and_the_name_goes(journal: &dyn Journal) {
    let gone = some_learner();
    let (provider, session) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    journal.write(&[entry(gone, run(&session, &provider, 5, "ok"))]).await.expect("write");
    let same_batch =
        [entry(gone, run(&session, &provider, 6, "ok")), entry(gone, Record::Forgotten)];
    journal.write(&same_batch).await.expect("forget");
    let all = DateTime::UNIX_EPOCH;
    let by_provider = costs(journal, CostsBy::Provider, all).await;
    assert_eq!(row(&by_provider, &format!("{provider} m/1:a")).cost, Nanodollars(11));
    for (by, name) in [(CostsBy::Learner, gone.to_string()), (CostsBy::Session, session)] {
        let rows = costs(journal, by, all).await;
        assert!(rows.iter().all(|row| row.whose != name), "{by:?} still knows");
        assert!(row(&rows, "forgotten").cost >= Nanodollars(11));
    }
}
