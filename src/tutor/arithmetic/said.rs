//! Sums as they are told in prose, written so that they can be read as sums: "two and two make five", "seven nines are
//! sixty", "the sum of two and two".

use crate::text::numbers;

/// Tables as they are recited.
const TIMES: [(&str, &str); 11] = [
    ("twos", "two"),
    ("threes", "three"),
    ("fours", "four"),
    ("fives", "five"),
    ("sixes", "six"),
    ("sevens", "seven"),
    ("eights", "eight"),
    ("nines", "nine"),
    ("elevens", "eleven"),
    ("twelves", "twelve"),
    ("tens", "ten"),
];

/// Words after which two numbers with an "and" are a sum that is told.
const OPENS: [&str; 12] =
    ["that", "so", "because", "say", "says", "know", "then", "but", "yes", "sum", "ko", "kuko"];

/// Words between the numbers and what they come to.
const FILL: [&str; 5] = ["together", "both", "added", "of", "the"];

/// The text with such sums written out.
pub(super) fn written_out(text: &str) -> String {
    let text = super::worded::written_out(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    for at in 1..words.len() {
        let (word, before) = (bare(words[at]), bare(words[at - 1]));
        if let Some((_, one)) = TIMES.iter().find(|(many, _)| *many == word)
            && is_number(&before)
        {
            out[at] = words[at].to_lowercase().replace(&word, &format!("times {one}"));
        }
        if is_told_sum(&words, at) {
            "plus".clone_into(&mut out[at]);
            // "Two and two together make": nothing stands between the sum and what it makes.
            if let Some(fill) = out.get_mut(at + 2).filter(|fill| FILL.contains(&fill.as_str())) {
                fill.clear();
            }
        }
    }
    out.retain(|word| !word.is_empty());
    out.join(" ")
}

/// Whether the "and" here adds what stands beside it: nobody sums the two in "the mean of 3 and 5 is 4".
fn is_told_sum(words: &[&str], at: usize) -> bool {
    let get = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|word| bare(word));
    let joint = matches!(bare(words[at]).as_str(), "and" | "na");
    let Some(right) = get(Some(at + 1)).filter(|right| joint && is_number(right)) else {
        return false;
    };
    let left = bare(words[at - 1]);
    if !is_number(&left) || words[at - 1].ends_with([',', '.', ';', ':']) {
        return false;
    }
    // "Mirongo itanu na gatandatu" and "magana abiri na 5" are one number each.
    let digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    if bare(words[at]) == "na" && !(digits(&left) && digits(&right)) {
        return false;
    }
    let first = get(at.checked_sub(2));
    if first.as_deref() == Some("of") {
        return get(at.checked_sub(3)).as_deref() == Some("sum");
    }
    let ends = at
        .checked_sub(2)
        .is_none_or(|before| words[before].ends_with([',', '.', '!', '?', ';', ':']));
    let opens = ends || first.is_some_and(|word| OPENS.contains(&word.as_str()));
    let after =
        (at + 2..at + 4).filter_map(|at| get(Some(at))).find(|word| !FILL.contains(&word.as_str()));
    match after.as_deref() {
        Some("make" | "makes" | "equals" | "equal" | "gives" | "give" | "bitanga" | "bingana") => {
            ends || opens
        }
        Some("is" | "are" | "ni") => opens,
        _ => false,
    }
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_number(word: &str) -> bool {
    !matches!(word, "to" | "too" | "for" | "a" | "an" | "oh" | "won" | "ate" | "half" | "second")
        && !numbers::read(word).is_empty()
}
