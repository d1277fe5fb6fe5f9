//! All packs together, as the modules use them.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::check;
use super::debate::Motion;
use super::english::{Dialogue, English, ReadAloud, Rule, Sentence, Topic, Word};
use super::fault::Fault;
use super::general::Item;
use super::mandarin::Unit;
use super::maths::{Maths, Names, Template};
use super::pack::{FORMAT, Kind, Level, Pack};
use super::source::{self, File, SourceError};
use super::stories::Story;

/// Everything that can be taught.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The packs that were read.
    pub packs: Vec<Pack>,
    /// English.
    pub english: English,
    /// Word problems.
    pub maths: Maths,
    /// Stories, easiest first.
    pub stories: Vec<Story>,
    /// Motions, easiest first.
    pub motions: Vec<Motion>,
    /// General knowledge, by topic.
    pub items: Vec<Item>,
    /// Mandarin, in the order of the course.
    pub units: Vec<Unit>,
}

static SHIPPED: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let (library, faults) = Library::read(&source::shipped());
    assert!(faults.is_empty(), "the shipped packs are checked by a test: {faults:?}");
    Arc::new(library)
});

impl Library {
    /// The packs that come with the program; read once.
    #[must_use]
    pub fn shipped() -> Arc<Self> {
        Arc::clone(&SHIPPED)
    }

    /// The shipped packs and those in `folder`. What is wrong there is told; what is right is used.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn with_folder(folder: &Path) -> Result<(Self, Vec<Fault>), SourceError> {
        let mut files = source::shipped();
        let own = source::folder(folder)?;
        let none = !own.iter().any(|file| file.name() == "pack.toml");
        files.extend(own);
        let (library, mut faults) = Self::read(&files);
        if none {
            let what = "there is no pack here: no pack.toml in it, nor in a folder below it".into();
            faults.push(Fault { path: folder.display().to_string(), line: 1, what });
        }
        Ok((library, faults))
    }

    /// The shipped packs alone, with what is wrong in them.
    #[must_use]
    pub fn check_shipped() -> (Self, Vec<Fault>) {
        Self::read(&source::shipped())
    }

    /// Reads and checks the files of any number of packs.
    #[must_use]
    pub fn read(files: &[File]) -> (Self, Vec<Fault>) {
        let (mut library, mut faults) = (Self::default(), Vec::new());
        let mut kinds: Vec<(&str, Kind)> = Vec::new();
        for file in files.iter().filter(|file| file.name() == "pack.toml") {
            let Some(pack) = file.parse::<Pack>(&mut faults) else { continue };
            if pack.format != FORMAT {
                let what =
                    format!("format {} is not known: this release reads {FORMAT}", pack.format);
                faults.push(Fault { path: file.path.clone(), line: 1, what });
                continue;
            }
            kinds.push((file.pack(), pack.module));
            library.packs.push(pack);
        }
        for file in files.iter().filter(|file| file.name() != "pack.toml") {
            match kinds.iter().find(|(pack, _)| *pack == file.pack()) {
                Some((_, kind)) => library.take(*kind, file, &mut faults),
                None => faults.push(Fault {
                    path: file.path.clone(),
                    line: 1,
                    what: "its pack has no pack.toml that can be read".to_owned(),
                }),
            }
        }
        library.sort();
        faults.extend(check::library(&library, files));
        (library, faults)
    }

    fn take(&mut self, kind: Kind, file: &File, faults: &mut Vec<Fault>) {
        match kind {
            Kind::English => self.english.take(file, faults),
            Kind::Maths => self.maths.take(file, faults),
            Kind::Comprehension => self.stories.extend(file.parse::<Story>(faults)),
            Kind::Debate => {
                self.motions.extend(file.parse::<Motions>(faults).unwrap_or_default().motion);
            }
            Kind::General => {
                let mut items = file.parse::<Items>(faults).unwrap_or_default().item;
                items.iter_mut().for_each(|item| item.topic = stem(file).to_owned());
                self.items.extend(items);
            }
            Kind::Mandarin => self.units.extend(file.parse::<Unit>(faults)),
        }
    }

    fn sort(&mut self) {
        self.english.sentences.sort_by_key(|s| s.level);
        self.english.dialogues.sort_by_key(|d| d.level);
        self.english.words.sort_by_key(|w| w.level);
        self.english.lines.sort_by_key(|l| l.level);
        self.english.topics.sort_by_key(|t| t.level);
        self.maths.problems.sort_by(|a, b| (&a.skill, a.level).cmp(&(&b.skill, b.level)));
        self.stories.sort_by_key(|s| s.level);
        self.motions.sort_by_key(|m| m.level);
        self.units.sort_by_key(|u| u.number);
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Motions {
    motion: Vec<Motion>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Items {
    item: Vec<Item>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EnglishFile {
    rule: Vec<Rule>,
    sentence: Vec<Sentence>,
    dialogue: Vec<Dialogue>,
    word: Vec<Word>,
    line: Vec<ReadAloud>,
    topic: Vec<Topic>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Problems {
    problem: Vec<Template>,
}

impl English {
    fn take(&mut self, file: &File, faults: &mut Vec<Fault>) {
        let Some(read) = file.parse::<EnglishFile>(faults) else { return };
        let leveled = read.rule.is_empty();
        let level = match level(file) {
            Some(level) => level,
            None if !leveled => 1,
            None => {
                let what = "the file's name must say its level: level-1.toml to level-5.toml, or level-1a.toml";
                faults.push(Fault { path: file.path.clone(), line: 1, what: what.to_owned() });
                return;
            }
        };
        self.rules.extend(read.rule);
        self.sentences.extend(read.sentence.into_iter().map(|s| Sentence { level, ..s }));
        self.dialogues.extend(read.dialogue.into_iter().map(|d| Dialogue { level, ..d }));
        self.words.extend(read.word.into_iter().map(|w| Word { level, ..w }));
        self.lines.extend(read.line.into_iter().map(|l| ReadAloud { level, ..l }));
        self.topics.extend(read.topic.into_iter().map(|t| Topic { level, ..t }));
    }
}

impl Maths {
    fn take(&mut self, file: &File, faults: &mut Vec<Fault>) {
        if stem(file) == "names" {
            let Some(more) = file.parse::<Names>(faults) else { return };
            self.names.names.extend(more.names);
            self.names.places.extend(more.places);
            self.names.goods.extend(more.goods);
        } else if let Some(read) = file.parse::<Problems>(faults) {
            self.problems.extend(read.problem);
        }
    }
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
