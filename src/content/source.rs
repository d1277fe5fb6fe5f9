//! Where packs are read from: those that come with the program, and a folder of the operator's.

use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

use super::fault::Fault;
use super::plainly;

#[derive(RustEmbed)]
#[folder = "prompts/content/"]
#[include = "*/*.toml"]
#[include = "*/*/*.toml"]
struct Shipped;

/// The largest file that is read, bytes.
const LARGEST: u64 = 1 << 20;

/// One file of a pack.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path from the folder of packs on, with `/` between: `english-core/rules.toml`.
    pub path: String,
    /// What is in it.
    pub text: String,
    /// It comes from the operator's folder, not with the program.
    pub own: bool,
}

/// Why a folder of packs could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file or folder is not readable, or no text.
    #[error("cannot read {path}")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is larger than lessons are.
    #[error("{0} is larger than 1 MiB")]
    TooLarge(PathBuf),
}

/// The files that come with the program.
pub(super) fn shipped() -> Vec<File> {
    let mut files: Vec<File> = Shipped::iter()
        .filter_map(|path| {
            let bytes = Shipped::get(&path)?.data;
            Some(File {
                path: path.to_string(),
                text: String::from_utf8_lossy(&bytes).into_owned(),
                own: false,
            })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The files of the packs in `folder`: `folder/PACK/*.toml` and one folder deeper. A folder that holds a `pack.toml` is
/// itself the pack.
pub(super) fn folder(folder: &Path) -> Result<Vec<File>, SourceError> {
    let mut files = Vec::new();
    let fault = |source| SourceError::Read { path: folder.to_owned(), source };
    let whole = folder.canonicalize().map_err(fault)?;
    let (root, packs) = match whole.parent() {
        Some(parent) if whole.join("pack.toml").is_file() => {
            (parent.to_owned(), vec![whole.clone()])
        }
        _ => (whole.clone(), folders(&whole)?),
    };
    for pack in packs {
        read_toml(&root, &pack, &mut files)?;
        for inner in folders(&pack)? {
            read_toml(&root, &inner, &mut files)?;
        }
    }
    files.sort_by(|a: &File, b| a.path.cmp(&b.path));
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let fault = |source| SourceError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        paths.push(entry.map_err(fault)?.path());
    }
    Ok(paths)
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir()).collect())
}

fn read_toml(root: &Path, folder: &Path, files: &mut Vec<File>) -> Result<(), SourceError> {
    let toml = |path: &PathBuf| path.extension().is_some_and(|e| e == "toml") && path.is_file();
    for path in entries(folder)?.into_iter().filter(toml) {
        let fault = |source| SourceError::Read { path: path.clone(), source };
        if std::fs::metadata(&path).map_err(fault)?.len() > LARGEST {
            return Err(SourceError::TooLarge(path));
        }
        let text = std::fs::read_to_string(&path).map_err(fault)?;
        let below = path.strip_prefix(root).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        files.push(File { path: parts.join("/"), text, own: true });
    }
    Ok(())
}

impl File {
    /// The folder of the pack that it belongs to.
    #[must_use]
    pub fn pack(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Its path within the pack.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.split_once('/').map_or("", |(_, name)| name)
    }

    /// Reads it as `T`; what is wrong goes to `faults`, with its line.
    pub(super) fn parse<T: DeserializeOwned>(&self, faults: &mut Vec<Fault>) -> Option<T> {
        let table = self.tables(faults)?;
        let span = table.span();
        let value = Spanned::new(span, DeValue::Table(table.into_inner()));
        T::deserialize(ValueDeserializer::from(value))
            .map_err(|error| faults.push(self.fault_of(&error)))
            .ok()
    }

    /// What stands in it, by name; `None` where it is no TOML, which goes to `faults`.
    pub(super) fn tables(&self, faults: &mut Vec<Fault>) -> Option<Spanned<DeTable<'_>>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        faults.extend(errors.iter().map(|error| self.fault_of(error)));
        errors.is_empty().then_some(table)
    }

    /// One value as `T`; what is wrong goes to `faults`, with its line.
    pub(super) fn value<T: DeserializeOwned>(
        &self,
        value: Spanned<DeValue<'_>>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let start = value.span().start;
        T::deserialize(ValueDeserializer::from(value))
            .map_err(|error| {
                let mut fault = self.fault_of(&error);
                fault.line = fault.line.max(self.line_at(start));
                faults.push(fault);
            })
            .ok()
    }

    /// A fault at a place in the file, in bytes.
    pub(super) fn fault_at(&self, at: usize, what: String) -> Fault {
        Fault { path: self.path.clone(), line: self.line_at(at), what }
    }

    fn fault_of(&self, error: &Error) -> Fault {
        let at = error.span().map_or(0, |span| span.start);
        self.fault_at(at, plainly::told(error.message()))
    }

    fn line_at(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        before.iter().filter(|b| **b == b'\n').count() + 1
    }
}
