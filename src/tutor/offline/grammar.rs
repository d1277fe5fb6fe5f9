//! A sentence mended, with the rule behind it.

use super::phrases::say;
use crate::content::Library;
use crate::domain::lang::Lang;
use crate::text::grammar::{Finding, correct, mend};
use crate::text::replies::plain;

/// Words before a sentence that ask to mend it.
const ASKING: [&str; 8] =
    ["correct", "nkosorera", "kosora", "unkosorere", "mend", "fix", "check", "nkosorere"];

/// The sentence mended, and why; or that nothing was found.
pub(super) fn answer(said: &str, lang: Lang, library: &Library) -> String {
    let sentence = sentence(said);
    let found = correct(sentence);
    if found.is_empty() {
        return say("no_mistake", lang, &[]);
    }
    let mended = mend(sentence);
    let mut why: Vec<String> = Vec::new();
    for finding in &found {
        let reason = reason(finding, lang, library);
        if !why.contains(&reason) {
            why.push(reason);
        }
    }
    say("mended", lang, &[("mended", &ended(&mended)), ("why", &why.join(" "))])
}

/// The same for a question that asks for it in so many words.
pub(super) fn asked(said: &str, lang: Lang, library: &Library) -> Option<String> {
    let first = plain(said.split_once(':')?.0);
    first.split(' ').any(|word| ASKING.contains(&word)).then(|| answer(said, lang, library))
}

/// What stands after "correct this:", without its quotation marks.
fn sentence(said: &str) -> &str {
    let asked = said
        .split_once(':')
        .filter(|(before, _)| plain(before).split(' ').any(|word| ASKING.contains(&word)));
    asked.map_or(said, |(_, after)| after).trim().trim_matches(['"', '“', '”', '\''])
}

fn reason(finding: &Finding, lang: Lang, library: &Library) -> String {
    let rule = library.english.rules.iter().find(|rule| rule.id == finding.rule);
    match (rule, finding.rule) {
        (Some(rule), _) => rule.why.get(lang).to_owned(),
        (None, "said-twice") => say("twice", lang, &[]),
        (None, _) => {
            let word = finding.replacements.first().map_or("", String::as_str);
            say("spelling", lang, &[("word", word)])
        }
    }
}

fn ended(sentence: &str) -> String {
    let sentence = sentence.trim();
    if sentence.ends_with(['.', '!', '?']) { sentence.to_owned() } else { format!("{sentence}.") }
}
