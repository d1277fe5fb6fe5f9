//! Word problems from the packs: a template, and the names, places and goods that fill it.

use std::collections::BTreeMap;

use rand::Rng;

use super::generate::Draw;
use super::problem::{Op, Problem, Skill, Text, Unit, digits};
use crate::content::formula;
use crate::content::maths::{Maths, Names, Range, Template};

/// The skills of the packs that are practised as `skill`.
fn sources(skill: Skill) -> &'static [&'static str] {
    match skill {
        Skill::Add | Skill::Subtract | Skill::Multiply | Skill::Divide => &[],
        Skill::Francs => &["money", "change"],
        Skill::Measures => &["measures"],
        Skill::Fractions => &["fractions"],
        Skill::Percent => &["percent"],
        Skill::Time => &["time"],
        Skill::Average => &["average"],
        Skill::Rate => &["rate"],
        Skill::Word => &["add", "subtract", "multiply", "divide"],
    }
}

fn unit(name: &str) -> Unit {
    match name {
        "francs" => Unit::Francs,
        "litres" => Unit::Litres,
        "kg" => Unit::Kilos,
        "minutes" => Unit::Minutes,
        "days" => Unit::Days,
        "metres" => Unit::Metres,
        "km" => Unit::Kilometres,
        "hours" => Unit::Hours,
        "grams" => Unit::Grams,
        "cm" => Unit::Centimetres,
        "percent" => Unit::Percent,
        _ => Unit::Plain,
    }
}

/// How often a draw is tried again that came to nothing or was too long.
const TRIES: usize = 20;

/// A problem of that skill and level from the packs, of at most `room` characters; `None` where the packs have none.
pub(super) fn problem(
    maths: &Maths,
    draw: &mut Draw,
    skill: Skill,
    room: usize,
) -> Option<Problem> {
    let fits = |template: &&Template| {
        template.level == draw.level && sources(skill).contains(&template.skill.as_str())
    };
    let templates: Vec<&Template> = maths.problems.iter().filter(fits).collect();
    if templates.is_empty() {
        return None;
    }
    (0..TRIES).find_map(|_| {
        let template = draw.one_of(&templates);
        filled(template, &maths.names, draw, skill).filter(|made| made.question.long() <= room)
    })
}

fn drawn(range: &Range, draw: &mut Draw) -> i64 {
    let count = (range.to - range.from) / range.step.max(1);
    range.from + draw.rng.random_range(0..=count.max(0)) * range.step
}

fn filled(template: &Template, names: &Names, draw: &mut Draw, skill: Skill) -> Option<Problem> {
    let slots: BTreeMap<String, i64> =
        template.vars.iter().map(|(name, range)| (name.clone(), drawn(range, draw))).collect();
    let slots = fewest_notes(template, slots)?;
    let (answer, trail) = formula::work(&template.answer, &slots).ok()?;
    // 0 alone means help on the keys.
    if answer < 1 || all_the_same(template, &slots) || note_too_many(template, answer) {
        return None;
    }
    let words = Words::drawn(names, draw);
    let question = Text::Both {
        en: fill(&template.text.en, &slots, &words.english(), answer, grouped),
        rw: fill(&template.text.rw, &slots, &words.kinyarwanda(), answer, bare),
    };
    let way = Text::Both {
        en: fill(&template.steps.en, &slots, &words.english(), answer, grouped),
        rw: fill(&template.steps.rw, &slots, &words.kinyarwanda(), answer, bare),
    };
    Some(Problem {
        question,
        answer,
        operation: skill,
        over: 1,
        choices: Vec::new(),
        unit: unit(&template.unit),
        steps: trail.into_iter().map_while(op).collect(),
        way: Some(way),
        template: Some(template.id.clone()),
        level: draw.level,
        digits: digits(most(template).max(answer)),
    })
}

/// Whether an average is asked of numbers that are all the same.
fn all_the_same(template: &Template, slots: &BTreeMap<String, i64>) -> bool {
    let mut values = slots.values();
    let first = values.next();
    template.skill == "average" && slots.len() > 1 && values.all(|n| Some(n) == first)
}

/// Whether more comes back than one of several notes that were paid: "with two notes of 5,000 francs".
fn note_too_many(template: &Template, answer: i64) -> bool {
    let Some((_, after)) = template.text.en.split_once(" notes of ") else { return false };
    let figures: String = after.chars().take_while(|c| *c != ' ').filter(|c| *c != ',').collect();
    template.skill == "change" && figures.parse().is_ok_and(|note: i64| answer >= note)
}

/// Where several notes are paid, as in "c * 5000 - a * p", as many as it takes: nobody pays one too many. `None` where one
/// would do.
fn fewest_notes(
    template: &Template,
    mut slots: BTreeMap<String, i64>,
) -> Option<BTreeMap<String, i64>> {
    let paid = template.answer.split_once('-').and_then(|(paid, _)| paid.split_once('*'));
    let Some((slot, note)) = paid.filter(|_| template.skill == "change") else {
        return Some(slots);
    };
    let (Some(count), Ok(note)) = (slots.get(slot.trim()).copied(), note.trim().parse::<i64>())
    else {
        return Some(slots);
    };
    let spent = count * note - formula::whole(&template.answer, &slots).ok()?;
    let fewest = spent / note.max(1) + 1;
    slots.insert(slot.trim().to_owned(), fewest);
    (fewest > 1).then_some(slots)
}

/// A step of a formula as a step of a lesson: positive numbers only.
fn op((a, sign, b): formula::Step) -> Option<Op> {
    let op = match sign {
        '+' => Op::Add(a, b),
        '-' => Op::Subtract(a, b),
        '*' => Op::Multiply(a, b),
        _ => Op::Divide(a, b),
    };
    (a > 0 && b > 0 && op.result() > 0).then_some(op)
}

/// The largest answer at the ends of the ranges.
fn most(template: &Template) -> i64 {
    let names: Vec<&String> = template.vars.keys().collect();
    let corners = 1_u32 << names.len().min(8);
    let at = |corner: u32| -> BTreeMap<String, i64> {
        let ends = names.iter().enumerate().map(|(i, name)| {
            let range = template.vars[*name];
            let end = if corner >> i & 1 == 1 { range.to } else { range.from };
            ((*name).clone(), end)
        });
        ends.collect()
    };
    let answers = (0..corners).filter_map(|c| formula::whole(&template.answer, &at(c)).ok());
    answers.max().unwrap_or(0)
}

/// What stands for the slots that are no numbers.
struct Words<'a> {
    name: &'a str,
    other: &'a str,
    place: &'a str,
    thing: (&'a str, &'a str),
}

impl<'a> Words<'a> {
    fn drawn(names: &'a Names, draw: &mut Draw) -> Self {
        let people: Vec<&str> = names.names.iter().map(|p| p.name.as_str()).collect();
        let name = draw.any(&people).unwrap_or("Keza");
        let others: Vec<&str> = people.into_iter().filter(|other| *other != name).collect();
        let places: Vec<&str> = names.places.iter().map(String::as_str).collect();
        let pieces: Vec<(&str, &str)> = names
            .goods
            .iter()
            .filter(|good| good.unit == "piece")
            .map(|good| (good.en.many.as_str(), good.rw.many.as_str()))
            .collect();
        Self {
            name,
            other: draw.any(&others).unwrap_or("Eric"),
            place: draw.any(&places).unwrap_or("Huye"),
            thing: draw.any(&pieces).unwrap_or(("pens", "amakaramu")),
        }
    }

    fn english(&self) -> [(&'static str, &'a str); 4] {
        [("name", self.name), ("other", self.other), ("place", self.place), ("thing", self.thing.0)]
    }

    fn kinyarwanda(&self) -> [(&'static str, &'a str); 4] {
        [("name", self.name), ("other", self.other), ("place", self.place), ("thing", self.thing.1)]
    }
}

/// 1500 as the packs write it in English: "1,500".
fn grouped(n: i64) -> String {
    let bare = n.to_string();
    let mut out = String::with_capacity(bare.len() + 2);
    for (at, figure) in bare.chars().enumerate() {
        if at > 0 && (bare.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(figure);
    }
    out
}

/// 1500 as the packs write it in Kinyarwanda: "1500".
fn bare(n: i64) -> String {
    n.to_string()
}

/// The text with its slots filled; a slot that is unknown stays empty.
fn fill(
    text: &str,
    slots: &BTreeMap<String, i64>,
    words: &[(&str, &str)],
    answer: i64,
    figures: fn(i64) -> String,
) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('{') {
        out.push_str(head);
        let Some((slot, after)) = tail.split_once('}') else {
            break;
        };
        if slot == "answer" {
            out.push_str(&figures(answer));
        } else if let Some(n) = slots.get(slot) {
            out.push_str(&figures(*n));
        } else if let Some((_, word)) = words.iter().find(|(name, _)| *name == slot) {
            out.push_str(word);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
