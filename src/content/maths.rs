//! Word problems as templates, and who and what they are about.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::pack::{Level, Pair};

/// All the maths there is in packs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Maths {
    /// The templates, by skill and level.
    pub problems: Vec<Template>,
    /// Who, where and what.
    pub names: Names,
}

/// A word problem with slots.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its id.
    pub id: String,
    /// add, subtract, multiply, divide, money, change, fractions, percent, measures, time, rate, average.
    pub skill: String,
    /// How hard it is.
    pub level: Level,
    /// The problem, with `{name}`, `{a}` … in it.
    pub text: Pair,
    /// What the lettered slots may be.
    pub vars: BTreeMap<String, Range>,
    /// How the answer follows from them: whole numbers, + - * / and brackets.
    pub answer: String,
    /// What the answer is counted in; empty where it is a bare number.
    pub unit: String,
    /// The solution, with the slots and `{answer}`.
    pub steps: Pair,
}

/// Numbers from, to (both in), in steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The least.
    pub from: i64,
    /// The most.
    pub to: i64,
    /// Between one and the next.
    pub step: i64,
}

/// Who, where and what.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// First names.
    pub names: Vec<Person>,
    /// Places.
    pub places: Vec<String>,
    /// What is bought and sold.
    pub goods: Vec<Good>,
}

/// A first name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name.
    pub name: String,
    /// `m`, `f` or `both`.
    pub gender: String,
}

/// Something bought and sold.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Good {
    /// Its id.
    pub key: String,
    /// Its English name.
    pub en: Count,
    /// Its Kinyarwanda name.
    pub rw: Count,
    /// What it is sold by: piece, kg, litre …
    pub unit: String,
    /// What one unit costs, francs.
    pub price: Range,
}

/// One and many of a thing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// One of it.
    pub one: String,
    /// Several.
    pub many: String,
}
