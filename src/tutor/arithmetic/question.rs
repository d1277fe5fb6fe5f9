//! The sum in a question.

use super::lex::{Token, lex};
use super::parse::{Worked, expression};

/// The one sum that a text asks for, such as "what is 38 plus 47?"; `None` where there is none, or several, or where a
/// word such as "each" makes more of it than the sum says.
#[must_use]
pub fn question(text: &str) -> Option<Worked> {
    let mut tokens = lex(text);
    // A mark between a number and a sign parts nothing: "x = 3".
    tokens.retain(|token| !matches!(token, Token::About));
    let mut found: Option<Worked> = None;
    let mut at = 0;
    while at < tokens.len() {
        match expression(&tokens, at) {
            Some((worked, next)) if !worked.steps.is_empty() => {
                if found.is_some() || is_unknown(&tokens, next) {
                    return None;
                }
                (found, at) = (Some(worked), next);
            }
            Some((_, next)) => at = next.max(at + 1),
            None => at += 1,
        }
    }
    found
}

/// "3 + 5 = x" asks for the sum; "3 x + 7 = 25" for something else.
fn is_unknown(tokens: &[Token], at: usize) -> bool {
    matches!(
        (tokens.get(at), tokens.get(at + 1)),
        (Some(Token::Is { sign: true }), Some(Token::Number(_)))
    )
}
