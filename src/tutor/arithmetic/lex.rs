//! Prose cut into numbers, signs of arithmetic, and the rest.

use crate::text::numbers::{self, Ratio};

/// One piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Number(Ratio),
    /// `+`, `-`, `*`, `/` or `^`.
    Op(char),
    Open,
    Close,
    /// Equality: a sign, or a word such as "is".
    Is {
        sign: bool,
    },
    Percent,
    /// "Of" after a share.
    Of,
    /// What follows is only about so.
    About,
    Not,
    Word(String),
    /// The end of a sentence or clause.
    End,
}

/// Words that are also numbers, but hardly ever meant so.
const NO_NUMBERS: &[&str] = &[
    "to", "too", "tu", "tow", "for", "fore", "ford", "ate", "eat", "won", "tree", "free", "tin",
    "a", "an", "oh", "and", "n", "na", "half", "double", "second", "kane", "ka", "rimwe",
];

pub(super) fn lex(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut run) = (Vec::new(), Run::default());
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c.is_ascii_digit() {
            run = Run::default();
            let (number, next) = digits(&chars, at);
            out.push(number);
            at = next;
        } else if c.is_alphabetic() {
            let from = at;
            while at < chars.len() && (chars[at].is_alphabetic() || is_inner(&chars, at)) {
                at += 1;
            }
            let word: String = chars[from..at].iter().flat_map(|c| c.to_lowercase()).collect();
            run.push(&word, &mut out);
        } else {
            if !c.is_whitespace() && c != '-' {
                run = Run::default();
            }
            sign(&chars, at, &mut out);
            at += 1;
        }
    }
    joined(out)
}

/// A number in several words: "one hundred and five", "mirongo itanu na gatandatu".
#[derive(Default)]
struct Run {
    /// The words so far; empty outside of a number.
    words: String,
    /// Tokens that they left behind: the number, and perhaps an "and".
    tokens: usize,
    /// A word such as "mirongo", which is a number with the next one only.
    begun: bool,
}

/// Kinyarwanda says how many tens, hundreds or thousands after the word for them.
const BEGINNINGS: [&str; 4] = ["mirongo", "magana", "ibihumbi", "miriyoni"];

impl Run {
    fn push(&mut self, word: &str, out: &mut Vec<Token>) {
        if BEGINNINGS.contains(&word) && self.tokens == 0 {
            out.push(Token::Word(word.to_owned()));
            *self = Self { words: word.to_owned(), tokens: 1, begun: true };
            return;
        }
        let joint = matches!(word, "and" | "na");
        if joint && self.tokens == 1 && !self.begun {
            self.words = format!("{} {word}", self.words);
            self.tokens = 2;
            out.push(Token::Word(word.to_owned()));
            return;
        }
        let longer = format!("{} {}", self.words, word.replace("n'", "na "));
        match numbers::read(longer.trim()).as_slice() {
            [number, ..] if self.tokens > 0 && is_number(word.trim_start_matches("n'")) => {
                out.truncate(out.len() - self.tokens);
                out.push(Token::Number(*number));
                *self = Self { words: longer.trim().to_owned(), tokens: 1, begun: false };
            }
            _ => {
                push_word(word, out);
                let began = matches!(out.last(), Some(Token::Number(_))) && is_number(word);
                *self = if began {
                    Self { words: word.to_owned(), tokens: 1, begun: false }
                } else {
                    Self::default()
                };
            }
        }
    }
}

fn is_number(word: &str) -> bool {
    !NO_NUMBERS.contains(&word) && !numbers::read(word).is_empty()
}

/// An apostrophe or hyphen inside a word.
fn is_inner(chars: &[char], at: usize) -> bool {
    matches!(chars[at], '\'' | '’' | '-') && chars.get(at + 1).is_some_and(|c| c.is_alphabetic())
}

/// A number in digits: commas, dots or single spaces between groups of three, a point before decimals.
fn digits(chars: &[char], from: usize) -> (Token, usize) {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let three = |at: usize| digit(at) && digit(at + 1) && digit(at + 2) && !digit(at + 3);
    let mut at = from;
    let mut whole = String::new();
    while digit(at) {
        whole.push(chars[at]);
        at += 1;
    }
    while whole.trim_start_matches('0').len() <= 15 && (1..=3).contains(&(at - from).min(3)) {
        let grouped =
            chars.get(at) == Some(&',') && three(at + 1) && (at - from <= 3 || whole.len() > 3);
        if !grouped {
            break;
        }
        whole.extend(&chars[at + 1..at + 4]);
        at += 4;
    }
    let mut places = 0_u32;
    if chars.get(at) == Some(&'.') && digit(at + 1) {
        at += 1;
        while digit(at) {
            whole.push(chars[at]);
            places += 1;
            at += 1;
        }
    }
    let scale = 10_i64.checked_pow(places);
    let number = whole.parse().ok().zip(scale).and_then(|(up, down)| Ratio::new(up, down));
    (number.map_or(Token::End, Token::Number), at)
}

fn sign(chars: &[char], at: usize, out: &mut Vec<Token>) {
    let spaced = |at: usize| chars.get(at).is_none_or(|c| c.is_whitespace());
    let before = at.checked_sub(1).is_none_or(|before| chars[before].is_whitespace());
    let after_digit = at > 0 && (chars[at - 1].is_ascii_digit() || chars[at - 1] == ')');
    match chars[at] {
        '+' => out.push(Token::Op('+')),
        '-' | '−' | '–'
            if (before
                && (spaced(at + 1) || chars.get(at + 1).is_some_and(char::is_ascii_digit)))
                || (after_digit && chars.get(at + 1).is_some_and(char::is_ascii_digit)) =>
        {
            out.push(Token::Op('-'));
        }
        '*' | '×' | '·' => out.push(Token::Op('*')),
        '/' | '÷' => out.push(Token::Op('/')),
        '^' => out.push(Token::Op('^')),
        '²' => out.extend([Token::Op('^'), Token::Number(Ratio::whole(2))]),
        '³' => out.extend([Token::Op('^'), Token::Number(Ratio::whole(3))]),
        '(' => out.push(Token::Open),
        ')' => out.push(Token::Close),
        '=' => out.push(Token::Is { sign: true }),
        '≈' => out.push(Token::About),
        '%' => out.push(Token::Percent),
        '½' => out.push(Token::Number(half(1, 2))),
        '¼' => out.push(Token::Number(half(1, 4))),
        '¾' => out.push(Token::Number(half(3, 4))),
        '.' | '!' | '?' | ';' | ':' | ',' | '\n' => out.push(Token::End),
        _ => {}
    }
}

fn half(up: i64, down: i64) -> Ratio {
    Ratio::new(up, down).unwrap_or(Ratio::whole(0))
}

fn push_word(word: &str, out: &mut Vec<Token>) {
    let token = match word {
        "plus" | "guteranya" | "ongeraho" | "wongeyeho" | "hiyongereyeho" => Token::Op('+'),
        "minus" | "gukuramo" | "ukuyemo" | "hakuwemo" => Token::Op('-'),
        "times" | "x" | "gukuba" | "ukubye" | "inshuro" => Token::Op('*'),
        "multiplied" => Token::Op('*'),
        "divided" | "kugabanya" | "gabanya" | "ugabanyije" => Token::Op('/'),
        "by" if matches!(out.last(), Some(Token::Op(_))) => return,
        "squared" => {
            out.extend([Token::Op('^'), Token::Number(Ratio::whole(2))]);
            return;
        }
        "percent" => Token::Percent,
        "ijana" if matches!(out.last(), Some(Token::Word(w)) if w == "ku") => {
            out.pop();
            Token::Percent
        }
        "of" | "ya" | "bya" | "cya" | "by'" | "y'" => Token::Of,
        "is" | "are" | "equals" | "equal" | "makes" | "make" | "gives" | "leaves" | "was"
        | "ni" | "bingana" | "ingana" | "bihwanye" | "bitanga" | "haba" => {
            Token::Is { sign: false }
        }
        "about" | "nearly" | "almost" | "roughly" | "approximately" | "hafi" => Token::About,
        "not" | "isn't" | "isn’t" | "aren't" | "never" | "si" | "ntibingana" | "ntabwo" => {
            Token::Not
        }
        other => match numbers::read(other).first() {
            Some(number) if is_number(other) => Token::Number(*number),
            _ => Token::Word(other.to_owned()),
        },
    };
    out.push(token);
}

/// "Equal to", "half of": small words that only belong to their neighbours; tens and ones in words are one number.
fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match (out.last(), &token) {
            (Some(Token::Is { .. }), Token::Word(word)) if word == "to" || word == "na" => {}
            (Some(Token::Is { .. }), Token::Is { sign: true }) => {}
            _ => out.push(token),
        }
    }
    out
}
