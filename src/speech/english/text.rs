//! A sentence as the words that will be said.

use super::lexicon::{Lexicon, Pronunciation};
use crate::domain::numeral::{SMALL, TENS};

/// The longest text that is assessed, words.
pub const MAX_WORDS: usize = 120;
/// Ways to say a word that are looked at.
const MAX_WAYS: usize = 4;

/// One word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it was written, without the marks around it; a number is written out.
    pub written: String,
    /// The ways to say it, the usual one first; at least one, none empty.
    pub ways: Vec<Pronunciation>,
}

/// A text that cannot be assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is no word in it.
    #[error("the text has no words")]
    Empty,
    /// More than [`MAX_WORDS`] words.
    #[error("the text is longer than {MAX_WORDS} words")]
    TooLong,
}

/// The words of `text`, each with its pronunciations.
///
/// # Errors
/// [`TextError`] when there are none or too many.
pub fn words(text: &str, lexicon: &Lexicon<'_>) -> Result<Vec<Word>, TextError> {
    let written = written(text);
    if written.is_empty() {
        return Err(TextError::Empty);
    }
    if written.len() > MAX_WORDS {
        return Err(TextError::TooLong);
    }
    let word = |written: String| {
        let mut ways = lexicon.ways(&written);
        dedup_by_phones(&mut ways);
        ways.truncate(MAX_WAYS);
        Word { written, ways }
    };
    Ok(written.into_iter().map(word).collect())
}

/// Ways that differ in stress alone sound the same to the aligner.
fn dedup_by_phones(ways: &mut Vec<Pronunciation>) {
    let phones = |way: &Pronunciation| way.iter().map(|s| s.phone).collect::<Vec<_>>();
    let mut seen = Vec::new();
    ways.retain(|way| {
        let new = !seen.contains(&phones(way));
        seen.push(phones(way));
        new && !way.is_empty()
    });
}

/// Parts the text at everything that is neither letter, digit, apostrophe nor hyphen, nor a point or comma in a number.
fn written(text: &str) -> Vec<String> {
    let text = text.replace(['\u{2019}', '\u{2018}'], "'");
    let inside = |c: char| c.is_alphanumeric() || "'-.,".contains(c);
    let number_like = |token: &str| token.bytes().any(|b| b.is_ascii_digit());
    let mut out = Vec::new();
    for token in text.split(|c| !inside(c)) {
        let token = token.trim_matches(|c| "'-.,".contains(c));
        if number_like(token) {
            let parts = thousands(token);
            parts.iter().flat_map(|part| part.split('-')).for_each(|n| figures(n, &mut out));
        } else {
            token.split(['.', ',']).for_each(|word| figures(word, &mut out));
        }
    }
    out
}

/// Parts at commas, but for those before three digits.
fn thousands(token: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in token.split(',') {
        let three = part.bytes().take_while(u8::is_ascii_digit).count() == 3;
        match parts.last_mut().filter(|last| three && last.ends_with(|c: char| c.is_ascii_digit()))
        {
            Some(last) => last.push_str(part),
            None => parts.push(part.to_owned()),
        }
    }
    parts
}

/// A word as it is, and a number, a decimal or an ordinal in words.
fn figures(token: &str, out: &mut Vec<String>) {
    if let Some(first) = ordinal(token) {
        return out.extend(first);
    }
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let decimal = token.split_once('.').filter(|(w, p)| all_digits(w) && all_digits(p));
    if let Some((whole, part)) = decimal {
        out.extend(number(whole));
        out.push("point".to_owned());
        return out.extend(part.bytes().map(|d| SMALL[usize::from(d - b'0')].to_owned()));
    }
    for token in token.split('.') {
        let token = token.trim_matches(|c| c == '\'' || c == '-');
        if token.bytes().any(|b| b.is_ascii_alphabetic()) {
            out.push(token.to_owned());
        } else if token.bytes().any(|b| b.is_ascii_digit()) {
            let digits: String = token.chars().filter(char::is_ascii_digit).collect();
            out.extend(number(&digits));
        }
    }
}

/// `21st` in words.
fn ordinal(token: &str) -> Option<Vec<String>> {
    let digits = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let end = token[digits.len()..].to_ascii_lowercase();
    let fits = ["st", "nd", "rd", "th"].contains(&end.as_str())
        && (1..=6).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit());
    let mut words = fits.then(|| number(digits))?;
    let last = words.pop()?;
    words.push(match last.as_str() {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        tens if tens.ends_with('y') => format!("{}ieth", &tens[..tens.len() - 1]),
        other => format!("{other}th"),
    });
    Some(words)
}

/// A number in words; digit by digit if it begins with a zero or is longer than six digits.
fn number(digits: &str) -> Vec<String> {
    let by_digit = digits.len() > 6 || (digits.len() > 1 && digits.starts_with('0'));
    match digits.parse::<usize>() {
        Ok(n) if !by_digit => {
            let mut words = Vec::new();
            if n >= 1_000 {
                below_thousand(n / 1_000, &mut words);
                words.push("thousand");
            }
            if !n.is_multiple_of(1_000) || n == 0 {
                below_thousand(n % 1_000, &mut words);
            }
            words.into_iter().map(str::to_owned).collect()
        }
        _ => digits.bytes().map(|d| SMALL[usize::from(d - b'0')].to_owned()).collect(),
    }
}

fn below_thousand(n: usize, words: &mut Vec<&'static str>) {
    if n >= 100 {
        words.extend([SMALL[n / 100], "hundred"]);
    }
    let rest = n % 100;
    if rest >= 20 {
        words.push(TENS[rest / 10]);
        if !rest.is_multiple_of(10) {
            words.push(SMALL[rest % 10]);
        }
    } else if rest > 0 || n == 0 {
        words.push(SMALL[rest]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_part_words_and_apostrophes_do_not() {
        assert_eq!(written("Well, don\u{2019}t go -- 'now'!"), ["Well", "don't", "go", "now"]);
        assert_eq!(written("well-known"), ["well-known"]);
        assert!(written(" ?! \u{4f60}\u{597d}").is_empty());
    }

    #[test]
    fn decimals_ordinals_and_large_numbers_are_said_as_people_say_them() {
        assert_eq!(written("It is 3.5 km."), ["It", "is", "three", "point", "five", "km"]);
        assert_eq!(
            written("the 21st, 12th and 30th"),
            ["the", "twenty", "first", "twelfth", "and", "thirtieth"]
        );
        assert_eq!(written("1,200 francs"), ["one", "thousand", "two", "hundred", "francs"]);
        assert_eq!(written("Yes.No, 1,2"), ["Yes", "No", "one", "two"]);
        assert_eq!(written("a 10-year-old"), ["a", "ten", "year", "old"]);
    }

    #[test]
    fn numbers_are_said_in_words() {
        assert_eq!(number("0"), ["zero"]);
        assert_eq!(number("342"), ["three", "hundred", "forty", "two"]);
        assert_eq!(number("12000"), ["twelve", "thousand"]);
        assert_eq!(number("007"), ["zero", "zero", "seven"]);
        assert_eq!(number("12345678").len(), 8);
    }

    #[test]
    fn every_word_can_be_said_and_a_text_without_words_is_refused() {
        let lexicon = Lexicon::load();
        let words = words("The blick sang 3 songs", lexicon).expect("words");
        assert_eq!(words.len(), 5);
        assert!(words.iter().all(|w| !w.ways.is_empty() && w.ways.iter().all(|p| !p.is_empty())));
        assert_eq!(super::words("...", lexicon), Err(TextError::Empty));
        assert_eq!(super::words(&"a ".repeat(121), lexicon), Err(TextError::TooLong));
    }
}
