//! Objects in a folder of this machine. For one instance, or several over one shared folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::ports::PortError;
use crate::ports::objects::{Object, ObjectStore, is_key};

/// Ends the names of files that are being written.
const UNFINISHED: &str = "part";

/// Objects below a folder.
#[derive(Debug, Clone)]
pub struct FolderObjects {
    folder: PathBuf,
}

impl FolderObjects {
    /// Objects below `folder`, which is made with the first of them.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn path(&self, key: &str) -> Result<PathBuf, PortError> {
        if is_key(key) {
            Ok(self.folder.join(key))
        } else {
            Err(PortError::Refused { service: "objects", detail: "no key".to_owned() })
        }
    }

    /// File work on a thread that may wait.
    async fn off<T: Send + 'static>(
        work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
    ) -> Result<T, PortError> {
        let done = tokio::task::spawn_blocking(work).await;
        let done = done.unwrap_or_else(|_| Err(std::io::Error::other("the work panicked")));
        done.map_err(|error| PortError::Unavailable {
            service: "objects",
            detail: error.kind().to_string(),
        })
    }
}

#[async_trait]
impl ObjectStore for FolderObjects {
    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), PortError> {
        let (path, bytes) = (self.path(key)?, bytes.to_vec());
        Self::off(move || {
            std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
            // Whole or not at all: nobody reads a file that is being written.
            let unfinished = path.with_extension(format!("{}.{UNFINISHED}", Uuid::now_v7()));
            std::fs::write(&unfinished, bytes)?;
            std::fs::rename(&unfinished, &path)
        })
        .await
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError> {
        let path = self.path(key)?;
        Self::off(move || match std::fs::read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    async fn list(&self, prefix: &str) -> Result<Vec<Object>, PortError> {
        let (root, prefix) = (self.folder.clone(), prefix.to_owned());
        Self::off(move || {
            // Only the folder that the prefix lies in is walked.
            let inside = prefix.rsplit_once('/').map_or("", |(folder, _)| folder);
            let start = if inside.is_empty() { root.clone() } else { root.join(inside) };
            let mut objects = Vec::new();
            if inside.is_empty() || is_key(inside) {
                walk(&root, &start, &mut objects)?;
            }
            objects.retain(|object| object.key.starts_with(&prefix));
            objects.sort_by(|a, b| a.key.cmp(&b.key));
            Ok(objects)
        })
        .await
    }

    async fn delete(&self, key: &str) -> Result<(), PortError> {
        let path = self.path(key)?;
        Self::off(move || match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => {
                // The folder of a session goes with its last chunk; one that still holds something stays.
                let _ = path.parent().map(std::fs::remove_dir);
                Ok(())
            }
        })
        .await
    }

    fn presigned(&self, _: &str, _: Duration) -> Option<String> {
        None
    }

    fn kind(&self) -> &'static str {
        "folder"
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Object>) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            walk(root, &path, found)?;
        } else if path.extension().is_none_or(|e| e != UNFINISHED) {
            found.extend(object(root, &path));
        }
    }
    Ok(())
}

/// `None` for a file that went meanwhile, or that is none of ours.
fn object(root: &Path, path: &Path) -> Option<Object> {
    let data = path.metadata().ok()?;
    let parts = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str());
    let key = parts.collect::<Option<Vec<_>>>()?.join("/");
    let modified: DateTime<Utc> = data.modified().ok()?.into();
    is_key(&key).then_some(Object { key, bytes: data.len(), modified })
}
