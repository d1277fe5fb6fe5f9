//! All packs together, as the modules use them.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::check;
use super::debate::Motion;
use super::english::English;
use super::fault::Fault;
use super::general::{Item, Subject};
use super::mandarin::Unit;
use super::maths::Maths;
use super::pack::{Kind, Pack};
use super::place::Places;
use super::reading::{self, Part};
use super::source::{self, File, SourceError};
use super::stories::Story;

/// Everything that can be taught. What comes from the operator's folder stands first among what is equally hard.
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
    /// The topics of general knowledge that packs of the operator's added, in the order of their files.
    pub subjects: Vec<Subject>,
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

    /// The shipped packs and those in `folder`. What is wrong there is told and left out; what is right is used.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn with_folder(folder: &Path) -> Result<(Self, Vec<Fault>), SourceError> {
        let mut files = source::folder(folder)?;
        let none = !files.iter().any(|file| file.name() == "pack.toml");
        files.extend(source::shipped());
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

    /// Reads and checks the files of any number of packs. Of two things with one id the last stays; what has a fault is
    /// left out.
    #[must_use]
    pub fn read(files: &[File]) -> (Self, Vec<Fault>) {
        let (mut library, mut faults) = (Self::default(), Vec::new());
        let mut kinds: Vec<(&File, Pack)> = Vec::new();
        for file in files.iter().filter(|file| file.name() == "pack.toml") {
            let Some(pack) = file.parse::<Pack>(&mut faults) else { continue };
            let wrong = reading::of_pack(file, &pack, &kinds, files);
            if wrong.is_empty() {
                library.packs.push(pack.clone());
                kinds.push((file, pack));
            }
            faults.extend(wrong);
        }
        // The shipped packs are listed first.
        library.packs.rotate_left(kinds.iter().filter(|(file, _)| file.own).count());
        for file in files.iter().filter(|file| file.name() != "pack.toml") {
            match kinds.iter().find(|(of, _)| of.own == file.own && of.pack() == file.pack()) {
                Some((_, pack)) => library.take(pack, file, &mut faults),
                None => {
                    let what = "its pack has no pack.toml that can be read";
                    faults.push(file.fault_at(0, what.to_owned()));
                }
            }
        }
        library.sort();
        let (wrong, bad) = check::library(&library, &Places(files));
        library.leave_out(&bad);
        faults.extend(wrong);
        (library, faults)
    }

    fn take(&mut self, pack: &Pack, file: &File, faults: &mut Vec<Fault>) {
        match pack.module {
            Kind::English => reading::english(&mut self.english, file, faults),
            Kind::Maths => reading::maths(&mut self.maths, file, faults),
            Kind::Comprehension => self.stories.extend(file.parse::<Story>(faults)),
            Kind::Debate => {
                let parts = reading::parts(file, &["motion"], faults);
                let read = |part: Part<'_>| file.value::<Motion>(part.value, faults);
                self.motions.extend(parts.into_iter().filter_map(read));
            }
            Kind::General => {
                let subject = reading::subject(file, pack, faults);
                let items = reading::items(file, &subject, faults);
                if file.own && !items.is_empty() {
                    self.add_subject(file, subject, faults);
                }
                self.items.extend(items);
            }
            Kind::Mandarin => self.units.extend(file.parse::<Unit>(faults)),
        }
    }

    fn add_subject(&mut self, file: &File, subject: Subject, faults: &mut Vec<Fault>) {
        let same = |known: &&Subject| known.title == subject.title && known.label != subject.label;
        if let Some(other) = self.subjects.iter().find(same) {
            let what = format!(
                "the topics {} and {} have one title: write title = {{ en = \"...\", rw = \"...\" }} at the top of the file",
                subject.label, other.label
            );
            faults.push(file.fault_at(0, what));
        }
        if self.subjects.iter().all(|known| known.label != subject.label) {
            self.subjects.push(subject);
        }
    }

    /// Takes out what has a fault, and of two things with one id the first: the shipped ones are read last.
    fn leave_out(&mut self, bad: &check::Bad) {
        let wrong = |kind: &str, id: &str| bad.contains(&(kind.to_owned(), id.to_owned()));
        let english = &mut self.english;
        last_of_each(&mut english.rules, |rule| &rule.id);
        last_of_each(&mut english.sentences, |sentence| &sentence.id);
        last_of_each(&mut english.dialogues, |dialogue| &dialogue.id);
        last_of_each(&mut english.words, |word| &word.id);
        last_of_each(&mut english.lines, |line| &line.id);
        last_of_each(&mut english.topics, |topic| &topic.id);
        last_of_each(&mut self.stories, |story| &story.id);
        last_of_each(&mut self.motions, |motion| &motion.id);
        last_of_each(&mut self.items, |item| &item.id);
        last_of_each(&mut self.maths.problems, |problem| &problem.id);
        last_of_each(&mut self.units, |unit| &unit.id);
        english.rules.retain(|rule| !wrong("rule", &rule.id));
        english.sentences.retain(|sentence| !wrong("sentence", &sentence.id));
        english.dialogues.retain(|dialogue| !wrong("dialogue", &dialogue.id));
        english.words.retain(|word| !wrong("word", &word.id));
        english.lines.retain(|line| !wrong("line", &line.id));
        english.topics.retain(|topic| !wrong("topic", &topic.id));
        self.stories.retain(|story| !wrong("story", &story.id));
        self.motions.retain(|motion| !wrong("motion", &motion.id));
        self.items.retain(|item| !wrong("item", &item.id));
        self.maths.problems.retain(|problem| !wrong("problem", &problem.id));
        self.units.retain(|unit| !wrong("unit", &unit.id));
        let items = &self.items;
        self.subjects.retain(|subject| items.iter().any(|item| item.topic == subject.label));
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

/// Keeps, of things with one id, the last.
fn last_of_each<T>(things: &mut Vec<T>, id: impl Fn(&T) -> &String) {
    let ids: Vec<String> = things.iter().map(|thing| id(thing).clone()).collect();
    let mut at = 0;
    things.retain(|_| {
        at += 1;
        !ids[at..].contains(&ids[at - 1])
    });
}
