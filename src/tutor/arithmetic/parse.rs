//! Expressions and the claims made of them.

use super::lex::{Token, lex};
use crate::text::numbers::Ratio;

/// Brackets within brackets that are followed.
const DEEPEST: u8 = 12;

/// The largest exponent that is worked out.
const LARGEST_POWER: i64 = 20;

/// Something said to be equal to something else, of which one at least is a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// What the left side comes to.
    pub left: Ratio,
    /// What the right side comes to.
    pub right: Ratio,
    /// It was said to be about so.
    pub about: bool,
}

impl Claim {
    /// Whether it is true; what is about so may be off by one part in fifty.
    #[must_use]
    pub fn holds(&self) -> bool {
        if !self.about {
            return self.left == self.right;
        }
        let minus = |a: Ratio, b: Ratio| b.times(Ratio::whole(-1)).and_then(|b| a.plus(b));
        let Some(off) = minus(self.left, self.right) else { return false };
        let size = |r: Ratio| if r < Ratio::whole(0) { r.times(Ratio::whole(-1)) } else { Some(r) };
        let fifty = size(off).and_then(|off| off.times(Ratio::whole(50)));
        fifty.zip(size(self.left)).is_some_and(|(off, left)| off <= left)
    }
}

/// An expression worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// What it comes to.
    pub value: Ratio,
    /// Each step on the way: left, sign, right, result.
    pub steps: Vec<(Ratio, char, Ratio, Ratio)>,
}

/// The text as one expression and nothing else; `None` if it is none or cannot be worked out exactly.
#[must_use]
pub fn evaluate(text: &str) -> Option<Worked> {
    let mut tokens = lex(text);
    while tokens.last() == Some(&Token::End) {
        tokens.pop();
    }
    let mut reader = Reader::new(&tokens, 0);
    let value = reader.sum()?;
    reader.skip_unit();
    (reader.at == tokens.len()).then_some(Worked { value, steps: reader.steps })
}

/// The expression that begins here, and where it ends.
pub(super) fn expression(tokens: &[Token], at: usize) -> Option<(Worked, usize)> {
    let mut reader = Reader::new(tokens, at);
    let value = reader.sum()?;
    Some((Worked { value, steps: reader.steps }, reader.at))
}

/// Every claim in the text, in order.
#[must_use]
pub fn claims(text: &str) -> Vec<Claim> {
    let tokens = lex(&super::said::written_out(text));
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = match chain(&tokens, at, &mut out) {
            Some(next) => next.max(at + 1),
            None => at + 1,
        };
    }
    out
}

/// Reads `sum = sum = …` from `at` on; where it ends.
fn chain(tokens: &[Token], at: usize, out: &mut Vec<Claim>) -> Option<usize> {
    let mut left = Reader::new(tokens, at);
    let mut value = left.sum()?;
    let mut worked = !left.steps.is_empty();
    let mut end = left.at;
    loop {
        let mut reader = Reader::new(tokens, end);
        reader.skip_unit();
        let Some(Token::Is { sign }) = tokens.get(reader.at) else { return worked.then_some(end) };
        reader.at += 1;
        let about = reader.take(&Token::About);
        if tokens.get(reader.at) == Some(&Token::Not) {
            return Some(reader.at);
        }
        let Some(next) = reader.sum() else { return worked.then_some(end) };
        let by_sum = worked || !reader.steps.is_empty();
        // "5 is 3 more than 2" compares; only a sign says that a bare number is a sum.
        let compares = matches!(tokens.get(reader.at), Some(Token::Word(word)) if matches!(word.as_str(), "more" | "less" | "times" | "fewer"));
        if by_sum && (*sign || !compares) {
            out.push(Claim { left: value, right: next, about });
        }
        (value, worked, end) = (next, !reader.steps.is_empty(), reader.at);
    }
}

/// The value of every number and of every fraction in the tokens.
pub(super) fn values(tokens: &[Token]) -> Vec<Ratio> {
    let mut out = Vec::new();
    for at in 0..tokens.len() {
        if let Token::Number(number) = &tokens[at] {
            out.push(*number);
            if at > 0
                && tokens[at - 1] == Token::Op('-')
                && !matches!(
                    at.checked_sub(2).map(|i| &tokens[i]),
                    Some(Token::Number(_) | Token::Close)
                )
            {
                out.extend(number.times(Ratio::whole(-1)));
            }
            if let (Some(Token::Op('/')), Some(Token::Number(down))) =
                (tokens.get(at + 1), tokens.get(at + 2))
            {
                out.extend(divided(*number, *down));
            }
        }
    }
    out
}

fn divided(left: Ratio, right: Ratio) -> Option<Ratio> {
    left.times(Ratio::new(right.lower(), right.upper())?)
}

fn power(base: Ratio, exponent: Ratio) -> Option<Ratio> {
    let times = exponent.integer().filter(|n| (0..=LARGEST_POWER).contains(n))?;
    (0..times).try_fold(Ratio::whole(1), |product, _| product.times(base))
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: u8,
    steps: Vec<(Ratio, char, Ratio, Ratio)>,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token], at: usize) -> Self {
        Self { tokens, at, depth: 0, steps: Vec::new() }
    }

    fn take(&mut self, token: &Token) -> bool {
        let there = self.tokens.get(self.at) == Some(token);
        self.at += usize::from(there);
        there
    }

    /// One word after a number, such as "francs", if arithmetic or the end follows it.
    fn skip_unit(&mut self) {
        if let Some(Token::Word(_)) = self.tokens.get(self.at)
            && matches!(
                self.tokens.get(self.at + 1),
                None | Some(Token::Op(_) | Token::Is { .. } | Token::Close)
            )
        {
            self.at += 1;
        }
    }

    /// Takes one of these signs where an operand follows it.
    fn sign(&mut self, among: &[char]) -> Option<char> {
        let from = self.at;
        self.skip_unit();
        let sign = match self.tokens.get(self.at) {
            Some(Token::Op(sign)) if among.contains(sign) => *sign,
            Some(Token::Of) if among.contains(&'*') && self.after_share(from) => '*',
            _ => {
                self.at = from;
                return None;
            }
        };
        if !matches!(
            self.tokens.get(self.at + 1),
            Some(Token::Number(_) | Token::Open | Token::Op('-'))
        ) {
            self.at = from;
            return None;
        }
        self.at += 1;
        Some(sign)
    }

    /// "10 % of", "3/5 of": only a share makes "of" a sign.
    fn after_share(&self, at: usize) -> bool {
        let before = |n: usize| at.checked_sub(n).and_then(|at| self.tokens.get(at));
        before(1) == Some(&Token::Percent)
            || matches!((before(2), before(1)), (Some(Token::Op('/')), Some(Token::Number(_))))
    }

    fn step(&mut self, left: Ratio, sign: char, right: Ratio) -> Option<Ratio> {
        let result = match sign {
            '+' => left.plus(right),
            '-' => left.plus(right.times(Ratio::whole(-1))?),
            '*' => left.times(right),
            '/' => divided(left, right),
            _ => power(left, right),
        }?;
        self.steps.push((left, sign, right, result));
        Some(result)
    }

    fn sum(&mut self) -> Option<Ratio> {
        let mut total = self.product()?;
        while let Some(sign) = self.sign(&['+', '-']) {
            let other = self.product()?;
            total = self.step(total, sign, other)?;
        }
        Some(total)
    }

    fn product(&mut self) -> Option<Ratio> {
        let mut total = self.power()?;
        while let Some(sign) = self.sign(&['*', '/']) {
            let other = self.power()?;
            total = self.step(total, sign, other)?;
        }
        Some(total)
    }

    fn power(&mut self) -> Option<Ratio> {
        let base = self.atom()?;
        match self.sign(&['^']) {
            Some(sign) => {
                let exponent = self.atom()?;
                self.step(base, sign, exponent)
            }
            None => Some(base),
        }
    }

    fn atom(&mut self) -> Option<Ratio> {
        match self.tokens.get(self.at)? {
            Token::Number(number) => {
                self.at += 1;
                if self.take(&Token::Percent) {
                    divided(*number, Ratio::whole(100))
                } else {
                    Some(*number)
                }
            }
            Token::Op('-') => {
                self.at += 1;
                self.atom()?.times(Ratio::whole(-1))
            }
            Token::Open if self.depth < DEEPEST => {
                self.at += 1;
                self.depth += 1;
                let inner = self.sum()?;
                self.depth -= 1;
                self.skip_unit();
                self.take(&Token::Close).then_some(inner)
            }
            _ => None,
        }
    }
}
