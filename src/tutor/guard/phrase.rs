//! Phrases of the lists, as they are looked for: words, ends of words left open, classes of words, gaps, and any order.

use std::collections::{BTreeMap, HashSet};

/// Words between the two halves of a phrase with `..` in it.
const BETWEEN: usize = 4;

/// Classes of words, by name.
pub(super) type Classes = BTreeMap<String, Vec<String>>;

/// A part of a word. Kinyarwanda bends its verbs at both ends.
#[derive(Debug, Clone)]
enum Open {
    /// `stem*`: however the word ends.
    Begins(String),
    /// `*stem`: however it begins.
    Ends(String),
    /// `*stem*`: both.
    Holds(String),
}

impl Open {
    fn parse(text: &str) -> Option<Self> {
        let bare = text.trim_matches('*').to_owned();
        match (text.starts_with('*'), text.ends_with('*')) {
            (false, false) => None,
            (false, true) => Some(Self::Begins(bare)),
            (true, false) => Some(Self::Ends(bare)),
            (true, true) => Some(Self::Holds(bare)),
        }
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Self::Begins(part) => word.starts_with(part.as_str()),
            Self::Ends(part) => word.ends_with(part.as_str()),
            Self::Holds(part) => word.contains(part.as_str()),
        }
    }
}

/// One place of a phrase.
#[derive(Debug, Clone)]
enum Place {
    Word(String),
    Open(Open),
    /// `<name>`: any word of the class.
    Any {
        words: HashSet<String>,
        open: Vec<Open>,
    },
    /// `^`: the sentence begins here.
    Start,
}

impl Place {
    fn parse(text: &str, classes: &Classes) -> Self {
        if text == "^" {
            return Self::Start;
        }
        if let Some(name) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) {
            let class = classes.get(name).expect("a test reads every class of the shipped lists");
            return Self::Any {
                open: class.iter().filter_map(|word| Open::parse(word)).collect(),
                words: class.iter().filter(|word| !word.contains('*')).cloned().collect(),
            };
        }
        Open::parse(text).map_or_else(|| Self::Word(text.to_owned()), Self::Open)
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Self::Word(wanted) => word == wanted,
            Self::Open(part) => part.is(word),
            Self::Any { words, open } => {
                words.contains(word) || open.iter().any(|part| part.is(word))
            }
            Self::Start => false,
        }
    }
}

/// Runs of places with up to four words between them, in order.
type Row = Vec<Vec<Place>>;

/// A phrase of the lists.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Rows that must all stand in one sentence, in any order (`&`); most phrases have one.
    rows: Vec<Row>,
    /// The phrase's plain letters, where it is nothing but words.
    pub(super) letters: Option<String>,
}

impl Phrase {
    /// Reads `a b* .. <c> & d`.
    pub(super) fn parse(text: &str, classes: &Classes) -> Self {
        let row = |row: &str| -> Row {
            let runs = row.split(" .. ");
            runs.map(|run| run.split_whitespace().map(|w| Place::parse(w, classes)).collect())
                .collect()
        };
        let plain = !text.contains(['*', '.', '<', '&', '^']);
        Self {
            rows: text.split(" & ").map(row).collect(),
            letters: plain.then(|| super::folded::squeezed(text)),
        }
    }

    /// Where its first row begins in the words of a sentence, for each place where all of it stands.
    pub(super) fn places(&self, said: &[String]) -> Vec<usize> {
        let Some((first, others)) = self.rows.split_first() else { return Vec::new() };
        let all = |row: &Row| (0..said.len()).any(|at| follow(said, at, row, 0));
        if !others.iter().all(all) {
            return Vec::new();
        }
        (0..said.len()).filter(|at| follow(said, *at, first, 0)).collect()
    }

    /// Whether it stands in the words.
    pub(super) fn stands(&self, said: &[String]) -> bool {
        !self.places(said).is_empty()
    }
}

fn follow(said: &[String], from: usize, row: &[Vec<Place>], reach: usize) -> bool {
    let Some((run, rest)) = row.split_first() else { return true };
    (from..=from + reach).any(|at| {
        fits(said, at, run).is_some_and(|next| rest.is_empty() || follow(said, next, rest, BETWEEN))
    })
}

/// Where a run ends that begins here.
fn fits(said: &[String], at: usize, run: &[Place]) -> Option<usize> {
    let mut next = at;
    for place in run {
        if matches!(place, Place::Start) {
            if next != 0 {
                return None;
            }
            continue;
        }
        if !place.is(said.get(next)?) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::super::folded::words;
    use super::*;

    fn stands(said: &str, phrase: &str) -> bool {
        let classes = BTreeMap::from([("limb".to_owned(), vec!["arm*".to_owned(), "leg".into()])]);
        Phrase::parse(phrase, &classes).stands(&words(said))
    }

    #[test]
    fn phrases_may_stand_apart_and_end_in_any_way() {
        assert!(stands("how can I really make some bombs", "make .. bomb*"));
        assert!(!stands("how can I really make some bombs", "bomb* .. make"));
    }

    #[test]
    fn a_verb_may_be_bent_at_both_ends() {
        assert!(stands("barankubita cyane", "*ankubi*"));
        assert!(stands("umuhutu", "*hutu"));
        assert!(!stands("umuhutukazi", "*hutu"));
        assert!(!stands("nkubita umupira", "*ankubi*"));
    }

    #[test]
    fn a_class_stands_for_any_of_its_words_and_an_and_for_any_order() {
        assert!(stands("cut your arms a little", "cut your <limb>"));
        assert!(!stands("cut your bread", "cut your <limb>"));
        assert!(stands("your leg is what they cut", "cut & <limb>"));
        assert!(!stands("they cut", "cut & <limb>"));
    }

    #[test]
    fn a_phrase_may_have_to_begin_its_sentence() {
        assert!(stands("Vote for him", "^ vote for"));
        assert!(!stands("They vote for him", "^ vote for"));
    }
}
