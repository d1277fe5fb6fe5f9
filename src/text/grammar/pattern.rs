//! A small language of patterns over words, so that a rule of grammar is one line of a table.
//!
//! A pattern is a row of items: `word`, `a|b`, `{class}`, `@phrase`, each with `?` where it may be missing; `..` for up
//! to two words, `...` for up to eight. Without width: `^` where a clause begins, `^^` where the sentence does, `$` where a
//! clause ends, `!x` not before x, `=x` before x, `-x` not after x, `<x` after x. In the replacement `$2` is the second item
//! with width, `$2:past` a form of it, and `a/an` the article that fits the next word.

use super::classes;
use super::tokens::Token;

/// One alternative of an item.
#[derive(Debug, Clone, Copy)]
enum Alt {
    Word(&'static str),
    Class(&'static str),
    Phrase(&'static str),
    /// The end of the text.
    End,
}

#[derive(Debug)]
enum Item {
    Clause,
    Sentence,
    End,
    Next(Vec<Alt>, bool),
    Before(Vec<Alt>, bool),
    Gap(usize),
    Take(Vec<Alt>, bool),
}

/// A pattern that was read.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Item>);

/// Where a pattern fits: the words that each item with width took, as places in the tokens.
#[derive(Debug, Clone)]
pub(super) struct Fit(pub(super) Vec<(usize, usize)>);

impl Fit {
    /// The first word, and the one after the last.
    pub(super) fn bounds(&self) -> Option<(usize, usize)> {
        Some((self.0.first()?.0, self.0.last()?.1))
    }
}

fn alternatives(text: &'static str) -> Option<Vec<Alt>> {
    let read = |alt: &'static str| {
        if let Some(class) = alt.strip_prefix('{') {
            return class.strip_suffix('}').map(Alt::Class);
        }
        match alt.strip_prefix('@') {
            Some(name) => Some(Alt::Phrase(name)),
            None if alt == "$" => Some(Alt::End),
            None => (!alt.is_empty()).then_some(Alt::Word(alt)),
        }
    };
    text.split('|').map(read).collect()
}

impl Pattern {
    /// Reads a pattern; `None` where it is malformed, which a test of the tables rules out.
    pub(super) fn read(text: &'static str) -> Option<Self> {
        text.split(' ').map(item).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The first way in which the pattern fits from `at`.
    pub(super) fn fit(&self, tokens: &[Token], at: usize) -> Option<Fit> {
        let mut taken = Vec::new();
        go(&self.0, tokens, at, &mut taken).then_some(Fit(taken))
    }
}

fn item(text: &'static str) -> Option<Item> {
    Some(match text {
        "^" => Item::Clause,
        "^^" => Item::Sentence,
        "$" => Item::End,
        ".." => Item::Gap(2),
        "..." => Item::Gap(8),
        "," => Item::Take(vec![Alt::Word(",")], false),
        _ => match text.split_at(1) {
            ("!", rest) => Item::Next(alternatives(rest)?, false),
            ("=", rest) => Item::Next(alternatives(rest)?, true),
            ("-", rest) => Item::Before(alternatives(rest)?, false),
            ("<", rest) => Item::Before(alternatives(rest)?, true),
            _ => match text.strip_suffix('?') {
                Some(body) if !body.is_empty() => Item::Take(alternatives(body)?, true),
                _ => Item::Take(alternatives(text)?, false),
            },
        },
    })
}

/// How many words an alternative takes from `at`; longest first.
fn lengths(alt: Alt, tokens: &[Token], at: usize) -> Vec<usize> {
    let one = |fits: bool| if fits { vec![1] } else { Vec::new() };
    match alt {
        Alt::Word(word) => one(tokens.get(at).is_some_and(|t| t.low == word)),
        Alt::Class(class) => one(classes::is(tokens, at, class)),
        Alt::End => {
            if at >= tokens.len() {
                vec![0]
            } else {
                Vec::new()
            }
        }
        Alt::Phrase(name) => classes::phrase(tokens, at, name),
    }
}

fn holds(alts: &[Alt], tokens: &[Token], at: usize) -> bool {
    alts.iter().any(|alt| !lengths(*alt, tokens, at).is_empty())
}

fn begins_sentence(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_none_or(|t| matches!(t.low.as_str(), "." | "!" | "?" | ";" | ":" | "\""))
}

fn begins_clause(tokens: &[Token], at: usize) -> bool {
    begins_sentence(tokens, at)
        || tokens[at - 1].low == ","
        || matches!(
            tokens[at - 1].low.as_str(),
            "because"
                | "when"
                | "that"
                | "so"
                | "although"
                | "but"
                | "think"
                | "know"
                | "while"
                | "if"
                | "where"
                | "example"
        )
        || joined(tokens, at)
}

/// Whether a second clause is joined on by "and": "I am tired and she sleeps". It has a subject of its own, and a clause
/// before it that is no question; "my father and I" and "my mother and my father" are one subject.
fn joined(tokens: &[Token], at: usize) -> bool {
    let begins = (0..at).rev().find(|i| begins_sentence(tokens, *i)).unwrap_or_default();
    let Some(and) = at.checked_sub(1).filter(|i| *i > begins + 1 && tokens[*i].low == "and") else {
        return false;
    };
    let alone = matches!(tokens[at].low.as_str(), "i" | "he" | "she" | "it" | "we" | "they")
        || classes::is(tokens, at, "poss");
    let one_of_two = ["sub", "obj", "person", "human", "name"]
        .iter()
        .any(|class| classes::is(tokens, and - 1, class))
        && !matches!(tokens[and - 1].low.as_str(), "it" | "me" | "him" | "us" | "them");
    let finite = ["aux", "vs", "vpast", "vb"];
    let told = (begins + 1..and).any(|i| finite.iter().any(|class| classes::is(tokens, i, class)));
    let asks = ["aux", "wh"].iter().any(|class| classes::is(tokens, begins, class));
    alone && told && !one_of_two && !asks
}

fn ends(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_none_or(|t| !t.is_word())
}

fn go(items: &[Item], tokens: &[Token], at: usize, taken: &mut Vec<(usize, usize)>) -> bool {
    let Some((first, rest)) = items.split_first() else { return true };
    match first {
        Item::Clause => begins_clause(tokens, at) && go(rest, tokens, at, taken),
        Item::Sentence => begins_sentence(tokens, at) && go(rest, tokens, at, taken),
        Item::End => ends(tokens, at) && go(rest, tokens, at, taken),
        Item::Next(alts, wanted) => {
            holds(alts, tokens, at) == *wanted && go(rest, tokens, at, taken)
        }
        Item::Before(alts, wanted) => {
            let found = at.checked_sub(1).is_some_and(|before| holds(alts, tokens, before));
            found == *wanted && go(rest, tokens, at, taken)
        }
        Item::Gap(most) => (0..=*most)
            .take_while(|n| *n == 0 || tokens.get(at + n - 1).is_some_and(Token::is_word))
            .any(|n| take(rest, tokens, at, n, taken)),
        Item::Take(alts, optional) => {
            let mut all: Vec<usize> =
                alts.iter().flat_map(|alt| lengths(*alt, tokens, at)).collect();
            all.sort_unstable_by(|a, b| b.cmp(a));
            all.dedup();
            if *optional {
                all.push(0);
            }
            all.into_iter().any(|n| take(rest, tokens, at, n, taken))
        }
    }
}

fn take(
    rest: &[Item],
    tokens: &[Token],
    at: usize,
    n: usize,
    taken: &mut Vec<(usize, usize)>,
) -> bool {
    taken.push((at, at + n));
    if go(rest, tokens, at + n, taken) {
        return true;
    }
    taken.pop();
    false
}
