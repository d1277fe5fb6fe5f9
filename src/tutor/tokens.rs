//! How many tokens a text takes, estimated without anybody's vocabulary: meant to be too high rather than too low.

/// Letters of a run that one token holds at least, in the languages of the line.
const LETTERS: usize = 3;

/// Tokens that each message of a conversation costs beside its text: who says it, and the marks around it.
pub const PER_MESSAGE: usize = 4;

/// The tokens that `text` takes at most, as far as it is made of words and numbers.
///
/// A run of ASCII letters counts one token for each three letters begun, a run of digits one for each two begun, any other
/// sign one, a letter beyond ASCII one for each of its bytes but the first; a space belongs to the word after it. How far that is
/// from real tokenisers, and on what, stands in `docs/TUTOR.md`.
#[must_use]
pub fn estimate(text: &str) -> usize {
    let (mut tokens, mut letters, mut digits) = (0, 0, 0);
    for c in text.chars() {
        if !c.is_ascii_alphabetic() {
            letters = 0;
        }
        if !c.is_ascii_digit() {
            digits = 0;
        }
        match c {
            'a'..='z' | 'A'..='Z' => {
                tokens += usize::from(letters % LETTERS == 0);
                letters += 1;
            }
            '0'..='9' => {
                tokens += usize::from(digits % 2 == 0);
                digits += 1;
            }
            ' ' => {}
            c if c.is_ascii() => tokens += 1,
            c => tokens += c.len_utf8() - 1,
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_signs_are_counted_apart() {
        assert_eq!(estimate(""), 0);
        assert_eq!(estimate("The cow eats."), 5, "one, one, two and the stop");
        assert_eq!(estimate("12345"), 3);
        assert_eq!(estimate("é"), 1);
        assert_eq!(estimate("好"), 2);
    }

    #[test]
    fn longer_texts_never_take_fewer() {
        let text = "Umwana w'umuhanga ageze ku ishuri saa 8:20, n'amafaranga 1,400.";
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let counts: Vec<usize> = ends.map(|end| estimate(&text[..end])).collect();
        assert!(counts.is_sorted());
    }
}
