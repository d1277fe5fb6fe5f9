//! Files of packs, read entry by entry: a fault in one entry hides no other.

use toml::Spanned;
use toml::de::DeValue;

use super::english::{Dialogue, English, ReadAloud, Rule, Sentence, Topic, Word};
use super::fault::Fault;
use super::general::{Item, Subject};
use super::maths::{Maths, Names, Template};
use super::pack::{FORMAT, Level, Pack, Pair};
use super::source::File;

/// One entry of a file: under which name, and what.
pub(super) struct Part<'a> {
    pub(super) name: &'static str,
    pub(super) value: Spanned<DeValue<'a>>,
}

/// The entries of a file that may have these. Another name in it, or no entry at all, is a fault.
pub(super) fn parts<'a>(
    file: &'a File,
    names: &[&'static str],
    faults: &mut Vec<Fault>,
) -> Vec<Part<'a>> {
    let Some(table) = file.tables(faults) else { return Vec::new() };
    let (mut parts, before) = (Vec::new(), faults.len());
    for (key, value) in table.into_inner() {
        let at = key.span().start;
        let known = names.iter().find(|name| **name == key.get_ref().as_ref());
        match (known, value.into_inner()) {
            (Some(name), DeValue::Array(entries)) => {
                parts.extend(entries.into_iter().map(|value| Part { name, value }));
            }
            // The title of a whole file.
            (None, DeValue::Table(_)) if key.get_ref() == "title" && names == ["item"] => {}
            _ => {
                let known = names.join("]], [[");
                let what = format!(
                    "{} has no place here; what a file of this kind has: [[{known}]]",
                    key.get_ref()
                );
                faults.push(file.fault_at(at, what));
            }
        }
    }
    if parts.is_empty() && faults.len() == before {
        let what = format!("there is no [[{}]] in this file", names.join("]], and no [["));
        faults.push(file.fault_at(0, what));
    }
    parts
}

/// What is wrong with a pack itself, beside those read before it.
pub(super) fn of_pack(
    file: &File,
    pack: &Pack,
    earlier: &[(&File, Pack)],
    files: &[File],
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |name: &str, what: String| {
        let line = file.text.lines().position(|line| line.trim_start().starts_with(name));
        faults.push(Fault { path: file.path.clone(), line: line.map_or(1, |at| at + 1), what });
    };
    if pack.format != FORMAT {
        fault("format", format!("this release reads format {FORMAT}, not {}", pack.format));
    }
    let [least, most] = pack.levels;
    if !(1..=5).contains(&least) || !(least..=5).contains(&most) {
        fault("levels", "levels are 1 to 5, the least first".to_owned());
    }
    if pack.title.en.trim().is_empty() || pack.title.rw.trim().is_empty() {
        fault("title", "the title is empty".to_owned());
    }
    // The shipped packs are read last and keep their names.
    let taken = |of: &File, id: &str| file.own && !of.own && id == pack.id;
    let shipped = files.iter().filter(|other| other.name() == "pack.toml" && !other.own);
    let twice = shipped
        .filter_map(|other| Some((other, other.parse::<Pack>(&mut Vec::new())?)))
        .find(|(other, known)| taken(other, &known.id))
        .map(|(other, _)| other);
    let twice = twice.or_else(|| {
        earlier
            .iter()
            .find(|(of, known)| of.own == file.own && known.id == pack.id)
            .map(|(of, _)| *of)
    });
    if let Some(other) = twice {
        fault("id", format!("there is another pack {}, {}", pack.id, other.path));
    }
    faults
}

/// What the items of a file are about: its own title, or the pack's where the file has none.
pub(super) fn subject(file: &File, pack: &Pack, faults: &mut Vec<Fault>) -> Subject {
    // What is no TOML is told where the entries are read.
    let own = file.tables(&mut Vec::new()).and_then(|table| {
        let (_, value) =
            table.into_inner().into_iter().find(|(key, _)| key.get_ref() == "title")?;
        file.value::<Pair>(value, faults)
    });
    Subject { label: stem(file).to_owned(), title: own.unwrap_or_else(|| pack.title.clone()) }
}

/// The questions of a file of general knowledge.
pub(super) fn items(file: &File, subject: &Subject, faults: &mut Vec<Fault>) -> Vec<Item> {
    if subject.label == "mixed" {
        let what = "no topic may be called mixed: that is what the line calls all of them together";
        faults.push(file.fault_at(0, what.to_owned()));
        return Vec::new();
    }
    let topic = |item: Item| Item { topic: subject.label.clone(), ..item };
    let parts = parts(file, &["item"], faults);
    let read = |part: Part<'_>| file.value::<Item>(part.value, faults).map(topic);
    parts.into_iter().filter_map(read).collect()
}

/// Adds a file of English.
pub(super) fn english(english: &mut English, file: &File, faults: &mut Vec<Fault>) {
    const NAMES: [&str; 6] = ["rule", "sentence", "dialogue", "word", "line", "topic"];
    let parts = parts(file, &NAMES, faults);
    let level = match level(file) {
        Some(level) => level,
        None if parts.iter().all(|part| part.name == "rule") => 1,
        None => {
            let what = "the file's name must say its level: level-1.toml to level-5.toml, or level-1a.toml";
            faults.push(file.fault_at(0, what.to_owned()));
            return;
        }
    };
    for Part { name, value } in parts {
        match name {
            "rule" => english.rules.extend(file.value::<Rule>(value, faults)),
            "sentence" => {
                let read = file.value::<Sentence>(value, faults);
                english.sentences.extend(read.map(|s| Sentence { level, ..s }));
            }
            "dialogue" => {
                let read = file.value::<Dialogue>(value, faults);
                english.dialogues.extend(read.map(|d| Dialogue { level, ..d }));
            }
            "word" => {
                let read = file.value::<Word>(value, faults);
                english.words.extend(read.map(|w| Word { level, ..w }));
            }
            "line" => {
                let read = file.value::<ReadAloud>(value, faults);
                english.lines.extend(read.map(|l| ReadAloud { level, ..l }));
            }
            _ => {
                let read = file.value::<Topic>(value, faults);
                english.topics.extend(read.map(|t| Topic { level, ..t }));
            }
        }
    }
}

/// Adds a file of word problems, or of names, places and goods.
pub(super) fn maths(maths: &mut Maths, file: &File, faults: &mut Vec<Fault>) {
    if stem(file) == "names" {
        let Some(more) = file.parse::<Names>(faults) else { return };
        let wrong = faults_of_names(file, &more);
        if wrong.is_empty() {
            maths.names.names.extend(more.names);
            maths.names.places.extend(more.places);
            maths.names.goods.extend(more.goods);
        }
        faults.extend(wrong);
        return;
    }
    let parts = parts(file, &["problem"], faults);
    let read = |part: Part<'_>| file.value::<Template>(part.value, faults);
    maths.problems.extend(parts.into_iter().filter_map(read));
}

fn faults_of_names(file: &File, names: &Names) -> Vec<Fault> {
    let at = |word: &str| file.text.find(word).unwrap_or(0);
    let mut faults = Vec::new();
    for person in &names.names {
        if !["m", "f", "both"].contains(&person.gender.as_str()) {
            let what = format!("{}: gender is \"m\", \"f\" or \"both\"", person.name);
            faults.push(file.fault_at(at(&person.name), what));
        }
    }
    for good in &names.goods {
        let price = good.price;
        if price.from < 1 || price.step < 1 || price.to < price.from {
            let what = format!(
                "{}: the price goes from a number to a higher one, in steps of 1 or more",
                good.key
            );
            faults.push(file.fault_at(at(&good.key), what));
        }
    }
    faults
}

/// The file's name without folder and ending.
fn stem(file: &File) -> &str {
    let name = file.name().rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".toml").unwrap_or(name)
}

/// The level in a name such as `level-3b`.
fn level(file: &File) -> Option<Level> {
    let digit = stem(file).strip_prefix("level-")?.chars().next()?;
    let level = Level::try_from(digit.to_digit(10)?).ok()?;
    (1..=5).contains(&level).then_some(level)
}
