//! Numbers written in digits.

use super::Ratio;
use super::tokens::Token;

/// Reads one piece that begins with a digit, a point or a minus. `None` if it is no number.
pub(super) fn written(text: &str) -> Option<Token> {
    let (minus, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let mut values = unsigned(body);
    if values.is_empty() {
        return None;
    }
    if minus {
        values = values.into_iter().filter_map(Ratio::negated).collect();
    }
    let plain = (!minus && body.bytes().all(|b| b.is_ascii_digit())).then(|| body.to_owned());
    Some(Token::Written { values, plain })
}

fn unsigned(body: &str) -> Vec<Ratio> {
    if let Some((top, bottom)) = body.split_once('/') {
        let parts = (whole(top), whole(bottom));
        return match parts {
            (Some(top), Some(bottom)) => Ratio::new(top, bottom).into_iter().collect(),
            _ => Vec::new(),
        };
    }
    let marks: Vec<char> = body.chars().filter(|c| matches!(c, '.' | ',')).collect();
    if marks.is_empty() {
        return whole(body).map(Ratio::whole).into_iter().collect();
    }
    let mut values = Vec::new();
    if marks.iter().all(|m| *m == marks[0]) {
        values.extend(grouped(body, marks[0]));
        // "1,500" is never one and a half, but "1.500" and "1,5" may be.
        if marks.len() == 1 && (marks[0] == '.' || values.is_empty()) {
            values.extend(decimal(body, marks[0]));
        }
    } else if let Some(at) = body.rfind(['.', ',']) {
        let (head, tail) = body.split_at(at);
        let inner = if marks[marks.len() - 1] == '.' { ',' } else { '.' };
        let fraction = decimal(&format!("0.{}", &tail[1..]), '.');
        if let (Some(head), Some(fraction)) = (grouped(head, inner), fraction) {
            values.extend(head.plus(fraction));
        }
    }
    values
}

fn whole(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// "1,500" and "1,500,000": groups of three after the first.
fn grouped(body: &str, mark: char) -> Option<Ratio> {
    let mut groups = body.split(mark);
    let first = groups.next()?;
    if first.is_empty() || first.len() > 3 || first == "0" || !groups.all(|g| g.len() == 3) {
        return None;
    }
    whole(&body.replace(mark, "")).map(Ratio::whole)
}

/// "0.75", ".5", "2,5".
fn decimal(body: &str, mark: char) -> Option<Ratio> {
    let (head, tail) = body.split_once(mark)?;
    if tail.is_empty() || tail.len() > 9 {
        return None;
    }
    let head = if head.is_empty() { Some(0) } else { whole(head) }?;
    let scale = 10_i64.pow(u32::try_from(tail.len()).ok()?);
    Ratio::whole(head).plus(Ratio::new(whole(tail)?, scale)?)
}

/// Readings of a run of which every token is written: one number, a mixed number, spaced groups, a percentage.
pub(super) fn readings(run: &[Token]) -> Vec<Ratio> {
    let (run, percent) = match run {
        [rest @ .., Token::Percent] => (rest, true),
        _ => (run, false),
    };
    let mut found = match run {
        [Token::Written { values, .. }] => values.clone(),
        [
            Token::Written { values: a, plain: Some(_) },
            Token::Written { values: b, plain: None },
        ] => mixed(a, b).into_iter().collect(),
        _ => Vec::new(),
    };
    if found.is_empty() {
        found.extend(spaced(run));
    }
    if percent {
        let hundredths = Ratio::new(1, 100);
        let parts: Vec<Ratio> =
            found.iter().filter_map(|r| hundredths.and_then(|h| r.times(h))).collect();
        found.extend(parts);
    }
    found
}

/// "1 1/2".
fn mixed(whole: &[Ratio], part: &[Ratio]) -> Option<Ratio> {
    let (whole, part) = (whole.first()?, part.first()?);
    let proper = *part < Ratio::whole(1) && *part > Ratio::whole(0);
    if proper { whole.plus(*part) } else { None }
}

/// "1 500" and "2 2": plain digits with spaces between.
fn spaced(run: &[Token]) -> Option<Ratio> {
    let mut all = String::new();
    for token in run {
        match token {
            Token::Written { plain: Some(plain), .. } => all.push_str(plain),
            _ => return None,
        }
    }
    whole(&all).map(Ratio::whole)
}

/// "two two", "one oh five", "twenty twenty", "fifteen 0": each word's figures one after the other. Only for runs that
/// no grammar reads.
pub(super) fn strung_together(run: &[Token]) -> Option<Ratio> {
    if run.len() < 2 {
        return None;
    }
    let mut all = String::new();
    let mut times = 1;
    for token in run {
        let figures = match token {
            Token::Written { plain: Some(plain), .. } => plain.clone(),
            Token::Word(w) if w == "double" => {
                times = 2;
                continue;
            }
            Token::Word(w) if w == "triple" => {
                times = 3;
                continue;
            }
            Token::Word(w) => figures(w)?.to_string(),
            Token::Written { plain: None, .. } | Token::Minus | Token::Percent => return None,
        };
        all.push_str(&figures.repeat(times));
        times = 1;
    }
    whole(&all).map(Ratio::whole)
}

fn figures(word: &str) -> Option<i64> {
    super::english::simple(word).or_else(|| super::kinyarwanda::simple(word))
}
