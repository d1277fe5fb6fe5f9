use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use async_trait::async_trait;

use super::consent::Consent;
use super::writer::{Recording, Written, write};
use super::*;
use crate::domain::ids::{CallSid, LearnerId};
use crate::ports::PortError;
use crate::ports::archive::{Archive, Track};
use crate::ports::clock::SystemClock;
use crate::ports::objects::{Object, ObjectStore};
use crate::speech::g711::{self, Law};
use crate::speech::opus::{self, Limits, OutputRate};

/// Objects in memory; may refuse or hang.
#[derive(Default)]
struct Shelf {
    objects: Mutex<Vec<(String, Vec<u8>)>>,
    away: AtomicBool,
    /// The learner wants no recording any more.
    revoked: AtomicBool,
    /// They say so while a chunk is being stored.
    revoked_by_a_put: AtomicBool,
    largest: AtomicU32,
}

#[async_trait]
impl ObjectStore for Shelf {
    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), PortError> {
        if self.away.load(Ordering::Relaxed) {
            return Err(PortError::Unavailable { service: "objects", detail: "away".into() });
        }
        if key.ends_with("line.ogg") && self.revoked_by_a_put.load(Ordering::Relaxed) {
            self.revoked.store(true, Ordering::Relaxed);
        }
        self.largest.fetch_max(u32::try_from(bytes.len()).expect("small"), Ordering::Relaxed);
        let mut objects = self.objects.lock().expect("a lock");
        objects.retain(|(k, _)| k != key);
        objects.push((key.to_owned(), bytes.to_vec()));
        Ok(())
    }
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        let objects = self.objects.lock().expect("a lock");
        Ok(objects.iter().find(|(k, _)| k == key).map(|(_, bytes)| bytes.clone()))
    }
    async fn list(&self, prefix: &str) -> Result<Vec<Object>, PortError> {
        let objects = self.objects.lock().expect("a lock");
        let some = objects.iter().filter(|(key, _)| key.starts_with(prefix));
        let object = |(key, bytes): &(String, Vec<u8>)| Object {
            key: key.clone(),
            bytes: bytes.len() as u64,
            modified: chrono::DateTime::UNIX_EPOCH,
        };
        Ok(some.map(object).collect())
    }
    async fn delete(&self, key: &str) -> Result<(), PortError> {
        self.objects.lock().expect("a lock").retain(|(k, _)| k != key);
        Ok(())
    }
    fn presigned(&self, _: &str, _: Duration) -> Option<String> {
        None
    }
    fn kind(&self) -> &'static str {
        "shelf"
    }
}

fn recording(shelf: &Arc<Shelf>) -> Recording {
    Recording {
        archive: Archive::new(shelf.clone()),
        session: CallSid::parse("CA1").expect("an id"),
        learner: LearnerId([7; 16]),
        clock: Arc::new(SystemClock),
        consent: Arc::new(Asked { shelf: Arc::clone(shelf) }),
    }
}

/// A consent that holds until the learner takes it back, which deletes what there is.
struct Asked {
    shelf: Arc<Shelf>,
}

#[async_trait]
impl Consent for Asked {
    async fn stands(&self) -> bool {
        !self.shelf.revoked.load(Ordering::Relaxed)
    }
}

/// A tone as mu-law frames.
fn tone(hz: f32, n: usize) -> [u8; FRAME_BYTES] {
    std::array::from_fn(|i| {
        let t = (n * FRAME_BYTES + i) as f32 / 8_000.0;
        g711::encode(Law::Mu, (8_000.0 * (std::f32::consts::TAU * hz * t).sin()) as i16)
    })
}

fn strength(samples: &[i16], hz: f32) -> f32 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, sample) in samples.iter().enumerate() {
        let angle = std::f32::consts::TAU * hz * n as f32 / 8_000.0;
        re += f32::from(*sample) * angle.cos();
        im += f32::from(*sample) * angle.sin();
    }
    2.0 * re.hypot(im) / samples.len() as f32
}

async fn record(shelf: &Arc<Shelf>, frames: usize) -> Written {
    let (mut tap, seconds) = tap();
    let writing = tokio::spawn(write(recording(shelf), seconds));
    for n in 0..frames {
        tap.push(&tone(400.0, n), &tone(1_000.0, n));
        if n % 50 == 49 {
            // As long as the writer needs, as in a call.
            while tap.empty.len() < WAITING - 1 && !tap.empty.is_closed() {
                tokio::task::yield_now().await;
            }
        }
    }
    drop(tap);
    writing.await.expect("it ends")
}

async fn heard(shelf: &Arc<Shelf>, track: Track) -> Vec<i16> {
    let archive = Archive::new(shelf.clone());
    let session = CallSid::parse("CA1").expect("an id");
    let file = archive.merged(&session, track).await.expect("a store").expect("a recording");
    let clip = opus::decode(&file, OutputRate::Line, Limits::default()).expect("an Ogg file");
    assert!(clip.whole);
    clip.samples
}

#[tokio::test]
async fn both_directions_are_stored_in_chunks_while_the_call_runs_and_merge_to_what_was_heard() {
    let shelf = Arc::new(Shelf::default());
    let written = record(&shelf, 25 * 50 + 20).await;
    assert_eq!(written, Written { stored: 6, ..Written::default() });
    for (track, hz, other) in [(Track::Caller, 400.0, 1_000.0), (Track::Line, 1_000.0, 400.0)] {
        let samples = heard(&shelf, track).await;
        assert_eq!(samples.len(), (25 * 50 + 20) * FRAME_BYTES);
        let middle = &samples[80_000..120_000];
        assert!(strength(middle, hz) > 6_000.0, "{track:?}: {}", strength(middle, hz));
        assert!(strength(middle, other) < 200.0, "{track:?}: {}", strength(middle, other));
    }
    let keys = shelf.list("sessions/CA1/chunk_00001_").await.expect("a store");
    assert_eq!(keys.len(), 2);
    assert_eq!(shelf.list("learners/").await.expect("a store").len(), 1);
    // No object holds more than its ten seconds, however long the call.
    assert!(shelf.largest.load(Ordering::Relaxed) < 40_000);
}

#[tokio::test]
async fn a_second_stream_of_the_call_goes_on_with_the_numbers() {
    let shelf = Arc::new(Shelf::default());
    record(&shelf, 50).await;
    record(&shelf, 50).await;
    let archive = Archive::new(shelf.clone());
    let chunks = archive.chunks(&CallSid::parse("CA1").expect("an id")).await.expect("a store");
    let indices: Vec<_> = chunks.iter().map(|c| (c.index, c.track)).collect();
    let (caller, line) = (Track::Caller, Track::Line);
    assert_eq!(indices, [(0, caller), (0, line), (1, caller), (1, line)]);
}

#[tokio::test]
async fn a_store_that_is_away_loses_chunks_and_nothing_else() {
    let shelf = Arc::new(Shelf::default());
    shelf.away.store(true, Ordering::Relaxed);
    let written = record(&shelf, 50).await;
    assert_eq!(written, Written { lost: 2, ..Written::default() });
}

#[tokio::test]
async fn what_nobody_takes_is_left_out_counted_and_heard_as_silence() {
    let shelf = Arc::new(Shelf::default());
    let (mut tap, seconds) = tap();
    for n in 0..6 * 50 {
        tap.push(&tone(400.0, n), &tone(1_000.0, n));
    }
    assert_eq!(tap.left_out(), 2, "four seconds wait, and no more");
    let writing = tokio::spawn(write(recording(&shelf), seconds));
    while tap.empty.len() < WAITING {
        tokio::task::yield_now().await;
    }
    for n in 6 * 50..7 * 50 {
        tap.push(&tone(400.0, n), &tone(1_000.0, n));
    }
    drop(tap);
    assert_eq!(writing.await.expect("it ends").left_out, 2);
    let samples = heard(&shelf, Track::Caller).await;
    assert_eq!(samples.len(), 7 * 8_000);
    assert!(strength(&samples[8_000..24_000], 400.0) > 6_000.0);
    assert!(strength(&samples[36_000..44_000], 400.0) < 100.0);
    assert!(strength(&samples[50_000..54_000], 400.0) > 6_000.0);
}

#[tokio::test]
async fn once_the_consent_is_taken_back_nothing_more_is_kept_and_a_deletion_leaves_nothing() {
    let shelf = Arc::new(Shelf::default());
    let (mut tap, seconds) = tap();
    let writing = tokio::spawn(write(recording(&shelf), seconds));
    let second = async |tap: &mut Tap, n: usize| {
        for frame in 0..50 {
            tap.push(&tone(400.0, 50 * n + frame), &tone(1_000.0, 50 * n + frame));
        }
        while tap.empty.len() < WAITING - 1 && !tap.empty.is_closed() {
            tokio::task::yield_now().await;
        }
    };
    for n in 0..12 {
        second(&mut tap, n).await;
    }
    let archive = Archive::new(shelf.clone());
    let session = CallSid::parse("CA1").expect("an id");
    while archive.chunks(&session).await.expect("a store").len() < 2 {
        tokio::task::yield_now().await;
    }
    shelf.revoked.store(true, Ordering::Relaxed);
    assert_eq!(archive.delete_learner(LearnerId([7; 16])).await, Ok(1));
    for n in 12..45 {
        second(&mut tap, n).await;
    }
    drop(tap);
    let written = writing.await.expect("it ends");
    assert!(written.revoked && written.stored == 2 && written.lost == 0, "{written:?}");
    assert!(shelf.list("").await.expect("a store").is_empty());
}

#[tokio::test]
async fn a_chunk_that_was_being_stored_while_the_consent_was_taken_back_is_taken_back_too() {
    let shelf = Arc::new(Shelf::default());
    shelf.revoked_by_a_put.store(true, Ordering::Relaxed);
    let written = record(&shelf, 25 * 50).await;
    assert!(written.revoked && written.stored == 0, "{written:?}");
    assert!(shelf.list("").await.expect("a store").is_empty());
}

#[tokio::test]
async fn a_consent_that_is_gone_when_the_call_ends_keeps_its_last_seconds_out() {
    let shelf = Arc::new(Shelf::default());
    shelf.revoked.store(true, Ordering::Relaxed);
    let written = record(&shelf, 150).await;
    assert!(written.revoked, "{written:?}");
    assert!(shelf.list("sessions/").await.expect("a store").is_empty());
}
