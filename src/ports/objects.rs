//! Where recordings are kept: objects by key, in a folder or behind an S3-compatible service.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::PortError;

/// What is known of an object without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key: segments of letters, digits and `. _ : -`, joined by `/`.
    pub key: String,
    /// Its size.
    pub bytes: u64,
    /// When it was written.
    pub modified: DateTime<Utc>,
}

/// Keeps objects.
///
/// Contract: a put is whole or not at all, and replaces; a get after a put sees it; a list names every object whose key begins
/// with the prefix, in the order of the keys; deleting nothing is no error.
#[async_trait]
pub trait ObjectStore: Send + Sync + 'static {
    /// Writes an object.
    async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), PortError>;

    /// Reads an object; `None` if there is none.
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, PortError>;

    /// The objects whose keys begin with `prefix`.
    async fn list(&self, prefix: &str) -> Result<Vec<Object>, PortError>;

    /// Removes an object.
    async fn delete(&self, key: &str) -> Result<(), PortError>;

    /// A URL under which the service itself gives the object for a while; `None` where there is no such service.
    fn presigned(&self, key: &str, valid: Duration) -> Option<String>;

    /// What it is, for health pages and labels: `folder` or `s3`.
    fn kind(&self) -> &'static str;
}

/// Whether a key is one that every store can keep.
#[must_use]
pub fn is_key(key: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '-');
    let segment = |s: &str| !s.is_empty() && s != "." && s != ".." && s.chars().all(good);
    key.len() <= 512 && key.split('/').all(segment)
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn keys_cannot_climb_out_of_their_folder() {
        assert!(is_key("sessions/CA1/chunk_00000_17_caller.ogg"));
        for bad in ["", "/a", "a/", "a//b", "../a", "a/../b", ".", "a b", "a\0", "a\\b"] {
            assert!(!is_key(bad), "{bad:?}");
        }
    }
}
