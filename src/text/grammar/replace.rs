//! What a pattern is replaced by: words, items taken over, and forms of them.

use std::ops::Range;

use super::classes::{self, starts_with_vowel};
use super::nouns;
use super::pattern::Fit;
use super::tokens::Token;
use super::verbs::{self, Form};

/// Writes out a replacement; `None` where a form that it asks for does not exist.
pub(super) fn write(template: &str, tokens: &[Token], fit: &Fit) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for part in template.split(' ').filter(|part| !part.is_empty()) {
        let Some(reference) = part.strip_prefix('$') else {
            words.push(part.to_owned());
            continue;
        };
        let (number, form) = reference.split_once(':').unwrap_or((reference, ""));
        let (from, to) = *fit.0.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
        if from < to {
            words.extend(formed(tokens, from..to, form)?);
        }
    }
    Some(join(&words))
}

/// The words of an item in a form of the last of them.
fn formed(tokens: &[Token], at: Range<usize>, form: &str) -> Option<Vec<String>> {
    let as_they_are = || at.clone().map(|i| as_inside(tokens, i));
    let taken = &tokens[at.clone()];
    let last = taken.last()?;
    let low = last.low.as_str();
    let verb = |form: Form| verbs::any(low).map(|v| v.form(form).to_owned());
    let changed = match form {
        "" => return Some(as_they_are().collect()),
        "base" => verb(Form::Base),
        "s" => verb(Form::S),
        "past" => verb(Form::Past)
            .or_else(|| verbs::overregular(low).map(|v| v.form(Form::Past).to_owned())),
        "pp" => verb(Form::Participle),
        "ing" => verb(Form::Ing),
        "pl" => nouns::plural(low).or_else(|| nouns::overregular_plural(low)).map(str::to_owned),
        "sg" => nouns::singular(low)
            .map(str::to_owned)
            .or_else(|| nouns::mass_with_s(low).map(str::to_owned)),
        "piece" => nouns::piece(low).map(str::to_owned),
        "er" => Some(nouns::compared(nouns::plain_of(low, "er").unwrap_or(low), "er")),
        "est" => Some(nouns::compared(
            nouns::plain_of(low, "est").or_else(|| nouns::plain_of(low, "er")).unwrap_or(low),
            "est",
        )),
        "plain" => nouns::plain_of(low, "er").map(str::to_owned),
        "adv" => nouns::manner(low).map(str::to_owned),
        "neg" => Some(if low.ends_with("n't") { low.to_owned() } else { format!("{low} not") }),
        "pos" => low.strip_suffix("n't").map(|stem| {
            if stem == "ca" {
                "can"
            } else if stem == "wo" {
                "will"
            } else {
                stem
            }
            .to_owned()
        }),
        "sub" => pronoun(low, 0),
        "obj" => pronoun(low, 1),
        "its" => Some(format!("{}'s", last.text)),
        "art" if matches!(low, "a" | "an") => Some("a/an".to_owned()),
        "art" => Some(low.to_owned()),
        "ed" => feeling(low, 0),
        "ing2" => feeling(low, 1),
        "adj" => nouns::adjective_of(low).map(str::to_owned),
        "poss" => Some(possessive(low)),
        // What agrees with a subject comes alone.
        "is" => return Some(vec![agree(taken, ["am", "is", "are"]).to_owned()]),
        "was" => return Some(vec![agree(taken, ["was", "was", "were"]).to_owned()]),
        "has" => return Some(vec![agree(taken, ["have", "has", "have"]).to_owned()]),
        "does" => return Some(vec![agree(taken, ["do", "does", "do"]).to_owned()]),
        _ => None,
    }?;
    let mut words: Vec<String> = as_they_are().take(taken.len() - 1).collect();
    words.push(changed);
    Some(words)
}

/// What one feels, and what makes one feel so.
const FEELINGS: [[&str; 2]; 9] = [
    ["bored", "boring"],
    ["excited", "exciting"],
    ["tired", "tiring"],
    ["surprised", "surprising"],
    ["frightened", "frightening"],
    ["interested", "interesting"],
    ["confused", "confusing"],
    ["annoyed", "annoying"],
    ["worried", "worrying"],
];

fn feeling(low: &str, to: usize) -> Option<String> {
    FEELINGS.iter().find(|row| row.contains(&low)).map(|row| row[to].to_owned())
}

/// "boys'" and "women's" for "boys" and "womens".
fn possessive(low: &str) -> String {
    let stem = low.strip_suffix('s').unwrap_or(low);
    if matches!(stem, "women" | "men" | "children" | "people") {
        format!("{stem}'s")
    } else {
        format!("{low}'")
    }
}

const PRONOUNS: [[&str; 2]; 6] =
    [["i", "me"], ["he", "him"], ["she", "her"], ["we", "us"], ["they", "them"], ["you", "you"]];

fn pronoun(low: &str, to: usize) -> Option<String> {
    let row = PRONOUNS.iter().find(|row| row.contains(&low))?;
    Some(if row[to] == "i" { "I".to_owned() } else { row[to].to_owned() })
}

/// The form for "I", for one and for many.
fn agree(subject: &[Token], forms: [&'static str; 3]) -> &'static str {
    let last = subject.last().map_or("", |t| t.low.as_str());
    let joined = subject.iter().any(|t| t.low == "and");
    match last {
        "i" if !joined => forms[0],
        "you" | "we" | "they" | "these" | "those" => forms[2],
        "each" | "everybody" | "everyone" => forms[1],
        _ if joined || nouns::is_plural(last) => forms[2],
        _ => forms[1],
    }
}

/// A word as it stands inside a sentence: the capital of a first word goes, that of a name or of "I" stays.
fn as_inside(tokens: &[Token], at: usize) -> String {
    let token = &tokens[at];
    let first = at == 0 || !tokens[at - 1].is_word();
    let own = token.low == "i" || token.low.starts_with("i'") || classes::is(tokens, at, "name");
    let keeps =
        !first || own || ["day", "month", "language"].iter().any(|c| classes::is(tokens, at, c));
    if keeps { token.text.clone() } else { token.low.clone() }
}

fn join(words: &[String]) -> String {
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        let word = if word == "a/an" {
            let next = words.get(at + 1).map(|w| w.to_lowercase()).unwrap_or_default();
            if starts_with_vowel(&next) { "an" } else { "a" }
        } else {
            word.as_str()
        };
        let mark = word.chars().all(|c| matches!(c, ',' | '.' | '?' | '!' | ';'));
        if !out.is_empty() && !mark {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
