//! The catalogues are complete, consistent and fit for a text message.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use toneline::domain::lang::Lang;
use toneline::domain::turn::Line;
use toneline::wording::Catalogue;

type Messages = BTreeMap<String, BTreeSet<String>>;

/// Every message of a language with its variables.
fn messages(lang: Lang) -> Messages {
    let mut all = Messages::new();
    for (file, text) in Catalogue::shipped_files(lang) {
        let resource =
            parser::parse(text.as_str()).unwrap_or_else(|(_, e)| panic!("{lang}/{file}: {e:?}"));
        for entry in &resource.body {
            if let Entry::Message(message) = entry {
                let mut variables = BTreeSet::new();
                let pattern = message.value.as_ref().expect("every message has a text");
                in_pattern(pattern, &mut variables);
                all.insert(message.id.name.to_owned(), variables);
            }
        }
    }
    all
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            variants.iter().for_each(|v| in_pattern(&v.value, found));
        }
        Expression::Inline(inline) => in_inline(inline, found),
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        other => {
            assert!(!matches!(other, InlineExpression::TermReference { .. }), "terms are not used")
        }
    }
}

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("src is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The source text of the crate without its unit tests.
fn code() -> String {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut paths);
    // Those who speak to companies say nothing to learners; their words are names of headers and fields.
    let outside = |path: &&PathBuf| {
        ["providers", "standins"]
            .iter()
            .any(|name| path.components().any(|c| c.as_os_str() == *name))
    };
    let told = paths.iter().filter(|path| !outside(path));
    let texts = told.map(|p| fs::read_to_string(p).expect("a source file"));
    texts.map(|text| text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()).collect()
}

/// Every string of the code that has the form of a key, and every beginning of one that is completed at run time.
fn keys_in_code(code: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let families = [
        "line-",
        "general-",
        "maths-",
        "mandarin-",
        "title-",
        "hints-",
        "list-",
        "manner-",
        "play-",
        "badge-",
        "pace-",
        "quiet-",
        "options-",
        "style-",
        "profile-",
        "level-",
        "learner-",
        "english-",
        "debate-",
        "comprehension-",
        "knowledge-",
    ];
    let key_like = |s: &&str| {
        (families.iter().any(|f| s.starts_with(f)) || s.starts_with("content"))
            && s.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let strings: Vec<&str> = code.split('"').collect();
    let whole = strings.iter().filter(|s| key_like(s) && !s.ends_with('-'));
    let begun = strings
        .iter()
        .filter_map(|s| s.split_once('{').map(|(head, _)| head))
        .filter(|head| key_like(head) && head.ends_with('-'));
    (whole.map(|s| (*s).to_owned()).collect(), begun.map(str::to_owned).collect())
}

#[test]
fn every_message_exists_in_every_language_with_the_same_variables() {
    let english = messages(Lang::En);
    assert!(english.len() > 200, "{} messages", english.len());
    for lang in Lang::ALL {
        let other = messages(lang);
        // The one message that picks the text of its own language.
        for (key, variables) in english.iter().filter(|(key, _)| *key != "content-both") {
            assert_eq!(other.get(key), Some(variables), "{lang}: {key}");
        }
        let extra: Vec<&String> = other.keys().filter(|k| !english.contains_key(*k)).collect();
        assert!(extra.is_empty(), "{lang} alone has {extra:?}");
    }
}

#[test]
fn every_key_in_the_code_exists() {
    let english = messages(Lang::En);
    let (whole, begun) = keys_in_code(&code());
    assert!(whole.len() > 100, "the search finds the keys: {}", whole.len());
    let missing: Vec<&String> = whole.iter().filter(|k| !english.contains_key(*k)).collect();
    assert!(missing.is_empty(), "the code uses {missing:?}");
    for head in begun {
        assert!(english.keys().any(|k| k.starts_with(&head)), "nothing begins with {head}");
    }
}

#[test]
fn no_message_is_unused() {
    let (whole, begun) = keys_in_code(&code());
    let unused: Vec<String> = messages(Lang::En)
        .into_keys()
        .filter(|key| !whole.contains(key) && !begun.iter().any(|head| key.starts_with(head)))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// The part of the GSM 7-bit default alphabet that our messages keep to: ASCII without the signs that it lacks, and
/// without those that count twice.
fn plain(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, ' '..='~') && !matches!(c, '`' | '^' | '{' | '}' | '[' | ']' | '\\' | '|' | '~')
    })
}

#[test]
fn every_message_keeps_to_the_small_alphabet_of_texts() {
    for lang in Lang::ALL {
        for (key, variables) in messages(lang) {
            for n in [1, 7] {
                let line = variables
                    .iter()
                    .fold(Line::new(key.clone()), |line, name| line.with(name.clone(), n));
                let text = Catalogue::shipped().render(lang, &line);
                assert!(!text.is_empty() && plain(&text), "{lang} {key}: {text}");
                assert_eq!(text, text.trim(), "{lang} {key}");
                assert!(!text.contains("  ") && !text.contains('\n'), "{lang} {key}: {text}");
            }
        }
    }
}

#[test]
fn every_message_alone_fits_two_segments() {
    for lang in Lang::ALL {
        for (key, variables) in messages(lang) {
            // Hints are for the recogniser and are never sent.
            if key.starts_with("hints-") {
                continue;
            }
            let line = variables
                .iter()
                .fold(Line::new(key.clone()), |line, name| line.with(name.clone(), "Mukamana"));
            let text = Catalogue::shipped().render(lang, &line);
            assert!(text.len() <= 306, "{lang} {key} is {} long", text.len());
        }
    }
}

#[test]
fn nothing_was_missing_when_every_message_was_rendered() {
    let catalogue = Catalogue::parse(Catalogue::shipped_files).expect("the shipped files parse");
    for lang in Lang::ALL {
        for (key, variables) in messages(lang) {
            assert!(catalogue.has(lang, &key));
            let line =
                variables.iter().fold(Line::new(key), |line, name| line.with(name.clone(), 2));
            let _ = catalogue.render(lang, &line);
        }
    }
    assert_eq!(catalogue.missing(), 0);
}

#[test]
fn the_two_languages_differ() {
    let same: Vec<String> = messages(Lang::En)
        .into_iter()
        .filter(|(key, _)| {
            ![
                "list-",
                "general-option",
                "maths-in-plain",
                "content",
                "knowledge-option",
                "learner-option",
            ]
            .iter()
            .any(|f| key.starts_with(f))
        })
        .filter(|(key, variables)| {
            let line = variables
                .iter()
                .fold(Line::new(key.clone()), |line, name| line.with(name.clone(), 2));
            let catalogue = Catalogue::shipped();
            catalogue.render(Lang::En, &line) == catalogue.render(Lang::Rw, &line)
        })
        .map(|(key, _)| key)
        .collect();
    assert!(same.is_empty(), "not translated: {same:?}");
}

#[test]
fn no_help_of_a_lesson_repeats_what_the_help_of_the_line_says() {
    for lang in Lang::ALL {
        let line = Catalogue::shipped().render(lang, &Line::new("line-help-text"));
        assert!(line.contains("MENU:"), "{line}");
        for (key, _) in messages(lang) {
            let lessons = ["comprehension-", "debate-", "mandarin-", "maths-"];
            let of_lesson = lessons.iter().any(|lesson| key.starts_with(lesson));
            if of_lesson && key.contains("-help") && key.ends_with("-text") {
                let help = Catalogue::shipped().render(lang, &Line::new(key.clone()));
                assert!(!help.contains("MENU"), "{key}: {help}");
            }
        }
    }
}
