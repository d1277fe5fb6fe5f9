//! Rules about combinations, which no table of elements can hold.

use super::tree::Node;
use super::{Finding, Severity};

/// Twilio's limit for the basic voices.
const SAY_CHARACTERS: usize = 4096;
/// Twilio's limit for one text message.
const MESSAGE_CHARACTERS: usize = 1600;
/// Name and value of a stream parameter must stay below this together.
const PARAMETER_CHARACTERS: usize = 500;

pub(super) fn check_voice(root: &Node, findings: &mut Vec<Finding>) {
    let verbs: Vec<&Node> = root.children().collect();
    let ends = ["Redirect", "Reject", "Hangup", "Leave"];
    for (index, verb) in verbs.iter().enumerate() {
        if index > 0 && ends.contains(&verbs[index - 1].name.as_str()) {
            let message = format!(
                "<{}> is never reached: it comes after <{}>",
                verb.name,
                verbs[index - 1].name
            );
            note(findings, verb, Severity::Notice, 0, message);
        }
        if index > 0 && verb.name == "Reject" {
            note(
                findings,
                verb,
                Severity::Warning,
                12_200,
                "<Reject> must be the first verb".into(),
            );
        }
        check_verb(verb, false, findings);
    }
    if verbs.last().is_some_and(|v| v.name == "Start") {
        note(
            findings,
            verbs[verbs.len() - 1],
            Severity::Notice,
            0,
            "<Start> is last: the call ends after it".into(),
        );
    }
}

fn check_verb(verb: &Node, in_gather: bool, findings: &mut Vec<Finding>) {
    match verb.name.as_str() {
        "Say" => check_say(verb, findings),
        "Play" => check_play(verb, in_gather, findings),
        "Gather" => {
            check_gather(verb, findings);
            verb.children().for_each(|nested| check_verb(nested, true, findings));
        }
        "Record" if verb.attribute("action").is_none() => {
            note(
                findings,
                verb,
                Severity::Notice,
                0,
                "<Record> without action fetches this document again".into(),
            );
        }
        "Connect" => check_connect(verb, findings),
        _ => {}
    }
}

fn check_say(verb: &Node, findings: &mut Vec<Finding>) {
    let length = verb.all_text().trim().chars().count();
    if length > SAY_CHARACTERS {
        let message = format!("<Say> holds {length} characters; {SAY_CHARACTERS} is the most");
        note(findings, verb, Severity::Warning, 13_521, message);
    }
}

fn check_play(verb: &Node, in_gather: bool, findings: &mut Vec<Finding>) {
    let has_url = !verb.all_text().trim().is_empty();
    if !has_url && verb.attribute("digits").is_none() {
        note(
            findings,
            verb,
            Severity::Warning,
            12_200,
            "<Play> has neither a URL nor digits".into(),
        );
    }
    if in_gather && verb.attribute("digits").is_some() {
        note(
            findings,
            verb,
            Severity::Warning,
            13_325,
            "<Play digits> may not stand in <Gather>".into(),
        );
    }
}

fn check_gather(verb: &Node, findings: &mut Vec<Finding>) {
    if verb.attribute("action").is_none() {
        note(
            findings,
            verb,
            Severity::Notice,
            0,
            "<Gather> without action fetches this document again".into(),
        );
    }
    if verb.attribute("speechTimeout") == Some("auto") && verb.attribute("speechModel").is_some() {
        let message = "speechTimeout=\"auto\" cannot go with a speechModel".to_owned();
        note(findings, verb, Severity::Warning, 13_335, message);
    }
    let hints: Vec<&str> = verb.attribute("hints").unwrap_or_default().split(',').collect();
    if hints.len() > 500 || hints.iter().any(|hint| hint.trim().chars().count() > 100) {
        let message = "hints: 500 entries of 100 characters is the most".to_owned();
        note(findings, verb, Severity::Warning, 13_330, message);
    }
}

fn check_connect(verb: &Node, findings: &mut Vec<Finding>) {
    if verb.children().count() != 1 {
        note(findings, verb, Severity::Warning, 12_200, "<Connect> needs exactly one noun".into());
    }
    for stream in verb.children().filter(|noun| noun.name == "Stream") {
        let url = stream.attribute("url").unwrap_or_default();
        if url.is_empty() && stream.attribute("connectorName").is_none() {
            note(findings, stream, Severity::Warning, 12_200, "<Stream> needs a url".into());
        }
        if url.contains('?') {
            let message = "the query of a stream's URL is dropped; use <Parameter>".to_owned();
            note(findings, stream, Severity::Warning, 31_923, message);
        }
        if stream.attribute("track").is_some_and(|track| track != "inbound_track") {
            let message = "a stream in <Connect> takes track inbound_track only".to_owned();
            note(findings, stream, Severity::Warning, 31_941, message);
        }
        for parameter in stream.children() {
            let size = |name| parameter.attribute(name).unwrap_or_default().chars().count();
            if size("name") + size("value") >= PARAMETER_CHARACTERS {
                let message =
                    "name and value of a <Parameter> must stay below 500 characters".to_owned();
                note(findings, parameter, Severity::Warning, 12_200, message);
            }
        }
    }
}

pub(super) fn check_messaging(root: &Node, findings: &mut Vec<Finding>) {
    for message in root.children().filter(|verb| verb.name == "Message") {
        let own = message.all_text();
        let length = own.trim().chars().count();
        if length > MESSAGE_CHARACTERS {
            let text =
                format!("a <Message> of {length} characters; {MESSAGE_CHARACTERS} is the most");
            note(findings, message, Severity::Warning, 12_200, text);
        }
        if length == 0 && message.children().next().is_none() {
            note(findings, message, Severity::Warning, 12_200, "<Message> is empty".into());
        }
    }
}

fn note(findings: &mut Vec<Finding>, node: &Node, severity: Severity, code: u32, message: String) {
    findings.push(Finding { severity, code, line: node.line, message });
}
