//! The file that takes what memory cannot hold while the journal is away: one entry a line, JSON, only appended to.
//!
//! What is in it is older than what waits in memory, so it is written to the journal first. A line that was cut short
//! (power loss) is dropped at the next start; a line that is no entry, and an entry that the journal refuses, go to a
//! second file for an operator to look at. Texts in entries are sealed before they get here. Blocking: call it where that
//! is allowed.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::queue::as_checkpoint;
use crate::domain::ids::LearnerId;
use crate::ports::journal::Entry;

/// Bytes of lines read for one batch.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Where a checkpoint's line stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    version: u64,
    offset: u64,
    len: usize,
}

/// The file, what of it was read, and where the newest checkpoints stand in it.
#[derive(Debug)]
pub(super) struct Spool {
    path: PathBuf,
    file: File,
    refused: PathBuf,
    /// Bytes written; whole lines.
    end: u64,
    /// Bytes that the journal has.
    read: u64,
    newest: HashMap<LearnerId, Place>,
}

/// Entries read, and how far the file is read with them.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) entries: Vec<Entry>,
    pub(super) until: u64,
    /// Lines that are no entries; they were set aside.
    pub(super) unreadable: usize,
}

impl Spool {
    /// Opens the spool in a folder, which is made; finds what an earlier process left.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join("journal.spool");
        let mut spool = Self {
            file: private(&path)?,
            path,
            refused: folder.join("journal.refused"),
            end: 0,
            read: 0,
            newest: HashMap::new(),
        };
        spool.scan()?;
        Ok(spool)
    }

    /// Whether the journal has everything.
    pub(super) fn is_empty(&self) -> bool {
        self.read == self.end
    }

    /// Appends entries, all or none.
    pub(super) fn append(&mut self, entries: &[Arc<Entry>]) -> io::Result<()> {
        let mut lines = Vec::new();
        let mut places = Vec::new();
        for entry in entries {
            let start = lines.len();
            serde_json::to_writer(&mut lines, &**entry)?;
            lines.push(b'\n');
            if let Some((version, _)) = as_checkpoint(entry) {
                let place =
                    Place { version, offset: self.end + start as u64, len: lines.len() - start };
                places.push((entry.learner.0, place));
            }
        }
        if let Err(error) = self.file.write_all(&lines) {
            // Half a line would spoil the next one.
            self.file.set_len(self.end)?;
            return Err(error);
        }
        self.end += lines.len() as u64;
        for (learner, place) in places {
            self.note_checkpoint(learner, place);
        }
        Ok(())
    }

    /// Reads the oldest entries that the journal has not got.
    pub(super) fn peek(&self, most: usize) -> io::Result<Chunk> {
        let mut reader = BufReader::new(File::open(&self.path)?);
        reader.seek(SeekFrom::Start(self.read))?;
        let mut chunk = Chunk { entries: Vec::new(), until: self.read, unreadable: 0 };
        let mut line = Vec::new();
        while chunk.entries.len() < most
            && chunk.until < self.end
            && chunk.until - self.read < MOST_BYTES as u64
        {
            line.clear();
            match reader.read_until(b'\n', &mut line)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                len => chunk.until += len as u64,
            }
            match serde_json::from_slice(&line) {
                Ok(entry) => chunk.entries.push(entry),
                Err(_) => {
                    self.set_aside(&line)?;
                    chunk.unreadable += 1;
                }
            }
        }
        Ok(chunk)
    }

    /// The journal has everything up to there.
    pub(super) fn settled(&mut self, until: u64) -> io::Result<()> {
        self.read = until;
        self.newest.retain(|_, place| place.offset >= until);
        if self.is_empty() {
            self.file.set_len(0)?;
            (self.read, self.end) = (0, 0);
        }
        Ok(())
    }

    /// The newest checkpoint of a learner that is in the file only.
    pub(super) fn checkpoint(&self, learner: LearnerId) -> io::Result<Option<(u64, Vec<u8>)>> {
        let Some(place) = self.newest.get(&learner) else {
            return Ok(None);
        };
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(place.offset))?;
        let mut line = vec![0; place.len];
        file.read_exact(&mut line)?;
        let entry: Entry = serde_json::from_slice(&line)?;
        Ok(as_checkpoint(&entry).map(|(version, sealed)| (version, sealed.to_vec())))
    }

    /// Keeps an entry that the journal refuses, for an operator.
    pub(super) fn refuse(&self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.set_aside(&line)
    }

    /// Makes what was appended survive a power loss.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// For tests: the same spool, over a file that takes nothing.
    #[cfg(test)]
    pub(super) fn unwritable(mut self) -> Self {
        self.file = File::open(&self.path).expect("the file is there");
        self
    }

    fn set_aside(&self, line: &[u8]) -> io::Result<()> {
        private(&self.refused)?.write_all(line)
    }

    fn scan(&mut self) -> io::Result<()> {
        let mut reader = BufReader::new(File::open(&self.path)?);
        let mut line = Vec::new();
        loop {
            line.clear();
            let len = reader.read_until(b'\n', &mut line)?;
            if line.last() != Some(&b'\n') {
                break;
            }
            let entry = serde_json::from_slice::<Entry>(&line).ok();
            let checkpoint = entry.as_ref().and_then(|entry| {
                let (version, _) = as_checkpoint(entry)?;
                Some((entry.learner.0, version))
            });
            if let Some((learner, version)) = checkpoint {
                let offset = self.end;
                self.note_checkpoint(learner, Place { version, offset, len });
            }
            self.end += len as u64;
        }
        // A last line without its end was never finished, so nobody was told that it was kept.
        self.file.set_len(self.end)
    }

    fn note_checkpoint(&mut self, learner: LearnerId, place: Place) {
        let newer = (self.newest.get(&learner)).is_none_or(|old| old.version <= place.version);
        if newer {
            self.newest.insert(learner, place);
        }
    }
}

/// A file to append to, for this user only.
fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{checkpoint, turn};
    use super::*;

    fn learner(n: u8) -> LearnerId {
        LearnerId([n; 16])
    }

    fn arcs(entries: &[Entry]) -> Vec<Arc<Entry>> {
        entries.iter().cloned().map(Arc::new).collect()
    }

    #[test]
    fn entries_survive_the_process_in_order() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let entries: Vec<_> = (0..5).map(|n| turn(learner(n))).collect();
        let mut spool = Spool::open(dir.path()).expect("open");
        spool.append(&arcs(&entries[..3])).expect("append");
        drop(spool);
        let mut spool = Spool::open(dir.path()).expect("open again");
        spool.append(&arcs(&entries[3..])).expect("append");
        let chunk = spool.peek(2).expect("read");
        assert_eq!(chunk.entries, entries[..2]);
        spool.settled(chunk.until).expect("settle");
        let rest = spool.peek(9).expect("read");
        assert_eq!(rest.entries, entries[2..]);
        spool.settled(rest.until).expect("settle");
        assert!(spool.is_empty());
        let size = std::fs::metadata(dir.path().join("journal.spool")).expect("there");
        assert_eq!(size.len(), 0);
    }

    #[test]
    fn a_torn_last_line_is_dropped_and_a_spoilt_one_is_set_aside() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("journal.spool");
        let kept = turn(learner(1));
        let whole = serde_json::to_string(&kept).expect("serialises");
        std::fs::write(&path, format!("spoilt\n{whole}\n{}", &whole[..40])).expect("write");
        let mut spool = Spool::open(dir.path()).expect("open");
        let next = turn(learner(2));
        spool.append(&arcs(std::slice::from_ref(&next))).expect("append");
        let chunk = spool.peek(9).expect("read");
        assert_eq!((chunk.entries, chunk.unreadable), (vec![kept, next], 1));
        let aside = std::fs::read_to_string(dir.path().join("journal.refused"));
        assert_eq!(aside.expect("there"), "spoilt\n");
    }

    #[test]
    fn the_newest_checkpoint_is_found_in_the_file_until_the_journal_has_it() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut spool = Spool::open(dir.path()).expect("open");
        let entries = [(1, 3), (1, 7), (2, 1), (1, 5)].map(|(n, v)| checkpoint(learner(n), v));
        spool.append(&arcs(&entries)).expect("append");
        for mut spool in [Spool::open(dir.path()).expect("open again"), spool] {
            let version = |spool: &Spool, n| {
                let found = spool.checkpoint(learner(n)).expect("read");
                found.map(|(version, _)| version)
            };
            assert_eq!(version(&spool, 1), Some(7));
            assert_eq!(version(&spool, 2), Some(1));
            assert_eq!(version(&spool, 3), None);
            let chunk = spool.peek(2).expect("read");
            spool.settled(chunk.until).expect("settle");
            assert_eq!(version(&spool, 1), None);
            assert_eq!(version(&spool, 2), Some(1));
        }
    }
}
