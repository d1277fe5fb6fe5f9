//! A corrector of learners' English: what is wrong, what it should be, and the rule behind it. Pure, offline.
//!
//! The rules are tables of patterns over a small lexicon (`rules`), written for the mistakes that East African learners
//! make. They prefer silence to a false alarm: what no rule knows is let through.

mod classes;
mod nouns;
mod pattern;
mod replace;
mod rules;
mod sets;
mod tokens;
mod verbs;

use std::ops::Range;
use std::sync::LazyLock;

use pattern::Pattern;
use tokens::Token;

/// The longest text that is looked at, bytes: four long sentences.
const LONGEST: usize = 600;
/// Rounds of correction: one mistake may hide another.
const ROUNDS: usize = 4;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands, bytes of the sentence.
    pub span: Range<usize>,
    /// What should stand there, likeliest first; never empty. An empty text means that the words go.
    pub replacements: Vec<String>,
    /// The id of the rule of the English pack that explains it; `spelling` and `said-twice` are ours.
    pub rule: &'static str,
    /// What explains it more closely, where the rule of the pack is broader: `do-base-form`; else the rule.
    pub reason: &'static str,
}

struct Ready {
    id: &'static str,
    pattern: Pattern,
    templates: Vec<&'static str>,
}

static READY: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    let all = rules::all().filter_map(|(id, pattern, replacement)| {
        let templates = replacement.split(" || ").collect();
        Pattern::read(pattern).map(|pattern| Ready { id, pattern, templates })
    });
    all.collect()
});

/// The mistakes of a sentence or a few, in order; none overlaps another.
#[must_use]
pub fn correct(text: &str) -> Vec<Finding> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let tokens = tokens::cut(text);
    let mut found: Vec<Finding> = Vec::new();
    for rule in READY.iter() {
        for at in 0..tokens.len() {
            let Some(finding) = try_at(rule, text, &tokens, at) else { continue };
            let free = found.iter().all(|other| apart(&other.span, &finding.span));
            if free {
                found.push(finding);
            }
        }
    }
    found.sort_by_key(|finding| finding.span.start);
    found
}

/// Whether the lexicon knows a word: a verb or a noun in any of its forms, or an adjective.
#[must_use]
pub fn knows(word: &str) -> bool {
    let tokens = tokens::cut(word);
    let known = ["v", "vs", "vpast", "vpp", "ving", "n", "ns", "nu", "adj"];
    tokens.len() == 1 && known.iter().any(|class| classes::is(&tokens, 0, class))
}

/// Whether a word is a form of a verb, helping verbs and short forms ("he's") among them.
#[must_use]
pub fn is_verb(word: &str) -> bool {
    let tokens = tokens::cut(word);
    let forms = ["v", "vs", "vpast", "vpp", "ving", "aux"];
    let short = ["'s", "'m", "'re", "'ve", "'ll", "'d"];
    tokens.len() == 1
        && (forms.iter().any(|class| classes::is(&tokens, 0, class))
            || short.iter().any(|end| tokens[0].low.ends_with(end)))
}

/// The rule of the English pack that a closer reason belongs to; any other rule itself.
fn family(rule: &'static str) -> &'static str {
    match rule {
        "do-base-form" => "did-base-form",
        "feelings" => "adjectives",
        "irregular-past" => "past-simple",
        other => other,
    }
}

/// The sentence with its mistakes corrected; the same sentence where nothing was found.
#[must_use]
pub fn mend(text: &str) -> String {
    let mut mended = text.to_owned();
    for _ in 0..ROUNDS {
        let found = correct(&mended);
        if found.is_empty() {
            break;
        }
        mended = apply(&mended, &found);
    }
    mended
}

/// The sentence with the first replacement of every finding put in.
#[must_use]
pub fn apply(text: &str, findings: &[Finding]) -> String {
    let mut out = text.to_owned();
    for finding in findings.iter().rev() {
        if let (Some(new), Some(_)) = (finding.replacements.first(), out.get(finding.span.clone()))
        {
            out.replace_range(finding.span.clone(), new);
        }
    }
    tidy(&out)
}

/// As it is written: a capital at the start, and "I" for "i".
#[must_use]
pub fn written(text: &str) -> String {
    let mut out = text.to_owned();
    for token in tokens::cut(text).iter().rev() {
        if token.text == "i" || token.text.starts_with("i'") {
            out.replace_range(token.span.start..=token.span.start, "I");
        }
    }
    capitalised(&out)
}

/// No double spaces, none before a mark.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ',' | '.' | '?' | '!' | ';') && out.ends_with(' ') {
            out.pop();
        }
        if !(c == ' ' && (out.is_empty() || out.ends_with(' '))) {
            out.push(c);
        }
    }
    out
}

fn apart(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.end < b.start || b.end < a.start
}

fn try_at(rule: &Ready, text: &str, tokens: &[Token], at: usize) -> Option<Finding> {
    let fit = rule.pattern.fit(tokens, at)?;
    let (from, to) = fit.bounds().filter(|(from, to)| from < to)?;
    let span = tokens[from].span.start..tokens[to - 1].span.end;
    let before = text.get(span.clone())?;
    let capital = tokens[from].is_capital() && (from == 0 || !tokens[from - 1].is_word());
    let mut replacements = Vec::new();
    for template in &rule.templates {
        let written = replace::write(template, tokens, &fit)?;
        let new = if capital { capitalised(&written) } else { written };
        if new != before {
            replacements.push(new);
        }
    }
    (!replacements.is_empty()).then_some(Finding {
        span,
        replacements,
        rule: family(rule.id),
        reason: rule.id,
    })
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_tables_can_be_read() {
        for (id, pattern, replacement) in rules::all() {
            assert!(Pattern::read(pattern).is_some(), "{id}: {pattern}");
            assert!(!replacement.is_empty(), "{id}: {pattern}");
        }
        assert_eq!(READY.len(), rules::all().count());
    }

    #[test]
    fn no_correction_speaks_in_the_signs_of_the_tables() {
        for text in ["He said me his name.", "They said us the news.", "Please say me the truth."] {
            let better = mend(text);
            assert!(better != text && !better.contains([':', '$', '|', '@']), "{text}: {better}");
        }
        for (id, pattern, replacement) in rules::all() {
            let odd = |word: &str| {
                let (head, form) = word.split_once(':').unwrap_or((word, ""));
                !form.is_empty() && !head.starts_with('$')
            };
            assert!(!replacement.split(' ').any(odd), "{id}: {pattern}: {replacement}");
        }
    }

    #[test]
    fn a_finding_says_where_what_and_why() {
        let found = correct("My brother work in a bank.");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rule, "present-simple-s");
        assert_eq!(apply("My brother work in a bank.", &found), "My brother works in a bank.");
    }

    #[test]
    fn whatever_comes_in_comes_back() {
        for text in ["", " ", "\u{1f410}", "?", "''", "a", "I", &"very ".repeat(200)] {
            let _ = mend(text);
        }
        assert_eq!(mend("She is at work."), "She is at work.");
    }
}
