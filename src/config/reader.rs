//! Reading one setting at a time, and keeping what is wrong with it.

use url::Url;

use super::fault::Fault;
use super::table::TABLE;

pub(super) struct Reader<'a> {
    pub(super) lookup: &'a dyn Fn(&str) -> Option<String>,
    pub(super) faults: Vec<Fault>,
}

impl Reader<'_> {
    pub(super) fn http_url(&mut self, name: &'static str, text: &str) -> Option<Url> {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Some(url),
            _ => {
                self.fault(name, "not a URL that begins with https:// or http://");
                None
            }
        }
    }

    pub(super) fn at_least_one(&mut self, name: &'static str, default: u32) -> u32 {
        let n = self.parsed(name, default, "a whole number");
        if n == 0 {
            self.fault(name, "must be at least 1");
        }
        n
    }

    pub(super) fn within(
        &mut self,
        name: &'static str,
        default: u32,
        range: std::ops::RangeInclusive<u32>,
    ) -> u32 {
        let n = self.parsed(name, default, "a whole number");
        if !range.contains(&n) {
            self.fault(name, format!("must be from {} to {}", range.start(), range.end()));
        }
        n
    }

    pub(super) fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> T {
        let Some(text) = self.text(name) else {
            return choices[0].1;
        };
        match choices.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)) {
            Some((_, value)) => *value,
            None => {
                let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
                self.fault(name, format!("{text:?} is none of: {}", words.join(", ")));
                choices[0].1
            }
        }
    }

    pub(super) fn parsed<T: std::str::FromStr>(
        &mut self,
        name: &'static str,
        default: T,
        shape: &str,
    ) -> T {
        match self.text(name) {
            None => default,
            Some(text) => text.parse().unwrap_or_else(|_| {
                self.fault(name, format!("{text:?} is not {shape}"));
                default
            }),
        }
    }

    pub(super) fn text(&self, name: &'static str) -> Option<String> {
        debug_assert!(TABLE.iter().any(|row| row.name == name), "{name} is not in the table");
        let text = (self.lookup)(name)?.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn fault(&mut self, name: &'static str, what: impl Into<String>) {
        self.faults.push(Fault { name, what: what.into() });
    }
}
