//! The golden sets: what is asked, and what a good answer holds. Their files say how each is meant.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::domain::lang::Lang;
use crate::domain::task::{Task, TaskKind};

#[derive(RustEmbed)]
#[folder = "prompts/golden/"]
#[include = "*.toml"]
struct Shipped;

/// The format that this release reads.
const FORMAT: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    task: String,
    version: String,
    item: Vec<Row>,
}

/// Every field that some set has.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Row {
    id: String,
    level: u8,
    prompt: String,
    expect_any: Vec<String>,
    must_mention: Vec<String>,
    answer: String,
    expect: String,
    passage: String,
    question: String,
    verdict: String,
    why: Vec<String>,
    must_be_language: String,
    must_include_any: Vec<String>,
    must_not_include: Vec<String>,
}

/// A set of one task.
#[derive(Debug, Clone)]
pub struct Set {
    /// Its task, as its file calls it.
    pub task: String,
    /// Its version.
    pub version: String,
    /// What is asked.
    pub items: Vec<Item>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id in the set.
    pub id: String,
    /// The task as the tutor gets it.
    pub task: Task,
    /// In which language to answer.
    pub lang: Lang,
    /// What a good answer holds.
    pub want: Want,
}

/// What a good answer holds.
#[derive(Debug, Clone)]
pub enum Want {
    /// One of these corrections, and one of these words.
    Correction {
        /// The sentence, corrected.
        any: Vec<String>,
        /// What the explanation speaks of.
        mention: Vec<String>,
    },
    /// This number, as a number of its own.
    Number(String),
    /// This subject and no other.
    Subject(String),
    /// This verdict.
    Verdict(String),
    /// A reply in this language that holds one of the first and none of the second.
    Reply {
        /// The language.
        lang: Lang,
        /// One of these.
        any: Vec<String>,
        /// None of these.
        none: Vec<String>,
    },
}

impl Want {
    /// The same in words, for a judge.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Correction { any, mention } => {
                format!("{} Reason: {}", any[0], mention.join(", "))
            }
            Self::Number(number) => number.clone(),
            Self::Subject(subject) => subject.clone(),
            Self::Verdict(verdict) => format!("the answer is {verdict}"),
            Self::Reply { any, .. } => {
                format!("a reply in Kinyarwanda with one of: {}", any.join(", "))
            }
        }
    }
}

/// The sets in these files, or all that come with the line.
pub(super) fn read(files: &[PathBuf]) -> anyhow::Result<Vec<Set>> {
    if files.is_empty() {
        let names: Vec<_> = Shipped::iter().collect();
        let text = |name: &str| {
            Shipped::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned())
        };
        return names
            .iter()
            .map(|name| parse(&text(name).unwrap_or_default(), Path::new(name.as_ref())))
            .collect();
    }
    let open = |path: &PathBuf| {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        parse(&text, path)
    };
    files.iter().map(open).collect()
}

fn parse(text: &str, path: &Path) -> anyhow::Result<Set> {
    let file: File = toml::from_str(text).with_context(|| path.display().to_string())?;
    anyhow::ensure!(
        file.format == FORMAT,
        "{}: format {} is not known",
        path.display(),
        file.format
    );
    let items: anyhow::Result<Vec<Item>> =
        file.item.into_iter().map(|row| item(&file.task, row)).collect();
    Ok(Set {
        items: items.with_context(|| path.display().to_string())?,
        task: file.task,
        version: file.version,
    })
}

fn item(task: &str, row: Row) -> anyhow::Result<Item> {
    let mut facts = BTreeMap::new();
    if row.level > 0 {
        facts.insert("level".into(), row.level.to_string());
    }
    let mut lang = Lang::En;
    let (kind, said, want) = match task {
        "grammar" => (
            TaskKind::Grammar,
            row.prompt,
            Want::Correction { any: row.expect_any, mention: row.must_mention },
        ),
        "maths" => {
            facts.insert("problem".into(), row.prompt.clone());
            (TaskKind::Maths, row.prompt, Want::Number(row.answer))
        }
        "routing" => (TaskKind::Route, row.prompt, Want::Subject(row.expect)),
        "stories" => {
            facts.insert("story".into(), row.passage);
            facts.insert("question".into(), row.question);
            (TaskKind::Story, row.answer, Want::Verdict(row.verdict))
        }
        "kinyarwanda" => {
            lang = row.must_be_language.parse()?;
            (
                TaskKind::Ask,
                row.prompt,
                Want::Reply { lang, any: row.must_include_any, none: row.must_not_include },
            )
        }
        other => anyhow::bail!("{other} is no task that is known"),
    };
    anyhow::ensure!(
        !matches!(&want, Want::Correction { any, .. } if any.is_empty()),
        "{}: no correction",
        row.id
    );
    let task = Task { kind, said, facts, instead_of: Vec::new() };
    Ok(Item { id: row.id, task, lang, want })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_sets_are_read_and_hold_two_hundred_items() {
        let sets = read(&[]).expect("they are read");
        let tasks: Vec<&str> = sets.iter().map(|set| set.task.as_str()).collect();
        assert_eq!(tasks.len(), 5, "{tasks:?}");
        assert!(sets.iter().map(|set| set.items.len()).sum::<usize>() >= 200);
    }

    #[test]
    fn a_set_of_an_unknown_task_or_format_is_refused() {
        let text = |format: u32, task: &str| {
            format!("format = {format}\ntask = \"{task}\"\nversion = \"1\"\n[[item]]\nid = \"a\"\n")
        };
        assert!(parse(&text(1, "cooking"), Path::new("x")).is_err());
        assert!(parse(&text(2, "maths"), Path::new("x")).is_err());
        assert!(parse(&text(1, "maths"), Path::new("x")).is_ok());
    }
}
