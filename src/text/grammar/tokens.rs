//! A sentence cut into words and marks, each with its place.

use std::ops::Range;

/// A word or a mark.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// As it stands.
    pub(super) text: String,
    /// In lower case, with a straight apostrophe.
    pub(super) low: String,
    /// Bytes of the sentence.
    pub(super) span: Range<usize>,
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        self.low.chars().next().is_some_and(char::is_alphanumeric)
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

fn inside(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-')
}

/// The words and marks of a text, in order.
pub(super) fn cut(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if inside(c) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            push(text, from..at, &mut tokens);
        }
        if !c.is_whitespace() {
            push(text, at..at + c.len_utf8(), &mut tokens);
        }
    }
    if let Some(from) = start {
        push(text, from..text.len(), &mut tokens);
    }
    tokens
}

fn push(text: &str, span: Range<usize>, tokens: &mut Vec<Token>) {
    let word = &text[span.clone()];
    let low = word.to_lowercase().replace('\u{2019}', "'");
    tokens.push(Token { text: word.to_owned(), low, span });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_apostrophes_and_marks_stand_alone() {
        let lows: Vec<String> = cut("Yes, I don\u{2019}t.").into_iter().map(|t| t.low).collect();
        assert_eq!(lows, ["yes", ",", "i", "don't", "."]);
    }
}
