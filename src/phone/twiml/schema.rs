//! Which elements and attributes exist, what they may hold, and what to do about the rest: report it and
//! leave it out, as Twilio does with its warning 12200.

use std::collections::HashMap;
use std::sync::LazyLock;

use url::Url;

use super::tree::{Content, Node};
use super::{Finding, Severity};

static ELEMENTS: LazyLock<HashMap<&'static str, Element>> =
    LazyLock::new(|| include_str!("elements.txt").lines().filter_map(element).collect());

struct Element {
    text: &'static str,
    children: Vec<&'static str>,
    attributes: Vec<Attribute>,
}

struct Attribute {
    name: &'static str,
    required: bool,
    kind: &'static str,
}

fn element(line: &'static str) -> Option<(&'static str, Element)> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = line.split('|').map(str::trim);
    let key = fields.next()?;
    let text = fields.next()?;
    let children = fields.next()?.split_whitespace().collect();
    let attributes = fields.next()?.split_whitespace().filter_map(attribute).collect();
    Some((key, Element { text, children, attributes }))
}

fn attribute(field: &'static str) -> Option<Attribute> {
    // The name may itself hold a colon (xml:lang); a kind never does.
    let (name, kind) = field.rsplit_once(':')?;
    let required = name.ends_with('!');
    Some(Attribute { name: name.trim_end_matches('!'), required, kind })
}

/// Checks `node` as the element `key`, reports to `findings`, and returns it without whatever was wrong.
pub(super) fn prune(node: Node, key: &str, findings: &mut Vec<Finding>) -> Node {
    let Some(element) = ELEMENTS.get(key) else { return node };
    let (name, line) = (node.name.clone(), node.line);
    let attributes = keep_attributes(&node, element, findings);
    let mut content = Vec::new();
    for piece in node.content {
        match piece {
            Content::Text(text) => {
                if element.text == "none" && !text.trim().is_empty() {
                    findings.push(warning(line, format!("<{name}> holds text, which it may not")));
                } else {
                    content.push(Content::Text(text));
                }
            }
            Content::Element(child) => {
                if let Some(kept) = keep_child(child, &name, element, findings) {
                    content.push(Content::Element(kept));
                }
            }
        }
    }
    let kept = Node { name, attributes, content, line };
    if element.text == "required" && kept.all_text().trim().is_empty() {
        findings.push(warning(line, format!("<{}> is empty", kept.name)));
    }
    kept
}

fn keep_child(
    child: Node,
    parent: &str,
    element: &Element,
    findings: &mut Vec<Finding>,
) -> Option<Node> {
    let key =
        element.children.iter().find(|key| key.split('@').next() == Some(child.name.as_str()));
    if let Some(key) = key {
        return Some(prune(child, key, findings));
    }
    let known = ELEMENTS.keys().any(|key| key.split('@').next() == Some(child.name.as_str()));
    let text = if known {
        format!("<{}> may not stand in <{parent}>", child.name)
    } else {
        format!("there is no element <{}>", child.name)
    };
    findings.push(warning(child.line, text));
    None
}

fn keep_attributes(
    node: &Node,
    element: &Element,
    findings: &mut Vec<Finding>,
) -> Vec<(String, String)> {
    let mut kept = Vec::new();
    for (name, value) in &node.attributes {
        match element.attributes.iter().find(|a| a.name == name) {
            None => {
                findings
                    .push(warning(node.line, format!("<{}> has no attribute {name}", node.name)));
            }
            Some(known) if fits(known.kind, value) => kept.push((name.clone(), value.clone())),
            Some(known) => findings.push(warning(
                node.line,
                format!(
                    "{value:?} is no value for {name} of <{}> (wanted: {})",
                    node.name,
                    wanted(known.kind)
                ),
            )),
        }
    }
    for needed in element.attributes.iter().filter(|a| a.required) {
        if node.attribute(needed.name).is_none() {
            findings.push(warning(node.line, format!("<{}> lacks its {}", node.name, needed.name)));
        }
    }
    kept
}

fn warning(line: usize, message: String) -> Finding {
    Finding { severity: Severity::Warning, code: 12_200, line, message }
}

/// Long lists are not worth printing whole.
fn wanted(kind: &str) -> &str {
    if kind.len() > 120 { "one of Twilio's list" } else { kind }
}

fn fits(kind: &str, value: &str) -> bool {
    let is_key = |c: char| c.is_ascii_digit() || matches!(c, '#' | '*');
    if let Some(list) = kind.strip_prefix("one(").and_then(|k| k.strip_suffix(')')) {
        return list.split(',').any(|v| v == value);
    }
    if let Some(list) = kind.strip_prefix("list(").and_then(|k| k.strip_suffix(')')) {
        return value.split_whitespace().all(|item| list.split(',').any(|v| v == item))
            && !value.trim().is_empty();
    }
    if let Some(least) = kind.strip_prefix("int") {
        return at_least(value, least);
    }
    if let Some(least) = kind.strip_prefix("auto") {
        return value == "auto" || at_least(value, least);
    }
    match kind {
        "bool" => matches!(value, "true" | "false"),
        "method" => matches!(value, "GET" | "POST"),
        "key" => value.chars().count() <= 1 && value.chars().all(is_key),
        "keys" => value.chars().all(is_key),
        "tones" => {
            !value.is_empty()
                && value.chars().all(|c| is_key(c) || matches!(c, 'A'..='D' | 'w' | 'W'))
        }
        "voice" => {
            matches!(value, "man" | "woman" | "alice")
                || value
                    .strip_prefix("Polly.")
                    .or(value.strip_prefix("Google."))
                    .is_some_and(|n| !n.is_empty())
        }
        "url" => address(value, &["http", "https"]),
        "wss" => address(value, &["wss"]),
        _ => true,
    }
}

fn at_least(value: &str, least: &str) -> bool {
    let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    match (value.parse::<u32>(), least.parse::<u32>()) {
        (Ok(value), Ok(least)) => digits && value >= least,
        _ => false,
    }
}

/// Empty, relative, or absolute with one of `schemes` and a host without an underscore.
fn address(value: &str, schemes: &[&str]) -> bool {
    if value.chars().any(char::is_whitespace) {
        return false;
    }
    match Url::parse(value) {
        Ok(url) => {
            schemes.contains(&url.scheme())
                && url.host_str().is_some_and(|host| !host.is_empty() && !host.contains('_'))
        }
        Err(url::ParseError::RelativeUrlWithoutBase) => true,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let lines = include_str!("elements.txt").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(ELEMENTS.len(), lines);
        assert_eq!(lines, 65);
        let attributes: usize = ELEMENTS.values().map(|e| e.attributes.len()).sum();
        assert_eq!(attributes, 316);
    }

    #[test]
    fn every_child_of_the_table_is_itself_an_element() {
        for (key, element) in ELEMENTS.iter() {
            assert!(matches!(element.text, "none" | "optional" | "required"), "{key}");
            for child in &element.children {
                assert!(ELEMENTS.contains_key(child), "{child} in {key}");
            }
        }
    }

    #[test]
    fn every_kind_of_the_table_is_one_that_can_be_checked() {
        for (key, element) in ELEMENTS.iter() {
            for attribute in &element.attributes {
                let kind = attribute.kind;
                let plain =
                    ["text", "bool", "method", "key", "keys", "tones", "voice", "url", "wss"];
                let counted = ["int0", "int1", "auto1"].contains(&kind);
                let listed =
                    (kind.starts_with("one(") || kind.starts_with("list(")) && kind.ends_with(')');
                assert!(
                    plain.contains(&kind) || counted || listed,
                    "{key} {} {kind}",
                    attribute.name
                );
            }
        }
    }

    #[test]
    fn values_are_held_to_their_kind() {
        for (kind, good, bad) in [
            ("bool", "true", "True"),
            ("method", "GET", "PUT"),
            ("int1", "1", "0"),
            ("int1", "20", "+20"),
            ("auto1", "auto", "none"),
            ("key", "", "12"),
            ("keys", "1*#", "A"),
            ("tones", "1wW#", ""),
            ("voice", "Polly.Joanna", "joanna"),
            ("url", "/next?a=1", "ftp://x/y"),
            ("url", "https://h.example/x", "https://a_b.example/x"),
            ("wss", "wss://h.example/media", "ws://h.example/media"),
            ("list(dtmf,speech)", "dtmf speech", "dtmf voice"),
            ("one(a,b)", "b", "a,b"),
        ] {
            assert!(fits(kind, good), "{kind} must take {good:?}");
            assert!(!fits(kind, bad), "{kind} must refuse {bad:?}");
        }
    }
}
