//! The master key: from the settings, or made once and kept in the data folder.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use rand::RngCore as _;
use secrecy::{ExposeSecret as _, SecretString};

use crate::domain::key::MasterKey;

const FILE: &str = "encryption.key";

/// The key of this installation.
///
/// # Errors
/// Where the folder cannot be written, or the kept key cannot be read.
pub(super) fn master(setting: Option<&SecretString>, data_dir: &Path) -> anyhow::Result<MasterKey> {
    if let Some(text) = setting {
        return MasterKey::parse(text.expose_secret()).context("ENCRYPTION_KEY");
    }
    let path = data_dir.join(FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            MasterKey::parse(&text).with_context(|| format!("{} holds no key", path.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(&path),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Makes a key and keeps it for its owner alone. Another process that does so at the same time wins.
fn make(path: &Path) -> anyhow::Result<MasterKey> {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
                .with_context(|| format!("cannot write {}", path.display()))?;
            tracing::info!("made an encryption key in the data folder; back it up");
            Ok(MasterKey::new(bytes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            MasterKey::parse(&text).with_context(|| format!("{} holds no key", path.display()))
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_key_is_found_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let first = master(None, dir.path()).expect("made");
        let second = master(None, dir.path()).expect("found");
        assert_eq!(first.reveal(), second.reveal());
    }

    #[test]
    fn a_damaged_key_file_is_an_error_and_is_not_overwritten() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join(FILE), "half a k").expect("written");
        let error = master(None, dir.path()).expect_err("no key");
        assert!(format!("{error:#}").contains("encryption.key"));
        let kept = std::fs::read_to_string(dir.path().join(FILE)).expect("read");
        assert_eq!(kept, "half a k");
    }
}
