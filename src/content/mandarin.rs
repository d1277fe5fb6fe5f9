//! The units of the Mandarin course.

use serde::Deserialize;

use super::pack::Pair;
use crate::domain::pinyin::Pinyin;

/// One unit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// Its place in the course, from 1.
    pub number: u16,
    /// What it trains.
    pub kind: UnitKind,
    /// Its title.
    pub title: Pair,
    /// What to do with the voice.
    pub teach: Pair,
    /// What is said in it.
    #[serde(rename = "item")]
    pub items: Vec<Phrase>,
}

/// What a unit trains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// One tone alone.
    Tones,
    /// Tones against each other, and minimal pairs.
    Contrast,
    /// Two tones in a row.
    Pairs,
    /// Tones that change by their neighbours.
    Sandhi,
    /// Useful words and phrases.
    Words,
}

/// A word or phrase.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// In characters.
    pub hanzi: String,
    /// Numbered, with dictionary tones.
    pub pinyin: Pinyin,
    /// What it means.
    pub en: String,
    /// What it means, in Kinyarwanda.
    pub rw: String,
    /// What to mind.
    pub note: Option<Pair>,
}
