//! Recording a call, with the caller's consent: both directions, a second at a time, into the archive while the call runs.
//!
//! The engine holds a [`Tap`] and gives it every frame of both directions; that copies 320 bytes and waits for nothing. A task
//! beside it ([`writer`]) encodes and stores. Four seconds of frames and two chunks of pages are all that a call takes in memory;
//! when storing falls behind further, whole seconds are left out, heard as silence, and counted. Before and after every chunk the
//! learner's consent is looked up ([`consent`]): once it is taken back, nothing more is kept.

mod chunker;
pub mod consent;
pub mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::mpsc;

pub use chunker::{CHUNK_SECONDS, Chunker};

/// Mu-law bytes of a frame of 20 ms.
pub const FRAME_BYTES: usize = 160;
/// Frames in a second.
const FRAMES: usize = 50;
/// Seconds that may wait to be encoded.
const WAITING: usize = 4;
/// Mu-law silence.
const SILENCE: u8 = 0xff;

/// A second of both directions, mu-law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Second {
    /// Its place in the stream, from 0.
    pub number: u32,
    /// Frames that are filled.
    pub frames: usize,
    /// What the caller said.
    pub caller: [u8; FRAMES * FRAME_BYTES],
    /// What the line said.
    pub line: [u8; FRAMES * FRAME_BYTES],
}

impl Second {
    /// A second of silence.
    #[must_use]
    pub fn new() -> Self {
        let silence = [SILENCE; FRAMES * FRAME_BYTES];
        Self { number: 0, frames: 0, caller: silence, line: silence }
    }
}

impl Default for Second {
    fn default() -> Self {
        Self::new()
    }
}

/// The engine's end. Dropping it ends the recording.
#[derive(Debug)]
pub struct Tap {
    filling: Option<Box<Second>>,
    frames: u64,
    full: mpsc::Sender<Box<Second>>,
    empty: mpsc::Receiver<Box<Second>>,
    left_out: Arc<AtomicU32>,
}

/// The writer's end.
#[derive(Debug)]
pub struct Seconds {
    full: mpsc::Receiver<Box<Second>>,
    empty: mpsc::Sender<Box<Second>>,
    left_out: Arc<AtomicU32>,
}

/// Both ends of one stream's recording, with all memory that the frames of it take.
#[must_use]
pub fn tap() -> (Tap, Seconds) {
    let (full, filled) = mpsc::channel(WAITING + 1);
    let (used, empty) = mpsc::channel(WAITING + 1);
    for _ in 0..WAITING {
        used.try_send(Box::default()).expect("the channel has room for every second");
    }
    let left_out = Arc::new(AtomicU32::new(0));
    let tap = Tap { filling: None, frames: 0, full, empty, left_out: Arc::clone(&left_out) };
    (tap, Seconds { full: filled, empty: used, left_out })
}

impl Tap {
    /// Takes a frame of both directions, mu-law. Waits for nothing; but for a second's hand-over, a copy and no more.
    pub fn push(&mut self, caller: &[u8; FRAME_BYTES], line: &[u8; FRAME_BYTES]) {
        let at = usize::try_from(self.frames % FRAMES as u64).unwrap_or_default();
        if at == 0 {
            self.hand_over();
            self.filling = self.empty.try_recv().ok();
            match &mut self.filling {
                Some(second) => {
                    second.number = u32::try_from(self.frames / FRAMES as u64).unwrap_or(u32::MAX);
                }
                None => {
                    self.left_out.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        self.frames += 1;
        if let Some(second) = &mut self.filling {
            let place = at * FRAME_BYTES..(at + 1) * FRAME_BYTES;
            second.caller[place.clone()].copy_from_slice(caller);
            second.line[place].copy_from_slice(line);
            second.frames = at + 1;
        }
    }

    /// Seconds that were left out because nobody took them.
    #[must_use]
    pub fn left_out(&self) -> u32 {
        self.left_out.load(Ordering::Relaxed)
    }

    fn hand_over(&mut self) {
        if let Some(second) = self.filling.take() {
            // There are fewer seconds than places: it fails only when the writer is gone, and the recording with it.
            let _ = self.full.try_send(second);
        }
    }
}

impl Drop for Tap {
    fn drop(&mut self) {
        self.hand_over();
    }
}

impl Seconds {
    /// The next second that is full, or the last that is not; `None` when the recording is over.
    pub async fn next(&mut self) -> Option<Box<Second>> {
        self.full.recv().await
    }

    /// Gives a second back, to be filled again.
    pub fn give_back(&self, second: Box<Second>) {
        // The engine may be gone already.
        let _ = self.empty.try_send(second);
    }

    /// Seconds that were left out so far.
    #[must_use]
    pub fn left_out(&self) -> u32 {
        self.left_out.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
#[path = "recording_tests.rs"]
mod tests;
