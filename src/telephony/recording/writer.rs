//! The task beside a recorded call: encodes off the async threads, stores while the call runs.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use super::chunker::{Chunker, Pages};
use super::consent::Consent;
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
    /// Whether it may go on.
    pub consent: Arc<dyn Consent>,
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
    /// The learner took back their consent: nothing was kept from then on.
    pub revoked: bool,
}

/// What became of one chunk.
enum Stored {
    /// So many tracks of it are kept.
    Tracks(u32),
    /// None: the consent is gone.
    Revoked,
}

/// Writes until the tap is dropped, or the consent taken back. At most one chunk is being stored while the next one fills.
pub async fn write(recording: Recording, mut seconds: Seconds) -> Written {
    let mut written = Written::default();
    let serial = rand::random();
    let Ok(mut chunker) = Chunker::new(serial) else {
        tracing::error!("the recorder's codec cannot be made");
        return written;
    };
    let mut index = first_index(&recording).await;
    let mut storing: Option<JoinHandle<Stored>> = None;
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
            if written.revoked {
                break;
            }
            storing = Some(store(&recording, index, pages));
            index += 1;
        }
    }
    settle(&mut written, storing.take()).await;
    if !written.revoked
        && let Ok(pages) = chunker.finish()
    {
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

/// Stores both tracks, if the learner still agrees.
///
/// The consent is looked up before and after. A deletion lists what there is only after the consent is gone; so either it sees
/// this chunk, or the second look sees that the consent is gone, and the chunk is taken back here.
fn store(recording: &Recording, index: u32, pages: Pages) -> JoinHandle<Stored> {
    let recording = recording.clone();
    tokio::spawn(async move {
        if !recording.consent.stands().await {
            return Stored::Revoked;
        }
        let stored = put(&recording, index, &pages).await;
        if recording.consent.stands().await {
            return Stored::Tracks(stored);
        }
        let Recording { archive, session, learner, .. } = &recording;
        if let Err(error) = tried(|| archive.take_back(session, *learner, index)).await {
            tracing::error!(call.sid = %recording.session, %error, "a chunk without consent is not deleted");
        }
        Stored::Revoked
    })
}

/// Puts both tracks where they are kept, after the note whose they are; gives how many were stored.
async fn put(recording: &Recording, index: u32, pages: &Pages) -> u32 {
    let Recording { archive, session, learner, clock, .. } = recording;
    let at = clock.now();
    let marked = tried(|| archive.mark(session, *learner)).await;
    let mut stored = 0;
    for (track, pages) in Track::ALL.into_iter().zip(pages) {
        let kept = match &marked {
            Ok(()) => tried(|| archive.put(session, index, at, track, pages)).await,
            // Nobody would find it to delete it.
            Err(error) => Err(error.clone()),
        };
        match kept {
            Ok(()) => stored += 1,
            Err(error) => {
                tracing::warn!(call.sid = %session, %error, "a chunk of a recording is lost");
            }
        }
    }
    stored
}

/// Asks the store, some times.
async fn tried<F>(ask: impl Fn() -> F) -> Result<(), PortError>
where
    F: Future<Output = Result<(), PortError>>,
{
    let mut result = Ok(());
    for attempt in 0..TRIES {
        if attempt > 0 {
            tokio::time::sleep(WAIT * attempt).await;
        }
        result = tokio::time::timeout(PATIENCE, ask()).await.unwrap_or_else(|_| Err(late()));
        if result.is_ok() {
            break;
        }
    }
    result
}

fn late() -> PortError {
    PortError::Unavailable { service: "objects", detail: "no answer in time".to_owned() }
}

async fn settle(written: &mut Written, storing: Option<JoinHandle<Stored>>) {
    let Some(storing) = storing else { return };
    match storing.await.unwrap_or(Stored::Tracks(0)) {
        Stored::Tracks(stored) => {
            written.stored += stored;
            written.lost += Track::ALL.len() as u32 - stored;
        }
        Stored::Revoked => written.revoked = true,
    }
}

fn count(written: &Written) {
    for (what, n) in [
        ("stored", written.stored),
        ("lost", written.lost),
        ("seconds_left_out", written.left_out),
        ("revoked", written.revoked.into()),
    ] {
        metrics::counter!(names::RECORDINGS, "what" => what).increment(n.into());
    }
}
