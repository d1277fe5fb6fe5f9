//! What the questions are about, and the words that name it.

use serde::{Deserialize, Serialize};

use crate::domain::lang::Lang;
use crate::domain::turn::Line;
use crate::text::replies;

/// Words that call for general knowledge.
pub(super) const KEYWORDS: &[(Lang, &[&str])] = &[
    (
        Lang::En,
        &[
            "general knowledge",
            "knowledge",
            "quiz",
            "trivia",
            "facts",
            "fact",
            "science",
            "health",
            "farming",
            "agriculture",
            "civics",
            "history",
            "geography",
            "questions",
        ],
    ),
    (
        Lang::Rw,
        &[
            "ubumenyi rusange",
            "ubumenyi",
            "rusange",
            "ibibazo",
            "siyansi",
            "ubuzima",
            "ubuhinzi",
            "ubworozi",
            "amateka",
            "ubumenyi bw isi",
            "uburere mboneragihugu",
        ],
    ),
];

/// What a learner wants to be asked about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Topic {
    /// The sky, matter, plants and animals.
    Science,
    /// Body, food, illness, first aid.
    Health,
    /// Soil, crops, animals.
    Farming,
    /// State, law, community.
    Civics,
    /// Land, history and culture of Rwanda.
    Rwanda,
    /// East Africa and beyond.
    Region,
    /// Everything.
    Mixed,
    /// A topic that a pack added, by its file's name.
    Added(String),
}

impl From<String> for Topic {
    fn from(label: String) -> Self {
        Self::ALL.into_iter().find(|topic| topic.label() == label).unwrap_or(Self::Added(label))
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.label().to_owned()
    }
}

impl Topic {
    /// The line's own topics, in the order of their numbers.
    pub const ALL: [Self; 7] = [
        Self::Science,
        Self::Health,
        Self::Farming,
        Self::Civics,
        Self::Rwanda,
        Self::Region,
        Self::Mixed,
    ];

    /// Whether items of this file belong to it.
    #[must_use]
    pub fn holds(&self, file: &str) -> bool {
        *self == Self::Mixed || self.label() == file
    }

    /// Its name in packs and attempts.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Science => "science",
            Self::Health => "health",
            Self::Farming => "farming",
            Self::Civics => "civics",
            Self::Rwanda => "rwanda",
            Self::Region => "region",
            Self::Mixed => "mixed",
            Self::Added(label) => label,
        }
    }

    /// One of the line's own, as it stands in a sentence.
    pub(super) fn line(&self) -> Option<Line> {
        Some(Line::new(match self {
            Self::Science => "knowledge-topic-science",
            Self::Health => "knowledge-topic-health",
            Self::Farming => "knowledge-topic-farming",
            Self::Civics => "knowledge-topic-civics",
            Self::Rwanda => "knowledge-topic-rwanda",
            Self::Region => "knowledge-topic-region",
            Self::Mixed => "knowledge-topic-mixed",
            Self::Added(_) => return None,
        }))
    }

    fn words(&self) -> &'static [&'static str] {
        match self {
            // Its title and its file's name are all that is known of it.
            Self::Added(_) => &[],
            Self::Science => &[
                "science",
                "sciences",
                "sky",
                "stars",
                "nature",
                "physics",
                "biology",
                "chemistry",
                "siyansi",
                "isanzure",
                "ibyaremwe",
            ],
            Self::Health => &[
                "health", "healthy", "body", "illness", "disease", "medicine", "food", "ubuzima",
                "buzima", "indwara", "isuku", "umubiri", "imirire",
            ],
            Self::Farming => &[
                "farming",
                "farm",
                "agriculture",
                "crops",
                "animals",
                "cows",
                "ubuhinzi",
                "buhinzi",
                "ubworozi",
                "bworozi",
                "guhinga",
                "imyaka",
                "korora",
            ],
            Self::Civics => &[
                "civics",
                "civic",
                "citizenship",
                "law",
                "laws",
                "rights",
                "government",
                "uburere",
                "mboneragihugu",
                "amategeko",
                "uburenganzira",
                "ubuyobozi",
                "imiyoborere",
            ],
            Self::Rwanda => &["rwanda", "country", "igihugu", "gihugu"],
            Self::Region => &[
                "region",
                "africa",
                "east",
                "neighbours",
                "neighbors",
                "kenya",
                "uganda",
                "akarere",
                "karere",
                "afurika",
                "ibituranyi",
            ],
            Self::Mixed => &[
                "mixed",
                "mix",
                "all",
                "any",
                "anything",
                "everything",
                "bivanze",
                "bivange",
                "byose",
                "ibivanze",
                "iryo ariryo ryose",
                "icyo ari cyo cyose",
            ],
        }
    }

    /// The own topic of the line that a sentence names; `None` for none, or for two at once.
    #[must_use]
    pub fn named_in(text: &str) -> Option<Self> {
        let plain = replies::plain(text);
        let words: Vec<&str> = plain.split(' ').collect();
        let names = |topic: &Self| {
            topic.words().iter().any(|wanted| words.iter().any(|word| alike(word, wanted)))
        };
        let mut found = Self::ALL.into_iter().filter(names);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

/// The same word, or a longer one with a letter wrong.
pub(super) fn alike(word: &str, wanted: &str) -> bool {
    word == wanted
        || (wanted.len() >= 6
            && word.len() >= 5
            && word.chars().next() == wanted.chars().next()
            && strsim::osa_distance(word, wanted) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_named_in_both_languages_with_slips() {
        for (text, topic) in [
            ("science please", Topic::Science),
            ("helth", Topic::Health),
            ("ubuhinzi n'ubworozi", Topic::Farming),
            ("u Rwanda", Topic::Rwanda),
            ("ibibazo ku buzima", Topic::Health),
            ("everything", Topic::Mixed),
            ("afrika", Topic::Region),
        ] {
            assert_eq!(Topic::named_in(text), Some(topic.clone()), "{text}");
        }
        // The module's own name is no topic of it.
        for text in ["", "banana", "science or health", "yego", "ubumenyi rusange"] {
            assert_eq!(Topic::named_in(text), None, "{text}");
        }
    }
}
