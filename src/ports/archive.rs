//! Recordings as the line knows them: chunks of a session over an object store.
//!
//! A chunk is kept as `sessions/{session}/chunk_{index}_{timestamp}_{track}.ogg`: the index has five digits, the timestamp is in
//! milliseconds, and the pages of one track's chunks, one after the other, are its Ogg file. Whose a session is, an empty
//! object `learners/{learner}/{session}` says, so that a learner's recordings can be found and deleted.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::PortError;
use super::objects::{Object, ObjectStore};
use crate::domain::ids::{CallSid, LearnerId};

/// One direction of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// What the caller said.
    Caller,
    /// What the line said.
    Line,
}

impl Track {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Caller, Self::Line];

    /// Its name in keys and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Line => "line",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|track| track.as_str() == name)
    }
}

/// How much is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Calls of which something is kept.
    pub sessions: usize,
    /// Chunks, both tracks counted.
    pub chunks: usize,
    /// Bytes of them.
    pub bytes: u64,
}

/// The recordings.
#[derive(Clone)]
pub struct Archive {
    store: Arc<dyn ObjectStore>,
}

impl Archive {
    /// The recordings in a store.
    #[must_use]
    pub fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }

    /// The store behind it.
    #[must_use]
    pub fn store(&self) -> &dyn ObjectStore {
        self.store.as_ref()
    }

    /// Begins a session: notes whose it is, and gives the number of its next chunk. A call may open several streams.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn begin(&self, session: &CallSid, learner: LearnerId) -> Result<u32, PortError> {
        self.mark(session, learner).await?;
        let chunks = self.chunks(session).await?;
        Ok(chunks.iter().map(|chunk| chunk.index + 1).max().unwrap_or(0))
    }

    /// Notes, again, whose a session is: a deletion in between may have taken the note away.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn mark(&self, session: &CallSid, learner: LearnerId) -> Result<(), PortError> {
        self.store.put(&mark_of(session, learner), &[]).await
    }

    /// Takes back a chunk that should not have been kept, and the note whose the session is if nothing else is kept of it.
    ///
    /// # Errors
    /// Those of the store; another try takes back what is left.
    pub async fn take_back(
        &self,
        session: &CallSid,
        learner: LearnerId,
        index: u32,
    ) -> Result<(), PortError> {
        let mut left = 0;
        for chunk in self.chunks(session).await? {
            if chunk.index == index {
                self.store.delete(&chunk.object.key).await?;
            } else {
                left += 1;
            }
        }
        if left == 0 { self.store.delete(&mark_of(session, learner)).await } else { Ok(()) }
    }

    /// Keeps one track of a chunk.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn put(
        &self,
        session: &CallSid,
        index: u32,
        at: DateTime<Utc>,
        track: Track,
        pages: &[u8],
    ) -> Result<(), PortError> {
        let (stamp, track) = (at.timestamp_millis(), track.as_str());
        let key = format!("sessions/{session}/chunk_{index:05}_{stamp}_{track}.ogg");
        self.store.put(&key, pages).await
    }

    /// The chunks of a session, in order.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn chunks(&self, session: &CallSid) -> Result<Vec<Chunk>, PortError> {
        let objects = self.store.list(&format!("sessions/{session}/")).await?;
        let mut chunks: Vec<Chunk> = objects.into_iter().filter_map(Chunk::of).collect();
        chunks.sort_by_key(|chunk| (chunk.index, chunk.track));
        Ok(chunks)
    }

    /// One track of a session as one Ogg file; `None` if nothing of it is kept. The whole is in memory: 2 kB a second.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn merged(
        &self,
        session: &CallSid,
        track: Track,
    ) -> Result<Option<Vec<u8>>, PortError> {
        let mut file = Vec::new();
        for chunk in self.chunks(session).await?.iter().filter(|chunk| chunk.track == track) {
            if let Some(pages) = self.store.get(&chunk.object.key).await? {
                file.extend(pages);
            }
        }
        Ok((!file.is_empty()).then_some(file))
    }

    /// The sessions of a learner.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn sessions_of(&self, learner: LearnerId) -> Result<Vec<CallSid>, PortError> {
        let marks = self.store.list(&format!("learners/{learner}/")).await?;
        Ok(marks.iter().filter_map(|mark| last_segment(&mark.key)).collect())
    }

    /// Deletes everything that is kept of a learner's voice; how many sessions that were.
    ///
    /// # Errors
    /// Those of the store; what is left then can be deleted by another try.
    pub async fn delete_learner(&self, learner: LearnerId) -> Result<usize, PortError> {
        let sessions = self.sessions_of(learner).await?;
        for session in &sessions {
            for chunk in self.store.list(&format!("sessions/{session}/")).await? {
                self.store.delete(&chunk.key).await?;
            }
            // Last, so that a try that failed finds the session again.
            self.store.delete(&mark_of(session, learner)).await?;
        }
        Ok(sessions.len())
    }

    /// Deletes every object that is older than `keep`; how many that were.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn expire(&self, now: DateTime<Utc>, keep: TimeDelta) -> Result<usize, PortError> {
        let mut deleted = 0;
        for prefix in ["sessions/", "learners/"] {
            for object in self.store.list(prefix).await? {
                if now - object.modified > keep {
                    self.store.delete(&object.key).await?;
                    deleted += 1;
                }
            }
        }
        Ok(deleted)
    }

    /// How much is kept.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn stats(&self) -> Result<Stats, PortError> {
        let objects = self.store.list("sessions/").await?;
        let session = |object: &Object| object.key.split('/').nth(1).map(str::to_owned);
        let sessions: BTreeSet<_> = objects.iter().filter_map(session).collect();
        let bytes = objects.iter().map(|object| object.bytes).sum();
        Ok(Stats { sessions: sessions.len(), chunks: objects.len(), bytes })
    }
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Archive({})", self.store.kind())
    }
}

/// One track of one chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Its place in the session, from 0.
    pub index: u32,
    /// Its direction.
    pub track: Track,
    /// The object that holds it.
    pub object: Object,
}

impl Chunk {
    fn of(object: Object) -> Option<Self> {
        let name = object.key.rsplit('/').next()?.strip_prefix("chunk_")?.strip_suffix(".ogg")?;
        let mut parts = name.split('_');
        let index = parts.next()?.parse().ok()?;
        let _stamp: i64 = parts.next()?.parse().ok()?;
        let track = Track::parse(parts.next()?)?;
        Some(Self { index, track, object })
    }
}

fn mark_of(session: &CallSid, learner: LearnerId) -> String {
    format!("learners/{learner}/{session}")
}

fn last_segment(key: &str) -> Option<CallSid> {
    CallSid::parse(key.rsplit('/').next()?).ok()
}
