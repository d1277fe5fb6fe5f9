//! Every template with every fixture, persona, language and channel: what is missing, left over, or over its budget.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use serde::Deserialize;

use super::{About, BUDGET, Brief, Nonce, Templates, Written, summary};
use crate::domain::lang::Lang;
use crate::domain::manner::{Amount, Manner, Mood, Persona};
use crate::domain::task::{Task, TaskKind};
use crate::session::context::Exchange;

/// Tokens that the instructions of a prompt may take, the facts left aside: they are paid for at every turn.
pub const INSTRUCTIONS: usize = 1_600;

/// The shipped fixtures.
pub const FIXTURES: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/tutor/fixtures.toml"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixtures {
    fixture: Vec<Fixture>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    name: String,
    kind: TaskKind,
    said: String,
    facts: BTreeMap<String, String>,
    summary: Option<String>,
    talk: Vec<[String; 2]>,
    /// How often the talk is repeated, to make a long one.
    #[serde(default = "once")]
    repeat: usize,
}

fn once() -> usize {
    1
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What is wrong; empty where all is well.
    pub faults: Vec<String>,
    /// Templates that were read.
    pub templates: usize,
    /// Fixtures that they were rendered with.
    pub fixtures: usize,
    /// Prompts that were rendered.
    pub prompts: usize,
    /// Tokens of the largest instructions, and of the largest prompt.
    pub largest: (usize, usize),
}

/// Renders everything.
///
/// # Errors
/// Where the fixtures cannot be read, with the reason.
pub fn run(templates: &Templates, fixtures: &str) -> Result<Report, String> {
    let all: Fixtures = toml::from_str(fixtures).map_err(|error| error.message().to_owned())?;
    let mut report =
        Report { templates: templates.count(), fixtures: all.fixture.len(), ..Report::default() };
    for fixture in &all.fixture {
        for version in templates.versions(fixture.kind) {
            for manner in manners() {
                for (lang, aloud) in
                    Lang::ALL.into_iter().flat_map(|lang| [(lang, true), (lang, false)])
                {
                    one(templates, fixture, (version, manner, lang, aloud), &mut report);
                }
            }
        }
    }
    for fixture in all.fixture.iter().filter(|fixture| !fixture.talk.is_empty()) {
        shortened(templates, fixture, &mut report);
    }
    report.faults.extend(without_fixture(templates, &all.fixture));
    report.faults.sort();
    report.faults.dedup();
    Ok(report)
}

/// Each persona, amount and mood at least once.
fn manners() -> impl Iterator<Item = Manner> {
    let amounts = [Amount::Low, Amount::Medium, Amount::High];
    let moods = [Mood::Steady, Mood::Frustrated, Mood::Bored, Mood::Confident];
    let each = Persona::ALL.into_iter().flat_map(move |persona| {
        amounts.map(|amount| Manner {
            persona,
            length: amount,
            technical: amount,
            praise: amount,
            ..Manner::default()
        })
    });
    each.chain(moods.into_iter().map(|mood| Manner { mood, ..Manner::default() }))
}

fn one(
    templates: &Templates,
    fixture: &Fixture,
    (version, manner, lang, aloud): (u32, Manner, Lang, bool),
    report: &mut Report,
) {
    let task = Task {
        kind: fixture.kind,
        said: fixture.said.clone(),
        facts: fixture
            .facts
            .iter()
            .map(|(name, value)| (Cow::Owned(name.clone()), value.clone()))
            .collect(),
        instead_of: Vec::new(),
    };
    let history = history(fixture);
    let nonce = Nonce::new(0x00c0_ffee);
    let written = templates.build(&Brief {
        task: &task,
        pupil: About {
            name: Some("Keza"),
            lang,
            manner,
            aloud,
            most: if aloud { 350 } else { 300 },
        },
        history: &history,
        summary: fixture.summary.as_deref(),
        budget: BUDGET,
        nonce,
        version: Some(version),
    });
    report.prompts += 1;
    let instructions = crate::tutor::tokens::estimate(written.system());
    report.largest = (report.largest.0.max(instructions), report.largest.1.max(written.tokens));
    let channel = if aloud { "aloud" } else { "text" };
    let place = format!(
        "{} with \"{}\" in {lang}, {channel}, {}",
        written.rubric,
        fixture.name,
        manner.persona.label()
    );
    report.faults.extend(
        faults(&written, &nonce, instructions).into_iter().map(|what| format!("{place}: {what}")),
    );
}

/// A talk that is shortened, for the first time and going on from what was there.
fn shortened(templates: &Templates, fixture: &Fixture, report: &mut Report) {
    let (turns, nonce) = (history(fixture), Nonce::new(0x00c0_ffee));
    for earlier in [None, Some(fixture.summary.as_deref().unwrap_or("Nothing yet."))] {
        let written = summary::by(templates, &turns, earlier, nonce, BUDGET);
        report.prompts += 1;
        let instructions = crate::tutor::tokens::estimate(written.system());
        let mut wrong = faults(&written, &nonce, instructions);
        let data = |text: &str| fixture.talk.iter().any(|[said, _]| text.contains(said));
        if data(written.system()) || !written.messages.iter().any(|(_, text)| data(text)) {
            wrong.push("the talk does not stand in its fence".to_owned());
        }
        let place = format!("{} with \"{}\"", written.rubric, fixture.name);
        report.faults.extend(wrong.into_iter().map(|what| format!("{place}: {what}")));
    }
}

fn history(fixture: &Fixture) -> Vec<Exchange> {
    let exchange = |[user, ai]: &[String; 2]| Exchange {
        user: user.clone(),
        ai: ai.clone(),
        timestamp: DateTime::UNIX_EPOCH,
        lesson: None,
    };
    let all = fixture.talk.iter().map(exchange).collect::<Vec<_>>();
    all.iter().cycle().take(fixture.talk.len() * fixture.repeat).cloned().collect()
}

fn faults(written: &Written, nonce: &Nonce, instructions: usize) -> Vec<String> {
    let mut out = Vec::new();
    if instructions > INSTRUCTIONS {
        out.push(format!("the instructions take {instructions} tokens of {INSTRUCTIONS}"));
    }
    if written.tokens > BUDGET {
        out.push(format!("the prompt takes {} tokens of {BUDGET}", written.tokens));
    }
    if ["{{", "{%", "{#", "}}\n"].iter().any(|mark| written.system().contains(mark)) {
        out.push("a mark of the templates is left over".to_owned());
    }
    let (open, close) = nonce.marks();
    for (_, text) in &written.messages {
        if text.matches(&open).count() != text.matches(&close).count() {
            out.push("a fence does not close".to_owned());
        }
    }
    out
}

/// Kinds without a fixture, and facts that templates speak of and no fixture has.
fn without_fixture(templates: &Templates, fixtures: &[Fixture]) -> Vec<String> {
    let mut out = Vec::new();
    for kind in TaskKind::ALL {
        let own: Vec<&Fixture> = fixtures.iter().filter(|fixture| fixture.kind == kind).collect();
        if own.is_empty() {
            out.push(format!("no fixture is of the kind {}", kind.label()));
            continue;
        }
        let given: BTreeSet<&str> =
            own.iter().flat_map(|fixture| fixture.facts.keys()).map(String::as_str).collect();
        for version in templates.versions(kind) {
            let task = templates.task(kind.label(), Some(version));
            let named: BTreeSet<&str> = task.facts.iter().map(String::as_str).collect();
            let missing = named
                .difference(&given)
                .map(|fact| format!("{}: no fixture has the fact {fact}", task.rubric()));
            out.extend(missing);
            let unknown = given.difference(&named).map(|fact| {
                format!(
                    "{}: a fixture has the fact {fact}, of which it does not speak",
                    task.rubric()
                )
            });
            out.extend(unknown);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_templates_hold_with_the_shipped_fixtures() {
        let report = run(&Templates::shipped(), FIXTURES).expect("the fixtures are read");
        assert_eq!(report.faults, Vec::<String>::new());
        assert!(report.prompts >= 7 * 5 * 2 * 2, "{}", report.prompts);
    }

    #[test]
    fn a_kind_without_a_fixture_and_a_fact_that_nobody_gives_are_told() {
        let one = "[[fixture]]\nname = \"a\"\nkind = \"route\"\nsaid = \"x\"\nfacts = { wrong = \"1\" }\ntalk = []\n";
        let report = run(&Templates::shipped(), one).expect("it is read");
        for fault in [
            "no fixture is of the kind maths",
            "route/1: no fixture has the fact lessons",
            "route/1: a fixture has the fact wrong, of which it does not speak",
        ] {
            assert!(report.faults.iter().any(|told| told == fault), "{fault}");
        }
    }

    #[test]
    fn fixtures_that_cannot_be_read_are_told() {
        assert!(run(&Templates::shipped(), "[[fixture]]\nname = 1").is_err());
    }
}
