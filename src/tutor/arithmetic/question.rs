//! The sum in a question.

use super::lex::{Token, lex};
use super::parse::{Worked, expression};

/// The one sum that a text asks for, such as "what is 38 plus 47?"; `None` where there is none, or several, or where a
/// word such as "each" makes more of it than the sum says.
#[must_use]
pub fn question(text: &str) -> Option<Worked> {
    let mut tokens = lex(&super::said::written_out(text));
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

/// Words that may stand around a sum that is all of a question.
const AROUND: [&str; 42] = [
    "what",
    "whats",
    "what's",
    "how",
    "much",
    "many",
    "the",
    "sum",
    "answer",
    "result",
    "to",
    "of",
    "tell",
    "me",
    "please",
    "calculate",
    "compute",
    "work",
    "out",
    "find",
    "does",
    "do",
    "and",
    "can",
    "you",
    "teacher",
    "result",
    "together",
    "come",
    "equal",
    "equals",
    "it",
    "angahe",
    "ni",
    "bingana",
    "iki",
    "kubara",
    "bara",
    "mbwira",
    "na",
    "igisubizo",
    "ese",
];

/// The same, where the sum is all that the text asks for: "how much is 15% of 200?".
#[must_use]
pub fn plain_question(text: &str) -> Option<Worked> {
    let written = super::said::written_out(text);
    let strange = lex(&written).into_iter().any(|token| match token {
        Token::Word(word) => !AROUND.contains(&word.as_str()),
        Token::Not | Token::About => true,
        _ => false,
    });
    let worked = question(&written).filter(|_| !strange)?;
    // "24/7" and "1/7/1962" are no sums; "48 / 6" with its spaces is.
    let shares = worked.steps.iter().all(|(_, sign, _, _)| *sign == '/');
    (!shares || !written.contains('/') || written.contains(" / ")).then_some(worked)
}

/// "3 + 5 = x" asks for the sum; "3 x + 7 = 25" for something else.
fn is_unknown(tokens: &[Token], at: usize) -> bool {
    matches!(
        (tokens.get(at), tokens.get(at + 1)),
        (Some(Token::Is { sign: true }), Some(Token::Number(_)))
    )
}
