//! The words of the course: read once from the shipped table.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::lang::Lang;
use crate::domain::pinyin::{Pinyin, Tone};

/// One word to learn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// 1 the tones alone, 2 single syllables, 3 minimal pairs, 4 longer words.
    pub stage: u8,
    /// Numbered, with dictionary tones. It is also the item's name in memories.
    pub pinyin: Pinyin,
    /// The same in simplified characters.
    pub hanzi: String,
    /// What it means, in English.
    pub en: String,
    /// What it means, in Kinyarwanda.
    pub rw: String,
}

impl Item {
    /// The item's name in memories.
    #[must_use]
    pub fn id(&self) -> String {
        self.pinyin.to_string()
    }

    /// What it means.
    #[must_use]
    pub fn gloss(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Rw => &self.rw,
        }
    }

    /// Whether one of its syllables has that dictionary tone.
    #[must_use]
    pub fn has(&self, tone: Tone) -> bool {
        self.pinyin.syllables().iter().any(|s| s.tone() == tone)
    }

    /// The tone of a word of one syllable.
    #[must_use]
    pub fn single_tone(&self) -> Option<Tone> {
        match self.pinyin.syllables() {
            [only] => Some(only.tone()),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    items: Vec<Item>,
}

static SHIPPED: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../prompts/content/mandarin.toml"))
        .expect("the shipped table is read by a test of this module");
    file.items
});

/// Every word, in the order in which they come.
#[must_use]
pub fn items() -> &'static [Item] {
    &SHIPPED
}

/// The word of that name.
#[must_use]
pub fn item(id: &str) -> Option<&'static Item> {
    items().iter().find(|item| item.id() == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_course_has_words_for_every_stage_and_no_word_twice() {
        let ids: BTreeSet<String> = items().iter().map(Item::id).collect();
        assert_eq!(ids.len(), items().len());
        assert!(items().len() >= 60);
        for stage in 1..=4 {
            assert!(items().iter().filter(|i| i.stage == stage).count() >= 4);
        }
        assert!(items().is_sorted_by_key(|item| item.stage));
    }

    #[test]
    fn every_character_is_one_syllable() {
        for item in items() {
            let syllables = item.pinyin.syllables().len();
            assert_eq!(item.hanzi.chars().count(), syllables, "{}", item.id());
            assert!(!item.en.is_empty() && !item.rw.is_empty());
            assert!((item.en.clone() + &item.rw).is_ascii(), "{}", item.id());
        }
    }

    #[test]
    fn every_tone_has_a_minimal_pair() {
        let third = |i: &&Item| i.stage == 3;
        for tone in [Tone::First, Tone::Second, Tone::Third, Tone::Fourth] {
            assert!(items().iter().filter(third).any(|i| i.has(tone)));
        }
        for item in items().iter().filter(third) {
            let letters = item.pinyin.syllables()[0].letters();
            let partner = items().iter().any(|other| {
                other.pinyin != item.pinyin
                    && other.single_tone().is_some()
                    && other.pinyin.syllables()[0].letters() == letters
            });
            assert!(partner, "{} stands alone", item.id());
        }
    }
}
