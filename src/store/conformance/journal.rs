//! What every `Journal` must do.

use std::sync::Arc;

use chrono::{SubsecRound as _, Utc};
use uuid::Uuid;

use super::{runs, some_learner};
use crate::domain::effect::Attempt;
use crate::domain::ids::{LearnerId, ModuleName};
use crate::domain::lang::Lang;
use crate::domain::line_report::LineReport;
use crate::ports::PortError;
use crate::ports::journal::{Counts, Entry, Journal, LearnerIdText, Record};

/// Runs the whole contract over an empty journal.
///
/// # Panics
/// Where the contract is broken.
pub async fn journal(journal: Arc<dyn Journal>) {
    migrating_again_changes_nothing(&*journal).await;
    every_kind_of_entry_is_kept_and_counted(&*journal).await;
    a_batch_written_again_counts_once(&*journal).await;
    a_batch_is_kept_whole_or_not_at_all(&*journal).await;
    an_older_checkpoint_never_replaces_a_newer_one(&*journal).await;
    a_checkpoint_comes_back_byte_for_byte(&*journal).await;
    concurrent_writers_of_one_learner_count_everything_once(&journal).await;
    large_batches_are_kept(&*journal).await;
    who_is_forgotten_is_gone_and_others_stay(&*journal).await;
    runs::what_providers_charged_adds_up_by_each_view(&*journal).await;
    runs::of_who_is_forgotten_the_cost_stays_and_the_name_goes(&*journal).await;
}

/// An entry of now.
#[must_use]
pub fn entry(learner: LearnerId, record: Record) -> Entry {
    Entry {
        id: Uuid::now_v7(),
        learner: LearnerIdText(learner),
        at: Utc::now().trunc_subsecs(6),
        record,
    }
}

fn seen(name: Option<&[u8]>) -> Record {
    Record::Seen {
        phone_sealed: vec![1, 0, 255],
        name_sealed: name.map(<[u8]>::to_vec),
        language: Some(Lang::Rw),
    }
}

fn turn() -> Record {
    Record::Turn {
        session_id: "CA1".to_owned(),
        module: Some(ModuleName::new("maths")),
        interaction_type: "voice".to_owned(),
        user_input_sealed: vec![0, 1, 2],
        ai_response_sealed: vec![],
        took_ms: 7,
    }
}

fn checkpoint(version: u64, sealed: &[u8]) -> Record {
    Record::Checkpoint { version, sealed: sealed.to_vec() }
}

fn one_of_each(learner: LearnerId) -> Vec<Entry> {
    let closed = Record::CallClosed {
        call_sid: format!("CA{}", Uuid::new_v4().simple()),
        outcome: "completed".to_owned(),
        seconds: 61,
        turns: 9,
    };
    let attempt = Record::Attempt {
        session_id: "CA1".to_owned(),
        attempt: Attempt {
            module: ModuleName::new("mandarin"),
            skill: "tone-3".to_owned(),
            level: 2,
            correct: true,
            score: Some(100),
        },
    };
    let message = Record::Message {
        message_sid: None,
        status: "failed".to_owned(),
        error_code: Some("30003".to_owned()),
    };
    let line = Record::Line {
        call_sid: "CA1".to_owned(),
        ended: "stop".to_owned(),
        report: LineReport { frames: 500, lost: 3, level_dbfs: -21.5, ..LineReport::default() },
    };
    [seen(Some(b"n")), turn(), attempt, closed, message, line, checkpoint(1, b"c")]
        .into_iter()
        .map(|record| entry(learner, record))
        .collect()
}

async fn counts(journal: &dyn Journal) -> Counts {
    journal.counts().await.expect("counts")
}

async fn migrating_again_changes_nothing(journal: &dyn Journal) {
    for _ in 0..2 {
        journal.migrate().await.expect("migrate");
    }
    journal.ping().await.expect("ping");
    assert_eq!(counts(journal).await, Counts::default());
    journal.write(&[]).await.expect("an empty batch");
}

async fn every_kind_of_entry_is_kept_and_counted(journal: &dyn Journal) {
    let before = counts(journal).await;
    journal.write(&one_of_each(some_learner())).await.expect("write");
    let after = counts(journal).await;
    let grown = [
        after.users - before.users,
        after.turns - before.turns,
        after.attempts - before.attempts,
        after.calls - before.calls,
        after.lines - before.lines,
    ];
    assert_eq!(grown, [1, 1, 1, 1, 1]);
}

async fn a_batch_written_again_counts_once(journal: &dyn Journal) {
    let mut batch = one_of_each(some_learner());
    journal.write(&batch).await.expect("write");
    let once = counts(journal).await;
    journal.write(&batch).await.expect("write again");
    batch.extend(batch.clone());
    journal.write(&batch).await.expect("twice in one batch");
    assert_eq!(counts(journal).await, once);
}

async fn a_batch_is_kept_whole_or_not_at_all(journal: &dyn Journal) {
    let before = counts(journal).await;
    let mut batch = one_of_each(some_learner());
    batch.push(entry(some_learner(), checkpoint(u64::MAX, b"too far")));
    let written = journal.write(&batch).await;
    assert!(
        matches!(written, Err(PortError::Refused { .. })),
        "a version beyond the database's integers is refused: {written:?}"
    );
    assert_eq!(counts(journal).await, before);
}

async fn who_is_forgotten_is_gone_and_others_stay(journal: &dyn Journal) {
    let before = counts(journal).await;
    let (gone, other) = (some_learner(), some_learner());
    journal.write(&one_of_each(other)).await.expect("write");
    let after_other = counts(journal).await;
    journal.write(&one_of_each(gone)).await.expect("write");
    let mut batch = one_of_each(gone);
    batch.push(entry(gone, Record::Forgotten));
    journal.write(&batch).await.expect("forget");
    assert_eq!(counts(journal).await, after_other);
    assert_eq!(journal.checkpoint(gone).await, Ok(None));
    assert!(journal.checkpoint(other).await.expect("read").is_some());
    let mut anew = vec![entry(gone, Record::Forgotten)];
    anew.extend(one_of_each(gone));
    journal.write(&anew).await.expect("begin anew");
    assert_eq!(counts(journal).await.users, before.users + 2);
}

async fn an_older_checkpoint_never_replaces_a_newer_one(journal: &dyn Journal) {
    let learner = some_learner();
    assert_eq!(journal.checkpoint(learner).await, Ok(None));
    let steps: [(&[u64], u64); 4] = [(&[2], 2), (&[1], 2), (&[5, 3, 4], 5), (&[4, 6], 6)];
    for (written, newest) in steps {
        let batch: Vec<_> = (written.iter())
            .map(|&v| entry(learner, checkpoint(v, v.to_string().as_bytes())))
            .collect();
        journal.write(&batch).await.expect("write");
        let kept = journal.checkpoint(learner).await.expect("read");
        assert_eq!(kept, Some((newest, newest.to_string().into_bytes())));
    }
}

async fn a_checkpoint_comes_back_byte_for_byte(journal: &dyn Journal) {
    let learner = some_learner();
    let sealed: Vec<u8> = (0..=255).cycle().take(200_000).collect();
    let record = checkpoint(1 << 40, &sealed);
    journal.write(&[entry(learner, record)]).await.expect("write");
    let kept = journal.checkpoint(learner).await.expect("read");
    assert!(kept == Some((1 << 40, sealed)));
}

async fn concurrent_writers_of_one_learner_count_everything_once(journal: &Arc<dyn Journal>) {
    let before = counts(&**journal).await;
    let (a, b) = (some_learner(), some_learner());
    let writers: Vec<_> = (0..8)
        .map(|n| {
            let journal = Arc::clone(journal);
            let learners = if n % 2 == 0 { [a, b] } else { [b, a] };
            tokio::spawn(async move {
                for learner in learners {
                    let batch = [
                        entry(learner, seen(None)),
                        entry(learner, turn()),
                        entry(learner, checkpoint(n, b"x")),
                    ];
                    journal.write(&batch).await.expect("write");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("no panic");
    }
    let after = counts(&**journal).await;
    assert_eq!(after.users - before.users, 2);
    assert_eq!(after.turns - before.turns, 16);
}

async fn large_batches_are_kept(journal: &dyn Journal) {
    let before = counts(journal).await;
    let batch: Vec<_> = (0..1_000)
        .flat_map(|_| {
            let learner = some_learner();
            [entry(learner, seen(None)), entry(learner, turn())]
        })
        .collect();
    journal.write(&batch).await.expect("write");
    let after = counts(journal).await;
    assert_eq!(after.turns - before.turns, 1_000);
    assert_eq!(after.users - before.users, 1_000);
}
