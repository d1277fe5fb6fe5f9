//! The words of the course, unit by unit, as the packs have them.

use std::collections::BTreeSet;

use crate::content::mandarin::{Unit, UnitKind};
use crate::content::{Library, Pair};
use crate::domain::lang::Lang;
use crate::domain::pinyin::{Pinyin, Tone};

/// One word to learn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name in memories: its pinyin, and its unit where another word sounds the same.
    pub id: String,
    /// The number of its unit.
    pub unit: u16,
    /// What its unit trains.
    pub kind: UnitKind,
    /// Numbered, with dictionary tones.
    pub pinyin: Pinyin,
    /// The same in simplified characters.
    pub hanzi: String,
    /// What it means.
    pub gloss: Pair,
    /// What to mind.
    pub note: Option<Pair>,
}

impl Item {
    /// What it means.
    #[must_use]
    pub fn gloss(&self, lang: Lang) -> &str {
        self.gloss.get(lang)
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

    /// Its level, 1 to 5.
    #[must_use]
    pub fn level(&self) -> u8 {
        level_of(self.kind, self.unit)
    }
}

/// Word units from this number on are the highest level.
const FURTHER: u16 = 30;

fn level_of(kind: UnitKind, unit: u16) -> u8 {
    match kind {
        UnitKind::Tones => 1,
        UnitKind::Contrast => 2,
        UnitKind::Pairs | UnitKind::Sandhi => 3,
        UnitKind::Words if unit < FURTHER => 4,
        UnitKind::Words => 5,
    }
}

/// The whole course.
#[derive(Debug, Clone, Default)]
pub struct Course {
    units: Vec<Unit>,
    items: Vec<Item>,
    /// Words that find the first unit, each with the unit for those who miss it.
    probes: Vec<(String, u16)>,
}

impl Course {
    /// The course of a library.
    #[must_use]
    pub fn new(library: &Library) -> Self {
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for unit in &library.units {
            for phrase in &unit.items {
                let sound = phrase.pinyin.to_string();
                let id =
                    if seen.contains(&sound) { format!("{sound}/{}", unit.number) } else { sound };
                if !seen.insert(id.clone()) {
                    continue;
                }
                items.push(Item {
                    id,
                    unit: unit.number,
                    kind: unit.kind,
                    pinyin: phrase.pinyin.clone(),
                    hanzi: phrase.hanzi.clone(),
                    gloss: Pair { en: phrase.en.clone(), rw: phrase.rw.clone() },
                    note: phrase.note.clone(),
                });
            }
        }
        let mut course = Self { units: library.units.clone(), items, probes: Vec::new() };
        course.probes = course.found_probes();
        course
    }

    /// Every word, in the order of the course.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The word of that name.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The unit of that number.
    #[must_use]
    pub fn unit(&self, number: u16) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.number == number)
    }

    /// How many units there are.
    #[must_use]
    pub fn len(&self) -> u16 {
        u16::try_from(self.units.len()).unwrap_or(u16::MAX)
    }

    /// Whether there is nothing to learn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The words of one unit.
    pub fn of_unit(&self, number: u16) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.unit == number)
    }

    /// The first unit of a level, 1 to 5.
    #[must_use]
    pub fn first_of_level(&self, level: u8) -> u16 {
        let at = |unit: &&Unit| level_of(unit.kind, unit.number) >= level;
        self.units.iter().find(at).or(self.units.last()).map_or(1, |unit| unit.number)
    }

    /// The words that find the first unit.
    #[must_use]
    pub fn probes(&self) -> &[(String, u16)] {
        &self.probes
    }

    /// One syllable in the four tones, then a pair, a change of tone and a phrase.
    fn found_probes(&self) -> Vec<(String, u16)> {
        let full = [Tone::First, Tone::Second, Tone::Third, Tone::Fourth];
        // The same syllable, in the same unit.
        let twin = |of: &Item, tone: Tone| {
            self.of_unit(of.unit).find(|item| {
                match (item.pinyin.syllables(), of.pinyin.syllables()) {
                    ([one], [other]) => one.letters() == other.letters() && one.tone() == tone,
                    _ => false,
                }
            })
        };
        let contrasts = self.items.iter().filter(|item| item.kind == UnitKind::Contrast);
        let four = contrasts
            .map(|item| full.iter().filter_map(|tone| twin(item, *tone)).collect::<Vec<_>>())
            .find(|four| four.len() == full.len())
            .unwrap_or_default();
        let tone_unit = |tone: Option<Tone>| {
            let trains = |unit: &&Unit| {
                unit.kind == UnitKind::Tones
                    && self.of_unit(unit.number).next().and_then(Item::single_tone) == tone
            };
            self.units.iter().find(trains).map_or(1, |unit| unit.number)
        };
        let mut probes: Vec<(String, u16)> =
            four.iter().map(|item| (item.id.clone(), tone_unit(item.single_tone()))).collect();
        if probes.is_empty() {
            return probes;
        }
        let first = |kind: UnitKind| {
            self.units.iter().find(|unit| unit.kind == kind).map(|unit| unit.number)
        };
        let steps = [
            (UnitKind::Pairs, UnitKind::Contrast),
            (UnitKind::Sandhi, UnitKind::Pairs),
            (UnitKind::Words, UnitKind::Sandhi),
        ];
        for (probed, missed) in steps {
            let item = first(probed).and_then(|number| self.of_unit(number).next());
            probes.extend(item.zip(first(missed)).map(|(item, unit)| (item.id.clone(), unit)));
        }
        probes
    }

    /// Two other meanings from the same unit and the right one, and its place. The order changes with every `turn`, so that no
    /// number is learned for a word.
    #[must_use]
    pub fn meanings(&self, item: &Item, turn: usize) -> (Vec<&Item>, usize) {
        let unit: Vec<&Item> = self.of_unit(item.unit).collect();
        let at = unit.iter().position(|other| other.id == item.id).unwrap_or_default();
        let different =
            |other: &&Item| other.gloss.en != item.gloss.en && other.gloss.rw != item.gloss.rw;
        let turned = (1..unit.len()).map(|step| unit[(at + step * 3) % unit.len()]);
        let nearby = (1..unit.len()).map(|step| unit[(at + step) % unit.len()]);
        let mut others: Vec<&Item> = Vec::new();
        for other in turned.chain(nearby).filter(different) {
            if others.len() < 2 && others.iter().all(|had| had.gloss != other.gloss) {
                others.push(other);
            }
        }
        let place = (at + turn) % (others.len() + 1);
        if (turn / 3) % 2 == 1 {
            others.reverse();
        }
        let mut all = others;
        all.insert(place, self.item(&item.id).unwrap_or(unit[at]));
        (all, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course() -> Course {
        Course::new(&Library::shipped())
    }

    #[test]
    fn every_unit_has_words_and_no_two_words_have_one_name() {
        let course = course();
        let ids: BTreeSet<&str> = course.items().iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids.len(), course.items().len());
        assert_eq!((course.len(), course.items().len()), (40, 490));
        for number in 1..=course.len() {
            assert!(course.of_unit(number).count() >= 8, "unit {number}");
            assert!(course.unit(number).is_some());
        }
    }

    #[test]
    fn the_probes_are_one_syllable_in_four_tones_and_three_harder_words() {
        let course = course();
        let probes: Vec<(&str, u16)> =
            course.probes().iter().map(|(id, unit)| (id.as_str(), *unit)).collect();
        assert_eq!(probes[..4], [("ma1", 1), ("ma2", 2), ("ma3", 3), ("ma4", 4)]);
        assert_eq!(probes[4..].iter().map(|(_, unit)| *unit).collect::<Vec<_>>(), [5, 11, 16]);
    }

    #[test]
    fn levels_begin_where_a_kind_of_unit_begins() {
        let course = course();
        assert_eq!([1, 2, 3, 4, 5].map(|level| course.first_of_level(level)), [1, 5, 11, 20, 30]);
    }

    #[test]
    fn every_word_can_be_told_from_two_other_meanings() {
        let course = course();
        for item in course.items() {
            let (choices, place) = course.meanings(item, 0);
            assert_eq!(choices.len(), 3, "{}", item.id);
            assert_eq!(choices[place].id, item.id);
            let glosses: BTreeSet<&str> =
                choices.iter().map(|choice| choice.gloss.en.as_str()).collect();
            assert_eq!(glosses.len(), 3, "{}", item.id);
        }
    }
}
