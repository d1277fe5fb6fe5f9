//! The topics that packs of the operator's added, beside the line's own.

use super::topic::{Topic, alike};
use crate::content::Library;
use crate::content::general::Subject;
use crate::domain::turn::Line;
use crate::modules::told;
use crate::text::replies::plain;

/// Every topic that can be chosen.
pub(super) struct Subjects(Vec<Subject>);

/// Words of a title that name nothing by themselves.
const EMPTY: &[&str] = &[
    "about",
    "from",
    "your",
    "with",
    "this",
    "that",
    "their",
    "life",
    "questions",
    "more",
    "general",
    "kuri",
    "kacu",
    "wacu",
    "yacu",
    "bacu",
    "cyacu",
    "ryacu",
    "ibibazo",
    "mwacu",
];

/// Titles of the line's own topics that answer no question.
const TITLES: [&str; 12] = [
    "science",
    "health",
    "farming",
    "agriculture",
    "civics",
    "our region",
    "siyansi",
    "ubuzima",
    "ubuhinzi",
    "ubuhinzi n ubworozi",
    "uburere mboneragihugu",
    "akarere kacu",
];

impl Subjects {
    /// The added topics of a library. What is added to a topic of the line's own stands there.
    pub(super) fn of(library: &Library) -> Self {
        let added =
            |subject: &&Subject| matches!(Topic::from(subject.label.clone()), Topic::Added(_));
        Self(library.subjects.iter().filter(added).cloned().collect())
    }

    /// The added topics, in their order.
    pub(super) fn added(&self) -> &[Subject] {
        &self.0
    }

    /// A topic as it stands in a sentence.
    pub(super) fn named(&self, topic: &Topic) -> Line {
        topic.line().unwrap_or_else(|| {
            let known = self.0.iter().find(|subject| subject.label == topic.label());
            known.map_or_else(
                || Line::new("content").with("text", topic.label()),
                |s| told(&s.title),
            )
        })
    }

    /// The topic that a sentence names: one of a pack before the line's own, for it is named in more words.
    pub(super) fn named_in(&self, text: &str) -> Option<Topic> {
        let said = plain(text);
        let words: Vec<&str> = said.split(' ').collect();
        let names =
            |subject: &&Subject| words_of(subject).iter().any(|wanted| holds(&words, wanted));
        let mut found = self.0.iter().filter(names);
        match (found.next(), found.next()) {
            (Some(subject), None) => Some(Topic::Added(subject.label.clone())),
            _ => Topic::named_in(text),
        }
    }

    /// Whether a text is the title of a topic and nothing more.
    pub(super) fn is_title(&self, said: &str) -> bool {
        let said = said.trim_end_matches(" please");
        let titled = |subject: &Subject| {
            [&subject.title.en, &subject.title.rw].iter().any(|title| plain(title) == said)
        };
        TITLES.contains(&said) || self.0.iter().any(titled)
    }

    /// The words and phrases that call for the added topics.
    pub(super) fn words(&self) -> Vec<String> {
        self.0.iter().flat_map(words_of).collect()
    }
}

/// Whether the words hold this phrase.
fn holds(words: &[&str], phrase: &str) -> bool {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words
        .windows(wanted.len())
        .any(|at| at.iter().zip(&wanted).all(|(word, want)| alike(word, want)))
}

/// Its title in either language, its file's name, and each word of them that names something.
fn words_of(subject: &Subject) -> Vec<String> {
    let names = [&subject.title.en, &subject.title.rw, &subject.label];
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let name = plain(&name.replace('-', " "));
        let single = |word: &&str| {
            let own = Topic::named_in(word).is_some();
            word.chars().count() >= 4 && !EMPTY.contains(word) && !own
        };
        all.extend(name.split(' ').filter(single).map(str::to_owned));
        all.push(name);
    }
    all.retain(|name| !name.is_empty());
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Pair;

    fn subjects() -> Subjects {
        let subject = |label: &str, en: &str, rw: &str| Subject {
            label: label.into(),
            title: Pair { en: en.into(), rw: rw.into() },
        };
        Subjects(vec![
            subject("district", "Our district", "Akarere ka Huye"),
            subject("fish-farming", "Keeping fish", "Ubworozi bw'amafi"),
        ])
    }

    #[test]
    fn an_added_topic_is_found_by_its_title_its_file_and_their_words() {
        let subjects = subjects();
        for (text, label) in [
            ("our district", "district"),
            ("ask me about the distict please", "district"),
            ("ibibazo kuri Huye", "district"),
            ("fish", "fish-farming"),
            ("questions on keeping fish", "fish-farming"),
            ("farming", "farming"),
            ("science", "science"),
        ] {
            let topic = subjects.named_in(text).expect(text);
            assert_eq!(topic.label(), label, "{text}");
        }
        assert_eq!(subjects.named_in("banana"), None);
    }
}
