//! Checks a TwiML document against the table in `tests/data/twiml_schema.json`, without our writer.
//!
//! `faults` lists what is wrong; `assert_good` fails with it. Other tests take this file by `#[path]`.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

const TABLE: &str = include_str!("../data/twiml_schema.json");

/// Which table of roots applies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Voice,
    Messaging,
}

/// Panics with every fault unless the document is good.
pub(crate) fn assert_good(kind: Kind, xml: &str) {
    let faults = faults(kind, xml);
    assert!(faults.is_empty(), "{faults:?} in {}", xml.chars().take(2000).collect::<String>());
}

/// Everything that is wrong with a document; nothing if it is good.
pub(crate) fn faults(kind: Kind, xml: &str) -> Vec<String> {
    let table: Value = serde_json::from_str(TABLE).expect("the table is JSON");
    let mut check = Check { table, faults: Vec::new(), open: Vec::new(), kind, roots: 0 };
    if xml.len() > 65_536 {
        check.faults.push(format!("{} bytes", xml.len()));
    }
    check.run(xml);
    check.faults
}

struct Open {
    key: Option<String>,
    text: String,
}

struct Check {
    table: Value,
    faults: Vec<String>,
    open: Vec<Open>,
    kind: Kind,
    roots: usize,
}

impl Check {
    fn run(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => self.start(&start),
                Ok(Event::End(_)) => self.end(),
                Ok(Event::Text(text)) => {
                    self.text(&String::from_utf8_lossy(text.as_ref().as_bytes()))
                }
                Ok(Event::GeneralRef(_)) => self.text("&"),
                Ok(Event::Decl(_)) => {}
                Ok(Event::Eof) => break,
                Ok(other) => self.faults.push(format!("unexpected {other:?}")),
                Err(error) => {
                    self.faults.push(format!("not well-formed: {error}"));
                    return;
                }
            }
        }
        if self.roots != 1 || !self.open.is_empty() {
            self.faults.push(format!("{} roots, {} left open", self.roots, self.open.len()));
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let tag = start.name().as_ref().to_string();
        let key = match self.open.last() {
            None => {
                self.roots += 1;
                let root = match self.kind {
                    Kind::Voice => "Response",
                    Kind::Messaging => "Response@messaging",
                };
                (tag == "Response").then(|| root.to_owned())
            }
            Some(Open { key: Some(parent), .. }) => self.child_key(parent, &tag),
            Some(_) => None,
        };
        if let Some(key) = &key {
            self.attributes(key, start);
        } else {
            self.faults.push(format!("<{tag}> may not stand here"));
        }
        self.open.push(Open { key, text: String::new() });
    }

    fn child_key(&self, parent: &str, tag: &str) -> Option<String> {
        let children = self.table[parent]["children"].as_array()?;
        let mut keys = children.iter().filter_map(Value::as_str);
        keys.find(|key| self.table[*key]["tag"] == tag).map(str::to_owned)
    }

    fn attributes(&mut self, key: &str, start: &BytesStart<'_>) {
        let specs = self.table[key]["attributes"].clone();
        let mut seen = Vec::new();
        for attribute in start.attributes() {
            let Ok(attribute) = attribute else {
                self.faults.push(format!("bad attribute in <{key}>"));
                continue;
            };
            let name = attribute.key.as_ref().to_string();
            let raw = attribute.value.to_string();
            let value = quick_xml::escape::unescape(&raw).map(|v| v.into_owned()).unwrap_or(raw);
            match specs.get(&name) {
                None => self.faults.push(format!("<{key}> has no attribute {name}")),
                Some(spec) if !fits(spec, &value) => {
                    self.faults.push(format!("<{key} {name}={value:?}>"));
                }
                Some(_) => {}
            }
            seen.push(name);
        }
        for (name, spec) in specs.as_object().into_iter().flatten() {
            if spec["required"] == true && !seen.contains(name) {
                self.faults.push(format!("<{key}> needs {name}"));
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        } else if !text.trim().is_empty() {
            self.faults.push("text outside the root".to_owned());
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\u{7f}'..='\u{9f}')) {
            self.faults.push("a control character".to_owned());
        }
    }

    fn end(&mut self) {
        let Some(Open { key: Some(key), text }) = self.open.pop() else { return };
        match self.table[&key]["text"].as_str() {
            Some("none") if !text.trim().is_empty() => {
                self.faults.push(format!("<{key}> holds text"))
            }
            Some("required") if text.trim().is_empty() => {
                self.faults.push(format!("<{key}> is empty"))
            }
            _ => {}
        }
        if key == "Say" && text.chars().count() > 4096 {
            self.faults.push("<Say> is too long".to_owned());
        }
        if key == "Body@messaging" && text.chars().count() > 1600 {
            self.faults.push("<Body> is too long".to_owned());
        }
        // What an element holds counts as its parent's text where the parent must have some.
        if let Some(parent) = self.open.last_mut()
            && parent
                .key
                .as_deref()
                .is_some_and(|k| k.chars().next().is_some_and(char::is_lowercase) || k == "Say")
        {
            parent.text.push_str(&text);
        }
    }
}

fn fits(spec: &Value, value: &str) -> bool {
    let one = |value: &str| fits_one(spec, value);
    let items: Vec<&str> = match spec.get("list") {
        Some(_) => value.split(' ').collect(),
        None => vec![value],
    };
    !items.is_empty() && items.into_iter().all(one)
}

fn fits_one(spec: &Value, value: &str) -> bool {
    let listed =
        |name: &str| spec[name].as_array().is_some_and(|all| all.iter().any(|v| v == value));
    let number = || {
        let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
        let n: Option<i64> = plain.then(|| value.parse().ok()).flatten();
        n.is_some_and(|n| {
            spec["min"].as_i64().is_none_or(|min| n >= min)
                && spec["max"].as_i64().is_none_or(|max| n <= max)
        })
    };
    let url = |schemes: &[&str]| {
        let relative = value.starts_with('/') && !value.starts_with("//");
        let absolute =
            url::Url::parse(value).is_ok_and(|u| schemes.contains(&u.scheme()) && u.has_host());
        !value.contains(char::is_whitespace) && (relative || absolute)
    };
    match spec["type"].as_str() {
        Some("boolean") => matches!(value, "true" | "false"),
        Some("integer") => number(),
        Some("integer_or") => listed("words") || number(),
        Some("enum") => spec["open"] == true || listed("allowed") || listed("docs_extra"),
        Some("url") => url(&["http", "https"]),
        Some("ws_url" | "wss_url") => url(&["wss"]) && !value.contains('?'),
        _ => true,
    }
}
