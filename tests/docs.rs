//! The documents lead where they say.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(root().join("docs")).expect("the folder of documents");
    let entries = folder.map(|entry| entry.expect("an entry of the folder").path());
    let markdown = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "md");
    entries.filter(markdown).chain([root().join("README.md")]).collect()
}

/// The targets of a document's links to files of the project, without the part after `#`.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let targets = targets.map(|(target, _)| target.split('#').next().unwrap_or_default().trim());
    targets.filter(|target| !target.is_empty() && !target.contains(':')).collect()
}

/// Links of the document that lead to nothing.
fn broken(document: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(document).expect("a document is read");
    let folder = document.parent().expect("a document is in a folder");
    let missing = links(&text).into_iter().filter(|target| !folder.join(target).exists());
    missing.map(|target| format!("{} -> {target}", document.display())).collect()
}

#[test]
fn every_relative_link_leads_to_a_file() {
    let documents = documents();
    assert!(documents.len() > 5, "{documents:?}");
    let broken: Vec<String> = documents.iter().flat_map(|document| broken(document)).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn links_are_found_and_addresses_left_out() {
    let text = "See [a](A.md#part), [b](https://example.org/B.md), [c](../C.md) and [d](#here).";
    assert_eq!(links(text), ["A.md", "../C.md"]);
}
