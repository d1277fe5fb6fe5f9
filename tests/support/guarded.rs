//! Rows of the sets that the checks of the tutor's answers are measured on, and what the checks say of them.

#![allow(dead_code, reason = "each test uses its share")]

use std::collections::BTreeMap;

use toneline::domain::lang::Lang;
use toneline::domain::manner::Manner;
use toneline::domain::task::{Task, TaskKind};
use toneline::tutor::guard::{Checker, Unfit};
use toneline::tutor::prompts::{About, BUDGET, Brief, Nonce, build};

/// One row: what a learner says, and what a model might answer.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) lang: Lang,
    pub(crate) kind: TaskKind,
    pub(crate) said: String,
    pub(crate) last: String,
}

/// The fields of one line of CSV; quotation marks are doubled inside quoted fields.
pub(crate) fn fields(line: &str) -> Vec<String> {
    let (mut out, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    out.push(field);
    out
}

/// The rows of a set with five columns: id, language, module, text, and what the set is about.
pub(crate) fn rows(csv: &str) -> Vec<Row> {
    let read = |line: &str| {
        let fields = fields(line);
        let [id, lang, module, said, last] = fields.as_slice() else {
            panic!("five fields: {line}")
        };
        Row {
            id: id.clone(),
            lang: lang.parse().expect("a language"),
            kind: kind(module),
            said: said.clone(),
            last: last.clone(),
        }
    };
    csv.lines().skip(1).map(read).collect()
}

fn kind(module: &str) -> TaskKind {
    match module {
        "english" => TaskKind::Grammar,
        "talk" => TaskKind::Converse,
        "maths" => TaskKind::Maths,
        "comprehension" => TaskKind::Story,
        "debate" => TaskKind::Debate,
        _ => TaskKind::Ask,
    }
}

/// The facts that a module would hand in.
pub(crate) fn facts(kind: TaskKind) -> BTreeMap<std::borrow::Cow<'static, str>, String> {
    let fact = match kind {
        TaskKind::Maths => Some(("answer", "56")),
        TaskKind::Story => Some(("story", "The hare hid in the tree. The hyena slept.")),
        TaskKind::Debate => Some(("motion", "Phones belong in schools.")),
        _ => None,
    };
    fact.into_iter().map(|(name, value)| (name.into(), value.to_owned())).collect()
}

/// The task of a row.
pub(crate) fn task(kind: TaskKind, said: &str) -> Task {
    Task { kind, said: said.to_owned(), facts: facts(kind), instead_of: Vec::new() }
}

pub(crate) fn brief<'a>(task: &'a Task, lang: Lang, name: &'a str) -> Brief<'a> {
    let pupil = About { name: Some(name), lang, manner: Manner::default(), aloud: true, most: 400 };
    Brief {
        task,
        pupil,
        history: &[],
        summary: None,
        budget: BUDGET,
        nonce: Nonce::new(0xfeed_1234),
        version: None,
    }
}

/// What becomes of an answer to a task.
pub(crate) fn checked(task: &Task, lang: Lang, answer: &str) -> Result<String, Unfit> {
    let brief = brief(task, lang, "Keza");
    Checker::new(&brief, &build(&brief)).whole(answer)
}
