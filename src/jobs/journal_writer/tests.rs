//! The writer against a journal that is slow, away, refuses, or hangs.

use std::collections::HashSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::*;
use crate::ports::journal::{Counts, LearnerIdText, Record};
use crate::ports::runs::{CostRow, CostsBy};

const SOON: Duration = Duration::from_secs(10);

fn entry(learner: LearnerId, record: Record) -> Entry {
    Entry { id: Uuid::now_v7(), learner: LearnerIdText(learner), at: DateTime::UNIX_EPOCH, record }
}

pub(super) fn turn(learner: LearnerId) -> Entry {
    let record = Record::Turn {
        session_id: "CA1".to_owned(),
        module: None,
        interaction_type: "voice".to_owned(),
        user_input_sealed: vec![1; 100],
        ai_response_sealed: vec![],
        took_ms: 1,
    };
    entry(learner, record)
}

pub(super) fn checkpoint(learner: LearnerId, version: u64) -> Entry {
    let sealed = vec![7; 10];
    entry(learner, Record::Checkpoint { version, sealed })
}

/// A journal in process.
#[derive(Default)]
struct Fake {
    kept: Mutex<Vec<Entry>>,
    batches: AtomicU64,
    down: AtomicBool,
    hangs: AtomicBool,
    refuses: Mutex<HashSet<Uuid>>,
}

impl Fake {
    fn ids(&self) -> Vec<Uuid> {
        let kept = self.kept.lock().expect("no panic");
        kept.iter().map(|entry| entry.id).collect()
    }

    fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    async fn holds(&self, entries: usize) {
        let held = async {
            while self.ids().len() < entries {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let in_time = tokio::time::timeout(SOON, held).await;
        assert!(in_time.is_ok(), "{} of {entries}", self.ids().len());
    }
}

#[async_trait]
impl Journal for Fake {
    async fn write(&self, batch: &[Entry]) -> Result<(), PortError> {
        self.batches.fetch_add(1, Ordering::SeqCst);
        if self.hangs.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if self.down.load(Ordering::SeqCst) {
            return Err(PortError::Unavailable {
                service: "postgres",
                detail: "switched off".to_owned(),
            });
        }
        let refuses = self.refuses.lock().expect("no panic");
        if batch.iter().any(|entry| refuses.contains(&entry.id)) {
            return Err(PortError::Refused { service: "postgres", detail: "poison".to_owned() });
        }
        let mut kept = self.kept.lock().expect("no panic");
        for entry in batch {
            if !kept.iter().any(|old| old.id == entry.id) {
                kept.push(entry.clone());
            }
        }
        Ok(())
    }
    async fn checkpoint(&self, _: LearnerId) -> Result<Option<(u64, Vec<u8>)>, PortError> {
        Ok(Some((1, b"from the journal".to_vec())))
    }
    async fn counts(&self) -> Result<Counts, PortError> {
        Ok(Counts::default())
    }
    async fn costs(&self, _: CostsBy, _: DateTime<Utc>) -> Result<Vec<CostRow>, PortError> {
        Ok(Vec::new())
    }
    async fn migrate(&self) -> Result<(), PortError> {
        Ok(())
    }
    async fn ping(&self) -> Result<(), PortError> {
        Ok(())
    }
    fn kind(&self) -> &'static str {
        "postgres"
    }
}

struct Rig {
    journal: Arc<Fake>,
    writer: JournalWriter,
    dir: tempfile::TempDir,
}

fn options() -> WriterOptions {
    WriterOptions {
        batch: 10,
        linger: Duration::from_millis(5),
        retry_from: Duration::from_millis(1),
        retry_up_to: Duration::from_millis(5),
        ..WriterOptions::default()
    }
}

fn rig(options: WriterOptions) -> Rig {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let journal = Arc::new(Fake::default());
    let writer = start(&journal, dir.path(), options);
    Rig { journal, writer, dir }
}

fn start(journal: &Arc<Fake>, dir: &Path, options: WriterOptions) -> JournalWriter {
    let journal: Arc<dyn Journal> = Arc::clone(journal) as _;
    JournalWriter::start(journal, dir, options).expect("the folder is ours")
}

fn note_turns(writer: &JournalWriter, many: usize) -> Vec<Uuid> {
    let entries: Vec<_> = (0..many).map(|_| turn(LearnerId([1; 16]))).collect();
    let ids = entries.iter().map(|entry| entry.id).collect();
    entries.into_iter().for_each(|entry| writer.note(entry));
    ids
}

#[tokio::test]
async fn entries_are_written_in_order_and_in_batches() {
    let rig = rig(options());
    let ids = note_turns(&rig.writer, 95);
    rig.journal.holds(95).await;
    assert_eq!(rig.journal.ids(), ids);
    assert_eq!(rig.journal.batches.load(Ordering::SeqCst), 10);
}

#[tokio::test]
async fn a_clean_shutdown_writes_what_was_noted_a_moment_ago() {
    let slow = WriterOptions { linger: Duration::from_secs(600), batch: 1_000, ..options() };
    let rig = rig(slow);
    let ids = note_turns(&rig.writer, 25);
    let flushed = rig.writer.shutdown(SOON).await;
    assert_eq!((flushed.spooled, flushed.lost), (0, 0));
    assert_eq!(rig.journal.ids(), ids);
}

#[tokio::test]
async fn an_outage_delays_entries_and_loses_none() {
    let rig = rig(options());
    rig.journal.set_down(true);
    let ids = note_turns(&rig.writer, 50);
    while rig.journal.batches.load(Ordering::SeqCst) < 4 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(rig.writer.status().failing);
    rig.journal.set_down(false);
    rig.journal.holds(50).await;
    assert_eq!(rig.journal.ids(), ids);
}

#[tokio::test]
async fn a_shutdown_during_an_outage_spools_and_the_next_start_replays() {
    let rig = rig(options());
    rig.journal.set_down(true);
    let ids = note_turns(&rig.writer, 35);
    let flushed = rig.writer.shutdown(SOON).await;
    assert_eq!((flushed.spooled, flushed.lost), (35, 0));
    let late = turn(LearnerId([1; 16]));
    rig.writer.note(late.clone());
    rig.journal.set_down(false);
    let again = start(&rig.journal, rig.dir.path(), options());
    rig.journal.holds(36).await;
    assert_eq!(rig.journal.ids(), [ids, vec![late.id]].concat());
    again.shutdown(SOON).await;
    assert!(!again.status().spooling);
}

#[tokio::test]
async fn a_journal_that_hangs_does_not_hold_up_the_shutdown() {
    let rig = rig(options());
    rig.journal.hangs.store(true, Ordering::SeqCst);
    note_turns(&rig.writer, 35);
    let flushed = rig.writer.shutdown(Duration::from_millis(50)).await;
    assert_eq!((flushed.spooled, flushed.lost), (35, 0));
}

#[tokio::test]
async fn memory_is_bounded_by_spilling_and_the_order_is_kept() {
    let rig = rig(WriterOptions { most_entries: 40, ..options() });
    rig.journal.set_down(true);
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.extend(note_turns(&rig.writer, 20));
        let settled = async {
            while rig.writer.status().queued > 40 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let in_time = tokio::time::timeout(SOON, settled).await;
        assert!(in_time.is_ok(), "memory stays over its bound");
    }
    assert!(rig.writer.status().spooling);
    rig.journal.set_down(false);
    rig.journal.holds(400).await;
    assert_eq!(rig.journal.ids(), ids);
}

#[tokio::test]
async fn spilling_goes_on_while_a_write_hangs() {
    let rig = rig(WriterOptions { most_entries: 40, ..options() });
    rig.journal.hangs.store(true, Ordering::SeqCst);
    note_turns(&rig.writer, 10);
    while rig.journal.batches.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    note_turns(&rig.writer, 100);
    let spilled = async {
        while !rig.writer.status().spooling {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let in_time = tokio::time::timeout(SOON, spilled).await;
    assert!(in_time.is_ok(), "nothing spills while the journal hangs");
}

#[tokio::test]
async fn a_poisoned_entry_is_set_aside_and_the_others_are_kept() {
    let rig = rig(options());
    let entries: Vec<_> = (0..10).map(|_| turn(LearnerId([1; 16]))).collect();
    let poison = entries[6].id;
    rig.journal.refuses.lock().expect("no panic").insert(poison);
    entries.iter().for_each(|e| rig.writer.note(e.clone()));
    rig.journal.holds(9).await;
    rig.writer.shutdown(SOON).await;
    assert!(!rig.journal.ids().contains(&poison));
    let aside = std::fs::read_to_string(rig.dir.path().join("journal.refused"));
    let aside: Entry = serde_json::from_str(&aside.expect("there")).expect("an entry");
    assert_eq!(aside, entries[6]);
}

#[tokio::test]
async fn a_waiting_checkpoint_is_readable_in_memory_and_in_the_spool() {
    let rig = rig(options());
    let learner = LearnerId([9; 16]);
    let from_journal = Ok(Some((1, b"from the journal".to_vec())));
    assert_eq!(rig.writer.checkpoint(learner).await, from_journal);
    rig.journal.set_down(true);
    for version in [4, 6, 5] {
        rig.writer.note(checkpoint(learner, version));
    }
    let pending = rig.writer.pending_checkpoint(learner).await;
    assert_eq!(pending, Some((6, vec![7; 10])));
    rig.writer.shutdown(SOON).await;
    let again = start(&rig.journal, rig.dir.path(), options());
    let pending = again.pending_checkpoint(learner).await;
    assert_eq!(pending, Some((6, vec![7; 10])));
    assert_eq!(again.checkpoint(learner).await, Ok(pending));
    rig.journal.set_down(false);
    rig.journal.holds(1).await;
    again.shutdown(SOON).await;
    assert_eq!(again.pending_checkpoint(learner).await, None);
}

#[tokio::test]
async fn when_disk_and_memory_are_full_the_loss_is_counted() {
    let rig = rig(WriterOptions { most_entries: 10, ..options() });
    rig.journal.set_down(true);
    *rig.writer.0.shared.spool() = {
        let other = tempfile::tempdir().expect("a temporary folder");
        let spool = Spool::open(other.path()).expect("open");
        spool.unwritable()
    };
    note_turns(&rig.writer, 200);
    assert!(rig.writer.status().queued <= 50);
    let flushed = rig.writer.shutdown(SOON).await;
    assert_eq!(flushed.lost, 200);
}

#[tokio::test]
async fn a_writer_that_is_dropped_spools_what_waits() {
    let rig = rig(options());
    rig.journal.set_down(true);
    let ids = note_turns(&rig.writer, 15);
    drop(rig.writer);
    let path = rig.dir.path().join("journal.spool");
    let spooled = async {
        while std::fs::read(&path).map_or(0, |text| text.split(|b| *b == b'\n').count()) < 16 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let in_time = tokio::time::timeout(SOON, spooled).await;
    assert!(in_time.is_ok(), "nothing was spooled");
    rig.journal.set_down(false);
    let _again = start(&rig.journal, rig.dir.path(), options());
    rig.journal.holds(15).await;
    assert_eq!(rig.journal.ids(), ids);
}
