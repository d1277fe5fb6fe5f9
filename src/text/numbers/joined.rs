//! Fractions that are written or said in several words: "1 / 6", "31 out of 20", "thirteen divided by twelve".

use super::english::{SHARED, simple};
use super::tokens::known;

/// The words of a text, with what makes two numbers one fraction brought to one word.
pub(super) fn words(text: &str) -> Vec<String> {
    let closed = closed(text);
    let spaced: Vec<&str> = closed.split_whitespace().flat_map(unhyphened).collect();
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while at < spaced.len() {
        let after = |n: usize| spaced.get(at + n).is_some_and(|word| is_number(word));
        let before = words.last().is_some_and(|word| is_number(word));
        let (joint, taken) = match (spaced[at], spaced.get(at + 1)) {
            ("out", Some(&"of")) if before && after(2) => ("over".to_owned(), 2),
            ("divided", Some(&"by")) if before && after(2) => (SHARED.to_owned(), 2),
            ("on" | "by", _) if before && after(1) => ("over".to_owned(), 1),
            (word, _) if before => (below(&mut words, word), 1),
            (word, _) => (word.to_owned(), 1),
        };
        words.push(joint);
        at += taken;
    }
    words
}

/// "1 / 6" and "1 /6" as "1/6"; "500/- each" stays.
fn closed(text: &str) -> String {
    let mut sides = text.split('/');
    let mut whole = sides.next().unwrap_or_default().to_owned();
    for side in sides {
        let (left, right) = (whole.trim_end().len(), side.trim_start());
        let digits = whole[..left].ends_with(|c: char| c.is_ascii_digit())
            && right.starts_with(|c: char| c.is_ascii_digit());
        if digits {
            whole.truncate(left);
        }
        whole.push('/');
        whole.push_str(if digits { right } else { side });
    }
    whole
}

/// "twenty-fifths" as two words; figures keep their minus.
fn unhyphened(word: &str) -> Vec<&str> {
    let letters = |part: &&str| part.chars().next().is_some_and(char::is_alphabetic);
    let parts: Vec<&str> = word.split('-').collect();
    if parts.iter().all(letters) { parts } else { vec![word] }
}

/// What stands below, after a number: "20th" as the plural; "first" and "second" only after a ten
/// that has a number before it, for "twenty seconds" is a time.
fn below(words: &mut Vec<String>, word: &str) -> String {
    let bare = word.trim_end_matches(['.', ',', '?', '!']);
    if let Some(figures) = bare.strip_suffix("th")
        && figures.parse::<u16>().is_ok()
    {
        return format!("{figures}ths");
    }
    let unit = match bare {
        "first" | "firsts" => 1,
        "second" | "seconds" => 2,
        _ => 0,
    };
    let counted = words.len() >= 2 && is_number(&words[words.len() - 2]);
    let ten = words.last().and_then(|ten| simple(ten)).filter(|ten| *ten >= 20);
    match ten {
        Some(ten) if unit > 0 && counted => {
            words.pop();
            format!("{}ths", ten + unit)
        }
        _ => word.to_owned(),
    }
}

fn is_number(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',', '?', '!']);
    known(bare) || (!bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()))
}

/// "20ths": a denominator in figures.
pub(super) fn is_ordinal(word: &str) -> bool {
    let figures = word.strip_suffix("ths").unwrap_or_default();
    (1..=3).contains(&figures.len()) && figures.bytes().all(|b| b.is_ascii_digit())
}
