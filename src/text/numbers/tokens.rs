//! Text cut into what matters for numbers.

use super::{Ratio, joined};

/// One piece of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Written in digits; every value that the writing can have, likeliest first.
    Written {
        /// The values.
        values: Vec<Ratio>,
        /// The digits alone, where the writing is digits alone.
        plain: Option<String>,
    },
    /// A number word of either language, or a word that joins them.
    Word(String),
    /// A minus sign or word.
    Minus,
    /// A percent sign or word.
    Percent,
}

/// Words that may stand between number words without breaking the number off.
fn joins(word: &str) -> bool {
    matches!(
        word,
        "and" | "na" | "n" | "point" | "akitso" | "virigule" | "a" | "an" | "cya" | "bya" | "oh"
    )
}

/// Units and fillers that are dropped inside and around numbers.
fn dropped(word: &str) -> bool {
    matches!(
        word,
        "frw"
            | "rwf"
            | "franc"
            | "francs"
            | "amafaranga"
            | "faranga"
            | "amafr"
            | "frs"
            | "the"
            | "of"
            | "um"
            | "uh"
            | "eh"
            | "please"
            | "about"
            | "exactly"
    )
}

pub(super) fn known(word: &str) -> bool {
    super::english::knows(word) || super::kinyarwanda::knows(word)
}

/// The runs of number tokens in `text`, in order. Joining words at the edge of a run are trimmed.
pub(super) fn runs(text: &str) -> Vec<Vec<Token>> {
    runs_with_rest(text).into_iter().map(|(run, _)| run).collect()
}

/// The runs with the words that follow each, up to the next; a number that is denied ("not 30") is none.
pub(super) fn runs_with_rest(text: &str) -> Vec<(Vec<Token>, String)> {
    let mut runs: Vec<(Vec<Token>, String)> = Vec::new();
    let mut denied = Vec::new();
    let mut before = String::new();
    let mut open = false;
    for piece in pieces(text) {
        match piece {
            Piece::Token(token) => {
                let joiner = matches!(&token, Token::Word(w) if joins(w));
                if open {
                    if let Some((run, _)) = runs.last_mut() {
                        run.push(token);
                    }
                } else if !joiner
                    || matches!(&token, Token::Word(w) if matches!(w.as_str(), "point" | "a" | "an"))
                {
                    runs.push((vec![token], String::new()));
                    denied.push(denies(&before));
                    open = true;
                }
            }
            Piece::Filler => {}
            Piece::Other(word) => {
                open = false;
                before.push(' ');
                before.push_str(&word);
                if let Some((_, rest)) = runs.last_mut() {
                    rest.push_str(&word);
                    rest.push(' ');
                }
            }
        }
    }
    for (run, _) in &mut runs {
        while matches!(run.last(), Some(Token::Word(w)) if joins(w)) {
            run.pop();
        }
        if run.len() == 1 && run[0] == Token::Minus || run.iter().all(|t| *t == Token::Percent) {
            run.clear();
        }
    }
    let kept = runs.into_iter().zip(denied).filter(|((run, _), denied)| !denied && !run.is_empty());
    kept.map(|(run, _)| run).collect()
}

/// Whether the words before a number deny it.
fn denies(before: &str) -> bool {
    [" not", " si", " isnt", " isn t", " wasn t", " atari", " ntabwo ari"]
        .iter()
        .any(|ending| before.ends_with(ending))
}

enum Piece {
    Token(Token),
    Filler,
    Other(String),
}

/// Cuts text at spaces and between digits and letters, and names each piece.
fn pieces(text: &str) -> Vec<Piece> {
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}', '`'], "'");
    let text = text.replace(['\u{2212}', '\u{2013}', '\u{2014}'], "-");
    let mut pieces = Vec::new();
    for raw in joined::words(result(&text)) {
        for part in cut(&raw) {
            pieces.push(name(&part));
        }
        // A comma after digits ends the number: "23, 22" are two.
        if raw.ends_with([',', ';']) && raw.starts_with(|c: char| c.is_ascii_digit()) {
            pieces.push(Piece::Other(String::new()));
        }
    }
    pieces
}

/// Of "3x150=450" what was found, 450; of "450 = 3 x 150" the same.
fn result(text: &str) -> &str {
    let works = |part: &&str| part.contains(['x', '*', '+', '/', '\u{d7}', '\u{f7}']);
    let sides = || text.split('=').filter(|part| part.chars().any(char::is_alphanumeric));
    sides().rfind(|part| !works(part)).or_else(|| sides().next_back()).unwrap_or(text)
}

/// "500frw" is two pieces, "n'umunani" two, "twenty-two" two; "3/4", "-4" and "1,500.50" are one.
fn cut(raw: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = ' ';
    if joined::is_ordinal(raw) {
        return vec![raw.to_owned()];
    }
    for c in raw.chars() {
        let digit_like = c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-');
        let after_digit = last.is_ascii_digit() || matches!(last, '.' | ',' | '/' | '-');
        match c {
            '\'' => last = ' ',
            '%' => {
                parts.push("%".into());
                last = ' ';
            }
            '-' if last.is_alphabetic() => last = ' ',
            c if c.is_alphabetic() || digit_like => {
                let same = if c.is_alphabetic() { last.is_alphabetic() } else { after_digit };
                match parts.last_mut() {
                    Some(part) if same && last != ' ' => part.push(c),
                    _ => parts.push(c.to_string()),
                }
                last = c;
            }
            '½' => parts.push("1/2".into()),
            '¼' => parts.push("1/4".into()),
            '¾' => parts.push("3/4".into()),
            _ => last = ' ',
        }
    }
    parts
}

fn name(part: &str) -> Piece {
    let bare = part.trim_end_matches(['.', ',']).trim_start_matches(',');
    let bare = bare.trim_end_matches("/-");
    match bare {
        "" => return Piece::Filler,
        "%" | "percent" | "ijanisha" => return Piece::Token(Token::Percent),
        "minus" | "negative" | "minusi" | "negatifu" | "-" => return Piece::Token(Token::Minus),
        _ => {}
    }
    if joined::is_ordinal(bare) {
        return Piece::Token(Token::Word(bare.to_owned()));
    }
    if bare.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-')) {
        return match super::digits::written(bare) {
            Some(token) => Piece::Token(token),
            None => Piece::Other(bare.to_owned()),
        };
    }
    if known(bare) || joins(bare) {
        Piece::Token(Token::Word(bare.to_owned()))
    } else if dropped(bare) {
        Piece::Filler
    } else {
        Piece::Other(bare.to_owned())
    }
}

/// A whole answer that a recogniser wrote as a word of the same sound.
pub(super) fn homophone(text: &str) -> Option<Ratio> {
    let word = text.trim().trim_end_matches(['.', '!', '?']).to_lowercase();
    let n = match word.as_str() {
        "won" => 1,
        "to" | "too" | "tu" | "tow" => 2,
        "tree" | "free" => 3,
        "for" | "fore" | "ford" => 4,
        "ate" | "eat" => 8,
        "tin" => 10,
        _ => return None,
    };
    Some(Ratio::whole(n))
}
