//! The task beside a recorded call: encodes off the async threads, stores while the call runs.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use super::chunker::{Chunker, Pages};
use super::{Second, Seconds};
use crate::domain::ids::{CallSid, LearnerId};
use crate::ports::PortError;
use crate::ports::archive::{Archive, Track};
use crate::ports::clock::Clock;
use crate::telemetry::names;

/// Tries to store one track of a chunk.
const TRIES: u32 = 3;
/// For each of them.
const PATIENCE: Duration = Duration::from_secs(5);
/// Before the second try; twice that before the third.
const WAIT: Duration = Duration::from_millis(300);

/// What a recording belongs to, and where it goes.
#[derive(Clone)]
pub struct Recording {
    /// Where it goes.
    pub archive: Archive,
    /// Which call.
    pub session: CallSid,
    /// Whose.
    pub learner: LearnerId,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// What became of a recording.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Tracks of chunks that were stored.
    pub stored: u32,
    /// Tracks of chunks that could not be stored.
    pub lost: u32,
    /// Seconds that were left out.
    pub left_out: u32,
}

/// Writes until the tap is dropped. At most one chunk is being stored while the next one fills.
pub async fn write(recording: Recording, mut seconds: Seconds) -> Written {
    let mut written = Written::default();
    let serial = rand::random();
    let Ok(mut chunker) = Chunker::new(serial) else {
        tracing::error!("the recorder's codec cannot be made");
        return written;
    };
    let mut index = first_index(&recording).await;
    let mut storing: Option<JoinHandle<u32>> = None;
    while let Some(second) = seconds.next().await {
        let encoded = encode(chunker, second).await;
        let Some((kept, second, pages)) = encoded else {
            settle(&mut written, storing.take()).await;
            written.left_out = seconds.left_out();
            return written;
        };
        chunker = kept;
        seconds.give_back(second);
        if let Some(pages) = pages {
            settle(&mut written, storing.take()).await;
            storing = Some(store(&recording, index, pages));
            index += 1;
        }
    }
    settle(&mut written, storing.take()).await;
    if let Ok(pages) = chunker.finish() {
        settle(&mut written, Some(store(&recording, index, pages))).await;
    }
    written.left_out = seconds.left_out();
    count(&written);
    written
}

/// Chunks of earlier streams of the call keep their numbers.
async fn first_index(recording: &Recording) -> u32 {
    match recording.archive.begin(&recording.session, recording.learner).await {
        Ok(index) => index,
        Err(error) => {
            tracing::warn!(call.sid = %recording.session, %error, "a recording begins without its mark");
            0
        }
    }
}

type Encoded = (Chunker, Box<Second>, Option<Pages>);

/// Some milliseconds of work: not on the threads that carry frames. `None` if the codec failed.
async fn encode(mut chunker: Chunker, second: Box<Second>) -> Option<Encoded> {
    let encoded = tokio::task::spawn_blocking(move || {
        let pages = chunker.take(&second);
        (chunker, second, pages)
    });
    match encoded.await {
        Ok((chunker, second, Ok(pages))) => Some((chunker, second, pages)),
        Ok((_, _, Err(error))) => {
            tracing::error!(%error, "a recording ends early");
            None
        }
        Err(error) => {
            tracing::error!(%error, "a recording ends early");
            None
        }
    }
}

/// Stores both tracks; gives how many were stored.
fn store(recording: &Recording, index: u32, pages: Pages) -> JoinHandle<u32> {
    let recording = recording.clone();
    tokio::spawn(async move {
        let at = recording.clock.now();
        let mut stored = 0;
        for (track, pages) in Track::ALL.into_iter().zip(&pages) {
            let mut result = Ok(());
            for attempt in 0..TRIES {
                if attempt > 0 {
                    tokio::time::sleep(WAIT * attempt).await;
                }
                let put = recording.archive.put(&recording.session, index, at, track, pages);
                result = tokio::time::timeout(PATIENCE, put).await.unwrap_or_else(|_| Err(late()));
                if result.is_ok() {
                    stored += 1;
                    break;
                }
            }
            if let Err(error) = result {
                tracing::warn!(call.sid = %recording.session, %error, "a chunk of a recording is lost");
            }
        }
        stored
    })
}

fn late() -> PortError {
    PortError::Unavailable { service: "objects", detail: "no answer in time".to_owned() }
}

async fn settle(written: &mut Written, storing: Option<JoinHandle<u32>>) {
    let Some(storing) = storing else { return };
    let stored = storing.await.unwrap_or(0);
    written.stored += stored;
    written.lost += Track::ALL.len() as u32 - stored;
}

fn count(written: &Written) {
    for (what, n) in
        [("stored", written.stored), ("lost", written.lost), ("seconds_left_out", written.left_out)]
    {
        metrics::counter!(names::RECORDINGS, "what" => what).increment(n.into());
    }
}
