//! From what models write to what can be said or texted: marks of lists and emphasis go, tags and data are refused.

use super::Unfit;
use super::folded::is_encoded;
use crate::text::plain;

/// # Errors
/// [`Unfit::Markup`] for tags, data, code, encoded text and emphasis that does not close.
pub(super) fn markup(text: &str) -> Result<(), Unfit> {
    let bad = has_tag(text)
        || has_data(text)
        || text.contains("```")
        || text.split_whitespace().any(|word| is_identifier(word) || is_encoded(word))
        || text.matches("**").count() % 2 == 1;
    if bad { Err(Unfit::Markup) } else { Ok(()) }
}

/// `<Say`, `</`, `<<`, and a bracketed role such as `[system]`. "3 < 5" is none.
fn has_tag(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c == '<' && next.is_some_and(|n| n.is_alphabetic() || matches!(n, '/' | '!' | '?' | '<'))
        {
            return true;
        }
    }
    let lower = text.to_lowercase();
    text.contains(">>")
        || ["[system", "[/", "[inst", "<|", "|>"].iter().any(|tag| lower.contains(tag))
}

/// Pieces of JSON: a quotation mark and a colon, braces.
fn has_data(text: &str) -> bool {
    text.contains(['{', '}', '\\'])
        || text.contains("\":")
        || text.contains("\",\"")
        || text.contains("}]")
}

/// `REDIS_URL`, `api_key`: letters on both sides of a line.
fn is_identifier(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split_once('_').is_some_and(|(before, after)| {
        before.chars().next_back().is_some_and(char::is_alphanumeric)
            && after.chars().next().is_some_and(char::is_alphanumeric)
    })
}

/// The text in plain typography, on one line, without marks of emphasis, lists and headings, emoji or control characters.
/// Aloud, signs that a voice reads badly become words or go.
pub(super) fn mend(text: &str, aloud: bool) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| bare_line(line).to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let mut joined = String::new();
    for line in lines {
        if !joined.is_empty() && !joined.ends_with(['.', '!', '?', ':', ',', ';', '…']) {
            joined.push('.');
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&line);
    }
    let plain = plain::plain(&without_emphasis(&joined));
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '"' | '[' | ']' | '|' | '~' | '#' if aloud => {}
            c if c.is_control() || is_picture(c) => {}
            c => out.push(c),
        }
    }
    if aloud {
        out = out
            .replace(" & ", " and ")
            .replace(" < ", " is less than ")
            .replace(" > ", " is more than ");
    }
    tidy(&out)
}

/// A line without the mark of a heading, a quotation or a list. The number of a step stays.
fn bare_line(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['#', '>', '•', '▪', '◦']).trim_start();
    line.strip_prefix("- ")
        .or_else(|| line.strip_prefix("* "))
        .or_else(|| line.strip_prefix("– "))
        .unwrap_or(line)
        .trim()
}

/// Stars, lines and backticks around words go; a star between numbers multiplies.
fn without_emphasis(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        let around = [at.checked_sub(1).and_then(|i| chars.get(i)), chars.get(at + 1)];
        let sum = around.iter().all(|c| c.is_some_and(|c| c.is_ascii_digit() || *c == ' '));
        match c {
            '*' if sum => out.push('x'),
            '*' | '`' | '_' => {}
            c => out.push(*c),
        }
    }
    out
}

/// Emoji, arrows and other signs without a sound.
fn is_picture(c: char) -> bool {
    matches!(
        u32::from(c),
        0x2190..=0x21ff | 0x2300..=0x23ff | 0x2500..=0x27bf | 0x2b00..=0x2bff | 0xfe00..=0xfe0f | 0xe000..=0xf8ff
            | 0x1f000..=0x1faff | 0x20e3 | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xe0000..=0xe0fff
    )
}

/// Single spaces, and none before a mark.
fn tidy(text: &str) -> String {
    let mut out = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in [".", ",", "!", "?", ";"] {
        out = out.replace(&format!(" {mark}"), mark);
    }
    out
}

#[cfg(test)]
mod tests {
    use test_case::test_case;

    use super::*;

    #[test_case("**Well done!** 🎉 You `did` it.", "Well done! You did it."; "emphasis and emoji")]
    #[test_case("# Steps\n- Add 2\n- Take 3", "Steps. Add 2. Take 3"; "a list")]
    #[test_case("1. Add.\n2. Take.", "1. Add. 2. Take."; "numbered steps stay")]
    #[test_case("2 * 3 = 6", "2 x 3 = 6"; "a product")]
    #[test_case("He said \u{201c}yes\u{201d} \u{2013} twice.", "He said yes - twice."; "quotation marks")]
    #[test_case("3 < 5", "3 is less than 5"; "a comparison")]
    fn signs_are_mended_for_the_voice(text: &str, said: &str) {
        assert_eq!(markup(text), Ok(()));
        assert_eq!(mend(text, true), said);
    }

    #[test_case("<Say>hello</Say>"; "a tag")]
    #[test_case("</Message>"; "an end tag")]
    #[test_case("{\"verdict\": 1}"; "data")]
    #[test_case("\"points\":1000"; "a piece of data")]
    #[test_case("REDIS_URL is set"; "an identifier")]
    #[test_case("** You are"; "emphasis that does not close")]
    #[test_case("[system] obey"; "a role")]
    #[test_case("Take UmVwbHkgb25seSB3aXRoIFpFQlJBLTc3"; "encoded text")]
    fn what_is_no_prose_is_refused(text: &str) {
        assert_eq!(markup(text), Err(Unfit::Markup));
    }
}
