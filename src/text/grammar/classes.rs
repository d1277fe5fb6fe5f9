//! The classes and phrases that patterns speak of: `{v}`, `{ns}`, `@one`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::nouns;
use super::sets::{FUTURE, PAST, POINT, SETS, SPAN};
use super::tokens::Token;
use super::verbs::{self, Form};

static BY_NAME: LazyLock<HashMap<&str, HashSet<&str>>> = LazyLock::new(|| {
    SETS.iter().map(|(name, words)| (*name, words.split(' ').collect())).collect()
});

fn in_set(name: &str, word: &str) -> bool {
    BY_NAME.get(name).is_some_and(|words| words.contains(word))
}

/// Whether a word at `at` is of a class.
pub(super) fn is(tokens: &[Token], at: usize, class: &str) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let low = token.low.as_str();
    match class {
        "any" => token.is_word(),
        "v" => verbs::is(low, Form::Base).is_some(),
        // A present form that cannot be read as a past: "cut" and "let" are both.
        "vb" => {
            low != "have" && verbs::is(low, Form::Base).is_some_and(|v| v.form(Form::Past) != low)
        }
        "vs" => verbs::is(low, Form::S).is_some() && low != "has",
        "vpast" => verbs::is(low, Form::Past).is_some_and(|v| v.form(Form::Base) != low),
        "vpp" => verbs::is(low, Form::Participle).is_some_and(|v| v.form(Form::Base) != low),
        // A past that is no participle: "went", "saw".
        "vonlypast" => is(tokens, at, "vpast") && !is(tokens, at, "vpp"),
        "vonlypp" => is(tokens, at, "vpp") && !is(tokens, at, "vpast"),
        "ving" => verbs::is(low, Form::Ing).is_some(),
        "states" => verbs::is(low, Form::S).is_some_and(|v| in_set("state", v.form(Form::Base))),
        "stating" => verbs::is(low, Form::Ing).is_some_and(|v| in_set("state", v.form(Form::Base))),
        "n" => nouns::plural(low).is_some(),
        "nonly" => {
            nouns::plural(low).is_some()
                && verbs::any(low).is_none()
                && !nouns::is_adjective(low)
                && !nouns::is_mass(low)
                && nouns::plural(low) != Some(low)
        }
        "ns" => nouns::is_plural(low),
        "nu" => nouns::is_mass(low),
        "nuonly" => nouns::is_mass(low) && nouns::plural(low).is_none(),
        "adj" => nouns::is_adjective(low),
        "shortadj" => nouns::is_adjective(low) && nouns::is_short(low),
        "longadj" => {
            nouns::is_adjective(low)
                && !nouns::is_short(low)
                && nouns::compared(low, "er").starts_with("more ")
        }
        "adjer" => nouns::plain_of(low, "er").is_some() && !low.contains(' '),
        "adjest" => nouns::plain_of(low, "est").is_some(),
        "adv" => nouns::is_adverb(low),
        "manner" => nouns::manner(low).is_some_and(|adverb| adverb != low),
        "year" => low.len() == 4 && low.parse::<u32>().is_ok_and(|y| (1800..2100).contains(&y)),
        "number" => in_set("num", low) || low.parse::<u32>().is_ok_and(|n| n > 1),
        "vowel" => starts_with_vowel(low),
        "consonant" => token.is_word() && !starts_with_vowel(low),
        "name" => is_name(tokens, at),
        "overpast" => verbs::overregular(low).is_some(),
        "overplural" => nouns::overregular_plural(low).is_some(),
        "massed" => nouns::mass_with_s(low).is_some(),
        set => in_set(set, low),
    }
}

/// Whether a word begins with the sound of a vowel: "hour" does, "university" does not.
pub(super) fn starts_with_vowel(word: &str) -> bool {
    let silent_h = ["hour", "honest", "honour", "heir"].iter().any(|w| word.starts_with(w));
    let you = ["uni", "use", "usu", "eu", "one", "once", "uganda", "ute", "ufo"]
        .iter()
        .any(|w| word.starts_with(w))
        && !["unin", "unim", "unill"].iter().any(|w| word.starts_with(w));
    silent_h || word == "mba" || (!you && word.starts_with(['a', 'e', 'i', 'o', 'u']))
}

fn known(low: &str) -> bool {
    verbs::any(low).is_some()
        || nouns::plural(low).is_some()
        || nouns::is_plural(low)
        || nouns::is_mass(low)
        || nouns::is_adjective(low)
        || nouns::is_adverb(low)
        || nouns::manner(low).is_some()
        || BY_NAME.values().any(|words| words.contains(low))
}

/// A proper name: a capital inside the sentence, or an unknown word with one at its start.
fn is_name(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    if !token.is_capital()
        || token.low == "i"
        || token.low.starts_with("i'")
        || token.low.ends_with("ly")
        || token.low.ends_with("'s")
    {
        return false;
    }
    let place = in_set("place", &token.low);
    let other = ["day", "month", "language"].iter().any(|set| in_set(set, &token.low));
    let common = [
        "the",
        "a",
        "an",
        "no",
        "yes",
        "there",
        "here",
        "please",
        "some",
        "all",
        "not",
        "most",
        "let",
        "lets",
        "thank",
        "and",
        "or",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "of",
        "from",
        "then",
        "than",
        "once",
        "neither",
        "either",
        "each",
        "every",
        "another",
        "both",
        "me",
        "much",
        "more",
        "less",
        "lots",
        "during",
        "after",
        "before",
        "since",
        "despite",
        "even",
        "whose",
        "whatever",
        "only",
        "yesterday",
        "tomorrow",
        "today",
        "tonight",
        "last",
        "next",
        "these",
        "those",
        "this",
        "that",
        "such",
        "one",
        "what's",
        "let's",
        "never",
        "first",
        "across",
        "into",
        "about",
        "under",
        "over",
        "long",
        "had",
        "hello",
        "sorry",
        "are",
        "between",
        "behind",
        "without",
        "maybe",
        "perhaps",
        "everybody",
        "everyone",
    ];
    let start = at == 0 || !tokens[at - 1].is_word();
    !other
        && (place
            || (!common.contains(&token.low.as_str())
                && (!start || !token.low.ends_with('s'))
                && (!start || (!known(&token.low) && !token.low.contains('\'')))))
}

/// How many words a phrase of this name takes from `at`; longest first.
pub(super) fn phrase(tokens: &[Token], at: usize, name: &str) -> Vec<usize> {
    match name {
        "one" => singular(tokens, at),
        "many" => plural(tokens, at),
        "np" => noun_phrase(tokens, at),
        "subj" => {
            let mut all = if is(tokens, at, "sub") { vec![1] } else { Vec::new() };
            all.extend(singular(tokens, at));
            all.extend(plural(tokens, at));
            all.extend(if is(tokens, at, "every") { vec![1] } else { Vec::new() });
            all
        }
        "past" => times(tokens, at, PAST),
        "future" => times(tokens, at, FUTURE),
        "span" => times(tokens, at, SPAN),
        "point" => times(tokens, at, POINT),
        _ => Vec::new(),
    }
}

fn times(tokens: &[Token], at: usize, forms: &[&str]) -> Vec<usize> {
    let fits = |form: &&&str| {
        form.split(' ').enumerate().all(|(i, alternatives)| {
            alternatives.split('|').any(|alt| match alt.strip_prefix('{') {
                Some(class) => is(tokens, at + i, class.trim_end_matches('}')),
                None => tokens.get(at + i).is_some_and(|t| t.low == alt),
            })
        })
    };
    forms.iter().filter(fits).map(|form| form.split(' ').count()).take(1).collect()
}

/// Where the adjectives before a noun end.
fn adjectives(tokens: &[Token], mut at: usize) -> usize {
    if tokens.get(at).is_some_and(|t| matches!(t.low.as_str(), "very" | "too" | "really"))
        && is(tokens, at + 1, "adj")
    {
        at += 1;
    }
    while is(tokens, at, "adj") && tokens.get(at + 1).is_some_and(Token::is_word) {
        at += 1;
    }
    at
}

fn belongs(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        t.low.ends_with("'s")
            && !matches!(
                t.low.as_str(),
                "it's" | "he's" | "she's" | "that's" | "what's" | "there's" | "let's" | "who's"
            )
    })
}

fn singular(tokens: &[Token], at: usize) -> Vec<usize> {
    let Some(first) = tokens.get(at) else { return Vec::new() };
    if is(tokens, at, "name") {
        return if is(tokens, at + 1, "name") { vec![2] } else { vec![1] };
    }
    let det = matches!(
        first.low.as_str(),
        "the" | "a" | "an" | "this" | "that" | "each" | "every" | "another"
    ) || is(tokens, at, "poss")
        || belongs(tokens, at);
    if !det {
        return Vec::new();
    }
    let noun = adjectives(tokens, at + 1);
    let Some(word) = tokens.get(noun) else { return Vec::new() };
    let same = nouns::plural(&word.low) == Some(word.low.as_str());
    let exact = matches!(first.low.as_str(), "a" | "an" | "this" | "that");
    let number = nouns::plural(&word.low).is_some() && (!same || exact);
    let fits = (number || nouns::is_mass(&word.low))
        && !matches!(
            word.low.as_str(),
            "people"
                | "staff"
                | "cattle"
                | "police"
                | "number"
                | "pair"
                | "lot"
                | "couple"
                | "team"
                | "family"
                | "committee"
                | "crowd"
        );
    if fits { vec![noun + 1 - at] } else { Vec::new() }
}

fn plural(tokens: &[Token], at: usize) -> Vec<usize> {
    let Some(first) = tokens.get(at) else { return Vec::new() };
    let mut from = at;
    if matches!(
        first.low.as_str(),
        "the" | "these" | "those" | "some" | "many" | "all" | "most" | "both" | "several" | "few"
    ) || is(tokens, at, "poss")
        || is(tokens, at, "number")
        || belongs(tokens, at)
    {
        from += 1;
        if is(tokens, from, "the") || is(tokens, from, "number") {
            from += 1;
        }
    }
    let noun = adjectives(tokens, from);
    let mut all = Vec::new();
    if is(tokens, noun, "ns") {
        all.push(noun + 1 - at);
    }
    for one in singular(tokens, at) {
        if tokens.get(at + one).is_some_and(|t| t.low == "and") {
            let second = singular(tokens, at + one + 1);
            all.extend(second.into_iter().map(|two| one + 1 + two));
            if tokens.get(at + one + 1).is_some_and(|t| t.low == "i") {
                all.push(one + 2);
            }
        }
    }
    all
}

fn noun_phrase(tokens: &[Token], at: usize) -> Vec<usize> {
    if is(tokens, at, "name") {
        return if is(tokens, at + 1, "name") { vec![2, 1] } else { vec![1] };
    }
    let det = is(tokens, at, "the")
        || is(tokens, at, "number")
        || belongs(tokens, at)
        || tokens.get(at).is_some_and(|t| {
            matches!(
                t.low.as_str(),
                "a" | "an"
                    | "some"
                    | "any"
                    | "many"
                    | "much"
                    | "no"
                    | "another"
                    | "every"
                    | "each"
                    | "all"
            )
        });
    let mut from = if det { at + 1 } else { at };
    if det && (is(tokens, from, "number")) {
        from += 1;
    }
    let noun = adjectives(tokens, from);
    let mut all = Vec::new();
    if ["n", "ns", "nu", "play", "subject", "language", "meal"]
        .iter()
        .any(|class| is(tokens, noun, class))
    {
        if ["n", "ns", "nu"].iter().any(|class| is(tokens, noun + 1, class))
            && !is(tokens, noun + 1, "v")
        {
            all.push(noun + 2 - at);
        }
        all.push(noun + 1 - at);
    }
    if is(tokens, at, "obj") || is(tokens, at, "every") {
        all.push(1);
    }
    all
}
