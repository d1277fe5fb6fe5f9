//! Who may import whom. Reads every `crate::…` path in `src/`, and fails on an edge outside the table, on a cycle, and on a
//! file that outgrew its limit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each folder and what it may import. A new edge is a decision: change it in a commit of its own.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("session", &["domain"]),
    ("ports", &["domain", "session"]),
    ("speech", &["domain"]),
    ("text", &["domain"]),
    ("wording", &["domain"]),
    ("content", &["domain", "text"]),
    ("config", &["domain"]),
    ("telemetry", &["domain"]),
    ("modules", &["content", "domain", "session", "text"]),
    ("tutor", &["content", "domain", "session", "text"]),
    ("chain", &["config", "domain", "ports", "session", "telemetry", "tutor"]),
    // It plays the companies' part, and must not share the mistakes of what it tests.
    ("standins", &["domain"]),
    ("ivr", &["modules", "session", "ports", "domain", "text", "wording", "telemetry"]),
    ("web", &["ports", "domain", "telemetry", "config"]),
    (
        "telephony",
        &[
            "ivr",
            "web",
            "speech",
            "session",
            "ports",
            "domain",
            "telemetry",
            "config",
            "wording",
            "text",
        ],
    ),
    ("admin", &["web", "ports", "domain", "telemetry", "config"]),
    ("store", &["ports", "session", "domain", "telemetry", "config"]),
    ("providers", &["ports", "session", "domain", "telemetry", "config", "speech"]),
    ("jobs", &["ports", "session", "domain", "telemetry", "config"]),
    // It plays the telephony service's part, and must not share the mistakes of what it tests.
    ("phone", &["domain"]),
    (
        "app",
        &[
            "admin",
            "chain",
            "config",
            "content",
            "domain",
            "ivr",
            "jobs",
            "modules",
            "ports",
            "providers",
            "session",
            "speech",
            "store",
            "telemetry",
            "telephony",
            "text",
            "tutor",
            "web",
            "wording",
        ],
    ),
    (
        "cli",
        &[
            "app",
            "chain",
            "config",
            "content",
            "domain",
            "modules",
            "phone",
            "ports",
            "providers",
            "session",
            "speech",
            "standins",
            "store",
            "telemetry",
            "text",
            "tutor",
            "wording",
        ],
    ),
];

/// Lines that a file may have.
const LIMIT: usize = 400;

/// Unit tests of the live engine speak with the simulated phone's voice; nothing else of the edge knows the phone.
const TESTS_ONLY: &str = "_tests.rs";

fn sources() -> Vec<(String, PathBuf)> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).expect("src is readable") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let folder = |path: &Path| {
        let inside = path.strip_prefix(&root).expect("below src");
        let first = inside.iter().next().expect("a name").to_string_lossy().into_owned();
        first.trim_end_matches(".rs").to_owned()
    };
    found.into_iter().map(|path| (folder(&path), path)).collect()
}

/// The folders that a source names as `crate::folder`, one import or inline path each; `use crate::{a, b}` too.
fn imports(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    for line in code {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split(',').collect(),
                None => vec![rest],
            };
            for name in names {
                let name = name.trim_start();
                let end =
                    name.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(name.len());
                if end > 0 {
                    found.insert(name[..end].to_owned());
                }
            }
        }
    }
    found
}

fn edges() -> BTreeMap<String, BTreeSet<String>> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (folder, path) in sources() {
        if path.to_string_lossy().ends_with(TESTS_ONLY) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a readable source");
        let mut named = imports(&text);
        named.remove(&folder);
        edges.entry(folder).or_default().extend(named);
    }
    edges
}

#[test]
fn every_import_is_in_the_table() {
    let mut wrong = Vec::new();
    for (folder, path) in sources() {
        if folder == "lib" || folder == "main" {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == folder) else {
            wrong.push(format!("{folder} is not in the table"));
            continue;
        };
        let text = fs::read_to_string(&path).expect("a readable source");
        if path.to_string_lossy().ends_with(TESTS_ONLY) {
            continue;
        }
        for name in imports(&text) {
            if name != folder && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "edges outside the table:\n{}", wrong.join("\n"));
}

#[test]
fn no_folders_import_each_other_in_a_circle() {
    let edges = edges();
    for start in edges.keys() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&String> = edges[start].iter().collect();
        while let Some(next) = open.pop() {
            assert_ne!(next, start, "{start} imports itself through {reached:?}");
            if reached.insert(next)
                && let Some(more) = edges.get(next)
            {
                open.extend(more);
            }
        }
    }
}

#[test]
fn files_stay_within_their_limit() {
    let mut long = Vec::new();
    for (_, path) in sources() {
        let lines = fs::read_to_string(&path).expect("a readable source").lines().count();
        if lines > LIMIT {
            long.push(format!("{}: {lines}", path.display()));
        }
    }
    assert!(long.is_empty(), "files over {LIMIT} lines:\n{}", long.join("\n"));
}

#[test]
fn the_scan_sees_imports_in_every_form() {
    let text = "use crate::domain::ids::A;\nuse crate::{ports::x, store};\nlet y = crate::web::z();\n// crate::comment::x";
    let found: Vec<_> = imports(text).into_iter().collect();
    assert_eq!(found, ["domain", "ports", "store", "web"]);
}
